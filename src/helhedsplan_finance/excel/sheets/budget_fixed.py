"""Budget in fixed prices: the costs in stated prices, and what the price series add."""

from collections.abc import Sequence
from typing import Literal, get_args

from helhedsplan_finance.excel.base.addresses import FIRST_YEAR, HEADER_ROW, cell
from helhedsplan_finance.excel.base.formulas import costs_of
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.line_costs import Priced, cost_by_year, in_fixed_prices
from helhedsplan_finance.plan.plan import Art, CostLine
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_ARTS = get_args(Art)


def fixed_height(areas: Sequence[str]) -> int:
    """Return the number of rows of the fixed prices."""
    return len(_ARTS) + len(areas) + 9


def write_fixed(sheet: Sheet, layout: Layout, row: int, areas: Sequence[str], current: int) -> None:
    """Write the costs in fixed prices from a row on; ``current`` is the row of their sum in current prices."""
    lang, costs = layout.lang, layout.plan.costs
    sheet.text(row, 0, say("workbook.fixed_section", lang), "section")
    at = _group(sheet, layout, row + 1, "art", _ARTS)
    _line(sheet, layout, at, say("workbook.costs", lang), None, measures()["total"], costs)
    first = at + 2
    rest = _group(sheet, layout, first, "indsatsomraade", areas)
    _rest(sheet, layout, rest, first, at, areas)
    _line(sheet, layout, rest + 1, say("workbook.costs", lang), None, measures()["total"], costs)
    _difference(sheet, layout, rest + 2, at, current)
    _projected(sheet, layout, rest + 3)


def _group(
    sheet: Sheet, layout: Layout, at: int, column: Literal["art", "indsatsomraade"], words: Sequence[str]
) -> int:
    """Write a row for each word of a column, and return the next row."""
    for word in words:
        lines = [line for line in layout.plan.costs if _is_in(line, column, word)]
        _line(sheet, layout, at, word, column, costs_of(column, word), lines)
        at += 1
    return at


def _rest(sheet: Sheet, layout: Layout, row: int, first: int, total: int, areas: Sequence[str]) -> None:
    """Write the costs outside the indsatsområder above: the total less their sum."""
    known = {area.casefold() for area in areas}
    others = [line for line in layout.plan.costs if (line.indsatsomraade or "").casefold() not in known]
    _described(sheet, layout, row, say("poster.other_areas", layout.lang), "indsatsomraade")
    for column, year in layout.year_columns:
        above = f"-SUM({cell(first, column)}:{cell(row - 1, column)})" if areas else ""
        sheet.formula(row, column, f"=ROUND({cell(total, column)}{above},2)", _fixed(others, year, layout.plan))


def _is_in(line: CostLine, column: str, word: str) -> bool:
    stated = getattr(line, column)
    return stated is not None and stated.casefold() == word.casefold()


def _line(
    sheet: Sheet, layout: Layout, row: int, name: str, group: str | None, measure: Measure, lines: Sequence[CostLine]
) -> None:
    _described(sheet, layout, row, name, group)
    for column, year in layout.year_columns:
        place = cell(HEADER_ROW, column, fixed_row=True) if year is not None else None
        formula = f"={layout.formulas.fixed_sum(measure, place)}"
        sheet.formula(row, column, formula, _fixed(lines, year, layout.plan), "kroner" if group else "total_kroner")


def _described(sheet: Sheet, layout: Layout, row: int, name: str, group: str | None) -> None:
    kind = "text" if group else "total"
    texts = (name, layout.formulas.title(group) if group else None, None, None)
    words = (*texts, say("workbook.kroner", layout.lang), say("workbook.prices_fixed", layout.lang))
    for column, word in enumerate(words):
        sheet.text(row, column, word, kind)


def _fixed(lines: Sequence[CostLine], year: int | None, plan: Priced) -> Kroner:
    """Return the costs of lines in stated prices, in a year or in all."""
    fixed = in_fixed_prices(plan)
    amounts = (amount for line in lines for one, amount in cost_by_year(line, fixed).items() if year in {None, one})
    return sum(amounts, Kroner())


def _difference(sheet: Sheet, layout: Layout, row: int, fixed: int, current: int) -> None:
    """Write what the price series add: current prices less fixed ones."""
    _label(sheet, layout, row, "workbook.price_rise")
    for column, year in layout.year_columns:
        value = (layout.spent(year) or Kroner()) - _fixed(layout.plan.costs, year, layout.plan)
        sheet.formula(row, column, f"=ROUND({cell(current, column)}-{cell(fixed, column)},2)", value)


def _projected(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write the costs that rest on a projected rate."""
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
