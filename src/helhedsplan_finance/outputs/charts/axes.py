"""Shared drawing of charts: figures in mio. kr., horizontal bars with their names above, labels kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.outputs.charts.chart import text
from helhedsplan_finance.outputs.charts.letters import cut, widest, width
from helhedsplan_finance.outputs.charts.space import WIDTH, Space
from helhedsplan_finance.outputs.charts.svg_axes import SvgAxes
from helhedsplan_finance.outputs.palette import COST, INK, PALE, colour_of, hatch_of, text_on
from helhedsplan_finance.text import Lang, Message, Sentences, message, numbers
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cbook import GrouperView

_SQUARE = 64.0  # square points: a square of eight points
MILLION_ORE = 100_000_000
MOST_ROWS = 40
ROW = 0.52  # inches: one row with its name
FIRST, _LAST = 0.72, 0.35  # of a row: the space above the middle of the first one; the last one lacks it below
_BAR = 0.42  # of a row
LABEL, _INSIDE = 9.5, 9.0  # points of the letters beside bars, and inside them
_AIR = 0.08  # inches around a label inside a bar


def mio(ore: int | Fraction) -> float:
    """Return øre as a length in mio. kr.: for drawing alone."""
    return float(Fraction(ore, MILLION_ORE))


def mio_figure(ore: int, lang: Lang) -> str:
    """Return øre in mio. kr. with two decimals, without the unit; with more where two would show zero."""
    figure = numbers.number(Fraction(ore, MILLION_ORE), lang, 2)
    return (
        figure
        if not ore or any(digit in "123456789" for digit in figure)
        else f"<{numbers.exact(Fraction(1, 100), lang)}"
    )


def mio_kr(ore: int, lang: Lang) -> str:
    """Return øre in mio. kr. with two decimals and the unit; less than 10.000 kr. in kroner."""
    amount = Kroner.from_ore(ore)
    return amount.text("mio", lang, 2) if abs(ore) >= MILLION_ORE // 100 else amount.text("kr", lang, 0)


def name_colour(ax: "Axes", place: tuple[float, float], word: str, **more: Any) -> None:
    """Draw a square in the colour of a source, hatched like its bars for a joint contribution."""
    ax.scatter(
        [place[0]],
        [place[1]],
        s=_SQUARE,
        marker="s",
        facecolor=colour_of(word),
        edgecolor=colour_of(word) if hatch_of(word) is None else INK,
        hatch=hatch_of(word),
        linewidth=0.6,
        clip_on=False,
        zorder=3,
        **more,
    )


def in_millions(ax: "Axes", lang: Lang, *, vertical: bool) -> None:
    """Format one axis in round figures of mio. kr., with pale grid lines."""
    if isinstance(ax, SvgAxes):
        ax.measure("y" if vertical else "x", lambda value: _tick(value, lang))
        return
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis = ax.yaxis if vertical else ax.xaxis
    axis.set_major_locator(MaxNLocator(6))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, lang)))
    ax.grid(axis="y" if vertical else "x", color=PALE, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0, colors=INK)
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)


def _tick(value: float, lang: Lang) -> str:
    """Return a tick label; matplotlib chooses round values, so six decimals of a million are plenty."""
    return numbers.exact(Fraction(round(value * 1_000_000), 1_000_000), lang)


def rows_space(count: int, *, extra: float = 0.0, ticks: bool = False) -> Space:
    """Return the space of a chart with ``count`` rows, ``extra`` inches on top and figures under its axis."""
    return Space(WIDTH, ROW * (max(count, 1) + FIRST - _LAST) + extra, below=0.32 if ticks else 0.08)


def set_rows(ax: "Axes", names: Sequence[str], *, above: float = 0.0) -> None:
    """Set the y axis to one row per name, the first on top, and write each name above its bar."""
    span_y(ax, max(len(names), 1) - _LAST, -FIRST - above)
    ax.set_yticks([])
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)
    ax.tick_params(length=0, colors=INK)
    inches = wide(ax)
    for row, name in enumerate(names):
        at = (0, row - 0.27)
        text(ax, cut(name, inches, LABEL), at, xycoords=("axes fraction", "data"), va="bottom", fontsize=LABEL)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its length, its colour, its label where it fits, and an optional hatch."""

    length: float
    colour: str
    label: str = ""
    hatch: str | None = None


