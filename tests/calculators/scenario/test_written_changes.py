"""Changes that are written as text: they are those that a scenario states, and what cannot be read is refused."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from helhedsplan_finance import CalculationError, InputError, Plan, Scenario
from helhedsplan_finance.calculators.scenario.written_changes import read_changes

pytestmark = pytest.mark.daily


@pytest.fixture(scope="module")
def plan() -> Plan:
    streams = (
        build.stream("kommune", "4 mio. kr."),
        build.stream("lbf", id="lbf", amounts={"2022": 100, "2023": 200}),
        build.stream("ekstern", 10, id="fond.a", max_amount="20 kr."),
        build.stream("ekstern", 10, id="løn"),
    )
    return build.plan(*streams, costs=[build.line("løn", 500)], total="4 mio. kr.")


@pytest.mark.parametrize(
    ("written", "changes"),
    [
        ("total=24 mio. kr.", {"total": "24 mio. kr."}),
        ("total = 24000000", {"total": 24_000_000}),
        ("kommune=Køge", {"kommune": "Køge"}),
        ("note=", {"note": None}),
        ("as_of=2012-01-01", {"as_of": "2012-01-01"}),
        ("policies=kommune/koebenhavn, egen.toml", {"policies": ["kommune/koebenhavn", "egen.toml"]}),
        ("kommune.amount=3,9 mio. kr.", {"stream": {"kommune": {"amount": "3,9 mio. kr."}}}),
        ("kommune.note=a = b", {"stream": {"kommune": {"note": "a = b"}}}),
        ("fond.a.amount=5", {"stream": {"fond.a": {"amount": 5}}}),
        ("fond.a.max_amount=", {"stream": {"fond.a": {"max_amount": None}}}),
        ("fond.a=", {"stream": {"fond.a": None}}),
        ("lbf.source=lbf,kommune", {"stream": {"lbf": {"source": ["lbf", "kommune"]}}}),
        ("lbf.excludes=løn, lokaler", {"stream": {"lbf": {"excludes": ["løn", "lokaler"]}}}),
        ("cost.løn.unit_price=600", {"cost": {"løn": {"unit_price": 600}}}),
        ("stream.ny.source=ekstern", {"stream": {"ny": {"source": "ekstern"}}}),
    ],
)
def test_a_change_is_that_of_a_scenario(written: str, changes: dict[str, Any], plan: Plan) -> None:
    assert changes == read_changes(plan, [written])


def by_year(plan: Plan, *written: str) -> dict[str, dict[int, int]]:
    changed = Scenario("", read_changes(plan, written)).on(plan)
    return {one.id: {year: amount.ore for year, amount in (one.amounts or {}).items()} for one in changed.streams}


def test_one_year_is_changed_and_the_others_are_kept(plan: Plan) -> None:
    assert by_year(plan, "lbf.amounts.2023=250 kr.")["lbf"] == {2022: 10_000, 2023: 25_000}
    assert by_year(plan, "lbf.amounts.2023=", "lbf.amounts.2024=1")["lbf"] == {2022: 10_000, 2024: 100}


def test_a_total_is_spread_before_one_year_of_it_is_changed(plan: Plan) -> None:
    # 4 mio. kr. over four years are 1 mio. kr. a year.
    expected = {2022: 100_000_000, 2023: 0, 2024: 100_000_000, 2025: 100_000_000}
    assert expected == by_year(plan, "kommune.amounts.2023=0")["kommune"]


def test_a_new_row_is_written_value_by_value(plan: Plan) -> None:
    written = ["stream.ny.source=ekstern", "stream.ny.name=Ny fond", "stream.ny.amounts.2024=7"]
    assert by_year(plan, *written)["ny"] == {2024: 700}


def test_the_quantity_of_one_year_is_changed_alone(plan: Plan) -> None:
    changed = Scenario("", read_changes(plan, ["cost.løn.quantity.2023=1,5"])).on(plan)
    assert {year: str(number) for year, number in changed.costs[0].quantity.items()} == {2022: "1", 2023: "3/2"}


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        (["total"], "'total' kan ikke læses som en ændring"),
        (["=5"], "'=5' kan ikke læses som en ændring"),
        (["lbf.amounts.2023.juni=5"], "kan ikke læses som en ændring"),
        (["kommune=3 mio. kr."], "'kommune' er en række med flere tal"),
        (["lbf=5"], "for eksempel 'lbf.amount=1 mio. kr.'"),
        (["lbv.amount=5"], "'lbv.amount' er hverken et tal på planen eller begynder med id'et på en række"),
        (["toal=5"], "nærmest er 'total'"),
        (["løn.note=a"], "skriv en af: stream.løn.note, cost.løn.note"),
        (["kommune.amount.2023=5"], "'amount' på 'kommune' står ikke år for år"),
        (["total=5", "total=6"], "'total' og 'total' ændrer det samme"),
        (["lbf.amounts.2023=5", "lbf.amounts=5"], "'lbf.amounts.2023' og 'lbf.amounts' ændrer det samme"),
        (["stream.lbf.amount=5", "lbf.amount=6"], "'stream.lbf.amount' og 'lbf.amount' ændrer det samme"),
        (["lbf=", "lbf.amount=6"], "'lbf' og 'lbf.amount' ændrer det samme"),
    ],
)
def test_what_cannot_be_read_is_refused(written: list[str], refusal: str, plan: Plan) -> None:
    with pytest.raises(CalculationError) as refused:
        read_changes(plan, written)
    assert refusal in str(refused.value)


_PART = st.sampled_from(["stream", "cost", "lbf", "afd-1", "amounts", "quantity", "2023", "total", ""]) | st.text(
    max_size=3
)
_VALUE = st.sampled_from(["", "0", "2 mio. kr.", "10 %", "9" * 40, "løn, lokaler"]) | st.text(max_size=5)


@given(st.lists(_PART, max_size=5).map(".".join), _VALUE)
def test_any_text_is_a_change_or_an_error_of_the_input(key: str, value: str) -> None:
    park = build.park()
    with suppress(InputError):  # any other exception fails
        assert isinstance(Scenario("x", read_changes(park, [f"{key}={value}"])).on(park), Plan)


def test_the_stated_value_of_each_year_changes_nothing() -> None:
    park = build.park()
    for one in park.streams:
        written = [f"{one.id}.amounts.{year}={amount.text()}" for year, amount in (one.amounts or {}).items()]
        assert park == Scenario("x", read_changes(park, written)).on(park)
