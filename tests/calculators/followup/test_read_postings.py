"""Exports of other systems and files of our own layout become postings, exact in øre, and no row is lost."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from helhedsplan_finance import PlanFileError, PostingError
from helhedsplan_finance.calculators.followup import read_postings as reading
from helhedsplan_finance.calculators.followup import read_table
from helhedsplan_finance.calculators.followup.mapping import AccountMapping, FileForm, mapping_in, read_mapping
from helhedsplan_finance.calculators.followup.postings import Ignored, Posting, Postings, Remark, sums
from helhedsplan_finance.calculators.followup.read_postings import postings_in, read_postings

pytestmark = pytest.mark.daily

EXPORTS = Path(__file__).parent / "exports"
KOMMUNE, BOLIG = EXPORTS / "kommune.csv", EXPORTS / "boligorganisation.tsv"
OWN = AccountMapping(file=FileForm(sign="begge +"))


def own(text: str, mapping: AccountMapping = OWN) -> Postings:
    return postings_in(text, mapping, "egen.csv")


def refused(text: str, mapping: AccountMapping = OWN) -> str:
    with pytest.raises(PostingError) as caught:
        own(text, mapping)
    return str(caught.value)


def test_an_export_of_a_kommune_is_placed_by_its_accounts() -> None:
    # By hand from the file: 46.250 + 46.250; 1.249,50 - 249,50; what is received is negative in the file.
    read = read_postings(KOMMUNE, read_mapping(EXPORTS / "kommune.toml"))
    assert sums(read.rows, "post", "stream") == {
        ("projektleder", None): 9_250_000,
        ("lektiecafe", None): 100_000,
        (None, "lbf"): 50_000_000,
        (None, None): 31_275,
    }
    assert read.ignored == (Ignored(str(KOMMUNE), "9090000", "balance", 1, 4_625_000),)
    assert read.remarks == (Remark(str(KOMMUNE), 12, "Udskrevet 02-01-2024"),)


def test_a_posting_keeps_its_line_and_a_text_that_looks_like_a_formula() -> None:
    read = read_postings(KOMMUNE, read_mapping(EXPORTS / "kommune.toml"))
    assert read.unplaced == (
        Posting(
            line=11,
            file=str(KOMMUNE),
            date=date(2023, 5, 5),
            post=None,
            stream=None,
            source=None,
            afdeling=None,
            voucher="20007",
            text="=SUM(A1:A2)",
            account="4799000",
            ore=31_275,
        ),
    )
    assert [(one.line, one.text, one.ore) for one in read.rows if one.ore < 0] == [(8, "Retur; materialer", -24_950)]


def test_an_export_with_negative_costs_and_decimal_points_is_turned() -> None:
    # By hand: 3.500 + 3.500 in rent, 25.000 received, 1.200,50 on an account that the mapping does not have.
    read = read_postings(BOLIG, read_mapping(EXPORTS / "boligorganisation.toml"))
    assert sums(read.rows, "post", "stream", "afdeling") == {
        ("beboerlokale", None, "12"): 700_000,
        (None, "boligafdelinger", "12"): 2_500_000,
        (None, None, "14"): 120_050,
    }


@pytest.mark.parametrize(
    "text",
    [
        "dato;post;bidrag;beløb;kilde;afdeling;bilag;tekst;konto\n31-01-2023;løn;;1.234,50;lbf;3;7;Løn;4711\n",
        "sep=;\ndato;post;bidrag;beløb;kilde;afdeling;bilag;tekst;konto\n31-01-2023;løn;;1.234,50;lbf;3;7;Løn;4711\n",
        "\ufeffDATO,Line,Amount,Source,Afdeling,Voucher,Text,Account\n".lstrip("\ufeff")
        + '2023-01-31,løn,"1234,5",lbf,3,7,Løn,4711\n',
    ],
)
def test_our_own_layout_needs_no_mapping(text: str) -> None:
    (one,) = own(text).rows
    found = (one.date, one.post, one.stream, one.source, one.afdeling, one.voucher, one.text, one.account, one.ore)
    assert found == (date(2023, 1, 31), "løn", None, "lbf", "3", "7", "Løn", "4711", 123_450)


def test_in_our_own_layout_costs_and_money_received_are_both_positive() -> None:
    read = own("dato;post;bidrag;beløb\n1-1-2023;løn;;100\n1-1-2023;;lbf;300\n1-1-2023;;;5\n")
    assert [(one.post, one.stream, one.ore) for one in read.rows] == [
        ("løn", None, 10_000),
        (None, "lbf", 30_000),
        (None, None, 500),
    ]


def test_whole_ore_may_stand_in_a_column_of_their_own() -> None:
    assert [one.ore for one in own("dato;ore\n1-1-2023;-12345\n").rows] == [-12_345]


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("1.234,50", 123_450),
        ("1234,5", 123_450),
        ("1 234,50", 123_450),
        ("1\xa0234,50", 123_450),
        ("-0,01", -1),
        ("−12,00", -1_200),
        ("12,34-", -1_234),
        ("(12,34)", -1_234),
        ("+12", 1_200),
        (",50", 50),
        ("-,5", -50),
        ("100,0000", 10_000),
        ("kr. 1.000", 100_000),
        ("1.000,00 DKK", 100_000),
        ("999999999999999,99", 99_999_999_999_999_999),
    ],
)
def test_an_amount_with_a_comma_is_exact(written: str, ore: int) -> None:
    assert [one.ore for one in own(f"dato;beløb\n1-1-2023;{written}\n").rows] == [ore]


@pytest.mark.parametrize(("written", "ore"), [("1,234.50", 123_450), ("1234.5", 123_450), ("-.05", -5), ("7", 700)])
def test_an_amount_with_a_point_is_exact(written: str, ore: int) -> None:
    mapping = AccountMapping(file=FileForm(decimal=".", sign="begge +"))
    assert [one.ore for one in own(f"dato;beløb\n1-1-2023;{written}\n", mapping).rows] == [ore]


@pytest.mark.parametrize(
    "written", ["12,345", "1,234.50", "1.23", "abc", "=1+1", "--5", "(5", "5-)", "-5-", "1.2345,00", "9" * 60, "5 EUR"]
)
def test_what_is_no_amount_is_refused_with_its_line(written: str) -> None:
    assert refused(f"dato;beløb\n1-1-2023;7\n1-1-2023;{written}\n").startswith(f"egen.csv: linje 3: '{written}'")


@pytest.mark.parametrize(
    ("form", "written", "day"),
    [
        ("dd-mm-yyyy", "31-01-2023", date(2023, 1, 31)),
        ("dd-mm-yyyy", "1-2-2023 13:45:00", date(2023, 2, 1)),
        ("dd.mm.yy", "31.01.23", date(2023, 1, 31)),
        ("ddmmyyyy", "31012023", date(2023, 1, 31)),
        ("yyyymmdd", "20230131", date(2023, 1, 31)),
        ("mm/dd/yyyy", "01/31/2023", date(2023, 1, 31)),
        ("åååå-mm-dd", "2023-01-31", date(2023, 1, 31)),
        (None, "31. januar 2023", date(2023, 1, 31)),
        (None, "2023-01-31T00:00:00", date(2023, 1, 31)),
        (None, "", None),
    ],
)
def test_a_date_is_read_by_the_form_of_the_file(form: str | None, written: str, day: date | None) -> None:
    mapping = AccountMapping(file=FileForm(date=form, sign="begge +"))
    assert [one.date for one in own(f"dato;beløb\n{written};7\n", mapping).rows] == [day]


@pytest.mark.parametrize("written", ["31-02-2023", "2023-01-31", "31-01-23", "i går", "00-01-2023"])
def test_a_date_of_another_form_is_refused(written: str) -> None:
    mapping = AccountMapping(file=FileForm(date="dd-mm-yyyy"))
    assert f"linje 2: '{written}' er ikke en dato" in refused(f"dato;beløb\n{written};7\n", mapping)


def test_each_faulty_line_is_listed_up_to_a_bound_and_the_rest_counted() -> None:
    with pytest.raises(PostingError) as caught:
        own("dato;beløb\n" + "1-1-2023;x\n" * 60)
    assert [str(fault.show("da")).partition(":")[0] for fault in caught.value.faults] == [
        f"linje {line}" for line in range(2, 52)
    ]
    assert caught.value.more == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "filen er tom"),
        ("navn;tal\n1;2\n", "ingen kolonne med dato; overskrifterne er: navn; tal"),
        ("dato;tal\n1;2\n", "ingen kolonne med beløb"),
        ("dato;beløb;amount\n", "overskriften 'beløb' står to gange"),
        ("dato;beløb\n1-1-2023;5;6\n", "linje 2: linjen har 3 felter, men der er 2 overskrifter"),
        ("dato;beløb;tekst\n1-1-2023;;Løn\n", "linje 2: beløbet mangler"),
        ("dato;beløb;post;bidrag\n1-1-2023;5;a;b\n", "linje 2: linjen hører både til posten 'a' og til bidraget 'b'"),
        ('dato;beløb;tekst\n1-1-2023;5;"Løn\n2-1-2023;6;Husleje\n', "linje 2: et anførselstegn er ikke afsluttet"),
        ('dato;beløb;tekst\n1-1-2023;5;"Løn\n2-1-2023;6;"Husleje"\n', "linje 2: et anførselstegn"),
        ('dato;beløb;tekst\n1-1-2023;5;"Løn\n2-1-2023;6;Ny"\n3-1-2023;7;\n', "linje 2: et anførselstegn"),
        ("dato;beløb\n1-1-2023;\0\n", "linje 2:"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    assert said in refused(text)


def test_blank_lines_are_no_postings_and_lines_count_them() -> None:
    assert [one.line for one in own("\ndato;beløb\n\n;\n1-1-2023;5\n").rows] == [5]


def test_a_text_of_two_lines_keeps_the_lines_of_those_below_it() -> None:
    read = own('dato;beløb;tekst\n1-1-2023;5;"Løn\nog pension"\n1-1-2023;6;x\n')
    assert [(one.line, one.text) for one in read.rows] == [(2, "Løn\nog pension"), (4, "x")]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gammel.csv"
    path.write_bytes("dato;beløb\n".encode() + "1-1-2023;5;Løn\n".encode("cp1252"))
    with pytest.raises(PlanFileError, match="linje 2: teksten er ikke i tegnsættet utf-8"):
        read_postings(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as file:
        file.truncate(reading.MOST_BYTES + 1)  # takes no room on the disk
    monkeypatch.setattr(reading, "read_bytes", lambda *_: pytest.fail("it was read"))
    with pytest.raises(PlanFileError, match="større end 50 MB"):
        read_postings(path)


def test_garbage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "skrald.csv"
    path.write_bytes(b"\x00\x01;,\n" * 1000)
    with pytest.raises(PostingError):
        read_postings(path)


def test_more_rows_than_can_be_held_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_table, "MOST_ROWS", 2)
    assert len(own("dato;beløb\n" + "1-1-2023;5\n" * 2).rows) == 2
    assert "linje 4: der er mere end 2 linjer" in refused("dato;beløb\n" + "1-1-2023;5\n" * 3)


def test_a_line_without_an_end_is_refused() -> None:
    assert "linje 3: linjen har mere end 100000 tegn" in refused("dato;beløb\n1-1-2023;5\n" + ";" * 100_001)


def test_a_file_of_faults_is_not_read_to_its_end() -> None:
    with pytest.raises(PostingError) as caught:
        own("dato;beløb\n" + "x;y\n" * 20_000)
    assert (len(caught.value.faults), caught.value.more) == (50, 10_000)


def test_a_heading_of_the_mapping_must_be_in_the_file() -> None:
    mapping = mapping_in('[column]\namount = "Beløb i DKK"\n', "kontering.toml")
    assert "kolonnen 'beløb i dkk' fra konteringen er ikke i filen" in refused("dato;beløb\n1-1-2023;5\n", mapping)


def test_the_sums_of_a_file_are_those_of_its_decimals() -> None:
    rows = [("1-1-2023", f"{Decimal(number) / 100:.2f}".replace(".", ",")) for number in range(-500, 700, 7)]
    buffer = StringIO()
    csv.writer(buffer, delimiter=";").writerows([("dato", "beløb"), *rows])
    assert sum(one.ore for one in own(buffer.getvalue()).rows) == sum(range(-500, 700, 7))


USUAL = [f"{1 + number % 28:02d}-03-2023;løn;{number}.000,05;t;B{number}" for number in range(1, 900)]
ODD = {
    "a blank amount": "01-03-2023;løn;;t;B",
    "an amount of another form": "01-03-2023;løn;7;t;B",
    "no amount": "01-03-2023;løn;syv;t;B",
    "no day": "31-02-2023;løn;1,00;t;B",
    "a row of text": "Overført fra side 1",
    "fewer cells": "01-03-2023;løn;1,00",
    "more cells, blank": "01-03-2023;løn;1,00;t;B;;",
    "more cells": "01-03-2023;løn;1,00;t;B;x",
    "an amount of two lines": '01-03-2023;løn;"1,00\n2,00";t;B',
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("at", [0, 511, 512, 899])
def test_a_file_read_by_column_is_as_read_row_by_row(name: str, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(["dato;post;beløb;tekst;bilag", *USUAL[:at], ODD[name], *USUAL[at:]])
    by_column = _told(text)
    monkeypatch.setattr(read_table._Rows, "add_block", lambda *_: False)
    assert by_column == _told(text)


def _told(text: str) -> Any:
    try:
        return own(text)
    except PostingError as error:
        return str(error)
