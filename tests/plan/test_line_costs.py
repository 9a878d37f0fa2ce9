"""What a budget line costs by year: in whole months of a part of the period, and as a percentage of other lines."""

import json
import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import refusal
from helhedsplan_finance import CostLine, Kroner, Plan, PlanError
from helhedsplan_finance.plan.file import to_json, to_toml
from helhedsplan_finance.plan.line_costs import cost_by_year, costs_by_line, in_fixed_prices, part_of_year
from strategies import rich_plans

pytestmark = pytest.mark.daily

LEADER = build.line("løn", 400_000, id="leder", quantity={"2022": 1, "2023": 1, "2024": "0,5"})
CAFE = build.line("aktiviteter", "33.333,33 kr.", id="cafe", activity="Café", quantity={"2023": 1})
SHARE: dict[str, Any] = {"id": "adm", "art": "administration", "percent": "5 %", "of": ["løn"]}


def costs(*lines: Any, **stated: Any) -> dict[str, dict[int, Kroner]]:
    plan = Plan.model_validate({"name": "FIKTIV", "start": "2022-01-01", "end": "2025-12-31", "cost": lines} | stated)
    return {line.id: cost_by_year(line, plan) for line in plan.costs}


@pytest.mark.parametrize(
    ("start", "end", "by_year"),
    [
        ("2022-04-01", None, {2022: 300_000, 2023: 400_000, 2024: 200_000}),  # 9/12, as the issue has it
        (None, "2022-10-31", {2022: "333.333,33", 2023: 0, 2024: 0}),
        ("2023-01-01", "2023-12-31", {2022: 0, 2023: 400_000, 2024: 0}),
        ("2023-03-01", "2024-06-30", {2022: 0, 2023: "333.333,33", 2024: 100_000}),
        ("2024-12-01", "2024-12-31", {2022: 0, 2023: 0, 2024: "16.666,67"}),
    ],
)
def test_a_line_costs_whole_months_of_the_quantity_of_the_year(
    start: str | None, end: str | None, by_year: dict[int, Any]
) -> None:
    days = {key: day for key, day in (("start", start), ("end", end)) if day}
    assert costs({**LEADER, **days}) == {"leder": {year: Kroner(amount) for year, amount in by_year.items()}}


@given(
    st.dates(date(2020, 1, 1), date(2026, 12, 1)).map(lambda day: day.replace(day=1)),
    st.integers(1, 84),
    st.integers(2019, 2028),
)
def test_the_part_of_a_year_is_the_months_that_a_calendar_counts(start: date, months: int, year: int) -> None:
    every = [divmod(start.year * 12 + start.month - 1 + number, 12) for number in range(months)]
    following = divmod(start.year * 12 + start.month - 1 + months, 12)
    end = date.fromordinal(date(following[0], following[1] + 1, 1).toordinal() - 1)
    line = CostLine.model_validate({**LEADER, "start": start, "end": end})
    assert part_of_year(line, year) == Fraction(sum(one == year for one, _ in every), 12)


def test_a_percentage_is_of_the_arts_and_lines_that_it_names() -> None:
    assert costs(LEADER, CAFE, SHARE)["adm"] == {2022: Kroner(20_000), 2023: Kroner(20_000), 2024: Kroner(10_000)}
    both = costs(SHARE | {"of": ["LØN", "cafe"]}, LEADER, CAFE)["adm"]
    # 5 % of 433.333,33 kr. is 21.666,6665 kr.
    assert both == {2022: Kroner(20_000), 2023: Kroner("21.666,67"), 2024: Kroner(10_000)}
    in_part = costs(LEADER, SHARE | {"start": "2022-07-01", "end": "2023-09-30"})["adm"]
    assert in_part == {2022: Kroner(10_000), 2023: Kroner(15_000), 2024: Kroner()}


def test_a_percentage_follows_the_prices_of_its_lines() -> None:
    series = [{"id": "løn", "rates": {"2023": "2 %", "2024": "1 %"}, "projected": [2024]}]
    risen = LEADER | {"index": "løn", "price_year": 2022}
    plan = Plan.model_validate(
        {"name": "FIKTIV", "start": "2022-01-01", "end": "2025-12-31", "cost": [risen, SHARE], "series": series}
    )
    # 400.000 × 1,02 = 408.000; 200.000 × 1,02 × 1,01 = 206.040: 5 % of them
    rows = {row.year: row for row in plan.ledger().rows if row.id == "adm"}
    assert {year: row.ore for year, row in rows.items()} == {2022: 2_000_000, 2023: 2_040_000, 2024: 1_030_200}
    assert {year: row.projected for year, row in rows.items()} == {2022: False, 2023: False, 2024: True}


@given(rich_plans())
def test_each_percentage_is_its_share_of_the_ledger_rounded_half_up(plan: Plan) -> None:
    rows = plan.ledger().rows
    for line in plan.costs:
        if line.percent is None:
            continue
        named = {one.id for one in plan.costs if one.percent is None and ({one.id, one.art} & set(line.of))}
        for row in (row for row in rows if row.id == line.id and row.side == "cost"):
            base = sum(other.ore or 0 for other in rows if other.id in named and other.year == row.year)
            share = line.percent * base * part_of_year(line, row.year or 0)
            exact = Decimal(share.numerator) / Decimal(share.denominator)
            assert row.ore == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(plan=rich_plans())
