"""Whether any word is cut, broken inside or printed over another, measured on the pages that LibreOffice prints.

Run: deep. With each of two typefaces LibreOffice starts once for all published plans, a template and a large plan, some
30 s. A typeface that is not installed is named in the reason of a skipped test.
"""

import os
import subprocess
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import build
from excel.books import book_of
from excel.printed_words import pages_of, printed_words, words_in_print
from excel.recalculate import converted, soffice
from excel.test_printed_size import NAMES, ON_REQUEST, large
from helhedsplan_finance import Plan
from places import tool

pytestmark = pytest.mark.deep

FONTS = ("Carlito", "Liberation Sans")
_USED = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">{system}</include><alias binding="same"><family>Calibri</family>
<prefer><family>{font}</family></prefer></alias>
<selectfont><rejectfont><pattern><patelt name="family"><string>{other}</string></patelt></pattern></rejectfont>
</selectfont>
</fontconfig>"""


@cache
def books(folder: Path) -> list[Path]:
    """Write the workbooks of all plans in ``data/``, a large one and a template."""
    plans = {name: large() if name == "stor" else build.published(name) for name in NAMES}
    template = Plan(name="Ny", start=date(2025, 1, 1), end=date(2028, 12, 31))
    written = [book_of(plan, folder, f"{name}.xlsx") for name, plan in plans.items()]
    return [*written, book_of(template, folder, "ny.xlsx", template=True)]


def pages_in(font: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Path]]:
    """Return the workbooks, each with its pages as LibreOffice prints them with a typeface instead of Calibri."""
    if soffice() is None:
        tool("soffice")
    listed = subprocess.run([tool("fc-list"), ":", "family"], check=True, capture_output=True, text=True).stdout
    if font not in {name.strip() for line in listed.splitlines() for name in line.split(",")}:
        pytest.skip(f"the typeface {font} is not installed: no page was measured with it")
    system = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    (other,) = {*FONTS} - {font}  # LibreOffice itself prefers Carlito
    (folder / "fonts.conf").write_text(_USED.format(system=system, font=font, other=other), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(folder / "fonts.conf"))
    (folder / "pages").mkdir()
    written = books(folder)
    converted(written, "pdf", folder / "pages")
    pairs = [(book, folder / "pages" / f"{book.stem}.pdf") for book in written]
    used = subprocess.run([tool("pdffonts"), str(pairs[0][1])], check=True, capture_output=True, text=True).stdout
    assert font.replace(" ", "") in used
    return pairs


@pytest.mark.parametrize("font", FONTS)
def test_every_word_of_a_cell_is_printed_whole_and_on_a_line_of_its_own(
    font: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    amiss: dict[str, object] = {}
    for book, pdf in pages_in(font, tmp_path, monkeypatch):
        pages = pages_of(pdf)
        for number, page in enumerate(pages, start=1):
            amiss |= {f"{book.stem} {number} cut": words for words in [page.cut()] if words}
            narrow = [word.text for word in page.words if word.text.startswith("##")]  # a figure that has no room
            amiss |= {f"{book.stem} {number} narrow": words for words in [narrow] if words}
            amiss |= {f"{book.stem} {number} over": words for words in [page.over()] if words}
        for sheet in openpyxl.load_workbook(book, data_only=True):
            if sheet.title in {page.sheet for page in pages}:
                missing = words_in_print(sheet) - printed_words(pages, sheet.title)
                amiss |= {f"{book.stem} {sheet.title} missing": words for words in [missing] if words}
            else:
                assert sheet.title in ON_REQUEST | {"Finansieringsgrid"}, sheet.title
    assert amiss == {}


def test_a_word_that_a_cell_cuts_off_is_seen(tmp_path: Path) -> None:
    # The measure itself: a text in a column too narrow for it, with a figure beside it.
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title, sheet.column_dimensions["A"].width = "Ark", 9
    sheet["A1"], sheet["B1"], sheet["A2"] = "Beboerrådgivningen holder", 1, "kort"
    foot: Any = sheet.oddFooter
    foot.left.text, foot.right.text = "· &A", "Side &P af &N"
    tool("soffice")
    tool("pdftotext")
    book.save(tmp_path / "cut.xlsx")
    (tmp_path / "pages").mkdir()
    converted([tmp_path / "cut.xlsx"], "pdf", tmp_path / "pages")
    (page,) = pages_of(tmp_path / "pages" / "cut.pdf")
    (cut,) = page.cut()  # LibreOffice leaves out the letters that are wholly outside: how many, its typeface decides
    assert "Beboerrådgivningen".startswith(cut)
    assert len(cut) < len("Beboerrådgivningen")
    assert words_in_print(sheet) - printed_words([page], "Ark") == Counter(["Beboerrådgivningen", "holder"])
