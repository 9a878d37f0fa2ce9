"""Values as a sentence shows them: a number, a share, a list, and text that is rendered when it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from helhedsplan_finance.text import Lang, Shown, numbers, show

_FINEST = 10**4  # of a per cent: a longer share is rounded in the text, never in the arithmetic


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, such as a count of dwellings: as many decimals as it needs, or exactly ``decimals``."""

    value: Fraction
    decimals: int | None = None

    def show(self, lang: Lang) -> str:
        """Return the number in ``lang``."""
        if self.decimals is None:
            return numbers.exact(self.value, lang)
        return numbers.number(self.value, lang, self.decimals)


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a day."""

    day: date

    def show(self, lang: Lang) -> str:
        """Return ``juni 2021`` in Danish."""
        return numbers.month(self.day, lang)


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent: ``12,5 %`` in Danish, ``12.5%`` in English.

    It has all its decimals, or exactly ``decimals``. With ``brief``, one of more than four is rounded to two; with
    ``apart``, it has enough to differ from that limit: 12,504 % is ``12,5 %`` beside 12,6 %, and ``12,504 %`` beside
    12,5 %.
    """

    share: Fraction
    decimals: int | None = None
    brief: bool = False
    apart: Fraction | None = None

    def show(self, lang: Lang) -> str:
        """Return the share in ``lang``."""
        if self.apart is not None:
            return numbers.percent_apart(self.share, self.apart, lang)
        if self.decimals is not None:
            return numbers.percent(self.share, lang, self.decimals)
        if self.brief and (self.share * 100 * _FINEST).denominator != 1:
            return numbers.percent(self.share, lang, 2)
        return numbers.limit_percent(self.share, lang)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of names separated by semicolons, since names contain commas."""

    parts: Sequence[Shown | str]

    def show(self, lang: Lang) -> str:
        """Return the names in ``lang``."""
        return "; ".join(show(part, lang) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Deferred:
    """Text that is rendered when it is shown."""

    words: Callable[[Lang], str]

    def show(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.words(lang)
