"""The widths of letters and the lines of a text: no font is at hand when a workbook is written.

The unit is a digit of the sheet, the unit of columns. Each width is the larger of two, rounded up: that of Calibri,
whose metrics Carlito has, and that of Liberation Sans, whose metrics Arial has. Calibri's is 6 % more than in its font,
since the column of Excel has digits of 5.25 points and its printer 5.57.
"""

import re
from functools import lru_cache

_GROUPS = {
    0.50: " 'ilìíîï",
    0.55: ",.Ij·ÌÍÎÏ‘’",
    0.60: ":;¹",
    0.65: "()-[]`f´¸",
    0.70: "!{}¡³",
    0.75: "rt°²",
    0.85: '"/\\¨ª',
    0.90: "Jcszºç“”„",
    0.95: "vxyýÿ",
    1.00: "?Lgk|¯≥≤≈",
    1.05: "#*^_ae¢¤¦§±àáâãäåèéêë÷–•",
    1.10: "$+0123456789<=>FTZbdhnpqu~£¥«¬»¿×ðñùúûüþ€−",
    1.15: "oµßòóôõöø",
    1.20: "BEKPSVXYÈÉÊËÝÞ",
    1.25: "A¶ÀÁÂÃÄÅ",
    1.30: "CDRÇ",
    1.35: "HU®ÐÙÚÛÜ",
    1.40: "GNOÑÒÓÔÕÖØ",
    1.45: "&Q",
    1.50: "w¼½¾",
    1.60: "%",
    1.65: "æ",
    1.70: "m",
    1.75: "©",
    1.80: "MÆ…œ™",
    1.85: "Œ",
    1.90: "@W—",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_UNKNOWN = 1.9
_BREAKS = re.compile(r"\s+|(?<=[-/])")  # where a line of a cell may end
BOLD = 1.1  # the width of bold letters, relative to others
PADDING = 1.6  # the indent of a cell and the edges beside its text, less what a column has besides its width


@lru_cache(maxsize=8192)  # the words of a rule are the same in every workbook
def width_of(text: str) -> float:
    """Return the width of a text on one line, in digits."""
    return sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text)


def longest_word(text: str) -> float:
    """Return the width of the longest part of a text that stays on one line."""
    return max((width_of(word) for word in _BREAKS.split(text)), default=0)


@lru_cache(maxsize=8192)
def lines_of(text: str, width: float) -> int:
    """Return the number of lines of a text in a column of a width, as spreadsheet programs break them.

    In a column of 13 a line holds 11.4 digits: "lig med den" (10.1) fits, and with "samlede" (17.95) it would not.
    """
    room = max(width - PADDING, 1.0)
    return sum(_lines(line, room) for line in text.splitlines())


def _lines(line: str, room: float) -> int:
    """Return the number of lines of a text without line breaks; a word wider than a line takes several."""
    if width_of(line) <= room:
        return 1
    count, filled = 1, 0.0
    for piece in _pieces(line):
        own, gap = width_of(piece.rstrip()), width_of(piece) - width_of(piece.rstrip())
        if filled and filled + own > room:
            count, filled = count + 1, 0.0
        while own > room:
            count, own = count + 1, own - room
        filled += own + gap
    return count


def _pieces(line: str) -> list[str]:
    """Return the words of a line, each with the space after it."""
    return re.findall(r"[^\s/-]*[/-]+\s*|[^\s/-]+\s*|\s+", line)
