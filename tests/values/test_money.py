"""Money is whole øre, and every split adds up."""

import pickle
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from operator import add, lt, sub, truediv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import AmountError, Kroner, SplitError, exact_parts, split
from helhedsplan_finance.text.rounding import to_int
from runs import thorough

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
        "0.1 er et flydende tal, som ikke er eksakt i øre; skriv hele kroner, en tekst med komma og enhed, eller "
        "Decimal"
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


@pytest.mark.parametrize(
    ("amount", "unit", "decimals", "text"),
    [
        # Large enough for a unit that is one øre off to show.
        ("900.000 mia. kr.", "kr", 0, "900.000.000.000.000 kr."),
        ("900.000 mia. kr.", "tkr", None, "900.000.000.000 t.kr."),
        ("900.000 mia. kr.", "mio", None, "900.000.000,0 mio. kr."),
        ("1.234,50 kr.", "kr", 0, "1.235 kr."),
        ("1.234 kr.", "kr", 2, "1.234,00 kr."),
        ("1.234,50 kr.", "tkr", 1, "1,2 t.kr."),
        ("4.560.000 kr.", "mio", 2, "4,56 mio. kr."),
        ("4.560.000 kr.", "mio", 0, "5 mio. kr."),
    ],
)
def test_a_unit_is_exact_however_large_the_amount_is(amount: str, unit: Any, decimals: int | None, text: str) -> None:
    assert Kroner(amount).text(unit, decimals=decimals) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0 kr."),
        ("900.000 kr.", "900.000 kr."),
        ("999.999,99 kr.", "999.999,99 kr."),
        ("1.000.000 kr.", "1 mio. kr."),
        ("1.000.000,01 kr.", "1.000.000,01 kr."),
        ("1.050.000 kr.", "1.050.000 kr."),
        ("1.100.000 kr.", "1,1 mio. kr."),
        ("2.000.000 kr.", "2 mio. kr."),
        ("4.500.000 kr.", "4,5 mio. kr."),
        ("-4.500.000 kr.", "-4,5 mio. kr."),
        ("880.000.000 kr.", "880 mio. kr."),
        ("9.000.000 mio. kr.", "9.000.000 mio. kr."),
    ],
)
def test_a_sentence_shows_millions_where_they_take_one_decimal_at_most(amount: str, text: str) -> None:
    assert Kroner(amount).show("da") == text


def test_a_figure_has_ore_only_where_there_are_any() -> None:
    assert [Kroner(text).figure() for text in ("1.234", "1.234,5", "1.234,01")] == ["1.234", "1.234,50", "1.234,01"]
    assert Kroner("1.234,5").figure("en") == "1,234.50"
    assert (str(Kroner("19,05")), repr(Kroner("19,05"))) == ("19,05 kr.", "Kroner('19,05 kr.')")


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_amount_is_taken_and_one_ore_more_is_not(sign: int) -> None:
    most = 10**15  # a million milliarder kroner
    assert Kroner(sign * most).ore == sign * most * 100
    assert Kroner(f"{'-' if sign < 0 else ''}1.000.000 mia. kr.").ore == sign * most * 100
    for beyond in (Fraction(sign * (most * 100 + 1), 100), f"{sign * most},01"):
        with pytest.raises(AmountError, match=r"større end 1\.000\.000 mia\. kr\., som er det meste her"):
            Kroner(beyond)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (True, "'true' er ikke et beløb"),
        ([1], "'[1]' er ikke et beløb"),
        (float("nan"), "'nan' er ikke et beløb"),
        (-1e31, "er ikke et beløb"),
        (1e30, "er ikke et beløb"),  # a float is a little more than ten to the thirtieth
        (9e29, "er større end"),
        (Decimal("1E+31"), "er ikke et beløb"),
        (Decimal("1E-31"), "er ikke et beløb"),
        (Decimal("1E+30"), "er større end"),
        (Decimal("1E-30"), "er finere end en øre"),
        (Decimal("-Infinity"), "er ikke et beløb"),
        (Decimal("0.001"), "er finere end en øre"),
        (Fraction(1, 3), "er finere end en øre"),
        (0.001, "er et flydende tal, som ikke er eksakt i øre"),
    ],
)
def test_a_refusal_says_what_is_wrong(value: Any, why: str) -> None:
    with pytest.raises(AmountError) as caught:
        Kroner(value)
    assert why in str(caught.value)


@thorough
@given(ore)
def test_what_is_printed_is_read_back(amount: int) -> None:
    assert Kroner(Kroner.from_ore(amount).text()) == Kroner.from_ore(amount)


@thorough
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


def test_an_amount_is_turned_round_and_has_a_size() -> None:
    amount, debt = Kroner("2,50"), Kroner("-2,50")
    assert (-amount, -debt) == (debt, amount)
    assert (abs(amount), abs(debt)) == (amount, amount)


def test_an_amount_is_multiplied_by_a_whole_number_and_divided_by_an_amount() -> None:
    assert (Kroner("1,05") * 3, 3 * Kroner("1,05"), Kroner("1,05") * -1) == (
        Kroner("3,15"),
        Kroner("3,15"),
        Kroner("-1,05"),
    )
    assert Kroner(19) / Kroner(31) == Fraction(19, 31)


