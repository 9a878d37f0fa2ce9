"""Formulas that somebody overwrote or changed: the plan is written once more, and what differs is named by its cell.

What a person typed over a formula would be lost, so it refuses the workbook. A formula that was changed on a sheet of
input does too; elsewhere it is said, for the plan does not depend on it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from helhedsplan_finance.errors import InputError
from helhedsplan_finance.excel.back.notes import Notes
from helhedsplan_finance.excel.back.opened import Book, Cell, Table
from helhedsplan_finance.excel.back.rows import Read
from helhedsplan_finance.excel.back.values import read_value
from helhedsplan_finance.excel.grid import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.layout import Layout, Rows
from helhedsplan_finance.excel.schema import AFDELINGER, CONTROL_TABLE, DISPENSATIONER, KILDER, PLAN_FIELDS, POSTER
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.excel.sheets.budget import FIRST_AREA
from helhedsplan_finance.excel.sheets.live import ID, MEASURED, WHERE
from helhedsplan_finance.excel.sheets.log import NONE, OWN_RULES, PROJECTED, RULES_FOR, VERSION
from helhedsplan_finance.excel.sheets.own_checks import CEILINGS
from helhedsplan_finance.excel.workbook import anchor, write_sheets
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.load import policies
from helhedsplan_finance.text import Lang, short
from helhedsplan_finance.version import __version__

One = TypeVar("One")
_INPUT_TABLES = {"kilder": KILDER, "poster": POSTER}
_CLOSE = 0.005  # half an øre
_MOST_ON_A_SHEET = 12  # more than that was not done by hand, cell by cell
_PLACED = re.compile(r"(?<![\w\[.])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])")
_LINE_OF_DATA = re.compile(rf"INDEX\(({KILDER}|{POSTER})\[[^\[\]]*\],(\d{{1,5}})\)")


class Nowhere:
    """A workbook that takes everything and keeps nothing: the formulas are gathered while it is written."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self


def look_at_formulas(book: Book, plan: PlanData, read: Read, lang: Lang, found: Notes) -> None:
    """Hold every formula of a workbook against what stands there in the workbook of the plan that was read from it.

    Raises :class:`PlanError` where the plan names a set of rules that there is not.
    """
    version, projected, own = (book.anchor(name) for name in (VERSION, PROJECTED, OWN_RULES))
    same_version = version is None or version.value == __version__
    if version is not None and not same_version:
        found.note(version.place, "sheet.other_version", version=short(version.value))
    plan = _as_chosen(book, plan)
    report = check(plan, project_rules=projected is not None and str(projected.value) in {"ja", "yes"})
    layout = Layout.of(plan, report, lang, _rows(book, plan, read))
    for key, expected in _expected(book, layout).items():
        if key == "kontrol" and own is not None and str(own.value) not in {"ingen", "none"}:
            found.note(expected.name, "sheet.own_rules", names=short(own.value))
            continue
        if same_version or key in _INPUT_TABLES:
            _hold(book, key, expected, found, figures_alone=not same_version)


def _as_chosen(book: Book, plan: PlanData) -> PlanData:
    """Return the plan with the facts that chose the rules on Kontrol, as the Log remembers them."""
    update: dict[str, Any] = {}
    for field in PLAN_FIELDS:
        held = book.anchor(RULES_FOR[field.key]) if field.key in RULES_FOR else None
        if held is None or held.kind == "e":
            continue
        none = field.key == "policies" and held.value == NONE
        try:
            update[field.key] = () if none else None if held.is_blank else read_value(held.value, field)
        except InputError:  # somebody wrote in the Log
            return plan
    if not set(update.get("policies") or ()) <= set(policies()):
        return plan
    return plan.model_copy(update=update)


def _rows(book: Book, plan: PlanData, read: Read) -> Rows:
    """Return what stands in each row of the workbook's own tables, empty rows and all."""

    def rows(owner: str, table: str, given: tuple[One, ...]) -> tuple[One | None, ...]:
        if table not in book.tables:
            return ()
        slots: list[One | None] = [None] * len(book.tables[table].rows)
        for number, one in zip(read.rows.get(owner, ()), given, strict=False):
            slots[number] = one
        return tuple(slots)

    return Rows(
        rows("stream", KILDER, plan.streams),
        rows("cost", POSTER, plan.costs),
        rows("boligafdeling", AFDELINGER, plan.afdelinger),
        rows("waiver", DISPENSATIONER, plan.waivers),
        _areas(book),
    )


