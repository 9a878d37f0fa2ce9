"""The commands that make plans from plans: ``merge`` and ``next``."""

import json
from pathlib import Path
from typing import Any

import pytest

import build
from cli.running import AMAGER, KOEGE, run, words
from helhedsplan_finance import Kroner, Plan
from places import DATA

pytestmark = pytest.mark.daily

PARK = str(DATA / "eksempelparken-2022.toml")


@pytest.fixture
def halves(tmp_path: Path) -> list[str]:
    """Return the files of two plans on Amager: 24 mio. kr. over four years, and 16,6 over the last two and a half."""
    amounts = {"urbanplanen": (18, 3, "3"), "amagerbro": (12, 2, "2,6")}
    paths = []
    for name, (lbf, kommune, bolig) in amounts.items():
        path = tmp_path / f"{name}.toml"
        build.plan(
            build.stream("lbf", f"{lbf} mio. kr."),
            build.stream("kommune", f"{kommune} mio. kr."),
            build.stream("boligorganisation", f"{bolig} mio. kr.", id="bolig", name=name),
            name=f"FIKTIV: {name}",
            start="2018-01-01" if name == "urbanplanen" else "2019-07-01",
            end="2021-12-31",
            total="24 mio. kr." if name == "urbanplanen" else "16,6 mio. kr.",
        ).to_file(path)
        paths.append(str(path))
    return paths


