"""Amounts that are not published, and the practice of another kommune: neither is a rule that is broken.

Run: ``pytest tests/rules/test_open_and_compared.py``.
"""

from pathlib import Path

import pytest

import build
from asking import finding
from helhedsplan_finance import Plan
from helhedsplan_finance.outputs.charts.limits_chart import limits_chart
from outputs.pages.page_reader import Reader

pytestmark = pytest.mark.daily

OPEN = build.plan(
    build.stream("lbf", 6_000_000), build.stream("kommune"), kommune="Eksempelby", total=10_000_000, name="Åben"
)
# By hand: Køge gives 7,1 of 24,1 mio. kr., 29,46 %; København's 12,5 % of that is 3.012.500 kr., 4.087.500 kr. less.
KOEGE = build.published("koege-2021")


def words(plan: Plan, reader: str) -> str:
    return " ".join(Reader(plan.page(reader).to_html()).words)


def test_the_cure_for_an_amount_that_is_not_stated_is_to_state_it() -> None:
    balance = finding(OPEN, "balance.plan")
    assert str(balance.cure) == "oplys beløbet for kommune"
    assert balance.outcome == "failed"
    assert not OPEN.check().ok
    assert "4 mio. kr. er ikke oplyst." in str(balance.message)
    assert "er ikke finansieret" not in str(balance.message)


def test_too_much_money_is_too_much_whatever_is_still_open() -> None:
    plan = build.plan(build.stream("lbf", 11_000_000), build.stream("kommune"), total=10_000_000)
    balance = finding(plan, "balance.plan")
    assert "1 mio. kr. højere end udgifterne" in str(balance.message)
    assert "oplys" not in str(balance.cure)


def test_a_page_does_not_say_that_a_plan_breaks_a_rule_whose_amount_is_not_published() -> None:
    board = words(OPEN, "board")
    assert "4 mio. kr. er ikke oplyst." in board
    assert "FEJL" not in board
    assert "ikke overholdt" not in board
    broken = Reader(OPEN.page("council").to_html()).table("Hvis en kilde falder bort").row("Som planen er nu")[0]
    assert broken.shown.startswith("kan ikke afgøres: Finansiering = udgifter")


def test_a_page_says_what_is_broken_beside_what_is_not_published() -> None:
    plan = build.plan(
        build.stream("lbf", 9_000_000),
        build.stream("kommune"),
        kommune="Eksempelby",
        total=10_000_000,
        start="2021-01-01",
    )
    assert "Bindende regler er ikke overholdt." in words(plan, "board")


def test_the_workbook_says_to_state_what_is_open(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    OPEN.to_excel(tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)["Kontrol"]
    told = {row[13].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert "Oplys de beløb, der mangler på arket Kilder." in told["balance.plan"]


@pytest.mark.parametrize("reader", ["board", "council"])
def test_the_practice_of_koebenhavn_is_compared_with_and_no_breach(reader: str) -> None:
    told = words(KOEGE, reader)
    assert "København bruger højst 12,5 %; Køge giver 29,5 %." in told
    assert "4.087.500" not in told


def test_a_comparison_has_no_cure_and_no_margin_in_words() -> None:
    share = finding(KOEGE, "kommune.share.max")
    assert (share.cure, share.outcome, share.severity) == (None, "failed", "warning")
    assert "for meget" not in str(share.message)
    assert "grænsen er" not in str(share.message)
    assert share.figures("da") == ("29,5 %", "højst 12,5 %", "")
    assert "Kommunens andel: OBS · 29,5 %, højst 12,5 % · sammenligning, ingen grænse" in limits_chart(
        KOEGE.check()
    ).alt("da")


def test_koebenhavns_own_limit_is_a_limit_in_koebenhavn() -> None:
    share = finding(build.published("amager-2022"), "kommune.share.max")
    assert share.severity == "error"
    assert "625.000 kr. for meget" in str(share.message)


def test_the_workbook_calls_it_a_comparison(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    KOEGE.to_excel(tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)["Kontrol"]
    told = {row[13].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    (said,) = [one for one in told["kommune.share.max"] if isinstance(one, str) and "sammenligning" in one]
    assert "sænk" not in said
