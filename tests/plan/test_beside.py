"""Money beside the plan, `[[beside]]`: every output shows it, and none counts it."""

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import notes_of, refusal
from cli.running import run
from excel.books import book_of, opened, refused, typed
from helhedsplan_finance import (
    Beside,
    HelhedsplanError,
    Kroner,
    Plan,
    Scenario,
    changes_between,
    merge,
    next_period,
    read_workbook,
    restate_moms,
)
from helhedsplan_finance.document.blocks import Block, Text
from helhedsplan_finance.outputs.pages.facts import called
from helhedsplan_finance.outputs.pages.page import READERS
from helhedsplan_finance.plan.file import plan_hash, to_json, to_toml
from helhedsplan_finance.rules.key_figures import beside_line
from runs import repeated
from said import said
from strategies import beside_rows, plans

pytestmark = pytest.mark.daily

NEIGHBOUR = {
    "name": "FIKTIV: Naboprojektet",
    "giver": "En fond",
    "amount": "ca. 5,3 mio. kr.",
    "note": "Bevilget til samme bydel",
}
SHELTER = {"name": "FIKTIV: Værestedet"}
SAID = "FIKTIV: Naboprojektet (giver: En fond): ca. 5,3 mio. kr.; FIKTIV: Værestedet: ikke oplyst"


def with_two(**stated: Any) -> Plan:
    """Return a plan of 100.000 kr. with 75.000 from Landsbyggefonden, 25.000 from a kommune, and two rows beside it."""
    return build.plan(
        build.stream("lbf", 75_000, status="tilsagn"),
        build.stream("kommune", 25_000, status="tilsagn"),
        **{"total": 100_000, "lejemaal": 10, "beside": [NEIGHBOUR, SHELTER], **stated},
    )


# --- the plan file ----------------------------------------------------------------------------------------------------


def test_a_row_has_a_name_a_giver_an_amount_and_a_note() -> None:
    neighbour, shelter = with_two().beside
    assert (neighbour.name, neighbour.giver, neighbour.note) == tuple(
        NEIGHBOUR[key] for key in ("name", "giver", "note")
    )
    assert (neighbour.amount, neighbour.hedge) == (Kroner(5_300_000), "ca.")
    assert (shelter.name, shelter.giver, shelter.amount, shelter.hedge) == (SHELTER["name"], None, None, None)


HEDGED = {
    "5,3 mio. kr.": (5_300_000, None),
    "ca. 5,3 mio. kr.": (5_300_000, "ca."),
    "knap 2 mio. kr.": (2_000_000, "knap"),
    "op til 12 mio. kr.": (12_000_000, "op til"),
    "60-70 mio. kr.": (65_000_000, "60-70 mio. kr."),
}


@pytest.mark.parametrize("written", HEDGED)
def test_an_amount_is_read_as_its_source_hedges_it_and_written_back(written: str) -> None:
    plan = with_two(beside=[{"name": "N", "amount": written}])
    (row,) = plan.beside
    assert (row.amount, row.hedge) == (Kroner(HEDGED[written][0]), HEDGED[written][1])
    (back,) = json.loads(to_json(plan))["beside"]
    assert back == {"name": "N", "amount": 5_300_000 if written == "5,3 mio. kr." else written}


def test_it_is_written_as_a_table_of_its_own() -> None:
    toml = to_toml(with_two(beside=[{"name": "N", "giver": "G", "amount": 5}, {"name": "M"}]))
    assert toml.endswith('[[beside]]\nname = "N"\ngiver = "G"\namount = 5\n\n[[beside]]\nname = "M"\n')


