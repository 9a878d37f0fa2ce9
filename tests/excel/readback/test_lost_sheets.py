"""Sheets, titles and years that a person deleted or typed over: what is said, where, and what to do."""

import re
from pathlib import Path

import pytest

import build
from excel.books import book_of, named, refused, typed
from excel.hand import retitle, type_into_tables
from helhedsplan_finance import read_workbook

pytestmark = pytest.mark.daily

PARK = "eksempelparken-2022"


def without_sheet(name: str, folder: Path) -> Path:
    return named(book_of(PARK, folder), lambda content: re.sub(f'<sheet name="{name}"[^>]*/>', "", content))


def test_a_sheet_of_input_without_which_there_is_no_plan_is_named(tmp_path: Path) -> None:
    assert refused(without_sheet("Kilder", tmp_path)) == (
        "arket Kilder er slettet; fortryd det, eller hent en tidligere udgave af mappen"
    )


@pytest.mark.parametrize("name", ["Poster", pytest.param("Afdelinger", marks=pytest.mark.deep)])
def test_another_sheet_of_input_is_all_that_is_said(name: str, tmp_path: Path) -> None:
    assert refused(without_sheet(name, tmp_path)) == (
        f"arket {name} er slettet; fortryd det, eller hent en tidligere udgave af mappen"
    )


@pytest.mark.parametrize("name", ["Kilder", "Poster"])
def test_what_is_wrong_beside_a_deleted_sheet_is_said_with_it(name: str, tmp_path: Path) -> None:
    """A day that is a month; and a key that is not 100 %, which is looked at where there is a plan at all."""
    edits = [("tblAfdelinger", 0, "Med fra", "marts"), ("tblNoegle", 0, "Vægt i procent", 0.5)]
    book = named(
        type_into_tables(book_of(PARK, tmp_path), edits, tmp_path / "slips.xlsx"),
        lambda content: re.sub(f'<sheet name="{name}"[^>]*/>', "", content),
    )
    said = refused(book).splitlines()
    assert said[0] == f"arket {name} er slettet; fortryd det, eller hent en tidligere udgave af mappen"
    assert [one.partition(": ")[0] for one in said[1:]] == (
        ["Afdelinger!M5"] if name == "Kilder" else ["Afdelinger!M5", "Afdelinger!C15"]
    )


@pytest.mark.parametrize(
    "slip",
    [
        ("tblPoster", 1, "Procent", 0.05),  # beside a price and quantities, so that there is no plan
        ("tblKilder", 0, "2022", "afventer"),
        ("tblPoster", 2, "Enhedspris", 10**15),
    ],
)
def test_an_overwritten_formula_is_said_beside_any_other_fault(
    slip: tuple[str, int, str, object], tmp_path: Path
) -> None:
    book = type_into_tables(book_of(PARK, tmp_path), [("tblKilder", 1, "I alt", 5), slip], tmp_path / "slips.xlsx")
    said = refused(book).splitlines()
    overwritten = "Kilder!K6: formlen er overskrevet med 5; fortryd det, eller kopiér formlen fra nabocellen, "
    assert [one for one in said if "overskrevet" in one] == [f"{overwritten}og ret i de gule celler"]
    assert len(said) > 1


def test_an_amount_that_is_too_large_is_not_missing_too(tmp_path: Path) -> None:
    book = type_into_tables(book_of(PARK, tmp_path), [("tblPoster", 2, "Enhedspris", 10**15)], tmp_path / "large.xlsx")
    assert [one.partition(": ")[0] for one in refused(book).splitlines()] == ["Poster!F7"]


def test_a_sheet_whose_first_row_was_deleted_is_found_by_its_name(tmp_path: Path) -> None:
    def unmarked(content: str) -> str:
        return re.sub(r"(<definedName name=\"arkPoster\"[^>]*>)[^<]*", r"\1Poster!#REF!", content)

    read = read_workbook(named(book_of(PARK, tmp_path), unmarked))
    assert (read.plan, read.is_as_written, read.notes, read.own) == (build.published(PARK), True, (), ())


def test_a_table_without_its_titles_is_refused_in_one_line(tmp_path: Path) -> None:
    book = named(
        book_of(PARK, tmp_path),
        lambda content: re.sub(r"<definedName name=\"hhp_tblPoster_[^<]*</definedName>", "", content),
    )
    said = refused(typed(book, {f"Poster!{letter}4": 1 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}))
    assert said == (
        "overskrifterne over tabellen på arket Poster mangler i række 4; "
        "fortryd sletningen, eller hent en tidligere udgave af mappen"
    )


def test_a_year_that_is_typed_over_another_is_refused_at_its_title(tmp_path: Path) -> None:
    book = retitle(book_of(PARK, tmp_path), {("tblKilder", "2022"): "2026"}, tmp_path / "2026.xlsx", formulas=True)
    assert refused(book).startswith("Kilder!G4: overskriften '2022' er ændret til '2026', men kolonnen hører stadig")


def test_a_year_that_is_no_year_of_the_plan_is_named_by_its_column(tmp_path: Path) -> None:
    """A column for 2021, here in the place of that of the notes: its title is read as a year."""
    typed_in = type_into_tables(book_of(PARK, tmp_path), [("tblKilder", 0, "Note", 5_000)], tmp_path / "typed.xlsx")
    without = named(
        typed_in, lambda content: re.sub(r'<definedName name="hhp_tblKilder_note"[^<]*</definedName>', "", content)
    )
    book = retitle(without, {("tblKilder", "Note"): "2021"}, tmp_path / "2021.xlsx", formulas=True)
    (said,) = (one for one in refused(book).splitlines() if "2021" in one)
    assert said == (
        "Kilder!R5: kolonnen '2021' ligger uden for planens år, 2022 til 2025; slet kolonnen. Skal planen have andre "
        "år, så ret dens dage i planfilen, og lav mappen på ny med helhedsplan budget"
    )


def test_what_is_missing_in_a_row_is_said_once(tmp_path: Path) -> None:
    book = typed(book_of(PARK, tmp_path), {"Poster!F5": None})
    assert refused(book) == "Poster!F5: 'Enhedspris' mangler; udfyld cellen, eller ryd hele rækken"
