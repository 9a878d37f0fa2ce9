"""Plan -> ledger: the plan as tidy rows of whole øre, one row for each amount and calendar year.

Both sides are positive; ``side`` is the side of a row. Unknown values are missing, never zero: an open contribution and
a plan without a stated total budget give a row whose ``ore`` is ``None``, and a total budget without budget lines gives
a row whose ``year`` is ``None``. A contribution with status ``afslag`` keeps its rows; the measures exclude them.

Costs are in current prices where the plan has the series of a line's index, and else in the line's own price level.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from helhedsplan_finance.plan.line_costs import costs_by_line, projected_years
from helhedsplan_finance.plan.parts import REFUSED
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.values.money import Kroner, split
from helhedsplan_finance.values.periods import Period

Side = Literal["cost", "financing"]


class Row(NamedTuple):
    """One amount of the plan in one year; ``ore`` is whole øre, positive on both sides.

    ``projected`` marks an amount that depends on an unpublished price rate.
    """

    side: Side
    id: str
    source: str | None = None
    name: str | None = None
    kind: str | None = None
    status: str | None = None
    indsatsomraade: str | None = None
    art: str | None = None
    year: int | None = None
    ore: int | None = None
    projected: bool = False

    @property
    def counts(self) -> bool:
        """Whether the row counts in sums: the money is not refused."""
        return self.status != REFUSED


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of a plan in the order of the plan: costs, then financing."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, plan: PlanData) -> "Ledger":
        """Return the ledger of a plan."""
        return cls((*_costs(plan), *_financing(plan)))


def _costs(plan: PlanData) -> Iterator[Row]:
    if not plan.costs:
        # An overslag states its total budget, not when it is spent: the year is left open rather than guessed.
        yield Row("cost", "total", name=plan.name, ore=plan.total.ore if plan.total is not None else None)
    costs = costs_by_line(plan)
    for line in plan.costs:
        projected = projected_years(line, plan)
        for year, amount in costs[line.id].items():
            yield Row(
                "cost",
                line.id,
                name=line.activity,
                indsatsomraade=line.indsatsomraade,
                art=line.art,
                year=year,
                ore=amount.ore,
                projected=year in projected,
            )


def _financing(plan: PlanData) -> Iterator[Row]:
    period = plan.period
    for stream in plan.streams:
        row = Row("financing", stream.id, stream.giver, stream.name, stream.kind, stream.status)
        if stream.is_open:
            yield row
        for year, amount in stream_by_year(stream, period).items():
            yield row._replace(year=year, ore=amount.ore)


def stream_by_year(stream: Stream, period: Period) -> dict[int, Kroner]:
    """Return the amount of a contribution in each calendar year; empty for an open one.

    A total is spread by the months of the period in each year, evenly over its calendar years, or by stated weights;
    the years add up to the total to the øre.
    """
    if stream.amounts is not None:
        return dict(sorted(stream.amounts.items()))
    if stream.amount is None:
        return {}
    weights: dict[int, Fraction]
    match stream.spread:
        case "months":
            weights = {part.year: part.months for part in period.slices}
        case "even":
            weights = dict.fromkeys(period.years, Fraction(1))
        case own:
            weights = dict(sorted(own.items()))
    return split(stream.amount, weights)
