"""A workbook that somebody filled in, read as the plan that it now states, with what changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formula.translate import Translator

import build
from asking import notes_of
from excel.books import book_of, changed, typed
from excel.hand import row_of, tables
from helhedsplan_finance import (
    Kroner,
    Plan,
    Waiver,
    changes_between,
    read_workbook,
)
from helhedsplan_finance.excel.readback.read_workbook import Reading

pytestmark = pytest.mark.daily
deep = pytest.mark.deep


@pytest.fixture(scope="module")
def amager(tmp_path_factory: pytest.TempPathFactory) -> Reading[Plan]:
    """Return what is read from Amager's workbook with three cells typed."""
    cells = {"Kilder!H6": 1_200_000, "Kilder!E6": "tilsagn", "Forudsætninger!C10": 32e6}
    return read_workbook(typed(book_of("amager-2022", tmp_path_factory.mktemp("amager")), cells))


def test_what_a_person_changed_is_said_cell_by_cell(amager: Reading[Plan]) -> None:
    assert [change.show("da") for change in changes_between(build.published("amager-2022"), amager.plan)] == [
        "Forudsætninger › Samlet ramme: 31.000.000 → 32.000.000",
        "Kilder › kommune › Status: (tom) → tilsagn",
        "Kilder › kommune › 2023: 1.125.000 → 1.200.000",
    ]
    assert not amager.is_as_written
    assert amager.plan.streams[1].amounts == {
        2022: Kroner(1_125_000),
        2023: Kroner(1_200_000),
        2024: Kroner(1_125_000),
        2025: Kroner(1_125_000),
    }
    assert amager.plan.streams[0].amount == Kroner("19 mio. kr.")  # nobody touched it, so it is still one total


def test_changes_are_said_in_english_too(amager: Reading[Plan]) -> None:
    assert [change.show("en") for change in changes_between(build.published("amager-2022"), amager.plan)] == [
        "Assumptions › Total frame: 31,000,000 → 32,000,000",
        "Sources › kommune › Status: (empty) → tilsagn",
        "Sources › kommune › 2023: 1,125,000 → 1,200,000",
    ]


def test_rows_that_come_and_go_are_changes(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    new = {"A12": "Ny fond", "C12": "ekstern", "G12": 50_000}
    gone = dict.fromkeys(["A11", "B11", "C11", "D11", "E11", "G11", "H11", "I11", "P11"])
    cells = {f"Kilder!{name}": value for name, value in {**new, **gone}.items()}
    book = book_of(plan, tmp_path)
    assert tables(book)["tblKilder"][2]["Må ikke betale"] == 16  # the column P
    read = read_workbook(typed(book, cells))
    assert [change.show("da") for change in changes_between(plan, read.plan)] == [
        "Kilder › fond: Fonden Eksempel, 300.000 → fjernet",
        "Kilder › ny-fond: ny → Ny fond, 50.000",
    ]
    assert notes_of(read) == ["Kilder!B12: id var tomt; 'ny-fond' er lavet af navnet"]


def test_a_row_that_was_put_in_is_read_and_named_by_what_it_lacks(tmp_path: Path) -> None:
    def put_in(book: Any) -> None:
        sheet = book["Poster"]
        table = sheet.tables["tblPoster"]
        table.ref = table.ref.replace("23", "24")
        columns = range(1, len(table.tableColumns) + 1)
        for row in range(24, 7, -1):
            for column in columns:
                above = sheet.cell(row - 1, column)
                value = above.value
                if above.data_type == "f":
                    value = Translator(value, above.coordinate).translate_formula(row_delta=1)
                sheet.cell(row, column).value = value
        for column in columns:
            sheet.cell(7, column).value = None
        for column, value in {1: "Festival", 4: "aktiviteter", 6: 10_000, 12: 3}.items():
            sheet.cell(7, column).value = value

    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), put_in))
    (change,) = changes_between(plan, read.plan)
    assert change.show("da") == "Poster › festival: ny → Festival"
    assert [line.id for line in read.plan.costs][:4] == [
        "projektleder",
        "beboerraadgivere",
        "festival",
        "kommunale-timer",
    ]
    assert any(note.startswith("Poster!G7: formlen mangler") for note in notes_of(read))


