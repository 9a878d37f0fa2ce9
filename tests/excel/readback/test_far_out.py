"""What a program lists to the end of a sheet without content is ignored: rows, columns and cells with a format alone.

LibreOffice does so once a row was deleted.
"""

from pathlib import Path

import pytest

import build
from excel.books import book_of, rewritten
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
