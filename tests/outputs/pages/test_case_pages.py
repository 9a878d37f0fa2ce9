"""The pages of a case: the figures of the case on paper, read back; and the printed table of a public agenda.

See ``calculators.followup.a_case``. The agenda is a budgetopfølgning of 31 October 2025 (mio. kr.): its parts are each
rounded alone, and do not add up to the printed sums. The amounts behind it are not published; those here are such that
each rounds to what is printed.
"""

import re
import subprocess
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import refusal
from calculators.followup.a_case import FIRST, a_case
from helhedsplan_finance import Case, Page
from helhedsplan_finance.outputs.pages.added_up import MOVED, added_up, rounded
from helhedsplan_finance.outputs.pages.page import CASE_READERS
from helhedsplan_finance.text import LANGS, Lang
from outputs.pages.page_reader import Reader, figure, half_up
from places import DATA, tool

pytestmark = pytest.mark.daily

FOLDER = DATA / "sag-eksempelgaarden"
CASE = Case.from_file(FOLDER / "sag.toml").with_postings(FOLDER / "posteringer.csv")
DAY = "2025-06-30"
T = 100_000  # øre of a thousand kroner
UNITS = {"kr": 100, "tkr": 100_000, "mio": 100_000_000}


def page(reader: str, **how: Any) -> Page:
    return CASE.page(reader, as_of=DAY, **how)


def exact(made: Page, caption: str, row: str) -> list[str | None]:
    return [cell.exact for cell in Reader(made.to_html()).table(caption).row(row)]


def test_the_board_sees_the_year_quarter_by_quarter() -> None:
    caption = "2025, kvartal for kvartal"
    by_hand = {
        "1. kvartal 2025": (137.5, 200, 200, 62.5),
        "2. kvartal 2025": (137.5, 20, 20, -117.5),
        "3. kvartal 2025": (137.5, 0, 147.5, 10),
        "4. kvartal 2025": (137.5, 0, 147.5, 10),
        "I alt": (550, 220, 515, -35),
    }
    for name, figures in by_hand.items():
        assert exact(page("board"), caption, name) == [str(round(one * T)) for one in figures]


def test_the_board_sees_what_deviates_and_why_and_what_must_be_decided() -> None:
    words = page("board").to_markdown()
    assert "| Lektiecafé | −60 | −60,0 % | Lektiecaféen holdt lukket i foråret. Den åbner igen efter" in words
    assert "| Lokaler | 25 | 50,0 % | Ingen forklaring |" in words
    decided = words.partition("## Skal besluttes")[2]
    assert (
        "Version 5 (revideret, kladde, 1. juli 2025) er ikke besluttet; den ændrer budgettet med 999.000 kr." in decided
    )
    assert "Lokaler afviger i 2025 med 25.000 kr. og har ingen forklaring" in decided
    assert "Posteringer uden post: 1 (7.500 kr. i alt)." in decided


def test_the_council_sees_the_municipal_columns() -> None:
    table = Reader(page("council").to_html()).table("Udgifter i 2025")
    assert table.heads[1:] == [
        "Oprindeligt budget",
        "Korrigeret budget",
        "Forbrug",
        "Forventet regnskab",
        "Afvigelse",
        "Afvigelse %",
    ]
    cafe = [cell.exact for cell in table.row("Lektiecafé")]
    assert cafe == [str(100 * T), str(100 * T), str(20 * T), str(40 * T), str(-60 * T), "-3/5"]
    total = exact(page("council"), "Udgifter i hele perioden", "I alt")
    assert total == ["220000000", "220000000", "180750000", "216250000", "-3750000", str(Fraction(-375, 22_000))]
    unplaced = exact(page("council"), "Udgifter i hele perioden", "Ikke placeret (posteringer: 1)")
    assert unplaced == ["0", "0", "750000", "750000", "750000", None]


def test_income_is_negative_and_what_is_spent_and_not_received_is_a_line() -> None:
    made = page("council")
    assert exact(made, "Indtægter", "Landsbyggefonden") == ["-200000000", "-175000000", "-25000000"]
    assert "Brugt og ikke modtaget: 57.500 kr." in made.to_markdown()


@pytest.mark.parametrize("reader", ["board", "council"])
def test_a_page_names_its_version_and_the_signs(reader: str) -> None:
    words = page(reader).to_markdown()
    assert "Holdt op mod budgettets version 4 (forlængelse), godkendt 1. juni 2025" in words
    assert "Afvigelse er forventet regnskab minus korrigeret budget" in words
    assert "version 4 of the budget" in page(reader, lang="en").to_markdown()


def test_the_statement_is_that_of_the_last_year_that_has_ended() -> None:
    made = page("statement")
    assert made.title == "Opgørelse for 2024: FIKTIV: Eksempelgården (budgettets version 3)"
    assert exact(made, "Landsbyggefondens penge", "Planen") == [
        "1000000",
        "50000000",
        "43000000",
        "7000000",
        "1500000",
        "6500000",
    ]
    assert "Dato og underskrift" in made.to_markdown()
    assert "Slutopgørelse" not in made.to_markdown()


def test_the_final_statement_stands_when_the_plan_has_ended() -> None:
    final = CASE.page("statement", as_of="2026-06-30")
    assert final.title.startswith("Opgørelse for 2026")
    assert "## Slutopgørelse" in final.to_markdown()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("reader", CASE_READERS)
