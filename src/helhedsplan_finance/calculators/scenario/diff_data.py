"""What the differences between two plans are, whatever shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from helhedsplan_finance.calculators.scenario.diff_sums import SumPair
from helhedsplan_finance.calculators.scenario.turned_findings import Turn
from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.diff import Change
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import short


@dataclass(frozen=True, slots=True, repr=False)
class DiffData(NoTruth):
    """The changes, sums and turned findings of two plans; :class:`Diff` shows them."""

    before: Report
    now: Report
    changes: tuple[Change, ...]
    sums: tuple[SumPair, ...]
    turns: tuple[Turn, ...]
    projected_prices: bool = False  # whether the costs of either plan rest on a rate that is not published

    @property
    def ok(self) -> bool:
        """Whether the plans differ in nothing."""
        return not self.changes and not self.turns

    def sum_of(self, of: str) -> SumPair:
        """Return one sum: ``total``, ``financing``, ``gap``, a source or an art.

        Raises :class:`CalculationError` for a sum that neither plan has.
        """
        sums = {one.of or one.key: one for one in self.sums}
        if of not in sums:
            raise CalculationError("diff.no_sum", found=short(of), known=list(sums))
        return sums[of]

    def rows(self) -> Iterator[tuple[Change, ...]]:
        """Return the changes of each row of a plan together."""
        return by_row(self.changes)


def by_row(changes: Iterable[Change]) -> Iterator[tuple[Change, ...]]:
    """Yield the changes of each row of a plan together."""
    for _, same in groupby(changes, key=lambda change: (change.owner, change.id)):
        yield tuple(same)
