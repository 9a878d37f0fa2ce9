"""The formulas of a column, packed: most repeat that of the row above with other numbers.

Each formula is a pattern, shared by the whole workbook, and its numbers, each as the step from those of the last
formula with that pattern. ``=SUM(G5:J5)`` in row 5 and ``=SUM(G6:J6)`` in row 6 have the pattern ``=SUM(G#:J#)``; the
second has the steps 1 and 1, and so has every row below, so that they are one entry with a count.
"""

import re
from collections.abc import Iterable, Iterator

Packed = list[list[int]]  # a count, the step of the row, the pattern, and the steps of its numbers

_NUMBER = re.compile(r"(0|[1-9]\d{0,8})")  # one that is written without zeros before it, so that it comes back
_HOLE = "\x1f"  # no text of a workbook has it


class Packer:
    """The patterns of a workbook, and the last numbers of each."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._before: dict[int, list[int]] = {}

    @property
    def patterns(self) -> list[str]:
        """The patterns in the order of their numbers."""
        return list(self._numbers)

    def packed(self, cells: Iterable[tuple[int, str]]) -> Packed:
        """Return the formulas of a column, which are given by their rows from the top."""
        runs: Packed = []
        above = 0
        for row, formula in cells:
            parts = _NUMBER.split(formula)
            pattern = self._numbers.setdefault(_HOLE.join(parts[::2]), len(self._numbers))
            numbers = [int(part) for part in parts[1::2]]
            before = self._before.get(pattern)
            steps = numbers if before is None else [now - last for now, last in zip(numbers, before, strict=True)]
            self._before[pattern] = numbers
            entry = [row - above, pattern, *steps]
            above = row
            if runs and runs[-1][1:] == entry:
                runs[-1][0] += 1
            else:
                runs.append([1, *entry])
        return runs


def unpacked(packed: Packed, patterns: list[str], before: dict[int, list[int]]) -> Iterator[tuple[int, str]]:
    """Yield the formulas of a column with their rows; ``before`` holds the last numbers of each pattern."""
    row = 0
    for count, step, pattern, *steps in packed:
        if not 0 < count < 1_000_000:
            raise ValueError
        words = patterns[pattern].split(_HOLE)
        for _ in range(count):
            row += step
            last = before.get(pattern)
            numbers = steps if last is None else [one + more for one, more in zip(last, steps, strict=True)]
            before[pattern] = numbers
            shown = [str(number) for number in numbers]
            yield row, "".join(part for pair in zip(words, [*shown, ""], strict=True) for part in pair)
