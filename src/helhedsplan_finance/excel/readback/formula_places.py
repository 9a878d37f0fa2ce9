"""The cells that formulas refer to, by tables, columns and rows as they were written, wherever they are now."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from helhedsplan_finance.excel.base.column_ids import column_named
from helhedsplan_finance.excel.base.memory import Memory, TableMemory
from helhedsplan_finance.excel.base.names import anchor
from helhedsplan_finance.excel.readback.opened import Book, Table

Box = tuple[int, int, int, int]  # the first row and column, the last row and column
At = tuple[str, int, int]  # the key of a sheet, a row and a column


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table is: its sheet, its rows, and the number that each column had when it was written."""

    sheet: str
    header: int
    last: int
    titles: Mapping[str, str]  # the title of a column, casefolded -> its number, or its title for one added since
    columns: Mapping[int, str]  # the column of the sheet -> the same

    def rows_of(self, box: Box, row: int | None) -> str | None:
        """Return which rows of the table a range covers; ``None`` where it reaches beyond the rows or the columns."""
        top, left, bottom, right = box
        if left not in self.columns or right not in self.columns or not self.header <= top <= bottom <= self.last:
            return None
        if (top, bottom) == (self.header + 1, self.last):
            return ""
        if top == bottom == row:
            return "@"
        return f"{top - self.header}:{bottom - self.header}"


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the rows, or the columns, of a sheet have moved: from each place on, by so many."""

    steps: tuple[tuple[int, int], ...] = ((0, 0),)  # the first place now, and the distance moved

    def back(self, now: int) -> int:
        """Return the written place of a row or column."""
        found = bisect_right(self.steps, now, key=lambda step: step[0])
        return now - self.steps[max(found - 1, 0)][1]


STILL = Shift()


@dataclass
class Places:
    """The tables and sheets of a workbook, for the references of its formulas."""

    sheets: dict[str, str]  # the name of a sheet, casefolded -> its key
    tables: dict[str, TablePlace]  # by name, in capitals
    shifts: dict[str, tuple[Shift, Shift]] = field(default_factory=dict)  # of rows and of columns, by sheet
    _by_sheet: dict[str, list[tuple[str, TablePlace]]] = field(default_factory=dict)

    def _on(self, key: str) -> list[tuple[str, TablePlace]]:
        """Return the tables of a sheet by name."""
        if key not in self._by_sheet:
            self._by_sheet[key] = [(name, table) for name, table in self.tables.items() if table.sheet == key]
        return self._by_sheet[key]

    def column(self, table: str, title: str) -> str | None:
        """Return the written number of a column of a table; ``None`` for an unknown table."""
        place = self.tables.get(table.upper())
        return None if place is None else place.titles.get(title.casefold(), title.casefold())

    def range_(self, sheet: str | None, box: Box, at: At, *, loose: bool) -> str:
        """Return a range of cells as a part of a table, or as cells in their written places.

        A loose one is without its rows and without its place outside tables, which moved rows may have changed.
        """
        key = at[0] if sheet is None else self.sheets.get(sheet.casefold(), sheet.casefold())
        row = at[1] if key == at[0] else None
        for name, table in self._on(key):
            if (rows := table.rows_of(box, row)) is not None:
                columns = span(table.columns[box[1]], table.columns[box[3]])
                if rows == "" or not loose:
                    return f"{name}{rows}[{columns}]"
                return f"{name}{'@' if rows == '@' else ''}[{columns}]"
        if loose:
            return "§"
        rows_, columns_ = self.shifts.get(key, (STILL, STILL))
        corners = ((box[0], box[1]), (box[2], box[3]))
        shown = ":".join(f"{rows_.back(row)},{columns_.back(column)}" for row, column in dict.fromkeys(corners))
        return f"{key}!{shown}"


def span(first: str, last: str) -> str:
    """Return a column, or a range of columns."""
    return first if first == last else f"{first}:{last}"


def written_places(memory: Memory) -> Places:
    """Return the places of a workbook when it was written."""
    places = Places({sheet.name.casefold(): key for key, sheet in memory.sheets.items()}, {})
    for key, sheet in memory.sheets.items():
        for table in sheet.tables:
            titles = {title.casefold(): str(number) for number, (title, _) in enumerate(table.columns)}
            columns = {number + 1: str(number) for number in range(len(table.columns))}
            places.tables[table.name.upper()] = TablePlace(
                key, table.header, table.header + table.rows, titles, columns
            )
    return places


def present_places(book: Book, memory: Memory) -> Places:
    """Return the places of a workbook as it is; how far its rows and columns moved is found from its formulas."""
    places = Places({}, {})
    for key in memory.sheets:
        if (anchored := book.anchor(anchor(key))) is not None:
            places.sheets[anchored.sheet.casefold()] = key
    remembered = {table.name: table for sheet in memory.sheets.values() for table in sheet.tables}
    for name, table in book.tables.items():
        written = remembered.get(name)
        numbers = columns_now(book, table, written) if written is not None else {}
        titles = {title.casefold(): str(number) for number, title in enumerate(_titles(written))}
        columns = {column: str(number) for number, column in numbers.items()}
        for title, column in table.columns.items():
            titles[title.casefold()] = columns.setdefault(column, title.casefold())
        sheet = places.sheets.get(table.sheet.casefold(), table.sheet.casefold())
        places.tables[name.upper()] = TablePlace(sheet, table.header, table.last, titles, columns)
    return places


def _titles(table: TableMemory | None) -> list[str]:
    return [] if table is None else [title for title, _ in table.columns]


def columns_now(book: Book, table: Table, written: TableMemory) -> dict[int, int]:
    """Return the present column of each written column of a table, by its number: by its id, or else by its title.

    A column without an id that was given another title is the one in its place, if that is no other column.
    """
    found = {}
    for number, (title, id_) in enumerate(written.columns):
        known = column_named(id_)
        at = table.columns.get(known[1].title(book.lang)) if known is not None else None
        if at is None and known is None and id_ and (cell := book.anchor(id_)) is not None:  # an id of a later version
            at = cell.column if (cell.sheet, cell.row) == (table.sheet, table.header) else None
        at = table.columns.get(title) if at is None else at
        if at is not None:
            found[number] = at
    first, taken = min(table.columns.values(), default=1), set(found.values())
    for number, (_, id_) in enumerate(written.columns):
        if number not in found and not id_ and first + number in {*table.columns.values()} - taken:
            found[number] = first + number
    return found
