"""The cure of a failed rule: the smallest change that makes it hold, in kroner."""

from fractions import Fraction

from helhedsplan_finance.rules.finding_figures import gap_of, quantity, relation_and_bound
from helhedsplan_finance.rules.finding_sentences import Called, is_comparison, is_only_open, names_of
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import Measure, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Message, Shown, message
from helhedsplan_finance.text.rounding import to_int


def cure(limit: Limit, value: Value, verdict: Verdict, called: Called | None = None) -> Message | None:
    """Return the smallest change that makes a failed rule hold; ``None`` where there is none to name.

    Worked example: at most 12,5 % of a total of 40 mio. is 5 mio., and the kommune gives 6. Where the total does not
    depend on it, the cure is 1 mio. less. Where the kommune's money is a part of the total, each krone less also lowers
    the limit by 1/8 of a krone: 1 / (1 - 1/8) = 8/7 mio. less, rounded up to 1.142.857,15 kr.
    """
    if verdict.outcome != "failed" or is_comparison(limit, verdict):
        return None
    if is_only_open(limit, verdict):
        return message("report.cure_state", names=names_of(verdict.measured.missing, called or {}))
    measure, of = limit.measured, limit.of
    if measure.fact == "months":
        key = "report.cure_shorten" if limit.rule.relation == "at most" else "report.cure_lengthen"
        return message(key, limit=relation_and_bound(limit, value))
    lower, gap = verdict.value > verdict.limit, gap_of(limit, verdict)
    if of is None or verdict.base is None or value.bound == 0:
        return message("report.cure_lower" if lower else "report.cure_raise", measure=measure.title, gap=gap)
    key = "report.cure_lower_or_raise" if lower else "report.cure_raise_or_lower"
    if limit.relation != "equal" and _is_within(measure, of):
        # The base changes with the measure, so each krone changes the share by less.
        if value.bound >= 1:
            return None
        moved = abs(Fraction(verdict.slack, verdict.bound.denominator)) / (1 - value.bound)
        gap = quantity(measure, to_int(moved, "up"))
        key = "report.cure_lower_or_raise_rest" if lower else "report.cure_raise_or_lower_rest"
    return message(key, measure=measure.title, gap=gap, of=of.title, other=_other(limit, verdict))


def _other(limit: Limit, verdict: Verdict) -> Shown:
    """Return the change of the base that makes the present measure just meet the limit, rounded to the safe side."""
    assert limit.of is not None  # noqa: S101 - called only where there is one
    assert verdict.base is not None  # noqa: S101
    lower = verdict.value > verdict.limit
    needed = to_int(Fraction(verdict.value) / verdict.bound, "up" if lower else "down")
    return quantity(limit.of, abs(needed - to_int(verdict.whole)))


def _is_within(measure: Measure, of: Measure) -> bool:
    """Return whether the filters of two measures imply that every row of the first is a row of the second."""
    if of.fact is not None or measure.fact is not None:
        return False
    kept = all(
        set(measure.where.get(column, ())) <= set(words) and column in measure.where
        for column, words in of.where.items()
    )
    return kept and all(set(words) <= set(measure.without.get(column, ())) for column, words in of.without.items())
