"""Approximate amounts ("ca.", "knap", "op til"): their ranges, and whether these could turn a verdict.

Verdicts are exact on the stated figure; the range is not a tolerance. A limit is linear in the amounts, so the range of
the slack is exact too.

Worked example: a contribution of "knap 8 mio. kr." against a limit of at most 7,6 mio. kr. The slack is 7,6 - 8 = -0,4.
The amount may be up to 0,5 lower, so the slack is between -0,4 and 0,1, and the limit could hold: "could turn".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.plan.ledger import Row
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import Facts, part_in
from helhedsplan_finance.rules.record import Fact, Measure, Relation
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.values.hedges import Reach, reach_of
from helhedsplan_finance.values.hedges import step_of as step_of

Rounding = Literal["stands", "could turn"]


@dataclass(frozen=True, slots=True)
class About:
    """An approximate amount: one of its rows or its fact, and its range in øre around the stated amount.

    ``by_year`` is the range in each year.
    """

    reach: Reach
    row: Row | None = None
    fact: Fact | None = None
    by_year: dict[int, Reach] = field(default_factory=dict)


def approximate_rows(plan: PlanData, facts: Facts) -> tuple[About, ...]:
    """Return the approximate amounts of a plan: contributions, and the total budget."""
    streams = {stream.id: stream for stream in plan.streams if stream.caveat and not stream.is_open}
    if not streams and plan.total_hedge is None:
        return ()
    rows: dict[str, list[Row]] = {}
    for row in facts.ledger.rows:
        if row.side == "financing" and row.id in streams:
            rows.setdefault(row.id, []).append(row)
    given = tuple(_about(streams[key], same) for key, same in rows.items())
    return (*given, *_of_the_total(plan, facts))


def _of_the_total(plan: PlanData, facts: Facts) -> Iterator[About]:
    """Yield the total budget as a stated fact, and as a row of the ledger where there are no budget lines."""
    if plan.total is None or plan.total_hedge is None:
        return
    reach = reach_of(plan.total.ore, plan.total_hedge)
    yield About(reach, fact="stated_total")
    if not plan.costs:
        yield from (About(reach, row) for row in facts.ledger.rows if row.side == "cost")


def _about(stream: Stream, rows: list[Row]) -> About:
    hedge, by_year = stream.caveat, {row.year: row.ore or 0 for row in rows if row.year}
    total = stream.amount.ore if stream.amount is not None else sum(by_year.values())
    if stream.amount is None and hedge is not None and not hedge[0].isdigit():  # each year was stated
        each = {year: reach_of(ore, hedge) for year, ore in by_year.items()}
        return About(sum(each.values(), Reach()), rows[0], by_year=each)
    reach = reach_of(total, hedge)
    return About(
        reach, rows[0], by_year={year: reach.times(Fraction(ore, total or 1)) for year, ore in by_year.items()}
    )


def rounding_of(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None) -> Rounding | None:
    """Return whether the verdict is the same for all actual amounts; ``None`` where it depends on none of them."""
    moved = sum(_moves(limit, verdict, about, year), Reach())
    if moved.is_nothing or verdict.outcome == "unverified":
        return None
    left = verdict.bound.numerator * verdict.whole - verdict.bound.denominator * verdict.value
    return "could turn" if _turns(limit.relation, left, moved) else "stands"


def _turns(relation: Relation, left: int | Fraction, moved: Reach) -> bool:
    """Return whether the slack ``left`` can change its sign within the range ``moved``."""
    low = None if moved.down is None else left + moved.down
    high = None if moved.up is None else left + moved.up
    if relation == "equal":
        return left == 0 or ((low is None or low <= 0) and (high is None or high >= 0))
    if relation == "at least":
        left, low, high = -left, None if high is None else -high, None if low is None else -low
    return (low is None or low < 0) if left >= 0 else (high is None or high >= 0)


def _moves(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None) -> Iterator[Reach]:
    """Yield the range of the slack by each amount: its range times its coefficient in the scaled limit.

    Worked example: against 12,5 % = 1/8 the slack is 1 × base - 8 × measure. An amount in both has the coefficient
    1 - 8 = -7: "ca." 0,5 mio. either way moves the slack by 3,5 mio. either way.
    """
    for amount in about:
        weight = -verdict.bound.denominator if _is_in(limit.measured, amount, whole=verdict.takes_all) else 0
        if limit.of is not None and _is_in(limit.of, amount):
            weight += verdict.bound.numerator
        if weight:
            yield _off(amount, year).times(weight)


def spread_of(measure: Measure, about: tuple[About, ...], year: int | None, *, whole: bool = False) -> Reach:
    """Return the range of a measure around its value, in øre; ``whole`` includes amounts that are partly in it."""
    return sum((_off(amount, year) for amount in about if _is_in(measure, amount, whole=whole)), Reach())


def _off(amount: About, year: int | None) -> Reach:
    return amount.reach if year is None or amount.fact else amount.by_year.get(year, Reach())


def _is_in(measure: Measure, amount: About, *, whole: bool = False) -> bool:
    """Return whether an amount is in a measure: another fact or a count does not depend on it.

    ``whole`` includes an amount that is in it only in part.
    """
    if amount.row is None or measure.fact is not None:
        return amount.fact is not None and measure.fact == amount.fact
    part = part_in(measure, amount.row)
    return measure.take == "sum" and (part == "all" or (whole and part == "some"))
