"""The allocation of a pool: a row for each plan, what is left or lacking, and the plans that are cut."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.portfolio.allocation_data import AllocationData
from helhedsplan_finance.calculators.portfolio.allocation_document import allocation_document
from helhedsplan_finance.calculators.portfolio.grant import Grant
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.frame import WHOLE, exact_frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Allocation(AllocationData, Displayed):
    """The allocation of a pool. ``basis`` states the sources of the pool, the cap and Landsbyggefonden's limit."""

    def __repr__(self) -> str:
        return f"<Allocation of {self.pool.text()} by {self.by}: {len(self.grants)} plans, {len(self.cut)} cut>"

    def __getitem__(self, id_: str) -> Grant:
        """Return the row of one plan by its id; ``KeyError`` for an id that no request had."""
        return {one.id: one for one in self.grants}[id_]

    def document(self, lang: Lang = "da") -> Document:
        """Return the allocation as a document: a row for each plan, the totals, and the basis."""
        return allocation_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the allocation as JSON data: amounts in øre, shares as exact fractions, sentences in ``lang``."""
        return {
            "pool": self.pool.ore,
            "by": self.by,
            "cap": str(self.cap),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "granted": self.granted.ore,
            "left": self.left.ore,
            "lacking": self.lacking.ore,
            "cut_total": self.cut_total.ore,
            "cut": [one.id for one in self.cut],
            "message": self.message.show(lang),
            "basis": [one.show(lang) for one in self.basis],
            "plans": [one.to_dict(lang) for one in self.grants],
        }

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the rows as a DataFrame with the keys of :meth:`to_dict`; amounts are nullable integers of øre.

        ``lbf_before`` and ``lbf_after`` are floats, and exact as text in ``lbf_before_exact`` and ``lbf_after_exact``.

        Raises :class:`MissingExtraError` without pandas.
        """
        columns = ["id", "name", "total", "wanted", "cap", "granted", "cut"]
        columns += ["lbf_before", "lbf_after", "lbf_over", "lbf_fits", "message"]
        kinds = dict.fromkeys(("total", "wanted", "cap", "granted", "cut", "lbf_fits"), WHOLE)
        kinds["lbf_over"] = "boolean"
        return exact_frame([one.to_dict(lang) for one in self.grants], columns, kinds, ["lbf_before", "lbf_after"])
