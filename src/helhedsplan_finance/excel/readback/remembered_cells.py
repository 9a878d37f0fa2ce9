"""Each remembered formula with the cell that holds it now: in a table by column and row, elsewhere by what is there.

The rows of an input table all have one formula in a column, so that a row may be inserted, deleted, moved or sorted;
those of Kontrol are found by the rule and the place. In other tables the rows are in their written order, or else in
one in which their formulas are as written.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from helhedsplan_finance.excel.base.memory import Memory, Place, SheetMemory, TableMemory, Value
from helhedsplan_finance.excel.base.names import anchor
from helhedsplan_finance.excel.readback.formula_forms import FormulaForms
from helhedsplan_finance.excel.readback.formula_places import At
from helhedsplan_finance.excel.readback.opened import Book, Cell, Table
from helhedsplan_finance.plan.schema import CONTROL_TABLE, TABLES

INPUT = frozenset(table.name for table in TABLES)  # tables whose columns have one formula each
_KEYS = (f"hhp_{CONTROL_TABLE}_rule_id", f"hhp_{CONTROL_TABLE}_where")

Formulas = dict[Place, tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A formula that was written, with its value, and the cell where it is to be found."""

    cell: Cell
    at: At  # its written place
    formula: str
    value: Value | None  # none for a row that was added since
    table: str = ""
    column: str = ""  # the id of its column in the table
    row: int = 0  # its row in the table, from 0


