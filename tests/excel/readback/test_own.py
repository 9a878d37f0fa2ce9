"""What a person wrote into a workbook beside the plan is found, and carried over into a new workbook."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.utils import range_boundaries
from PIL import Image as Drawn

import build
from asking import notes_of
from excel.books import book_of, changed, opened, typed
from excel.hand import row_of, tables
from excel.recalculate import converted
from helhedsplan_finance import Plan, read_workbook
from helhedsplan_finance.excel.base.own import Own, Spot, gathered
from places import PUBLISHED, tool
from runs import repeated

pytestmark = pytest.mark.daily
deep = pytest.mark.deep

PLAN = "eksempelparken-2022"
UNSAFE = ('=HYPERLINK("http://x","y")', "=[1]Ark!A1", '=WEBSERVICE("http://x")', '=INDIRECT("A1")', "=Kilder!K5")


def bounds(sheet: Any, table: str) -> list[int]:
    """Return the first column and row of a table, and the last ones."""
    return [side or 0 for side in range_boundaries(sheet.tables[table].ref)]


def write_beside(book: Any) -> None:
    """Write what a person may: a column beside Kilder, a text, a comment, a sheet, and a note on Log."""
    kilder, log, own = book["Kilder"], book["Log"], book.create_sheet("Mine tal")
    beside = bounds(kilder, "tblKilder")[2] + 1
    for row, value in {4: "Vores note", 5: "ring til LBF", 6: "=K6*0.25", 7: 42}.items():
        kilder.cell(row, beside).value = value
    kilder["C5"].comment = Comment("Er det rigtigt?", "Revisor")
    book["Forside"]["F20"].value = "Set af bestyrelsen"
    own["A1"], own["B1"], own["B2"], own["B3"] = "Sum", "=SUM(B2:B3)", 1, 2.5
    own["A4"], own["B4"] = date(2026, 3, 1), "=SUM(tblKilder[I alt])"
    own["B5"].comment = Comment("Hvorfra?", "")
    first = bounds(log, "tblLog")[1] + 1
    log.cell(first, 1).value, log.cell(first, 2).value = date(2026, 3, 1), "LBF sat op"


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changed(book_of(PLAN, tmp_path_factory.mktemp("answer")), write_beside)


def shown(own: tuple[Own, ...]) -> set[str]:
    return {one.show("da") for one in own}


def contents(own: tuple[Own, ...]) -> set[tuple[Spot, str, str]]:
    return {(one.spot, one.formula or str(one.value), one.author) for one in own}


def test_what_a_person_wrote_is_listed_by_place_and_kind(answer: Path) -> None:
    read = read_workbook(answer)
    assert read.plan == build.published(PLAN)
    assert shown(read.own) == {
        "Kilder!T4: egen kolonne: Vores note",
        "Kilder!T5: egen kolonne: ring til LBF",
        "Kilder!T6: egen kolonne: =K6*0.25",
        "Kilder!T7: egen kolonne: 42",
        "Kilder!C5: kommentar: Er det rigtigt?",
        "Forside!F20: tekst ved siden af: Set af bestyrelsen",
        "Mine tal!A1: eget ark: Sum",
        "Mine tal!B1: eget ark: =SUM(B2:B3)",
        "Mine tal!B2: eget ark: 1",
        "Mine tal!B3: eget ark: 2,5",
        "Mine tal!A4: eget ark: 01-03-2026",
        "Mine tal!B4: eget ark: =SUM(tblKilder[I alt])",
        "Mine tal!B5: kommentar: Hvorfra?",
        "Log!A23: note på Log: 01-03-2026",
        "Log!B23: note på Log: LBF sat op",
    }


@pytest.mark.parametrize("name", ["eksempelhaven-2023", "amager-2022"])
def test_nothing_is_a_persons_in_a_workbook_as_written(name: str, tmp_path: Path) -> None:
    assert read_workbook(book_of(name, tmp_path)).own == ()


@deep
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_nothing_is_a_persons_in_a_workbook_that_another_program_saved(path: Path, tmp_path: Path) -> None:
    plan = Plan.from_file(path)
    assert read_workbook(book_of(plan, tmp_path, lang="en")).own == ()
    assert read_workbook(changed(book_of(plan, tmp_path), lambda _: None)).own == ()


def test_what_is_carried_over_is_found_again_beside_the_same_rows(answer: Path, tmp_path: Path) -> None:
    plan, own = build.published(PLAN), read_workbook(answer).own
    turned = plan.model_copy(update={"streams": plan.streams[::-1]})
    turned.to_excel(tmp_path / "new.xlsx", own=own)
    read = read_workbook(tmp_path / "new.xlsx")
    assert (read.plan, notes_of(read), read.is_as_written) == (turned, [], True)
    assert contents(read.own) == contents(own)
    row = row_of(tmp_path / "new.xlsx", "Kilder", "kommune-timer")
    cells = opened((tmp_path / "new.xlsx").read_bytes())
    assert row != 6
    assert cells["Kilder"][f"T{row}"].value == f"=K{row}*0.25"
    assert cells["Kilder"][f"C{row_of(tmp_path / 'new.xlsx', 'Kilder', 'lbf')}"].comment.text == "Er det rigtigt?"
    assert cells["Mine tal"]["B1"].value == "=SUM(B2:B3)"
    assert cells["Mine tal"]["A4"].value == datetime(2026, 3, 1)  # noqa: DTZ001 - a cell has no zone


def test_the_same_plan_and_the_same_answer_give_the_same_bytes(answer: Path, tmp_path: Path) -> None:
    plan, own = build.published(PLAN), read_workbook(answer).own
    for name in ("one.xlsx", "two.xlsx"):
        plan.to_excel(tmp_path / name, own=own)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_titles_in_another_language_are_those_of_the_new_workbook(answer: Path, tmp_path: Path) -> None:
    build.published(PLAN).to_excel(tmp_path / "new.xlsx", own=read_workbook(answer).own, lang="en")
    assert opened((tmp_path / "new.xlsx").read_bytes())["Mine tal"]["B4"].value == "=SUM(tblKilder[In all])"
    assert len(read_workbook(tmp_path / "new.xlsx").own) == len(read_workbook(answer).own)


@pytest.mark.parametrize("formula", UNSAFE)
def test_a_formula_that_may_mean_something_else_is_carried_over_as_what_it_shows(formula: str, tmp_path: Path) -> None:
    def write(book: Any) -> None:
        book.create_sheet("Mine tal")["A1"] = formula

    book = changed(book_of("amager-2022", tmp_path), write)
    (own,) = read_workbook(book).own
    build.published("amager-2022").to_excel(tmp_path / "new.xlsx", own=[own])
    cell = opened((tmp_path / "new.xlsx").read_bytes())["Mine tal"]["A1"]
    assert (cell.data_type, cell.value) == ("s", formula)  # openpyxl computes no value, so that its text is shown


def test_what_belongs_to_a_row_that_is_gone_is_listed_on_a_sheet(answer: Path, tmp_path: Path) -> None:
    plan = build.published(PLAN)
    fewer = plan.model_copy(update={"streams": tuple(one for one in plan.streams if one.id not in {"lbf", "kommune"})})
    fewer.to_excel(tmp_path / "new.xlsx", own=read_workbook(answer).own)
    rows = opened((tmp_path / "new.xlsx").read_bytes())["Ikke placeret"].iter_rows(values_only=True)
    assert [*rows] == [
        ("Hvor det stod", "Hvad der stod"),
        ("Kilder!T5", "ring til LBF"),
        ("Kilder!T7", 42),
        ("Kilder!C5", "Er det rigtigt?"),
    ]


def test_a_column_put_into_a_table_is_a_persons(tmp_path: Path) -> None:
    def put_in(book: Any) -> None:
        table = book["Kilder"].tables["tblKilder"]
        table.ref = table.ref.replace("S", "T")
        column = type(table.tableColumns[0])(id=20, name="Ansvarlig")
        table.tableColumns.append(column)
        book["Kilder"]["T4"], book["Kilder"]["T6"] = "Ansvarlig", "Sekretariatet"

    read = read_workbook(changed(book_of(PLAN, tmp_path), put_in))
    assert shown(read.own) == {
        "Kilder!T4: egen kolonne: Ansvarlig",
        "Kilder!T6: egen kolonne: Sekretariatet",
    }


def test_what_cannot_be_carried_over_is_named(tmp_path: Path) -> None:
    dot = BytesIO()
    Drawn.new("RGB", (2, 2)).save(dot, "PNG")

    def draw(book: Any) -> None:
        sheet = book.create_sheet("Mine tal")
        sheet["A1"] = 1
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1))
        sheet.add_chart(chart, "C3")
        book["Kilder"].add_image(Image(dot), "AA3")

    read = read_workbook(changed(book_of("koege-2021", tmp_path), draw))
    assert shown(tuple(one for one in read.own if not one.is_carried)) == {
        "Mine tal: eget diagram, som ikke kan føres over",
        "Kilder: billede, som ikke kan føres over",
    }


def test_a_sheet_with_a_name_of_the_new_workbook_gets_another(tmp_path: Path) -> None:
    own = [Own("kilder!A1", "sheet", "x", Spot(name="kilder", at=(1, 1)), "x")]
    build.published("amager-2022").to_excel(tmp_path / "new.xlsx", own=own)
    assert opened((tmp_path / "new.xlsx").read_bytes())["kilder 2"]["A1"].value == "x"


def test_texts_below_a_table_stay_below_it(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    _, first, _ = tables(book)["tblKilder"]
    own = read_workbook(typed(book, {f"Kilder!B{first + 12}": "Husk bilag"})).own
    plan = build.published("amager-2022")
    more = plan.model_copy(update={"streams": (*plan.streams, build.stream("ekstern", 5, id="ny"))})
    more.to_excel(tmp_path / "new.xlsx", own=own)
    assert "Kilder!B18: tekst ved siden af: Husk bilag" in shown(read_workbook(tmp_path / "new.xlsx").own)


@deep
def test_what_libreoffice_computed_and_saved_is_carried_over(answer: Path, tmp_path: Path) -> None:
    tool("soffice")
    plan, own = build.published(PLAN), read_workbook(answer).own
    plan.to_excel(tmp_path / "new.xlsx", own=own)
    converted([tmp_path / "new.xlsx"], "xlsx", tmp_path / "saved")
    read = read_workbook(tmp_path / "saved" / "new.xlsx")
    assert (read.plan, notes_of(read)) == (plan, [])
    assert shown(read.own) >= {"Mine tal!B1: eget ark: 3,5", "Kilder!T5: egen kolonne: ring til LBF"}
    assert {one.place: one.formula for one in read.own if one.formula} == {
        one.place: one.formula for one in own if one.formula
    }


def test_what_several_persons_wrote_is_gathered(answer: Path, tmp_path: Path) -> None:
    plan, own = build.published(PLAN), read_workbook(answer).own
    plan.to_excel(tmp_path / "new.xlsx", own=gathered([("a", own), ("b", own)]))
    cells = opened((tmp_path / "new.xlsx").read_bytes())
    assert [cells["Kilder"][place].value for place in ("T5", "U5", "T6", "U6")] == ["ring til LBF"] * 2 + [
        "=K6*0.25"
    ] * 2
    assert [cells["Log"][place].value for place in ("B23", "B24")] == ["LBF sat op"] * 2
    assert cells["Mine tal b"]["B1"].value == cells["Mine tal"]["B1"].value == "=SUM(B2:B3)"
    (text,) = [one for one in read_workbook(tmp_path / "new.xlsx").own if one.place == "Forside!G20"]
    assert text.value == "Set af bestyrelsen"


def test_a_comment_in_a_thread_is_what_was_said(tmp_path: Path) -> None:
    begins = "[Threaded comment]\n\nLearn more: https://go.microsoft.com/fwlink/?linkid=870924\n\n"

    def write(book: Any) -> None:
        book["Kilder"]["C5"].comment = Comment(f"{begins}Comment:\n    Er det rigtigt?", "tc={1}")

    (own,) = read_workbook(changed(book_of("amager-2022", tmp_path), write)).own
    assert own.value == "Comment:\n    Er det rigtigt?"


PLACES = st.tuples(st.integers(1, 9), st.integers(1, 4))
TEXTS = st.text("abæ =+@<r>'\"", min_size=1).filter(str.strip)


@repeated(10, daily=4)
@given(st.dictionaries(PLACES, TEXTS, max_size=6))
def test_any_own_column_comes_back_beside_the_same_rows(cells: dict[tuple[int, int], str]) -> None:
    plan = build.published("amager-2022")
    ids = ["", *(one.id for one in plan.streams)]
    spots = {
        Spot("kilder", "tblKilder", ids[row] if row < len(ids) else f"#{row}", f"+{column}"): value
        for (row, column), value in cells.items()
    }
    own = [Own("Kilder!X1", "column", value, spot, value) for spot, value in spots.items()]
    with TemporaryDirectory() as folder:
        plan.to_excel(Path(folder) / "new.xlsx", own=own)
        read = read_workbook(Path(folder) / "new.xlsx")
    assert read.plan == plan
    numbers = {column: place for place, column in enumerate(sorted({column for _, column in cells}), start=1)}
    assert {one.spot: one.value for one in read.own} == {
        replace(spot, column=f"+{numbers[int(spot.column[1:])]}"): value for spot, value in spots.items()
    }
