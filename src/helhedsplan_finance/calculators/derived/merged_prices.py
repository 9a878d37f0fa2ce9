"""The price series of two plans as those of one, so that every line costs the same as in its own plan."""

from dataclasses import dataclass

from helhedsplan_finance.calculators.derived.merged_rows import Ids
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.plan import CostLine, PlanData, Series
from helhedsplan_finance.text import Message, message


@dataclass(frozen=True, slots=True)
class Prices:
    """The series of the merged plan, and the budget lines of each part with the ids of these series."""

    series: tuple[Series, ...]
    mine: tuple[CostLine, ...]
    theirs: tuple[CostLine, ...]


def merge_prices(first: PlanData, second: PlanData, notes: list[Message]) -> Prices:
    """Return the series of both plans; one id for two different series is renamed in the second plan.

    A line of a plan without series is in the prices that it states and must remain so: its index is left out.
    """
    merged = {one.id.casefold(): one for one in first.series}
    called: dict[str, str] = {}
    ids = Ids(first.series, second.series)
    for one in second.series:
        key = one.id.casefold()
        mine = merged.get(key)
        if mine is not None and (together := _together(mine, one)) is not None:
            merged[key] = together
            continue
        new = ids.free(one.id)
        if new != one.id:
            notes.append(message("derived.renamed", id=one.id, name=one.title or one.id, new=new))
        called[key] = new
        merged[new.casefold()] = with_values(one, id=new)
    theirs = tuple(_pointed(line, called) for line in second.costs)
    sides = [(first, first.costs), (second, theirs)]
    mine_, theirs = (_as_stated(plan, lines, bool(merged), notes) for plan, lines in sides)
    return Prices(tuple(merged.values()), mine_, theirs)


def _together(mine: Series, theirs: Series) -> Series | None:
    """Return two series as one; ``None`` where they differ in a year."""
    years = {*mine.rates, *theirs.rates}
    for year in years:
        if year in mine.rates and year in theirs.rates:
            alike = mine.rates[year] == theirs.rates[year]
            if not alike or (year in mine.projected) != (year in theirs.projected):
                return None
    rates = dict(sorted({**theirs.rates, **mine.rates}.items()))
    projected = tuple(sorted({*mine.projected, *theirs.projected}))
    return with_values(mine, rates=rates, projected=projected)


def _pointed(line: CostLine, called: dict[str, str]) -> CostLine:
    new = called.get((line.index or "").casefold())
    return line if new is None else with_values(line, index=new)


def _as_stated(plan: PlanData, lines: tuple[CostLine, ...], priced: bool, notes: list[Message]) -> tuple[CostLine, ...]:
    """Return the lines of a plan; without series of its own, without the index that would apply a series now."""
    if plan.series or not priced:
        return lines
    names = [line.id for line in lines if line.index is not None]
    if names:
        notes.append(message("derived.index_dropped", name=plan.name, names=names))
    return tuple(with_values(line, index=None) if line.index is not None else line for line in lines)
