"""A table in the words of a message: the table on a sheet, with its heading where the sheet has others."""

from collections.abc import Mapping

from helhedsplan_finance.plan.schema import (
    AFDELINGER,
    CONTROL_TABLE,
    DAEKNING,
    DATA_TABLE,
    DISPENSATIONER,
    FORUDSAETNINGER,
    GRID_TABLE,
    KILDER,
    NOEGLE,
    OPLYST,
    POSTER,
    PRISSERIER,
    VED_SIDEN_AF,
)
from helhedsplan_finance.text import Message, Shown, Template, message

# The sheet of each table as it is written, and the heading of one that is below another.
_SHEETS: Mapping[str, str] = {
    **dict.fromkeys((KILDER, VED_SIDEN_AF), "sheets.name_kilder"),
    POSTER: "sheets.name_poster",
    **dict.fromkeys((AFDELINGER, NOEGLE, DAEKNING), "sheets.name_afdelinger"),
    **dict.fromkeys((FORUDSAETNINGER, DISPENSATIONER, PRISSERIER, OPLYST), "sheets.name_forudsaetninger"),
    CONTROL_TABLE: "sheets.name_kontrol",
    DATA_TABLE: "sheets.name_data",
    GRID_TABLE: "sheets.name_finansieringsgrid",
}
_HEADINGS: Mapping[str, str] = {
    VED_SIDEN_AF: "diff.beside",
    NOEGLE: "column.key_name",
    DAEKNING: "diff.cover",
    DISPENSATIONER: "workbook.waivers",
    PRISSERIER: "workbook.series",
    OPLYST: "workbook.stated_totals",
}


def table_said(name: str, sheet: str | None = None) -> Message:
    """Return what a message calls a table; ``sheet`` is the name that its sheet has now, by default the written one."""
    where: Shown | str = sheet or (Template(_SHEETS[name]) if name in _SHEETS else name)
    if name in _HEADINGS:
        return message("sheet.table_headed", heading=Template(_HEADINGS[name]), sheet=where)
    return message("sheet.table_on", sheet=where)
