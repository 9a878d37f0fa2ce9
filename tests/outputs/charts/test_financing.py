"""The financing chart: colours, labels and words, and nothing that overlaps."""

from datetime import date

import pytest
from hypothesis import given, settings
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helhedsplan_finance import Plan
from helhedsplan_finance.outputs.palette import SOURCE_COLOURS
from places import DATA
from strategies import plans

pytestmark = pytest.mark.daily


def test_the_columns_are_the_ledger() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    heights = {
        container.get_label(): [round(bar.get_height() * 1_000_000) for bar in container]
        for container in plan.plot.financing().containers
    }
    assert heights == {
        "Landsbyggefonden": [1_745_000, 1_665_000, 1_575_000, 1_915_000],
        "Kommunen": [320_000, 320_000, 320_000, 270_000],
        "Boligorganisationer": [216_000, 216_000, 206_000, 216_000],
        "Boligafdelinger": [150_000] * 4,
        "Eksterne midler": [100_000, 100_000, 100_000, 0],
    }


def test_every_source_has_its_own_colour() -> None:
    axes = Plan.from_file(DATA / "amager-2022.toml").plot.financing()
    colours = [to_hex(container[0].get_facecolor()).upper() for container in axes.containers]
    assert colours == [SOURCE_COLOURS[source] for source in ("lbf", "kommune", "boligorganisation", "ekstern")]


def test_the_title_says_what_the_chart_shows() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    assert plan.plot.financing().get_title("left") == "Landsbyggefonden giver 61 % af finansieringen på 31 mio. kr."
    assert (
        plan.plot.financing(lang="en").get_title("left") == "Landsbyggefonden: 61% of the financing of DKK 31 million"
    )


def test_the_title_does_not_hide_what_is_not_known() -> None:
    title = Plan.from_file(DATA / "helsingoer-2018.toml").plot.financing().get_title("left")
    assert title == "14,7 mio. kr. er oplyst; bidrag endnu uden beløb: 1"


def test_a_plan_without_amounts_draws_an_empty_chart_that_says_so() -> None:
    plan = Plan(name="Prøve", start=date(2022, 1, 1), end=date(2025, 12, 31))
    axes = plan.plot.financing()
    assert axes.get_title("left") == "Der er endnu ingen finansiering med beløb"
    assert axes.containers == []


def test_a_dollar_in_a_name_is_text() -> None:
    plan = Plan(name="Plan $\\frac{$ 日本 🏠", start=date(2022, 1, 1), end=date(2025, 12, 31))
    assert plan.plot.chart("financing").render("png")


def test_it_draws_into_the_axes_that_it_is_given() -> None:
    axes = Figure().add_subplot()
    assert Plan.from_file(DATA / "amager-2022.toml").plot.financing(axes) is axes


@settings(max_examples=15)
@given(plans())
def test_any_plan_can_be_drawn(plan: Plan) -> None:
    assert plan.plot.financing().get_title("left")
