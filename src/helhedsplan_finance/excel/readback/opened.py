"""A guarded workbook as tables of cells: each table by its name, each column by its stored id or its title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helhedsplan_finance.excel.base.names import LANGUAGE
from helhedsplan_finance.excel.base.part_counts import MOST_COLUMNS, column_of, letters_of
from helhedsplan_finance.excel.base.workbook_guard import MOST_BYTES
from helhedsplan_finance.excel.readback.book_parts import Comment, StoredTable
from helhedsplan_finance.excel.readback.stored_book import StoredBook, StoredSheet
from helhedsplan_finance.excel.readback.table_columns import Columns, Place, StoredIds, find_columns, with_titles
from helhedsplan_finance.plan.bounds import MOST_ROWS
from helhedsplan_finance.plan.schema import KILDER, TABLES
from helhedsplan_finance.text import LANGS, Lang, Message
from helhedsplan_finance.values.disk import read_bytes

MOST_TABLE_ROWS = MOST_ROWS + 20  # the most of a plan, and the spare rows below them
_ANCHOR = re.compile(r"^(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,6})$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place, its value, and its kind in the file: n, s, b, e, d or f (a formula)."""

    sheet: str
    row: int
    column: int
    value: Any
    kind: str

    @property
    def place(self) -> str:
        """The address of the cell: ``Kilder!F12``."""
        return f"{self.sheet}!{letters_of(self.column)}{self.row}"

    @property
    def is_blank(self) -> bool:
        """Whether the cell is empty."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True, slots=True)
class Table:
    """A named table of the workbook: its sheet, its header row, its last row, and its columns."""

    name: str
    sheet: str
    header: int
    last: int
    found: Columns = field(hash=False)

    @property
    def columns(self) -> dict[str, int]:
        """The columns by the titles of this version, in the language of the workbook."""
        return self.found.by_title

    @property
    def said(self) -> Message:
        """The table in the words of a message: the table on Kilder."""
        from helhedsplan_finance.excel.readback.table_words import table_said

        return table_said(self.name, self.sheet)

    @property
    def rows(self) -> range:
        """The rows below the header."""
        return range(self.header + 1, self.last + 1)


class Book:
    """A workbook's tables, names and cells. Rows and columns count from 1, as in the file.

    Raises :class:`PlanFileError` for a file that the guard refuses, or that cannot be read as a workbook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        stored = StoredBook(read_bytes(path, MOST_BYTES), path)
        self._sheets = stored.sheets
        self.drawn = stored.drawn  # the sheet and the kind of each picture, chart and pivot table
        self.names = {one.name: one.target for one in stored.names if one.sheet is None}
        self._ids = StoredIds((one.name, self._place(one.target)) for one in stored.names if one.sheet is None)
        listed = [(sheet, table) for sheet in self._sheets.values() for table in sheet.tables]
        there = {table.name for _, table in listed}
        lost = {name: cells for name, cells in self._ids.places().items() if cells and name not in there}
        self.lost: tuple[str, ...] = ()  # the tables that are no longer in the file
        if lost:
            from helhedsplan_finance.excel.readback.lost_tables import lost_tables

            found = lost_tables(path, self._sheets, lost)
            self.lost = tuple(table.name for _, table in found)
            listed += found
        headers = {table.name: self._headers(sheet, table) for sheet, table in listed}
        self.lang = self._language(set(headers.get(KILDER, {}).values()))
        self.tables = {table.name: self._table(sheet, table, headers[table.name]) for sheet, table in listed}
        self._retitled = {table.name: table.found.retitled for table in self.tables.values() if table.found.retitled}

    def _headers(self, sheet: StoredSheet, stored: StoredTable) -> dict[int, str]:
        """Return the title of each column of a table as the workbook shows it."""
        row, columns = stored.first[0], range(stored.first[1], min(stored.last[1], MOST_COLUMNS) + 1)
        return {column: str(self.cell(sheet.name, row, column).value or "").strip() for column in columns}

    def _language(self, titles: set[str]) -> Lang:
        """Return the language stated on the Log, or that whose titles most of the columns of Kilder have."""
        stated = self.anchor(LANGUAGE)
        if stated is not None and stated.value in LANGS:
            return LANGS[LANGS.index(stated.value)]
        (stream,) = (table for table in TABLES if table.name == KILDER)
        return max(LANGS, key=lambda lang: len(titles & set(stream.titles(lang))))

    def _table(self, sheet: StoredSheet, stored: StoredTable, headers: dict[int, str]) -> Table:
        header = stored.first[0]
        last = stored.last[0] - stored.totals
        if last > header + MOST_TABLE_ROWS:  # a corner was dragged down, or a program extended the table
            columns = range(stored.first[1], stored.last[1] + 1)
            filled = (row for row, column in sheet if header < row <= last and column in columns)
            last = max(header + MOST_TABLE_ROWS, max(filled, default=0))
        found = find_columns(headers, self._ids.of(stored.name, sheet.name, header, headers), self.lang)
        return Table(stored.name, sheet.name, header, last, found)

    def with_titles(self, formula: str) -> str:
        """Return a formula of the workbook with the titles of this version in its references to columns."""
        return with_titles(formula, self._retitled) if self._retitled else formula

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        """Return one cell."""
        formula = self._sheets[sheet].formula(row, column)
        if formula is not None:
            return Cell(sheet, row, column, formula, "f")
        return Cell(sheet, row, column, *self._sheets[sheet].value(row, column))

    def stored(self, cell: Cell) -> Cell:
        """Return a cell with the stored value of its formula."""
        return Cell(cell.sheet, cell.row, cell.column, *self._sheets[cell.sheet].value(cell.row, cell.column))

    def unit(self, cell: Cell) -> str:
        """Return the unit that the format of a cell shows with a number: ``%``, a currency, or nothing."""
        return self._sheets[cell.sheet].unit(cell.row, cell.column)

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Return whether a row of a sheet is hidden, by a person or a filter."""
        return self._sheets[sheet].is_hidden(row)

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets with cells, in their order."""
        return list(self._sheets)

    def cells(self, sheet: str) -> Iterator[Cell]:
        """Yield the cells of a sheet that are not blank, in no particular order."""
        for row, column in self._sheets[sheet]:
            cell = self.cell(sheet, row, column)
            if not cell.is_blank:
                yield cell

    def comments(self, sheet: str) -> tuple[Comment, ...]:
        """Return the comments on the cells of a sheet."""
        return self._sheets[sheet].comments

    def below(self, table: Table) -> Iterator[list[Cell]]:
        """Yield the cells in a table's columns below it, row by row, up to the next table."""
        others = [one.header for one in self.tables.values() if one.sheet == table.sheet and one.header > table.last]
        end = min(others, default=self._sheets[table.sheet].last_row + 2)
        for row in range(table.last + 1, end - 1):
            cells = [self.cell(table.sheet, row, column) for column in table.columns.values()]
            if filled := [cell for cell in cells if not cell.is_blank]:
                yield filled

    def anchor(self, name: str) -> Cell | None:
        """Return the cell of a defined name; ``None`` where there is no such name or cell."""
        place = self._place(self.names.get(name, ""))
        return self.cell(*place) if place is not None else None

    def mark(self, name: str, sheet: str) -> None:
        """Let a defined name point to the first cell of a sheet."""
        quoted = sheet.replace("'", "''")
        self.names[name] = f"'{quoted}'!$A$1"

    def _place(self, target: str) -> Place | None:
        """Return the sheet, row and column of the cell that a name points to; ``None`` for anything else."""
        match = _ANCHOR.match(target)
        if match is None:
            return None
        sheet = (match["quoted"] or match["plain"]).replace("''", "'")
        if sheet not in self._sheets or len(match["column"]) > 2:
            return None
        return sheet, int(match["row"]), column_of(match["column"])
