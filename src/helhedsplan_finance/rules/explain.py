"""A verdict in words: the figures, the limit, what is left or lacking, and the smallest cure in kroner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from helhedsplan_finance.money import Kroner
from helhedsplan_finance.periods import Months
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rounding import to_int
from helhedsplan_finance.rules.load import sources
from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.model import Limit, Measure, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Filled, Lang, Message, Sentences, Shown, message, numbers

_RELATION = {"at most": "report.at_most", "at least": "report.at_least", "equal": "report.equal"}


@dataclass(frozen=True, slots=True)
class _Apart:
    """A share with as many decimals as it takes to see that it is not the limit."""

    share: Fraction
    limit: Fraction

    def show(self, lang: Lang) -> str:
        return numbers.percent_apart(self.share, self.limit, lang)


def sentence(limit: Limit, value: Value, verdict: Verdict, plan: PlanData) -> Sentences:
    """Say what was measured, what the limit is, and how far the one is from the other."""
    parts: list[Shown] = [_figures(limit, value, verdict)]
    if verdict.outcome == "unverified":
        missing = verdict.measured.missing + (verdict.base.missing if verdict.base else ())
        return Sentences((*parts, message("report.cannot_tell", names=names_of(missing, plan))))
    parts += _distance(limit, verdict)
    if verdict.outcome == "failed" and limit.layer == "practice" and limit.rule.severity == "warning":
        parts.append(message("report.only_practice"))
    if verdict.measured.missing:
        parts.append(message("report.still_open", names=names_of(verdict.measured.missing, plan)))
    return Sentences(tuple(parts))


def relation_and_bound(limit: Limit, value: Value) -> Message:
    """Return the limit as a short phrase: ``højst 75 %``, ``højst 48 måneder``, ``lig med den samlede ramme``."""
    bound: Shown = Months(value.bound) if limit.measure.fact == "months" else value
    if limit.rule.relation == "equal" and limit.of is not None:
        bound = limit.of.title
    return message(_RELATION[limit.rule.relation], bound=bound)


def brief(limit: Limit, value: Value, verdict: Verdict) -> tuple[Shown, Shown]:
    """Return what was measured and what it is held against, for a line of a table."""
    if limit.measure.fact == "months":
        bound = message(_RELATION[limit.rule.relation], bound=Months(value.bound, brief=True))
        return Months(Fraction(verdict.measured.value), brief=True), bound
    measured = stated(limit.measure, verdict.measured, "report.at_least_brief")
    if limit.rule.relation == "equal" and limit.of is not None and verdict.base is not None:
        return measured, stated(limit.of, verdict.base)
    if limit.rule.is_share and verdict.share is not None and verdict.measured.known:
        measured = _Apart(verdict.share, value.bound)
    return measured, relation_and_bound(limit, value)


def stated(measure: Measure, measured: Measured, at_least: str = "report.at_least") -> Shown:
    """Return what a measure came to as something to show: kroner or months, "at least" so much, or "not stated"."""
    if measure.fact == "months":
        return Months(Fraction(measured.value))
    amount = Kroner.from_ore(to_int(measured.value))
    if measured.known:
        return amount
    return message(at_least, bound=amount) if amount else message("report.not_stated")


def _figures(limit: Limit, value: Value, verdict: Verdict) -> Message:
    measured = stated(limit.measure, verdict.measured)
    if limit.of is None or verdict.base is None:
        bound = relation_and_bound(limit, value)
        return message("report.amount", measure=limit.measure.title, amount=measured, limit=bound)
    base = stated(limit.of, verdict.base)
    if not limit.rule.is_share:
        return message("report.pair", measure=limit.measure.title, amount=measured, of=limit.of.title, base=base)
    bound = relation_and_bound(limit, value)
    if verdict.share is None or not verdict.measured.known:
        return message("report.amount", measure=limit.measure.title, amount=measured, limit=bound)
    return message(
        "report.share",
        measure=limit.measure.title,
        amount=measured,
        base=base,
        share=_Apart(verdict.share, value.bound),
        limit=bound,
    )


def _distance(limit: Limit, verdict: Verdict) -> Iterator[Shown]:
    rule, failed = limit.rule, verdict.outcome == "failed"
    if limit.measure.fact == "months":
        if failed:
            yield message("report.too_long", months=Months(abs(Fraction(verdict.margin))))
        return
    gap = _gap(verdict)
    if rule.relation == "equal":
        if failed:
            words = rule.under if verdict.measured.value < verdict.limit else rule.over
            yield Filled(words, {"gap": gap}) if words else message("report.difference", gap=gap)
    elif verdict.measured.value == verdict.limit:
        yield message("report.exactly")
    elif failed:
        yield message("report.too_much" if rule.relation == "at most" else "report.lacking", gap=gap)
    else:
        yield message("report.room" if rule.relation == "at most" else "report.to_spare", gap=gap)


def _gap(verdict: Verdict) -> Kroner:
    return Kroner.from_ore(to_int(abs(Fraction(verdict.margin))))


def cure(limit: Limit, value: Value, verdict: Verdict) -> Message | None:
    """Return the smallest change in kroner that makes a failed rule hold; ``None`` where there is none to name."""
    if verdict.outcome != "failed":
        return None
    if limit.measure.fact == "months":
        return message("report.cure_shorten", limit=relation_and_bound(limit, value))
    gap, measure = _gap(verdict), limit.measure.title
    lower = verdict.measured.value > verdict.limit
    if limit.of is None or verdict.base is None or value.bound == 0:
        return message("report.cure_lower" if lower else "report.cure_raise", measure=measure, gap=gap)
    # The base at which today's measure would be just inside the limit: rounded away from it.
    needed = to_int(Fraction(verdict.measured.value) / value.bound, "up" if lower else "down")
    other = Kroner.from_ore(abs(needed - to_int(verdict.base.value)))
    key = "report.cure_lower_or_raise" if lower else "report.cure_raise_or_lower"
    return message(key, measure=measure, gap=gap, of=limit.of.title, other=other)


def no_value(limit: Limit, day: date) -> Sentences:
    """Say that no verified value is in force on a day, and name the last one that was."""
    rule = limit.rule
    earlier = [value for value in rule.values if value.first_day <= day]
    nearest = (
        max(earlier, key=lambda value: value.first_day) if earlier else min(rule.values, key=lambda one: one.first_day)
    )
    known = message(
        "report.last_known" if earlier else "report.first_known",
        limit=relation_and_bound(limit, nearest),
        day=(nearest.last_known_day or day) if earlier else nearest.first_day,
        source=sources()[nearest.source],
    )
    return Sentences((message("report.not_verified", day=day), known))


def names_of(ids: tuple[str, ...], plan: PlanData) -> list[Shown | str]:
    """Turn the ids of rows without an amount into names that a reader knows."""
    streams = {stream.id: stream.name for stream in plan.streams}
    return [streams.get(one) or message("report.the_total") for one in dict.fromkeys(ids)]
