"""The charts of plans at the edge, and of every published plan: words that can be read."""

import pytest
from matplotlib.figure import Figure

from helhedsplan_finance import CalculationError, Plan, draw_plans, draw_tornado, sensitivity
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.text import LANGS
from outputs.charts.boxes import overlaps
from outputs.charts.extremes import EXTREMES, twelve_sources, zeros
from outputs.charts.sweep import EDGE_PLANS, EVERY, swept_charts, swept_plans

pytestmark = pytest.mark.daily


@pytest.mark.parametrize("pair", swept_charts())
def test_no_words_overlap_or_leave_the_picture(pair: tuple[Plan, Chart]) -> None:
    for lang in LANGS:
        assert overlaps(pair[1].draw(lang=lang).figure) == []


@pytest.mark.parametrize("plan", swept_plans(EXTREMES, {twelve_sources().name, zeros().name}))
def test_the_charts_of_several_plans_can_be_read_too(plan: Plan) -> None:
    others = [one for one in EXTREMES if one is not plan]
    for axes in (
        plan.plot.waterfall(*others),
        plan.plot.waterfall(others[0], of="indsatsomraade"),
        plan.plot.alternatives(*others),
    ):
        assert overlaps(axes.figure) == []


def test_the_chart_of_every_plan_can_be_read() -> None:
    assert overlaps(draw_plans([*EXTREMES, *EVERY]).figure) == []


@pytest.mark.parametrize("plan", swept_plans(EVERY, EDGE_PLANS))
def test_a_tornado_can_be_read(plan: Plan) -> None:
    try:
        found = sensitivity(plan)
    except CalculationError:
        with pytest.raises(CalculationError):
            plan.plot.tornado()
        return
    assert overlaps(draw_tornado(found).figure) == []


def test_of_more_plans_than_a_page_holds_the_largest_are_drawn_and_the_rest_counted() -> None:
    axes = draw_plans([EVERY[0]] * 45)
    assert "og 5 til, som ikke er vist" in axes.get_xlabel().lower()
    assert overlaps(axes.figure) == []


@pytest.mark.parametrize("pair", swept_charts())
def test_a_chart_is_drawn_into_the_axes_that_it_is_given_and_keeps_within_their_place(pair: tuple[Plan, Chart]) -> None:
    chart = pair[1]
    space = chart.space
    size = (2 * max(0.8 * space.width, 8.5), 1.5 * (space.height + space.above + space.below) + 2.5)
    left, right = Figure(figsize=size).subplots(1, 2)
    assert chart.draw(left) is left
    right.set_axis_off()
    # A heat map has as many cells as it has, so only a place as wide as its own keeps their figures apart.
    assert [two for two in overlaps(left.figure) if chart.key != "grid" or two[1] == "the canvas"] == []