REFUSED = {
    "no name": ({"giver": "G"}, "beside 1: nøglen 'name' mangler"),
    "an unknown key": ({"name": "N", "navne": "M"}, "beside 1: ukendt nøgle 'navne'; mente du 'name'?"),
    "a key of a contribution": ({"name": "N", "pays": ["c"]}, "beside 1: ukendt nøgle 'pays'"),
    "a float": ({"name": "N", "amount": 5.5}, "beside 1 › amount: "),
    "less than nothing": ({"name": "N", "amount": -5}, "beside 1 › amount: "),
    "a blank name": ({"name": " "}, "beside 1 › name: "),
    "a hedge of nothing": ({"name": "N", "hedge": "ca."}, "beside 1 › hedge: "),
    "two hedges": ({"name": "N", "amount": "ca. 5 mio. kr.", "hedge": "knap"}, "beside 1: "),
    "a figure outside its range": ({"name": "N", "amount": 5, "hedge": "60-70 mio. kr."}, "beside 1 › hedge: "),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_cannot_be_used_is_refused_at_its_place(case: str) -> None:
    row, said = REFUSED[case]
    data = {"name": "P", "start": "2022-01-01", "end": "2025-12-31", "beside": [row]}
    assert said in refusal(Plan.model_validate, data, by_alias=True, by_name=False)


def test_a_plan_has_at_most_as_many_rows_as_any_table() -> None:
    rows = [{"name": f"N{number}"} for number in range(5_001)]
    assert refusal(with_two, beside=rows).startswith("beside: ")
    assert len(with_two(beside=rows[:-1]).beside) == 5_000


def test_rows_may_have_the_same_name() -> None:
    assert len(with_two(beside=[NEIGHBOUR, NEIGHBOUR]).beside) == 2


def test_an_amount_stated_anew_is_exact_unless_it_says_otherwise() -> None:
    row = Beside.model_validate(NEIGHBOUR)
    assert row.model_copy(update={"amount": 6}).hedge is None
    assert row.model_copy(update={"amount": "knap 6 mio. kr."}).hedge == "knap"
    assert row.model_copy(update={"giver": "En anden"}).hedge == "ca."


# --- counted nowhere --------------------------------------------------------------------------------------------------


def figures(plan: Plan) -> dict[str, Any]:
    """Return what is computed of a plan; where it cannot be, the words that say why."""

    def of(call: Any) -> Any:
        try:
            return call()
        except HelhedsplanError as error:
            return str(error)

    report = plan.check()
    return {
        "ledger": plan.ledger().rows,
        "check": report.to_dict(),
        "findings": report.findings,
        "report": report.show(),
        "gap": of(lambda: plan.gap().to_dict()),
        "finance": of(lambda: plan.finance().to_dict()),
        "grid": of(lambda: plan.grid().to_frame().to_dict("records")),
        "rent": of(lambda: plan.rent().to_dict()),
        "moms": of(lambda: restate_moms(plan, "kommune").to_dict()),
    }


def pages(plan: Plan) -> dict[str, list[Block]]:
    """Return what is on a plan's pages but the sentence that shows the rows."""
    said = Text(sentence(plan, "da"))
    return {reader: [block for block in plan.page(reader).blocks if block != said] for reader in READERS}


def sentence(plan: Plan, lang: Any) -> str:
    """Return the sentence of a page that shows the rows."""
    return beside_line(plan, lang, called)


def pair(plan: Plan, rows: list[dict[str, Any]]) -> tuple[Plan, Plan]:
    """Return a plan with these rows beside it, and without any."""
    return plan.model_copy(update={"beside": rows}), plan.model_copy(update={"beside": ()})


SOME_ROWS = st.lists(beside_rows(), min_size=1, max_size=7)


@repeated(30)
@given(plans(), SOME_ROWS)
def test_rows_beside_any_plan_change_no_figure_of_it(plan: Plan, rows: list[dict[str, Any]]) -> None:
    beside, without = pair(plan, rows)
    assert len(beside.beside) == len(rows)
    assert plan_hash(beside) != plan_hash(without)
    assert figures(beside) == figures(without)


@repeated(20, daily=2)
@given(plans(), SOME_ROWS)
def test_rows_beside_any_plan_change_nothing_else_on_its_pages(plan: Plan, rows: list[dict[str, Any]]) -> None:
    beside, without = pair(plan, rows)
    assert pages(beside) == pages(without)


def test_a_plan_in_balance_stays_in_balance() -> None:
    assert with_two().check().ok
    assert with_two().gap().to_dict() == with_two(beside=()).gap().to_dict()
    assert {row.id for row in with_two().ledger().rows} == {"total", "lbf", "kommune"}


def test_no_chart_shows_it() -> None:
    for name in ("financing", "payers", "limits"):
        drawn = [plan.plot.chart(name).render("svg", "da") for plan in (with_two(), with_two(beside=()))]
        assert drawn[0] == drawn[1]


# --- shown ------------------------------------------------------------------------------------------------------------


def test_a_notebook_and_a_terminal_show_it() -> None:
    assert f" Ved siden af planen (tæller ikke med): {SAID} " in said(with_two())
    assert "Beside the plan (not counted)" in said(with_two(), "en")
    assert SAID in with_two().to_html()
    assert "Ved siden af" not in said(with_two(beside=())) + with_two(beside=()).to_html()


def test_the_report_of_the_command_line_shows_it(tmp_path: Path) -> None:
    with_two().to_file(tmp_path / "plan.toml")
    shown = " ".join(run("check", str(tmp_path / "plan.toml")).stdout.split())
    assert f"Ved siden af planen (tæller ikke med): {SAID}." in shown


@pytest.mark.parametrize("reader", READERS)
def test_every_page_says_it_once_and_that_it_does_not_count(reader: str) -> None:
    page = with_two().page(reader)
    assert [one for one in page.blocks if isinstance(one, Text) and "Naboprojektet" in one.words] == [
        Text(f"Ved siden af planen (tæller ikke med): {SAID}.")
    ]
    assert page.to_html().count("Naboprojektet") == 1
    assert page.to_markdown().count("Naboprojektet") == 1


def test_many_rows_are_the_first_few_and_how_many_more() -> None:
    rows = [{"name": f"N{number}", "amount": number} for number in range(1, 9)]
    assert sentence(with_two(beside=rows), "da").endswith(
        "N1: 1 kr.; N2: 2 kr.; N3: 3 kr.; N4: 4 kr.; N5: 5 kr.; og 3 til."
    )


# --- the workbook and CSV ---------------------------------------------------------------------------------------------


COUNTED, CURE = 2, 8  # the columns of Kontrol with what is counted, and with what to do


def functions_of(formulas: Iterable[str]) -> set[str]:
    """Return the functions of those that name the table."""
    return {name for one in formulas if "VedSidenAf" in one for name in re.findall(r"\w+(?=\()", one)}


def test_the_workbook_has_it_below_the_contributions_and_no_sum_includes_it(tmp_path: Path) -> None:
    book = opened(book_of(with_two(), tmp_path).read_bytes())
    sheet = book["Kilder"]
    table = sheet.tables["tblVedSidenAf"]
    first, second = [[cell.value for cell in row] for row in sheet[table.ref][1:3]]
    assert [cell.value for cell in sheet[table.ref][0]] == ["Navn", "Giver", "Beløb", "Cirka", "Note"]
    assert first == [NEIGHBOUR["name"], "En fond", 5_300_000, "ca.", NEIGHBOUR["note"]]
    assert second == [SHELTER["name"], None, None, None, None]
    formulas = [cell.value for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    # Kontrol alone names it: it counts cells that reading back refuses, says in which columns, and sums none.
    counts, cures = ([str(row[at].value) for row in book["Kontrol"].iter_rows()] for at in (COUNTED, CURE))
    naming = [one for one in formulas if "VedSidenAf" in one]
    assert sorted(naming) == sorted(one for one in (*counts, *cures) if "VedSidenAf" in one)
    assert functions_of(counts) == {"COUNT", "COUNTA", "COUNTIF", "ISNUMBER", "SEARCH", "SUMPRODUCT"}
    assert functions_of(cures) == functions_of(counts) | {"IF", "SUBSTITUTE"}  # of other columns too
    assert all(not cell.protection.locked for row in sheet[table.ref][1:] for cell in row)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_workbook_comes_back_the_same(lang: Any, tmp_path: Path) -> None:
    read = read_workbook(book_of(with_two(), tmp_path, lang=lang))
    assert (read.plan, read.is_as_written, notes_of(read)) == (with_two(), True, [])


def test_a_workbook_without_the_table_is_read(tmp_path: Path) -> None:
    plan = with_two(beside=())
    book = book_of(plan, tmp_path)
    assert "tblVedSidenAf" not in opened(book.read_bytes())["Kilder"].tables
    assert read_workbook(book).plan == plan


def test_a_new_workbook_has_room_for_it(tmp_path: Path) -> None:
    book = book_of(with_two(beside=()), tmp_path, template=True)
    at = opened(book.read_bytes())["Kilder"].tables["tblVedSidenAf"].ref.split(":")[0]
    row = int(at.removeprefix("A")) + 1
    read = read_workbook(typed(book, {f"Kilder!A{row}": "Naboprojekt", f"Kilder!C{row}": 5_300_000}))
    assert read.plan.beside == (Beside(name="Naboprojekt", amount=Kroner(5_300_000)),)
    assert notes_of(read) == []


def first_row(plan: Plan, folder: Path) -> tuple[Path, int]:
    book = book_of(plan, folder)
    return book, int(opened(book.read_bytes())["Kilder"].tables["tblVedSidenAf"].ref.split(":")[0][1:]) + 1


def test_what_somebody_typed_is_named(tmp_path: Path) -> None:
    book, row = first_row(with_two(), tmp_path)
    cells = {
        f"Kilder!C{row}": 6_000_000,
        f"Kilder!D{row}": "knap",
        f"Kilder!A{row + 1}": None,
        f"Kilder!A{row + 2}": "FIKTIV: Legepladsen",
        f"Kilder!B{row + 2}": "Grundejerforeningen",
        f"Kilder!C{row + 2}": 250_000,
    }
    read = read_workbook(typed(book, cells))
    assert [change.show("da") for change in changes_between(with_two(), read.plan)] == [
        "Kilder › FIKTIV: Naboprojektet › Beløb: 5.300.000 → 6.000.000",
        "Kilder › FIKTIV: Naboprojektet › Cirka: ca. → knap",
        "Kilder › FIKTIV: Værestedet: FIKTIV: Værestedet → fjernet",
        "Kilder › FIKTIV: Legepladsen: ny → Grundejerforeningen, 250.000",
    ]
    assert read.plan.ledger().rows == with_two().ledger().rows


def test_two_rows_of_one_name_are_told_apart() -> None:
    one, other = with_two(beside=[SHELTER, SHELTER]), with_two(beside=[SHELTER, {**SHELTER, "amount": 5}])
    (change,) = changes_between(one, other)
    assert change.show("da") == "Kilder › FIKTIV: Værestedet (2) › Beløb: (tom) → 5"


FAULTS = {
    "a word for an amount": ("C", "mange", "C{row}: 'mange' er ikke et beløb"),
    "a share for an amount": ("C", "67 %", "C{row}: '67 %' er en andel, og her skrives kroner"),
    "less than nothing": ("C", -5, "C{row}: "),
    "no hedge": ("D", "måske", "D{row}: "),
    "no name": ("A", None, "A{row}: "),
    "a hedge of nothing": ("C", None, "D{row}: "),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_cell_that_cannot_be_used_is_named(case: str, tmp_path: Path) -> None:
    column, value, said = FAULTS[case]
    book, row = first_row(with_two(), tmp_path)
    found = refused(typed(book, {f"Kilder!{column}{row}": value}))
    assert f"Kilder!{said.format(row=row)}" in found
    assert found.count("Kilder!") == 1


def test_ore_beside_the_plan_are_shown_as_ore(tmp_path: Path) -> None:
    book, row = first_row(with_two(beside=[{"name": "N", "amount": "5,25 kr."}]), tmp_path)
    assert opened(book.read_bytes())["Kilder"][f"C{row}"].number_format == "#,##0.00"


def test_it_is_a_table_of_its_own_in_csv(tmp_path: Path) -> None:
    written = with_two().to_csv(tmp_path)
    assert [path.name for path in written] == ["data.csv", "kontrol.csv", "kilder.csv", "ved-siden-af.csv"]
    text = (tmp_path / "ved-siden-af.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
        ["Navn", "Giver", "Beløb", "Cirka", "Note"],
        [NEIGHBOUR["name"], "En fond", "5300000,00", "ca.", NEIGHBOUR["note"]],
        [SHELTER["name"], "", "", "", ""],
    ]
    assert "Naboprojektet" not in "".join((tmp_path / f"{name}.csv").read_text() for name in ("data", "kilder"))


# --- plans from plans -------------------------------------------------------------------------------------------------


def test_a_merged_plan_has_what_is_beside_both_and_what_is_alike_once() -> None:
    larger = {**NEIGHBOUR, "amount": "6 mio. kr."}
    merged = merge(with_two(), with_two(beside=[SHELTER, larger]))
    assert merged.plan.beside == tuple(map(Beside.model_validate, (NEIGHBOUR, SHELTER, larger)))
    assert [one.show("da") for one in merged.notes if one.key == "derived.beside_once"] == [
        "Ved siden af begge planer er 'FIKTIV: Værestedet', ens i alt; det vises én gang."
    ]


def test_what_is_beside_the_next_plan_is_not_known() -> None:
    assert next_period(with_two()).beside == ()


def test_a_scenario_keeps_it() -> None:
    changed = Scenario("x", {"total": 90_000}, prices={}, shift_years=1).on(with_two())
    assert changed.beside == with_two().beside
