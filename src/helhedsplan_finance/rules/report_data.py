"""The findings for a plan and what they amount to as a whole, whatever shows them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.rules.alike import listed
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome
from helhedsplan_finance.rules.unverified import unverified_said
from helhedsplan_finance.text import Message, Shown, message

State = Literal["fails", "unverified", "waived", "holds"]


@dataclass(frozen=True, slots=True, repr=False)
class ReportData(NoTruth):
    """Every finding for a plan on a date; :class:`.Report` shows them."""

    plan: str
    as_of: date
    findings: tuple[Finding, ...]
    ledger: Ledger = field(default_factory=lambda: Ledger(()), compare=False)
    project_rules: bool = False

    @property
    def ok(self) -> bool:
        """Whether no binding rule failed. An unverified rule counts neither as failed nor as passed."""
        return not any(finding.binds for finding in self.findings)

    @property
    def state(self) -> State:
        """The state of the binding rules as a whole: the worst of them, in the order of :data:`State`.

        A single unverified or waived rule prevents "holds".
        """
        if not self.ok:
            return "fails"
        outcomes = {finding.outcome for finding in self.findings if finding.severity == "error"}
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
        """The findings whose rule does not concern this plan, each with the reason."""
        return self._with("not_applicable")

    @property
    def unverified(self) -> tuple[Finding, ...]:
        """The findings that cannot be decided, each with the reason."""
        return self._with("unverified")

    @property
    def unknown_limits(self) -> tuple[Shown, ...]:
        """The titles of the limits that may concern the plan but have no verified value, so that none applies."""
        return tuple({finding.rule: finding.title for finding in self._without_limit()}.values())

    @property
    def beyond(self) -> tuple[Finding, ...]:
        """The unverified findings that are past their last known limit, binding or not."""
        return tuple(finding for finding in self.unverified if finding.beyond)

    @property
    def listed(self) -> tuple[Finding, ...]:
        """The findings for a list: those of the same limit from two records are merged into one, which names both."""
        return listed(self.findings, self.ledger)

    @property
    def unverified_said(self) -> Message | None:
        """The number of unverified limits, their years, and the number of those that the plan is past.

        ``None`` where every limit has a value in force.
        """
        return unverified_said(list(self._without_limit()), self.as_of.year)

    @property
    def projected(self) -> bool:
        """Whether any verdict depends on a value that was carried past its last known day."""
        return any(finding.projected for finding in self.findings)

    @property
    def projected_prices(self) -> bool:
        """Whether any compared sum depends on an unpublished price rate."""
        return any(finding.projected_prices for finding in self.findings)

    @property
    def rules_day(self) -> Message:
        """The day whose rules apply as text, with the mark of projection, where there is any."""
        return message("report.day_projected" if self.projected else "report.day", day=self.as_of)

    @property
    def counts(self) -> dict[Outcome, int]:
        """The number of findings by outcome; every outcome is a key."""
        counted = Counter(finding.outcome for finding in self.findings)
        return {outcome: counted[outcome] for outcome in get_args(Outcome)}

    def _without_limit(self) -> Iterator[Finding]:
        """Yield the findings of limits that have no verified value on the day."""
        for finding in self.unverified:
            if finding.limit is not None and finding.severity != "info" and finding.verdict is None:
                yield finding

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == outcome)
