"""What stands on the pages: every figure is the ledger's, to the øre before rounding, and rounding is said."""

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import given

from helhedsplan_finance import CalculationError, Kroner, Page, Plan, compare
from helhedsplan_finance.document.figure import Figure
from helhedsplan_finance.outputs.pages.make import write_pages
from helhedsplan_finance.outputs.pages.page import READERS
from helhedsplan_finance.plan.ledger import Row
from helhedsplan_finance.plan.plan import SOURCES
from helhedsplan_finance.text import LANGS, say
from outputs.charts.extremes import EXTREMES, nineteen_boligafdelinger
from outputs.charts.sweep import EDGE_PLANS, swept_plans
from outputs.pages.page_reader import Reader, figure, half_up, made, markdown_tables
from places import DATA, POLICY, PUBLISHED
from runs import repeated
from strategies import plans

pytestmark = pytest.mark.daily

EVERY = [Plan.from_file(path) for path in PUBLISHED] + list(EXTREMES)
DECIMALS = {"kr": (100, None), "1.000": (100_000, 0), "mio": (100_000_000, 1)}


def called(plan: Plan) -> str:
    return plan.name[:24]


def read(page: Page) -> Reader:
    return Reader(page.to_html())


def ore(rows: list[Row]) -> int:
    return sum(row.ore or 0 for row in rows)


def costs(plan: Plan, **where: Any) -> list[Row]:
    return kept(plan, "cost", where)


def financing(plan: Plan, **where: Any) -> list[Row]:
    return [row for row in kept(plan, "financing", where) if row.status != "afslag"]


def kept(plan: Plan, side: str, where: dict[str, Any]) -> list[Row]:
    rows = [row for row in plan.ledger().rows if row.side == side]
    return [row for row in rows if all(getattr(row, column) == value for column, value in where.items())]


@pytest.fixture(scope="module")
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


@pytest.fixture(scope="module")
def haven() -> Plan:
    return Plan.from_file(DATA / "eksempelhaven-2023.toml")


# Every figure that is shown is its exact value, rounded as the heading says


@pytest.mark.parametrize("plan", swept_plans(EVERY, EDGE_PLANS))
@pytest.mark.parametrize("reader", READERS)
def test_what_is_shown_is_the_exact_value_rounded(plan: Plan, reader: str) -> None:
    seen = 0
    for table in read(made(plan, reader)).tables:
        for row in table.rows:
            for head, cell in zip(table.heads, row, strict=True):
                if cell.exact is None:
                    continue
                seen += 1
                if cell.shown.endswith("under 1"):
                    assert 0 < abs(Fraction(cell.exact)) <= 50_000  # øre: half of 1.000 kr.
                    continue
                exact, shown = Fraction(cell.exact), figure(cell.shown)
                if cell.shown.endswith("%"):
                    assert shown == half_up(exact * 100, 2 if "husleje" in head.lower() else 1)
                elif "mio. kr." in f"{table.caption} {head}":
                    assert shown == half_up(exact / 100_000_000, 1)
                elif "1.000" in f"{table.caption} {head}":
                    assert shown == half_up(exact / 100_000, 0)
                elif "pr. " in head:
                    assert shown == half_up(exact, 2)
                else:
                    assert shown * 100 == exact
    assert seen or reader == "residents" or not (plan.streams or plan.costs or plan.total)


# The fund's page


