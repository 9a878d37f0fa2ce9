"""Periods in the notation of Statistikbanken, and a year's level from its quarters or months.

A year's level is the exact mean of its periods. Where some are missing it is projected from the others::

    level(year) = mean(its periods) / mean(the same periods of the year before) * level(year before)

With 100, 102, 104 and 106 in the quarters of 2025 and 103 and 105,06 in the first two of 2026: the level of 2025 is
103, the first halves are 101 and 104,03, so 2026 is 104,03 / 101 * 103 = 106,09. Only a complete year before is
comparable; without one the year is left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.text import short

MONTHS = 12
_PARTS = {"": 1, "K": 4, "Q": 4, "M": MONTHS}  # quarters are K, in some tables Q
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:(?P<kind>[KQ])(?P<quarter>[1-4])|(?P<months>M)(?P<month>0[1-9]|1[0-2]))?", re.ASCII
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, or one of its ``parts``: four quarters or twelve months. Periods sort by time."""

    year: int
    part: int = 1
    parts: int = 1

    def __str__(self) -> str:
        match self.parts:
            case 1:
                return f"{self.year}"
            case 4:
                return f"{self.year}K{self.part}"
            case _:
                return f"{self.year}M{self.part:02}"

    @property
    def end(self) -> int:
        """Month in which the period ends, counted from the year 0."""
        return self.year * MONTHS + self.part * MONTHS // self.parts

    @property
    def last_whole_year(self) -> int:
        """Last year that is complete when the period has ended."""
        return self.year if self.part == self.parts else self.year - 1


def read_period(text: str | None) -> Period | None:
    """Read ``2026``, ``2026K1``, ``2026Q1`` or ``2026M08``; ``None`` for anything else."""
    parts = _PERIOD.fullmatch(text or "")
    if parts is None:
        return None
    year, quarterly, quarter, monthly, month = parts.groups()
    return Period(int(year), int(quarter or month or 1), _PARTS[quarterly or monthly or ""])


def read_periods(texts: Iterable[str], table: str) -> tuple[Period, ...]:
    """Read the periods of a table, which are all years, all quarters or all months, each once.

    Raises :class:`StatbankError` with the first that is another.
    """
    periods: dict[Period, None] = {}
    first: Period | None = None
    for text in texts:
        period = read_period(text)
        if period is None:
            raise StatbankError("statbank.not_period", table=short(table), found=short(text))
        first = first or period
        if period.parts != first.parts:
            raise StatbankError("statbank.mixed_periods", table=short(table), first=str(first), found=short(text))
        if period in periods:
            raise StatbankError("statbank.period_twice", table=short(table), found=short(text))
        periods[period] = None
    return tuple(periods)


@dataclass(frozen=True, slots=True)
class YearLevels:
    """The levels of years, ascending; for each year that is ``projected`` or ``left_out``, its published months."""

    levels: dict[int, Fraction]
    projected: dict[int, int]
    left_out: dict[int, int]

    @property
    def whole(self) -> dict[int, Fraction]:
        """Levels of the years that are complete."""
        return {year: level for year, level in self.levels.items() if year not in self.projected}

    def or_else(self, other: "YearLevels") -> "YearLevels":
        """Return these years, and those of the other that are missing here."""
        levels = dict(sorted({**other.levels, **self.levels}.items()))
        projected = {year: months for year, months in other.projected.items() if year not in self.levels}
        left_out = {year: months for year, months in other.left_out.items() if year not in self.levels}
        return YearLevels(levels, {**self.projected, **projected}, {**self.left_out, **left_out})


def year_levels(figures: Mapping[Period, Fraction]) -> YearLevels:
    """Return the levels of years from the figures of one kind of period."""
    by_year: dict[int, dict[int, Fraction]] = {}
    for period, figure in sorted(figures.items()):
        by_year.setdefault(period.year, {})[period.part] = figure
    parts = next(iter(figures)).parts if figures else 1
    years = YearLevels({}, {}, {})
    for year, known in by_year.items():
        before = by_year.get(year - 1, {})
        months = len(known) * MONTHS // parts
        if len(known) == parts:
            years.levels[year] = mean(known.values())
        elif len(before) == parts:
            years.levels[year] = mean(known.values()) / mean(before[part] for part in known) * mean(before.values())
            years.projected[year] = months
        else:
            years.left_out[year] = months
    return years


def mean(figures: Iterable[Fraction]) -> Fraction:
    """Return the exact mean of at least one figure."""
    known = list(figures)
    return sum(known, Fraction(0)) / len(known)
