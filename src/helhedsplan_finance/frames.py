"""A pandas frame from rows. pandas is loaded when a frame is asked for, and not before."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

WHOLE = "Int64"  # whole numbers, or missing: never zero for what nobody knows


def frame_of(rows: Sequence[Any], columns: Sequence[str], kinds: Mapping[str, str]) -> "pd.DataFrame":
    """Return a frame of rows (mappings or tuples), with the columns in their order and some of them of a stated kind.

    Raises :class:`MissingExtraError` without pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("extra.pandas") from None
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(kinds))