def data_of(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_the_merged_plan_has_the_money_of_both_year_by_year(halves: list[str], tmp_path: Path) -> None:
    out = tmp_path / "ny.toml"
    result = run("merge", *halves, "--name", "FIKTIV: Amager", "-o", str(out))
    plan = Plan.from_file(out)

    assert (result.exit_code, result.stderr) == (0, "")
    assert ("FIKTIV: Amager", Kroner("40,6 mio. kr.")) == (plan.name, plan.total)
    # 4,5 mio. kr. a year of the first; 2,4, 4,8 and 4,8 mio. kr. of the second from July 2019.
    by_year = {2018: "4,5", 2019: "6,9", 2020: "9,3", 2021: "9,3"}
    assert {year: Kroner(f"{mio} mio. kr.") for year, mio in by_year.items()} == plan.streams[0].amounts


def test_what_was_settled_is_listed_as_text_and_as_json(halves: list[str]) -> None:
    shown = run("merge", *halves).stdout
    assert "Bidrag fra samme giver er lagt sammen: lbf, kommune." in words(shown)
    assert "'amagerbro' i den anden plan hedder nu bolig-2." in words(shown)
    assert max(map(len, shown.splitlines())) <= 80

    data = data_of("merge", *halves)
    assert [note["added"] for note in data["notes"]] == ["FIKTIV: amagerbro"] * 3
    assert data["notes"][0]["message"] == "Bidrag fra samme giver er lagt sammen: lbf, kommune."
    assert [data["data"]["total"], data["files"]] == [40_600_000, []]


def test_three_plans_become_one_and_each_step_is_listed(halves: list[str], tmp_path: Path) -> None:
    third = tmp_path / "tredje.toml"
    build.plan(build.stream("ekstern", "1 mio. kr."), name="FIKTIV: tredje", total="1 mio. kr.").to_file(third)
    data = data_of("merge", *halves, str(third))
    assert data["data"]["total"] == 41_600_000
    assert data["plan"] == "FIKTIV: urbanplanen + FIKTIV: amagerbro + FIKTIV: tredje"
    assert list(dict.fromkeys(note["added"] for note in data["notes"])) == ["FIKTIV: amagerbro", "FIKTIV: tredje"]


def test_shared_money_counts_once_also_where_only_two_of_three_plans_share_it(tmp_path: Path) -> None:
    paths = []
    for name, source in (("a", "ekstern"), ("b", "lbf"), ("c", "ekstern")):
        path = tmp_path / f"{name}.toml"
        build.plan(build.stream(source, "1 mio. kr."), name=name, total="1 mio. kr.").to_file(path)
        paths.append(str(path))
    assert data_of("merge", *paths)["data"]["total"] == 3_000_000
    assert data_of("merge", *paths, "--shared", "ekstern")["data"]["total"] == 2_000_000
    unknown = run("merge", *paths, "--shared", "fond")
    assert (unknown.exit_code, "'fond' er angivet som fælles" in unknown.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_merged_plan_may_be_of_any_kind(kind: str, halves: list[str], tmp_path: Path) -> None:
    out = tmp_path / f"ny.{kind}"
    assert run("merge", *halves, "-o", str(out)).exit_code == 0
    assert Kroner("40,6 mio. kr.") == Plan.from_file(out).total


def test_published_plans_merge_within_80_columns_in_both_languages() -> None:
    for lang, heading in (("da", "at se efter"), ("en", "to look at")):
        result = run("merge", AMAGER, KOEGE, "--lang", lang)
        assert (result.exit_code, max(map(len, result.stdout.splitlines())) <= 80) == (0, True)
        assert heading in words(result.stdout)


def test_no_plan_that_is_read_is_overwritten(halves: list[str]) -> None:
    before = [Path(path).read_bytes() for path in halves]
    for path in halves:
        result = run("merge", *halves, "-o", path)
        assert (result.exit_code, "er den plan, der læses" in result.stderr) == (2, True)
    assert run("next", halves[0], "-o", halves[0]).exit_code == 2
    assert before == [Path(path).read_bytes() for path in halves]


@pytest.mark.parametrize(
    ("plans", "refusal"),
    [
        ([AMAGER], "én plan er der intet at lægge sammen med; giv to eller flere"),
        ([AMAGER, AMAGER], "den samme fil er givet to gange"),
        ([AMAGER, PARK], "skriv budgetlinjer i begge planer, eller kun den samlede ramme i begge"),
        ([AMAGER, "ingen.toml"], "ingen.toml: filen findes ikke"),
    ],
)
def test_plans_that_cannot_be_merged_are_exit_code_2(plans: list[str], refusal: str, tmp_path: Path) -> None:
    out = tmp_path / "ny.toml"
    result = run("merge", *plans, "-o", str(out))
    assert (result.exit_code, result.stdout, out.exists()) == (2, "", False)
    assert len(result.stderr.splitlines()) == 1
    assert refusal in result.stderr


def test_the_next_period_begins_the_day_after_at_the_same_level(tmp_path: Path) -> None:
    out = tmp_path / "naeste.toml"
    assert run("next", KOEGE, "-o", str(out)).exit_code == 0
    plan = Plan.from_file(out)
    assert (plan.start.isoformat(), plan.end.isoformat()) == ("2025-09-01", "2029-08-31")
    assert (Kroner("24,1 mio. kr."), "overslag") == (plan.total, plan.stage)


def test_prices_and_contributions_are_raised_by_the_given_percentages() -> None:
    data = data_of("next", PARK, "--index", "løn=3,1 %", "--level", "2 %")
    assert data["plan"] == "FIKTIV: Boligsocial helhedsplan Eksempelparken 2026-2029"
    lines = {line["id"]: line["unit_price"] for line in data["data"]["cost"]}
    streams = {stream["id"]: stream["amounts"] for stream in data["data"]["stream"]}
    assert (lines["projektleder"], lines["fritidsjob"]) == (639_220, 3_750)  # 620.000 × 1,031; no wage
    assert streams["lbf"]["2026"] == 1_779_900  # 1.745.000 × 1,02
    # Wages are 1.670.000 kr. a year; 3,1 % of that over four years is 207.080.
    assert data["data"]["total"] == 9_884_000 + 207_080


def test_the_next_plan_is_shown_in_the_language_asked_for() -> None:
    assert "Periode: 1. januar 2026 – 31. december 2029 (48 måneder)" in run("next", PARK, "--name", "Ny").stdout
    shown = run("next", PARK, "--name", "New", "--lang", "en").stdout.splitlines()
    assert (shown[0], max(map(len, shown)) <= 80) == ("New", True)


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (("--level", "to procent"), "'to procent'"),
        (("--level", "103 %"), "'103 %' er mindst en fordobling; skriv stigningen alene"),
        (("--index", "lønn=3 %"), "ingen budgetlinje følger 'lønn'; nærmest er 'løn'"),
        (("--index", "3 %"), "'3 %' kan ikke læses; skriv et navn, et lighedstegn og en værdi"),
        (("--index", "løn=3 %", "--index", "løn=2 %"), "'løn' er givet to gange (3 %; 2 %); giv det én gang"),
    ],
)
def test_a_rise_that_cannot_be_used_is_exit_code_2(options: tuple[str, ...], refusal: str, tmp_path: Path) -> None:
    out = tmp_path / "naeste.toml"
    result = run("next", PARK, *options, "-o", str(out))
    assert (result.exit_code, result.stdout, out.exists()) == (2, "", False)
    assert len(result.stderr.splitlines()) == 1
    assert refusal in result.stderr


def test_a_plan_that_is_not_a_whole_number_of_years_has_no_next_period(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    build.plan(end="2024-06-30").to_file(path)
    result = run("next", str(path))
    assert (result.exit_code, "er ikke et helt antal år" in result.stderr) == (2, True)
