"""A case's workbook is read back as the case that was written; what is typed comes back, and faults name their cell."""

import datetime
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import refusal
from build import published
from calculators.followup.a_case import FIFTH, FIRST, FOURTH, SECOND, THIRD, a_case, move, posting, postings
from cli.running import run
from excel.case.case_books import DAY, book_of, paper_book, paper_case, replaced_case
from excel.hand import tables, type_cells, type_into_tables
from helhedsplan_finance import Case, PlanError, PlanFileError
from helhedsplan_finance.api import read_case_book
from helhedsplan_finance.calculators.followup.postings import Posting, Postings
from helhedsplan_finance.calculators.followup.versions import Versions
from places import DATA

pytestmark = pytest.mark.daily


def placeless(rows: tuple[Posting, ...] | list[Posting]) -> list[Posting]:
    """Return postings without the file and line that they were read from."""
    return [one._replace(file="", line=0) for one in rows]


def assert_same(read: Case, versions: Versions, rows: list[Posting], day: datetime.date) -> None:
    assert read.versions.case == versions.case
    assert read.versions.budgets == versions.budgets
    assert read.versions.notes == versions.notes
    mine = () if read.postings is None else read.postings.rows
    assert placeless(mine) == placeless(rows)
    was = Case(versions, Postings(tuple(rows)))
    now, before = read.follow_up(day), was.follow_up(day)
    assert (now.lines, now.totals, now.received) == (before.lines, before.totals, before.received)
    for year in (day.year, 2026):
        assert read.statement(year).rows == was.statement(year).rows
        assert read.statement(year).closing == was.statement(year).closing


@pytest.mark.parametrize("name", ["paper", "replaced", "no postings", "everything"])
def test_a_case_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    rows = [] if name == "no postings" else postings()
    told: dict[str, Any] = {"materiality": "socialstyrelsen", "note": "En note\nmed to linjer"}
    approval = {"body": "Landsbyggefonden", "date": "2021-12-15", "decision": "betinget", "condition": "Med revision"}
    first = FIRST | {"approval": [approval | {"annex": "Bilag 4"}], "reason": "Tilsagn"}
    versions = replaced_case() if name == "replaced" else paper_case()
    if name == "everything":
        versions = a_case(first, SECOND, THIRD, FOURTH, FIFTH, **told)
    assert_same(Case.from_file(book_of(versions, rows, tmp_path)), versions, rows, DAY)


def test_an_english_workbook_is_read_too(tmp_path: Path) -> None:
    book = book_of(paper_case(), postings(), tmp_path, lang="en")
    assert_same(Case.from_file(book), paper_case(), postings(), DAY)


def test_the_day_of_the_follow_up_is_read(tmp_path: Path) -> None:
    assert read_case_book(paper_book(tmp_path)).as_of == DAY


KINDS = {
    2: SECOND,
    3: THIRD,
    4: FOURTH,
    5: {"nr": 5, "kind": "revideret", "date": "2025-07-01", "reason": "=1+1"}
    | {"change": [{"cost": "cafe", "year": 2025, "amount": "-0,01 kr."}, {"source": "lbf", "year": 2024, "amount": 7}]},
}
TEXTS = st.sampled_from(["", "Løn", "=SUM(A1:A9)", "+45 12 34", "100", "<r>a</r>", "a\\b_x0041_", "'citat'"])


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[Versions, list[Posting], datetime.date]:
    numbers = draw(st.sets(st.sampled_from(sorted(KINDS))))
    status = st.sampled_from(["kladde", "indsendt", "godkendt", "afvist", "trukket"])
    later = [KINDS[number] | {"status": draw(status)} for number in sorted(numbers)]
    if 3 in numbers and 2 not in numbers:  # the money that is moved on is there in both
        later = [one for one in later if one["nr"] != 3]
    methods = st.sampled_from(["rest", "tempo", "fjoråret"])
    forecasts = [{"post": post, "year": 2025, "method": draw(methods)} for post in draw(st.sets(POSTS))]
    case = a_case(FIRST, *later, forecast=forecasts)
    rows = draw(
        st.lists(
            st.builds(
                posting,
                st.dates(datetime.date(2021, 1, 1), datetime.date(2027, 12, 31)).map(str),
                st.integers(-(10**9), 10**9).map(lambda ore: ore / 100),
                st.none() | POSTS,
                source=st.sampled_from([None, "lbf", "kommune"]),
                afdeling=st.sampled_from([None, "A", "Afd. 2"]),
                text=TEXTS,
                voucher=TEXTS,
                account=st.sampled_from(["", "4711010", "0047", "1.2"]),
            ),
            max_size=5,
        )
    )
    return case, rows, draw(st.dates(datetime.date(2022, 1, 1), datetime.date(2026, 12, 31)))


