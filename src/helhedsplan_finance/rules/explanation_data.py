"""The findings of a rule with the rows of the ledger behind them, whatever shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.measures import in_measure
from helhedsplan_finance.rules.record import PLAN, Measure


@dataclass(frozen=True, slots=True, repr=False)
class ExplanationData(NoTruth):
    """The findings of a rule for a plan, with the rows that they are derived from; :class:`.Explanation` shows them."""

    plan: str
    as_of: date
    findings: tuple[Finding, ...]
    ledger: Ledger

    @property
    def ok(self) -> bool:
        """Whether the rule does not fail as a binding rule."""
        return not any(finding.binds for finding in self.findings)

    def rows(self, measure: Measure, where: str = PLAN) -> list[Row]:
        """Return the rows of the ledger that a measure sums, for the whole plan or for one year."""
        year = None if where == PLAN else int(where)
        inside = [row for row in self.ledger.rows if measure.fact is None and in_measure(measure, row)]
        return [row for row in inside if year is None or row.year in {year, None}]

    def measures(self, finding: Finding) -> Iterator[tuple[str, Measure]]:
        """Yield the measures that a finding compares, by their key in the JSON data."""
        if finding.limit is not None and finding.verdict is not None:
            yield "measured_rows", finding.limit.measured
            if finding.limit.of is not None:
                yield "base_rows", finding.limit.of
