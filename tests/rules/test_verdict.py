"""The exact comparison, at the limit and one øre beyond."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.verdict import compare

pytestmark = pytest.mark.daily

base_ore = st.integers(1, 10**15)
rates = st.fractions(0, 1, max_denominator=1000)


@given(base_ore, rates)
def test_at_most_passes_at_the_limit_and_fails_one_ore_beyond(base: int, rate: Fraction) -> None:
    whole = rate.numerator * base // rate.denominator
    assert compare("at most", Measured(whole), rate, Measured(base)).outcome == "passed"
    assert compare("at most", Measured(whole + 1), rate, Measured(base)).outcome == "failed"
    assert compare("at most", Measured(whole + 1), rate, Measured(base)).margin == -1


@given(base_ore, rates)
def test_at_least_passes_at_the_limit_and_fails_one_ore_short(base: int, rate: Fraction) -> None:
    whole = -(-rate.numerator * base // rate.denominator)
    assert compare("at least", Measured(whole), rate, Measured(base)).outcome == "passed"
    assert compare("at least", Measured(whole - 1), rate, Measured(base)).outcome == "failed"
    assert compare("at least", Measured(whole - 1), rate, Measured(base)).margin == -1


@given(base_ore, st.integers(-5, 5))
def test_equal_means_to_the_ore(base: int, off: int) -> None:
    verdict = compare("equal", Measured(base + off), 1, Measured(base))
    assert (verdict.outcome == "passed") == (off == 0)
    assert verdict.margin == -abs(off)


@given(st.sampled_from(["at most", "at least"]), st.integers(0, 10**12), base_ore, rates)
def test_the_margin_says_the_same_as_the_verdict(relation: Any, value: int, base: int, rate: Fraction) -> None:
    verdict = compare(relation, Measured(value), rate, Measured(base))
    assert (verdict.margin >= 0) == (verdict.outcome == "passed")


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
