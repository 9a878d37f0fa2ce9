"""The charts of a follow-up have the figures of the case on paper, see ``calculators.followup.a_case``."""

import datetime
from html import unescape

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from asking import refusal
from calculators.followup.a_case import FIRST, a_case, posting
from calculators.followup.test_follow_up import found
from helhedsplan_finance import Case
from helhedsplan_finance.calculators.followup.follow_up import follow_up
from helhedsplan_finance.outputs.charts.deviation_chart import deviation_chart, deviation_steps
from helhedsplan_finance.outputs.charts.follow_up_plot import FollowUpPlot
from helhedsplan_finance.outputs.charts.spending_chart import course_chart, points_of, spending_chart, spending_of
from helhedsplan_finance.text import LANGS, Lang, show
from places import DATA

pytestmark = pytest.mark.daily

T = 100_000  # øre of a thousand kroner
CASE = DATA / "sag-eksempelgaarden"


def widths(axes: Axes) -> list[float]:
    return [round(bar.get_width(), 6) for bar in axes.patches if isinstance(bar, Rectangle)]


def test_the_bars_are_the_budget_and_the_spending_of_the_year() -> None:
    told = [(one.name, one.budget // T, one.spent // T) for one in spending_of(found())]
    assert told == [("Leder", 400, 200), ("Cafe", 100, 20), ("Lokaler", 50, 0)]
    chart = spending_chart(found())
    assert chart.titled("da") == "40 % af budgettet for 2025 er brugt: 220.000 kr. af 550.000 kr."
    lengths = widths(chart.draw())
    assert lengths[:6] == [0.4, 0.2, 0.1, 0.02, 0.05, 0]
    assert chart.draw().get_xlim()[0] == 0


def test_what_is_not_placed_has_a_bar_of_its_own() -> None:
    follow = follow_up(a_case(), [posting("2025-01-31", 7_500)], "2025-06-30")
    last = spending_of(follow)[-1]
    assert (show(last.name, "da"), last.budget, last.spent) == ("Ikke placeret (posteringer: 1)", 0, 750_000)


def test_a_post_with_more_refunded_than_spent_has_its_bar_left_of_zero() -> None:
    follow = follow_up(a_case(FIRST), [posting("2025-01-31", -7_500, "cafe")], "2025-06-30")
    axes = spending_chart(follow).draw()
    assert axes.get_xlim()[0] <= -0.0075
    assert -0.0075 in widths(axes)


def test_the_lines_are_cumulative_until_the_day() -> None:
    points = {(one.year, one.month): (one.budget, one.spent) for one in points_of(found())}
    assert points[2022, 12] == (510 * T, 510 * T)
    assert points[2023, 12] == (1_100 * T, 109_750_000)
    assert points[2025, 6] == (1_865 * T, 180_750_000)  # 1.590 and the half of 550
    assert points[2025, 7][1] is None
    assert points[2026, 12] == (2_200 * T, None)
    assert (
        course_chart(found()).titled("da") == "97 % af budgettet indtil dagen er brugt: 1.807.500 kr. af 1.865.000 kr."
    )


def test_the_day_is_marked_where_it_lies_in_its_month() -> None:
    follow = follow_up(a_case(FIRST), [posting("2022-04-01", 100_000, "cafe")], datetime.date(2022, 4, 15))
    axes = course_chart(follow).draw()
    assert np.asarray(axes.lines[2].get_xdata()).tolist() == [3.5, 3.5]
    # The budget of 2022 is 550: 137,5 in the first quarter, and half of April's third of it.
    assert "100.000 kr. af 160.41" in course_chart(follow).titled("da")


def test_the_waterfall_goes_from_the_original_to_the_corrected_budget_and_to_what_is_expected() -> None:
    told = [(show(one.name, "da"), one.start / T, one.end / T, one.whole) for one in deviation_steps(found())]
    assert told == [
        ("Oprindeligt budget", 0, 2_200, True),
        ("Leder", 2_200, 2_170, False),  # 30 moved to the café; 60 moved between its own years
        ("Cafe", 2_170, 2_200, False),
        ("Korrigeret budget", 0, 2_200, True),
        ("Cafe", 2_200, 2_120, False),  # 20 less in 2023 and 60 less in 2025
        ("Lokaler", 2_120, 2_155, False),  # 10 more in 2024 and 25 more in 2025
        ("Ikke placeret (posteringer: 1)", 2_155, 2_162.5, False),
        ("Forventet regnskab", 0, 2_162.5, True),
    ]
    assert deviation_chart(found()).titled("da").startswith("Planen ventes at koste 37.500 kr. mindre")


@pytest.mark.parametrize("lang", LANGS)
def test_each_chart_is_a_picture_with_its_alt_text_and_the_same_bytes_twice(lang: Lang) -> None:
    case = Case.from_file(CASE / "sag.toml").with_postings(CASE / "posteringer.csv")
    for chart in case.plot("2025-06-30").charts():
        svg = chart.render("svg", lang)
        assert svg == chart.render("svg", lang)
        assert chart.titled(lang) in unescape(svg.decode())


def test_each_method_draws_its_chart() -> None:
    plot = FollowUpPlot(found())
    for name in ("spending", "course", "deviation"):
        assert getattr(plot, name)().get_title("left").replace("\n", " ") == plot.chart(name).titled("da")


def test_an_unknown_chart_is_refused_with_the_nearest_name() -> None:
    assert "spending" in refusal(lambda: FollowUpPlot(found()).chart("spendin"))
