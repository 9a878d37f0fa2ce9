"""Counts of one part of a workbook while it is streamed: cells with content, ranges and characters, within bounds.

A row or cell without content is not counted and may be anywhere: after a row was deleted, LibreOffice lists rows and
columns to the end of the sheet.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn, Protocol

from helhedsplan_finance.text import short

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 30_000, 500, 300_000  # with content, on one sheet
_MOST_LINKED = 1_000  # cells under one link
_LONGEST_TEXT, _LONGEST_FORMULA = 40_000, 8_192  # characters; the limit of Excel, with a reserve
_MOST_SHARED = 3_000_000
# The most of each element in a whole workbook: some readers make an object of each, and compare some in pairs.
MOST = {
    "sheet": 100,
    "definedName": 2_000,
    "comment": 2_000,
    "hyperlink": 2_000,
    "table": 200,
    "tableColumn": 5_000,
    "font": 1_000,
    "fill": 1_000,
    "border": 1_000,
    "numFmt": 1_000,
    "dxf": 2_000,
    "cellStyle": 1_000,
    "xf": 10_000,
    "r": 20_000,
    "cfRule": 2_000,
    "conditionalFormatting": 2_000,
    "dataValidation": 2_000,
    "col": 5_000,
}
Handler = Callable[[dict[str, str]], None]
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Refusing(Protocol):
    """The protocol of the guard: it refuses the file, and holds the names of its sheets by their relationships."""

    sheets: dict[str, str]
    counts: dict[str, int]

    def sheet_of(self, part: str, /) -> str:
        """Return the name of the sheet that a part belongs to."""
        ...

    def refuse(self, key: str, **found: object) -> NoReturn:
        """Refuse the file with a message of the catalogue."""
        ...


class Count:
    """The counts of rows, cells and ranges of one part; ``seen`` has a handler for each such element."""

    def __init__(self, guard: "Refusing", part: str) -> None:
        self.guard, self.part = guard, part
        self.rows = self.row = self.cells = 0
        self.place: str | None = None  # of a cell whose content has not begun
        self.merged = ""
        self.shared = self.longest = self.run = 0
        self.in_formula = False
        ranges = {"table": self._table, "autoFilter": self._table, "hyperlink": self._link, "mergeCell": self._merge}
        texts = {**dict.fromkeys(("t", "si"), self._text_begins), **dict.fromkeys(("v", "is"), self._content_begins)}
        cells = {"row": self._row, "c": self._cell, "f": self._formula, "comment": self._comment}
        looked: dict[str, Handler] = {**cells, **texts, **ranges, "sheet": self._sheet}
        self.seen: dict[str, Handler] = {**looked, **{tag: self._counted(tag, looked.get(tag)) for tag in MOST}}

    def _counted(self, tag: str, look: Handler | None) -> Handler:
        """Return a handler that counts an element of the workbook, and then checks it."""
        counts, most = self.guard.counts, MOST[tag]

        def count(attributes: dict[str, str]) -> None:
            counts[tag] += 1
            if counts[tag] > most:
                self.guard.refuse("file.many_parts", found=tag, most=most)
            if look is not None:
                look(attributes)

        return count

    def text(self, data: str) -> None:
        """Count a run of text, which is bounded; a formula more tightly."""
        self.run += len(data)
        most = _LONGEST_FORMULA if self.in_formula else _LONGEST_TEXT
        if self.run > most:
            self.guard.refuse("file.long_text", part=short(self.part), most=most)
        if self.in_formula:
            self.longest = max(self.longest, self.run)
            self._share()

    def _text_begins(self, _: dict[str, str]) -> None:
        self.in_formula, self.run = False, 0

    def _content_begins(self, attributes: dict[str, str]) -> None:
        self._text_begins(attributes)
        self._content()

    def _content(self) -> None:
        """Count a cell when the first of its content begins."""
        place, self.place = self.place, None
        if place is None:
            return
        self.cells += 1
        self._within(place)
        if self.cells > MOST_CELLS:
            self.guard.refuse("file.many_cells", sheet=self.guard.sheet_of(self.part), most=MOST_CELLS)

    def _formula(self, attributes: dict[str, str]) -> None:
        self._content()
        self.in_formula, self.run = True, 0
        self.shared += attributes.get("t") == "shared"
        self._share()

    def _share(self) -> None:
        """Count a shared formula once for each of its cells, for which it is expanded."""
        if self.shared * self.longest > _MOST_SHARED:
            self.guard.refuse("file.bomb")

    def _comment(self, attributes: dict[str, str]) -> None:
        self._within(attributes.get("ref", "A1"))

    def _row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        self.row = int(attributes.get("r", self.row + 1))

    def _cell(self, attributes: dict[str, str]) -> None:
        self.in_formula, self.run = False, 0
        self.place = attributes.get("r") or f"A{max(self.row, 1)}"

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = next((value for key, value in attributes.items() if key.endswith((":id", " id"))), "")
        self.guard.sheets[relation] = attributes.get("name", "")

    def _merge(self, attributes: dict[str, str]) -> None:
        self.merged = self.merged or attributes.get("ref", "?")

    def _table(self, attributes: dict[str, str]) -> None:
        for corner in _corners(attributes.get("ref", "A1")):
            self._place(corner)  # its range may reach far beyond its content, which is what is bounded

    def _link(self, attributes: dict[str, str]) -> None:
        if self._range(attributes.get("ref", "A1")) > _MOST_LINKED:
            self._refuse(attributes["ref"])

    def _range(self, ref: str) -> int:
        """Return the number of cells of a range; refuse one outside the bounds."""
        (row, column), (last_row, last_column) = map(self._within, _corners(ref))
        return (last_row - row + 1) * (last_column - column + 1)

    def _place(self, place: str) -> tuple[int, int]:
        found = place_of(place)
        if found is None:
            self.guard.refuse("file.broken_part", part=short(self.part), line=max(self.rows, 1))
        return found

    def _within(self, place: str) -> tuple[int, int]:
        found = self._place(place)
        if found[0] > MOST_ROWS or found[1] > MOST_COLUMNS:
            self._refuse(place)
        return found

    def _refuse(self, where: str) -> NoReturn:
        self.guard.refuse(
            "file.far_out",
            sheet=self.guard.sheet_of(self.part),
            found=short(where),
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )


def _corners(ref: str) -> tuple[str, str]:
    first, _, last = ref.replace("$", "").partition(":")
    return first, last or first


@lru_cache(maxsize=10_000)
def place_of(address: str) -> tuple[int, int] | None:
    """Return the row and column of an address such as ``F12``; ``None`` for anything else."""
    match = _CELL.fullmatch(address)
    return (int(match[2]), column_of(match[1])) if match is not None else None


def column_of(letters: str) -> int:
    """Return the number of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(column: int) -> str:
    """Return the letters of a column by its number."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
