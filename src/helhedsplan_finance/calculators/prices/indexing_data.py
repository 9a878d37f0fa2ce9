"""A budget in fixed and in current prices, whatever shows it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from helhedsplan_finance.calculators.prices.price_rows import PriceRow, price_rows
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Message

P = TypeVar("P", bound=PlanData)


@dataclass(frozen=True, slots=True)
class IndexedData(Generic[P]):
    """A plan in current prices, with notes on its series; :class:`.Indexed` shows it."""

    plan: P
    notes: tuple[Message, ...]

    @property
    def rows(self) -> tuple[PriceRow, ...]:
        """Lines by year in fixed and in current prices."""
        return price_rows(self.plan)
