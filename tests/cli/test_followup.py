"""``helhedsplan followup`` and ``statement`` on the fictitious case of ``data/``, whose figures are on paper."""

import json
from pathlib import Path

import pytest

from cli.running import run
from helhedsplan_finance import Case
from places import DATA

pytestmark = pytest.mark.daily

CASE = DATA / "sag-eksempelgaarden"
FILES = str(CASE / "sag.toml"), "-p", str(CASE / "posteringer.csv")


def test_the_accounts_of_the_case_are_held_against_its_budget() -> None:
    told = json.loads(run("followup", *FILES, "--as-of", "2025-06-30", "--json").stdout)
    assert told["totals"] == {
        "original_ore": 220_000_000,
        "corrected_ore": 220_000_000,
        "spent_ore": 180_750_000,
        "left_ore": 39_250_000,
    }
    (found,) = told["findings"]
    assert found["message"] == (
        "Lokaler afviger i 2025 med 25.000 kr. og har ingen forklaring (Social- og Boligstyrelsens grænse: over 10 % "
        "eller over 100.000 kr.)."
    )
    shown = run("followup", *FILES, "--as-of", "2025-06-30")
    assert shown.exit_code == 0
    assert "Opfølgning på FIKTIV: Eksempelgården pr. 30. juni 2025: budgettet er version 4" in shown.stdout


def test_the_export_of_another_system_gives_the_same_year(tmp_path: Path) -> None:
    mapped = str(CASE / "sag.toml"), "-p", str(CASE / "finans.csv"), "--map", str(CASE / "kontering.toml")
    both = [json.loads(run("followup", *files, "--as-of", "2025-06-30", "--json").stdout) for files in (FILES, mapped)]
    year = [[line for line in told["lines"] if line["year"] == 2025] for told in both]
    assert year[0] == year[1]
    html = tmp_path / "opfoelgning.html"
    assert run("followup", *mapped, "--as-of", "2025-06-30", "--save", str(html)).exit_code == 0
    assert "Lektiecafé" in html.read_text(encoding="utf-8")


def test_the_statement_of_a_year_and_the_final_one() -> None:
    told = json.loads(run("statement", *FILES, "--year", "2024", "--json").stdout)
    (row,) = told["rows"]
    assert (row["primo_ore"], row["ultimo_ore"]) == (1_000_000, 6_500_000)
    assert told["closing"] is None
    last = json.loads(run("statement", *FILES, "--year", "2026", "--json").stdout)
    assert last["closing"]["unsettled_ore"] == 9_500_000
    assert "Slutopgørelse" in run("statement", *FILES, "--year", "2026").stdout


def test_what_cannot_be_used_is_said_with_its_file(tmp_path: Path) -> None:
    broken = tmp_path / "posteringer.csv"
    broken.write_text("dato;post;beløb\n31-03-2025;leder;mange\n", encoding="utf-8")
    failed = run("followup", FILES[0], "-p", str(broken), "--as-of", "2025-06-30")
    assert failed.exit_code == 2
    assert "posteringer.csv" in failed.stderr
    assert "mange" in failed.stderr
    early = run("followup", *FILES, "--as-of", "2020-01-01")
    assert early.exit_code == 2
    assert "ingen version er godkendt" in early.stderr


def test_a_posting_outside_the_period_or_of_no_post_is_found(tmp_path: Path) -> None:
    odd = tmp_path / "posteringer.csv"
    odd.write_text("dato;post;beløb\n31-03-2021;leder;10,00\n31-03-2025;ledder;20,00\n", encoding="utf-8")
    told = Case.from_file(CASE / "sag.toml").with_postings(odd).follow_up("2025-06-30")
    assert [(one.kind, one.line) for one in told.of_postings] == [("outside", 2), ("unknown_post", 3)]
    assert told.totals["spent"] == 3_000


def test_the_follow_up_is_saved_as_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "forbrug.svg"
    assert run("followup", *FILES, "--as-of", "2025-06-30", "--save", str(picture)).exit_code == 0
    assert "40 % af budgettet for 2025 er brugt: 220.000 kr. af 550.000 kr." in picture.read_text(encoding="utf-8")


def test_the_pages_of_a_case_are_written(tmp_path: Path) -> None:
    assert run("pages", *FILES, "--as-of", "2025-06-30", "-o", str(tmp_path), "--kind", "md").exit_code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "opfoelgning-bestyrelse.md",
        "opfoelgning-byraad.md",
        "opgoerelse-2024.md",
    ]
    refused = run("pages", *FILES, "-o", str(tmp_path))
    assert (refused.exit_code, "skriv den dag, der følges op på" in refused.stderr) == (2, True)
