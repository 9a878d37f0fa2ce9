"""Sag: what the workbook is of, the day of the follow-up, and whether everything that was pasted is counted."""

from datetime import date
from typing import TYPE_CHECKING

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.case_tables import (
    DAY,
    FORMAT,
    LIMIT,
    NAME,
    NOTE,
    POSTINGS,
    VERSION_OF_FORMAT,
)
from helhedsplan_finance.excel.base.names import LANGUAGE
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case import case_formulas as formulas
from helhedsplan_finance.excel.case.case_entry import money
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_formulas import BLANK, posting
from helhedsplan_finance.excel.case.case_layout import SHEETS, Layout
from helhedsplan_finance.plan.kinds import FIRST_DAY, LAST_DAY
from helhedsplan_finance.text import say
from helhedsplan_finance.values.version import __version__

if TYPE_CHECKING:
    from helhedsplan_finance.values.money import Kroner

_FIRST = 3


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the facts of the case, the checks of what was pasted, and what each sheet is for."""
    lang, case = layout.lang, figures.versions.case
    sheet.text(0, 0, say("casebook.title_sag", lang, name=case.name), "title")
    sheet.raw.set_row(0, 24)
    sheet.text(1, 0, say("casebook.how", lang), "subtitle")
    facts = (
        (NAME, "name", case.name),
        (DAY, "day", None),
        (LIMIT, "limit", case.materiality),
        (NOTE, "note", case.note),
    )
    for row, (name, key, value) in enumerate(facts, start=_FIRST):
        sheet.text(row, 0, say(f"casebook.fact_{key}", lang))
        if name == DAY:
            sheet.day(row, 1, figures.as_of, "input_date")
            sheet.raw.data_validation(
                row,
                1,
                row,
                1,
                {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
                | {"error_title": say("entry.title", lang), "error_message": say("entry.kind_date", lang)},
            )
        else:
            sheet.text(row, 1, value, "input")
        _define(sheet, name, row)
    row = _FIRST + len(facts) + 1
    sheet.text(row, 0, say("casebook.title_checks", lang), "section")
    row = _checks(sheet, layout, figures, row + 1)
    sheet.text(row + 1, 0, say("casebook.title_sheets", lang), "section")
    for at, key in enumerate(SHEETS[1:], start=row + 2):
        sheet.link(at, 0, f"internal:'{layout.names[key]}'!A1", layout.names[key])
        sheet.text(at, 1, say(f"casebook.for_{key}", lang))
    row += 3 + len(SHEETS)
    sheet.text(row, 0, say("workbook.generator", lang, version=__version__), "subtitle")
    sheet.text(row + 1, 0, lang, "memory")
    _define(sheet, LANGUAGE, row + 1, 0)
    sheet.number(row + 1, 1, VERSION_OF_FORMAT, "count_left")
    _define(sheet, FORMAT, row + 1)
    sheet.finish({0: 40.0, 1: 42.0}, portrait=True, last_row=row)


def _define(sheet: Sheet, name: str, row: int, column: int = 1) -> None:
    sheet.book.define_name(name, f"='{sheet.name}'!{cell(row, column, fixed=True)}")


def _checks(sheet: Sheet, layout: Layout, figures: Figures, row: int) -> int:
    """Write what was pasted, and what of it no sum could have; return the row after."""
    lang, rows = layout.lang, figures.postings
    column = layout.column
    amounts, days = column(POSTINGS, "ore"), column(POSTINGS, "date")
    unplaced = f"{posting(layout, 'post', BLANK)},{posting(layout, 'stream', BLANK)}"
    lost = [one for one in rows if one.post is None and one.stream is None]
    undated = sum(one.date is None for one in rows)
    checks: tuple[tuple[str, str, Kroner | float, str], ...] = (
        ("count", f"COUNT({amounts})", len(rows), "count_left"),
        ("sum", formulas.rounded(f"SUM({amounts})"), money(sum(one.ore for one in rows)), "kroner_left"),
        (
            "unplaced",
            formulas.rounded(f"SUMIFS({amounts},{unplaced})"),
            money(sum(one.ore for one in lost)),
            "kroner_left",
        ),
        ("later", f'COUNTIFS({days},">"&{DAY})', sum(_is_later(one.date, figures) for one in rows), "count_left"),
        ("texts", f"SUMPRODUCT(--ISTEXT({amounts}))", 0, "count_left"),
        ("undated", f"SUMPRODUCT(ISNUMBER({amounts})*NOT(ISNUMBER({days})))", undated, "count_left"),
    )
    for at, (key, formula, value, kind) in enumerate(checks, start=row):
        sheet.text(at, 0, say(f"casebook.check_{key}", lang))
        sheet.formula(at, 1, f"={formula}", value, kind)
    return row + len(checks)


def _is_later(day: date | None, figures: Figures) -> bool:
    return day is not None and day > figures.as_of
