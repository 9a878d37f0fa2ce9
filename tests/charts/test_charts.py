"""Every chart of every plan, and of plans at the edge: words that can be read, figures that are the ledger's."""

import warnings
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from charts.boxes import overlaps, words_on
from charts.extremes import EXTREMES
from helhedsplan_finance import (
    CalculationError,
    Kroner,
    Plan,
    compare,
    draw_comparison,
    draw_plans,
    draw_tornado,
    sensitivity,
    source_fails,
)
from helhedsplan_finance.charts.axes import spread
from helhedsplan_finance.charts.chart import KINDS, Chart
from helhedsplan_finance.charts.letters import cut, fold, width
from helhedsplan_finance.charts.save import save_charts
from helhedsplan_finance.palette import COST, FAILS, HOLDS, SOURCE_COLOURS
from helhedsplan_finance.plan import SOURCES
from helhedsplan_finance.text import LANGS, say
from places import DATA, PUBLISHED
from strategies import plans

pytestmark = pytest.mark.daily

EVERY = [Plan.from_file(path) for path in PUBLISHED] + list(EXTREMES)
CHARTS = [(plan, chart) for plan in EVERY for chart in plan.plot.charts()]


def called(pair: Any) -> str:
    return f"{pair[1].key}-{pair[0].name[:24]}"


@pytest.fixture
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


@pytest.mark.parametrize("pair", CHARTS, ids=called)
def test_no_words_overlap_or_leave_the_picture(pair: tuple[Plan, Chart]) -> None:
    for lang in LANGS:
        assert overlaps(pair[1].draw(lang=lang).figure) == []


@pytest.mark.parametrize("plan", EXTREMES, ids=lambda plan: plan.name[:16])
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


@pytest.mark.parametrize("plan", EVERY, ids=lambda plan: plan.name[:24])
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
    assert "og 5 til, som ikke er med her" in axes.get_xlabel().lower()
    assert overlaps(axes.figure) == []


def test_the_charts_are_those_for_which_a_plan_has_data(park: Plan) -> None:
    assert [one.key for one in park.plot.charts()] == [
        "financing",
        "payers",
        "areas",
        "arts",
        "limits",
        "rent",
        "grid",
    ]
    amager = Plan.from_file(DATA / "amager-2022.toml")
    assert [one.key for one in amager.plot.charts()] == ["financing", "payers", "limits"]


@pytest.mark.parametrize("pair", CHARTS, ids=called)
def test_a_chart_is_drawn_into_the_axes_that_it_is_given_and_keeps_within_their_place(pair: tuple[Plan, Chart]) -> None:
    chart = pair[1]
    space = chart.space
    size = (2 * max(0.8 * space.width, 8.5), 1.5 * (space.height + space.above + space.below) + 2.5)
    left, right = Figure(figsize=size).subplots(1, 2)
    assert chart.draw(left) is left
    right.set_axis_off()
    # A heat map has as many cells as it has, so only a place as wide as its own keeps their figures apart.
    assert [two for two in overlaps(left.figure) if chart.key != "grid" or two[1] == "the canvas"] == []


def test_every_method_draws_its_chart(park: Plan) -> None:
    for name in ("financing", "payers", "areas", "arts", "limits", "rent", "grid"):
        axes = getattr(park.plot, name)()
        assert axes.get_title("left").replace("\n", " ") == park.plot.chart(name).titled("da")


def test_an_unknown_chart_is_refused_with_the_nearest_name(park: Plan) -> None:
    with pytest.raises(CalculationError, match="mente du 'financing'"):
        park.plot.chart("finansing")


# What the bars say


def financed(plan: Plan, **where: object) -> int:
    rows = (row for row in plan.ledger().rows if row.side == "financing" and row.status != "afslag")
    return sum(row.ore or 0 for row in rows if all(getattr(row, column) == value for column, value in where.items()))


