"""``helhedsplan prices``: the series that there are, a budget carried to its years, and a series from the open API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from calculators.prices.statbank_server import FakeStatbank, statbank
from cli.running import run, words
from helhedsplan_finance import Plan, read_series

pytestmark = pytest.mark.daily

LINE = """
name  = "FIKTIV plan"
start = 2022-01-01
end   = 2025-12-31

[[cost]]
id = "leder"
activity = "Projektleder"
art = "løn"
quantity = { 2022 = 1, 2023 = "0,5", 2024 = 1, 2025 = 1 }
unit_price = 560_000
price_year = 2022
index = "løn"

[[cost]]
id = "revision"
art = "revision"
quantity = { 2025 = 1 }
unit_price = 25_000
"""

OF_THE_BASKET = """
name  = "FIKTIV plan"
start = 2025-01-01
end   = 2026-12-31

[[cost]]
id = "mad"
activity = "Fælles mad"
art = "aktiviteter"
quantity = { 2025 = 1, 2026 = 1 }
unit_price = 100_000
price_year = 2023
index = "kurv"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(LINE, encoding="utf-8")
    return path


@pytest.fixture
def bank() -> Iterator[FakeStatbank]:
    with statbank() as running:
        yield running


def test_the_series_are_listed_with_their_rates_and_sources() -> None:
    shown = words(run("prices", "list").stdout)
    assert "2023 2,9 % (heraf 2,7 % årets egen stigning og 0,2 % korrektion af tidligere år) Økonomistyrelsen" in shown
    assert 'index = "løn": årets skøn, for en pris fra et virkeligt år; "løn-samlet": samlet' in shown
    (wages, *_) = json.loads(run("prices", "list", "--json").stdout)["series"]
    assert wages["years"][1] == {
        "year": 2025,
        "niveaukorrektion": "9/1000",
        "skoen": "4/125",
        "samlet": "41/1000",
        "rate": "4/125",
        "source": "Økonomistyrelsen: pris- og lønforudsætninger, finanslov 2025 (6. juni 2024)",
        "published": "2024-06-06",
        "confidence": "A",
    }


def test_a_missing_year_is_refused_and_nothing_is_written(plan: Path, tmp_path: Path) -> None:
    result = run("prices", "index", str(plan), "-o", str(tmp_path / "out.toml"))
    assert result.exit_code == 2
    assert "prisserien 'løn' mangler 2024" in result.stderr
    assert "--fremskriv" in result.stderr
    assert not (tmp_path / "out.toml").exists()


def test_fixed_and_current_prices_stand_side_by_side_and_projected_ones_are_marked(plan: Path) -> None:
    result = run("prices", "index", str(plan), "--project")
    shown = words(result.stdout)
    # 560.000 · 1,027 / 2 = 287.560; · 1,027 · 1,027 = 590.648,24; · 1,032 = 609.548,98.
    assert "Projektleder 560.000 280.000 560.000 560.000 1.960.000" in shown
    assert "· løbende 560.000 287.560 590.648* 609.549* 2.047.757*" in shown
    assert "revision 25.000 25.000 I alt, faste" in shown  # a price that nothing carries stands once
    assert "* = bygger på en fremskreven sats." in shown
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_plan_that_is_written_is_in_current_prices(plan: Path, tmp_path: Path) -> None:
    for name in ("out.toml", "out.xlsx"):
        out = tmp_path / name
        assert run("prices", "index", str(plan), "--rate", "2,5 %", "-o", str(out)).exit_code == 0
        read = Plan.from_file(out)
        assert read.series[0].projected == (2024,)
        assert sum(row.ore or 0 for row in read.ledger().rows if row.year == 2024) == 560_000_00 * 1027 * 1025 // 10**6
    checked = json.loads(run("check", str(tmp_path / "out.toml"), "--json").stdout)
    assert checked["projected_prices"] is True
    shown = words(run("check", str(tmp_path / "out.toml")).stdout)
    assert "(fremskrevne priser) · regler pr." in shown
    assert "Fremskrivning af priser: Prisserien løn er fremskrevet i 2024" in shown


def test_the_data_have_ore_and_exact_factors(plan: Path) -> None:
    told = json.loads(run("prices", "index", str(plan), "--project", "--json").stdout)
    assert told["rows"][2] == {
        "id": "leder",
        "year": 2024,
        "fixed_ore": 56_000_000,
        "current_ore": 59_064_824,
        "factor": "1054729/1000000",
        "projected": True,
    }
    assert told["by_year"]["2025"] == {"fixed_ore": 58_500_000, "current_ore": 63_454_898, "projected": True}


def test_the_plan_is_not_written_over(plan: Path) -> None:
    assert run("prices", "index", str(plan), "--project", "-o", str(plan)).exit_code == 2
    assert plan.read_text(encoding="utf-8") == LINE


def test_a_series_is_fetched_and_used(bank: FakeStatbank, tmp_path: Path, plan: Path) -> None:
    out = tmp_path / "nettopris.toml"
    asked = ("nettoprisindeks", "--choose", "HOVED=1005", "--id", "netto", "--server", bank.address)
    result = run("prices", "refresh", *asked, "-o", str(out))
    assert (result.exit_code, "slår tabeller op" in result.stderr) == (0, True)
    assert 'På en budgetlinje: index = "netto".' in words(result.stdout)
    (series,) = read_series(out).series
    assert series.id == "netto"
    plan.write_text(LINE.replace('"løn"\n\n', '"netto"\n\n'), encoding="utf-8")
    indexed = run("prices", "index", str(plan), "--series", str(out), "--project", "--json")
    told = json.loads(indexed.stdout)
    assert told["rows"][1]["factor"] == "2285/2234"  # the made-up levels 114,25 of 2023 over 111,7 of 2022
    assert told["series"][0]["projected"] == [2024, 2025]


