"""Threads get the same bytes as one alone, and no setting of the process is different afterwards."""

import decimal
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import matplotlib as mpl
import pytest

import build
from excel.books import book_of
from helhedsplan_finance import Kroner, read_workbook
from helhedsplan_finance.outputs.charts.chart import KINDS, Kind
from helhedsplan_finance.text import numbers

pytestmark = pytest.mark.daily

THREADS = 8


def from_threads(call: Callable[[], object]) -> list[object]:
    """Return what a call gives in each of eight threads that begin at once."""
    ready = Barrier(THREADS)

    def run(_: int) -> object:
        ready.wait()
        return call()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.parametrize("reader", ["residents", pytest.param("council", marks=pytest.mark.deep)])
def test_eight_threads_make_the_same_page(reader: str) -> None:
    plan = build.published("amager-2022")
    alone = plan.page(reader).to_html()
    settings, filters = dict(mpl.rcParams), list(warnings.filters)
    assert set(from_threads(lambda: plan.page(reader).to_html())) == {alone}
    assert (settings, filters) == (dict(mpl.rcParams), list(warnings.filters))


# The pages above hold SVG, and a setting of matplotlib changes while a PDF is written.
@pytest.mark.parametrize("kind", [*(pytest.param(kind, marks=pytest.mark.deep) for kind in KINDS[:2]), KINDS[2]])
def test_eight_threads_draw_the_same_chart(kind: Kind) -> None:
    chart = build.published("amager-2022").plot.chart("financing")
    alone = chart.render(kind)
    settings, filters = dict(mpl.rcParams), list(warnings.filters)
    assert set(from_threads(lambda: chart.render(kind))) == {alone}
    assert (settings, filters) == (dict(mpl.rcParams), list(warnings.filters))


def test_the_ids_of_a_picture_do_not_follow_from_the_salt_that_a_user_sets() -> None:
    chart = build.published("amager-2022").plot.chart("financing")
    usual = chart.render("svg")
    with mpl.rc_context({"svg.hashsalt": "another"}):
        assert chart.render("svg") == usual


def test_eight_threads_read_a_workbook_and_leave_no_filter_of_warnings(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    filters = list(warnings.filters)
    read = from_threads(lambda: read_workbook(book).plan)
    assert read == [build.published("amager-2022")] * THREADS
    assert list(warnings.filters) == filters


@pytest.mark.parametrize("precision", [1, 12, 28])
@pytest.mark.parametrize("ore", [0, 1, -1, 12_345_678_901_234_567, -(10**17)])
def test_kroner_are_exact_in_any_decimal_context(ore: int, precision: int) -> None:
    with decimal.localcontext(decimal.Context(prec=precision, rounding=decimal.ROUND_UP)):
        kroner = Kroner.from_ore(ore).kroner
    assert kroner.as_tuple() == Decimal((int(ore < 0), tuple(map(int, str(abs(ore)))), -2)).as_tuple()
    assert int(kroner.scaleb(2)) == ore


def test_a_figure_is_written_in_full_in_any_decimal_context() -> None:
    numbers.number.cache_clear()
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        assert Kroner.from_ore(123_456_789_012_345).text() == "1.234.567.890.123,45 kr."