POSTS = st.sampled_from(["leder", "cafe", "lokaler"])


@settings(max_examples=4)
@given(small_cases())
def test_small_cases_are_read_as_they_were_written(made: tuple[Versions, list[Posting], datetime.date]) -> None:
    versions, rows, day = made
    with TemporaryDirectory() as folder:
        assert_same(Case.from_file(book_of(versions, rows, Path(folder), day=day)), versions, rows, day)


def edited(book: Path, *edits: tuple[str, int, str, Any]) -> Path:
    return type_into_tables(book, edits, book.with_name("edited.xlsx"))


def test_what_is_typed_comes_back(tmp_path: Path) -> None:
    book = paper_book(tmp_path)
    rows = len(postings())
    typed = edited(
        book,
        ("tblPosteringer", rows, "Dato", datetime.date(2025, 5, 5)),
        ("tblPosteringer", rows, "Post", "Cafe"),
        ("tblPosteringer", rows, "Beløb", -12.34),
        ("tblPosteringer", rows, "Boligafdeling", "Afd. 7"),
        ("tblPosteringer", rows, "Konto", 4711),
        ("tblVersioner", 4, "Status", "godkendt"),
        ("tblVersioner", 5, "Version", 6),
        ("tblVersioner", 5, "Versionens slags", "ombudgettering"),
        ("tblVersioner", 5, "Dato", datetime.date(2025, 8, 1)),
        ("tblFlytninger", 4, "Version", 6),
        ("tblFlytninger", 4, "Fra post", "leder"),
        ("tblFlytninger", 4, "Fra år", 2025),
        ("tblFlytninger", 4, "Til post", "cafe"),
        ("tblFlytninger", 4, "Til år", 2025),
        ("tblFlytninger", 4, "Beløb", 1_000.5),
        ("tblForklaringer", 2, "Forklaring", "Ny lokaleaftale"),
        ("tblAnvendelser", 1, "Dato", datetime.date(2025, 9, 1)),
        ("tblAnvendelser", 1, "Beløb", 99),
        ("tblAnvendelser", 1, "Formål", "Tag"),
    )
    read = Case.from_file(typed)
    assert read.postings is not None
    last = read.postings.rows[-1]
    assert (last.post, last.ore, last.afdeling, last.account) == ("cafe", -1_234, "Afd. 7", "4711")
    assert (last.file, last.line) == (str(typed), 4 + rows + 1)
    case = read.versions.case
    assert case.versions[4].status == "godkendt"
    assert (case.versions[5].nr, case.versions[5].status) == (6, "kladde")
    assert case.versions[5].moves[0].amount.ore == 100_050
    assert ("lokaler", 2025, "Ny lokaleaftale") in {(one.post, one.year, one.text) for one in case.explanations}
    assert case.uses[1].purpose == "Tag"


def test_a_posting_below_the_table_is_read_too(tmp_path: Path) -> None:
    book = paper_book(tmp_path)
    cells = {"Posteringer!A20000": datetime.date(2025, 1, 2), "Posteringer!B20000": "leder", "Posteringer!D20000": 1}
    read = Case.from_file(type_cells(book, cells, tmp_path / "far.xlsx"))
    assert read.postings is not None
    assert (read.postings.rows[-1].line, read.postings.rows[-1].ore) == (20_000, 100)


def refused(book: Path, *edits: tuple[str, int, str, Any]) -> str:
    return refusal(Case.from_file, edited(book, *edits), error=PlanError)


