"""The exact comparison, at the limit and one øre beyond."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.verdict import compare
from runs import thorough

pytestmark = pytest.mark.daily

base_ore = st.integers(1, 10**15)
rates = st.fractions(0, 1, max_denominator=1000)


@thorough
@given(base_ore, rates)
def test_at_most_passes_at_the_limit_and_fails_one_ore_beyond(base: int, rate: Fraction) -> None:
    whole = rate.numerator * base // rate.denominator
    assert compare("at most", Measured(whole), rate, Measured(base)).outcome == "passed"
    assert compare("at most", Measured(whole + 1), rate, Measured(base)).outcome == "failed"
    assert compare("at most", Measured(whole + 1), rate, Measured(base)).margin == -1


@thorough
@given(base_ore, rates)
def test_at_least_passes_at_the_limit_and_fails_one_ore_short(base: int, rate: Fraction) -> None:
    whole = -(-rate.numerator * base // rate.denominator)
    assert compare("at least", Measured(whole), rate, Measured(base)).outcome == "passed"
    assert compare("at least", Measured(whole - 1), rate, Measured(base)).outcome == "failed"
    assert compare("at least", Measured(whole - 1), rate, Measured(base)).margin == -1


@thorough
@given(base_ore, st.integers(-5, 5))
def test_equal_means_to_the_ore(base: int, off: int) -> None:
    verdict = compare("equal", Measured(base + off), 1, Measured(base))
    assert (verdict.outcome == "passed") == (off == 0)
    assert verdict.margin == -abs(off)


@thorough
@given(st.sampled_from(["at most", "at least"]), st.integers(0, 10**12), base_ore, rates)
def test_the_margin_says_the_same_as_the_verdict(relation: Any, value: int, base: int, rate: Fraction) -> None:
    verdict = compare(relation, Measured(value), rate, Measured(base))
    assert (verdict.margin >= 0) == (verdict.outcome == "passed")


@thorough
@given(st.sampled_from(["at most", "at least"]), st.integers(0, 100), st.integers(1, 100), rates, st.data())
def test_an_open_amount_leaves_a_verdict_only_where_it_cannot_turn(
    relation: Any, value: int, base: int, rate: Fraction, data: st.DataObject
) -> None:
    open_value, open_base = data.draw(st.booleans()), data.draw(st.booleans())
    told = compare(
        relation,
        Measured(value, ("a",) if open_value else ()),
        rate,
        Measured(base, ("b",) if open_base else ()),
    ).outcome
    # Brute force: what would the verdict be for amounts that may still come in?
    values = [value + more for more in (0, 1, 7, 1000)] if open_value else [value]
    bases = [base + more for more in (0, 1, 7, 1_000_000)] if open_base else [base]
    later = {compare(relation, Measured(one), rate, Measured(other)).outcome for one in values for other in bases}
    if told != "unverified":
        assert later == {told}


@pytest.mark.parametrize(("months", "outcome"), [(Fraction(48), "passed"), (48 + Fraction(1, 31), "failed")])
def test_a_count_is_compared_as_exactly(months: Fraction, outcome: str) -> None:
    assert compare("at most", Measured(months), 48).outcome == outcome


@pytest.mark.parametrize(
    ("measured", "bound", "base", "limit", "margin"),
    [
        (Measured(40), 48, None, Fraction(48), 8),
        (Measured(70), Fraction(3, 4), Measured(100), Fraction(75), 5),
        (Measured(70), Fraction(3, 4), Measured(99), Fraction(297, 4), 4),  # 74,25 øre less 70, in whole øre
        (Measured(75), Fraction(3, 4), Measured(99), Fraction(297, 4), -1),
        (Measured(Fraction(95, 2)), 48, None, Fraction(48), Fraction(1, 2)),  # months are not rounded
        (Measured(Fraction(97, 2)), 48, None, Fraction(48), Fraction(-1, 2)),
        (Measured(Fraction(141, 4)), Fraction(71, 2), None, Fraction(71, 2), Fraction(1, 4)),
        (Measured(Fraction(20)), Fraction(2, 3), Measured(48), Fraction(32), Fraction(12)),
    ],
)
def test_the_limit_is_exact_and_the_margin_is_what_is_left(
    measured: Measured, bound: Fraction | int, base: Measured | None, limit: Fraction, margin: int | Fraction
) -> None:
    verdict = compare("at most", measured, bound, base)
    assert (verdict.limit, verdict.margin) == (limit, margin)


@pytest.mark.parametrize(
    ("base", "share"),
    [
        (None, None),
        (Measured(0), None),
        (Measured(-1), None),
        (Measured(1), Fraction(3)),
        (Measured(4), Fraction(3, 4)),
        (Measured(4, ("a",)), None),
    ],
)
def test_a_measure_is_a_share_of_a_base_that_is_known_and_above_zero(base: Measured | None, share: Any) -> None:
    assert compare("at most", Measured(3), 1, base).share == share


OPEN, KNOWN = ("a",), ()


@pytest.mark.parametrize(
    ("relation", "value", "open_value", "open_base", "outcome"),
    [
        # Half of 100 is the limit; what is open can only add.
        ("at most", 50, KNOWN, KNOWN, "passed"),
        ("at most", 50, OPEN, KNOWN, "unverified"),
        ("at most", 50, KNOWN, OPEN, "passed"),
        ("at most", 51, OPEN, KNOWN, "failed"),
        ("at most", 51, KNOWN, OPEN, "unverified"),
        ("at least", 50, KNOWN, KNOWN, "passed"),
        ("at least", 50, OPEN, KNOWN, "passed"),
        ("at least", 50, KNOWN, OPEN, "unverified"),
        ("at least", 49, OPEN, KNOWN, "unverified"),
        ("at least", 49, KNOWN, OPEN, "failed"),
        ("equal", 50, OPEN, KNOWN, "passed"),
        ("equal", 49, OPEN, KNOWN, "failed"),
        ("equal", 50, KNOWN, OPEN, "unverified"),
    ],
)
def test_an_open_amount_settles_nothing_that_it_could_turn(
    relation: Any, value: int, open_value: tuple[str, ...], open_base: tuple[str, ...], outcome: str
) -> None:
    verdict = compare(relation, Measured(value, open_value), Fraction(1, 2), Measured(100, open_base))
    assert verdict.outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [(48, "passed"), (49, "failed")])
def test_a_limit_without_a_base_is_always_known(value: int, outcome: str) -> None:
    assert compare("at most", Measured(value), 48).outcome == outcome
    assert compare("at most", Measured(value, OPEN), 48).outcome == ("failed" if value > 48 else "unverified")