def test_a_plan_with_percentages_and_days_is_written_and_read_as_it_is(plan: Plan) -> None:
    for data in (tomllib.loads(to_toml(plan)), json.loads(to_json(plan))):
        assert Plan.model_validate(data, by_alias=True, by_name=False) == plan


REFUSED = {
    "no price": (
        [{"id": "a", "art": "løn"}],
        "cost 1 'a': nøglen 'quantity' mangler; skriv for eksempel quantity = { 2022 = …, 2023 = … }",
    ),
    "of nothing": (
        [LEADER, {**SHARE, "of": []}],
        "cost 2 'adm' › of: procenten er ikke af noget; skriv de arter eller poster, den er beregnet af",
    ),
    "no percentage": (
        [LEADER, {**CAFE, "of": ["løn"]}],
        (
            "cost 2 'cafe' › of: der står, hvilke poster der regnes af, men ingen procent; skriv procenten, "
            "eller lad feltet være tomt"
        ),
    ),
    "a price beside it": (
        [LEADER, {**SHARE, "unit_price": 1}],
        (
            "cost 2 'adm' › unit_price: posten er en procent af andre poster og følger dem; lad feltet være "
            "tomt, eller fjern procenten"
        ),
    ),
    "an index beside it": (
        [LEADER, {**SHARE, "index": "løn"}],
        (
            "cost 2 'adm' › index: posten er en procent af andre poster og følger dem; lad feltet være tomt, "
            "eller fjern procenten"
        ),
    ),
    "an unknown word": (
        [LEADER, {**SHARE, "of": ["lønn"]}],
        "cost 2 'adm' › of: der er ingen art eller post, der hedder lønn; nærmest er løn",
    ),
    "a chain": (
        [LEADER, SHARE, {**SHARE, "id": "andet", "art": "revision", "of": ["adm"]}],
        (
            "cost 3 'andet' › of: adm omfatter adm, som selv er en procent af andre poster; skriv i stedet de"
            " poster, der er ment"
        ),
    ),
    "a chain by art": (
        [LEADER, SHARE, {**SHARE, "id": "andet", "art": "revision", "of": ["administration"]}],
        (
            "cost 3 'andet' › of: administration omfatter adm, som selv er en procent af andre poster; skriv "
            "i stedet de poster, der er ment"
        ),
    ),
    "itself": (
        [LEADER, {**SHARE, "of": ["løn", "administration"]}],
        "cost 2 'adm' › of: administration omfatter posten selv; skriv i stedet de poster, der er ment",
    ),
    "two meanings": (
        [LEADER, {**CAFE, "id": "løn"}, SHARE],
        "cost 3 'adm' › of: løn er både en art og en post; giv posten et andet id",
    ),
    "not a first": (
        [{**LEADER, "start": "2022-04-02"}],
        (
            "cost 1 'leder' › start: 2. april 2022 er ikke den første i en måned; en post tæller med for hele"
            " måneder, så skriv den første"
        ),
    ),
    "not a last": (
        [{**LEADER, "end": "2022-04-29"}],
        (
            "cost 1 'leder' › end: 29. april 2022 er ikke den sidste i en måned; en post tæller med for hele "
            "måneder, så skriv den sidste"
        ),
    ),
    "outside": (
        [{**LEADER, "start": "2021-12-01"}],
        (
            "cost 1 'leder' › start: 1. december 2021 ligger uden for planens periode (1. januar 2022 – 31. "
            "december 2025); skriv en dag i perioden, eller lad feltet være tomt"
        ),
    ),
    "the wrong way round": (
        [{**LEADER, "start": "2023-01-01", "end": "2022-12-31"}],
        ("cost 1 'leder' › end: posten slutter 31. december 2022, før den begynder 1. januar 2023; byt datoerne"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_line_can_be_is_refused_by_name(name: str) -> None:
    lines, said = REFUSED[name]
    assert said in refusal(costs, *lines, error=PlanError)


def test_a_percentage_cannot_be_made_one_by_leaving_the_price_out() -> None:
    line = CostLine.model_validate({**SHARE})
    with pytest.raises(PlanError, match="skriv både antal og enhedspris"):
        line.model_copy(update={"percent": None, "of": ()})


def test_a_new_price_leaves_the_percentage_live() -> None:
    plan = Plan.model_validate({"name": "FIKTIV", "start": "2022-01-01", "end": "2025-12-31", "cost": [LEADER, SHARE]})
    dearer = plan.costs[0].model_copy(update={"unit_price": 500_000})
    raised = plan.model_copy(update={"costs": [dearer, plan.costs[1]]})
    assert cost_by_year(raised.costs[1], raised)[2022] == Kroner(25_000)


@given(rich_plans())
def test_all_lines_at_once_cost_what_each_costs_alone(plan: Plan) -> None:
    for priced in (plan, in_fixed_prices(plan)):
        assert costs_by_line(priced) == {line.id: cost_by_year(line, priced) for line in plan.costs}


def test_a_line_that_is_named_twice_counts_once() -> None:
    both = {**SHARE, "of": ["løn", "leder", "LEDER"]}
    plan = Plan.model_validate({"name": "FIKTIV", "start": "2022-01-01", "end": "2025-12-31", "cost": [LEADER, both]})
    assert costs_by_line(plan)["adm"] == {2022: Kroner(20_000), 2023: Kroner(20_000), 2024: Kroner(10_000)}
