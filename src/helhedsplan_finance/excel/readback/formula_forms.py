"""The formulas of a workbook beside those that it remembers, in forms that can be compared."""

from helhedsplan_finance.excel.base.memory import Memory, TableMemory
from helhedsplan_finance.excel.readback.canonical_formula import canonical
from helhedsplan_finance.excel.readback.formula_places import (
    At,
    Shift,
    columns_now,
    present_places,
    written_places,
)
from helhedsplan_finance.excel.readback.opened import Book, Cell


class FormulaForms:
    """Forms of formulas, by where tables, rows and columns were and where they are now."""

    def __init__(self, book: Book, memory: Memory) -> None:
        self.book, self.memory = book, memory
        self._written, self._present = written_places(memory), present_places(book, memory)
        self._moved: set[str] = set()  # the sheets of which rows or columns moved, by their names in small letters
        self._tables = {table.name: table for sheet in memory.sheets.values() for table in sheet.tables}

    def written(self, formula: str, at: At, *, loose: bool = False) -> str:
        """Return the form of a remembered formula."""
        return canonical(formula, at, self._written, loose=loose)

    def present(self, cell: Cell, key: str, *, loose: bool = False) -> str:
        """Return the form of the formula that a cell holds; an empty text for a value."""
        if cell.kind != "f":
            return ""
        text = self.book.with_titles(str(cell.value))
        return canonical(text, (key, cell.row, cell.column), self._present, loose=loose)

    def is_same(self, cell: Cell, formula: str, at: At) -> bool:
        """Return whether a cell holds a remembered formula, but for what programs and moved rows change."""
        if cell.value == formula:
            return True
        if cell.kind != "f":
            return False
        if self.present(cell, at[0]) == self.written(formula, at):
            return True
        text = str(cell.value).casefold()
        may_differ = cell.sheet.casefold() in self._moved or any(name in text for name in self._moved)
        return may_differ and self.present(cell, at[0], loose=True) == self.written(formula, at, loose=True)

    def moved(self, sheet: str) -> None:
        """Take note that rows or columns of a sheet have moved."""
        self._moved.add(sheet.casefold())

    def shift(self, key: str, sheet: str, rows: Shift, columns: Shift) -> None:
        """Take note of how far the rows and columns of a sheet have moved outside tables."""
        self._present.shifts[key] = rows, columns
        if (rows, columns) != (Shift(), Shift()):
            self.moved(sheet)

    def columns_moved(self, table: str) -> bool:
        """Return whether the columns of a table are in another order than they were written in."""
        columns = self._columns_now(table)
        steps = {at - number for number, at in columns.items()}
        written = self._tables.get(table)
        return written is not None and bool(columns) and (len(steps) > 1 or len(columns) < len(written.columns))

    def columns_of(self, table: str) -> dict[str, int]:
        """Return the present column of each written column of a table, by its id."""
        return {self._id(table, number): at for number, at in self._columns_now(table).items()}

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

    def _columns_now(self, table: str) -> dict[int, int]:
        written, there = self._tables.get(table), self.book.tables.get(table)
        return {} if written is None or there is None else columns_now(self.book, there, written)

    def _id(self, table: str, number: int) -> str:
        written: TableMemory = self._tables[table]
        title, id_ = written.columns[number]
        return id_ or f"?{title}"
