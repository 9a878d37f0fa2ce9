"""The tests' own reader of workbooks gives what openpyxl gives, formula by formula and value by value."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import build
from excel.batches import Converted, batch
from excel.books import book_of, changed, type_into, typed
from excel.cells import named, read_cells, sheet_parts
from excel.hand import tables, type_into_tables
from excel.recalculate import stripped
from helhedsplan_finance import Plan
from places import PUBLISHED

pytestmark = pytest.mark.daily


def of_openpyxl(book: Path, *, values: bool) -> dict[str, Any]:
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in openpyxl.load_workbook(book, data_only=values)
        for row in sheet.iter_rows()
        for cell in row
        if (cell.value is not None if values else cell.data_type == "f")
    }


def same_as_openpyxl(book: Path) -> None:
    cells = read_cells(book)
    values = named(cells.values)
    assert of_openpyxl(book, values=False) == named(cells.formulas)
    assert of_openpyxl(book, values=True) == values
    assert {type(value) for value in values.values()} >= {str, int, datetime}


# The daily run compares a plan with every sheet, one with øre and one without budget lines; the deep run all of them.
EVERY_DAY = ("amager-2022", "eksempelhaven-2023", "koege-2021")


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[] if path.stem in EVERY_DAY else [pytest.mark.deep]) for path in PUBLISHED],
    ids=[path.stem for path in PUBLISHED],
)
def test_a_workbook_as_it_was_written(path: Path, tmp_path: Path) -> None:
    same_as_openpyxl(book_of(Plan.from_file(path), tmp_path))


@batch("resaved", size=len(PUBLISHED))
def published(folder: Path) -> list[Path]:
    return [book_of(Plan.from_file(path), folder, f"{path.stem}.xlsx") for path in PUBLISHED]


@pytest.mark.deep
@published.needed
@pytest.mark.parametrize("number", range(len(PUBLISHED)), ids=[path.stem for path in PUBLISHED])
def test_a_workbook_as_libreoffice_saved_it(number: int, books: list[Converted]) -> None:
    same_as_openpyxl(books[number].result)


@pytest.fixture(scope="module")
def of_openpyxls_own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with every kind of cell, as openpyxl saves it."""
    loaded = openpyxl.Workbook()
    sheet = loaded.active
    assert sheet is not None
    sheet.title = "Æ & ø"
    cells: list[Any] = [
        True,
        False,
        1,
        -2.5,
        1e-9,
        10**14,
        'a < b & "c"\n=',
        " x ",
        "#DIV/0!",
        datetime.fromisoformat("2024-02-29T12:00"),
        "=1+1",
    ]
    for column, value in enumerate(cells, start=2):
        sheet.cell(3, column).value = value
    path = tmp_path_factory.mktemp("own") / "own.xlsx"
    loaded.save(path)
    return path


@pytest.mark.parametrize("values", [False, True])
def test_every_kind_of_cell(values: bool, of_openpyxls_own: Path) -> None:
    cells = read_cells(of_openpyxls_own.read_bytes())
    found = named(cells.values if values else cells.formulas)
    assert of_openpyxl(of_openpyxls_own, values=values) == found
    assert len(found) == (10 if values else 1)


def test_a_formula_that_cells_share_is_moved_to_each(of_openpyxls_own: Path) -> None:
    from excel.books import rewritten

    shared = b'<row r="7"><c r="B7"><f t="shared" ref="B7:B8" si="0">A7*$C$1</f><v>2</v></c></row>'
    shared += b'<row r="8"><c r="B8"><f t="shared" si="0"/><v>4</v></c></row></sheetData>'
    part = "xl/worksheets/sheet1.xml"
    book = rewritten(of_openpyxls_own, part, lambda content: content.replace(b"</sheetData>", shared), "shared.xlsx")
    formulas = named(read_cells(book).formulas)
    assert of_openpyxl(book, values=False) == formulas
    assert formulas["Æ & ø!B8"] == "=A8*$C$1"


def test_what_is_typed_by_hand_stands_where_openpyxl_would_put_it(tmp_path: Path) -> None:
    plan = build.plan(build.stream("lbf", 5), build.stream("kommune", 7), costs=[build.line("løn", 12)])
    book = book_of(plan, tmp_path)
    cells = {"Kilder!G6": 1250.5, "Kilder!A30": " Løs & <række> ", "Kilder!C6": None, "Kilder!H6": "=4500000/4"}
    cells |= {"Poster!D5": "lønn", "Poster!ZZ5": True, "Kilder!G5": "#REF!", "Forudsætninger!C11": date(2020, 5, 1)}
    ours, theirs = typed(book, cells), changed(book, type_into(cells), "openpyxl.xlsx")
    assert of_openpyxl(theirs, values=False) == of_openpyxl(ours, values=False)
    formulas = named(read_cells(theirs).formulas)
    values, expected = of_openpyxl(ours, values=True), of_openpyxl(theirs, values=True)
    assert expected == {place: value for place, value in values.items() if value != "" and place not in formulas}


def test_a_table_is_typed_into_by_its_titles(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    loaded = openpyxl.load_workbook(book)
    for name, (sheet, first, titles) in tables(book).items():
        table = loaded[sheet].tables[name]
        assert [column.name for column in table.tableColumns] == list(titles)
        assert table.ref.startswith(f"A{first - 1}:") or name not in {"tblKilder", "tblPoster"}
    changed_ = type_into_tables(book, [("tblKilder", 1, "Status", "afslag")], tmp_path / "typed.xlsx")
    assert read_cells(changed_).at("Kilder", 6, 5) == "afslag"
    assert build.published("eksempelparken-2022") != Plan.from_excel(changed_)


def test_what_libreoffice_recalculates_is_without_the_sheets_that_no_formula_mentions(tmp_path: Path) -> None:
    book = book_of("eksempelhaven-2023", tmp_path)
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(stripped(book, tmp_path / "stripped.xlsx")) as left:
        before, after = list(sheet_parts(whole)), list(sheet_parts(left))
    assert [sheet for sheet in before if sheet not in {"Vejledning", "Regler og kilder"}] == after
