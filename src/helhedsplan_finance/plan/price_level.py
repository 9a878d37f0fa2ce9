"""Convert a price of one year to another: the exact product of the yearly rates of a series.

A price is only carried forward. The rate of a year does not affect earlier years, so a corrected series changes no past
year: the correction belongs to the year in which it is made (niveaukorrektion).
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from helhedsplan_finance.plan.parts import CostLine, Series
from helhedsplan_finance.values.periods import add_months

_MOST_MONTHS = 12  # since publication: new guidance is published every year


def series_of(line: CostLine, series: Iterable[Series]) -> Series | None:
    """Return the series of a line's index; ``None`` for a line without an index, or a plan without series."""
    if line.index is None:
        return None
    wanted = line.index.casefold()
    return next((candidate for candidate in series if candidate.id.casefold() == wanted), None)


def factor(series: Series, price_year: int, year: int) -> Fraction:
    """Return the factor from a price of ``price_year`` to one of ``year``, which is no earlier."""
    return factors(series, price_year, year)[max(price_year, year)]


def factors(series: Series, price_year: int, last: int) -> dict[int, Fraction]:
    """Return the factor from a price of ``price_year`` to each year from then until ``last``.

    Worked example: rates of 2 % in 2023 and 3 % in 2024 give 1, 1,02 and 1,02 × 1,03 = 1,0506 from 2022.
    """
    by_year = {price_year: Fraction(1)}
    for year in range(price_year + 1, last + 1):
        by_year[year] = by_year[year - 1] * (1 + series.rates[year])
    return by_year


def factor_of(line: CostLine, series: Iterable[Series], year: int) -> Fraction:
    """Return the price factor of a line in a year: 1 for a line without an index."""
    own = series_of(line, series)
    return factor(own, line.price_year, year) if own is not None and line.price_year is not None else Fraction(1)


def age_day(published: date | int) -> date:
    """Return the day from which the age of a figure is counted: the last day of a year, in favour of the figure."""
    return date(published, 12, 31) if isinstance(published, int) else published


def published_words(series: Series) -> object:
    """Return the date of publication of a series as a sentence shows it: a day, or a year."""
    return str(series.published) if isinstance(series.published, int) else series.published


def is_old(series: Series, day: date) -> bool:
    """Return whether a series was published more than twelve months before a day; ``False`` for an undated one."""
    return series.published is not None and add_months(age_day(series.published), _MOST_MONTHS) < day
