"""What comes out of the printer: LibreOffice prints each workbook, and its pages are read.

Where pdftotext is not installed these tests are skipped and say so, as where LibreOffice is not.
"""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import build
from excel.batches import Converted, batch
from excel.books import book_of
from excel.printed_words import areas_of
from helhedsplan_finance import Kroner, Plan, Stream
from helhedsplan_finance.excel.base.letter_widths import lines_of
from places import tool

pytestmark = pytest.mark.deep

NAMES = ("amager-2022", "eksempelparken-2022", "lang", "ny")


def long_and_large() -> Plan:
    """Return a made-up plan with the longest names and amounts that a plan is likely to see, over six years."""
    streams = [
        Stream(
            id=f"en-meget-lang-identifikation-{number}",
            source="boligorganisation",
            name="Den almennyttige boligorganisation for Nordvestkvarteret og omegn",
            kind="in-kind",
            status="forhåndsgodkendt",
            amounts={year: Kroner.from_ore(98_765_432_109) for year in range(2021, 2027)},
            note="En lang note, der fortæller, hvor tallet kommer fra, og hvem der har sagt det hvornår. " * 3,
        )
        for number in range(12)
    ]
    name = "FIKTIV: Boligsocial helhedsplan for Nordvestkvarteret, Sydhavnen og de omkringliggende områder 2021-2026"
    return Plan(name=name, start=date(2021, 9, 1), end=date(2026, 8, 31), streams=streams, total=Kroner("12 mia. kr."))


@batch("printed", size=len(NAMES))
def some_books(folder: Path) -> list[Path]:
    plans = {name: build.published(name) for name in NAMES[:2]} | {"lang": long_and_large()}
    template = Plan(name="Ny", start=date(2025, 1, 1), end=date(2028, 12, 31))
    books = [book_of(plan, folder, f"{name}.xlsx") for name, plan in plans.items()]
    return [*books, book_of(template, folder, "ny.xlsx", template=True)]


@pytest.fixture
def printed(books: list[Converted]) -> dict[str, tuple[Path, list[str]]]:
    """Return some workbooks, each with the text of its printed pages as they are laid out."""
    tool("pdftotext")
    return {one.book.stem: (one.book, pages(one.result)) for one in books}


@cache
def pages(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return done.stdout.split("\f")[:-1]


@some_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_too_wide_for_its_column(name: str, printed: dict[str, tuple[Path, list[str]]]) -> None:
    assert not [page for page in printed[name][1] if "###" in page]


ON_REQUEST = {"Data", "Regler og kilder", "Log"}


def in_print(sheet: Any) -> Iterator[Any]:
    """Yield the cells that are printed; a sheet without print areas is printed whole."""
    areas = areas_of(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            if not areas or any(one[0] <= cell.column <= one[2] and one[1] <= cell.row <= one[3] for one in areas):
                yield cell


@some_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_a_sheet_has_its_first_title_and_all_titles_are_printed(
    name: str, printed: dict[str, tuple[Path, list[str]]]
) -> None:
    # A sheet wider than a page at 9 points takes several, so that its other titles are on one of them each.
    book, told = printed[name]
    for sheet in openpyxl.load_workbook(book, data_only=True):
        own = [page for page in told if re.search(rf"· {re.escape(sheet.title)}\s+Side \d+ af \d+\s*$", page.rstrip())]
        assert bool(own) == (sheet.title not in ON_REQUEST), sheet.title
        titles = [str(cell.value) for cell in in_print(sheet) if cell.row == 4 and cell.value is not None]
        if sheet.title == "Huslejevirkning":  # each of its tables has a heading of its own, with the years
            titles = [title for title in titles if title.isdecimal()]
        if own and sheet.title not in {"Forside", "Vejledning"}:
            squeezed = ["".join(page.split()) for page in own]
            whole = "".join(squeezed)
            assert [title for title in titles if not all("".join(word) in whole for word in title.split())] == []
            if sheet.title != "Huslejevirkning":
                assert [page for page in squeezed if titles[0] not in page] == [], sheet.title


@some_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_every_amount_in_the_print_areas_is_printed(name: str, printed: dict[str, tuple[Path, list[str]]]) -> None:
    book, told = printed[name]
    text = "".join("".join(told).split()).replace(".", "").replace(",", "")
    for sheet in openpyxl.load_workbook(book, data_only=True):
        for cell in in_print(sheet):
            if isinstance(cell.value, (int, float)) and "#,##0" in cell.number_format and cell.value >= 1000:
                decimals = 2 if "0.00" in cell.number_format else 0
                assert f"{cell.value:.{decimals}f}".replace(".", "") in text, cell


@some_books.needed
def test_the_pages_are_a4(books: list[Converted]) -> None:
    tool("pdfinfo")
    for one in books:
        done = subprocess.run(
            ["pdfinfo", "-f", "1", "-l", "99", str(one.result)], check=True, capture_output=True, text=True
        )
        sizes = set(re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", done.stdout))
        assert {tuple(sorted(round(float(side)) for side in size)) for size in sizes} == {(595, 842)}


def test_a_row_is_as_high_as_the_lines_that_its_text_takes() -> None:
    # By hand: of 12 letters a line, "lig med den", "samlede", "ramme"; LibreOffice cut the third off.
    assert lines_of("lig med den samlede ramme", 13) == 3
    assert lines_of("lig med den samlede ramme", 16) == 2
    assert lines_of("højst 75 %", 13) == 1


@some_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_the_cover_and_the_guide_are_two_pages_each_in_any_typeface(
    name: str, printed: dict[str, tuple[Path, list[str]]]
) -> None:
    # In a typeface a sixth wider than Calibri a chart or a column once ran on to pages of its own.
    told = [page.rstrip() for page in printed[name][1]]
    for title in ("Forside", "Vejledning"):
        assert len([page for page in told if re.search(rf"· {title}\s+Side \d+ af \d+$", page)]) == 2, title
