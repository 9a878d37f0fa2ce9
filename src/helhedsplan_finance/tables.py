"""The ledger as a frame. With this module pandas knows ``frame.helhedsplan`` (:class:`.LedgerAccessor`).

It is loaded when the library makes a ledger's frame, and may be imported on its own; raises :class:`MissingExtraError`
without pandas.
"""

from helhedsplan_finance.errors import MissingExtraError
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.values.frame import WHOLE, frame_of

try:
    import pandas as pd
except ImportError:
    raise MissingExtraError("extra.pandas") from None

from helhedsplan_finance.outputs.notebook.accessor import LedgerAccessor
from helhedsplan_finance.outputs.notebook.styler import ledger_styler as ledger_styler

pd.api.extensions.register_dataframe_accessor("helhedsplan")(LedgerAccessor)


def ledger_frame(ledger: Ledger) -> pd.DataFrame:
    """Return the ledger as a tidy pandas frame, a row for each amount and year.

    The columns are those of :class:`Row`, in its order. ``year`` and ``ore`` are nullable integers (``Int64``): missing
    where the plan does not say, never zero. The frame knows ``frame.helhedsplan``, its sums.
    """
    return frame_of(ledger.rows, Row._fields, {"year": WHOLE, "ore": WHOLE})