@pytest.mark.parametrize("plan", EVERY, ids=called)
def test_the_funds_posts_and_sources_are_the_ledger_to_the_ore(plan: Plan) -> None:
    page = read(made(plan, "fund"))
    by_art, by_source = page.table("Udgifter efter art"), page.table("Finansiering efter bidrag")
    years = [int(head) for head in by_art.heads[1:-1]]
    total = by_art.row("I alt")
    assert total[-1].exact == (str(ore(costs(plan))) if costs(plan) and costs(plan)[0].ore is not None else None)
    if plan.costs:
        for place, year in enumerate(years):
            assert total[place].exact == str(ore(costs(plan, year=year)))
            parts = [int(row[1 + place].exact or 0) for row in by_art.rows[:-1]]
            assert sum(parts) == ore(costs(plan, year=year))
        assert {row[0].shown: int(row[-1].exact or 0) for row in by_art.rows[:-1]} == {
            str(line.art).capitalize(): ore(costs(plan, art=line.art)) for line in plan.costs
        }
    given = by_source.row("I alt")
    for place, year in enumerate(years):
        parts = [int(row[1 + place].exact or 0) for row in by_source.rows[:-1]]
        assert sum(parts) == ore(financing(plan, year=year)) == int(given[place].exact or 0)
    assert int(given[-1].exact or 0) == ore(financing(plan))


def test_the_trail_leads_from_each_line_to_its_sources(park: Plan) -> None:
    trail = read(made(park, "fund")).table("Regneeksempel: hvem betaler hvad")
    grid = park.grid()
    sources = [one for one in SOURCES if any(stream.source == one for stream in park.streams)]
    assert trail.heads[1:-1] == [say(f"source.{one}", "da") for one in sources]
    for line in grid.lines:
        cells = trail.row(line.name)
        for source, cell in zip(sources, cells, strict=False):
            paid = sum((grid.paid(line.id, one.id) for one in park.streams if one.source == source), Kroner())
            assert cell.exact == str(paid.ore)
        assert cells[-1].exact == str(ore(costs(park, id=line.id)))
    assert trail.row("I alt")[-1].exact == str(Kroner("9.884.000 kr.").ore)


def test_a_trail_shows_what_nobody_pays(park: Plan) -> None:
    fewer = park.model_copy(update={"streams": park.streams[1:]})
    trail = read(made(fewer, "fund")).table("Regneeksempel: hvem betaler hvad")
    assert trail.heads[-2] == "Ingen betaler"
    assert trail.row("I alt")[-2].exact == str(Kroner("6,9 mio. kr.").ore)


def test_the_fund_sees_the_local_share_and_where_the_rule_was_seen(park: Plan) -> None:
    words = " ".join(read(made(park, "fund")).words)
    assert "Lokal medfinansiering: OK. Den lokale medfinansiering er 2.684.000 kr. af 9.884.000 kr." in words
    assert "Kilde: Landsbyggefonden: Organisation og økonomiske rammer (uden dato), minimum 25 %" in words


def test_the_fund_sees_what_was_changed_since_an_earlier_version(park: Plan) -> None:
    smaller = park.streams[5].model_copy(update={"amounts": dict.fromkeys(range(2022, 2026), Kroner(100_000))})
    changed = park.model_copy(update={"streams": (*park.streams[:5], smaller, *park.streams[6:])})
    words = " ".join(read(changed.page("fund", base=park)).words)
    assert "Ændringer siden FIKTIV: Boligsocial helhedsplan Eksempelparken 2022-2025: 4" in words
    assert "Bidrag › afdelinger › 2022: 150.000 → 100.000" in words
    assert "Ingen ændringer siden" in " ".join(read(park.page("fund", base=park)).words)
    assert "Ændringer" not in " ".join(read(made(park, "fund")).words)


# The council's page


@pytest.mark.parametrize("plan", EVERY, ids=called)
def test_the_council_sees_costs_as_positive_and_income_as_negative(plan: Plan) -> None:
    page = read(made(plan, "council"))
    own, whole = page.table("Kommunens udgifter"), page.table("Hele planen")
    kommune = financing(plan, source="kommune")
    assert int(own.row("Kommunen i alt")[-1].exact or 0) == ore(kommune)
    assert int(own.row("Tilskud")[-1].exact or 0) == ore([row for row in kommune if row.kind == "cash"])
    in_kind = own.row("Medfinansiering i timer og lokaler (ikke kontant)")
    assert int(in_kind[-1].exact or 0) == ore([row for row in kommune if row.kind == "in-kind"])
    for place, head in enumerate(own.heads[1:-1]):
        given = [row for row in kommune if row.year == int(head)]
        assert int(own.row("Kommunen i alt")[place].exact or 0) == ore(given)
    for source in {row.source for row in financing(plan)}:
        cells = whole.row(say(f"source.{source}", "da"))
        assert int(cells[-1].exact or 0) == -ore(financing(plan, source=source))
    rest = whole.rows[-1][-1]
    if rest.exact is not None:
        assert int(rest.exact) == ore(costs(plan)) - ore(financing(plan))
    assert "Økonomiske forhold og konsekvenser" in page.words


