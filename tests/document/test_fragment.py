"""What a notebook shows: HTML that is whole, escaped and says the figures of the value; plain text in a terminal."""

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from helhedsplan_finance import CalculationError, FundingGrid, Kroner, Plan, Stream, compare, sensitivity
from helhedsplan_finance.calculators.grid.grid_sums import MOST_LINES
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.text import say
from helhedsplan_finance.text.escaped_html import Html, element, joined
from helhedsplan_finance.values.read_amounts import read_amount
from places import DATA, PUBLISHED
from runs import repeated
from strategies import plans, rich_plans

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")
HAVEN = Plan.from_file(DATA / "eksempelhaven-2023.toml")
LESS = Scenario("Kommunen giver 12,5 %", {"stream": {"kommune": {"amount": "3.875.000 kr."}}})
HOSTILE = "<script>alert('x')</script> & \"'> $a$ \\(b\\) </td></table>"
SHOWN: dict[str, Callable[[Plan], Any]] = {
    "plan": lambda plan: plan,
    "report": Plan.check,
    "grid": Plan.grid,
    "comparison": lambda plan: compare(plan, Scenario(HOSTILE), LESS),
    "sensitivity": sensitivity,
    "rent": Plan.rent,
    "financing": Plan.finance,
}


TAGS = {"div", "style", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "p", "ul", "li"} | {
    "br",
    "b",
    "i",
    "strong",
    "h2",
    "data",
}


