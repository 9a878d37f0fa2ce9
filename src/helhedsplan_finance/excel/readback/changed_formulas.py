"""Overwritten or changed formulas: the plan is written once more, and differing cells are reported.

A value typed over a formula would be lost, so it is a fault that refuses the workbook. So is a changed formula on a
sheet of input; elsewhere it is a note, since the plan does not depend on it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from helhedsplan_finance.excel.base.addresses import FIRST_ROW
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.readback.expected import INPUT_TABLES, expected_sheets
from helhedsplan_finance.excel.readback.input_rows import Read
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book, Cell, Table
from helhedsplan_finance.excel.sheets.live import ID, MEASURED, WHERE
from helhedsplan_finance.excel.sheets.log import OWN_RULES, VERSION
from helhedsplan_finance.excel.sheets.own_checks import CEILINGS
from helhedsplan_finance.excel.workbook import anchor
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import CONTROL_TABLE, says
from helhedsplan_finance.text import Lang, short
from helhedsplan_finance.version import __version__

_CLOSE = 0.005  # half an øre
_MOST_ON_A_SHEET = 12  # more changes than that were not made by hand
_PLACED = re.compile(r"(?<![\w\[.])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])")


def look_at_formulas(book: Book, plan: PlanData, read: Read, lang: Lang, notes: Notes) -> None:
    """Compare every formula of a workbook with that of the workbook written anew from the plan."""
    version, own = book.anchor(VERSION), book.anchor(OWN_RULES)
    same_version = version is None or version.value == __version__
    if version is not None and not same_version:
        notes.note(version.place, "sheet.other_version", version=short(version.value))
    for key, expected in expected_sheets(book, plan, read, lang).items():
        if key == "kontrol" and own is not None and not says(own.value, "none"):
            notes.note(expected.name, "sheet.own_rules", names=short(own.value))
            continue
        if same_version or key in INPUT_TABLES:
            _compare(book, key, expected, notes, figures_alone=not same_version)


def _compare(book: Book, key: str, expected: Sheet, notes: Notes, *, figures_alone: bool) -> None:
    """Compare the formulas of one sheet with the expected ones; with ``figures_alone`` any formula is accepted."""
    anchored = book.anchor(anchor(key))
    if anchored is None:
        notes.note("", "sheet.no_anchor", name=expected.name)
        return
    table = book.tables.get(INPUT_TABLES.get(key, ""))
    moved = table is not None and not _in_order(table, expected)
    rows = _rows_of_kontrol(book, expected) if key == "kontrol" else None
    differing = [one for one in _placed(book, expected, anchored, table, rows) if not one.is_as_written]
    kept = [one for one in differing if one.cell.kind == "f"]
    if figures_alone:
        kept = []
    if moved or len(kept) > _MOST_ON_A_SHEET:
        notes.note(expected.name, "sheet.rebuilt", count=len(kept))
        if not moved:
            return
    _typed_over([one for one in differing if one.cell.kind != "f"], notes)
    if rows is not None:
        _gone_rules(rows, expected, notes)
    for one in kept if not moved else ():
        details = {"found": short(one.cell.value), "formula": short(one.formula)}
        if key in INPUT_TABLES:
            notes.fault(one.cell.place, "sheet.changed_here", **details)
        else:
            notes.note(one.cell.place, "sheet.changed", **details)


def _typed_over(cells: "list[_Compared]", notes: Notes) -> None:
    """Add a fault for each overwritten formula; blank cells and unchanged figures share one note each."""
    gone = [one for one in cells if one.cell.is_blank]
    same = [one for one in cells if not one.cell.is_blank and one.is_same_figure]
    for one in cells:
        if not one.cell.is_blank and not one.is_same_figure:
            notes.fault(one.cell.place, "sheet.overwritten", found=short(one.cell.value))
    if same:
        notes.note(same[0].cell.place, "sheet.same_figure", count=len(same))
    if gone:
        notes.note(gone[0].cell.place, "sheet.gone", count=len(gone))


@dataclass(frozen=True, slots=True)
class _Compared:
    """A cell of the workbook with its expected formula and value."""

    cell: Cell
    formula: str
    value: float | str
    found: str  # the formula of the cell, with the titles of this version

    @property
    def is_as_written(self) -> bool:
        return self.cell.value == self.formula or (self.cell.kind == "f" and _plain(self.found) == _plain(self.formula))

    @property
    def is_same_figure(self) -> bool:
        there = self.cell.value
        if isinstance(there, (int, float)) and isinstance(self.value, (int, float)):
            return abs(there - self.value) < _CLOSE
        return str(there) == str(self.value)


def _in_order(table: Table, expected: Sheet) -> bool:
    """Return whether a table's columns are in their written order."""
    first = min(table.columns.values(), default=1)
    return all(table.columns.get(title) == first + column for column, title in expected.titles.items())


