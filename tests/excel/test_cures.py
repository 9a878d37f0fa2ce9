"""What Kontrol says to do, as LibreOffice computes it: amounts, the years to move them between, and a doubt."""

import pytest

import build
from excel.batches import Converted, typing
from excel.books import book_of
from excel.cells import read_cells
from excel.recalculate import control_rows

pytestmark = pytest.mark.deep

# 50.000 of costs in each of 2022 and 2023.
LINES = [build.line("løn", 50_000, quantity={"2022": 1, "2023": 1})]


def given(first: int, second: int, source: str = "lbf") -> dict[str, object]:
    return build.stream(source, amounts={"2022": first, "2023": second})


EVEN = build.plan(given(50_000, 50_000), costs=LINES)
OVER, UNDER = "For meget: 20.000 kr.", "Mangler: 20.000 kr."
MOVED = {
    "2022": f"{OVER} Flyt det til 2023, hvor der mangler.",
    "2023": f"{UNDER} Flyt det fra 2022, hvor der er for meget.",
}
ALONE = {"2022": f"{OVER} Sænk finansieringen, eller hæv årets udgifter.", "2023": ""}
EXTERNAL = build.plan(given(37_500, 37_500), given(12_500, 12_500, "ekstern"), costs=LINES)

moved = typing("moved_between_years", EVEN, {"Kilder!G5": 70_000, "Kilder!H5": 30_000}, {"Kilder!G5": 70_000})
external = typing("external", EXTERNAL, {})


def cures(book: Converted, rule: str) -> dict[str, str]:
    rows = (row for row in control_rows(book.cells) if row["Id"] == rule)
    return {str(row["Hvor"]): str(row["Hvad gør du"] or "") for row in rows}


@moved.needed
def test_a_year_says_what_is_too_much_or_lacking_and_where_to_move_it(books: list[Converted]) -> None:
    found = [cures(one, "balance.year") for one in books]
    assert [{year: one[year] for year in ("2022", "2023")} for one in found] == [MOVED, ALONE]


@moved.needed
def test_the_plan_says_how_much_too_much_there_is(books: list[Converted]) -> None:
    assert [list(cures(one, "balance.plan").values()) for one in books] == [
        [""],
        [f"{OVER} Sænk finansieringen, eller hæv den samlede ramme."],
    ]


@external.needed
def test_a_binding_rule_that_external_money_decides_says_why_it_is_a_remark(books: list[Converted]) -> None:
    (cure,) = cures(books[0], "local.share.min").values()
    assert cure.startswith("Grænsen er kun nået, hvis eksterne midler tæller som lokale; det er ikke verificeret. Hæv")
    forside = {row: value for (row, column), value in books[0].cells.values["Forside"].items() if column == 2}
    assert any(str(value).endswith("1 OBS, 0 DISPENSATION, 0 UVERIFICERET") for value in forside.values())


def test_what_is_written_is_what_is_computed(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("cures")
    plan = build.plan(given(70_000, 30_000), costs=LINES)
    values = read_cells(book_of(plan, folder)).values["Kontrol"]
    assert {*MOVED.values()} <= {*values.values()}


SLIPS = {"Kilder!G5": "afventer", "Poster!L5": "en", "Kilder!B5": "loen"}
checks = typing("technical checks", build.plan(given(70_000, 30_000), given(1, 1, "kommune"), costs=LINES), SLIPS)


@checks.needed
def test_a_technical_check_names_the_columns_that_it_finds_something_in(books: list[Converted]) -> None:
    found = {rule: cures(books[0], f"workbook.{rule}") for rule in ("texts", "range", "ids")}
    assert [*found["texts"].values()] == [
        "Skriv tal uden enhed i de celler, som summerne springer over. Se Kilder › 2022–2025; Poster › Antal 2022–2025"
    ]
    assert [*found["range"].values(), *found["ids"].values()] == ["", ""]
