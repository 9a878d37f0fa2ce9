"""The workbook of a case: every figure is the library's, and a live formula."""

import datetime
from pathlib import Path

import pytest

from calculators.followup.a_case import a_case, posting, postings
from excel.case.case_books import DAY, book_of, paper_book, paper_case
from excel.cells import Cells, read_cells
from helhedsplan_finance import CalculationError, Case
from helhedsplan_finance.calculators.followup.postings import Postings
from helhedsplan_finance.excel.case.case_book import case_bytes

pytestmark = pytest.mark.daily


def rows_below(cells: Cells, sheet: str, header: str, until: str = "I alt") -> dict[str, tuple[object, ...]]:
    """Return the rows below the first header that begins with a word, by their first cell, up to a total."""
    rows = iter(cells.rows(sheet))
    next(row for row in rows if row[0] == header)
    found = {}
    for row in rows:
        found[str(row[0])] = row[1:]
        if row[0] == until:
            break
    return found


def test_the_year_of_the_day_has_every_cell_of_the_case_on_paper(tmp_path: Path) -> None:
    found = rows_below(read_cells(paper_book(tmp_path)), "Opfølgning", "Post")
    assert found["Leder"][1:9] == (400_000, 400_000, 200_000, 200_000, 400_000, 0, 0, "resten bruges")
    assert found["Cafe"][1:9] == (100_000, 100_000, 20_000, 80_000, 40_000, -60_000, -0.6, "tempo i året")
    assert found["Cafe"][9:11] == ("Færre besøg", "Ny kampagne")
    assert found["Lokaler"][1:9] == (50_000, 50_000, 0, 50_000, 75_000, 25_000, 0.5, "skøn")
    assert found["Ikke placeret"][3] == 0  # what is not placed is of 2023
    assert found["I alt"][1:7] == (550_000, 550_000, 220_000, 330_000, 515_000, -35_000)


def test_the_period_has_what_is_not_placed(tmp_path: Path) -> None:
    found = rows_below(read_cells(paper_book(tmp_path)), "Opfølgning", "Hele perioden")
    assert found["Ikke placeret"][1:7] == (0, 0, 7_500, -7_500, 7_500, 7_500)
    assert found["I alt"][1:4] == (2_200_000, 2_200_000, 1_807_500)


def test_the_statement_carries_from_year_to_year(tmp_path: Path) -> None:
    rows = read_cells(paper_book(tmp_path)).rows("Årsopgørelse")
    found = {row[0]: row[2:8] for row in rows if row[1] == "Planen"}
    # primo, received, spent, added, used, ultimo; see test_statement
    assert found[2023] == (40_000, 500_000, 530_000, -30_000, 0, 10_000)
    assert found[2024] == (10_000, 500_000, 430_000, 70_000, 15_000, 65_000)
    assert found[2025] == (65_000, 250_000, 220_000, 30_000, 0, 95_000)


def test_the_final_statement_is_there_when_the_plan_has_ended(tmp_path: Path) -> None:
    book = book_of(paper_case(), postings(), tmp_path, day=datetime.date(2026, 12, 31))
    found = {row[0]: row[5] for row in read_cells(book).rows("Årsopgørelse") if isinstance(row[0], str)}
    assert found["Bevilget"] == 2_000_000
    assert found["Ikke afregnet: til overførsel, tilbagebetaling eller afklaring"] == 95_000


def test_everything_computed_is_a_formula(tmp_path: Path) -> None:
    formulas = read_cells(paper_book(tmp_path)).formulas
    assert {sheet: len(cells) > 100 for sheet, cells in formulas.items() if cells} == {
        "Sag": False,
        **dict.fromkeys(("Opfølgning", "Ændringer", "Årsopgørelse", "Beregning"), True),
    }


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    case = Case(paper_case(), Postings(tuple(postings())))
    for name in ("a.xlsx", "b.xlsx"):
        case.to_excel(tmp_path / name, as_of="2025-06-30")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_more_postings_than_a_workbook_holds_are_refused() -> None:
    with pytest.raises(CalculationError, match=r"25001 posteringer, og en mappe har plads til 25000"):
        case_bytes(a_case(), [posting("2022-01-01", 1)] * 25_001, DAY)
