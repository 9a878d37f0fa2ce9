"""Money is whole øre, and every split adds up."""

import pickle
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import AmountError, Kroner, SplitError, exact_parts, split
from helhedsplan_finance.rounding import to_int

pytestmark = pytest.mark.daily

ore = st.integers(-(10**15), 10**15)
weights = st.one_of(
    st.integers(0, 10**6),
    st.fractions(0, 1000, max_denominator=97),
    st.decimals(0, 1000, places=3),
)
keyed = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), weights, min_size=1, max_size=8).filter(
    lambda weighed: any(weighed.values())
)


@pytest.mark.parametrize(
    ("value", "ore"),
    [(19, 1900), ("19 kr.", 1900), (Decimal("19.01"), 1901), (4.5, 450), (Fraction(1, 4), 25), (Kroner(3), 300)],
)
def test_kroner_takes_what_is_exact(value: Any, ore: int) -> None:
    assert Kroner(value).ore == ore


@pytest.mark.parametrize(
    "value",
    [0.1, 1e300, float("nan"), True, None, Decimal("NaN"), Decimal("0.001"), [1], 10**30, 10**5000],
    ids=lambda value: type(value).__name__,
)
def test_kroner_refuses_what_is_not(value: Any) -> None:
    with pytest.raises(AmountError):
        Kroner(value)


def test_a_float_that_is_not_exact_says_what_to_write_instead() -> None:
    with pytest.raises(AmountError) as caught:
        Kroner(0.1)
    assert str(caught.value) == (
        "0.1 er et flydende tal, som ikke er eksakt i øre; skriv hele kroner, en tekst som '0,10 kr.' eller Decimal"
    )


@pytest.mark.parametrize(
    ("unit", "lang", "text"),
    [
        ("kr", "da", "1.234.567,89 kr."),
        ("kr", "en", "DKK 1,234,567.89"),
        ("tkr", "da", "1.235 t.kr."),
        ("mio", "da", "1,2 mio. kr."),
        ("mio", "en", "DKK 1.2 million"),
    ],
)
def test_kroner_prints_in_each_unit(unit: Any, lang: Any, text: str) -> None:
    assert Kroner("1.234.567,89 kr.").text(unit, lang) == text


@given(ore)
def test_what_is_printed_is_read_back(amount: int) -> None:
    assert Kroner(Kroner.from_ore(amount).text()) == Kroner.from_ore(amount)


@given(ore, ore)
def test_kroner_adds_and_compares_as_whole_ore(one: int, other: int) -> None:
    first, second = Kroner.from_ore(one), Kroner.from_ore(other)
    assert (first + second).ore == one + other
    assert (first - second).ore == one - other
    assert (first < second) == (one < other)
    assert sum([first, second], Kroner()) == sum([first, second])


def test_kroner_is_a_value() -> None:
    assert len({Kroner(1), Kroner("1 kr.")}) == 1
    assert pickle.loads(pickle.dumps(Kroner("1,05"))) == Kroner("1,05")  # noqa: S301
    with pytest.raises(AttributeError):
        Kroner(1).ore = 5
    with pytest.raises(TypeError):
        Kroner(1) + 1  # type: ignore[operator]


def test_a_share_of_an_amount_is_rounded_by_a_named_mode() -> None:
    assert [Kroner("0,05").times(Fraction(1, 2), mode).ore for mode in ("half-up", "down", "up")] == [3, 2, 3]


@given(st.fractions(-1000, 1000, max_denominator=1000))
def test_rounding_down_and_up_enclose_and_half_up_is_nearest(value: Fraction) -> None:
    assert to_int(value, "down") <= value <= to_int(value, "up")
    assert abs(to_int(value) - value) <= Fraction(1, 2)


@given(ore, keyed)
def test_any_split_adds_up(amount: int, weighed: dict[str, Any]) -> None:
    parts = split(Kroner.from_ore(amount), weighed)
    assert sum(part.ore for part in parts.values()) == amount


@given(ore, keyed)
def test_no_part_is_an_ore_away_from_its_exact_share(amount: int, weighed: dict[str, Any]) -> None:
    parts, exact = split(Kroner.from_ore(amount), weighed), exact_parts(Kroner.from_ore(amount), weighed)
    assert all(abs(parts[key].ore - exact[key]) < 1 for key in weighed)


@given(ore, keyed, st.randoms())
def test_a_split_does_not_depend_on_the_order(amount: int, weighed: dict[str, Any], random: Any) -> None:
    shuffled = list(weighed.items())
    random.shuffle(shuffled)
    assert split(Kroner.from_ore(amount), dict(shuffled)) == split(Kroner.from_ore(amount), weighed)


@given(ore, st.lists(weights, min_size=1, max_size=6).filter(any), st.randoms())
def test_a_split_of_a_list_gives_each_weight_the_same_in_any_order(
    amount: int, weighed: list[Any], random: Any
) -> None:
    shuffled = list(weighed)
    random.shuffle(shuffled)
    given_, again = split(Kroner.from_ore(amount), weighed), split(Kroner.from_ore(amount), shuffled)
    assert Counter(zip(map(Fraction, weighed), given_, strict=True)) == Counter(
        zip(map(Fraction, shuffled), again, strict=True)
    )


@given(st.integers(0, 10**6), st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_the_leftover_ore_go_to_the_largest_remainders(amount: int, weighed: list[int]) -> None:
    # An oracle of its own: hand out the øre one at a time, each to whoever is furthest below the exact share.
    exact = [Fraction(amount * weight, sum(weighed)) for weight in weighed]
    parts = [part.numerator // part.denominator for part in exact]
    for _ in range(amount - sum(parts)):
        furthest = max(range(len(parts)), key=lambda place: (exact[place] - parts[place], weighed[place], -place))
        parts[furthest] += 1
    assert [part.ore for part in split(Kroner.from_ore(amount), weighed)] == parts


def test_ties_go_to_the_larger_weight_then_the_smaller_key() -> None:
    assert split(Kroner("0,02"), {"b": 1, "a": 3}) == {"b": Kroner.from_ore(0), "a": Kroner.from_ore(2)}
    assert split(Kroner("0,01"), {"b": 1, "a": 1}) == {"b": Kroner.from_ore(0), "a": Kroner.from_ore(1)}


def test_keys_of_two_kinds_can_tie() -> None:
    mixed: Any = {1: 1, "a": 1}
    assert split(Kroner("0,01"), mixed) == {1: Kroner.from_ore(1), "a": Kroner.from_ore(0)}


@pytest.mark.parametrize("weighed", [{"a": -1, "b": 2}, {"a": 0}, {}, {"a": 0.1}, {"a": Decimal("NaN")}, {"a": True}])
def test_weights_that_split_nothing_or_are_not_exact_are_refused(weighed: dict[str, Any]) -> None:
    with pytest.raises(SplitError):
        split(Kroner(1), weighed)
