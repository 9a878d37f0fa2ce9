"""A guarded workbook as tables of cells: each table by its name, each column by its stored id or its title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.table import Table as StoredTable
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.names import LANGUAGE
from helhedsplan_finance.excel.base.workbook_guard import MOST_BYTES, look_through
from helhedsplan_finance.excel.base.xstring import unescaped
from helhedsplan_finance.excel.readback.table_columns import Columns, Place, StoredIds, find_columns, with_titles
from helhedsplan_finance.plan.schema import KILDER, TABLES
from helhedsplan_finance.text import LANGS, Lang
from helhedsplan_finance.values.disk import read_bytes
from helhedsplan_finance.values.quietly import quietly

_ANCHOR = re.compile(r"^(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,6})$")

_MOST_NUMBER = 10**18
_SHARED_STRING = f"{{{SHEET_MAIN_NS}}}si"


class _Reader(ExcelReader):
    """A reader of cells and tables alone; charts, comments and styles would double the time.

    It keeps the escapes of texts, which openpyxl resolves only in part; they are resolved cell by cell.
    """

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as opened:
            for _, node in iterparse(opened):
                if node.tag == _SHARED_STRING:
                    text: Any = Text.from_tree(node)
                    self.shared_strings.append(text.content)
                    node.clear()

    def read_worksheets(self) -> None:
        """Read the cells and the tables of each sheet."""
        sheets: Any = self.parser.find_sheets()
        for sheet, part in sheets:
            if part.target not in self.valid_files:
                continue
            if "chartsheet" in part.Type:  # a chart sheet has an index among the sheets
                self.read_chartsheet(sheet, part)
                continue
            target: Any = self.wb.create_sheet(sheet.name)
            related = get_rels_path(part.target)  # type: ignore[no-untyped-call]
            target._rels = get_dependents(self.archive, related) if related in self.valid_files else RelationshipList()
            with self.archive.open(part.target) as opened:
                reader = WorksheetReader(target, opened, self.shared_strings, self.data_only, self.rich_text)
                reader.bind_cells()
                reader.bind_tables()
            for table in reader.tables:
                stored: Any = fromstring(self.archive.read(table))
                target.add_table(StoredTable.from_tree(stored))


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
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"

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
    def rows(self) -> range:
        """The rows below the header."""
        return range(self.header + 1, self.last + 1)


class Book:
    """A workbook's tables, names and cells. Rows and columns count from 1, as in the file.

    Raises :class:`PlanFileError` for a file that the guard refuses, or that cannot be read as a workbook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._content = read_bytes(path, MOST_BYTES)
        look_through(self._content, path)
        reader = self._load(data_only=False)
        self._book = reader.wb
        # The public access of a sheet creates missing cells; for single cells, that adds up.
        self._cells = {sheet.title: sheet._cells for sheet in self._book.worksheets}
        headers = {stored.name: self._headers(sheet, stored) for sheet, stored in self._stored()}
        self.lang = self._language(set(headers.get(KILDER, {}).values()))
        names = (one for one in reader.parser.defined_names.definedName if one.localSheetId is None)
        self._ids = StoredIds((str(one.name), self._place(one.attr_text)) for one in names)
        self.tables = {
            stored.name: self._table(sheet, stored, headers[stored.name]) for sheet, stored in self._stored()
        }
        self._retitled = {table.name: table.found.retitled for table in self.tables.values() if table.found.retitled}

    def _load(self, *, data_only: bool) -> Any:
        with quietly():  # of features that are lost: nothing is written back
            try:
                reader = _Reader(BytesIO(self._content), data_only=data_only, keep_links=False)
                reader.read()
            except Exception as error:
                raise PlanFileError("file.cannot_open", file=self.path, why=type(error).__name__) from None
        return reader

    @cached_property
    def _values(self) -> Any:
        """The workbook with the stored values of its formulas."""
        return self._load(data_only=True).wb

    def _stored(self) -> Iterator[tuple[Any, Any]]:
        """Yield each sheet with each of its tables."""
        yield from ((sheet, table) for sheet in self._book.worksheets for table in sheet.tables.values())

    def _headers(self, sheet: Any, stored: Any) -> dict[int, str]:
        """Return the title of each column of a table as the workbook shows it."""
        first, header, last, _ = (side or 1 for side in range_boundaries(stored.ref))
        cells = {column: sheet.cell(header, column).value for column in range(first, last + 1)}
        return {column: unescaped(str(value or "")).strip() for column, value in cells.items()}

    def _language(self, titles: set[str]) -> Lang:
        """Return the language stated on the Log, or that whose titles most of the columns of Kilder have."""
        stated = self.anchor(LANGUAGE)
        if stated is not None and stated.value in LANGS:
            return LANGS[LANGS.index(stated.value)]
        (stream,) = (table for table in TABLES if table.name == KILDER)
        return max(LANGS, key=lambda lang: len(titles & set(stream.titles(lang))))

    def _table(self, sheet: Any, stored: Any, headers: dict[int, str]) -> Table:
        _, header, _, last = (side or 1 for side in range_boundaries(stored.ref))
        found = find_columns(headers, self._ids.of(stored.name, sheet.title, header, headers), self.lang)
        return Table(stored.name, sheet.title, header, last - (stored.totalsRowCount or 0), found)

    def with_titles(self, formula: str) -> str:
        """Return a formula of the workbook with the titles of this version in its references to columns."""
        return with_titles(formula, self._retitled) if self._retitled else formula

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        """Return one cell."""
        raw = self._cells[sheet].get((row, column))
        if raw is None:
            return Cell(sheet, row, column, None, "n")
        return _sound(Cell(sheet, row, column, _formula_text(raw.value), raw.data_type))

    def stored(self, cell: Cell) -> Cell:
        """Return a cell with the stored value of its formula."""
        raw = self._values[cell.sheet].cell(cell.row, cell.column)
        return _sound(Cell(cell.sheet, cell.row, cell.column, raw.value, raw.data_type))

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets with cells, in their order."""
        return list(self._cells)

    def cells(self, sheet: str) -> Iterator[Cell]:
        """Yield the cells of a sheet that are not blank, in no particular order."""
        for row, column in self._cells[sheet]:
            cell = self.cell(sheet, row, column)
            if not cell.is_blank:
                yield cell

    def column(self, sheet: str, column: int) -> Iterator[Cell]:
        """Yield the cells of one column, from the top."""
        for row in range(1, self._book[sheet].max_row + 1):
            yield self.cell(sheet, row, column)

    def below(self, table: Table) -> Iterator[list[Cell]]:
        """Yield the cells in a table's columns below it, row by row, up to the next table."""
        sheet = self._book[table.sheet]
        others = [one.header for one in self.tables.values() if one.sheet == table.sheet and one.header > table.last]
        end = min(others, default=sheet.max_row + 2)
        for row in range(table.last + 1, end - 1):
            cells = [self.cell(table.sheet, row, column) for column in table.columns.values()]
            if filled := [cell for cell in cells if not cell.is_blank]:
                yield filled

    def anchor(self, name: str) -> Cell | None:
        """Return the cell of a defined name; ``None`` where there is no such name or cell."""
        defined = self._book.defined_names.get(name)
        place = self._place(defined.attr_text) if defined is not None else None
        return self.cell(*place) if place is not None else None

    def _place(self, target: str | None) -> Place | None:
        """Return the sheet, row and column of the cell that a name points to; ``None`` for anything else."""
        match = _ANCHOR.match(target or "")
        if match is None:
            return None
        sheet = (match["quoted"] or match["plain"]).replace("''", "'")
        if sheet not in self._cells or len(match["column"]) > 2:
            return None
        return sheet, int(match["row"]), column_index_from_string(match["column"])


def _sound(cell: Cell) -> Cell:
    """Return a cell with its text unescaped; a number out of range becomes an error value."""
    if isinstance(cell.value, str) and cell.kind != "f":
        return replace(cell, value=unescaped(cell.value))
    if isinstance(cell.value, (int, float)) and not abs(cell.value) < _MOST_NUMBER:
        return replace(cell, value="#NUM!", kind="e")
    return cell


def _formula_text(value: Any) -> Any:
    """Return the text of an array formula; any other value unchanged."""
    return getattr(value, "text", value)
