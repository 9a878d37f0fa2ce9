"""CSV for Danish Excel: semicolons, decimal commas, a byte order mark, and text that stays text."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import build
from helhedsplan_finance import Kroner, Plan, PlanFileError, Stream, write_csv
from helhedsplan_finance.document.csv_text import csv_bytes

pytestmark = pytest.mark.daily


def lines_of(content: bytes) -> list[str]:
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig").splitlines()


def table_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_reckon_stays_text(sign: str) -> None:
    content = csv_bytes([sign], [[sign]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline=""), delimiter=";")) == [[f"'{sign}"], [f"'{sign}"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Kroner("1.234.567,5 kr."), "1234567,50"),
        (-5, "-5"),
        (0.5, "0,5"),
        (Decimal("12.50"), "12,50"),
        (None, ""),
        (float("nan"), ""),
        (True, "ja"),
        (date(2022, 12, 31), "31-12-2022"),
        ('æøå; "x"', '"æøå; ""x"""'),
    ],
)
def test_a_value_as_danish_excel_reads_it(value: Any, shown: str) -> None:
    assert lines_of(csv_bytes(["Titel", "X"], [[value, 1]])) == ["Titel;X", f"{shown};1"]


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_any_frame_can_be_written(frame: Any, tmp_path: Path) -> None:
    write_csv(frame({"år": [2022, 2023], "andel": [0.5, None], "note": ["=x", "ø"]}), tmp_path / "t.csv")
    assert lines_of((tmp_path / "t.csv").read_bytes()) == ["år;andel;note", "2022;0,5;'=x", "2023;;ø"]


def test_the_ledger_of_a_plan_as_a_frame(tmp_path: Path) -> None:
    write_csv(build.published("amager-2022").to_frame(), tmp_path / "ledger.csv")
    rows = table_of(tmp_path / "ledger.csv")
    assert (rows[0]["ore"], rows[0]["year"], rows[1]["ore"]) == ("3100000000", "", "475000000")


def test_the_tables_of_a_plan(tmp_path: Path) -> None:
    written = build.published("eksempelparken-2022").to_csv(tmp_path)
    names = ["data.csv", "kontrol.csv", "kilder.csv", "poster.csv", "afdelinger.csv", "budget.csv"]
    assert [path.name for path in written] == names
    data = table_of(tmp_path / "data.csv")
    ore = [int(row["Beløb"].replace(",", "")) for row in data if row["Side"] == "udgift"]
    assert sum(ore) == Kroner("9.884.000 kr.").ore
    kilder = table_of(tmp_path / "kilder.csv")
    assert (kilder[0]["2022"], kilder[0]["Andelsloft"], kilder[1]["Form"]) == ("1745000,00", "75 %", "timer og lokaler")
    kontrol = {row["Id"]: row for row in table_of(tmp_path / "kontrol.csv")}
    assert (kontrol["kommune.share.max"]["Resultat"], kontrol["kommune.share.max"]["Afstand til grænsen"]) == (
        "OK",
        "5500,00",
    )
    poster = table_of(tmp_path / "poster.csv")
    assert (poster[1]["Antal 2022"], poster[1]["2022"]) == ("1,5", "780000,00")


def test_text_from_a_plan_stays_text_in_its_tables(tmp_path: Path) -> None:
    stream = Stream(id="a", source="lbf", name='=HYPERLINK("x")', amount=Kroner(5), note="@x")
    plan = Plan(name="=P", start=date(2022, 1, 1), end=date(2025, 12, 31), streams=[stream])
    plan.to_csv(tmp_path)
    (row,) = table_of(tmp_path / "kilder.csv")
    assert (row["Navn"], row["Note"]) == ('\'=HYPERLINK("x")', "'@x")


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        build.published("koege-2021").to_csv(tmp_path / folder)
    assert (tmp_path / "a" / "data.csv").read_bytes() == (tmp_path / "b" / "data.csv").read_bytes()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    with pytest.raises(PlanFileError):
        build.published("koege-2021").to_csv(tmp_path / "fil" / "under")
