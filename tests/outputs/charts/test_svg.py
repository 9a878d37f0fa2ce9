"""A chart drawn as SVG without matplotlib has the words, the bars, the colours and the places of the one with it."""

import re
import sys
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import assume, given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

import build
from helhedsplan_finance import MissingExtraError
from helhedsplan_finance.calculators.scenario.sensitivity import sensitivity
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.fonts import NAMES, path
from helhedsplan_finance.outputs.charts.fonts.widths import widths_of
from helhedsplan_finance.outputs.charts.svg_axes import round_figures
from helhedsplan_finance.outputs.charts.tornado_chart import tornado_chart
from helhedsplan_finance.outputs.charts.waterfall_chart import waterfall_chart
from helhedsplan_finance.text import visible
from outputs.charts.sweep import swept_charts
from runs import thorough

pytestmark = pytest.mark.daily

NEAR = 0.5  # points


def drawn_without(chart: Chart) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "matplotlib", None)
        return ElementTree.fromstring(chart.render("svg"))


def marks(svg: Any, name: str) -> list[Any]:
    return list(svg.iter(f"{{http://www.w3.org/2000/svg}}{name}"))


def words_of(svg: Any) -> list[str]:
    return sorted(one.text or "" for one in marks(svg, "text"))


def words_with(figure: Any) -> list[str]:
    texts = [one.get_text() for one in figure.findobj(Text) if one.get_visible()]
    return sorted(visible(line) for text in texts for line in text.split("\n") if visible(line).strip())


def shown_ticks(figure: Any) -> None:
    """Have matplotlib place its ticks, and hide those outside the axes as it does when it draws."""
    figure.draw_without_rendering()
    for axis in (figure.axes[0].xaxis, figure.axes[0].yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                tick.label1.set_visible(False)


@pytest.fixture(params=swept_charts(), scope="module")
def drawn(request: pytest.FixtureRequest) -> tuple[Chart, Any, Any]:
    """A chart, its picture without matplotlib, and the figure with it."""
    _, chart = request.param
    figure = chart.draw().figure
    shown_ticks(figure)
    return chart, drawn_without(chart), figure


def test_the_words_are_the_same(drawn: tuple[Chart, Any, Any]) -> None:
    _, svg, figure = drawn
    assert words_of(svg) == words_with(figure)


def places(svg: Any) -> list[tuple[float, ...]]:
    """Return the left, the top, the width and the height of the bars, in points."""
    every = [tuple(float(one.get(name, 0)) for name in ("x", "y", "width", "height")) for one in marks(svg, "rect")]
    return sorted(every)


def places_with(figure: Any) -> list[tuple[float, ...]]:
    high, dots = figure.get_figheight() * 72, figure.dpi / 72
    boxes = [
        one.get_window_extent() for one in figure.axes[0].patches if isinstance(one, Rectangle) and one.get_visible()
    ]
    return sorted(
        (box.x0 / dots, high - box.y1 / dots, box.width / dots, box.height / dots)
        for box in boxes
        if box.width and box.height
    )


def test_the_bars_are_at_the_same_places(drawn: tuple[Chart, Any, Any]) -> None:
    chart, svg, figure = drawn
    if chart.key == "grid":
        pytest.skip("matplotlib draws its cells as one mesh")
    ours = places(svg)
    for bar in places_with(figure):
        assert any(max(abs(a - b) for a, b in zip(bar, one, strict=True)) < NEAR for one in ours), bar


def colours_with(figure: Any) -> set[str]:
    return {to_hex(one.get_facecolor()) for one in figure.axes[0].patches if one.get_width() and one.get_height()}


def test_the_colours_are_the_same(drawn: tuple[Chart, Any, Any]) -> None:
    _, svg, figure = drawn
    fills = {(one.get("fill") or "").lower() for one in marks(svg, "rect")}
    assert colours_with(figure) <= fills


def test_the_picture_has_the_size_and_the_alt_text(drawn: tuple[Chart, Any, Any]) -> None:
    chart, svg, figure = drawn
    wide, high = (float(part) for part in (svg.get("viewBox") or "").split()[2:])
    assert (wide, high) == pytest.approx((figure.get_figwidth() * 72, figure.get_figheight() * 72), abs=0.01)
    told = [(marks(svg, name)[0].text or "") for name in ("title", "desc")]
    assert told == [visible(chart.titled()), visible(chart.alt())]


def test_no_word_leaves_the_picture(drawn: tuple[Chart, Any, Any]) -> None:
    _, svg, _ = drawn
    wide = float((svg.get("viewBox") or "").split()[2])
    for one in marks(svg, "text"):
        length = float(one.get("textLength") or 0)
        left = float(one.get("x") or 0) - length * {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "")]
        if (one.get("x"), one.get("text-anchor")) != ("0", "middle"):  # that is along the y axis
            assert left >= -1
            assert left + length <= wide + 1, one.text


@pytest.mark.parametrize("key", ["waterfall", "tornado"])
def test_changes_and_swings_are_drawn_too(key: str) -> None:
    park = build.park()
    later = park.model_copy(update={"streams": park.streams[:-1]})
    chart = waterfall_chart((park, later)) if key == "waterfall" else tornado_chart(sensitivity(park))
    figure = chart.draw().figure
    shown_ticks(figure)
    assert words_of(drawn_without(chart)) == words_with(figure)


def test_a_hatch_is_defined_once_in_ids_of_the_picture_alone() -> None:
    svg = drawn_without(build.park().plot.chart("payers"))
    ids = [one.get("id") for one in marks(svg, "pattern")]
    used = {found[1] for one in marks(svg, "rect") if (found := re.fullmatch(r"url\(#(.+)\)", one.get("fill") or ""))}
    assert ids
    assert set(ids) == used


def test_the_same_plan_gives_the_same_bytes() -> None:
    pictures = []
    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, "matplotlib", None)
            pictures.append(build.park().plot.chart("financing").render("svg"))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_other_kinds_of_file_ask_for_matplotlib(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError) as caught:
        build.park().plot.chart("financing").render(kind)
    assert caught.value.show("da") == (
        "matplotlib er ikke installeret; skriv: pip install matplotlib (eller lav figuren som svg)"
    )


@thorough
@given(st.integers(1, 10**12), st.integers(0, 10**9))
def test_round_figures_are_those_of_matplotlib(most: int, start: int) -> None:
    assume(most % 3)  # six times a round figure is at the edge of two answers, and rounding decides
    assume(start < 99 * most)  # beyond, matplotlib counts its steps from another figure than zero
    low, high = start / 10**6, (start + most) / 10**6
    ticks = MaxNLocator(6).tick_values(low, high)
    edge = 1e-9 * (ticks[1] - ticks[0])
    expected = [one for one in ticks if low - edge <= one <= high + edge]
    assert round_figures(low, high) == pytest.approx(expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_widths_of_a_font_are_those_that_freetype_reads(name: str) -> None:
    font = FT2Font(str(path(name)))
    font.set_size(1, 72)
    expected = {chr(sign): font.load_char(sign).linearHoriAdvance / 65536 for sign in font.get_charmap()}
    assert widths_of(path(name)) == expected
