"""Text widths in the font of the charts, so that names are cut and folded to the room they have.

The widths are those of DejaVu Sans: of European letters in the font that the library carries, of others in the whole
font, which ships with matplotlib as its default. A letter that it lacks is drawn as a box.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from helhedsplan_finance.outputs.charts.fonts import NAMES, path
from helhedsplan_finance.outputs.charts.fonts.widths import widths_of
from helhedsplan_finance.text import visible

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

_POINTS_OF_AN_INCH = 72
_LACKING = 1.1  # of its height: the box that is drawn in place of a letter that the font lacks
_UNIT = 65536  # FreeType's advances are in parts of a point
_CUT = " …"
_AIR = 1.04  # hinting moves letters a little


def width(words: str, points: float, *, bold: bool = False) -> float:
    """Return the width of a text in inches, in letters of ``points`` points."""
    return _AIR * points / _POINTS_OF_AN_INCH * sum(_advance(sign, bold) for sign in words)


def widest(words: Iterable[str], points: float, *, bold: bool = False) -> float:
    """Return the width in inches of the widest of several texts; 0 of none."""
    return max((width(one, points, bold=bold) for one in words), default=0.0)


def cut(words: str, inches: float, points: float, *, bold: bool = False) -> str:
    """Return a text on one line, cut to a width in inches."""
    line = " ".join(visible(words).split())
    if width(line, points, bold=bold) <= inches:
        return line
    room = inches - width(_CUT, points, bold=bold)
    count = 0
    used = 0.0
    for sign in line:
        used += width(sign, points, bold=bold)
        if used > room:
            break
        count += 1
    return line[: max(count, 1)].rstrip() + _CUT


def fold(words: str, inches: float, points: float, *, bold: bool = False, most: int | None = None) -> list[str]:
    """Return a text folded into lines of a width in inches; a wider word is broken, ``most`` lines are kept."""
    lines = [""] if words else []
    for word in _breakable(words.split(), inches, points, bold):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width(longer, points, bold=bold) <= inches:
            lines[-1] = longer
        else:
            lines.append(word)
    if most is not None and len(lines) > most:
        return [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), inches, points, bold=bold)]
    return lines


def _breakable(words: list[str], inches: float, points: float, bold: bool) -> Iterator[str]:
    for word in words:
        rest = word
        while width(rest, points, bold=bold) > inches and len(rest) > 1:
            count = next(
                at for at in range(len(rest), 0, -1) if at == 1 or width(rest[:at], points, bold=bold) <= inches
            )
            yield rest[:count]
            rest = rest[count:]
        yield rest


@cache
def _advance(sign: str, bold: bool) -> float:
    """Return the width of a letter at height one."""
    carried = widths_of(path(NAMES[bold]))
    if sign in carried:
        return carried[sign]
    font = _font(bold)
    if font is None or font.get_char_index(ord(sign)) == 0:
        return _LACKING
    return float(font.load_char(ord(sign)).linearHoriAdvance) / _UNIT


@cache
def _font(bold: bool) -> "FT2Font | None":
    try:
        from matplotlib.font_manager import FontProperties, findfont
        from matplotlib.ft2font import FT2Font
    except ImportError:
        return None
    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(1, 72)
    return font
