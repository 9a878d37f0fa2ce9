"""The waterfall chart: the totals of versions of a plan, and the changes between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.outputs.charts.axes import (
    MOST_ROWS,
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
)
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import listed
from helhedsplan_finance.outputs.palette import COST, INK, colour_of
from helhedsplan_finance.plan.givers import givers_named, rank_of
from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.text import Lang, Message, message, short, show
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Of = Literal["source", "indsatsomraade", "art"]
_TITLES = {
    "financing": (
        "chart.waterfall_same_financing",
        "chart.waterfall_more_financing",
        "chart.waterfall_less_financing",
    ),
    "costs": ("chart.waterfall_same_costs", "chart.waterfall_more_costs", "chart.waterfall_less_costs"),
}

_SMALL = 20  # changes of less than a twentieth of the axis are shown from a later start
_UNDIVIDED = ""  # a total budget without budget lines; no art or area has this name


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the waterfall: its start and end in øre, and whether it is the total of a version."""

    name: str | Message
    start: int
    end: int
    colour: str
    whole: bool = False

    def label(self, lang: Lang) -> str:
        """Return the total of a version, or a change with its sign."""
        if self.whole:
            return mio_kr(self.end, lang)
        change = self.end - self.start
        return f"{'+' if change > 0 else '−'}{mio_kr(abs(change), lang)}"


def waterfall_chart(versions: Sequence[PlanData], of: Of = "source") -> Chart:
    """Return the waterfall of two or more versions, such as original, revised and forecast.

    ``of`` selects the financing by ``source``, or the costs by ``indsatsomraade`` or ``art``.
    Raises :class:`CalculationError` for a single version.
    """
    if of not in get_args(Of):
        raise CalculationError("chart.unknown_of", found=short(of), known=list(get_args(Of)))
    if len(versions) < 2:
        raise CalculationError("chart.no_version")
    steps = _steps(versions, of)
    first, last = (next(step for step in order if step.whole) for order in (steps, steps[::-1]))
    change = last.end - first.end
    same, more, less = _TITLES["financing" if of == "source" else "costs"]
    amounts = {"amount": Kroner.from_ore(abs(change)), "total": Kroner.from_ore(last.end)}
    shown = steps[:MOST_ROWS]
    start = axis_start(shown)
    cut = [message("chart.axis_cut", amount=Kroner.from_ore(start))] if start else []
    projected = of != "source" and any(has_projected_prices(plan) for plan in versions)
    return Chart(
        "waterfall",
        versions[-1].name,
        message(same if not change else more if change > 0 else less, **amounts),
        listed([(step.name, Deferred(step.label)) for step in steps]),
        rows_space(len(shown), ticks=True),
        lambda ax, lang: paint_steps(ax, shown, lang, start),
        notes("chart.rounded_mio", *cut, *_notes(versions, of), *left_out(len(steps)), projected=projected),
    )


def _notes(versions: Sequence[PlanData], of: Of) -> list[str]:
    """Return a note on amounts that are not stated, and so not counted."""
    side = "financing" if of == "source" else "cost"
    rows = (row for plan in versions for row in Ledger.of(plan).rows if row.side == side and row.counts)
    return ["chart.some_open"] if any(row.ore is None for row in rows) else []


def _steps(versions: Sequence[PlanData], of: Of) -> list[Step]:
    sums = [_sums(plan, of) for plan in versions]
    names = list(dict.fromkeys(name for one in sums for name in one))
    if of == "source":
        names.sort(key=_place)
    steps: list[Step] = []
    for at, (plan, one) in enumerate(zip(versions, sums, strict=True)):
        if at:
            level = sum(sums[at - 1].values())
            for name in names:
                change = one.get(name, 0) - sums[at - 1].get(name, 0)
                if change:
                    steps.append(Step(_step_name(name, of), level, level + change, _colour(name, of)))
                    level += change
        steps.append(Step(plan.name, 0, sum(one.values()), INK, whole=True))
    return steps


def _place(name: str | None) -> tuple[int, ...]:
    """Return the index of a source among the sources."""
    return rank_of(name or "")


def _sums(plan: PlanData, of: Of) -> dict[str | None, int]:
    """Return the selected amounts, in øre by name."""
    sums: dict[str | None, int] = {}
    if of == "source":
        return {source: amount.ore for source, amount in Overview.of(plan).by_source.items()}
    for row in Ledger.of(plan).rows:
        if row.side == "cost":
            name = _UNDIVIDED if row.art is None else row.indsatsomraade if of == "indsatsomraade" else row.art
            sums[name] = sums.get(name, 0) + (row.ore or 0)
    return sums


def _step_name(name: str | None, of: Of) -> str | Message:
    if name in (None, _UNDIVIDED):
        return message("chart.common" if name is None else "chart.undivided")
    return givers_named(name) if of == "source" else name


def _colour(name: str | None, of: Of) -> str:
    return colour_of(name) if of == "source" and name else COST


def axis_start(steps: Sequence[Step]) -> int:
    """Return where the axis starts, in øre: at zero, or so close to small changes that their bars can be told apart.

    Changes that take less than a twentieth of the axis start it below the lowest of them, at a round figure.
    """
    ends = [end for step in steps for end in ((step.end,) if step.whole else (step.start, step.end))]
    low, high = min(ends), max(ends)
    if low <= 0 or high == low or (high - low) * _SMALL > high:
        return 0
    step = int(10 ** len(str(high - low)))  # a round figure of the size of the changes
    return max(0, (low - (high - low)) // step * step)


def paint_steps(ax: "Axes", steps: Sequence[Step], lang: Lang, start: int) -> None:
    """Draw the steps, one a row; bars of totals that are cut off at the start of the axis show it."""
    labels = [step.label(lang) for step in steps]
    first = mio(start)
    longest = max((mio(max(step.start, step.end)) for step in steps), default=0.0)
    reach, per_inch = room_for(ax, longest - first, labels)
    set_rows(ax, [show(step.name, lang) for step in steps])
    for row, (step, label) in enumerate(zip(steps, labels, strict=True)):
        low, high = sorted((max(first, mio(step.start)), mio(step.end)))
        shrinks = step.end < step.start
        ax.barh(
            row,
            high - low,
            left=low,
            height=0.42,
            color=step.colour,
            edgecolor="white",
            hatch="///" if shrinks else None,
        )
        if start and step.whole:  # the bar is cut off at the start of the axis
            ax.plot([first + per_inch * 0.12] * 2, [row - 0.22, row + 0.22], color="white", linewidth=3, zorder=3)
        end_label(ax, label, high, row, bold=step.whole)
        if row + 1 < len(steps):
            ax.plot(
                [mio(step.end)] * 2, [row + 0.21, row + 0.79], color=INK, linewidth=0.7, linestyle=(0, (2, 2)), zorder=0
            )
    span_x(ax, first, first + reach)
    in_millions(ax, lang, vertical=False)
