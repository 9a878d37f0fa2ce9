"""Sheets that a workbook remembers, but whose mark is gone: with its first row, or with the whole sheet."""

from helhedsplan_finance.excel.base.memory import Memory
from helhedsplan_finance.excel.base.names import anchor
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.plan.schema import TABLES
from helhedsplan_finance.text import short

_INPUT = frozenset(table.name for table in TABLES)


def mark_again(book: Book, memory: Memory) -> None:
    """Mark each sheet that still has its name, but lost the cell that its mark pointed to: a title may be deleted."""
    marked = {cell.sheet for key in memory.sheets if (cell := book.anchor(anchor(key))) is not None}
    for key, sheet in memory.sheets.items():
        if book.anchor(anchor(key)) is None and sheet.name in {*book.sheets} - marked:
            book.mark(anchor(key), sheet.name)


def look_for_sheets(book: Book, memory: Memory, notes: Notes, *, is_as_written: bool) -> bool:
    """Return whether a sheet of input is gone: a fault if the plan lacks what it held. Add a note on any other."""
    gone = [sheet for key, sheet in memory.sheets.items() if book.anchor(anchor(key)) is None]
    lost = [one for one in gone if any(table.name in _INPUT and table.name not in book.tables for table in one.tables)]
    for sheet in lost:
        (notes.note if is_as_written else notes.fault)("", "sheet.gone_input", name=short(sheet.name))
    for sheet in gone:
        if sheet not in lost and sheet.formulas:
            notes.note("", "sheet.no_anchor", name=short(sheet.name))
    return bool(lost)
