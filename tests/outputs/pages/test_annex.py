"""The annex of an application: every figure is the ledger's, and a post is paid only by what is tied to it."""

from typing import Any

import pytest

import build
from helhedsplan_finance import Kroner, Plan
from helhedsplan_finance.plan.ties import posts_of
from outputs.pages.page_reader import Reader
from places import DATA, PUBLISHED

pytestmark = pytest.mark.daily


def read(plan: Plan, **asked: Any) -> Reader:
    return Reader(plan.page("annex", **asked).to_html())


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_its_sums_by_source_are_the_ledger_to_the_ore(path: Any) -> None:
    plan = Plan.from_file(path)
    table = read(plan).table("Finansiering efter kilde")
    rows = [row for row in plan.ledger().rows if row.side == "financing" and row.counts]
    stated = [row.ore for row in rows if row.ore is not None]
    assert (table.rows[-1][-1].exact or "") == (str(sum(stated)) if stated else "")
    for source in {row.source for row in rows}:
        given = [row.ore for row in rows if row.source == source]
        if None not in given:
            assert str(sum(one or 0 for one in given)) in {row[-1].exact for row in table.rows}


def test_its_posts_are_the_lines_by_year() -> None:
    table = read(Plan.from_file(DATA / "eksempelparken-2022.toml")).table("Budget efter post")
    assert [cell.exact for cell in table.row("Evaluering")] == ["0", "10000000", "0", "20000000", "30000000"]
    assert table.rows[-1][-1].exact == "988400000"


def test_a_contribution_is_tied_by_its_lines_or_because_it_can_pay_no_other() -> None:
    plan = build.plan(
        build.stream("lbf", 700),
        build.stream("kommune", 100, kind="in-kind", pays=["løn"]),
        build.stream("ekstern", 100, id="fond", name="Fond", excludes=["løn"]),
        build.stream("boligorganisation", 100),
        costs=[build.line("løn", 800), build.line("revision", 200)],
    )
    lines = plan.costs
    assert [[line.id for line in posts_of(one, lines)] for one in plan.streams] == [[], ["løn"], ["revision"], []]
    table = read(plan).table("Bidrag, der er bundet til poster")
    shown = [[cell.shown for cell in row] for row in table.rows]
    assert shown == [["kommune", "løn", "100"], ["Fond", "revision", "100"], ["Ikke bundet til en post", "", "800"]]


def test_a_plan_without_tied_money_says_so_and_an_open_amount_leaves_the_rest_unknown() -> None:
    lines = [build.line("løn", 800), build.line("revision", 200)]
    loose = build.plan(build.stream("lbf", 1_000), costs=lines)
    assert "Ingen bidrag er bundet til bestemte poster." in " ".join(read(loose).words)
    still_open = build.plan(build.stream("lbf"), build.stream("kommune", 100, pays=["løn"]), costs=lines)
    assert read(still_open).table("Bidrag, der er bundet til poster").rows[-1][-1].exact is None


def test_with_an_earlier_version_it_lists_what_was_changed() -> None:
    park = build.park()
    first = park.streams[0]
    assert first.amounts is not None
    more = {year: amount + Kroner(1_000) for year, amount in first.amounts.items()}
    changed = park.model_copy(update={"streams": (first.model_copy(update={"amounts": more}), *park.streams[1:])})
    words = " ".join(read(changed, base=park).words)
    assert "Bidrag › lbf › 2022: 1.745.000 → 1.746.000" in words
