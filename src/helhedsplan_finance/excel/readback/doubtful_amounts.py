"""Figures that a spreadsheet may have made of something else as it was typed, without a trace in the cell.

In a cell whose format is one of amounts, LibreOffice keeps a month as the number of its first day, and a share as a
part of one: "marts 2023" becomes 44.986, and "67 %" 0,67.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeVar

from helhedsplan_finance.excel.base.serial_days import DAY_ZERO
from helhedsplan_finance.excel.readback.input_rows import Read
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text.shown import Number, Share
from helhedsplan_finance.values.money import AmountAs, Kroner

_V = TypeVar("_V")
_ORE = 100  # in a krone


def look_at_amounts(plan: PlanData, read: Read, notes: Notes) -> None:
    """Add a note on each amount below one krone, and on each figure that is the first day of a month in the plan."""
    days = {
        (day - DAY_ZERO).days: day
        for year in plan.period.years
        for day in (plan.start.replace(year=year, month=month, day=1) for month in range(1, 13))
    }
    for cell, amount in _values(read, Kroner):
        kroner, ore = divmod(amount.ore, _ORE)
        if not kroner and ore:
            share = Share(Fraction(ore, _ORE))
            notes.note(cell, "sheet.below_krone", found=AmountAs(amount, "kr"), share=share)
        elif not ore and kroner in days:
            notes.note(cell, "sheet.like_a_day", found=AmountAs(amount, "figure"), day=days[kroner])
    for cell, quantity in _values(read, Fraction):
        if quantity in days:
            notes.note(cell, "sheet.quantity_like_a_day", found=Number(quantity), day=days[int(quantity)])


def _values(read: Read, kind: type[_V]) -> Iterator[tuple[str, _V]]:
    """Yield the values of one type, each with its cell."""
    for key, cell in read.cells.items():
        value: Any = read.data
        for step in key:
            value = value[step] if isinstance(value, list) else value.get(step) if isinstance(value, dict) else None
        if isinstance(value, kind):
            yield cell, value
