"""The expected workbook: as it would be written for the plan that was read from it."""

import re
from dataclasses import replace
from itertools import takewhile
from typing import Any, TypeVar

from helhedsplan_finance.errors import InputError
from helhedsplan_finance.excel.base.positions import Layout, Rows
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.readback.cell_values import read_value
from helhedsplan_finance.excel.readback.input_rows import Read
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.excel.sheets.budget import FIRST_AREA
from helhedsplan_finance.excel.sheets.log import NONE, PROJECTED, RULES_FOR
from helhedsplan_finance.excel.workbook import anchor, write_sheets
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import (
    AFDELINGER,
    DAEKNING,
    DISPENSATIONER,
    KILDER,
    PLAN_FIELDS,
    POSTER,
    PRISSERIER,
    VED_SIDEN_AF,
    says,
)
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.load import policies
from helhedsplan_finance.text import Lang

One = TypeVar("One")
INPUT_TABLES = {"kilder": KILDER, "poster": POSTER}
_MOST_AREAS = 100
_YEAR = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
_LINE_OF_DATA = re.compile(rf"INDEX\(({KILDER}|{POSTER}|{AFDELINGER})\[[^\[\]]*\],(\d{{1,5}})\)")
# Where each row of an input table is linked by formula: the sheet, and the column from its anchor.
_LINKED = (("data", 1), ("huslejevirkning", 0))


class Nowhere:
    """A workbook that discards everything: the sheets collect their formulas while it is written."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self


def expected_sheets(book: Book, plan: PlanData, read: Read, lang: Lang) -> dict[str, Sheet]:
    """Return each sheet with its formulas, as written for a plan in the rows of this workbook."""
    plan, projected = _as_chosen(book, plan), book.anchor(PROJECTED)
    report = check(plan, project_rules=projected is not None and says(projected.value, "yes"))
    return _sheets(book, Layout.of(plan, report, lang, _rows(book, plan, read)))


def _as_chosen(book: Book, plan: PlanData) -> PlanData:
    """Return the plan with the facts that selected the rules on Kontrol, from the Log."""
    update: dict[str, Any] = {}
    for field in PLAN_FIELDS:
        cell = book.anchor(RULES_FOR[field.key]) if field.key in RULES_FOR else None
        if cell is None or cell.kind == "e":
            continue
        none = field.key == "policies" and cell.value == NONE
        try:
            update[field.key] = () if none else None if cell.is_blank else read_value(cell.value, field)
        except InputError:  # the Log was edited
            return plan
    if not set(update.get("policies") or ()) <= set(policies()):
        return plan
    return with_values(plan, **update)


def _rows(book: Book, plan: PlanData, read: Read) -> Rows:
    """Return the content of each row of the workbook's tables, empty rows included."""

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
        book.anchor(anchor("finansieringsgrid")) is not None,  # the figures of the day it was written
        rows("cover", DAEKNING, plan.covers),
        rows("series", PRISSERIER, plan.series),
        _rated(book),
        book.anchor(anchor("huslejevirkning")) is not None,
        book.anchor(anchor("fondsmoms")) is not None,
        rows("beside", VED_SIDEN_AF, plan.beside),
    )


def _rated(book: Book) -> tuple[int, ...]:
    """Return the year columns of the price series."""
    if PRISSERIER not in book.tables:
        return ()
    years = [int(title) for title in book.tables[PRISSERIER].columns if _YEAR.fullmatch(title)]
    return tuple(range(min(years), max(years) + 1)) if years else ()


def _areas(book: Book) -> tuple[str, ...] | None:
    """Return the indsatsområder on Budget, in their order when it was written."""
    anchored = book.anchor(anchor("budget"))
    if anchored is None:
        return None
    first = anchored.row + FIRST_AREA
    cells = (book.cell(anchored.sheet, row, anchored.column) for row in range(first, first + _MOST_AREAS))
    areas = [str(cell.value) for cell in takewhile(lambda cell: not cell.is_blank, cells)]
    return tuple(areas[:-2]) if len(areas) < _MOST_AREAS else None  # the last two are the others, and the sum


def _sheets(book: Book, layout: Layout) -> dict[str, Sheet]:
    """Return each sheet as written; after rows were inserted, the other sheets have the old rows alone."""
    sheets = write_sheets(Nowhere(), layout)
    counts = _lines_on_data(book)
    rows = layout.rows
    before = replace(
        rows,
        streams=_resized(rows.streams, counts.get(KILDER)),
        costs=_resized(rows.costs, counts.get(POSTER)),
        afdelinger=_resized(rows.afdelinger, counts.get(AFDELINGER)),
    )
    if before == rows:
        return sheets
    others = write_sheets(Nowhere(), replace(layout, rows=before))
    return {key: sheets[key] if key in INPUT_TABLES else sheet for key, sheet in others.items()}


def _resized(slots: tuple[One | None, ...], count: int | None) -> tuple[One | None, ...]:
    return slots if count is None else (*slots, *[None] * count)[:count]


def _lines_on_data(book: Book) -> dict[str, int]:
    """Return the number of rows of each input table that Data and Huslejevirkning refer to."""
    counts: dict[str, int] = {}
    for key, beside in _LINKED:
        anchored = book.anchor(anchor(key))
        cells = book.column(anchored.sheet, anchored.column + beside) if anchored is not None else ()
        for cell in cells:
            for table, number in _LINE_OF_DATA.findall(book.with_titles(str(cell.value))):
                most = len(book.tables[table].rows) if table in book.tables else 0
                counts[table] = min(max(counts.get(table, 0), int(number)), most)
    return counts
