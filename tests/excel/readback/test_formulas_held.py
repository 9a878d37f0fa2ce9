"""Formulas of a workbook that comes back, compared with those that it remembers."""

from datetime import date
from pathlib import Path

import pytest

import build
from asking import notes_of
from excel.books import book_of, refused, typed
from excel.hand import cell_of
from helhedsplan_finance import (
    read_workbook,
)
from places import POLICY

pytestmark = pytest.mark.daily


def test_a_formula_that_was_overwritten_is_named_by_its_cell(tmp_path: Path) -> None:
    cells = {"Poster!G5": 700_000, "Finansieringsplan!H6": 1}
    poster, plan = refused(typed(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    assert poster == (
        "Poster!G5: formlen er overskrevet med 700000; fortryd det, eller kopiér formlen fra nabocellen, "
        "og ret i de gule celler"
    )
    assert plan.startswith("Finansieringsplan!H6: formlen er overskrevet med 1; fortryd det")


def test_a_formula_that_was_changed_is_named_by_its_cell(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    read = read_workbook(typed(book, {"Finansieringsplan!K5": "=SUM(G5:J5)+1"}))
    (note,) = notes_of(read)
    assert note.startswith("Finansieringsplan!K5: formlen er ændret til =SUM(G5:J5)+1; den var =SUMIFS(")
    told = refused(typed(book, {"Poster!G5": "=ROUND(F5*L5,2)*1.02"}))
    assert told.startswith('Poster!G5: formlen er ændret til =ROUND(F5*L5,2)*1.02; den var =IF(P5="",IF(COUNT(F5,L5)<2')


def test_a_formula_that_gave_way_to_its_own_value_is_said_once(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = typed(book_of(plan, tmp_path), {"Finansieringsplan!K5": 19_000_000, "Finansieringsplan!K6": 4_500_000})
    read = read_workbook(book)
    assert read.plan == plan
    (note,) = notes_of(read)
    assert note.startswith("Finansieringsplan!K5: formlen er overskrevet med sin egen værdi, så cellen følger ikke")
    assert note.endswith("antal celler på arket: 2")


def test_a_rule_that_is_gone_from_kontrol_is_said(tmp_path: Path) -> None:
    (note,) = notes_of(read_workbook(typed(book_of("amager-2022", tmp_path), {"Kontrol!B8": "x"})))
    assert note == "Kontrol: reglerne lbf.share.max har ikke længere deres rækker på arket"


def test_a_workbook_with_projected_rules_reads_without_notes(tmp_path: Path) -> None:
    plan = build.published("amager-2022").model_copy(update={"as_of": date(2028, 1, 1)})
    assert notes_of(read_workbook(book_of(plan, tmp_path, project_rules=True))) == []


def test_a_workbook_with_rules_of_ones_own_is_compared_too(tmp_path: Path) -> None:
    book = book_of("koege-2021", tmp_path, policies=[POLICY])
    assert notes_of(read_workbook(book)) == []
    (note,) = notes_of(read_workbook(typed(book, {"Kontrol!C6": "=1+1"})))
    assert note.startswith("Kontrol!C6: formlen er ændret til =1+1; den var =SUMIFS(")


def test_a_workbook_of_another_version_is_read_and_that_is_said(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    (note,) = notes_of(read_workbook(typed(book, {cell_of(book, "planVersion"): "0.0.1"})))
    assert "mappen er skrevet af version 0.0.1" in note


def test_a_figure_over_a_formula_is_a_fault_in_a_workbook_of_another_version_too(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    told = refused(typed(book, {cell_of(book, "planVersion"): "0.0.1", "Kilder!K5": 5}))
    assert told.startswith("Kilder!K5: formlen er overskrevet med 5")


def test_formulas_that_follow_half_a_row_which_was_cut_are_one_fault_with_its_cause(tmp_path: Path) -> None:
    """As LibreOffice stores them after cells were deleted and the rest moved up: each formula is of the row above."""
    half = {
        f"Poster!K{row}": f'=IF(COUNT(G{row - 1}:J{row - 1})=0,"",SUM(G{row - 1}:J{row - 1}))' for row in range(6, 11)
    }
    assert refused(typed(book_of("eksempelparken-2022", tmp_path), half)) == (
        'Poster!K6: formlerne herfra til K10 er ændret (celler: 5), den første til =IF(COUNT(G5:J5)=0,"",SUM(G5:J5)); '
        'den var =IF(COUNT(G6:J6)=0,"",SUM(G6:J6)). Er en del af en række slettet eller flyttet, så fortryd det; '
        "kopiér ellers formlen fra en ny mappe"
    )


def test_many_changed_formulas_are_one_note_with_their_number_and_the_first_cells(tmp_path: Path) -> None:
    places = [f"Finansieringsplan!{column}{row}" for row in (5, 6, 7) for column in "GHIJK"][:13]
    book = typed(book_of("eksempelparken-2022", tmp_path), dict.fromkeys(places, "=1+1"))
    (said,) = (one for one in notes_of(read_workbook(book)) if "formler på arket" in one)
    assert said == (
        "Finansieringsplan: 13 formler på arket er flyttet eller ændret, de første i G5, G6, G7; det er for mange til "
        "at nævne hver: fortryd det, eller lav en ny mappe af planen"
    )