def test_the_council_sees_what_is_missing_if_a_source_falls_away(park: Plan) -> None:
    table = read(made(park, "council")).table("Hvis en kilde falder bort")
    assert [(row[0].shown, row[-1].shown) for row in table.rows] == [
        ("Som planen er nu", "0"),
        ("Landsbyggefonden: hele bidraget falder bort", "6.900"),
        ("Kommunen: hele bidraget falder bort", "1.230"),
        ("Boligorganisationer: hele bidraget falder bort", "854"),
        ("Boligafdelinger: hele bidraget falder bort", "600"),
        ("Eksterne midler: hele bidraget falder bort", "300"),
    ]
    assert table.rows[1][-1].exact == str(ore(financing(park, source="lbf")))
    without = park.model_copy(
        update={
            "streams": tuple(
                one.model_copy(update={"status": "afslag"}) if one.source == "kommune" else one for one in park.streams
            )
        }
    )
    broken = {one.title.show("da") for one in without.check().failed if one.binds}
    assert set(table.rows[2][1].shown.split("; ")) == broken
    assert compare(park, without).others[0].figures.gap == Kroner.from_ore(int(table.rows[2][-1].exact or 0))


def test_a_council_without_a_share_is_told_so() -> None:
    helsingoer = Plan.from_file(DATA / "helsingoer-2018.toml")
    page = read(made(helsingoer, "council"))
    assert "Kommunens bidrag er endnu ikke oplyst i kroner for alle poster." in page.words
    share, frame, others, missing = page.key_figures
    assert [one.exact for one in (share, frame, missing)] == [None, None, None]
    assert (others.shown, others.exact) == ("ca. 14.700 t.kr.", "1470000000")


# The residents' page


def test_the_residents_see_what_it_costs_a_home_and_who_else_pays(haven: Plan) -> None:
    page, effect = read(made(haven, "residents")), haven.rent()
    table = page.table("Hvad hver afdeling betaler")
    for one in effect.afdelinger:
        month, square, share, total = table.row(one.afdeling.name)
        assert Fraction(month.exact or 0) == one.kr_per_lejemaal_month()
        assert Fraction(square.exact or 0) == one.kr_per_m2_year()
        assert Fraction(share.exact or 0) == one.share_of_rent()
        assert total.exact == str(one.total.ore)
    assert sum(int(row[-1].exact or 0) for row in table.rows[:-1]) == int(table.row("I snit / i alt")[-1].exact or 0)
    paid = ore(financing(haven, source="boligafdeling")) - sum(
        amount.ore for cover in haven.covers for amount in cover.amounts.values()
    )
    assert effect.total.ore == paid == int(page.key_figures[1].exact or 0)
    assert Fraction(page.key_figures[2].exact or 0) == Fraction(ore(financing(haven)) - paid, paid)
    assert "Helhedsplanen koster i snit 12,46 kr. pr. bolig om måneden, så længe den varer." in page.words


def test_what_is_covered_is_said(haven: Plan) -> None:
    words = " ".join(read(made(haven, "residents")).words)
    assert "60.000 kr. betales i boligernes sted af Dispositionsfondene i de to boligselskaber" in words
    other = " ".join(read(haven.page("residents", effect=haven.rent(covered="100.000 kr."))).words)
    assert "100.000 kr. betales af andre i boligernes sted" in other


