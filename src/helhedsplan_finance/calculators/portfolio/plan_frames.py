"""The DataFrames of many plans: made uniform where they can be checked, and refused where they cannot."""

from collections.abc import Iterable
from datetime import date
from typing import Any, get_args

from helhedsplan_finance.errors import FrameError
from helhedsplan_finance.plan.column_types import Kind, native_type, with_key_of, with_known_kinds
from helhedsplan_finance.plan.fields import MOST_PLAN_ORE
from helhedsplan_finance.plan.givers import GIVER_WORDS, SOURCES
from helhedsplan_finance.rules.record import Column

COLUMNS = get_args(Column)
NEEDED = ("plan", "side", "source", "status", "year", "ore")
DAYS = ("as_of", "start", "end")
WORDS = ("kommune", "stage")
NUMBERS = ("stated_total", "lejemaal", "boligafdelinger")
FACTS = (*DAYS, *WORDS, *NUMBERS)
_ROWS: dict[str, Kind] = {"plan": "key", **dict.fromkeys(COLUMNS, "words"), "year": "integer", "ore": "integer"}
_PLANS: dict[str, Kind] = {
    "plan": "key",
    **dict.fromkeys(DAYS, "day"),
    **dict.fromkeys(WORDS, "words"),
    **dict.fromkeys(NUMBERS, "integer"),
}


def read_rows(rows: Any, needed: Iterable[str] = NEEDED) -> Any:
    """Return ledger rows as a Narwhals frame; raises :class:`FrameError` for what is not such rows."""
    import narwhals as nw

    read = nw.from_native(rows)
    _with_all(read, needed)
    read = with_known_kinds(read, _ROWS)
    schema = read.collect_schema()
    if "projected" in schema:
        read = _flagged(read, schema["projected"])
    read = _plain(read, {"year": "Int64", "ore": "Int64"})
    # Unsigned or narrow integers would overflow where signed ones of 64 bits do not.
    return read if schema["ore"] == nw.Int64 else read.with_columns(nw.col("ore").cast(nw.Int64))


def givers_of(rows: Any) -> tuple[str, ...]:
    """Return the words that the source of some rows may have: those that occur, where that is known.

    Comparisons use no other word, since a column of fixed words would refuse it.
    """
    import narwhals as nw

    kind = rows.collect_schema()["source"]
    if kind == nw.Enum:
        words = set(kind.categories)
    elif isinstance(rows, nw.DataFrame):
        words = {*SOURCES, *map(str, rows["source"].drop_nulls().unique().to_list())}
    else:
        words = set(GIVER_WORDS)
    return tuple(word for word in GIVER_WORDS if word in words)


def _flagged(rows: Any, kind: Any) -> Any:
    """Return the rows with ``projected`` as true or false, which some frames have as 1 or 0."""
    import narwhals as nw

    if kind == nw.Boolean:
        return rows
    if not kind.is_integer():
        raise FrameError("frame.not_flag", column="projected", found=kind)
    return rows.with_columns((nw.col("projected") == 1).alias("projected"))


def read_plans(plans: Any, rows: Any, as_of: date | None) -> Any:
    """Return the facts of each plan as a Narwhals frame of the same kind as the rows, or ``None`` without any."""
    import narwhals as nw

    read = None if plans is None else nw.from_native(plans)
    facts = set() if read is None else set(_with_all(read, ["plan"])) & set(FACTS)
    if as_of is None and not facts & {"as_of", "start"}:
        raise FrameError("frame.no_day")
    if read is None:
        return None
    if read.implementation is not rows.implementation or type(read) is not type(rows):
        found = [f"{one.implementation} {type(one).__name__}" for one in (rows, read)]
        raise FrameError("frame.other_kind", rows=found[0], plans=found[1])
    read = with_key_of(with_known_kinds(read, _PLANS), rows)
    keys = [frame.collect_schema()["plan"] for frame in (rows, read)]
    if keys[0] != keys[1]:
        raise FrameError("frame.other_keys", rows=keys[0], plans=keys[1])
    if isinstance(read, nw.DataFrame) and len(read) != read["plan"].n_unique():
        raise FrameError("frame.twice")
    return _typed(read.select("plan", *(name for name in FACTS if name in facts)))


def _typed(plans: Any) -> Any:
    """Return the facts as days, words and integers; a column of nulls has no type of its own."""
    import narwhals as nw

    plans = _with_types_for_nothing(plans)
    schema = plans.collect_schema()
    casts = [
        nw.col(name).cast(nw.String) for name in WORDS if name in schema and schema[name] in (nw.Categorical, nw.Enum)
    ]
    plans = plans.with_columns(*casts) if casts else plans
    kinds = dict.fromkeys(DAYS, "datetime64[s]") | dict.fromkeys(NUMBERS, "Int64")
    return _plain(plans, {name: kind for name, kind in kinds.items() if name in schema})


def _plain(frame: Any, kinds: dict[str, str]) -> Any:
    """Return a frame with Arrow columns of pandas cast to its own types, since it lacks some arithmetic on Arrow's."""
    import narwhals as nw

    if not isinstance(frame, nw.DataFrame) or not frame.implementation.is_pandas_like():
        return frame
    native = frame.to_native()
    casts = {name: kind for name, kind in kinds.items() if "pyarrow" in str(native.dtypes[name])}
    return nw.from_native(native.astype(casts)) if casts else frame


def _with_types_for_nothing(plans: Any) -> Any:
    """Return a frame with types for the columns of nulls, since their content has none."""
    import narwhals as nw

    empty = [name for name in plans.collect_schema() if name != "plan" and _is_empty(plans, name)]
    if not empty:
        return plans
    if isinstance(plans, nw.DataFrame) and plans.implementation.is_pandas_like():
        kinds = {name: "datetime64[s]" if name in DAYS else "string" if name in WORDS else "Int64" for name in empty}
        return nw.from_native(plans.to_native().astype(kinds))
    types = {name: nw.Date if name in DAYS else nw.String if name in WORDS else nw.Int64 for name in empty}
    return plans.with_columns(*(nw.lit(None, kind()).alias(name) for name, kind in types.items()))


def _is_empty(plans: Any, name: str) -> bool:
    import narwhals as nw

    if isinstance(plans, nw.DataFrame):
        return bool(len(plans)) and bool(plans[name].is_null().all())
    return native_type(plans, name).lower() in {"null", "void"}


def plausible(facts: Iterable[str]) -> Any:
    """Return whether the facts of a plan are valid."""
    import narwhals as nw

    if "stated_total" not in facts:
        return nw.lit(value=True)
    total = nw.col("stated_total")
    return total.is_null() | ((total >= 0) & (total <= MOST_PLAN_ORE))


def _with_all(frame: Any, names: Iterable[str]) -> Any:
    schema = frame.collect_schema()
    missing = [name for name in names if name not in schema]
    if missing:
        raise FrameError("frame.missing", names=missing, found=list(schema))
    return schema
