"""A scenario is laid over a plan: the plan stays as it is, and what comes out is the plan with those changes alone."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import refusal
from helhedsplan_finance import AmountError, CalculationError, Kroner, Plan, PlanError
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.plan.plan import PlanData, rows_of
from places import DATA, POLICY
from strategies import plans

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")
AFD = {"name": "Ny afdeling", "lejemaal": 12}


def refused(scenario: Scenario, plan: Plan = AMAGER) -> str:
    return refusal(scenario.on, plan, error=CalculationError)


def test_an_amount_that_takes_anothers_place_is_not_called_what_that_was() -> None:
    fields = {"id": "lbf", "source": "lbf", "name": "LBF", "amount": "knap 30 mio. kr."}
    plan = build.plan(fields)
    assert (plan.streams[0].approx, plan.streams[0].hedge) == (True, "knap")
    for changed in ({"amount": "28 mio. kr."}, {"amounts": {2022: "28 mio. kr."}}):
        (stream,) = Scenario("Nyt tilsagn", {"stream": {"lbf": changed}}).on(plan).streams
        assert (stream.approx, stream.hedge) == (False, None)


@given(plans())
def test_a_scenario_without_assumptions_is_the_plan(plan: Plan) -> None:
    assert Scenario("Som den er").on(plan) == plan


@given(plans(), st.integers(-3, 3), st.sampled_from(["0", "0,5", "1,03"]))
def test_neither_the_plan_nor_the_scenario_nor_what_it_was_made_of_is_touched(plan: Plan, years: int, by: str) -> None:
    changes: dict[str, Any] = {
        "total": 5,
        "stream": {stream.id: {"amount": "1 mio.", "note": None} for stream in plan.streams},
        "boligafdeling": {"ny": dict(AFD)},
    }
    prices = dict.fromkeys((str(line.art) for line in plan.costs), by)
    scenario = Scenario("Alt andet", changes, prices, years)
    before = deepcopy((plan, changes, prices)), repr(scenario)
    first = scenario.on(plan)
    assert ((plan, changes, prices), repr(scenario)) == before
    assert scenario.on(plan) == first


def test_what_is_given_is_copied_at_once() -> None:
    changes = {"stream": {"kommune": {"amount": 1}}}
    scenario = Scenario("Kopi", changes)
    changes["stream"]["kommune"]["amount"] = 2
    assert scenario.on(AMAGER).streams[1].amount == Kroner(1)


def test_the_plan_keeps_its_class() -> None:
    stated = PlanData.model_validate(AMAGER.model_dump())
    assert [type(Scenario("x").on(AMAGER)), type(Scenario("x").on(stated))] == [Plan, PlanData]


def test_fields_of_the_plan_are_set_and_taken_away() -> None:
    changed = Scenario("x", {"total": "30 mio. kr.", "kommune": None, "stage": "tilsagn", "end": "2024-12-31"}).on(
        AMAGER
    )
    assert (changed.total, changed.kommune, changed.stage) == (Kroner(30_000_000), None, "tilsagn")
    assert (changed.end, changed.streams) == (date(2024, 12, 31), AMAGER.streams)


@pytest.mark.parametrize("amount", ["3.875.000 kr.", 3_875_000, Kroner(3_875_000)])
def test_an_amount_is_written_as_anywhere(amount: object) -> None:
    changed = Scenario("x", {"stream": {"kommune": {"amount": amount}}}).on(AMAGER)
    assert changed.streams[1].amount == Kroner(3_875_000)
    assert [changed.streams[at] for at in (0, 2, 3)] == [AMAGER.streams[at] for at in (0, 2, 3)]


def test_an_amount_takes_the_place_of_amounts_and_the_other_way_round() -> None:
    once = Scenario("x", {"stream": {"lbf": {"amount": 4_000_000}}}).on(PARK).streams[0]
    again = Scenario("x", {"stream": {"kommune": {"amounts": {2022: 1, "2025": 2}}}}).on(AMAGER).streams[1]
    assert (once.amount, once.amounts) == (Kroner(4_000_000), None)
    assert (again.amount, again.amounts) == (None, {2022: Kroner(1), 2025: Kroner(2)})


def test_about_stays_with_the_figure_that_it_was_said_of() -> None:
    approx = [
        Scenario("x", {"stream": {"kommune": fields}}).on(AMAGER).streams[1].approx
        for fields in ({"note": "n"}, {"amount": "4 mio."}, {"amount": "ca. 4 mio."}, {"amount": 4, "approx": True})
    ]
    assert approx == [True, False, True, True]


def test_a_row_is_taken_out_and_a_whole_one_is_added_last() -> None:
    fond = {"source": "ekstern", "name": "Fonden", "amount": "1 mio."}
    changed = Scenario("x", {"stream": {"ekstern": None, "fond": fond}, "boligafdeling": {"ny": AFD}}).on(AMAGER)
    assert [stream.id for stream in changed.streams] == ["lbf", "kommune", "boligorganisationer", "fond"]
    assert [one.name for one in changed.afdelinger] == ["Ny afdeling"]


def test_a_slip_in_an_id_names_the_nearest_and_what_a_new_row_lacks() -> None:
    assert refused(Scenario("x", {"stream": {"komune": {"amount": 1}}})) == (
        "stream 'komune' findes ikke i planen; nærmest er 'kommune'. Er det en ny række, mangler den source, name"
    )
    assert refused(Scenario("x", {"cost": {"leder": {"unit_price": 1}}})) == (
        "cost 'leder' findes ikke i planen; planen har ingen af den slags. "
        "Er det en ny række, mangler den art, quantity"
    )
    assert refused(Scenario("x", {"stream": {"lfb": None}})) == (
        "stream 'lfb' kan ikke tages ud, for det findes ikke i planen; nærmest er 'lbf'"
    )


def test_rows_that_are_not_by_id_and_fields_that_are_none_are_refused() -> None:
    assert refused(Scenario("x", {"stream": [{"id": "lbf"}]})).startswith("ændringer i stream skrives efter id")
    assert refused(Scenario("x", {"stream": {"lbf": 5}})).startswith("stream 'lbf' skal have felter")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"totl": 5}, "ukendt nøgle 'totl'"),
        ({"totl": None}, "ukendt nøgle 'totl'"),
        ({"stream": {"lbf": {"amuont": None}}}, "stream 1 'lbf': ukendt nøgle 'amuont'"),
        ({"stream": {"lbf": {"amount": 1.5}}}, "stream 1 'lbf' › amount: "),
        ({"stream": {"lbf": {"amount": 1, "amounts": {2022: 1}}}}, "stream 1 'lbf': "),
        ({"stream": {"lbf": {"amounts": {2030: 1}}}}, "stream 1 'lbf' › amounts › 2030: "),
        ({"name": None}, "nøglen 'name' mangler"),
        ({"end": "2020-01-01"}, "end: "),
    ],
)
def test_what_is_no_plan_is_a_plan_error_with_its_place(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(PlanError) as caught:
        Scenario("x", changes).on(AMAGER)
    assert expected in str(caught.value)


def half_up(price: Kroner, factor: str) -> int:
    return int((price.ore * Decimal(factor.replace(",", "."))).quantize(Decimal(1), ROUND_HALF_UP))


@given(plans(), st.sampled_from(["0", "0,98", "1,03", "1,0255", "1,333"]))
def test_prices_rise_by_art_each_rounded_half_up_to_the_ore(plan: Plan, factor: str) -> None:
    art = plan.costs[0].art if plan.costs else None
    if art is None:
        return
    prices = [build.price_of(line).ore for line in Scenario("x", prices={art: factor}).on(plan).costs]
    assert prices == [
        half_up(build.price_of(line), factor) if line.art == art else build.price_of(line).ore for line in plan.costs
    ]


def test_the_index_of_a_line_goes_before_its_art() -> None:
    indexed = Scenario("x", {"cost": {"projektleder": {"index": "lønindeks"}}}).on(PARK)
    changed = Scenario("x", prices={"løn": 2, "lønindeks": Fraction(103, 100)}).on(indexed)
    assert [line.unit_price for line in changed.costs[:3]] == [Kroner(638_600), Kroner(1_040_000), Kroner(1_080_000)]
    assert [line.unit_price for line in changed.costs[3:]] == [line.unit_price for line in PARK.costs[3:]]


def test_a_price_that_no_line_has_names_the_nearest() -> None:
    assert refused(Scenario("x", prices={"lön": 2}), PARK) == (
        "'lön' er hverken et indeks eller en art på planens budgetlinjer; nærmest er 'løn'"
    )
    assert refused(Scenario("x", prices={"løn": 2})).endswith("planen har ingen af den slags")


@pytest.mark.parametrize("factor", [1.03, "3 %", "-1", True, None, -1, Decimal("NaN")])
def test_a_factor_is_an_exact_number_of_zero_or_more(factor: Any) -> None:
    with pytest.raises(AmountError):
        Scenario("x", prices={"løn": factor})


@given(plans(), st.integers(-5, 5))
def test_a_plan_that_is_moved_has_the_same_money_so_many_years_on(plan: Plan, years: int) -> None:
    moved = Scenario("x", shift_years=years).on(plan)
    assert [stream.amounts for stream in moved.streams] == [
        None if one.amounts is None else {year + years: amount for year, amount in one.amounts.items()}
        for one in plan.streams
    ]
    assert [line.quantity for line in moved.costs] == [
        {year + years: count for year, count in line.quantity.items()} for line in plan.costs
    ]
    assert [stream.amount for stream in moved.streams] == [stream.amount for stream in plan.streams]
    assert (moved.start.year, moved.as_of is None) == (plan.start.year + years, plan.as_of is None)


@given(st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.integers(1, 60), st.integers(-9, 9))
def test_whole_months_stay_whole_when_a_plan_is_moved(start: date, months: int, years: int) -> None:
    from helhedsplan_finance.values.periods import add_months

    day = min(start.day, 28)
    first = start.replace(day=day)
    plan = Plan(name="P", start=first, end=add_months(first, months) - timedelta(days=1))
    assert Scenario("x", shift_years=years).on(plan).period.months == months


@pytest.mark.parametrize(
    ("start", "end", "years", "expected"),
    [
        ("2024-02-29", "2028-02-28", 1, (date(2025, 2, 28), date(2029, 2, 27))),
        ("2022-03-01", "2024-02-27", 1, (date(2023, 3, 1), date(2025, 2, 27))),
        ("2020-03-01", "2023-02-28", 1, (date(2021, 3, 1), date(2024, 2, 29))),
        ("2021-03-01", "2024-02-29", -1, (date(2020, 3, 1), date(2023, 2, 28))),
    ],
)
def test_the_last_of_february_stays_the_last(start: str, end: str, years: int, expected: tuple[date, date]) -> None:
    plan = Plan.model_validate({"name": "P", "start": start, "end": end, "as_of": "2024-02-29"})
    moved = Scenario("x", shift_years=years).on(plan)
    assert (moved.start, moved.end) == expected
    assert moved.as_of == date(2024 + years, 2, 28)


def test_all_that_has_a_year_or_a_day_is_moved_and_the_price_level_is_not() -> None:
    plan = Plan.model_validate(
        {
            "name": "P",
            "start": "2022-01-01",
            "end": "2025-12-31",
            "as_of": "2021-06-01",
            "streams": [
                {"id": "a", "source": "boligafdeling", "name": "A", "amounts": {2022: 8, 2024: 9}},
                {"id": "l", "source": "lbf", "name": "L", "amount": 10, "spread": {2022: 1, 2023: 3}},
            ],
            "costs": [{"id": "c", "art": "løn", "quantity": {2022: 1}, "unit_price": 5, "price_year": 2021}],
            "afdelinger": [
                {"id": "x", "name": "X", "lejemaal": 3, "start": "2022-07-01", "end": "2024-02-29"},
                {"id": "y", "name": "Y", "lejemaal": 3, "fixed": {2022: 2, 2024: 1}},
            ],
            "covers": [{"id": "d", "name": "D", "amounts": {2023: 4}}],
        }
    )
    moved = Scenario("x", shift_years=2).on(plan)
    assert (moved.start, moved.end, moved.as_of) == (date(2024, 1, 1), date(2027, 12, 31), date(2023, 6, 1))
    assert moved.streams[0].amounts == {2024: Kroner(8), 2026: Kroner(9)}
    assert (moved.streams[1].amount, moved.streams[1].spread) == (Kroner(10), {2024: Fraction(1), 2025: Fraction(3)})
    assert (moved.costs[0].quantity, moved.costs[0].price_year) == ({2024: Fraction(1)}, 2021)
    late, fixed = moved.afdelinger
    assert (late.start, late.end, fixed.start, fixed.end) == (date(2024, 7, 1), date(2026, 2, 28), None, None)
    assert fixed.fixed == {2024: Kroner(2), 2026: Kroner(1)}
    assert moved.covers[0].amounts == {2025: Kroner(4)}


def test_a_plan_that_states_no_day_of_its_rules_gets_none_by_being_moved() -> None:
    assert Scenario("x", shift_years=1).on(Plan(name="P", start=date(2022, 1, 1), end=date(2022, 12, 31))).as_of is None


@pytest.mark.parametrize(
    ("table", "id_", "fields", "expected"),
    [
        ("cost", "projektleder", {"unit_price": 5}, ("unit_price", Kroner(5))),
        ("cost", "projektleder", {"quantity": {2022: 2}}, ("quantity", {2022: Fraction(2)})),
        ("cost", "projektleder", {"activity": None}, ("activity", None)),
        ("boligafdeling", "afd-1", {"participates": False}, ("participates", False)),
        ("boligafdeling", "afd-1", {"rent_m2": None}, ("rent_m2", None)),
        ("stream", "lbf", {"note": "n"}, ("note", "n")),
    ],
)
def test_each_table_is_changed_by_id_in_one_row_alone(
    table: str, id_: str, fields: dict[str, Any], expected: tuple[str, Any]
) -> None:
    changed = Scenario("x", {table: {id_: fields}}).on(PARK)
    before, after = rows_of(PARK, table), rows_of(changed, table)
    (place,) = (place for place, row in enumerate(before) if row.id == id_)
    assert [row for at, row in enumerate(after) if at != place] == [row for at, row in enumerate(before) if at != place]
    name, value = expected
    assert getattr(after[place], name) == value
    assert after[place] == before[place].model_copy(update={name: value})


def test_a_table_is_taken_away_as_a_whole() -> None:
    assert Scenario("x", {"boligafdeling": None, "key": None}).on(PARK).afdelinger == ()


def test_a_series_and_a_cover_are_new_rows() -> None:
    series = {"løn": {"rates": {2023: "3 %"}, "title": None}}
    cover = {"fond": {"name": "Fond", "amounts": {2022: 100}}}
    changed = Scenario("x", {"series": series, "cover": cover}).on(PARK)
    assert (changed.series[0].id, changed.series[0].rates) == ("løn", {2023: Fraction(3, 100)})
    assert (changed.covers[0].id, changed.covers[0].amounts) == ("fond", {2022: Kroner(100)})


def test_amount_and_amounts_both_keep_the_rest_of_the_row() -> None:
    kept = Scenario("x", {"stream": {"kommune": {"amount": None}}}).on(AMAGER).streams[1]
    assert (kept.amount, kept.amounts, kept.approx, kept.name) == (None, None, False, AMAGER.streams[1].name)
    same = Scenario("x", {"stream": {"lbf": {"amounts": None, "amount": 7}}}).on(PARK).streams[0]
    assert (same.amount, same.amounts) == (Kroner(7), None)


@pytest.mark.parametrize("policies", [POLICY, str(POLICY), [POLICY], (POLICY,)])
def test_one_policy_is_given_alone_or_in_a_list(policies: Any) -> None:
    assert [str(one) for one in Scenario("x", policies=policies).policies] == [str(POLICY)]


@pytest.mark.parametrize("years", [True, 1.0, "1", None])
def test_a_number_of_years_that_is_none_is_refused_at_once(years: Any) -> None:
    with pytest.raises(CalculationError, match="et helt antal år"):
        Scenario("x", shift_years=years)


def test_a_scenario_changes_nothing_unless_it_is_asked_to() -> None:
    plain = Scenario("x")
    assert (plain.changes, plain.prices, plain.shift_years, plain.policies) == ({}, {}, 0, ())
    assert (plain.as_of, plain.project_rules) == (None, False)


def test_a_line_without_an_index_takes_the_factor_of_its_art() -> None:
    raised = Scenario("x", prices={"løn": Fraction(11, 10)}).on(PARK)
    assert [line.unit_price for line in raised.costs] == [
        build.price_of(line).times(Fraction(11, 10)) if line.art == "løn" else line.unit_price for line in PARK.costs
    ]


def test_years_are_whole_and_within_reach() -> None:
    assert refused(Scenario("x", shift_years=9000)) == "planen kan ikke flyttes 9000 år; skriv et mindre antal"
    assert refused(Scenario("x", shift_years=-3000)) == "planen kan ikke flyttes -3000 år; skriv et mindre antal"
    years: Any = 0.5
    with pytest.raises(CalculationError, match=r"et helt antal år, for eksempel 1 eller -1, og her står 0\.5"):
        Scenario("x", shift_years=years)


def test_the_result_is_held_to_the_scenarios_own_rules() -> None:
    scenario = Scenario("x", {"total": "30 mio."}, as_of=date(2030, 1, 1), policies=[POLICY], project_rules=True)
    expected = scenario.on(AMAGER).check(as_of=date(2030, 1, 1), policies=[POLICY], project_rules=True)
    assert (scenario.check(AMAGER).to_dict(), expected.projected) == (expected.to_dict(), True)
    assert Scenario("x", shift_years=-1).check(AMAGER).as_of == date(2021, 1, 1)


def test_changes_that_are_no_names_and_values_are_refused() -> None:
    with pytest.raises(CalculationError, match="skrives som navn og værdi"):
        Scenario("x", ["lbf"])  # type: ignore[arg-type]
