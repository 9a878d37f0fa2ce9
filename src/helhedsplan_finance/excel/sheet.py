"""One worksheet: text that stays text, amounts in kroner, formulas with their value, and a page that prints."""

from collections.abc import Collection
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from helhedsplan_finance.excel.style import Styles
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.text import Lang, say

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
FIRST_YEAR = 6  # six columns that describe a line come before the years, on every sheet with years
_NARROWEST, _WIDEST = 7, 44
# Of the width of a digit, in which columns are measured: generous for the width of a column, average for a long text.
_SIGN_WIDTH, _MEAN_WIDTH = 1.15, 1.0
_LINE_HEIGHT = 15
_OVERFLOWING = {"title", "subtitle", "section"}  # these run on over the empty cells beside them


@dataclass
class Sheet:
    """A worksheet under construction. Rows and columns count from 0; amounts are written in kroner."""

    book: Any
    raw: Any
    styles: Styles
    lang: Lang
    ore: bool
    _widths: dict[int, float] = field(default_factory=dict)
    _texts: list[tuple[int, int, str]] = field(default_factory=list)

    def head(self, title: str, note: str) -> None:
        """Write the sheet's title, and below it the units and the sign convention."""
        self.raw.write_string(0, 0, title, self.styles("title"))
        self.raw.set_row(0, 24)
        self.raw.write_string(1, 0, note, self.styles("subtitle"))

    def header(self, row: int, titles: list[str], figures: Collection[int]) -> None:
        """Write a header row, frozen and repeated on every printed page; columns of figures are right-aligned."""
        for column, title in enumerate(titles):
            kind = "header_right" if column in figures else "header"
            self.raw.write_string(row, column, title, self.styles(kind))
            self._measure(row, column, title)
        self.raw.freeze_panes(row + 1, 1)
        self.raw.repeat_rows(row)

    def text(self, row: int, column: int, value: str | None, kind: str = "text") -> None:
        """Write text as text, whatever it begins with; nothing stays an empty cell of that kind."""
        if value:
            self.raw.write_string(row, column, value, self.styles(kind))
            if kind not in _OVERFLOWING:
                self._measure(row, column, value)
        else:
            self.raw.write_blank(row, column, None, self.styles(kind))

    def amount(self, row: int, column: int, amount: Kroner | None, kind: str = "kroner") -> None:
        """Write an amount in kroner; an amount that nobody has stated stays blank."""
        if amount is None:
            self.raw.write_blank(row, column, None, self.styles(kind, ore=self.ore))
        else:
            self.raw.write_number(row, column, _in_kroner(amount), self.styles(kind, ore=self.ore))
            self._measure_amount(column, amount)

    def number(self, row: int, column: int, value: float, kind: str = "number") -> None:
        """Write a plain number."""
        self.raw.write_number(row, column, value, self.styles(kind))

    def formula(self, row: int, column: int, formula: str, value: Kroner | float | str, kind: str = "kroner") -> None:
        """Write a live formula with the value that the library computed, for readers that do not recalculate."""
        shown = _in_kroner(value) if isinstance(value, Kroner) else value
        self.raw.write_formula(row, column, formula, self.styles(kind, ore=self.ore), shown)
        if isinstance(value, str):
            self._measure(row, column, value)
        elif isinstance(value, Kroner):
            self._measure_amount(column, value)

    def choices(self, row: int, column: int, words: Collection[str]) -> None:
        """Let a cell take one of some words and nothing else, and say so to whoever types another."""
        self.raw.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "list",
                "source": list(words),
                "error_title": say("workbook.choice_title", self.lang),
                "error_message": say("workbook.choice", self.lang, words=list(words)),
            },
        )

    def table(self, name: str, columns: list[str], rows: int) -> None:
        """Make the header row and the rows below it a named table, so that formulas can name its columns."""
        self.raw.add_table(
            HEADER_ROW,
            0,
            HEADER_ROW + max(rows, 1),
            len(columns) - 1,
            {
                "name": name,
                "style": None,
                "autofilter": False,
                "columns": [{"header": title, "header_format": self.styles("header")} for title in columns],
            },
        )

    def finish(self, widths: dict[int, float] | None = None, *, portrait: bool = False) -> None:
        """Set widths and heights so that nothing is cut off, and the page: A4, one page wide, with a footer."""
        self._widths |= widths or {}
        for column, width in self._widths.items():
            self.raw.set_column(column, column, width)
        lines: dict[int, int] = {}
        for row, column, value in self._texts:
            lines[row] = max(lines.get(row, 1), _lines(value, self._widths[column]))
        for row, count in lines.items():
            self.raw.set_row(row, _LINE_HEIGHT * count + 1)
        if not portrait:
            self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.fit_to_pages(1, 0)
        self.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.raw.hide_gridlines(2)
        self.raw.set_footer(f"&L&F · &A&R{say('workbook.page', self.lang)}")

    def widen(self, first: int, last: int, width: float) -> None:
        """Ask for a least width of some columns."""
        for column in range(first, last + 1):
            self._widths[column] = max(self._widths.get(column, 0), width)

    def _measure(self, row: int, column: int, value: str) -> None:
        self._texts.append((row, column, value))
        longest = max((len(line) for line in value.splitlines()), default=0)
        self.widen(column, column, min(_WIDEST, max(_NARROWEST, longest * _SIGN_WIDTH + 2)))

    def _measure_amount(self, column: int, amount: Kroner) -> None:
        self.widen(column, column, len(amount.text()) * _SIGN_WIDTH)


def _lines(value: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    per_line = max(1, int(width / _MEAN_WIDTH))
    return sum(len(wrap(line, per_line)) or 1 for line in value.splitlines())


def _in_kroner(amount: Kroner) -> float:
    return amount.ore / 100


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """Return a cell's name, such as ``G5`` or ``$G$5``."""
    name: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
    return name


def span(row: int, first: int, last: int) -> str:
    """Return a stretch of one row, such as ``G5:J5``."""
    return f"{cell(row, first)}:{cell(row, last)}"
