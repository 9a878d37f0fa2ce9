"""The types of columns: made uniform where engines have several for one kind, and refused by name where unknown.

Narwhals reports Unknown for a type that it does not know and for a column of nulls alike. The engine's own type
distinguishes them: a column is taken for empty only where it is known to be.
"""

from collections.abc import Mapping
from typing import Any, Literal

from helhedsplan_finance.errors import FrameError
from helhedsplan_finance.plan.fields import MOST_PLAN_ORE

Kind = Literal["key", "words", "integer", "day"]

_NULLS = ("null", "void", "null[pyarrow]")
# Narwhals reports these as text or as unknown; the engine compares them with their quotation marks, or not at all.
_OPAQUE = ("json", "variant")
_KEYS_OF_DUCKDB = ("uuid", "bignum")  # it groups and joins by them
_CASTS: dict[str, dict[str, str]] = {
    "pandas": {"integer": 'astype("Int64")', "words": 'astype("string")', "day": "pd.to_datetime"},
    "polars": {"integer": "cast(pl.Int64)", "words": "cast(pl.String)", "day": "cast(pl.Date)"},
    "pyarrow": {"integer": "cast(pa.int64())", "words": "cast(pa.string())", "day": "cast(pa.date32())"},
    "sql": {"integer": "CAST({0} AS BIGINT)", "words": "CAST({0} AS VARCHAR)", "day": "CAST({0} AS DATE)"},
    "pyspark": {"integer": 'cast("bigint")', "words": 'cast("string")', "day": 'cast("date")'},
}
_FAULTS = {"key": "frame.not_key", "words": "frame.not_words", "integer": "frame.not_integer", "day": "frame.not_date"}


def with_known_kinds(frame: Any, kinds: Mapping[str, Kind]) -> Any:
    """Return a Narwhals frame with column types that can be checked; raises :class:`FrameError` for others."""
    import narwhals as nw

    columns = frame.collect_schema()
    there = {name: kind for name, kind in kinds.items() if name in columns}
    frame = _arrow_alike(frame, there)
    schema, casts = frame.collect_schema(), []
    for name, kind in there.items():
        found, native = schema[name], native_type(frame, name)
        if kind != "key" and _is_empty(frame, name, native):
            if kind != "day" and frame.implementation.is_pandas_like():
                own = {name: _text_like(frame, there) if kind == "words" else "Int64"}
                frame = nw.from_native(frame.to_native().astype(own))
            elif kind == "words" or (kind == "integer" and not found.is_integer()):
                empty: Any = nw.String() if kind == "words" else nw.Int64()
                casts.append(nw.lit(None, empty).alias(name))
        elif not _is_of(kind, found, native, frame.implementation):
            unknown = found == nw.Unknown or native.lower() in _OPAQUE
            raise FrameError(
                _FAULTS[kind], column=name, found=native if unknown else found, cast=_cast(frame, name, kind)
            )
        elif kind == "integer" and found in (nw.UInt64, nw.UInt128, nw.Int128):
            casts.append(_narrow(name, found))
    return frame.with_columns(*casts) if casts else frame


def _text_like(frame: Any, kinds: Mapping[str, Kind]) -> Any:
    """Return the text type of the other words of a pandas frame: two kinds of missing text do not compare."""
    import narwhals as nw

    schema, native = frame.collect_schema(), frame.to_native().dtypes
    texts = (native[name] for name, kind in kinds.items() if kind == "words" and schema[name] == nw.String)
    return next((found for found in texts if str(found) != "object"), "string")


def native_type(frame: Any, name: str) -> str:
    """Return the engine's own name of the type of a column."""
    native = frame.to_native()
    found: object
    if frame.implementation.is_pandas_like():
        found = native.dtypes[name]
    elif frame.implementation.is_polars():
        found = native.collect_schema()[name]
    elif frame.implementation.is_pyarrow():
        found = native.schema.field(name).type
    elif frame.implementation.is_duckdb():
        found = dict(zip(native.columns, native.types, strict=True))[name]
    elif frame.implementation.is_pyspark():
        found = native.schema[name].dataType.simpleString()
    else:
        found = frame.collect_schema()[name]
    return str(found).strip('"')


