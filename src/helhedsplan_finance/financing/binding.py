"""Which limits bind a financing: those without room for one more krone."""

from fractions import Fraction

from helhedsplan_finance.financing.programme import Row, Tag, Values
from helhedsplan_finance.financing.question import DEVIATIONS, Question
from helhedsplan_finance.money import ORE_PER_KRONE


def binding_limits(question: Question, values: Values) -> tuple[Tag, ...]:
    """Return the rules and ceilings that a financing stands at, in their order.

    What must be met exactly, such as the balance and what is promised, binds always and is not among them.
    """
    krone = Fraction(ORE_PER_KRONE, question.unit)
    tagged = [(row, row.tag) for row in question.programme.rows if row.tag is not None]
    passed = {tag for row, tag in tagged if _is_passed(row, values)}
    return tuple(dict.fromkeys(tag for row, tag in tagged if tag not in passed and _stands_at(row, values, krone)))


def _is_passed(row: Row, values: Values) -> bool:
    """Tell whether a limit that is only preferred had to give way."""
    return any(kind in DEVIATIONS and bool(values[kind, id_, year]) for kind, id_, year in row.terms)


def _stands_at(row: Row, values: Values, krone: Fraction) -> bool:
    if row.low == row.high or not row.terms:
        return False
    sum_ = row.sum(values)
    above = row.high is not None and row.high - sum_ < krone * row.scale
    below = row.low is not None and sum_ - row.low < krone * row.scale
    return above or below
