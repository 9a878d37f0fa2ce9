"""DejaVu Sans with the letters of European text only, for the charts as PDF.

matplotlib subsets its whole DejaVu Sans (700 kB) for every PDF, which takes longer than the picture itself. A subset of
a small font gives the same outlines, widths and kerning in a fraction of the time. Only the library's own figures use
these files: no matplotlib setting is changed. ``tests/tools/cut_fonts.py`` makes them.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from helhedsplan_finance.outputs.charts.fonts.widths import widths_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def use_cut_fonts(figure: "Figure") -> None:
    """Set the cut-down font on each text of a figure whose letters it has.

    A text in another font, or with a letter outside the cut-down one, keeps its font.
    """
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.text import Text

    for axes in figure.axes:  # tick labels are created on access
        axes.get_xticklabels()
        axes.get_yticklabels()
    files: dict[FontProperties, str] = {}  # looked up once per figure, since rcParams may change the font of a family
    for text in cast("list[Text]", figure.findobj(Text)):
        font = text.get_fontproperties().copy()
        font.set_size(10)
        if font not in files:
            files[font] = Path(findfont(font)).name
        name = files[font]
        if name in NAMES and letters(name).issuperset(text.get_text().replace("\n", "")):
            font = text.get_fontproperties().copy()
            font.set_file(str(path(name)))
            text.set_fontproperties(font)


def path(name: str) -> Path:
    """Return the path of a font."""
    return Path(__file__).parent / name


@cache
def letters(name: str) -> frozenset[str]:
    """Return the letters of a font."""
    return frozenset(widths_of(path(name)))
