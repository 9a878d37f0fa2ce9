"""Addresses of cells, and the places shared by all sheets. Rows and columns count from 0."""

from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
DAY_ZERO = date(1899, 12, 30)  # day 0 of a spreadsheet
FIRST_YEAR = 6  # six columns that describe a line come before the years, on every sheet with years


_FIRST_DAY = date(1900, 3, 1)  # the first day with the same number in every spreadsheet


def day_value(day: date) -> int | str:
    """Return the cell value of a day: its serial number, or text before the first day of spreadsheets."""
    return (day - DAY_ZERO).days if day >= _FIRST_DAY else day.isoformat()


def cell(row: int, column: int, *, fixed: bool = False, fixed_row: bool = False) -> str:
    """Return the address of a cell, such as ``G5``, ``$G$5`` or ``G$5``."""
    name: str = xl_rowcol_to_cell(row, column, row_abs=fixed or fixed_row, col_abs=fixed)
    return name


def span(row: int, first: int, last: int) -> str:
    """Return the address of a range in one row, such as ``G5:J5``."""
    return f"{cell(row, first)}:{cell(row, last)}"
