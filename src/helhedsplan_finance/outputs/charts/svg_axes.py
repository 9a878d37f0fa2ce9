"""The part of matplotlib's ``Axes`` that the charts draw with, as SVG: for where there is no matplotlib.

The same functions paint both, so that figures, words and colours are the same. A mark keeps its data until the picture
is written, since the limits of an axis may be set after it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, floor, log10
from types import SimpleNamespace
from typing import Any

from helhedsplan_finance.outputs.charts.space import Around, Space, head_lines, note_lines
from helhedsplan_finance.outputs.charts.svg_marks import (
    POINTS,
    Patterns,
    Place,
    behind,
    extent,
    picture,
    rectangle,
    stroke,
    words,
)
from helhedsplan_finance.outputs.palette import INK, PALE

_TICK, _PAD, _BESIDE = 10.0, 3.5, 4.0  # points: letters of an axis, and the air beside them and beyond
_NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_LEADING = 1.2  # of the letters' height: from one line to the next
_MOST_STEPS = 6  # of an axis
_GRID, _BARS, _LINES, _WORDS = 0.5, 1.0, 2.0, 3.0  # what lies over what, as in matplotlib


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in the units of the axes."""

    left: float
    low: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Ticks:
    """The words along an axis."""

    places: Sequence[float] = ()
    labels: Sequence[str] = ()
    points: float = _TICK


