"""A workbook as openpyxl reads it, in two passes, beside what the library reads of it in one."""

import re
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from helhedsplan_finance.excel.readback.opened import Book


class Differences(NamedTuple):
    """What was compared, and where the two readers differ: the place, what openpyxl gives, and what the library does.

    Two differences are intended, and are put aside here. A text has the characters that its escapes mean, where
    openpyxl leaves ``_x000D_``; and an empty text is an empty cell, however the file says so.
    """

    cells: int
    found: list[tuple[str, Any, Any]]


def differences(path: Path) -> Differences:
    """Compare every cell of a workbook: formula, stored value, their types and kinds."""
    book, count, found = Book(path), 0, []
    with warnings.catch_warnings(action="ignore"):  # of days beyond the calendar
        formulas, values = (openpyxl.load_workbook(path, data_only=data_only) for data_only in (False, True))
    assert book.sheets == [sheet.title for sheet in formulas.worksheets]
    for sheet in formulas.worksheets:
        seen = set()
        for row in sheet.iter_rows():
            for theirs in row:
                at = theirs.row or 0, theirs.column or 0
                ours = book.cell(sheet.title, *at)
                stored = book.stored(ours)
                of_values = values[sheet.title].cell(*at)
                pairs = [(_of_openpyxl(theirs), _shown(ours.value, ours.kind))]
                pairs += [(_of_openpyxl(of_values), _shown(stored.value, stored.kind))]
                found += [(ours.place, expected, actual) for expected, actual in pairs if expected != actual]
                if not ours.is_blank:
                    seen.add(at)
        filled = {(cell.row, cell.column) for cell in book.cells(sheet.title)}
        assert filled == seen
        count += len(seen)
    return Differences(count, found)


def _of_openpyxl(cell: Any) -> tuple[type, Any, str]:
    value = getattr(cell.value, "text", cell.value)  # the text of an array formula
    return _shown(_unescaped(value) if cell.data_type == "s" else value, cell.data_type)


def _shown(value: Any, kind: str) -> tuple[type, Any, str]:
    return (type(None), None, "") if value in (None, "") else (type(value), value, kind)


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)
