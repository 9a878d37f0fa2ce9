"""Afdelinger: the boligafdelinger with their dwellings, area and rent."""

from helhedsplan_finance.excel.entry import fill
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
    fill(sheet, dict(enumerate(AFDELING_FIELDS)), FIRST_ROW, layout.rows.afdelinger)
    sheet.widen(0, 0, 34)
    sheet.widen(2, 2, 30)
    sheet.widen(3, 6, 14)
    sheet.finish()
