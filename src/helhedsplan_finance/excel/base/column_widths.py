"""Column widths and row heights: a column is as wide as its longest text and its largest amount, within limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import wrap

from helhedsplan_finance.values.money import Kroner

_NARROWEST, _WIDEST = 7, 44
# In widths of a digit, the unit of columns: generous for the width of a column, average for a long text.
_SIGN_WIDTH, _MEAN_WIDTH = 1.15, 0.98
_BREAKS = re.compile(r"\s+|(?<=[-/])")  # where a line of a cell may end
_MARGIN = 1.0  # between a text and the edges of its cell
AMOUNT = 12.0  # room for an amount typed into an empty year: 12.345.678


@dataclass
class ColumnWidths:
    """The widths of a sheet's columns while it is written, in widths of a digit.

    A text of 20 characters wants 20 · 1,15 + 2 = 25; no text wants more than 44, and longer ones wrap.
    """

    ore: bool  # whether amounts show øre
    by_column: dict[int, float] = field(default_factory=dict)
    _largest: dict[int, int] = field(default_factory=dict)  # column -> its largest amount

    def at_least(self, first: int, last: int, width: float) -> None:
        """Set the least width of some columns."""
        for column in range(first, last + 1):
            self.by_column[column] = max(self.by_column.get(column, 0), width)

    def fit_text(self, column: int, value: str) -> None:
        """Make room for a text."""
        longest = max((len(line) for line in value.splitlines()), default=0)
        self.at_least(column, column, min(_WIDEST, max(_NARROWEST, longest * _SIGN_WIDTH + 2)))

    def fit_title(self, column: int, title: str, *, is_year: bool) -> None:
        """Make room for a heading and its filter button; it may take several lines, and amounts come below a year."""
        longest = max((len(word) for word in title.split()), default=0)
        self.at_least(column, column, max(AMOUNT if is_year else _NARROWEST, longest * _SIGN_WIDTH + 3))

    def fit_amount(self, column: int, amount: Kroner) -> None:
        """Make room for an amount."""
        self._largest[column] = max(self._largest.get(column, -1), abs(amount.ore))

    def finish(
        self, widths: Mapping[int, float] | None, texts: Mapping[tuple[int, int], str] | None = None
    ) -> dict[int, float]:
        """Return the width of each column; ``widths`` replace what the cells ask for, but break no word of a text."""
        for column, ore in self._largest.items():
            shown = f"{ore / 100:,.{2 if self.ore else 0}f}-"  # as long as Excel shows it, with any separators
            self.at_least(column, column, len(shown) + 1.5)
        self.by_column |= widths or {}
        for (_, column), value in (texts or {}).items():
            if column in (widths or {}):
                longest = max((len(word) for word in _BREAKS.split(value)), default=0)
                self.at_least(column, column, min(_WIDEST, longest * _SIGN_WIDTH + 2))
        return self.by_column


@lru_cache(maxsize=4096)  # the words of a rule are the same in every workbook
def lines_of(value: str, width: float) -> int:
    """Return the number of lines of a text in a column; a narrow column has no long lines to be average in.

    A column of 13 has lines of 12 letters: "lig med den samlede ramme" takes three of them.
    """
    per_line = max(1, int((width - _MARGIN) / _MEAN_WIDTH))
    return sum(1 if len(line) <= per_line else len(wrap(line, per_line)) or 1 for line in value.splitlines())
