"""Rounded figures that add up to their rounded sum, by largest remainder, each moved figure marked."""

from collections.abc import Sequence
from fractions import Fraction

from helhedsplan_finance.document.figure import Figure, Unit, money
from helhedsplan_finance.text import Lang
from helhedsplan_finance.text.rounding import to_int

MOVED = "*"
_STEPS: dict[Unit, int] = {"tkr": 100_000, "mio": 10_000_000}  # øre of the last shown digit


def rounded(parts: Sequence[int], unit: Unit) -> list[int]:
    """Return amounts in øre and their sum, the last, each rounded alone; kroner are not rounded."""
    step = _STEPS.get(unit, 1)
    return [to_int(Fraction(ore, step)) * step for ore in (*parts, sum(parts))]


def added_up(parts: Sequence[int], unit: Unit) -> list[int]:
    """Return amounts in øre and their sum, the last, rounded so that they add up to it.

    Each is rounded down, and the units that are left go one each to the largest remainders; of equal ones, to the
    larger amount and then to the earlier one.

    Worked example: 1,4, 1,4 and 1,4 are 4,2 and round to 1, 1, 1 and 4: the first becomes 2.
    """
    step = _STEPS.get(unit, 1)
    total = rounded(parts, unit)[-1]
    down = [ore // step * step for ore in parts]
    order = sorted(range(len(parts)), key=lambda at: (down[at] - parts[at], -abs(parts[at]), at))
    for at in order[: (total - sum(down)) // step]:
        down[at] += step
    return [*down, total]


def figures_added_up(parts: Sequence[int], unit: Unit, lang: Lang) -> list[Figure]:
    """Return the figures of amounts and of their sum, the last; one that is not as it rounds alone has a mark."""
    alone, together = rounded(parts, unit), added_up(parts, unit)
    return [
        money(ore, unit) if one == other else Figure(ore, unit, words=f"{Figure(other, unit).bare(lang)}{MOVED}")
        for ore, one, other in zip((*parts, sum(parts)), alone, together, strict=True)
    ]
