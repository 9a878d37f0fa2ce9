"""Formulas and values of a workbook in one pass over its XML; openpyxl takes a pass for each, and five times as long.

What LibreOffice computes arrives as CSV, a file for each sheet, and is read into the same form.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat

from defusedxml import ElementTree
from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel

Place = tuple[int, int]  # row and column, from 1

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

place_of = lru_cache(maxsize=None)(coordinate_to_tuple)


@dataclass
class Cells:
    """The cells of a workbook, sheet by sheet: values, and formulas with their equals sign."""

    values: dict[str, dict[Place, Any]] = field(default_factory=dict)
    formulas: dict[str, dict[Place, str]] = field(default_factory=dict)

    def at(self, sheet: str, row: int, column: int) -> Any:
        """Return a cell's value, or None."""
        return self.values[sheet].get((row, column))

    def rows(self, sheet: str, first: int = 1) -> list[tuple[Any, ...]]:
        """Return the values of a sheet row by row, as wide as its widest row."""
        held = self.values[sheet]
        height, width = (max((place[side] for place in held), default=0) for side in (0, 1))
        return [tuple(held.get((row, column)) for column in range(1, width + 1)) for row in range(first, height + 1)]

    def records(self, sheet: str, header: int) -> list[dict[str, Any]]:
        """Return the rows below a header, by its titles."""
        titles, *rows = self.rows(sheet, header)
        return [dict(zip(map(str, titles), row, strict=True)) for row in rows]

    def pairs(self, sheet: str) -> dict[Any, Any]:
        """Return the second column of a sheet by its first."""
        return {row[0]: row[1] for row in self.rows(sheet)}


def named(cells: dict[str, dict[Place, Any]]) -> dict[str, Any]:
    """Return cells by names such as ``Kilder!G6``."""
    return {
        f"{sheet}!{get_column_letter(column)}{row}": value
        for sheet, held in cells.items()
        for (row, column), value in held.items()
    }


def read_cells(book: Path | bytes) -> Cells:
    """Read the formulas and values of a workbook."""
    cells = Cells()
    with zipfile.ZipFile(io.BytesIO(book) if isinstance(book, bytes) else book) as package:
        strings, dates = _shared_strings(package), _date_styles(package)
        for name, part in sheet_parts(package).items():
            sheet = _Sheet(strings, dates)
            sheet.read(package.read(part))
            cells.values[name], cells.formulas[name] = sheet.values, sheet.formulas
    return cells


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    targets = {
        relation.get("Id"): normpath(join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _tree(package, "xl/_rels/workbook.xml.rels")
    }
    sheets = _tree(package, "xl/workbook.xml").find(f"{_MAIN}sheets")
    return {sheet.get("name"): targets[sheet.get(_RELATION)] for sheet in sheets}


def _tree(package: zipfile.ZipFile, part: str) -> Any:
    return ElementTree.fromstring(package.read(part))


def _shared_strings(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    return [
        "".join(
            text.text or ""
            for part in ([item] if item.find(f"{_MAIN}r") is None else item.findall(f"{_MAIN}r"))
            for text in part.findall(f"{_MAIN}t")
        )
        for item in _tree(package, "xl/sharedStrings.xml")
    ]


def _date_styles(package: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the cell styles that show a date."""
    root = _tree(package, "xl/styles.xml")
    formats = {one.get("numFmtId"): one.get("formatCode") for one in root.iter(f"{_MAIN}numFmt")}
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()} | formats
    styles = root.find(f"{_MAIN}cellXfs")
    return {str(number) for number, one in enumerate(styles) if is_date_format(formats.get(one.get("numFmtId")))}


class _Sheet:
    """One sheet as its elements pass by."""

    def __init__(self, strings: list[str], dates: set[str]) -> None:
        self.strings, self.dates = strings, dates
        self.values: dict[Place, Any] = {}
        self.formulas: dict[Place, str] = {}
        self._shared: dict[str, Translator] = {}
        self._cell: dict[str, str] = {}
        self._formula: dict[str, str] | None = None
        self._value: str | None = None
        self._text: list[str] = []
        self._keeps = False

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell, self._formula, self._value = attributes, None, None
        elif name in {"v", "t", "f"}:
            self._text, self._keeps = [], True
            if name == "f":
                self._formula = attributes

    def _characters(self, text: str) -> None:
        if self._keeps:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name == "c":
            if self._value:
                self.values[place_of(self._cell["r"])] = self._read_value(self._value)
        elif name in {"v", "t"} and self._keeps:
            self._value = "".join(self._text) if name == "v" else (self._value or "") + "".join(self._text)
        elif name == "f" and self._formula is not None:
            self._take_formula("".join(self._text), self._formula)
        if name in {"v", "t", "f"}:
            self._keeps = False

    def _take_formula(self, text: str, attributes: dict[str, str]) -> None:
        name = self._cell["r"]
        formula = f"={text}"
        if attributes.get("t") == "shared":
            if text:
                self._shared[attributes["si"]] = Translator(formula, name)
            else:
                formula = self._shared[attributes["si"]].translate_formula(name)
        self.formulas[place_of(name)] = formula

    def _read_value(self, text: str) -> Any:
        match self._cell.get("t", "n"):
            case "s":
                return _meant(self.strings[int(text)])
            case "b":
                return text == "1"
            case "n":
                number = _number(text)
                return from_excel(number) if self._cell.get("s") in self.dates else number
            case _:
                return _meant(text)


def _meant(text: str) -> str:
    """Return a text without the escapes of the file: `_x005F_` is an underline that begins no escape."""
    first, *rest = re.split("_x([0-9A-Fa-f]{4})_", text)
    return first + "".join(chr(int(code, 16)) + after for code, after in zip(rest[::2], rest[1::2], strict=True))


def _number(text: str) -> int | float:
    return float(text) if re.search(r"[.eE]", text) else int(text)


_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^;\n"]*))(;|\r?\n|$)')


def read_csv(files: dict[str, Path]) -> Cells:
    """Read what LibreOffice wrote, a file for each sheet: texts in quotes, figures in full and without."""
    return Cells({sheet: dict(_csv_cells(path)) for sheet, path in files.items()})


def _csv_cells(path: Path) -> Iterator[tuple[Place, Any]]:
    content, row, column, at = path.read_text("utf-8-sig"), 1, 1, 0
    while at < len(content):
        found = _FIELD.match(content, at)
        assert found is not None, (path, content[at : at + 80])
        text, figure, stop = found.groups()
        if text:
            yield (row, column), text.replace('""', '"')
        elif figure:
            yield (row, column), _csv_figure(figure)
        row, column = (row, column + 1) if stop == ";" else (row + 1, 1)
        at = found.end()


def _csv_figure(text: str) -> Any:
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    if "/" in text:
        return datetime.strptime(text, "%m/%d/%Y")  # noqa: DTZ007 - a spreadsheet's days have no zone
    return _number(text[:-1]) / 100 if text.endswith("%") else _number(text)
