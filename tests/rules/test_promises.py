"""How far money is promised: three groups, with the same figures in every output.

Run: ``pytest tests/rules/test_promises.py``.
"""

from pathlib import Path

import pytest

import build
from asking import finding
from helhedsplan_finance import Plan
from helhedsplan_finance.outputs.pages.page import READERS
from helhedsplan_finance.plan.plan import SOURCES
from outputs.pages.page_reader import Reader
from said import said

pytestmark = pytest.mark.daily

# By hand: 5 + 0,5 are promised, 2 + 1 are not yet, and of 1,5 mio. kr. nobody says; 4 were refused and are in no group.
PLAN = build.plan(
    build.stream("lbf", 5_000_000, status="tilsagn"),
    build.stream("boligafdeling", 500_000, status="udbetalt"),
    build.stream("ekstern", 2_000_000, status="søgt"),
    build.stream("boligorganisation", 1_000_000, status="forhåndsgodkendt"),
    build.stream("kommune", 1_500_000),
    build.stream("ekstern", 4_000_000, id="nej", status="afslag"),
    kommune="Eksempelby",
    total=10_000_000,
)
SAID = "Tilsagn: 5,5 mio. kr. · endnu ikke tilsagn: 3 mio. kr. · status ikke oplyst: 1,5 mio. kr."


def words(plan: Plan, reader: str) -> str:
    return " ".join(Reader(plan.page(reader).to_html()).words)


@pytest.mark.parametrize("reader", READERS)
def test_every_page_has_the_three_groups_with_the_same_figures(reader: str) -> None:
    assert SAID in words(PLAN, reader)


def test_the_check_has_the_three_groups_in_words_and_as_data() -> None:
    one = finding(PLAN, "amounts.secured")
    assert SAID in str(one.message)
    assert one.to_dict()["sums"] == {
        "granted_ore": 550_000_000,
        "unsecured_ore": 300_000_000,
        "status_unstated_ore": 150_000_000,
    }


def test_a_notebook_and_a_terminal_have_the_three_groups() -> None:
    assert f"Lovet: {SAID}" in said(PLAN)
    assert SAID in PLAN._repr_mimebundle_()["text/html"]


def test_the_cover_of_the_workbook_has_the_three_groups(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    PLAN.to_excel(tmp_path / "plan.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)["Forside"].iter_rows(max_col=2)
    told = {row[0].value: row[1].value for row in rows}
    assert (told["Tilsagn"], told["Endnu ikke tilsagn"], told["Status ikke oplyst"]) == (
        5_500_000,
        3_000_000,
        1_500_000,
    )


def test_residents_are_not_told_that_money_is_not_promised_where_the_plan_does_not_say() -> None:
    plan = build.plan(*(build.stream(source, 1_000_000) for source in SOURCES), total=5_000_000)
    told = words(plan, "residents")
    assert "Det er ikke endeligt lovet endnu" not in told
    assert "Planen oplyser ikke, om dette er lovet: lbf, kommune, boligorganisation, boligafdeling, ekstern." in told


def test_an_amount_that_is_not_stated_makes_a_group_at_least_what_is_stated() -> None:
    plan = build.plan(
        build.stream("lbf", 5_000_000, status="søgt"), build.stream("kommune", status="søgt"), total=10_000_000
    )
    assert "endnu ikke tilsagn: mindst 5 mio. kr." in str(finding(plan, "amounts.secured").message)
