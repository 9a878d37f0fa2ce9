"""What a chart says in words: its title, its labels, and its alt text."""

from fractions import Fraction

import pytest

import build
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
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.plans_chart import plans_chart
from helhedsplan_finance.text import LANGS, show
from outputs.charts.boxes import overlaps, words_on
from outputs.charts.extremes import EXTREMES
from outputs.charts.sweep import CHARTS, named
from places import DATA, PUBLISHED

pytestmark = pytest.mark.daily


@pytest.fixture(scope="module")
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


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


def test_every_method_draws_its_chart(park: Plan) -> None:
    for name in ("financing", "payers", "areas", "arts", "limits", "rent", "grid"):
        axes = getattr(park.plot, name)()
        assert axes.get_title("left").replace("\n", " ") == park.plot.chart(name).titled("da")


def test_an_unknown_chart_is_refused_with_the_nearest_name(park: Plan) -> None:
    with pytest.raises(CalculationError, match="mente du 'financing'"):
        park.plot.chart("finansing")


def test_homes_that_pay_the_same_are_said_to_pay_the_same(park: Plan) -> None:
    assert park.plot.rent().get_title("left") == "14,20 kr. pr. lejemål om måneden"


def test_a_share_at_a_limit_is_not_rounded_away() -> None:
    silkeborg = Plan.from_file(DATA / "silkeborg-2019.toml")
    assert {"75 %", "12,5 %"} <= {words for words, _ in words_on(silkeborg.plot.payers().figure)}


def test_a_share_that_is_too_small_is_said_to_be_too_little() -> None:
    plan = EXTREMES[0]
    words = [words for words, _ in words_on(plan.plot.limits().figure)]
    assert "Lokal medfinansiering: FEJL · 0,8 %, mindst 25 % · 24.250.000 kr. for lidt" in words


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


def test_alt_text_holds_the_figures_that_are_drawn(park: Plan) -> None:
    alt = park.plot.chart("financing").alt()
    assert alt.startswith("FIKTIV: Boligsocial helhedsplan Eksempelparken 2022-2025. Landsbyggefonden giver 70 %")
    for row in park.ledger().rows:
        if row.source == "lbf":
            assert f"Landsbyggefonden {row.year}: {Kroner.from_ore(row.ore or 0)}" in alt
    assert "Kommunens andel: OK · 12,4 %, højst 12,5 % · 5.500 kr. til grænsen" in park.plot.chart("limits").alt()
    paid = park.grid().paid("projektleder", "lbf")
    assert f"Projektleder: 2.480.000 kr., mest fra Landsbyggefonden ({paid})" in park.plot.chart("grid").alt()


@pytest.mark.parametrize("pair", CHARTS, ids=lambda pair: f"{pair[1].key}-{named(pair[0])}")
def test_every_chart_has_alt_text_in_both_languages(pair: tuple[Plan, Chart]) -> None:
    for lang in LANGS:
        alt = pair[1].alt(lang)
        assert alt.endswith(".")
        assert ".." not in alt.replace("…", "")
        assert pair[1].titled(lang) in alt or pair[1].titled(lang).rstrip(".") in alt


def test_plans_side_by_side_say_what_is_approximate_or_not_stated() -> None:
    exact = build.plan(build.stream("lbf", 5), total=5)
    about = build.plan(build.stream("lbf", "ca. 5 mio. kr."), build.stream("kommune"), total=10)
    notes = [show(plans_chart([exact, other]).note, "da") for other in (exact, about)]
    assert [("Nogle beløb er omtrentlige." in one, "ikke er oplyst" in one) for one in notes] == [
        (False, False),
        (True, True),
    ]
