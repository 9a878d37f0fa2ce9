"""A fictitious case of three posts, two sources and four years, with its postings; every figure is worked out on paper.

The plan, in thousands a year: leder 400 and cafe 100 are paid by LBF, lokaler 50 by the kommune.

Version 2 moves 30 of 2022 from leder to cafe (ombudgettering), version 3 moves 40 of cafe from 2022 to 2023
(rebudgettering), version 4 moves the end to 30 June 2026 and 60 of leder from 2024 to 2026 (forlængelse). Version 5
is a draft. So the corrected budget is

            2022  2023  2024  2025  2026     in all
    leder    370   400   340   400    60      1.570
    cafe      90   140   100   100               430
    lokaler   50    50    50    50               200    2.200 as before
    LBF      460   540   440   500    60      2.000

and the postings until 30 June 2025 are

    leder    370   410   330   200             1.310
    cafe     95-5  120   100    20               330    a refund of 5 in 2022
    lokaler   50    50    60                     160    10 too much in 2024
    –               7,5                          7,5    not placed
             510 587,5   490   220           1.807,5
    from LBF 500   500   500   250             1.750
"""

import datetime
from typing import Any

from helhedsplan_finance import Plan
from helhedsplan_finance.calculators.followup.case import CaseData
from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.versions import Versions

YEARS = ("2022", "2023", "2024", "2025")


def a_plan(**stated: Any) -> Plan:
    def line(id_: str, art: str, price: int, area: str) -> dict[str, Any]:
        quantity = dict.fromkeys(YEARS, 1)
        return {"id": id_, "art": art, "activity": id_.title(), "indsatsomraade": area, "unit_price": price} | {
            "quantity": quantity
        }

    data = {
        "name": "FIKTIV sag",
        "start": "2022-01-01",
        "end": "2025-12-31",
        "stream": [
            {"id": "lbf", "source": "lbf", "name": "LBF", "amounts": dict.fromkeys(YEARS, 500_000)}
            | {"pays": ["leder", "cafe"]},
            {"id": "kommune", "source": "kommune", "name": "Kommunen", "amounts": dict.fromkeys(YEARS, 50_000)}
            | {"pays": ["lokaler"]},
        ],
        "cost": [
            line("leder", "løn", 400_000, "Fælles"),
            line("cafe", "aktiviteter", 100_000, "Unge"),
            line("lokaler", "lokaler", 50_000, "Fælles"),
        ],
    }
    return Plan.model_validate(data | stated)


def move(post: str, year: int, to: str, to_year: int, amount: int, source: str | None = "lbf") -> dict[str, Any]:
    spots = {"from": {"cost": post, "year": year}, "to": {"cost": to, "year": to_year}}
    return spots | {"amount": amount} | ({"source": source} if source else {})


FIRST = {"nr": 1, "kind": "oprindelig", "plan": "plan.toml", "date": "2021-12-15", "status": "godkendt"}
SECOND = {"nr": 2, "kind": "ombudgettering", "date": "2022-09-01", "status": "godkendt"} | {
    "move": [move("leder", 2022, "cafe", 2022, 30_000)]
}
THIRD = {"nr": 3, "kind": "rebudgettering", "date": "2023-03-01", "status": "godkendt"} | {
    "move": [move("cafe", 2022, "cafe", 2023, 40_000)]
}
FOURTH = {"nr": 4, "kind": "forlængelse", "date": "2025-06-01", "status": "godkendt", "end": "2026-06-30"} | {
    "move": [move("leder", 2024, "leder", 2026, 60_000)]
}
FIFTH = {"nr": 5, "kind": "revideret", "date": "2025-07-01", "status": "kladde"} | {
    "change": [{"cost": "cafe", "year": 2025, "amount": 999_000}]
}


def a_case(*versions: dict[str, Any], plan: Plan | None = None, **stated: Any) -> Versions:
    """Return a case of these versions, by default all five; each with a plan file has the plan."""
    listed = list(versions) or [FIRST, SECOND, THIRD, FOURTH, FIFTH]
    case = CaseData.model_validate({"name": "FIKTIV", "version": listed} | stated, by_alias=True, by_name=False)
    return Versions.of(case, {one.nr: plan or a_plan() for one in case.versions if one.plan is not None})


def cost_of(budget: Budget, year: int | None = None) -> int:
    """Return the costs of a budget in a year, or in all, in øre."""
    return sum(ore for (_, one), ore in budget.costs.items() if year in {None, one})


def posting(day: str, kroner: float | int, post: str | None = None, **stated: Any) -> Posting:
    """Return a posting; ``kroner`` is exact in øre."""
    values: dict[str, Any] = {
        "line": 1,
        "file": "posteringer.csv",
        "date": datetime.date.fromisoformat(day),
        "post": post,
    }
    values |= {"stream": None, "source": None, "afdeling": None, "voucher": "", "text": "", "account": ""}
    return Posting(**values | {"ore": round(kroner * 100)} | stated)


def postings() -> list[Posting]:
    spent: list[tuple[str, float, str | None]] = [
        ("2022-03-31", 370_000, "leder"),
        ("2022-06-30", 95_000, "cafe"),
        ("2022-07-15", -5_000, "cafe"),
        ("2022-12-31", 50_000, "lokaler"),
        ("2023-03-31", 410_000, "leder"),
        ("2023-04-30", 120_000, "cafe"),
        ("2023-05-05", 7_500, None),
        ("2023-12-31", 50_000, "lokaler"),
        ("2024-03-31", 330_000, "leder"),
        ("2024-04-30", 100_000, "cafe"),
        ("2024-12-31", 60_000, "lokaler"),
        ("2025-03-31", 200_000, "leder"),
        ("2025-06-30", 20_000, "cafe"),
    ]
    received = [("2022-01-10", 500_000), ("2023-01-10", 500_000), ("2024-01-10", 500_000), ("2025-01-10", 250_000)]
    return [posting(*one) for one in spent] + [posting(day, ore, stream="lbf") for day, ore in received]
