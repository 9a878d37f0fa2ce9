"""A chart as PDF: small fonts with the letters of the whole ones, embedded, and words that can be found."""

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags

import build
from helhedsplan_finance import Plan
from helhedsplan_finance.outputs.charts.fonts import NAMES, letters, path, use_cut_fonts
from places import DATA, tool
from tools.cut_fonts import write

pytestmark = pytest.mark.daily

WHOLE = Path(mpl.get_data_path()) / "fonts/ttf"
UNHINTED = LoadFlags.NO_HINTING | LoadFlags.NO_SCALE


@pytest.fixture
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


@pytest.mark.parametrize("name", NAMES)
def test_a_cut_font_has_the_outlines_and_widths_of_the_whole_one(name: str) -> None:
    whole, cut = FT2Font(str(WHOLE / name)), FT2Font(str(path(name)))
    assert set("ABCÆØÅabcæøåéüß0123456789 .,;:%−–…€·×") <= letters(name)
    for sign in letters(name):
        drawn, kept = (font.load_char(ord(sign), UNHINTED) for font in (whole, cut))
        assert kept.linearHoriAdvance == drawn.linearHoriAdvance
        (places, codes), (kept_places, kept_codes) = whole.get_path(), cut.get_path()
        assert np.array_equal(kept_places, places)
        assert np.array_equal(kept_codes, codes)


@pytest.mark.parametrize("name", NAMES)
def test_words_are_kerned_in_a_cut_font_as_in_the_whole_one(name: str) -> None:
    whole, cut = FT2Font(str(WHOLE / name)), FT2Font(str(path(name)))
    for words in ("AVATAR To Ty. LT Øv, fi ffl Vægt", "Landsbyggefonden giver 70 %", "12.345,67 kr."):
        for font in (whole, cut):
            font.set_size(10, 72)
            font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
        assert cut.get_width_height() == whole.get_width_height()


def test_a_pdf_embeds_its_fonts_and_carries_its_words(park: Plan, tmp_path: Path) -> None:
    made = tmp_path / "figur.pdf"
    made.write_bytes(park.plot.chart("financing").render("pdf"))
    listed = subprocess.run([tool("pdffonts"), str(made)], check=True, capture_output=True, text=True).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert {font[0].partition("+")[2] for font in fonts} == {"DejaVuSans", "DejaVuSans-Bold"}
    assert {tuple(font[-5:-2]) for font in fonts} == {("yes", "yes", "yes")}  # embedded, a subset, with its Unicode
    words = subprocess.run([tool("pdftotext"), str(made), "-"], check=True, capture_output=True, text=True).stdout
    assert "Landsbyggefonden giver 70 % af finansieringen" in " ".join(words.split())
    assert "Boligorganisationer" in words


@pytest.mark.parametrize(
    "names",
    [
        ["financing", "grid"],
        pytest.param([chart.key for chart in build.park().plot.charts()], marks=pytest.mark.deep),
    ],
    ids=["two", "every"],
)
def test_another_process_gives_the_same_bytes_in_any_order_and_no_global_style_is_touched(
    names: list[str], park: Plan, tmp_path: Path
) -> None:
    program = """
import sys
from pathlib import Path
import matplotlib as mpl
from helhedsplan_finance import Plan
before = dict(mpl.rcParams)
plot = Plan.from_file(sys.argv[1]).plot
for name in reversed(sys.argv[3:]):
    chart = plot.chart(name)
    Path(sys.argv[2], chart.key + ".svg").write_bytes(chart.render("svg"))
    Path(sys.argv[2], chart.key + ".pdf").write_bytes(chart.render("pdf"))
assert dict(mpl.rcParams) == before
assert "matplotlib.pyplot" not in sys.modules
"""
    arguments = [str(DATA / "eksempelparken-2022.toml"), str(tmp_path), *names]
    subprocess.run([sys.executable, "-c", program, *arguments], check=True)
    for name in names:
        for kind in ("svg", "pdf"):
            assert park.plot.chart(name).render(kind) == (tmp_path / f"{name}.{kind}").read_bytes()


def test_a_letter_outside_the_cut_font_keeps_its_text_in_the_whole_one() -> None:
    figure = Figure()
    latin, greek = figure.text(0, 0, "Æble\nog pære"), figure.text(0, 0.5, "Ωμέγα")
    use_cut_fonts(figure)
    assert latin.get_fontproperties().get_file() == str(path("DejaVuSans.ttf"))
    assert greek.get_fontproperties().get_file() is None
    assert latin.get_fontsize() == greek.get_fontsize()


def test_a_font_that_the_user_chose_is_kept() -> None:
    figure = Figure()
    words = figure.text(0, 0, "Æble", family="DejaVu Serif")
    use_cut_fonts(figure)
    assert words.get_fontproperties().get_file() is None


def test_the_licence_of_the_fonts_travels_with_them() -> None:
    kept = path("LICENSE_DEJAVU").read_text(encoding="utf-8")
    assert kept == (WHOLE / "LICENSE_DEJAVU").read_text(encoding="utf-8")
    assert "Bitstream Vera" in kept


def test_the_tool_makes_the_fonts_that_are_shipped(tmp_path: Path) -> None:
    write(tmp_path)
    for name in NAMES:
        assert FT2Font(str(tmp_path / name)).get_charmap() == FT2Font(str(path(name))).get_charmap()
