"""The grants from a pool and their sums, whatever shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from helhedsplan_finance.calculators.portfolio.grant import Grant
from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.text import Sentences, Shown, message
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AllocationData(NoTruth):
    """A pool, a row for each plan, and their sums; :class:`.Allocation` shows them."""

    pool: Kroner
    by: str
    cap: Fraction
    as_of: date | None
    grants: tuple[Grant, ...]
    basis: tuple[Shown, ...]

    @property
    def ok(self) -> bool:
        """Whether no plan is cut."""
        return not self.cut

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


def _sum(amounts: Iterable[Kroner]) -> Kroner:
    return sum(amounts, Kroner(0))
