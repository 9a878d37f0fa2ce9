"""LibreOffice opens a workbook and saves it again; what it saved is read back."""

from pathlib import Path

import pytest

from asking import notes_of
from excel.batches import Converted, batch
from excel.books import book_of, typed
from excel.readback.test_round_trip import large_plan
from helhedsplan_finance import Plan, changes_between, read_workbook
from places import PUBLISHED
from strategies import gathered, plans

pytestmark = pytest.mark.deep


def as_written() -> list[Plan]:
    return [*map(Plan.from_file, PUBLISHED), large_plan(0), large_plan(60), *gathered(plans(), 12)]


@batch("resaved", size=len(PUBLISHED) + 14)
def resaved(folder: Path) -> list[Path]:
    return [book_of(plan, folder, f"plan{number}.xlsx") for number, plan in enumerate(as_written())]


@resaved.needed
def test_a_workbook_that_libreoffice_saved_gives_the_same_plan(books: list[Converted]) -> None:
    for plan, one in zip(as_written(), books, strict=True):
        read = read_workbook(one.result)
        assert read.plan == plan
        assert read.is_as_written
        assert notes_of(read) == []


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
