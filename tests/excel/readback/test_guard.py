"""Hostile and broken files: each is refused in one line, at once, and nothing is written."""

import re
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import build
from excel.books import book_of, changed, refused, rewritten, typed
from excel.readback.bounded import REFUSED, Reader
from helhedsplan_finance import PlanFileError, read_workbook
from helhedsplan_finance.excel.base.workbook_guard import MOST_UNPACKED

pytestmark = pytest.mark.daily

SHEET, BOOK, TYPES = "xl/worksheets/sheet4.xml", "xl/workbook.xml", "[Content_Types].xml"
STYLES = "xl/styles.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"


@pytest.fixture(scope="module")
def amager(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of("amager-2022", tmp_path_factory.mktemp("amager"))


def plain(content: bytes) -> Callable[[Path], Path]:
    def make(book: Path) -> Path:
        target = book.with_name("hostile.xlsx")
        target.write_bytes(content)
        return target

    return make


def within(part: str, old: bytes, new: bytes) -> Callable[[Path], Path]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return lambda book: rewritten(book, part, change)


def beside(name: str, content: bytes, types: bytes = b"", relation: bytes = b"") -> Callable[[Path], Path]:
    """Add a part, with its content type and the workbook's relationship to it."""

    def make(book: Path) -> Path:
        one = rewritten(book, TYPES, lambda part: part.replace(b"</Types>", types + b"</Types>"), "one.xlsx")
        end = b"</Relationships>"
        target = rewritten(one, BOOK_RELS, lambda part: part.replace(end, relation + end), "hostile.xlsx")
        with zipfile.ZipFile(target, "a", compression=zipfile.ZIP_DEFLATED) as package:
            package.writestr(name, content)
        return target

    return make


def relation(kind: str, target: str, mode: str = "") -> bytes:
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rIdX" Type="{schema}/{kind}" Target="{target}"{mode}/>'.encode()


def old_xls(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "".join(streams).encode("utf-16-le")


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "a">]>'
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FAR_ROW = b'<row r="30001"><c r="A30001"><v>1</v></c></row>'  # the bound is 30,000 rows and 500 columns, to SF
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHARED = b'<c r="A30"><f t="shared" si="0" ref="A30:NK30">' + b"1+" * 4_000 + b"1</f></c>"
SHARED += b'<c r="B30"><f t="shared" si="0"/></c>' * 374  # 375 times 8,001 signs, where 3,000,000 may be
EXTERNAL = ' TargetMode="External"'

HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "not a zip": (plain(b"Dette er ikke en Excel-fil"), "er ikke en .xlsx-fil, selv om den hedder det"),
    "an empty file": (plain(b""), "filen er tom"),
    "an old .xls": (plain(old_xls("Workbook")), "er en gammel Excel-fil (.xls)"),
    "a password": (plain(old_xls("EncryptionInfo", "EncryptedPackage")), "er beskyttet med adgangskode"),
    "a truncated file": (lambda book: plain(book.read_bytes()[:9000])(book), "er ødelagt eller afkortet"),
    "another zip": (lambda book: zipped(book, {"tekst.txt": b"hej"}), "er ikke en Excel-mappe"),
    "bytes that are astray": (
        lambda book: plain(book.read_bytes()[:5000] + bytes(300) + book.read_bytes()[5300:])(book),
        "er ødelagt eller afkortet",
    ),
    "more than may be unpacked": (
        beside("xl/media/image1.png", bytes(MOST_UNPACKED), relation=relation("image", "media/image1.png")),
        "pakker sig ud til mere, end en budgetmappe kan fylde",
    ),
    "a part one byte longer than it says": (lambda book: longer_than_said(book), "er ødelagt eller afkortet"),
    "one part too many": (
        lambda book: zipped(book, {f"xl/{number}.xml": b"" for number in range(501)}),
        "pakker sig ud til mere",
    ),
    "a forest of elements": (
        within(SHEET, b"<sheetData>", b"<x/>" * 500_000 + b"<sheetData>"),
        "pakker sig ud til mere",
    ),
    "deep nesting": (within(SHEET, b"<sheetData>", b"<x>" * 101 + b"<sheetData>"), "pakker sig ud til mere"),
    "entities in a sheet": (within(SHEET, b"<worksheet", ENTITIES + b"<worksheet"), "dokumenttype med entiteter"),
    "entities in the workbook": (within(BOOK, b"<workbook", ENTITIES + b"<workbook"), "dokumenttype med entiteter"),
    "a document type from a file": (
        within(BOOK, b"<workbook", b'<!DOCTYPE x SYSTEM "x.dtd"><workbook'),
        "dokumenttype med entiteter",
    ),
    "entities in another encoding": (
        lambda book: rewritten(book, BOOK, lambda part: part.replace(HEAD, ENTITIES).decode().encode("utf-16")),
        "dokumenttype med entiteter",
    ),
    "macros by their type": (within(TYPES, b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "indeholder makroer"),
    "macros by their part": (
        beside("xl/vbaProject.bin", b"x", relation=relation("vbaProject", "vbaProject.bin")),
        "indeholder makroer",
    ),
    "a binary workbook": (
        within(TYPES, b"spreadsheetml.sheet.main+xml", b"sheet.binary.macroEnabled.main"),
        "er en binær Excel-mappe",
    ),
    "a link to another file": (
        beside("xl/externalLinks/externalLink1.xml", b"<x/>", relation=relation("externalLink", "externalLinks/x.xml")),
        "henter data fra andre filer",
    ),
    "a picture from the web": (
        beside("x", b"", relation=relation("image", "https://example.org/x.png", EXTERNAL)),
        "henter data fra andre filer (https://example.org/x.png)",
    ),
    "a connection to a database": (
        beside("xl/connections.xml", b"<x/>", relation=relation("connections", "connections.xml")),
        "henter data fra andre filer",
    ),
    "something that no budget has": (
        beside("xl/strange.xml", b"<x/>", relation=relation("quantumSheet", "strange.xml")),
        "indeholder noget, en budgetmappe ikke har (quantumSheet)",
    ),
    "a cell too far down": (
        within(SHEET, b"</sheetData>", b'<row r="40"><c r="A30001"><v>1</v></c></row></sheetData>'),
        "har celler langt ude (Kilder!A30001)",
    ),
    "a cell far to the right": (
        within(SHEET, b"</sheetData>", b'<row r="40"><c r="SG40"><v>1</v></c></row></sheetData>'),
        "har celler langt ude (Kilder!SG40)",
    ),
    "a cell without an address too far down": (
        within(SHEET, b"</sheetData>", b'<row r="30001"><c><v>1</v></c></row></sheetData>'),
        "har celler langt ude (Kilder!A30001)",
    ),
    "a text in a cell too far down": (
        within(SHEET, b"</sheetData>", FAR_ROW.replace(b"<v>1</v>", b"<is><t>x</t></is>") + b"</sheetData>"),
        "har celler langt ude (Kilder!A30001)",
    ),
    "a formula too far down": (
        within(SHEET, b"</sheetData>", FAR_ROW.replace(b"<v>1</v>", b"<f>1</f>") + b"</sheetData>"),
        "har celler langt ude (Kilder!A30001)",
    ),
    "more filled cells than a sheet may have": (
        within(SHEET, b"</sheetData>", b'<row r="40">' + b"<c><v/></c>" * 300_000 + b"</row></sheetData>"),
        "arket Kilder har flere end 300000 udfyldte celler",
    ),
    "a link over too many cells": (
        within(SHEET, b"<pageMargins", b'<hyperlinks><hyperlink ref="A1:A1001"/></hyperlinks><pageMargins'),
        "har celler langt ude",
    ),
    "a table with a range of three corners": (
        within("xl/tables/table3.xml", b'ref="A4:', b'ref="A4:B5:'),
        "er ødelagt i",
    ),
    "merged cells": (
        within(SHEET, b"<pageMargins", b'<mergeCells count="1"><mergeCell ref="A5:B5"/></mergeCells><pageMargins'),
        "Kilder!A5:B5 er flettede celler; ophæv fletningen",
    ),
    "merged cells too far down": (
        within(SHEET, b"<pageMargins", b'<mergeCells><mergeCell ref="A1:A10001"/></mergeCells><pageMargins'),
        "Kilder!A1:A10001 er flettede celler",
    ),
    "xml that ends too early": (within(SHEET, b"</worksheet>", b""), "er ødelagt i xl/worksheets/sheet4.xml"),
    "a sheet that is not named as one": (
        lambda book: renamed(book, SHEET, "xl/worksheets/evil.dat", FAR_ROW),
        "har celler langt ude",
    ),
    "a second workbook that the types name": (
        within(TYPES, b"</Types>", b'<Override PartName="/xl2/workbook.xml" ContentType="' + MAIN + b'"/></Types>'),
        "er ikke en Excel-mappe",
    ),
    "types that name another workbook": (
        within(TYPES, b'PartName="/xl/workbook.xml"', b'PartName="/xl2/workbook.xml"'),
        "er ikke en Excel-mappe",
    ),
    "a comment on a range": (
        beside("xl/comments1.xml", b'<comments><comment ref="A1:B1"/></comments>'),
        "er ødelagt i xl/comments1.xml",
    ),
    "a formula that is too long": (
        within(SHEET, b"<f>", b"<f>" + b"1+" * 4_096),
        "en tekst eller formel i xl/worksheets/sheet4.xml er længere end 8192 tegn",
    ),
    "a text that is too long": (
        within("xl/sharedStrings.xml", b"<t>", b"<t>" + b"x" * 40_000),
        "en tekst eller formel i xl/sharedStrings.xml er længere end 40000 tegn",
    ),
    "a long formula shared by many": (
        within(SHEET, b"</sheetData>", b'<row r="30">' + SHARED + b"</row></sheetData>"),
        "pakker sig ud til mere",
    ),
    "a table of one row too many": (
        lambda book: within("xl/tables/table3.xml", b'ref="A4:S13"', b'ref="A4:S5025"')(
            typed(book, {"Kilder!A5025": 1})
        ),
        "tabellen på arket Kilder har indhold helt ned i række 5025; højst 5020 rækker under overskrifterne kan læses",
    ),
    "no sheets": (
        within(BOOK_RELS, b"worksheets/sheet4.xml", b"worksheets/sheet99.xml"),
        "arket Kilder er slettet; fortryd det, eller hent en tidligere udgave af mappen",
    ),
    "a packing that Excel does not use": (
        lambda book: zipped(book, {TYPES: b"<Types/>"}, zipfile.ZIP_BZIP2),
        "[Content_Types].xml er pakket på en måde, som Excel ikke bruger",
    ),
    "too many sheets": (
        within(BOOK, b"</sheets>", b'<sheet name="x" sheetId="1"/>' * 100 + b"</sheets>"),
        "har flere end 100 af 'sheet', mere end en budgetmappe kan have",
    ),
    "too many fonts": (within(STYLES, b"</fonts>", b"<font/>" * 1_000 + b"</fonts>"), "har flere end 1000 af 'font'"),
    "too many formats": (
        within(STYLES, b"</cellXfs>", b"<xf/>" * 10_000 + b"</cellXfs>"),
        "har flere end 10000 af 'xf'",
    ),
    "too many comments": (
        beside("xl/comments1.xml", b"<comments>" + b'<comment ref="A1"/>' * 2_001 + b"</comments>"),
        "har flere end 2000 af 'comment'",
    ),
    "too many runs of rich text": (
        within("xl/sharedStrings.xml", b"<si>", b"<si>" + b"<r/>" * 20_001 + b"</si><si>"),
        "har flere end 20000 af 'r'",
    ),
    "the same part twice": (lambda book: twice(book), "er ødelagt eller afkortet"),
    "a way out of the folder": (beside("../../evil.xml", b"<x/>"), "er ødelagt eller afkortet"),
}


def renamed(book: Path, part: str, name: str, rows: bytes) -> Path:
    """Give a sheet's part another name and many rows; the workbook still leads to it."""
    target = book.with_name("hostile.xlsx")
    old, new = Path(part).name.encode(), Path(name).name.encode()
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info).replace(old, new)
            if info.filename == part:
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            after.writestr(name if info.filename == part else info.filename, content)
    return target


