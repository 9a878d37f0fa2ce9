"""What a program lists to the end of a sheet without content is ignored: rows, columns and cells with a format alone.

LibreOffice does so once a row was deleted.
"""

import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

import build
from excel.books import book_of, refused, rewritten, typed
from helhedsplan_finance import read_workbook

pytestmark = pytest.mark.daily

KILDER, POSTER = "xl/worksheets/sheet4.xml", "xl/worksheets/sheet6.xml"
_OF_LIBREOFFICE = (
    b'customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"'
)

FAR_OUT = {
    "the last row": b'<row r="1048576" ' + _OF_LIBREOFFICE + b"/>",
    "the last row with its end": b'<row r="1048576" ' + _OF_LIBREOFFICE + b"></row>",
    "a cell with a format in the last row": b'<row r="1048576"><c r="A1048576" s="1"/></row>',
    "a cell with a format in the last column": b'<row r="1000"><c r="XFD1000" s="1"></c></row>',
    "cells without addresses": b'<row r="1048576">' + b'<c s="1"/>' * 600 + b"</row>",
    "many rows": b"".join(b'<row r="%d"/>' % row for row in range(1_000, 61_000)),
}


@pytest.mark.parametrize("kind", FAR_OUT)
@pytest.mark.parametrize("sheet", [KILDER, pytest.param(POSTER, marks=pytest.mark.deep)])
def test_rows_and_cells_without_content_are_ignored_however_far_out(sheet: str, kind: str, tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    far = rewritten(book, sheet, lambda part: part.replace(b"</sheetData>", FAR_OUT[kind] + b"</sheetData>", 1))
    read = read_workbook(far)
    assert (read.plan, read.is_as_written, read.notes) == (build.published("eksempelparken-2022"), True, ())


def test_columns_to_the_last_of_a_sheet_are_ignored(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    columns = b'<col min="30" max="16384" width="9" style="1" customWidth="true"/></cols>'
    read = read_workbook(rewritten(book, POSTER, lambda part: part.replace(b"</cols>", columns, 1)))
    assert (read.plan, read.is_as_written, read.notes) == (build.published("eksempelparken-2022"), True, ())


# The corner of a table dragged down or out, also beyond where a cell may be filled; hundreds of times the table.
REFS = [
    "A4:XFD1048576",
    *(pytest.param(ref, marks=pytest.mark.deep) for ref in ("A4:X5025", "A4:X30000", "A4:X30001", "A4:ZZ23")),
]


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.parametrize("table", ["tblPoster", pytest.param("tblData", marks=pytest.mark.deep)])
def test_a_table_may_reach_far_beyond_its_content(table: str, ref: str, tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    part, before = ref_of(book, table)
    begins, last = before.partition(":")[0], ref.partition(":")[2]
    far = rewritten(book, part, lambda content: content.replace(before.encode(), f"{begins}:{last}".encode()))
    began = time.process_time()
    read = read_workbook(far)
    assert time.process_time() - began < 3
    assert (read.plan, read.is_as_written, read.notes) == (build.published("eksempelparken-2022"), True, ())


def test_a_row_at_the_end_of_a_table_that_was_drawn_out_is_read(tmp_path: Path) -> None:
    drawn_out = poster_down_to(5024, {"Poster!A5024": "Ny", "Poster!D5024": "løn", "Poster!F5024": 1}, tmp_path)
    assert refused(drawn_out).startswith("Poster!L5024: der er ingen antal")


def test_a_row_below_what_can_be_read_of_a_table_is_named(tmp_path: Path) -> None:
    assert refused(poster_down_to(30_000, {"Poster!A5025": "Ny"}, tmp_path)).startswith(
        "tabellen på arket Poster har indhold helt ned i række 5025; højst 5020 rækker under overskrifterne kan læses"
    )


def poster_down_to(row: int, cells: dict[str, Any], folder: Path) -> Path:
    """Return a book whose table of budget lines ends in a row, with values in cells."""
    book = typed(book_of("eksempelparken-2022", folder), cells)
    part, before = ref_of(book, "tblPoster")
    after = re.sub(r"\d+$", str(row), before)
    return rewritten(book, part, lambda content: content.replace(before.encode(), after.encode()))


def ref_of(book: Path, table: str) -> tuple[str, str]:
    """Return the part of a table, and its range."""
    with zipfile.ZipFile(book) as package:
        for part in package.namelist():
            if part.startswith("xl/tables/") and f'displayName="{table}"' in package.read(part).decode():
                return part, re.findall(r' ref="([^"]+)"', package.read(part).decode())[0]
    raise AssertionError(table)
