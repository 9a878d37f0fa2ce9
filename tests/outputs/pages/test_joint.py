"""A joint contribution on pages, charts, rent and the workbook: no giver is credited alone. Daily."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from excel.books import typed
from helhedsplan_finance import CalculationError, Plan
from helhedsplan_finance.outputs.palette import JOINT, SOURCE_COLOURS, colour_of, hatch_of
from said import said

pytestmark = pytest.mark.daily


def shared(*givers: str, **more: Any) -> Plan:
    """Make a plan of 30 mio. kr. from Landsbyggefonden and 10 mio. kr. of several givers."""
    streams = [
        {"id": "lbf", "source": "lbf", "name": "Landsbyggefonden", "amount": "30 mio. kr."},
        {"id": "lokal", "source": list(givers), "name": "Lokale parter", "amount": "10 mio. kr."},
    ]
    known = {"name": "Delt", "kommune": "Kolding", "start": date(2022, 1, 1), "end": date(2025, 12, 31)}
    return Plan.model_validate({**known, "total": "40 mio. kr.", "lejemaal": 100, "stream": streams, **more})


def test_the_councils_page_does_not_credit_the_kommune_with_all_nor_with_nothing() -> None:
    told = shared("kommune", "boligorganisation").page("council").to_markdown()
    assert (
        "Kommunen er med til at give 10,0 mio. kr. (Lokale parter); hvor meget der er kommunens, er ikke oplyst."
        in told
    )
    assert "Kommunen giver intet bidrag" not in told
    assert "Kommunen og boligorganisationer (ufordelt)" in told
    assert "Hvis Kommunen falder" not in told


def test_residents_are_told_that_the_housing_sides_part_is_not_stated() -> None:
    plan = shared("kommune", "boligorganisation")
    said = "det er ikke oplyst, hvor meget af Lokale parter"
    assert said in plan.page("residents").to_markdown()
    with pytest.raises(CalculationError, match="det er ikke oplyst, hvor meget af Lokale parter"):
        plan.rent()


def test_what_the_housing_side_gives_together_is_shared_by_the_homes_if_they_pay_it_all() -> None:
    plan = shared("boligorganisation", "boligafdeling")
    assert plan.rent().total.ore == 10 * 100_000_000


def test_a_part_that_may_be_the_boligafdelingers_is_told_beside_their_own() -> None:
    own = {"id": "afd", "source": "boligafdeling", "name": "Afdelingerne", "amount": "4 mio. kr."}
    plan = shared("boligorganisation", "boligafdeling")
    both = Plan.model_validate(
        {**plan.model_dump(by_alias=True, exclude_defaults=True), "total": "44 mio. kr."}
        | {"stream": [*plan.model_dump(by_alias=True, exclude_defaults=True)["stream"], own]}
    )
    rent = both.rent()
    assert rent.total.ore == 4 * 100_000_000
    assert "boligafdelingernes del af Lokale parter, som ikke er oplyst" in said(rent)
    assert "Hertil kan komme boligafdelingernes del af Lokale parter" in both.page("residents").to_markdown()


def test_a_joint_colour_is_no_sources_and_hatched() -> None:
    assert colour_of("kommune+boligorganisation") == JOINT
    assert JOINT not in SOURCE_COLOURS.values()
    assert hatch_of("kommune+boligorganisation") is not None
    assert [hatch_of(source) for source in SOURCE_COLOURS] == [None] * len(SOURCE_COLOURS)


@pytest.mark.parametrize("chart", ["financing", "payers"])
def test_a_chart_has_the_givers_in_its_words(chart: str) -> None:
    plan = shared("kommune", "boligorganisation")
    drawn = getattr(plan.plot, chart)()
    words = {text.get_text() for text in drawn.findobj(lambda one: hasattr(one, "get_text"))}
    wanted = "Lokale parter" if chart == "payers" else "Kommunen og boligorganisationer (ufordelt)"
    assert any(wanted in word for word in words)


def test_a_workbook_reads_givers_back_in_whatever_order_they_were_typed(tmp_path: Path) -> None:
    plan, book = shared("kommune", "boligorganisation"), tmp_path / "delt.xlsx"
    plan.to_excel(book)
    column = next(
        cell for cell in openpyxl.load_workbook(book)["Kilder"]["C"] if cell.value == "kommune+boligorganisation"
    )
    edited = typed(book, {f"Kilder!{column.coordinate}": "boligafdeling + kommune"})
    assert Plan.from_file(edited).streams[1].source == ("kommune", "boligafdeling")


def test_kontrol_stores_what_the_check_says_and_a_row_of_its_own_for_joint_givers(tmp_path: Path) -> None:
    plan, book = shared("kommune", "boligorganisation"), tmp_path / "delt.xlsx"
    plan.to_excel(book)
    loaded = openpyxl.load_workbook(book, data_only=True)
    rows = [[cell.value for cell in row] for row in loaded["Kontrol"].iter_rows()]
    head = next(row for row in rows if "Resultat" in row)
    kommune = dict(zip(head, next(row for row in rows if "kommune.share.max" in row), strict=True))
    assert (kommune["Planens tal"], kommune["Planens tal ufordelt"], kommune["Resultat"]) == (
        0,
        10_000_000,
        "UVERIFICERET",
    )
    sources = {row[0].value: row for row in loaded["Finansieringsplan"].iter_rows() if row[0].value}
    assert 10_000_000 in [cell.value for cell in sources["Flere sammen (ufordelt)"]]
    assert [cell.value for cell in loaded["Kilder"]["C"] if cell.value][-1] == "kommune+boligorganisation"
