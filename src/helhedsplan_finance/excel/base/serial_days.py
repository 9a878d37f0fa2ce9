"""A day as a spreadsheet counts it: the number of days since day 0."""

from datetime import date

DAY_ZERO = date(1899, 12, 30)
_MARCH = date(1900, 3, 1)  # before it, Excel counts a day less, since it has a 29 February 1900
_FIRST_DAY = date(1906, 1, 1)  # the number of an earlier day is read as a month, or as a year up to 2100


def serial_of(day: date) -> int:
    """Return the number of a day in Excel."""
    return (day - DAY_ZERO).days - (day < _MARCH)


def day_value(day: date) -> int | str:
    """Return the cell value of a day: its serial number, or text where the number would be read as something else."""
    return serial_of(day) if day >= _FIRST_DAY else day.isoformat()
