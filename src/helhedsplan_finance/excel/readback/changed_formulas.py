"""Overwritten or changed formulas: what the workbook remembers is compared with its cells.

A value typed over a formula would be lost, so it is a fault that refuses the workbook. So is a changed formula on a
sheet of input; elsewhere it is a note, since the plan does not depend on it. Where a workbook remembers nothing, the
formulas of neighbouring rows are compared: see :mod:`.unremembered_cells`.
"""

from collections import defaultdict
from collections.abc import Mapping

from helhedsplan_finance.errors import Fault
from helhedsplan_finance.excel.base.memory import Memory, MemoryLostError, MemoryUnknownError, Value, memory_in
from helhedsplan_finance.excel.base.names import INPUT_TABLES, RULES_FOR, VERSION, anchor
from helhedsplan_finance.excel.readback.cell_values import typed_text
from helhedsplan_finance.excel.readback.input_rows import Read
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book, Cell
from helhedsplan_finance.excel.readback.remembered_cells import Remembered, RememberedCells
from helhedsplan_finance.excel.readback.row_figures import row_figures
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.load import COMMON
from helhedsplan_finance.rules.record import RuleFile
from helhedsplan_finance.text import short
from helhedsplan_finance.values.version import __version__

_CLOSE = 0.005  # half an øre
_MOST_ON_A_SHEET = 12  # more changes than that were not made by hand
_MOST_CELLS = 3  # cells that a note lists
_MOST_NAMES = 10  # rules that a note lists
_NO_FORMULA = "=NA()"  # in .xls, from LibreOffice, of every formula that named a table


def look_at_formulas(
    book: Book, plan: PlanData | None, read: Read, rules: tuple[RuleFile, ...], notes: Notes, *, is_as_written: bool
) -> RememberedCells | None:
    """Compare every formula of a workbook with what was written, and return that.

    ``rules`` are those of the plan now; there is no plan where its cells contradict one another. Returns ``None`` for a
    workbook without a memory, and for one without a sheet of input.
    """
    version = book.anchor(VERSION)
    is_other = version is not None and version.value != __version__
    memory, lost = _memory(book)
    if version is not None and is_other:
        key = "sheet.other_version" if memory is not None or lost else "sheet.later_version"
        notes.note(version.place, key, version=short(version.value))
    if book.lost and any(cell.value == _NO_FORMULA for sheet in book.sheets for cell in book.cells(sheet)):
        memory, lost = None, "sheet.formulas_lost"
    if memory is None:
        if lost is not None:
            notes.note("", lost)
        from helhedsplan_finance.excel.readback.unremembered_cells import look_at_neighbours

        look_at_neighbours(book, notes)
        return None
    if plan is not None:
        _new_rules(book, plan, memory, rules, notes)
    is_whole = not _has_lost_sheets(book, memory, notes, is_as_written=is_as_written)
    cells = RememberedCells(book, memory)
    figures = row_figures(plan, read) if plan is not None else {}
    for key, sheet in memory.sheets.items():
        if sheet.formulas and book.anchor(anchor(key)) is not None:
            _compare(key, cells, figures, notes, is_as_written=is_as_written, is_whole=is_whole)
    return cells if is_whole else None


def gone_sheets(book: Book) -> list[Fault]:
    """Return a fault for each sheet of input that is gone, for a workbook that is no plan without it."""
    memory, notes = _memory(book)[0], Notes()
    if memory is not None:
        _has_lost_sheets(book, memory, notes, is_as_written=False)
    return notes.faults


def _has_lost_sheets(book: Book, memory: Memory, notes: Notes, *, is_as_written: bool) -> bool:
    """Return whether a sheet of input is gone; look for sheets only where the mark of one is."""
    if all(book.anchor(anchor(key)) is not None for key in memory.sheets):
        return False
    from helhedsplan_finance.excel.readback.lost_sheets import look_for_sheets, mark_again

    mark_again(book, memory)
    return look_for_sheets(book, memory, notes, is_as_written=is_as_written)


def _memory(book: Book) -> tuple[Memory | None, str | None]:
    """Return the memory of a workbook, or what is said where it is lost."""
    try:
        memory = memory_in(_texts(book))
    except MemoryLostError:
        return None, "sheet.memory_lost"
    except MemoryUnknownError:
        return None, None
    return memory, None if memory is not None else "sheet.no_memory"


