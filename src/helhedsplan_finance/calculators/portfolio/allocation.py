"""The allocation of a pool: a row for each plan, what is left or lacking, and the plans that are cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.portfolio.allocation_document import allocation_document
from helhedsplan_finance.calculators.portfolio.grant import Grant
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.text import Lang, Sentences, Shown, message
from helhedsplan_finance.values.frame import WHOLE, exact_frame
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Allocation(NoTruth, Displayed):
    """The allocation of a pool. ``basis`` states the sources of the pool, the cap and Landsbyggefonden's limit."""

    pool: Kroner
    by: str
    cap: Fraction
    as_of: date | None
    grants: tuple[Grant, ...]
    basis: tuple[Shown, ...]

    def __repr__(self) -> str:
        return f"<Allocation of {self.pool.text()} by {self.by}: {len(self.grants)} plans, {len(self.cut)} cut>"

    @property
    def ok(self) -> bool:
        """Whether no plan is cut."""
        return not self.cut

    def __getitem__(self, id_: str) -> Grant:
        """Return the row of one plan by its id; ``KeyError`` for an id that no request had."""
        return {one.id: one for one in self.grants}[id_]

    @property
    def method_key(self) -> str:
        """Key of the method in the catalogue."""
        return f"pool.by_{self.by.replace(' ', '_')}"

    @property
    def granted(self) -> Kroner:
        """Sum of the grants."""
        return _sum(one.granted for one in self.grants)

    @property
    def left(self) -> Kroner:
        """Amount left in the pool."""
        return self.pool - self.granted

    @property
    def lacking(self) -> Kroner:
        """Amount that the pool lacks to give every plan its request within its cap."""
        return _sum(one.within - one.granted for one in self.grants)

    @property
    def cut_total(self) -> Kroner:
        """Sum of what plans request and do not get, by the pool or by the cap."""
        return _sum(one.cut for one in self.grants)

    @property
    def cut(self) -> tuple[Grant, ...]:
        """Plans that get less than they request."""
        return tuple(one for one in self.grants if one.cut)

    @property
    def message(self) -> Sentences:
        """Whether the pool is large enough, in words."""
        verdict = (
            message("pool.too_small", lacking=self.lacking)
            if self.lacking
            else message("pool.large_enough", left=self.left)
        )
        capped = _sum(one.wanted - one.within for one in self.grants)
        return Sentences((verdict, message("pool.capped", amount=capped)) if capped else (verdict,))

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


def _sum(amounts: Iterable[Kroner]) -> Kroner:
    return sum(amounts, Kroner(0))
