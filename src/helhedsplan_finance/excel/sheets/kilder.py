"""Kilder: the contributions, entered by year. Measures sum over this table."""

from typing import get_args

from helhedsplan_finance.excel.formulas import SOURCES_TABLE
from helhedsplan_finance.excel.layout import DESCRIBED, FORM, ID, SOURCE, STATUS, Layout
from helhedsplan_finance.excel.sheet import FIRST_YEAR, HEADER_ROW, Sheet, span
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import SOURCES, Kind, Status
from helhedsplan_finance.text import say

_DOMAINS = {SOURCE: SOURCES, FORM: get_args(Kind), STATUS: get_args(Status)}


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each contribution; an amount that was stated in all stands as it is spread over the years."""
    sheet.head(say("workbook.title_kilder", layout.lang), say("workbook.unit", layout.lang))
    tables = layout.tables
    columns = [*tables.columns(DESCRIBED), *map(str, layout.years), *tables.columns(("total", "stated", "note"))]
    yes, no = tables.column("yes"), tables.column("no")
    sheet.table(SOURCES_TABLE, columns, len(layout.streams))
    sheet.header(HEADER_ROW, columns, range(FIRST_YEAR, layout.total_column + 1))
    total = layout.total_column
    for number, (stream, by_year) in enumerate(zip(layout.plan.streams, layout.streams, strict=True)):
        row = layout.stream_row(number)
        for column, value in enumerate(layout.described(stream)):
            sheet.text(row, column, value, "text" if column == ID else "input")
        for column, domain in _DOMAINS.items():
            sheet.choices(row, column, domain)
        for year in layout.years:
            sheet.amount(row, layout.year_column(year), by_year.get(year), "input_kroner")
        entered = span(row, FIRST_YEAR, total - 1)
        sheet.formula(row, total, f"=SUM({entered})", sum(by_year.values(), Kroner()))
        sheet.formula(row, total + 1, f'=IF(COUNT({entered})=0,"{no}","{yes}")', no if stream.is_open else yes, "flag")
        sheet.text(row, total + 2, stream.note, "input")
    sheet.finish()
