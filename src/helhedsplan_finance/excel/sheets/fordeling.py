"""Controlled rounding by largest remainder as live formulas, equal to the split of the library to the øre.

For each year there is an amount in øre (T), the sum of the weights (W), and the øre that rounding down leaves (L). Each
row has a weight, the rest that rounding it down leaves, and its amount; a row among the L largest rests gets one øre
more. Weights are whole numbers, so every product is one, and no rest depends on floating-point rounding.

Worked example: T = 100 øre by weights 1, 2, 3, so W = 6. Rounded down that is 16, 33, 50, and leaves L = 1. The rests
100·1 - 6·16 = 4, 100·2 - 6·33 = 2 and 100·3 - 6·50 = 0 give that øre to the first row: 17, 33, 50. Ties of rests go to
the larger weight, then to the lower order: 1000 øre by 3, 3, 1 with orders 2, 1, 3 are 428, 429, 143.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helhedsplan_finance.excel.base.addresses import FIRST_YEAR, cell
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.rent_figures import largest_remainder
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

NAME, WHAT, UNIT, ORDER, WEIGHT = 0, 2, 3, 4, 5
_SUMS = 3  # T, W and L
_EXACT = "2^53"  # LibreOffice rewrites a number of 16 digits in a formula as 9.00719925474099E+015
_SUM_WORDS = (
    ("mellemregning.amount", "mellemregning.unit_amount"),
    ("mellemregning.weights", "mellemregning.unit_weights"),
    ("mellemregning.left", "mellemregning.unit_left"),
)
_ROW_WORDS = (
    ("mellemregning.weight", "mellemregning.unit_weight"),
    ("mellemregning.rest", "mellemregning.unit_rest"),
    ("mellemregning.part", "mellemregning.unit_part"),
)


@dataclass(frozen=True, slots=True)
class Split:
    """One split: its title, the amount of each year and the weight of each row, each as a formula and a value.

    ``names`` and ``orders`` are the cells of each row: the order decides the last of ties.
    """

    title: str
    names: Sequence[tuple[str, str]]
    orders: Sequence[int]
    amount: Callable[[int, int], tuple[str, Kroner]]  # of a year and its column
    base: Callable[[int], tuple[str, int]]  # the weight of a row, before its months
    weight: Callable[[int, int, int, str], tuple[str, int]]  # of a row, a year, its column and the cell of its base

    @property
    def height(self) -> int:
        """The number of rows, with its title and the row below it."""
        return 2 + _SUMS + 3 * len(self.names)


def amount_row(top: int, split: Split, row: int) -> int:
    """Return the row of the sheet with a row's amount, for a split that begins at ``top``."""
    return top + 1 + _SUMS + 2 * len(split.names) + row


def inexact(top: int, split: Split, column: int) -> str:
    """Return the formula that is 1 where a product of a year is too large to be exact in a spreadsheet, else 0."""
    amount, weights = top + 1, top + 1 + _SUMS
    largest = f"MAX({cell(weights, column)}:{cell(weights + len(split.names) - 1, column)})"
    return f"IF({cell(amount, column)}*{largest}>{_EXACT},1,0)"


def write_split(sheet: Sheet, layout: Layout, top: int, split: Split) -> None:
    """Write a split: its sums, and for each row the weight, the rest and the amount."""
    lang, count = layout.lang, len(split.names)
    sheet.text(top, NAME, split.title, "section")
    first = top + 1
    for place, (name, unit) in enumerate(_SUM_WORDS):
        sheet.text(first + place, NAME, say(name, lang))
        sheet.text(first + place, UNIT, say(unit, lang), "small")
    weights, rests, amounts = (first + _SUMS + part * count for part in range(3))
    for row in range(count):
        base, value = split.base(row)
        for start, (what, unit) in zip((weights, rests, amounts), _ROW_WORDS, strict=True):
            formula, name = split.names[row]
            sheet.formula(start + row, NAME, formula, name, "text")
            sheet.text(start + row, WHAT, say(what, lang), "small")
            sheet.text(start + row, UNIT, say(unit, lang), "small")
        sheet.number(weights + row, ORDER, split.orders[row])
        sheet.formula(weights + row, WEIGHT, f"={base}", float(value), "number")
    for column, year in enumerate(layout.years, start=FIRST_YEAR):
        _year(sheet, (first, weights, rests, amounts), split, year, column)


def _year(sheet: Sheet, places: tuple[int, int, int, int], split: Split, year: int, column: int) -> None:
    first, weights, rests, amounts = places
    count = len(split.names)
    formula, amount = split.amount(year, column)
    t, w, left = (cell(first + place, column, fixed_row=True) for place in range(_SUMS))
    pairs = [split.weight(row, year, column, cell(weights + row, WEIGHT)) for row in range(count)]
    values = [value for _, value in pairs]
    total = sum(values)
    all_weights, all_rests, orders = (
        _column(start, count, at) for start, at in ((weights, column), (rests, column), (weights, ORDER))
    )
    floors = [amount.ore * value // total if total else 0 for value in values]
    sheet.formula(first, column, f"=ROUND({formula}*100,0)", float(amount.ore), "number")
    sheet.formula(first + 1, column, f"=SUM({all_weights})", float(total), "number")
    sheet.formula(
        first + 2,
        column,
        f"=IF({w}=0,0,{t}-SUMPRODUCT(INT({t}*{all_weights}/{w})))",
        float(amount.ore - sum(floors)) if total else 0.0,
        "number",
    )
    parts = largest_remainder(amount.ore, values, split.orders)
    for row in range(count):
        weight, rest, order = cell(weights + row, column), cell(rests + row, column), cell(weights + row, ORDER)
        sheet.formula(weights + row, column, f"={pairs[row][0]}", float(values[row]), "number")
        left_over = amount.ore * values[row] - total * floors[row]
        formula = f"=IF({w}=0,0,{t}*{weight}-{w}*INT({t}*{weight}/{w}))"
        sheet.formula(rests + row, column, formula, float(left_over), "number")
        ahead = (
            f"SUMPRODUCT(--({all_rests}>{rest}))+SUMPRODUCT(--({all_rests}={rest}),--({all_weights}>{weight}))"
            f"+SUMPRODUCT(--({all_rests}={rest}),--({all_weights}={weight}),--({orders}<{order}))"
        )
        formula = f"=IF({w}=0,0,(INT({t}*{weight}/{w})+IF({ahead}<{left},1,0))/100)"
        sheet.formula(amounts + row, column, formula, Kroner.from_ore(parts[row]))


def _column(first: int, count: int, column: int) -> str:
    fixed = column == ORDER
    start = cell(first, column, fixed=fixed, fixed_row=True)
    return f"{start}:{cell(first + count - 1, column, fixed=fixed, fixed_row=True)}"
