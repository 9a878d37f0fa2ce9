"""Hedges of approximate amounts ("ca.", "knap", "mindst", a range), and the range that each implies.

The stated figure is exact and decides; the hedge gives the range of the actual amount. 30 mio. kr. is stated in whole
millions, so that "knap 30 mio. kr." is between 29,5 and 30, "godt" between 30 and 30,5, and "ca." between 29,5 and
30,5.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from helhedsplan_finance.errors import FieldError
from helhedsplan_finance.text import Lang, say, short
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.read_amounts import is_range, read_amount, read_range

Word = Literal["ca.", "omkring", "knap", "godt", "over", "mindst", "op til"]
HEDGES: tuple[Word, ...] = get_args(Word)
ABOUT: Word = "ca."

_MILLION_ORE = 100_000_000


class Reach(NamedTuple):
    """The range of an amount around the stated one, in øre: ``down`` <= 0 <= ``up``; ``None`` is unbounded."""

    down: Fraction | None = Fraction(0)
    up: Fraction | None = Fraction(0)

    def __add__(self, other: object) -> "Reach":
        if not isinstance(other, Reach):
            return NotImplemented
        return Reach(_sum(self.down, other.down), _sum(self.up, other.up))

    def times(self, weight: Fraction | int) -> "Reach":
        """Return the range of the amount times a weight; a negative weight swaps the ends."""
        if not weight:
            return Reach()
        ends = tuple(None if end is None else end * weight for end in self)
        return Reach(*ends) if weight > 0 else Reach(ends[1], ends[0])

    @property
    def is_nothing(self) -> bool:
        """Whether the amount is exact."""
        return self.down == 0 == self.up


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def step_of(ore: int) -> int:
    """Return the unit to which an amount was rounded, in øre; the rounding error is at most half of it.

    That is the place of its last digit that is not zero, and at most a million kroner: 4,5 mio. kr. is between 4,45 and
    4,55; 20 mio. kr. between 19,5 and 20,5, since figures of that size are published in whole millions.
    """
    step = 1
    while ore and step < _MILLION_ORE and ore % (step * 10) == 0:
        step *= 10
    return step if ore else 0


def reach_of(ore: int, hedge: str | None) -> Reach:
    """Return the range of an amount around the stated one, by its hedge."""
    half = Fraction(step_of(ore), 2)
    match hedge:
        case None:
            return Reach()
        case "ca." | "omkring":
            return Reach(-half, half)
        case "knap":
            return Reach(-half, Fraction(0))
        case "godt":
            return Reach(Fraction(0), half)
        case "over" | "mindst":
            return Reach(Fraction(0), None)
        case "op til":
            return Reach(Fraction(-ore), Fraction(0))
        case _:
            low, high = read_range(hedge)
            return Reach(Fraction(low - ore), Fraction(high - ore))


def read_hedge(value: object) -> str:
    """Read a hedge: one of :data:`HEDGES`, or a range such as ``60-70 mio. kr.``, which is normalised."""
    if isinstance(value, str):
        plain = " ".join(value.split()).casefold()
        for word in HEDGES:
            if plain in (word, word.rstrip(".")):
                return word
        if plain == "cirka":
            return ABOUT
        if is_range(value):
            return range_text(*read_range(value))
    raise FieldError("amount.not_hedge", found=short(value), known=HEDGES)


def hedge_in(text: str) -> str | None:
    """Return the hedge in the text of an amount, as :func:`read_hedge` does; ``None`` where there is none."""
    read = read_amount(text)
    return read_hedge(read.hedge or ABOUT) if read.approx else None


def holds(ore: int, hedge: str) -> bool:
    """Return whether a figure may have a hedge: a range must contain it."""
    if hedge in HEDGES:
        return True
    low, high = read_range(hedge)
    return low <= ore <= high


def range_text(low: int, high: int) -> str:
    """Return a range of øre as it is written: ``60-70 mio. kr.``, ``1.250-1.300 kr.``."""
    million = _MILLION_ORE
    if low % (million // 10) == 0 == high % (million // 10) and high >= million:
        ends = (Kroner.from_ore(ore).text("mio", decimals=1 if ore % million else 0) for ore in (low, high))
        return "-".join(ends).replace(" mio. kr.-", "-")
    return f"{Kroner.from_ore(low).figure()}-{Kroner.from_ore(high).text()}"


def write_hedged(amount: Kroner, hedge: str) -> str | None:
    """Return an amount with its hedge as one text of a plan file; ``None`` where one text cannot express both."""
    if hedge in HEDGES:
        return f"{hedge} {amount.show('da')}"
    return hedge if read_amount(hedge).ore == amount.ore else None


def together(hedges: Iterable[str | None]) -> str | None:
    """Return the hedge of a sum: that of its amounts where they have the same word, else "mindst" or "ca."."""
    found = {hedge for hedge in hedges if hedge is not None}
    if not found or (len(found) == 1 and found <= set(HEDGES)):
        return next(iter(found), None)
    return "mindst" if found <= {"over", "mindst", "godt"} else ABOUT


def added(one: str | None, other: str | None) -> str | None:
    """Return the hedge of the sum of two amounts; the ends of two ranges are added."""
    if one and other and is_range(one) and is_range(other):
        (low, high), (least, most) = read_range(one), read_range(other)
        return range_text(low + least, high + most)
    return together((one, other))


def risen(hedge: str | None, amount: Kroner | None, step: Fraction) -> str | None:
    """Return the hedge of an amount that rose by the factor ``step`` to ``amount``; the ends of a range rise too."""
    if hedge is None or amount is None or hedge in HEDGES:
        return hedge if amount is not None else None
    low, high = (to_int(end * step) for end in read_range(hedge))
    return range_text(low, high) if low <= amount.ore <= high and low < high else ABOUT


_FLIPPED = {"over": "op til", "mindst": "op til", "op til": "mindst", "knap": "godt", "godt": "knap"}


def of_difference(whole: str | None, part: str | None) -> str | None:
    """Return the hedge of a difference: a whole minus "mindst" is "op til"."""
    return together((whole, None if part is None else _FLIPPED.get(part, ABOUT)))


def hedged(figure: str, hedge: str | None, lang: Lang) -> str:
    """Return a printed figure with its hedge before it: ``knap 30,0``, ``ca. 4,5 mio. kr.``; a range behind it."""
    if hedge is None:
        return figure
    if hedge in HEDGES:
        return f"{say(_key(hedge), lang)} {figure}"
    return say("amount.hedge_range", lang, figure=figure, range=_ends(hedge, lang))


def hedged_brief(figure: str, hedge: str | None, lang: Lang) -> str:
    """Return a figure of a page or a chart with its hedge; "ca." is the same in both languages."""
    return say("chart.about", lang, amount=figure) if hedge == ABOUT else hedged(figure, hedge, lang)


class Hedged(NamedTuple):
    """An amount with its hedge, if any, as a sentence shows it."""

    amount: Kroner
    hedge: str | None

    def show(self, lang: Lang) -> str:
        """Return ``knap 30 mio. kr.``."""
        return hedged(self.amount.show(lang), self.hedge, lang)


class HedgeWord(NamedTuple):
    """A hedge as a column of the outputs shows it."""

    hedge: str

    def show(self, lang: Lang) -> str:
        """Return the word in ``lang``; a range has the same form in both, since a cell is read back."""
        return say(_key(self.hedge), lang) if self.hedge in HEDGES else self.hedge


def _ends(hedge: str, lang: Lang) -> str:
    low, high = (Kroner.from_ore(ore) for ore in read_range(hedge))
    return hedge if lang == "da" else f"{low.show(lang)} – {high.show(lang)}"


def _key(hedge: str) -> str:
    return "word.shown_about" if hedge == ABOUT else f"amount.hedge_{hedge.replace(' ', '_')}"
