"""Postings of a frame are those of the CSV file with the same rows, whatever the engine."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from helhedsplan_finance import FrameError, PostingError
from helhedsplan_finance.calculators.followup.frame_postings import postings_of_frame
from helhedsplan_finance.calculators.followup.mapping import OWN_LAYOUT, mapping_in
from helhedsplan_finance.calculators.followup.postings import Posting, Postings
from helhedsplan_finance.calculators.followup.read_postings import postings_in

pytestmark = pytest.mark.daily

ROWS: dict[str, list[Any]] = {
    "dato": [date(2023, 1, 31), date(2023, 2, 28), None],
    "post": ["løn", None, "leje"],
    "bidrag": [None, "lbf", None],
    "beløb": ["1.234,56", "-7", "0,01"],
    "konto": [4711, 8510, None],
    "tekst": ["=1+1", "", None],
}
SAME = (
    "dato;post;bidrag;beløb;konto;tekst\n31-01-2023;løn;;1.234,56;4711;=1+1\n28-02-2023;;lbf;-7;8510;\n;leje;;0,01;;\n"
)


def in_duckdb(rows: dict[str, list[Any]]) -> Any:
    frame = pl.DataFrame(rows)  # noqa: F841 - duckdb finds it by its name
    return duckdb.sql("SELECT * FROM frame")


ENGINES: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": pd.DataFrame,  # its accounts are floats, because one is missing
    "pandas days": lambda rows: pd.DataFrame({**rows, "dato": pd.to_datetime(rows["dato"])}),
    "pandas own types": lambda rows: pd.DataFrame(rows).convert_dtypes(),
    "pandas arrow types": lambda rows: pd.DataFrame(rows).convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.DataFrame,
    "polars lazy": lambda rows: pl.DataFrame(rows).lazy(),
    "pyarrow": pa.table,
    "duckdb": in_duckdb,
}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_frame_has_the_postings_of_the_same_rows_as_csv(engine: str) -> None:
    read = postings_of_frame(ENGINES[engine](ROWS), name="f")
    in_csv = postings_in(SAME, OWN_LAYOUT, "f")
    assert [_without_line(one) for one in read.rows] == [_without_line(one) for one in in_csv.rows]
    assert [one.line for one in read.rows] == [1, 2, 3]


def _without_line(one: Posting) -> tuple[Any, ...]:
    return one.date, one.post, one.stream, one.ore, one.account, one.text


@pytest.mark.parametrize(
    ("name", "values", "ore"),
    [
        ("ore", [123_456, -1], [123_456, -1]),
        ("beløb", [Decimal("1234.56"), Decimal("-0.01")], [123_456, -1]),
        ("beløb", [1234, -5], [123_400, -500]),
    ],
)
def test_an_amount_is_whole_ore_or_exact_kroner(name: str, values: list[Any], ore: list[int]) -> None:
    frame = pl.DataFrame({"dato": [date(2023, 1, 1)] * 2, name: values})
    assert [one.ore for one in postings_of_frame(frame).rows] == ore


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb"])
def test_a_column_of_floats_is_refused(engine: str) -> None:
    with pytest.raises(FrameError, match="kolonnen 'beløb' er kommatal"):
        postings_of_frame(ENGINES[engine]({"dato": [date(2023, 1, 1)], "beløb": [1.5]}))


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(FrameError, match="list er ikke en tabel"):
        postings_of_frame([1, 2])


def test_a_fault_has_the_row_and_the_name_of_the_frame() -> None:
    frame = pl.DataFrame({"dato": [datetime(2023, 1, 1), None], "beløb": ["5", "x"]})  # noqa: DTZ001 - as frames have
    with pytest.raises(PostingError, match="april: linje 2: 'x' er ikke et beløb"):
        postings_of_frame(frame, name="april")


def test_a_mapping_places_the_accounts_of_a_frame() -> None:
    mapping = mapping_in('[file]\nsign = "udgift -"\n[[account]]\naccount = "47*"\ncost = "løn"\n', "kontering.toml")
    frame = pl.DataFrame({"dato": [date(2023, 1, 1)], "beløb": ["-5"], "konto": ["4711"]})
    assert [(one.post, one.ore) for one in postings_of_frame(frame, mapping).rows] == [("løn", 500)]


def test_an_empty_frame_has_no_postings() -> None:
    assert postings_of_frame(pl.DataFrame({"dato": [], "beløb": []})) == Postings()
