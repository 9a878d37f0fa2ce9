"""Plans from plans, where they hold price series and boligafdelinger: no line changes its price, nobody pays twice."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given

from helhedsplan_finance import Kroner, Plan, PlanError, Scenario, merge, next_period
from places import DATA
from strategies import rich_plans

pytestmark = pytest.mark.daily


def costs(plan: Plan) -> Counter[int]:
    sums: Counter[int] = Counter()
    for row in plan.ledger().rows:
        if row.side == "cost" and row.year is not None:
            sums[row.year] += row.ore or 0
    return sums


@given(rich_plans(), rich_plans())
def test_costs_in_current_prices_are_those_of_the_parts(one: Plan, other: Plan) -> None:
    assume(bool(one.costs) == bool(other.costs))
    assume(max(one.end, other.end).year - min(one.start, other.start).year < 40)
    together = merge(one, other).plan
    assert costs(together) == costs(one) + costs(other)
    projected = {row.year for row in (*one.ledger().rows, *other.ledger().rows) if row.projected}
    assert {row.year for row in together.ledger().rows if row.projected} == projected


@given(rich_plans(), rich_plans())
def test_lines_of_a_plan_without_series_stay_in_the_prices_that_they_state(one: Plan, other: Plan) -> None:
    assume(bool(one.costs) == bool(other.costs))
    bare = other.model_copy(update={"series": ()})
    merged = merge(one, bare)
    assert costs(merged.plan) == costs(one) + costs(bare)
    indexed = [line.id for line in bare.costs if line.index is not None]
    assert any("har ingen prisserier" in note.show("da") for note in merged.notes) == bool(indexed and one.series)


def test_one_id_for_two_series_is_renamed_and_the_lines_follow() -> None:
    line = {"id": "a", "art": "løn", "quantity": {"2023": 1}, "unit_price": 100, "price_year": 2022, "index": "løn"}
    plan = {"name": "A", "start": date(2022, 1, 1), "end": date(2023, 12, 31), "cost": [line]}
    one = Plan.model_validate({**plan, "series": [{"id": "løn", "rates": {"2023": "2 %"}}]})
    other = Plan.model_validate({**plan, "name": "B", "series": [{"id": "løn", "rates": {"2023": "3 %"}}]})
    merged = merge(one, other).plan
    assert [(one.id, list(one.rates.values())) for one in merged.series] == [
        ("løn", [Fraction(2, 100)]),
        ("løn-2", [Fraction(3, 100)]),
    ]
    assert [line.index for line in merged.costs] == ["løn", "løn-2"]
    assert costs(merged)[2023] == 102_00 + 103_00


def test_what_one_plan_agreed_on_with_its_boligafdelinger_is_agreed_on_anew() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    afdelinger = (plan.afdelinger[0].model_copy(update={"fixed": {2022: Kroner(5)}}), *plan.afdelinger[1:])
    keyed = Plan.model_validate({**dict(plan), "afdelinger": afdelinger, "key": "m2"})
    merged = merge(keyed, plan)
    assert merged.plan.key is None
    assert all(one.fixed is None for one in merged.plan.afdelinger)
    notes = " ".join(note.show("da") for note in merged.notes)
    assert "faste beløb og perioder gælder den enkelte plan" in notes
    assert "efter hver sin nøgle" in notes


def test_the_next_period_has_no_rates_of_the_last_one() -> None:
    cover = {"id": "d", "name": "D", "amounts": {2022: 100_000}}
    plan = Plan.model_validate(
        {
            **dict(Plan.from_file(DATA / "eksempelparken-2022.toml")),
            "series": [{"id": "løn", "rates": {"2023": "2 %"}}],
            "covers": [cover],
        }
    )
    first = plan.afdelinger[0].model_copy(update={"start": date(2023, 1, 1), "fixed": {2023: Kroner(1000)}})
    following = next_period(plan.model_copy(update={"afdelinger": (first, *plan.afdelinger[1:])}), level="2 %")
    assert following.series == ()
    assert following.covers[0].amounts == {2026: Kroner(102_000)}
    assert (following.afdelinger[0].start, following.afdelinger[0].fixed) == (None, {2027: Kroner(1020)})


def test_a_scenario_may_change_a_series_and_a_cover() -> None:
    line = {"id": "a", "art": "løn", "quantity": {"2023": 1}, "unit_price": 100, "price_year": 2022, "index": "løn"}
    plan = Plan.model_validate(
        {
            "name": "A",
            "start": date(2022, 1, 1),
            "end": date(2023, 12, 31),
            "cost": [line],
            "series": [{"id": "løn", "rates": {"2023": "2 %"}}],
        }
    )
    dearer = Scenario("Løn 5 %", {"series": {"løn": {"rates": {"2023": "5 %"}}}})
    assert costs(dearer.on(plan))[2023] == 105_00
    later = Scenario("Et år senere", shift_years=1)
    with pytest.raises(PlanError, match="prisserien 'løn' mangler 2024"):
        later.on(plan)