def _areas(book: Book) -> tuple[str, ...] | None:
    """Return the indsatsområder on Budget as they stand there; they are in the order of the day it was written."""
    anchored = book.anchor(anchor("budget"))
    if anchored is None:
        return None
    found = []
    row = anchored.row + FIRST_AREA
    while not (cell := book.cell(anchored.sheet, row, anchored.column)).is_blank:
        found.append(str(cell.value))
        row += 1
    return tuple(found[:-2])  # the last two are the others, and the sum


def _expected(book: Book, layout: Layout) -> dict[str, Sheet]:
    """Return each sheet as it would be written; where rows were put in, the other sheets know the old ones alone."""
    made = write_sheets(Nowhere(), layout)
    seen = _lines_on_data(book)
    rows = layout.rows
    before = replace(
        rows,
        streams=_resized(rows.streams, seen.get(KILDER)),
        costs=_resized(rows.costs, seen.get(POSTER)),
    )
    if before == rows:
        return made
    others = write_sheets(Nowhere(), replace(layout, rows=before))
    return {key: made[key] if key in _INPUT_TABLES else sheet for key, sheet in others.items()}


def _resized(slots: tuple[One | None, ...], count: int | None) -> tuple[One | None, ...]:
    return slots if count is None else (*slots, *[None] * count)[:count]


def _lines_on_data(book: Book) -> dict[str, int]:
    """Return how many rows of each input table Data looks at."""
    anchored = book.anchor(anchor("data"))
    seen: dict[str, int] = {}
    if anchored is None:
        return seen
    for cell in book.column(anchored.sheet, anchored.column + 1):
        for table, number in _LINE_OF_DATA.findall(str(cell.value)):
            most = len(book.tables[table].rows) if table in book.tables else 0
            seen[table] = min(max(seen.get(table, 0), int(number)), most)
    return seen


def _hold(book: Book, key: str, expected: Sheet, found: Notes, *, figures_alone: bool) -> None:
    """Hold one sheet's formulas against what was expected there; with ``figures_alone`` any formula will do."""
    anchored = book.anchor(anchor(key))
    if anchored is None:
        found.note("", "sheet.no_anchor", name=expected.name)
        return
    table = book.tables.get(_INPUT_TABLES.get(key, ""))
    moved = table is not None and not _in_order(table, expected)
    differing = [one for one in _placed(book, key, expected, anchored, table) if not one.is_as_written]
    kept = [one for one in differing if one.cell.kind == "f"]
    if figures_alone:
        kept = []
    if moved or len(kept) > _MOST_ON_A_SHEET:
        found.note(expected.name, "sheet.rebuilt", count=len(kept))
        if not moved:
            return
    _typed_over([one for one in differing if one.cell.kind != "f"], found)
    if key == "kontrol":
        _gone_rules(book, expected, found)
    for one in kept if not moved else ():
        told = {"found": short(one.cell.value), "formula": short(one.formula)}
        if key in _INPUT_TABLES:
            found.fault(one.cell.place, "sheet.changed_here", **told)
        else:
            found.note(one.cell.place, "sheet.changed", **told)


def _typed_over(cells: "list[_Held]", found: Notes) -> None:
    """Name each cell whose formula gave way to something else; what is still the same figure is said once a sheet."""
    gone = [one for one in cells if one.cell.is_blank]
    same = [one for one in cells if not one.cell.is_blank and one.is_same_figure]
    for one in cells:
        if not one.cell.is_blank and not one.is_same_figure:
            found.fault(one.cell.place, "sheet.overwritten", found=short(one.cell.value))
    if same:
        found.note(same[0].cell.place, "sheet.same_figure", count=len(same))
    if gone:
        found.note(gone[0].cell.place, "sheet.gone", count=len(gone))


