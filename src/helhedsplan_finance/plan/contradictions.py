"""Contradictions between the fields of a plan, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helhedsplan_finance.errors import Fault, PeriodError, nearest
from helhedsplan_finance.plan.faults import place
from helhedsplan_finance.plan.line_faults import index_faults, line_faults
from helhedsplan_finance.plan.part_days import OF_RENT, day_faults
from helhedsplan_finance.plan.plan_parts import Parts, rows_of
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.hedges import HEDGES, holds
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Period

Years = tuple[int, ...]
_NAMED = ("stream", "cost", "series", "boligafdeling", "cover")  # the tables whose rows have ids


def contradictions(plan: Parts) -> Iterator[Fault]:
    """Yield every contradiction in a plan whose fields are valid."""
    try:
        years = Period(plan.start, plan.end).years
    except PeriodError as error:
        yield Fault("end", error.message)
        return
    for table in _NAMED:
        yield from _same_ids(table, rows_of(plan, table))
    if (fault := _hedge_fault(plan.total, plan.total_hedge, needed=True)) is not None:
        yield Fault("total_hedge", fault)
    yield from _of_streams(plan, years)
    yield from _of_costs(plan, years)
    if plan.series:
        yield from _of_series(plan)
    yield from _of_homes(plan, years)
    for number, beside in enumerate(plan.beside):
        if (fault := _hedge_fault(beside.amount, beside.hedge, needed=True)) is not None:
            yield Fault(_at(plan.beside, "beside", number, "hedge"), fault)


def _same_ids(table: str, rows: Sequence[Any]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows):
        folded = row.id.casefold()  # a spreadsheet does not distinguish A from a
        if folded in seen:
            fault = message("input.same_id", found=row.id, first=seen[folded] + 1)
            yield Fault(_at(rows, table, number, "id"), fault)
        seen.setdefault(folded, number)


def _of_streams(plan: Parts, years: Years) -> Iterator[Fault]:
    rows = plan.streams
    for number, stream in enumerate(rows):
        if stream.amount is not None and stream.amounts is not None:
            yield Fault(_at(rows, "stream", number), message("input.amount_twice"))
        stated = stream.amount if stream.amounts is None else sum(stream.amounts.values(), Kroner())
        if (fault := _hedge_fault(stated, stream.hedge)) is not None:
            yield Fault(_at(rows, "stream", number, "hedge"), fault)
        if not isinstance(stream.spread, str):
            yield from _outside(rows, years, stream.spread, "stream", number, "spread")
            if not any(stream.spread.values()):
                yield Fault(_at(rows, "stream", number, "spread"), message("amount.no_weight"))
        yield from _outside(rows, years, stream.amounts or {}, "stream", number, "amounts")
        yield from _unpayable(plan, number)


def _unpayable(plan: Parts, number: int) -> Iterator[Fault]:
    """Yield the lines in a contribution's ``pays`` that do not exist, or that it may not pay."""
    stream = plan.streams[number]
    if not stream.pays:
        return
    arts = {line.id: line.art for line in plan.costs}
    at = _at(plan.streams, "stream", number, "pays")
    for id_ in stream.pays:
        if not arts:
            yield Fault(at, message("input.pays_without_lines"))
            return
        if id_ not in arts:
            of_art = next((line for line, art in arts.items() if art == id_.casefold()), None)
            yield Fault(at, message("input.pays_unknown", found=short(id_), nearest=of_art or nearest(id_, arts)))
        elif arts[id_] in stream.excludes:
            yield Fault(at, message("input.pays_excluded", found=id_, art=arts[id_]))


def _hedge_fault(amount: Kroner | None, hedge: str | None, *, needed: bool = False) -> Message | None:
    """Return why an amount cannot have a hedge: it is outside the range, or there is no amount."""
    if hedge is None:
        return None
    if amount is None:
        return message("amount.hedge_of_nothing", hedge=hedge) if needed or hedge not in HEDGES else None
    return None if holds(amount.ore, hedge) else message("amount.outside_range", found=amount, hedge=hedge)


def _of_costs(plan: Parts, years: Years) -> Iterator[Fault]:
    for number, line in enumerate(plan.costs):
        yield from _outside(plan.costs, years, line.quantity, "cost", number, "quantity")
    yield from line_faults(plan)


def _of_series(plan: Parts) -> Iterator[Fault]:
    for number, stated in enumerate(plan.series):
        for year in stated.projected:
            if year not in stated.rates:
                at = _at(plan.series, "series", number, "projected")
                yield Fault(at, message("prices.projected_unknown", year=year))
    yield from index_faults(plan)


def _of_homes(plan: Parts, years: Years) -> Iterator[Fault]:
    if plan.key is not None and sum(plan.key.values()) != 1:
        yield Fault("key", message("rent.key_sum", found=sum(plan.key.values())))
    rows = plan.afdelinger
    for number, home in enumerate(rows):
        yield from _outside(rows, years, home.fixed or {}, "boligafdeling", number, "fixed")
        for key, fault in day_faults(home, plan.start, plan.end, OF_RENT, edges=True):
            yield Fault(_at(rows, "boligafdeling", number, key), fault)
    for number, cover in enumerate(plan.covers):
        yield from _outside(plan.covers, years, cover.amounts, "cover", number, "amounts")


def _outside(
    rows: Sequence[Any], years: Years, by_year: Mapping[int, Any], table: str, *loc: str | int
) -> Iterator[Fault]:
    for year in by_year:
        if year not in years:
            fault = message("input.year_outside", year=year, first=years[0], last=years[-1])
            yield Fault(_at(rows, table, *loc, str(year)), fault)


def _at(rows: Sequence[Any], table: str, *loc: str | int) -> str:
    return place((table, *loc), {table: rows})
