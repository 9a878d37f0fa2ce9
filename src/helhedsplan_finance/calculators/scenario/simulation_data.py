"""The distribution of a plan's gap over many draws, whatever shows it."""

from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class SimulationData(NoTruth):
    """The distribution of the gap over many draws; :class:`.Simulation` shows it."""

    plan: str
    draws: int
    seed: int
    probability_short: Fraction
    mean_shortage: Kroner | None
    percentiles: dict[int, Kroner]
    worst: Kroner
    projected_prices: bool = False  # whether the costs rest on a rate that is not published

    @property
    def ok(self) -> bool:
        """Whether the money fell short in none of the draws."""
        return self.probability_short == 0
