"""A day as a spreadsheet counts it: the number of days since day 0."""

from datetime import date

DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # the first day with the same number in every spreadsheet


def day_value(day: date) -> int | str:
    """Return the cell value of a day: its serial number, or text before the first day of spreadsheets."""
    return (day - DAY_ZERO).days if day >= _FIRST_DAY else day.isoformat()