@pytest.mark.parametrize("plan", EVERY, ids=lambda plan: plan.name[:24])
def test_the_columns_of_the_years_are_the_ledger_in_the_colours_of_the_sources(plan: Plan) -> None:
    axes = plan.plot.financing()
    sources = [source for source in SOURCES if financed(plan, source=source)]
    assert [container.get_label() for container in axes.containers] == [say(f"source.{one}", "da") for one in sources]
    for source, container in zip(sources, axes.containers, strict=True):
        assert {to_hex(bar.get_facecolor()).upper() for bar in container} == {SOURCE_COLOURS[source]}
        drawn = [bar.get_height() * 100_000_000 for bar in container]
        ledger = [financed(plan, source=source, year=year) for year in plan.period.years]
        assert drawn == pytest.approx(ledger, abs=0.5)
    words = [words for words, _ in words_on(axes.figure)]
    assert {say(f"source.{one}", "da") for one in sources} <= set(words)


@pytest.mark.parametrize("plan", EVERY, ids=lambda plan: plan.name[:24])
def test_the_bar_of_who_pays_is_the_ledger_in_the_colours_of_the_sources(plan: Plan) -> None:
    if "payers" not in [chart.key for chart in plan.plot.charts()]:
        assert not financed(plan)
        assert plan.total is None
        return
    streams = sorted(
        (one for one in plan.streams if financed(plan, id=one.id)), key=lambda one: SOURCES.index(one.source)
    )
    axes = plan.plot.payers()
    bars = axes.containers[: len(streams)]
    frame = sum(row.ore or 0 for row in plan.ledger().rows if row.side == "cost")
    whole = max(frame, financed(plan))
    drawn = [container[0].get_width() * whole for container in bars]
    assert drawn == pytest.approx([financed(plan, id=one.id) for one in streams], abs=1)
    colours = [to_hex(container[0].get_facecolor()).upper() for container in bars]
    assert colours == [SOURCE_COLOURS[one.source] for one in streams]
    assert [bool(container[0].get_hatch()) for container in bars] == [one.kind == "in-kind" for one in streams]


@pytest.mark.parametrize("plan", [one for one in EVERY if one.costs], ids=lambda plan: plan.name[:24])
@pytest.mark.parametrize("by", ["areas", "arts"])
def test_the_bars_of_the_costs_are_the_ledger(plan: Plan, by: str) -> None:
    axes = getattr(plan.plot, by)()
    sums: dict[str | None, int] = {}
    for row in plan.ledger().rows:
        if row.side == "cost":
            name = row.art if by == "arts" else row.indsatsomraade
            sums[name] = sums.get(name, 0) + (row.ore or 0)
    drawn = [container[0].get_width() * 100_000_000 for container in axes.containers]
    assert drawn == pytest.approx(sorted((ore for ore in sums.values() if ore), reverse=True), abs=0.5)


def test_money_that_is_not_cash_is_hatched_and_what_nobody_pays_is_a_part_of_its_own(park: Plan) -> None:
    fewer = park.model_copy(update={"streams": park.streams[:2]})
    axes = fewer.plot.payers()
    assert [container[0].get_hatch() for container in axes.containers[:3]] == [None, "///", "xxx"]
    words = [words for words, _ in words_on(axes.figure)]
    assert {"Ingen betaler endnu", "1,90 mio. kr.", "69,8 %"} <= set(words)


def test_areas_are_sorted_and_add_up_to_the_costs(park: Plan) -> None:
    axes = park.plot.areas()
    widths = [container[0].get_width() for container in axes.containers]
    assert widths == sorted(widths, reverse=True)
    assert sum(round(width * 100_000_000) for width in widths) == Kroner("9.884.000 kr.").ore
    words = [words for words, _ in words_on(axes.figure)]
    assert {"Sammenhængskraft og medborgerskab", "3,52 mio. kr. · 35,6 %"} <= set(words)
    assert {to_hex(container[0].get_facecolor()).upper() for container in axes.containers} == {COST}


