"""The financing per calendar year, stacked by source, each source named beside the last column."""

from math import ceil
from typing import TYPE_CHECKING

from helhedsplan_finance.outputs.charts.axes import (
    in_millions,
    mio,
    mio_figure,
    name_colour,
    notes,
    span_x,
    span_y,
    spread,
    tall,
    wide,
)
from helhedsplan_finance.outputs.charts.chart import Chart, text
from helhedsplan_finance.outputs.charts.labels import financing_title, listed
from helhedsplan_finance.outputs.charts.letters import widest, width
from helhedsplan_finance.outputs.charts.space import Space
from helhedsplan_finance.outputs.palette import INK, colour_of, hatch_of, text_on
from helhedsplan_finance.plan.givers import giver_name, givers_named
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.text import Lang, message, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINE, _FIGURE = 0.16, 10  # inches of a figure inside its colour; points of the figures above
_WIDTH, _HEIGHT = 6.3, 3.6  # inches
_YEAR = 0.75  # inches: the least width of a column
_APART = 0.2  # inches: the height of a name


def financing_chart(plan: PlanData) -> Chart:
    """Return the chart of mio. kr. per year, one colour per source. Open and refused contributions are left out."""
    overview = Overview.of(plan)
    spread_out = any(stream.amount is not None for stream in plan.streams)
    data = listed(
        [
            (message("chart.of_year", source=givers_named(source), year=year), amounts)
            for source, by_year in overview.by_source_year.items()
            for year, amounts in by_year.items()
        ]
    )
    return Chart(
        "financing",
        plan.name,
        financing_title(overview),
        data,
        Space(max(_WIDTH, _YEAR * len(overview.years)), _HEIGHT, left=0.75, right=1.95, below=0.3),
        lambda ax, lang: _paint(ax, overview, lang),
        notes("chart.spread" if spread_out else "chart.rounded"),
    )


def _paint(ax: "Axes", overview: Overview, lang: Lang) -> None:
    years = list(overview.years)
    floor = [0] * len(years)
    tallest = max(_totals(overview), default=0)
    _, top = span_y(ax, 0, mio(tallest) * 1.12 or 1)
    column = wide(ax) / (len(years) + 0.2)  # inches from the middle of one column to that of the next
    smallest = _LINE / tall(ax) * top  # the least height with room for a figure
    figures = [mio_figure(total, lang) for total in _totals(overview)]
    fits = widest(figures, _FIGURE, bold=True) + 0.06 <= column
    places = []
    for source, by_year in overview.by_source_year.items():
        heights = [by_year[year].ore for year in years]
        colour = colour_of(source)
        bars = ax.bar(
            range(len(years)),
            [mio(height) for height in heights],
            bottom=[mio(low) for low in floor],
            width=0.66,
            color=colour,
            edgecolor="white",
            linewidth=0.8,
            hatch=hatch_of(source),
            label=giver_name(source, lang),
        )
        labels = [mio_figure(height, lang) if fits and mio(height) >= smallest else "" for height in heights]
        ax.bar_label(bars, labels, label_type="center", color=text_on(colour), fontsize=9)
        places.append((mio(floor[-1]) + mio(heights[-1]) / 2, source, giver_name(source, lang)))
        floor = [low + height for low, height in zip(floor, heights, strict=True)]
    if fits:
        _label_totals(ax, floor, lang)
    in_millions(ax, lang, vertical=True)
    step = ceil((width("2022", _FIGURE) + 0.1) / column)
    ax.set_xticks(range(0, len(years), step), [str(year) for year in years[::step]])
    span_x(ax, -0.6, len(years) - 0.4)
    ax.set_ylabel(say("chart.mio", lang), color=INK)
    beside = spread([place for place, _, _ in places], _APART / tall(ax) * top, 0.03 * top, 0.98 * top)
    for height, (_, source, name) in zip(beside, places, strict=True):
        last = len(years) - 0.4
        name_colour(ax, (last + 0.08, height), source)
        text(ax, name, (last + 0.08, height), xytext=(9, 0), textcoords="offset points", va="center", fontsize=10)


def _totals(overview: Overview) -> list[int]:
    """Return the øre of each year."""
    return [sum(part[year].ore for part in overview.by_source_year.values()) for year in overview.years]


def _label_totals(ax: "Axes", totals: list[int], lang: Lang) -> None:
    for place, ore in enumerate(totals):
        if ore:
            text(
                ax,
                mio_figure(ore, lang),
                (place, mio(ore)),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                fontsize=_FIGURE,
                fontweight="bold",
            )
