"""The cell whose formula takes from another file."""

import pytest

from helhedsplan_finance.excel.base.linked_cell import linked_cell

pytestmark = pytest.mark.daily

FORMULAS = {
    "[1]Ark1!B2": "B7",
    "'[12]Løn 2024'!$B$2": "B7",
    "SUM(A1,[1]Ark1!B2)": "B7",
    "tblKilder[2022]+Ark1!B2": None,
    "SUM(tblKilder[[2022]:[2025]])": None,
    "A1": None,
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_is_found_by_its_formula(formula: str) -> None:
    cells = f'<row r="7"><c r="A7"><f>1+1</f></c><c r="B7" s="3"><f>{formula}</f><v>1</v></c></row>'
    assert linked_cell(cells.encode()) == FORMULAS[formula]


def test_bytes_that_never_end_are_searched_once() -> None:
    assert linked_cell(b"<f" * 1_000_000 + b"<f>" + b"[1]" * 1_000_000) is None
