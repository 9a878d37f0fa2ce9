"""The result of a plan with each input lowered and raised, whatever shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.text import Lang, Message, numbers
from helhedsplan_finance.values.money import Kroner

Number = int | Fraction

PER_CENT = "%"  # the unit of a share, which is printed as a percentage
_FEWEST, _MOST = 2, 9  # decimals of a number that is not whole


@dataclass(frozen=True, slots=True)
class Swing:
    """One input of a plan, and the result with it lowered, as stated, and raised.

    ``input`` is its id, or ``total``. The results are whole øre where they are money, else as they were returned;
    ``swing`` is the range of the three.
    """

    input: str
    name: str | Message
    low: Number
    base: Number
    high: Number

    @property
    def swing(self) -> Number:
        """Range of the results, never negative."""
        three = (self.low, self.base, self.high)
        return max(three) - min(three)


@dataclass(frozen=True, slots=True)
class SensitivityData:
    """The inputs of a plan and what a result is with each of them moved; :class:`.Sensitivity` shows them."""

    plan: str
    by: Fraction
    base: Number
    rows: tuple[Swing, ...]
    result: Literal["gap", "amount", "number"] = "gap"
    projected_prices: bool = False  # whether the costs rest on a rate that is not published
    unit: str | None = None

    @property
    def money(self) -> bool:
        """Whether the results are øre."""
        return self.result != "number"

    @property
    def _whole(self) -> bool:
        return all(number.denominator == 1 for one in self.rows for number in (one.low, one.base, one.high))

    def figure_of(self) -> Callable[[Number, Lang], str]:
        """Return how a result is printed, without its unit: kroner, a whole number, or one with decimals.

        There are two decimals, or as many as the smallest effect needs to be above zero: three for 0,004.
        """
        if self.money:
            return lambda number, lang: Kroner.from_ore(int(number)).figure(lang)
        times = 100 if self.unit == PER_CENT else 1
        ends = ((Fraction(end), Fraction(one.base)) for one in self.rows for end in (one.low, one.high))
        moved = {abs(end - base) * times for end, base in ends} - {0}
        decimals = 0 if self._whole else _FEWEST
        while decimals < _MOST and moved and min(moved) * 10**decimals < 1:
            decimals += 1
        return lambda number, lang: numbers.number(number * times, lang, decimals)
