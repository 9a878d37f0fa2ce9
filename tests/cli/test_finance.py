"""The command that finds a financing: its exit codes, its JSON, its page, and the plan that it writes."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cli.running import AMAGER, run, words
from helhedsplan_finance import Kroner, Plan
from helhedsplan_finance.calculators.financing.objectives import AIMS
from helhedsplan_finance.text.choices import words_of
from places import DATA

pytestmark = pytest.mark.daily

AABENRAA = str(DATA / "aabenraa-2017.toml")


@pytest.fixture
def open_plan(tmp_path: Path) -> str:
    """Silkeborg's plan with its frame and shares, and no amounts."""
    plan = tmp_path / "silkeborg.toml"
    lines = (DATA / "silkeborg-2019.toml").read_text(encoding="utf-8").splitlines()
    plan.write_text("\n".join(line for line in lines if not line.startswith("amount")), encoding="utf-8")
    return str(plan)


def data_of(*arguments: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run("finance", *arguments, "--json").stdout)
    return loaded


def test_the_json_has_the_form_of_the_contract(open_plan: str) -> None:
    told = data_of(open_plan)
    assert told["status"] == "optimal"
    assert told["total_ore"] == Kroner(13_300_000).ore
    assert told["streams"]["lbf"]["total_ore"] == Kroner(9_975_000).ore
    assert list(told["streams"]["lbf"]["by_year"]) == ["2019", "2020", "2021", "2022", "2023"]
    assert sum(told["streams"]["lbf"]["by_year"].values()) == Kroner(9_975_000).ore
    assert {"rule": "lbf.share.max", "where": "plan"} in told["binding"]
    assert told["worth"].keys() == told["streams"].keys()
    assert (told["conflict"], told["smallest_change_ore"]) == ([], None)


def test_nothing_but_data_is_on_stdout(open_plan: str) -> None:
    # In a process of its own: the solver's library writes past Python's stdout, where no test runner sees it.
    command = [sys.executable, "-m", "helhedsplan_finance", "finance", open_plan, "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert json.loads(done.stdout)["status"] == "optimal"


def test_what_cannot_be_financed_says_why_and_what_it_takes() -> None:
    result = run("finance", AMAGER, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["status"], told["streams"], told["smallest_change_ore"]) == ("infeasible", {}, 62_500_000)
    assert {"rule": "kommune.share.max", "where": "plan"} in told["conflict"]
    page = words(run("finance", AMAGER).stdout)
    assert "Ingen finansiering overholder alle bindende grænser. Disse kan ikke overholdes samtidig:" in page
    assert "Sænk bidraget fra Københavns Kommune med 625.000 kr." in page


def test_the_largest_plan_is_found_from_what_is_offered() -> None:
    told = data_of(AMAGER, "--largest")
    assert told["total_ore"] == Kroner("36 mio.").ore
    assert told["streams"]["lbf"]["total_ore"] == Kroner("24 mio.").ore
    assert told["worth"]["boligorganisationer"] == "3"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((AABENRAA,), 0, ""),
        ((AABENRAA, "--aim", "least-housing", "--aim", "even"), 0, ""),
        ((AMAGER,), 1, ""),
        (
            (AABENRAA, "--aim", "billigst"),
            2,
            "målet 'billigst' findes ikke. Vælg blandt: mindst-boligside, mindst-husleje",
        ),
        (("ingen.toml",), 2, "ingen.toml"),
        ((AABENRAA, "-o", AABENRAA), 2, "er den plan, der læses"),
        ((AABENRAA, "--largest"), 2, "ingen lokal part siger, hvad den kan give"),
    ],
)
def test_the_exit_code_says_how_it_went(arguments: tuple[str, ...], code: int, told: str) -> None:
    result = run("finance", *arguments)
    assert result.exit_code == code
    assert told in result.stderr


