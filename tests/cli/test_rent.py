"""The command that says what each boligafdeling pays: its JSON, its page in 80 columns, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import AMAGER, run, words
from places import DATA

pytestmark = pytest.mark.daily

PARK = str(DATA / "eksempelparken-2022.toml")


def data_of(*arguments: str) -> dict[str, Any]:
    result = run("rent", *arguments, "--json")
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_amagers_figure_from_the_command_line() -> None:
    told = data_of(AMAGER)
    assert (told["afdelinger"], told["average_kr_per_lejemaal_month"]) == ([], "22.67")
    assert "Gennemsnit: 22,67 kr. pr. lejemål og måned." in words(run("rent", AMAGER).stdout)


def test_the_json_has_the_form_of_the_contract() -> None:
    told = data_of(PARK, "--key", "m2")
    assert [one["id"] for one in told["afdelinger"]] == ["afd-1", "afd-2", "afd-3"]
    first = told["afdelinger"][0]
    assert first["by_year"] == {"2022": 7_301_174, "2023": 7_301_174, "2024": 7_301_174, "2025": 7_301_174}
    assert first["kr_per_lejemaal_month"]["2022"] == "14.49"  # 73.011,74 / 420 / 12 = 14,486…
    assert told["average_kr_per_lejemaal_month"] == "14.20"


def test_a_neighbour_that_opts_out_is_told_beside_what_is_now() -> None:
    shown = words(run("rent", PARK, "--without", "afd-2").stdout)
    # 150.000 / 570 / 12 = 21,93; now 14,20.
    assert "Kr. pr. lejemål og måned uden Eksempelparken II Boligafdeling Nu Herefter Forskel" in shown
    assert "Eksempelparken I 14,20 21,93 7,73" in shown
    assert data_of(PARK, "--without", "afd-2")["without"] == ["afd-2"]


def test_a_cover_is_taken_off() -> None:
    assert data_of(PARK, "--covered", "50 %")["average_kr_per_lejemaal_month"] == "7.10"


def test_the_page_keeps_within_80_columns_also_for_19_boligafdelinger_with_long_names(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    text = (DATA / "amager-2022.toml").read_text(encoding="utf-8")
    for number in range(19):
        text += (
            f'\n[[boligafdeling]]\nid = "a{number}"\nname = "Andelsboligforeningen Dyvekevænget afdeling {number}"\n'
        )
        text += f"lejemaal = {200 + number}\nm2 = {15_000 + number}\nrent_m2 = 850\n"
    plan.write_text(text, encoding="utf-8")
    shown = run("rent", str(plan)).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "Dyvekevænget" in shown


def test_what_cannot_be_shared_is_told_with_its_place_and_exit_code_2(tmp_path: Path) -> None:
    result = run("rent", PARK, "--key", "own")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 3
    assert result.stderr.startswith("Fejl: boligafdeling 1 'afd-1' › share: andelen mangler")
    assert run("rent", PARK, "--key", "husleje").exit_code == 2
    bad = tmp_path / "bad.toml"
    bad.write_text(Path(PARK).read_text(encoding="utf-8").replace("m2 = 33_600", "m2 = -33_600"), encoding="utf-8")
    assert "m2: -33600 er for lille; skriv et tal på nul eller mere" in run("rent", str(bad)).stderr


def test_the_page_is_english_on_request() -> None:
    assert "Average: DKK 22.67 per dwelling and month." in words(run("rent", AMAGER, "--lang", "en").stdout)


def test_a_workbook_is_a_plan_here_too(tmp_path: Path) -> None:
    assert run("budget", PARK, "-o", str(tmp_path / "park.xlsx")).exit_code == 0
    assert data_of(str(tmp_path / "park.xlsx")) == data_of(PARK)
