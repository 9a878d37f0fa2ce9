"""The command for moms and fondsmoms: its page, its JSON, its exit codes, and the plan that it writes."""

import json
from pathlib import Path

import pytest

from cli.running import run, words
from helhedsplan_finance import Kroner, Plan
from places import DATA

pytestmark = pytest.mark.daily

VAEREBRO = str(DATA / "vaerebro-2017.toml")
FICTITIOUS = DATA / "eksempelparken-2022.toml"


@pytest.fixture
def flagged(tmp_path: Path) -> str:
    """The fictitious plan with three lines that say whether moms is in their price."""
    text = FICTITIOUS.read_text(encoding="utf-8")
    for price, flag in (("3_750", "true"), ("1_500", "false"), ("8_000", "true")):
        text = text.replace(f"unit_price = {price}", f"unit_price = {price}\nmoms = {flag}")
    plan = tmp_path / "plan.toml"
    plan.write_text(text, encoding="utf-8")
    return str(plan)


def test_a_private_grant_of_a_million_is_compared_without_a_plan() -> None:
    page = words(run("moms", "--grant", "1 mio. kr.", "--private", "--taxed", "60 %").stdout)
    assert "kommunen 825.000 175.000 0 82,5 %" in page
    assert "en boligorganisation 880.000 0 120.000 88,0 %" in page
    assert "Privat bevilling: rækker længst hos boligorganisationen, 55.000 kr. mere." in page
    assert "Privat bevilling: balancepunktet er 87,5 %." in page


def test_a_plan_of_years_that_nobody_verified_is_told_so() -> None:
    result = run("moms", VAEREBRO)
    page = words(result.stdout)
    assert result.exit_code == 0
    assert "Realdania: 1 mio. kr." in page
    assert "Fondsmoms er ikke verificeret pr. 1. januar 2016" in page
    assert "825.000" not in page


def test_vaerebro_park_with_the_rate_stated() -> None:
    page = words(run("moms", VAEREBRO, "--private", "--fondsmoms-rate", "17,5 %").stdout)
    assert "kommunen 825.000 175.000 0 82,5 %" in page
    assert "Fondsmoms 17,5 %, som angivet." in page
    assert "Planen har ingen budgetlinjer" in page


def test_the_lines_are_told_for_both_who_may_pay_them(flagged: str) -> None:
    page = words(run("moms", flagged).stdout)
    # By hand: 40 places at 3.750 and 12 months at 8.000 a year are 246.000; a fifth of it, four times, is 196.800.
    assert "betalt af kommunen 9.687.200 -196.800 10 af 13" in page
    assert "betalt af en boligorganisation 9.884.000 0 11 af 13" in page
    assert "Prisen er uden moms for lektiecafe." in page


def test_what_follows_from_one_payer_is_told_when_that_payer_is_named(flagged: str) -> None:
    told = "Bidragene er uændrede; linjerne er nu 9.687.200 kr."
    assert told in words(run("moms", flagged, "--bearer", "kommune").stdout)
    assert "Bidragene står" not in words(run("moms", flagged).stdout)


def test_lines_that_say_nothing_are_not_tabled() -> None:
    page = words(run("moms", str(FICTITIOUS)).stdout)
    assert "Ingen budgetlinje oplyser, om prisen er med moms" in page
    assert "betalt af" not in page


