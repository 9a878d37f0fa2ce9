"""Postings of a workbook are those of the CSV file with the same rows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from helhedsplan_finance import PlanFileError, PostingError
from helhedsplan_finance.calculators.followup.mapping import read_mapping
from helhedsplan_finance.calculators.followup.read_postings import read_postings
from helhedsplan_finance.excel.readback.posting_file import propose_mapping, read_posting_file
from places import ROOT

pytestmark = pytest.mark.daily

EXPORTS = ROOT / "tests" / "calculators" / "followup" / "exports"
HEADINGS = ["Bogføringsdato", "Bilagsnr.", "Konto", "Kontonavn", "Posteringstekst", "Beløb i DKK"]
ROWS: list[list[Any]] = [
    ["Bevægelser på projekt 4711"],
    ["Boligsocial helhedsplan Eksempelparken (fiktiv)"],
    ["Periode: 01-01-2023 til 31-12-2023"],
    HEADINGS,
    [date(2023, 1, 15), 20001, 4711010, "Løn projektleder", "Løn januar", 46250],
    [date(2023, 2, 15), 20002, 4711010, "Løn projektleder", "Løn februar", 46250],
    ["03-03-2023", "20003", "4720015", "Lektiecafé", "Materialer", "1.249,50"],
    [date(2023, 3, 10), 20004, 4720015, "Lektiecafé", "Retur; materialer", -249.5],
    [date(2023, 4, 1), 20005, 8510000, "Tilskud Landsbyggefonden", "1. rate", -500000],
    [date(2023, 4, 30), 20006, 9090000, "Mellemregning", "Overført", 46250],
    [date(2023, 5, 5), 20007, 4799000, "Diverse", "=SUM(A1:A2)", 312.75],
    ["Udskrevet 02-01-2024"],
]


def book(path: Path, rows: list[list[Any]], sheet: str = "Udtræk", before: tuple[str, ...] = ()) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as written:
        day = written.add_format({"num_format": "dd-mm-yyyy"})
        for other in before:
            written.add_worksheet(other).write(0, 0, "noter")
        page = written.add_worksheet(sheet)
        for at, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(at, column, cell, day)
                elif cell is not None:
                    page.write(at, column, cell)
    return path


def test_a_workbook_has_the_postings_of_the_same_rows_as_csv(tmp_path: Path) -> None:
    mapping = read_mapping(EXPORTS / "kommune.toml")
    path = book(tmp_path / "udtræk.xlsx", ROWS)
    read, same = read_posting_file(path, mapping), read_postings(EXPORTS / "kommune.csv", mapping)
    assert read.rows == tuple(one._replace(file=str(path)) for one in same.rows)
    assert [one.ore for one in read.ignored] == [one.ore for one in same.ignored]
    assert [one.line for one in read.remarks] == [12]


def test_the_sheet_of_postings_is_read_wherever_it_is(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["dato", "beløb"], [date(2023, 1, 1), 0.1], [date(2023, 1, 2), 1234.56]]
    path = book(tmp_path / "bog.xlsx", rows, "Posteringer", before=("Noter",))
    assert [one.ore for one in read_posting_file(path).rows] == [10, 123_456]


def test_an_amount_finer_than_ore_is_refused_with_its_row(tmp_path: Path) -> None:
    path = book(tmp_path / "bog.xlsx", [["dato", "beløb"], [date(2023, 1, 1), 33.3333]])
    with pytest.raises(PostingError, match=r"linje 2: '33\.3333' har mere end to decimaler"):
        read_posting_file(path)


def test_a_mapping_is_proposed_for_a_workbook(tmp_path: Path) -> None:
    proposal = propose_mapping(book(tmp_path / "udtræk.xlsx", ROWS), {"cafe": "Lektiecafé"})
    assert proposal.mapping.file.skip == 3
    assert [(one.account, one.count, one.ore, one.post) for one in proposal.accounts] == [
        ("4711010", 2, 9_250_000, None),
        ("4720015", 2, 100_000, "cafe"),
        ("4799000", 1, 31_275, None),
        ("8510000", 1, -50_000_000, None),
        ("9090000", 1, 4_625_000, None),
    ]


@pytest.mark.parametrize(("name", "said"), [("a.pdf", "PDF"), ("a.xls", "xls"), ("a.ods", "ods")])
def test_a_file_of_another_kind_is_refused_by_its_name(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=f"(?i){said}"):
        read_posting_file(tmp_path / name)


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bog.xlsx"
    path.write_bytes(b"dato;beloeb\n")
    with pytest.raises(PlanFileError):
        read_posting_file(path)
