"""Periods between two dates, their calendar years and their months.

Length is counted as the law does, from a day of one month to the day before the same day of another, so a plan from
15 February 2020 to 14 February 2022 is exactly 24 months although February has 29 days in one of them.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from helhedsplan_finance.errors import PeriodError
from helhedsplan_finance.text import Lang, numbers, say

_USUAL_YEARS = 4
_MOST_YEARS = 40  # far beyond any plan; a mistyped year (2205 for 2025) is caught instead of filling a workbook


@dataclass(frozen=True, slots=True)
class Months:
    """A length in months as a sentence shows it: ``48 måneder``, or ``48,03 måneder`` for one day more."""

    count: Fraction
    brief: bool = False

    def show(self, lang: Lang) -> str:
        """Return the length in ``lang``; two decimals distinguish a single day."""
        figure = numbers.number(self.count, lang, 0 if self.count.denominator == 1 else 2)
        if self.brief:
            return say("period.months_brief", lang, figure=figure)
        return say("period.month" if self.count == 1 else "period.months", lang, figure=figure)


@dataclass(frozen=True, slots=True)
class YearSlice:
    """The part of a period that lies in one calendar year; ``months`` is exact and may be a fraction."""

    year: int
    start: date
    end: date
    months: Fraction


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period from ``start`` to ``end``, both days included.

    Raises :class:`PeriodError` for an end before the start, or a length that can only be a typing error.

    >>> period = Period(date(2021, 9, 1), date(2025, 8, 31))
    >>> [(part.year, int(part.months)) for part in period.slices]
    [(2021, 4), (2022, 12), (2023, 12), (2024, 12), (2025, 8)]
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError("period.end_before_start", start=self.start, end=self.end)
        if self.end.year - self.start.year >= _MOST_YEARS or self.end.year == date.max.year:
            raise PeriodError("period.too_long", start=self.start, end=self.end, years=_MOST_YEARS)

    @classmethod
    def of_years(cls, start: date | int, years: int = _USUAL_YEARS) -> "Period":
        """Return a period of whole years, by default the usual four, from a date or from 1 January of a year.

        >>> Period.of_years(2022)
        Period(start=datetime.date(2022, 1, 1), end=datetime.date(2025, 12, 31))
        """
        year = start if isinstance(start, int) else start.year
        if years < 1 or year < date.min.year or year + years > date.max.year:
            raise PeriodError("period.no_years", years=years, start=year)
        first = date(start, 1, 1) if isinstance(start, int) else start
        return cls(first, add_months(first, 12 * years) - timedelta(days=1))

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the period, ascending."""
        return tuple(range(self.start.year, self.end.year + 1))

    @property
    def months(self) -> Fraction:
        """The length in months; whole for a period that ends the day before a month-day of its start."""
        return _months(self)

    @property
    def slices(self) -> tuple[YearSlice, ...]:
        """The period cut at each New Year; the months of the slices add up to :attr:`months` exactly."""
        return _slices(self)


@lru_cache(maxsize=256)
def _months(period: Period) -> Fraction:
    return months_between(period.start, period.end + timedelta(days=1))


@lru_cache(maxsize=256)
def _slices(period: Period) -> tuple[YearSlice, ...]:
    slices = []
    for year in period.years:
        start, end = max(period.start, date(year, 1, 1)), min(period.end, date(year, 12, 31))
        before, after = months_between(period.start, start), months_between(period.start, end + timedelta(days=1))
        slices.append(YearSlice(year, start, end, after - before))
    return tuple(slices)


def months_between(start: date, day: date) -> Fraction:
    """Return the months from a day to the beginning of a later one: whole ones plus the days of the last as a part.

    Worked example: 15 February to 1 May is 2 months until 15 April plus 16 of the 30 days until 15 May, 2 8/15.
    """
    whole = 12 * (day.year - start.year) + day.month - start.month
    if add_months(start, whole) > day:
        whole -= 1
    before, after = add_months(start, whole), add_months(start, whole + 1)
    return whole + Fraction((day - before).days, (after - before).days)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
