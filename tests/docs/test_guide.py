"""The Danish guide for finance staff: what it says of the workbook is what the program does."""

import re
import shlex
import shutil

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cli.running import run
from excel.books import book_of, changed, rewritten, typed
from excel.hand import part_of
from helhedsplan_finance import Kroner
from places import ROOT

pytestmark = pytest.mark.daily

GUIDE = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "guide").glob("*.md"))}
PLANS = ("eksempelparken-2022", "eksempelhaven-2023")
COMMANDS = GUIDE["kommandoer"] + GUIDE["planer"]  # the second page goes on with the files of the first


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Workbook]:
    folder = tmp_path_factory.mktemp("guide")
    return [openpyxl.load_workbook(book_of(name, folder, f"{name}.xlsx"), data_only=True) for name in PLANS]


def cells(books: list[Workbook], sheet: str | None = None) -> set[object]:
    sheets = [one for book in books for one in book if sheet in {None, one.title}]
    return {cell.value for one in sheets for row in one.iter_rows() for cell in row if cell.value is not None}


def table(page: str, head: str) -> list[list[str]]:
    """Return the rows of the tables whose first column has this head."""
    found = re.findall(rf"^\| {re.escape(head)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", GUIDE[page], re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for rows in found for line in rows.splitlines()]


def sections(page: str) -> dict[str, str]:
    return {part.split("\n", 1)[0]: part for part in GUIDE[page].split("\n## ")[1:]}


def test_the_sheets_it_names_are_those_of_the_workbook(books: list[Workbook]) -> None:
    named = [row[0] for row in table("index", "Ark")]
    assert named == books[1].sheetnames  # the plan with price series has every sheet
    assert set(books[0].sheetnames) < set(named)


def test_what_it_says_of_typing_is_what_is_unlocked(books: list[Workbook]) -> None:
    for name, _, typing in table("index", "Ark"):
        sheets = [book[name] for book in books if name in book.sheetnames]
        unlocked = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        assert bool(unlocked) == (typing != "nej"), name
        assert all(sheet.protection.sheet and sheet.protection.password is None for sheet in sheets), name


@pytest.mark.parametrize("sheet", [row[0] for row in table("index", "Ark") if row[0] in sections("index")])
def test_the_headings_it_names_stand_on_the_sheet(sheet: str, books: list[Workbook]) -> None:
    named = re.findall(r"\*\*([^*]+)\*\*", sections("index")[sheet].replace("\n", " "))
    assert named
    assert [one for one in named if one not in cells(books, sheet)] == []


def test_every_sheet_that_is_typed_into_has_a_section_and_a_picture() -> None:
    for name, _, typing in table("index", "Ark"):
        if typing == "ja":
            (picture,) = set(re.findall(r"\]\(([^\s)]+\.png)\)", sections("index")[name]))
            assert (ROOT / "docs" / "guide" / picture).exists()


@pytest.mark.parametrize("page", ["index", "kontrol"])
def test_its_figures_are_in_the_workbooks(page: str, books: list[Workbook]) -> None:
    known = {round(value, 4) for value in cells(books) if isinstance(value, int | float)}
    text = GUIDE[page].split("## Når mappen ikke kan læses")[0]
    amounts = {Kroner(one).kroner for one in re.findall(r"\d[\d.]*\d(?= kr\.)", text)}
    shares = {one for one in re.findall(r"(\d+(?:,\d)?) %", text) if one not in {"100", "50"}}  # a rule of the sheet
    assert amounts
    assert shares
    assert [amount for amount in amounts if float(amount) not in known] == []
    percent = {f"{round(value * 100, 1):g}".replace(".", ",") for value in known if 0 < value < 1}
    assert shares <= percent | {"12,5"}  # the limit of the kommune's share, which stands in words
    assert "højst 12,5 %" in cells(books, "Kontrol")


def test_what_it_works_out_of_a_post_is_what_the_sheet_says(books: list[Workbook]) -> None:
    row = next(row for row in books[0]["Poster"].iter_rows(values_only=True) if row[0] == "Beboerrådgivere")
    assert {520_000, 780_000, 3_120_000} <= set(row)


def test_the_master_check_says_one_of_four() -> None:
    from helhedsplan_finance.text import say

    words = {"holds": "passed", "waived": "passed", "fails": "error", "unverified": "unverified"}
    said = [say(f"forside.master_{key}", "da", word=say(f"report.word_{word}", "da")) for key, word in words.items()]
    assert [row[0] for row in table("kontrol", "Hovedkontrol")] == said


def test_the_columns_and_results_of_kontrol_are_those_of_the_sheet(books: list[Workbook]) -> None:
    assert [row[0] for row in table("kontrol", "Kolonne") if row[0] not in cells(books, "Kontrol")] == []
    known = cells(books, "Kontrol") | cells(books, "Forside")
    assert [row[0] for row in table("kontrol", "Resultat") if row[0] not in known] == []


