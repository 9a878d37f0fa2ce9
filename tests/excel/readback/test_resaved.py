"""Another program opens a workbook and saves it again; what it saved is read back."""

from pathlib import Path

import pytest

from asking import notes_of
from excel.batches import Converted, batch, keep
from excel.books import book_of, changed, refused, typed
from excel.readback.test_round_trip import large_plan
from excel.recalculate import converted
from helhedsplan_finance import Plan, changes_between, read_workbook
from places import PUBLISHED, tool
from strategies import gathered, plans

pytestmark = pytest.mark.deep


def as_written() -> list[Plan]:
    return [*map(Plan.from_file, PUBLISHED), large_plan(0), large_plan(60), *gathered(plans(), 12)]


@batch("resaved", size=len(PUBLISHED) + 14)
def resaved(folder: Path) -> list[Path]:
    return [keep(plan, book_of(plan, folder, f"plan{number}.xlsx")) for number, plan in enumerate(as_written())]


@resaved.needed
def test_a_workbook_that_libreoffice_saved_gives_the_same_plan(books: list[Converted]) -> None:
    for one in books:
        read = read_workbook(one.result)
        assert read.plan == one.plan
        assert read.is_as_written
        assert notes_of(read) == []


@pytest.fixture(scope="module")
def by_way_of_ods(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the published plans' workbooks, saved as .ods and as .xlsx again: no formula names a table any more."""
    tool("soffice")
    written, there, back = (tmp_path_factory.mktemp(name) for name in ("written", "ods", "back"))
    books = [book_of(Plan.from_file(path), written, f"{path.stem}.xlsx") for path in PUBLISHED]
    converted(books, "ods", there)
    converted([there / f"{book.stem}.ods" for book in books], "xlsx", back)
    return {book.stem: back / book.name for book in books}


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_workbook_that_was_an_ods_file_gives_the_same_plan(path: Path, by_way_of_ods: dict[str, Path]) -> None:
    read = read_workbook(by_way_of_ods[path.stem])
    assert (read.plan, read.is_as_written, notes_of(read)) == (Plan.from_file(path), True, [])


def test_a_value_over_a_formula_is_found_in_what_was_an_ods_file(by_way_of_ods: dict[str, Path]) -> None:
    book = typed(by_way_of_ods["eksempelhaven-2023"], {"Poster!H6": 5, "Budget!G8": 7})
    told = [line.partition(";")[0] for line in refused(book).splitlines()]
    assert told == ["Poster!H6: formlen er overskrevet med 5", "Budget!G8: formlen er overskrevet med 7"]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_workbook_that_openpyxl_saved_gives_the_same_plan(path: Path, tmp_path: Path) -> None:
    read = read_workbook(changed(book_of(Plan.from_file(path), tmp_path), lambda _: None))
    assert (read.plan, read.is_as_written, notes_of(read)) == (Plan.from_file(path), True, [])


@batch("resaved")
def typed_and_resaved(folder: Path) -> list[Path]:
    cells = {"Kilder!H6": 1_200_000, "Kilder!G6": "=4500000/4"}
    return [typed(book_of(Plan.from_file(PUBLISHED[1]), folder), cells)]


@typed_and_resaved.needed
def test_what_was_typed_counts_as_libreoffice_saved_it(books: list[Converted]) -> None:
    read = read_workbook(books[0].result)
    (change,) = changes_between(Plan.from_file(PUBLISHED[1]), read.plan)
    assert change.show("da") == "Kilder › kommune › 2023: 1.125.000 → 1.200.000"
    assert notes_of(read) == ["Kilder!G6: formlen =4500000/4 er læst som 1.125.000 kr."]
