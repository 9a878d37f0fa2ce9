"""A pandas frame from rows. pandas is loaded when a frame is asked for, and not before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

WHOLE = "Int64"  # whole numbers, or missing: never zero for what nobody knows
NUMBER = "Float64"  # the nearest float of an exact number, or missing


def frame_of(rows: Sequence[Any], columns: Sequence[str], kinds: Mapping[str, str]) -> "pd.DataFrame":
    """Return a frame of rows (mappings or tuples), with the columns in their order and some of them of a stated kind.

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
    """Return a frame in which each ``exact`` number is the nearest float, and beside it exact, as text.

    In ``rows`` it is a number, its text (``9/62``), or missing; the text has the column's name with ``_exact``.
    Raises :class:`MissingExtraError` without pandas.
    """
    told = [
        {name: None if one[name] is None else str(one[name]) if name in exact else one[name] for name in one}
        for one in rows
    ]
    for one in told:
        for name in exact:
            one[f"{name}_exact"] = one[name]
            one[name] = None if one[name] is None else float(Fraction(str(one[name])))
    beside = [name for column in columns for name in ((column, f"{column}_exact") if column in exact else (column,))]
    return frame_of(told, beside, {**kinds, **dict.fromkeys(exact, NUMBER)})