@pytest.mark.parametrize("suffix", ["toml", "json", "xlsx"])
def test_the_restated_plan_is_written(flagged: str, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"kommune.{suffix}"
    result = run("moms", flagged, "--bearer", "kommune", "-o", str(target))
    assert result.exit_code == 0
    assert f"Skrevet:\n  {target}\n" in result.stdout
    written = Plan.from_file(target)
    assert written.total == Kroner(9_687_200)
    prices = {line.id: (line.unit_price, line.moms) for line in written.costs}
    assert (prices["fritidsjob"], prices["lokaler"]) == ((Kroner(3_000), False), (Kroner(6_400), False))


def test_the_json_holds_ore_and_exact_shares_and_nothing_else_is_on_stdout(flagged: str, tmp_path: Path) -> None:
    target = tmp_path / "ny.toml"
    asked = ("--bearer", "boligorganisation", "--taxed-lines", "lektiecafe", "--taxed", "1/3", "--private")
    result = run("moms", flagged, *asked, "-o", str(target), "--json")
    told = json.loads(result.stdout)
    assert list(told) == ["plan", "grants", "lines"]
    (grant,) = told["grants"]
    assert (grant["stream"], grant["grant_ore"], grant["taxed"]) == ("fond", 30_000_000, "1/3")
    assert grant["readings"][0]["break_even"] == "7/8"
    assert list(told["lines"]) == ["boligorganisation"]
    # 80 times a year at 1.500 is 120.000, with a quarter of moms on top in four years.
    assert told["lines"]["boligorganisation"]["after_ore"] == Kroner(9_884_000 + 120_000).ore
    assert f"Skrevet: {target}" in result.stderr


def test_a_grant_beside_a_plan_takes_the_place_of_the_plans_and_has_its_day(flagged: str) -> None:
    (grant,) = json.loads(run("moms", flagged, "--grant", "2 mio.", "--json").stdout)["grants"]
    assert (grant["stream"], grant["grant_ore"], grant["day"]) == (None, 200_000_000, "2021-06-01")


def test_the_day_may_be_another() -> None:
    page = words(run("moms", VAEREBRO, "--private", "--on", "2018-01-01").stdout)
    assert "Satser pr. 1. januar 2018" in page
    assert "kommunen 825.000 175.000 0 82,5 %" in page


def test_a_plan_without_external_money_is_told_so_on_the_day_that_is_asked_for() -> None:
    page = words(run("moms", str(DATA / "silkeborg-2019.toml"), "--on", "2018-01-01").stdout)
    assert "Satser pr. 1. januar 2018" in page
    assert "Planen har ingen eksterne bidrag i penge med et beløb." in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "angiv en plan, eller en bevilling med --bevilling"),
        (("--grant", "-5"), "bevillingen er -5 kr.; skriv et beløb over 0 kr."),
        (("--grant", "1 mio.", "--taxed", "120 %"), "taxed: '120 %' er ikke mellem 0 % og 100 %"),
        (("--grant", "1 mio.", "--taxed", "0.6"), "'0.6' er ikke en andel"),
        (("--grant", "1 mio.", "--on", "2018-02-30"), "datoen 2018-02-30 findes ikke"),
        (("--grant", "1 mio.", "--bearer", "kommune"), "--betaler hører til budgetlinjer; angiv en plan"),
        ((str(FICTITIOUS), "--bearer", "fond"), "'fond' er ikke en, der betaler budgetlinjer her"),
        ((str(FICTITIOUS), "--taxed-lines", "lokale"), "nærmest er 'lokaler'"),
        ((str(FICTITIOUS), "-o", "ny.toml"), "--ud hører til --betaler"),
        ((str(FICTITIOUS), "--bearer", "kommune", "-o", str(FICTITIOUS)), "er den plan, der læses"),
        ((VAEREBRO, "--bearer", "kommune"), "planen har ingen budgetlinjer at omregne"),
        (("ingen.toml",), "ingen.toml"),
    ],
)
def test_what_cannot_be_used_is_refused_on_stderr(arguments: tuple[str, ...], told: str) -> None:
    result = run("moms", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_line_of_the_page_is_wider_than_the_terminal(flagged: str, lang: str) -> None:
    for arguments in ((VAEREBRO,), (flagged,), (flagged, "--taxed", "1/3"), (flagged, "--bearer", "kommune")):
        page = run("moms", *arguments, "--lang", lang).stdout
        assert max(map(len, page.splitlines())) <= 80


def test_the_help_ends_with_an_example_in_both_languages() -> None:
    assert "helhedsplan moms --bevilling '1 mio. kr.' --privat" in words(run("moms", "--help").stdout)
    assert "Example: helhedsplan moms --grant '1 mio. kr.'" in words(run("moms", "--help", lang="en").stdout)
