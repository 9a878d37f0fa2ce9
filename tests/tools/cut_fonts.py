"""Cut down the fonts that charts embed in a PDF to the letters of European text.

Run it with ``PYTHONPATH=tests python -m tools.cut_fonts``. Outlines, widths, kerning and hinting are unchanged.
"""

import shutil
from pathlib import Path

import matplotlib as mpl
from fontTools import subset  # type: ignore[import-untyped]

from helhedsplan_finance.outputs.charts import fonts
from helhedsplan_finance.outputs.charts.fonts import NAMES

# Latin with every European accent, then the dashes, quotes, arrows and signs of ordinary text.
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2028),
    *map(ord, "‰′″‹›€→←↑↓−≈≠≤≥½¼¾²³№™Δ√∞●■▲▼✓"),
)

FEATURES = ["ccmp", "kern", "liga"]  # what is applied to Latin letters unasked


def write(target: Path) -> None:
    """Write the fonts and their licence into a folder."""
    source = Path(mpl.get_data_path()) / "fonts/ttf"
    for name in NAMES:
        options = subset.Options(glyph_names=True, notdef_outline=True, recommended_glyphs=True)
        options.layout_features, options.layout_scripts = FEATURES, ["DFLT", "latn"]
        options.name_IDs, options.drop_tables = [0, 1, 2, 4, 5, 6], [*options.drop_tables, "FFTM", "GDEF", "gasp"]
        with subset.load_font(str(source / name), options) as font:
            cut = subset.Subsetter(options)
            cut.populate(unicodes=LETTERS)
            cut.subset(font)
            subset.save_font(font, str(target / name), options)
    shutil.copyfile(source / "LICENSE_DEJAVU", target / "LICENSE_DEJAVU")


if __name__ == "__main__":
    write(Path(fonts.__file__).parent)
