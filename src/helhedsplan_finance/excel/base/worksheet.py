"""One worksheet: text that stays text, amounts in kroner, formulas with their value, and a page that prints."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from helhedsplan_finance.excel.base.addresses import HEADER_ROW, NAME_ROW, cell, span
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.column_widths import AMOUNT, ColumnWidths
from helhedsplan_finance.excel.base.letter_widths import BOLD, lines_of, width_of
from helhedsplan_finance.excel.base.paper import Area, Paper, head_of, print_range, room_beside
from helhedsplan_finance.excel.base.printed_page import BOTTOM, LEFT, LINE, TOP, PrintedPage, page_of
from helhedsplan_finance.excel.base.serial_days import day_value
from helhedsplan_finance.excel.base.style import MONEY, Styles
from helhedsplan_finance.excel.base.xstring import escaped, in_pieces
from helhedsplan_finance.plan.schema import NAMES
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.money import Kroner

_LARGER = {"master": 1.4, "title": 1.5, "section": 1.1, "message": 1.1}  # relative sizes of larger letters
_OVERFLOWING = {
    "title",
    "subtitle",
    "section",
    "plain",
    "group",
    "message",
}  # these overflow into the empty cells beside them
_LINES_OF_NAME = 3  # as high as a name of some eighty letters that is typed later
_UNDER_TITLE = 2  # rows that a section has on the page of its title
_DAY = 11.0  # the width of a day: 31-12-2026
_NO_TITLE_TOP = 0.8  # inches above a page whose head has no title
_NO_WIDTH = {*_OVERFLOWING, "memory"}
_BOLD = {"title", "section", "message", "group", "strong", "strong_wrapped", "verdict", "verdict_left", "master"}


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
    names_live: bool = False  # whether a row above the heading has the name of the plan, since no head can follow it
    paper: Paper = field(default_factory=Paper)
    _runs_over: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)  # each such text and its kind
    _widths: ColumnWidths = field(init=False)
    _kinds: dict[tuple[int, int], str] = field(default_factory=dict)  # of each text that has a width
    _head: tuple[str, str] = "", ""  # the title and the note
    _areas: list[Area] = field(default_factory=list)
    _has_own_area: bool = False  # whether the last area holds what a person wrote beside the others
    _filters: set[tuple[int, int]] = field(default_factory=set)  # the headings with a filter button
    _quiet: dict[str, str] = field(default_factory=lambda: {"number_stored_as_text": "", "formula_range": ""})

    def __post_init__(self) -> None:
        self._widths = ColumnWidths(self.ore)

    def head(self, title: str, note: str) -> None:
        """Write the sheet's title, and below it the units and the sign convention; on paper they head each page."""
        self._head = title, note
        self._string(0, 0, title, "title")
        self.set_height(0, 24)
        self._string(1, 0, note, "subtitle")
        if self.names_live and self.plan_name:
            # In lines, since a program may break what overflows from a repeated column.
            self.formula(NAME_ROW, 0, f'={NAMES["name"]}&""', self.plan_name, "text")
            self.set_height(NAME_ROW, _LINES_OF_NAME * LINE)

    def set_height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self.paper.heights[row] = points
        self.raw.set_row(row, points)

    def header(self, row: int, titles: Sequence[str | int], figures: Collection[int], *, freeze: bool = True) -> None:
        """Write a header row, frozen and repeated on every printed page; columns of figures are right-aligned."""
        for column, title in enumerate(titles):
            self._fill(row, column)
            if isinstance(title, int):
                self.raw.write_number(row, column, title, self.styles("header_year"))
                self.widen(column, column, AMOUNT)
            else:
                kind = "header_right" if column in figures else "header"
                self.raw.write_string(row, column, title, self.styles(kind))
                self.texts[row, column] = title
                self._kinds[row, column] = kind
                is_year, filtered = column in figures and title[:4].isdecimal(), (row, column) in self._filters
                self._widths.fit_title(column, title, is_year=is_year, filtered=filtered)
        if freeze:
            self.raw.freeze_panes(row + 1, 1)
            self.raw.repeat_rows(NAME_ROW if self.names_live and row == HEADER_ROW else row, row)

    def text(self, row: int, column: int, value: str | None, kind: str = "text") -> None:
        """Write literal text; an empty text gives an empty cell with the format."""
        if value:
            self._string(row, column, value, kind)
            if kind not in _NO_WIDTH:
                self._measure(row, column, value, kind)
        else:
            self._blank(row, column, kind)

    def _hold(self, column: int, kind: str) -> None:
        if kind in MONEY:
            self._widths.hold_amounts(column)

    def _fill(self, row: int, column: int) -> None:
        self.filled.add((row, column))
        self.paper.draw(row, column)

    def _blank(self, row: int, column: int, kind: str, *, ore: bool = False) -> None:
        self.paper.draw(row, column)
        self.raw.write_blank(row, column, None, self.styles(kind, ore=ore))

    def _string(self, row: int, column: int, text: str, kind: str) -> None:
        self._fill(row, column)
        if kind in _OVERFLOWING:
            self._runs_over[row, column] = text, kind
            if row > 1 or not self._head[0]:  # the head of a sheet heads its pages, and never wraps
                self._widths.fit_words(column, text, _scale(kind))
        if kind == "section":
            self.paper.blocks.append((row, row + _UNDER_TITLE))
        write_literal(self.raw, row, column, text, self.styles(kind))

    def amount(self, row: int, column: int, amount: Kroner | None, kind: str = "kroner") -> None:
        """Write an amount in kroner; a missing amount stays blank."""
        self._hold(column, kind)
        if amount is None:
            self._blank(row, column, kind, ore=self.ore)
        else:
            self._fill(row, column)
            self.raw.write_number(row, column, _in_kroner(amount), self.styles(kind, ore=self.ore))
            self._widths.fit_amount(column, amount)

    def number(self, row: int, column: int, value: float | Fraction | None, kind: str = "number") -> None:
        """Write a plain number; a missing one stays blank."""
        if value is None:
            self._blank(row, column, kind)
        else:
            self._fill(row, column)
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
            self._blank(row, column, kind)
        else:
            self._fill(row, column)
            self._widths.fit_figure(column, _DAY)
            value = day_value(day)
            write = self.raw.write_string if isinstance(value, str) else self.raw.write_number
            write(row, column, value, self.styles(kind))

    def formula(self, row: int, column: int, formula: str, value: Kroner | float | str, kind: str = "kroner") -> None:
        """Write a live formula with its computed value, for programs that do not recalculate."""
        shown = _in_kroner(value) if isinstance(value, Kroner) else value
        self.formulas[row, column] = formula, shown
        self._hold(column, kind)
        self._fill(row, column)
        if kind.startswith("input"):
            self.entered.add((row, column))
        written = escaped(shown) if isinstance(shown, str) else shown
        self.raw.write_formula(row, column, formula, self.styles(kind, ore=self.ore), written)
        if isinstance(value, str) and kind in _OVERFLOWING:
            self._runs_over[row, column] = value, kind
            self._widths.fit_words(column, value, _scale(kind))
        elif isinstance(value, str):
            self._measure(row, column, value, kind)
        elif isinstance(value, Kroner):
            self._widths.fit_amount(column, value)

    def link(self, row: int, column: int, target: str, shown: str) -> None:
        """Write a link to a sheet of the workbook or to the page of a source."""
        self._fill(row, column)
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
        self._filters |= {(header_row, column) for column in range(len(titles))} if filtered else set()
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
        exact: bool = False,
        first: int = 0,
        last: int | None = None,
        repeated: int = 1,
        last_row: int | None = None,
        unprinted: Collection[int] = (),
        together: Sequence[Collection[int]] = (),
    ) -> PrintedPage:
        """Set widths and heights so that nothing is cut off, the pages, and the protection.

        ``widths`` are narrower where texts ask for less, unless they are ``exact``, as for input.
        Columns before ``first`` and after ``last`` are not printed, nor rows after ``last_row``; ``unprinted`` columns
        only where a page without them would have a gap. The first ``repeated`` are on each page of a sheet wider than
        one, which parts no columns that belong ``together`` if it need not.
        """
        by_column = self._widths.finish(widths, fixed=portrait or exact)
        for column, width in by_column.items():
            self.raw.set_column(column, column, width)
        right = max((column for _, column in self.filled), default=0) if last is None else last
        page = page_of(
            by_column,
            first,
            right,
            portrait=portrait,
            repeated=repeated,
            unprinted=unprinted,
            together=together,
        )
        top = (NAME_ROW if self.names_live else HEADER_ROW) if self._head[0] and not portrait else 0
        self._areas = self.paper.areas(page, first, repeated, top, last_row)
        self._set_heights(by_column, first + repeated)
        self.raw.ignore_errors({kind: ranges.strip() for kind, ranges in self._quiet.items() if ranges})
        self._print(page, first, portrait=portrait, repeated=repeated)
        self.raw.hide_gridlines(2)
        # Without a password: against accidents, not against the user. Widths, sorting and filters are free.
        free = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter", "select_locked_cells")
        self.raw.protect("", {**dict.fromkeys(free, True), "objects": True, "scenarios": True})
        return page

    def _set_heights(self, widths: Mapping[int, float], beside: int) -> None:
        """Make each row as high as its texts; one that would run over what is beside it, or off its page, wraps."""
        heights: dict[int, float] = {}
        for (row, column), value in self.texts.items():
            kind = self._kinds[row, column]
            count = lines_of(value, widths[column] / _scale(kind))
            heights[row] = max(heights.get(row, 0), LINE * _LARGER.get(kind, 1) * count + (count > 1))
        for (row, column), (text, kind) in self._runs_over.items():
            width, scale = widths.get(column, 8.43), _scale(kind)
            if width_of(text) * scale + 1 > self._room(widths, row, column, beside):
                count = lines_of(text, width / scale)
                heights[row] = max(heights.get(row, 0), LINE * _LARGER.get(kind, 1) * count + 1)
                self._wrap(row, column, text, kind)
        for row, height in heights.items():
            if height > self.paper.heights.get(row, LINE):
                self.set_height(row, height)

    def _room(self, widths: Mapping[int, float], row: int, column: int, beside: int) -> float:
        """Return the width that a text may take on every page that it is printed on."""
        pages = [area for area in self._areas if area[0] <= row <= area[2]]
        if not pages:
            return float("inf")
        taken = [at for at in range(column + 1, max(area[3] for area in pages) + 1) if (row, at) in self.filled]
        own = [area for area in pages if area[1] <= column <= area[3]]
        if not own and column >= beside:  # for the screen alone
            return float("inf")
        last = own[0][3] if own and (column >= beside or len(pages) == 1) else beside - 1
        return room_beside(widths, taken, column, max(last, column))

    def _wrap(self, row: int, column: int, shown: str, kind: str) -> None:
        """Write a text that ran over the cells beside it again, wrapped in its own."""
        look = self.styles(kind, wrapped=True)
        if (row, column) in self.formulas:
            self.raw.write_formula(row, column, self.formulas[row, column][0], look, escaped(shown))
        else:
            write_literal(self.raw, row, column, shown, look)

    def _print(self, page: PrintedPage, first: int, *, portrait: bool, repeated: int) -> None:
        """Set the paper, the scale, the areas of a wide sheet, and what is on the head and foot of each page."""
        self.raw.set_paper(9)
        self.raw.set_print_scale(page.scale)
        title, note = ("", "") if portrait else self._head
        self.raw.set_margins(left=LEFT, right=LEFT, top=TOP if title else _NO_TITLE_TOP, bottom=BOTTOM)
        self.raw.print_area_range = print_range(self.name, self._areas)
        if not portrait:
            self.raw.set_landscape()
            self.raw.repeat_columns(first, first + repeated - 1)
        top, bottom = self._areas[0][0], max(area[2] for area in self._areas)
        breaks = self.paper.breaks(page, top, bottom, 0 if portrait else self.paper.heights.get(HEADER_ROW, LINE))
        if breaks:
            self.raw.set_h_pagebreaks(breaks)
        as_is = {"scale_with_doc": False}
        self.raw.set_header(
            head_of(title, note, "" if self.names_live else self.plan_name, self.lang, dated=bool(self.plan_name)),
            as_is,
        )
        self.raw.set_footer(f"&L&F · &A&R{say('workbook.page', self.lang)}", as_is)

    def print_too(self, row: int, column: int) -> None:
        """Print a cell that a person has filled, on a page of its own where it is beside what is printed."""
        if not self._areas or not self.raw.print_area_range:
            return  # printed whole, or on request
        found = next((at for at, area in enumerate(self._areas) if area[1] <= column <= area[3]), None)
        if found is None and self._has_own_area:
            found = len(self._areas) - 1
        if found is None:
            self._areas.append((HEADER_ROW, column, max(row, HEADER_ROW), column))
            self._has_own_area = True
        else:
            top, left, bottom, right = self._areas[found]
            self._areas[found] = top, min(left, column), max(bottom, row), max(right, column)
        self.raw.print_area_range = print_range(self.name, self._areas)

    def print_on_request(self) -> None:
        """Leave the sheet out when the whole workbook is printed: its print area is an empty cell."""
        self._areas = []
        below = max((row for row, _ in self.filled), default=0) + 3
        self.raw.print_area(below, 0, below, 0)

    @property
    def titles(self) -> dict[int, str]:
        """The titles of the sheet's columns."""
        return {column: title for (row, column), title in self.texts.items() if row == HEADER_ROW}

    def widen(self, first: int, last: int, width: float) -> None:
        """Set the least width of some columns."""
        self._widths.at_least(first, last, width)

    def _measure(self, row: int, column: int, value: str, kind: str) -> None:
        self.texts[row, column] = value
        self._kinds[row, column] = kind
        self._widths.fit_text(column, value, _scale(kind))


def _scale(kind: str) -> float:
    """Return the width of the letters of a kind of cell, relative to those of plain text."""
    is_bold = kind in _BOLD or kind.startswith(("header", "total"))
    return _LARGER.get(kind, 1) * (BOLD if is_bold else 1)


def _in_kroner(amount: Kroner) -> float:
    return amount.ore / 100


def write_literal(raw: Any, row: int, column: int, text: str, look: Any) -> None:
    """Write a text; one that XlsxWriter would read as markup is written in pieces, which give the same text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        raw.write_rich_string(row, column, text[0], text[1], *in_pieces(text[2:]), look)
    else:
        raw.write_string(row, column, text, look)
