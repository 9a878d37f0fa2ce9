"""A workbook that lost its tables, as a program saves it that knows none, is read by the ids of its columns.

The daily run cuts the tables out of the file; the deep run lets LibreOffice save every plan as .xls and back.
"""

import re
import zipfile
from pathlib import Path

import pytest

from asking import notes_of
from excel.books import book_of, changed, named, refused, rewritten, typed, without_ids
from excel.recalculate import converted, soffice
from helhedsplan_finance import Plan, changes_between, read_workbook
from helhedsplan_finance.text import LANGS, Lang
from places import PUBLISHED

pytestmark = pytest.mark.daily

EVERY_DAY = ("amager-2022", "eksempelparken-2022")  # the second has three tables on one sheet
TYPES = "[Content_Types].xml"
LOST = (
    "mappen har mistet tabeller ({names}), som når et program gemmer den som .xls; rækker og kolonner er fundet igen "
    "ved mappens navne: kontrollér tallene, og lav en ny mappe af planen"
)


def without_tables(book: Path, *sheets: int) -> Path:
    """Return a workbook of which some sheets, or all, no longer name their tables."""
    target = book.with_name(f"cut-{book.name}")
    parts = {f"xl/worksheets/sheet{number}.xml" for number in sheets}
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename in parts or (not parts and info.filename.startswith("xl/worksheets/sheet")):
                content = re.sub(rb"<tableParts.*?</tableParts>", b"", content)
            new.writestr(info, content)
    return target


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[] if path.stem in EVERY_DAY else [pytest.mark.deep]) for path in PUBLISHED],
    ids=[path.stem for path in PUBLISHED],
)
def test_a_workbook_without_its_tables_gives_the_same_plan_and_one_note(path: Path, lang: Lang, tmp_path: Path) -> None:
    plan = Plan.from_file(path)
    read = read_workbook(without_tables(book_of(plan, tmp_path, lang=lang)))
    assert read.plan == plan
    assert read.is_as_written
    (note,) = read.notes
    assert note.what.key == "sheet.tables_lost"


def test_one_table_that_was_made_a_range_is_named(tmp_path: Path) -> None:
    plan = Plan.from_file(PUBLISHED[1])
    read = read_workbook(without_tables(book_of(plan, tmp_path), 4))
    assert read.plan == plan
    assert notes_of(read) == [LOST.format(names="tabellen på Kilder")]


def test_tables_that_openpyxl_deleted_are_found_again(tmp_path: Path) -> None:
    def delete(loaded: object) -> None:
        for sheet in loaded:  # type: ignore[attr-defined]
            sheet.tables.clear()

    plan = Plan.from_file(PUBLISHED[1])
    assert read_workbook(changed(book_of(plan, tmp_path), delete)).plan == plan


ROW = {"A": "Fonden", "B": "fonden", "C": "ekstern", "D": "kontant", "H": 50_000}


def with_row(number: int, folder: Path) -> Path:
    book = book_of("amager-2022", folder)  # its rows are 5 to 8, and five spare ones follow
    return without_tables(typed(book, {f"Kilder!{column}{number}": value for column, value in ROW.items()}))


@pytest.mark.parametrize("number", [9, 11, 13, 14])
def test_a_row_that_was_typed_is_read_in_a_spare_row_and_just_below(number: int, tmp_path: Path) -> None:
    read = read_workbook(with_row(number, tmp_path))
    changes = [one.show("da") for one in changes_between(Plan.from_file(PUBLISHED[1]), read.plan)]
    assert [stream.id for stream in read.plan.streams][4:] == ["fonden"]
    assert len(changes) == 1


def test_a_row_after_a_gap_below_the_table_is_a_fault_as_it_is_below_a_table(tmp_path: Path) -> None:
    assert refused(with_row(16, tmp_path)).startswith("Kilder!A16: ")


def test_a_table_is_found_again_where_the_memory_is_lost_too(tmp_path: Path) -> None:
    plan = Plan.from_file(PUBLISHED[1])

    def cut(content: bytes) -> bytes:
        return content.replace(b"helhedsplan-finance 1 1/1", b"helhedsplan-finance 1 1/2")

    book = rewritten(book_of(plan, tmp_path), "xl/sharedStrings.xml", cut, "cut.xlsx")
    read = read_workbook(without_tables(book))
    assert read.plan == plan
    assert [note.what.key for note in read.notes] == ["sheet.tables_lost", "sheet.memory_lost"]


def test_titles_that_are_not_where_the_names_point_refuse_the_workbook(tmp_path: Path) -> None:
    def lower(content: str) -> str:
        return re.sub(r"(hhp_tblKilder_[^>]*>[^<]*)\$4<", r"\1$5<", content)

    assert refused(named(without_tables(book_of("amager-2022", tmp_path)), lower)) == (
        "tabellen på Kilder er gået tabt, og dens overskrifter er ikke i Kilder!5, hvor mappens navne peger hen; "
        "kopiér tallene over i en ny mappe"
    )


def test_without_tables_and_ids_it_is_no_workbook_from_here(tmp_path: Path) -> None:
    book = without_ids(without_tables(book_of("amager-2022", tmp_path)))
    assert refused(book).startswith("er ikke en budgetmappe herfra: tabellen på Forudsætninger findes ikke")


def test_formulas_that_were_lost_with_the_tables_are_one_note(tmp_path: Path) -> None:
    """LibreOffice writes NA() into .xls for every formula that names a table."""

    def lose(content: bytes) -> bytes:
        return re.sub(rb"<f>[^<]*tbl[A-Z][^<]*</f><v>[^<]*</v>", b"<f>NA()</f><v>0</v>", content)

    plan = Plan.from_file(PUBLISHED[1])
    book = without_tables(book_of(plan, tmp_path))
    for number in range(1, 10):
        book = rewritten(book, f"xl/worksheets/sheet{number}.xml", lose, f"lost{number}.xlsx")
    read = read_workbook(book)
    assert read.plan == plan
    assert [note.what.key for note in read.notes] == ["sheet.tables_lost", "sheet.formulas_lost"]


@pytest.mark.deep
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed: no .xls was written and read")
def test_a_workbook_that_came_back_from_xls(tmp_path: Path) -> None:
    books = [book_of(Plan.from_file(path), tmp_path, f"{path.stem}.xlsx") for path in PUBLISHED]
    converted(books, "xls", tmp_path / "xls")
    converted([tmp_path / "xls" / f"{book.stem}.xls" for book in books], "xlsx", tmp_path / "back")
    for path, book in zip(PUBLISHED, books, strict=True):
        read = read_workbook(tmp_path / "back" / book.name)
        assert read.plan == Plan.from_file(path)
        assert [note.what.key for note in read.notes] == ["sheet.tables_lost", "sheet.formulas_lost"]


BINARY = b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'


def test_a_type_that_no_part_has_says_nothing_of_the_file(tmp_path: Path) -> None:
    """SheetJS lists the types of every kind of file that it can write."""

    def listed(content: bytes) -> bytes:
        return content.replace(b"<Override", BINARY + b"<Override", 1)

    book = rewritten(book_of("amager-2022", tmp_path), TYPES, listed)
    assert read_workbook(book).is_as_written
    with zipfile.ZipFile(book, "a") as package:
        package.writestr("xl/other.bin", b"x")
    assert refused(book).startswith("er en binær Excel-mappe")
