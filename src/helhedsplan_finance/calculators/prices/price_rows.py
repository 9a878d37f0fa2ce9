"""The cost of lines in fixed and in current prices: those that they state, and those of their years."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from helhedsplan_finance.plan.line_costs import cost_by_year, in_fixed_prices, projected_years
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.price_level import factor_of
from helhedsplan_finance.values.money import Kroner


class PriceRow(NamedTuple):
    """One line in one year: ``fixed`` in the prices that it states, ``current`` in those of the year."""

    id: str
    name: str
    year: int
    fixed: Kroner
    current: Kroner
    factor: Fraction
    projected: bool


def price_rows(plan: PlanData) -> tuple[PriceRow, ...]:
    """Return each budget line and year of a plan in both price levels; they are equal for a line without a series."""
    rows = []
    for line in plan.costs:
        fixed, current = cost_by_year(line, in_fixed_prices(plan)), cost_by_year(line, plan)
        projected = projected_years(line, plan)
        rows += [
            PriceRow(
                line.id,
                line.activity or line.art,
                year,
                fixed[year],
                current[year],
                factor_of(line, plan.series, year),
                year in projected,
            )
            for year in current
        ]
    return tuple(rows)


def by_year(rows: Iterable[PriceRow]) -> dict[int, tuple[Kroner, Kroner, bool]]:
    """Return the total of each year in fixed and in current prices, and whether a projected rate is in it."""
    sums: dict[int, tuple[Kroner, Kroner, bool]] = {}
    for row in rows:
        fixed, current, projected = sums.get(row.year, (Kroner(), Kroner(), False))
        sums[row.year] = fixed + row.fixed, current + row.current, projected or row.projected
    return dict(sorted(sums.items()))
