"""Rules -> report: every finding for a plan, whether passed, failed, not applicable or unverified."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.errors import BindingRuleError, UnknownRuleError
from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.rules.alike import listed
from helhedsplan_finance.rules.explanation import Explanation
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome
from helhedsplan_finance.rules.report_document import report_blocks
from helhedsplan_finance.rules.unverified import unverified_said
from helhedsplan_finance.text import Lang, Message, Shown, message, say
from helhedsplan_finance.values.frame import WHOLE, exact_frame

if TYPE_CHECKING:
    import pandas as pd

State = Literal["fails", "unverified", "waived", "holds"]

_LAST_KNOWN = ("last_known_limit", "last_known_until", "last_known_margin_ore", "last_known_beyond")


@dataclass(frozen=True, slots=True, repr=False)
class Report(NoTruth, Displayed):
    """Every finding for a plan on a date.

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

    def raise_for_errors(self, *, unverified: bool = False) -> None:
        """Raise :class:`BindingRuleError`, with a line for each binding rule that does not hold.

        With ``unverified``, an unverified binding rule counts too, where the plan is past its last known limit.
        """
        counted = [finding for finding in self.findings if finding.binds or (unverified and finding.would_bind)]
        if counted:
            lines = [message("report.raised_line", title=each.title, message=each.message) for each in counted]
            raise BindingRuleError(lines, unverified=any(finding.would_bind for finding in counted))

    def explain(self, rule: str) -> Explanation:
        """Return the derivation of a rule's verdict: its figures, their rows in the ledger, its version and source.

        Raises :class:`UnknownRuleError` for a rule that is not in the report, with the nearest id.
        """
        same = tuple(finding for finding in self.findings if finding.rule == rule)
        if not same:
            raise UnknownRuleError.near(rule, (finding.rule for finding in self.findings))
        return Explanation(self.plan, self.as_of, same, self.ledger)

    def document(self, lang: Lang = "da") -> Document:
        """Return the report as a document: the rules with their figures, a paragraph for each, and the verdict."""
        head = say("report.head", lang, plan=self.plan, day=self.rules_day)
        return Document(lang, head, (), tuple(report_blocks(self, lang)))

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the report as JSON data, as the command line prints it."""
        data: dict[str, Any] = {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "ok": self.ok,
            "state": self.state,
            "counts": self.counts,
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }
        marks = {"projected": self.projected, "projected_prices": self.projected_prices}
        return data | {name: True for name, is_marked in marks.items() if is_marked}

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the findings as a DataFrame, a row for each; ``margin_ore`` is a nullable integer.

        ``measured`` and ``limit`` are floats (a share, øre, or a number), exact as text in ``measured_exact`` and
        ``limit_exact``. For an unverified rule ``last_known_limit``, ``…_until``, ``…_margin_ore`` and ``…_beyond``
        compare the plan with the last known limit.

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

    def _without_limit(self) -> Iterator[Finding]:
        """Yield the findings of limits that have no verified value on the day."""
        for finding in self.unverified:
            if finding.limit is not None and finding.severity != "info" and finding.verdict is None:
                yield finding

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == outcome)


def _last_known(finding: Finding) -> dict[str, Any]:
    """Return the columns of a DataFrame for the last known limit of a finding, missing where there is none."""
    data = finding.last_known.to_dict() if finding.last_known is not None else {}
    return {name: data.get(name.removeprefix("last_known_")) for name in _LAST_KNOWN}