def zipped(book: Path, parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    target = book.with_name("hostile.xlsx")
    with zipfile.ZipFile(target, "w", compression=packing) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target


def twice(book: Path) -> Path:
    target = rewritten(book, BOOK, lambda content: content)
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(BOOK, b"<x/>")
    return target


def longer_than_said(book: Path) -> Path:
    """A part of 54,321 bytes that says in the directory that it is one byte shorter."""
    made = beside("xl/media/image1.png", bytes(54_321), relation=relation("image", "media/image1.png"))(book)
    content = made.read_bytes()
    made.write_bytes(content.replace((54_321).to_bytes(4, "little"), (54_320).to_bytes(4, "little")))
    return made


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(kind: str, amager: Path) -> None:
    make, told = HOSTILE[kind]
    said = refused(make(amager))
    assert told in said
    assert len(said.splitlines()) == 1


@pytest.fixture(scope="module")
def reader(amager: Path) -> Iterator[Reader]:
    with Reader(warm_with=amager) as warm:
        yield warm


# Streamed to the bound, or read as a workbook before what is wrong shows.
LOOKED_AT_LONG = {"a forest of elements", "a table of one row too many", "no sheets"}
LONGEST = "more filled cells than a sheet may have"  # as long as it takes to read the largest plan as far


@pytest.mark.deep
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_takes_neither_long_nor_much(kind: str, amager: Path, reader: Reader) -> None:
    ended = reader.read(HOSTILE[kind][0](amager))
    assert (ended.code, ended.errors) == (REFUSED, "")
    assert ended.seconds < (3 if kind == LONGEST else 1 if kind in LOOKED_AT_LONG else 0.1)
    assert ended.megabytes < 300


@pytest.mark.deep
def test_a_harmless_file_is_read_within_the_bounds(amager: Path, reader: Reader) -> None:
    ended = reader.read(amager)
    assert (ended.code, ended.errors) == (0, "")


@pytest.mark.deep
def test_many_relationships_take_no_longer_than_their_number(amager: Path, reader: Reader) -> None:
    many = b"".join(relation("image", "x.png").replace(b"rIdX", b"rId%d" % number) for number in range(20_000))
    lost = "xl/drawings/_rels/drawing99.xml.rels", b"<Relationships>" + many + b"</Relationships>"
    ended = reader.read(beside(*lost)(amager))
    assert (ended.code, ended.errors) == (0, "")
    assert ended.seconds < 1


ODD_CELLS = {
    "a number without end": b"<v>1e999</v>",
    "a number of four hundred digits": b"<v>" + b"9" * 400 + b"</v>",
}


@pytest.mark.parametrize("kind", ODD_CELLS)
def test_a_number_that_no_budget_has_is_a_fault_at_its_cell(kind: str, tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    found = re.compile(rb'<c r="G5"[^>]*>(<v>[^<]*</v>)')

    def change(content: bytes) -> bytes:
        (value,) = found.findall(content)
        return content.replace(value, ODD_CELLS[kind], 1)

    assert refused(rewritten(book, SHEET, change)).startswith("Kilder!G5: fejlværdien #NUM! kan ikke bruges")


def test_a_formula_that_asks_for_a_row_far_away_is_only_another_formula(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)

    def change(content: bytes) -> bytes:
        return content.replace(b"INDEX(tblKilder[Id],9)", b"INDEX(tblKilder[Id],99999)")

    read = read_workbook(rewritten(book, "xl/worksheets/sheet9.xml", change))
    assert any(note.where.startswith("Data!") for note in read.notes)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "stor.xlsx"
    with large.open("wb") as file:
        file.write(b"PK")
        file.truncate(50_000_000)
    before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PlanFileError, match="filen er større end 10 MB"):
        read_workbook(large)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before[1]
    assert grown < 30_000  # kB: of the 50 MB, no more than the bound was read


def test_a_harmless_workbook_with_a_comment_and_a_link_is_read(amager: Path) -> None:
    from openpyxl.comments import Comment

    def add(book: object) -> None:
        sheet = book["Kilder"]  # type: ignore[index]
        sheet["A5"].comment = Comment("Set med bestyrelsen", "X")
        sheet["R5"].hyperlink = "https://example.org"

    assert len(read_workbook(changed(amager, add)).plan.streams) == 4


def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    from helhedsplan_finance import Plan

    target = tmp_path / "findes.xlsx"
    target.write_bytes(b"noget, der var her")
    with pytest.raises(PlanFileError):
        build.published("amager-2022").to_excel(target / "under.xlsx")
    broken = tmp_path / "hostile.xlsx"
    broken.write_bytes(b"PK")
    with pytest.raises(PlanFileError):
        Plan.from_excel(broken)
    assert target.read_bytes() == b"noget, der var her"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["findes.xlsx", "hostile.xlsx"]
