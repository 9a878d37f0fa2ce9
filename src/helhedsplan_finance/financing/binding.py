"""Which limits bind a financing: those without room for one more krone."""

from fractions import Fraction

from helhedsplan_finance.financing.programme import Row, Tag, Values
from helhedsplan_finance.financing.question import DEVIATIONS, Question

_KRONE_ORE = 100


def binding_limits(question: Question, values: Values) -> tuple[Tag, ...]:
    """Return the rules and ceilings that a financing stands at, in their order.

    What must be met exactly, such as the balance and what is promised, binds always and is not among them.
    """
    krone = Fraction(_KRONE_ORE, question.unit)
    found = (row.tag for row in question.programme.rows if row.tag is not None and _stands_at(row, values, krone))
    return tuple(dict.fromkeys(found))


def _stands_at(row: Row, values: Values, krone: Fraction) -> bool:
    if row.low == row.high or not row.terms:
        return False
    if any(kind in DEVIATIONS and values[kind, id_, year] for kind, id_, year in row.terms):
        return False  # usual practice that had to give way is passed, not reached
    sum_ = row.sum(values)
    above = row.high is not None and row.high - sum_ < krone * row.scale
    below = row.low is not None and sum_ - row.low < krone * row.scale
    return above or below
