"""Money: exact whole øre, and splits that always add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from math import lcm
from typing import Any, Literal, TypeVar, overload

from helhedsplan_finance.errors import AmountError, SplitError
from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.text.rounding import Rounding, to_int
from helhedsplan_finance.values.read_amounts import MOST, MOST_ORE, read_amount

Unit = Literal["kr", "tkr", "mio"]
ORE_PER_KRONE = 100
_UNIT_ORE = {"kr": ORE_PER_KRONE, "tkr": 100_000, "mio": 100_000_000}
_MOST_DIGITS = 30

Key = TypeVar("Key", int, str)
Weight = int | Fraction | Decimal


@total_ordering
class Kroner:
    """An amount in whole øre. Immutable, hashable, exact.

    ``Kroner(19)`` is nineteen kroner; so are ``Kroner("19 kr.")`` and ``Kroner(Decimal(19))``. A float is taken only
    where it is exact to the øre. Raises :class:`AmountError` with what to write instead.

    >>> Kroner("ca. 4,5 mio. kr.") + Kroner("625 t.kr.")
    Kroner('5.125.000 kr.')
    >>> Kroner("19 mio.") / Kroner("31 mio.")
    Fraction(19, 31)
    """

    __slots__ = ("ore",)
    ore: int

    def __init__(self, value: "int | str | Decimal | Fraction | float | Kroner" = 0) -> None:
        ore = _ore(value)
        if abs(ore) > MOST_ORE:
            raise AmountError("amount.too_large", found=value, most=MOST)
        object.__setattr__(self, "ore", ore)

    @classmethod
    def from_ore(cls, ore: int) -> "Kroner":
        """Return an amount of whole øre."""
        amount = cls.__new__(cls)
        object.__setattr__(amount, "ore", ore)
        return amount

    @property
    def kroner(self) -> Decimal:
        """The amount in kroner, exact."""
        return numbers.decimal_of(self.ore, 2)

    def times(self, share: Fraction, rounding: Rounding = "half-up") -> "Kroner":
        """Return a share of the amount, rounded to whole øre by a named mode of :data:`Rounding`."""
        if isinstance(share, float):
            raise AmountError("amount.not_share", found=share)
        return Kroner.from_ore(to_int(self.ore * share, rounding))

    def figure(self, lang: Lang = "da") -> str:
        """Print the kroner without a unit, with øre only where there are any: ``1.234`` or ``1.234,50``."""
        return numbers.number(self.kroner, lang, 2 if self.ore % 100 else 0)

    def text(self, unit: Unit = "kr", lang: Lang = "da", decimals: int | None = None) -> str:
        """Print the amount in kr., 1.000 kr. or mio. kr.

        Kroner show øre only where there are any; by default 1.000 kr. has no decimals and mio. kr. one.

        >>> Kroner(4_500_000).text("mio"), Kroner(4_500_000).text("tkr"), Kroner(4_500_000).text(lang="en")
        ('4,5 mio. kr.', '4.500 t.kr.', 'DKK 4,500,000')
        """
        if unit == "kr" and decimals is None:
            return say("amount.in_kr", lang, figure=self.figure(lang))
        if decimals is None:
            decimals = 1 if unit == "mio" else 0
        figure = numbers.number(Fraction(self.ore, _UNIT_ORE[unit]), lang, decimals)
        return say(f"amount.in_{unit}", lang, figure=figure)

    def show(self, lang: Lang) -> str:
        """Return the amount for a sentence: exact, in mio. kr. where that takes at most one decimal."""
        million = 100_000_000
        if self.ore and self.ore % (million // 10) == 0 and abs(self.ore) >= million:
            return self.text("mio", lang, decimals=0 if self.ore % million == 0 else 1)
        return self.text("kr", lang)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Kroner({self.text()!r})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Kroner is immutable: cannot set {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return Kroner.from_ore, (self.ore,)

    def __eq__(self, other: object) -> bool:
        return self.ore == other.ore if isinstance(other, Kroner) else NotImplemented

    def __lt__(self, other: "Kroner") -> bool:
        return self.ore < other.ore if isinstance(other, Kroner) else NotImplemented

    def __hash__(self) -> int:
        return hash(("Kroner", self.ore))

    def __bool__(self) -> bool:
        return self.ore != 0

    def __add__(self, other: "Kroner") -> "Kroner":
        return Kroner.from_ore(self.ore + other.ore) if isinstance(other, Kroner) else NotImplemented

    def __radd__(self, other: int) -> "Kroner":
        return self if other == 0 else NotImplemented  # the 0 that sum() begins with

    def __sub__(self, other: "Kroner") -> "Kroner":
        return Kroner.from_ore(self.ore - other.ore) if isinstance(other, Kroner) else NotImplemented

    def __mul__(self, times: int) -> "Kroner":
        return Kroner.from_ore(self.ore * times) if isinstance(times, int) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: "Kroner") -> Fraction:
        """Return the exact share that this amount is of another."""
        return Fraction(self.ore, other.ore) if isinstance(other, Kroner) else NotImplemented

    def __neg__(self) -> "Kroner":
        return Kroner.from_ore(-self.ore)

    def __abs__(self) -> "Kroner":
        return Kroner.from_ore(abs(self.ore))


@dataclass(frozen=True, slots=True)
class AmountAs:
    """An amount in one form: in kroner, also where it is whole millions, or as a figure without a unit."""

    amount: Kroner
    form: Literal["kr", "figure"]

    def show(self, lang: Lang) -> str:
        """Return ``2.000.000 kr.`` or ``2.000.000`` in Danish."""
        return self.amount.text("kr", lang) if self.form == "kr" else self.amount.figure(lang)


def _ore(value: object) -> int:
    match value:
        case Kroner():
            return value.ore
        case str():
            return read_amount(value).ore
        case bool():
            raise AmountError("amount.not_amount", found=value)
        case int():
            return value * 100
        case Decimal() if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
            raise AmountError("amount.not_amount", found=value)
        case float() if value != value or abs(value) > 10**_MOST_DIGITS:
            raise AmountError("amount.not_amount", found=value)
        case Decimal() | Fraction() | float():
            ore = Fraction(value) * 100
            if ore.denominator != 1:
                raise AmountError(
                    "amount.inexact" if isinstance(value, float) else "amount.finer_than_ore", found=value
                )
            return int(ore)
        case _:
            raise AmountError("amount.not_amount", found=repr(value))


@overload
def split(amount: Kroner, weights: Mapping[Key, Weight]) -> dict[Key, Kroner]: ...
@overload
def split(amount: Kroner, weights: Sequence[Weight]) -> list[Kroner]: ...


def split(amount: Kroner, weights: Mapping[Any, Weight] | Sequence[Weight]) -> dict[Any, Kroner] | list[Kroner]:
    """Split an amount by weights into parts that add up to it, to the øre.

    Every part is first rounded down; the øre that are left over go one each to the parts with the largest remainder.
    Equal remainders: the larger weight first, then the smaller key (for a sequence: the earlier place). So the result
    does not depend on the order in which the weights are given. :func:`exact_parts` returns the parts before rounding.

    Worked example: 100 øre by 4, 12 and 8 months are 16,67, 50 and 33,33 øre, rounded down 16, 50 and 33. The øre that
    is left goes to the largest remainder: 17, 50 and 33.

    Raises :class:`SplitError` for no weights, a float, a negative weight, or weights that are all zero.

    >>> split(Kroner(100), {"a": 1, "b": 1, "c": 1})
    {'a': Kroner('33,34 kr.'), 'b': Kroner('33,33 kr.'), 'c': Kroner('33,33 kr.')}
    """
    if not isinstance(weights, Mapping):
        return list(split(amount, dict(enumerate(weights))).values())
    whole = _whole_weights(weights)
    total, size = sum(whole.values()), abs(amount.ore)
    parts, remainders = {}, {}
    for key, weight in whole.items():
        parts[key], remainders[key] = divmod(size * weight, total)
    by_remainder = sorted(whole, key=lambda key: (-remainders[key], -whole[key], isinstance(key, str), key))
    for key in by_remainder[: size - sum(parts.values())]:
        parts[key] += 1
    sign = 1 if amount.ore >= 0 else -1
    return {key: Kroner.from_ore(sign * part) for key, part in parts.items()}


def exact_parts(amount: Kroner, weights: Mapping[Key, Weight]) -> dict[Key, Fraction]:
    """Return each part of a split in øre before rounding."""
    whole = _whole_weights(weights)
    total = sum(whole.values())
    return {key: Fraction(amount.ore * weight, total) for key, weight in whole.items()}


def _whole_weights(weights: Mapping[Key, Weight]) -> dict[Key, int]:
    for weight in weights.values():
        if isinstance(weight, (float, str, bool)) or (isinstance(weight, Decimal) and not weight.is_finite()):
            raise SplitError("amount.inexact_weight", found=weight)
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    if any(weight < 0 for weight in exact.values()):
        raise SplitError("amount.negative_weight", found=str(min(exact.values())))
    if not any(exact.values()):
        raise SplitError("amount.no_weight")
    scale = lcm(*(weight.denominator for weight in exact.values()))
    return {key: (weight * scale).numerator for key, weight in exact.items()}
