"""The period that follows a plan, at the same level: the basis of a kommune's decision before there is a budget."""

import re
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any, TypeVar

from helhedsplan_finance.calculators.derived.merged_rows import both_texts, fold
from helhedsplan_finance.errors import AmountError, CalculationError, nearest
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.line_costs import Lines, Priced, cost_by_year, projected_years
from helhedsplan_finance.plan.plan import Boligafdeling, CostLine, PlanData, Stream
from helhedsplan_finance.plan.price_level import factor, series_of
from helhedsplan_finance.text import say, short
from helhedsplan_finance.values.frozen import Frozen
from helhedsplan_finance.values.hedges import risen
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Period, add_months
from helhedsplan_finance.values.read_amounts import read_change

P = TypeVar("P", bound=PlanData)
V = TypeVar("V")
Rise = str | Fraction

_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(\s?[-–/]\s?)((?:19|20)\d\d)(?!\d)")


def next_period(
    plan: P, *, name: str | None = None, indices: Mapping[str, Rise] | None = None, level: Rise | None = None
) -> P:
    """Return the plan of the next period, as long as this one and at the same level; ``plan`` is not changed.

    It starts the day after this one ends, and amounts by calendar year move along, as do years in the name
    (``2018-2021``). The stage is ``overslag`` again: statuses, waivers and ``as_of`` are dropped, and so is a
    contribution that was refused, since it was no part of the level. Everything else is kept as stated.

    ``indices`` raise the unit prices of budget lines, each once for the whole step: ``{"løn": "3,1 %"}`` those whose
    index has that name, or that have no index and are of that art; their price year moves along. ``level`` raises the
    contributions, their ceilings in kroner and the stated total: ``"2 %"``, or ``"-1 %"`` for less. A total that is the
    sum of the lines remains the sum. Each amount is rounded half up to whole øre.

    Price series are left out, since they have no rates for the new years: the lines keep their index, and their prices
    are those of the last year of the line, rounded half up to whole øre. A boligafdeling that participated in a part of
    the period is in for all of it. Money beside the plan is left out: what will be beside the next one is not known.

    Raises :class:`CalculationError` for a plan that is not a whole number of years long, or an index that no line has,
    and :class:`AmountError` for what is no share.
    """
    months = plan.period.months
    if months.denominator != 1 or months % 12:
        raise CalculationError("derived.not_whole_years", start=plan.start, end=plan.end)
    years = int(months) // 12
    period = Period.of_years(plan.end + timedelta(days=1), years)
    step = rise_factor(level) if level is not None else Fraction(1)
    rises = _rises(plan.costs, indices or {})
    carried = [_carried(line, plan) for line in plan.costs]
    costs = [_line(line, years, rise) for line, rise in zip(carried, rises, strict=True)]
    data: dict[str, Any] = {field: getattr(plan, field) for field in type(plan).model_fields}
    total = _total(plan, costs, step)
    data |= {
        "name": name if name is not None else _YEARS.sub(lambda span: _moved_years(span, years), plan.name),
        "start": period.start,
        "end": period.end,
        "stage": "overslag",
        "total": total,
        "total_hedge": risen(plan.total_hedge, total, step),
        "as_of": None,
        "streams": [_stream(one, years, step) for one in plan.streams if one.counts],
        "costs": costs,
        "series": (),
        "afdelinger": [_afdeling(one, years, step) for one in plan.afdelinger],
        "covers": [dict(one) | {"amounts": _raised(one.amounts, years, step)} for one in plan.covers],
        "waivers": (),
        "beside": (),
    }
    return type(plan).model_validate(data)


def _stream(stream: Stream, years: int, step: Fraction) -> dict[str, Any]:
    amount = stream.amount.times(step) if stream.amount is not None else None
    amounts = _raised(stream.amounts or {}, years, step) or None
    return dict(stream) | {
        "amount": amount,
        "amounts": amounts,
        "hedge": risen(stream.hedge, amount or sum((amounts or {}).values(), Kroner()), step),
        "spread": stream.spread if isinstance(stream.spread, str) else _moved(stream.spread, years),
        "status": None,
        "max_amount": stream.max_amount.times(step) if stream.max_amount is not None else None,
    }


