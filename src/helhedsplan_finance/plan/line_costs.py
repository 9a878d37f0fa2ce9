"""The cost of a budget line by year: quantity × unit price × price factor, or a percentage of other lines.

Costs are in current prices where the plan has the series of a line's index, and else in the line's own price level.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol

from helhedsplan_finance.plan.parts import CostLine, Series
from helhedsplan_finance.plan.price_level import factors, series_of
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner

_MONTHS = 12


class Priced(Protocol):
    """A plan, or as much of one as the cost of a line depends on."""

    @property
    def costs(self) -> Sequence[CostLine]:
        """The budget lines."""
        ...

    @property
    def series(self) -> Sequence[Series]:
        """The price series."""
        ...


class Lines(NamedTuple):
    """Budget lines and price series that are not those of one plan."""

    costs: Sequence[CostLine] = ()
    series: Sequence[Series] = ()


def in_fixed_prices(plan: Priced) -> Lines:
    """Return the lines of a plan without its price series: each costs what it states."""
    return Lines(plan.costs)


def cost_by_year(line: CostLine, plan: Priced | None = None) -> dict[int, Kroner]:
    """Return the cost of a line of ``plan`` in each year, ascending, in current prices; without a plan in its own.

    Each year is rounded once, half up, to whole øre; a line without an index remains in its own price level. A
    percentage is of the rounded costs of its lines, in the years in which any of them has a quantity.

    Worked examples: 0,5 × 560.000 kr. in prices of 2022 with a rate of 2,5 % in 2023 is 287.000 kr. in 2023. From
    1 April, 1 × 400.000 kr. is 9/12 of it, 300.000 kr.; 5 % of both is 29.350 kr.
    """
    plan = Lines() if plan is None else plan
    if line.percent is None:
        return _own_cost(line, plan)
    base: dict[int, int] = {}
    for other in base_of(line, plan.costs):
        _add(base, _own_cost(other, plan))
    return _part_of(line, base)


def costs_by_line(plan: Priced) -> dict[str, dict[int, Kroner]]:
    """Return the cost of each line of a plan by its id, as :func:`cost_by_year` does; each is computed once.

    A percentage takes the sums of its arts, and the lines that it names of other arts.
    """
    own = {line.id: _own_cost(line, plan) for line in plan.costs if line.percent is None}
    of_art: dict[str, dict[int, int]] = {}
    known: dict[str, CostLine] = {}
    for line in plan.costs:
        if line.percent is None:
            known[line.id.casefold()] = line
            _add(of_art.setdefault(line.art.casefold(), {}), own[line.id])
    costs: dict[str, dict[int, Kroner]] = {}
    for line in plan.costs:
        if line.percent is None:
            costs[line.id] = own[line.id]
            continue
        words = {word.casefold() for word in line.of}
        named = (known[word] for word in words & known.keys())
        base: dict[int, int] = {}
        for sums in [of_art[word] for word in words & of_art.keys()]:
            for year, ore in sums.items():
                base[year] = base.get(year, 0) + ore
        for other in named:
            if other.art.casefold() not in words:
                _add(base, own[other.id])
        costs[line.id] = _part_of(line, base)
    return costs


def _add(sums: dict[int, int], by_year: Mapping[int, Kroner]) -> None:
    for year, amount in by_year.items():
        sums[year] = sums.get(year, 0) + amount.ore


def _part_of(line: CostLine, base: Mapping[int, int]) -> dict[int, Kroner]:
    """Return the percentage of a line of what its lines cost, in øre by year."""
    percent = line.percent or Fraction(0)
    return {year: _kroner(percent * ore * part_of_year(line, year)) for year, ore in sorted(base.items())}


def _own_cost(line: CostLine, plan: Priced) -> dict[int, Kroner]:
    """Return the cost of a line with a quantity and a price."""
    price = Fraction(line.unit_price.ore if line.unit_price is not None else 0)
    by_year, own = sorted(line.quantity.items()), series_of(line, plan.series)
    if own is None or line.price_year is None:
        return {year: _kroner(price * quantity * part_of_year(line, year)) for year, quantity in by_year}
    level = factors(own, line.price_year, by_year[-1][0])
    return {year: _kroner(price * quantity * part_of_year(line, year) * level[year]) for year, quantity in by_year}


def _kroner(ore: Fraction) -> Kroner:
    return Kroner.from_ore(to_int(ore))


def part_of_year(line: CostLine, year: int) -> Fraction:
    """Return the part of a year's quantity, or of its percentage, that counts: whole months from start to end.

    Worked example: from 1 April 2023 to 31 October 2024 is 9/12 of 2023, 10/12 of 2024 and 0 of the other years.
    """
    if line.start is None and line.end is None:
        return Fraction(1)
    before = _months_into(line.start, year) - 1 if line.start is not None else 0
    until = _months_into(line.end, year) if line.end is not None else _MONTHS
    return Fraction(max(0, min(until, _MONTHS) - max(before, 0)), _MONTHS)


def _months_into(day: date, year: int) -> int:
    """Return the month of a day, counted from January of a year: 13 is January of the next year."""
    return (day.year - year) * _MONTHS + day.month


def base_of(line: CostLine, lines: Sequence[CostLine]) -> tuple[CostLine, ...]:
    """Return the lines that a percentage is of, in the order of the plan: those named, by id or art."""
    named = {word.casefold() for word in line.of}
    return tuple(
        one for one in lines if one.percent is None and (one.id.casefold() in named or one.art.casefold() in named)
    )


def projected_years(line: CostLine, plan: Priced) -> tuple[int, ...]:
    """Return the years of a line, ascending, in which its cost depends on an unpublished rate."""
    if line.percent is not None:
        return tuple(sorted({year for one in base_of(line, plan.costs) for year in projected_years(one, plan)}))
    own = series_of(line, plan.series)
    if own is None or line.price_year is None:
        return ()
    # A rate is in the price of its own year and of every year after it.
    first = min((year for year in own.projected if year > line.price_year), default=None)
    return () if first is None else tuple(year for year in sorted(line.quantity) if year >= first)


def has_projected_prices(plan: Priced) -> bool:
    """Return whether the cost of any budget line depends, in any year, on an unpublished rate."""
    return any(projected_years(line, plan) for line in plan.costs)
