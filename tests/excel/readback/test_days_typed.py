"""A month, a day that does not exist, or a day among figures is answered once, by what the person typed."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import build
from asking import notes_of
from excel.books import book_of, refused
from excel.hand import Typed, type_into_tables
from helhedsplan_finance import Plan, read_workbook

pytestmark = pytest.mark.daily

LEADER = {"art": "løn", "unit_price": 400_000, "id": "leder", "activity": "Leder", "quantity": {"2022": 1, "2023": 2}}
PLAN = build.plan(build.stream("lbf", 100_000), costs=[LEADER])
RULES_DAY = 6  # the row of Regeldato on Forudsætninger, from 0
FIRST_OF, LAST_OF = "skriv månedens første dag", "skriv månedens sidste dag"


def typed_in(folder: Path, *edits: Typed) -> Path:
    return type_into_tables(book_of(PLAN, folder), edits, folder / "svar.xlsx")


BEGINS: dict[str, tuple[Any, str]] = {
    "the number of a month": (4, f"'4' er en måned, og her skrives en dag; {FIRST_OF} med årstal, 01-04-åååå"),
    "a month as text": ("april", f"'april' er en måned, og her skrives en dag; {FIRST_OF} med årstal, 01-04-åååå"),
    "a month of a year": ("april 2022", f"'april 2022' er en måned, og her skrives en dag; {FIRST_OF}, 01-04-2022"),
    "no such day": ("31. april 2022", "datoen 31. april 2022 findes ikke: april 2022 har 30 dage; ret dagen"),
    "no such month": ("1-13-2022", "datoen 1-13-2022 findes ikke: der er ingen måned 13; ret måneden"),
    "a year": (2022, "'2022' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"),
    "a number that is no day": (422, "'422' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"),
    "a time of a day": (
        datetime.fromisoformat("2022-04-01T12:30"),
        "01-04-2022 12:30 er et klokkeslæt på en dag; skriv dagen alene, 01-04-2022",
    ),
}


@pytest.mark.parametrize("name", BEGINS)
def test_what_is_no_first_day_is_refused_once(name: str, tmp_path: Path) -> None:
    value, said = BEGINS[name]
    assert refused(typed_in(tmp_path, ("tblPoster", 0, "Begynder", value))) == f"Poster!R5: {said}"


def test_a_month_that_ends_a_line_is_answered_with_its_last_day(tmp_path: Path) -> None:
    start = "er en måned, og her skrives en dag"
    assert refused(typed_in(tmp_path, ("tblPoster", 0, "Slutter", 2))) == (
        f"Poster!S5: '2' {start}; {LAST_OF} med årstal, dd-02-åååå"
    )
    assert refused(typed_in(tmp_path, ("tblPoster", 0, "Slutter", "februar 2024"))) == (
        f"Poster!S5: 'februar 2024' {start}; {LAST_OF}, 29-02-2024"
    )


def test_a_month_is_no_rules_day(tmp_path: Path) -> None:
    assert refused(typed_in(tmp_path, ("tblForudsaetninger", RULES_DAY, "Værdi", 4))) == (
        "Forudsætninger!C11: '4' er en måned, og her skrives en dag; skriv dag, måned og år som dd-mm-åååå"
    )


AMONG_FIGURES: dict[str, tuple[str, str, str]] = {
    "a share": (
        *("tblKilder", "Andelsloft"),
        (
            "Kilder!N5: 44682 er det tal, som et regneark gemmer for 1. maj 2022; er der skrevet en dato, hører den "
            "til i noten: skriv andelen med procenttegn, eller ryd cellen"
        ),
    ),
    "a year": (
        *("tblPoster", "Prisår"),
        "Poster!U5: 44682 er det tal, som et regneark gemmer for 1. maj 2022; skriv årstallet alene",
    ),
}


@pytest.mark.parametrize("name", AMONG_FIGURES)
def test_a_day_that_became_a_figure_is_shown_as_the_day(name: str, tmp_path: Path) -> None:
    table, title, said = AMONG_FIGURES[name]
    assert refused(typed_in(tmp_path, (table, 0, title, 44_682))) == said


def test_a_quantity_that_is_the_first_of_a_month_is_noted(tmp_path: Path) -> None:
    (said,) = notes_of(read_workbook(typed_in(tmp_path, ("tblPoster", 0, "Antal 2022", 44_682))))
    assert said == (
        "Poster!L5: 44.682 er det tal, som et regneark gemmer for 1. maj 2022; er der skrevet en måned eller en dato, "
        "så skriv antallet"
    )


@pytest.mark.parametrize("day", [date(1850, 1, 1), date(1900, 1, 4), date(1905, 7, 14), date(1906, 1, 1)])
def test_a_day_of_long_ago_goes_round(day: date, tmp_path: Path) -> None:
    waiver = {"rule": "lbf.share.max", "reason": "FIKTIV", "by": "Fonden", "date": day.isoformat()}
    plan = build.plan(build.stream("lbf", 100_000), waiver=[waiver])
    assert Plan.from_excel(book_of(plan, tmp_path)) == plan
