"""Årsværk: full-time staff of a year. Over several years it is an average, and never a sum as kroner are."""

from collections.abc import Mapping
from fractions import Fraction

from helhedsplan_finance.plan.line_costs import part_of_year
from helhedsplan_finance.plan.parts import CostLine
from helhedsplan_finance.values.periods import Period

_UNIT = "årsværk"
_MONTHS = 12


def full_time_of(line: CostLine) -> Mapping[int, Fraction] | None:
    """Return the årsværk of a budget line by year; ``None`` for a line of another unit, or of none."""
    if not (line.unit or "").casefold().startswith(_UNIT):
        return None
    return {year: Fraction(number) * part_of_year(line, year) for year, number in sorted(line.quantity.items())}


def average_full_time(by_year: Mapping[int, Fraction], period: Period) -> Fraction:
    """Return the average årsværk of a period; a year of which the plan has a part counts by its months.

    Worked example: 2 årsværk in each of four years are 2 on average and not 8; 1 årsværk in 2024, and half of one in
    the six months of the plan in 2025, are 1½ over 1½ years, 1 on average.
    """
    return sum(by_year.values(), Fraction(0)) * _MONTHS / period.months
