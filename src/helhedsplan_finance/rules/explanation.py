"""The derivation of a verdict: its figures, their rows in the ledger, the version of the rule and its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.rules.explanation_document import explanation_document
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.measures import in_measure
from helhedsplan_finance.rules.record import PLAN, Measure
from helhedsplan_finance.rules.verdict_origin import rule_sentence, value_data
from helhedsplan_finance.text import Lang

FORMAT, VERSION = "helhedsplan-finance/explanation", 1


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(NoTruth, Displayed):
    """The findings of a rule for a plan, with the rows that they are derived from.

    ``str(explanation)`` is Danish text, ``show("en")`` English; :meth:`to_dict` is the versioned JSON form.
    """

    plan: str
    as_of: date
    findings: tuple[Finding, ...]
    ledger: Ledger

    def __repr__(self) -> str:
        return f"<Explanation of {self.findings[0].rule} for {self.plan!r}>"

    @property
    def ok(self) -> bool:
        """Whether the rule does not fail as a binding rule."""
        return not any(finding.binds for finding in self.findings)

    def document(self, lang: Lang = "da") -> Document:
        """Return the explanation as a document: each verdict, its sums and their rows, and the rule."""
        return explanation_document(self, lang)

    def rows(self, measure: Measure, where: str = PLAN) -> list[Row]:
        """Return the rows of the ledger that a measure sums, for the whole plan or for one year."""
        year = None if where == PLAN else int(where)
        inside = [row for row in self.ledger.rows if measure.fact is None and in_measure(measure, row)]
        return [row for row in inside if year is None or row.year in {year, None}]

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the explanation as versioned JSON data."""
        first = self.findings[0]
        return {
            "format": FORMAT,
            "version": VERSION,
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "rule": first.rule,
            "title": first.title.show(lang),
            "sentence": rule_sentence(first.limit, first.value, lang) if first.limit else None,
            "layer": first.limit.layer if first.limit else None,
            "replaces": first.limit.replaces if first.limit else None,
            "value": value_data(first.value, first.limit.sources[first.value.source], lang)
            if first.limit is not None and first.value is not None
            else None,
            "findings": [finding.to_dict(lang) | self._rows_data(finding) for finding in self.findings],
        }

    def measures(self, finding: Finding) -> Iterator[tuple[str, Measure]]:
        """Yield the measures that a finding compares, by their key in the JSON data."""
        if finding.limit is not None and finding.verdict is not None:
            yield "measured_rows", finding.limit.measured
            if finding.limit.of is not None:
                yield "base_rows", finding.limit.of

    def _rows_data(self, finding: Finding) -> dict[str, Any]:
        return {
            key: [row._asdict() for row in self.rows(measure, finding.where)] for key, measure in self.measures(finding)
        }
