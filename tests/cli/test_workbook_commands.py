"""The commands around the workbook: ``new``, ``read`` and ``csv``, and a workbook wherever a plan is asked for."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.running import AMAGER, KOEGE, run
from excel.books import book_of, typed
from excel.cells import read_cells
from helhedsplan_finance import Plan
from places import DATA

pytestmark = pytest.mark.daily


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    book = tmp_path_factory.mktemp("amager") / "budget.xlsx"
    assert run("budget", AMAGER, "-o", str(book)).exit_code == 0
    return book.read_bytes()


@pytest.fixture
def book(written: bytes, tmp_path: Path) -> Path:
    (tmp_path / "budget.xlsx").write_bytes(written)
    return tmp_path / "budget.xlsx"


def test_a_new_workbook_is_empty_and_ready_to_fill_in(tmp_path: Path) -> None:
    target = tmp_path / "ny.xlsx"
    result = run("new", "-o", str(target), "--start", "2025-09-01", "--years", "4", "--kommune", "København")
    assert (result.exit_code, result.stdout) == (0, f"Skrevet:\n  {target}\n")
    plan = Plan.from_file(target)
    assert (plan.kommune, plan.start, plan.end) == ("København", date(2025, 9, 1), date(2029, 8, 31))
    assert (plan.streams, plan.costs, plan.total) == ((), (), None)
    names = set(read_cells(target).values)
    assert {"Kilder", "Poster", "Afdelinger", "Budget", "Finansieringsplan", "Kontrol"} <= names


def test_a_filled_in_template_is_a_plan(tmp_path: Path) -> None:
    run("new", "-o", str(tmp_path / "ny.xlsx"), "--start", "2022", "--kommune", "København")
    streams = {"5": ("Landsbyggefonden", "lbf", 3_000_000), "6": ("Københavns Kommune", "kommune", 500_000)}
    streams["7"] = ("Boligselskabet", "boligorganisation", 500_000)
    cells: dict[str, Any] = {"Forudsætninger!C5": "FIKTIV: Ny plan", "Forudsætninger!C9": "ansøgning"}
    for row, (name, source, amount) in streams.items():
        cells |= {f"Kilder!A{row}": name, f"Kilder!C{row}": source}
        cells |= {f"Kilder!{column}{row}": amount for column in "GHIJ"}
    line = {"A": "Projektleder", "D": "løn", "F": 4_000_000, "L": 1, "M": 1, "N": 1, "O": 1}
    cells |= {f"Poster!{column}5": value for column, value in line.items()}
    filled = typed(tmp_path / "ny.xlsx", cells)
    said = run("read", str(filled), "-o", str(tmp_path / "plan.toml"))
    assert said.exit_code == 0
    assert "Mappen var tom, da den blev skrevet, og er nu udfyldt." in said.stdout
    assert "--oprindelig" not in said.stdout  # there is no plan to compare with
    result = run("check", str(tmp_path / "plan.toml"))
    assert result.exit_code == 0
    assert "Landsbyggefonden" in result.stdout
    assert run("check", str(filled)).exit_code == 0


@pytest.mark.parametrize(
    ("start", "told"),
    [("i morgen", "i morgen"), ("2025-13-01", "2025-13-01"), ("0000", "0000")],
)
def test_a_start_that_is_no_day_is_refused(start: str, told: str, tmp_path: Path) -> None:
    result = run("new", "-o", str(tmp_path / "ny.xlsx"), "--start", start)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("years", ["0", "-1", "99"])
def test_a_number_of_years_that_no_plan_has_is_refused(years: str, tmp_path: Path) -> None:
    assert run("new", "-o", str(tmp_path / "ny.xlsx"), "--years", years).exit_code == 2


def test_without_a_start_a_new_plan_begins_next_year(tmp_path: Path) -> None:
    run("new", "-o", str(tmp_path / "ny.xlsx"))
    assert Plan.from_file(tmp_path / "ny.xlsx").start == date(date.today().year + 1, 1, 1)  # noqa: DTZ011


def test_read_says_what_changed_against_the_base(book: Path, tmp_path: Path) -> None:
    changed = typed(book, {"Kilder!H6": 1_200_000})
    result = run("read", str(changed), "-o", str(tmp_path / "plan.toml"), "--base", AMAGER)
    assert result.exit_code == 0
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["Bidrag", "›", "kommune", "›", "2023", "1.125.000", "1.200.000", "75.000"] in rows
    assert ["Finansiering", "=", "udgifter", "OK", "FEJL"] in rows  # 75.000 kr. more than the frame
    assert Plan.from_file(tmp_path / "plan.toml").streams[1].amounts is not None


def test_read_without_a_base_says_whether_the_plan_is_as_written(book: Path) -> None:
    assert "Planen er, som da mappen blev skrevet." in run("read", str(book)).stdout
    changed = typed(book, {"Kilder!H6": 1_200_000})
    assert "Planen er en anden, end da mappen blev skrevet" in run("read", str(changed)).stdout
    assert "Ingen ændringer i forhold til" in run("read", str(book), "--base", AMAGER).stdout


def test_read_refuses_as_a_whole_and_writes_nothing(book: Path, tmp_path: Path) -> None:
    changed = typed(book, {"Kilder!G5": "67 %", "Kilder!C6": "komune"})
    result = run("read", str(changed), "-o", str(tmp_path / "plan.toml"))
    assert result.exit_code == 2
    assert result.stdout == ""
    amount, source = result.stderr.splitlines()
    told = "'67 %' er en andel, og her skrives kroner; en andel hører til i 'Andelsloft'"
    assert amount == f"Fejl: {changed}: Kilder!G5: {told}"
    assert source.startswith(
        f"Fejl: {changed}: Kilder!C6: 'komune' kan ikke stå her; vælg et af: lbf (Landsbyggefonden), "
    )
    assert not (tmp_path / "plan.toml").exists()


def test_read_as_json(book: Path) -> None:
    changed = typed(book, {"Kilder!H6": "1.200.000"})
    told = json.loads(run("read", str(changed), "--base", AMAGER, "--json").stdout)
    assert told["changes"] == [{"where": "Kilder › kommune › 2023", "before": "1.125.000", "after": "1.200.000"}]
    assert told["diff"]["by_source"]["kommune"]["difference_ore"] == 7_500_000
    assert told["notes"][0]["where"] == "Kilder!H6"
    assert told["data"]["stream"][1]["amounts"] == {"2022": 1125000, "2023": 1200000, "2024": 1125000, "2025": 1125000}
    assert (told["as_written"], told["files"]) == (False, [])


def test_read_in_english(book: Path) -> None:
    changed = typed(book, {"Kilder!G5": "67%"})
    result = run("read", str(changed), "--lang", "en", lang="en")
    assert "'67%' is a share, and kroner are written here; a share belongs in 'Share ceiling'" in result.stderr


def test_read_wants_a_workbook() -> None:
    result = run("read", AMAGER)
    assert (result.exit_code, "en budgetmappe er en .xlsx-fil" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", ["check", "budget", "chart", "csv"])
def test_a_workbook_is_a_plan_everywhere(command: str, book: Path, tmp_path: Path) -> None:
    out = {"budget": ["-o", str(tmp_path / "igen.xlsx")], "chart": ["-o", str(tmp_path / "c"), "--kind", "svg"]}
    out["csv"] = ["-o", str(tmp_path / "t")]
    result = run(command, str(book), *out.get(command, []))
    assert result.exit_code == (1 if command == "check" else 0)
    if command == "budget":
        assert (tmp_path / "igen.xlsx").read_bytes() == book.read_bytes()


def test_what_there_is_to_know_of_a_workbook_goes_to_stderr(book: Path) -> None:
    changed = typed(book, {"Kilder!H6": "1125000"})
    result = run("check", str(changed), "--json")
    assert json.loads(result.stdout)["plan"] == "Boligsocial helhedsplan Amager 2022-2025"
    assert "Bemærk: Kilder!H6: teksten '1125000' er læst som 1.125.000 kr." in result.stderr


def test_a_note_on_a_book_beside_others_names_it(book: Path) -> None:
    before, now = (typed(book, {"Kilder!H6": amount}, f"{amount}.xlsx") for amount in ("1125000", "1125001"))
    named = [f"Bemærk: {path}: Kilder!H6: teksten '{path.stem}' er læst som" for path in (before, now)]

    def said(*words: str) -> list[str]:
        return [line.partition(" 1.125.")[0] for line in run(*words).stderr.splitlines()]

    assert said("diff", str(before), str(now)) == named
    assert said("read", str(now), "--base", str(before)) == [named[0], named[1].replace(f"{now}: ", "")]


def test_csv_writes_the_tables(tmp_path: Path) -> None:
    result = run("csv", KOEGE, "-o", str(tmp_path))
    assert result.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"data.csv", "kilder.csv", "kontrol.csv"}


def test_the_rules_that_apply_to_a_workbook_can_be_shown(book: Path) -> None:
    result = run("rules", "show", "kommune.share.max", "--plan", str(book))
    assert result.exit_code == 0
    assert "4,5 mio. kr." in result.stdout
    assert DATA.exists()


def test_neither_a_filled_in_workbook_nor_the_one_that_is_read_is_overwritten(book: Path) -> None:
    before = book.read_bytes()
    result = run("new", "-o", str(book))
    assert (result.exit_code, "findes allerede" in result.stderr) == (2, True)
    result = run("read", str(book), "-o", str(book))
    assert (result.exit_code, "er den mappe, der læses" in result.stderr) == (2, True)
    assert book.read_bytes() == before


def test_what_a_person_wrote_is_listed_and_carried_over(tmp_path: Path) -> None:
    plan, new = str(DATA / "amager-2022.toml"), tmp_path / "ny.xlsx"
    answer = typed(book_of("amager-2022", tmp_path), {"Kilder!T6": "ring til kommunen", "Kilder!T5": None})
    listed = run("read", str(answer)).stdout.splitlines()
    assert listed[-2:] == ["Skrevet i mappen ud over planen:", "  · Kilder!T6: egen kolonne: ring til kommunen"]
    written = run("budget", plan, "--from", str(answer), "-o", str(new))
    assert written.exit_code == 0
    assert written.stdout.splitlines()[0] == "Ført over fra det besvarede regneark: 1 celler og kommentarer."
    (own,) = json.loads(run("read", str(new), "--json").stdout)["own"]
    assert (own["kind"], own["text"]) == ("column", "ring til kommunen")


def test_an_answer_is_not_overwritten_by_what_is_made_of_it(tmp_path: Path) -> None:
    answer = book_of("amager-2022", tmp_path)
    before = answer.read_bytes()
    assert run("budget", str(DATA / "amager-2022.toml"), "--from", str(answer), "-o", str(answer)).exit_code == 2
    assert answer.read_bytes() == before


def test_what_each_person_wrote_is_listed_with_the_merged_answers(tmp_path: Path) -> None:
    sent = book_of("amager-2022", tmp_path)
    first = typed(sent, {"Kilder!T6": "ring til kommunen", "Kilder!H6": 1_200_000}, "fsb.xlsx")
    second = typed(sent, {"Kilder!T7": "venter på byrådet"}, "kommunen.xlsx")
    asked = ("read", str(first), str(second), "--base", AMAGER)
    lines = run(*asked).stdout.splitlines()
    assert lines[-5:] == [
        "fsb: Skrevet i mappen ud over planen:",
        "  · Kilder!T6: egen kolonne: ring til kommunen",
        "",
        "kommunen: Skrevet i mappen ud over planen:",
        "  · Kilder!T7: egen kolonne: venter på byrådet",
    ]
    own = json.loads(run(*asked, "--json").stdout)["own"]
    assert {name: [one["text"] for one in entries] for name, entries in own.items()} == {
        "fsb": ["ring til kommunen"],
        "kommunen": ["venter på byrådet"],
    }
