"""A template for a real plan: its rows, one line about the ids that were made, and the cells that are locked."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl.utils import range_boundaries

import build
from asking import refusal
from cli.running import run
from excel.books import book_of, opened, refused, typed
from helhedsplan_finance import CalculationError, Plan

pytestmark = pytest.mark.daily

TABLES = ("tblPoster", "tblKilder", "tblAfdelinger")


def rows_of(book: Path) -> tuple[int, ...]:
    """Return the number of rows of each table below its header."""
    found = {name: ref for sheet in opened(book.read_bytes()) for name, ref in sheet.tables.items()}
    corners = (range_boundaries(found[name]) for name in TABLES)
    return tuple((last or 0) - (header or 0) for _, header, _, last in corners)


def made(tmp_path: Path, *options: str) -> tuple[int, ...]:
    target = tmp_path / "ny.xlsx"
    assert run(*options, "-o", str(target)).exit_code == 0
    return rows_of(target)


def test_a_template_has_room_for_a_real_plan(tmp_path: Path) -> None:
    assert made(tmp_path, "new") == (60, 20, 10)


def test_a_template_has_the_rows_that_are_asked_for(tmp_path: Path) -> None:
    rows = ("--rows", "linjer=80", "--rows", "bidrag=7", "--rows", "boligafdelinger=25")
    assert made(tmp_path, "new", *rows) == (80, 7, 25)


def test_the_tables_are_named_in_english_too(tmp_path: Path) -> None:
    rows = ("--rows", "lines=61", "--rows", "contributions=21", "--rows", "boligafdelinger=11")
    assert made(tmp_path, "new", *rows, "--lang", "en") == (61, 21, 11)


def test_the_workbook_of_a_plan_has_at_least_the_rows_that_are_asked_for(tmp_path: Path) -> None:
    park = build.park()
    lines, streams, homes = len(park.costs), len(park.streams), len(park.afdelinger)
    park.to_file(tmp_path / "plan.toml")
    rows = ("--rows", "linjer=80", "--rows", "bidrag=1")
    assert made(tmp_path, "budget", str(tmp_path / "plan.toml"), *rows) == (80, streams + 5, homes + 4)
    assert lines < 80


def test_a_plan_with_more_room_is_read_as_it_was_written(tmp_path: Path) -> None:
    book = book_of("koege-2021", tmp_path, room={"costs": 30, "streams": 40, "afdelinger": 12})
    assert rows_of(book) == (30, 40, 12)
    assert Plan.from_excel(book) == build.published("koege-2021")


@pytest.mark.parametrize("rows", ["linjer=mange", "linjer=-1", "ark=5", "linjer=1.000", "linjer=1000000000000"])
def test_rows_that_are_none_are_refused_with_an_example(rows: str, tmp_path: Path) -> None:
    result = run("new", "-o", str(tmp_path / "ny.xlsx"), "--rows", rows)
    assert result.exit_code == 2
    assert "skriv for eksempel linjer=80, bidrag=30 eller boligafdelinger=20" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("count", "said"), [(0, "0 rækker"), (5_001, "5001 rækker")])
def test_more_rows_than_a_table_can_have_are_refused(count: int, said: str, tmp_path: Path) -> None:
    told = refusal(build.park().to_excel, tmp_path / "plan.xlsx", room={"costs": count}, error=CalculationError)
    assert told == f"en tabel kan ikke have {said}; vælg et helt tal fra 1 til 5000"


def test_rows_of_a_table_that_has_none_to_choose_are_refused(tmp_path: Path) -> None:
    told = refusal(build.park().to_excel, tmp_path / "plan.xlsx", room={"series": 5}, error=CalculationError)
    assert told == "'series' er ingen tabel, hvis rækker kan vælges; de kendte er costs, streams, afdelinger"


def filled(tmp_path: Path, rows: int) -> Path:
    """Return a workbook with seven rows for contributions, some of them filled, and a contribution below the table."""
    plan = Plan.model_validate({"name": "FIKTIV", "start": "2022-01-01", "end": "2022-12-31"})
    book = book_of(plan, tmp_path, template=True, room={"streams": 7})
    numbers = [*range(5, 5 + rows), 12]
    cells: dict[str, object] = {}
    for row in numbers:
        cells |= {f"Kilder!A{row}": f"Bidrag {row}", f"Kilder!C{row}": "lbf", f"Kilder!G{row}": 1_000}
    return typed(book, cells)


def test_a_row_below_a_table_may_be_moved_up_while_one_is_free(tmp_path: Path) -> None:
    below = "Kilder!A12: står under tabellen på Kilder, så ingen sum tæller det med"
    assert refused(filled(tmp_path, 6)) == f"{below}; flyt rækken op i en ledig række"


def test_a_row_below_a_full_table_goes_into_a_workbook_with_more_rows(tmp_path: Path) -> None:
    assert refused(filled(tmp_path, 7)) == (
        "Kilder!A12: står under tabellen på Kilder, som ikke har flere ledige rækker, så ingen sum tæller det med; "
        "ryd rækken, læs mappen med helhedsplan læs, lav en ny med helhedsplan budget, som har flere rækker, "
        "og skriv den dér"
    )


def test_the_first_reading_of_a_filled_template_says_in_one_line_that_ids_were_made(tmp_path: Path) -> None:
    assert run("new", "-o", str(tmp_path / "ny.xlsx"), "--start", "2022").exit_code == 0
    cells: dict[str, object] = {"Forudsætninger!C5": "FIKTIV: Ny plan"}
    for row in range(5, 22):
        cells |= {f"Poster!A{row}": f"Aktivitet {row}", f"Poster!D{row}": "løn", f"Poster!F{row}": 1_000 + row}
        cells |= {f"Poster!L{row}": 1}
    for row in range(5, 15):
        cells |= {f"Kilder!A{row}": f"Bidrag {row}", f"Kilder!C{row}": "lbf", f"Kilder!G{row}": 1_000}
    result = run("read", str(typed(tmp_path / "ny.xlsx", cells)), "-o", str(tmp_path / "plan.toml"))
    assert result.exit_code == 0
    made = "'bidrag-5', 'bidrag-6', 'bidrag-7'"
    said = f"id var tomt i 27 rækker, her den første; de er lavet af navnene, for eksempel {made}"
    assert result.stderr.splitlines() == [f"Bemærk: Kilder!B5: {said}"]
    assert len(Plan.from_file(tmp_path / "plan.toml").costs) == 17


@pytest.mark.parametrize(
    ("cell", "day", "said"),
    [
        ("C8", date(2026, 6, 30), "'Sidste dag' er låst, fordi arkene har en kolonne for hvert år, og er ændret fra "),
        ("C7", date(2022, 4, 1), "'Første dag' er låst, fordi arkene har en kolonne for hvert år, og er ændret fra "),
    ],
)
def test_a_locked_cell_that_was_changed_is_refused_by_its_name(cell: str, day: date, said: str, tmp_path: Path) -> None:
    told = refused(typed(book_of("koege-2021", tmp_path), {f"Forudsætninger!{cell}": day}))
    assert told.startswith(f"Forudsætninger!{cell}: {said}")
    assert told.count("\n") == 0


def test_a_locked_cell_that_holds_the_same_day_in_words_is_read(tmp_path: Path) -> None:
    plan = build.published("koege-2021")
    book = typed(book_of(plan, tmp_path), {"Forudsætninger!C8": plan.end.strftime("%d-%m-%Y")})
    assert Plan.from_excel(book).end == plan.end


def test_the_printed_head_of_a_template_names_no_plan_and_a_live_row_does(tmp_path: Path) -> None:
    plan = build.plan(name="Ny & tom", start="2027-01-01", end="2030-12-31")
    book = opened(book_of(plan, tmp_path, template=True).read_bytes())
    for name in ("Kilder", "Poster", "Budget", "Kontrol"):
        sheet = book[name]
        assert "Ny" not in (sheet.oddHeader.left.text or "")
        assert sheet["A3"].value == '=planNavn&""'
        assert sheet.print_title_rows == "$3:$4"
        assert "$3:" in sheet.print_area
    filled = opened(book_of(plan, tmp_path, "plan.xlsx").read_bytes())
    assert "Ny && tom" in filled["Kilder"].oddHeader.left.text
    assert filled["Kilder"]["A3"].value is None