def test_a_monthly_series_is_fetched_chained_and_used_and_what_is_projected_is_marked(
    bank: FakeStatbank, tmp_path: Path, plan: Path
) -> None:
    out = tmp_path / "kurv.toml"
    asked = ("--table", "MPRIS1", "--choose", "VAREGR=000005", "--choose", "ENHED=100", "--chain", "MPRIS0")
    result = run("prices", "refresh", *asked, "--id", "kurv", "--server", bank.address, "-o", str(out))
    assert result.exit_code == 0
    assert "2026 er ikke et helt år og er fremskrevet: 8 af 12 måneder er offentliggjort" in words(result.stderr)
    assert "kædet: MPRIS0 ganget med ca. 0,8696" in words(result.stderr)
    plan.write_text(OF_THE_BASKET, encoding="utf-8")
    carried = tmp_path / "loebende.xlsx"
    assert run("prices", "index", str(plan), "--series", str(out), "-o", str(carried)).exit_code == 0
    assert Plan.from_file(carried).series[0].projected == (2026,)
    told = json.loads(run("prices", "index", str(plan), "--series", str(out), "--json").stdout)
    assert [(row["year"], row["projected"]) for row in told["rows"]] == [(2025, False), (2026, True)]
    assert "kædet: MPRIS0 ganget med ca. 0,8696" in told["series"][0]["source"]


def test_the_data_of_a_series_have_what_is_projected_left_out_and_chained(bank: FakeStatbank) -> None:
    asked = ("--table", "MPRIS1", "--choose", "VAREGR=000005", "--choose", "ENHED=100", "--server", bank.address)
    told = json.loads(run("prices", "refresh", *asked, "--json").stdout)
    assert (told["projected_months"], told["left_out_months"], told["chained"]) == ({"2026": 8}, {"2024": 2}, None)
    assert told["levels"] == {"2025": "100", "2026": "58600/569"}
    chained = json.loads(run("prices", "refresh", *asked, "--chain", "MPRIS0", "--json").stdout)
    assert chained["chained"] == {
        "table": "MPRIS0",
        "ratio": "2327/2676",
        "first": "2024M11",
        "last": "2025M12",
        "periods": 14,
    }


def test_what_is_chosen_of_the_older_table_is_given_on_the_command_line(bank: FakeStatbank) -> None:
    asked = ("--table", "MPRIS1", "--choose", "VAREGR=010000", "--choose", "ENHED=100", "--server", bank.address)
    refused = run("prices", "refresh", *asked, "--chain", "MPRIS0")
    assert (refused.exit_code, "--vælg-kædet VAREGR=000000" in words(refused.stderr)) == (2, True)
    told = run("prices", "refresh", *asked, "--chain", "MPRIS0", "--choose-chain", "VAREGR=010000", "--json")
    assert json.loads(told.stdout)["chained"]["ratio"] == "2"


def test_a_series_is_shown_where_no_file_is_asked_for(bank: FakeStatbank) -> None:
    asked = ("nettoprisindeks", "--choose", "HOVED=1005", "--server", bank.address)
    assert 'level = "111,7"' in run("prices", "refresh", *asked).stdout
    told = json.loads(run("prices", "refresh", *asked, "--json").stdout)
    assert told["levels"]["2022"] == "1117/10"


def test_without_a_net_the_message_says_what_to_do(tmp_path: Path) -> None:
    out = tmp_path / "x.toml"
    result = run("prices", "refresh", "nettoprisindeks", "--server", "http://127.0.0.1:9", "-o", str(out))
    assert result.exit_code == 2
    assert "kan ikke nå 127.0.0.1:9" in result.stderr
    assert "--serie FIL.toml" in result.stderr
    assert not out.exists()


def test_a_choice_without_a_value_is_refused() -> None:
    result = run("prices", "refresh", "x", "--choose", "HOVED")
    assert result.exit_code == 2
    assert "'HOVED' er ikke et valg; skriv VARIABEL=VÆRDI" in result.stderr


def test_a_file_that_nobody_could_read_again_is_not_written(bank: FakeStatbank, tmp_path: Path) -> None:
    out = tmp_path / "netto.toml"
    asked = ("nettoprisindeks", "--choose", "HOVED=1005", "--server", bank.address, "-o", str(out))
    refused = run("prices", "refresh", *asked, "--id", "net pris")
    assert (refused.exit_code, out.exists()) == (2, False)
    assert "series 1 'net pris' › id" in refused.stderr


def test_a_series_is_written_over_its_own_file_and_no_other(bank: FakeStatbank, tmp_path: Path, plan: Path) -> None:
    out = tmp_path / "netto.toml"
    asked = ("nettoprisindeks", "--choose", "HOVED=1005", "--server", bank.address, "--id", "netto")
    assert run("prices", "refresh", *asked, "-o", str(out)).exit_code == 0
    assert run("prices", "refresh", *asked, "-o", str(out)).exit_code == 0
    refused = run("prices", "refresh", *asked, "-o", str(plan))
    assert refused.exit_code == 2
    assert "er ikke en fil med serien 'netto' alene" in words(refused.stderr)
    assert plan.read_text(encoding="utf-8") == LINE
