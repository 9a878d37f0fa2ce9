"""What the library reads of a workbook in the guard's pass is what openpyxl reads in two, cell by cell.

The daily run compares three plans as they were written, and made-up workbooks; the deep run every plan in both
languages, as LibreOffice and openpyxl saved it too.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from excel.batches import Converted, batch
from excel.books import book_of, changed, rewritten
from excel.readback.beside_openpyxl import differences
from excel.readback.bounded import REFUSED, Reader
from excel.recalculate import converted, soffice
from helhedsplan_finance import Plan, PlanFileError
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.text import LANGS, Lang
from places import PUBLISHED
from runs import thorough

pytestmark = pytest.mark.daily

SHEET = "xl/worksheets/sheet1.xml"
EVERY_DAY = {("amager-2022", "da"), ("eksempelhaven-2023", "en"), ("koege-2021", "da")}
WRITTEN = [(path, lang) for path in PUBLISHED for lang in LANGS]


def same_as_openpyxl(book: Path, *, least: int = 1) -> None:
    cells, found = differences(book)
    assert found == []
    assert cells >= least


def written(path: Path, lang: Lang, folder: Path) -> Path:
    return book_of(Plan.from_file(path), folder, f"{path.stem}-{lang}.xlsx", lang=lang)


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        pytest.param(path, lang, marks=[] if (path.stem, lang) in EVERY_DAY else [pytest.mark.deep])
        for path, lang in WRITTEN
    ],
    ids=[f"{path.stem}-{lang}" for path, lang in WRITTEN],
)
def test_a_workbook_as_it_was_written(path: Path, lang: Lang, tmp_path: Path) -> None:
    same_as_openpyxl(written(path, lang, tmp_path), least=1_000)


@pytest.mark.deep
@pytest.mark.parametrize("path", PUBLISHED, ids=[path.stem for path in PUBLISHED])
def test_a_workbook_as_openpyxl_saved_it(path: Path, tmp_path: Path) -> None:
    same_as_openpyxl(changed(written(path, "da", tmp_path), lambda _: None), least=1_000)


@batch("resaved", size=len(WRITTEN))
def published(folder: Path) -> list[Path]:
    return [written(path, lang, folder) for path, lang in WRITTEN]


@pytest.mark.deep
@published.needed
def test_a_workbook_as_libreoffice_saved_it(books: list[Converted]) -> None:
    assert len(books) == len(WRITTEN)
    for one in books:
        same_as_openpyxl(one.result, least=1_000)


@pytest.mark.deep
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed: no .ods was written and read")
def test_a_workbook_that_came_back_from_ods(tmp_path: Path) -> None:
    books = [written(path, "da", tmp_path) for path in PUBLISHED]
    converted(books, "ods", tmp_path / "ods")
    converted([tmp_path / "ods" / f"{book.stem}.ods" for book in books], "xlsx", tmp_path / "back")
    for book in books:
        same_as_openpyxl(tmp_path / "back" / book.name, least=1_000)


FORMATS = ["General", "0.00", "dd-mm-yyyy", "[$-406]d. mmmm yyyy", "h:mm", "[h]:mm:ss", "mm:ss.0", '"dag" 0', "[Red]0"]
FORMATS += ["0\\d", "_d0", "0;dd", "yyyy", "m/d/yy h:mm", "d-mmm", "@", "#,##0\\ kr."]


def of_every_kind(folder: Path, *, is_1904: bool = False) -> Path:
    """Write a workbook with openpyxl that has every kind of cell, and numbers in many formats."""
    loaded = openpyxl.Workbook()
    if is_1904:
        loaded.epoch = CALENDAR_MAC_1904
    sheet = loaded.active
    assert sheet is not None
    sheet.title = "Æ & ø's"
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), datetime.fromisoformat("2024-02-29T12:30:15.250")]
    cells: list[Any] = [True, False, 1, -2.5, 1e-9, 10**14, 'a < b & "c"\n=', " x ", "x" * 32_767, "#DIV/0!", "=1+1"]
    cells += [*days, time(6, 30), timedelta(hours=36, minutes=30)]
    for column, value in enumerate(cells, start=2):
        sheet.cell(3, column).value = value
    for row, shown in enumerate(FORMATS, start=5):
        for column, number in enumerate([0, 0.25, 0.999999999, 1, 59, 60, 61.5, 45_000.123456, -1, 3_000_000], start=1):
            sheet.cell(row, column, number).number_format = shown
    sheet["B40"] = ArrayFormula("B40:B41", "=SUM(B3:C3*2)")
    sheet["B3"].comment = Comment("Set med <bestyrelsen>\nog formanden", "Æ")
    hidden = loaded.create_sheet("Skjult")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "her"
    path = folder / "own.xlsx"
    loaded.save(path)
    return path


@pytest.mark.parametrize("is_1904", [False, True])
def test_every_kind_of_cell_and_format(is_1904: bool, tmp_path: Path) -> None:
    same_as_openpyxl(of_every_kind(tmp_path, is_1904=is_1904), least=180)


ADDED = {
    "an inline text": b'<c r="A50" t="inlineStr"><is><t xml:space="preserve"> Hej &amp; </t></is></c>',
    "an inline text in runs": b'<c r="A50" t="inlineStr"><is><r><t>Hej </t></r><r><t>du</t></r></is></c>',
    "a text with its pronunciation": b'<c r="A50" t="inlineStr"><is><t>X</t><rPh sb="0" eb="1"><t>Y</t></rPh></is></c>',
    "a day in ISO form": b'<c r="A50" t="d"><v>2024-02-29</v></c><c r="B50" t="d"><v>2024-02-29T12:30:15.250</v></c>',
    "a time in ISO form": b'<c r="A50" t="d"><v>12:30:15</v></c><c r="B50" t="d"><v>2024-02-29T12:30:15Z</v></c>',
    "an empty formula": b'<c r="A50"><f></f><v>2</v></c><c r="B50"><f/></c>',
    "an error of a formula": b'<c r="A50" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B50" t="b"><f>1=1</f><v>1</v></c>',
    "cells without addresses": b'<c><v>1</v></c><c><v>2</v></c><c r="F50"><v>3</v></c><c><v>4</v></c>',
    "the same cell twice": b'<c r="A50"><v>1</v></c><c r="A50"><v>2</v></c>',
    "numbers of many forms": b'<c r="A50"><v>1.50</v></c><c r="B50"><v>1E3</v></c><c r="C50"><v>-0</v></c>',
    "shared formulas": (
        b'<c r="B50"><f t="shared" ref="B50:B51" si="0">A49*$C$1+Log!A$1&amp;"A1"</f><v>2</v></c>'
        b'<c r="B51"><f t="shared" si="0"/><v>4</v></c><c r="C51"><f t="shared" si="1">A50</f></c>'
        b'<c r="D51"><f t="shared" si="7"/></c>'
    ),
    "an array": b'<c r="A50"><f t="array" ref="A50:A51">SUM(B1:B2*2)</f><v>2</v></c><c r="A51"><v>2</v></c>',
}


@pytest.mark.parametrize("kind", ADDED)
def test_what_other_programs_write(kind: str, tmp_path: Path) -> None:
    row = b'<row r="50">' + ADDED[kind] + b"</row></sheetData>"
    own = of_every_kind(tmp_path)
    same_as_openpyxl(rewritten(own, SHEET, lambda content: content.replace(b"</sheetData>", row)), least=180)


def test_a_row_without_a_number_follows_the_one_before(tmp_path: Path) -> None:
    rows = b'<row><c><v>1</v></c></row><row r="60"><c><v>2</v></c></row><row><c r="B61"><v>3</v></c></row></sheetData>'
    own = of_every_kind(tmp_path)
    same_as_openpyxl(rewritten(own, SHEET, lambda content: content.replace(b"</sheetData>", rows)), least=180)


TEXTS = ["_x0041_", "linje 1\rlinje 2", "_x005F_", "\x07", "x_x000D_y", "_xZZZZ_", " \n", "æøå € 😀", "'=1"]


def test_a_text_is_read_as_it_was_written_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "texts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet, bold = made.add_worksheet("Tekster"), made.add_format({"bold": True})
        for row, text in enumerate(TEXTS):
            sheet.write_string(row, 0, text)
        sheet.write_rich_string(len(TEXTS), 0, "en ", bold, "fed ", "tekst")
    read = [Book(path).cell("Tekster", row, 1) for row in range(1, len(TEXTS) + 2)]
    assert [cell.value for cell in read] == [*TEXTS, "en fed tekst"]
    assert {cell.kind for cell in read} == {"s"}


def test_names_tables_comments_and_the_order_of_sheets_are_those_of_openpyxl(tmp_path: Path) -> None:
    path = written(PUBLISHED[1], "da", tmp_path)
    book, theirs = Book(path), openpyxl.load_workbook(path)
    assert book.names == {name: defined.attr_text for name, defined in theirs.defined_names.items()}
    tables = {table.name: (sheet.title, table.ref) for sheet in theirs for table in sheet.tables.values()}
    assert set(book.tables) == set(tables)
    for name, table in book.tables.items():
        sheet, ref = tables[name]
        assert table.sheet == sheet
        assert ref.startswith(f"A{table.header}:") or name not in {"tblKilder", "tblPoster"}
    (comment,) = Book(of_every_kind(tmp_path)).comments("Æ & ø's")
    assert comment == (3, 2, "Æ", "Set med <bestyrelsen>\nog formanden")


BROKEN = {
    "a number that is none": (b"<v>to</v>", "#VALUE!"),
    "a number that Python alone knows": (b"<v>1_000</v>", "#VALUE!"),
    "a number without end": (b"<v>nan</v>", "#VALUE!"),
    "a number of 5,000 digits": (b"<v>" + b"9" * 5_000 + b"</v>", "#NUM!"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_number_that_cannot_be_read_is_an_error_at_its_cell(kind: str, tmp_path: Path) -> None:
    content, expected = BROKEN[kind]
    row = b'<row r="50"><c r="A50">' + content + b"</c></row></sheetData>"
    book = Book(rewritten(of_every_kind(tmp_path), SHEET, lambda part: part.replace(b"</sheetData>", row)))
    cell = book.cell("Æ & ø's", 50, 1)
    assert (cell.value, cell.kind) == (expected, "e")


@pytest.mark.parametrize("number", [b"9999", b"-1", b"1.0", b"9" * 5_000])
def test_a_shared_text_that_is_missing_is_an_error_at_its_cell(number: bytes, tmp_path: Path) -> None:
    row = b'<row r="50"><c r="A50" t="s"><v>' + number + b"</v></c></row></sheetData>"
    book = Book(rewritten(of_every_kind(tmp_path), SHEET, lambda part: part.replace(b"</sheetData>", row)))
    assert (book.cell("Æ & ø's", 50, 1).value, book.cell("Æ & ø's", 50, 1).kind) == ("#REF!", "e")


def test_a_broken_formula_that_cells_share_refuses_the_workbook(tmp_path: Path) -> None:
    cells = b'<c r="A50"><f t="shared" ref="A50:A51" si="0">A1)</f></c><c r="A51"><f t="shared" si="0"/></c>'
    row = b'<row r="50">' + cells + b"</row></sheetData>"
    book = Book(rewritten(of_every_kind(tmp_path), SHEET, lambda part: part.replace(b"</sheetData>", row)))
    with pytest.raises(PlanFileError, match="kan ikke læses som Excel-mappe"):
        book.cell("Æ & ø's", 51, 1)


def test_a_formula_that_gives_an_empty_text_has_a_stored_value(tmp_path: Path) -> None:
    row = b'<row r="50"><c r="A50" t="str"><f>""</f><v></v></c><c r="B50"><f>""</f></c></row></sheetData>'
    book = Book(rewritten(of_every_kind(tmp_path), SHEET, lambda part: part.replace(b"</sheetData>", row)))
    stored = [book.stored(book.cell("Æ & ø's", 50, column)) for column in (1, 2)]
    assert [(cell.value, cell.kind) for cell in stored] == [(None, "s"), (None, "n")]


def test_only_cells_of_a_workbook_are_read_and_not_elements_of_their_names(tmp_path: Path) -> None:
    """A cell in another namespace, or outside the rows, is what no spreadsheet program shows."""
    other = b'<x:c xmlns:x="urn:x" r="A50"><x:v>1</x:v></x:c><c xmlns="urn:y" r="B50"><v>2</v></c>'
    row = b'<row r="50"><c r="C50"><v>3</v></c>' + other + b'</row></sheetData><c r="D50"><v>4</v></c>'
    own = of_every_kind(tmp_path)
    book = Book(rewritten(own, SHEET, lambda content: content.replace(b"</sheetData>", row)))
    assert [cell.value for cell in book.cells("Æ & ø's") if cell.row == 50] == [3]


def test_a_workbook_with_prefixes_is_read_like_one_without(tmp_path: Path) -> None:
    def prefixed(content: bytes) -> bytes:
        named = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
        return named.replace(b"xmlns=", b"xmlns:x=")

    own = of_every_kind(tmp_path)
    same_as_openpyxl(rewritten(own, SHEET, prefixed), least=180)


def test_a_column_too_far_is_refused_where_cells_have_no_addresses(tmp_path: Path) -> None:
    row = b'<row r="50"><c r="SF50"/><c><v>1</v></c></row></sheetData>'
    far = rewritten(of_every_kind(tmp_path), SHEET, lambda content: content.replace(b"</sheetData>", row))
    with pytest.raises(PlanFileError, match="har celler langt ude"):
        Book(far)


@pytest.mark.deep
def test_as_many_cells_as_the_guard_lets_through_take_little_memory(tmp_path: Path) -> None:
    """240,000 cells of two elements each; the bounds are 100,000 cells on a sheet and 500,000 elements in all."""
    book = written(PUBLISHED[1], "da", tmp_path)
    rows = b"".join(b"<row>" + b"<c><v>1.5</v></c>" * 400 + b"</row>" for _ in range(200))
    data = b"<sheetData>" + rows + b"</sheetData>"

    def fill(content: bytes) -> bytes:
        return re.sub(rb"<sheetData>.*</sheetData>", data, content, flags=re.DOTALL)

    for number in (4, 5, 6):
        book = rewritten(book, f"xl/worksheets/sheet{number}.xml", fill, f"full{number}.xlsx")
    with Reader(warm_with=written(PUBLISHED[1], "da", tmp_path)) as reader:
        ended = reader.read(book)
    assert (ended.code, ended.errors) == (REFUSED, "")
    assert ended.seconds < 4
    assert ended.megabytes < 150


# Made-up workbooks. Surrogates are no text, and a text that holds an escape has a test of its own.
letters = st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t")
texts = st.text(letters, max_size=12).filter(lambda text: "_x" not in text and not text.startswith(("=", "<r>")))
numbers = st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e12, 1e12), st.booleans())
moments = st.one_of(
    st.datetimes(datetime.fromisoformat("1905-01-01")), st.times(), st.timedeltas(timedelta(0), timedelta(99))
)
errors = st.sampled_from(["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
formulas = st.sampled_from(["=A1+1", '=IF(A1="","",B$2)', "=SUM(A1:B2)", "=TRUE", "='Ark 2'!A1"])
places = st.tuples(st.integers(1, 6), st.integers(1, 6))


@thorough
@given(
    cells=st.dictionaries(
        places, st.tuples(st.one_of(texts, numbers, moments, errors, formulas), st.sampled_from(FORMATS)), max_size=12
    ),
    is_1904=st.booleans(),
)
def test_what_openpyxl_writes_is_read_alike(cells: dict[Any, Any], is_1904: bool) -> None:
    loaded = openpyxl.Workbook()
    if is_1904:
        loaded.epoch = CALENDAR_MAC_1904
    sheet = loaded.active
    assert sheet is not None
    for (row, column), (value, shown) in cells.items():
        cell = sheet.cell(row, column, value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            cell.number_format = shown
    with TemporaryDirectory() as folder:
        loaded.save(Path(folder) / "made.xlsx")
        assert differences(Path(folder) / "made.xlsx").found == []


@thorough
@given(
    cells=st.dictionaries(
        places,
        st.tuples(
            st.sampled_from(["text", "number", "formula", "array", "rich"]), texts, numbers, st.sampled_from(FORMATS)
        ),
        max_size=12,
    ),
    is_1904=st.booleans(),
)
def test_what_xlsxwriter_writes_is_read_alike(cells: dict[Any, Any], is_1904: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy", "date_1904": is_1904}) as made:
            sheet, bold = made.add_worksheet("Ark"), made.add_format({"bold": True})
            for (row, column), (kind, text, number, shown) in cells.items():
                style = made.add_format({"num_format": shown})
                if kind == "text":
                    sheet.write_string(row, column, text)
                elif kind == "rich" and text.strip():
                    sheet.write_rich_string(row, column, "før ", bold, text, " efter")
                elif kind == "formula":
                    sheet.write_formula(row, column, "=A1+1", style, text if column % 2 else number)
                elif kind == "array":
                    sheet.write_array_formula(row, column, row, column, "{=SUM(A1:B2*2)}", style, float(number))
                elif isinstance(number, bool):
                    sheet.write_boolean(row, column, number)
                else:
                    sheet.write_number(row, column, number, style)
        assert differences(path).found == []
        read = Book(path)
        for (row, column), (kind, text, number, _) in cells.items():
            if kind == "text":
                assert (read.cell("Ark", row + 1, column + 1).value or "") == text
            elif kind == "number" and math.isfinite(number):
                assert read.cell("Ark", row + 1, column + 1).kind in "nbde"
