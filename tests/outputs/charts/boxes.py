"""What stands where on a figure: the boxes of its words, so that tests see what a reader sees."""

from itertools import combinations
from typing import Any

from matplotlib.text import Text

_HAIR = 0.5  # of a pixel: boxes that touch do not overlap


def words_on(figure: Any) -> list[tuple[str, Any]]:
    """Return every text that is drawn on a figure, each with its box in pixels."""
    # As Figure.draw_without_rendering does, but the renderer is kept: it remembers how wide each text is, and without
    # it the box of every annotation would be measured by a new one.
    renderer = figure._get_renderer()
    with renderer._draw_disabled():
        figure.draw(renderer)
    hidden = hidden_ticks(figure)
    shown = [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in shown]


def hidden_ticks(figure: Any) -> set[int]:
    """Return the ids of the tick labels that are kept and not drawn: those outside an axis' range."""
    drawn, kept = set(), set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            for tick in axis._update_ticks():
                drawn |= {id(tick.label1), id(tick.label2)}
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                kept |= {id(tick.label1), id(tick.label2)}
    return kept - drawn


def overlaps(figure: Any) -> list[tuple[str, str]]:
    """Return the pairs of texts that lie on one another, and the texts that leave the canvas."""
    found = []
    shown = words_on(figure)
    for (one, box), (other, beside) in combinations(shown, 2):
        apart = (
            box.x1 - _HAIR <= beside.x0
            or beside.x1 - _HAIR <= box.x0
            or box.y1 - _HAIR <= beside.y0
            or beside.y1 - _HAIR <= box.y0
        )
        if not apart:
            found.append((one, other))
    canvas = figure.bbox
    for one, box in shown:
        if box.x0 < canvas.x0 - 1 or box.x1 > canvas.x1 + 1 or box.y0 < canvas.y0 - 1 or box.y1 > canvas.y1 + 1:
            found.append((one, "the canvas"))
    return found
