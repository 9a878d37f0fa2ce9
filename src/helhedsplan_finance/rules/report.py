"""Rules -> report: findings as values. A report lists what passed, failed, does not apply and cannot be verified.

A finding keeps the exact figures and the record that was used; it becomes words when somebody reads it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from helhedsplan_finance.errors import BindingRuleError, MissingExtraError, UnknownRuleError
from helhedsplan_finance.ledger import Ledger
from helhedsplan_finance.plan import Waiver
from helhedsplan_finance.rules import explain
from helhedsplan_finance.rules.approximate import Rounding
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.model import PLAN, Citation, Outcome, Severity, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Lang, Message, Sentences, Shown, message, say

if TYPE_CHECKING:
    import pandas as pd

    from helhedsplan_finance.rules.explanation import Explanation

State = Literal["fails", "unverified", "waived", "holds"]


def result_word(outcome: Outcome, severity: Severity, lang: Lang) -> str:
    """Return the one word for a result that every reader uses, such as OK, FEJL or OBS; information has no verdict."""
    told = severity if outcome == "failed" or (outcome, severity) == ("passed", "info") else outcome
    return say(f"report.word_{told}", lang)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """What one rule says of a plan, or of one year of it.

    ``where`` is ``"plan"``, a year such as ``"2023"``, or a place in the plan. ``verdict`` holds the exact figures, and
    is ``None`` where nothing was compared; ``limit`` and ``value`` are the record and the dated value that were used.
    ``projected`` marks a value that was carried past its last known day. ``rounding`` says of amounts that the source
    calls approximate whether they could turn the verdict. ``said`` are the words of a check that compares no sums.
    """

    rule: str
    title: Shown
    severity: Severity
    outcome: Outcome
    where: str = PLAN
    said: tuple[Shown, ...] = ()
    notes: tuple[Shown, ...] = ()
    advice: Message | None = None
    verdict: Verdict | None = None
    limit: Limit | None = None
    value: Value | None = None
    waiver: Waiver | None = None
    projected: bool = False
    rounding: Rounding | None = None
    called: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return f"<Finding {self.rule} ({self.where}): {self.outcome}, {self.severity}>"

    @property
    def message(self) -> Sentences:
        """What was found, in words."""
        if self.verdict is None or self.limit is None or self.value is None:
            return Sentences((*self.said, *self.notes))
        told = explain.sentence(self.limit, self.value, self.verdict, self.called)
        return Sentences((*told, *self.notes))

    @property
    def cure(self) -> Message | None:
        """The smallest change that makes the rule hold, in words and kroner; ``None`` where there is none to name."""
        if self.verdict is None or self.limit is None or self.value is None:
            return self.advice
        return explain.cure(self.limit, self.value, self.verdict)

    @property
    def source(self) -> Citation | None:
        """Where the rule was seen."""
        return self.limit.citation(self.value) if self.limit is not None and self.value is not None else None

    @property
    def binds(self) -> bool:
        """Whether this is a binding rule that does not hold."""
        return self.outcome == "failed" and self.severity == "error"

    @property
    def margin_ore(self) -> int | None:
        """How many øre are left before the limit, negative past it; ``None`` where nothing in kroner was settled."""
        if self.verdict is None or self.limit is None or self.verdict.outcome == "unverified":
            return None
        margin = self.verdict.margin
        return margin if isinstance(margin, int) and self.limit.measured.is_money else None

    def word(self, lang: Lang) -> str:
        """Return the result in one word."""
        return result_word(self.outcome, self.severity, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the finding as JSON data: shares as exact fractions, amounts in øre.

        ``projected`` and ``rounding`` are there only where they say something.
        """
        told: dict[str, Any] = {
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
        if self.projected:
            told["projected"] = True
        if self.rounding is not None:
            told["rounding"] = self.rounding.replace(" ", "_")
        return told

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
    >>> report.ok, [finding.rule for finding in report.failed if finding.binds]
    (False, ['kommune.share.max'])
    """

    plan: str
    as_of: date
    findings: tuple[Finding, ...]
    ledger: Ledger = field(default_factory=lambda: Ledger(()), compare=False)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)
        return f"<Report of {self.plan!r} as of {self.as_of}: {counts}>"

    def __str__(self) -> str:
        return self.show("da")

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
    def waived(self) -> tuple[Finding, ...]:
        """The findings whose rule does not hold and from which the plan has a dispensation."""
        return self._with("waived")

    @property
    def not_applicable(self) -> tuple[Finding, ...]:
        """The findings whose rule does not concern this plan; each says why."""
        return self._with("not_applicable")

    @property
    def unverified(self) -> tuple[Finding, ...]:
        """The findings of which nobody can tell; each says why."""
        return self._with("unverified")

    @property
    def projected(self) -> bool:
        """Whether any verdict leans on a rule that was carried past its last known day."""
        return any(finding.projected for finding in self.findings)

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

    def explain(self, rule: str) -> "Explanation":
        """Return where a rule's verdict comes from: its figures, their rows in the ledger, its version and source.

        Raises :class:`UnknownRuleError` for a rule that is not in the report, with the nearest that is.
        """
        from helhedsplan_finance.rules.explanation import Explanation

        same = tuple(finding for finding in self.findings if finding.rule == rule)
        if not same:
            raise UnknownRuleError.near(rule, (finding.rule for finding in self.findings))
        return Explanation(self.plan, self.as_of, same, self.ledger)

    def show(self, lang: Lang = "da") -> str:
        """Return the report as plain text: a line for each finding, and what to do about it."""
        lines = [say("report.head", lang, plan=self.plan, day=self.as_of)]
        for finding in self.findings:
            where = "" if finding.where == PLAN else f" ({finding.where})"
            head = f"{finding.word(lang)}  {finding.title.show(lang)}{where}"
            lines.append(f"{head}: {finding.message.show(lang)}")
            if finding.cure:
                lines.append(f"    {say('report.do', lang)}: {finding.cure.show(lang)}")
        return "\n".join(lines)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the report as JSON data, in the form that the command line prints."""
        told: dict[str, Any] = {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "ok": self.ok,
            "counts": self.counts,
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }
        return told | {"projected": True} if self.projected else told

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the findings as a pandas frame, a row for each; ``margin_ore`` is a nullable integer.

        Raises :class:`MissingExtraError` without pandas.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtraError("extra.pandas") from None
        rows = [
            {"projected": False, "rounding": None, **finding.to_dict(lang), "title": finding.title.show(lang)}
            for finding in self.findings
        ]
        first = ("rule", "title", "severity", "outcome", "where", "measured", "limit", "margin_ore")
        columns = (*first, "message", "cure", "source", "projected", "rounding")
        return pd.DataFrame(rows, columns=list(columns)).astype({"margin_ore": "Int64"})

    def to_html(self, lang: Lang = "da") -> str:
        """Return the report as a piece of HTML that stands alone, every text in it escaped."""
        from helhedsplan_finance.rules.html import report_html

        return report_html(self, lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == outcome)
