"""The answer as a plan: the amounts that were amount, in the contributions that were open."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

from helhedsplan_finance.calculators.financing.programme import Values, value_of
from helhedsplan_finance.calculators.financing.question import TOTAL, Question
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.values.money import Kroner, split

Planned = TypeVar("Planned", bound=PlanData)
_EXACT: dict[str, Any] = {"approx": False, "hedge": None}


def fill(plan: Planned, question: Question, values: Values, *, even: bool = False) -> Planned:
    """Return the plan of a question with the amounts found; ``even`` spreads a total by months."""
    streams = tuple(_filled(question, stream, values, even=even) for stream in plan.streams)
    update: dict[str, Any] = {"streams": streams}
    if not question.is_sized:
        update |= {"total": _kroner(question, values[TOTAL]), "total_hedge": None}
    return with_values(plan, **update)


def _filled(question: Question, stream: Stream, values: Values, *, even: bool) -> Stream:
    if stream not in question.givers or not question.is_open(stream):
        return stream
    amount = _kroner(question, value_of(question.given(stream), values))
    stated = stream_by_year(stream, question.plan.period)
    if not stream.is_open and amount != sum(stated.values(), Kroner()):
        stream = with_values(stream, status=None)  # a promise is one of the amount that was promised
    if not question.yearly:
        weights = {year: part.ore for year, part in (stream.amounts or {}).items()}
        if any(weights.values()):  # an offer by year keeps its shape
            hedge = {} if _is_still(stream, amount) else _EXACT
            return with_values(stream, amounts=split(amount, weights), **hedge)
        stream = with_values(stream, amounts=None)
        spread = "months" if even else stream.spread
        hedge = {} if _is_still(stream, amount) else _EXACT
        return with_values(stream, amount=amount, spread=spread, **hedge)
    by_year = {year: _kroner(question, values[question.var(stream, year)]) for year in question.plan.period.years}
    spread = "months" if even else stream.spread
    hedge = {} if _is_still(stream, amount) else _EXACT
    as_total = with_values(stream, amount=amount, amounts=None, spread=spread, **hedge)
    if not question.plan.costs and _same(stream_by_year(as_total, question.plan.period), by_year):
        return as_total
    return with_values(stream, amount=None, amounts=by_year, spread="months", **_EXACT)


def _is_still(stream: Stream, amount: Kroner) -> bool:
    """Return whether an amount is the one that was stated, whose hedge it keeps."""
    return stream.amount == amount or (stream.amounts is not None and sum(stream.amounts.values(), Kroner()) == amount)


def _same(one: Mapping[int, Kroner], other: Mapping[int, Kroner]) -> bool:
    return all(one.get(year, Kroner()) == other.get(year, Kroner()) for year in {*one, *other})


def _kroner(question: Question, units: Fraction | int) -> Kroner:
    return Kroner.from_ore(int(units * question.unit))
