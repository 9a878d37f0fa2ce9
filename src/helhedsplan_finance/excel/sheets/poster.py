"""Poster: the budget lines. Quantity times unit price, in the prices of each year, gives the year's amount."""

from collections.abc import Iterator

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, FIRST_YEAR, HEADER_ROW, cell, span
from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import allow, enter, fill, unprinted
from helhedsplan_finance.excel.base.formulas import SERIES
from helhedsplan_finance.excel.base.line_formulas import months_of
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.data_costs import may_share
from helhedsplan_finance.plan.line_costs import projected_years
from helhedsplan_finance.plan.plan import CostLine
from helhedsplan_finance.plan.price_level import factor, series_of
from helhedsplan_finance.plan.schema import COST_FIELDS, DATA_TABLE, POSTER, YEAR_FIELDS, word_of
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_UNIT_PRICE = 5
_WIDTHS = {"activity": 26.0, "id": 15.0, "indsatsomraade": 22.0, "art": 14.0, "unit": 9.0, "of": 18.0, "note": 28.0}
_BEFORE, _AFTER = COST_FIELDS[:6], COST_FIELDS[6:]
_FIELDS = {field.key: field for field in COST_FIELDS}
QUANTITY = YEAR_FIELDS["quantity"]


def write(sheet: Sheet, layout: Layout, areas: str | None) -> None:
    """Write a row for each budget line, and spare rows; ``areas`` names the cells with the known indsatsområder."""
    lang, total = layout.lang, layout.total_column
    sheet.head(say("sheets.title_poster", lang), say("sheets.unit", lang))
    held = [
        *columns(_BEFORE),
        *(Column(year=year) for year in layout.years),
        Column("total"),
        *(Column("quantity", year) for year in layout.years),
        *(Column("factor", year) for _, year in layout.factor_columns),
        *([Column("projected")] if layout.rows.series else []),
        *columns(_AFTER),
    ]
    first_after = total + 1 + len(layout.years) + len(layout.factor_columns) + bool(layout.rows.series)

    def place_of(row: int, key: str) -> str:
        return cell(row, first_after + _AFTER.index(_FIELDS[key]))

    places = {**dict(enumerate(_BEFORE)), **dict(enumerate(_AFTER, first_after))}
    last = FIRST_ROW + len(layout.rows.costs) - 1
    titles = sheet.table(POSTER, held, len(layout.rows.costs))
    sheet.header(HEADER_ROW, titles, set(range(_UNIT_PRICE, first_after)))
    for row, line in enumerate(layout.rows.costs, start=FIRST_ROW):
        by_year = layout.spent_on(line)
        factors = dict(_factors(sheet, layout, row, line, *(place_of(row, key) for key in ("index", "price_year"))))
        percent, begins, ends = (place_of(row, key) for key in ("percent", "start", "end"))
        for place, year in enumerate(layout.years):
            price, quantity = cell(row, _UNIT_PRICE), cell(row, layout.quantity_column(year))
            risen = factors.get(year)
            counted = f"{quantity}*{months_of(begins, ends, year)}/12"
            product = f'IF(COUNT({price},{quantity})<2,"",ROUND({price}*{counted},2))'
            if risen is not None:
                product = f'IF(COUNT({price},{quantity},{risen})<3,"",ROUND({price}*{risen}*{counted},2))'
            # By the place of the row, which stays right in a table that is sorted; Data has a row for each year.
            on_data = f"(ROW()-ROW({cell(HEADER_ROW, 0, fixed=True)})-1)*{len(layout.years)}+{2 + place}"
            shared = f"INDEX({layout.formulas.column(DATA_TABLE, 'amount')},{on_data})"
            formula = f'=IF({percent}="",{product},{shared})' if may_share(layout, line) else f"={product}"
            sheet.formula(row, layout.year_column(year), formula, by_year.get(year, ""))
            enter(sheet, row, layout.quantity_column(year), QUANTITY, line.quantity.get(year) if line else None)
        in_all = span(row, FIRST_YEAR, total - 1)
        value = sum(by_year.values(), Kroner()) if by_year else ""
        sheet.formula(row, total, f'=IF(COUNT({in_all})=0,"",SUM({in_all}))', value)
    fill(sheet, places, FIRST_ROW, layout.rows.costs)
    for year in layout.years:
        allow(sheet, QUANTITY, layout.quantity_column(year), FIRST_ROW, last)
    if areas is not None:
        _offer(sheet, areas, 2, last, "poster.other_area_title", "poster.other_area")
    if layout.rows.series:
        at = first_after + _AFTER.index(_FIELDS["index"])
        _offer(sheet, SERIES, at, last, "poster.other_index_title", "poster.other_index")
    sheet.finish(
        {column: _WIDTHS[field.key] for column, field in places.items() if field.key in _WIDTHS},
        exact=layout.is_blank,
        unprinted=unprinted(places, layout.rows.costs),
        together=[range(_UNIT_PRICE, total + 1), range(total + 1, total + 1 + len(layout.years))],
    )


def _factors(
    sheet: Sheet, layout: Layout, row: int, line: CostLine | None, index: str, price_year: str
) -> Iterator[tuple[int, str]]:
    """Write the price factor of the line in each year, and yield the year with its cell."""
    price = cell(row, _UNIT_PRICE)
    own = series_of(line, layout.plan.series) if line is not None else None
    for column, year in layout.factor_columns:
        value: float | str = 1.0 if line is not None and line.unit_price is not None else ""
        if line is not None and own is not None and line.price_year is not None:
            reached = line.price_year <= year and all(one in own.rates for one in range(line.price_year + 1, year + 1))
            value = float(factor(own, line.price_year, year)) if reached else ""
        sheet.formula(row, column, f"={layout.formulas.factor(price, index, price_year, year)}", value, "level")
        yield year, cell(row, column)
    if layout.rows.series:
        leans = line is not None and projected_years(line, layout.plan)
        mark = word_of("yes", layout.lang) if leans else ""
        sheet.formula(
            row, layout.factor_columns[-1][0] + 1, f"={layout.formulas.leans_in_any_year(cell(row, 1))}", mark, "flag"
        )


def _offer(sheet: Sheet, known: str, column: int, last: int, title: str, advice: str) -> None:
    """Offer the known words in a list; others may be typed, and Kontrol checks them."""
    sheet.raw.data_validation(
        FIRST_ROW,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": f"={known}",
            "error_type": "information",
            "error_title": say(title, sheet.lang),
            "error_message": say(advice, sheet.lang),
        },
    )
