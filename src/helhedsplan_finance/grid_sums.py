"""The funding grid over all years, as a table of sums that is small enough to read.

Of more lines than a page holds it has the arts, of more contributions the sources; it says which.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helhedsplan_finance.money import Kroner
from helhedsplan_finance.text import Message, message

if TYPE_CHECKING:
    from helhedsplan_finance.funding_grid import FundingGrid

MOST_LINES, MOST_PAYERS = 40, 12


@dataclass(frozen=True, slots=True)
class GridSums:
    """What each payer pays of each line over all years.

    ``lines`` and ``payers`` hold the names by their keys: ids, or an art and a source where they are put together.
    ``cells`` holds the sums that are not zero by those keys; ``unpaid`` what nobody pays of a line, ``unplaced`` what
    found no line of a payer's money.
    """

    lines: dict[str, str | Message]
    payers: dict[str, str | Message]
    cells: dict[tuple[str, str], Kroner]
    unpaid: dict[str, Kroner]
    unplaced: dict[str, Kroner]
    by_art: bool
    by_source: bool

    @classmethod
    def of(cls, grid: "FundingGrid", *, most_lines: int = MOST_LINES, most_payers: int = MOST_PAYERS) -> "GridSums":
        """Add the years of a grid up, and put lines and contributions together where there are too many of them."""
        by_art, by_source = len(grid.lines) > most_lines, len(grid.streams) > most_payers
        lines = {one.id: (one.art, one.art) if by_art and one.art else (one.id, one.name) for one in grid.lines}
        payers: dict[str, tuple[str, str | Message]] = {
            one.id: (one.source, message(f"source.{one.source}")) if by_source else (one.id, one.name)
            for one in grid.streams
        }
        cells: dict[tuple[str, str], Kroner] = {}
        unpaid: dict[str, Kroner] = {}
        unplaced: dict[str, Kroner] = {}
        for (line, payer, _), amount in grid.cells.items():
            place = lines[line][0], payers[payer][0]
            cells[place] = cells.get(place, Kroner()) + amount
        for lost in grid.unpaid:
            unpaid[lines[lost.id][0]] = unpaid.get(lines[lost.id][0], Kroner()) + lost.amount
        for lost in grid.unplaced:
            unplaced[payers[lost.id][0]] = unplaced.get(payers[lost.id][0], Kroner()) + lost.amount
        return cls(dict(lines.values()), dict(payers.values()), cells, unpaid, unplaced, by_art, by_source)

    def of_line(self, line: str) -> Kroner:
        """Return what a line costs: what is paid of it, and what nobody pays."""
        return self._sum(line=line) + self.unpaid.get(line, Kroner())

    def of_payer(self, payer: str) -> Kroner:
        """Return what a payer gives: what it pays, and what found no line."""
        return self._sum(payer=payer) + self.unplaced.get(payer, Kroner())

    def _sum(self, line: str | None = None, payer: str | None = None) -> Kroner:
        asked = ((place, amount) for place, amount in self.cells.items() if line in (None, place[0]))
        return sum((amount for place, amount in asked if payer in (None, place[1])), Kroner())
