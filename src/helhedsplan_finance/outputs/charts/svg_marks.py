"""The marks of a chart as elements of SVG: rectangles with a hatch, lines, and words of a known width.

Lengths are points, 72 of an inch, from the upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from helhedsplan_finance.outputs.charts.letters import width
from helhedsplan_finance.text import visible

POINTS = 72  # of an inch
# Verdana has the widths of DejaVu Sans, from which it descends; words are set to the width of that in any font.
_FONTS = "DejaVu Sans, Verdana, Geneva, sans-serif"
_UP, _DOWN = 0.76, 0.208  # the height of an l above the line and the depth of a p below it, of the letters' height
_AIR = 1.04  # by which a width is reckoned larger than it is
_HATCHES = {  # the size of a tile, and what is drawn in it
    "/": (8, "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6"),
    "\\": (6, "M-2,4 L2,8 M0,0 L6,6 M4,-2 L8,2"),
    "x": (8, "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6 M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2"),
    "+": (6, "M0,3 L6,3 M3,0 L3,6"),
    ".": (6, "M3,2.6 a0.4,0.4 0 1,0 0.01,0 Z"),
    "o": (6, "M3,1.5 a1.5,1.5 0 1,0 0.01,0 Z"),
}

Place = tuple[float, float]


def words(
    text: str, at: Place, points: float, *, colour: str, bold: bool = False, ha: str = "left", va: str = "baseline"
) -> str:
    """Return words on one line at a place."""
    x, y = at
    baseline = y + points * {"center": (_UP - _DOWN) / 2, "top": _UP, "bottom": -_DOWN}.get(va, 0.0)
    shown = visible(text)
    if not shown.strip():
        return ""
    settings = {
        "x": _figure(x),
        "y": _figure(baseline),
        "font-size": _figure(points),
        "fill": colour,
        "text-anchor": {"left": "start", "center": "middle", "right": "end"}[ha],
        "textLength": _figure(extent(shown, points, bold=bold)),
        "lengthAdjust": "spacingAndGlyphs",
        **({"font-weight": "bold"} if bold else {}),
    }
    return f"<text{_written(settings)}>{escape(shown)}</text>"


def extent(text: str, points: float, *, bold: bool = False) -> float:
    """Return the width of words."""
    return width(text, points, bold=bold) * POINTS / _AIR


def behind(text: str, at: Place, points: float, colour: str, pad: float, *, bold: bool, ha: str) -> str:
    """Return the rectangle behind words that are centred on a height."""
    x, y = at
    wide, high = extent(text, points, bold=bold), points * (_UP + _DOWN)
    left = x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[ha]
    return rectangle((left - pad, y - high / 2 - pad), (wide + 2 * pad, high + 2 * pad), colour)


def rectangle(at: Place, size: Place, fill: str, *, edge: str | None = None, line: float = 0.0) -> str:
    """Return a rectangle from its upper left corner."""
    settings = {
        "x": _figure(at[0]),
        "y": _figure(at[1]),
        "width": _figure(size[0]),
        "height": _figure(size[1]),
        "fill": fill,
        **({"stroke": edge, "stroke-width": _figure(line)} if edge is not None and line else {}),
    }
    return f"<rect{_written(settings)}/>"


def stroke(begin: Place, end: Place, colour: str, line: float, dashes: Sequence[float] = ()) -> str:
    """Return a straight line; ``dashes`` are lengths of strokes and gaps."""
    settings = {
        **{name: _figure(value) for name, value in zip(("x1", "y1", "x2", "y2"), (*begin, *end), strict=True)},
        "stroke": colour,
        "stroke-width": _figure(line),
        **({"stroke-dasharray": " ".join(map(_figure, dashes))} if dashes else {}),
    }
    return f"<line{_written(settings)}/>"


@dataclass
class Patterns:
    """The hatches of one picture, each defined once; their ids are its own, whatever page it is put into."""

    about: str
    used: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def fill(self, hatch: str | None, colour: str, lines: str) -> str:
        """Return what fills a shape: a colour, or a hatch in lines of a colour over it."""
        if not hatch:
            return colour
        key = (hatch[0], colour, lines)
        salt = sha256(self.about.encode("utf-8", "replace")).hexdigest()[:8]
        return f"url(#{self.used.setdefault(key, f'h{salt}-{len(self.used)}')})"

    def defined(self) -> str:
        """Return the definitions of the hatches."""
        return "".join(map(self._pattern, self.used))

    def _pattern(self, key: tuple[str, str, str]) -> str:
        sign, colour, lines = key
        size, path = _HATCHES[sign]
        look = {"d": path, "stroke": lines, "stroke-width": "1", "fill": lines if sign == "." else "none"}
        tile = {"id": self.used[key], "width": str(size), "height": str(size), "patternUnits": "userSpaceOnUse"}
        return f"<pattern{_written(tile)}>{rectangle((0, 0), (size, size), colour)}<path{_written(look)}/></pattern>"


def picture(size: Place, title: str, alt: str, patterns: Patterns, marks: Sequence[str]) -> bytes:
    """Return a whole picture, with its title and alt text inside."""
    wide, high = map(_figure, size)
    settings = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": f"{wide}pt",
        "height": f"{high}pt",
        "viewBox": f"0 0 {wide} {high}",
        "role": "img",
        "font-family": _FONTS,
    }
    told = f"<title>{escape(visible(title))}</title><desc>{escape(visible(alt))}</desc>"
    paper = rectangle((0, 0), size, "#FFFFFF")
    body = "\n".join((told, f"<defs>{patterns.defined()}</defs>", paper, *filter(None, marks)))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<svg{_written(settings)}>\n{body}\n</svg>\n'.encode(
        "utf-8", "replace"
    )


def _written(settings: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in settings.items())


def _figure(length: float) -> str:
    """Return a length with three decimals at most."""
    return f"{length:.3f}".rstrip("0").rstrip(".") or "0"
