"""The form of the dates of a file, such as ``dd-mm-yyyy`` or ``yyyymmdd``; a time of day after the date is left out."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from helhedsplan_finance.errors import FieldError, PeriodError
from helhedsplan_finance.text import short
from helhedsplan_finance.values.days import read_day

_PARTS = re.compile(r"dd?|mm?|yyyy|yy")
_FORM = re.compile(r"(?:dd?|mm?|yyyy|yy)(?:[-./ ]?(?:dd?|mm?|yyyy|yy)){2}")
_CLOCK = r"(?:[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?)?"
_CENTURY = 2000  # of a year of two figures
# In the order in which a form is proposed: the Danish ones first, since 03-04-2023 has two meanings.
KNOWN = (
    "dd-mm-yyyy",
    "dd/mm/yyyy",
    "dd.mm.yyyy",
    "yyyy-mm-dd",
    "yyyymmdd",
    "ddmmyyyy",
    "dd-mm-yy",
    "dd/mm/yy",
    "dd.mm.yy",
    "yyyy/mm/dd",
    "yyyy.mm.dd",
    "mm/dd/yyyy",
)


def check_form(form: str) -> str:
    """Return a form of dates in lower case; raises :class:`FieldError` for one without a day, a month and a year."""
    tidy = form.strip().casefold().replace("å", "y")
    letters = sorted(part[0] for part in _PARTS.findall(tidy))
    if _FORM.fullmatch(tidy) is None or letters != ["d", "m", "y"]:
        raise FieldError("postings.no_date_form", found=short(form))
    return tidy


@lru_cache(maxsize=100)
def _pattern(form: str) -> re.Pattern[str]:
    is_fixed = not any(sign in form for sign in "-./ ")
    pattern, at = "", 0
    for part in _PARTS.finditer(form):
        digits = str(len(part[0])) if is_fixed or part[0][0] == "y" else "1,2"
        pattern += re.escape(form[at : part.start()]) + rf"(?P<{part[0][0]}>\d{{{digits}}})"
        at = part.end()
    return re.compile(pattern + _CLOCK, re.ASCII)


def day_reader(form: str | None) -> Callable[[Any], date | None]:
    """Return what reads a date of a form; without one, a Danish date or an ISO date. A blank cell is ``None``.

    It raises :class:`PeriodError` for what is no date of the form.
    """
    pattern = None if form is None else _pattern(check_form(form))

    def read(value: Any) -> date | None:
        if value is None or value != value:  # a missing value of a frame is not equal to itself
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if not text:
            return None
        if pattern is None:
            return read_day(re.sub(_CLOCK + "$", "", text) or text)
        found = pattern.fullmatch(text)
        if found is None:
            raise PeriodError("period.no_date", found=short(text))
        year = int(found["y"])
        try:
            return date(year + _CENTURY if len(found["y"]) == 2 else year, int(found["m"]), int(found["d"]))
        except ValueError:
            raise PeriodError("period.no_date", found=short(text)) from None

    return read
