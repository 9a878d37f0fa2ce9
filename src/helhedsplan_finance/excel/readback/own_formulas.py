"""The formulas of a person, kept for another workbook if they are sure to mean the same there."""

import re
from collections.abc import Callable

from helhedsplan_finance.excel.base.own_formula import HARMLESS
from helhedsplan_finance.excel.readback.canonical_formula import TOKEN, box_of, sheet_in
from helhedsplan_finance.excel.readback.opened import Book, Cell, Table

Part = Callable[[str | None, tuple[int, int, int, int]], str | None]
_LONGEST = 2_000
_TITLE = re.compile(r"\[?((?:'.|[^\[\]'])*)\]?")
_SINGLE = re.compile(r"[^\[\]#@]+")


class OwnFormulas:
    """What a workbook's formulas may refer to: the columns of its tables by their ids, and its defined names."""

    def __init__(self, book: Book, ids: dict[tuple[str, int], str], own_columns: dict[tuple[str, int], str]) -> None:
        self._book, self._ids, self._own = book, ids, own_columns

    def beside(self, cell: Cell, table: Table) -> str:
        """Return a formula beside a table, or in an own column; cells of its row are kept by column."""
        kept = self._ids | self._own
        columns = {column: id_ for (name, column), id_ in kept.items() if name == table.name}

        def part(sheet: str | None, box: tuple[int, int, int, int]) -> str | None:
            top, left, bottom, right = box
            if sheet not in {None, table.sheet} or (top, bottom) != (cell.row, cell.row):
                return None
            if any(column not in columns for column in range(left, right + 1)):
                return None
            return f"{{{columns[left]}}}" if left == right else f"{{{columns[left]}}}:{{{columns[right]}}}"

        return self._kept(cell, part)

    def on_own_sheet(self, cell: Cell) -> str:
        """Return a formula of a person's sheet; its cells are kept as they are."""

        def part(sheet: str | None, box: tuple[int, int, int, int]) -> str | None:  # noqa: ARG001
            return "" if sheet in {None, cell.sheet} else None

        return self._kept(cell, part)

    def _kept(self, cell: Cell, part: Part) -> str:
        """Return the kept form of a formula; an empty text where it is not sure to mean the same elsewhere."""
        text = str(cell.value).removeprefix("=")
        if len(text) > _LONGEST or "{" in text or "}" in text:
            return ""
        kept, at = [], 0
        for found in TOKEN.finditer(text):
            piece = self._token(found, text, part)
            if piece is None:
                return ""
            kept += [text[at : found.start()], piece]
            at = found.end()
        between = "".join(kept[::2]) + text[at:]
        return "=" + "".join(kept) + text[at:] if not re.search(r"[\[\]!{}|#$]", between) else ""

    def _token(self, found: re.Match[str], text: str, part: Part) -> str | None:
        match found.lastgroup:
            case "columns":
                return self._column(found["table"], found["columns"])
            case "first" | "last":
                kept = part(sheet_in(found), box_of(found["first"], found["last"]))
                return found[0].rpartition("!")[2] if kept == "" else kept
            case "word":
                word = found["word"].upper()
                is_call = text[found.end() :].lstrip().startswith("(")
                known = word in HARMLESS if is_call else found["word"] in self._book.names
                if not known:
                    return None
                return found[0] if is_call else f"{{={found['word']}}}"
            case "other":
                return None
            case _:
                return found[0]

    def _column(self, table: str, columns: str) -> str | None:
        """Return a reference to one whole column of a table by its id."""
        found = _TITLE.fullmatch(columns)
        there = next((one for name, one in self._book.tables.items() if name.casefold() == table.casefold()), None)
        if found is None or there is None or not _SINGLE.fullmatch(found[1]):
            return None
        title = self._book.with_titles(f"{there.name}[{found[1]}]")[len(there.name) + 1 : -1]
        column = there.columns.get(title)
        id_ = self._ids.get((there.name, column)) if column is not None else None
        return f"{{{there.name}[{id_}]}}" if id_ else None
