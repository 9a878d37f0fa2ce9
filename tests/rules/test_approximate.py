"""Amounts marked "ca.": how far they may be off, and whether that could turn a verdict; never a tolerance."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import Finding, Kroner, Plan, Stream
from helhedsplan_finance.rules.approximate import step_of
from places import DATA

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


def plan_of(kommune: int | str, *, approx: bool = True, total: str = "31 mio.") -> Plan:
    streams = [
        Stream(id="lbf", source="lbf", name="LBF", amount=Kroner("19 mio.")),
        Stream(id="k", source="kommune", name="K", amount=Kroner(kommune), approx=approx),
    ]
    return Plan(
        name="P",
        kommune="København",
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        total=Kroner(total),
        streams=streams,
    )


def told(plan: Plan, rule: str = "kommune.share.max") -> Finding:
    return next(one for one in plan.check().findings if one.rule == rule)


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
    one = told(plan_of(kommune))
    assert (one.outcome, one.rounding) == (outcome, rounding)


def test_a_verdict_on_exact_amounts_says_nothing_of_rounding() -> None:
    one = told(plan_of("3,9 mio.", approx=False))
    assert (one.rounding, "rounding" in one.to_dict()) == (None, False)


def test_amagers_verdict_stands_in_words() -> None:
    said = told(Plan.from_file(DATA / "amager-2022.toml")).message.show("da")
    assert "kommunens bidrag ligger mellem 4.450.000 kr. og 4.550.000 kr.); det vender ikke udfaldet." in said


def test_a_period_is_not_rounded_by_an_amount() -> None:
    assert told(plan_of("4,5 mio."), "period.length.max").rounding is None


@given(ore=st.integers(1, 10**11), off=st.integers(-(10**8), 10**8))
def test_what_stands_stands_for_every_amount_that_rounds_to_the_stated_one(ore: int, off: int) -> None:
    def outcome(amount: int) -> Any:
        return told(plan_of(Kroner.from_ore(amount).text()))

    stated = outcome(ore)
    step = step_of(ore)
    other = ore + off
    if other >= 0 and 2 * abs(off) <= step and stated.rounding == "stands":
        assert outcome(other).outcome == stated.outcome
