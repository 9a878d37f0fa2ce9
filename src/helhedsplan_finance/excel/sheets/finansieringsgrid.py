"""Finansieringsgrid: the funding grid, a row for each line and year, a column for each contribution.

The assignment is computed when the workbook is written; no formula can do that. The sums are live, beside the current
costs and contributions, so that a grid that is out of date is flagged.
"""

from collections import Counter
from collections.abc import Mapping
from textwrap import wrap

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid
from helhedsplan_finance.calculators.grid.grid_parts import GridLine
from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.printed_page import pages_down
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.schema import DATA_TABLE, GRID_TABLE, word_of
from helhedsplan_finance.text import Sentences, say
from helhedsplan_finance.values.money import Kroner

Paid = Mapping[tuple[str, int | None], Kroner]  # by contribution and year
_ID, _NAME, _ART, _YEAR, _FIRST = range(5)
_ROWS_OF_A_YEAR = 5
_KEYS = ("id", "activity", "art", "year")
_SUMS = ("grid_unpaid", "grid_paid", "grid_cost", "grid_off")
_STREAM_WIDTH = 13
_LETTERS = 110  # of a line of sentences, which runs over the cells beside it
_MOST_SENTENCES = 200  # sentences; the amounts are in the table
_MOST_PAGES = 12  # of a grid that is printed with the whole workbook; a larger one is for the screen
_LONGEST_TITLE = 120  # a title of a table has at most 255 characters, on a page fewer


def write(sheet: Sheet, layout: Layout, grid: FundingGrid) -> None:
    """Write the grid, its sums against the current plan, and why money could not be placed."""
    lang, formulas = layout.lang, layout.formulas
    sheet.head(say("sheets.title_finansieringsgrid", lang), say("sheets.unit_finansieringsgrid", lang))
    before, after = formulas.titles(_KEYS), formulas.titles(_SUMS)
    named = _column_titles(grid, {*before, *after})
    rows = [(line, year) for line in grid.lines for year in layout.years]
    held: list[Column | str] = [*map(Column, _KEYS), *named, *map(Column, _SUMS)]
    titles = sheet.table(GRID_TABLE, held, len(rows), filtered=True)
    sheet.header(HEADER_ROW, titles, range(_YEAR, len(titles)))
    unpaid = {(one.id, one.year): one.amount for one in grid.unpaid}
    costs = {one.id: layout.spent_on(one) for one in layout.plan.costs}
    for row, (line, year) in enumerate(rows, start=FIRST_ROW):
        cost, missing = costs[line.id].get(year, Kroner()), unpaid.get((line.id, year), Kroner())
        _line(sheet, layout, row, grid, line, year, cost, missing)
    last = FIRST_ROW + len(rows) - 1
    row = last + 2
    payments = _payments(grid)
    for year in layout.years:
        row = _year(sheet, layout, row, grid, year, last, payments)
    row = _all_years(sheet, layout, row, grid, last, payments)
    row = _fits(sheet, layout, row, grid, last)
    sheet.text(row, _NAME, say("finansieringsgrid.places", lang), "section")
    sheet.set_height(row, 18)
    sentences = list(grid.sentences())
    shown = [Sentences((sentence,)).show(lang) for sentence in sentences[:_MOST_SENTENCES]]
    if len(sentences) > _MOST_SENTENCES:
        shown.append(say("finansieringsgrid.more", lang, count=len(sentences) - _MOST_SENTENCES))
    shown = [line for sentence in shown for line in wrap(sentence, _LETTERS, subsequent_indent="   ")]
    for place, line_ in enumerate(shown, start=row + 1):
        sheet.text(place, _NAME, line_, "plain")
    sheet.widen(_ID, _ID, 18)
    sheet.widen(_FIRST, _FIRST + len(grid.streams), _STREAM_WIDTH)
    page = sheet.finish({_NAME: 30.0, _ART: 20.0}, first=_NAME, repeated=_FIRST - _NAME)
    if len(page.parts) * pages_down(row + len(shown)) > _MOST_PAGES:
        sheet.print_on_request()


def _column_titles(grid: FundingGrid, others: set[str]) -> list[str]:
    """Return a unique title for each contribution, as tables require; a reader does not see blanks around a title."""
    names = [one.name[:_LONGEST_TITLE] for one in grid.streams]
    counts = Counter(_seen(name) for name in (*names, *others))
    return [
        name if counts[_seen(name)] == 1 else f"{name} ({one.id})"
        for name, one in zip(names, grid.streams, strict=True)
    ]


def _seen(title: str) -> str:
    return " ".join(title.split()).casefold()


def _payments(grid: FundingGrid) -> dict[tuple[str, int | None], Kroner]:
    """Return the payments of each contribution by year of the grid."""
    paid = {(one.id, year): Kroner() for one in grid.streams for year in grid.years}
    for (_, stream, year), amount in grid.cells.items():
        paid[stream, year] += amount
    return paid


