"""The hedge of an amount is kept, and shown, wherever the amount goes.

The daily run.
"""

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helhedsplan_finance import Kroner, Plan, Scenario, changes_between, merge, next_period, read_workbook
from helhedsplan_finance.values.hedges import added, hedged, of_difference, together
from outputs.pages.page_reader import Reader

pytestmark = pytest.mark.daily


def plan_of(*, total: str = "knap 30 mio. kr.", **amounts: str) -> Plan:
    """A plan in København: at most 12,5 % of 30 is 3,75."""
    given = {"lbf": "22 mio. kr.", "kommune": "knap 4 mio. kr.", "boligorganisation": "mindst 4 mio. kr.", **amounts}
    streams = [{"id": id_, "source": id_, "name": id_.upper(), "amount": amount} for id_, amount in given.items()]
    data: dict[str, Any] = {"name": "P", "kommune": "København", "start": "2022-01-01", "end": "2025-12-31"}
    return Plan.model_validate({**data, "total": total, "note": "Fra avisen.", "stream": streams})


def test_it_is_shown_in_words_in_both_languages() -> None:
    assert hedged("30", "knap", "da") == "knap 30"
    assert hedged("30", "knap", "en") == "just under 30"
    assert hedged("65", "60-70 mio. kr.", "da") == "65 (60-70 mio. kr.)"
    assert hedged("65", "60-70 mio. kr.", "en") == "65 (DKK 60 million – DKK 70 million)"
    assert hedged("65", None, "da") == "65"


def test_a_sum_has_the_hedge_of_its_parts_and_a_difference_the_opposite() -> None:
    assert together(["knap", None, "knap"]) == "knap"
    assert together(["knap", "godt"]) == "ca."
    assert together(["over", "mindst"]) == "mindst"
    assert together(["60-70 mio. kr."]) == "ca."
    assert together([None]) is None
    assert of_difference(None, "mindst") == "op til"
    assert of_difference("knap", None) == "knap"
    assert added("60-70 mio. kr.", "1-2 mio. kr.") == "61-72 mio. kr."


def test_a_plan_at_a_glance_shows_it() -> None:
    shown, en = plan_of().show(), plan_of().show("en")
    assert ("knap 30 mio. kr." in shown, "knap 4.000.000" in shown, "mindst 4.000.000" in shown) == (True, True, True)
    assert "Omtrentlige beløb kan ændre udfaldet: Finansiering = udgifter, Kommunens andel i København." in " ".join(
        shown.split()
    )
    assert ("just under DKK 30 million" in en, "at least 4,000,000" in en) == (True, True)


def test_every_page_with_amounts_shows_it_and_says_what_it_could_turn() -> None:
    board, council, fund = (Reader(plan_of().page(reader).to_html()) for reader in ("board", "council", "fund"))
    assert board.table("Finansiering").row("KOMMUNE")[-1].shown == "knap 4.000"
    assert fund.table("Finansiering efter bidrag").row("BOLIGORGANISATION")[-1].shown == "mindst 4.000.000"
    for page in (board, council, fund):
        words = " ".join(page.words)
        assert "Ca., knap, godt, mindst, op til og lignende: kilden kalder beløbet omtrentligt." in words
        assert "Omtrentlige beløb kan ændre udfaldet: " in words
        assert "Kommunens andel i København" in words


def test_the_workbook_says_whether_the_range_could_turn_a_verdict(tmp_path: Path) -> None:
    plan_of().to_excel(tmp_path / "bog.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bog.xlsx", data_only=True)["Kontrol"]
    id_, place = ([one.value for one in sheet[4]].index(title) for title in ("Id", "Omtrentlige beløb"))
    rows = {row[id_].value: row[place].value for row in sheet.iter_rows(min_row=5) if row[id_].value}
    assert rows["kommune.share.max"] == "kan vende udfaldet"  # 3,5–4 against 3,6875–3,75
    assert rows["lbf.share.max"] == "vender ikke udfaldet"  # 22 of 29,5 is 74,6 %
    assert not rows["period.length.max"]


def test_a_workbook_without_the_later_rows_is_read(tmp_path: Path) -> None:
    plan = plan_of().model_copy(update={"total_hedge": None, "note": None})
    plan.to_excel(tmp_path / "bog.xlsx")
    book = openpyxl.load_workbook(tmp_path / "bog.xlsx")
    for row in book["Forudsætninger"].iter_rows(min_col=2, max_col=2):
        if row[0].value in {"total_hedge", "note"}:
            row[0].value = None
    book.save(tmp_path / "gammel.xlsx")
    assert read_workbook(tmp_path / "gammel.xlsx").plan == plan


def test_the_csv_shows_it_and_a_year_among_others_as_zero(tmp_path: Path) -> None:
    plan = plan_of()
    one = {"id": "x", "source": "ekstern", "name": "X", "amounts": {2022: 100}}
    plan = Plan.model_validate({**dict(plan), "streams": [*map(dict, plan.streams), one]})
    (file,) = (file for file in plan.to_csv(tmp_path) if "ilder" in file.name)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert [row["Cirka"] for row in rows] == ["", "knap", "mindst", ""]
    assert [rows[-1][year] for year in ("2022", "2023")] == ["100,00", "0,00"]


def test_it_stays_with_the_figure_through_merge_next_period_scenario_and_changes() -> None:
    plan = plan_of(lbf="20-24 mio. kr.")
    other = plan_of(lbf="10-12 mio. kr.", total="18-20 mio. kr.").model_copy(update={"name": "Q", "note": "To."})
    merged = merge(plan, other).plan
    assert [(one.amount, one.caveat) for one in merged.streams] == [
        (Kroner("33 mio."), "30-36 mio. kr."),
        (Kroner("8 mio."), "knap"),
        (Kroner("8 mio."), "mindst"),
    ]
    assert (merged.total, merged.total_hedge, merged.note) == (Kroner("49 mio."), "ca.", "Fra avisen.\nTo.")
    later = next_period(plan, level="10 %")
    assert [one.caveat for one in later.streams] == ["22-26,4 mio. kr.", "knap", "mindst"]
    assert (later.total_hedge, later.note) == ("knap", "Fra avisen.")
    laid = Scenario("x", {"stream": {"lbf": {"amount": "godt 20 mio. kr."}}, "total": 30_000_000}).on(plan)
    assert (laid.streams[0].caveat, laid.streams[1].caveat, laid.total_hedge) == ("godt", "knap", None)
    told = [one.show("da") for one in changes_between(plan, laid)]
    assert any("20-24 mio. kr. → godt" in one for one in told)


def test_a_copy_with_another_figure_has_its_hedge_and_no_other() -> None:
    plan = plan_of()
    kommune = plan.streams[1]
    assert kommune.model_copy(update={"amount": "godt 3 mio. kr."}).caveat == "godt"
    assert kommune.model_copy(update={"amount": 3_000_000}).caveat is None
    assert kommune.model_copy(update={"note": "n"}).caveat == "knap"
    assert plan.model_copy(update={"total": 31_000_000}).total_hedge is None
    assert plan.model_copy(update={"total": "mindst 31 mio. kr."}).total_hedge == "mindst"