@pytest.mark.parametrize("aim", [*AIMS, *words_of("aim", "da")])
def test_every_aim_is_an_option(aim: str, open_plan: str) -> None:
    told = data_of(open_plan, "--aim", aim)
    assert sum(one["total_ore"] for one in told["streams"].values()) == told["total_ore"]


def test_the_page_shows_the_gap_the_years_and_how_it_was_chosen(open_plan: str) -> None:
    page = words(run("finance", open_plan).stdout)
    assert "Der mangler 13,3 mio. kr." in page
    assert "Landsbyggefonden kan give op til 9.975.000 kr. mere; så er grænsen 'Landsbyggefondens andel' nået." in page
    assert "Grænser, der er nået: Landsbyggefondens andel; Lokal medfinansiering; Kommunens andel." in page
    assert "Det bedste er fundet i denne rækkefølge: mest fra Landsbyggefonden." in page
    assert "Efterregnet: alle bindende regler er overholdt." in page
    english = words(run("finance", open_plan, "--lang", "en").stdout)
    assert "DKK 13.3 million is missing." in english
    assert "Checked: all binding rules hold." in english


def test_no_line_of_the_page_is_wider_than_the_terminal(open_plan: str) -> None:
    for arguments in ((open_plan,), (AMAGER,), (AMAGER, "--largest"), (str(DATA / "eksempelparken-2022.toml"),)):
        assert max(map(len, run("finance", *arguments).stdout.splitlines())) <= 80


@pytest.mark.parametrize("suffix", ["toml", "json", "xlsx"])
def test_the_plan_that_is_written_passes_the_check(open_plan: str, suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"finansieret.{suffix}"
    result = run("finance", open_plan, "-o", str(target))
    assert result.exit_code == 0
    assert f"Skrevet:\n  {target}\n" in result.stdout
    assert run("check", str(target)).exit_code == 0
    amounts = [sum((one.amounts or {}).values(), Kroner()) or one.amount for one in Plan.from_file(target).streams]
    assert amounts == [Kroner(9_975_000), Kroner(1_662_500), Kroner(1_662_500)]


def test_nothing_is_written_where_there_is_no_financing(tmp_path: Path) -> None:
    assert run("finance", AMAGER, "-o", str(tmp_path / "plan.toml")).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_policy_of_ones_own_limits_the_financing_too(tmp_path: Path) -> None:
    plan = Plan.from_file(DATA / "koege-2021.toml")
    streams = (one if one.id == "lbf" else one.model_copy(update={"amount": None}) for one in plan.streams)
    plan.model_copy(update={"streams": tuple(streams)}).to_file(tmp_path / "plan.toml")
    asked = (str(tmp_path / "plan.toml"), "--aim", "least-local")
    # 24.1 mio. with 10 from LBF: 25 % must be local, 6.025, so external money may give the rest, 8.075.
    assert data_of(*asked)["streams"]["ekstern"]["total_ore"] == Kroner(8_075_000).ore
    # The made-up policy allows 2 mio. of external money.
    own = data_of(*asked, "--policy", "tests/policies/egen.toml")
    assert own["streams"]["ekstern"]["total_ore"] == Kroner("2 mio.").ore
    assert {"rule": "egen.loft", "where": "plan"} in own["binding"]


def test_a_plan_beyond_the_last_known_rules_is_financed_within_what_is_known(tmp_path: Path) -> None:
    data = tomllib.loads((DATA / "aabenraa-2017.toml").read_text(encoding="utf-8"))
    plan = Plan.model_validate(data, by_alias=True, by_name=False)
    later = plan.model_copy(update={"start": plan.start.replace(year=2028), "end": plan.end.replace(year=2031)})
    later.to_file(tmp_path / "senere.toml")
    page = words(run("finance", str(tmp_path / "senere.toml")).stdout)
    assert "ingen bindende regel er brudt, men ikke alle kan afgøres" in page
    projected = data_of(str(tmp_path / "senere.toml"), "--project-rules")
    assert {"rule": "lbf.share.max", "where": "plan"} in projected["binding"]
