"""The budget lines of a plan as their payers budget, whatever shows them."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from helhedsplan_finance.calculators.moms.placement import Holder
from helhedsplan_finance.calculators.moms.rates import RateOn
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Message
from helhedsplan_finance.values.money import Kroner

P = TypeVar("P", bound=PlanData)


@dataclass(frozen=True, slots=True)
class RestatedLine:
    """The cost of a line over all years before and after; ``bearer`` is ``None`` where none was named for it.

    A line that is not ``settled`` was left as it is because something about it is not stated.
    """

    id: str
    bearer: Holder | None
    before: Kroner
    after: Kroner
    settled: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the line as JSON data, amounts in øre."""
        return {
            "id": self.id,
            "bearer": self.bearer,
            "before_ore": self.before.ore,
            "after_ore": self.after.ore,
            "settled": self.settled,
        }


@dataclass(frozen=True, slots=True)
class RestatedData(Generic[P]):
    """A plan whose lines are priced with or without moms; :class:`.Restated` shows it."""

    plan: P
    lines: tuple[RestatedLine, ...]
    moms: RateOn
    notes: tuple[Message, ...]
    warnings: tuple[Message, ...]

    @property
    def before(self) -> Kroner:
        """Sum of the lines as the plan states them."""
        return sum((one.before for one in self.lines), Kroner(0))

    @property
    def projected_prices(self) -> bool:
        """Whether the sums rest on a price that is not published."""
        return has_projected_prices(self.plan)

    @property
    def after(self) -> Kroner:
        """Sum of the lines as restated."""
        return sum((one.after for one in self.lines), Kroner(0))
