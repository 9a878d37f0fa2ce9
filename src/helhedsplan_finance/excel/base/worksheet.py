"""One worksheet: text that stays text, amounts in kroner, formulas with their value, and a page that prints."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from textwrap import shorten
from typing import Any

from helhedsplan_finance.excel.base.addresses import HEADER_ROW, cell, span
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.column_widths import AMOUNT, ColumnWidths, lines_of
from helhedsplan_finance.excel.base.printed_page import PrintedPage, page_of
from helhedsplan_finance.excel.base.serial_days import day_value
from helhedsplan_finance.excel.base.style import Styles
from helhedsplan_finance.excel.base.xstring import escaped, in_pieces
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.version import __version__

_LINE_HEIGHT = 15
_LONGEST_HEAD = 48  # characters of the name of the plan at the head of a page
_LARGER = {"master": 1.4, "title": 1.5, "section": 1.1, "message": 1.1}  # relative sizes of larger letters
_OVERFLOWING = {
    "title",
    "subtitle",
    "section",
    "plain",
    "group",
    "message",
}  # these overflow into the empty cells beside them
_NO_WIDTH = {*_OVERFLOWING, "memory"}


@dataclass
class Sheet:
    """A worksheet under construction. Rows and columns count from 0; amounts are written in kroner.

    ``formulas`` holds each formula by its cell with its value, ``texts`` each text, ``filled`` each cell with any
    content, ``entered`` the formulas in input cells, and ``tables`` the header row, columns and rows of each table.
    """

    book: Any
    raw: Any
    styles: Styles
    lang: Lang
    name: str
    ore: bool
    formulas: dict[tuple[int, int], tuple[str, float | str]] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    filled: set[tuple[int, int]] = field(default_factory=set)
    entered: set[tuple[int, int]] = field(default_factory=set)
    tables: dict[str, tuple[int, Sequence[Column | str], int]] = field(default_factory=dict)
    charts: int = 0
    plan_name: str = ""
    _runs_over: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)  # each such text and its kind
    _widths: ColumnWidths = field(init=False)
    _scales: dict[int, float] = field(default_factory=dict)  # row -> the relative size of its letters
    _quiet: dict[str, str] = field(default_factory=lambda: {"number_stored_as_text": "", "formula_range": ""})

    def __post_init__(self) -> None:
        self._widths = ColumnWidths(self.ore)

    def head(self, title: str, note: str, column: int = 0) -> None:
        """Write the sheet's title, and below it the units and the sign convention, in the first printed column."""
        self._string(0, column, title, "title")
        self.raw.set_row(0, 24)
        self._string(1, column, note, "subtitle")

    def header(self, row: int, titles: Sequence[str | int], figures: Collection[int], *, freeze: bool = True) -> None:
        """Write a header row, frozen and repeated on every printed page; columns of figures are right-aligned."""
        for column, title in enumerate(titles):
            self.filled.add((row, column))
            if isinstance(title, int):
                self.raw.write_number(row, column, title, self.styles("header_year"))
                self.widen(column, column, AMOUNT)
            else:
                kind = "header_right" if column in figures else "header"
                self.raw.write_string(row, column, title, self.styles(kind))
                self.texts[row, column] = title
                self._widths.fit_title(column, title, is_year=column in figures and title[:4].isdecimal())
        if freeze:
            self.raw.freeze_panes(row + 1, 1)
            self.raw.repeat_rows(row)

    def text(self, row: int, column: int, value: str | None, kind: str = "text") -> None:
        """Write literal text; an empty text gives an empty cell with the format."""
        if value:
            self._string(row, column, value, kind)
            if kind not in _NO_WIDTH:
                self._measure(row, column, value)
        else:
            self.raw.write_blank(row, column, None, self.styles(kind))

    def _string(self, row: int, column: int, text: str, kind: str) -> None:
        self.filled.add((row, column))
        if kind in _OVERFLOWING:
            self._runs_over[row, column] = text, kind
        write_literal(self.raw, row, column, text, self.styles(kind))

    def amount(self, row: int, column: int, amount: Kroner | None, kind: str = "kroner") -> None:
        """Write an amount in kroner; a missing amount stays blank."""
        if amount is None:
            self.raw.write_blank(row, column, None, self.styles(kind, ore=self.ore))
        else:
            self.filled.add((row, column))
            self.raw.write_number(row, column, _in_kroner(amount), self.styles(kind, ore=self.ore))
            self._widths.fit_amount(column, amount)

    def number(self, row: int, column: int, value: float | Fraction | None, kind: str = "number") -> None:
        """Write a plain number; a missing one stays blank."""
        if value is None:
            self.raw.write_blank(row, column, None, self.styles(kind))
        else:
            self.filled.add((row, column))
            self.raw.write_number(row, column, float(value), self.styles(kind))

    def share(self, row: int, column: int, share: Fraction | None, kind: str) -> None:
        """Write a share: a number, or the division where a number is not exact, such as a third."""
        if share is None or Fraction(f"{float(share):.15g}") == share:
            self.number(row, column, share, kind)
        else:
            self.formula(row, column, f"={share.numerator}/{share.denominator}", float(share), kind)

    def day(self, row: int, column: int, day: date | None, kind: str = "date") -> None:
        """Write a date."""
        if day is None:
            self.raw.write_blank(row, column, None, self.styles(kind))
        else:
            self.filled.add((row, column))
            value = day_value(day)
            write = self.raw.write_string if isinstance(value, str) else self.raw.write_number
            write(row, column, value, self.styles(kind))

    def formula(self, row: int, column: int, formula: str, value: Kroner | float | str, kind: str = "kroner") -> None:
        """Write a live formula with its computed value, for programs that do not recalculate."""
        shown = _in_kroner(value) if isinstance(value, Kroner) else value
        self.formulas[row, column] = formula, shown
        self.filled.add((row, column))
        if kind.startswith("input"):
            self.entered.add((row, column))
        written = escaped(shown) if isinstance(shown, str) else shown
        self.raw.write_formula(row, column, formula, self.styles(kind, ore=self.ore), written)
        if isinstance(value, str) and kind in _OVERFLOWING:
            self._runs_over[row, column] = value, kind
        elif isinstance(value, str):
            self._measure(row, column, value)
            self._scales[row] = max(self._scales.get(row, 1), _LARGER.get(kind, 1))
        elif isinstance(value, Kroner):
            self._widths.fit_amount(column, value)

    def link(self, row: int, column: int, target: str, shown: str) -> None:
        """Write a link to a sheet of the workbook or to the page of a source."""
        self.filled.add((row, column))
        self.raw.write_url(row, column, target, self.styles("link"), shown)

    def table(
        self,
        name: str,
        columns: Sequence[Column | str],
        rows: int,
        *,
        header_row: int = HEADER_ROW,
        filtered: bool = False,
    ) -> list[str]:
        """Add a named table over a header row and the rows below it, for structured references in formulas.

        Each column gets its id as the defined name of its header cell; a title alone has no id. Returns the titles.
        """
        titles = [column if isinstance(column, str) else column.title(self.lang) for column in columns]
        self.tables[name] = header_row, columns, max(rows, 1)
        for place, column in enumerate(columns):
            if isinstance(column, Column):
                self.book.define_name(column.name_in(name), f"='{self.name}'!{cell(header_row, place, fixed=True)}")
        self.raw.add_table(
            header_row,
            0,
            header_row + max(rows, 1),
            len(columns) - 1,
            {
                "name": name,
                "style": None,
                "autofilter": filtered,
                "columns": [{"header": title, "header_format": self.styles("header")} for title in titles],
            },
        )
        # The titles of a table are text, years too, and a sum leaves out the price beside it: both on purpose.
        header = span(header_row, 0, len(columns) - 1)
        below = cell(header_row + max(rows, 1), len(columns) - 1)
        self._quiet["number_stored_as_text"] += f" {header}"
        self._quiet["formula_range"] += f" {cell(header_row + 1, 0)}:{below}"
        return titles

    def colour_words(self, first: tuple[int, int], last: tuple[int, int], looks: Mapping[str, str]) -> None:
        """Colour the cells that begin with a word, which has the same meaning without its colour."""
        for word, look in looks.items():
            wanted = {
                "type": "text",
                "criteria": "begins with",
                "value": word,
                "format": self.styles.verdict(look),
            }
            self.raw.conditional_format(*first, *last, wanted)

    def finish(
        self,
        widths: Mapping[int, float] | None = None,
        *,
        portrait: bool = False,
        first: int = 0,
        last: int | None = None,
        repeated: int = 1,
    ) -> PrintedPage:
        """Set widths and heights so that nothing is cut off, the page, and the protection.

        Columns before ``first`` and after ``last`` are not printed. The first ``repeated`` of the others are on each
        page of a sheet wider than one; a text that runs over the cells beside it would be cut there, so it wraps.
        """
        by_column = self._widths.finish(widths, self.texts)
        for column, width in by_column.items():
            self.raw.set_column(column, column, width)
        lines: dict[int, int] = {}
        for (row, column), value in self.texts.items():
            lines[row] = max(lines.get(row, 1), lines_of(value, by_column[column] / self._scales.get(row, 1)))
        right = max((column for _, column in self.filled), default=0)
        page = page_of(by_column, first, right if last is None else last, portrait=portrait, repeated=repeated)
        if page.breaks:
            for (row, column), (text, kind) in self._runs_over.items():
                if column == first:
                    scale = max(self._scales.get(row, 1), _LARGER.get(kind, 1))
                    lines[row] = max(lines.get(row, 1), lines_of(text, by_column.get(column, 8.43) / scale))
                    self._wrap(row, column, text, kind)
                    self._scales[row] = scale
        for row, count in lines.items():
            if count > 1:
                self.raw.set_row(row, _LINE_HEIGHT * self._scales.get(row, 1) * count + 1)
        self.raw.ignore_errors({kind: ranges.strip() for kind, ranges in self._quiet.items() if ranges})
        self._print(page, first, last, portrait=portrait, repeated=repeated)
        self.raw.hide_gridlines(2)
        # Without a password: against accidents, not against the user. Widths, sorting and filters are free.
        free = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter", "select_locked_cells")
        self.raw.protect("", {**dict.fromkeys(free, True), "objects": True, "scenarios": True})
        return page

    def _wrap(self, row: int, column: int, shown: str, kind: str) -> None:
        """Write a text that ran over the cells beside it again, wrapped in its own."""
        look = self.styles(kind, wrapped=True)
        if (row, column) in self.formulas:
            self.raw.write_formula(row, column, self.formulas[row, column][0], look, escaped(shown))
        else:
            write_literal(self.raw, row, column, shown, look)

    def _print(self, page: PrintedPage, first: int, last: int | None, *, portrait: bool, repeated: int) -> None:
        """Set the paper, the scale, the pages of a wide sheet, and what is on the head and foot of each page."""
        if not portrait:
            self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        self.raw.set_print_scale(page.scale)
        if page.breaks:
            self.raw.set_v_pagebreaks(page.breaks)
            self.raw.print_across()
        if not portrait:  # also on the pages that wider letters of another typeface ask for
            self.raw.repeat_columns(first, first + repeated - 1)
        if first or last is not None:
            bottom, right = (max(place[side] for place in self.filled) for side in (0, 1))
            self.raw.print_area(0, first, bottom, right if last is None else last)
        as_is = {"scale_with_doc": False}
        # In the head of a page & begins a code; a person's && is one &.
        name = shorten(self.plan_name, _LONGEST_HEAD, placeholder=" …").replace("&", "&&")
        self.raw.set_header(f"&L{name}&Chelhedsplan {__version__}&R&D" if name else "&R&D", as_is)
        self.raw.set_footer(f"&L&F · &A&R{say('workbook.page', self.lang)}", as_is)

    def print_on_request(self) -> None:
        """Leave the sheet out when the whole workbook is printed: its print area is an empty cell."""
        below = max((row for row, _ in self.filled), default=0) + 3
        self.raw.print_area(below, 0, below, 0)

    @property
    def titles(self) -> dict[int, str]:
        """The titles of the sheet's columns."""
        return {column: title for (row, column), title in self.texts.items() if row == HEADER_ROW}

    def widen(self, first: int, last: int, width: float) -> None:
        """Set the least width of some columns."""
        self._widths.at_least(first, last, width)

    def _measure(self, row: int, column: int, value: str) -> None:
        self.texts[row, column] = value
        self._widths.fit_text(column, value)


def _in_kroner(amount: Kroner) -> float:
    return amount.ore / 100


def write_literal(raw: Any, row: int, column: int, text: str, look: Any) -> None:
    """Write a text; one that XlsxWriter would read as markup is written in pieces, which give the same text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        raw.write_rich_string(row, column, text[0], text[1], *in_pieces(text[2:]), look)
    else:
        raw.write_string(row, column, text, look)
