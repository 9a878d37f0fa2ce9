"""One colour for each source, the same in charts, workbook and pages.

Each source has its own lightness, so that they differ in a grey print and for colour-blind readers;
a test computes both. Where there is room, a word goes with the colour.
"""

from helhedsplan_finance.plan.givers import GIVER_WORDS, Source

SOURCE_COLOURS: dict[Source, str] = {
    "lbf": "#133C8B",
    "kommune": "#F5C835",
    "boligorganisation": "#1C9A5F",
    "boligafdeling": "#66B8EA",
    "ekstern": "#963472",
}

JOINT = "#AEB6BE"  # joint contributions, hatched: the colour of no source
_HATCHES = ("\\\\\\\\", "++", "..", "oo")


def colour_of(word: str) -> str:
    """Return the colour of a source, or of joint contributions."""
    return next((colour for source, colour in SOURCE_COLOURS.items() if source == word), JOINT)


def hatch_of(word: str) -> str | None:
    """Return the hatch of joint contributions; none of a single source."""
    return None if word in SOURCE_COLOURS else _HATCHES[GIVER_WORDS.index(word) % len(_HATCHES)]


COST = "#56606E"  # costs of any kind: no source
HOLDS = "#56606E"
FAILS = "#B3261E"
DEVIATES = "#A8641A"  # from usual practice, or with a dispensation
INK = "#1A1A1A"
PALE = "#D9D9D9"
PALEST = "#F0F0F0"


def text_on(colour: str) -> str:
    """Return black or white, the one with more contrast on a colour (relative luminance of WCAG 2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"
