"""What a person wrote into a workbook beside the plan: own columns, sheets and comments, texts, and notes on Log.

A cell is a person's if it is filled and the workbook does not remember that it was written. Without a memory, texts
beside tables cannot be told from those of the workbook, and are left out.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from helhedsplan_finance.excel.base.column_ids import column_named
from helhedsplan_finance.excel.base.memory import is_memory
from helhedsplan_finance.excel.base.own import Content, Own, OwnKind, Spot
from helhedsplan_finance.excel.base.row_keys import LOG_TABLE, ROW_KEYS
from helhedsplan_finance.excel.readback.cell_values import read_value
from helhedsplan_finance.excel.readback.input_rows import Read
from helhedsplan_finance.excel.readback.opened import Book, Cell, Table
from helhedsplan_finance.excel.readback.own_formulas import OwnFormulas
from helhedsplan_finance.excel.readback.remembered_cells import RememberedCells
from helhedsplan_finance.plan.schema import TABLES, Field
from helhedsplan_finance.text import short

_ANCHOR = "ark"
# The end of the sentence with which Excel begins a comment that it shows as a thread.
_THREAD = "https://go.microsoft.com/fwlink/?linkid=870924"
_LINE = Field("", "", "line")
_DRAWN: dict[str, OwnKind] = {"image": "picture", "chart": "chart", "pivotTable": "pivot"}


def find_own(book: Book, cells: RememberedCells | None, read: Read) -> tuple[Own, ...]:
    """Return what a person wrote into a workbook, by sheet from the top."""
    return tuple(_Finder(book, cells, read).all())


class _Finder:
    def __init__(self, book: Book, cells: RememberedCells | None, read: Read) -> None:
        self._book, self._cells, self._read = book, cells, read
        anchors = {name: book.anchor(name) for name in book.names if name.startswith(_ANCHOR)}
        self._keys = {cell.sheet: name[len(_ANCHOR) :].lower() for name, cell in anchors.items() if cell is not None}
        self._ids = {(name, column): id_ for name in book.tables for id_, column in self._columns(name).items()}
        self._tables: defaultdict[str, list[Table]] = defaultdict(list)
        for table in sorted(book.tables.values(), key=lambda table: table.header):
            self._tables[table.sheet].append(table)
        self._astray = {sheet: self._unwritten(sheet) for sheet in book.sheets if sheet in self._keys}
        self._numbers = {
            (table, column): f"+{number}"
            for table, found in self._own_columns().items()
            for number, column in enumerate(sorted(found), start=1)
        }
        self._formulas = OwnFormulas(book, self._ids, self._numbers)

    def all(self) -> Iterator[Own]:
        for sheet in self._book.sheets:
            if sheet not in self._keys:
                yield from self._own_sheet(sheet)
            else:
                for cell in self._astray[sheet]:
                    yield self._beside(cell)
            yield from self._comments(sheet)
        yield from self._log()
        yield from self._drawn()

    def _columns(self, table: str) -> dict[str, int]:
        """Return the columns of a table that were written, by their ids."""
        if self._cells is not None and (written := self._cells.forms.columns_of(table)):
            return written
        there = self._book.tables[table]
        known = {column: f"?{title}" for title, column in there.columns.items()}
        for name in self._book.names:
            stored, cell = column_named(name), self._book.anchor(name)
            if stored is not None and cell is not None and stored[0] == table and cell.row == there.header:
                known[cell.column] = name
        return {id_: column for column, id_ in known.items()}

    def _unwritten(self, sheet: str) -> list[Cell]:
        """Return the filled cells of a sheet that were not written, row by row."""
        found = []
        for cell in self._book.cells(sheet):
            table = self._table_at(cell.row, sheet)
            if table is not None and (table.name, cell.column) in self._ids:
                continue
            if isinstance(cell.value, str) and is_memory(cell.value):
                continue
            is_inside = table is not None and cell.column in table.columns.values()
            if is_inside or (self._cells is not None and not self._cells.was_filled(self._keys[sheet], cell)):
                found.append(cell)
        return sorted(found, key=lambda cell: (cell.row, cell.column))

    def _table_at(self, row: int, sheet: str) -> Table | None:
        return next((table for table in self._tables[sheet] if table.header <= row <= table.last), None)

    def _own_columns(self) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for sheet, cells in self._astray.items():
            for cell in cells:
                if (table := self._table_at(cell.row, sheet)) is not None:
                    found[table.name].add(cell.column)
        return found

    def _own(self, cell: Cell, kind: OwnKind, spot: Spot, formula: str = "") -> Own:
        held = self._book.stored(cell) if cell.kind == "f" else cell
        value = _content(held)
        if value is None and not formula:
            value = str(cell.value)  # a formula without a value, or a blank: what is there is its text
        shown = read_value(value if value is not None else cell.value, _LINE).value
        return Own(cell.place, kind, short(shown), spot, value, formula)

    def _own_sheet(self, sheet: str) -> Iterator[Own]:
        for cell in sorted(self._book.cells(sheet), key=lambda cell: (cell.row, cell.column)):
            formula = self._formulas.on_own_sheet(cell) if cell.kind == "f" else ""
            yield self._own(cell, "sheet", Spot(name=sheet, at=(cell.row, cell.column)), formula)

    def _beside(self, cell: Cell) -> Own:
        key, table = self._keys[cell.sheet], self._table_at(cell.row, cell.sheet)
        if table is None:
            return self._own(cell, "text", self._spot_on_sheet(key, cell.sheet, cell.row, cell.column))
        formula = self._formulas.beside(cell, table) if cell.kind == "f" else ""
        row, column = self._row_key(table, cell.row), self._numbers[table.name, cell.column]
        return self._own(cell, "column", Spot(key, table.name, row, column), formula)

    def _spot_on_sheet(self, key: str, sheet: str, row: int, column: int) -> Spot:
        """Return a place outside tables: below the nearest table above it, or on the sheet as it was written."""
        above = [table for table in self._tables[sheet] if table.last < row]
        if above:
            return Spot(key, above[-1].name, at=(row - above[-1].last, column))
        return Spot(
            key, at=self._cells.forms.written_place(key, row, column) if self._cells is not None else (row, column)
        )

    def _row_key(self, table: Table, row: int) -> str:
        """Return what identifies a row of a table: an empty text for its header, its id, or else its number."""
        number = row - table.header
        if number == 0:
            return ""
        written = self._columns(table.name)
        for keys in ROW_KEYS:
            ids = [f"hhp_{table.name}_{key}" for key in keys]
            if all(id_ in written for id_ in ids):
                texts = [str(self._book.cell(table.sheet, row, written[id_]).value or "") for id_ in ids]
                if any(texts):
                    return "|".join(texts)
        owner = next((one.owner for one in TABLES if one.name == table.name), "")
        rows = self._read.rows.get(owner, [])
        if number - 1 in rows and isinstance(self._read.data.get(owner), list):
            id_ = self._read.data[owner][rows.index(number - 1)].get("id")  # made from the name
            if id_ is not None:
                return str(id_)
        return f"#{number}"

    def _comments(self, sheet: str) -> Iterator[Own]:
        key = self._keys.get(sheet)
        for row, column, author, text in self._book.comments(sheet):
            cell = self._book.cell(sheet, row, column)
            table = self._table_at(row, sheet) if key is not None else None
            if key is None:
                spot = Spot(name=sheet, at=(row, column))
            elif table is not None:
                id_ = self._ids.get((table.name, column)) or self._numbers.get((table.name, column), "")
                spot = Spot(key, table.name, self._row_key(table, row), id_)
            else:
                spot = self._spot_on_sheet(key, sheet, row, column)
            said = text.rpartition(_THREAD)[2].strip()
            yield Own(cell.place, "comment", short(said), spot, said, author=author)

    def _log(self) -> Iterator[Own]:
        """Yield the notes in the table of changes on Log."""
        table = self._book.tables.get(LOG_TABLE)
        if table is None:
            return
        for number, row in enumerate(table.rows, start=1):
            for (name, column), id_ in self._ids.items():
                cell = self._book.cell(table.sheet, row, column)
                if name == LOG_TABLE and not cell.is_blank:
                    yield self._own(cell, "log", Spot("log", LOG_TABLE, f"#{number}", id_))

    def _drawn(self) -> Iterator[Own]:
        """Yield the pictures, the pivot tables, and the charts beyond those that were written."""
        written = defaultdict(int, self._cells.charts() if self._cells is not None else {})
        for sheet, kind in self._book.drawn:
            key = self._keys.get(sheet, sheet)
            if kind not in _DRAWN or (kind == "chart" and self._cells is None and sheet in self._keys):
                continue
            if kind == "chart" and written[key] > 0:
                written[key] -= 1
                continue
            yield Own(sheet, _DRAWN[kind], "", Spot(self._keys.get(sheet, ""), name=sheet))


def _content(cell: Cell) -> Content:
    value: Any = cell.value
    if cell.kind == "e" or value is None:
        return str(value) if value is not None else None
    if isinstance(value, (str, bool, date)):
        return value
    return float(value) if isinstance(value, (int, float)) else str(value)
