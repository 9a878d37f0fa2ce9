"""The command that shows who pays which line: its rows in øre, what found no place, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

import build
from cli.running import run
from places import DATA

pytestmark = pytest.mark.daily

PARK = str(DATA / "eksempelparken-2022.toml")


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Return the file of a plan of two lines, 60 and 40 kr., and two contributions, 75 and 25 kr."""
    path = tmp_path / "plan.toml"
    streams = [build.stream("ekstern", kroner, id=id_) for id_, kroner in (("stor", 75), ("lille", 25))]
    club = build.line("aktiviteter", 40, id="klub", indsatsomraade="Job, fritid")
    build.plan(*streams, costs=[build.line("løn", 60, id="rådgiver"), club], end="2022-12-31").to_file(path)
    return str(path)


def data_of(*arguments: str) -> dict[str, Any]:
    result = run("grid", *arguments, "--json")
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def paid(data: dict[str, Any]) -> dict[tuple[str | None, str | None], int]:
    return {(one["line"], one["stream"]): one["ore"] for one in data["rows"]}


def test_the_contributions_pay_the_lines_in_proportion(small: str) -> None:
    # 75 of 100 kr. pay three quarters of each line: 45 of 60, and 30 of 40.
    large = {("rådgiver", "stor"): 4500, ("klub", "stor"): 3000}
    assert large | {("rådgiver", "lille"): 1500, ("klub", "lille"): 1000} == paid(data_of(small))


def test_an_earmarked_contribution_pays_its_line_alone(small: str) -> None:
    # The 25 kr. may pay the line of 60 alone, so the 75 kr. pay all of the 40, and the 35 that are left.
    expected = {("rådgiver", "stor"): 3500, ("klub", "stor"): 4000, ("rådgiver", "lille"): 2500}
    found = data_of(small, "--earmark", "lille=rådgiver")
    assert expected == paid(found)
    assert (found["ok"], found["earmarked"]) == (True, ["lille"])


@pytest.mark.parametrize("named", ["klub", "aktiviteter", "Job, fritid"])
def test_an_earmark_names_a_line_an_art_or_an_indsatsomraade(named: str, small: str) -> None:
    found = data_of(small, "--earmark", f"lille={named}")
    assert {line for line, stream in paid(found) if stream == "lille"} == {"klub"}


def test_several_lines_are_named_with_commas_or_in_several_options(small: str) -> None:
    together = data_of(small, "--earmark", "stor=rådgiver, klub")
    assert together == data_of(small, "--earmark", "stor=rådgiver", "--earmark", "stor=klub")
    assert paid(together) == paid(data_of(small))


def test_what_found_no_place_is_said_with_the_reason(small: str) -> None:
    result = run("grid", small, "--earmark", "stor=klub")
    # 75 kr. for a line of 40 leave 35; the line of 60 gets 25 and lacks 35.
    expected = [
        "FIKTIV",
        "",
        "Hvem betaler hvad, kr. i alt over årene",
        "Linje                         stor  lille  Ingen betaler  I alt",
        "───────────────────────────────────────────────────────────────",
        "rådgiver                               25             35     60",
        "klub                            40                           40",
        "",
        "Uden linje                      35                           35",
        "I alt, også penge uden linje    75     25             35    135",
        "",
        "  · 35 kr. fra stor i 2022 kan ikke fordeles på en budgetlinje: det, som",
        "    bidraget må betale, koster kun 40 kr.",
        "  · 'rådgiver' mangler 35 kr. i 2022: der er ikke penge nok fra dem, der må",
        "    betale den (lille).",
    ]
    assert (result.exit_code, [line.rstrip() for line in result.stdout.splitlines()]) == (0, expected)


def test_the_sentences_are_english_on_request(small: str) -> None:
    lines = [line.rstrip() for line in run("grid", small, "--lang", "en").stdout.splitlines()]
    assert lines == [
        "FIKTIV",
        "",
        "Who pays what, DKK in all over the years",
        "Line      stor  lille  In all",
        "─────────────────────────────",
        "rådgiver    45     15      60",
        "klub        30     10      40",
        "",
        "In all      75     25     100",
        "",
        "  · All costs are paid, and all money is used.",
    ]


@pytest.mark.parametrize(
    ("earmark", "refusal"),
    [
        ("lille", "'lille' kan ikke læses; skriv et navn, et lighedstegn og en værdi, for eksempel 'fond=fritidsjob,"),
        ("lille=", "'lille=' kan ikke læses"),
        ("lile=klub", "'lile' står ikke i planen. Mente du lille?"),
        ("lille=klup", "'klup' står ikke i planen. Mente du klub?"),
    ],
)
def test_an_earmark_that_cannot_be_used_is_exit_code_2(earmark: str, refusal: str, small: str) -> None:
    result = run("grid", small, "--earmark", earmark)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Fejl: {refusal}")
    assert run("grid", small, "--earmark", earmark, "--lang", "en").stderr.startswith("Error: '")


def test_every_published_plan_has_a_grid_within_80_columns() -> None:
    for path in sorted(DATA.glob("*.toml")):
        result = run("grid", str(path))
        assert (result.exit_code, max(map(len, result.stdout.splitlines())) <= 80) == (0, True)


def test_a_workbook_is_a_plan_here_too(tmp_path: Path) -> None:
    assert run("budget", PARK, "-o", str(tmp_path / "park.xlsx")).exit_code == 0
    assert data_of(str(tmp_path / "park.xlsx"))["rows"] == data_of(PARK)["rows"]
