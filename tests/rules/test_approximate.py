"""Amounts marked "ca.": how far they may be off, and whether that could turn a verdict; never a tolerance."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import finding
from helhedsplan_finance import Kroner, Plan
from helhedsplan_finance.rules.approximate import step_of

pytestmark = pytest.mark.daily


@pytest.mark.parametrize(
    ("amount", "off"),
    [
        ("4,5 mio.", "50.000"),
        ("19 mio.", "500.000"),
        ("20 mio.", "500.000"),
        ("7,25 mio.", "5.000"),
        ("500.000", "50.000"),
        ("0", "0"),
    ],
)
def test_a_rounded_amount_is_off_by_half_of_its_last_digit(amount: str, off: str) -> None:
    assert step_of(Kroner(amount).ore) == 2 * Kroner(off).ore


def with_kommune(kommune: int | str, *, approx: bool = True, total: str = "31 mio.") -> Plan:
    """Return a plan of København: 19 mio. kr. from Landsbyggefonden, and what the kommune gives."""
    streams = (build.stream("lbf", "19 mio."), build.stream("kommune", kommune, approx=approx))
    return build.plan(*streams, kommune="København", total=total)


@pytest.mark.parametrize(
    ("kommune", "outcome", "rounding"),
    [
        ("4,5 mio.", "failed", "stands"),  # 4,45 is still above 3,875
        ("3,9 mio.", "failed", "could turn"),  # 3,85 would hold
        ("3,8 mio.", "passed", "stands"),  # 3,85 holds too
        ("3,875 mio.", "passed", "could turn"),  # 3,8755 would not
        ("3,925 mio.", "failed", "stands"),  # 3,9245
    ],
)
def test_the_verdict_is_exact_and_says_whether_rounding_could_turn_it(
    kommune: str, outcome: str, rounding: str
) -> None:
    one = finding(with_kommune(kommune), "kommune.share.max")
    assert (one.outcome, one.rounding) == (outcome, rounding)


def test_a_verdict_on_exact_amounts_says_nothing_of_rounding() -> None:
    one = finding(with_kommune("3,9 mio.", approx=False), "kommune.share.max")
    assert (one.rounding, "rounding" in one.to_dict()) == (None, False)


def test_amagers_verdict_stands_in_words() -> None:
    said = finding(build.published("amager-2022"), "kommune.share.max").message.show("da")
    assert "kommunens bidrag ligger mellem 4.450.000 kr. og 4.550.000 kr.); det vender ikke udfaldet." in said


def test_a_period_is_not_rounded_by_an_amount() -> None:
    assert finding(with_kommune("4,5 mio."), "period.length.max").rounding is None


@given(ore=st.integers(1, 10**11), off=st.integers(-(10**8), 10**8))
def test_what_stands_stands_for_every_amount_that_rounds_to_the_stated_one(ore: int, off: int) -> None:
    def outcome(amount: int) -> Any:
        return finding(with_kommune(Kroner.from_ore(amount).text()), "kommune.share.max")

    stated = outcome(ore)
    step = step_of(ore)
    other = ore + off
    if other >= 0 and 2 * abs(off) <= step and stated.rounding == "stands":
        assert outcome(other).outcome == stated.outcome