def with_key_of(frame: Any, other: Any) -> Any:
    """Return an Arrow frame whose ``plan`` has the text type of the other; Arrow does not join two types of text."""
    import narwhals as nw

    if not frame.implementation.is_pyarrow() or native_type(frame, "plan") == native_type(other, "plan"):
        return frame
    if not (frame.collect_schema()["plan"] == other.collect_schema()["plan"] == nw.String):
        return frame
    return _cast_arrow(frame, {"plan": other.to_native().schema.field("plan").type})


def _arrow_alike(frame: Any, kinds: Mapping[str, Kind]) -> Any:
    """Return an Arrow frame in which types that cannot be grouped, compared or read are cast to those that can."""
    if not frame.implementation.is_pyarrow():
        return frame
    import pyarrow as pa

    casts = {}
    for name, kind in kinds.items():
        found = frame.to_native().schema.field(name).type
        words = found.value_type if pa.types.is_dictionary(found) else found
        is_text = pa.types.is_string(words) or pa.types.is_large_string(words) or pa.types.is_string_view(words)
        if kind in {"key", "words"} and is_text and (words is not found or pa.types.is_string_view(words)):
            casts[name] = pa.large_string()
        elif kind == "day" and pa.types.is_date64(found):
            casts[name] = pa.date32()
    return _cast_arrow(frame, casts)


def _cast_arrow(frame: Any, casts: Mapping[str, Any]) -> Any:
    import narwhals as nw

    native = frame.to_native()
    for name, kind in casts.items():
        native = native.set_column(native.schema.get_field_index(name), name, native[name].cast(kind))
    return nw.from_native(native)


def _is_empty(frame: Any, name: str, native: str) -> bool:
    """Return whether a column has only nulls, by its type, or by its content where that is in memory."""
    import narwhals as nw

    if native.lower() in _NULLS:
        return True
    return isinstance(frame, nw.DataFrame) and bool(len(frame)) and bool(frame[name].is_null().all())


def _is_of(kind: Kind, found: Any, native: str, engine: Any) -> bool:
    import narwhals as nw

    if native.lower() in _OPAQUE:
        return False
    if kind == "integer":
        return bool(found.is_integer())
    if kind == "day":
        return found in (nw.Date, nw.Datetime) or native.startswith("date64")
    # An object column of pandas may have other values among its text; its words are checked one by one.
    text = found in (nw.String, nw.Categorical, nw.Enum) or (found == nw.Object and engine.is_pandas_like())
    if kind == "words":
        return text
    if found == nw.Unknown:
        return engine.is_duckdb() and native.lower() in _KEYS_OF_DUCKDB
    return text or not (found.is_nested() or found in (nw.Object, nw.Binary))


def _narrow(name: str, found: Any) -> Any:
    """Return a wide integer as a signed one of 64 bits; what exceeds the largest amount of a plan still does."""
    import narwhals as nw

    column = nw.col(name)
    narrow = (
        nw.when(column > MOST_PLAN_ORE)
        .then(nw.lit(MOST_PLAN_ORE + 1, nw.Int64))
        .otherwise(nw.when(column <= MOST_PLAN_ORE).then(column).otherwise(None).cast(nw.Int64))
    )
    if not found.is_signed_integer():
        return narrow.alias(name)
    return nw.when(column < 0).then(nw.lit(-1, nw.Int64)).otherwise(narrow).alias(name)


def _cast(frame: Any, name: str, kind: Kind) -> str:
    """Return the expression for the cast in the frame's engine."""
    engine = frame.implementation
    if engine.is_pandas_like():
        own = "pandas"
    elif engine.is_polars():
        own = "polars"
    elif engine.is_pyarrow():
        own = "pyarrow"
    else:
        own = "pyspark" if engine.is_pyspark() else "sql"
    return _CASTS[own]["words" if kind == "key" else kind].format(name)
