"""Kontrol where no rule is verified: the last known limit and the margin as figures, and words that hold."""

import io
from typing import Any

import openpyxl
import pytest

import build
from helhedsplan_finance import Plan
from helhedsplan_finance.excel.workbook import workbook_bytes
from helhedsplan_finance.text import say

pytestmark = pytest.mark.daily

TODAY = build.of_today()


def opened(plan: Plan, *, template: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(plan, template=template)), data_only=True)


def control(book: Any) -> dict[str, dict[str, Any]]:
    header, *rows = book["Kontrol"].iter_rows(min_row=4, values_only=True)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    return {row["Id"]: row for row in told}


def test_a_row_has_the_last_known_limit_and_the_margin() -> None:
    # By hand: 75 % of 14.000.000 is 10.500.000; 25 % is 3.500.000.
    rows = control(opened(TODAY))
    figures = {
        rule: [rows[rule][title] for title in ("Grænse i tal", "Afstand til grænsen", "Resultat")]
        for rule in ("lbf.share.max", "local.share.min", "kommune.share.max")
    }
    assert figures == {
        "lbf.share.max": [10_500_000, -2_000_000, "UVERIFICERET"],
        "local.share.min": [3_500_000, -2_000_000, "UVERIFICERET"],
        "kommune.share.max": [1_750_000, 1_750_000, "UVERIFICERET"],
    }
    assert rows["lbf.share.max"]["Grænse"] == "højst 75 % (sidst kendt)"
    assert rows["lbf.share.max"]["Hvad gør du"] == (
        "Over den sidst kendte grænse: 2.000.000 kr. for meget; "
        "grænsen er sidst verificeret til og med 31. december 2026"
    )


def test_the_cover_counts_the_unverified_apart() -> None:
    cover = {row[0].value: row[1].value for row in opened(TODAY)["Forside"].iter_rows(max_col=2)}
    assert cover["Ikke verificerede regler"] == "4; over den sidst kendte grænse: 2 bindende, 0 vejledende"
    assert cover["Vejledende regler og bemærkninger"] == "0 OK, 0 OBS, 0 DISPENSATION, 2 UVERIFICERET"


@pytest.mark.parametrize("start", ["2024-01-01", "2027-01-01"])
def test_no_sentence_is_about_the_day_on_which_the_workbook_was_written(start: str) -> None:
    book = opened(build.plan(start=start, end=f"{int(start[:4]) + 3}-12-31"), template=True)
    shown = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    live = say("chart.no_costs", "da")  # a formula, which follows the budget lines
    assert [one for one in shown if ("har ingen" in one and one != live) or "Da mappen blev skrevet" in one] == []