FAULTS: dict[str, tuple[tuple[tuple[str, int, str, Any], ...], str]] = {
    "an amount that is none": (
        (("tblPosteringer", 0, "Beløb", "mange"),),
        "Posteringer!D5: 'mange' er ikke et beløb",
    ),
    "an amount finer than an øre": ((("tblPosteringer", 0, "Beløb", 1.005),), "Posteringer!D5: "),
    "an error value": ((("tblPosteringer", 1, "Beløb", "#REF!"),), "Posteringer!D6: fejlværdien #REF!"),
    "a day that is none": ((("tblPosteringer", 0, "Dato", "i går"),), "Posteringer!A5: 'i går' er ikke en dato"),
    "no amount": ((("tblPosteringer", 17, "Post", "cafe"), ("tblPosteringer", 17, "Tekst", "x")), "Posteringer!B22: "),
    "a line and a contribution": ((("tblPosteringer", 0, "Bidrag", "lbf"),), "Posteringer!C5: "),
    "two approved versions on a day": (
        (("tblVersioner", 1, "Dato", datetime.date(2023, 3, 1)),),
        "Ændringer!C7: version 2 er også godkendt 1. marts 2023",
    ),
    "a version before its predecessor": (
        (("tblVersioner", 1, "Dato", datetime.date(2020, 3, 1)),),
        "Ændringer!C6: 1. marts 2020 er før version 1",
    ),
    "a move of more than there is": (
        (("tblFlytninger", 0, "Beløb", 900_000),),
        ": leder har 400.000 kr. i 2022, og her tages 900.000 kr.",
    ),
    "an unknown line": ((("tblFlytninger", 0, "Fra post", "leter"),), "Ændringer!"),
    "an unknown version": ((("tblFlytninger", 0, "Version", 9),), "der er ingen version 9 øverst på arket"),
    "a status that is none": ((("tblVersioner", 1, "Status", "måske"),), "Ændringer!D6: 'måske' kan ikke stå her"),
    "a number twice": ((("tblVersioner", 1, "Version", 1),), "Ændringer!A6: version 1 står også"),
    "a forecast without its amount": ((("tblForventninger", 1, "Beløb", None),), "'skøn' kræver et beløb"),
    "a use without a purpose": ((("tblAnvendelser", 0, "Formål", None),), "'Formål' mangler"),
    "an action without a text": ((("tblForklaringer", 2, "Handling", "x"),), "'Forklaring' mangler"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_said_with_its_cell(name: str, tmp_path: Path) -> None:
    edits, said = FAULTS[name]
    book = paper_book(tmp_path)
    told = refused(book, *edits)
    assert said in told
    table, row, title, _ = edits[0]
    sheet, first, columns = tables(book)[table]
    assert f"{sheet}!{chr(64 + columns[title])}{first + row}: " in told or said.split("!")[0] in told


def test_an_unknown_line_of_a_posting_is_a_finding_with_its_row(tmp_path: Path) -> None:
    read = Case.from_file(edited(paper_book(tmp_path), ("tblPosteringer", 0, "Post", "leter")))
    (found,) = (one for one in read.follow_up(DAY).of_postings if one.kind == "unknown_post")
    assert found.line == 5


def test_a_text_in_an_amount_is_read_with_a_note(tmp_path: Path) -> None:
    reading = read_case_book(edited(paper_book(tmp_path), ("tblPosteringer", 0, "Beløb", "1.234,50")))
    assert reading.postings.rows[0].ore == 123_450
    assert [one.where for one in reading.notes] == ["Posteringer!D5"]


def test_a_formula_in_a_text_stays_a_text(tmp_path: Path) -> None:
    rows = [posting("2025-01-01", 1, "cafe", text="=HYPERLINK(1)", voucher="=1+1")]
    read = Case.from_file(book_of(paper_case(), rows, tmp_path))
    assert read.postings is not None
    assert (read.postings.rows[0].text, read.postings.rows[0].voucher) == ("=HYPERLINK(1)", "=1+1")


def test_a_workbook_of_a_plan_is_no_case_and_the_other_way(tmp_path: Path) -> None:
    published("koege-2021").to_excel(tmp_path / "plan.xlsx")
    told = refusal(Case.from_file, tmp_path / "plan.xlsx", error=PlanFileError)
    assert "er ingen mappe af en sag" in told


def test_the_commands_read_and_write_the_workbook(tmp_path: Path) -> None:
    folder, book = DATA / "sag-eksempelgaarden", str(tmp_path / "sag.xlsx")
    files = str(folder / "sag.toml"), "-p", str(folder / "posteringer.csv")
    first = run("followup", *files, "--as-of", "2025-06-30", "-o", book, "--json")
    again = run("followup", book, "--as-of", "2025-06-30", "--json")
    assert (first.exit_code, again.exit_code) == (0, 0)
    told = [json.loads(one.stdout) for one in (first, again)]
    for one in told:  # the row of the workbook takes the place of the line of the file
        assert one.pop("unplaced")[0].keys() >= {"line", "file"}
    assert told[0] == told[1]
    year = [run("statement", *one, "--year", "2024", "--json").stdout for one in (files, (book,))]
    assert year[0] == year[1]


def test_the_commands_want_postings_beside_a_case_file() -> None:
    told = run("followup", str(DATA / "sag-eksempelgaarden" / "sag.toml"), "--as-of", "2025-06-30")
    assert told.exit_code == 2
    assert "sagens fil har ingen posteringer" in told.stderr


def test_the_workbook_that_is_read_is_not_written_over(tmp_path: Path) -> None:
    book = paper_book(tmp_path)
    before = book.read_bytes()
    assert run("followup", str(book), "--as-of", "2025-06-30", "-o", str(book)).exit_code == 2
    assert book.read_bytes() == before


def test_moves_and_changes_keep_their_order(tmp_path: Path) -> None:
    moved = SECOND | {"move": [move("leder", 2022, "cafe", 2022, 1), move("cafe", 2022, "leder", 2022, 1, None)]}
    versions = a_case(FIRST, moved)
    assert Case.from_file(book_of(versions, [], tmp_path)).versions.case == versions.case
