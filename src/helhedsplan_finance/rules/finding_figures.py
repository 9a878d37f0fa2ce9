"""The figures of a verdict in words: a measured value, a limit, a share that differs from it, the distance to it."""

from fractions import Fraction

from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.record import Measure, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Shown, message
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Number, Share
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Months

_RELATION = {"at most": "report.at_most", "at least": "report.at_least", "equal": "report.equal"}


def apart(share: Fraction, limit: Fraction | None) -> Share:
    """Return a share with enough decimals to differ from the limit, where there is one."""
    return Share(share, decimals=1) if limit is None else Share(share, apart=limit)


def relation_and_bound(limit: Limit, value: Value) -> Shown:
    """Return the limit as a short phrase: ``højst 75 %``, ``højst 48 måneder``, ``lig med den samlede ramme``."""
    if limit.rule.relation is None or limit.measure is None:
        return Months(value.bound) if value.count is not None else value
    bound: Shown = Months(value.bound) if limit.measure.fact == "months" else value
    if limit.rule.relation == "equal" and limit.of is not None:
        bound = limit.of.title
    return message(_RELATION[limit.rule.relation], bound=bound)


def brief(limit: Limit, value: Value, verdict: Verdict) -> tuple[Shown, Shown]:
    """Return the measured figure and the limit, for a row of a table."""
    if limit.measured.fact == "months":
        bound = message(_RELATION[limit.relation], bound=Months(value.bound, brief=True))
        return Months(Fraction(verdict.measured.value), brief=True), bound
    measured = stated(limit.measured, verdict.measured, "report.at_least_brief")
    if limit.rule.relation == "equal" and limit.of is not None and verdict.base is not None:
        return measured, stated(limit.of, verdict.base)
    if limit.rule.is_share and verdict.share is not None and verdict.measured.known:
        measured = apart(verdict.share, value.bound)
    elif limit.rule.is_share and verdict.share is not None and not verdict.measured.missing:
        low, high = (Fraction(end) / verdict.whole for end in (verdict.measured.value, verdict.measured.most))
        measured = message("report.range_brief", low=apart(low, value.bound), high=apart(high, value.bound))
    return measured, relation_and_bound(limit, value)


def stated(measure: Measure, measured: Measured, at_least: str = "report.at_least") -> Shown:
    """Return a measured value as text: an amount, months or a number, a range, or "not stated"."""
    amount = quantity(measure, measured.value)
    if measured.known:
        return amount
    if measured.undecided and not measured.missing:
        return message("report.between", low=amount, high=quantity(measure, measured.most))
    return message(at_least, bound=amount) if measured.value else message("report.not_stated")


def quantity(measure: Measure, value: int | Fraction) -> Shown:
    """Return a figure in the unit of a measure: kroner, months, or a plain number."""
    if measure.fact == "months":
        return Months(Fraction(value))
    return Kroner.from_ore(to_int(value)) if measure.is_money else Number(Fraction(value))


def gap_of(limit: Limit, verdict: Verdict) -> Shown:
    """Return the distance from a limit, in the unit of its measure and without a sign."""
    return quantity(limit.measured, abs(Fraction(verdict.margin)))
