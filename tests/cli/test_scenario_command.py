"""The command that asks what if: the figures beside each other, one change, what matters most, and how often."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cli.running import AMAGER, KOEGE, run, words
from helhedsplan_finance import Kroner, Plan
from places import DATA, POLICY

pytestmark = pytest.mark.daily

PARK = str(DATA / "eksempelparken-2022.toml")


def data_of(*arguments: str) -> dict[str, Any]:
    result = run("scenario", *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_one_changed_amount_is_shown_beside_the_plan() -> None:
    result = run("scenario", AMAGER, "--set", "kommune.amount=3.875.000 kr.")
    lines = result.stdout.splitlines()

    assert (result.exit_code, result.stderr) == (0, "")
    assert "  · 1: kommune.amount=3.875.000 kr." in lines
    assert "Manglende finansiering                   0     625.000" in lines
    assert "Kommunen, af rammen                 14,5 %      12,5 %" in lines
    turned = lines.index("  · Fordi planen er en anden (regler pr. 1. januar 2022):")
    assert lines[turned + 1 : turned + 3] == [
        "      Finansiering = udgifter: OK → FEJL",
        "      Kommunens andel i København: FEJL → OK",
    ]
    assert lines[-1] == "Bidrag › kommune › 2025  1.125.000  968.750  -156.250"
    assert max(map(len, lines)) <= 80


def test_the_json_has_whole_ore_and_exact_shares() -> None:
    data = data_of(AMAGER, "--set", "kommune.amount=3.875.000 kr.")
    (other,) = data["alternatives"]
    assert data["base"]["sources"]["kommune"] == {"ore": 450_000_000, "share": "9/62"}
    assert other["sources"]["kommune"] == {"ore": 387_500_000, "share": "1/8"}
    assert [data["base"]["gap_ore"], other["gap_ore"]] == [0, 62_500_000]
    assert [(turn["cause"], turn["rule"]) for turn in other["turns"]] == [
        ("plan", "balance.plan"),
        ("plan", "kommune.share.max"),
    ]


def test_the_json_lists_each_row_that_was_changed_as_diff_does(tmp_path: Path) -> None:
    out = str(tmp_path / "forslag.toml")
    (other,) = data_of(PARK, "--set", "kommune.amounts.2023=80.000 kr.", "-o", out)["alternatives"]
    assert [(one["where"], one["difference_ore"]) for one in other["diff"]] == [("Bidrag › kommune › 2023", 3_000_000)]
    assert data_of(PARK, out, KOEGE)["alternatives"][0]["diff"] == other["diff"]


def test_a_total_in_words_and_a_day_of_rules_are_changes_too() -> None:
    assert data_of(AMAGER, "--set", "total=36 mio. kr.")["alternatives"][0]["total_ore"] == 3_600_000_000
    (earlier,) = data_of(AMAGER, "--set", "as_of=1. januar 2012")["alternatives"]
    assert {"rules"} == {turn["cause"] for turn in earlier["turns"]}
    assert "Kommunens andel i København: FEJL → UVERIFICERET" in [turn["says"] for turn in earlier["turns"]]


def test_a_source_that_fails_takes_the_grant_with_it_where_asked() -> None:
    half = data_of(AMAGER, "--cut", "kommune=50 %")["alternatives"][0]
    net = data_of(AMAGER, "--without", "kommune", "--net-grant")["alternatives"][0]
    assert half["name"] == "Københavns Kommune giver 50 % mindre"
    assert half["sources"]["kommune"]["ore"] == 225_000_000
    # Half of the co-financing of 9 mio. kr. is gone, and so is half of the 19 mio. kr.
    assert net["name"] == "Københavns Kommune giver intet, og tilskuddet falder tilsvarende"
    assert net["sources"]["lbf"]["ore"] == 950_000_000


def test_prices_rise_and_the_period_moves() -> None:
    # Wages are 1.670.000 kr. a year: 3 % of that over four years is 200.400.
    (other,) = data_of(PARK, "--price", "løn=3 %", "--shift-years", "1")["alternatives"]
    assert (other["name"], other["total_ore"]) == ("løn 3 %; årstal +1", 988_400_000 + 20_040_000)
    assert list(other["years"]) == ["2023", "2024", "2025", "2026"]


def test_the_changes_are_one_proposal_that_is_saved(tmp_path: Path) -> None:
    out = tmp_path / "forslag.toml"
    changes = ("--set", "kommune.amount=3.875.000 kr.", "--without", "ekstern")
    data = data_of(AMAGER, *changes, "-o", str(out))
    plan = Plan.from_file(out)
    assert [[str(out)], 1] == [data["files"], len(data["alternatives"])]
    assert (Plan.from_file(AMAGER).name, Kroner("3.875.000 kr.")) == (plan.name, plan.streams[1].amount)
    assert data_of(AMAGER, str(out))["alternatives"][0]["gap_ore"] == data["alternatives"][0]["gap_ore"]


def test_plans_of_one_name_are_told_apart_by_their_files(tmp_path: Path) -> None:
    paths = []
    for kind in ("json", "xlsx"):
        path = tmp_path / f"forslag.{kind}"
        assert run("scenario", AMAGER, "--set", "total=36 mio. kr.", "-o", str(path)).exit_code == 0
        paths.append(str(path))
    others = data_of(AMAGER, *paths, KOEGE)["alternatives"]
    name, koege = (Plan.from_file(path).name for path in (AMAGER, KOEGE))
    assert [f"{name} (forslag.json)", f"{name} (forslag.xlsx)", koege] == [one["name"] for one in others]
    renamed = [[one["now"] for one in other["diff"] if one["where"] == "Planen › Planens navn"] for other in others]
    assert [[], [], [koege]] == renamed
    assert others[2]["diff"][0]["now"] == koege


def test_what_matters_most_is_the_grant() -> None:
    data = data_of(PARK, "--sensitivity", "10 %")
    first, second = data["rows"][:2]
    # A tenth of 6.900.000 kr.; a tenth of 4 × 1,5 × 520.000 kr.
    assert (first["input"], first["low"], first["high"]) == ("lbf", 69_000_000, -69_000_000)
    assert (second["input"], second["low"]) == ("beboerraadgivere", -31_200_000)
    assert (
        "Manglende finansiering i kr., når ét tal ad gangen er 10 % lavere"
        in run("scenario", PARK, "--sensitivity", "10%").stdout
    )


def test_a_grant_that_comes_four_times_in_five_fails_once_in_five() -> None:
    data = data_of(AMAGER, "--uncertain", "lbf=80 %", "--draws", "10000", "--seed", "1")
    assert abs(Fraction(data["probability_short"]) - Fraction(1, 5)) < Fraction(1, 50)
    assert (data["worst_ore"], data["draws"], data["seed"]) == (1_900_000_000, 10_000, 1)


def test_an_interval_and_its_likeliest_value_are_written_with_semicolons() -> None:
    options = ("--uncertain", "kommune=3 mio.; 4,5 mio.; 5 mio.", "--uncertain", "total=1; 1,1", "--draws", "1000")
    shown = run("scenario", AMAGER, *options, "--lang", "en")
    assert (shown.exit_code, "of 1,000 draws the money falls short" in words(shown.stdout)) == (0, True)


def test_the_comparison_is_english_on_request() -> None:
    result = run("scenario", AMAGER, KOEGE, "--cut", "kommune=10 %", "--lang", "en")
    assert "gives 10% less" in words(result.stdout)
    assert (result.exit_code, max(map(len, result.stdout.splitlines())) <= 80) == (0, True)


def test_the_users_own_rules_are_held_to_every_alternative() -> None:
    rules = ("--policy", str(POLICY), "--project-rules")
    assert data_of(AMAGER, KOEGE, *rules)["alternatives"][0]["name"] == Plan.from_file(KOEGE).name


def test_every_published_plan_beside_the_others_fits_in_80_columns() -> None:
    paths = [str(path) for path in sorted(DATA.glob("*.toml"))]
    result = run("scenario", *paths)
    assert (result.exit_code, max(map(len, result.stdout.splitlines())) <= 80) == (0, True)


def test_no_plan_that_is_read_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(Path(AMAGER).read_bytes())
    for plans in ((str(path),), (KOEGE, str(path))):
        result = run("scenario", *plans, "--set", "total=5", "-o", str(path))
        assert (result.exit_code, "er den plan, der læses" in result.stderr) == (2, True)
    assert path.read_bytes() == Path(AMAGER).read_bytes()


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ((), "der er intet at sammenligne med; giv et scenarie eller en plan mere"),
        (("ingen.toml",), "ingen.toml: filen findes ikke"),
        (("--set", "total"), "'total' kan ikke læses som en ændring"),
        (("--set", "total=mange penge"), "total: "),
        (("--set", "kommune.amuont=5"), "stream 2 'kommune': ukendt nøgle 'amuont'; mente du 'amount'?"),
        (("--cut", "kommune"), "'kommune' kan ikke læses; skriv et navn, et lighedstegn og en værdi"),
        (("--cut", "kommune=120 %"), "'120 %' er ikke mellem 0 % og 100 %"),
        (("--cut", "kommune=1 %", "--without", "kommune"), "'kommune' er givet to gange (1 %; 100 %)"),
        (("--without", "komune"), "planen har intet bidrag 'komune'; nærmest er 'kommune'"),
        (("--net-grant", "--set", "total=5"), "brug --nettotilskud sammen med --sænk eller --uden"),
        (("--price", "løn=3 %"), "'løn' er hverken et indeks eller en art"),
        (("--price", "løn=103 %"), "'103 %' er mindst en fordobling"),
        (("--sensitivity", "0 %"), "'0 %' ændrer ingen tal"),
        (("--sensitivity", "10 %", "--set", "total=5"), "--følsomhed ser på én plan, som den er"),
        (("--uncertain", "lbf=80 %", "--sensitivity", "10 %"), "ser på én plan, som den er"),
        (("--uncertain", "lbf=1;2;3;4"), "'1;2;3;4' for 'lbf' er ingen fordeling"),
        (("--uncertain", "lfb=80 %"), "nærmest er 'lbf'"),
        (("--uncertain", "lbf=80 %", "--draws", "0"), "0 er ikke et antal trækninger"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence_and_exit_code_2(options: tuple[str, ...], refusal: str) -> None:
    result = run("scenario", AMAGER, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert refusal in result.stderr
    assert run("scenario", AMAGER, *options, "--lang", "en").stderr.startswith("Error: ")


def test_nothing_is_written_without_a_change(tmp_path: Path) -> None:
    out = tmp_path / "ny.toml"
    result = run("scenario", AMAGER, KOEGE, "-o", str(out))
    assert (result.exit_code, out.exists(), "der er ingen ændring at skrive" in result.stderr) == (2, False, True)
