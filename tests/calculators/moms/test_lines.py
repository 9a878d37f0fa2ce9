"""Budget lines by who pays them: what is stated is restated, once and to the øre; what is not is left and named."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import keys_of
from helhedsplan_finance import AmountError, CalculationError, Kroner, Plan
from helhedsplan_finance.calculators.moms.moms_lines import restate_moms
from places import DATA
from said import said
from strategies import plans

pytestmark = pytest.mark.daily


def line(id_: str, price: Any, moms: bool | None, art: str = "aktiviteter") -> dict[str, Any]:
    """Return a budget line of two units in 2020, which says or does not say whether moms is in its price."""
    stated = {} if moms is None else {"moms": moms}
    return build.line(art, price, id=id_, quantity={"2020": 2}, **stated)


def with_costs(*lines: dict[str, Any], **stated: Any) -> Plan:
    """Return a plan of 2020–2023 with these budget lines."""
    return build.plan(costs=lines, start="2020-01-01", end="2023-12-31", **stated)


MIXED = with_costs(
    line("hal", 1_250, moms=True, art="lokaler"),
    line("kursus", 1_000, moms=False),
    line("tur", 500, moms=None),
    line("leder", 10_000, moms=False, art="løn"),
)


def prices(plan: Plan) -> dict[str, tuple[Kroner, bool | None]]:
    return {one.id: (build.price_of(one), one.moms) for one in plan.costs}


def test_a_kommune_pays_without_moms_what_is_priced_with_it() -> None:
    found = restate_moms(MIXED, "kommune")
    assert prices(found.plan) == prices(MIXED) | {"hal": (Kroner(1_000), False)}
    assert (found.before, found.after) == (Kroner(25_500), Kroner(25_000))


def test_a_boligorganisation_pays_moms_on_top_of_the_lines_that_are_named() -> None:
    found = restate_moms(MIXED, "boligorganisation", taxed_lines=["kursus"])
    assert prices(found.plan) == prices(MIXED) | {"kursus": (Kroner(1_250), True)}
    assert (found.before, found.after) == (Kroner(25_500), Kroner(26_000))


def test_an_art_names_all_its_lines_and_those_with_moms_stay() -> None:
    found = restate_moms(MIXED, "boligorganisation", taxed_lines=["LØN", "lokaler"])
    assert prices(found.plan) == prices(MIXED) | {"leder": (Kroner(12_500), True)}


def test_a_boligorganisations_lines_without_moms_stay_and_are_asked_for() -> None:
    found = restate_moms(MIXED, "boligorganisation")
    assert found.plan == MIXED
    assert "Prisen er uden moms for kursus, leder." in said(found)
    assert "Angiv de momsbelagte linjer." in said(found)
    assert [one.id for one in found.lines if not one.settled] == ["kursus", "tur", "leder"]


def test_lines_that_the_caller_leaves_out_are_told_as_bearing_no_moms() -> None:
    found = restate_moms(MIXED, "boligorganisation", taxed_lines=["kursus"])
    assert [one.id for one in found.lines if not one.settled] == ["tur"]
    assert "fordi de ikke er nævnt som momsbelagte: leder." in said(found)


def test_a_line_that_does_not_say_whether_moms_is_in_it_is_left_and_named() -> None:
    found = restate_moms(MIXED, "kommune")
    assert "Om prisen er med moms, er ikke oplyst for tur, så den er uændret." in said(found)
    assert keys_of(found.warnings) == ["moms.flag_missing", "moms.assumed", "moms.general_knowledge"]


def test_a_plan_whose_lines_say_nothing_is_not_restated() -> None:
    found = restate_moms(Plan.from_file(DATA / "eksempelparken-2022.toml"), "kommune")
    assert keys_of(found.warnings)[0] == "moms.none_stated"
    assert found.before == found.after == Kroner(9_884_000)


def test_each_line_may_have_its_own_bearer() -> None:
    found = restate_moms(MIXED, {"HAL": "kommune", "kursus": "boligorganisation"}, taxed_lines=["kursus"])
    assert prices(found.plan) == prices(MIXED) | {"hal": (Kroner(1_000), False), "kursus": (Kroner(1_250), True)}
    assert [one.bearer for one in found.lines] == ["kommune", "boligorganisation", None, None]
    assert "Hvem der betaler tur, leder, er ikke oplyst" in said(found)


@pytest.mark.parametrize(
    ("price", "kommune", "boligorganisation"),
    [
        ("0,01 kr.", "0,01", "0,01"),
        ("0,02 kr.", "0,02", "0,03"),
        ("0,03 kr.", "0,02", "0,04"),
        ("99,99", "79,99", "124,99"),
    ],
)
def test_a_price_is_rounded_half_up_to_whole_ore(price: str, kommune: str, boligorganisation: str) -> None:
    with_moms, without = (with_costs(line("a", price, moms=flag)) for flag in (True, False))
    assert restate_moms(with_moms, "kommune").plan.costs[0].unit_price == Kroner(kommune)
    taxed = restate_moms(without, "boligorganisation", taxed_lines=["a"])
    assert taxed.plan.costs[0].unit_price == Kroner(boligorganisation)


def test_a_frame_that_is_the_sum_of_the_lines_follows_them() -> None:
    plan = with_costs(line("hal", 1_250, moms=True), total=2_500)
    found = restate_moms(plan, "kommune")
    assert found.plan.total == Kroner(2_000)
    assert "Rammen var summen af linjerne og følger dem: 2.500 kr. bliver til 2.000 kr." in said(found)


def test_another_frame_stays_and_it_is_told() -> None:
    plan = with_costs(line("hal", 1_250, moms=True), total=3_000)
    found = restate_moms(plan, "kommune")
    assert found.plan.total == Kroner(3_000)
    assert "Den angivne ramme, 3.000 kr., var ikke linjernes sum, 2.500 kr., og er uændret." in said(found)


def test_the_contributions_stay_and_it_is_told() -> None:
    stream = {"id": "fond", "source": "ekstern", "name": "Fonden", "amount": 2_500}
    plan = with_costs(line("hal", 1_250, moms=True), stream=[stream])
    found = restate_moms(plan, "kommune")
    assert found.plan.streams == plan.streams
    assert "Bidragene er uændrede; linjerne er nu 2.000 kr." in said(found)


def test_a_rate_of_ones_own_takes_the_place_of_the_assumption() -> None:
    found = restate_moms(with_costs(line("hal", 1_200, moms=True)), "kommune", moms_rate="20 %")
    assert found.after == Kroner(2_000)
    assert (found.notes[0].key, keys_of(found.warnings)) == ("moms.stated", ["moms.general_knowledge"])


@given(plans())
def test_restating_for_a_kommune_never_raises_a_price(plan: Plan) -> None:
    if plan.costs:
        found = restate_moms(plan, "kommune")
        for before, after in zip(plan.costs, found.plan.costs, strict=True):
            assert build.price_of(after) <= build.price_of(before)
            assert (after.moms is True, after.moms is None) == (False, before.moms is None)
        assert found.after <= found.before
        assert found.after == sum((Kroner.from_ore(row.ore or 0) for row in _costs(found.plan)), Kroner(0))


@given(plans(), st.fractions(0, 1, max_denominator=1000))
def test_there_and_back_again_is_the_price_that_was(plan: Plan, rate: Fraction) -> None:
    if plan.costs:
        lines = [one.id for one in plan.costs]
        there = restate_moms(plan, "boligorganisation", taxed_lines=lines, moms_rate=rate).plan
        back = restate_moms(there, "kommune", moms_rate=rate).plan
        for before, after in zip(plan.costs, back.costs, strict=True):
            if before.moms is False:
                assert (after.unit_price, after.moms) == (before.unit_price, False)


def _costs(plan: Plan) -> list[Any]:
    return [row for row in plan.ledger().rows if row.side == "cost"]


@pytest.mark.parametrize(
    ("bearer", "asked", "why"),
    [
        ("fond", {}, "'fond' er ikke en, der betaler budgetlinjer her; skriv kommune eller boligorganisation"),
        ({"hal": "lbf"}, {}, "'lbf' er ikke en, der betaler budgetlinjer her"),
        ({"kursos": "kommune"}, {}, "ingen budgetlinje hedder 'kursos'; nærmest er 'kursus'"),
        ("kommune", {"taxed_lines": ["kursos"]}, "blandt de momsbelagte linjer er 'kursos'"),
        ("kommune", {"taxed_lines": "lokale"}, "nærmest er 'lokaler'"),
    ],
)
def test_what_the_plan_does_not_have_is_refused_with_the_nearest(bearer: Any, asked: Any, why: str) -> None:
    with pytest.raises(CalculationError) as refused:
        restate_moms(MIXED, bearer, **asked)
    assert why in str(refused.value)


def test_a_float_is_no_rate() -> None:
    with pytest.raises(AmountError, match=r"moms_rate: '0\.25' er ikke en andel"):
        restate_moms(MIXED, "kommune", moms_rate=0.25)  # type: ignore[arg-type]


def test_a_plan_without_lines_is_refused() -> None:
    with pytest.raises(CalculationError, match="planen har ingen budgetlinjer at omregne"):
        restate_moms(Plan.from_file(DATA / "vaerebro-2017.toml"), "kommune")


def test_a_day_before_every_record_wants_a_rate() -> None:
    old = with_costs(line("hal", 1_250, moms=True), as_of="2005-01-01")
    with pytest.raises(CalculationError, match=r"linjerne kan ikke omregnes\. Moms er ikke verificeret"):
        restate_moms(old, "kommune")


def test_the_data_hold_each_line_before_and_after() -> None:
    data = restate_moms(MIXED, "kommune").to_dict()
    assert list(data) == ["before_ore", "after_ore", "projected_prices", "lines", "moms", "notes", "warnings"]
    assert data["lines"][0] == {
        "id": "hal",
        "bearer": "kommune",
        "before_ore": 250_000,
        "after_ore": 200_000,
        "settled": True,
    }