class Page(HTMLParser):
    """Reads a page, and refuses tags that do not close in order, scripts, and anything to be fetched or run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.langs: list[str | None] = []
        self.tables: list[list[list[str]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= {"class", "lang", "scope", "value", "tabindex", "role", "aria-label"}
        if tag != "br":
            self.open.append(tag)
        self.langs += [value for name, value in attrs if name == "lang"]
        match tag:
            case "table":
                self.tables.append([])
            case "tr":
                self.tables[-1].append([])
            case "th":
                assert dict(attrs)["scope"] == ("col" if "thead" in self.open else "row")
        if tag in {"th", "td"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            assert not re.search(r"url\(|@import|color:#000|color:black", data)
            return
        self.text += data
        if {"th", "td"} & set(self.open):
            self.tables[-1][-1][-1] += data


def hostile_plan() -> Plan:
    """Return a plan whose every text tries to be HTML."""
    return Plan.model_validate(
        {
            "name": HOSTILE,
            "kommune": HOSTILE,
            "start": "2022-01-01",
            "end": "2023-12-31",
            "source": HOSTILE,
            "stream": [
                {"id": "lbf", "source": "lbf", "name": HOSTILE, "amount": 100, "note": HOSTILE},
                {"id": "kommune", "source": "kommune", "name": HOSTILE, "amount": 200, "excludes": ["løn"]},
                {"id": "afd", "source": "boligafdeling", "name": HOSTILE, "amount": 200, "status": "tilsagn"},
            ],
            "cost": [
                {"id": "c", "art": "løn", "activity": HOSTILE, "quantity": {"2022": 1}, "unit_price": 400},
                {"id": "d", "art": "løn", "indsatsomraade": HOSTILE, "quantity": {"2023": 1}, "unit_price": 400},
            ],
            "boligafdeling": [{"id": "a", "name": HOSTILE, "lejemaal": 10, "m2": 900, "rent_m2": 800}],
            "waiver": [{"rule": HOSTILE, "reason": HOSTILE, "by": HOSTILE, "date": "2022-01-01"}],
            "beside": [{"name": HOSTILE, "giver": HOSTILE, "amount": 5, "note": HOSTILE}],
        },
        by_alias=True,
        by_name=False,
    )


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_html_is_whole_in_its_language_and_its_tables_have_headings(name: str, lang: Any) -> None:
    page = Page(SHOWN[name](AMAGER if name == "comparison" else HAVEN).to_html(lang))
    assert page.langs == [lang]
    assert all(len({len(row) for row in one}) == 1 for one in page.tables)


@pytest.mark.parametrize("name", SHOWN)
def test_names_that_are_html_stand_as_text(name: str) -> None:
    html = SHOWN[name](hostile_plan()).to_html()
    page = Page(html)
    assert "<script" not in html
    assert "</td></table> " not in html
    assert "mathjax_ignore" in html  # "$" is no formula
    assert HOSTILE in page.text


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_gets_both_forms_and_a_terminal_plain_text(name: str) -> None:
    value = SHOWN[name](HAVEN if name != "comparison" else AMAGER)
    both = value._repr_mimebundle_()
    assert both == {"text/plain": value.show("da"), "text/html": value.to_html("da")}
    assert "<table" not in both["text/plain"]
    assert value._repr_mimebundle_(include=None, exclude=None) == both
    assert value._repr_mimebundle_(include=[], exclude=set()) == both
    assert list(value._repr_mimebundle_(include=["text/plain"])) == ["text/plain"]
    assert list(value._repr_mimebundle_(exclude={"text/plain"})) == ["text/html"]
    assert value._repr_mimebundle_(include={"image/png"}) == {}
    assert list(value._repr_mimebundle_(include={"text/html", "text/plain"}, exclude=["text/html"])) == ["text/plain"]


def amount(cell: str) -> int | None:
    """Return the øre that a cell shows."""
    return read_amount(cell.removeprefix("ca. ")).ore if cell and cell != "ukendt" else None


@pytest.mark.parametrize("file", PUBLISHED, ids=lambda path: path.stem)
def test_the_plan_shows_the_amounts_of_its_contributions(file: Any) -> None:
    plan = Plan.from_file(file)
    money = Page(plan.to_html()).tables[1]
    stated = {row[0]: row[2] for row in money[1:]}
    for stream in plan.streams:
        given_ = sum(row.ore or 0 for row in plan.ledger().rows if (row.side, row.id) == ("financing", stream.id))
        wanted = None if stream.is_open else given_
        assert wanted == (None if stated[stream.name] == "ikke oplyst" else amount(stated[stream.name]))


def adds_up(grid: FundingGrid, html: str | None = None) -> None:
    head, *rows = Page(html or grid.to_html()).tables[0]
    sums = grid.sums()
    figures = [[amount(cell) or 0 for cell in row[1:]] for row in rows]
    frame = grid.rows()
    for key, row in zip(sums.lines, figures[: len(sums.lines)], strict=True):
        of_line = [one["ore"] for one in frame if one["line"] is not None and key in {one["line"], one["art"]}]
        if not sums.by_art:
            of_line = [one["ore"] for one in frame if one["line"] == key]
        assert row[-1] == sum(of_line) == sum(row[:-1])
    assert [sum(row[at] for row in figures[:-1]) for at in range(len(figures[-1]))] == figures[-1]
    assert figures[-1][-1] == sum(one["ore"] for one in frame)
    assert ("Ingen betaler" in head) == bool(grid.unpaid)
    assert ("Uden linje" in [row[0] for row in rows]) or not grid.unplaced


@given(plans())
def test_the_grid_adds_up_in_html_as_it_does_in_its_frame(plan: Plan) -> None:
    adds_up(plan.grid())


def test_a_large_grid_is_put_together_and_says_so() -> None:
    base = PARK.costs[0]
    stream = next(one for one in PARK.streams if not one.excludes)
    costs = tuple(base.model_copy(update={"id": f"c{number}"}) for number in range(400))
    streams = tuple(stream.model_copy(update={"id": f"s{number}"}) for number in range(50))
    grid = PARK.model_copy(update={"costs": costs, "streams": streams}).grid()
    html = grid.to_html()
    assert len(html) < 15_000
    page = Page(html)
    assert len(page.tables[0]) < MOST_LINES
    assert "De 400 linjer er lagt sammen efter art" in page.text
    assert "De 50 bidrag er lagt sammen efter kilde" in page.text
    assert re.search(r"… og \d+ til, som ikke er vist her", page.text)
    assert str(len(costs) * 4) not in page.text
    adds_up(grid, html)


def test_the_comparison_shows_its_figures_and_what_turned() -> None:
    page = Page(compare(AMAGER, LESS).to_html())
    rows = {row[0]: [amount(cell) for cell in row[1:]] for row in page.tables[0][1:] if "%" not in row[1]}
    frame = compare(AMAGER, LESS).to_frame()
    for title, cells in rows.items():
        assert cells == list(frame[frame["title"] == title].sort_values("number")["ore"])
    assert "Kommunen, af rammen" in [row[0] for row in page.tables[0]]
    assert "Kommunens andel i København: FEJL → OK" in page.text
    assert "Finansiering falder med 625.000 kr., fra 31 mio. kr. til 30.375.000 kr." in page.text


def test_the_state_of_the_check_stands_in_words_in_the_plan() -> None:
    assert "FEJL Bindende regler er ikke overholdt. Regler pr. 1. januar 2022." in Page(AMAGER.to_html()).text
    assert "Kontrol: FEJL. Bindende regler er ikke overholdt." in AMAGER.show()
    assert "OK All binding rules hold. Rules as of 1 June 2021." in Page(PARK.to_html("en")).text


def test_open_contributions_are_not_summed_as_if_they_were_stated() -> None:
    plan = Plan(
        name="Åben",
        start=date(2022, 1, 1),
        end=date(2022, 12, 31),
        total=Kroner(100),
        streams=[
            Stream(id="a", source="lbf", name="A"),
            Stream(id="b", source="kommune", name="B", amount=Kroner(40)),
            Stream(id="c", source="ekstern", name="C", amount=Kroner(30), status="afslag"),
        ],
    )
    money = Page(plan.to_html()).tables[1]
    assert money[1:] == [
        ["A", "Landsbyggefonden", "ikke oplyst", "", ""],
        ["B", "Kommunen", "40", "40,0 %", ""],
        ["C", "Eksterne midler", "30", "", "afslag, tæller ikke"],
        ["Oplyst indtil nu", "", "40", "", ""],
    ]


def test_a_plan_whose_own_rules_are_gone_says_so() -> None:
    plan = AMAGER.model_copy(update={"policies": ("findes/ikke.toml",)})
    assert "UVERIFICERET" in plan.show()
    assert "UVERIFICERET" in plan._repr_mimebundle_()["text/html"]


@repeated(20, daily=10)
@given(plans())
def test_no_plan_made_by_anybody_fails_to_show_itself(plan: Plan) -> None:
    for value in (plan, plan.check(), plan.grid(), compare(plan, Scenario("x"))):
        for lang in ("da", "en"):
            Page(value.to_html(lang))
            assert value.show(lang)


@given(rich_plans())
def test_nor_does_one_with_prices_and_boligafdelinger(plan: Plan) -> None:
    Page(plan.to_html())
    try:
        effect = plan.rent()
    except CalculationError:
        return
    Page(effect.to_html())


def test_a_repr_never_raises() -> None:
    broken = Plan.model_construct(**{**dict(AMAGER), "streams": None, "costs": None})  # no other way makes such a plan
    assert broken._repr_mimebundle_() == {"text/plain": repr(broken)}
    assert broken._repr_mimebundle_(include=["text/html"]) == {}


def test_text_is_escaped_once_and_html_is_not_escaped_again() -> None:
    assert element("p", "a & b", element("b", "<i>"), class_='x"y') == (
        '<p class="x&quot;y">a &amp; b<b>&lt;i&gt;</b></p>'
    )
    assert joined(["<", Html("<br>")], " & ") == "&lt; &amp; <br>"


def test_the_plain_text_stands_in_for_html_that_cannot_be_made() -> None:
    class Odd(Displayed):
        def show(self, lang: Any = "da") -> str:
            return f"odd {lang}"

        def to_html(self, lang: Any = "da") -> str:
            raise RuntimeError(lang)

    assert Odd()._repr_mimebundle_() == {"text/plain": "odd da"}
    assert say("notebook.check", "en") == "Check"
