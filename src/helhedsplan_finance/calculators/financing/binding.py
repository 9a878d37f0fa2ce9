"""The limits that bind a financing: those without room for one more krone."""

from collections.abc import Iterator
from fractions import Fraction

from helhedsplan_finance.calculators.financing.outcome import Shared
from helhedsplan_finance.calculators.financing.programme import Row, Tag, Values, value_of
from helhedsplan_finance.calculators.financing.question import DEVIATIONS, Question
from helhedsplan_finance.rules.measures import part_in
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

_SEVERAL = 2


def binding_limits(question: Question, values: Values) -> tuple[Tag, ...]:
    """Return the rules and ceilings that a financing reaches, in their order.

    What must be met exactly, such as the balance and what is promised, binds always and is not among them.
    """
    krone = Fraction(ORE_PER_KRONE, question.unit)
    tagged = [(row, row.tag) for row in question.programme.rows if row.tag is not None]
    passed = {tag for row, tag in tagged if _is_passed(row, values)}
    return tuple(dict.fromkeys(tag for row, tag in tagged if tag not in passed and _is_at_limit(row, values, krone)))


def shared_limits(question: Question, values: Values, binding: tuple[Tag, ...]) -> Iterator[Shared]:
    """Yield the limits that several contributions share, with the sum that they were found to give.

    Limits by year are one limit. Where contributions that were stated are under it too, those that were found share
    what is left.
    """
    bound = {tag.id for tag in binding}
    demands = {demand.limit.rule.id: demand.limit for demand in question.demands if demand.limit.layer != "plan"}
    for id_, limit in demands.items():
        if id_ not in bound or limit.relation != "at most":
            continue
        under = [one for one in question.open_givers if part_in(limit.measured, question.rows[one.id]) != "none"]
        if len(under) < _SEVERAL:
            continue
        given = sum((value_of(question.given(one), values) for one in under), Fraction(0))
        amount = Kroner.from_ore(int(given * question.unit))
        yield Shared(Tag("rule", id_, PLAN), tuple(one.id for one in under), amount)


def _is_passed(row: Row, values: Values) -> bool:
    """Return whether a limit that is only preferred had to give way."""
    return any(kind in DEVIATIONS and bool(values[kind, id_, year]) for kind, id_, year in row.terms)


def _is_at_limit(row: Row, values: Values, krone: Fraction) -> bool:
    if row.low == row.high or not row.terms:
        return False
    sum_ = row.sum(values)
    above = row.high is not None and row.high - sum_ < krone * row.scale
    below = row.low is not None and sum_ - row.low < krone * row.scale
    return above or below