def stack(ax: "Axes", row: float, parts: Sequence[Part], per_inch: float, *, height: float = _BAR) -> None:
    """Draw the parts of a bar end to end from zero; a part that is wide enough shows its label."""
    left = 0.0
    for part in parts:
        ax.barh(
            row,
            part.length,
            left=left,
            height=height,
            color=part.colour,
            edgecolor="white" if part.colour != "#FFFFFF" else COST,
            linewidth=0.8,
            hatch=part.hatch,
        )
        if part.label and part.length / per_inch >= width(part.label, _INSIDE) + _AIR:
            shade = text_on(part.colour)
            box = {"facecolor": part.colour, "edgecolor": "none", "pad": 0.6} if part.hatch else None
            text(
                ax,
                part.label,
                (left + part.length / 2, row),
                ha="center",
                va="center",
                fontsize=_INSIDE,
                color=shade,
                bbox=box,
            )
        left += part.length


def room_for(ax: "Axes", longest: float, labels: Sequence[str]) -> tuple[float, float]:
    """Return the upper limit of an axis with room for labels beyond the longest bar, and its units per inch."""
    inches = wide(ax)
    per_inch = (longest or 1.0) / max(inches - beside(labels), 1.0)
    return per_inch * inches, per_inch


def wide(ax: "Axes") -> float:
    """Return the width of axes in inches."""
    return float(ax.get_window_extent().width / ax.figure.dpi)


def tall(ax: "Axes") -> float:
    """Return the height of axes in inches."""
    return float(ax.get_window_extent().height / ax.figure.dpi)


def span_x(ax: "Axes", low: float, high: float) -> tuple[float, float]:
    """Set and return the limits of the x axis, widened to those of axes that share it."""
    low, high = ax.set_xlim(_around(ax, ax.get_shared_x_axes(), low, high, "get_xlim"))
    return low, high


def span_y(ax: "Axes", low: float, high: float) -> tuple[float, float]:
    """Set and return the limits of the y axis, widened to those of axes that share it."""
    low, high = ax.set_ylim(_around(ax, ax.get_shared_y_axes(), low, high, "get_ylim"))
    return low, high


def _around(ax: "Axes", shared: "GrouperView[Axes]", low: float, high: float, limits: str) -> tuple[float, float]:
    """Return the widest limits of axes that share one, in the given direction; empty axes do not count."""
    drawn = [getattr(other, limits)() for other in shared.get_siblings(ax) if other is not ax and other.has_data()]
    least, most = min([low, high, *(min(one) for one in drawn)]), max([low, high, *(max(one) for one in drawn)])
    return (least, most) if low <= high else (most, least)


def beside(labels: Sequence[str]) -> float:
    """Return the width in inches of the widest label beyond a bar, with padding."""
    return widest(labels, LABEL, bold=True) + 0.15


def end_label(ax: "Axes", label: str, x: float, row: float, *, bold: bool = False, left: bool = False) -> None:
    """Write a label just beyond the end of a bar."""
    text(
        ax,
        label,
        (x, row),
        xytext=(-5 if left else 5, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        fontsize=LABEL,
        fontweight="bold" if bold else "normal",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},  # a line behind it does not strike it through
    )


def spread(places: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return places moved by the least squares, so that each is ``apart`` from the next, in the same order.

    Neighbours that are too close are pooled around their mean: of 1.0, 1.2 and 5.0 with one between them, the gaps are
    taken out (1.0, 0.2, 3.0), the pair out of order gets its mean (0.6, 0.6, 3.0), and the gaps are put back.

    >>> spread([1.0, 1.2, 5.0], 1.0, 0.0, 6.0)
    [0.6, 1.6, 5.0]
    >>> spread([1.0, 1.0, 5.0], 1.0, 0.0, 6.0)
    [0.5, 1.5, 5.0]
    """
    pools: list[tuple[float, int]] = []  # [mean of the pool with the gaps taken out, number of places]
    for at, place in enumerate(places):
        mean, count = place - apart * at, 1
        while pools and pools[-1][0] > mean:
            before, among = pools.pop()
            mean, count = (before * among + mean * count) / (among + count), among + count
        pools.append((mean, count))
    highest = max(low, high - apart * (len(places) - 1))
    begun = [min(max(mean, low), highest) for mean, count in pools for _ in range(count)]
    return [place + apart * at for at, place in enumerate(begun)]


def notes(*sentences: str | Message, projected: bool = False) -> Sentences:
    """Return the notes of a chart; the last one states that figures rest on projected prices, where they do.

    A note is a sentence, or its key in the catalogue.
    """
    leaning = [message("prices.leaning")] if projected else []
    return Sentences((*(message(one) if isinstance(one, str) else one for one in sentences), *leaning))


def left_out(count: int) -> list[Message]:
    """Return a note on the rows that are left out of a chart, if any."""
    return [message("chart.more", count=count - MOST_ROWS)] if count > MOST_ROWS else []
