"""Overwritten formulas in a workbook without a memory: in an input table the rows of a column have one formula.

That of most rows is the column's; where half the rows have others, it is not known.
"""

from collections import Counter

from helhedsplan_finance.excel.base.memory import Memory
from helhedsplan_finance.excel.base.names import INPUT_TABLES
from helhedsplan_finance.excel.readback.canonical_formula import canonical
from helhedsplan_finance.excel.readback.cell_values import typed_text
from helhedsplan_finance.excel.readback.formula_places import present_places
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book, Cell
from helhedsplan_finance.text import short


def look_at_neighbours(book: Book, notes: Notes) -> None:
    """Add a fault for each value and each other formula among the formulas of a column of input."""
    places = present_places(book, Memory("", {}, {}))
    for name in INPUT_TABLES.values():
        if name not in book.tables:
            continue
        table = book.tables[name]
        for column in table.columns.values():
            cells = [book.cell(table.sheet, row, column) for row in table.rows]
            forms = [
                canonical(str(cell.value), (table.sheet.casefold(), cell.row, cell.column), places)
                if cell.kind == "f"
                else ""
                for cell in cells
            ]
            form, count = Counter(form for form in forms if form).most_common(1)[0] if any(forms) else ("", 0)
            if 2 * count > len(cells):
                _hold(cells, forms, form, notes)


def _hold(cells: list[Cell], forms: list[str], form: str, notes: Notes) -> None:
    """Add the faults of one column; a cell without its formula is a note, since the plan does not need it."""
    formula = next(cell.value for cell, held in zip(cells, forms, strict=True) if held == form)
    gone = [cell for cell, held in zip(cells, forms, strict=True) if not held and cell.is_blank]
    for cell, held in zip(cells, forms, strict=True):
        if held == form or cell.is_blank:
            continue
        if held:
            notes.fault(cell.place, "sheet.changed_here", found=short(cell.value), formula=short(formula))
        else:
            notes.fault(cell.place, "sheet.overwritten", found=typed_text(cell.value))
    if gone:
        notes.note(gone[0].place, "sheet.gone", count=len(gone))
