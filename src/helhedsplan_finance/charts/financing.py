"""The financing per calendar year, stacked by source."""

from fractions import Fraction
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from helhedsplan_finance.money import Kroner
from helhedsplan_finance.overview import Overview
from helhedsplan_finance.palette import INK, PALE, SOURCE_COLOURS, text_on
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.text import Lang, numbers, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SMALLEST_LABELLED = 0.06  # of the tallest column: below that a figure does not fit inside its own colour
_MILLION_ORE = 100_000_000


def draw_financing(plan: PlanData, *, lang: Lang = "da", ax: "Axes | None" = None) -> "Axes":
    """Draw stacked columns of mio. kr. per year, a colour for each source, and return the axes.

    Without ``ax`` a figure of its own is made; save it with ``ax.figure.savefig(...)``. Open and refused contributions
    are not in it.
    """
    if ax is None:
        from matplotlib.figure import Figure

        ax = Figure(figsize=(9, 5), dpi=150, layout="constrained").add_subplot()
    overview = Overview.of(plan)
    years = list(overview.years)
    floor = [0] * len(years)
    tallest = max((sum(part[year].ore for part in overview.by_source_year.values()) for year in years), default=0)
    for source, by_year in overview.by_source_year.items():
        heights = [by_year[year].ore for year in years]
        colour = SOURCE_COLOURS[source]
        bars = ax.bar(
            range(len(years)),
            [_mio(height) for height in heights],
            bottom=[_mio(low) for low in floor],
            width=0.66,
            color=colour,
            edgecolor="white",
            linewidth=0.8,
            label=say(f"source.{source}", lang),
        )
        labels = [_figure(height, lang) if height >= _SMALLEST_LABELLED * tallest > 0 else "" for height in heights]
        ax.bar_label(bars, labels, label_type="center", color=text_on(colour), fontsize=9)
        floor = [low + height for low, height in zip(floor, heights, strict=True)]
    _label_totals(ax, floor, lang)
    _dress(ax, years, tallest, lang)
    _say_what_it_is(ax, plan, headline(overview, lang), lang)
    return ax


def headline(overview: Overview, lang: Lang) -> str:
    """Return what the chart says, in a sentence."""
    if not overview.financing:
        return say("chart.nothing", lang)
    still_open = sum(one.amount is None for one in overview.contributions)
    if still_open:
        return say("chart.known", lang, total=overview.financing, count=still_open)
    totals = {source: sum(by_year.values(), Kroner()) for source, by_year in overview.by_source_year.items()}
    largest = max(totals, key=lambda source: totals[source])
    share = numbers.percent(totals[largest] / overview.financing, lang, 0)
    return say("chart.largest", lang, source=say(f"source.{largest}", lang), share=share, total=overview.financing)


def _say_what_it_is(ax: "Axes", plan: PlanData, message: str, lang: Lang) -> None:
    name = wrap(shorten(plan.name, 180, placeholder=" …"), 92)
    ax.set_title(message, loc="left", fontsize=13, fontweight="bold", color=INK, pad=8 + 14 * len(name))
    ax.annotate(
        "\n".join(name),
        (0, 1),
        xytext=(0, 6),
        xycoords="axes fraction",
        textcoords="offset points",
        color=INK,
        parse_math=False,  # a plan's name is text, and "$" in it is a dollar
    )
    if any(stream.amount is not None for stream in plan.streams):
        ax.set_xlabel(say("chart.spread", lang), loc="left", fontsize=8.5, color=INK, labelpad=8)


def _label_totals(ax: "Axes", totals: list[int], lang: Lang) -> None:
    for place, ore in enumerate(totals):
        if ore:
            ax.annotate(
                _figure(ore, lang),
                (place, _mio(ore)),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                fontsize=10,
                fontweight="bold",
                color=INK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )


def _dress(ax: "Axes", years: list[int], tallest: int, lang: Lang) -> None:
    from matplotlib.ticker import FuncFormatter

    ax.set_xticks(range(len(years)), [str(year) for year in years])
    ax.set_xlim(-0.6, len(years) - 0.4)
    ax.set_ylim(0, _mio(tallest) * 1.12 or 1)
    ax.set_ylabel(say("chart.mio", lang))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, lang)))
    ax.grid(axis="y", color=PALE, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(length=0)
    handles, labels = ax.get_legend_handles_labels()
    if handles:
        # In the order of the columns from the top, so that the eye need not turn it around.
        ax.legend(handles[::-1], labels[::-1], loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)


def _mio(ore: int) -> float:
    return ore / _MILLION_ORE


def _figure(ore: int, lang: Lang) -> str:
    return numbers.number(Kroner.from_ore(ore).kroner / 1_000_000, lang, 2)


def _tick(value: float, lang: Lang) -> str:
    """Return an axis figure; matplotlib chooses round ones, so six decimals of a million are plenty."""
    return numbers.exact(Fraction(round(value * 1_000_000), 1_000_000), lang)
