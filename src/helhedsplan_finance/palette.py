"""One colour for each source, the same in charts, workbook and pages.

From the Okabe–Ito set, which colour-blind readers can tell apart; the order of lightness keeps it readable in grey.
"""

from helhedsplan_finance.plan import Source

SOURCE_COLOURS: dict[Source, str] = {
    "lbf": "#0072B2",
    "kommune": "#E69F00",
    "boligorganisation": "#009E73",
    "boligafdeling": "#56B4E9",
    "ekstern": "#CC79A7",
}

INK = "#1A1A1A"
PALE = "#D9D9D9"


def text_on(colour: str) -> str:
    """Return black or white, whichever stands out more on a colour (relative luminance of WCAG 2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"
