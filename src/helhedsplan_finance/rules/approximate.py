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
    """A row whose amount is approximate, and how many øre it may be off, up or down."""

    row: Row
    off: Fraction


def half_step(ore: int) -> Fraction:
    """Return how far a rounded amount may be off: half a unit of its last digit, and at most half a million kroner.

    The last digit is the last that is not zero: 4,5 mio. kr. lies between 4,45 and 4,55; 20 mio. kr. between 19,5 and
    20,5, since figures of that size are published in whole millions.
    """
    step = 1
    while ore and step < _MILLION_ORE and ore % (step * 10) == 0:
        step *= 10
    return Fraction(step, 2) if ore else Fraction(0)


def approximate_rows(plan: PlanData, facts: Facts) -> tuple[About, ...]:
    """Return the rows of a plan whose amount its source calls approximate."""
    streams = {stream.id: stream for stream in plan.streams if stream.approx and not stream.is_open}
    if not streams:
        return ()
    rows = [row for row in facts.ledger.rows if row.side == "financing" and row.id in streams]
    return tuple(About(row, _off(row, streams[row.id])) for row in rows)


def _off(row: Row, stream: Stream) -> Fraction:
    ore = row.ore or 0
    if stream.amount is None:
        return half_step(ore)  # each year was stated
    return half_step(stream.amount.ore) * ore / stream.amount.ore if ore else Fraction(0)


def rounding_of(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None) -> Rounding | None:
    """Tell whether the verdict stands whatever the rounded amounts were; ``None`` where none of them is in it."""
    swing = sum(_moves(limit, verdict, about, year), Fraction(0))
    if not swing or verdict.outcome == "unverified":
        return None
    turns = verdict.slack < swing if verdict.outcome == "passed" else verdict.slack + swing >= 0
    return "could turn" if turns else "stands"


def _moves(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None) -> Iterator[Fraction]:
    for one in about:
        if year is None or one.row.year == year:
            weight = verdict.bound.denominator if _is_in(limit.measured, one.row) else 0
            if limit.of is not None and _is_in(limit.of, one.row):
                weight -= verdict.bound.numerator
            yield abs(weight) * one.off


def spread_of(measure: Measure, about: tuple[About, ...], year: int | None) -> Fraction:
    """Return how many øre a measure may be off in all."""
    inside = [one.off for one in about if (year is None or one.row.year == year) and _is_in(measure, one.row)]
    return sum(inside, Fraction(0))


def _is_in(measure: Measure, row: Row) -> bool:
    """Tell whether a row adds to a measure: a fact or a count does not change with an amount."""
    return measure.fact is None and measure.take == "sum" and in_measure(measure, row)
