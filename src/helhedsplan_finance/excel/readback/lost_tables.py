"""Tables that a workbook has lost, found again by the stored ids of their columns.

Some programs save cells and names but no tables: SheetJS, and any program by way of .xls. The names still point to the
header cells. A table before another one ends as far above that as it did when it was written; the last one of a sheet
has the rows that were written, and the filled ones that follow at once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.column_ids import column_named
from helhedsplan_finance.excel.base.memory import MemoryLostError, MemoryUnknownError, TableMemory, memory_in
from helhedsplan_finance.excel.readback.book_parts import StoredTable
from helhedsplan_finance.excel.readback.stored_book import StoredSheet
from helhedsplan_finance.excel.readback.table_columns import Place
from helhedsplan_finance.excel.readback.table_words import table_said
from helhedsplan_finance.plan.schema import FORUDSAETNINGER, TABLES
from helhedsplan_finance.text import LANGS

_NEEDED = {FORUDSAETNINGER, *(table.name for table in TABLES)}  # whose figures are the plan
Names = Mapping[str, Mapping[str, Place]]  # the header cell of each id, by table


class _Written(NamedTuple):
    """A table as the workbook remembers it, and how far below its last row the next one begins."""

    table: TableMemory
    gap: int | None


def lost_tables(path: Path, sheets: Mapping[str, StoredSheet], lost: Names) -> list[tuple[StoredSheet, StoredTable]]:
    """Return the tables that have ids but are no longer in the file, each with its sheet; ``lost`` has their ids.

    Raises :class:`PlanFileError` for a table of input whose header is not where its ids point.
    """
    headers = {(table.name, sheet.name): table.first[0] for sheet in sheets.values() for table in sheet.tables}
    written = _written(sheets.values())
    for name, places in lost.items():
        (sheet, row), _ = Counter(place[:2] for place in places.values()).most_common(1)[0]
        remembered = written.get(name)
        is_taken = (sheet, row) in {(one, at) for (_, one), at in headers.items()}
        if not is_taken and _is_header(
            sheets[sheet], row, places, remembered.table if remembered is not None else None
        ):
            headers[name, sheet] = row
        elif name in _NEEDED:
            raise PlanFileError("file.lost_table", file=path, table=table_said(name, sheet), place=f"{sheet}!{row}")
    found = []
    for (name, sheet), row in headers.items():
        if name not in lost:
            continue
        columns = [column for _, at, column in lost[name].values() if at == row]
        span = range(min(columns), max(columns) + 1)
        following = min((at for (_, one), at in headers.items() if one == sheet and at > row), default=None)
        last = _last_row(sheets[sheet], row, span, following, written.get(name))
        found.append((sheets[sheet], StoredTable(name, (row, span[0]), (max(last, row + 1), span[-1]), 0)))
    return found


def _written(sheets: Iterable[StoredSheet]) -> dict[str, _Written]:
    """Return the tables that the workbook remembers, by name."""
    texts = (sheet.value(*at)[0] for sheet in sheets for at in sheet)
    try:
        memory = memory_in(text for text in texts if isinstance(text, str))
    except (MemoryLostError, MemoryUnknownError):
        memory = None
    found = {}
    for sheet in memory.sheets.values() if memory is not None else ():
        for table in sheet.tables:
            end = table.header + table.rows
            next_one = min((one.header for one in sheet.tables if one.header > end), default=None)
            found[table.name] = _Written(table, next_one - end if next_one is not None else None)
    return found


def _is_header(sheet: StoredSheet, row: int, places: Mapping[str, Place], written: TableMemory | None) -> bool:
    """Return whether the titles of most columns are where their ids point."""
    remembered = {id_: title for title, id_ in written.columns} if written is not None else {}
    right = 0
    for id_, place in places.items():
        known = column_named(id_)
        titles = {known[1].title(lang) for lang in LANGS} if known is not None else set()
        shown = str(sheet.value(row, place[2])[0] or "").strip()
        right += place[:2] == (sheet.name, row) and shown in titles | {remembered.get(id_, "")} - {""}
    return 2 * right > len(places)


def _last_row(sheet: StoredSheet, header: int, columns: range, following: int | None, written: _Written | None) -> int:
    """Return the last row of a table; ``following`` is the header row of the next table on the sheet."""
    filled = {row for row, column in sheet if row > header and column in columns and _is_filled(sheet, row, column)}
    if following is None:
        last = header + written.table.rows if written is not None else max(filled, default=header)
        while last + 1 in filled:
            last += 1
        return last
    if written is not None and written.gap is not None:
        return following - written.gap
    title = following - 1  # above a table is its title
    return max((row for row in filled if row < title), default=header)


def _is_filled(sheet: StoredSheet, row: int, column: int) -> bool:
    value, _ = sheet.value(row, column)
    return sheet.formula(row, column) is not None or (value is not None and str(value).strip() != "")
