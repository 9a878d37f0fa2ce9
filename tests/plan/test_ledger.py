"""The plan as rows of whole øre."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

import build
from helhedsplan_finance import CostLine, Kroner, Ledger, Period, Plan, Row, Series, Stream
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import Lines, cost_by_year
from places import DATA
from runs import thorough
from strategies import plans

pytestmark = pytest.mark.daily


def amount_of(rows: list[Row]) -> int:
    return sum(row.ore for row in rows if row.ore is not None)


@thorough
@given(plans())
def test_the_ledger_adds_up_to_what_the_plan_states(plan: Plan) -> None:
    rows = plan.ledger().rows
    for stream in plan.streams:
        stated = stream.amount.ore if stream.amount else sum(one.ore for one in (stream.amounts or {}).values())
        assert amount_of([row for row in rows if row.side == "financing" and row.id == stream.id]) == stated
    for line in plan.costs:
        # An oracle of its own: half up in decimals, year by year.
        price = build.price_of(line).ore
        exact = [Decimal(price * one.numerator) / one.denominator for one in line.quantity.values()]
        rounded = sum(int(amount.quantize(Decimal(1), ROUND_HALF_UP)) for amount in exact)
        assert amount_of([row for row in rows if row.side == "cost" and row.id == line.id]) == rounded
    if not plan.costs:
        assert amount_of([row for row in rows if row.side == "cost"]) == (plan.total.ore if plan.total else 0)


@thorough
@given(plans())
def test_every_amount_has_a_year_of_the_plan_unless_the_plan_gives_none(plan: Plan) -> None:
    for row in plan.ledger().rows:
        assert row.year in plan.period.years or row.ore is None or row.id == "total"
        assert row.ore is None or row.ore >= 0


@pytest.mark.parametrize(
    ("status", "counts"),
    [(None, True), ("tilsagn", True), ("ansøgt", True), ("forhåndsgodkendt", True), ("afslag", False)],
)
def test_money_counts_unless_it_was_refused(status: str | None, counts: bool) -> None:
    assert Row(side="financing", id="a", status=status, ore=100).counts is counts


def test_a_quantity_times_a_price_is_rounded_half_up_to_ore() -> None:
    line = CostLine(id="c", art="løn", quantity={2022: Fraction(1, 2), 2023: Fraction(1, 4)}, unit_price=Kroner("0,05"))
    assert cost_by_year(line) == {2022: Kroner("0,03"), 2023: Kroner("0,01")}


def test_a_total_is_spread_by_the_months_of_each_year() -> None:
    plan = Plan.from_file(DATA / "koege-2021.toml")
    # By hand: 10 mio. kr. over 48 months is 208.333,33… a month; 4, 12, 12, 12 and 8 months.
    assert stream_by_year(plan.streams[0], plan.period) == {
        2021: Kroner("833.333,33"),
        2022: Kroner("2.500.000"),
        2023: Kroner("2.500.000"),
        2024: Kroner("2.500.000"),
        2025: Kroner("1.666.666,67"),
    }


def test_a_total_is_spread_evenly_or_by_weights_on_request() -> None:
    period = Plan.from_file(DATA / "koege-2021.toml").period
    even = Stream(id="a", source="lbf", name="A", amount=Kroner(10), spread="even")
    own = Stream(id="a", source="lbf", name="A", amount=Kroner(10), spread={2023: Fraction(1), 2022: Fraction(3)})
    assert list(stream_by_year(even, period).values()) == [Kroner(2)] * 5
    assert stream_by_year(own, period) == {2022: Kroner("7,50"), 2023: Kroner("2,50")}


def test_amounts_come_in_the_order_of_the_years_whatever_order_they_are_stated_in() -> None:
    period = Period(date(2022, 1, 1), date(2024, 12, 31))
    stated = Stream(id="a", source="lbf", name="A", amounts={2024: Kroner(3), 2022: Kroner(1), 2023: Kroner(2)})
    own = Stream(id="a", source="lbf", name="A", amount=Kroner(4), spread={2024: Fraction(3), 2022: Fraction(1)})
    line = CostLine(id="c", art="løn", quantity={2024: Fraction(2), 2022: Fraction(1)}, unit_price=Kroner(5))
    assert list(stream_by_year(stated, period).items()) == [(2022, Kroner(1)), (2023, Kroner(2)), (2024, Kroner(3))]
    assert list(stream_by_year(own, period).items()) == [(2022, Kroner(1)), (2024, Kroner(3))]
    assert list(cost_by_year(line).items()) == [(2022, Kroner(5)), (2024, Kroner(10))]


RISING = Series(
    id="løn",
    rates={2023: Fraction(1, 10), 2024: Fraction(1, 2) - Fraction(1, 4), 2025: Fraction(1, 5)},
    projected=(2024, 2025),
)


def indexed(quantity: dict[int, Fraction], **more: Any) -> CostLine:
    return CostLine(id="c", art="løn", quantity=quantity, unit_price=Kroner(100), **more)


def test_a_price_rises_from_its_own_year_with_the_series_of_its_index() -> None:
    line = indexed({2025: Fraction(1), 2022: Fraction(1), 2024: Fraction(2)}, index="LØN", price_year=2022)
    # 100 kr. is 110 kr. in 2023, 137,50 kr. in 2024 and 165 kr. in 2025.
    assert cost_by_year(line, Lines(series=[RISING])) == {2022: Kroner(100), 2024: Kroner(275), 2025: Kroner(165)}


@pytest.mark.parametrize(
    "more", [{"index": "løn"}, {"price_year": 2022}, {"index": "priser", "price_year": 2022}, {}], ids=str
)
def test_a_line_that_nothing_carries_stays_in_the_price_level_that_it_states(more: dict[str, Any]) -> None:
    line = indexed({2022: Fraction(1), 2024: Fraction(2)}, **more)
    assert cost_by_year(line, Lines(series=[RISING])) == {2022: Kroner(100), 2024: Kroner(200)}


def test_amounts_that_rest_on_a_projected_rate_are_marked_and_no_others() -> None:
    plan = Plan(
        name="Prøve",
        start=date(2022, 1, 1),
        end=date(2024, 12, 31),
        series=[RISING],
        costs=[indexed({year: Fraction(1) for year in (2022, 2023, 2024)}, index="løn", price_year=2022)],
        streams=[Stream(id="k", source="kommune", name="K", status="tilsagn", amounts={2024: Kroner(5)})],
    )
    assert plan.ledger().rows == (
        Row("cost", "c", art="løn", year=2022, ore=100_00),
        Row("cost", "c", art="løn", year=2023, ore=110_00),
        Row("cost", "c", art="løn", year=2024, ore=137_50, projected=True),
        Row("financing", "k", "kommune", "K", "cash", "tilsagn", year=2024, ore=5_00),
    )


def test_a_budget_line_keeps_what_it_is_for() -> None:
    line = indexed({2022: Fraction(1)}, indsatsomraade="Børn", activity="Klub")
    plan = Plan(name="P", start=date(2022, 1, 1), end=date(2022, 12, 31), costs=[line], total=Kroner(5))
    assert plan.ledger().rows == (
        Row("cost", "c", name="Klub", indsatsomraade="Børn", art="løn", year=2022, ore=100_00),
    )


def test_an_open_contribution_gives_nothing_in_any_year() -> None:
    assert stream_by_year(Stream(id="a", source="lbf", name="A"), Period.of_years(2022)) == {}


def test_what_is_not_known_is_missing_and_never_zero() -> None:
    plan = Plan(
        name="Prøve",
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        streams=[Stream(id="k", source="kommune", name="K")],
    )
    assert Ledger.of(plan).rows == (
        Row("cost", "total", name="Prøve", year=None, ore=None),
        Row("financing", "k", "kommune", "K", "cash", None, year=None, ore=None),
    )


def test_an_overslag_has_its_frame_without_years() -> None:
    costs = [row for row in Plan.from_file(DATA / "amager-2022.toml").ledger().rows if row.side == "cost"]
    assert [(row.year, row.ore) for row in costs] == [(None, 31_000_000_00)]


def test_the_frame_is_tidy_and_in_whole_ore() -> None:
    frame = Plan.from_file(DATA / "eksempelparken-2022.toml").to_frame()
    assert list(frame.columns) == [
        "side",
        "id",
        "source",
        "name",
        "kind",
        "status",
        "indsatsomraade",
        "art",
        "year",
        "ore",
        "projected",
    ]
    assert frame["ore"].dtype == "Int64"
    by_side = frame.groupby("side")["ore"].sum()
    assert (by_side["cost"], by_side["financing"]) == (9_884_000_00, 9_884_000_00)


def test_the_frame_keeps_what_is_missing_missing() -> None:
    frame = Plan.from_file(DATA / "helsingoer-2018.toml").to_frame()
    assert frame["ore"].isna().sum() == 2  # the frame and the kommune's contribution