def move_columns(book: Any) -> None:
    """Put the columns of Kilder in another order, as they stand: titles, figures, formulas and all."""
    sheet = book["Kilder"]
    order = [18, 7, 8, 3, 1, 2, 10, 9, 4, 5, 6, 19, 11, 12, 13, 14, 15, 16, 17]
    for row in sheet.iter_rows(min_row=4, max_row=13, max_col=19):
        held = [cell.value for cell in row]
        for cell, number in zip(row, order, strict=True):
            cell.value = held[number - 1]
    table = sheet.tables["tblKilder"]
    for column, cell in zip(table.tableColumns, sheet[4][:19], strict=True):
        column.name = cell.value


def rename_and_move_sheets(book: Any) -> None:
    book["Kilder"].title = "Hvem betaler"
    book["Forudsætninger"].title = "Ark 1"
    book.move_sheet("Hvem betaler", -3)
    for name, defined in list(book.defined_names.items()):
        if "Kilder" in (defined.attr_text or "") or "Forudsætninger" in (defined.attr_text or ""):
            text = defined.attr_text.replace("'Kilder'", "'Hvem betaler'").replace("'Forudsætninger'", "'Ark 1'")
            book.defined_names[name].attr_text = text


@pytest.mark.parametrize("change", [move_columns, rename_and_move_sheets])
def test_neither_sheets_nor_columns_need_to_stand_where_they_were(
    change: Callable[[Any], None], tmp_path: Path
) -> None:
    plan = build.published("amager-2022")
    assert read_workbook(changed(book_of(plan, tmp_path), change)).plan == plan


def test_figures_that_stand_as_text_are_read_and_said(tmp_path: Path) -> None:
    cells = {
        "Kilder!G6": "1125000,00",
        "Kilder!H6": "1125000.0",
        "Kilder!I6": "1.125.000",
        "Kilder!J6": "1,125 mio. kr.",
    }
    plan = build.published("amager-2022")
    read = read_workbook(typed(book_of(plan, tmp_path), cells))
    assert read.plan == plan
    assert notes_of(read)[0] == (
        "Kilder!G6: teksten '1125000,00' er læst som 1.125.000 kr.; summerne i mappen tæller den ikke med, "
        "før den er et tal"
    )
    assert len(notes_of(read)) == 4


def test_an_id_of_ones_own_is_made_from_the_name_and_is_nobody_elses(tmp_path: Path) -> None:
    cells = {"Kilder!A9": "LBF", "Kilder!C9": "lbf", "Kilder!G9": 5, "Kilder!A10": "Åben Ø!", "Kilder!C10": "ekstern"}
    read = read_workbook(typed(book_of("amager-2022", tmp_path), cells))
    assert [stream.id for stream in read.plan.streams][4:] == ["lbf-2", "aaben-oe"]
    assert read.plan.streams[5].is_open


def test_filling_in_a_new_workbook_accuses_nobody_of_changing_formulas(tmp_path: Path) -> None:
    empty = Plan(name="Ny", kommune="København", start=date(2022, 1, 1), end=date(2025, 12, 31))
    cells: dict[str, Any] = {"Kilder!A5": "Fonden", "Kilder!C5": "ekstern", "Kilder!M5": 10, "Kilder!G5": 5_000}
    cells |= {
        "Poster!A5": "Kurser",
        "Poster!C5": "Noget helt andet",
        "Poster!D5": "løn",
        "Poster!F5": 10,
        "Poster!L5": 1,
    }
    read = read_workbook(typed(book_of(empty, tmp_path, template=True), cells))
    assert notes_of(read) == [
        "Kilder!B5: id var tomt i 2 rækker, her den første; de er lavet af navnene, for eksempel 'fonden', 'kurser'"
    ]
    assert read.plan.costs[0].indsatsomraade == "Noget helt andet"


