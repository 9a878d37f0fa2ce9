"""The printed pages: A4, letters of at least 9 points; a wide sheet takes several pages rather than smaller ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

LEFT, TOP, BOTTOM = 0.4, 0.95, 0.7  # margins in inches: left and right, above with the head, and below
_INCH = 72.0
_LONG, _SHORT = 842.0, 595.0  # A4 in points
_LETTERS, _LEAST = 11, 9  # points of the letters of a sheet, and of the smallest on paper
_SMALLEST = -(-100 * _LEAST // _LETTERS)  # per cent: 9 of 11 is 81,8, so 82
# Points of a digit, the unit of columns: 5.25 in Excel, 5.6 in LibreOffice with Carlito, 6.1 with Liberation Sans.
_DIGIT, _PADDING = 6.15, 0.71
LINE = 15.0  # points of a line, as high as it is with any of them

Columns = tuple[int, int]  # the first and the last of some


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The scale of a printed sheet in per cent, and the columns of each page besides the repeated ones."""

    scale: int
    parts: tuple[Columns, ...]
    portrait: bool = False

    @property
    def height(self) -> float:
        """The points of a page between its head and foot, at its scale."""
        return ((_LONG if self.portrait else _SHORT) - (TOP + BOTTOM) * _INCH) * 100 / self.scale


def page_of(
    widths: Mapping[int, float],
    first: int,
    last: int,
    *,
    portrait: bool,
    repeated: int,
    unprinted: Collection[int] = (),
    together: Sequence[Collection[int]] = (),
) -> PrintedPage:
    """Return the pages of some columns, as few as there may be; the first ``repeated`` are on every page.

    ``unprinted`` columns may be left out, between two pages or at the ends. Of equally many pages those are chosen that
    part fewer columns that belong ``together``, and then those with fewer of the unprinted.

    Columns of 300, 400 and 400 points fit on 784 points at 71 per cent, which is less than 82. So at 82 per cent, with
    956 points on a page, the first has 300 + 400, and the second 300 (repeated) + 400.
    """
    room = (_SHORT if portrait else _LONG) - 2 * LEFT * _INCH
    held = sum(_in_points(widths.get(column, 8.43)) for column in range(first, first + repeated))
    wanted = [column for column in range(first + repeated, last + 1) if column not in unprinted]
    parts = _cut(widths, wanted, room * 100 / _SMALLEST - held, together)
    if portrait:  # its sheets are longer than wide
        return PrintedPage(_SMALLEST, parts, portrait=True)
    widest = max((_width(widths, part) for part in parts), default=0) + held
    return PrintedPage(max(_SMALLEST, min(100, int(100 * room / max(widest, 1)))), parts)


def _cut(
    widths: Mapping[int, float], wanted: Sequence[int], room: float, together: Sequence[Collection[int]]
) -> tuple[Columns, ...]:
    """Return the columns of each page; a column wider than a page has one of its own."""
    best: list[tuple[tuple[int, int, float], tuple[Columns, ...]]] = [((0, 0, 0.0), ())]
    for end in range(1, len(wanted) + 1):
        found = []
        for start in range(end - 1, -1, -1):
            part = wanted[start], wanted[end - 1]
            whole = _width(widths, part)
            if whole > room and start < end - 1:
                break
            (pages, parted, spare), before = best[start]
            unused = whole - sum(_width(widths, (column, column)) for column in wanted[start:end])
            parts_them = start > 0 and any({*wanted[start - 1 : start + 1]} <= {*some} for some in together)
            found.append(((pages + 1, parted + parts_them, spare + unused), (*before, part)))
        best.append(min(found, key=lambda one: (one[0], [-right for _, right in one[1]])))  # the first pages full
    return best[-1][1]


def pages_down(rows: int) -> int:
    """Return the number of pages of rows of one line each at the smallest scale."""
    return -(-rows // int(PrintedPage(_SMALLEST, ()).height / LINE))


def _width(widths: Mapping[int, float], part: Columns) -> float:
    return sum(_in_points(widths.get(column, 8.43)) for column in range(part[0], part[1] + 1))


def _in_points(width: float) -> float:
    return (width + _PADDING) * _DIGIT