def test_every_amount_is_rounded_to_the_unit_from_its_ore(reader: str, unit: str) -> None:
    decimals, seen = 1 if unit == "mio" else 0, 0
    for table in Reader(page(reader, units=unit).to_html()).tables:
        for cell in [cell for row in table.rows for cell in row if cell.exact is not None]:
            if "%" in cell.shown or cell.shown.lstrip("−").startswith("under"):
                continue
            shown = figure(cell.shown)
            places = 2 if cell.shown.count(",") and unit == "kr" else decimals
            assert shown == half_up(Fraction(cell.exact or 0) / UNITS[unit], places)
            seen += 1
    assert seen >= 4


@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=9), st.sampled_from(["tkr", "mio"]))
def test_rounded_parts_add_up_and_none_moves_more_than_a_unit(parts: list[int], unit: Any) -> None:
    *shown, total = added_up(parts, unit)
    step = {"tkr": 100_000, "mio": 10_000_000}[unit]
    assert sum(shown) == total == rounded(parts, unit)[-1]
    assert all(abs(one - ore) < step for one, ore in zip(shown, parts, strict=True))


# The columns of the agenda, in mio. kr.: what is printed, and parts of a tenth that nobody printed (see above).
PRINTED = tomllib.loads(
    """
parts = [[768.2, 769.5, 771.0, 1.5], [48.2, 68.5, 60.0, -8.5], [762.0, 761.6, 761.6, 0.0],
         [949.2, 948.1, 950.2, 2.1], [61.0, 62.8, 64.2, 1.4], [357.9, 372.7, 368.2, -4.4]]
printed = [2946.6, 2983.3, 2975.3, -8.0]
added = [2946.5, 2983.2, 2975.2, -7.9]
""",
    parse_float=Fraction,
)
HIDDEN = [*[(20, 25, 20)] * 2, (20, 20, 20), *[(20, 25, 20)] * 2, (20, -20, 40)]  # thousands of kroner


def agenda() -> Case:
    """Return a case of one year with the amounts of the agenda as its original, corrected and expected ones."""
    amounts = [
        [int(one * 1_000_000) + more * 1_000 for one, more in zip(row[:3], hidden, strict=True)]
        for row, hidden in zip(PRINTED["parts"], HIDDEN, strict=True)
    ]
    lines = [
        build.line("aktiviteter", first, id=f"p{at}", activity=f"Område {at}")
        for at, (first, _, _) in enumerate(amounts)
    ]
    plan = build.plan(build.stream("kommune", amounts={"2022": 1}), costs=lines, end="2022-12-31")
    changes = [{"cost": f"p{at}", "year": 2022, "amount": now - first} for at, (first, now, _) in enumerate(amounts)]
    second = {"nr": 2, "kind": "revideret", "date": "2022-05-01", "status": "godkendt", "change": changes}
    forecasts = [
        {"post": f"p{at}", "year": 2022, "method": "skøn", "amount": end} for at, (*_, end) in enumerate(amounts)
    ]
    return Case(a_case(FIRST, second, plan=plan, forecast=forecasts))


def shown(made: Page) -> tuple[list[list[str]], str]:
    table = Reader(made.to_html()).table("Udgifter i 2022")
    return [[row[at].shown for at in (1, 2, 4, 5)] for row in table.rows], made.to_markdown()


def test_the_table_of_the_agenda_is_shown_as_printed_and_said_not_to_add_up() -> None:
    rows, words = shown(agenda().page("council", as_of="2022-10-31", units="mio"))
    assert [[figure(one) for one in row] for row in rows] == [*PRINTED["parts"], PRINTED["printed"]]
    columns = [sum(figure(row[at]) for row in rows[:-1]) for at in range(4)]
    assert columns == PRINTED["added"]
    assert (
        "hvert tal afrundet for sig, også summerne; de viste tal går ikke op med summen i: Oprindeligt budget" in words
    )


def test_the_table_of_the_agenda_adds_up_on_request_with_each_moved_figure_marked() -> None:
    rows, words = shown(agenda().page("council", as_of="2022-10-31", units="mio", add_up=True))
    plain = [[figure(one.removesuffix(MOVED)) for one in row] for row in rows]
    assert plain[-1] == PRINTED["printed"]
    assert [sum(row[at] for row in plain[:-1]) for at in range(4)] == PRINTED["printed"]
    moved = {
        (at, column): plain[at][column] - one
        for at, row in enumerate(PRINTED["parts"])
        for column, one in enumerate(row)
        if plain[at][column] != one
    }
    # One figure a column: a tenth up in the first three, a tenth down in the deviations.
    assert sorted((column, change) for (_, column), change in moved.items()) == [
        (at, Fraction(sign, 10)) for at, sign in enumerate((1, 1, 1, -1))
    ]
    assert {(at, column) for at, row in enumerate(rows) for column, one in enumerate(row) if MOVED in one} == set(moved)
    assert "afrundet så hver kolonne går op med sin sum" in words


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("reader", CASE_READERS)
def test_a_page_is_one_sheet_of_a4(reader: str, lang: Lang, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pdf = tmp_path / "side.pdf"
    pdf.write_bytes(page(reader, lang=lang).to_pdf())
    about = subprocess.run([tool("pdfinfo"), pdf], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Pages: +1\n", about)
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", about)


def test_an_unknown_reader_is_refused_with_the_nearest_one() -> None:
    assert "council" in refusal(page, "counsil")


def test_a_statement_is_rounded_alone_as_it_is_read_along_its_rows() -> None:
    asked: dict[str, Any] = {"as_of": "2022-12-31", "year": 2022, "units": "tkr"}
    assert agenda().page("statement", **asked, add_up=True) == agenda().page("statement", **asked)