def test_a_plan_whose_homes_do_not_pay_says_so() -> None:
    page = read(made(Plan.from_file(DATA / "amager-2022.toml"), "residents"))
    assert any(words.startswith("Planen siger ikke, at boligafdelingerne selv betaler.") for words in page.words)
    # 4,5 mio. kr. over 4.135 homes and 48 months, worked by hand: 22,672... kr.
    assert page.key_figures[0].shown == "ca. 22,67 kr."
    assert "hvis boligerne betalte hele boligsidens bidrag" in page.words
    assert "betaler boligerne i alt over hele perioden" not in page.words


def test_a_cost_that_nobody_can_tell_is_not_shown_as_nothing() -> None:
    page = read(made(Plan.from_file(DATA / "vaerebro-2017.toml"), "residents"))
    assert not [one for one in page.key_figures if one.exact == "0"]


def test_all_nineteen_boligafdelinger_are_on_the_page() -> None:
    table = read(made(nineteen_boligafdelinger(), "residents")).table("Hvad hver afdeling betaler")
    assert len(table.rows) == 20
    assert sum(int(row[-1].exact or 0) for row in table.rows[:-1]) == 100_000_000


# The board's page


@pytest.mark.parametrize("plan", EVERY, ids=called)
def test_the_board_sees_areas_contributions_and_what_is_not_secured(plan: Plan) -> None:
    page = read(made(plan, "board"))
    areas = page.table("Udgifter efter indsatsområde")
    if plan.costs:
        assert sum(int(row[-1].exact or 0) for row in areas.rows[:-1]) == ore(costs(plan))
    money = page.table("Finansiering, 1.000 kr.")
    assert sum(int(row[-1].exact or 0) for row in money.rows[:-1]) == ore(financing(plan))
    assert int(money.row("I alt")[-1].exact or 0) == ore(financing(plan))
    unsure = [row for row in financing(plan) if row.status in {"søgt", "forhåndsgodkendt"}]
    assert int(page.key_figures[3].exact or 0) == ore(unsure)


def test_the_board_sees_which_rule_fails_and_what_can_be_done() -> None:
    amager = Plan.from_file(DATA / "amager-2022.toml")
    table = read(made(amager, "board")).table("Det skal I se på")
    assert [cell.shown for cell in table.rows[0]] == [
        "Kommunens andel i København",
        "FEJL",
        "sænk kommunens bidrag med 625.000 kr., eller hæv den samlede ramme med 5 mio. kr.",
    ]


# All of them


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", LANGS)
def test_rounding_is_said_and_the_page_says_whose_it_is(park: Plan, reader: str, lang: Any) -> None:
    page = made(park, reader, lang)
    words = " ".join(read(page).words)
    assert re.search("afrund" if lang == "da" else "round", words)
    assert park.name in words
    assert page.to_html().startswith("<!doctype html>\n<html lang=")
    assert "FIKTIV" in words


@pytest.mark.parametrize("reader", READERS)
def test_prices_that_are_carried_on_are_marked(haven: Plan, reader: str) -> None:
    assert say("prices.leaning", "da") in " ".join(read(made(haven, reader)).words)


def test_the_same_total_stands_on_every_page(park: Plan) -> None:
    total = str(Kroner("9.884.000 kr.").ore)
    board, council, fund = (read(made(park, reader)) for reader in ("board", "council", "fund"))
    assert board.table("Udgifter efter indsatsområde").row("I alt")[-1].exact == total
    assert council.table("Hele planen").row("Udgifter")[-1].exact == total
    assert fund.table("Udgifter efter art").row("I alt")[-1].exact == total


def test_rules_of_ones_own_are_on_the_page() -> None:
    koege = Plan.from_file(DATA / "koege-2021.toml")
    own = koege.check(policies=[POLICY])
    words = " ".join(read(koege.page("board", policies=[POLICY])).words)
    failed = [one.title.show("da") for one in own.failed if one.binds]
    assert failed
    assert all(title in words for title in failed)


HOSTILE = "<script>alert(1)</script> & \"x\" 'y' | *a* _b_ `c` $d$ #e [f](g) \\h"


