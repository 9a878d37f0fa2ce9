"""The blocks of a page: headings, sentences, key figures, tables and one picture, in one language.

A figure keeps its exact value beside the shown one, so that a rounded page can be compared with the ledger to the øre.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.values.hedges import ABOUT, hedged_brief
from helhedsplan_finance.values.money import Kroner

Unit = Literal["kr", "ore", "tkr", "mio", "kr2", "percent", "percent2"]
Reader = Literal["residents", "board", "council", "fund"]
READERS: tuple[Reader, ...] = ("residents", "board", "council", "fund")
_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"  # where a figure goes in the words of its unit
_SENTENCE = 24  # letters: longer text is folded
_PARTS: dict[Unit, int] = {"kr": 100, "tkr": 100_000, "mio": 100_000_000}  # øre per shown unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: øre for money, kroner for ``kr2``, a share for per cent; ``None`` is unknown, and shown as a dash.

    ``about`` is the hedge of the figure: "ca.", "knap", a range; ``True`` is "ca.".
    """

    value: int | Fraction | None
    unit: Unit = "kr"
    about: str | bool | None = None

    def show(self, lang: Lang) -> str:
        """Return the figure rounded to its unit, without the unit: the heading names it."""
        shown = self.bare(lang)
        return shown if self.value is None else self._hedged(shown, lang)

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


def money(amount: Kroner | int | None, unit: Unit = "kr", *, about: str | bool | None = None) -> Figure:
    """Return an amount (kroner, or øre) as a figure."""
    return Figure(amount.ore if isinstance(amount, Kroner) else amount, unit, about)


def in_words(amount: Kroner | int, lang: Lang, *, about: str | None = None) -> str:
    """Return an amount for a sentence: mio. kr. with one decimal, or whole kroner below one million."""
    ore = amount.ore if isinstance(amount, Kroner) else amount
    unit: Literal["kr", "mio"] = "mio" if abs(ore) >= _PARTS["mio"] else "kr"
    words = Kroner.from_ore(ore).text(unit, lang, 1 if unit == "mio" else 0)
    return hedged_brief(words, about, lang)


Cell = str | Figure


def shown(cell: Cell, lang: Lang) -> str:
    """Return a cell as shown."""
    return cell.show(lang) if isinstance(cell, Figure) else cell


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the page."""

    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: ordinary, the most important one (``lead``), or a note on the figures (``note``)."""

    words: str
    look: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences as a list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few figures in a row, each with its label."""

    items: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name, its cells, and whether it is a sum."""

    name: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a caption that names the unit, the headings (the first above the names), and rows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def holds_figures(self, column: int) -> bool:
        """Return whether a column holds figures; the first one holds the names of the rows."""
        return column > 0 and any(isinstance(row.cells[column - 1], Figure) for row in self.rows)

    def is_wide(self, column: int) -> bool:
        """Return whether a column holds sentences, which are folded."""
        texts = [row.cells[column - 1] for row in self.rows] if column else []
        return any(isinstance(cell, str) and len(cell) > _SENTENCE for cell in texts)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with its alt text; ``width`` in per cent of the page."""

    svg: bytes
    alt: str
    width: int = 100


Block = Heading | Text | Points | KeyFigures | Table | Picture


@dataclass(frozen=True, slots=True, repr=False)
class PageData:
    """The blocks of one page, before it is rendered."""

    reader: Reader
    lang: Lang
    title: str
    about: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for the {self.reader}: {self.title!r}, {len(self.blocks)} blocks>"
