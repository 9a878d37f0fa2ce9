"""Data: the ledger as one live table, a row for each line and year. Every measure of the workbook sums over it."""

from collections.abc import Mapping

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.formulas import FACT_NAMES, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.ledger import cost_by_year
from helhedsplan_finance.plan.plan import CostLine, Stream
from helhedsplan_finance.plan.price_level import projected_years
from helhedsplan_finance.plan.schema import DATA_TABLE, KILDER, POSTER, word_of, year_title
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_KEYS = (
    *("side", "id", "source", "name", "form", "status", "indsatsomraade", "art", "year", "amount", "lines"),
    "unstated",
)
_PRICED_KEYS = ("fixed_amount", "projected")  # if the plan has price series
_FIXED, _PROJECTED = 12, 13
_SIDE, _ID, _SOURCE, _NAME, _FORM, _STATUS, _AREA, _ART, _YEAR, _AMOUNT, _LINES, _UNSTATED = range(12)
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
    _line(sheet, layout, row, "cost", POSTER, number, line, layout.spent_on(line), ("id", "activity"))
    sheet.number(row, _UNSTATED, 0, "plain")
    if layout.rows.series:
        _priced(sheet, layout, row, number, line)


def _priced(sheet: Sheet, layout: Layout, row: int, number: int, line: CostLine | None) -> None:
    """Write the cost of a line in stated prices, and whether its price rests on a projected rate."""
    formulas = layout.formulas
    index, price_year = (formulas.item(POSTER, formulas.title(key), number) for key in ("index", "price_year"))
    fixed = cost_by_year(line, ()) if line is not None else {}
    projected = projected_years(line, layout.plan.series) if line is not None else ()
    for place, year in enumerate(layout.years):
        price, quantity = _price_and_quantity(layout, number, year)
        product = f'=IF(COUNT({price},{quantity})<2,"",ROUND({price}*{quantity},2))'
        sheet.formula(row + place, _FIXED, product, fixed.get(year, ""))
        mark = word_of("yes", layout.lang) if year in projected else ""
        formula = f'IF(COUNT({price},{quantity})<2,"",{formulas.leans(index, price_year, year)})'
        sheet.formula(row + place, _PROJECTED, f"={formula}", mark, "plain")


def _stream(sheet: Sheet, layout: Layout, row: int, number: int, stream: Stream | None) -> None:
    _line(sheet, layout, row, "financing", KILDER, number, stream, layout.given_by(stream), ("id", "name"))
    stated = layout.formulas.item(KILDER, layout.formulas.title("stated"), number)
    missing = stream is not None and stream.is_open
    sheet.formula(row, _UNSTATED, f"=IF({stated}={text(word_of('no', layout.lang))},1,0)", float(missing), "plain")


def _line(
    sheet: Sheet,
    layout: Layout,
    row: int,
    side: str,
    table: str,
    number: int,
    line: CostLine | Stream | None,
    by_year: Mapping[int, Kroner],
    described_by: tuple[str, str],
) -> None:
    """Write the rows of one line of an input table, one for each year."""
    for place, year in enumerate(layout.years):
        _described(sheet, layout, row + place, side, table, number, line)
        _year(sheet, layout, row + place, year, table, number, by_year.get(year))
    _counted(sheet, layout, row, table, number, described_by, line is not None)


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


def _year(sheet: Sheet, layout: Layout, row: int, year: int, table: str, number: int, amount: Kroner | None) -> None:
    """Write a line's amount in a year from its input cells: a budget line counts even if Poster lost its formulas."""
    formulas = layout.formulas
    sheet.raw.write_number(row, _YEAR, year, sheet.styles("year"))
    if table == POSTER:
        price, quantity = _price_and_quantity(layout, number, year)
        formula = f"ROUND({price}*{quantity},2)"
        if layout.rows.series:
            index = formulas.item(table, formulas.title("index"), number)
            factor = formulas.item(table, say("column.factor", layout.lang, year=str(year)), number)
            carried = f'IF(COUNT({factor})=0,"",ROUND({price}*{factor}*{quantity},2))'
            formula = f'IF({index}="",{formula},{carried})'
        formula = f'IF(COUNT({price},{quantity})<2,"",{formula})'
    else:
        given = formulas.item(table, str(year), number)
        formula = f'IF(COUNT({given})=0,"",{given})'
    sheet.formula(row, _AMOUNT, f"={formula}", "" if amount is None else amount)


def _price_and_quantity(layout: Layout, number: int, year: int) -> tuple[str, str]:
    formulas = layout.formulas
    quantity = formulas.item(POSTER, year_title("quantity", year, layout.lang), number)
    return formulas.item(POSTER, formulas.title("unit_price"), number), quantity


def _counted(
    sheet: Sheet, layout: Layout, row: int, table: str, number: int, keys: tuple[str, str], used: bool
) -> None:
    """Write the count 1 into the first row of a line, so that lines are counted like amounts are summed."""
    described = "&".join(layout.formulas.item(table, layout.formulas.title(key), number) for key in keys)
    sheet.formula(row, _LINES, f'=IF({described}="",0,1)', float(used), "plain")