def test_the_rent_chart_says_what_the_rent_effect_says(park: Plan) -> None:
    effect = park.rent(key="m2")
    axes = park.plot.rent(effect=effect)
    widths = [round(container[0].get_width(), 6) for container in axes.containers]
    monthly = [one.kr_per_lejemaal_month() or Fraction(0) for one in effect.afdelinger]
    assert widths == sorted((round(float(one), 6) for one in monthly), reverse=True)
    assert {to_hex(one[0].get_facecolor()).upper() for one in axes.containers} == {SOURCE_COLOURS["boligafdeling"]}


def test_homes_that_pay_the_same_are_said_to_pay_the_same(park: Plan) -> None:
    assert park.plot.rent().get_title("left") == "14,20 kr. pr. lejemål om måneden"


def test_a_share_at_a_limit_is_not_rounded_away() -> None:
    silkeborg = Plan.from_file(DATA / "silkeborg-2019.toml")
    assert {"75 %", "12,5 %"} <= {words for words, _ in words_on(silkeborg.plot.payers().figure)}


def test_a_notebook_shows_the_picture_and_a_terminal_its_words(park: Plan) -> None:
    chart = park.plot.chart("rent")
    assert chart._repr_mimebundle_() == {"text/plain": chart.alt(), "image/png": chart.render("png")}
    assert list(chart._repr_mimebundle_(include={"text/plain"})) == ["text/plain"]
    assert list(chart._repr_mimebundle_(exclude={"text/plain"})) == ["image/png"]
    assert repr(chart) == "<Chart rent: '14,20 kr. pr. lejemål om måneden'>"


def test_a_limit_that_is_broken_has_a_colour_and_a_word() -> None:
    amager = Plan.from_file(DATA / "amager-2022.toml")
    axes = amager.plot.limits()
    shares = [one.verdict.share for one in amager.check().findings if one.verdict and one.verdict.share is not None]
    bars = [one[0] for one in axes.containers if to_hex(one[0].get_facecolor()).upper() in {FAILS, HOLDS}]
    assert [Fraction(bar.get_width()).limit_denominator(1000) for bar in bars] == [
        share for share in shares if share != 1
    ]
    assert [to_hex(bar.get_facecolor()).upper() for bar in bars] == [HOLDS, HOLDS, FAILS]
    words = [words for words, _ in words_on(axes.figure)]
    assert "Kommunens andel i København: FEJL · 14,5 %, højst 12,5 % · 625.000 kr. for meget" in words
    assert amager.plot.chart("limits").titled("en") == "Limits broken: 1 of 3"


def test_a_share_that_is_too_small_is_said_to_be_too_little() -> None:
    plan = EXTREMES[0]
    words = [words for words, _ in words_on(plan.plot.limits().figure)]
    assert "Lokal medfinansiering: FEJL · 0,8 %, mindst 25 % · 24.250.000 kr. for lidt" in words


def test_a_waterfall_goes_from_one_version_to_the_next(park: Plan) -> None:
    smaller = park.streams[0].model_copy(
        update={"amounts": {year: amount.times(Fraction(9, 10)) for year, amount in park.streams[0].amounts.items()}}  # type: ignore[union-attr]
    )
    revised = park.model_copy(update={"name": "Revideret", "streams": (smaller, *park.streams[1:])})
    axes = park.plot.waterfall(revised, park)
    bars = [container[0] for container in axes.containers]
    ends = [(round(bar.get_x() * 1_000_000), round((bar.get_x() + bar.get_width()) * 1_000_000)) for bar in bars]
    assert ends == [(0, 9_884_000), (9_194_000, 9_884_000), (0, 9_194_000), (9_194_000, 9_884_000), (0, 9_884_000)]
    words = [words for words, _ in words_on(axes.figure)]
    assert {"−0,69 mio. kr.", "+0,69 mio. kr.", "9,19 mio. kr."} <= set(words)
    assert park.plot.waterfall(revised).get_title("left") == "Finansieringen falder med 690.000 kr. til 9.194.000 kr."
    with pytest.raises(CalculationError, match="senere udgave"):
        park.plot.waterfall()


