"""Rules -> report: findings as values. A report lists what passed, failed, does not apply and cannot be verified."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from helhedsplan_finance.errors import BindingRuleError
from helhedsplan_finance.plan import Waiver
from helhedsplan_finance.rules.model import Citation, Limit, Outcome, Severity, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Lang, Message, Sentences, Shown, message, say

PLAN = "plan"
State = Literal["fails", "unverified", "waived", "holds"]


def result_word(outcome: Outcome, severity: Severity, lang: Lang) -> str:
    """Return the one word for a result that every reader uses, such as OK, FEJL or OBS."""
    return say(f"report.word_{severity if outcome == 'failed' else outcome}", lang)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """What one rule says of a plan, or of one year of it.

    ``where`` is ``"plan"``, a year such as ``"2023"``, or a place in the plan. ``verdict`` holds the exact figures, and
    is ``None`` where nothing was compared; ``limit`` and ``value`` are the record and the dated value that were used.
    """

    rule: str
    title: Shown
    severity: Severity
    outcome: Outcome
    message: Sentences
    where: str = PLAN
    cure: Message | None = None
    source: Citation | None = None
    verdict: Verdict | None = None
    limit: Limit | None = None
    value: Value | None = None
    waiver: Waiver | None = None

    def __repr__(self) -> str:
        return f"<Finding {self.rule} ({self.where}): {self.outcome}, {self.severity}>"

    @property
    def binds(self) -> bool:
        """Whether this is a binding rule that does not hold."""
        return self.outcome == "failed" and self.severity == "error"

    @property
    def margin_ore(self) -> int | None:
        """How many øre are left before the limit, negative past it; ``None`` where nothing in kroner was settled."""
        settled = self.verdict is not None and self.verdict.outcome != "unverified"
        margin = self.verdict.margin if self.verdict is not None and settled else None
        return margin if isinstance(margin, int) else None

    def word(self, lang: Lang) -> str:
        """Return the result in one word."""
        return result_word(self.outcome, self.severity, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the finding as JSON data: shares as exact fractions, amounts in øre."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "outcome": self.outcome,
            "where": self.where,
            "measured": self._exact_measured(),
            "limit": self._exact_limit(),
            "margin_ore": self.margin_ore,
            "message": self.message.show(lang),
            "cure": self.cure.show(lang) if self.cure else None,
            "source": self.source.show(lang) if self.source else None,
        }

    def _exact_measured(self) -> str | None:
        if self.verdict is None or self.limit is None or self.verdict.outcome == "unverified":
            return None
        if not self.limit.rule.is_share:
            return str(self.verdict.measured.value)
        return None if self.verdict.share is None else str(self.verdict.share)

    def _exact_limit(self) -> str | None:
        if self.verdict is None or self.limit is None or self.value is None:
            return None
        if self.limit.rule.is_share:
            return str(self.value.bound)
        stated = self.verdict.base is None or self.verdict.base.known
        return str(self.verdict.limit) if stated else None


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Every finding for one plan on one date.

    >>> from helhedsplan_finance import Plan
    >>> report = Plan.from_file("data/amager-2022.toml").check()
    >>> report.ok, [finding.rule for finding in report.failed]
    (False, ['kommune.share.max'])
    """

    plan: str
    as_of: date
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)
        return f"<Report of {self.plan!r} as of {self.as_of}: {counts}>"

    @property
    def ok(self) -> bool:
        """Whether no binding rule failed. A rule that could not be verified does not count as failed, nor as passed."""
        return not any(finding.binds for finding in self.findings)

    @property
    def state(self) -> State:
        """What may be said of the binding rules as a whole, the gravest first.

        One that nobody can tell keeps the plan from "holds", and so does one that is waived.
        """
        if not self.ok:
            return "fails"
        outcomes = {one.outcome for one in self.findings if one.severity == "error"}
        return "unverified" if "unverified" in outcomes else "waived" if "waived" in outcomes else "holds"

    @property
    def passed(self) -> tuple[Finding, ...]:
        """The findings whose rule holds."""
        return self._with("passed")

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The findings whose rule does not hold, binding or not."""
        return self._with("failed")

    @property
    def not_applicable(self) -> tuple[Finding, ...]:
        """The findings whose rule does not concern this plan; each says why."""
        return self._with("not_applicable")

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many findings have each outcome; every outcome is listed."""
        counted = Counter(finding.outcome for finding in self.findings)
        return {outcome: counted[outcome] for outcome in get_args(Outcome)}

    def raise_for_errors(self) -> None:
        """Raise :class:`BindingRuleError`, with a line for each, where a binding rule does not hold."""
        broken = [
            message("report.raised_line", title=finding.title, message=finding.message)
            for finding in self.findings
            if finding.binds
        ]
        if broken:
            raise BindingRuleError(broken)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the report as JSON data, in the form that the command line prints."""
        return {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "ok": self.ok,
            "counts": self.counts,
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == outcome)
