"""``helhedsplan csv`` on a case, with a table of accounts, and what it says of lines without one."""

import json
from pathlib import Path

import pytest

from cli.running import KOEGE, run
from places import DATA

pytestmark = pytest.mark.daily

CASE = str(DATA / "sag-eksempelgaarden" / "sag.toml")
PLAN = str(DATA / "sag-eksempelgaarden" / "plan.toml")
KONTI = '[[account]]\nbook = "kommune"\ncost = "leder"\nkonto = "0042"\n'


def test_a_case_gives_its_corrected_budget_alone(tmp_path: Path) -> None:
    result = run("csv", CASE, "-o", str(tmp_path), "--dato", "30-06-2023", "--json")
    told = json.loads(result.stdout)
    assert told == {"files": [str(tmp_path / "budget.csv")], "without_account": ["leder", "cafe", "lokaler"]}
    assert result.stderr == ""  # nobody asked for accounts
    lines = (tmp_path / "budget.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 3 * 4 * 12
    assert "cafe;Lektiecafé;lbf;;2023;1;11666,67" in lines


def test_the_lines_without_an_account_are_named(tmp_path: Path) -> None:
    konti = tmp_path / "konti.toml"
    konti.write_text(KONTI, encoding="utf-8")
    for file in (CASE, PLAN):
        result = run("csv", file, "-o", str(tmp_path / "ud"), "--konti", str(konti), "--regnskab", "kommune")
        assert (result.exit_code, result.stderr) == (0, "Uden konto i budget.csv: cafe, lokaler\n")
    english = run("csv", PLAN, "-o", str(tmp_path / "ud"), "--accounts", str(konti), "--lang", "en")
    assert english.stderr == "Without an account in budget.csv: cafe, lokaler\n"
    assert "leder;Projektleder;lbf;0042;2022;1;33333,34" in (tmp_path / "ud" / "budget.csv").read_text("utf-8-sig")


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    konti = tmp_path / "konti.toml"
    konti.write_text(KONTI.replace("leder", "ledre"), encoding="utf-8")
    refused = run("csv", CASE, "-o", str(tmp_path / "ud"), "--konti", str(konti))
    assert refused.exit_code == 2
    assert "account 1: linje 1: ingen post hedder ledre; nærmest er leder" in refused.stderr
    assert not (tmp_path / "ud").exists()
    assert "en dag er for en sag" in run("csv", KOEGE, "-o", str(tmp_path / "ud"), "--dato", "01-01-2023").stderr
