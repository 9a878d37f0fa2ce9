"""Controlled rounding of a payer × cost matrix: whole units from the totals of its rows and columns.

Every row and column adds up exactly, cells that are not allowed stay empty, and the rest is as proportional as that
leaves room for: the table is the one nearest to the proportional one in the sense of iterative proportional fitting.
All of it in integers: the fitting in fixed point, and the last units by augmenting paths.

Worked example: rows 7 and 3, columns 6 and 4. The proportional cells 4,2 2,8 / 1,8 1,2 are rounded down to 4 2 / 1 1,
which leaves one unit to each row; the cells that lost most (0,8) take it, and 4 3 / 2 1 adds up both ways.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R")
C = TypeVar("C")

_FINER = 1 << 32  # fixed point: the fitting computes in parts of a unit this small
# The fitting converges; stopping it early affects the last units alone.
_MOST_ROUNDS, _LEAST_ROUNDS, _MOST_WORK = 200, 10, 500_000


@dataclass(frozen=True, slots=True)
class Allotment(Generic[R, C]):
    """What each column gives to each row, and the rest: ``unpaid`` of a row, ``unplaced`` of a column."""

    cells: dict[tuple[R, C], int]
    unpaid: dict[R, int]
    unplaced: dict[C, int]


def allot(rows: Mapping[R, int], columns: Mapping[C, int], allowed: Callable[[R, C], bool]) -> Allotment[R, C]:
    """Fill the ``allowed`` cells of a table with whole numbers that add up to the totals of its rows and columns.

    The totals are not negative. Where not everything can be placed, as much as possible is, and the rest of each row
    and column is returned.

    >>> allot({"løn": 7, "lokaler": 3}, {"lbf": 6, "kommune": 4}, lambda row, column: True).cells
    {('løn', 'lbf'): 4, ('løn', 'kommune'): 3, ('lokaler', 'lbf'): 2, ('lokaler', 'kommune'): 1}
    """
    row_names, column_names = list(rows), list(columns)
    cells = [[allowed(row, column) for column in column_names] for row in row_names]
    wanted, given = list(rows.values()), list(columns.values())
    placed = _Table(cells, wanted, given)
    placed.complete((None,))
    unpaid, unplaced = sum(wanted) - placed.total, sum(given) - placed.total
    # An extra row takes the money that no line can take, an extra column pays what no money can pay.
    cells = [[*row, unpaid > 0] for row in cells] + [[unplaced > 0] * len(given) + [False]]
    table = _Table(cells, [*wanted, unplaced], [*given, unpaid])
    table.fit()
    table.complete((1, None))
    filled = table.cells
    return Allotment(
        {
            (row, column): filled[x][y]
            for x, row in enumerate(row_names)
            for y, column in enumerate(column_names)
            if filled[x][y]
        },
        {row: filled[x][-1] for x, row in enumerate(row_names) if filled[x][-1]},
        {column: filled[-1][y] for y, column in enumerate(column_names) if filled[-1][y]},
    )


class _Table:
    """A partly filled table; no row or column exceeds its total."""

    def __init__(self, allowed: list[list[bool]], rows: list[int], columns: list[int]) -> None:
        self.allowed, self.rows, self.columns = allowed, rows, columns
        self.cells = [[0] * len(columns) for _ in rows]
        self.short = list(rows)  # what each row still lacks
        self.room = list(columns)  # what each column has not given yet
        self._wish = [[0] * len(columns) for _ in rows]  # what is left of a cell after rounding down
        self._floor = self.cells
        self._order: list[list[int]] = []

    @property
    def total(self) -> int:
        return sum(self.rows) - sum(self.short)

    def fit(self) -> None:
        """Fill the cells by iterative proportional fitting, rounded down."""
        total = max(sum(self.rows), 1)
        fine = [
            [row * column * _FINER // total if may else 0 for may, column in zip(line, self.columns, strict=True)]
            for line, row in zip(self.allowed, self.rows, strict=True)
        ]
        for _ in range(max(_LEAST_ROUNDS, min(_MOST_ROUNDS, _MOST_WORK // (len(self.rows) * len(self.columns) or 1)))):
            sums = [sum(column) for column in zip(*fine, strict=True)]
            for line in fine:
                for y, column in enumerate(self.columns):
                    line[y] = line[y] * column * _FINER // sums[y] if sums[y] else 0
            near = True
            for x, row in enumerate(self.rows):
                sum_ = sum(fine[x])
                near = near and abs(sum_ - row * _FINER) < _FINER // 2
                fine[x] = [cell * row * _FINER // sum_ for cell in fine[x]] if sum_ else fine[x]
            if near:
                break
        for x, line in enumerate(fine):
            for y, cell in enumerate(line):
                self._put(x, y, min(cell // _FINER, self.short[x], self.room[y]))
                self._wish[x][y] = cell % _FINER

    def complete(self, steps: tuple[int | None, ...]) -> None:
        """Place all that can still be placed: without an augmenting path, the table is as full as it can be.

        A step of 1 raises no cell by more than the unit that rounding down took from it; ``None`` has no bound.
        """
        self._floor = [list(line) for line in self.cells]
        self._order = [_order_of(line, wish) for line, wish in zip(self.allowed, self._wish, strict=True)]
        for most in steps:
            self._place_at_once(most)
            while (path := self._path(most)) is not None:
                ends = self.short[path[0][0]], self.room[path[-1][1]]
                amount = most or min(*ends, *(self.cells[x][y] for x, y in path[1::2]))
                for number, (x, y) in enumerate(path):
                    self._put(x, y, amount if number % 2 == 0 else -amount)

    def _place_at_once(self, most: int | None) -> None:
        """Place what fits without moving anything else, which leaves few augmenting paths to search for."""
        for x in range(len(self.rows)):
            for y in self._order[x]:
                if not self.short[x]:
                    break
                free = min(self.short[x], self.room[y])
                if most is not None:
                    free = min(free, self._floor[x][y] + most - self.cells[x][y])
                if free > 0:
                    self._put(x, y, free)

    def _put(self, x: int, y: int, amount: int) -> None:
        self.cells[x][y] += amount
        self.short[x] -= amount
        self.room[y] -= amount

    def _path(self, most: int | None) -> list[tuple[int, int]] | None:
        """Return the cells of a shortest augmenting path, from a row that lacks money to a column that has some left.

        The path adds to the first cell, takes from the second, and so on; ``None`` where there is none. With ``most``,
        no cell rises by more than that above its rounded value, nor falls below it.

        Worked example: 6 1 / 0 2 with rows 7 and 3, columns 7 and 3, and the 0 not allowed. Row 2 lacks 1 and column 1
        has 1 left: add 1 to row 2 of column 2, take it from row 1 of column 2, add it to row 1 of column 1.
        """
        came_to_row: dict[int, int | None] = {x: None for x, lacks in enumerate(self.short) if lacks}
        came_to_column: dict[int, int] = {}
        rows = list(came_to_row)
        while rows:
            columns = []
            for x in rows:
                floor, cells = self._floor[x], self.cells[x]
                for y in self._order[x]:
                    if y not in came_to_column and (most is None or cells[y] < floor[y] + most):
                        came_to_column[y] = x
                        columns.append(y)
                        if self.room[y]:
                            return _way(y, came_to_row, came_to_column)
            rows = []
            for y in columns:
                for x, line in enumerate(self.cells):
                    if x not in came_to_row and line[y] > (0 if most is None else self._floor[x][y]):
                        came_to_row[x] = y
                        rows.append(x)
        return None


def _way(end: int, came_to_row: dict[int, int | None], came_to_column: dict[int, int]) -> list[tuple[int, int]]:
    """Return the cells of a path from its first row to its last column, alternately of the two directions."""
    cells, column = list[tuple[int, int]](), end
    while True:
        row = came_to_column[column]
        cells.append((row, column))
        before = came_to_row[row]
        if before is None:
            return cells[::-1]
        cells.append((row, before))
        column = before


def _order_of(allowed: list[bool], wish: list[int]) -> list[int]:
    """Return the allowed columns of a row, those that rounding down took most from first."""
    return sorted((y for y, may in enumerate(allowed) if may), key=lambda y: (-wish[y], y))
