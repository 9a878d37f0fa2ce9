"""The rows of Data that are budget lines: what each costs in a year, from the input cells of Poster.

A percentage of other lines is of their own amounts, which stand in a column of their own, so that no formula is of
itself. With price series there are the same two columns in stated prices, and for what rests on a projected rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.line_formulas import (
    NO_END,
    month_before,
    month_until,
    months_between,
    share_of,
    words_of,
)
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.line_costs import projected_years
from helhedsplan_finance.plan.plan import CostLine
from helhedsplan_finance.plan.schema import DATA_TABLE, POSTER, word_of, year_title
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_MOST_LIVE = 1_000


def may_share(layout: Layout, line: CostLine | None) -> bool:
    """Return whether a percentage may be typed into the row of a line; ``None`` is a spare row.

    The formulas of a percentage are long: a workbook of more lines has them in its percentages and spare rows alone.
    """
    return line is None or line.percent is not None or len(layout.rows.costs) <= _MOST_LIVE


@dataclass(frozen=True, slots=True)
class CostColumns:
    """The columns of a budget line on Data; the last four are there with price series only."""

    year: int
    amount: int
    percent: int
    of: int
    before: int
    until: int
    own: int
    fixed: int
    projected: int
    fixed_own: int
    own_projected: int


def write_costs(
    sheet: Sheet, layout: Layout, row: int, number: int, line: CostLine | None, columns: CostColumns
) -> None:
    """Write what a line costs in each year, the first in row ``row``; ``number`` is its row on Poster, from 1."""
    current, fixed = layout.spent_on(line), layout.stated_on(line) if layout.rows.series else {}
    projected = projected_years(line, layout.plan) if line is not None and layout.rows.series else ()
    for place, year in enumerate(layout.years):
        cells = _Cells(layout, number, year, sheet, row + place, row, columns, may_share(layout, line))
        if not place:
            _days(cells, line)
            if cells.is_live:
                _percentage(cells, line)
        _amounts(cells, cells.current(), columns.own, columns.amount, line, current)
        if layout.rows.series:
            _amounts(cells, cells.fixed(), columns.fixed_own, columns.fixed, line, fixed)
            _marks(cells, line, projected=year in projected)


def _days(cells: "_Cells", line: CostLine | None) -> None:
    """Write the months between which a line costs something into its first row, as numbers from year 0."""
    begins, ends = cells.item("begins"), cells.item("ends")
    start, end = (line.start, line.end) if line is not None else (None, None)
    before = start.year * 12 + start.month - 1 if start is not None else 0
    until = end.year * 12 + end.month if end is not None else NO_END
    cells.write(cells.columns.before, month_before(begins), float(before), "plain")
    cells.write(cells.columns.until, month_until(ends), float(until), "plain")


def _percentage(cells: "_Cells", line: CostLine | None) -> None:
    """Write the percentage and its words into the first row of a line, for all its years."""
    stated = cells.item("percent")
    share = float(line.percent) if line is not None and line.percent is not None else ""
    cells.write(cells.columns.percent, f'IF({stated}="","",{stated})', share, "percent")
    of = "; ".join(line.of) if line is not None else ""
    words = ";" + of.replace("; ", ";").replace(", ", ";") + ";"
    cells.write(cells.columns.of, words_of(cells.item("percent_of")), words, "plain")


def _amounts(
    cells: "_Cells", product: str, own: int, column: int, line: CostLine | None, by_year: Mapping[int, Kroner]
) -> None:
    """Write the own amount of a line, and beside it that or its percentage of others."""
    is_share = line is not None and line.percent is not None
    amount: Kroner | str = by_year.get(cells.year, "")
    cells.write(own, product, "" if is_share else amount)
    if not cells.is_live:
        cells.write(column, cells.here(own), amount)
        return
    summed = cells.share(f"{DATA_TABLE}[{cells.title(own)}]")
    part = f"ROUND({cells.percent}*{summed}*{cells.months()}/12,2)"
    cells.write(column, f'IF({cells.percent}="",{cells.here(own)},{part})', amount)


def _marks(cells: "_Cells", line: CostLine | None, *, projected: bool) -> None:
    """Write whether the price of a line rests on a projected rate, or that of a line which it is a percentage of."""
    yes = word_of("yes", cells.layout.lang)
    own, column = cells.columns.own_projected, cells.columns.projected
    is_share = line is not None and line.percent is not None
    cells.write(own, cells.leaning(), yes if projected and not is_share else "", "plain")
    if not cells.is_live:
        cells.write(column, cells.here(own), yes if projected else "", "plain")
        return
    counted = cells.share(f"--({DATA_TABLE}[{cells.title(own)}]={text(yes)})")
    leans = f'IF({cells.percent}="",{cells.here(own)},IF({counted}>0,{text(yes)},""))'
    cells.write(column, leans, yes if projected else "", "plain")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one line in one year: those of Poster that it is computed from, and its own row of Data."""

    layout: Layout
    number: int
    year: int
    sheet: Sheet
    row: int
    first: int  # the first row of the line
    columns: CostColumns
    is_live: bool

    @property
    def percent(self) -> str:
        """The cell with the percentage of the line."""
        return cell(self.first, self.columns.percent)

    def item(self, title: str) -> str:
        """Return the formula of a cell of the line on Poster."""
        return self.layout.formulas.item(POSTER, self.layout.formulas.title(title), self.number)

    def here(self, column: int) -> str:
        """Return a cell of the row on Data."""
        return cell(self.row, column)

    def title(self, column: int) -> str:
        """Return the title of one of the columns of own amounts."""
        keys = {self.columns.own: "own_amount", self.columns.fixed_own: "fixed_own"}
        return self.layout.formulas.title(keys.get(column, "own_projected"))

    def write(self, column: int, formula: str, value: Kroner | float | str, kind: str = "kroner") -> None:
        """Write a formula, given without ``=``, with its value."""
        self.sheet.formula(self.row, column, f"={formula}", value, kind)

    def months(self) -> str:
        """Return the formula of the months in which the line counts."""
        before, until = (cell(self.first, column) for column in (self.columns.before, self.columns.until))
        return months_between(before, until, self.year)

    def share(self, take: str) -> str:
        """Return the formula of the sum of the lines that this one is a percentage of."""
        words, year = cell(self.first, self.columns.of), self.here(self.columns.year)
        return share_of(self.layout.formulas, words, year, take)

    def _price_and_quantity(self) -> tuple[str, str]:
        quantity = year_title("quantity", self.year, self.layout.lang)
        return self.item("unit_price"), self.layout.formulas.item(POSTER, quantity, self.number)

    def fixed(self) -> str:
        """Return the formula of the own amount in stated prices."""
        price, quantity = self._price_and_quantity()
        counted = f"{quantity}*{self.months()}/12"
        return f'IF(COUNT({price},{quantity})<2,"",ROUND({price}*{counted},2))'

    def current(self) -> str:
        """Return the formula of the own amount in current prices: a line counts even if Poster lost its formulas."""
        if not self.layout.rows.series:
            return self.fixed()
        price, quantity = self._price_and_quantity()
        factor = say("column.factor", self.layout.lang, year=str(self.year))
        risen = self.layout.formulas.item(POSTER, factor, self.number)
        counted = f"{quantity}*{self.months()}/12"
        carried = f'IF(COUNT({risen})=0,"",ROUND({price}*{risen}*{counted},2))'
        formula = f'IF({self.item("index")}="",ROUND({price}*{counted},2),{carried})'
        return f'IF(COUNT({price},{quantity})<2,"",{formula})'

    def leaning(self) -> str:
        """Return the formula of the mark of a price that rests on a projected rate."""
        price, quantity = self._price_and_quantity()
        leans = self.layout.formulas.leans(self.item("index"), self.item("price_year"), self.year)
        return f'IF(COUNT({price},{quantity})<2,"",{leans})'
