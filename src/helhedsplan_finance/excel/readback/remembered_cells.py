"""Each remembered formula with the cell that holds it now: in a table by column and row, elsewhere by what is there.

The rows of an input table all have one formula in a column, so that a row may be inserted, deleted, moved or sorted;
those of Kontrol are found by the rule and the place. In other tables the rows are in their written order, or else in
one in which their formulas are as written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from helhedsplan_finance.excel.base.memory import Memory, SheetMemory, TableMemory, Value
from helhedsplan_finance.excel.base.names import anchor
from helhedsplan_finance.excel.readback.canonical_formula import canonical
from helhedsplan_finance.excel.readback.formula_places import (
    At,
    Shift,
    columns_now,
    present_places,
    written_places,
)
from helhedsplan_finance.excel.readback.moved_cells import Line, found_again, shift_of
from helhedsplan_finance.excel.readback.opened import Book, Cell, Table
from helhedsplan_finance.plan.schema import CONTROL_TABLE, TABLES

INPUT = frozenset(table.name for table in TABLES)  # tables whose columns have one formula each
_RULE, _WHERE = "rule_id", "where"


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
        self.book, self.memory = book, memory
        self._written, self._present = written_places(memory), present_places(book, memory)
        self._moved: set[str] = set()  # the sheets of which rows or columns moved
        self._filled = {
            (key, row, column)
            for key, sheet in memory.sheets.items()
            for column, rows in sheet.filled.items()
            for row in rows
        }
        self.gone_rules: dict[str, list[str]] = {}  # the rules without their rows, by sheet
        self._cells = {key: list(self._of_sheet(key, sheet)) for key, sheet in memory.sheets.items()}
        self._moved_names = [name for name, key in self._present.sheets.items() if key in self._moved]

    def of(self, key: str) -> list[Remembered]:
        """Return the formulas of a sheet."""
        return self._cells[key]

    def columns_moved(self, table: str) -> bool:
        """Return whether the columns of a table are in another order than they were written in."""
        written, there = self._table(table), self.book.tables.get(table)
        if written is None or there is None:
            return False
        columns = columns_now(self.book, there, written)
        steps = {at - number for number, at in columns.items()}
        return len(steps) > 1 or len(columns) < len(written.columns)

    def columns_of(self, table: str) -> dict[str, int]:
        """Return the present column of each written column of a table, by its id."""
        written, there = self._table(table), self.book.tables.get(table)
        if written is None or there is None:
            return {}
        ids = [id_ or f"?{title}" for title, id_ in written.columns]
        return {ids[number]: at for number, at in columns_now(self.book, there, written).items()}

    def written_place(self, key: str, row: int, column: int) -> tuple[int, int]:
        """Return the written place of a cell outside tables: by the table above it, or by the formulas around it."""
        for table in reversed(self.memory.sheets[key].tables):
            there = self.book.tables.get(table.name)
            if there is not None and there.header <= row:
                if row <= there.last:
                    return row - there.header + table.header, column
                return row - there.last + table.header + table.rows, column
        rows, columns = self._present.shifts.get(key, (Shift(), Shift()))
        return rows.back(row), columns.back(column)

    def was_filled(self, key: str, cell: Cell) -> bool:
        """Return whether a cell outside tables was filled when the workbook was written."""
        sheet = self.memory.sheets.get(key)
        if sheet is None:
            return True
        row, column = self.written_place(key, cell.row, cell.column)
        return (row, column) in sheet.formulas or (key, row, column) in self._filled

    def charts(self) -> dict[str, int]:
        """Return the number of charts that were written on each sheet, by its key."""
        return {key: sheet.charts for key, sheet in self.memory.sheets.items()}

    def is_as_written(self, one: Remembered) -> bool:
        """Return whether a formula is as written, but for what other programs and moved rows change."""
        if one.cell.value == one.formula:
            return True
        if one.cell.kind != "f":
            return False
        text = self.book.with_titles(str(one.cell.value))
        now: At = (one.at[0], one.cell.row, one.cell.column)
        if canonical(text, now, self._present) == canonical(one.formula, one.at, self._written):
            return True
        moved = one.at[0] in self._moved or any(name in text.casefold() for name in self._moved_names)
        return moved and self._shape(text, now) == canonical(one.formula, one.at, self._written, loose=True)

    def _shape(self, text: str, at: At) -> str:
        return canonical(text, at, self._present, loose=True)

    def _table(self, name: str) -> TableMemory | None:
        tables = (table for sheet in self.memory.sheets.values() for table in sheet.tables)
        return next((table for table in tables if table.name == name), None)

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
            if (there.header, len(there.rows)) != (table.header, table.rows) or self.columns_moved(table.name):
                self._moved.add(key)
            if inside:
                yield from self._of_table(key, sheet, table, there, inside)
        yield from self._outside(key, anchored, outside)

    def _of_table(
        self,
        key: str,
        sheet: SheetMemory,
        table: TableMemory,
        there: Table,
        inside: dict[tuple[int, int], tuple[str, Value]],
    ) -> Iterator[Remembered]:
        columns = columns_now(self.book, there, table)
        placed = {at: columns[at[1] - 1] for at in inside if at[1] - 1 in columns}
        if table.name in INPUT:
            yield from self._filled_down(key, table, there, inside, placed)
            return
        rows = self._rows_of_kontrol(sheet, there, columns, table) if table.name == CONTROL_TABLE else None
        if rows is None:
            rows = {row: there.header + row - table.header for row, _ in inside}
            rows = self._rearranged(key, there, rows, inside, placed)
        for at, column in placed.items():
            if at[0] in rows:
                formula, value = inside[at]
                cell = self.book.cell(there.sheet, rows[at[0]], column)
                yield Remembered(cell, (key, *at), formula, value)

    def _filled_down(
        self,
        key: str,
        table: TableMemory,
        there: Table,
        inside: dict[tuple[int, int], tuple[str, Value]],
        placed: dict[tuple[int, int], int],
    ) -> Iterator[Remembered]:
        """Yield the formulas of an input table in each of its rows; a row that was added has those of the first."""
        first = {at[1]: at for at in sorted(inside, reverse=True)}
        for number, row in enumerate(there.rows):
            is_new = number >= table.rows
            if is_new and all(self.book.cell(there.sheet, row, column).is_blank for column in there.columns.values()):
                continue
            for column, top in sorted(first.items()):
                if top not in placed:
                    continue
                at = top if is_new else (table.header + 1 + number, column)
                if at in inside:
                    formula, value = inside[at]
                    cell = self.book.cell(there.sheet, row, placed[top])
                    id_ = table.columns[column - 1][1]
                    yield Remembered(cell, (key, *at), formula, None if is_new else value, table.name, id_, number)

    def _rows_of_kontrol(
        self, sheet: SheetMemory, there: Table, columns: dict[int, int], table: TableMemory
    ) -> dict[int, int] | None:
        """Return the present row of each rule, by its id and the place where it holds."""
        ids = [id_ for _, id_ in table.columns]
        keyed = [ids.index(f"hhp_{table.name}_{key}") for key in (_RULE, _WHERE) if f"hhp_{table.name}_{key}" in ids]
        if len(keyed) < 2 or not {*keyed} <= {*columns}:
            return None
        by_key: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in reversed(there.rows):
            cells = (self.book.cell(there.sheet, row, columns[number]).value for number in keyed)
            by_key[tuple("" if value is None else str(value) for value in cells)].append(row)
        rows, gone = {}, []
        for row, sought in sorted(sheet.keys.items()):
            if by_key[sought]:
                rows[row] = by_key[sought].pop()
            else:
                gone.append(sought[0])
        self.gone_rules[there.sheet] = list(dict.fromkeys(gone))
        return rows

    def _rearranged(
        self,
        key: str,
        there: Table,
        rows: dict[int, int],
        inside: dict[tuple[int, int], tuple[str, Value]],
        placed: dict[tuple[int, int], int],
    ) -> dict[int, int]:
        """Return the present rows of a table, those whose formulas are in other rows by their formulas."""
        by_row: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for at in placed:
            by_row[at[0]].append(at)

        def cell(at: tuple[int, int], row: int) -> Cell:
            return self.book.cell(there.sheet, row, placed[at])

        def form(at: tuple[int, int], row: int) -> str:
            held = cell(at, row)
            return (
                self._shape(self.book.with_titles(str(held.value)), (key, row, placed[at])) if held.kind == "f" else ""
            )

        astray = [
            row
            for row, cells in by_row.items()
            if 2 * sum(cell(at, rows[row]).value != inside[at][0] for at in cells) > len(cells)
        ]
        if not astray:
            return rows
        forms = {
            row: {at[1]: canonical(inside[at][0], (key, *at), self._written, loose=True) for at in by_row[row]}
            for row in astray
        }
        misplaced = [
            row
            for row in astray
            if 2 * sum(form(at, rows[row]) != forms[row][at[1]] for at in by_row[row]) > len(by_row[row])
        ]
        if not misplaced:
            return rows
        self._moved.add(key)
        free = {*there.rows} - {now for row, now in rows.items() if row not in misplaced}
        found: defaultdict[tuple[tuple[int, str], ...], list[int]] = defaultdict(list)
        columns = sorted({at[1]: at for at in placed}.items())
        for row in sorted(free, reverse=True):
            found[tuple((column, held) for column, at in columns if (held := form(at, row)))].append(row)
        for row in misplaced:
            same = found.get(tuple(sorted(forms[row].items())))
            if same:
                rows[row] = same.pop()
        return rows

    def _outside(
        self, key: str, anchored: Cell, outside: dict[tuple[int, int], tuple[str, Value]]
    ) -> Iterator[Remembered]:
        """Yield the formulas outside tables, in the rows and columns to which they moved."""
        down, right = anchored.row - 1, anchored.column - 1
        cells = {at: self.book.cell(anchored.sheet, at[0] + down, at[1] + right) for at in outside}
        if down or right or any(cells[at].value != formula for at, (formula, _) in outside.items()):
            rows, columns = self._found(key, anchored.sheet, outside, down, right)
            self._present.shifts[key] = shifts = shift_of(rows, down), shift_of(columns, right)
            if shifts != (Shift(), Shift()):
                self._moved.add(key)
            for row, column in outside:
                is_there = row in rows and column in columns
                cells[row, column] = (
                    self.book.cell(anchored.sheet, rows[row], columns[column])
                    if is_there
                    else Cell(anchored.sheet, row + down, column + right, None, "n")  # gone, with its row or column
                )
        for at, cell in cells.items():
            yield Remembered(cell, (key, *at), *outside[at])

    def _found(
        self, key: str, name: str, outside: dict[tuple[int, int], tuple[str, Value]], down: int, right: int
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Return where each row and each column with formulas is now."""
        written: tuple[defaultdict[int, Line], ...] = (defaultdict(Counter), defaultdict(Counter))
        present: tuple[defaultdict[int, Line], ...] = (defaultdict(Counter), defaultdict(Counter))
        for at, (formula, _) in outside.items():
            form = canonical(formula, (key, *at), self._written, loose=True)
            for line, place in zip(written, at, strict=True):
                line[place][form] += 1
        for cell in self.book.cells(name):
            if cell.kind == "f":
                form = self._shape(self.book.with_titles(str(cell.value)), (key, cell.row, cell.column))
                for line, place in zip(present, (cell.row, cell.column), strict=True):
                    line[place][form] += 1
        rows, columns = defaultdict(list), defaultdict(list)
        for row, column in outside:
            rows[row].append(column)
            columns[column].append(row)

        def is_typed(row: int, column: int) -> bool:
            cell = self.book.cell(name, row, column)
            return cell.kind != "f" and not cell.is_blank

        def in_row(row: int, now: int) -> int:
            return sum(is_typed(now, column + right) for column in rows[row])

        def in_column(column: int, now: int) -> int:
            return sum(is_typed(row + down, now) for row in columns[column])

        return (
            found_again(written[0], present[0], in_row, down),
            found_again(written[1], present[1], in_column, right),
        )
