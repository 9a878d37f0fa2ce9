"""Build DataFrames from rows; pandas is loaded on first use."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

WHOLE = "Int64"  # whole numbers, or missing: an unknown value is never zero
NUMBER = "Float64"  # the nearest float of an exact number, or missing


def frame_of(rows: Sequence[Any], columns: Sequence[str], kinds: Mapping[str, str]) -> "pd.DataFrame":
    """Return a DataFrame of rows (mappings or tuples) with ``columns`` in that order and the dtypes of ``kinds``.

    Raises :class:`MissingExtraError` without pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("extra.pandas") from None
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(kinds))


def exact_frame(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], kinds: Mapping[str, str], exact: Collection[str]
) -> "pd.DataFrame":
    """Return a DataFrame in which each ``exact`` number is the nearest float, and exact as text in another column.

    In ``rows`` it is a number, its text (``9/62``), or missing; the text has the column's name with ``_exact``.
    Raises :class:`MissingExtraError` without pandas.
    """
    records = [
        {name: None if row[name] is None else str(row[name]) if name in exact else row[name] for name in row}
        for row in rows
    ]
    for record in records:
        for name in exact:
            record[f"{name}_exact"] = record[name]
            record[name] = None if record[name] is None else float(Fraction(str(record[name])))
    names = [name for column in columns for name in ((column, f"{column}_exact") if column in exact else (column,))]
    return frame_of(records, names, {**kinds, **dict.fromkeys(exact, NUMBER)})
