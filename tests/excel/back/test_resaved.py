"""LibreOffice opens a workbook and saves it again; what it saved is read back.

Where LibreOffice is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as CI does,
they fail instead.
"""

import os
from pathlib import Path

import pytest

from asking import notes_of
from excel.back.test_read import large_plan
from excel.books import book_of, typed
from excel.recalculate import resaved, soffice
from excel.test_oracle import made_up_plans
from helhedsplan_finance import Plan, changes_between, read_workbook
from places import PUBLISHED

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        soffice() is None and "REQUIRE_LIBREOFFICE" not in os.environ,
        reason="LibreOffice is not installed: no workbook was saved by another program",
    ),
]


def test_a_workbook_that_libreoffice_saved_gives_the_same_plan(tmp_path: Path) -> None:
    plans = [*map(Plan.from_file, PUBLISHED), large_plan(0), large_plan(60), *made_up_plans(12)]
    books = [book_of(plan, tmp_path, f"plan{number}.xlsx") for number, plan in enumerate(plans)]
    for plan, book in zip(plans, resaved(books, tmp_path), strict=True):
        read = read_workbook(book)
        assert read.plan == plan
        assert read.is_as_written
        assert notes_of(read) == []


def test_what_was_typed_counts_as_libreoffice_saved_it(tmp_path: Path) -> None:
    plan = Plan.from_file(PUBLISHED[1])
    book = typed(book_of(plan, tmp_path), {"Kilder!H6": 1_200_000, "Kilder!G6": "=4500000/4"})
    (saved,) = resaved([book], tmp_path)
    read = read_workbook(saved)
    (change,) = changes_between(plan, read.plan)
    assert change.show("da") == "Kilder › kommune › 2023: 1.125.000 → 1.200.000"
    assert notes_of(read) == ["Kilder!G6: formlen =4500000/4 er læst som 1.125.000 kr."]
