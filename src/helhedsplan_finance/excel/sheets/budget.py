"""Budget: the cost lines. Quantity times unit price gives each year; an overslag has its frame and no years."""

from helhedsplan_finance.excel.formulas import COSTS_TABLE, TOTAL_COLUMN, measure_sum
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_ROW, FIRST_YEAR, HEADER_ROW, Sheet, cell, span
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import say

_UNIT_PRICE = 5


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each cost line, and the sum of each year below."""
    lang = layout.lang
    sheet.head(say("workbook.title_budget", lang), say("workbook.unit", lang))
    years = [str(year) for year in layout.years]
    columns = ["Aktivitet", "Id", "Indsatsområde", "Art", "Enhed", "Enhedspris", *years, TOTAL_COLUMN, "Oplyst"]
    columns += [f"Antal {year}" for year in years] if layout.costs else []
    sheet.table(COSTS_TABLE, columns, len(layout.costs))
    flag = layout.total_column + 1
    sheet.header(HEADER_ROW, columns, set(range(_UNIT_PRICE, len(columns))) - {flag})
    if layout.costs:
        _lines(sheet, layout)
    else:
        _frame_only(sheet, layout)
    last = FIRST_ROW + max(len(layout.costs), 1)
    sheet.text(last + 1, 0, say("workbook.costs" if layout.costs else "workbook.costs_total_only", lang), "total")
    for column in range(1, FIRST_YEAR):
        sheet.text(last + 1, column, None, "total")
    for column, name in enumerate([*years, TOTAL_COLUMN], start=FIRST_YEAR):
        _sum(sheet, layout, last + 1, column, name)
    sheet.widen(0, 0, 26)
    sheet.finish()


def _sum(sheet: Sheet, layout: Layout, row: int, column: int, name: str) -> None:
    if not layout.costs and name != TOTAL_COLUMN:
        sheet.text(row, column, None, "total")
        return
    value = layout.spent(None if name == TOTAL_COLUMN else int(name))
    sheet.formula(row, column, f"={measure_sum(measures()['total'], name)}", value, "total_kroner")


def _lines(sheet: Sheet, layout: Layout) -> None:
    total = layout.total_column
    for number, (line, by_year) in enumerate(zip(layout.plan.costs, layout.costs, strict=True)):
        row = FIRST_ROW + number
        for column, value in enumerate((line.activity, line.id, line.indsatsomraade, line.art, line.unit)):
            sheet.text(row, column, value, "input")
        sheet.amount(row, _UNIT_PRICE, line.unit_price, "input_kroner")
        for year in layout.years:
            column = layout.year_column(year)
            quantity = total + 2 + layout.years.index(year)
            product = f"=ROUND({cell(row, _UNIT_PRICE)}*{cell(row, quantity)},2)"
            sheet.formula(row, column, product, by_year.get(year, Kroner()))
            sheet.number(row, quantity, float(line.quantity.get(year, 0)), "input_number")
        sheet.formula(row, total, f"=SUM({span(row, FIRST_YEAR, total - 1)})", sum(by_year.values(), Kroner()))
        sheet.text(row, total + 1, "ja", "flag")


def _frame_only(sheet: Sheet, layout: Layout) -> None:
    total = layout.total_column
    sheet.text(FIRST_ROW, 0, say("workbook.frame", layout.lang), "input")
    sheet.text(FIRST_ROW, 1, "total", "input")
    for column in range(2, total):
        sheet.text(FIRST_ROW, column, None)
    sheet.amount(FIRST_ROW, total, layout.overview.total, "input_kroner")
    stated = f'=IF(COUNT({cell(FIRST_ROW, total)})=0,"nej","ja")'
    sheet.formula(FIRST_ROW, total + 1, stated, "nej" if layout.overview.total is None else "ja", "flag")
    sheet.text(FIRST_ROW + 1, 0, say("workbook.not_by_year", layout.lang), "subtitle")