def _placed(
    book: Book, expected: Sheet, anchored: Cell, table: Table | None, rows: Mapping[int, int | None] | None
) -> Iterator[_Compared]:
    """Yield each expected formula with its cell: by row and title in a table, by ``rows``, or from the anchor."""
    titles = expected.titles
    for (row, column), (formula, value) in expected.formulas.items():
        there: int | None
        at: int | None
        if table is not None:
            there, at = table.header + 1 + row - FIRST_ROW, table.columns.get(titles[column])
        elif rows is not None:
            there, at = rows.get(row), column + anchored.column
        else:
            there, at = row + anchored.row, column + anchored.column
        if there is not None and at is not None:
            cell = book.cell(anchored.sheet, there, at)
            shifted = _shifted(formula, there - row - 1) if table is not None or rows is not None else formula
            if cell.kind == "f" and expected.texts.get((row, ID)) == f"workbook.{CEILINGS}" and column == MEASURED:
                continue  # it separates the ceilings known when it was written from later ones
            yield _Compared(cell, shifted, value, book.with_titles(str(cell.value)))


def _rows_of_kontrol(book: Book, expected: Sheet) -> dict[int, int | None]:
    """Return the row in the file of each expected row of Kontrol, matched by the rule's id and where it holds."""
    table = book.tables.get(CONTROL_TABLE)
    keys = {column: expected.titles[column] for column in (ID, WHERE)}
    if table is None or not set(keys.values()) <= set(table.columns):
        return {}
    by_key: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        cells = (book.cell(table.sheet, row, table.columns[title]) for title in keys.values())
        by_key.setdefault(tuple(str(cell.value) for cell in cells), row)
    keys_of = {row: tuple(expected.texts.get((row, column), "") for column in keys) for row, _ in expected.formulas}
    return {row: by_key.get(key) for row, key in keys_of.items()}


def _gone_rules(rows: Mapping[int, int | None], expected: Sheet, notes: Notes) -> None:
    """Add a note on the rules whose rows are missing on Kontrol, or renamed."""
    gone = [row for row, there in rows.items() if there is None]
    # A ceiling typed in later has no row there; the workbook's own check includes it.
    names = [name for row in gone if not (name := expected.texts.get((row, ID), "")).startswith("stream.")]
    if names:
        notes.note(expected.name, "sheet.gone_rules", names=list(dict.fromkeys(names))[:10])


def _shifted(formula: str, rows: int) -> str:
    """Return a formula moved down by some rows."""

    def down(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{match[3]}{int(match[4]) + (0 if match[3] else rows)}"

    return _outside_quotes(formula, lambda part: _PLACED.sub(down, part)) if rows else formula


def _plain(formula: str) -> str:
    """Return a formula normalised for comparison across programs."""

    def plain(part: str) -> str:
        bare = part.replace(" ", "").replace("@", "").replace("_xlfn.", "")
        return bare.replace("FALSE()", "FALSE").replace("TRUE()", "TRUE")

    return _outside_quotes(formula, plain)


def _outside_quotes(formula: str, change: Callable[[str], str]) -> str:
    """Apply a change to a formula outside its string literals, which are every other part of it."""
    parts = formula.split('"')
    return '"'.join(part if number % 2 else change(part) for number, part in enumerate(parts))