def test_a_waterfall_of_costs_follows_the_areas(park: Plan) -> None:
    revised = park.model_copy(update={"name": "Revideret", "costs": park.costs[1:]})
    axes = park.plot.waterfall(revised, of="art")
    assert axes.get_title("left") == "Udgifterne falder med 2.480.000 kr. til 7.404.000 kr."


def test_alternatives_show_what_is_not_financed(park: Plan) -> None:
    comparison = compare(park, source_fails(park, "fond"))
    axes = draw_comparison(comparison)
    assert axes.get_title("left") == "1 af 2 planer mangler penge"
    words = [words for words, _ in words_on(axes.figure)]
    assert {"9,88 mio. kr.", "9,88 mio. kr. · mangler 0,30 mio. kr."} <= set(words)
    assert overlaps(axes.figure) == []


def test_many_plans_are_sorted_by_size() -> None:
    plans = [Plan.from_file(path) for path in PUBLISHED]
    axes = draw_plans(plans)
    ends = [words for words, _ in words_on(axes.figure) if "mio. kr." in words and len(words) < 16]
    assert ends[:2] == ["31,00 mio. kr.", "24,10 mio. kr."]
    assert "14,70 mio. kr. · rammen ikke oplyst" in [words for words, _ in words_on(axes.figure)]


def test_a_tornado_of_a_fraction_is_labelled_with_decimals_and_its_unit(park: Plan) -> None:
    # 600.000 kr. over 880 homes and 48 months are 14,2045…; a tenth less is 12,784…, a tenth more 15,625.
    found = sensitivity(
        park, result=lambda plan: plan.rent().average_kr_per_lejemaal_month or Fraction(0), unit="kr. om måneden"
    )
    axes = draw_tornado(found)
    written = " ".join(one.get_text() for one in axes.texts)

    assert "2,84 kr. om måneden" in axes.get_title("left")
    assert "14,20 kr. om måneden" in axes.get_xlabel()
    assert "12,78" in written
    assert "15,63" in written
    assert "/" not in written + axes.get_title("left") + axes.get_xlabel()
    assert "15.63" in " ".join(one.get_text() for one in draw_tornado(found, lang="en").texts)


def test_a_tornado_has_what_matters_most_on_top(park: Plan) -> None:
    axes = park.plot.tornado()
    assert axes.get_title("left") == "Landsbyggefonden betyder mest: det flytter det, der mangler, med 1,38 mio. kr."
    widths = [abs(container[0].get_width()) for container in axes.containers][::2]
    assert widths == sorted(widths, reverse=True)
    assert round(widths[0] * 1_000_000) == 690_000


# Files and words


def test_the_same_plan_gives_the_same_bytes(park: Plan) -> None:
    again = Plan.from_file(DATA / "eksempelparken-2022.toml").plot.charts()
    for chart, other in zip(park.plot.charts(), again, strict=True):
        for kind in KINDS:
            if kind != "pdf":  # test_pdf.py compares that with another process
                assert chart.render(kind) == other.render(kind)


def test_charts_are_written_as_the_files_that_were_asked_for(park: Plan, tmp_path: Path) -> None:
    amager = Plan.from_file(DATA / "amager-2022.toml")
    saved = save_charts(amager, tmp_path / "figurer", kinds=("png", "svg", "pdf"))
    names = [path.name for one in saved for path in one.paths]
    assert names[:3] == ["finansiering.png", "finansiering.svg", "finansiering.pdf"]
    assert len(names) == 9
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert all(path.read_bytes().startswith(starts[path.suffix[1:]]) for one in saved for path in one.paths)
    usual = [path.name for one in save_charts(park, tmp_path / "two") for path in one.paths]
    assert usual[:2] == names[:2]
    assert len(usual) == 14
    with pytest.raises(CalculationError, match="'gif'"):
        save_charts(park, tmp_path / "none", kinds=("gif",))
    assert not (tmp_path / "none").exists()


