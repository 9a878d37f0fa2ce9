"""The funding grid over all years, as a table of sums that is small enough to read.

More lines than a page holds are summed by art, more contributions by source; ``by_art`` and ``by_source`` say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helhedsplan_finance.calculators.grid.grid_parts import GridLine, Lost
from helhedsplan_finance.plan.givers import givers_named
from helhedsplan_finance.plan.plan import Stream
from helhedsplan_finance.text import Message
from helhedsplan_finance.values.money import Kroner

MOST_LINES, MOST_PAYERS = 40, 12


@dataclass(frozen=True, slots=True)
class GridSums:
    """Amounts over all years by line and payer.

    ``lines`` and ``payers`` hold the names by their keys: ids, or an art and a source where they are summed.
    ``cells`` holds the sums that are not zero by those keys; ``unpaid`` the unpaid part of a line, ``unplaced`` the
    money of a payer without a line. ``counted`` is the number of lines and contributions in the grid.
    """

    lines: dict[str, str | Message]
    payers: dict[str, str | Message]
    cells: dict[tuple[str, str], Kroner]
    unpaid: dict[str, Kroner]
    unplaced: dict[str, Kroner]
    by_art: bool
    by_source: bool
    counted: tuple[int, int]

    @classmethod
    def of(
        cls,
        lines: Sequence[GridLine],
        streams: Sequence[Stream],
        cells: Mapping[tuple[str, str, int | None], Kroner],
        unpaid: Iterable[Lost],
        unplaced: Iterable[Lost],
        *,
        most_lines: int,
        most_payers: int,
    ) -> "GridSums":
        """Return the sums over the years of a grid; too many lines or contributions are summed by art or source."""
        by_art, by_source = len(lines) > most_lines, len(streams) > most_payers
        rows = {one.id: (one.art, one.art) if by_art and one.art else (one.id, one.name) for one in lines}
        payers: dict[str, tuple[str, str | Message]] = {
            one.id: (one.giver, givers_named(one.giver)) if by_source else (one.id, one.name) for one in streams
        }
        ore: dict[tuple[str, str], int] = {}
        for (line, payer, _), amount in cells.items():
            place = rows[line][0], payers[payer][0]
            ore[place] = ore.get(place, 0) + amount.ore
        paid = {place: Kroner.from_ore(one) for place, one in ore.items()}
        lost = (_together(unpaid, rows), _together(unplaced, payers))
        return cls(
            dict(rows.values()), dict(payers.values()), paid, *lost, by_art, by_source, (len(lines), len(streams))
        )

    def of_line(self, line: str) -> Kroner:
        """Return the cost of a line: its paid and its unpaid part."""
        return self._sum(line=line) + self.unpaid.get(line, Kroner())

    def of_payer(self, payer: str) -> Kroner:
        """Return what a payer gives: what it pays, and its money without a line."""
        return self._sum(payer=payer) + self.unplaced.get(payer, Kroner())

    def _sum(self, line: str | None = None, payer: str | None = None) -> Kroner:
        cells = ((place, amount) for place, amount in self.cells.items() if line in (None, place[0]))
        return sum((amount for place, amount in cells if payer in (None, place[1])), Kroner())


def _together(lost: Iterable[Lost], keys: Mapping[str, tuple[str, object]]) -> dict[str, Kroner]:
    """Return the sums of lost amounts, by the key of their row or column."""
    sums: dict[str, Kroner] = {}
    for one in lost:
        key = keys[one.id][0]
        sums[key] = sums.get(key, Kroner()) + one.amount
    return sums
