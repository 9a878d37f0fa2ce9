"""The ledger as a frame."""

from typing import TYPE_CHECKING

from helhedsplan_finance.frames import WHOLE, frame_of
from helhedsplan_finance.ledger import Ledger, Row

if TYPE_CHECKING:
    import pandas as pd


def ledger_frame(ledger: Ledger) -> "pd.DataFrame":
    """Return the ledger as a tidy pandas frame, a row for each amount and year.

    The columns are those of :class:`Row`, in its order. ``year`` and ``ore`` are nullable integers (``Int64``): missing
    where the plan does not say, never zero. Raises :class:`MissingExtraError` without pandas.
    """
    return frame_of(ledger.rows, Row._fields, {"year": WHOLE, "ore": WHOLE})
