"""The kinds of values in a plan, and the least and the most of each.

The bounds are stated here only. The reader of a plan refuses values outside them, and the JSON Schema, the data
validation of a workbook and its checks on Kontrol use the same ones.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

# The content of a cell: one line of text, text of several lines, an id, kroner, a number, a share, a whole number,
# a year, a date, yes or no, one word of a list, or several of them; a price rate, a date of publication, several years,
# and the hedge of an amount.
CellKind = Literal[
    "line",
    "note",
    "id",
    "amount",
    "number",
    "share",
    "count",
    "year",
    "date",
    "flag",
    "word",
    "words",
    "rate",
    "published",
    "years",
    "hedge",
]
FIGURES: tuple[CellKind, ...] = ("amount", "number", "share", "count", "year", "date", "rate")  # a cell has a number
WHOLE: tuple[CellKind, ...] = ("count", "year")  # figures without decimals
TEXTS: tuple[CellKind, ...] = ("line", "note", "id", "words")  # the bounds are those of the length


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most of a value, or of the length of a text in characters; both are allowed.

    With ``outside`` both are just outside, so that neither is allowed.
    """

    least: int | Fraction
    most: int | Fraction
    outside: bool = False


_YEARS = Bounds(1990, 2100)  # of prices, and of dates of publication
BOUNDS: dict[CellKind, Bounds] = {
    "line": Bounds(1, 4_000),
    "note": Bounds(1, 4_000),
    "words": Bounds(0, 4_000),
    "id": Bounds(1, 64),
    "amount": Bounds(0, 10**13),  # kroner: an int64 column of øre still has room for the sums of thousands of them
    "number": Bounds(0, 10**12),
    "share": Bounds(0, 1),
    "count": Bounds(0, 10**9),
    "year": _YEARS,
    "years": _YEARS,
    "published": _YEARS,
    "rate": Bounds(Fraction(-1, 2), Fraction(1, 2), outside=True),  # a larger change in a year is a typing error
}
# The days that may be typed into a workbook. A plan file may have others: a waiver of 1850 is no typing error there.
FIRST_DAY, LAST_DAY = date(int(_YEARS.least), 1, 1), date(int(_YEARS.most), 12, 31)