def test_the_checks_of_the_workbook_itself_are_all_named(books: list[Workbook]) -> None:
    rows = books[1]["Kontrol"].iter_rows(min_row=5, values_only=True)
    own = [row[0] for row in rows if re.match(r"workbook\.(?!group_)", str(row[13]))]
    named = [row[0] for row in table("kontrol", "Kontrol")]
    assert set(own) - set(named) == {"Alle rækker på Afdelinger er talt med"}  # told as for Kilder
    assert set(named) <= set(own)


TYPED: dict[str, dict[str, str | float | None]] = {
    "svar": {
        "Kilder!G7": 60_000,
        "Kilder!A12": "Eksempelby Ungefond",
        "Kilder!C12": "ekstern",
        "Kilder!J12": 90_000,
        "Poster!F5": "630.000,00",
        "Kilder!C5": "Landsbyggefonden",
        "Kilder!N5": 75,
    },
    "fejl": {
        "Kilder!G5": "afventer",
        "Kilder!H5": "67 %",
        "Kilder!C6": "komune",
        "Kilder!C7": "fond",
        "Kilder!G8": -5_000,
        "Kilder!A9": None,
        "Afdelinger!D5": "mange",
        "Poster!B6": "projektleder",
        "Forudsætninger!C8": "31-12-2026",
        "Finansieringsplan!G5": 1,
        "Kilder!H6": "=270000/2",
        "Poster!R5": "i foråret",
        "Kilder!Q6": "jobkonsulent",
        "Poster!P13": 0.05,
        "Poster!Q12": "løn",
        "Poster!P11": 0.05,
        "Poster!Q11": "udgifter",
    },
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int, int, str, str]]:
    """Run every command of the guide, in its order; each with the exit code that is stated, and what it printed."""
    folder = tmp_path_factory.mktemp("kommandoer")
    for plan, name in zip(PLANS, ("plan", "nabo"), strict=True):
        shutil.copy(ROOT / "data" / f"{plan}.toml", folder / f"{name}.toml")
    book_of(PLANS[0], folder, "sendt.xlsx")
    for name, cells in TYPED.items():
        typed(folder / "sendt.xlsx", cells, f"{name}.xlsx")
    lines = re.findall(r"^helhedsplan (.*?) +# slutkode (\d)$", COMMANDS, re.MULTILINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        told = []
        for line, code in lines:
            ran = run(*shlex.split(line))
            told.append((line, int(code), ran.exit_code, ran.stdout, ran.stderr))
        return told


def test_every_command_ends_as_it_says(printed: list[tuple[str, int, int, str, str]]) -> None:
    assert len(printed) == COMMANDS.count("\nhelhedsplan ") >= 7
    assert [(line, code) for line, code, *_ in printed] == [(line, found) for line, _, found, *_ in printed]


def test_what_it_shows_is_what_is_printed(printed: list[tuple[str, int, int, str, str]]) -> None:
    shown = re.findall(r"```text\n(.*?)```", COMMANDS, re.DOTALL)
    outputs = ["\n".join(line.rstrip() for line in stdout.splitlines()) + "\n" for *_, stdout, _ in printed]
    assert shown
    assert [block for block in shown if not any(block in output for output in outputs)] == []


@pytest.fixture(scope="module")
def said_of_changed_books(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what is said of workbooks whose sheets were deleted, and of one with a note and a formula."""
    folder = tmp_path_factory.mktemp("changed")
    book = book_of(PLANS[0], folder, "sendt.xlsx")
    typed(book, {"Poster!A60": "Overvej en post mere"}, "note.xlsx")
    formula = r"\1><f>540000/2</f>"
    part = part_of(folder / "note.xlsx", "Kilder")
    rewritten(
        folder / "note.xlsx",
        part,
        lambda content: re.sub(r'(<c r="G6"[^>]*)>', formula, content.decode()).encode(),
        "formel.xlsx",
    )
    changed(book, lambda loaded: loaded.remove(loaded["Kilder"]), "uden-Kilder.xlsx")
    changed(book, lambda loaded: loaded.remove(loaded["Kontrol"]), "uden-Kontrol.xlsx")
    return "\n".join(
        run("læs", str(folder / f"{name}.xlsx")).stderr for name in ("formel", "uden-Kilder", "uden-Kontrol")
    )


def test_the_messages_are_those_that_a_reader_gets(
    printed: list[tuple[str, int, int, str, str]], said_of_changed_books: str
) -> None:
    said = "\n".join([*(stderr for *_, stderr in printed), said_of_changed_books])
    messages = [row[0].strip("`") for row in table("kontrol", "Besked")]
    assert len(messages) == 25
    assert [one for one in messages if one not in said] == []


def test_its_pages_are_found_from_each_other() -> None:
    assert {target for page in GUIDE.values() for target in re.findall(r"\]\((\w+)\.md", page)} == set(GUIDE)


def test_no_page_of_it_is_longer_than_a_reader_has_time_for() -> None:
    assert all(len(page.splitlines()) < 220 for page in GUIDE.values())
