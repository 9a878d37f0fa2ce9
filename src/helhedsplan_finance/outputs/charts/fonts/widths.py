"""The widths of the letters of a TrueType font, from its own tables.

``cmap`` (format 4) maps a letter to a glyph, ``hmtx`` gives the width of each glyph, and ``head`` the units of an em.
"""

from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from

_WINDOWS, _UNICODE = 3, 1
_SEGMENTS = 4  # the format of a map of the letters below 65,536


@cache
def widths_of(path: Path) -> dict[str, float]:
    """Return the width of each letter of a font, in parts of its height."""
    data = path.read_bytes()
    count = unpack_from(">H", data, 4)[0]
    places = {tag: place for tag, _, place, _ in iter_unpack(">4sIII", data[12 : 12 + 16 * count])}
    units = unpack_from(">H", data, places[b"head"] + 18)[0]
    measured = unpack_from(">H", data, places[b"hhea"] + 34)[0]  # glyphs beyond have the width of the last one

    def width(glyph: int) -> float:
        advance: int = unpack_from(">H", data, places[b"hmtx"] + 4 * min(glyph, measured - 1))[0]
        return advance / float(units)

    return {chr(letter): width(glyph) for letter, glyph in _glyphs(data, places[b"cmap"]).items()}


def _glyphs(data: bytes, at: int) -> dict[int, int]:
    """Return the glyph of each letter that the font has.

    A segment of the map is a range of letters: its first and last letter, and what is added to a letter to give the
    glyph, or else where the glyphs of the range are listed.
    """
    table = _segment_map(data, at)
    doubled = unpack_from(">H", data, table + 6)[0]
    lasts, firsts, added, listed = (table + place for place in (14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled))
    glyphs: dict[int, int] = {}
    for place in range(0, doubled, 2):
        last, first, more, jump = (
            unpack_from(">H", data, start + place)[0] for start in (lasts, firsts, added, listed)
        )
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter if not jump else unpack_from(">H", data, listed + place + jump + 2 * (letter - first))[0]
            if glyph and (glyph + more) & 0xFFFF:
                glyphs[letter] = (glyph + more) & 0xFFFF
    return glyphs


def _segment_map(data: bytes, at: int) -> int:
    """Return where the map of Unicode letters starts."""
    count = unpack_from(">H", data, at + 2)[0]
    for platform, encoding, place in iter_unpack(">HHI", data[at + 4 : at + 4 + 8 * count]):
        table: int = at + place
        if (platform, encoding) == (_WINDOWS, _UNICODE) and unpack_from(">H", data, table)[0] == _SEGMENTS:
            return table
    raise ValueError("no map of Unicode letters")