def _texts(book: Book) -> list[str]:
    """Return the texts of the Log, or of all sheets where it is no longer named."""
    log = book.anchor(anchor("log"))
    sheets = [log.sheet] if log is not None else book.sheets
    return [cell.value for sheet in sheets for cell in book.cells(sheet) if isinstance(cell.value, str)]


def _new_rules(book: Book, plan: PlanData, memory: Memory, rules: tuple[RuleFile, ...], notes: Notes) -> None:
    """Add a note on the rules that Kontrol lacks because they are newer than the workbook."""
    chosen = book.anchor(RULES_FOR["kommune"])
    same_kommune = chosen is not None and (chosen.value or "") == (plan.kommune or "")
    new = [
        rule.id
        for file in rules
        if file.name in memory.rules or file.name in COMMON or same_kommune
        for rule in file.rules
        if rule.id not in memory.rules.get(file.name, ())
    ]
    if new:
        notes.note("", "sheet.new_rules", names=list(dict.fromkeys(new))[:_MOST_NAMES])


def _compare(
    key: str,
    cells: RememberedCells,
    figures: Mapping[tuple[str, int, str], float],
    notes: Notes,
    *,
    is_as_written: bool,
    is_whole: bool,
) -> None:
    """Compare the formulas of one sheet; where another is gone, formulas have lost what they named.

    Then only those of input tables are compared with what is typed over them: the others are found by their words.
    """
    differing = [one for one in cells.of(key) if (is_whole or one.table) and not cells.is_as_written(one)]
    kept = [one for one in differing if one.cell.kind == "f" and is_whole]
    is_moved = cells.forms.columns_moved(INPUT_TABLES.get(key, ""))
    sheet = next((one.cell.sheet for one in cells.of(key)), "")
    if kept and (is_moved or len(kept) > _MOST_ON_A_SHEET):
        places = [one.cell.place.rpartition("!")[2] for one in kept[:_MOST_CELLS]]
        notes.note(sheet, "sheet.rebuilt", count=len(kept), cells=places)
        kept = []
    _typed_over([one for one in differing if one.cell.kind != "f"], figures, notes, is_as_written=is_as_written)
    if gone := cells.gone_rules.get(sheet):
        notes.note(sheet, "sheet.gone_rules", names=gone[:_MOST_NAMES])
    if key in INPUT_TABLES:
        kept = _by_column(kept, notes)
    for one in kept:
        details = {"found": short(one.cell.value), "formula": short(one.formula)}
        if key in INPUT_TABLES:
            notes.fault(one.cell.place, "sheet.changed_here", **details)
        else:
            notes.note(one.cell.place, "sheet.changed", **details)


def _by_column(kept: list[Remembered], notes: Notes) -> list[Remembered]:
    """Add one fault for each column in which many formulas changed, as where half a row is cut; return the others."""
    columns: defaultdict[tuple[str, str], list[Remembered]] = defaultdict(list)
    for one in kept:
        columns[one.table, one.column].append(one)
    for alike in columns.values():
        if len(alike) > _MOST_CELLS:
            first, last = alike[0].cell, alike[-1].cell.place.rpartition("!")[2]
            details = {"found": short(first.value), "formula": short(alike[0].formula)}
            notes.fault(first.place, "sheet.changed_column", last=last, count=len(alike), **details)
    return [one for one in kept if len(columns[one.table, one.column]) <= _MOST_CELLS]


def _typed_over(
    cells: list[Remembered], figures: Mapping[tuple[str, int, str], float], notes: Notes, *, is_as_written: bool
) -> None:
    """Add a fault for each overwritten formula; blank cells and unchanged figures share one note each."""
    gone = [one for one in cells if one.cell.is_blank]
    same = []
    for one in cells:
        if one.cell.is_blank:
            continue
        known = figures.get((one.table, one.row, one.column))
        if known is None and (is_as_written or isinstance(one.value, str)):
            known_value: Value | None = one.value
        else:
            known_value = known
        if known_value is not None and _is_same(one.cell, known_value):
            same.append(one)
        else:
            notes.fault(one.cell.place, "sheet.overwritten", found=typed_text(one.cell.value))
    if same:
        notes.note(same[0].cell.place, "sheet.same_figure", count=len(same))
    if gone:
        # Only the rows of an input table have their formula beside them.
        notes.note(gone[0].cell.place, "sheet.gone_here" if gone[0].table else "sheet.gone", count=len(gone))


def _is_same(cell: Cell, value: Value) -> bool:
    there = cell.value
    if isinstance(there, (int, float)) and isinstance(value, (int, float)):
        return abs(there - value) < _CLOSE
    return str(there) == str(value)
