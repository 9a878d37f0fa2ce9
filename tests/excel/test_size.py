"""One bound for what writes, reads and works out a plan: at the bound all of it works, beyond nothing is written."""

from pathlib import Path
from typing import Any

import pytest

from asking import refusal
from cli.running import run
from helhedsplan_finance import CalculationError, Plan, PlanError, PlanFileError, read_workbook
from helhedsplan_finance.calculators.grid.funding_grid import MOST_PLACES
from helhedsplan_finance.plan.bounds import MOST_ROWS

pytestmark = pytest.mark.daily


def large(*, lines: int = 0, streams: int = 1, homes: int = 0, years: int = 4, note: str = "") -> Plan:
    """Return a plan of many rows, each with an amount in every year."""
    by_year = {str(year): 1_000 for year in range(2022, 2022 + years)}
    given = [
        {"id": f"s{number}", "source": "lbf" if number else "boligafdeling", "name": f"Bidrag {number}"}
        for number in range(streams)
    ]
    costs = [
        {"id": f"c{number}", "art": "løn", "activity": f"Aktivitet {number}", "unit_price": 1_000 + number}
        for number in range(lines)
    ]
    listed = [
        {"id": f"a{number}", "name": f"Afdeling {number}", "lejemaal": 100 + number, "m2": 8_000}
        for number in range(homes)
    ]
    data: dict[str, Any] = {
        "name": "FIKTIV",
        "start": "2022-01-01",
        "end": f"{2021 + years}-12-31",
        "stream": [{**one, "amounts": by_year} for one in given],
        "cost": [{**one, "quantity": by_year, **({"note": note} if note else {})} for one in costs],
        "boligafdeling": listed,
    }
    return Plan.model_validate(data)


AT_THE_BOUND = [
    {"lines": MOST_ROWS},
    {"lines": 1},
    {},
    {"streams": MOST_ROWS, "years": 1},
    {"homes": 1_700, "years": 1},
    {"lines": 130, "years": 40},
    {"lines": 10, "streams": 1_000, "years": 1},
]


@pytest.mark.deep
@pytest.mark.parametrize("size", AT_THE_BOUND, ids=str)
def test_a_plan_of_the_most_rows_is_read_from_its_workbook_as_it_was_written(size: Any, tmp_path: Path) -> None:
    plan = large(**size)
    plan.to_excel(tmp_path / "plan.xlsx")
    read = read_workbook(tmp_path / "plan.xlsx")
    assert (read.plan == plan, read.is_as_written, read.notes) == (True, True, ())


@pytest.mark.deep
@pytest.mark.parametrize("lines", [0, 1, MOST_ROWS])
def test_budget_and_read_give_the_plan_back(lines: int, tmp_path: Path) -> None:
    plan = large(lines=lines)
    plan.to_file(tmp_path / "plan.json")
    assert run("budget", str(tmp_path / "plan.json"), "-o", str(tmp_path / "plan.xlsx")).exit_code == 0
    assert run("read", str(tmp_path / "plan.xlsx"), "-o", str(tmp_path / "igen.json")).exit_code == 0
    assert Plan.from_file(tmp_path / "igen.json") == plan


@pytest.mark.deep
def test_budget_refuses_a_plan_that_no_workbook_holds_and_writes_nothing(tmp_path: Path) -> None:
    large(lines=MOST_ROWS, years=6).to_file(tmp_path / "plan.json")
    refused = run("budget", str(tmp_path / "plan.json"), "-o", str(tmp_path / "plan.xlsx"))
    assert refused.exit_code == 2
    assert "arket Data ville få 30077 rækker, og et ark kan have 30000" in " ".join(refused.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


BEYOND = [
    (
        {"lines": MOST_ROWS, "years": 6},
        "5000 poster, 1 bidrag og 0 boligafdelinger over 6 år): arket Data ville få 30077 rækker",
    ),
    (
        {"lines": 800, "years": 40},
        "800 poster, 1 bidrag og 0 boligafdelinger over 40 år): arket Data ville få 32485 rækker",
    ),
    (
        {"homes": 1_800},
        "0 poster, 1 bidrag og 1800 boligafdelinger over 4 år): arket Huslejevirkning ville få 30668 rækker",
    ),
]


@pytest.mark.parametrize(("size", "said"), BEYOND, ids=[said for _, said in BEYOND])
def test_a_plan_of_too_many_rows_is_refused_before_its_workbook_is_made(size: Any, said: str, tmp_path: Path) -> None:
    told = refusal(large(**size).to_excel, tmp_path / "plan.xlsx", error=PlanFileError)
    assert f"planen er for stor til en arbejdsmappe ({said}, og et ark kan have 30000" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.deep
def test_a_workbook_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    plan = large(homes=1_760, years=1)  # too many rows by a few, which are seen when they are there
    assert "Intet er skrevet" in refusal(plan.to_excel, tmp_path / "plan.xlsx", error=PlanFileError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", ["lines", "streams", "homes"])
def test_a_plan_of_a_row_more_than_a_table_holds_is_no_plan(table: str) -> None:
    rows: Any = {table: MOST_ROWS + 1}
    assert f"har {MOST_ROWS + 1} rækker; en plan kan højst have {MOST_ROWS}" in refusal(large, **rows, error=PlanError)


@pytest.mark.parametrize("name", ["plan.toml", "plan.json"])
def test_a_plan_file_larger_than_is_read_is_not_written(name: str, tmp_path: Path) -> None:
    plan = large(lines=1_200, note="a" * 3_500)
    assert "fylder mere end 4 MB" in refusal(plan.to_file, tmp_path / name, error=PlanFileError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.deep
def test_a_plan_of_the_most_lines_is_read_from_its_file_as_it_was_written(tmp_path: Path) -> None:
    plan = large(lines=MOST_ROWS, streams=MOST_ROWS)
    plan.to_file(tmp_path / "plan.json")
    assert Plan.from_file(tmp_path / "plan.json") == plan


@pytest.mark.deep
def test_the_grid_of_a_plan_at_the_bound_is_worked_out() -> None:
    assert MOST_PLACES == 500 * 40 * 4
    grid = large(lines=500, streams=40).grid()
    assert (len(grid.lines), len(grid.streams)) == (500, 40)


def test_the_grid_of_a_plan_beyond_the_bound_is_refused_at_once() -> None:
    said = "501 budgetlinjer, 40 bidrag og 4 år giver 80160 felter; der kan fordeles på højst 80000: læg linjer"
    assert said in refusal(large(lines=501, streams=40).grid, error=CalculationError)
