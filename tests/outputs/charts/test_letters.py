"""Words as wide as the letters that they are drawn in, and labels kept apart."""

import warnings

import pytest
from matplotlib.figure import Figure

from helhedsplan_finance.outputs.charts.axes import spread
from helhedsplan_finance.outputs.charts.letters import cut, fold, width

pytestmark = pytest.mark.daily


def test_labels_are_moved_no_further_than_need_be() -> None:
    assert spread([1.0, 1.0, 5.0], 1.0, 0.0, 6.0) == [0.5, 1.5, 5.0]
    assert spread([], 1.0, 0.0, 6.0) == []
    assert spread([5.9, 6.0], 1.0, 0.0, 6.0) == [5.0, 6.0]
    assert spread([0.0, 0.0], 1.0, 0.0, 6.0) == [0.0, 1.0]


def test_words_are_as_wide_as_they_are_drawn() -> None:
    for words, bold in (
        ("Landsbyggefonden giver 70 %", False),
        ("WM" * 9, True),
        ("illi" * 9, False),
        ("ÆØÅ 日本", False),
    ):
        figure = Figure(dpi=150)
        drawn = figure.text(0, 0, words, fontsize=10, fontweight="bold" if bold else "normal")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure.draw_without_rendering()
        inches = drawn.get_window_extent().width / 150
        assert inches <= width(words, 10, bold=bold) <= 1.35 * inches


def test_words_are_cut_and_folded_where_there_is_no_more_room() -> None:
    assert cut("kort", 2, 10) == "kort"
    assert cut("W" * 60, 2, 10).endswith("W …")
    assert width(cut("W" * 60, 2, 10), 10) <= 2
    assert fold("et to tre", 0.5, 10) == ["et to", "tre"]
    assert all(width(line, 10) <= 1 for line in fold("Boligorganisationssammenslutningen " * 3, 1, 10))
    assert len(fold("et to tre fire fem seks", 0.5, 10, most=2)) == 2
