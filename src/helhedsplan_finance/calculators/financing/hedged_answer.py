"""Whether the ranges of amounts that are not exact could turn an answer: a financing into none, or none into one.

Where there is none, the amounts become variables within their ranges: one solution is enough. Where there is one, the
amounts with a solution are a convex set, which contains the whole box of the ranges if it contains its vertices.
Local money of "ca. 7,5 mio. kr." in a plan of 30: at 7,55 Landsbyggefonden gives 22,45; at 7,45 it would be more than
75 %, and there is no financing.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from helhedsplan_finance.calculators.financing.question import Question
from helhedsplan_finance.calculators.financing.solver import Solver
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.approximate import Rounding
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.hedges import Reach, reach_of
from helhedsplan_finance.values.money import Kroner

Asking = Callable[[PlanData, bool], Question]  # the question of a plan, with or without its ranges
_TOTAL = ""  # the total budget among the ids of contributions
_MOST = 6  # more amounts have too many vertices to solve
_FAR = 10  # a range without upper end is tried at this many times the size of the plan


def is_hedged(plan: PlanData) -> bool:
    """Return whether any amount of a plan that counts is not exact."""
    total = plan.total_hedge is not None
    return total or any(stream.caveat and not stream.is_open and stream.counts for stream in plan.streams)


def rounding_of_answer(plan: PlanData, asking: Asking, *, found: bool) -> Rounding:
    """Return whether the answer is the same for all amounts within their ranges."""
    if not found:
        within = Solver(asking(plan, True).programme, whole=False).least({})
        return "could turn" if within is not None else "stands"
    reaches = dict(_reaches(plan))
    if len(reaches) > _MOST:
        return "could turn"
    for ends in product(*(_ends(plan, reach) for reach in reaches.values())):
        moved = _moved(plan, dict(zip(reaches, ends, strict=True)))
        if Solver(asking(moved, False).programme, whole=False).least({}) is None:
            return "could turn"
    return "stands"


def _reaches(plan: PlanData) -> Iterator[tuple[str, Reach]]:
    if plan.total is not None and plan.total_hedge is not None and not plan.costs:
        yield _TOTAL, reach_of(plan.total.ore, plan.total_hedge)
    for stream in plan.streams:
        if stream.caveat and not stream.is_open and stream.counts:
            yield stream.id, reach_of(_given(stream, plan).ore, stream.caveat)


def _given(stream: Stream, plan: PlanData) -> Kroner:
    return sum(stream_by_year(stream, plan.period).values(), Kroner())


def _ends(plan: PlanData, reach: Reach) -> tuple[int, ...]:
    """Return the øre by which an amount may be off at each end, whole øre within the range."""
    size = (plan.total or Kroner()).ore + sum(_given(one, plan).ore for one in plan.streams)
    low = to_int(reach.down or 0, "up")
    high = _FAR * size if reach.up is None else to_int(reach.up, "down")
    return (low, high) if low < high else (low,)


def _moved(plan: PlanData, off: dict[str, int]) -> PlanData:
    """Return the plan with each amount moved by some øre, and exact."""
    streams = []
    for stream in plan.streams:
        if stream.id not in off:
            streams.append(stream)
            continue
        whole = _given(stream, plan)
        moved = Kroner.from_ore(whole.ore + off[stream.id])
        exact: dict[str, Any] = {"approx": False, "hedge": None}
        if stream.amounts is None:
            streams.append(with_values(stream, amount=moved, **exact))
        else:
            share = Fraction(moved.ore, whole.ore or 1)
            by_year = {year: amount.times(share) for year, amount in stream.amounts.items()}
            streams.append(with_values(stream, amounts=by_year, **exact))
    update: dict[str, Any] = {"streams": tuple(streams), "total_hedge": None}
    if _TOTAL in off and plan.total is not None:
        update["total"] = plan.total + Kroner.from_ore(off[_TOTAL])
    return with_values(plan, **update)
