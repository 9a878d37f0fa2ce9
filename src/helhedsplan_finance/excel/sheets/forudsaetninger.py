"""Forudsætninger: the fields of the plan, each in a named cell; its dispensations and price series."""

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import allow, enter, fill
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.prisserier import write_rates
from helhedsplan_finance.plan.schema import (
    DISPENSATIONER,
    FORUDSAETNINGER,
    LOCKED_PLAN,
    NAMES,
    PLAN_FIELDS,
    WAIVER_FIELDS,
    title_of,
)
from helhedsplan_finance.text import say

_KEY, _VALUE = 1, 2


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each field of the plan, and below them a row for each dispensation."""
    lang = layout.lang
    sheet.head(say("sheets.title_forudsaetninger", lang), say("sheets.unit", lang))
    held = [*map(Column, ("subject", "key", "value", "value_unit", "explained"))]
    titles = sheet.table(FORUDSAETNINGER, held, len(PLAN_FIELDS))
    sheet.header(HEADER_ROW, titles, ())
    for row, field in enumerate(PLAN_FIELDS, start=FIRST_ROW):
        sheet.text(row, 0, title_of(field, lang))
        sheet.text(row, 1, field.key)
        value = field.of(layout.plan)
        if field.key in LOCKED_PLAN:
            sheet.day(row, _VALUE, value)
        else:
            enter(sheet, row, _VALUE, field, value)
            allow(sheet, field, _VALUE, row, row)
        sheet.text(row, 3, say(f"sheets.unit_{field.kind}", lang))
        sheet.text(row, 4, say(f"forudsaetninger.explain_{field.key}", lang))
        sheet.book.define_name(NAMES[field.key], f"='{sheet.name}'!{cell(row, _VALUE, fixed=True)}")
    waivers = FIRST_ROW + len(PLAN_FIELDS) + 2
    _waivers(sheet, layout, waivers)
    if layout.rows.series:
        write_rates(sheet, layout, waivers + len(layout.rows.waivers) + 3)
    used = any(one is not None for one in layout.rows.waivers)
    sheet.finish(
        {0: 30.0, _VALUE: 36.0, 4: 44.0},
        exact=True,
        unprinted=() if used or layout.is_blank else {_KEY},
        last_row=None if used or layout.rows.series or layout.is_blank else FIRST_ROW + len(PLAN_FIELDS) - 1,
    )


def _waivers(sheet: Sheet, layout: Layout, header: int) -> None:
    lang = layout.lang
    sheet.text(header - 1, 0, say("workbook.waivers", lang), "section")
    titles = sheet.table(DISPENSATIONER, columns(WAIVER_FIELDS), len(layout.rows.waivers), header_row=header)
    sheet.header(header, titles, (), freeze=False)
    fill(sheet, dict(enumerate(WAIVER_FIELDS)), header + 1, layout.rows.waivers)
