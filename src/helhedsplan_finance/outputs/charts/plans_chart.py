"""Plans side by side, one stacked bar each: alternatives in mio. kr., many plans by their shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.scenario.compare import Comparison
from helhedsplan_finance.outputs.charts.axes import (
    FIRST,
    LABEL,
    MOST_ROWS,
    ROW,
    Part,
    end_label,
    in_millions,
    left_out,
    mio,
    mio_figure,
    mio_kr,
    name_colour,
    notes,
    room_for,
    rows_space,
    set_rows,
    span_x,
    stack,
    wide,
)
from helhedsplan_finance.outputs.charts.chart import Chart, text
from helhedsplan_finance.outputs.charts.labels import listed, short_percent
from helhedsplan_finance.outputs.charts.letters import width
from helhedsplan_finance.outputs.charts.payers_chart import UNPAID
from helhedsplan_finance.outputs.palette import colour_of, hatch_of
from helhedsplan_finance.plan.givers import GIVER_WORDS, giver_name, givers_named
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.text import Lang, Message, message, say
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KEY = 0.34  # inches: the row of the legend


@dataclass(frozen=True, slots=True)
class _Plan:
    """One row in øre: the financing by source, and what is not financed."""

    name: str
    by_source: dict[str, int]
    missing: int | None
    projected: bool
    is_open: bool = False
    about: bool = False

    @classmethod
    def of(cls, plan: PlanData, name: str) -> "_Plan":
        overview = Overview.of(plan)
        by_source = {source: amount.ore for source, amount in overview.by_source.items()}
        missing = overview.missing.ore if overview.missing is not None else None
        counted = [one.stream for one in overview.given]
        still_open, about = any(one.is_open for one in counted), any(one.approx for one in counted)
        return cls(name, by_source, missing, overview.projected, still_open, about)

    @property
    def financing(self) -> int:
        return sum(self.by_source.values())

    @property
    def unpaid(self) -> int:
        """What is not financed."""
        return max(self.missing or 0, 0)

    @property
    def whole(self) -> int:
        return self.financing + self.unpaid

    def parts(self, lang: Lang, *, shares: bool) -> list[Part]:
        every: list[tuple[int, str, str | None]] = [
            (ore, colour_of(source), hatch_of(source)) for source, ore in self.by_source.items()
        ]
        if self.unpaid:
            every.append((self.unpaid, "#FFFFFF", UNPAID))
        if shares:
            return [
                Part(
                    ore / (self.whole or 1),
                    colour,
                    short_percent(Fraction(ore, self.whole), lang),
                    hatch,
                )
                for ore, colour, hatch in every
            ]
        return [Part(mio(ore), colour, mio_figure(ore, lang), hatch) for ore, colour, hatch in every]

    def end(self, lang: Lang) -> str:
        words = mio_kr(self.whole, lang)
        if self.missing is None:
            return f"{words} · {say('chart.no_frame', lang)}"
        if self.missing:
            key = "chart.lacks" if self.missing > 0 else "chart.too_much"
            return f"{words} · {say(key, lang, amount=mio_kr(abs(self.missing), lang))}"
        return words

    def words(self) -> Deferred:
        """Return the row in words."""
        parts = [(givers_named(source), Kroner.from_ore(ore)) for source, ore in self.by_source.items()]
        return Deferred(lambda lang: f"{self.end(lang)} ({listed(parts).show(lang)})" if parts else self.end(lang))


def comparison_chart(comparison: Comparison) -> Chart:
    """Return the chart of a plan and its alternatives in mio. kr., stacked by source, with what is not financed."""
    plans = [_Plan.of(one.plan, one.name) for one in comparison.alternatives]
    counts = {
        "chart.plans_short": sum(one.unpaid > 0 for one in plans),
        "chart.plans_no_frame": sum(one.missing is None for one in plans),
        "chart.plans_open": sum(one.is_open for one in plans),
        "chart.plans_beyond": sum(one.missing is not None and one.missing < 0 for one in plans),
    }
    found_title = next((message(key, count=count, all=len(plans)) for key, count in counts.items() if count), None)
    title = found_title or message("chart.plans_held", all=len(plans))
    return _chart("comparison", comparison.base.name, title, plans, shares=False)


def plans_chart(plans: Sequence[PlanData]) -> Chart:
    """Return the chart of many plans as bars of 100 % by source, the largest first, each with its total."""
    rows = sorted((_Plan.of(plan, plan.name) for plan in plans), key=lambda one: -one.whole)
    whole = sum(one.whole for one in rows)
    return _chart(
        "plans",
        message("chart.plans_about"),
        message("chart.plans", count=len(rows), total=Deferred(partial(mio_kr, whole))),
        rows,
        shares=True,
    )


def _chart(key: str, about: str | Message, title: Message, plans: Sequence[_Plan], *, shares: bool) -> Chart:
    shown = plans[:MOST_ROWS]
    return Chart(
        key,
        about,
        title,
        listed([(one.name, one.words()) for one in plans]),
        rows_space(len(shown), extra=_KEY, ticks=not shares),
        lambda ax, lang: _paint(ax, shown, lang, shares=shares),
        notes(
            "chart.rounded_shares" if shares else "chart.rounded_mio",
            *_notes(plans),
            *left_out(len(plans)),
            projected=any(one.projected for one in plans),
        ),
    )


def _notes(plans: Sequence[_Plan]) -> list[str]:
    """Return notes on approximate amounts, and on amounts not stated and so not counted."""
    keys = {"chart.some_about": any(one.about for one in plans), "chart.some_open": any(one.is_open for one in plans)}
    return [key for key, there in keys.items() if there]


def _paint(ax: "Axes", plans: Sequence[_Plan], lang: Lang, *, shares: bool) -> None:
    labels = [plan.end(lang) for plan in plans]
    longest = 1.0 if shares else max((mio(plan.whole) for plan in plans), default=0.0)
    reach, per_inch = room_for(ax, longest, labels)
    set_rows(ax, [plan.name for plan in plans], above=_KEY / ROW)
    for row, (plan, label) in enumerate(zip(plans, labels, strict=True)):
        stack(ax, row, plan.parts(lang, shares=shares), per_inch)
        end_label(ax, label, longest if shares else mio(plan.whole), row)
    span_x(ax, 0, reach)
    if shares:
        ax.set_xticks([])
    else:
        in_millions(ax, lang, vertical=False)
    _name_colours(ax, plans, lang)


def _name_colours(ax: "Axes", plans: Sequence[_Plan], lang: Lang) -> None:
    """Draw the legend in one row above the bars, for the sources in use."""
    sources = [word for word in GIVER_WORDS if any(one.by_source.get(word) for one in plans)]
    names = [(giver_name(source, lang), source) for source in sources]
    at, inches = 0.0, wide(ax)
    for name, word in names:
        y = -FIRST - _KEY / ROW / 2
        name_colour(ax, (at / inches + 0.008, y), word, transform=ax.get_yaxis_transform())
        text(ax, name, (at / inches + 0.02, y), xycoords=("axes fraction", "data"), va="center", fontsize=LABEL)
        at += width(name, LABEL) + 0.42
