"""Poster: the budget lines. Quantity times unit price gives each year."""

from helhedsplan_finance.excel.entry import allow, enter, fill
from helhedsplan_finance.excel.grid import FIRST_ROW, FIRST_YEAR, HEADER_ROW, cell, span
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.schema import COST_FIELDS, POSTER, YEAR_FIELDS, title_of
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.text import say

_UNIT_PRICE = 5
_WIDTHS = {"activity": 26.0, "id": 15.0, "indsatsomraade": 22.0, "art": 14.0, "unit": 9.0, "note": 28.0}
_BEFORE, _AFTER = COST_FIELDS[:6], COST_FIELDS[6:]
QUANTITY = YEAR_FIELDS["quantity"]


def write(sheet: Sheet, layout: Layout, areas: str | None) -> None:
    """Write a row for each budget line, and rows to spare; ``areas`` names the cells with the known indsatsområder."""
    lang, total = layout.lang, layout.total_column
    sheet.head(say("workbook.title_poster", lang), say("workbook.unit", lang))
    titles = [
        *(title_of(field, lang) for field in _BEFORE),
        *map(str, layout.years),
        layout.formulas.title("total"),
        *(say("column.quantity", lang, year=year) for year in layout.years),
        *(title_of(field, lang) for field in _AFTER),
    ]
    first_after = total + 1 + len(layout.years)
    places = {**dict(enumerate(_BEFORE)), **dict(enumerate(_AFTER, first_after))}
    last = FIRST_ROW + len(layout.rows.costs) - 1
    sheet.table(POSTER, titles, len(layout.rows.costs))
    sheet.header(HEADER_ROW, titles, set(range(_UNIT_PRICE, first_after)))
    for row, line in enumerate(layout.rows.costs, start=FIRST_ROW):
        by_year = layout.spent_on(line)
        for year in layout.years:
            price, quantity = cell(row, _UNIT_PRICE), cell(row, layout.quantity_column(year))
            product = f'=IF(COUNT({price},{quantity})<2,"",ROUND({price}*{quantity},2))'
            sheet.formula(row, layout.year_column(year), product, by_year.get(year, ""))
            enter(sheet, row, layout.quantity_column(year), QUANTITY, line.quantity.get(year) if line else None)
        in_all = span(row, FIRST_YEAR, total - 1)
        value = sum(by_year.values(), Kroner()) if by_year else ""
        sheet.formula(row, total, f'=IF(COUNT({in_all})=0,"",SUM({in_all}))', value)
    fill(sheet, places, FIRST_ROW, layout.rows.costs)
    for year in layout.years:
        allow(sheet, QUANTITY, layout.quantity_column(year), FIRST_ROW, last)
    if areas is not None:
        _offer(sheet, areas, last)
    sheet.finish({column: _WIDTHS[field.key] for column, field in places.items() if field.key in _WIDTHS})


def _offer(sheet: Sheet, areas: str, last: int) -> None:
    """Offer the known indsatsområder in a list; another may be typed, and Kontrol says what it thinks of it."""
    sheet.raw.data_validation(
        FIRST_ROW,
        2,
        last,
        2,
        {
            "validate": "list",
            "source": f"={areas}",
            "error_type": "information",
            "error_title": say("workbook.other_area_title", sheet.lang),
            "error_message": say("workbook.other_area", sheet.lang),
        },
    )
