"""Postings from a file by its suffix: a workbook through the guard, anything else as CSV.

A calculator imports no reader of workbooks, so the rows of a sheet are handed to it here.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from helhedsplan_finance.calculators.followup.mapping import OWN_LAYOUT, AccountMapping
from helhedsplan_finance.calculators.followup.postings import Postings
from helhedsplan_finance.calculators.followup.propose import Proposal, propose_csv, propose_table
from helhedsplan_finance.calculators.followup.read_postings import read_postings
from helhedsplan_finance.calculators.followup.read_table import Row, read_table
from helhedsplan_finance.excel.base.workbook_guard import MOST_BYTES
from helhedsplan_finance.excel.readback.stored_book import StoredBook, StoredSheet
from helhedsplan_finance.plan.foreign_files import foreign_by_name
from helhedsplan_finance.values.disk import read_bytes

SHEET = "Posteringer"
_BOOK = ".xlsx"
_TEXTS = {".csv", ".tsv", ".txt"}


def read_posting_file(path: str | Path, mapping: AccountMapping | None = None) -> Postings:
    """Read the postings of a CSV file or a workbook: of its sheet Posteringer, or else its first sheet.

    Raises :class:`PlanFileError` for a file that cannot be opened, or is too large (a CSV file 50 MB, a workbook 10 MB
    and 30,000 rows), and :class:`PostingError` with the faults by line.
    """
    path, mapping = Path(path), mapping or OWN_LAYOUT
    if path.suffix.lower() != _BOOK:
        _refuse_foreign(path)
        return read_postings(path, mapping)
    return read_table(_rows(path, mapping.file.skip), mapping, str(path), typed=True)


def propose_mapping(path: str | Path, activities: Mapping[str, str] | None = None) -> Proposal:
    """Propose a mapping for a CSV file or a workbook; ``activities`` names budget lines by id.

    Raises :class:`PlanFileError` for a file that cannot be opened, or in which no headings are recognised.
    """
    path = Path(path)
    if path.suffix.lower() != _BOOK:
        _refuse_foreign(path)
        return propose_csv(path, activities or {})
    return propose_table(list(_rows(path, 0)), path, activities or {})


def _refuse_foreign(path: Path) -> None:
    """Refuse a file whose name says that it is neither text nor such a workbook."""
    if path.suffix.lower() not in _TEXTS and (error := foreign_by_name(path)) is not None:
        raise error


def _rows(path: Path, skip: int) -> Iterator[Row]:
    """Yield the rows of the sheet of postings: texts, exact numbers and days."""
    sheets = StoredBook(read_bytes(path, MOST_BYTES), path).sheets
    sheet = sheets.get(SHEET) or next(iter(sheets.values()), None)
    if sheet is None:
        return
    by_row: dict[int, dict[int, Any]] = {}
    for row, column in sheet:
        if row > skip:
            by_row.setdefault(row, {})[column] = _value(sheet, row, column)
    for row in sorted(by_row):
        cells = by_row[row]
        yield row, [cells.get(column) for column in range(1, max(cells) + 1)]


def _value(sheet: StoredSheet, row: int, column: int) -> Any:
    value, _ = sheet.value(row, column)
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")  # the digits that Excel holds
    return value.date() if isinstance(value, datetime) else value
