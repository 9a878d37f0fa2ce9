"""The year's statement of Landsbyggefonden's money, by hand: see ``a_case`` for the postings."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import refusal
from calculators.followup.a_case import FIRST, YEARS, a_case, a_plan, posting, postings
from helhedsplan_finance import CalculationError
from helhedsplan_finance.calculators.followup.case import CaseData
from helhedsplan_finance.calculators.followup.statement import Statement, statement
from helhedsplan_finance.calculators.followup.statement_rows import rows_of
from helhedsplan_finance.calculators.followup.versions import Versions

pytestmark = pytest.mark.daily

T = 100_000
USE = {
    "date": "2024-11-01",
    "amount": 15_000,
    "purpose": "Uforudset reparation",
    "kommunalbestyrelse": "2024-09-01",
    "lbf": "2024-10-01",
}


def of(year: int, **stated: Any) -> Statement:
    return statement(a_case(**({"use": [USE]} | stated)), postings(), year)


# year: primo, received, spent, added, used, ultimo; LBF pays leder and cafe.
#   2022: 500 - (370 + 95 - 5) = 40          2023: 500 - (410 + 120) = -30, so 40 becomes 10
#   2024: 500 - (330 + 100) = 70, less 15 used: 10 becomes 65     2025: 250 - (200 + 20) = 30, so 95
BY_YEAR = {
    2022: (0, 500, 460, 40, 0, 40),
    2023: (40, 500, 530, -30, 0, 10),
    2024: (10, 500, 430, 70, 15, 65),
    2025: (65, 250, 220, 30, 0, 95),
    2026: (95, 0, 0, 0, 0, 95),
}


@pytest.mark.parametrize(("year", "figures"), BY_YEAR.items(), ids=str)
def test_every_cell_of_every_year(year: int, figures: tuple[int, ...]) -> None:
    (row,) = of(year).rows
    assert (row.primo, row.received, row.spent, row.added, row.used, row.ultimo) == tuple(one * T for one in figures)


def test_the_final_statement_is_there_once_the_plan_has_ended() -> None:
    assert of(2025).closing is None  # the plan was extended until 30 June 2026
    closing = of(2026).closing
    assert closing is not None
    assert closing.to_dict() == {
        "granted_ore": 2_000 * T,
        "received_ore": 1_750 * T,
        "spent_ore": 1_640 * T,
        "used_ore": 15 * T,
        "unsettled_ore": 95 * T,
        "not_received_ore": 250 * T,
    }


def test_a_boligafdeling_has_a_row_of_its_own_and_nothing_is_lost() -> None:
    rows = [
        posting("2022-02-01", 100, stream="lbf", afdeling="A"),
        posting("2022-03-01", 130, "cafe", afdeling="A"),
        posting("2022-03-01", 20, "cafe", afdeling="B"),
        posting("2022-03-01", 7, "leder"),
        posting("2022-03-01", 5, "lokaler", afdeling="A"),  # the kommune's
    ]
    told = statement(a_case(FIRST), rows, 2022)
    assert {row.afdeling: row.ultimo for row in told.rows} == {None: -700, "A": -3_000, "B": -2_000}
    carried = statement(a_case(FIRST), rows, 2023)
    assert {row.afdeling: row.primo for row in carried.rows} == {None: -700, "A": -3_000, "B": -2_000}


def test_a_use_without_both_approvals_before_it_is_a_finding() -> None:
    def told(**changed: Any) -> list[tuple[str, str]]:
        use = {key: value for key, value in (USE | changed).items() if value is not None}
        return [
            (one.outcome, one.message.show("da"))
            for one in of(2024, use=[use]).findings
            if one.rule == "followup.use_approved"
        ]

    assert told() == []
    ((outcome, said),) = told(lbf="2024-11-02")
    # The plan of 2022 is under no regulativ that the source names.
    assert outcome == "unverified"
    assert said.startswith("15.000 kr. er brugt 1. november 2024 til Uforudset reparation, uden at både")
    assert "ikke verificeret" in said
    assert len(told(kommunalbestyrelse=None)) == 1


def test_the_approvals_are_known_for_a_plan_of_2016() -> None:
    old = a_plan(start="2016-01-01", end="2019-12-31", stream=[], cost=[], total=1)
    first = FIRST | {"date": "2015-12-15"}
    use = {"date": "2018-11-01", "amount": 1, "purpose": "X"}
    (found,) = (
        one
        for one in statement(a_case(first, plan=old, use=[use]), [], 2018).findings
        if one.rule == "followup.use_approved"
    )
    assert found.outcome == "failed"


def test_the_deadline_is_known_for_2011_to_2014_alone() -> None:
    (due,) = (one for one in of(2023).findings if one.rule == "followup.due")
    assert (due.outcome, due.severity) == ("unverified", "info")
    assert "ville den være 30. juni 2024" in due.message.show("da")


def test_costs_without_a_payer_are_said_and_not_guessed() -> None:
    assert [one.where for one in of(2024).findings if one.rule == "followup.undivided"] == []
    # The final statement is of every year, so it names the 7.500 kr. of 2023 that it cannot have.
    assert [one.where for one in of(2026).findings if one.rule == "followup.undivided"] == ["2023"]
    (found,) = (one for one in of(2023).findings if one.rule == "followup.undivided")
    assert found.outcome == "unverified"
    assert found.message.show("da").startswith("7.500 kr. i 2023 er ikke fordelt på kilder")


def test_a_year_before_the_plan_has_no_statement() -> None:
    assert "2021 er før planens første år, 2022" in refusal(of, 2021, error=CalculationError)


@given(
    st.lists(
        st.tuples(st.integers(2022, 2026), st.integers(-9_999, 99_999), st.sampled_from(["lbf", "cafe"])), max_size=15
    )
)
def test_what_is_carried_is_what_was_received_less_spent(rows: list[tuple[int, int, str]]) -> None:
    made = [
        posting(f"{year}-05-05", kroner, None if to == "lbf" else to, stream="lbf" if to == "lbf" else None)
        for year, kroner, to in rows
    ]
    budget = a_case(FIRST).budgets[1]
    found = rows_of(lambda _: budget, made, (), 2026)
    assert [row.primo for row in found][1:] == [row.ultimo for row in found][:-1]
    assert found[-1].ultimo == 100 * sum(kroner if to == "lbf" else -kroner for _, kroner, to in rows)


def test_a_version_that_replaces_the_plan_moves_no_year_that_is_stated() -> None:
    # The new plan of 2023 lets the kommune pay cafe. What LBF paid of it in 2022, 130, stays its own: 500 - 130 = 370.
    paid = {"lbf": ["leder"], "kommune": ["lokaler", "cafe"]}
    stream = [
        {"id": id_, "source": id_, "name": id_, "amounts": dict.fromkeys(YEARS, 1), "pays": lines}
        for id_, lines in paid.items()
    ]
    plans = {1: a_plan(), 2: a_plan(stream=stream)}
    second = FIRST | {"nr": 2, "kind": "revideret", "date": "2023-06-01", "plan": "ny.toml"}
    case = CaseData.model_validate({"name": "FIKTIV", "version": [FIRST, second]}, by_alias=True, by_name=False)
    rows = [posting("2022-01-02", 500, stream="lbf"), posting("2022-05-05", 130, "cafe")]
    rows.append(posting("2023-05-05", 90, "cafe"))
    versions = Versions.of(case, plans)
    (first,), (later,) = (statement(versions, rows, year).rows for year in (2022, 2023))
    assert (first.spent, first.ultimo) == (13_000, 37_000)
    assert (later.primo, later.spent, later.ultimo) == (37_000, 0, 37_000)


def test_it_is_shown_and_has_the_json_of_the_contract() -> None:
    told = of(2024)
    assert told.to_dict()["rows"] == [
        {
            "afdeling": None,
            "primo_ore": 10 * T,
            "received_ore": 500 * T,
            "spent_ore": 430 * T,
            "added_ore": 70 * T,
            "used_ore": 15 * T,
            "ultimo_ore": 65 * T,
        }
    ]
    text = told.show("da")
    assert "Uforudset" in text
    assert "65.000" in text
    assert all(len(line) <= 80 for line in text.splitlines())