def test_a_picture_carries_its_title_and_alt_text(park: Plan) -> None:
    chart = park.plot.chart("financing")
    root = ElementTree.fromstring(chart.render("svg"))  # noqa: S314 - our own file
    assert root.findtext("{http://www.w3.org/2000/svg}title") == chart.titled("da")
    with Image.open(BytesIO(chart.render("png"))) as png:
        assert png.info["Title"] == chart.titled("da")
        assert png.info["Description"] == chart.alt()


def test_alt_text_holds_the_figures_that_are_drawn(park: Plan) -> None:
    alt = park.plot.chart("financing").alt()
    assert alt.startswith("FIKTIV: Boligsocial helhedsplan Eksempelparken 2022-2025. Landsbyggefonden giver 70 %")
    for row in park.ledger().rows:
        if row.source == "lbf":
            assert f"Landsbyggefonden {row.year}: {Kroner.from_ore(row.ore or 0)}" in alt
    assert "Kommunens andel: OK · 12,4 %, højst 12,5 % · 5.500 kr. til grænsen" in park.plot.chart("limits").alt()
    paid = park.grid().paid("projektleder", "lbf")
    assert f"Projektleder: 2.480.000 kr., mest fra Landsbyggefonden ({paid})" in park.plot.chart("grid").alt()


@pytest.mark.parametrize("pair", CHARTS, ids=called)
def test_every_chart_has_alt_text_in_both_languages(pair: tuple[Plan, Chart]) -> None:
    for lang in LANGS:
        alt = pair[1].alt(lang)
        assert alt.endswith(".")
        assert ".." not in alt.replace("…", "")
        assert pair[1].titled(lang) in alt or pair[1].titled(lang).rstrip(".") in alt


@settings(max_examples=15)
@given(plans())
def test_any_plan_can_be_drawn(plan: Plan) -> None:
    for chart in plan.plot.charts():
        assert chart.draw().get_title("left")


# Labels kept apart


def test_labels_are_moved_no_further_than_need_be() -> None:
    assert spread([1.0, 1.0, 5.0], 1.0, 0.0, 6.0) == [0.5, 1.5, 5.0]
    assert spread([], 1.0, 0.0, 6.0) == []
    assert spread([5.9, 6.0], 1.0, 0.0, 6.0) == [5.0, 6.0]
    assert spread([0.0, 0.0], 1.0, 0.0, 6.0) == [0.0, 1.0]


def test_words_are_as_wide_as_they_are_drawn() -> None:
    for words, bold in (
        ("Landsbyggefonden giver 70 %", False),
        ("WM" * 9, True),
        ("illi" * 9, False),
        ("ÆØÅ 日本", False),
    ):
        figure = Figure(dpi=150)
        drawn = figure.text(0, 0, words, fontsize=10, fontweight="bold" if bold else "normal")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure.draw_without_rendering()
        inches = drawn.get_window_extent().width / 150
        assert inches <= width(words, 10, bold=bold) <= 1.35 * inches


def test_words_are_cut_and_folded_where_there_is_no_more_room() -> None:
    assert cut("kort", 2, 10) == "kort"
    assert cut("W" * 60, 2, 10).endswith("W …")
    assert width(cut("W" * 60, 2, 10), 10) <= 2
    assert fold("et to tre", 0.5, 10) == ["et to", "tre"]
    assert all(width(line, 10) <= 1 for line in fold("Boligorganisationssammenslutningen " * 3, 1, 10))
    assert len(fold("et to tre fire fem seks", 0.5, 10, most=2)) == 2
