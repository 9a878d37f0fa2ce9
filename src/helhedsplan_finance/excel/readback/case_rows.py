"""The input tables of a case's workbook: the values of each filled row, each with its cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from helhedsplan_finance.calculators.followup.file_amounts import amount_reader
from helhedsplan_finance.errors import Fault, InputError, PlanFileError
from helhedsplan_finance.excel.base.case_tables import CaseTable
from helhedsplan_finance.excel.readback.input_cells import cell_value
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book, Cell, Table
from helhedsplan_finance.plan.schema import Field
from helhedsplan_finance.text import message, say, short
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A filled row: its values by the keys of the fields, the cell of each field, and its number on the sheet."""

    values: dict[str, Any]
    cells: dict[str, str]
    row: int

    def get(self, key: str) -> Any:
        """Return a value; ``None`` where the cell is empty."""
        return self.values.get(key)


class CaseRows:
    """The tables of a case's workbook; what cannot be read is a fault at its cell."""

    def __init__(self, book: Book, notes: Notes) -> None:
        self.book, self.notes = book, notes
        self._amount = amount_reader(",")

    def table(self, schema: CaseTable) -> Table:
        """Return a table; raises :class:`PlanFileError` where the workbook has lost it."""
        table = self.book.tables.get(schema.name)
        if table is None:
            sheet = say(f"casebook.name_{schema.sheet}", self.book.lang)
            raise PlanFileError("casebook.no_table", file=self.book.path, sheet=sheet, table=schema.name)
        return table

    def columns(self, schema: CaseTable) -> dict[str, int]:
        """Return the column of each field; one that is gone is a fault."""
        table, found = self.table(schema), {}
        for field in schema.fields:
            title = say(f"column.{field.title}", self.book.lang)
            if title in table.columns:
                found[field.key] = table.columns[title]
            else:
                self.notes.fault(f"{table.sheet}!{table.header}", "sheet.no_column", table=table.said, title=title)
        return found

    def rows(self, schema: CaseTable, *, signed: bool = False, only_with: str = "") -> Iterator[CaseRow]:
        """Yield the filled rows of a table; ``only_with`` is a field without which a row is one to fill in."""
        table, columns = self.table(schema), self.columns(schema)
        for row in table.rows:
            cells = {key: self.book.cell(table.sheet, row, column) for key, column in columns.items()}
            if all(cell.is_blank for cell in cells.values()):
                continue
            if only_with and all(cells[key].is_blank for key in only_with.split() if key in cells):
                continue
            yield self._row(schema, cells, row, signed=signed)

    def _row(self, schema: CaseTable, cells: dict[str, Cell], row: int, *, signed: bool) -> CaseRow:
        values: dict[str, Any] = {}
        for field in schema.fields:
            if field.key not in cells:
                continue
            value = self.value(cells[field.key], field, signed=signed)
            if value is not None:
                values[field.key] = value
            elif field.required and cells[field.key].is_blank:
                title = say(f"column.{field.title}", self.book.lang)
                self.notes.fault(cells[field.key].place, "sheet.required", title=title)
        return CaseRow(values, {key: cell.place for key, cell in cells.items()}, row)

    def value(self, cell: Cell, field: Field, *, signed: bool = False) -> Any:
        """Return the value of a cell; ``None`` where it is empty, or a fault."""
        before = len(self.notes.faults)
        value: Any
        if field.kind == "amount" and signed:
            value = self.amount(cell)
        elif field.kind == "word" and field.key != "source":
            value = self._word(cell, field)
        else:
            value = cell_value(self.book, cell, field, self.notes).value
        return value if len(self.notes.faults) == before else None

    def amount(self, cell: Cell) -> Kroner | None:
        """Return an amount that may be negative."""
        ore = self.read(cell, self._amount)
        if ore is not None and isinstance(self.stored(cell), str):
            found = short(self.stored(cell))
            self.notes.note(cell.place, "sheet.text_read", found=found, value=Kroner.from_ore(ore))
        return None if ore is None else Kroner.from_ore(ore)

    def stored(self, cell: Cell) -> Any:
        """Return what a cell shows: its value, or the stored value of its formula."""
        return self.book.stored(cell).value if cell.kind == "f" else cell.value

    def read(self, cell: Cell, reader: Callable[[Any], Any]) -> Any:
        """Return what a reader makes of a cell; an error value, a lost value and what it refuses are faults."""
        if cell.kind == "f":
            found = self.book.stored(cell)
            if found.is_blank and found.kind != "s":
                self.notes.fault(cell.place, "sheet.no_value", found=short(cell.value))
                return None
            cell = Cell(cell.sheet, cell.row, cell.column, found.value, found.kind)
        if cell.kind == "e":
            self.notes.fault(cell.place, "sheet.error", found=short(cell.value))
            return None
        value = Decimal(f"{cell.value:.15g}") if isinstance(cell.value, float) else cell.value
        try:
            return reader(value)
        except InputError as error:
            self.notes.faults.append(Fault(cell.place, error.message))
            return None

    def _word(self, cell: Cell, field: Field) -> str | None:
        if cell.is_blank:
            return None
        text = " ".join(str(self.stored(cell)).split()).casefold()
        for word in field.words:
            if text == word.casefold():
                return word
        self.notes.faults.append(
            Fault(cell.place, message("sheet.not_word", found=short(self.stored(cell)), known=list(field.words)))
        )
        return None