def hostile() -> Plan:
    """A plan whose every name is an attempt."""
    park = Plan.from_file(DATA / "eksempelparken-2022.toml")
    return park.model_copy(
        update={
            "name": HOSTILE,
            "kommune": HOSTILE,
            "source": HOSTILE,
            "streams": tuple(one.model_copy(update={"name": HOSTILE}) for one in park.streams),
            "costs": tuple(
                one.model_copy(update={"activity": HOSTILE, "indsatsomraade": HOSTILE}) for one in park.costs
            ),
            "afdelinger": tuple(one.model_copy(update={"name": HOSTILE}) for one in park.afdelinger),
        }
    )


@pytest.mark.parametrize("reader", READERS)
def test_a_name_is_never_markup(reader: str) -> None:
    page = hostile().page(reader)
    html = page.to_html()
    assert "<script" not in html.lower()
    assert 'http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;' in html
    assert HOSTILE in " ".join(read(page).words)
    rendered = markdown.markdown(page.to_markdown(), extensions=["tables"])
    assert "<script" not in rendered
    assert not re.search(r"<(em|code|a)\b[^>]*>[a-g]<", rendered)


def test_the_council_text_as_markdown_has_the_same_tables(park: Plan) -> None:
    page = made(park, "council")
    tables = markdown_tables(page.to_markdown())
    from_html = read(page).tables
    assert len(tables) == len(from_html)
    for (heads, _, *rows), table in zip(tables, from_html, strict=True):
        assert heads == table.heads
        assert rows == [[cell.shown for cell in row] for row in table.rows]
    assert page.to_markdown().startswith("# Kommunens medfinansiering af den boligsociale helhedsplan\n")
    assert "## Økonomiske forhold og konsekvenser" in page.to_markdown()


def test_pages_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    amager = Plan.from_file(DATA / "amager-2022.toml")
    written = write_pages(amager, tmp_path / "sider", forms=("html",))
    assert [path.name for path in written] == [
        "side-beboere.html",
        "side-bestyrelse.html",
        "side-byraad.html",
        "side-landsbyggefonden.html",
        "bilag-landsbyggefonden.html",
    ]
    before = [path.read_bytes() for path in written]
    assert [path.read_bytes() for path in write_pages(amager, tmp_path / "sider", forms=("html",))] == before

    def broken(*_: object) -> None:
        raise CalculationError("page.too_long", page="x")

    monkeypatch.setattr("helhedsplan_finance.outputs.pages.make.fund_page", broken)
    with pytest.raises(CalculationError):
        write_pages(amager, tmp_path / "andet", forms=("html",))
    assert not (tmp_path / "andet").exists()


def test_an_unknown_reader_or_form_is_refused(park: Plan, tmp_path: Path) -> None:
    with pytest.raises(CalculationError, match="mente du 'residents'"):
        park.page("resident")
    with pytest.raises(CalculationError, match="'docx'"):
        write_pages(park, tmp_path / "x", forms=("docx",))


@pytest.mark.parametrize(
    ("shown", "of"),
    [
        ("−1,3", lambda: Figure(-125_000_000, "mio")),
        ("under 0,1", lambda: Figure(-4_000_000, "mio")),
        ("under 1", lambda: Figure(49_900, "tkr")),
        ("0", lambda: Figure(0, "tkr")),
        ("–", lambda: Figure(None, "mio")),
        ("1.235", lambda: Figure(123_450_000, "tkr")),
        ("1.234,50", lambda: Figure(123_450)),
        ("61,3 %", lambda: Figure(Fraction(19, 31), "percent")),
    ],
)
def test_a_figure_is_shown_as_its_unit_says(shown: str, of: Callable[[], Figure]) -> None:
    assert of().show("da") == shown


@repeated(25, daily=8)
@given(plans())
def test_any_plan_has_its_pages(plan: Plan) -> None:
    for reader in READERS:
        page = plan.page(reader)
        assert read(page).words
        assert page.to_markdown().startswith("# ")
