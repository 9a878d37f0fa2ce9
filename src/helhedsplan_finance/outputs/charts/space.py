"""The layout of a new figure in inches: the axes, and the words around them.

The places are computed once from the number of lines of text. That is exact enough for letters of a known height,
and half the work of a layout that draws everything twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helhedsplan_finance.outputs.charts.letters import fold
from helhedsplan_finance.outputs.palette import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 8.6  # inches: the width of axes without names beside the rows
_TITLE, _ABOUT, _NOTE = 13.0, 10.0, 8.5  # points
_EDGE, _GAP = 0.16, 0.09  # inches
_POINT = 1 / 72
_LEADING = 1.25
_MOST_ABOUT = 2  # lines of a plan's name
_DPI, _WIDEST = 150, 1350  # dots per inch; dots of the widest picture, which is read on a screen


@dataclass(frozen=True, slots=True)
class Space:
    """The axes' width and height in inches, and what a chart needs left, right, above and below them."""

    width: float
    height: float
    left: float = 0.2
    right: float = 0.2
    above: float = 0.0
    below: float = 0.1


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a chart, as lines: its title, its plan, and its notes."""

    title: Sequence[str]
    about: Sequence[str]
    notes: Sequence[str]

    @classmethod
    def of(cls, title: str, about: str, note: str, inches: float) -> "Around":
        """Return the words folded into lines of a width in inches."""
        return cls(
            fold(title, inches, _TITLE, bold=True),
            fold(about, inches, _ABOUT, most=_MOST_ABOUT),
            fold(note, inches, _NOTE),
        )

    @property
    def head(self) -> float:
        """The height of the title and the lines under it."""
        return _EDGE + _high(self.title, _TITLE) + _GAP + _high(self.about, _ABOUT) + _GAP

    @property
    def foot(self) -> float:
        """The height of the notes."""
        return _high(self.notes, _NOTE) + _EDGE


def own_axes(space: Space, around: Around) -> "Axes":
    """Return the axes of a new figure of the right size, with the words around them."""
    from matplotlib.figure import Figure

    width = space.left + space.width + space.right
    height = around.head + space.above + space.height + space.below + around.foot
    figure = Figure(figsize=(width, height), dpi=min(_DPI, _WIDEST / width))
    bottom = (around.foot + space.below) / height
    ax = figure.add_axes((space.left / width, bottom, space.width / width, space.height / height))
    _write(ax, around, space)
    return ax


def shrink(ax: "Axes", space: Space, around_of: "Callable[[float], Around]") -> None:
    """Shrink given axes, so that the words around them fit into their place.

    A layout engine of the figure makes that room itself.
    """
    box, dots = ax.get_window_extent(), ax.figure.dpi
    width, height = box.width / dots, box.height / dots
    around = around_of(max(width - 0.1, 0.5))
    figure = ax.get_figure(root=True)
    if figure is not None and figure.get_layout_engine() is None:
        wide = max(width - space.left - space.right, width / 3)
        high = max(height - around.head - space.above - space.below - around.foot, height / 3)
        place = ax.get_position()
        left = place.x0 + place.width * min(space.left / width, 1 / 3)
        bottom = place.y0 + place.height * min((around.foot + space.below) / height, 1 / 3)
        ax.set_position((left, bottom, place.width * wide / width, place.height * high / height))
        width, height = wide, high
    _write(ax, around, Space(width, height, space.left, space.right, space.above, space.below))


def _write(ax: "Axes", around: Around, space: Space) -> None:
    """Write the words above and below axes, from the left edge of their space."""
    left = -max(space.left - 0.2, 0.0) / space.width
    above = 1 + space.above / space.height
    title_at = above + (_GAP + _high(around.about, _ABOUT) + _GAP) / space.height
    title = ax.set_title("\n".join(around.title), loc="left", x=left, y=title_at, pad=0, va="bottom", fontsize=_TITLE)
    title.set(color=INK, fontweight="bold", parse_math=False, linespacing=_LEADING)
    ax.annotate(
        "\n".join(around.about),
        (left, above + _GAP / space.height),
        xycoords="axes fraction",
        va="bottom",
        fontsize=_ABOUT,
        color=INK,
        linespacing=_LEADING,
        parse_math=False,
    )
    if around.notes:
        label = ax.set_xlabel("\n".join(around.notes), fontsize=_NOTE, color=INK, ha="left", va="top")
        label.set(parse_math=False, linespacing=_LEADING)
        ax.xaxis.set_label_coords(left, -(space.below + _GAP / 2) / space.height, transform=ax.transAxes)


def head_lines(around: Around) -> Iterator[tuple[str, float, float, bool]]:
    """Yield the lines above a chart: each with its points, its place in inches from the top, and whether it is bold."""
    for number, line in enumerate(around.title):
        yield line, _TITLE, _EDGE + _baseline(number, _TITLE), True
    about = _EDGE + _high(around.title, _TITLE) + _GAP
    for number, line in enumerate(around.about):
        yield line, _ABOUT, about + _baseline(number, _ABOUT), False


def note_lines(around: Around) -> Iterator[tuple[str, float, float]]:
    """Yield the notes under a chart: each with its points and its place in inches from where they start."""
    for number, line in enumerate(around.notes):
        yield line, _NOTE, _GAP / 2 + _baseline(number, _NOTE)


def _baseline(number: int, points: float) -> float:
    return (number * _LEADING + 1) * points * _POINT


def _high(lines: Sequence[str], points: float) -> float:
    return len(lines) * points * _LEADING * _POINT
