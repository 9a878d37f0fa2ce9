"""The type of every printed page, measured from the PDF that LibreOffice makes of it; poppler reads the sizes.

Run: deep. It starts LibreOffice once for all published plans and a large one, some 30 s.
"""

import re
import subprocess
from datetime import date
from fractions import Fraction
from functools import cache
from html import unescape
from pathlib import Path
from typing import get_args

import openpyxl
import pytest

import build
from excel.batches import Converted, batch
from excel.books import book_of
from helhedsplan_finance import Kroner, Plan, Stream, __version__
from helhedsplan_finance.plan.plan import SOURCES, Art, Boligafdeling, CostLine
from places import DATA, tool

pytestmark = pytest.mark.deep

_ZOOM = 3  # the largest of pdftohtml: its whole numbers are thirds of a point
_SMALLEST = 9
NAMES = (*sorted(path.stem for path in DATA.glob("*.toml")), "stor")
ON_REQUEST = {"Data", "Regler og kilder", "Log"}


def large() -> Plan:
    """Return a made-up plan with 60 lines, 20 contributions and 12 boligafdelinger."""
    years, arts = range(2022, 2026), get_args(Art)
    areas = ("Uddannelse og livschancer", "Beskæftigelse", "Kriminalpræventiv indsats", "Sammenhængskraft")
    streams = [
        Stream(
            id=f"bidrag-nummer-{number}",
            source=SOURCES[number % len(SOURCES)],
            name=f"Bidrag {number} fra den almene boligorganisation Nordparken",
            amounts={year: Kroner.from_ore(37_512_300 + number * 100_000) for year in years},
        )
        for number in range(20)
    ]
    costs = [
        CostLine(
            id=f"linje-nummer-{number}",
            activity=f"Aktivitet {number}: rådgivning og beskæftigelse for unge",
            indsatsomraade=areas[number % len(areas)],
            art=arts[number % len(arts)],
            unit="stk.",
            unit_price=Kroner.from_ore(12_345_600),
            quantity=dict.fromkeys(years, Fraction(1)),
        )
        for number in range(60)
    ]
    homes = [
        Boligafdeling(
            id=f"afdeling-{number}",
            name=f"Afdeling {number} Egeparken og Bøgelunden",
            organisation="Boligselskabet Nordparken",
            lejemaal=100 + number,
            m2=8000 + number,
            rent_m2=Kroner("850 kr."),
        )
        for number in range(12)
    ]
    name = "FIKTIV: stor plan med 60 linjer, 20 bidrag & 12 boligafdelinger"
    start, end = date(2022, 1, 1), date(2025, 12, 31)
    return Plan(name=name, start=start, end=end, streams=streams, costs=costs, afdelinger=homes)


@batch("printed", size=len(NAMES))
def all_books(folder: Path) -> list[Path]:
    plans = {name: large() if name == "stor" else build.published(name) for name in NAMES}
    return [book_of(plan, folder, f"{name}.xlsx") for name, plan in plans.items()]


@pytest.fixture
def printed(books: list[Converted]) -> dict[str, Converted]:
    tool("pdftohtml")
    return {one.book.stem: one for one in books}


@cache
def pages(pdf: Path) -> list[list[tuple[float, str]]]:
    """Return each page as its texts, each with the size of its letters in points."""
    command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", str(_ZOOM), str(pdf)]
    whole = subprocess.run(command, check=True, capture_output=True).stdout.decode(errors="replace")
    sizes: dict[str, float] = {}
    told = []
    for page in re.findall(r"<page .*?</page>", whole, re.DOTALL):
        sizes |= {font: int(size) / _ZOOM for font, size in re.findall(r'<fontspec id="(\d+)" size="(\d+)"', page)}
        texts = re.findall(r'<text [^>]*font="(\d+)">(.*?)</text>', page, re.DOTALL)
        told.append([(sizes[font], unescape(re.sub("<.*?>", "", text)).strip()) for font, text in texts])
    return [[(size, text) for size, text in page if text] for page in told]


@all_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_smaller_than_nine_points(name: str, printed: dict[str, Converted]) -> None:
    small = {(size, text) for page in pages(printed[name].result) for size, text in page if size < _SMALLEST}
    assert small == set()


@all_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_every_page_names_the_plan_the_version_and_its_number(name: str, printed: dict[str, Converted]) -> None:
    told = pages(printed[name].result)
    begins = (large() if name == "stor" else build.published(name)).name[:20]
    for number, page in enumerate(told, start=1):
        texts = [text for _, text in page]
        assert any(text.startswith(begins) for text in texts), number
        assert any(f"helhedsplan {__version__}" in text for text in texts), number
        assert any(re.search(rf"\b(?:Side|Page) {number} (?:af|of) {len(told)}$", text) for text in texts), number


@all_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_what_a_meeting_needs_is_printed_and_the_rest_on_request(name: str, printed: dict[str, Converted]) -> None:
    shown = " ".join(text for page in pages(printed[name].result) for _, text in page)
    sheets = set(openpyxl.load_workbook(printed[name].book, read_only=True).sheetnames)
    out = {sheet for sheet in sheets if f"· {sheet} " not in f"{shown} "}
    # The grid of a large plan is for the screen: it would take more than a hundred pages.
    assert out == ON_REQUEST | ({"Finansieringsgrid"} if name == "stor" else set())


@all_books.needed
@pytest.mark.parametrize("name", NAMES)
def test_every_printed_sheet_has_its_title_on_paper(name: str, printed: dict[str, Converted]) -> None:
    shown = " ".join(text for page in pages(printed[name].result) for _, text in page)
    book = openpyxl.load_workbook(printed[name].book, data_only=True)
    titles = {sheet.title: next(one.value for one in sheet[1] if one.value) for sheet in book}
    out = {sheet for sheet, title in titles.items() if " ".join(str(title).split()) not in " ".join(shown.split())}
    assert out <= (ON_REQUEST | {"Finansieringsgrid"} if name == "stor" else ON_REQUEST)
