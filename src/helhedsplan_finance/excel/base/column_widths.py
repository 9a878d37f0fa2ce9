"""Column widths: a column is as wide as its longest text and its largest amount, within limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helhedsplan_finance.excel.base.letter_widths import BOLD, PADDING, longest_word, width_of
from helhedsplan_finance.values.money import Kroner

_NARROWEST, _WIDEST = 7, 44
_BUTTON = 2.5  # the filter button of a heading, which covers its last line
_AROUND = 1.8  # beside an amount: a minus, and the edges of its cell
AMOUNT = 12.0  # room for an amount that is typed, or follows what is typed: 123.456.789
_ORE = 2.5  # and its øre


@dataclass
class ColumnWidths:
    """The widths of a sheet's columns while it is written, in widths of a digit.

    A text of 20 digits wants 20 · 1,1 + 1,6 = 23,6; no text wants more than 44, and longer ones wrap.
    """

    ore: bool  # whether amounts show øre
    by_column: dict[int, float] = field(default_factory=dict)
    _largest: dict[int, int] = field(default_factory=dict)  # column -> its largest amount
    _asked: dict[int, float] = field(default_factory=dict)  # column -> what its texts below the headings ask for
    _words: dict[int, float] = field(default_factory=dict)  # column -> its longest word, or figure

    def at_least(self, first: int, last: int, width: float) -> None:
        """Set the least width of some columns."""
        for column in range(first, last + 1):
            self.by_column[column] = max(self.by_column.get(column, 0), width)

    def fit_text(self, column: int, value: str, scale: float = 1) -> None:
        """Make room for a text; ``scale`` is the width of its letters, relative to others."""
        longest = max((width_of(line) for line in value.splitlines()), default=0)
        asked = max(_NARROWEST, longest * scale + PADDING)
        self._asked[column] = max(self._asked.get(column, 0), asked)
        self.fit_words(column, value, scale)
        self.at_least(column, column, min(_WIDEST, asked))

    def fit_title(self, column: int, title: str, *, is_year: bool, filtered: bool = False) -> None:
        """Make room for a heading, which may take several lines, and its filter button; amounts come below a year."""
        longest = longest_word(title) * BOLD + PADDING + (_BUTTON if filtered else 0)
        self.at_least(column, column, max(AMOUNT if is_year else _NARROWEST, longest))
        self._words[column] = max(self._words.get(column, 0), longest)

    def fit_figure(self, column: int, width: float) -> None:
        """Make room for a figure, which cannot wrap."""
        self._words[column] = max(self._words.get(column, 0), width)

    def hold_amounts(self, column: int) -> None:
        """Take note that a column is for amounts, which may be typed later."""
        self._largest.setdefault(column, 0)

    def fit_amount(self, column: int, amount: Kroner) -> None:
        """Make room for an amount."""
        self._largest[column] = max(self._largest.get(column, -1), abs(amount.ore))

    def finish(self, widths: Mapping[int, float] | None, *, fixed: bool = False) -> dict[int, float]:
        """Return the width of each column.

        ``widths`` are the most of their columns, where texts ask for less, and break no word; those of columns without
        any text below the heading, and all that are ``fixed``, are the width.
        """
        for column, ore in self._largest.items():
            if not ore:  # as large as what may be typed, or what may follow from it
                self.fit_figure(column, AMOUNT + (_ORE if self.ore else 0))
            shown = f"{ore / 100:,.{2 if self.ore else 0}f}"  # as long as Excel shows it, with any separators
            # The digits of a number are as wide as those of a column; a separator is half as wide.
            self.fit_figure(column, sum(1 if one.isdigit() else 0.55 for one in shown) + _AROUND)
        for column, least in self._words.items():
            self.at_least(column, column, least)
        for column, width in (widths or {}).items():
            asked = width if fixed else min(width, self._asked.get(column, width))
            self.by_column[column] = max(asked, self._words.get(column, 0), _NARROWEST)
        return self.by_column

    def fit_words(self, column: int, value: str, scale: float) -> None:
        """Make room for each word of a text, which may wrap."""
        least = min(_WIDEST, longest_word(value) * scale + PADDING)
        self._words[column] = max(self._words.get(column, 0), least)
