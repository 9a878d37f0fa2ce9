"""One input cell of a workbook: its value, with faults and notes on errors, formulas and texts."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from helhedsplan_finance.errors import Fault, InputError
from helhedsplan_finance.excel.readback.cell_values import AS_TEXT, as_shown, is_exact_share, read_value
from helhedsplan_finance.excel.readback.notes import Notes, Taken
from helhedsplan_finance.excel.readback.opened import Book, Cell
from helhedsplan_finance.plan.schema import Field
from helhedsplan_finance.text import short
from helhedsplan_finance.text.shown import Number, Share
from helhedsplan_finance.values.money import Kroner

_EXTERNAL = re.compile(r"\[\d+\]|\[[^\[\]]+\.xl|https?:|DDE\(|WEBSERVICE\(", re.IGNORECASE)
# The placeholder of an invalid cell, so that the rest of the plan can be checked; it is never returned.
_INSTEAD: dict[str, Any] = {
    "amount": Kroner(),
    "number": Fraction(1),
    "share": Fraction(0),
    "count": 0,
    "year": 2000,
    "flag": False,
    "words": (),
    "date": date(2022, 1, 1),
    "rate": Fraction(0),
    "published": 2000,
    "years": (),
    "hedge": "ca.",
}
_MAY_BE_EMPTY = ("share", "count", "date", "hedge")


def cell_value(book: Book, cell: Cell, field: Field, notes: Notes, beside: Sequence[Field] = ()) -> Taken:
    """Return what a cell is read as: ``None`` where empty. For an invalid one, add a fault; the value is a placeholder.

    ``beside`` holds the fields of its row, one of which may be where a hedge or a share belongs.
    """
    if cell.is_blank:
        return Taken(None)
    read = cell
    if cell.kind == "f":
        text = str(cell.value)
        if field.kind in {"share", "rate"} and (share := is_exact_share(text)) is not None and abs(share) <= 1:
            return Taken(share)
        if _EXTERNAL.search(text):
            notes.fault(cell.place, "sheet.outside_file", found=short(text))
            return Taken(placeholder(field))
        read = book.stored(cell)
        if read.is_blank and read.kind != "s":
            notes.fault(cell.place, "sheet.no_value", found=short(text))
            return Taken(placeholder(field))
        if read.is_blank:
            return Taken(None)
    if read.kind == "e":
        notes.fault(cell.place, "sheet.error", found=short(read.value))
        return Taken(placeholder(field))
    try:
        taken = read_value(as_shown(read.value, book.unit(cell), field), field, beside)
    except InputError as error:
        notes.faults.append(Fault(cell.place, error.message))
        return Taken(placeholder(field))
    if cell.kind == "f":
        notes.note(cell.place, "sheet.formula_read", found=short(cell.value), value=_shown(taken.value, field))
    if taken.note is not None:
        notes.notes.append(Fault(cell.place, taken.note))
    elif cell.kind != "f" and isinstance(read.value, str) and field.kind not in AS_TEXT and field.kind != "date":
        notes.note(cell.place, "sheet.text_read", found=short(read.value), value=_shown(taken.value, field))
    return taken


def placeholder(field: Field) -> Any:
    """Return a placeholder of a field for an invalid cell; no plan is returned with it.

    An optional field is left empty: the placeholder must not cause another fault.
    """
    if field.kind in _MAY_BE_EMPTY and not field.required:
        return None
    return _INSTEAD.get(field.kind) if field.kind in _INSTEAD else (field.words[0] if field.words else None)


def _shown(value: Any, field: Field) -> Any:
    if not isinstance(value, Fraction):
        return value
    return Share(value) if field.kind in {"share", "rate"} else Number(value)
