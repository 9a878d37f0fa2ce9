"""LibreOffice computes every live cell of a case's workbook, and comes to the library's figure."""

import datetime
from pathlib import Path

import pytest

from calculators.followup.a_case import posting, postings
from excel.batches import Converted, batch
from excel.case.case_books import book_of, paper_case, replaced_case
from excel.recalculate import differences

pytestmark = pytest.mark.deep


def written(folder: Path) -> list[Path]:
    extra = [
        posting("2024-02-29", 12.34, "cafe", source="kommune", afdeling="A*"),
        posting("2025-02-28", 0.05, "cafe", afdeling="B"),
        posting("2025-03-01", 99.99, "ukendt"),
        posting("2024-06-30", 7.77, "cafe", source="Foreningen"),
        posting("2024-05-01", 1_000.01, stream="lbf", afdeling="A*"),
        posting("2024-05-02", 10, stream="andet"),
        posting("2021-05-01", 3, "leder"),
        posting("2027-05-01", 3, "leder"),
        posting("2024-05-05", -0.01, None, source="lbf"),
    ]
    year = {"forecast": [{"post": "cafe", "year": 2025, "method": "fjoråret"}, {"post": "leder", "year": 2025}]}
    year["forecast"][1] |= {"method": "disponeret", "amount": "1.234,56 kr."}
    days = [datetime.date(2025, 6, 30), datetime.date(2024, 2, 29), datetime.date(2026, 12, 31)]
    days += [datetime.date(2022, 1, 1), datetime.date(2025, 3, 31), datetime.date(2025, 7, 14)]
    books = []
    for number, day in enumerate(days):
        for name, versions in (("paper", paper_case()), ("other", replaced_case()), ("year", paper_case(**year))):
            if name == "other" and day.year < 2023:
                continue
            books.append(book_of(versions, postings() + extra, folder, f"{name}{number}.xlsx", day=day))
    books.append(book_of(paper_case(), [], folder, "empty.xlsx", lang="en"))
    return books


case_books = batch("recalculated", 20)(written)


@case_books.needed
def test_libreoffice_computes_every_cell_as_the_library(books: list[Converted]) -> None:
    found = [f"{one.book.stem}: {line}" for one in books for line in differences(one.book, one.cells)]
    assert "\n".join(found) == ""
    assert all(len(one.cells.values) == 7 for one in books)
