"""A figure of a document: its exact value beside its unit, its hedge and the form in which it is shown."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.values.hedges import ABOUT, hedged_brief
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

Unit = Literal["kr", "whole", "ore", "tkr", "mio", "kr2", "percent", "percent2", "number"]
_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"  # where a figure goes in the words of its unit
_PARTS: dict[Unit, int] = {"kr": 100, "tkr": 100_000, "mio": 100_000_000}  # øre per shown unit
MONEY: frozenset[Unit] = frozenset({"kr", "whole", "ore", "tkr", "mio"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: øre for money, kroner for ``kr2``, a share for per cent; ``None`` is unknown, and shown as a dash.

    ``about`` is the hedge of the figure: "ca.", "knap", a range; ``True`` is "ca.". ``mark`` is a sign behind it, such
    as that of a figure that rests on a projected price. ``words`` is the text shown in its place, where its form is
    not that of the unit: a limit, a share with as many decimals as tell it from the limit.
    """

    value: int | Fraction | None
    unit: Unit = "kr"
    about: str | bool | None = None
    mark: str = ""
    words: str = ""

    def show(self, lang: Lang) -> str:
        """Return the figure rounded to its unit, without the unit: the heading names it."""
        if self.words:
            return self.words
        shown = self.bare(lang)
        return shown if self.value is None else self._hedged(shown, lang) + self.mark

    def _hedged(self, words: str, lang: Lang) -> str:
        return hedged_brief(words, ABOUT if self.about is True else self.about or None, lang)

    def bare(self, lang: Lang) -> str:
        """Return the figure without "ca."."""
        return "–" if self.value is None else self._rounded(self.value, lang).replace("-", "−")

    def with_unit(self, lang: Lang) -> tuple[str, str]:
        """Return the text before and after the bare figure where no heading names its unit."""
        if self.value is None:
            return "", ""
        words = say(f"page.in_{self.unit}", lang, figure=_HERE)
        before, _, after = self._hedged(words, lang).partition(_HERE)
        return before, after

    def in_full(self, lang: Lang) -> str:
        """Return the figure with its unit."""
        before, after = self.with_unit(lang)
        return f"{before}{self.bare(lang)}{after}"

    def _rounded(self, value: int | Fraction, lang: Lang) -> str:
        match self.unit:
            case "percent" | "percent2":
                return numbers.percent(Fraction(value), lang, 2 if self.unit == "percent2" else 1)
            case "kr2":
                return numbers.number(Fraction(value), lang, 2)
            case "number":
                return numbers.exact(Fraction(value), lang)
            case "whole":
                return numbers.number(Fraction(value, 100), lang)
            case "kr" | "ore":
                return numbers.number(Fraction(value, 100), lang, 2 if self.unit == "ore" or value % 100 else 0)
            case _:
                shown = numbers.number(Fraction(value, _PARTS[self.unit]), lang, 1 if self.unit == "mio" else 0)
                if any(digit in "123456789" for digit in shown):
                    return shown
                return say(f"page.under_{self.unit}", lang) if value else shown.lstrip("-")

    @property
    def exact(self) -> str:
        """The exact value as data: whole øre, or a fraction; empty where unknown."""
        return "" if self.value is None else str(self.value)

    @property
    def kroner(self) -> Fraction | None:
        """The value as a spreadsheet has it: kroner for money, else the number itself; ``None`` where unknown."""
        if self.value is None:
            return None
        return Fraction(self.value, ORE_PER_KRONE) if self.unit in MONEY else Fraction(self.value)


def money(amount: Kroner | int | None, unit: Unit = "kr", *, about: str | bool | None = None, mark: str = "") -> Figure:
    """Return an amount (kroner, or øre) as a figure."""
    return Figure(amount.ore if isinstance(amount, Kroner) else amount, unit, about, mark)


def share(value: Fraction | None, unit: Literal["percent", "percent2"] = "percent") -> Figure:
    """Return a share as a figure in per cent."""
    return Figure(value, unit)


def in_words(amount: Kroner | int, lang: Lang, *, about: str | None = None) -> str:
    """Return an amount for a sentence: mio. kr. with one decimal, or whole kroner below one million."""
    ore = amount.ore if isinstance(amount, Kroner) else amount
    unit: Literal["kr", "mio"] = "mio" if abs(ore) >= _PARTS["mio"] else "kr"
    words = Kroner.from_ore(ore).text(unit, lang, 1 if unit == "mio" else 0)
    return hedged_brief(words, about, lang)