def test_a_stage_that_was_changed_is_no_changed_formula(tmp_path: Path) -> None:
    read = read_workbook(typed(book_of("amager-2022", tmp_path), {"Forudsætninger!C9": "tilsagn"}))
    assert notes_of(read) == []
    assert read.plan.stage == "tilsagn"


@pytest.mark.parametrize("day", [date(2010, 1, 1), pytest.param(date(2016, 5, 1), marks=deep), date(2028, 1, 1)])
def test_another_rules_date_refuses_nothing(day: date, tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022").model_copy(update={"as_of": day})
    read = read_workbook(typed(book_of(plan, tmp_path), {"Forudsætninger!C11": date(2020, 5, 1)}))
    assert (read.plan.as_of, notes_of(read)) == (date(2020, 5, 1), [])


WRITTEN = ("1. januar 2024", "01-01-2024", "1/1 2024", "den 1. jan. 2024", "2024-01-01")


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, date | None]:
    """Return the days of a workbook by how they were typed: the rules' date, where a home joins, three waivers."""
    cells: dict[str, Any] = {"Forudsætninger!C11": WRITTEN[0], "Afdelinger!M5": WRITTEN[1]}
    for row, written in enumerate(WRITTEN[2:], start=21):
        waiver = {"A": "local.share.min", "B": "Prøve", "C": "Byrådet", "D": written}
        cells |= {f"Forudsætninger!{column}{row}": value for column, value in waiver.items()}
    plan = read_workbook(typed(book_of("eksempelparken-2022", tmp_path_factory.mktemp("days")), cells)).plan
    read = (plan.as_of, plan.afdelinger[0].start, *(waiver.date for waiver in plan.waivers))
    return dict(zip(WRITTEN, read, strict=True))


@pytest.mark.parametrize("written", WRITTEN)
def test_a_date_is_read_as_danes_write_it(written: str, days: dict[str, date | None]) -> None:
    assert days[written] == date(2024, 1, 1)


def test_a_hedge_may_be_typed_and_a_range_too(tmp_path: Path) -> None:
    cells = {"Kilder!F5": "18-20 mio. kr.", "Kilder!F6": "mindst", "Forudsætninger!C16": "op til"}
    read = read_workbook(typed(book_of("amager-2022", tmp_path), cells))
    assert [one.caveat for one in read.plan.streams[:2]] == ["18-20 mio. kr.", "mindst"]
    assert read.plan.total_hedge == "op til"


def test_two_waivers_of_one_rule_are_told_apart(tmp_path: Path) -> None:
    one = Waiver(rule="local.share.min", reason="Først", by="Byrådet", date=date(2021, 12, 16))
    plan = build.published("amager-2022").model_copy(update={"waivers": (one, one.model_copy(update={"reason": "Så"}))})
    book = book_of(plan, tmp_path)
    assert Plan.from_excel(book) == plan
    (change,) = changes_between(plan, read_workbook(typed(book, {"Forudsætninger!B21": "Rettet"})).plan)
    assert change.show("da") == "Forudsætninger › local.share.min › Begrundelse: Først → Rettet"


def test_changed_rates_keys_and_covers_are_told_as_a_person_reads_them(tmp_path: Path) -> None:
    base = build.published("eksempelhaven-2023")
    book = book_of(base, tmp_path)
    row, key = row_of(book, "Forudsætninger", "løn"), row_of(book, "Afdelinger", "m2")
    cells = {f"Forudsætninger!H{row}": 0.05, f"Afdelinger!C{key}": 0.3, f"Afdelinger!C{key + 1}": 0.1}
    plan = Plan.from_excel(typed(book, cells | {"Afdelinger!L5": "nej"}))
    assert [one.show("da") for one in changes_between(base, plan)] == [
        "Afdelinger › Nøgle: 60 % lejemål, 40 % m² → 60 % lejemål, 30 % m², 10 % lige meget hver",
        "Forudsætninger › løn › 2024: 2,7 % → 5 %",
        "Afdelinger › have-1 › Med: (tom) → nej",
    ]
