"""What comes out of the printer: LibreOffice prints each workbook, and its pages are read.

Where LibreOffice or pdftotext is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as
CI does, they fail instead.
"""

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import build
from excel.books import book_of
from excel.recalculate import soffice
from helhedsplan_finance import Kroner, Plan, Stream, __version__

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        (soffice() is None or shutil.which("pdftotext") is None) and "REQUIRE_LIBREOFFICE" not in os.environ,
        reason="LibreOffice or pdftotext is not installed: the pages of the workbooks were not looked at",
    ),
]


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


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[str]]]:
    """Print some workbooks, and return each with the text of its pages as they are laid out."""
    folder = tmp_path_factory.mktemp("print")
    plans = {name: build.published(name) for name in ("amager-2022", "eksempelparken-2022")} | {
        "lang": long_and_large()
    }
    books = [book_of(plan, folder, f"{name}.xlsx") for name, plan in plans.items()]
    template = Plan(name="Ny", start=date(2025, 1, 1), end=date(2028, 12, 31))
    books.append(book_of(template, folder, "ny.xlsx", template=True))
    program = soffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(book) for book in books]
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {book.stem: (book, pages(book.with_suffix(".pdf"))) for book in books}


def pages(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return done.stdout.split("\f")[:-1]


NAMES = ("amager-2022", "eksempelparken-2022", "lang", "ny")


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_too_wide_for_its_column(name: str, printed: dict[str, tuple[Path, list[str]]]) -> None:
    assert not [page for page in printed[name][1] if "###" in page]


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_is_one_page_wide_with_its_titles_on_every_page(
    name: str, printed: dict[str, tuple[Path, list[str]]]
) -> None:
    book, told = printed[name]
    for sheet in openpyxl.load_workbook(book, data_only=True):
        own = [
            page
            for page in told
            if re.search(rf"· {re.escape(sheet.title)}\s+{__version__}\s+Side \d+ af \d+\s*$", page.rstrip())
        ]
        assert own, sheet.title
        titles = [str(cell.value) for cell in sheet[4] if cell.value is not None]
        if sheet.title == "Huslejevirkning":  # each of its tables has a heading of its own, with the years
            titles = [title for title in titles if title.isdecimal()]
        if sheet.title not in {"Forside", "Vejledning", "Log"}:
            for page in own:
                squeezed = "".join(page.split())
                assert [title for title in titles if not all("".join(word) in squeezed for word in title.split())] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_is_printed(name: str, printed: dict[str, tuple[Path, list[str]]]) -> None:
    book, told = printed[name]
    text = "".join("".join(told).split()).replace(".", "").replace(",", "")
    for sheet in openpyxl.load_workbook(book, data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, float)) and "#,##0" in cell.number_format and cell.value >= 1000:
                    decimals = 2 if "0.00" in cell.number_format else 0
                    assert f"{cell.value:.{decimals}f}".replace(".", "") in text, cell


def test_the_pages_are_a4(printed: dict[str, tuple[Path, list[str]]]) -> None:
    for book, _ in printed.values():
        done = subprocess.run(
            ["pdfinfo", "-f", "1", "-l", "99", str(book.with_suffix(".pdf"))],
            check=True,
            capture_output=True,
            text=True,
        )
        sizes = set(re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", done.stdout))
        assert {tuple(sorted(round(float(side)) for side in size)) for size in sizes} == {(595, 842)}
