"""What a person types of a line in a part of the period, or in per cent of others, is read or refused at its cell."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import build
from asking import notes_of
from excel.books import book_of, refused
from excel.hand import Typed, type_into_tables
from helhedsplan_finance import Kroner, Plan, read_workbook
from helhedsplan_finance.plan.line_costs import cost_by_year

pytestmark = pytest.mark.daily

LEADER = {"art": "løn", "unit_price": 400_000, "id": "leder", "activity": "Leder", "quantity": {"2022": 1, "2023": 2}}
PLAN = build.plan(costs=[LEADER])
NEW = {"Aktivitet": "Administration", "Id": "adm", "Art": "administration"}


def typed_in(cells: dict[str, Any], folder: Path, row: int = 1) -> Path:
    edits: list[Typed] = [("tblPoster", row, title, value) for title, value in cells.items()]
    return type_into_tables(book_of(PLAN, folder), edits, folder / "svar.xlsx")


@pytest.mark.parametrize("of", ["løn", "LØN", "leder", "Leder", "løn; leder"])
def test_a_percentage_is_of_an_art_an_id_or_an_activity(of: str, tmp_path: Path) -> None:
    read = read_workbook(typed_in(NEW | {"Procent": 0.05, "Procent af": of}, tmp_path))
    line = read.plan.costs[1]
    assert line.percent == Fraction(1, 20)
    assert cost_by_year(line, read.plan) == {2022: Kroner(20_000), 2023: Kroner(40_000)}
    assert notes_of(read) == []


def test_a_percentage_typed_as_text_is_taken_with_a_note(tmp_path: Path) -> None:
    read = read_workbook(typed_in(NEW | {"Procent": "5 %", "Procent af": "løn"}, tmp_path))
    assert read.plan.costs[1].percent == Fraction(1, 20)
    assert len(notes_of(read)) == 1


@pytest.mark.parametrize(("of", "art"), [("lønninger", "løn"), ("Lønudgifter", "løn")])
def test_a_percentage_of_another_word_for_an_art_is_taken_with_a_note(of: str, art: str, tmp_path: Path) -> None:
    read = read_workbook(typed_in(NEW | {"Procent": 0.05, "Procent af": of}, tmp_path))
    assert cost_by_year(read.plan.costs[1], read.plan) == {2022: Kroner(20_000), 2023: Kroner(40_000)}
    assert notes_of(read) == [f"Poster!Q6: '{of}' er læst som {art}; skriv det ord, så mappens formler også kender det"]


def test_a_line_that_begins_and_ends_inside_years(tmp_path: Path) -> None:
    read = read_workbook(typed_in({"Begynder": date(2022, 4, 1), "Slutter": date(2023, 6, 30)}, tmp_path, row=0))
    assert cost_by_year(read.plan.costs[0], read.plan) == {2022: Kroner(300_000), 2023: Kroner(400_000)}
    assert Plan.from_excel(book_of(read.plan, tmp_path)) == read.plan


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a word for a percentage": (
        NEW | {"Procent": "fem", "Procent af": "løn"},
        "Poster!P6: 'fem' er ikke en andel",
    ),
    "a percentage of nothing": (
        NEW | {"Procent": 0.05},
        "Poster!Q6: procenten er ikke af noget; skriv de arter eller poster, den er beregnet af",
    ),
    "a price beside it": (
        NEW | {"Procent": 0.05, "Procent af": "løn", "Enhedspris": 5},
        "Poster!F6: posten er en procent af andre poster og følger dem; lad feltet være tomt, eller fjern procenten",
    ),
    "an unknown line": (
        NEW | {"Procent": 0.05, "Procent af": "lønn"},
        "Poster!Q6: der er ingen art eller post, der hedder lønn; nærmest er løn",
    ),
    "itself": (
        NEW | {"Procent": 0.05, "Procent af": "administration"},
        "Poster!Q6: administration omfatter posten selv; skriv i stedet de poster, der er ment",
    ),
    "no price at all": (
        NEW | {"Antal 2022": 1},
        "Poster!F6: 'Enhedspris' mangler; udfyld cellen, eller ryd hele rækken",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_once_at_its_cell(name: str, tmp_path: Path) -> None:
    cells, said = REFUSED[name]
    (told,) = refused(typed_in(cells, tmp_path)).splitlines()
    assert told.startswith(said)


@pytest.mark.parametrize(
    ("title", "day", "said"),
    [
        ("Begynder", date(2022, 4, 2), "Poster!R5: 2. april 2022 er ikke den første i en måned"),
        ("Slutter", date(2022, 4, 2), "Poster!S5: 2. april 2022 er ikke den sidste i en måned"),
        ("Begynder", date(2026, 1, 1), "Poster!R5: 1. januar 2026 ligger uden for planens periode"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_cell(title: str, day: date, said: str, tmp_path: Path) -> None:
    (told,) = refused(typed_in({title: day}, tmp_path, row=0)).splitlines()
    assert told.startswith(said)
