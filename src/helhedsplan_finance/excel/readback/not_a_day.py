"""Why a cell has no day, year or share, though a spreadsheet may show one, and what to write instead."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from helhedsplan_finance.errors import FieldError, InputError, PeriodError
from helhedsplan_finance.excel.base.serial_days import DAY_ZERO, serial_of
from helhedsplan_finance.plan.kinds import LAST_DAY
from helhedsplan_finance.plan.schema import Field
from helhedsplan_finance.text import short
from helhedsplan_finance.values.days import read_day

_MONTHS = range(1, 13)
_SOME_YEAR = 2000  # of a month that is written without its year
# A month as the day that it would be with its first day, and the year where it has none.
_WITH_YEAR, _WITHOUT_YEAR = ("1. {}", "1-{}", "{}-01"), (f"1. {{}} {_SOME_YEAR}", f"1-{{}}-{_SOME_YEAR}")
_DAYS = range(serial_of(date(2000, 1, 1)), serial_of(LAST_DAY))  # whole numbers that are likely to be days
_SIDES = {"begins": "first", "joins": "first", "ends": "last", "leaves": "last"}  # of a month, by the title of a field


def not_a_day(value: Any, typed: str, field: Field) -> InputError:
    """Return the error for a value that is no day; ``typed`` is the value as a person types it."""
    match value:
        case datetime() if value.time().isoformat() != "00:00:00":
            return FieldError("sheet.day_with_time", found=f"{value:%d-%m-%Y %H:%M}", day=f"{value:%d-%m-%Y}")
        case datetime():
            number = serial_of(value.date())
            return _of_month(str(number), date(_SOME_YEAR, number, 1), field) if number in _MONTHS else _no_date(number)
        case int() if not isinstance(value, bool) and value in _MONTHS:
            return _of_month(str(value), date(_SOME_YEAR, value, 1), field)
        case str():
            return _of_text(value, field)
    return _no_date(typed)


def _no_date(found: object) -> InputError:
    return FieldError("sheet.not_date", found=found)


def _of_text(text: str, field: Field) -> InputError:
    """Return the error for a text: a month, a day that does not exist, or anything else."""
    for form in (*_WITH_YEAR, *_WITHOUT_YEAR):
        with suppress(PeriodError):
            first = read_day(form.format(text.strip()))
            return _of_month(short(text), first, field, has_year=form in _WITH_YEAR)
    try:
        read_day(text)
    except PeriodError as error:
        if error.message.key != "period.no_date":
            return error
    return _no_date(short(text))


def _of_month(found: str, first: date, field: Field, *, has_year: bool = False) -> InputError:
    """Return the error for a month, with the day that is meant where the year is known."""
    side = _SIDES.get(field.title)
    if side is None:
        return FieldError("sheet.month_alone", found=found)
    if not has_year:
        return FieldError(f"sheet.month_{side}_no_year", found=found, month=f"{first:%m}")
    day = first if side == "first" else first.replace(day=monthrange(first.year, first.month)[1])
    return FieldError(f"sheet.month_{side}", found=found, day=f"{day:%d-%m-%Y}")


def day_of(number: object) -> date | None:
    """Return the day that a spreadsheet keeps as a number; ``None`` where it is unlikely to be one."""
    if not isinstance(number, int | float) or number not in _DAYS:
        return None
    return DAY_ZERO + timedelta(days=int(number))