def _line(
    sheet: Sheet,
    layout: Layout,
    row: int,
    grid: FundingGrid,
    line: GridLine,
    year: int,
    cost: Kroner,
    missing: Kroner,
) -> None:
    sheet.text(row, _ID, line.id, "small")
    sheet.text(row, _NAME, line.name)
    sheet.text(row, _ART, line.art)
    sheet.number(row, _YEAR, year, "year")
    paid = Kroner()
    for column, stream in enumerate(grid.streams, start=_FIRST):
        amount = grid.cells.get((line.id, stream.id, year), Kroner())
        paid += amount
        sheet.amount(row, column, amount)
    unpaid, total = _FIRST + len(grid.streams), _FIRST + len(grid.streams) + 1
    sheet.amount(row, unpaid, missing)
    whole = paid + missing
    sheet.formula(row, total, f"=SUM({cell(row, _FIRST)}:{cell(row, unpaid)})", whole)
    current = _amount(layout, "cost", cell(row, _ID), cell(row, _YEAR))
    sheet.formula(row, total + 1, f"={current}", cost)
    sheet.formula(row, total + 2, f"=ROUND({cell(row, total + 1)}-{cell(row, total)},2)", cost - whole)


def _amount(layout: Layout, side: str, id_: str, year: str) -> str:
    """Return the formula of the amount on Data of a line or a contribution in a year."""
    formulas = layout.formulas
    wanted = (
        ("side", text(word_of(side, layout.lang))),
        ("id", id_),
        ("year", year),
    )
    criteria = ",".join(f"{formulas.column(DATA_TABLE, key)},{value}" for key, value in wanted)
    return f"SUMIFS({formulas.column(DATA_TABLE, 'amount')},{criteria})"


def _year(
    sheet: Sheet,
    layout: Layout,
    row: int,
    grid: FundingGrid,
    year: int,
    last: int,
    paid_in: Paid,
) -> int:
    """Write the payments of each contribution in a year, its unplaced money, and its current amount."""
    kinds = (
        ("finansieringsgrid.paid", "total"),
        ("finansieringsgrid.unplaced", "plain"),
        ("finansieringsgrid.given", "plain"),
        ("finansieringsgrid.off", "plain"),
    )
    for place, (key, kind) in enumerate(kinds):
        sheet.text(row + place, _NAME, say(key, layout.lang), kind)
        sheet.number(row + place, _YEAR, year, "total_year" if kind == "total" else "year")
    for column in (_ID, _ART):
        sheet.text(row, column, None, "total")
    unplaced = {one.id: one.amount for one in grid.unplaced if one.year == year}
    for column, stream in enumerate(grid.streams, start=_FIRST):
        paid = paid_in[stream.id, year]
        left = unplaced.get(stream.id, Kroner())
        given = layout.given_by(stream).get(year, Kroner())
        years = f"{cell(FIRST_ROW, _YEAR, fixed=True)}:{cell(last, _YEAR, fixed=True)}"
        amounts = f"{cell(FIRST_ROW, column)}:{cell(last, column)}"
        sheet.formula(row, column, f"=SUMIFS({amounts},{years},{cell(row, _YEAR)})", paid, "total_kroner")
        sheet.amount(row + 1, column, left)
        sheet.formula(row + 2, column, f"={_amount(layout, 'financing', text(stream.id), cell(row + 2, _YEAR))}", given)
        off = f"=ROUND({cell(row + 2, column)}-{cell(row, column)}-{cell(row + 1, column)},2)"
        sheet.formula(row + 3, column, off, given - paid - left)
    return row + _ROWS_OF_A_YEAR


def _all_years(
    sheet: Sheet,
    layout: Layout,
    row: int,
    grid: FundingGrid,
    last: int,
    paid_in: Paid,
) -> int:
    """Write the total payments of each contribution."""
    sheet.text(row, _NAME, say("finansieringsgrid.paid_all", layout.lang), "total")
    for column in (_ID, _ART, _YEAR):
        sheet.text(row, column, None, "total")
    for column, stream in enumerate(grid.streams, start=_FIRST):
        paid = sum((paid_in[stream.id, year] for year in grid.years), Kroner())
        amounts = f"{cell(FIRST_ROW, column)}:{cell(last, column)}"
        sheet.formula(row, column, f"=SUM({amounts})", paid, "total_kroner")
    return row + 2


def _fits(sheet: Sheet, layout: Layout, row: int, grid: FundingGrid, last: int) -> int:
    """Write whether the grid still fits the plan: no line and no contribution differs."""
    off = _FIRST + len(grid.streams) + 3
    parts = [f"SUMPRODUCT(ABS({cell(FIRST_ROW, off)}:{cell(last, off)}))"]
    first = last + 2
    for place in range(len(layout.years)):
        at = first + place * _ROWS_OF_A_YEAR + 3
        parts.append(f"SUMPRODUCT(ABS({cell(at, _FIRST)}:{cell(at, _FIRST + len(grid.streams) - 1)}))")
    lang = layout.lang
    fits, stale = say("finansieringsgrid.fits", lang), say("finansieringsgrid.stale", lang)
    sheet.formula(row, _NAME, f"=IF(ROUND({'+'.join(parts)},2)=0,{text(fits)},{text(stale)})", fits, "plain")
    return row + 2
