"""The sheet Fondsmoms: the figures of the comparison, live, and blank where a rate is not verified."""

from datetime import date
from typing import Any

import pytest

from excel.books import content_of
from excel.cells import read_cells
from helhedsplan_finance import Kroner, Plan, compare_placements
from places import DATA

pytestmark = pytest.mark.daily


def sheet_of(plan: Plan) -> dict[str, Any]:
    rows = read_cells(content_of(plan)).rows("Fondsmoms")
    return {str(row[0]): row[1:4] for row in rows if row[0] is not None}


def test_a_million_leaves_825_000_at_the_kommune_and_the_break_even_is_87_5_per_cent() -> None:
    plan = Plan.from_file(DATA / "vaerebro-2017.toml").model_copy(update={"as_of": date(2018, 1, 1)})
    told = sheet_of(plan)
    assert told["Eksterne bidrag i penge"][0] == 1_000_000
    assert told["Hos kommunen: går tilbage til staten"][0] == 175_000
    assert told["Hos kommunen: når projektet"][0] == 825_000
    assert told["Balancepunkt: momsbelagt andel af forbruget"][0] == pytest.approx(0.875)
    assert told["0.875"] == (825_000, 825_000, "lige langt")
    assert told["1"] == (800_000, 825_000, "kommunen")


@pytest.mark.parametrize("share", ["25 %", "50 %", "75 %", "100 %"])
def test_the_sheet_says_what_the_comparison_says(share: str) -> None:
    plan = Plan.from_file(DATA / "eksempelhaven-2023.toml")
    found = compare_placements(Kroner(200_000), private=True, taxed=share, on=plan.rules_date)
    step = {"25 %": "0.25", "50 %": "0.5", "75 %": "0.75", "100 %": "1"}[share]
    at_housing, at_kommune, better = sheet_of(plan)[step]
    assert found.boligorganisation is not None
    assert found.kommune is not None
    assert (at_housing, at_kommune) == (found.boligorganisation.keeps.kroner, found.kommune.keeps.kroner)
    assert better == {"kommune": "kommunen", "boligorganisation": "boligorganisationen"}[str(found.better)]


def test_a_rate_that_is_not_verified_for_the_plans_day_leaves_its_figures_blank() -> None:
    told = sheet_of(Plan.from_file(DATA / "vaerebro-2017.toml"))  # of 2016, before the oldest source
    assert told["Hos kommunen: når projektet"][0] is None
    assert "Ikke verificeret pr. 1. januar 2016" in told["Fondsmoms af private tilskud til en kommune"][2]
