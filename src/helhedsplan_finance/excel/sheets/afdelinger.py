"""Afdelinger: the boligafdelinger with their dwellings, area and rent."""

from helhedsplan_finance.excel.entry import allow, enter
from helhedsplan_finance.excel.grid import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.schema import AFDELING_FIELDS, AFDELINGER, title_of
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.text import say


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each boligafdeling, and rows to spare."""
    sheet.head(say("workbook.title_afdelinger", layout.lang), say("workbook.unit_afdelinger", layout.lang))
    titles = [title_of(field, layout.lang) for field in AFDELING_FIELDS]
    sheet.table(AFDELINGER, titles, len(layout.rows.afdelinger))
    sheet.header(HEADER_ROW, titles, range(3, len(titles)))
    for row, afdeling in enumerate(layout.rows.afdelinger, start=FIRST_ROW):
        for column, field in enumerate(AFDELING_FIELDS):
            enter(sheet, row, column, field, getattr(afdeling, field.key, None))
    for column, field in enumerate(AFDELING_FIELDS):
        allow(sheet, field, column, FIRST_ROW, FIRST_ROW + len(layout.rows.afdelinger) - 1)
    sheet.widen(0, 0, 34)
    sheet.widen(2, 2, 30)
    sheet.widen(3, 6, 14)
    sheet.finish()
