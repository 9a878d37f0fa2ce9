"""The check: every limit that concerns a plan, on one date, exactly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from helhedsplan_finance.errors import RuleLibraryError
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules import catalogue, explain
from helhedsplan_finance.rules.load import citation, limits_for
from helhedsplan_finance.rules.measures import Facts, evaluate
from helhedsplan_finance.rules.model import Limit, Value
from helhedsplan_finance.rules.report import PLAN, Finding, Report
from helhedsplan_finance.rules.verdict import Verdict, compare
from helhedsplan_finance.text import Sentences, message


def check(plan: PlanData, *, as_of: date | None = None) -> Report:
    """Hold a plan against every rule in force on ``as_of``, by default the plan's own date.

    Raises :class:`RuleLibraryError` where the rules themselves are at fault, for instance two in force at once.
    """
    day = as_of or plan.rules_date
    facts = Facts.of(plan)
    limits = limits_for(plan)
    findings = [one for limit in limits for one in _findings(limit, plan, facts, day)]
    findings += catalogue.findings(plan, {limit.rule.id for limit in limits})
    return Report(plan.name, day, tuple(_waived(finding, plan) for finding in findings))


def _findings(limit: Limit, plan: PlanData, facts: Facts, day: date) -> Iterator[Finding]:
    rule = limit.rule
    bare = Finding(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        outcome="not_applicable",
        message=Sentences(()),
        limit=limit,
    )
    absent = [name for name in rule.applies.has if name not in facts.has]
    if absent:
        yield replace(bare, message=Sentences((message(f"report.without_{absent[0]}"),)))
        return
    value = in_force(limit, day)
    if value is None:
        yield replace(bare, outcome="unverified", message=explain.no_value(limit, day))
        return
    for year in facts.years if rule.per == "year" else (None,):
        verdict = judge(limit, value, facts, year)
        finding = replace(
            bare,
            outcome=verdict.outcome,
            where=PLAN if year is None else str(year),
            message=explain.sentence(limit, value, verdict, plan),
            cure=explain.cure(limit, value, verdict),
            source=citation(value),
            verdict=verdict,
            value=value,
        )
        yield _doubted(finding, limit, value, facts, plan)


def judge(limit: Limit, value: Value, facts: Facts, year: int | None = None) -> Verdict:
    """Evaluate a limit's measures for the plan, or for one year, and compare them."""
    measured = evaluate(limit.measure, facts, year)
    base = evaluate(limit.of, facts, year) if limit.of is not None else None
    return compare(limit.rule.relation, measured, value.bound, base)


def in_force(limit: Limit, day: date) -> Value | None:
    """Return the value of a rule on a day; ``None`` where nothing is verified for it."""
    values = [value for value in limit.rule.values if value.holds_on(day)]
    if len(values) > 1:
        first, second = values[0].first_day, values[1].first_day
        raise RuleLibraryError("library.overlap", where=limit.rule.id, first=first, second=second)
    return values[0] if values else None


def _doubted(finding: Finding, limit: Limit, value: Value, facts: Facts, plan: PlanData) -> Finding:
    """Where a failed rule would hold in a reading that the sources leave open, say so, in that reading's severity."""
    doubt = limit.rule.doubt
    if finding.outcome != "failed" or doubt is None or limit.milder is None:
        return finding
    year = None if finding.where == PLAN else int(finding.where)
    milder = judge(replace(limit, measure=limit.milder), value, facts, year)
    if milder.outcome == "unverified":
        words = message("report.doubt_open", names=explain.names_of(milder.measured.missing, plan))
        return replace(finding, message=Sentences((*finding.message.parts, words)))
    if milder.outcome == "failed":
        return finding
    return replace(finding, severity=doubt.severity, message=Sentences((*finding.message.parts, doubt.words)))


def _waived(finding: Finding, plan: PlanData) -> Finding:
    """Mark a failed rule that the plan has a dispensation from; it stays visible, with its reason."""
    waiver = next((one for one in plan.waivers if one.rule == finding.rule), None)
    if finding.outcome != "failed" or finding.limit is None or waiver is None:
        return finding
    words = message("report.waived", by=waiver.by, date=waiver.date, reason=waiver.reason)
    return replace(finding, outcome="waived", waiver=waiver, message=Sentences((*finding.message.parts, words)))
