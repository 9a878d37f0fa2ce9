"""One small portfolio through the types that columns of each engine have: the same verdicts, or a refusal by name."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, cast

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import build
from calculators.portfolio.engines import ENGINES, Columns, in_arrow, in_duckdb, in_pandas, in_polars, in_spark
from calculators.portfolio.test_portfolio import SPARK_IS_HERE, compared, rows_of, said
from helhedsplan_finance import FrameError, check_many, ledger_columns

pytestmark = pytest.mark.daily

KEYS = [f"00000000-0000-0000-0000-00000000000{number}" for number in range(3)]
ALIKE = "the same verdicts"


@cache
def portfolio() -> tuple[Columns, Columns, Any]:
    """Return three plans as columns, and what the check of each alone says: two that fail and one that holds.

    They are of two years: a check of many plans has columns for each year, and no type depends on how many there are.
    """
    years = ("2022", "2023")
    costs = [{"art": "løn", "unit_price": 1_000, "quantity": dict.fromkeys(years, 1)}]

    def plan(lbf: int, kommune: int, **stated: Any) -> Any:
        given = (("lbf", lbf), ("kommune", kommune), ("boligorganisation", 1_000 - lbf - kommune))
        streams = [
            {"source": source, "status": "tilsagn", "amounts": dict.fromkeys(years, amount)} for source, amount in given
        ]
        return build.plan(*streams, costs=costs, kommune="København", end="2023-12-31", **stated)

    plans = [plan(750, 125, total=2_000), plan(760, 120, total=2_000), plan(700, 200, total=2_500)]
    made = dict(zip(KEYS, plans, strict=True))
    return *ledger_columns(made), {key: said(one.check()) for key, one in made.items()}


def types() -> Iterator[tuple[str, str, str, Callable[[Any, str], Any]]]:
    """Yield each engine with each of its types by name, of what kind it is, and how a column is cast to it."""
    numpy = ["int64", "uint64", "int32"]
    for kind in ("Int64", "UInt64", "Int32", "int64[pyarrow]", "uint64[pyarrow]", "float64", "object"):
        yield "pandas", "integer", kind, partial(retyped, kind=kind)
    for kind in numpy:  # cannot be missing, so it holds columns that are filled alone
        yield "pandas", "filled", kind, partial(retyped, kind=kind)
    for kind in ("object", "string", "category", "string[pyarrow]", "large_string[pyarrow]"):
        yield "pandas", "text", kind, partial(retyped, kind=kind)
    for kind in ("datetime64[s]", "datetime64[ns]", "date32[pyarrow]", "date64[pyarrow]", "timestamp[us][pyarrow]"):
        yield "pandas", "day", kind, partial(retyped, kind=kind)
    yield "pandas", "day", "object", lambda frame, name: frame.assign(**{name: frame[name].dt.date.astype("object")})
    yield "pandas", "day", "string", partial(retyped, kind="string")
    signed = [pl.Int32, pl.Int64, pl.Int128]
    for one in (*signed, pl.UInt32, pl.UInt64, pl.UInt128, pl.Float64, pl.Decimal(38, 0), pl.String):
        yield "polars", "integer", str(one), partial(cast_in_polars, kind=one)
    for one in (pl.String, pl.Categorical, pl.Binary):
        yield "polars", "text", str(one), partial(cast_in_polars, kind=one)
    for one in (pl.Date, pl.Datetime("ms"), pl.Datetime("ns"), pl.String):
        yield "polars", "day", str(one), partial(cast_in_polars, kind=one)
    for arrow in (pa.int32(), pa.int64(), pa.uint32(), pa.uint64(), pa.float64(), pa.decimal128(38, 0), pa.string()):
        yield "pyarrow", "integer", str(arrow), partial(recast, kind=arrow)
    for arrow in (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        yield "pyarrow", "text", str(arrow), partial(recast, kind=arrow)
    yield "pyarrow", "text", "binary", partial(recast, kind=pa.binary())
    for arrow in (pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ns"), pa.string()):
        yield "pyarrow", "day", str(arrow), partial(recast, kind=arrow)
    integers = "INTEGER BIGINT HUGEINT UINTEGER UBIGINT UHUGEINT BIGNUM DECIMAL(38,0) DOUBLE VARCHAR VARIANT JSON"
    for word in integers.split():
        yield "duckdb", "integer", word, partial(in_sql, kind=word)
    for word in ("VARCHAR", "BLOB", "VARIANT", "JSON"):
        yield "duckdb", "text", word, partial(in_sql, kind=word)
    for word in ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "VARCHAR", "VARIANT"):
        yield "duckdb", "day", word, partial(in_sql, kind=word)


def retyped(frame: Any, name: str, kind: str) -> Any:
    return frame.astype({name: kind})


def cast_in_polars(frame: pl.DataFrame, name: str, kind: Any) -> pl.DataFrame:
    return frame.with_columns(pl.col(name).cast(kind))


def recast(table: pa.Table, name: str, kind: pa.DataType) -> pa.Table:
    column = table[name].cast(pa.string()) if pa.types.is_string_view(kind) else table[name]
    return table.set_column(table.schema.get_field_index(name), name, column.cast(kind))


def in_sql(relation: Any, name: str, kind: str) -> Any:
    cast = f'to_json("{name}")' if kind == "JSON" else f'CAST("{name}" AS {kind})'
    return relation.project(f'* REPLACE ({cast} AS "{name}")')


COLUMNS = {
    "integer": [("rows", "ore"), ("rows", "year"), ("plans", "stated_total")],
    "filled": [("rows", "ore"), ("plans", "stated_total")],
    "text": [("rows", "source"), ("rows", "status"), ("plans", "kommune"), ("plans", "stage"), ("rows", "plan")],
    "day": [("plans", "start"), ("plans", "end"), ("plans", "as_of")],
}
REFUSED = {
    ("pandas", "float64"),
    ("pandas", "object", "integer"),
    ("pandas", "object", "day"),
    ("pandas", "string", "day"),
    ("polars", "Float64"),
    ("polars", "Decimal(precision=38, scale=0)"),
    ("polars", "String", "integer"),
    ("polars", "String", "day"),
    ("polars", "Binary"),
    ("pyarrow", "double"),
    ("pyarrow", "decimal128(38, 0)"),
    ("pyarrow", "string", "integer"),
    ("pyarrow", "string", "day"),
    ("pyarrow", "binary"),
    ("duckdb", "BIGNUM"),
    ("duckdb", "DECIMAL(38,0)"),
    ("duckdb", "DOUBLE"),
    ("duckdb", "VARCHAR", "integer"),
    ("duckdb", "VARCHAR", "day"),
    ("duckdb", "BLOB"),
    ("duckdb", "VARIANT"),
    ("duckdb", "JSON"),
}


def is_refused(engine: str, name: str, kind: str) -> bool:
    return bool({(engine, name), (engine, name, kind)} & REFUSED)


# A type that is refused is refused column by column; one that is read may hold every word, or every day, at once.
CASES = [
    pytest.param(engine, cast, columns, refused, id=f"{engine} {'+'.join(column for _, column in columns)} {name}")
    for engine, kind, name, cast in types()
    for refused in [is_refused(engine, name, kind)]
    for columns in ([[one] for one in COLUMNS[kind]] if refused or kind in ("integer", "filled") else [COLUMNS[kind]])
]


def verdict(rows: Any, plans: Any, *columns: str) -> str:
    """Return whether a portfolio gets the verdicts of its plans alone, or that a column is refused by name."""
    expected = portfolio()[2]
    try:
        found = list(rows_of(check_many(rows, plans)))
    except FrameError as error:
        told = error.show("en")
        assert any(f"'{column}'" in told for column in columns), told
        assert "(" in told, told  # and how it is cast
        return "refused"
    frame = pl.DataFrame([{**row, "plan": str(row["plan"])} for row in found])
    assert compared(frame, expected) == []
    return ALIKE


@pytest.mark.deep
@pytest.mark.parametrize(("engine", "cast", "columns", "refused"), CASES)
def test_a_type_gives_the_verdicts_of_each_plan_alone_or_is_refused_by_name(
    engine: str, cast: Any, columns: list[tuple[str, str]], refused: bool
) -> None:
    make = ENGINES[engine]
    frames = {"rows": make(portfolio()[0]), "plans": make(portfolio()[1])}
    for where, column in columns:
        frames[where] = cast(frames[where], column)
        if column == "plan":
            frames["plans"] = cast(frames["plans"], column)
    found = verdict(frames["rows"], frames["plans"], *(column for _, column in columns))
    assert found == ("refused" if refused else ALIKE)


@pytest.mark.deep
@pytest.mark.parametrize("here", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
@pytest.mark.parametrize("there", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_keys_may_be_two_types_of_text_in_arrow(here: pa.DataType, there: pa.DataType) -> None:
    rows, plans = (recast(in_arrow(one), "plan", kind) for one, kind in zip(portfolio(), (here, there), strict=False))
    assert verdict(rows, plans) == ALIKE


@pytest.mark.parametrize("kind", ["UUID", "BIGNUM"])
def test_plans_may_have_keys_of_types_that_duckdb_alone_has(kind: str) -> None:
    rows, plans, expected = portfolio()
    if kind == "BIGNUM":
        rows, plans = ({**one, "plan": [KEYS.index(key) for key in one["plan"]]} for one in (rows, plans))
    frames = [in_sql(in_duckdb(one), "plan", kind) for one in (rows, plans)]
    found = {str(row["plan"]): row["ok"] for row in rows_of(check_many(*frames))}
    assert list(dict(sorted(found.items())).values()) == [one.ok for one in expected.values()]


@pytest.mark.parametrize("word", ["kommune", "stage", "source"])
def test_a_uuid_where_words_are_due_is_refused_and_never_empty(word: str) -> None:
    rows, plans, _ = portfolio()
    frames = {"rows": in_duckdb(rows), "plans": in_duckdb(plans)}
    where = "rows" if word == "source" else "plans"
    frames[where] = frames[where].project(f"* REPLACE (uuid() AS {word})")
    assert verdict(frames["rows"], frames["plans"], word) == "refused"


def emptied(engine: str, plans: Columns, fact: str) -> list[Any]:
    """Return the facts with one of them missing everywhere: stated as nulls, and as a column without a type."""
    alone = {**plans, fact: [None] * len(KEYS)}
    made = [ENGINES[engine](alone)]
    if engine == "polars":
        made.append(in_polars(plans).with_columns(pl.lit(None).alias(fact)))
    elif engine == "pandas":
        made.append(in_pandas(plans).assign(**{fact: None}))
        made.append(in_pandas(plans).assign(**{fact: float("nan")}))
        made.append(in_pandas(plans).assign(**{fact: pd.array([None] * len(KEYS), dtype=cast("Any", "null[pyarrow]"))}))
    elif engine == "pyarrow":
        table = in_arrow(plans)
        made.append(table.set_column(table.schema.get_field_index(fact), fact, pa.nulls(len(KEYS))))
    elif engine == "duckdb":
        made.append(in_duckdb(plans).project(f'* REPLACE (NULL AS "{fact}")'))
    return made


ONE_OF_EACH_KIND = ["as_of", "kommune", "stated_total"]  # of days, words and numbers
FACTS = ["as_of", "start", "end", "kommune", "stage", "stated_total", "lejemaal", "boligafdelinger"]


def each_missing_once() -> tuple[Columns, Columns, dict[str, str]]:
    """Return the portfolio once whole and once for every fact without it, and which fact each plan lacks."""
    rows, plans, _ = portfolio()
    lacks = {f"{key} {fact}": fact for fact in ("", *FACTS) for key in KEYS}
    many_rows = {name: [*values] * (len(FACTS) + 1) for name, values in rows.items()}
    many_plans = {name: [*values] * (len(FACTS) + 1) for name, values in plans.items()}
    many_rows["plan"] = [f"{key} {fact}" for fact in ("", *FACTS) for key in rows["plan"]]
    many_plans["plan"] = list(lacks)
    for fact in FACTS:
        pairs = zip(many_plans[fact], lacks.values(), strict=True)
        many_plans[fact] = [None if lacking == fact else value for value, lacking in pairs]
    return many_rows, many_plans, lacks


@cache
def without(fact: str) -> dict[str, dict[str, Any]]:
    """Return the verdicts where a fact is missing of every plan, by the kind of frame that is the cheapest."""
    rows, plans, _ = portfolio()
    given = {**plans, fact: [None] * len(KEYS)} if fact else plans
    return {row["plan"]: row for row in rows_of(check_many(in_polars(rows), in_polars(given)))}


@pytest.mark.parametrize("engine", list(ENGINES))
def test_a_fact_that_one_plan_lacks_is_unverified_for_that_plan_alone(engine: str) -> None:
    rows, plans, lacks = each_missing_once()
    found = {row["plan"]: row for row in rows_of(check_many(ENGINES[engine](rows), ENGINES[engine](plans)))}
    for plan, fact in lacks.items():
        key = plan.split()[0]
        assert {**found[plan], "plan": key} == without(fact)[key]
        if fact in ("start", "end"):
            assert found[plan]["period_length_max"] == "unverified"
        elif fact != "as_of":
            assert found[plan]["period_length_max"] == "passed"


# The daily test above has every fact missing on every engine; the types of an empty column are tried here.
TYPED = [*(("polars", fact) for fact in FACTS), *((engine, fact) for engine in ENGINES for fact in ONE_OF_EACH_KIND)]


@pytest.mark.deep
@pytest.mark.parametrize(("engine", "fact"), list(dict.fromkeys(TYPED)))
def test_a_fact_that_is_missing_alone_is_unverified_and_the_same_on_every_engine(engine: str, fact: str) -> None:
    rows, plans, _ = portfolio()
    for made in emptied(engine, plans, fact):
        assert {row["plan"]: row for row in rows_of(check_many(ENGINES[engine](rows), made))} == without(fact)


@pytest.mark.deep
@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb"])
@pytest.mark.parametrize("fact", ["start", "end"])
def test_a_period_of_which_one_end_is_missing_has_no_length(engine: str, fact: str) -> None:
    rows, plans, _ = portfolio()
    made = ENGINES[engine]({**plans, fact: [None, *plans[fact][1:]]})
    first, *others = sorted(rows_of(check_many(ENGINES[engine](rows), made)), key=lambda row: str(row["plan"]))
    assert first["period_length_max"] == "unverified"
    assert {row["period_length_max"] for row in others} == {"passed"}


@pytest.mark.parametrize("kind", [pl.UInt64, pl.UInt128, pl.Int128])
def test_a_wide_integer_beyond_64_bits_is_impossible_and_no_exception_of_an_engine(kind: Any) -> None:
    rows, plans, _ = portfolio()
    wide = pl.when(pl.col("plan") == KEYS[0]).then(pl.lit(2**64 - 1, dtype=kind)).otherwise(pl.col("ore").cast(kind))
    found = rows_of(check_many(in_polars(rows).with_columns(wide.alias("ore")), in_polars(plans)))
    assert [row["usable"] for row in sorted(found, key=lambda row: str(row["plan"]))] == [False, True, True]


@pytest.mark.deep
@pytest.mark.skipif(not SPARK_IS_HERE, reason="PySpark or Java is not installed")
@pytest.mark.parametrize(
    ("where", "column", "kind"),
    [
        ("rows", "ore", "decimal(38,0)"),
        ("rows", "ore", "double"),
        ("rows", "year", "int"),
        ("plans", "stated_total", "string"),
        ("plans", "start", "timestamp"),
        ("plans", "end", "string"),
        ("plans", "kommune", "binary"),
        ("plans", "kommune", "void"),
    ],
)
def test_so_do_the_types_of_spark(where: str, column: str, kind: str) -> None:
    frames = {"rows": in_spark(portfolio()[0]), "plans": in_spark(portfolio()[1])}
    if kind == "void":
        frames[where] = frames[where].selectExpr(*[one for one in frames[where].columns if one != column])
        frames[where] = frames[where].selectExpr("*", f"NULL AS {column}")
        found = {row["plan"]: row for row in rows_of(check_many(frames["rows"], frames["plans"]))}
        rows, plans, _ = portfolio()
        blank = check_many(in_polars(rows), in_polars({**plans, column: [None] * 3}))
        assert found == {row["plan"]: row for row in rows_of(blank)}
        return
    frames[where] = frames[where].withColumn(column, frames[where][column].cast(kind))
    kept = kind in {"int", "timestamp"}
    assert verdict(frames["rows"], frames["plans"], column) == (ALIKE if kept else "refused")
