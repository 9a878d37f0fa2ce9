"""LibreOffice computes every workbook from its formulas alone, and gets what the library stored.

Where LibreOffice is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as CI does,
they fail instead.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.utils
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from excel.recalculate import differences, formula_cells, recalculated, soffice
from helhedsplan_finance import Plan
from places import DATA, PUBLISHED
from strategies import plans

pytestmark = pytest.mark.skipif(
    soffice() is None and "REQUIRE_LIBREOFFICE" not in os.environ,
    reason="LibreOffice is not installed: the workbooks were not recalculated by an independent program",
)


def test_every_formula_of_every_published_plan(tmp_path: Path) -> None:
    books = []
    for path in PUBLISHED:
        book = tmp_path / f"{path.stem}.xlsx"
        Plan.from_file(path).to_excel(book)
        books.append(book)
    for book, computed in zip(books, recalculated(books, tmp_path), strict=True):
        assert len(formula_cells(book)) > 70
        assert differences(book, computed) == []


def test_every_formula_of_made_up_plans(tmp_path: Path) -> None:
    made: list[Plan] = []

    # LibreOffice starts in seconds, so the plans are gathered first and recalculated together.
    @settings(
        max_examples=40,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans())
    def gather(plan: Plan) -> None:
        made.append(plan)

    gather()
    books = [tmp_path / f"plan{number}.xlsx" for number in range(len(made))]
    for plan, book in zip(made, books, strict=True):
        plan.to_excel(book)
    found = [
        f"{plan.name}: {line}"
        for plan, book, computed in zip(made, books, recalculated(books, tmp_path), strict=True)
        for line in differences(book, computed)
    ]
    assert found == []


def changed(book: Path, change: Callable[[Any], None]) -> Path:
    """Type something into a workbook, as a person would."""
    loaded = openpyxl.load_workbook(book)
    change(loaded)
    target = book.with_name(f"changed-{book.name}")
    loaded.save(target)
    return target


def typed(plan: str, cells: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """Type into a published plan's workbook and recalculate it; return each rule's result, and the master check."""
    book = tmp_path / f"{plan}.xlsx"
    Plan.from_file(DATA / f"{plan}.toml").to_excel(book)

    def type_in(loaded: Any) -> None:
        for place, value in cells.items():
            sheet, name = place.split("!")
            loaded[sheet][name] = value

    told = openpyxl.load_workbook(recalculated([changed(book, type_in)], tmp_path)[0], data_only=True)
    header, *rows = told["Kontrol"].iter_rows(min_row=4, values_only=True)
    results = {str(row[0]): row[header.index("Resultat")] for row in rows}
    master = {row[0].value: row[1].value for row in told["Forside"].iter_rows(max_col=2)}["Hovedkontrol"]
    return {**results, "master": str(master).partition(":")[0]}


@pytest.mark.parametrize(
    ("kommune", "expected"),
    [(3_875_000, "OK"), (3_875_000.01, "FEJL"), (4_000_000, "FEJL"), (0, "OK")],
)
def test_the_limits_follow_what_somebody_types(kommune: float, expected: str, tmp_path: Path) -> None:
    cells = {"Kilder!G6": kommune, "Kilder!H6": 0, "Kilder!I6": 0, "Kilder!J6": 0}
    told = typed("amager-2022", cells, tmp_path)
    assert told["Kommunens andel i København"] == expected
    assert told["Finansiering = udgifter"] == "FEJL"  # the money that was taken away is missing
    assert told["master"] == "FEJL"


def test_a_frame_that_is_typed_in_settles_what_could_not_be_told(tmp_path: Path) -> None:
    cells = {"Budget!K5": 19_600_000, "Kilder!G6": 4_900_000}
    told = typed("helsingoer-2018", cells, tmp_path)
    assert told["Landsbyggefondens andel"] == "OK"  # 14,7 is exactly 75 % of 19,6
    assert told["Finansiering = udgifter"] == "OK"
    assert told["Kommunens andel"] == "OBS"
    assert told["master"] == "OK"


def test_an_open_contribution_turns_the_verdict_when_it_is_typed_in(tmp_path: Path) -> None:
    told = typed("aabenraa-2017", {"Kilder!G6": 1_437_500, "Kilder!G7": 1_437_500}, tmp_path)
    rules = ("Lokal medfinansiering", "Kommunens andel", "Finansiering = udgifter", "master")
    assert [told[rule] for rule in rules] == ["OK"] * 4


LBF_RULES = ("Landsbyggefondens andel", "Lokal medfinansiering")


def test_the_funds_rules_fall_away_when_its_grant_is_refused(tmp_path: Path) -> None:
    told = typed("amager-2022", {"Kilder!E5": "afslag"}, tmp_path)
    assert [told[rule] for rule in (*LBF_RULES, "Kommunens andel i København")] == ["GÆLDER IKKE"] * 3
    assert told["Finansiering = udgifter"] == "FEJL"


def test_the_funds_rules_apply_when_somebody_enters_its_money(tmp_path: Path) -> None:
    told = typed("vaerebro-2017", {"Kilder!C5": "lbf"}, tmp_path)
    assert [told[rule] for rule in LBF_RULES] == ["OK", "OK"]
    assert told["Kommunens andel"] == "OBS"


def test_a_quantity_that_somebody_types_unbalances_its_year(tmp_path: Path) -> None:
    book = tmp_path / "eksempel.xlsx"
    Plan.from_file(DATA / "eksempelparken-2022.toml").to_excel(book)
    header = [cell.value for cell in openpyxl.load_workbook(book)["Budget"][4]]
    place = openpyxl.utils.get_column_letter(header.index("Antal 2024") + 1)
    told = typed("eksempelparken-2022", {f"Budget!{place}5": 2}, tmp_path)
    assert told["Finansiering = udgifter"] == "FEJL"
    assert told["Budgetlinjer = angivet ramme"] == "FEJL"
    assert told["master"] == "FEJL"


def test_the_oracle_sees_a_wrong_value(tmp_path: Path) -> None:
    book = tmp_path / "amager.xlsx"
    Plan.from_file(DATA / "amager-2022.toml").to_excel(book)

    def type_in(loaded: Any) -> None:
        loaded["Kilder"]["G5"] = 1

    computed = recalculated([changed(book, type_in)], tmp_path)[0]
    assert any(line.startswith("Kilder!K5") for line in differences(book, computed))
