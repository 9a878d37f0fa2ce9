"""Type into the cells of a workbook that the library wrote, in its XML; openpyxl takes a second to load and save."""

import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from excel.cells import read_cells, sheet_parts

_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f>[^<]*</f>")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}

Typed = tuple[str, int, str, Any]  # table, row of it from 0, title of the column, value


def type_cells(book: Path, cells: dict[str, Any], target: Path) -> Path:
    """Write a workbook once more with values in cells such as ``Kilder!G6``; None clears a cell."""
    by_sheet: dict[str, dict[str, Any]] = {}
    for place, value in cells.items():
        sheet, name = place.split("!")
        by_sheet.setdefault(sheet, {})[name] = value
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        parts = {part: by_sheet.pop(sheet) for sheet, part in sheet_parts(old).items() if sheet in by_sheet}
        assert not by_sheet, f"no sheet {sorted(by_sheet)}"
        for info in old.infolist():
            content = old.read(info)
            if info.filename in parts:
                content = _with_cells(content.decode(), parts[info.filename]).encode()
            new.writestr(info.filename, content)  # stored: to deflate it takes longer than to type
    return target


def type_into_tables(book: Path, edits: Iterable[Typed], target: Path) -> Path:
    """Write a workbook once more with values in its tables, by row and title."""
    found = tables(book)
    cells = {}
    for table, row, title, value in edits:
        sheet, first, titles = found[table]
        cells[f"{sheet}!{get_column_letter(titles[title])}{first + row}"] = value
    return type_cells(book, cells, target)


def tables(book: Path) -> dict[str, tuple[str, int, dict[str, int]]]:
    """Return the sheet of each table, its first row, and its columns by title."""
    found = {}
    with zipfile.ZipFile(book) as package:
        for sheet, part in sheet_parts(package).items():
            relations = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
            if relations in package.namelist():
                for name in re.findall(r'Target="\.\./(tables/[^"]+)"', package.read(relations).decode()):
                    content = package.read(f"xl/{name}").decode()
                    (table,) = re.findall(r'<table [^>]* displayName="([^"]+)"', content)
                    (ref,) = re.findall(r'<table [^>]* ref="([^"]+)"', content)
                    first, header, _, _ = (side or 0 for side in range_boundaries(ref))
                    titles = re.findall(r'<tableColumn [^>]*name="([^"]+)"', content)
                    found[table] = sheet, header + 1, {title: first + place for place, title in enumerate(titles)}
    return found


def retitle(book: Path, titles: dict[tuple[str, str], str], target: Path, *, formulas: bool) -> Path:
    """Write a workbook once more with other titles, by table and title; in its formulas too, as Excel does it."""
    found = tables(book)
    headers = {}
    for (table, title), new in titles.items():
        sheet, first, columns = found[table]
        headers[f"{sheet}!{get_column_letter(columns[title])}{first - 1}"] = new
    typed = type_cells(book, headers, target.with_name(f"typed-{target.name}"))
    with zipfile.ZipFile(typed) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new_book:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("xl/tables/"):
                content = _with_column_names(content.decode(), titles).encode()
            elif formulas and info.filename.startswith("xl/worksheets/sheet"):
                content = _FORMULA.sub(lambda one: _with_titles(one[0], titles), content.decode()).encode()
            new_book.writestr(info.filename, content)
    return target


def _with_column_names(content: str, titles: dict[tuple[str, str], str]) -> str:
    (table,) = re.findall(r'<table [^>]* displayName="([^"]+)"', content)
    return re.sub(
        r'(<tableColumn [^>]*name=")([^"]+)"',
        lambda one: f'{one[1]}{escape(titles.get((table, one[2]), one[2]), {chr(34): "&quot;"})}"',
        content,
    )


def _with_titles(formula: str, titles: dict[tuple[str, str], str]) -> str:
    """Return a formula of the file with other titles; a bracket, a hash and a quote have a quote before them."""
    new = {old: escape(re.sub(r"([\[\]#'])", r"'\1", title)) for old, title in titles.items()}

    def column(found: re.Match[str]) -> str:
        return f"{found[1]}[{new.get((found[1], found[2]), found[2])}]"

    def columns(found: re.Match[str]) -> str:
        first, last = (new.get((found[1], found[at]), found[at]) for at in (2, 3))
        return f"{found[1]}[[{first}]:[{last}]]"

    formula = re.sub(r"(tbl\w+)\[([^\[\]]+)\]", column, formula)
    return re.sub(r"(tbl\w+)\[\[([^\[\]]+)\]:\[([^\[\]]+)\]\]", columns, formula)


def part_of(book: Path, sheet: str) -> str:
    """Return the part that holds a sheet."""
    with zipfile.ZipFile(book) as package:
        return sheet_parts(package)[sheet]


def cell_of(book: Path, name: str) -> str:
    """Return the cell that a defined name is of, such as ``Log!B5``."""
    with zipfile.ZipFile(book) as package:
        content = package.read("xl/workbook.xml").decode()
    (found,) = re.findall(rf'<definedName name="{name}"[^>]*>([^<]*)</definedName>', content)
    return str(found).replace("'", "").replace("$", "")


def row_of(book: Path, sheet: str, id_: str) -> int:
    """Return the row of a sheet with this id, which stands in column B."""
    (row,) = (row for (row, column), value in read_cells(book).values[sheet].items() if (column, value) == (2, id_))
    return row


def _with_cells(content: str, cells: dict[str, Any]) -> str:
    """Return the XML of a sheet with some cells changed or put in, rows and cells in their order."""
    by_row: dict[int, dict[int, Any]] = {}
    for name, value in cells.items():
        letters, row = coordinate_from_string(name)
        by_row.setdefault(row, {})[column_index_from_string(letters)] = value
    start, end = content.index("<sheetData>") + len("<sheetData>"), content.index("</sheetData>")
    rows = {int(found[1]): found for found in _ROW.finditer(content, start, end)}
    pieces = {number: found[0] for number, found in rows.items()}
    for number, typed in by_row.items():
        found = rows.get(number)
        inner = (found[3] or "") if found else ""
        held = {column_index_from_string(cell[1]): (cell[2], cell[0]) for cell in _CELL.finditer(inner)}
        for column, value in typed.items():
            style = re.search(r' s="\d+"', held.get(column, ("", ""))[0])
            name = f"{get_column_letter(column)}{number}"
            held[column] = ("", _cell(name, style[0] if style else "", value))
        attributes = re.sub(r' spans="[^"]*"', "", found[2]) if found else ""
        body = "".join(held[column][1] for column in sorted(held))
        pieces[number] = f'<row r="{number}"{attributes}>{body}</row>'
    return content[:start] + "".join(pieces[number] for number in sorted(pieces)) + content[end:]


def _serial(day: date) -> float:
    """Return a day as a spreadsheet counts it, from 1 March 1900 on."""
    passed = datetime.fromisoformat(day.isoformat()) - datetime.fromisoformat("1899-12-30")
    return passed.days + passed.seconds / 86_400


def _cell(name: str, style: str, value: Any) -> str:
    start = f'<c r="{name}"{style}'
    match value:
        case None:
            return f"{start}/>"
        case bool():
            return f'{start} t="b"><v>{int(value)}</v></c>'
        case date():
            return f"{start}><v>{_serial(value)!r}</v></c>"
        case str() if value.startswith("="):
            return f"{start}><f>{escape(value[1:])}</f></c>"
        case str() if value in _ERRORS:
            return f'{start} t="e"><v>{value}</v></c>'
        case str():
            return f'{start} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case _:
            return f"{start}><v>{value!r}</v></c>"