class SvgAxes:
    """The axes of one chart, in its space with the words around it."""

    def __init__(self, space: Space, around: Around, title: str) -> None:
        self._space, self._around = space, around
        self._patterns = Patterns(title)
        self._marks: list[tuple[float, int, Callable[[], str]]] = []
        self._number = count()
        self._x, self._y = (0.0, 1.0), (0.0, 1.0)
        self._ticks = {"x": _Ticks(), "y": _Ticks()}
        self._on_top = False
        self._measured: dict[str, Callable[[float], str]] = {}
        self._ylabel = ""
        self.spines = _Frame()

    # The size and the limits, in matplotlib's words.

    @property
    def figure(self) -> Any:
        """The figure, of which one dot is an inch."""
        return SimpleNamespace(dpi=1)

    def get_window_extent(self) -> Any:
        """Return the size in dots."""
        return SimpleNamespace(width=self._space.width, height=self._space.height)

    def get_shared_x_axes(self) -> Any:
        """Return the axes that share an axis: none."""
        return SimpleNamespace(get_siblings=lambda _: [])

    get_shared_y_axes = get_shared_x_axes

    def set_xlim(self, limits: tuple[float, float]) -> tuple[float, float]:
        """Set the limits from left to right."""
        self._x = limits
        return limits

    def set_ylim(self, limits: tuple[float, float]) -> tuple[float, float]:
        """Set the limits from the bottom to the top."""
        self._y = limits
        return limits

    def get_yaxis_transform(self) -> str:
        """Return the places whose x is a part of the width."""
        return "of the width"

    # The axes: figures along them, and no frame.

    def set_xticks(self, places: Iterable[float], labels: Sequence[str] = (), fontsize: float = _TICK) -> None:
        """Set the figures under the axes; words may have several lines."""
        self._ticks["x"] = _Ticks(list(places), labels, fontsize)

    def set_yticks(self, places: Iterable[float], labels: Sequence[str] = (), fontsize: float = _TICK) -> None:
        """Set the figures left of the axes; words may have several lines."""
        self._ticks["y"] = _Ticks(list(places), labels, fontsize)

    def set_ylabel(self, label: str, **_: Any) -> None:
        """Set the words along the y axis."""
        self._ylabel = label

    def tick_params(self, *, labeltop: bool = False, **_: Any) -> None:
        """Put the figures of the x axis on top; there are no marks at them, as always here."""
        self._on_top = labeltop

    def get_xticklabels(self) -> list[Any]:
        """Return nothing: words are literal here."""
        return []

    get_yticklabels = get_xticklabels

    def measure(self, axis: str, words_of: Callable[[float], str]) -> None:
        """Put round figures along an axis, with pale lines."""
        self._measured[axis] = words_of

    # The marks, in matplotlib's words.

    def barh(self, row: float, width: float, *, left: float = 0.0, height: float = 0.8, **look: Any) -> None:
        """Draw a bar from ``left``, centred on a row."""
        self._bar(Bar(left, row - height / 2, width, height), **look)

    def bar(
        self, at: Iterable[float], heights: Sequence[float], *, bottom: Sequence[float], width: float, **look: Any
    ) -> list[Bar]:
        """Draw columns, each from its bottom, and return them."""
        bars = [Bar(x - width / 2, low, width, height) for x, low, height in zip(at, bottom, heights, strict=True)]
        for one in bars:
            self._bar(one, **look)
        return bars

    def bar_label(self, bars: Sequence[Bar], labels: Sequence[str], *, color: str, fontsize: float, **_: Any) -> None:
        """Write a label into the middle of each column."""
        for one, label in zip(bars, labels, strict=True):
            middle = (one.left + one.width / 2, one.low + one.height / 2)
            self.annotate(label, middle, color=color, fontsize=fontsize, ha="center", va="center")

    def _bar(
        self,
        one: Bar,
        *,
        color: str,
        edgecolor: str | None = None,
        linewidth: float = 1.0,
        hatch: str | None = None,
        **_: Any,
    ) -> None:
        edge = _colour(edgecolor)

        def drawn() -> str:
            if not one.width or not one.height:
                return ""
            fill = self._patterns.fill(hatch, color, edge or INK)
            left, right = sorted((self._across(one.left), self._across(one.left + one.width)))
            top, bottom = sorted((self._down(one.low), self._down(one.low + one.height)))
            return rectangle((left, top), (right - left, bottom - top), fill, edge=edge, line=linewidth)

        self._add(_BARS, drawn)

    def plot(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        """Draw a straight line between two places."""
        (x0, x1), (y0, y1) = xs, ys
        self._line(lambda: ((self._across(x0), self._down(y0)), (self._across(x1), self._down(y1))), **look)

    def axvline(self, x: float, *, ymax: float = 1.0, **look: Any) -> None:
        """Draw a line upwards, to a part of the height."""
        self._line(
            lambda: ((self._across(x), self._bottom), (self._across(x), self._bottom - ymax * self._high)), **look
        )

    def _line(
        self,
        ends: Callable[[], tuple[Place, Place]],
        *,
        color: str,
        linewidth: float,
        linestyle: Any = "solid",
        zorder: float = _LINES,
    ) -> None:
        dashes = [] if linestyle == "solid" else [part * linewidth for part in linestyle[1]]
        self._add(zorder, lambda: stroke(*ends(), _colour(color) or INK, linewidth, dashes))

    def scatter(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        s: float,
        facecolor: str,
        edgecolor: str,
        linewidth: float,
        hatch: str | None = None,
        zorder: float = _BARS,
        transform: str | None = None,
        **_: Any,
    ) -> None:
        """Draw a square of ``s`` square points around each place."""
        side = s**0.5
        for at in zip(xs, ys, strict=True):

            def drawn(at: Place = at) -> str:
                x, y = self._placed(at, transform or "data")
                fill = self._patterns.fill(hatch, facecolor, edgecolor)
                return rectangle((x - side / 2, y - side / 2), (side, side), fill, edge=edgecolor, line=linewidth)

            self._add(zorder, drawn)

    def text(self, x: float, y: float, text: str, **look: Any) -> None:
        """Write words at a place."""
        self.annotate(text, (x, y), **look)

    def annotate(
        self,
        text: str,
        at: Place,
        *,
        xytext: Place = (0, 0),
        xycoords: Any = "data",
        color: str = INK,
        fontsize: float = _TICK,
        fontweight: str = "normal",
        ha: str = "left",
        va: str = "baseline",
        bbox: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Write words at a place, moved by some points to the right and upwards, over a box where there is one."""
        bold = fontweight == "bold"

        def drawn() -> str:
            x, y = self._placed(at, xycoords)
            x, y = x + xytext[0], y - xytext[1]
            box = (
                behind(text, (x, y), fontsize, _colour(bbox["facecolor"]) or INK, bbox["pad"], bold=bold, ha=ha)
                if bbox
                else ""
            )
            return box + words(text, (x, y), fontsize, colour=color, bold=bold, ha=ha, va=va)

        self._add(_WORDS, drawn)

    def _add(self, order: float, mark: Callable[[], str]) -> None:
        self._marks.append((order, next(self._number), mark))

    # The picture.

    def svg(self, title: str, alt: str) -> bytes:
        """Return the picture, with its title and alt text inside."""
        space, around = self._space, self._around
        self._draw_axes()
        self._write_around()
        marks = [mark() for _, _, mark in sorted(self._marks, key=lambda one: one[:2])]
        high = around.head + space.above + space.height + space.below + around.foot
        size = ((space.left + space.width + space.right) * POINTS, high * POINTS)
        return picture(size, title, alt, self._patterns, marks)

    def _draw_axes(self) -> None:
        for axis, words_of in self._measured.items():
            places = round_figures(*(self._x if axis == "x" else self._y))
            self._ticks[axis] = _Ticks(places, [words_of(place) for place in places])
            for place in places:
                ends = ((place, 0.0), (place, 1.0)) if axis == "x" else ((0.0, place), (1.0, place))
                self._add(_GRID, lambda ends=ends, axis=axis: self._grid_line(ends, axis))  # type: ignore[misc]
        for axis, ticks in self._ticks.items():
            for place, label in zip(ticks.places, ticks.labels, strict=True):
                self._add(_LINES, self._tick(axis, place, label.split("\n"), ticks.points))
        if self._ylabel:
            widest = max((extent(label, _TICK) for label in self._ticks["y"].labels), default=0.0)
            x, y = self._left - _PAD - widest - _BESIDE, self._bottom - self._high / 2
            label = words(self._ylabel, (0, 0), _TICK, colour=INK, ha="center", va="bottom")
            self._add(_WORDS, lambda: f'<g transform="translate({x:.3f} {y:.3f}) rotate(-90)">{label}</g>')

    def _tick(self, axis: str, place: float, lines: Sequence[str], points: float) -> Callable[[], str]:
        leading = points * _LEADING

        def drawn() -> str:
            if axis == "y":
                x, y, ha = self._left - _PAD, self._down(place) - leading * (len(lines) - 1) / 2, "right"
            elif self._on_top:
                x, y, ha = self._across(place), self._top - _PAD - leading * (len(lines) - 0.5), "center"
            else:
                x, y, ha = self._across(place), self._bottom + _PAD + leading / 2, "center"
            return "".join(
                words(line, (x, y + leading * number), points, colour=INK, ha=ha, va="center")
                for number, line in enumerate(lines)
            )

        return drawn

    def _grid_line(self, ends: tuple[Place, Place], axis: str) -> str:
        (x0, y0), (x1, y1) = ends
        if axis == "x":
            return stroke((self._across(x0), self._bottom), (self._across(x1), self._top), PALE, 0.8)
        return stroke((self._left, self._down(y0)), (self._left + self._wide, self._down(y1)), PALE, 0.8)

    def _write_around(self) -> None:
        left = min(self._space.left, 0.2) * POINTS
        for line, points, y, bold in head_lines(self._around):
            self._add(_WORDS, _written(line, (left, y * POINTS), points, bold=bold))
        start = self._around.head + self._space.above + self._space.height + self._space.below
        for line, points, y in note_lines(self._around):
            self._add(_WORDS, _written(line, (left, (start + y) * POINTS), points, bold=False))

    # From the units of the axes to points.

    @property
    def _left(self) -> float:
        return self._space.left * POINTS

    @property
    def _wide(self) -> float:
        return self._space.width * POINTS

    @property
    def _high(self) -> float:
        return self._space.height * POINTS

    @property
    def _top(self) -> float:
        return (self._around.head + self._space.above) * POINTS

    @property
    def _bottom(self) -> float:
        return self._top + self._high

    def _across(self, x: float) -> float:
        low, high = self._x
        return self._left + (x - low) / (high - low) * self._wide

    def _down(self, y: float) -> float:
        low, high = self._y
        return self._bottom - (y - low) / (high - low) * self._high

    def _placed(self, at: Place, coords: Any) -> Place:
        part = coords in ("of the width", ("axes fraction", "data"))
        return self._left + at[0] * self._wide if part else self._across(at[0]), self._down(at[1])


class _Frame:
    """The frame of the axes, which is never drawn."""

    def __getitem__(self, _: Any) -> "_Frame":
        return self

    def set_visible(self, _: bool) -> None:
        """Leave the frame out."""


def round_figures(low: float, high: float) -> list[float]:
    """Return the round figures from the lower to the higher limit, at most six steps apart.

    >>> round_figures(0, 11.2)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    low, high = sorted((low, high))
    rough = (high - low) / _MOST_STEPS
    if rough <= 0:
        return [low]
    scale = 10.0 ** floor(log10(rough))
    step = next(one * scale for one in _NICE if one * scale >= rough * (1 - 1e-9))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _written(line: str, at: Place, points: float, *, bold: bool) -> Callable[[], str]:
    return lambda: words(line, at, points, colour=INK, bold=bold)


def _colour(name: str | None) -> str | None:
    """Return a colour as hexadecimal."""
    return {"white": "#FFFFFF", "none": None}.get(name, name) if name is not None else None
