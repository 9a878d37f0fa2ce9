"""A budget by month, with accounts: sums by hand, months that add up for any plan, and tables that cannot be used."""

import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import build
from calculators.followup.a_case import a_plan
from helhedsplan_finance import BudgetMonth, CalculationError, Case, Plan, PlanFileError, PostingError
from helhedsplan_finance.calculators.followup.account_table import read_account_table
from helhedsplan_finance.calculators.followup.budget_months import without_account
from helhedsplan_finance.plan.ledger import Ledger
from places import DATA
from strategies import plans, rich_plans

pytestmark = pytest.mark.daily

CASE = DATA / "sag-eksempelgaarden" / "sag.toml"


def by_month(rows: tuple[BudgetMonth, ...], post: str, year: int) -> dict[int, int]:
    return {row.month: row.ore for row in rows if (row.post, row.year) == (post, year)}


def table(folder: Path, *accounts: dict[str, str], name: str = "konti.toml") -> Path:
    path = folder / name
    lines = ["# FIKTIV"]
    for account in accounts:
        lines += ["[[account]]", *(f'{key} = "{value}"' for key, value in account.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_ore_that_are_left_go_to_the_first_months() -> None:
    # 100.000 kr. by 12 is 8.333,333…: 12 times 8.333,33 is 99.999,96, and 4 øre are left.
    months = by_month(a_plan().budget_by_month(), "cafe", 2022)
    assert months == {month: 833_334 if month <= 4 else 833_333 for month in range(1, 13)}


def test_a_line_falls_on_its_own_months() -> None:
    # 400.000 kr. from 1 April is 9/12, 300.000 kr.: 9 times 33.333,33 is 299.999,97, and 3 øre are left.
    line = build.line("løn", 400_000, id="leder", quantity={"2022": 1, "2023": 1}, start="2022-04-01")
    rows = build.plan(costs=[line]).budget_by_month()
    assert by_month(rows, "leder", 2022) == {month: 3_333_334 if month <= 6 else 3_333_333 for month in range(4, 13)}
    assert by_month(rows, "leder", 2023)[1] == 3_333_334  # 400.000 by 12: 4 øre are left
    ends = build.line("løn", 120_000, id="leder", quantity={"2022": 1}, end="2022-05-31")
    # 5/12 of 120.000 kr. is 50.000 kr.
    assert by_month(build.plan(costs=[ends]).budget_by_month(), "leder", 2022) == dict.fromkeys(range(1, 6), 1_000_000)


def test_a_month_that_the_plan_has_a_part_of_counts_as_that_part() -> None:
    # From 16 November: 15 of 30 days and all of December, so a third of 30.000 kr. and two thirds.
    line = build.line("løn", 30_000, id="leder", quantity={"2022": 1})
    rows = build.plan(costs=[line], start="2022-11-16", end="2025-12-31").budget_by_month()
    assert by_month(rows, "leder", 2022) == {11: 1_000_000, 12: 2_000_000}


def test_the_corrected_budget_of_a_case_is_that_of_the_day() -> None:
    case = Case.from_file(CASE)
    # 90.000 kr. after version 3, 130.000 kr. after version 2, 100.000 kr. before.
    assert set(by_month(case.budget_by_month("2023-06-30"), "cafe", 2022).values()) == {750_000}
    assert by_month(case.budget_by_month("2022-12-31"), "cafe", 2022)[1] == 1_083_334
    assert by_month(case.budget_by_month("2022-01-01"), "cafe", 2022)[1] == 833_334
    # The draft, version 5, touches nothing; 60.000 kr. of 2026 fall on the six months of the extension.
    rows = case.budget_by_month()
    assert by_month(rows, "leder", 2026) == dict.fromkeys(range(1, 7), 1_000_000)
    assert sum(row.ore for row in rows) == 220_000_000
    with pytest.raises(CalculationError):
        case.budget_by_month("2020-01-01")


@given(plans())
def test_the_months_add_up_to_the_year(plan: Plan) -> None:
    _adds_up(plan)


@given(rich_plans())
def test_the_months_add_up_with_prices_parts_and_percentages(plan: Plan) -> None:
    _adds_up(plan)


def _adds_up(plan: Plan) -> None:
    years: defaultdict[tuple[str, int], int] = defaultdict(int)
    for row in plan.budget_by_month():
        years[row.post, row.year] += row.ore
        assert plan.start.strftime("%Y-%m") <= f"{row.year}-{row.month:02d}" <= plan.end.strftime("%Y-%m")
    stated = {(row.id, row.year): row.ore for row in Ledger.of(plan).rows if row.side == "cost" and row.year}
    assert years == stated


def test_an_account_is_the_lines_own_then_by_line_by_source_and_by_art(tmp_path: Path) -> None:
    plan = a_plan()
    own = plan.costs[0].model_copy(update={"konto": "egen"})
    plan = plan.model_copy(update={"costs": (own, *plan.costs[1:])})
    book: dict[str, str] = {"book": "kommune"}
    of_all = [
        book | {"cost": "LEDER", "konto": "post 1"},
        book | {"cost": "cafe", "konto": "post 2"},
        book | {"source": "lbf", "konto": "kilde"},
        book | {"art": "aktiviteter", "konto": "art 1"},
        book | {"art": "lokaler", "konto": "art 2"},
    ]

    def found(*accounts: dict[str, str]) -> list[str | None]:
        rows = plan.budget_by_month(accounts=table(tmp_path, *accounts))
        return [konto for _, konto in dict.fromkeys((row.post, row.konto) for row in rows)]

    assert found(*of_all) == ["egen", "post 2", "art 2"]
    assert found(*of_all[2:]) == ["egen", "kilde", "art 2"]
    assert found(*of_all[3:4]) == ["egen", "art 1", None]
    assert without_account(plan.budget_by_month()) == ("cafe", "lokaler")


def test_a_book_is_chosen_where_there_are_several(tmp_path: Path) -> None:
    both = table(
        tmp_path,
        {"book": "kommune", "cost": "cafe", "konto": "K"},
        {"book": "boligafdeling", "cost": "cafe", "konto": "B"},
    )
    plan = a_plan()

    def cafe(book: str | None) -> str | None:
        return next(row.konto for row in plan.budget_by_month(accounts=both, book=book) if row.post == "cafe")

    assert (cafe("kommune"), cafe("boligafdeling")) == ("K", "B")
    for book, told in ((None, "har flere regnskaber"), ("fond", "ingen konti for fond"), ("x", "ingen konti for x")):
        with pytest.raises(CalculationError, match=told):
            cafe(book)
    with pytest.raises(CalculationError, match="angiv også tabellen"):
        plan.budget_by_month(book="kommune")


GOOD = {"book": "kommune", "cost": "cafe", "konto": "K"}


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (GOOD | {"cost": "Cafe"}, "konti.toml: account 2: linje 6: Cafe har to konti i samme regnskab (kommune)"),
        (GOOD | {"cost": "caffe"}, "konti.toml: account 2: linje 6: ingen post hedder caffe; nærmest er cafe"),
        (GOOD | {"cost": "leder", "art": "løn"}, "konti.toml: account 2: linje 6: en konto er for præcis én"),
        ({"book": "kommune", "konto": "K"}, "konti.toml: account 2: linje 6: en konto er for præcis én"),
        (GOOD | {"book": "stat"}, "konti.toml: account 2 › book: linje 6: "),
        (GOOD | {"konto": ""}, "konti.toml: account 2 › konto: linje 6: "),
        ({"book": "kommune", "art": "gaver", "konto": "K"}, "konti.toml: account 2 › art: linje 6: "),
        (GOOD | {"navn": "x"}, "konti.toml: account 2: linje 6: ukendt nøgle 'navn'"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_file_and_line(
    second: dict[str, str], told: str, tmp_path: Path
) -> None:
    path = table(tmp_path, GOOD, second)
    with pytest.raises(PostingError) as caught:
        a_plan().budget_by_month(accounts=path)
    assert told in caught.value.show("da").splitlines()[0]
    assert caught.value.show("en") != caught.value.show("da")


def test_a_file_of_another_kind_or_of_too_many_accounts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError):
        read_account_table(tmp_path / "konti.csv")
    with pytest.raises(PlanFileError):
        read_account_table(tmp_path / "der-er-ingen.toml")
    many = table(tmp_path, *(GOOD | {"cost": f"post-{number}"} for number in range(2_001)))
    with pytest.raises(PostingError, match="1"):
        read_account_table(many)
    listed = tmp_path / "liste.toml"
    listed.write_text('account = [{book = "fond", cost = "x", konto = "1"}]\n', encoding="utf-8")
    with pytest.raises(PostingError) as caught:
        a_plan().budget_by_month(accounts=listed)
    assert "account 1: ingen post hedder x" in caught.value.show("da")  # one list: no line is known


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=";"))


