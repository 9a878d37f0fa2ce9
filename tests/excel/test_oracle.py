"""LibreOffice computes every workbook from its formulas alone, and gets what the library stored.

Where LibreOffice is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as CI does,
they fail instead.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from excel.recalculate import differences, formula_cells, recalculated, soffice, values
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


@pytest.mark.parametrize(
    ("kommune", "expected"),
    [(3_875_000, "OK"), (3_875_000.01, "FEJL"), (4_000_000, "FEJL"), (0, "OK")],
)
def test_the_limits_follow_what_somebody_types(kommune: float, expected: str, tmp_path: Path) -> None:
    book = tmp_path / "amager.xlsx"
    Plan.from_file(DATA / "amager-2022.toml").to_excel(book)

    def type_in(loaded: Any) -> None:
        for column, amount in zip("GHIJ", (kommune, 0, 0, 0), strict=True):
            loaded["Kilder"][f"{column}6"] = amount

    told = values(recalculated([changed(book, type_in)], tmp_path)[0])
    results = {told[f"Kontrol!A{row}"]: told[f"Kontrol!K{row}"] for row in range(5, 12)}
    assert results["Kommunens andel i København"] == expected
    assert results["Finansiering = udgifter"] == "FEJL"  # the money that was taken away is missing
    assert str(told["Forside!B11"]).startswith("FEJL")


def test_an_open_contribution_turns_the_verdict_when_it_is_typed_in(tmp_path: Path) -> None:
    book = tmp_path / "aabenraa.xlsx"
    Plan.from_file(DATA / "aabenraa-2017.toml").to_excel(book)

    def type_in(loaded: Any) -> None:
        loaded["Kilder"]["G6"] = 1_437_500
        loaded["Kilder"]["G7"] = 1_437_500

    told = values(recalculated([changed(book, type_in)], tmp_path)[0])
    results = {told[f"Kontrol!A{row}"]: told[f"Kontrol!K{row}"] for row in range(5, 12)}
    assert results["Lokal medfinansiering"] == "OK"
    assert results["Kommunens andel"] == "OK"
    assert results["Finansiering = udgifter"] == "OK"


def test_the_oracle_sees_a_wrong_value(tmp_path: Path) -> None:
    book = tmp_path / "amager.xlsx"
    Plan.from_file(DATA / "amager-2022.toml").to_excel(book)

    def type_in(loaded: Any) -> None:
        loaded["Kilder"]["G5"] = 1

    computed = recalculated([changed(book, type_in)], tmp_path)[0]
    assert any(line.startswith("Kilder!K5") for line in differences(book, computed))
