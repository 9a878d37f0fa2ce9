"""Rules -> report: every finding for a plan, whether passed, failed, not applicable or unverified."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import BindingRuleError, UnknownRuleError
from helhedsplan_finance.rules.explanation import Explanation
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.report_data import ReportData
from helhedsplan_finance.rules.report_document import report_blocks
from helhedsplan_finance.text import Lang, message, say
from helhedsplan_finance.values.frame import WHOLE, exact_frame

if TYPE_CHECKING:
    import pandas as pd

_LAST_KNOWN = ("last_known_limit", "last_known_until", "last_known_margin_ore", "last_known_beyond")


@dataclass(frozen=True, slots=True, repr=False)
class Report(ReportData, Displayed):
    """Every finding for a plan on a date.

    >>> from helhedsplan_finance import Plan
    >>> report = Plan.from_file("data/amager-2022.toml").check()
    >>> report.ok, [finding.rule for finding in report.failed if finding.binds]
    (False, ['kommune.share.max'])
    """

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)
        return f"<Report of {self.plan!r} as of {self.as_of}: {counts}>"

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


def _last_known(finding: Finding) -> dict[str, Any]:
    """Return the columns of a DataFrame for the last known limit of a finding, missing where there is none."""
    data = finding.last_known.to_dict() if finding.last_known is not None else {}
    return {name: data.get(name.removeprefix("last_known_")) for name in _LAST_KNOWN}
