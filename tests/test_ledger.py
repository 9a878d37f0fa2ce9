"""The plan as rows of whole øre."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from helhedsplan_finance import CostLine, Kroner, Ledger, Plan, Row, Stream
from helhedsplan_finance.ledger import cost_by_year, stream_by_year
from places import DATA
from strategies import plans

pytestmark = pytest.mark.daily


def amount_of(rows: list[Row]) -> int:
    return sum(row.ore for row in rows if row.ore is not None)


@given(plans())
def test_the_ledger_adds_up_to_what_the_plan_states(plan: Plan) -> None:
    rows = plan.ledger().rows
    for stream in plan.streams:
        stated = stream.amount.ore if stream.amount else sum(one.ore for one in (stream.amounts or {}).values())
        assert amount_of([row for row in rows if row.side == "financing" and row.id == stream.id]) == stated
    for line in plan.costs:
        # An oracle of its own: half up in decimals, year by year.
        exact = [Decimal(line.unit_price.ore * one.numerator) / one.denominator for one in line.quantity.values()]
        rounded = sum(int(amount.quantize(Decimal(1), ROUND_HALF_UP)) for amount in exact)
        assert amount_of([row for row in rows if row.side == "cost" and row.id == line.id]) == rounded
    if not plan.costs:
        assert amount_of([row for row in rows if row.side == "cost"]) == (plan.total.ore if plan.total else 0)


@given(plans())
def test_every_amount_has_a_year_of_the_plan_unless_the_plan_gives_none(plan: Plan) -> None:
    for row in plan.ledger().rows:
        assert row.year in plan.period.years or row.ore is None or row.id == "total"
        assert row.ore is None or row.ore >= 0


def test_a_quantity_times_a_price_is_rounded_half_up_to_ore() -> None:
    line = CostLine(id="c", art="løn", quantity={2022: Fraction(1, 2), 2023: Fraction(1, 4)}, unit_price=Kroner("0,05"))
    assert cost_by_year(line, ()) == {2022: Kroner("0,03"), 2023: Kroner("0,01")}


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
        "afdeling",
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