def _afdeling(one: Boligafdeling, years: int, step: Fraction) -> dict[str, Any]:
    return dict(one) | {"start": None, "end": None, "fixed": _raised(one.fixed or {}, years, step) or None}


def _raised(amounts: Mapping[int, Kroner], years: int, step: Fraction) -> dict[int, Kroner]:
    return _moved({year: amount.times(step) for year, amount in amounts.items()}, years)


def _carried(line: CostLine, plan: PlanData) -> CostLine:
    """Return a line at the prices of its last year; a line without a series is unchanged."""
    own = series_of(line, plan.series)
    if own is None or line.price_year is None:
        return line
    last, note = max(line.quantity), line.note
    price = line.times(factor(own, line.price_year, last))
    if last in projected_years(line, plan):
        note = both_texts(note, say("prices.carried_projected", "da", year=str(last)))
    return with_values(line, **price, price_year=last, note=note)


def _line(line: CostLine, years: int, rise: Fraction | None) -> dict[str, Any]:
    day, months = timedelta(days=1), 12 * years
    data = dict(line) | {
        "quantity": Frozen(_moved(line.quantity, years)),
        "start": add_months(line.start, months) if line.start is not None else None,
        "end": add_months(line.end + day, months) - day if line.end is not None else None,
    }
    if rise is None:
        return data
    price_year = line.price_year + years if line.price_year is not None else None
    return data | line.times(rise) | {"price_year": price_year}


def _moved(by_year: Mapping[int, V], years: int) -> dict[int, V]:
    return {year + years: value for year, value in by_year.items()}


def _moved_years(span: re.Match[str], years: int) -> str:
    return f"{int(span[1]) + years}{span[2]}{int(span[3]) + years}"


def _total(plan: PlanData, costs: list[dict[str, Any]], step: Fraction) -> Kroner | None:
    if plan.total is None:
        return None
    if plan.costs and plan.total == _sum_of(plan):
        return _sum_of(Lines([CostLine.model_validate(line) for line in costs]))
    return plan.total.times(step)


def _sum_of(plan: Priced) -> Kroner:
    return sum((amount for line in plan.costs for amount in cost_by_year(line, plan).values()), Kroner(0))


def _rises(lines: tuple[CostLine, ...], indices: Mapping[str, Rise]) -> list[Fraction | None]:
    """Return the factor of each line's price; ``None`` for a line that keeps its price."""
    # A percentage follows the lines that it is of.
    keys = [line.index or line.art if line.percent is None else None for line in lines]
    known = {fold(key): key for key in reversed(keys) if key is not None}
    rises: dict[str | None, Fraction] = {}
    if not isinstance(indices, Mapping):
        raise CalculationError("derived.no_mapping", found=short(indices))
    for name, stated in indices.items():
        if not known:
            raise CalculationError("derived.no_lines", name=short(name))
        if fold(name) not in known:
            raise CalculationError(
                "derived.unknown_index", name=short(name), nearest=known[str(nearest(fold(name), known))]
            )
        if fold(name) in rises:
            raise CalculationError("derived.index_twice", name=short(name))
        rises[fold(name)] = rise_factor(stated)
    return [rises.get(fold(key)) if key is not None else None for key in keys]


def rise_factor(stated: Rise) -> Fraction:
    """Return the factor of a rise: ``"3,1 %"`` is 1031/1000, ``"-1 %"`` is 99/100."""
    if isinstance(stated, Fraction):
        rise = stated
    elif isinstance(stated, str):
        rise = read_change(stated)
    else:
        raise AmountError("amount.not_share", found=stated)
    if rise >= 1:
        raise CalculationError("derived.doubled", found=str(stated))
    if rise < -1:
        raise CalculationError("derived.below_nothing", found=str(stated))
    return 1 + rise
