"""The ledger as a DataFrame, and its pandas accessor ``df.helhedsplan`` (:class:`.LedgerAccessor`).

The module is loaded when a ledger is converted to a DataFrame, and may be imported by itself; raises
:class:`MissingExtraError` without pandas.
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
    """Return the ledger as a tidy DataFrame, a row for each amount and year.

    The columns are those of :class:`Row`, in its order. ``year`` and ``ore`` are nullable integers (``Int64``): missing
    where the plan does not state them, never zero. ``df.helhedsplan`` gives its sums.
    """
    return frame_of(ledger.rows, Row._fields, {"year": WHOLE, "ore": WHOLE})
