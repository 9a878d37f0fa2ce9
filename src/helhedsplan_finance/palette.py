"""One colour for each source, the same in charts, workbook and pages.

Each source has a lightness of its own, so that they are told apart in a grey print, and colour-blind readers can tell
them apart too; a test reckons both. Where there is room, a word stands beside the colour.
"""

from helhedsplan_finance.plan import Source

SOURCE_COLOURS: dict[Source, str] = {
    "lbf": "#133C8B",
    "kommune": "#F5C835",
    "boligorganisation": "#1C9A5F",
    "boligafdeling": "#66B8EA",
    "ekstern": "#963472",
}

COST = "#56606E"  # costs, of whatever kind: no source
HOLDS = "#56606E"
FAILS = "#B3261E"
DEVIATES = "#A8641A"  # from usual practice, or with a dispensation
INK = "#1A1A1A"
PALE = "#D9D9D9"
PALEST = "#F0F0F0"


def text_on(colour: str) -> str:
    """Return black or white, whichever stands out more on a colour (relative luminance of WCAG 2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"
