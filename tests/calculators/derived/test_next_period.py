"""The next period at the same level as the running one."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import build
from helhedsplan_finance import AmountError, CalculationError, Kroner, Plan
from helhedsplan_finance.calculators.derived.next_period import next_period
from helhedsplan_finance.values.periods import Period, add_months
from places import DATA
from strategies import plan_data, plans

pytestmark = pytest.mark.daily

BASE: dict[str, Any] = {
    "name": "Plan",
    "start": "2022-01-01",
    "end": "2025-12-31",
    "total": 1_000_000,
    "cost": [
        {"id": "leder", "art": "løn", "quantity": {"2022": 1}, "unit_price": 600_000, "price_year": 2022},
        {"id": "hal", "art": "lokaler", "index": "Nettopris", "quantity": {"2025": 2}, "unit_price": 200_000},
    ],
    "stream": [{"id": "fond", "source": "ekstern", "name": "Fonden", "amounts": {"2022": 101, "2024": 50}}],
}


def running(**changed: Any) -> Plan:
    return build.plan(**{**BASE, **changed})


@st.composite
def whole_plans(draw: st.DrawFn) -> Plan:
    """Plans of whole years that begin on a day that every month has."""
    start = draw(st.dates(date(2015, 1, 1), date(2026, 12, 31)))
    start = start.replace(day=min(start.day, 28))
    end = add_months(start, 12 * draw(st.integers(1, 5))) - timedelta(days=1)
    data = draw(plan_data()) | {"start": start, "end": end}
    years = [str(year) for year in Period(start, end).years]
    for stream in data["stream"]:
        for key in ("amounts", "spread"):
            if isinstance(stream.get(key), dict):
                stream[key] = dict(zip(years, stream[key].values(), strict=False))
    for line in data["cost"]:
        line["quantity"] = dict(zip(years, line["quantity"].values(), strict=False))
    read: Plan = Plan.model_validate(data, by_alias=True, by_name=False)
    return read


def money(plan: Plan, moved: int = 0) -> Counter[tuple[object, ...]]:
    sums: Counter[tuple[object, ...]] = Counter()
    for row in plan.ledger().rows:
        if row.status != "afslag":
            year = None if row.year is None else row.year + moved
            sums[(row.side, row.id, year)] += row.ore or 0
    return sums


@given(whole_plans())
def test_what_is_given_and_spent_stays_the_same_and_moves_by_the_length_of_the_plan(plan: Plan) -> None:
    following = next_period(plan)
    years = int(plan.period.months) // 12
    assert money(following) == money(plan, years)
    assert (following.start - plan.end, following.period.months) == (timedelta(days=1), plan.period.months)
    assert {one.status for one in following.streams} <= {None}
    assert (following.stage, following.waivers, following.as_of) == ("overslag", (), None)


@given(whole_plans())
def test_two_periods_on_is_the_period_after_the_next(plan: Plan) -> None:
    years = 2 * int(plan.period.months) // 12
    assert money(next_period(next_period(plan))) == money(plan, years)


@given(whole_plans(), st.integers(0, 99))
def test_the_level_raises_each_amount_by_itself_half_up(plan: Plan, percent: int) -> None:
    given_ = [one for one in plan.streams if one.status != "afslag"]
    raised = next_period(plan, level=f"{percent} %")
    for before, after in zip(given_, raised.streams, strict=True):
        if before.amount is not None and after.amount is not None:
            # Whole øre by hand: a hundredth part, half up.
            assert after.amount.ore == (before.amount.ore * (100 + percent) + 50) // 100


@given(plans())
def test_a_plan_that_is_no_whole_number_of_years_is_refused(plan: Plan) -> None:
    after = plan.end + timedelta(days=1)
    assume((after.month, after.day) != (plan.start.month, plan.start.day) and plan.start.day < 29)
    with pytest.raises(CalculationError, match="ikke et helt antal år"):
        next_period(plan)


def test_helsingoers_plan_for_2022_to_2025_is_at_the_level_of_2018_to_2021() -> None:
    plan = Plan.from_file(DATA / "helsingoer-2018.toml")
    following = next_period(plan)
    assert following.name == "Boligsocial helhedsplan Vapnagaard og Nøjsomhed 2022-2025"
    assert (following.start, following.end) == (date(2022, 1, 1), date(2025, 12, 31))
    lbf, kommune = following.streams
    assert (lbf.amount, lbf.approx, kommune.is_open) == (Kroner("14,7 mio."), True, True)
    assert (following.total, following.kommune) == (None, "Helsingør")


def test_koeges_next_plan_begins_the_day_after() -> None:
    following = next_period(Plan.from_file(DATA / "koege-2021.toml"))
    assert (following.start, following.end) == (date(2025, 9, 1), date(2029, 8, 31))
    assert (following.name, following.total) == ("Den boligsociale helhedsplan Køge 2025-2029", Kroner("24,1 mio."))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Plan 2022-2025", "Plan 2026-2029"),
        ("Plan 2022–2025", "Plan 2026–2029"),
        ("Plan 2022/2025 øst", "Plan 2026/2029 øst"),
        ("Plan 2022 - 2025", "Plan 2026 - 2029"),
        ("Plan 2022", "Plan 2022"),
        ("Sag 12022-20251", "Sag 12022-20251"),
    ],
)
def test_years_in_the_name_move_along(before: str, after: str) -> None:
    assert next_period(running(name=before)).name == after
    assert next_period(running(name=before), name="Ny").name == "Ny"


def test_prices_rise_by_their_index_or_else_their_art_and_the_price_year_moves_along() -> None:
    plan = next_period(running(), indices={"Løn": "3,1 %", "nettopris": "-1,9 %"})
    assert [(one.unit_price, one.price_year) for one in plan.costs] == [
        (Kroner(618_600), 2026),  # 600.000 × 1,031
        (Kroner(196_200), None),  # 200.000 × 0,981
    ]
    # The frame was the sum of the lines, 600.000 + 2 × 200.000, and stays that.
    assert plan.total == Kroner(618_600 + 2 * 196_200)
    assert [sorted(one.quantity) for one in plan.costs] == [[2026], [2029]]


def test_a_line_with_an_index_of_its_own_does_not_follow_its_art() -> None:
    with pytest.raises(CalculationError, match="ingen budgetlinje følger 'lokaler'; nærmest er"):
        next_period(running(), indices={"lokaler": "1 %"})


def test_a_frame_that_is_not_the_sum_of_the_lines_follows_the_level() -> None:
    plan = next_period(running(total=2_000_001), level="2 %", indices={"løn": Fraction(1, 2)})
    assert plan.total == Kroner("2.040.001,02 kr.")
    # 101 × 1,02 and 50 × 1,02, each by itself.
    assert plan.streams[0].amounts == {2026: Kroner("103,02"), 2028: Kroner(51)}


def test_a_refused_contribution_was_no_part_of_the_level() -> None:
    refused = {"id": "x", "source": "ekstern", "name": "X", "amount": 5, "status": "afslag"}
    granted = {"id": "y", "source": "lbf", "name": "Y", "amount": 5, "status": "tilsagn", "max_share": "75 %"}
    plan = next_period(running(stream=[refused, granted]))
    assert [(one.id, one.status, one.max_share) for one in plan.streams] == [("y", None, Fraction(3, 4))]


@pytest.mark.parametrize(
    ("changed", "indices", "says"),
    [
        ({}, {"løm": "1 %"}, "ingen budgetlinje følger 'løm'; nærmest er 'løn'"),
        ({}, {"løn": "1 %", "Løn": "2 %"}, "to gange"),
        ({"cost": []}, {"løn": "1 %"}, "ingen budgetlinjer"),
        ({}, {"løn": "-101 %"}, "mere end det hele"),
    ],
)
def test_an_index_that_cannot_be_used_is_refused(changed: dict[str, Any], indices: dict[str, str], says: str) -> None:
    with pytest.raises(CalculationError, match=says):
        next_period(running(**changed), indices=indices)


def test_a_rise_is_never_a_float() -> None:
    with pytest.raises(AmountError):
        next_period(running(), level=0.02)  # type: ignore[arg-type]


def test_the_plan_that_was_given_is_not_changed_and_the_next_is_of_its_class() -> None:
    class Own(Plan):
        pass

    plan = Own.model_validate(BASE, by_alias=True, by_name=False)
    assert type(next_period(plan, level="2 %")) is Own
    assert plan == Own.model_validate(BASE, by_alias=True, by_name=False)


def test_a_factor_for_a_rise_is_taken_for_a_slip() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    with pytest.raises(CalculationError, match="mindst en fordobling"):
        next_period(plan, indices={"løn": "103,1 %"})
    with pytest.raises(CalculationError, match="stigninger skrives som navn"):
        next_period(plan, indices="3,1 %")  # type: ignore[arg-type]
