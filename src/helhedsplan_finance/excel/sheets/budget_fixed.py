"""Budget in fixed prices: what the lines come to in the prices that they state, and what the price series add."""

from collections.abc import Sequence
from typing import get_args

from helhedsplan_finance.excel.grid import FIRST_YEAR, HEADER_ROW, cell
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.ledger import cost_by_year
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import Art, CostLine
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.model import Measure
from helhedsplan_finance.text import say

_ARTS = get_args(Art)


def fixed_height(areas: Sequence[str]) -> int:
    """Return how many rows of the sheet the fixed prices take."""
    return len(_ARTS) + len(areas) + 6


def write_fixed(sheet: Sheet, layout: Layout, row: int, areas: Sequence[str], current: int) -> None:
    """Write the costs in fixed prices from a row on; ``current`` is the row of their sum in current prices."""
    lang = layout.lang
    sheet.text(row, 0, say("workbook.fixed_section", lang), "section")
    at = row + 1
    for column, group, words in (("art", "art", _ARTS), ("indsatsomraade", "indsatsomraade", tuple(areas))):
        for word in words:
            wanted = {"side": ("cost",), column: (word,)}
            measure = measures()["total"].model_copy(update={"where": wanted})
            lines = [line for line in layout.plan.costs if _is_in(line, column, word)]
            _line(sheet, layout, at, word, group, measure, lines)
            at += 1
    total = at
    _line(sheet, layout, total, say("workbook.costs", lang), None, measures()["total"], list(layout.plan.costs))
    _difference(sheet, layout, total + 1, total, current)
    _projected(sheet, layout, total + 2)


def _is_in(line: CostLine, column: str, word: str) -> bool:
    stated = getattr(line, column)
    return stated is not None and stated.casefold() == word.casefold()


def _line(
    sheet: Sheet, layout: Layout, row: int, name: str, group: str | None, measure: Measure, lines: Sequence[CostLine]
) -> None:
    kind, amount = ("text", "kroner") if group else ("total", "total_kroner")
    sheet.text(row, 0, name, kind)
    sheet.text(row, 1, layout.formulas.title(group) if group else None, kind)
    for column in (2, 3):
        sheet.text(row, column, None, kind)
    sheet.text(row, 4, say("workbook.kroner", layout.lang), kind)
    sheet.text(row, 5, say("workbook.prices_fixed", layout.lang), kind)
    for column, year in layout.year_columns:
        place = cell(HEADER_ROW, column, fixed_row=True) if year is not None else None
        sheet.formula(row, column, f"={layout.formulas.fixed_sum(measure, place)}", _fixed(lines, year), amount)


def _fixed(lines: Sequence[CostLine], year: int | None) -> Kroner:
    """Return what some lines cost in the prices that they state, in a year or in all."""
    amounts = (amount for line in lines for one, amount in cost_by_year(line, ()).items() if year in {None, one})
    return sum(amounts, Kroner())


def _difference(sheet: Sheet, layout: Layout, row: int, fixed: int, current: int) -> None:
    """Write what the price series add: current prices less fixed ones."""
    _label(sheet, layout, row, "workbook.price_rise")
    for column, year in layout.year_columns:
        value = (layout.spent(year) or Kroner()) - _fixed(layout.plan.costs, year)
        sheet.formula(row, column, f"=ROUND({cell(current, column)}-{cell(fixed, column)},2)", value)


def _projected(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write how much of the costs rests on a rate that nobody has published."""
    _label(sheet, layout, row, "workbook.on_projected")
    leaning = [one for one in layout.facts.ledger.rows if one.projected]
    for column, year in layout.year_columns:
        place = cell(HEADER_ROW, column, fixed_row=True) if year is not None else None
        value = Kroner.from_ore(sum(one.ore or 0 for one in leaning if year in {None, one.year}))
        sheet.formula(row, column, f"={layout.formulas.projected_sum(place)}", value)


def _label(sheet: Sheet, layout: Layout, row: int, key: str) -> None:
    sheet.text(row, 0, say(key, layout.lang))
    sheet.text(row, 4, say("workbook.kroner", layout.lang))
    sheet.text(row, FIRST_YEAR - 1, say("workbook.prices_current", layout.lang))
