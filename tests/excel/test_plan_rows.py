"""Kontrol on hours and rooms with their lines, and on price years, as typed figures are recalculated by LibreOffice."""

from typing import Any

import pytest

import build
from excel.batches import Converted, typing
from excel.recalculate import control_rows
from helhedsplan_finance import Plan

pytestmark = pytest.mark.deep

HOURS = build.stream("kommune", 100_000, id="timer", kind="in-kind", pays=["hjaelp"], name="Kommunens timer")
HOURS = {**HOURS, "amounts": {"2022": 60_000, "2023": 40_000}}
del HOURS["amount"]
LINES: list[dict[str, Any]] = [
    {"id": "hjaelp", "activity": "Hjælp", "art": "løn", "unit_price": 20_000, "quantity": {"2022": 3, "2023": 2}},
    {"id": "leder", "activity": "Leder", "art": "løn", "unit_price": 400_000, "quantity": {"2022": 1}},
]
PLAN = build.plan(build.stream("lbf", 400_000), HOURS, costs=LINES)
BOTH = build.plan(build.stream("lbf", 0), {**HOURS, "pays": ["hjaelp", "leder"]}, costs=LINES)  # 100.000 of 500.000

# The cells typed; the word and the sentence on Kontrol. The hours are in row 6 of Kilder, their line in 5 of Poster.
CHECK, SAME = "helhedsplan kontrol", "Ret bidraget eller posten, så de to beløb er ens i hvert år; se række"
TYPED: dict[str, tuple[dict[str, Any], str, str]] = {
    "as written": ({}, "OK", ""),
    "another amount in a year": ({"Kilder!G6": 59_999}, "OBS", f"{SAME} 6 på Kilder."),
    "another quantity": ({"Poster!M5": 4}, "OBS", f"{SAME} 6 på Kilder."),
    "by its activity": ({"Kilder!Q6": "hjælp"}, "OK", ""),
    "no line": (
        {"Kilder!Q6": None},
        "OBS",
        "Skriv under Dækker poster på Kilder, hvilke poster timer og lokaler betaler; det mangler i række 6.",
    ),
    "refused": ({"Kilder!E6": "afslag"}, "GÆLDER IKKE", ""),
    "money instead": ({"Kilder!D6": "kontant"}, "GÆLDER IKKE", ""),
    "amounts not stated": ({"Kilder!G6": None, "Kilder!H6": None}, "OK", ""),
    "a second contribution of hours for the line": (
        {"Kilder!A7": "Flere", "Kilder!C7": "kommune", "Kilder!D7": "timer og lokaler", "Kilder!Q7": "hjaelp"}
        | {"Kilder!G7": 1},
        "OBS",
        f"{SAME} 7 på Kilder.",
    ),
    "hours of the first split in two": (
        {"Kilder!A7": "Flere", "Kilder!C7": "kommune", "Kilder!D7": "timer og lokaler", "Kilder!Q7": "hjaelp"}
        | {"Kilder!G7": 10_000, "Kilder!H7": 0, "Kilder!G6": 50_000},
        "OK",
        "",
    ),
}
pairs = typing("pairs", PLAN, *(cells for cells, _, _ in TYPED.values()))
several = typing("several lines", BOTH, {}, {"Kilder!G6": 1})
years = typing("price years", PLAN, {}, {"Poster!U6": 2021}, {"Poster!U6": 2021, "Poster!T6": "løn"})


def row_of(book: Converted, rule: str) -> tuple[str, str]:
    (row,) = (row for row in control_rows(book.cells) if row["Id"] == rule)
    return str(row["Resultat"]), str(row["Hvad gør du"] or "")


@pairs.needed
@pytest.mark.parametrize("number", range(len(TYPED)), ids=TYPED)
def test_hours_and_rooms_are_compared_with_their_line_as_figures_are_typed(number: int, books: list[Converted]) -> None:
    _, result, cure = list(TYPED.values())[number]
    assert row_of(books[number], "in_kind.pays") == (result, cure)
    (found,) = (one for one in Plan.from_excel(books[number].book).check().findings if one.rule == "in_kind.pays")
    assert found.word("da") == result


@several.needed
def test_what_pays_several_lines_has_its_verdict_until_figures_change(books: list[Converted]) -> None:
    written, changed = (row_of(one, "in_kind.pays") for one in books)
    assert written == (
        "OBS",
        f"Ret bidraget eller posterne, så beløbene er ens i hvert år; {CHECK} siger, i hvilke år de ikke er det.",
    )
    assert changed == (
        "UVERIFICERET",
        f"Et bidrag i timer eller lokaler dækker flere poster, og tallene er ændret: {CHECK} sammenligner dem.",
    )


@years.needed
def test_a_price_year_without_an_index_is_said(books: list[Converted]) -> None:
    found = [row_of(one, "cost.price_year") for one in books]
    cure = "Skriv Indeks, eller ryd Prisår, på Poster, som i række 6: uden indeks føres prisen ikke frem."
    assert found == [("GÆLDER IKKE", ""), ("OBS", cure), ("OK", "")]
