"""What a person types into an empty workbook: lines under their indsatsområde on Budget, and room for figures."""

import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from excel.batches import Converted, batch
from excel.books import book_of
from excel.hand import Typed, type_into_tables
from excel.printed_words import areas_of
from helhedsplan_finance import Plan, read_workbook
from places import tool

pytestmark = pytest.mark.deep

EMPTY = Plan(name="Ny", start=date(2025, 1, 1), end=date(2026, 12, 31))
# Activity, indsatsområde, price, and the quantity of each year; the fourth row of Poster is left empty.
LINES: list[tuple[str, str | None, int, dict[int, int]]] = [
    ("Værested", "Job", 1000, {2025: 2}),
    ("Lektier", "Skole*", 500, {2025: 1, 2026: 1}),
    ("Fritidsjob", "job", 100, {2026: 3}),
    ("Leje", None, 10, {2025: 1}),
    ("Skolehjælp", "Skole og mere", 7, {2026: 1}),
]
# By hand: "Job" and "job" are one, "Skole*" is not every area that begins so, and what has none comes last.
LISTED = [
    ("Job", None, 2000, 300, 2300),
    ("Værested", "løn", 2000, 0, 2000),
    ("Fritidsjob", "løn", 0, 300, 300),
    ("Skole*", None, 500, 500, 1000),
    ("Lektier", "løn", 500, 500, 1000),
    ("Skole og mere", None, 0, 7, 7),
    ("Skolehjælp", "løn", 0, 7, 7),
    ("Uden indsatsområde", None, 10, 0, 10),
    ("Leje", "løn", 10, 0, 10),
]


def of_lines() -> list[Typed]:
    cells: list[Typed] = []
    for number, (activity, area, price, quantity) in enumerate(LINES):
        row = number + (number > 2)
        typed = {"Aktivitet": activity, "Indsatsområde": area, "Art": "løn", "Enhedspris": price}
        typed |= {f"Antal {year}": count for year, count in quantity.items()}
        cells += [("tblPoster", row, title, value) for title, value in typed.items() if value is not None]
    return cells


@batch("recalculated")
def filled(folder: Path) -> list[Path]:
    book = book_of(EMPTY, folder, template=True)
    many = [("tblPoster", row, title, value) for row in range(15) for title, value in one_of_many(row).items()]
    return [
        type_into_tables(book, of_lines(), folder / "lines.xlsx"),
        type_into_tables(book, many, folder / "many.xlsx"),
    ]


def one_of_many(row: int) -> dict[str, Any]:
    return {"Aktivitet": f"A{row}", "Indsatsområde": f"Område {row}", "Art": "løn", "Enhedspris": 1, "Antal 2025": 1}


def list_of(one: Converted) -> list[tuple[Any, ...]]:
    """Return the rows of the list on Budget that have a name: name, art, the years and the total."""
    cells = one.cells
    first = next(row for row in range(1, 200) if cells.at("Budget", row, 1) == "Linjerne under hvert indsatsområde")
    rows = [
        tuple(cells.at("Budget", row, column) for column in (1, 2, 7, 8, 9)) for row in range(first + 1, first + 74)
    ]
    return [row for row in rows if row[0]]


@filled.needed
def test_typed_lines_stand_under_their_indsatsomraade_with_its_subtotal(books: list[Converted]) -> None:
    *listed, rest = list_of(books[0])
    assert listed == LISTED
    assert rest == ("Andre linjer", None, 0, 0, 0)


@filled.needed
def test_lines_beyond_the_room_of_the_list_are_in_its_last_row(books: list[Converted]) -> None:
    # 15 lines in as many indsatsområder are 30 rows, and all of them have room: 60 rows and 12 subtotals.
    *listed, rest = list_of(books[1])
    assert [row[0] for row in listed] == [name for row in range(15) for name in (f"Område {row}", f"A{row}")]
    assert rest == ("Andre linjer", None, 0, 0, 0)


@filled.needed
def test_the_filled_workbook_is_read_back(books: list[Converted]) -> None:
    lines = read_workbook(books[0].book).plan.costs
    assert [(line.activity, line.indsatsomraade) for line in lines] == [line[:2] for line in LINES]


def uncomputed(book: Path, target: Path) -> Path:
    """Write a workbook without the values beside its formulas, so that a program computes them before it prints."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(part.filename, content)
    return target


@batch("printed")
def of_millions(folder: Path) -> list[Path]:
    cells: list[Typed] = []
    for row in range(8):
        line = {
            "Aktivitet": f"Aktivitet {row}",
            "Indsatsområde": f"Område {row % 3}",
            "Art": "løn",
            "Enhedspris": 6123456,
        }
        cells += [("tblPoster", row, title, value) for title, value in line.items()]
        cells += [("tblPoster", row, f"Antal {year}", 1) for year in EMPTY.period.years]
    for row, source in enumerate(("lbf", "kommune", "boligafdeling", "ekstern")):
        cells += [("tblKilder", row, "Navn", f"Bidrag {row}"), ("tblKilder", row, "Kilde", source)]
        cells += [("tblKilder", row, str(year), 12345678) for year in EMPTY.period.years]
    for row in range(3):
        cells += [("tblAfdelinger", row, "Navn", f"Afdeling {row}"), ("tblAfdelinger", row, "Lejemål", 100)]
    book = type_into_tables(book_of(EMPTY, folder, template=True), cells, folder / "typed.xlsx")
    return [uncomputed(book, folder / "millions.xlsx")]


@of_millions.needed
def test_no_figure_that_follows_what_is_typed_is_too_wide_for_its_column(books: list[Converted]) -> None:
    tool("pdftotext")
    done = subprocess.run(
        ["pdftotext", "-layout", str(books[0].result), "-"], check=True, capture_output=True, text=True
    )
    assert "24,691,356" in done.stdout.replace(".", ",")  # a sum over both years was computed
    assert [line for line in done.stdout.splitlines() if "##" in line] == []


def test_the_steps_of_the_list_are_not_printed(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(book_of(EMPTY, tmp_path, template=True))["Budget"]
    titles = {cell.column for row in sheet.iter_rows() for cell in row if cell.value == "Linje på Poster"}
    assert len(titles) == 1
    assert max(right for _, _, right, _ in areas_of(sheet)) < min(titles)