class RememberedCells:
    """The formulas that a workbook remembers, and whether each is still as written."""

    def __init__(self, book: Book, memory: Memory) -> None:
        self.book, self.memory, self.forms = book, memory, FormulaForms(book, memory)
        self.gone_rules: dict[str, list[str]] = {}  # the rules without their rows, by sheet
        self._cells = {key: list(self._of_sheet(key, sheet)) for key, sheet in memory.sheets.items()}
        self._filled = {
            (key, row, column)
            for key, sheet in memory.sheets.items()
            for column, rows in sheet.filled.items()
            for row in rows
        }

    def of(self, key: str) -> list[Remembered]:
        """Return the formulas of a sheet."""
        return self._cells[key]

    def is_as_written(self, one: Remembered) -> bool:
        """Return whether a formula is as written, but for what other programs and moved rows change."""
        return self.forms.is_same(one.cell, one.formula, one.at)

    def was_filled(self, key: str, cell: Cell) -> bool:
        """Return whether a cell outside tables was filled when the workbook was written."""
        sheet = self.memory.sheets.get(key)
        if sheet is None:
            return True
        row, column = self.forms.written_place(key, cell.row, cell.column)
        return (row, column) in sheet.formulas or (key, row, column) in self._filled

    def charts(self) -> dict[str, int]:
        """Return the number of charts that were written on each sheet, by its key."""
        return {key: sheet.charts for key, sheet in self.memory.sheets.items()}

    def _of_sheet(self, key: str, sheet: SheetMemory) -> Iterator[Remembered]:
        anchored = self.book.anchor(anchor(key))
        if anchored is None:
            return
        outside = dict(sheet.formulas)
        for table in sheet.tables:
            below = range(table.header + 1, table.header + table.rows + 1)
            inside = {at: outside.pop(at) for at in sheet.formulas if at[0] in below and at[1] <= len(table.columns)}
            there = self.book.tables.get(table.name)
            if there is None:
                continue
            has_grown = (there.header, len(there.rows)) != (table.header, table.rows)
            if has_grown or self.forms.columns_moved(table.name):
                self.forms.moved(there.sheet)
            if inside:
                yield from self._of_table(key, sheet, table, there, inside)
        yield from self._outside(key, anchored, outside)

    def _of_table(
        self, key: str, sheet: SheetMemory, table: TableMemory, there: Table, inside: Formulas
    ) -> Iterator[Remembered]:
        columns = self.forms.columns_of(table.name)
        ids = [id_ or f"?{title}" for title, id_ in table.columns]
        placed = {at: columns[ids[at[1] - 1]] for at in inside if ids[at[1] - 1] in columns}
        if table.name in INPUT:
            yield from self._filled_down(key, table, there, inside, placed)
            return
        if table.name == CONTROL_TABLE and {*_KEYS} <= {*columns}:
            rows = self._rows_of_kontrol(sheet, there, [columns[id_] for id_ in _KEYS])
        else:
            rows = self._in_order(key, table, there, inside, placed)
        for at, column in placed.items():
            if at[0] in rows:
                yield Remembered(self.book.cell(there.sheet, rows[at[0]], column), (key, *at), *inside[at])

    def _filled_down(
        self, key: str, table: TableMemory, there: Table, inside: Formulas, placed: dict[Place, int]
    ) -> Iterator[Remembered]:
        """Yield the formulas of an input table in each of its rows; a row that was added has those of the first."""
        first = {at[1]: at for at in sorted(inside, reverse=True)}
        for number, row in enumerate(there.rows):
            is_new = number >= table.rows
            if is_new and all(self.book.cell(there.sheet, row, column).is_blank for column in there.columns.values()):
                continue
            for column, top in sorted(first.items()):
                at = top if is_new else (table.header + 1 + number, column)
                if top in placed and at in inside:
                    formula, value = inside[at]
                    cell = self.book.cell(there.sheet, row, placed[top])
                    id_ = table.columns[column - 1][1]
                    yield Remembered(cell, (key, *at), formula, None if is_new else value, table.name, id_, number)

    def _rows_of_kontrol(self, sheet: SheetMemory, there: Table, keyed: list[int]) -> dict[int, int]:
        """Return the present row of each rule, by its id and the place where it holds."""
        by_key: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in reversed(there.rows):
            cells = (self.book.cell(there.sheet, row, column).value for column in keyed)
            by_key[tuple("" if value is None else str(value) for value in cells)].append(row)
        rows, gone = {}, []
        for row, sought in sorted(sheet.keys.items()):
            if by_key[sought]:
                rows[row] = by_key[sought].pop()
            else:
                gone.append(sought[0])
        self.gone_rules[there.sheet] = list(dict.fromkeys(gone))
        return rows

    def _in_order(
        self, key: str, table: TableMemory, there: Table, inside: Formulas, placed: dict[Place, int]
    ) -> dict[int, int]:
        """Return the present rows of a table in their written order, or by their formulas where those are elsewhere."""
        rows = {row: there.header + row - table.header for row, _ in inside}
        held = (self.book.cell(there.sheet, rows[at[0]], column).value for at, column in placed.items())
        if all(value == inside[at][0] for value, at in zip(held, placed, strict=True)):
            return rows
        from helhedsplan_finance.excel.readback.moved_formulas import rearranged

        return rearranged(self.forms, key, there, rows, inside, placed)

    def _outside(self, key: str, anchored: Cell, outside: Formulas) -> Iterator[Remembered]:
        """Yield the formulas outside tables, in the rows and columns to which they moved."""
        down, right = anchored.row - 1, anchored.column - 1
        cells = {at: self.book.cell(anchored.sheet, at[0] + down, at[1] + right) for at in outside}
        if down or right or any(cells[at].value != formula for at, (formula, _) in outside.items()):
            from helhedsplan_finance.excel.readback.moved_formulas import found_outside

            rows, columns = found_outside(self.forms, key, anchored.sheet, outside, down, right)
            for row, column in outside:
                is_there = row in rows and column in columns
                cells[row, column] = (
                    self.book.cell(anchored.sheet, rows[row], columns[column])
                    if is_there
                    else Cell(anchored.sheet, row + down, column + right, None, "n")  # gone, with its row or column
                )
        for at, cell in cells.items():
            yield Remembered(cell, (key, *at), *outside[at])
