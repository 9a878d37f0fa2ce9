"""Check a plan against every limit that concerns it, on one date, exactly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from helhedsplan_finance.plan.fields import read_as_of
from helhedsplan_finance.plan.plan import SOURCES, PlanData, Waiver
from helhedsplan_finance.rules import catalogue, finding_sentences
from helhedsplan_finance.rules.approximate import Rounding, approximate_rows, rounding_of
from helhedsplan_finance.rules.carry import with_carries
from helhedsplan_finance.rules.choose import Policy, files_for, limit_in, limits_for, why_not
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.last_known import LastKnown
from helhedsplan_finance.rules.limit import Limit, last_before
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, Meter, in_measure
from helhedsplan_finance.rules.plausible import of_plausibility
from helhedsplan_finance.rules.promises import PROMISES
from helhedsplan_finance.rules.read_rules import HAS
from helhedsplan_finance.rules.record import PLAN, Outcome, Severity, Value
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.rules.verdict import Verdict, compare
from helhedsplan_finance.text import Message, Shown, message

# The measures that the catalogue and the plausibility notes use for nearly every plan.
_ASKED_BESIDE = (*PROMISES, "total", "financing", "boligafdeling")


def check(
    plan: PlanData, *, as_of: date | str | None = None, policies: Iterable[Policy] = (), project_rules: bool = False
) -> Report:
    """Check a plan against every rule in force on ``as_of`` (a date, or its text), by default the plan's rules date.

    ``policies`` are additional sets of rules: paths, or results of :func:`read_policy`. With ``project_rules``, the
    last known value of a rule is carried past its last known day, and every verdict that depends on it is marked.

    Raises :class:`PolicyError` or :class:`PlanFileError` for a policy that cannot be used, and
    :class:`RuleLibraryError` for a fault of the rule library, for instance two rules in force at once.
    """
    day = read_as_of(as_of) or plan.rules_date
    case, limits = _case_of(plan, day, policies, project_rules)
    findings = list(with_carries(finding for limit in limits for finding in case.findings(limit)))
    findings += catalogue.of_the_plan(plan, {limit.rule.id for limit in limits})
    findings += of_plausibility(plan, case.facts)
    return Report(plan.name, day, tuple(findings), case.facts.ledger, project_rules)


@dataclass(frozen=True, slots=True)
class Demand:
    """A limit that a plan must meet: the record, the dated value in force, and the year it is for, if any."""

    limit: Limit
    value: Value
    year: int | None = None


def demands_on(
    plan: PlanData, *, as_of: date | str | None = None, policies: Iterable[Policy] = (), project_rules: bool = False
) -> tuple[Demand, ...]:
    """Return every limit on sums that :func:`check` compares for a plan, with the value in force.

    Limits that do not concern the plan, unverified limits and the checks of the catalogue are excluded.
    """
    case, limits = _case_of(plan, read_as_of(as_of) or plan.rules_date, policies, project_rules)
    return tuple(demand for limit in limits for demand in case.demands(limit))


def _case_of(plan: PlanData, day: date, policies: Iterable[Policy], project: bool) -> "tuple[_Case, tuple[Limit, ...]]":
    """Return the case of a plan, and its limits: the rules, then its own ceilings."""
    limits, ceilings = limits_for(plan, files_for(plan, policies), day, project=project)
    facts = Facts.of(plan, _meter(limits))
    return _Case(plan, facts, day, project, catalogue.regime_of(limits)), (*limits, *ceilings)


@lru_cache(maxsize=512)
def _meter(limits: tuple[Limit, ...]) -> Meter:
    """Return the meter that evaluates the measures of some limits, and the common ones, in one pass."""
    compared = (measure for limit in limits for measure in (limit.measure, limit.of, limit.milder, *limit.needs))
    return Meter((*(measure for measure in compared if measure), *(measures()[name] for name in _ASKED_BESIDE)))


class _Case:
    """A plan on a day, with all that its limits are compared with."""

    def __init__(self, plan: PlanData, facts: Facts, day: date, project: bool, regime: str | None) -> None:
        self.plan, self.facts, self.day, self.project, self.regime = plan, facts, day, project, regime
        self.called = {stream.id: stream.name for stream in plan.streams}
        self.about = approximate_rows(plan, facts)
        self.projected = [row for row in facts.ledger.rows if row.projected] if plan.series else []
        self.waivers = {waiver.rule: waiver for waiver in reversed(plan.waivers)}

    def findings(self, limit: Limit) -> Iterator[Finding]:
        """Yield the findings of a limit for the plan, or for each of its years."""
        rule = limit.rule
        reason = self._does_not_apply(limit)
        if reason is not None:
            yield _uncompared(limit, "not_applicable", (reason,))
        elif rule.check is not None:
            yield from catalogue.run(limit, self.plan, self.facts, self.day)
        else:
            for year in self.facts.years if rule.per == "year" else (None,):
                yield self._finding(limit, year)

    def demands(self, limit: Limit) -> Iterator[Demand]:
        """Yield the demands of a limit on sums on the plan, or on each of its years."""
        rule = limit.rule
        if rule.check is None and self._does_not_apply(limit) is None:
            for year in self.facts.years if rule.per == "year" else (None,):
                yearly = self._limit_in(limit, year)
                if yearly.standing.value is not None:
                    yield Demand(yearly, yearly.standing.value, year)

    def _does_not_apply(self, limit: Limit) -> Message | None:
        """Return why a rule does not concern the plan; ``None`` where it does."""
        rule, applies = limit.rule, limit.rule.applies
        if rule.per == "pool" or rule.per == "byomraade":
            return message(f"report.for_{rule.per}")
        if (why := why_not(applies, self.plan.kommune, self.plan.stage)) is not None:
            return message(f"report.not_{why}", names=getattr(applies, why))
        for measure in limit.needs:
            if not self.facts.has_rows(measure):
                return message("report.without_rows", measure=measure.title)
        for name in applies.has:
            if name in SOURCES and name not in self.facts.has:
                return message("report.without_source", source=message(f"source.{name}"))
            if name in HAS and name not in self.facts.has:
                return message(f"report.without_{name}")
        if limit.standing.state == "not in force" and rule.clock == "as_of":
            return message("report.not_in_force", day=self.day)
        if applies.regime and self.regime not in applies.regime:
            return message("report.not_regime", names=applies.regime)
        return None

    def _finding(self, limit: Limit, year: int | None) -> Finding:
        limit, where = self._limit_in(limit, year), PLAN if year is None else str(year)
        rule, standing, value = limit.rule, limit.standing, limit.standing.value
        if value is None:
            return self._without_value(limit, year, where)
        verdict = judge(limit, value, self.facts, year)
        notes: list[Shown] = []
        if finding_sentences.is_comparison(limit, verdict):
            notes.append(finding_sentences.compared(limit, value, verdict, self.plan.kommune))
        severity = self._severity(limit, value, verdict, year, notes)
        beside = self._beside(limit, verdict, year, notes, carried=value if standing.projected else None)
        return Finding(
            rule=rule.id,
            severity=severity,
            outcome="waived" if beside["waiver"] is not None else verdict.outcome,
            where=where,
            verdict=verdict,
            limit=limit,
            value=value,
            projected=standing.projected,
            **beside,
        )

    def _without_value(self, limit: Limit, year: int | None, where: str) -> Finding:
        """Return the finding of a rule without a value on its day: the figures of the plan and the last known limit.

        The rule does not apply to a year in which it is not in force. Without a value before the day there is no last
        known limit.
        """
        day = self._day(limit, year)
        if limit.standing.state == "not in force":
            return _uncompared(limit, "not_applicable", (message("report.not_in_force", day=day),), where)
        parts = tuple(finding_sentences.no_value(limit, day))
        known = last_before(limit.rule, day)
        if known is None:
            return _uncompared(limit, "unverified", (*parts, *finding_sentences.comes(limit)), where)
        verdict = judge(limit, known, self.facts, year)
        if finding_sentences.is_comparison(limit, verdict):
            parts = (finding_sentences.compared(limit, known, verdict, self.plan.kommune), *parts)
        else:
            parts = (*finding_sentences.against_last_known(limit, verdict, self.called), *parts)
        notes: list[Shown] = []
        severity = self._severity(limit, known, verdict, year, notes)
        return replace(
            _uncompared(limit, "unverified", parts, where),
            last_known=LastKnown(limit, known, known.last_known_day or day, verdict, severity),
            **self._beside(limit, verdict, year, notes),
        )

    def _beside(
        self, limit: Limit, verdict: Verdict, year: int | None, notes: list[Shown], *, carried: Value | None = None
    ) -> dict[str, Any]:
        """Return the fields of a finding beside its verdict, in force or last known: notes, marks and a waiver.

        ``carried`` is the value that is carried to a later day.
        """
        rounding = self._rounding(limit, verdict, year, notes)
        if carried is not None:
            notes.append(finding_sentences.carried_on(carried))
        notes += finding_sentences.comes(limit)
        priced = self._leans_on_projected_prices(limit, year)
        if priced:
            notes.append(message("report.on_projected_prices"))
        waiver = self._waiver(limit, verdict, notes)
        return {
            "title": _marked(limit.rule.title, projected=carried is not None, priced=priced),
            "notes": tuple(notes),
            "waiver": waiver,
            "projected_prices": priced,
            "rounding": rounding,
            "called": self.called,
        }

    def _day(self, limit: Limit, year: int | None) -> date:
        """Return the day that picks the value of a rule."""
        return self.day if year is None or limit.rule.clock == "as_of" else date(year, 12, 31)

    def _severity(self, limit: Limit, value: Value, verdict: Verdict, year: int | None, notes: list[Shown]) -> Severity:
        """Return the severity of a verdict; a doubt in the sources may lower it."""
        if verdict.outcome == "failed" and limit.milder is not None and limit.rule.doubt is not None:
            return self._doubted(limit, value, year, notes)
        return limit.rule.severity

    def _rounding(self, limit: Limit, verdict: Verdict, year: int | None, notes: list[Shown]) -> Rounding | None:
        """Return whether approximate amounts could turn a verdict, and add a note."""
        rounding = rounding_of(limit, verdict, self.about, year) if self.about else None
        if rounding is not None:
            notes.append(finding_sentences.rounded(limit, verdict, self.about, year, rounding))
        return rounding

    def _waiver(self, limit: Limit, verdict: Verdict, notes: list[Shown]) -> Waiver | None:
        """Return the dispensation from a rule that does not hold, and add a note."""
        waiver = self.waivers.get(limit.rule.id) if verdict.outcome == "failed" else None
        if waiver is not None:
            notes.append(message("report.waived", by=waiver.by, date=waiver.date, reason=waiver.reason))
        return waiver

    def _leans_on_projected_prices(self, limit: Limit, year: int | None) -> bool:
        """Return whether a projected amount is in one of the sums that a limit compares."""
        compared = [measure for measure in (limit.measure, limit.of) if measure is not None and measure.fact is None]
        rows = (row for row in self.projected if year is None or row.year == year)
        return any(in_measure(measure, row) for row in rows for measure in compared)

    def _limit_in(self, limit: Limit, year: int | None) -> Limit:
        """Return the limit of the plan, or of one of its years."""
        return limit if year is None else limit_in(limit, year, project=self.project)

    def _doubted(self, limit: Limit, value: Value, year: int | None, notes: list[Shown]) -> Severity:
        """Return the severity of a failed rule in the milder reading that the sources leave open, and add a note."""
        doubt = limit.rule.doubt
        assert doubt is not None  # noqa: S101 - called only where there is one
        milder = judge(replace(limit, measure=limit.milder), value, self.facts, year)
        if milder.outcome == "failed":
            return limit.rule.severity
        if milder.outcome == "unverified":
            names = finding_sentences.names_of(milder.measured.missing or milder.shared, self.called)
            notes.append(message("report.doubt_open" if milder.measured.missing else "report.doubt_split", names=names))
            return limit.rule.severity
        notes.append(doubt.words)
        return doubt.severity


def _marked(title: Shown, *, projected: bool, priced: bool) -> Shown:
    """Return the title of a rule with the marks of projected values and prices."""
    if projected:
        title = message("report.projected", title=title)
    return message("report.projected_prices", title=title) if priced else title


def _uncompared(limit: Limit, outcome: Outcome, parts: tuple[Shown, ...], where: str = PLAN) -> Finding:
    """Return the finding of a rule without a comparison."""
    rule = limit.rule
    return Finding(
        rule=rule.id, title=rule.title, severity=rule.severity, outcome=outcome, where=where, said=parts, limit=limit
    )


def judge(limit: Limit, value: Value, facts: Facts, year: int | None = None) -> Verdict:
    """Return the verdict of a limit for the plan, or for one year."""
    measured = facts.measured(limit.measured, year)
    base = facts.measured(limit.of, year) if limit.of is not None else None
    return compare(limit.relation, measured, value.bound, base)
