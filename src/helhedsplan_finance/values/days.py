"""Read a day: ``2024-01-31``, ``31-01-2024``, ``31/1 2024``, ``31. januar 2024``.

A day and a month in figures are in Danish order, the day first; the year has four digits.
"""

import re
from calendar import monthrange
from datetime import date

from helhedsplan_finance.errors import PeriodError
from helhedsplan_finance.text.shown import Month

_LONGEST = 40
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_NAMES = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "january"),
            ("februar", "february"),
            ("marts", "march"),
            ("april",),
            ("maj", "may"),
            ("juni", "june"),
            ("juli", "july"),
            ("august",),
            ("september", "sept"),
            ("oktober", "october", "oct"),
            ("november",),
            ("december",),
        ),
        start=1,
    )
    for name in (*names, _MONTHS[number - 1])
}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_FIGURES = re.compile(r"(?P<day>\d{1,2})\s?[-./]\s?(?P<month>\d{1,2})(?:\s?[-./]\s?|\s)(?P<year>\d{4})", re.ASCII)
_WORDS = re.compile(r"(?:d\.\s?|den\s)?(?P<day>\d{1,2})\.?\s?(?P<month>[a-z]{3,9})\.?,?\s(?P<year>\d{4})", re.ASCII)


def read_day(text: str) -> date:
    """Read a day; raises :class:`PeriodError` for a text that is no day, or a day that does not exist."""
    tidy = " ".join(text.split()).casefold() if len(text) <= _LONGEST else ""
    found = _ISO.fullmatch(tidy) or _FIGURES.fullmatch(tidy) or _WORDS.fullmatch(tidy)
    if found is None:
        raise PeriodError("period.no_date", found=text[:_LONGEST])
    written = found["month"]
    month = int(written) if written.isdecimal() else _NAMES.get(written, -1)
    year, day = int(found["year"]), int(found["day"])
    if year == 0 or month < 0:
        raise PeriodError("period.no_date", found=text[:_LONGEST])
    if not 1 <= month <= len(_MONTHS):
        raise PeriodError("period.no_such_month", found=text, month=written)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise PeriodError("period.no_such_day", found=text, month=Month(date(year, month, 1)), days=days)
    return date(year, month, day)
