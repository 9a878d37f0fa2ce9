"""The printed page: A4, letters of at least 9 points; a wide sheet takes several pages rather than smaller ones."""

from collections.abc import Mapping
from dataclasses import dataclass

_LONG, _SHORT, _MARGINS = 842.0, 595.0, 72.0  # A4 and the margins left and right, in points
_LETTERS, _LEAST = 11, 9  # points of the letters of a sheet, and of the smallest on paper
_SMALLEST = -(-100 * _LEAST // _LETTERS)  # per cent: 9 of 11 is 81,8, so 82
# Points of a digit, the unit of columns: 5.25 in Excel, 5.6 in LibreOffice with Carlito, 6.1 with Liberation Sans.
_DIGIT, _PADDING = 6.15, 0.71
_HEIGHT, _LINE = 480.0, 15.0  # points of a page between its head and foot, and of a line


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The scale of a printed sheet in per cent, and the columns that begin a page besides the first."""

    scale: int
    breaks: list[int]


def page_of(widths: Mapping[int, float], first: int, last: int, *, portrait: bool, repeated: int) -> PrintedPage:
    """Return the page of some columns; the first ``repeated`` are on every page.

    Columns of 300, 400 and 400 points fit on 770 points at 70 per cent, which is less than 82. So at 82 per cent, with
    939 points on a page, the first page has 300 + 400, and the second 300 (repeated) + 400.
    """
    points = [_in_points(widths.get(column, 8.43)) for column in range(first, last + 1)]
    room = (_SHORT if portrait else _LONG) - _MARGINS
    scale = min(100, int(100 * room / max(sum(points), 1)))
    if scale >= _SMALLEST:
        return PrintedPage(scale, [])
    room *= 100 / _SMALLEST
    held, breaks = sum(points[:repeated]), []
    filled = held
    for column, width in enumerate(points[repeated:], start=first + repeated):
        if filled + width > room and filled > held:
            breaks.append(column)
            filled = held
        filled += width
    return PrintedPage(_SMALLEST, breaks)


def pages_down(rows: int) -> int:
    """Return the number of pages of rows of one line each at the smallest scale."""
    return -(-rows * _SMALLEST // int(100 * _HEIGHT / _LINE))


def _in_points(width: float) -> float:
    return (width + _PADDING) * _DIGIT