@pytest.mark.parametrize("other", [1, 0.5, "1 kr.", None])
def test_an_amount_is_not_mixed_with_what_is_none(other: Any) -> None:
    amount: Any = Kroner(1)
    for compute in (add, sub, truediv, lt):
        with pytest.raises(TypeError):
            compute(amount, other)
        with pytest.raises(TypeError):
            compute(other, amount)
    assert (amount == other, amount != other) == (False, True)


@pytest.mark.parametrize("times", [0.5, Fraction(1, 2), Kroner(1), "2"])
def test_an_amount_is_not_multiplied_by_what_is_no_whole_number(times: Any) -> None:
    with pytest.raises(TypeError):
        Kroner(1) * times


def test_an_amount_is_true_unless_it_is_zero() -> None:
    assert [bool(Kroner.from_ore(ore)) for ore in (-1, 0, 1)] == [True, False, True]
    assert Kroner() == Kroner(0)


def test_an_amount_is_no_less_than_its_equal() -> None:
    assert (Kroner(1) < Kroner(1), Kroner(1) <= Kroner(1), Kroner(1) > Kroner(1), Kroner(1) >= Kroner(1)) == (
        False,
        True,
        False,
        True,
    )


def test_an_amount_says_what_cannot_be_set() -> None:
    with pytest.raises(AttributeError, match="Kroner is immutable: cannot set 'ore'"):
        Kroner(1).ore = 5


def test_a_share_is_never_a_float() -> None:
    share: Any = 0.5
    with pytest.raises(AmountError, match=r"'0\.5' er ikke en andel"):
        Kroner(1).times(share)


@pytest.mark.parametrize(
    ("value", "half_up", "down", "up"),
    [
        (Fraction(5, 2), 3, 2, 3),
        (Fraction(-5, 2), -3, -3, -2),
        (Fraction(1, 2), 1, 0, 1),
        (Fraction(-1, 2), -1, -1, 0),
        (Fraction(1, 3), 0, 0, 1),
        (Fraction(-1, 3), 0, -1, 0),
        (Fraction(2, 3), 1, 0, 1),
        (0, 0, 0, 0),
        (-1, -1, -1, -1),
        (7, 7, 7, 7),
    ],
)
def test_each_mode_of_rounding_worked_by_hand(value: Fraction | int, half_up: int, down: int, up: int) -> None:
    assert (to_int(value), to_int(value, "down"), to_int(value, "up")) == (half_up, down, up)


def test_a_share_of_an_amount_is_rounded_by_a_named_mode() -> None:
    assert [Kroner("0,05").times(Fraction(1, 2), mode).ore for mode in ("half-up", "down", "up")] == [3, 2, 3]
    assert Kroner("0,05").times(Fraction(1, 2)).ore == 3


@thorough
@given(st.fractions(-1000, 1000, max_denominator=1000))
def test_rounding_down_and_up_enclose_and_half_up_is_nearest(value: Fraction) -> None:
    assert to_int(value, "down") <= value <= to_int(value, "up")
    assert abs(to_int(value) - value) <= Fraction(1, 2)


@thorough
@given(ore, keyed)
def test_any_split_adds_up(amount: int, weighed: dict[str, Any]) -> None:
    parts = split(Kroner.from_ore(amount), weighed)
    assert sum(part.ore for part in parts.values()) == amount


@thorough
@given(ore, keyed)
def test_no_part_is_an_ore_away_from_its_exact_share(amount: int, weighed: dict[str, Any]) -> None:
    parts, exact = split(Kroner.from_ore(amount), weighed), exact_parts(Kroner.from_ore(amount), weighed)
    assert all(abs(parts[key].ore - exact[key]) < 1 for key in weighed)


@thorough
@given(ore, keyed, st.randoms())
def test_a_split_does_not_depend_on_the_order(amount: int, weighed: dict[str, Any], random: Any) -> None:
    shuffled = list(weighed.items())
    random.shuffle(shuffled)
    assert split(Kroner.from_ore(amount), dict(shuffled)) == split(Kroner.from_ore(amount), weighed)


@thorough
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


@thorough
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


@pytest.mark.parametrize(
    ("weighed", "why"),
    [
        ({"a": -1, "b": 2, "c": -3}, "en vægt er negativ (-3)"),
        ({"a": Fraction(-1, 2)}, "en vægt er negativ (-1/2)"),
        ({"a": 0, "b": 0}, "der er ingen vægt større end nul"),
        ({"a": 1, "b": 0.5}, "vægten 0.5 er ikke eksakt"),
        ({"a": Decimal("Infinity")}, "vægten Infinity er ikke eksakt"),
        ({"a": "1"}, "vægten 1 er ikke eksakt"),
    ],
)
def test_a_refused_weight_is_named(weighed: dict[str, Any], why: str) -> None:
    for divide in (split, exact_parts):
        with pytest.raises(SplitError) as caught:
            divide(Kroner(1), weighed)
        assert why in str(caught.value)


def test_a_negative_amount_is_split_like_a_positive_one() -> None:
    assert [part.ore for part in split(Kroner(-1), [1, 1, 1])] == [-34, -33, -33]
    assert [part.ore for part in split(Kroner.from_ore(-1), [1])] == [-1]


def test_the_parts_before_rounding_are_exact() -> None:
    assert exact_parts(Kroner(1), {"a": 1, "b": Fraction(1, 2)}) == {"a": Fraction(200, 3), "b": Fraction(100, 3)}
