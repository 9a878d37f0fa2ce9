"""``helhedsplan postings map``: what is shown, what is written, and what is refused."""

import json
from pathlib import Path

import pytest

from cli.running import AMAGER, run, words
from helhedsplan_finance.calculators.followup.mapping import read_mapping
from helhedsplan_finance.calculators.followup.read_postings import read_postings
from places import ROOT

pytestmark = pytest.mark.daily

EXPORT = ROOT / "tests" / "calculators" / "followup" / "exports" / "kommune.csv"


def test_a_proposal_is_shown_with_what_could_not_be_placed() -> None:
    result = run("postings", "map", str(EXPORT))
    assert result.exit_code == 0
    # By hand: 92.500 + 1.000 + 312,75 - 500.000 + 46.250.
    assert "Ikke placeret: 5 af 5 konti (posteringer: 7, sum: -359.937,25 kr.)" in words(result.stdout)
    assert "Kolonner, der ikke er genkendt: Bruger." in words(result.stdout)


def test_a_proposal_is_written_and_reads_the_export(tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.toml", tmp_path / "kontering.toml"
    plan.write_text(
        'name = "Eksempelparken"\nstart = 2022-01-01\nend = 2025-12-31\n'
        '[[cost]]\nid = "cafe"\nactivity = "lektiecafé"\nart = "aktiviteter"\nindsatsomraade = "Uddannelse"\n'
        "quantity = { 2023 = 1 }\nunit_price = 1_000\n",
        encoding="utf-8",
    )
    result = run("postings", "map", str(EXPORT), "--plan", str(plan), "--ud", str(out))
    assert (result.exit_code, result.stderr) == (0, "")
    assert str(out) in result.stdout
    read = read_postings(EXPORT, read_mapping(out))
    assert sum(one.ore for one in read.rows if one.post == "cafe") == 100_000


def test_a_proposal_is_data_too() -> None:
    data = json.loads(run("postings", "map", str(EXPORT), "--json", lang="en").stdout)
    assert data["mapping"]["file"]["encoding"] == "cp1252"
    assert data["unplaced"] == ["4711010", "4720015", "4799000", "8510000", "9090000"]


def test_the_export_and_the_plan_are_never_written_over() -> None:
    for out in (str(EXPORT), AMAGER):
        result = run("postings", "map", str(EXPORT), "--plan", AMAGER, "-o", out)
        assert result.exit_code == 2


def test_a_mapping_is_written_as_toml(tmp_path: Path) -> None:
    result = run("postings", "map", str(EXPORT), "-o", str(tmp_path / "kontering.json"))
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "en kontering er en .toml-fil, ikke .json" in result.stderr
