"""A page read back: its tables and figures, from the HTML and the Markdown, as a program or a person reads them."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser

from helhedsplan_finance import Page, Plan
from helhedsplan_finance.text import Lang


@dataclass
class Cell:
    """A cell: what is shown, and the exact value behind it, where it is a figure."""

    shown: str = ""
    exact: str | None = None


@dataclass
class Table:
    """A table: its caption, its headings, and its rows; the first cell of a row is its name."""

    caption: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    def row(self, name: str) -> list[Cell]:
        """Return the cells of a row, without its name; "stated so far" may stand after the name."""
        (found,) = [row[1:] for row in self.rows if row[0].shown.removesuffix(", oplyst indtil nu") == name]
        return found


class Reader(HTMLParser):
    """Reads the tables and the key figures of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.key_figures: list[Cell] = []
        self.pictures: list[str] = []
        self.words: list[str] = []
        self._into: Cell | None = None
        self._part = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag:
            case "table":
                self.tables.append(Table())
            case "caption" | "thead" | "tbody":
                self._part = tag
            case "tr" if self._part == "tbody":
                self.tables[-1].rows.append([])
            case "th" | "td":
                self._into = Cell()
            case "dd":
                self._into = Cell()
            case "data" if self._into is not None:
                self._into.exact = given["value"]
            case "img":
                self.pictures.append(given["alt"] or "")

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "caption" | "thead" | "tbody" | "table":
                self._part = ""
            case "th" | "td" if self._into is not None:
                if self._part == "thead":
                    self.tables[-1].heads.append(self._into.shown)
                else:
                    self.tables[-1].rows[-1].append(self._into)
                self._into = None
            case "dd" if self._into is not None:
                self.key_figures.append(self._into)
                self._into = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._into is not None:
            self._into.shown += data
        elif self._part == "caption":
            self.tables[-1].caption += data

    def table(self, start: str) -> Table:
        """Return the one table whose caption begins so."""
        (found,) = [one for one in self.tables if one.caption.startswith(start)]
        return found


@cache
def made(plan: Plan, reader: str, lang: Lang = "da") -> Page:
    """Return a page of a plan, made once for all the tests that only look at it."""
    return plan.page(reader, lang=lang)


def figure(shown: str) -> Fraction:
    """Read a Danish figure as it is shown: ``−1.234,5``, ``61,3 %`` or ``ca. 19.000``."""
    plain = shown.removeprefix("ca. ").replace("−", "-").replace(".", "").replace(",", ".").removesuffix(" %")
    return Fraction(plain)


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Round half away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def markdown_tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a Markdown text: rows of cells, headings first, without the marks of bold and of escapes."""
    tables: list[list[list[str]]] = []
    before = ""
    for line in text.splitlines():
        if line.startswith("|"):
            if not before.startswith("|"):
                tables.append([])
            cells = [re.sub(r"\\(.)", r"\1", cell.strip().strip("*")) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            tables[-1].append(cells)
        before = line
    return tables
