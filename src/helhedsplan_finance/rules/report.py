"""Rules -> report: every finding for one plan. A report lists what passed, failed, does not apply and is unverified."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from helhedsplan_finance.errors import BindingRuleError, UnknownRuleError
from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.rules.alike import listed
from helhedsplan_finance.rules.explanation import Explanation
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import PLAN, Outcome
from helhedsplan_finance.rules.unverified import unverified_said
from helhedsplan_finance.text import Lang, Message, Sentences, Shown, message, say
from helhedsplan_finance.text.result import Displayed, NoTruth, Printed
from helhedsplan_finance.values.frame import WHOLE, exact_frame

if TYPE_CHECKING:
    import pandas as pd

State = Literal["fails", "unverified", "waived", "holds"]

_LAST_KNOWN = ("last_known_limit", "last_known_until", "last_known_margin_ore", "last_known_beyond")


@dataclass(frozen=True, slots=True, repr=False)
class Report(NoTruth, Displayed, Printed):
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
    project_rules: bool = False

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
    def unknown_limits(self) -> tuple[Shown, ...]:
        """The titles of the limits that may concern the plan and that nobody can verify, so that nothing holds it."""
        return tuple({one.rule: one.title for one in self._without_limit()}.values())

    @property
    def beyond(self) -> tuple[Finding, ...]:
        """The unverified findings that are past their last known limit, binding or not."""
        return tuple(finding for finding in self.unverified if finding.beyond)

    @property
    def listed(self) -> tuple[Finding, ...]:
        """The findings as a list for a reader has them: the same limit from two records is one, which names both."""
        return listed(self.findings, self.ledger)

    @property
    def unverified_said(self) -> Message | None:
        """How many limits nobody has verified, for which years, and how many of them the plan is past.

        ``None`` where every limit has a value in force.
        """
        return unverified_said(list(self._without_limit()), self.as_of.year)

    @property
    def projected(self) -> bool:
        """Whether any verdict leans on a rule that was carried past its last known day."""
        return any(finding.projected for finding in self.findings)

    @property
    def projected_prices(self) -> bool:
        """Whether any sum that a rule compared rests on a rate of prices which nobody has published."""
        return any(finding.projected_prices for finding in self.findings)

    @property
    def rules_day(self) -> Message:
        """The day whose rules apply, as a reader sees it: with the mark of projection, where there is any."""
        return message("report.day_projected" if self.projected else "report.day", day=self.as_of)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many findings have each outcome; every outcome is listed."""
        counted = Counter(finding.outcome for finding in self.findings)
        return {outcome: counted[outcome] for outcome in get_args(Outcome)}

    def raise_for_errors(self, *, unverified: bool = False) -> None:
        """Raise :class:`BindingRuleError`, with a line for each, where a binding rule does not hold.

        With ``unverified``, a binding rule that nobody has verified counts too, where the plan is past its last known
        limit.
        """
        counted = [finding for finding in self.findings if finding.binds or (unverified and finding.would_bind)]
        if counted:
            lines = [message("report.raised_line", title=one.title, message=one.message) for one in counted]
            raise BindingRuleError(lines, unverified=any(finding.would_bind for finding in counted))

    def explain(self, rule: str) -> Explanation:
        """Return where a rule's verdict comes from: its figures, their rows in the ledger, its version and source.

        Raises :class:`UnknownRuleError` for a rule that is not in the report, with the nearest that is.
        """
        same = tuple(finding for finding in self.findings if finding.rule == rule)
        if not same:
            raise UnknownRuleError.near(rule, (finding.rule for finding in self.findings))
        return Explanation(self.plan, self.as_of, same, self.ledger)

    def show(self, lang: Lang = "da") -> str:
        """Return the report as plain text: a line for each finding, and what to do about it."""
        lines = [say("report.head", lang, plan=self.plan, day=self.rules_day)]
        for finding in self.listed:
            where = "" if finding.where == PLAN else f" ({finding.where})"
            head = f"{finding.word(lang)}  {finding.title.show(lang)}{where}"
            lines.append(f"{head}: {finding.message.show(lang)}")
            if finding.cure:
                lines.append(f"    {say('report.do', lang)}: {finding.cure.show(lang)}")
        if (said := self.unverified_said) is not None:
            lines.append(Sentences((said,)).show(lang))
        return "\n".join(lines)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the report as JSON data, in the form that the command line prints."""
        told: dict[str, Any] = {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "ok": self.ok,
            "state": self.state,
            "counts": self.counts,
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }
        marks = {"projected": self.projected, "projected_prices": self.projected_prices}
        return told | {name: True for name, there in marks.items() if there}

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the findings as a pandas frame, a row for each; ``margin_ore`` is a nullable integer.

        ``measured`` and ``limit`` are floats (a share, øre, or a number), exact as text in ``measured_exact`` and
        ``limit_exact``.

        Of an unverified rule ``last_known_limit``, ``…_until``, ``…_margin_ore`` and ``…_beyond`` say how the plan lies
        against the last known limit.

        Raises :class:`MissingExtraError` without pandas.
        """
        rows = [
            {
                "projected": False,
                "projected_prices": False,
                "rounding": None,
                **finding.to_dict(lang),
                **_last_known(finding),
                "title": finding.title.show(lang),
            }
            for finding in self.findings
        ]
        first = ("rule", "title", "severity", "outcome", "where", "measured", "limit", "margin_ore")
        columns = (*first, "message", "cure", "source", "projected", "projected_prices", "rounding", *_LAST_KNOWN)
        kinds = {"margin_ore": WHOLE, "last_known_margin_ore": WHOLE, "last_known_beyond": "boolean"}
        return exact_frame(rows, columns, kinds, ["measured", "limit", "last_known_limit"])

    def to_html(self, lang: Lang = "da") -> str:
        """Return the report as a piece of HTML that stands alone, every text in it escaped."""
        from helhedsplan_finance.rules.report_html import report_html

        return report_html(self, lang)

    def _without_limit(self) -> Iterator[Finding]:
        """Yield the findings of limits that nobody has verified for the day."""
        return (
            one for one in self.unverified if one.limit is not None and one.severity != "info" and one.verdict is None
        )

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == outcome)


def _last_known(finding: Finding) -> dict[str, Any]:
    """Return the columns of a frame that hold a finding against its last known limit, missing where there is none."""
    told = finding.last_known.to_dict() if finding.last_known is not None else {}
    return {name: told.get(name.removeprefix("last_known_")) for name in _LAST_KNOWN}
