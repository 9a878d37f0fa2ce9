"""The Danish guide to the follow-up: its commands run, and its figures are worked out by hand in ``a_case``."""

import re
import shlex
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import run
from excel.books import typed
from places import ROOT

pytestmark = pytest.mark.daily

GUIDE = (ROOT / "docs" / "guide" / "opfoelgning.md").read_text(encoding="utf-8")
CASE = ROOT / "data" / "sag-eksempelgaarden"


def table(head: str) -> list[dict[str, str]]:
    """Return the rows of the table whose titles begin with this, each by title."""
    (found,) = re.findall(rf"^(\| {re.escape(head)} \|.*\n)\|[-|]+\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    titles, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in "".join(found).splitlines())
    return [dict(zip(titles, row, strict=True)) for row in rows]


def answered(book: Path) -> None:
    """Type the version and the move of the guide into the first free rows of Ændringer, and save it as svar.xlsx."""
    sheet = openpyxl.load_workbook(book)["Ændringer"]
    cells: dict[str, Any] = {}
    for head in ("Version | Versionens slags", "Version | Fra post"):
        (row,) = table(head)
        (titles,) = (one for one in sheet.iter_rows() if f"{one[0].value} | {one[1].value}" == head)
        free = next(at for at in range(titles[0].row or 0, sheet.max_row) if sheet.cell(at, 1).value is None)
        for title, value in row.items():
            (column,) = (cell.column_letter for cell in titles if cell.value == title)
            day = datetime.strptime(value, "%d-%m-%Y").date() if title == "Dato" else None  # noqa: DTZ007 - a day alone
            cells[f"Ændringer!{column}{free}"] = day or (int(value) if value.isdigit() else value)
    typed(book, cells, "svar.xlsx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(CASE, tmp_path_factory.mktemp("opfoelgning") / "sag"))


@pytest.fixture(scope="module")
def printed(folder: Path) -> list[tuple[str, int, int, str, str]]:
    """Run every command of the guide, in its order; each with the exit code that is stated, and what it printed."""
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line, code in re.findall(r"^helhedsplan (.*?) +# slutkode (\d)$", GUIDE, re.MULTILINE):
            if "svar.xlsx" in line:
                answered(folder / "sag.xlsx")
            ran = run(*shlex.split(line))
            told.append((line, int(code), ran.exit_code, ran.stdout, ran.stderr))
    return told


def test_every_command_ends_as_it_says(printed: list[tuple[str, int, int, str, str]]) -> None:
    assert len(printed) == GUIDE.count("\nhelhedsplan ") == 8
    assert [(line, code, "") for line, code, *_ in printed] == [
        (line, found, err) for line, _, found, _, err in printed
    ]


def test_what_it_shows_is_what_is_printed(printed: list[tuple[str, int, int, str, str]]) -> None:
    shown = re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    outputs = ["\n".join(line.rstrip() for line in stdout.splitlines()) + "\n" for *_, stdout, _ in printed]
    assert len(shown) == 5
    assert [block for block in shown if not any(block in output for output in outputs)] == []


def test_the_mapping_it_shows_is_in_the_file() -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    mapping = (CASE / "kontering.toml").read_text(encoding="utf-8")
    assert [part for part in shown.split("\n\n") if part.strip() not in mapping] == []


def test_the_sheets_it_names_are_those_of_the_workbook_and_what_it_says_of_typing_is_so(
    printed: list[tuple[str, int, int, str, str]], folder: Path
) -> None:
    assert printed
    book = openpyxl.load_workbook(folder / "sag.xlsx")
    assert [row["Ark"] for row in table("Ark")] == book.sheetnames
    for row in table("Ark"):
        unlocked = any(not cell.protection.locked for line in book[row["Ark"]].iter_rows() for cell in line)
        assert unlocked == (row["Skriver du her?"] == "ja"), row["Ark"]


def test_the_headings_it_names_stand_on_the_sheets(printed: list[tuple[str, int, int, str, str]], folder: Path) -> None:
    assert printed
    book = openpyxl.load_workbook(folder / "sag.xlsx", data_only=True)
    known = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    section = GUIDE.split("## Skriv i sagens mappe")[1].split("\n## ")[0]
    assert [one for one in re.findall(r"\*\*([^*]+)\*\*", section) if one not in known] == []


def test_what_it_adds_up_is_what_was_worked_out_by_hand() -> None:
    assert 370_000 + 410_000 + 330_000 + 200_000 + (95_000 - 5_000) + 120_000 + 100_000 + 20_000 == 1_640_000
    assert 1_640_000 + 50_000 + 50_000 + 60_000 + 7_500 == 1_807_500
    assert 1_750_000 - 1_640_000 - 15_000 == 95_000
    for amount in ("1.807.500", "1.640.000", "95.000"):
        assert amount in GUIDE
