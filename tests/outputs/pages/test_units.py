"""The unit of a page: kroner, 1.000 kr. or mio. kr., named in every caption, each figure rounded from its øre."""

from fractions import Fraction
from typing import Any

import pytest

from cli.running import AMAGER, run
from helhedsplan_finance import CalculationError, Plan
from outputs.pages.page_reader import Reader, figure, half_up
from places import DATA

pytestmark = pytest.mark.daily

PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")
# The words of a unit in a caption, its øre, and its decimals.
UNITS = {"kr": (", kr.", 100, 0), "tkr": ("1.000 kr.", 100_000, 0), "mio": ("mio. kr.", 100_000_000, 1)}
UNDER = {"under 1", "under 0,1"}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("reader", ["board", "council", "fund"])
def test_every_caption_names_the_unit_and_every_amount_is_rounded_to_it(reader: str, unit: str) -> None:
    words, ore, decimals = UNITS[unit]
    seen = 0
    for table in Reader(PARK.page(reader, units=unit).to_html()).tables:
        in_kroner = [head for head in table.heads if "kr." in head]
        if "kr." not in table.caption and not in_kroner:
            continue
        assert words in f", {table.caption}" or any(words in f", {head}" for head in in_kroner)
        for row in table.rows:
            for cell in row:
                if cell.exact is None or "%" in cell.shown or cell.shown.lstrip("−") in UNDER:
                    continue
                assert figure(cell.shown) == half_up(Fraction(cell.exact) / ore, decimals)
                seen += 1
    assert seen > 10


def test_the_costs_of_the_board_in_each_unit() -> None:
    shown = {unit: PARK.page("board", units=unit).to_markdown() for unit in UNITS}
    assert "**9.884.000**" in shown["kr"]
    assert "**9.884**" in shown["tkr"]
    assert "**9,9**" in shown["mio"]
    assert PARK.page("board").to_markdown() == shown["tkr"]  # as it usually is


def test_another_unit_is_refused_with_those_there_are() -> None:
    with pytest.raises(CalculationError, match="sider kan ikke vises i 'euro'; skriv kr, tkr, mio"):
        PARK.page("board", units="euro")


def test_the_command_takes_the_unit(tmp_path: Any) -> None:
    assert run("pages", AMAGER, "-o", str(tmp_path), "--kind", "md", "--units", "mio").exit_code == 0
    assert "Finansiering, mio. kr." in (tmp_path / "side-bestyrelse.md").read_text("utf-8")
    assert run("pages", AMAGER, "-o", str(tmp_path), "--units", "euro").exit_code == 2


def test_advice_for_many_years_is_whole_and_never_cut() -> None:
    park = PARK.model_copy(update={"streams": tuple(one for one in PARK.streams if one.giver != "boligafdeling")})
    page = park.page("board").to_markdown()
    assert "…" not in page
