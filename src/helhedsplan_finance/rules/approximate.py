"""Amounts that their source calls approximate ("ca."): how far they may be off, and whether that could turn a verdict.

Verdicts are exact on the stated figure; nothing here is a tolerance. A limit is linear in the amounts, so how far the
slack can move is exact too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.ledger import Row
from helhedsplan_finance.plan import PlanData, Stream
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import Facts, in_measure
from helhedsplan_finance.rules.model import Measure
from helhedsplan_finance.rules.verdict import Verdict

Rounding = Literal["stands", "could turn"]

_MILLION_ORE = 100_000_000


@dataclass(frozen=True, slots=True)
class About:
    """A contribution whose amount is approximate: one of its rows, and how many half øre it may be off, up or down.

    Half øre are whole: half a unit of the last digit may be half an øre. ``by_year`` is the same for a single year.
    """

    row: Row
    off: int
    by_year: dict[int, Fraction]


def step_of(ore: int) -> int:
    """Return the unit to which a rounded amount was rounded, in øre; it may be off by half of it.

    That is one of its last digit that is not zero, and at most a million kroner: 4,5 mio. kr. lies between 4,45 and
    4,55; 20 mio. kr. between 19,5 and 20,5, since figures of that size are published in whole millions.
    """
    step = 1
    while ore and step < _MILLION_ORE and ore % (step * 10) == 0:
        step *= 10
    return step if ore else 0


def approximate_rows(plan: PlanData, facts: Facts) -> tuple[About, ...]:
    """Return the contributions of a plan whose amount its source calls approximate."""
    streams = {stream.id: stream for stream in plan.streams if stream.approx and not stream.is_open}
    if not streams:
        return ()
    rows: dict[str, list[Row]] = {}
    for row in facts.ledger.rows:
        if row.side == "financing" and row.id in streams:
            rows.setdefault(row.id, []).append(row)
    return tuple(_about(streams[key], same) for key, same in rows.items())


def _about(stream: Stream, rows: list[Row]) -> About:
    if stream.amount is None:  # each year was stated
        steps = {row.year: step_of(row.ore or 0) for row in rows}
        return About(rows[0], sum(steps.values()), {year: Fraction(step) for year, step in steps.items() if year})
    total, step = stream.amount.ore, step_of(stream.amount.ore)
    return About(rows[0], step, {row.year: Fraction(step * (row.ore or 0), total or 1) for row in rows if row.year})


def rounding_of(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None) -> Rounding | None:
    """Tell whether the verdict stands whatever the rounded amounts were; ``None`` where none of them is in it."""
    swing = sum(_moves(limit, verdict, about, year))
    if not swing or verdict.outcome == "unverified":
        return None
    slack = verdict.slack * 2
    turns = slack < swing if verdict.outcome == "passed" else slack + swing >= 0
    return "could turn" if turns else "stands"


def _moves(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None) -> Iterator[int | Fraction]:
    for one in about:
        weight = verdict.bound.denominator if _is_in(limit.measured, one.row) else 0
        if limit.of is not None and _is_in(limit.of, one.row):
            weight -= verdict.bound.numerator
        if weight:
            yield abs(weight) * _off(one, year)


def spread_of(measure: Measure, about: tuple[About, ...], year: int | None) -> Fraction:
    """Return how many øre a measure may be off in all."""
    return Fraction(sum(_off(one, year) for one in about if _is_in(measure, one.row))) / 2


def _off(one: About, year: int | None) -> int | Fraction:
    return one.off if year is None else one.by_year.get(year, 0)


def _is_in(measure: Measure, row: Row) -> bool:
    """Tell whether a row adds to a measure: a fact or a count does not change with an amount."""
    return measure.fact is None and measure.take == "sum" and in_measure(measure, row)