def test_the_file_is_for_danish_excel_and_no_text_of_it_is_a_formula(tmp_path: Path) -> None:
    line: dict[str, Any] = build.line("løn", "1.000,10 kr.", id="leder", activity="=1+1", quantity={"2022": 1})
    plan = build.plan(build.stream("lbf", 1000), costs=[line | {"konto": "-4711"}])
    written = plan.to_csv(tmp_path)
    assert [path.name for path in written][-1] == "budget.csv"
    head, first, *rest = rows_of(written[-1])
    assert head == ["Id", "Post", "Kilde", "Konto", "År", "Måned", "Beløb"]
    # 1.000,10 kr. by 12 is 83,3416…: 12 times 83,34 is 1.000,08, and 2 øre are left.
    assert first == ["leder", "'=1+1", "lbf", "'-4711", "2022", "1", "83,35"]
    assert [row[6] for row in rest] == ["83,35", *["83,34"] * 10]
    assert rows_of(plan.to_csv(tmp_path, lang="en")[-1])[0] == [
        *("Id", "Post", "Source", "Account", "Year", "Month", "Amount")
    ]


def test_a_plan_without_lines_has_no_such_file(tmp_path: Path) -> None:
    assert build.published("koege-2021").budget_by_month() == ()
    assert "budget.csv" not in {path.name for path in build.published("koege-2021").to_csv(tmp_path)}
