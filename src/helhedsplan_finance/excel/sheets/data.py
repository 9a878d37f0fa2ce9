"""Data: the ledger as one live table, a row for each line and year. Every measure of the workbook sums over it."""

from typing import TYPE_CHECKING

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.formulas import FACT_NAMES, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.data_costs import CostColumns, write_costs
from helhedsplan_finance.plan.plan import CostLine, Stream
from helhedsplan_finance.plan.schema import DATA_TABLE, KILDER, POSTER, word_of
from helhedsplan_finance.text import say

if TYPE_CHECKING:
    from helhedsplan_finance.values.money import Kroner

_KEYS = (
    *("side", "id", "source", "name", "form", "status", "indsatsomraade", "art", "year", "amount", "lines"),
    *("unstated", "percent", "percent_of", "from_month", "to_month", "own_amount"),
)
_PRICED_KEYS = ("fixed_amount", "projected", "fixed_own", "own_projected")  # if the plan has price series
_SIDE, _ID, _SOURCE, _NAME, _FORM, _STATUS, _AREA, _ART, _YEAR, _AMOUNT, _LINES, _UNSTATED = range(12)
_COSTS = CostColumns(_YEAR, _AMOUNT, *range(12, 21))
# Column of Data -> title on Kilder or Poster, and the field of the plan.
_STREAM = {_ID: ("id", "id"), _SOURCE: ("source", "giver"), _NAME: ("name", "name"), _FORM: ("form", "kind")}
_STREAM |= {_STATUS: ("status", "status")}
_COST = {_ID: ("id", "id"), _NAME: ("activity", "activity"), _AREA: ("indsatsomraade", "indsatsomraade")}
_COST |= {_ART: ("art", "art")}


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the rows: the total budget, which counts while there are no budget lines, the costs, the financing."""
    sheet.head(say("sheets.title_data", layout.lang), say("sheets.unit_data", layout.lang))
    held = [*map(Column, (*_KEYS, *(_PRICED_KEYS if layout.rows.series else ())))]
    lines = len(layout.rows.costs) + len(layout.rows.streams)
    titles = sheet.table(DATA_TABLE, held, 1 + lines * len(layout.years), filtered=True)
    sheet.header(HEADER_ROW, titles, range(_YEAR, len(titles)))
    _frame(sheet, layout, FIRST_ROW)
    row = FIRST_ROW + 1
    for number, line in enumerate(layout.rows.costs, start=1):
        _cost(sheet, layout, row, number, line)
        row += len(layout.years)
    for number, stream in enumerate(layout.rows.streams, start=1):
        _stream(sheet, layout, row, number, stream)
        row += len(layout.years)
    sheet.finish({_SIDE: 14.0, _NAME: 30.0, _AREA: 30.0, _ID: 18.0, _SOURCE: 18.0, _STATUS: 18.0})


def _frame(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write the total budget, which has no years."""
    formulas, frame, plan = layout.formulas, FACT_NAMES["stated_total"], layout.plan
    sheet.raw.write_string(row, _SIDE, word_of("cost", layout.lang))
    sheet.raw.write_string(row, _ID, "total")
    alone, total = not plan.costs, plan.total
    amount = f'IF(COUNT({frame})=0,"",{frame})'
    value: Kroner | str = total if alone and total is not None else ""
    if formulas.has_costs:
        sheet.formula(row, _AMOUNT, f'=IF({formulas.lines()}>0,"",{amount})', value)
        sheet.formula(row, _LINES, f"=IF({formulas.lines()}>0,0,1)", float(alone), "plain")
        missing = f"=IF(OR({formulas.lines()}>0,COUNT({frame})>0),0,1)"
    else:
        sheet.formula(row, _AMOUNT, f"={amount}", value)
        sheet.number(row, _LINES, 1, "plain")
        missing = f"=IF(COUNT({frame})>0,0,1)"
    sheet.formula(row, _UNSTATED, missing, float(alone and total is None), "plain")


def _cost(sheet: Sheet, layout: Layout, row: int, number: int, line: CostLine | None) -> None:
    _line(sheet, layout, row, "cost", POSTER, number, line)
    write_costs(sheet, layout, row, number, line, _COSTS)
    _counted(sheet, layout, row, POSTER, number, ("id", "activity"), line is not None)
    sheet.number(row, _UNSTATED, 0, "plain")


def _stream(sheet: Sheet, layout: Layout, row: int, number: int, stream: Stream | None) -> None:
    _line(sheet, layout, row, "financing", KILDER, number, stream)
    by_year = layout.given_by(stream)
    for place, year in enumerate(layout.years):
        given = layout.formulas.item(KILDER, str(year), number)
        sheet.formula(row + place, _AMOUNT, f'=IF(COUNT({given})=0,"",{given})', by_year.get(year, ""))
    _counted(sheet, layout, row, KILDER, number, ("id", "name"), stream is not None)
    stated = layout.formulas.item(KILDER, layout.formulas.title("stated"), number)
    missing = stream is not None and stream.is_open
    sheet.formula(row, _UNSTATED, f"=IF({stated}={text(word_of('no', layout.lang))},1,0)", float(missing), "plain")


def _line(
    sheet: Sheet, layout: Layout, row: int, side: str, table: str, number: int, line: CostLine | Stream | None
) -> None:
    """Write what a line of an input table is called in its rows, one for each year."""
    for place, year in enumerate(layout.years):
        _described(sheet, layout, row + place, side, table, number, line)
        sheet.raw.write_number(row + place, _YEAR, year, sheet.styles("year"))


def _described(
    sheet: Sheet, layout: Layout, row: int, side: str, table: str, number: int, line: CostLine | Stream | None
) -> None:
    formulas = layout.formulas
    sheet.raw.write_string(row, _SIDE, word_of(side, layout.lang))
    for column, (title, key) in (_COST if table == POSTER else _STREAM).items():
        value = getattr(line, key, None) or ""
        shown = word_of(value, layout.lang) if column == _FORM else value
        linked = f'{formulas.item(table, formulas.title(title), number)}&""'
        formula = formulas.stream_word(title, number) if table == KILDER else linked
        sheet.formula(row, column, f"={formula}", shown, "plain")


def _counted(
    sheet: Sheet, layout: Layout, row: int, table: str, number: int, keys: tuple[str, str], used: bool
) -> None:
    """Write the count 1 into the first row of a line, so that lines are counted like amounts are summed."""
    described = "&".join(layout.formulas.item(table, layout.formulas.title(key), number) for key in keys)
    sheet.formula(row, _LINES, f'=IF({described}="",0,1)', float(used), "plain")
