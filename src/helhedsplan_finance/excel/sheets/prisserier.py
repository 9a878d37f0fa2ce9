"""Price series in the workbook: their rates, entered on Forudsætninger, and the price levels on Prisniveau."""

from collections.abc import Callable
from fractions import Fraction

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, FIRST_YEAR, HEADER_ROW, cell
from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import allow, enter, fill
from helhedsplan_finance.excel.base.formulas import LEVELS, MARKS, MISSING, SERIES, YEARS
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.plan import Series
from helhedsplan_finance.plan.schema import PRISSERIER, SERIES_FIELDS, YEAR_FIELDS
from helhedsplan_finance.text import say

_ID, _UNIT, _BASE = 1, 5, FIRST_YEAR - 1
RATE = YEAR_FIELDS["rates"]


def write_rates(sheet: Sheet, layout: Layout, header: int) -> None:
    """Write a row for each series, and spare rows: its source, and its rate in each year."""
    lang, rows, years = layout.lang, layout.rows.series, layout.rows.rated
    sheet.text(header - 1, 0, say("workbook.series", lang), "section")
    held = [*columns(SERIES_FIELDS), Column("value_unit"), *(Column(year=year) for year in years)]
    titles = sheet.table(PRISSERIER, held, len(rows), header_row=header)
    sheet.header(header, titles, range(FIRST_YEAR, len(titles)), freeze=False)
    fill(sheet, dict(enumerate(SERIES_FIELDS)), header + 1, rows)
    for row, series in enumerate(rows, start=header + 1):
        sheet.text(row, _UNIT, say("workbook.rate_unit", lang))
        for column, year in enumerate(years, start=FIRST_YEAR):
            enter(sheet, row, column, RATE, series.rates.get(year) if series is not None else None)
    for column in range(FIRST_YEAR, FIRST_YEAR + len(years)):
        allow(sheet, RATE, column, header + 1, header + len(rows))
    ids = f"{cell(header + 1, _ID, fixed=True)}:{cell(header + len(rows), _ID, fixed=True)}"
    sheet.book.define_name(SERIES, f"='{sheet.name}'!{ids}")


def write_levels(sheet: Sheet, layout: Layout) -> None:
    """Write the price level of each year from the base year, and the counts of missing and projected rates."""
    lang, years = layout.lang, layout.rows.rated
    sheet.head(say("sheets.title_prisniveau", lang), say("sheets.unit_prisniveau", lang))
    titles = [*layout.formulas.titles(("series_title", "series_id", "value_unit")), "", "", str(years[0] - 1)]
    sheet.header(HEADER_ROW, [*titles, *map(str, years)], range(_BASE, _BASE + 1 + len(years)))
    sheet.book.define_name(YEARS, _block(sheet, HEADER_ROW, 1, len(years)))
    row = FIRST_ROW
    blocks = (
        (LEVELS, "workbook.price_level", "sheets.unit_level", _level),
        (MISSING, "workbook.price_missing", "sheets.unit_missing", _missing),
        (MARKS, "workbook.price_mark", "sheets.unit_mark", _mark),
    )
    for name, head, unit, write in blocks:
        if row > FIRST_ROW:
            sheet.text(row - 1, 0, say(head, lang), "section")
        for number, series in enumerate(layout.rows.series):
            _series(sheet, layout, row + number, number, series, unit)
            write(sheet, layout, row + number, number, series)
        sheet.book.define_name(name, _block(sheet, row, len(layout.rows.series), len(years)))
        row += len(layout.rows.series) + 2
    sheet.finish({0: 34.0, 2: 22.0}, unprinted={_ID})


def _block(sheet: Sheet, row: int, rows: int, years: int) -> str:
    """Return the cells from the base year on, for a defined name."""
    first, last = cell(row, _BASE, fixed=True), cell(row + rows - 1, _BASE + years, fixed=True)
    return f"='{sheet.name}'!{first}:{last}"


def _series(sheet: Sheet, layout: Layout, row: int, number: int, series: Series | None, unit: str) -> None:
    for column, title in ((0, "series_title"), (_ID, "series_id")):
        shown = (series.title if column == 0 else series.id) if series is not None else None
        linked = layout.formulas.item(PRISSERIER, layout.formulas.title(title), number + 1)
        sheet.formula(row, column, f'={linked}&""', shown or "", "text")
    sheet.text(row, 2, say(unit, layout.lang), "small")


def _rate(layout: Layout, number: int, year: int) -> str:
    return layout.formulas.item(PRISSERIER, str(year), number + 1)


def _level(sheet: Sheet, layout: Layout, row: int, number: int, series: Series | None) -> None:
    level = Fraction(1)
    sheet.formula(row, _BASE, f"={_if_there(row, '1')}", float(level) if series is not None else "", "level")
    for column, year in enumerate(layout.rows.rated, start=FIRST_YEAR):
        level *= 1 + (series.rates.get(year, Fraction(0)) if series is not None else Fraction(0))
        formula = f"{cell(row, column - 1)}*(1+SUM({_rate(layout, number, year)}))"
        value = float(level) if series is not None else ""
        sheet.formula(row, column, f"={_if_there(row, formula)}", value, "level")


def _missing(sheet: Sheet, layout: Layout, row: int, number: int, series: Series | None) -> None:
    def counts(year: int) -> tuple[str, bool]:
        return f"COUNT({_rate(layout, number, year)})=0", series is not None and year not in series.rates

    _counted(sheet, layout, row, series, counts)


def _mark(sheet: Sheet, layout: Layout, row: int, number: int, series: Series | None) -> None:
    stated = layout.formulas.item(PRISSERIER, layout.formulas.title("projected_years"), number + 1)

    def counts(year: int) -> tuple[str, bool]:
        return f'ISNUMBER(SEARCH("{year}",{stated}&""))', series is not None and year in series.projected

    _counted(sheet, layout, row, series, counts)


def _counted(
    sheet: Sheet, layout: Layout, row: int, series: Series | None, counts: Callable[[int], tuple[str, bool]]
) -> None:
    """Write the number of years up to each one that meet a condition; blank on a spare row."""
    count = 0
    sheet.formula(row, _BASE, f"={_if_there(row, '0')}", float(count) if series is not None else "", "number")
    for column, year in enumerate(layout.rows.rated, start=FIRST_YEAR):
        condition, holds = counts(year)
        count += holds
        formula = f"{cell(row, column - 1)}+IF({condition},1,0)"
        sheet.formula(row, column, f"={_if_there(row, formula)}", float(count) if series is not None else "", "number")


def _if_there(row: int, formula: str) -> str:
    return f'IF({cell(row, _ID)}="","",{formula})'
