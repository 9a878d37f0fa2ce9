"""The derivation of a verdict: its figures, their rows in the ledger, the version of the rule and its source."""

from dataclasses import dataclass
from typing import Any

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.rules.explanation_data import ExplanationData
from helhedsplan_finance.rules.explanation_document import explanation_document
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.verdict_origin import rule_sentence, value_data
from helhedsplan_finance.text import Lang

FORMAT, VERSION = "helhedsplan-finance/explanation", 1


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(ExplanationData, Displayed):
    """The findings of a rule for a plan, with the rows that they are derived from.

    ``str(explanation)`` is Danish text, ``show("en")`` English; :meth:`to_dict` is the versioned JSON form.
    """

    def __repr__(self) -> str:
        return f"<Explanation of {self.findings[0].rule} for {self.plan!r}>"

    def document(self, lang: Lang = "da") -> Document:
        """Return the explanation as a document: each verdict, its sums and their rows, and the rule."""
        return explanation_document(self, lang)

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

    def _rows_data(self, finding: Finding) -> dict[str, Any]:
        return {
            key: [row._asdict() for row in self.rows(measure, finding.where)] for key, measure in self.measures(finding)
        }
