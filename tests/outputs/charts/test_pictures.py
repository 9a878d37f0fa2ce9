"""A chart as a picture: the files that are asked for, the same bytes each time, and the words inside them."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

import build
from helhedsplan_finance import CalculationError, Plan
from helhedsplan_finance.outputs.charts.chart import KINDS
from helhedsplan_finance.outputs.charts.save import save_charts
from places import DATA

pytestmark = pytest.mark.daily


@pytest.fixture(scope="module")
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


@pytest.fixture(scope="module")
def saved(park: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, ...]]:
    """The files of each chart, of the kinds that are usual."""
    return {one.chart.key: one.paths for one in save_charts(park, tmp_path_factory.mktemp("figurer"))}


def read(saved: dict[str, tuple[Path, ...]], key: str, kind: str) -> bytes:
    (path,) = (one for one in saved[key] if one.suffix == f".{kind}")
    return path.read_bytes()


# Those of the daily run are drawn in the three ways that there are: columns, bars, and a heat map.
@pytest.mark.parametrize(
    "key",
    [
        pytest.param(chart.key, marks=() if chart.key in {"financing", "rent", "grid"} else pytest.mark.deep)
        for chart in build.park().plot.charts()
    ],
)
def test_the_same_plan_gives_the_same_bytes(key: str, saved: dict[str, tuple[Path, ...]]) -> None:
    chart = Plan.from_file(DATA / "eksempelparken-2022.toml").plot.chart(key)
    for kind in KINDS:
        if kind != "pdf":  # test_pdf.py compares that with another process
            assert read(saved, key, kind) == chart.render(kind)


def test_kinds_that_are_drawn_together_have_the_bytes_of_each_alone() -> None:
    chart = build.published("amager-2022").plot.chart("limits")
    assert chart.render_each(("pdf", "png")) == {kind: chart.render(kind) for kind in ("png", "pdf")}


def test_every_chart_is_written(park: Plan, saved: dict[str, tuple[Path, ...]]) -> None:
    assert list(saved) == [chart.key for chart in park.plot.charts()]


def test_charts_are_written_as_the_files_that_were_asked_for(
    saved: dict[str, tuple[Path, ...]], tmp_path: Path
) -> None:
    amager = Plan.from_file(DATA / "amager-2022.toml")
    written = save_charts(amager, tmp_path / "figurer", kinds=("png", "svg", "pdf"))
    names = [path.name for one in written for path in one.paths]
    assert names[:3] == ["finansiering.png", "finansiering.svg", "finansiering.pdf"]
    assert len(names) == 9
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert all(path.read_bytes().startswith(starts[path.suffix[1:]]) for one in written for path in one.paths)
    usual = [path.name for paths in saved.values() for path in paths]
    assert usual[:2] == names[:2]
    assert len(usual) == 14
    with pytest.raises(CalculationError, match="'gif'"):
        save_charts(amager, tmp_path / "none", kinds=("gif",))
    assert not (tmp_path / "none").exists()


def test_a_picture_carries_its_title_and_alt_text(park: Plan, saved: dict[str, tuple[Path, ...]]) -> None:
    chart = park.plot.chart("financing")
    root = ElementTree.fromstring(read(saved, "financing", "svg"))  # noqa: S314 - our own file
    assert root.findtext("{http://www.w3.org/2000/svg}title") == chart.titled("da")
    with Image.open(BytesIO(read(saved, "financing", "png"))) as png:
        assert png.info["Title"] == chart.titled("da")
        assert png.info["Description"] == chart.alt()


def test_a_notebook_shows_the_picture_and_a_terminal_its_words(park: Plan, saved: dict[str, tuple[Path, ...]]) -> None:
    chart = park.plot.chart("rent")
    assert chart._repr_mimebundle_() == {"text/plain": chart.alt(), "image/png": read(saved, "rent", "png")}
    assert list(chart._repr_mimebundle_(include={"text/plain"})) == ["text/plain"]
    assert list(chart._repr_mimebundle_(exclude={"text/plain"})) == ["image/png"]
    assert repr(chart) == "<Chart rent: '14,20 kr. pr. lejemål om måneden'>"
