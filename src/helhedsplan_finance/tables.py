"""The ledger as a frame. pandas is loaded here, when it is asked for, and nowhere else."""

from typing import TYPE_CHECKING

from helhedsplan_finance.errors import MissingExtraError
from helhedsplan_finance.ledger import Ledger, Row

if TYPE_CHECKING:
    import pandas as pd


def ledger_frame(ledger: Ledger) -> "pd.DataFrame":
    """Return the ledger as a tidy pandas frame, a row for each amount and year.

    The columns are those of :class:`Row`, in its order. ``year`` and ``ore`` are nullable integers (``Int64``): missing
    where the plan does not say, never zero. Raises :class:`MissingExtraError` without pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("extra.pandas") from None
    frame = pd.DataFrame.from_records(list(ledger.rows), columns=list(Row._fields))
    return frame.astype({"year": "Int64", "ore": "Int64"})
