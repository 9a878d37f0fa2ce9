"""The costs chart: bars by indsatsområde or by art, the costliest on top."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from helhedsplan_finance.outputs.charts.axes import (
    MOST_ROWS,
    Part,
    end_label,
    in_millions,
    left_out,
    mio,
    mio_kr,
    notes,
    room_for,
    rows_space,
    set_rows,
    span_x,
    stack,
)
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import largest_title, listed, small_percent
from helhedsplan_finance.outputs.palette import COST
from helhedsplan_finance.plan.ledger import Row
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.text import Lang, Message, message, show
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

By = Literal["indsatsomraade", "art"]
_OF: dict[By, Callable[[Row], str | None]] = {
    "indsatsomraade": lambda row: row.indsatsomraade,
    "art": lambda row: row.art,
}


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the costs: its name, its amount, and its share of all costs."""

    name: str | Message
    amount: Kroner
    whole: Kroner

    def label(self, lang: Lang) -> str:
        """Return the amount and its share."""
        return f"{mio_kr(self.amount.ore, lang)} · {small_percent(self.amount / self.whole, lang)}"


def slices_of(plan: PlanData, by: By) -> tuple[Slice, ...]:
    """Return the costs by one column of the ledger, the largest first; lines without a value form their own part."""
    rows = [row for row in Overview.of(plan).facts.ledger.rows if row.side == "cost" and row.year is not None]
    sums: dict[str | None, int] = {}
    for row in rows:
        name = _OF[by](row)
        sums[name] = sums.get(name, 0) + (row.ore or 0)
    whole = Kroner.from_ore(sum(sums.values()))
    ordered = sorted(sums.items(), key=lambda pair: -pair[1])
    return tuple(
        Slice(name if name is not None else message("chart.common"), Kroner.from_ore(ore), whole)
        for name, ore in ordered
        if ore
    )


def costs_chart(plan: PlanData, by: By = "indsatsomraade") -> Chart:
    """Return sorted bars of the costs by ``indsatsomraade`` or ``art``; a plan without budget lines has no chart."""
    slices = slices_of(plan, by)
    overview = Overview.of(plan)
    shown = slices[:MOST_ROWS]
    if slices:
        first = slices[0]
        title = largest_title("chart.costs_largest", first.name, first.amount, first.whole)
    else:
        title = message("chart.no_costs")
    pairs = [(one.name, message("chart.part", amount=one.amount, share=one.amount / one.whole)) for one in slices]
    return Chart(
        "areas" if by == "indsatsomraade" else "arts",
        plan.name,
        title,
        listed(pairs),
        rows_space(len(shown), ticks=True),
        lambda ax, lang: _paint(ax, shown, lang),
        notes("chart.rounded_mio", *left_out(len(slices)), projected=overview.projected),
    )


def _paint(ax: "Axes", slices: tuple[Slice, ...], lang: Lang) -> None:
    labels = [part.label(lang) for part in slices]
    reach, per_inch = room_for(ax, max((mio(part.amount.ore) for part in slices), default=0.0), labels)
    set_rows(ax, [show(part.name, lang) for part in slices])
    for row, (part, label) in enumerate(zip(slices, labels, strict=True)):
        stack(ax, row, [Part(mio(part.amount.ore), COST)], per_inch)
        end_label(ax, label, mio(part.amount.ore), row)
    span_x(ax, 0, reach)
    in_millions(ax, lang, vertical=False)
