"""Addresses of cells, and the places shared by all sheets. Rows and columns count from 0."""

from xlsxwriter.utility import xl_rowcol_to_cell

HEADER_ROW = 3
NAME_ROW = HEADER_ROW - 1  # in a template, of the live name of the plan
FIRST_ROW = HEADER_ROW + 1
FIRST_YEAR = 6  # six columns that describe a line come before the years, on every sheet with years


def cell(row: int, column: int, *, fixed: bool = False, fixed_row: bool = False) -> str:
    """Return the address of a cell, such as ``G5``, ``$G$5`` or ``G$5``."""
    name: str = xl_rowcol_to_cell(row, column, row_abs=fixed or fixed_row, col_abs=fixed)
    return name


def span(row: int, first: int, last: int) -> str:
    """Return the address of a range in one row, such as ``G5:J5``."""
    return f"{cell(row, first)}:{cell(row, last)}"