@dataclass(frozen=True, slots=True)
class _Held:
    """A cell of the workbook beside the formula and the value that belong in it."""

    cell: Cell
    formula: str
    value: float | str

    @property
    def is_as_written(self) -> bool:
        return self.cell.value == self.formula or (
            self.cell.kind == "f" and _plain(str(self.cell.value)) == _plain(self.formula)
        )

    @property
    def is_same_figure(self) -> bool:
        there = self.cell.value
        if isinstance(there, (int, float)) and isinstance(self.value, (int, float)):
            return abs(there - self.value) < _CLOSE
        return str(there) == str(self.value)


def _in_order(table: Table, expected: Sheet) -> bool:
    """Tell whether a table's columns stand where they were written."""
    first = min(table.columns.values(), default=1)
    titles = {title: column for (row, column), title in expected.texts.items() if row == HEADER_ROW}
    return all(table.columns.get(title) == first + column for title, column in titles.items())


def _placed(book: Book, key: str, expected: Sheet, anchored: Cell, table: Table | None) -> Iterator[_Held]:
    """Yield each expected formula with the cell in which it should stand: by row and title, or from the anchor."""
    titles = {column: title for (row, column), title in expected.texts.items() if row == HEADER_ROW}
    rows = _rows_of_kontrol(book, expected) if key == "kontrol" else {}
    for (row, column), (formula, value) in expected.formulas.items():
        there: int | None
        at: int | None
        if table is not None:
            there, at = table.header + 1 + row - FIRST_ROW, table.columns.get(titles[column])
        elif key == "kontrol":
            there, at = rows.get(row), column + anchored.column
        else:
            there, at = row + anchored.row, column + anchored.column
        if there is not None and at is not None:
            cell = book.cell(anchored.sheet, there, at)
            shifted = _shifted(formula, there - row - 1) if table is not None or key == "kontrol" else formula
            if cell.kind == "f" and expected.texts.get((row, ID)) == f"workbook.{CEILINGS}" and column == MEASURED:
                continue  # it tells the ceilings that were stated when it was written from those that came since
            yield _Held(cell, shifted, value)


def _rows_of_kontrol(book: Book, expected: Sheet) -> dict[int, int | None]:
    """Return the row in the file of each expected row of Kontrol: a rule is known by its id and where it holds."""
    table = book.tables.get(CONTROL_TABLE)
    titles = {title: column for (row, column), title in expected.texts.items() if row == HEADER_ROW}
    keys = [title for title, column in titles.items() if column in {ID, WHERE}]
    if table is None or not set(keys) <= set(table.columns):
        return {}
    there: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        there.setdefault(tuple(str(book.cell(table.sheet, row, table.columns[key]).value) for key in keys), row)
    wanted = {row: tuple(expected.texts.get((row, titles[key]), "") for key in keys) for row, _ in expected.formulas}
    return {row: there.get(key) for row, key in wanted.items()}


def _gone_rules(book: Book, expected: Sheet, found: Notes) -> None:
    """Name the rules whose rows are no longer on Kontrol, or are called something else there."""
    gone = [row for row, there in _rows_of_kontrol(book, expected).items() if there is None]
    # A ceiling that was typed in since has no row there; the workbook's own check sees it.
    names = [name for row in gone if not (name := expected.texts.get((row, ID), "")).startswith("stream.")]
    if names:
        found.note(expected.name, "sheet.gone_rules", names=list(dict.fromkeys(names))[:10])


def _shifted(formula: str, rows: int) -> str:
    """Return a formula as it reads some rows further down."""
    if rows == 0:
        return formula
    parts = formula.split('"')  # every other part stands between quotation marks
    for number in range(0, len(parts), 2):
        parts[number] = _PLACED.sub(
            lambda found: f"{found[1]}{found[2]}{found[3]}{int(found[4]) + (0 if found[3] else rows)}", parts[number]
        )
    return '"'.join(parts)


def _plain(formula: str) -> str:
    """Return a formula without what another program writes in its own way."""
    parts = formula.split('"')
    for number in range(0, len(parts), 2):
        plain = parts[number].replace(" ", "").replace("@", "").replace("_xlfn.", "")
        parts[number] = plain.replace("FALSE()", "FALSE").replace("TRUE()", "TRUE")
    return '"'.join(parts)
