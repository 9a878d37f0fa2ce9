"""What a price of one year is in another: the exact product of a series' yearly rates.

A price is carried forward alone. A rate of one year never touches what stands in the years before it, so a series that
is corrected changes no past year: the correction belongs to the year in which it is made (niveaukorrektion).
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from helhedsplan_finance.plan.parts import CostLine, Parts, Series
from helhedsplan_finance.values.periods import add_months

_MOST_MONTHS = 12  # since it was published: the guidance comes out anew every year


def series_of(line: CostLine, series: Iterable[Series]) -> Series | None:
    """Return the series that carries a line's price; ``None`` for a line without an index, or a plan without series."""
    if line.index is None:
        return None
    wanted = line.index.casefold()
    return next((one for one in series if one.id.casefold() == wanted), None)


def factor(series: Series, price_year: int, year: int) -> Fraction:
    """Return what a price of ``price_year`` is multiplied by to be one of ``year``, which is no earlier."""
    return factors(series, price_year, year)[max(price_year, year)]


def factors(series: Series, price_year: int, last: int) -> dict[int, Fraction]:
    """Return what a price of ``price_year`` is multiplied by in each year from then until ``last``."""
    by_year = {price_year: Fraction(1)}
    for year in range(price_year + 1, last + 1):
        by_year[year] = by_year[year - 1] * (1 + series.rates[year])
    return by_year


def factor_of(line: CostLine, series: Iterable[Series], year: int) -> Fraction:
    """Return what a line's price is multiplied by in a year: 1 for a price that nothing carries."""
    own = series_of(line, series)
    return factor(own, line.price_year, year) if own is not None and line.price_year is not None else Fraction(1)


def projected_years(line: CostLine, series: Iterable[Series]) -> tuple[int, ...]:
    """Return the years of a line, ascending, in which its price rests on a rate that nobody has published."""
    own = series_of(line, series)
    if own is None or line.price_year is None:
        return ()
    # A rate is in the price of its own year and of every year after it.
    first = min((year for year in own.projected if year > line.price_year), default=None)
    return () if first is None else tuple(year for year in sorted(line.quantity) if year >= first)


def has_projected_prices(plan: Parts) -> bool:
    """Tell whether any budget line costs, in any year, what rests on a rate that nobody has published."""
    return any(projected_years(line, plan.series) for line in plan.costs)


def age_day(published: date | int) -> date:
    """Return the day that the age of a figure is counted from: of a year alone its last one, in the figure's favour."""
    return date(published, 12, 31) if isinstance(published, int) else published


def published_words(series: Series) -> object:
    """Return when a series was published as a reader sees it: a day, or a year."""
    return str(series.published) if isinstance(series.published, int) else series.published


def is_old(series: Series, day: date) -> bool:
    """Tell whether a series was published more than twelve months before a day; undated, nobody can tell."""
    return series.published is not None and add_months(age_day(series.published), _MOST_MONTHS) < day
