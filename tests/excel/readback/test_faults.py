"""A workbook that cannot be read: every fault by its cell, once, and nothing of the plan."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

import build
from excel.books import book_of, changed, refused, rewritten, typed, without_ids
from excel.hand import part_of, row_of, tables
from helhedsplan_finance import (
    Plan,
    PlanError,
    PlanFileError,
)

pytestmark = pytest.mark.daily
deep = pytest.mark.deep


def test_every_fault_is_listed_by_its_cell_and_nothing_is_read(tmp_path: Path) -> None:
    cells = {
        "Poster!F12": "ca. 500",
        "Poster!D5": "lønn",
        "Poster!L6": "mange",
        "Kilder!G5": "#REF!",
        "Kilder!C6": None,
        "Kilder!B7": "lbf",
        "Kilder!N8": 700,
        "Afdelinger!D5": 420.5,
        "Forudsætninger!C9": "udkast",
        "Forudsætninger!C5": None,
        "Kilder!A30": "Løs række",
        "Kilder!G30": 5,
    }
    told = refused(typed(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    assert (
        "Poster!F12: 'ca. 500' er et omtrentligt beløb, og her kan kun stå et præcist; skriv 500, og nævn usikkerheden "
        "i planens note på Forudsætninger"
    ) in told
    starts = {
        "Poster!D5": "'lønn' kan ikke stå her; vælg et af: løn, aktiviteter",
        "Poster!L6": "'mange' er ikke et tal; skriv antallet alene, og enheden under 'Enhed'",
        "Kilder!G5": "fejlværdien #REF! kan ikke bruges; skriv selve tallet eller teksten",
        "Kilder!C6": "'Kilde' mangler; udfyld cellen, eller ryd hele rækken",
        "Kilder!B7": "id 'lbf' står også i Kilder!B5",
        "Kilder!N8": "'700' er ikke en andel mellem 0 % og 100 %; skriv andelen med procenttegn",
        "Afdelinger!D5": "420,5 er ikke et helt tal; skriv det uden decimaler",
        "Forudsætninger!C9": "'udkast' kan ikke stå her; vælg et af: overslag",
        "Forudsætninger!C5": "'Planens navn' mangler; udfyld cellen",
        "Kilder!A30": "står under tabellen på Kilder, så ingen sum tæller det med",
    }
    for place, words in starts.items():
        assert [line for line in told if line.startswith(f"{place}: {words}")], (place, told)
    assert len(told) == len(starts) + 1


def test_what_no_plan_can_hold_is_listed_with_the_rest(tmp_path: Path) -> None:
    cells = {
        "Kilder!B6": "lbf",
        "Kilder!A7": "to\nlinjer",
        "Kilder!B8": "ikke et id!",
        "Kilder!R9": "skjult\u202etegn",
        "Poster!V6": "måske",
        "Poster!G5": 5,
        "Forudsætninger!C10": 10**15,
    }
    told = refused(typed(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    assert sorted(line.partition(": ")[0] for line in told) == sorted(cells)
    assert "Poster!V6: 'måske' kan ikke stå her; vælg et af: ja, nej" in told


def test_a_formula_in_an_input_cell_counts_with_its_stored_value(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    told = refused(typed(book, {"Kilder!G6": "=4500000/4"}))  # no value is stored beside it
    assert told.startswith("Kilder!G6: formlen =4500000/4 har ingen gemt værdi; åbn mappen i Excel")


def test_a_sheet_that_lost_its_table_and_the_ids_of_its_columns_is_refused(tmp_path: Path) -> None:
    def lose(content: bytes) -> bytes:
        return re.sub(b"<tableParts.*</tableParts>", b"", content)

    book = without_ids(book_of("amager-2022", tmp_path))
    told = refused(rewritten(book, part_of(book, "Kilder"), lose))
    assert told == "er ikke en budgetmappe herfra: tabellen på Kilder findes ikke; lav en ny med helhedsplan ny"


def test_a_column_that_is_gone_and_one_that_stands_twice(tmp_path: Path) -> None:
    def muddle(book: Any) -> None:
        book["Kilder"]["C4"], book["Kilder"]["E4"] = "Kilden", "Form"
        names = book["Kilder"].tables["tblKilder"].tableColumns
        names[2].name = "Kilden"

    book = without_ids(book_of("amager-2022", tmp_path))  # with ids both columns are found
    told = refused(changed(book, muddle)).splitlines()
    assert "Kilder!4: tabellen på Kilder mangler kolonnen 'Kilde'" in told[1]
    assert any("har to kolonner med overskriften 'Form'" in line for line in told)


def test_a_set_of_rules_that_there_is_not_is_named_at_its_cell(tmp_path: Path) -> None:
    told = refused(typed(book_of("amager-2022", tmp_path), {"Forudsætninger!C14": "kommune/andeby"}))
    assert told.startswith("Forudsætninger!C14: ")
    assert "kommune/andeby" in told


def test_a_missing_workbook(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="filen findes ikke"):
        Plan.from_excel(tmp_path / "x.xlsx")


def test_faults_name_the_file(tmp_path: Path) -> None:
    book = typed(book_of("amager-2022", tmp_path), {"Kilder!G6": "x"})
    with pytest.raises(PlanError) as caught:
        Plan.from_excel(book)
    otherwise = "skriv kroner med cifre, eller lad cellen stå tom, til beløbet er kendt"
    assert str(caught.value) == f"{book}: Kilder!G6: 'x' er ikke et beløb; {otherwise}"


def test_a_date_that_is_none_is_one_fault(tmp_path: Path) -> None:
    cells = {"A21": "local.share.min", "B21": "Prøve", "C21": "Byrådet", "D21": "engang i marts"}
    told = refused(typed(book_of("amager-2022", tmp_path), {f"Forudsætninger!{key}": cells[key] for key in cells}))
    assert told == "Forudsætninger!D21: 'engang i marts' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"


def test_a_date_that_cannot_be_read_is_the_only_fault(tmp_path: Path) -> None:
    # "ukendt" is no day; nothing is said of another day that nobody wrote, outside the period 2018-2021 or not.
    book = book_of(build.published("eksempelparken-2022").model_copy(update={"lejemaal": None}), tmp_path)
    told = refused(typed(book, {"Afdelinger!M7": "ukendt"}))
    assert told == "Afdelinger!M7: 'ukendt' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"


def test_a_start_that_cannot_be_read_is_the_only_fault(tmp_path: Path) -> None:
    told = refused(typed(book_of("silkeborg-2019", tmp_path), {"Forudsætninger!C7": "ukendt"}))
    assert told == "Forudsætninger!C7: 'ukendt' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"


@deep
def test_a_thousand_faults_are_counted_and_the_first_fifty_listed_without_delay(tmp_path: Path) -> None:
    def muddle(book: Any) -> None:
        sheet = book["Kilder"]
        table = sheet.tables["tblKilder"]
        table.ref = table.ref.replace("13", "1504")
        for row in range(5, 1505):
            for column, value in {1: "Samme", 2: "samme", 3: "lbf"}.items():
                sheet.cell(row, column).value = value

    *listed, more = refused(changed(book_of("amager-2022", tmp_path), muddle)).splitlines()
    assert sum("id 'samme' står også i Kilder!B5" in line for line in listed) == 50
    assert more == "og 1449 fejl mere; ret de nævnte først"


def test_a_period_at_the_end_of_time_is_refused_and_no_more(tmp_path: Path) -> None:
    cells = {"Forudsætninger!C7": date(9998, 1, 1), "Forudsætninger!C8": None}
    assert "Forudsætninger!C8: 'Sidste dag' mangler" in refused(typed(book_of("amager-2022", tmp_path), cells))


def test_what_is_wrong_with_a_price_is_said_once_in_the_words_of_the_workbook(tmp_path: Path) -> None:
    book = book_of("eksempelhaven-2023", tmp_path)
    _, _, titles = tables(book)["tblPoster"]
    index, price_year = (get_column_letter(titles[title]) for title in ("Indeks", "Prisår"))
    cells = {f"Poster!{index}5": "lonn", f"Poster!{price_year}6": None, f"Poster!{price_year}7": 2025}
    told = refused(typed(book, cells)).splitlines()
    assert told == [
        (
            f"Poster!{index}5: der er ingen prisserie 'lonn' på Forudsætninger; mente du 'løn'? "
            "Ret Indeks, eller tilføj serien"
        ),
        "Poster!A6: linjen følger prisserien 'løn', men Prisår er tomt; skriv det år, prisen er fra",
        (
            f"Poster!{price_year}7: linjen har antal i 2023, før prisåret 2025; en pris føres kun frem: "
            "skriv 2023 eller tidligere"
        ),
    ]


def test_a_rate_that_was_taken_away_is_missed_once_for_each_line(tmp_path: Path) -> None:
    book = book_of("eksempelhaven-2023", tmp_path)
    row = row_of(book, "Forudsætninger", "løn")
    told = refused(typed(book, {f"Forudsætninger!G{row}": None})).splitlines()
    assert told == [
        f"Poster!A{line}: prisserien 'løn' mangler 2023; skriv satsen under Prisserier på Forudsætninger"
        for line in (5, 6)
    ]


@pytest.mark.parametrize(
    ("row", "id_", "said"), [(0, None, "mangler"), (1, "lejemaal", "id 'lejemaal' bruges allerede af nummer 1")]
)
def test_a_key_without_its_id_or_with_one_twice_is_named_by_its_cell(
    row: int, id_: str | None, said: str, tmp_path: Path
) -> None:
    book = book_of("eksempelhaven-2023", tmp_path)
    first = row_of(book, "Afdelinger", "lejemaal")
    with pytest.raises(PlanError) as caught:
        Plan.from_excel(typed(book, {f"Afdelinger!B{first + row}": id_}))
    assert [fault.where.rpartition("!")[2] for fault in caught.value.faults] == [f"B{first + row}"]
    assert said in str(caught.value)


def test_a_hedge_that_does_not_fit_its_amount_is_one_fault(tmp_path: Path) -> None:
    book = book_of(build.plan(build.stream("lbf", 5)), tmp_path)
    told = refused(typed(book, {"Kilder!F5": "60-70 mio. kr."}))
    assert told.startswith("Kilder!F5: ")
    assert told.count("Kilder!") == 1
