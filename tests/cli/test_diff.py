"""The command that says what differs between two plans: 80 columns, JSON, any mix of files, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import AMAGER, KOEGE, run
from helhedsplan_finance import Plan, Scenario
from places import DATA, POLICY

pytestmark = pytest.mark.daily

PARK = str(DATA / "eksempelparken-2022.toml")


def raised(folder: Path, kind: str = "toml", plan: str = PARK) -> str:
    """Write Eksempelparken with 100.000 kr. more from the kommune in 2023, and return the file."""
    given = {"2022": 50_000, "2023": 150_000, "2024": 50_000}
    path = folder / f"raised.{kind}"
    Scenario("x", {"stream": {"kommune": {"amounts": given}}}).on(Plan.from_file(plan)).to_file(path)
    return str(path)


def data_of(*arguments: str) -> dict[str, Any]:
    result = run("diff", *arguments, "--json")
    assert result.exit_code == 1  # the plans differ
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_a_raised_contribution_is_said_in_the_words_of_a_plan(tmp_path: Path) -> None:
    result = run("diff", PARK, raised(tmp_path))
    lines = result.stdout.splitlines()

    assert (result.exit_code, result.stderr) == (1, "")
    rows = [line.split() for line in lines]
    assert ["Bidrag", "›", "kommune", "›", "2023", "50.000", "150.000", "100.000"] in rows
    head = rows.index(["Regel", "Før", "Nu"])
    assert ["Finansiering", "=", "udgifter", "OK", "FEJL"] in rows[head:]
    assert max(map(len, lines)) <= 80


def test_the_same_plan_has_no_differences_and_exit_code_0_as_help_says() -> None:
    result = run("diff", PARK, PARK)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "Der er ingen forskelle.")
    assert "Slutkode 0: ingen forskel; 1: der er forskelle" in " ".join(run("diff", "--help").stdout.split())


def test_the_json_is_in_ore(tmp_path: Path) -> None:
    told = data_of(PARK, raised(tmp_path))

    assert [(one["where"], one["difference_ore"]) for one in told["changes"]] == [
        ("Bidrag › kommune › 2023", 10_000_000)
    ]
    assert {one["of"] or one["key"]: one["difference_ore"] for one in told["sums"] if one["difference_ore"]} == {
        "financing": 10_000_000,
        "gap": -10_000_000,
        "kommune": 10_000_000,
    }


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_files_may_be_of_any_kind(kind: str, tmp_path: Path) -> None:
    told = data_of(PARK, raised(tmp_path, kind))
    assert told["changes"] == data_of(PARK, raised(tmp_path))["changes"]


def test_two_plans_that_share_little_fit_in_80_columns_in_both_languages() -> None:
    for lang in ("da", "en"):
        result = run("diff", AMAGER, KOEGE, "--lang", lang)
        assert (result.exit_code, max(map(len, result.stdout.splitlines())) <= 80) == (1, True)


def test_the_differences_are_english_on_request(tmp_path: Path) -> None:
    rows = [line.split() for line in run("diff", PARK, raised(tmp_path), "--lang", "en").stdout.splitlines()]
    assert ["Contribution", "›", "kommune", "›", "2023", "50,000", "150,000", "100,000"] in rows
    head = rows.index(["Rule", "Before", "Now"])
    assert ["Financing", "=", "costs", "OK", "FAIL"] in rows[head:]


def test_the_users_own_rules_are_held_to_both_plans(tmp_path: Path) -> None:
    with_own = data_of(PARK, raised(tmp_path), "--policy", str(POLICY), "--project-rules")
    assert with_own["changes"] == data_of(PARK, raised(tmp_path))["changes"]


def test_a_plan_that_cannot_be_used_is_exit_code_2(tmp_path: Path) -> None:
    missing = run("diff", PARK, str(tmp_path / "ingen.toml"))
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr.startswith("Fejl: ")
