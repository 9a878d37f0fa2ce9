"""``helhedsplan rules`` and the options that bring rules of one's own: what a person and a script see."""

import json
from pathlib import Path

import pytest

from cli.running import AMAGER, KOEGE, run, words
from helhedsplan_finance.cli.command_names import command_name
from helhedsplan_finance.rules import load
from helhedsplan_finance.text import Lang
from places import CASES, POLICY

pytestmark = pytest.mark.daily


def test_the_list_names_every_rule_and_fits_the_terminal() -> None:
    for lang in ("da", "en"):
        out = run("rules", "list", "--lang", lang).stdout
        assert all(rule.id in out for file in load.shipped() for rule in file.rules)
        assert max(map(len, out.splitlines())) <= 80


def test_rules_alone_is_the_list() -> None:
    assert run("rules").stdout == run("rules", "list").stdout


def test_the_list_as_data_has_every_value_with_its_source() -> None:
    told = json.loads(run("rules", "list", "--json").stdout)["rules"]
    assert len(told) == sum(len(file.rules) for file in load.shipped())
    assert all(value["source"]["title"] and value["verified"] for rule in told for value in rule["values"])


def test_show_says_each_value_with_its_dates_and_where_it_was_seen() -> None:
    out = words(run("rules", "show", "lbf.share.max").stdout)
    assert "Landsbyggefonden betaler højst 75 % af den samlede ramme." in out
    assert "I kraft: fra 3. februar 2011 til 31. december 2014; sidst verificeret 22. november 2026" in out
    assert "Findes: https://www.cfbu.dk/om-cfbu/feltet/" in out


def test_show_has_every_layer_of_a_rule() -> None:
    out = words(run("rules", "show", "kommune.share.max", "--policy", str(POLICY)).stdout)
    for layer in ("sædvanlig praksis", "kommunens politik", "egen politik"):
        assert f"kommune.share.max · {layer}" in out


def test_show_with_a_plan_explains_the_figures() -> None:
    told = json.loads(run("rules", "show", "lbf.share.max", "--plan", AMAGER, "--json").stdout)
    assert (told["format"], told["version"], told["findings"][0]["measured"]) == (
        "helhedsplan-finance/explanation",
        1,
        "19/31",
    )


def test_a_rule_that_does_not_exist_is_refused_with_the_nearest() -> None:
    result = run("rules", "show", "lbf.share")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Fejl: reglen 'lbf.share' findes ikke; nærmest er lbf.share.max\n"


def test_the_audit_of_what_ships_is_clean() -> None:
    result = run("rules", "audit", "--cases", str(CASES), "--months", "600")
    assert (result.exit_code, result.stdout) == (0, "Gennemgået: 20 regler, 34 værdier; fejl: 0\n")


def test_the_audit_says_what_it_did_not_look_at() -> None:
    assert "Om hver regel er prøvet, er ikke undersøgt" in run("rules", "audit", "--months", "600").stdout


def test_the_audit_answers_1_where_there_are_faults() -> None:
    bad = Path(__file__).parent.parent / "rules" / "bad" / "gap.toml"
    result = run("rules", "audit", "--policy", str(bad), "--months", "600", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"], [one["kind"] for one in told["faults"]]) == (1, False, ["gap"])


@pytest.mark.parametrize("command", ["list", "show", "audit"])
@pytest.mark.parametrize(
    ("lang", "example", "option"),
    [("da", "Eksempel: helhedsplan", "--sprog"), ("en", "Example: helhedsplan", "--lang")],
)
def test_every_command_has_help_with_an_example(command: str, lang: Lang, example: str, option: str) -> None:
    out = words(run("rules", command, "--help", lang=lang).stdout)
    assert f"{example} {command_name('rules', lang)} {command_name(command, lang)}" in out
    assert "--json" in out
    assert option in out


def test_a_policy_of_ones_own_is_checked() -> None:
    result = run("check", KOEGE, "--policy", str(POLICY))
    out = words(result.stdout)
    assert result.exit_code == 1
    assert "De eksterne midler er 2,5 mio. kr.; grænsen er højst 2 mio. kr. Det er 500.000 kr. for meget." in out
    assert "Hvad gør du: sænk de eksterne midler med 500.000 kr." in out
    assert "Regelsæt: egen politik" not in out  # it took nobody's place


def test_a_policy_with_a_fault_is_refused_with_file_and_place() -> None:
    bad = Path(__file__).parent.parent / "rules" / "bad" / "invalid.toml"
    result = run("check", KOEGE, "--policy", str(bad), "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Fejl: {bad}: rule 1 'x': ukendt nøgle 'mesure'; mente du 'measure'?")


def test_projected_verdicts_are_marked(tmp_path: Path) -> None:
    later = tmp_path / "later.toml"
    text = Path(AMAGER).read_text(encoding="utf-8").replace("stage ", "as_of = 2028-01-01\nstage ")
    later.write_text(text, encoding="utf-8")
    assert "UVERIFICERET Landsbyggefondens andel" in words(run("check", str(later)).stdout)
    result = run("check", str(later), "--project-rules")
    assert result.exit_code == 1
    assert "OK Landsbyggefondens andel (fremskrevet)" in words(result.stdout)
    told = json.loads(run("check", str(later), "--project-rules", "--json").stdout)
    marked = {one["rule"] for one in told["findings"] if one.get("projected")}
    assert {"lbf.share.max", "local.share.min", "kommune.share.max"} <= marked
    assert "balance.plan" not in marked
