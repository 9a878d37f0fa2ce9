"""A line that is a percentage of others, wherever a plan is changed: it follows them, and its money is never lost."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from asking import refusal
from helhedsplan_finance import (
    CalculationError,
    Kroner,
    Plan,
    Scenario,
    Uniform,
    merge,
    next_period,
    sensitivity,
    share_line,
    simulate,
)
from helhedsplan_finance.calculators.moms.moms_lines import restate_moms
from helhedsplan_finance.plan.line_costs import cost_by_year
from strategies import rich_plans

pytestmark = pytest.mark.daily


TWICE = Uniform(2, 2)


def plan(name: str = "FIKTIV", **stated: Any) -> Plan:
    lines = [
        {"id": "leder", "art": "løn", "quantity": {"2022": 1, "2023": 1}, "unit_price": 400_000, "start": "2022-04-01"},
        {"id": "cafe", "art": "aktiviteter", "quantity": {"2023": 2}, "unit_price": 50_000, "moms": True},
        {"id": "adm", "art": "administration", "percent": "5 %", "of": ["løn", "cafe"], "note": "Aftalt"},
    ]
    return Plan.model_validate({"name": name, "start": "2022-01-01", "end": "2023-12-31", "cost": lines} | stated)


def by_year(of: Plan, id_: str) -> dict[int, Kroner]:
    return next(cost_by_year(line, of) for line in of.costs if line.id == id_)


def total(of: Plan) -> int:
    return sum(row.ore or 0 for row in of.ledger().rows if row.side == "cost")


def test_the_percentage_of_the_plan_is_worked_out_by_hand() -> None:
    # 5 % of 300.000, and of 400.000 + 100.000
    assert by_year(plan(), "adm") == {2022: Kroner(15_000), 2023: Kroner(25_000)}


def test_a_merged_plan_has_the_amounts_of_its_parts() -> None:
    of_pay = plan().costs[2].model_copy(update={"of": ["løn"]})
    other = plan("Naboen").model_copy(update={"costs": [plan().costs[0], of_pay]})
    merged = merge(plan(), other)
    assert total(merged.plan) == total(plan()) + total(other)
    # 15.000 of each, and 25.000 and 5 % of 400.000: the lines differ in their notes, which is no obstacle
    assert by_year(merged.plan, "adm") == {2022: Kroner(30_000), 2023: Kroner(45_000)}
    assert [line.percent for line in merged.plan.costs] == [None, None, None]
    note = next(line.note for line in merged.plan.costs if line.id == "adm") or ""
    assert note.splitlines()[:2] == ["Aftalt", "Beregnet før sammenlægningen som 5 % af løn, cafe"]
    assert any("poster, der er en procent af andre (adm)" in one.show("da") for one in merged.notes)


@given(rich_plans(), rich_plans())
def test_merging_keeps_every_ore_of_plans_with_percentages(first: Plan, second: Plan) -> None:
    if bool(first.costs) == bool(second.costs):
        assert total(merge(first, second).plan) == total(first) + total(second)


def test_the_next_period_has_the_percentage_and_the_months_of_this_one() -> None:
    following = next_period(plan(), indices={"løn": "10 %"})
    assert by_year(following, "leder") == {2024: Kroner(330_000), 2025: Kroner(440_000)}
    assert following.costs[0].start == date(2024, 4, 1)
    # 5 % of 330.000, and of 440.000 + 100.000
    assert by_year(following, "adm") == {2024: Kroner(16_500), 2025: Kroner(27_000)}
    said = refusal(next_period, plan(), indices={"administration": "2 %"}, error=CalculationError)
    assert "administration" in said


def test_the_last_of_february_follows_the_year() -> None:
    early = plan(end="2024-12-31")
    lines = [early.costs[0].model_copy(update={"end": date(2024, 2, 29)}), *early.costs[1:]]
    shifted = Scenario("x", shift_years=1).on(early.model_copy(update={"costs": lines}))
    assert (shifted.costs[0].start, shifted.costs[0].end) == (date(2023, 4, 1), date(2025, 2, 28))


def test_a_scenario_that_raises_pay_raises_its_percentage() -> None:
    dearer = Scenario("x", prices={"løn": "1,1"}).on(plan())
    assert by_year(dearer, "adm") == {2022: Kroner(16_500), 2023: Kroner(27_000)}
    more = Scenario("x", {"cost": {"adm": {"percent": "6 %"}}}).on(plan())
    assert by_year(more, "adm") == {2022: Kroner(18_000), 2023: Kroner(30_000)}
    new = {"art": "revision", "percent": "1 %", "of": ["løn"]}
    assert by_year(Scenario("x", {"cost": {"revision": new}}).on(plan()), "revision")[2022] == Kroner(3_000)
    priced = {"percent": None, "of": None, "quantity": {"2022": 1}, "unit_price": 7}
    assert by_year(Scenario("x", {"cost": {"adm": priced}}).on(plan()), "adm") == {2022: Kroner(7)}


def test_the_sensitivity_of_pay_includes_its_percentage() -> None:
    given = plan(stream=[{"id": "lbf", "source": "lbf", "name": "LBF", "amount": 840_000}])
    swings = {one.input: one for one in sensitivity(given).rows}
    # 10 % of 700.000, and 5 % of that; 10 % of 40.000
    assert swings["leder"].high - swings["leder"].base == Kroner(73_500).ore
    assert swings["adm"].high - swings["adm"].base == Kroner(4_000).ore


def test_what_is_drawn_for_pay_is_drawn_for_its_percentage() -> None:
    given = plan(stream=[{"id": "lbf", "source": "lbf", "name": "LBF", "amount": 840_000}])
    twice = simulate(given, {"løn": TWICE}, draws=10)
    assert twice.worst == Kroner(700_000 + 35_000)
    of_total = simulate(given, {"total": TWICE}, draws=10)
    assert of_total.worst == Kroner(840_000)
    alone = simulate(given, {"administration": TWICE}, draws=10)
    assert alone.worst == Kroner(40_000)


def test_a_percentage_follows_lines_that_are_restated_without_moms() -> None:
    restated = restate_moms(plan(), "kommune")
    # 100.000 with moms is 80.000 without: 5 % of 400.000 + 80.000
    assert by_year(restated.plan, "adm") == {2022: Kroner(15_000), 2023: Kroner(24_000)}
    assert not any("adm" in note.show("da") for note in restated.warnings)


def test_a_percentage_is_not_shared_by_itself() -> None:
    said = refusal(share_line, plan().costs[2], {"A": 1, "B": 1}, error=CalculationError)
    assert said == "linjen adm er en procent af andre poster; fordel dem i stedet"
