"""The frames that many plans are checked in, each made from the same columns."""

import os
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any, get_type_hints

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from helhedsplan_finance.plan.ledger import Row

Columns = dict[str, list[Any]]

# The columns of the ledger by their types, and those that a plan itself adds.
_TYPES = get_type_hints(Row)
_WORDS = (*(name for name in Row._fields if _TYPES[name] not in (int | None, bool)), "kommune", "stage")
(_FLAG,) = (name for name in Row._fields if _TYPES[name] is bool)
DAYS = ("as_of", "start", "end")
_SPARK = {**dict.fromkeys(_WORDS, "string"), **dict.fromkeys(DAYS, "date"), _FLAG: "boolean"}


def in_polars(columns: Columns) -> pl.DataFrame:
    types: dict[str, Any] = dict.fromkeys(columns, pl.Int64)
    types |= {name: pl.String for name in _WORDS if name in columns} | {
        name: pl.Date for name in DAYS if name in columns
    }
    types |= {_FLAG: pl.Boolean} if _FLAG in columns else {}
    types |= {"plan": pl.String} if any(isinstance(key, str) for key in columns["plan"]) else {}
    return pl.DataFrame(columns, schema=types)


def in_pandas(columns: Columns) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    for name in DAYS:
        if name in columns:
            frame[name] = pd.to_datetime(frame[name])
    return frame.astype({name: "Int64" for name in columns if name not in {*_WORDS, *DAYS, _FLAG, "plan"}})


def in_polars_lazily(columns: Columns) -> pl.LazyFrame:
    return in_polars(columns).lazy()


def in_arrow(columns: Columns) -> pa.Table:
    return in_polars(columns).to_arrow()


def in_duckdb(columns: Columns) -> duckdb.DuckDBPyRelation:
    connection = _duckdb()
    name = f"given{next(_NUMBERS)}"  # a relation is read when it is asked: one name for two tables would mix them up
    connection.register(f"{name}_arrow", in_arrow(columns))
    connection.execute(f"create or replace table {name} as select * from {name}_arrow")  # noqa: S608 - our own name
    return connection.table(name)


_NUMBERS = count()


@cache
def _duckdb() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def in_spark(columns: Columns) -> Any:
    known = _SPARK | ({"plan": "string"} if any(isinstance(key, str) for key in columns["plan"]) else {})
    types = ", ".join(f"{name} {known.get(name, 'bigint')}" for name in columns)
    return _spark().createDataFrame(list(zip(*columns.values(), strict=True)), types)


@cache
def _spark() -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        # Without it the compiler of long expressions gives up with pages of warnings, and then does what this asks for.
        .config("spark.sql.codegen.wholeStage", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


ENGINES: dict[str, Callable[[Columns], Any]] = {
    "pandas": in_pandas,
    "polars": in_polars,
    "polars lazily": in_polars_lazily,
    "pyarrow": in_arrow,
    "duckdb": in_duckdb,
}
