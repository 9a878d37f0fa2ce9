"""A source that falls away, and the grant that falls with the co-financing."""

from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import refusal
from helhedsplan_finance import AmountError, CalculationError, Kroner, Plan, Stream
from helhedsplan_finance.calculators.scenario.fails import source_fails
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.plan.ledger import stream_by_year
from places import DATA
from strategies import plans

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")
LOCAL = {"kommune", "boligorganisation", "boligafdeling"}


def ore_by_year(stream: Stream, plan: Plan) -> dict[int, int]:
    return {year: amount.ore for year, amount in stream_by_year(stream, plan.period).items()}


refused = partial(refusal, source_fails, error=CalculationError)


def test_a_source_that_gives_nothing_is_refused() -> None:
    scenario = source_fails(AMAGER, "kommune")
    assert scenario == Scenario("Københavns Kommune giver intet", {"stream": {"kommune": {"status": "afslag"}}})


@given(plans(), st.fractions(0, 1, max_denominator=40))
def test_what_is_left_of_each_year_is_rounded_down_and_nothing_else_changes(plan: Plan, share: Fraction) -> None:
    stated = [one for one in plan.streams if not one.is_open and one.status != "afslag"]
    for stream in stated:
        after = source_fails(plan, stream.id, share=share).on(plan)
        for one, other in zip(plan.streams, after.streams, strict=True):
            if one.id != stream.id:
                assert other == one
            elif share == 1:
                assert other.status == "afslag"
            else:
                left = share.denominator - share.numerator
                expected = {year: ore * left // share.denominator for year, ore in ore_by_year(one, plan).items()}
                assert ore_by_year(other, plan) == expected


@given(plans(), st.fractions(0, 1, max_denominator=40))
def test_a_net_grant_falls_in_the_proportion_that_the_co_financing_falls(plan: Plan, share: Fraction) -> None:
    local = [one for one in plan.streams if set(one.givers) <= set(LOCAL) and one.status != "afslag"]
    if not local or any(one.is_open for one in plan.streams):
        return
    failing = local[-1]
    after = {one.id: one for one in source_fails(plan, failing.id, share=share, net_grant=True).on(plan).streams}
    before = sum(sum(ore_by_year(one, plan).values()) for one in local)
    left = sum(sum(ore_by_year(after[one.id], plan).values()) for one in local if after[one.id].status != "afslag")
    for one in plan.streams:
        if one.giver == "lbf" and one.status != "afslag" and before:
            expected = {year: ore * left // before for year, ore in ore_by_year(one, plan).items()}
            assert ore_by_year(after[one.id], plan) == expected


def test_on_amager_half_the_co_financing_is_half_the_grant() -> None:
    # Local: kommune 4,5 mio. and boligorganisationer 4,5 mio.; without the first, half is left.
    scenario = source_fails(AMAGER, "kommune", net_grant=True)
    lbf = scenario.on(AMAGER).streams[0]
    assert scenario.name == "Københavns Kommune giver intet, og tilskuddet falder tilsvarende"
    assert lbf.amounts == dict.fromkeys(range(2022, 2026), Kroner("2.375.000 kr."))


def test_the_grants_that_are_tied_are_those_named() -> None:
    tied = source_fails(PARK, "kommune-timer", share="50 %", net_grant=True, tied=["fond"]).on(PARK)
    # Local 2.684.000, of which 540.000 fall away: 2.144/2.684 of 100.000 kr. a year, rounded down to the øre.
    assert tied == source_fails(PARK, "kommune-timer", share="50 %", net_grant=True, tied="fond").on(PARK)
    assert tied.streams[0] == PARK.streams[0]
    assert tied.streams[-1].amounts == {year: Kroner.from_ore(10_000_000 * 2144 // 2684) for year in range(2022, 2025)}


@pytest.mark.parametrize("failing", ["ekstern", "lbf"])
def test_no_grant_falls_with_what_is_no_co_financing(failing: str) -> None:
    scenario = source_fails(AMAGER, failing, net_grant=True)
    assert scenario.changes == {"stream": {failing: {"status": "afslag"}}}
    assert scenario.name.endswith("giver intet")


def test_what_is_refused_already_takes_nothing_with_it() -> None:
    refused_plan = source_fails(AMAGER, "kommune").on(AMAGER)
    assert source_fails(refused_plan, "kommune", net_grant=True).on(refused_plan) == refused_plan
    assert source_fails(refused_plan, "kommune", share="50 %").on(refused_plan) == refused_plan


def test_a_share_is_said_in_the_name() -> None:
    assert source_fails(AMAGER, "kommune", share="12,5 %").name == "Københavns Kommune giver 12,5 % mindre"
    assert source_fails(AMAGER, "kommune", share=0).on(AMAGER) == AMAGER


def test_what_cannot_fail_says_what_to_write() -> None:
    still_open = Scenario("x", {"stream": {"kommune": {"amount": None}}}).on(AMAGER)
    assert refused(AMAGER, "komune") == "planen har intet bidrag 'komune'; nærmest er 'kommune'"
    assert refused(Plan(name="P", start=date(2022, 1, 1), end=date(2022, 12, 31)), "lbf").endswith(
        "planen har ingen af den slags"
    )
    assert refused(still_open, "kommune") == (
        "der er intet beløb for Københavns Kommune, så det kan ikke falde bort; skriv beløbet på bidraget 'kommune'"
    )
    assert refused(still_open, "boligorganisationer", net_grant=True) == (
        "tilskuddet kan først regnes ud, når hele medfinansieringen er oplyst; skriv beløbet for Københavns Kommune"
    )
    assert refused(AMAGER, "kommune", net_grant=True, tied=["lfb"]).endswith("nærmest er 'lbf'")
    assert refused(AMAGER, "kommune", tied=["lbf"]).startswith("'tied' siger")


@pytest.mark.parametrize("share", ["101 %", Fraction(-1, 2), 2])
def test_a_share_is_from_nothing_to_all(share: Any) -> None:
    assert refused(AMAGER, "kommune", share=share).endswith("skriv en andel med procenttegn eller som en brøk")


@pytest.mark.parametrize("share", [0.5, "0,5", None, True])
def test_a_share_is_written_as_one(share: Any) -> None:
    with pytest.raises(AmountError):
        source_fails(AMAGER, "kommune", share=share)
