"""The financing chart: colours, labels and words, and nothing that overlaps."""

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helhedsplan_finance import Kroner, Plan, Stream
from helhedsplan_finance.charts.save import render, save_charts
from helhedsplan_finance.palette import SOURCE_COLOURS, text_on
from places import DATA, PUBLISHED
from strategies import plans


def texts_of(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text()]


def test_the_columns_are_the_ledger() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    heights = {
        container.get_label(): [round(bar.get_height() * 1_000_000) for bar in container]
        for container in plan.draw_financing().containers
    }
    assert heights == {
        "Landsbyggefonden": [1_745_000, 1_665_000, 1_575_000, 1_915_000],
        "Kommunen": [320_000, 320_000, 320_000, 270_000],
        "Boligorganisationer": [216_000, 216_000, 206_000, 216_000],
        "Boligafdelinger": [150_000] * 4,
        "Eksterne midler": [100_000, 100_000, 100_000, 0],
    }


def test_every_source_has_its_own_colour() -> None:
    axes = Plan.from_file(DATA / "amager-2022.toml").draw_financing()
    colours = [to_hex(container[0].get_facecolor()).upper() for container in axes.containers]
    assert colours == [SOURCE_COLOURS[source] for source in ("lbf", "kommune", "boligorganisation", "ekstern")]


def test_the_title_says_what_the_chart_shows() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    assert plan.draw_financing().get_title("left") == "Landsbyggefonden giver 61 % af finansieringen på 31 mio. kr."
    assert (
        plan.draw_financing(lang="en").get_title("left") == "Landsbyggefonden: 61% of the financing of DKK 31 million"
    )


def test_the_title_does_not_hide_what_is_not_known() -> None:
    title = Plan.from_file(DATA / "helsingoer-2018.toml").draw_financing().get_title("left")
    assert title == "14,7 mio. kr. er oplyst; bidrag endnu uden beløb: 1"


def test_a_plan_without_amounts_draws_an_empty_chart_that_says_so() -> None:
    plan = Plan(name="Prøve", start=date(2022, 1, 1), end=date(2025, 12, 31))
    axes = plan.draw_financing()
    assert axes.get_title("left") == "Der er endnu ingen finansiering med beløb"
    assert axes.containers == []


def test_a_dollar_in_a_name_is_text() -> None:
    plan = Plan(name="Plan $\\frac{$ 日本 🏠", start=date(2022, 1, 1), end=date(2025, 12, 31))
    assert render(plan.draw_financing().figure, "png")


def test_it_draws_into_the_axes_that_it_is_given() -> None:
    axes = Figure().add_subplot()
    assert Plan.from_file(DATA / "amager-2022.toml").draw_financing(ax=axes) is axes


def crowded() -> Plan:
    """One source with 99 %, the others tiny, a long name, six calendar years."""
    streams = [Stream(id="lbf", source="lbf", name="LBF", amount=Kroner("99 mio."))]
    for number, source in enumerate(("kommune", "boligorganisation", "boligafdeling", "ekstern")):
        streams.append(Stream(id=f"s{number}", source=source, name="S", amount=Kroner("250 t.kr.")))  # type: ignore[arg-type]
    return Plan(name="Et meget langt navn " * 20, start=date(2021, 12, 1), end=date(2026, 11, 30), streams=streams)


@pytest.mark.parametrize("plan", [*map(Plan.from_file, PUBLISHED), crowded()], ids=lambda plan: plan.name[:20])
def test_no_words_overlap_or_leave_the_picture(plan: Plan) -> None:
    axes = plan.draw_financing()
    figure = axes.figure
    figure.draw_without_rendering()
    boxes = {
        text.get_text(): text.get_window_extent()
        for text in [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, *axes.get_xticklabels()]
        if text.get_text()
    }
    legend = axes.get_legend()
    if legend is not None:
        boxes["legend"] = legend.get_window_extent()
    for (one, box), (other, beside) in combinations(boxes.items(), 2):
        assert not box.overlaps(beside), f"{one!r} overlaps {other!r}"
    for words, box in boxes.items():
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1 + 1, words
        assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1 + 1, words


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    for kind in ("png", "svg"):
        assert render(plan.draw_financing().figure, kind) == render(plan.draw_financing().figure, kind)


def test_png_and_svg_are_written(tmp_path: Path) -> None:
    written = save_charts(Plan.from_file(DATA / "amager-2022.toml"), tmp_path / "figurer")
    assert [path.name for path in written] == ["finansiering.png", "finansiering.svg"]
    assert written[0].read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in written[1].read_bytes()[:1000]


@pytest.mark.parametrize("colour", SOURCE_COLOURS.values())
def test_figures_stand_out_from_their_colour(colour: str) -> None:
    def luminance(shade: str) -> float:
        channels = [int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(colour), luminance(text_on(colour))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@settings(max_examples=15)
@given(plans())
def test_any_plan_can_be_drawn(plan: Plan) -> None:
    assert plan.draw_financing().get_title("left")
