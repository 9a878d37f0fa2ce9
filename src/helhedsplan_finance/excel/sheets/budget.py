"""Budget: the cost lines. Quantity times unit price gives each year; an overslag has its frame and no years."""

from helhedsplan_finance.excel.formulas import COSTS_TABLE
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_ROW, FIRST_YEAR, HEADER_ROW, Sheet, cell, span
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import say

_UNIT_PRICE = 5


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each cost line, and the sum of each year below."""
    lang, tables = layout.lang, layout.tables
    sheet.head(say("workbook.title_budget", lang), say("workbook.unit", lang))
    described = tables.columns(("activity", "id", "indsatsomraade", "art", "unit", "unit_price"))
    columns = [*described, *map(str, layout.years), *tables.columns(("total", "stated"))]
    if layout.costs:
        columns += [say("column.quantity", lang, year=year) for year in layout.years]
    sheet.table(COSTS_TABLE, columns, len(layout.costs))
    flag = layout.total_column + 1
    sheet.header(HEADER_ROW, columns, set(range(_UNIT_PRICE, len(columns))) - {flag})
    if layout.costs:
        _lines(sheet, layout)
    else:
        _frame_only(sheet, layout)
    _sums(sheet, layout, FIRST_ROW + max(len(layout.costs), 1) + 1)
    sheet.widen(0, 0, 26)
    sheet.finish()


def _sums(sheet: Sheet, layout: Layout, row: int) -> None:
    sheet.text(row, 0, say("workbook.costs" if layout.costs else "workbook.costs_total_only", layout.lang), "total")
    for column in range(1, FIRST_YEAR):
        sheet.text(row, column, None, "total")
    for column, year in layout.year_columns:
        value = layout.spent(year)
        if value is not None:
            sheet.formula(row, column, f"={layout.tables.sum(measures()['total'], year)}", value, "total_kroner")
        else:
            sheet.text(row, column, None, "total")


def _lines(sheet: Sheet, layout: Layout) -> None:
    total = layout.total_column
    for number, (line, by_year) in enumerate(zip(layout.plan.costs, layout.costs, strict=True)):
        row = FIRST_ROW + number
        for column, value in enumerate((line.activity, line.id, line.indsatsomraade, line.art, line.unit)):
            sheet.text(row, column, value, "input")
        sheet.amount(row, _UNIT_PRICE, line.unit_price, "input_kroner")
        for place, year in enumerate(layout.years):
            quantity = total + 2 + place
            product = f"=ROUND({cell(row, _UNIT_PRICE)}*{cell(row, quantity)},2)"
            sheet.formula(row, layout.year_column(year), product, by_year.get(year, Kroner()))
            sheet.number(row, quantity, float(line.quantity.get(year, 0)), "input_number")
        sheet.formula(row, total, f"=SUM({span(row, FIRST_YEAR, total - 1)})", sum(by_year.values(), Kroner()))
        sheet.text(row, total + 1, layout.tables.column("yes"), "flag")


def _frame_only(sheet: Sheet, layout: Layout) -> None:
    total, tables = layout.total_column, layout.tables
    sheet.text(FIRST_ROW, 0, say("workbook.frame", layout.lang), "input")
    sheet.text(FIRST_ROW, 1, "total", "input")
    for column in range(2, total):
        sheet.text(FIRST_ROW, column, None)
    sheet.amount(FIRST_ROW, total, layout.overview.total, "input_kroner")
    yes, no = tables.column("yes"), tables.column("no")
    stated = f'=IF(COUNT({cell(FIRST_ROW, total)})=0,"{no}","{yes}")'
    sheet.formula(FIRST_ROW, total + 1, stated, no if layout.overview.total is None else yes, "flag")
    sheet.text(FIRST_ROW + 1, 0, say("workbook.not_by_year", layout.lang), "subtitle")
