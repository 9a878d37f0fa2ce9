"""What the bars of a chart show: the figures of the ledger, in the colours of the sources."""

from fractions import Fraction

import pytest
from hypothesis import given
from matplotlib.colors import to_hex

from helhedsplan_finance import (
    CalculationError,
    Kroner,
    Plan,
)
from helhedsplan_finance.outputs.charts.waterfall_chart import waterfall_chart
from helhedsplan_finance.outputs.palette import COST, FAILS, HOLDS, SOURCE_COLOURS, colour_of
from helhedsplan_finance.plan.givers import rank_of
from helhedsplan_finance.plan.plan import SOURCES
from helhedsplan_finance.text import say
from outputs.charts.boxes import words_on
from outputs.charts.sweep import EDGE_PLANS, EVERY, named, swept_plans
from places import DATA
from runs import repeated
from strategies import plans

pytestmark = pytest.mark.daily


@pytest.fixture(scope="module")
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


def financed(plan: Plan, **where: object) -> int:
    rows = (row for row in plan.ledger().rows if row.side == "financing" and row.status != "afslag")
    return sum(row.ore or 0 for row in rows if all(getattr(row, column) == value for column, value in where.items()))


@pytest.mark.parametrize("plan", swept_plans(EVERY, EDGE_PLANS))
def test_the_columns_of_the_years_are_the_ledger_in_the_colours_of_the_sources(plan: Plan) -> None:
    axes = plan.plot.financing()
    sources = [source for source in SOURCES if financed(plan, source=source)]
    assert [container.get_label() for container in axes.containers] == [say(f"source.{one}", "da") for one in sources]
    for source, container in zip(sources, axes.containers, strict=True):
        assert {to_hex(bar.get_facecolor()).upper() for bar in container} == {colour_of(source)}
        drawn = [bar.get_height() * 100_000_000 for bar in container]
        ledger = [financed(plan, source=source, year=year) for year in plan.period.years]
        assert drawn == pytest.approx(ledger, abs=0.5)
    words = [words for words, _ in words_on(axes.figure)]
    assert {say(f"source.{one}", "da") for one in sources} <= set(words)


@pytest.mark.parametrize("plan", EVERY, ids=named)
def test_the_bar_of_who_pays_is_the_ledger_in_the_colours_of_the_sources(plan: Plan) -> None:
    if "payers" not in [chart.key for chart in plan.plot.charts()]:
        assert not financed(plan)
        assert plan.total is None
        return
    streams = sorted((one for one in plan.streams if financed(plan, id=one.id)), key=lambda one: rank_of(one.giver))
    axes = plan.plot.payers()
    bars = axes.containers[: len(streams)]
    frame = sum(row.ore or 0 for row in plan.ledger().rows if row.side == "cost")
    whole = max(frame, financed(plan))
    drawn = [container[0].get_width() * whole for container in bars]
    assert drawn == pytest.approx([financed(plan, id=one.id) for one in streams], abs=1)
    colours = [to_hex(container[0].get_facecolor()).upper() for container in bars]
    assert colours == [colour_of(one.giver) for one in streams]
    assert [bool(container[0].get_hatch()) for container in bars] == [
        one.kind == "in-kind" or len(one.givers) > 1 for one in streams
    ]


@pytest.mark.parametrize("plan", [one for one in EVERY if one.costs], ids=named)
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
    assert {"Ikke finansieret", "1,90 mio. kr.", "69,8 %"} <= set(words)


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


def test_a_tornado_has_what_matters_most_on_top(park: Plan) -> None:
    axes = park.plot.tornado()
    assert axes.get_title("left") == "Landsbyggefonden betyder mest: det, der mangler, varierer med 1,38 mio. kr."
    widths = [abs(container[0].get_width()) for container in axes.containers][::2]
    assert widths == sorted(widths, reverse=True)
    assert round(widths[0] * 1_000_000) == 690_000


@repeated(20, daily=8)
@given(plans())
def test_any_plan_can_be_drawn(plan: Plan) -> None:
    for chart in plan.plot.charts():
        assert chart.draw().get_title("left")


def test_a_small_change_starts_the_axis_near_it_and_says_so(park: Plan) -> None:
    first = park.streams[0]
    assert first.amounts is not None
    more = {year: amount + Kroner(12_500) for year, amount in first.amounts.items()}
    revised = park.model_copy(update={"streams": (first.model_copy(update={"amounts": more}), *park.streams[1:])})
    axes = park.plot.waterfall(revised)
    bars = [container[0] for container in axes.containers]
    # 50.000 kr. of 9.934.000: half a per cent, drawn from 9,8 mio. kr. on.
    assert axes.get_xlim()[0] == 9.8
    assert (round(bars[1].get_x() * 1_000_000), round(bars[1].get_width() * 1_000_000)) == (9_884_000, 50_000)
    note = waterfall_chart((park, revised)).note
    assert note is not None
    assert "Aksen begynder ved 9,8 mio. kr., så ændringerne kan ses." in note.show("da")
