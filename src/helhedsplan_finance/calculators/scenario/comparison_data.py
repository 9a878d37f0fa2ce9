"""A plan and its alternatives, whatever shows them."""

from dataclasses import dataclass

from helhedsplan_finance.calculators.scenario.alternative import Alternative
from helhedsplan_finance.document.result import NoTruth


@dataclass(frozen=True, slots=True)
class ComparisonData(NoTruth):
    """A plan and its alternatives; :class:`.Comparison` shows them."""

    alternatives: tuple[Alternative, ...]

    @property
    def base(self) -> Alternative:
        """Plan that the others are compared with."""
        return self.alternatives[0]

    @property
    def others(self) -> tuple[Alternative, ...]:
        """Alternatives without the base."""
        return self.alternatives[1:]

    @property
    def ok(self) -> bool:
        """Whether no binding rule is broken in any of the alternatives, the base among them."""
        return all(one.ok for one in self.alternatives)
