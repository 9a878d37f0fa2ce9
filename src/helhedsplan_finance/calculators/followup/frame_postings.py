"""Read postings from a frame of any engine that Narwhals knows: pandas, Polars, PyArrow, DuckDB, PySpark."""

from itertools import chain
from typing import Any

from helhedsplan_finance.calculators.followup.mapping import OWN_LAYOUT, AccountMapping
from helhedsplan_finance.calculators.followup.posting_columns import find_columns
from helhedsplan_finance.calculators.followup.postings import Postings
from helhedsplan_finance.calculators.followup.read_table import read_table
from helhedsplan_finance.errors import FrameError


def postings_of_frame(frame: Any, mapping: AccountMapping | None = None, *, name: str = "frame") -> Postings:
    """Return the rows of a frame as postings, whose lines are the rows from 1, and whose file is ``name``.

    The columns are those of :func:`read_postings`. An amount is kroner as text or as an exact number, or whole øre in
    the column ``ore``; a column of floats is refused, since no float holds øre. Raises :class:`FrameError` for what is
    no frame, or has such a column, and :class:`PostingError` with the faults by row.
    """
    import narwhals as nw

    try:
        read = nw.from_native(frame)
    except TypeError:
        raise FrameError("frame.no_frame", found=type(frame).__name__) from None
    eager = read.collect() if isinstance(read, nw.LazyFrame) else read
    mapping = mapping or OWN_LAYOUT
    _refuse_floats(eager, mapping)
    columns = [_values(eager[column]) for column in eager.columns]
    rows = enumerate(zip(*columns, strict=True), start=1)
    return read_table(chain([(0, eager.columns)], rows), mapping, name, typed=True)


def _values(column: Any) -> list[Any]:
    """Return the values of a column; a missing one is ``None``, whatever the engine has for it."""
    values, missing = column.to_list(), column.is_null().to_list()
    return [None if none else value for value, none in zip(values, missing, strict=True)] if any(missing) else values


def _refuse_floats(frame: Any, mapping: AccountMapping) -> None:
    at, _ = find_columns(frame.columns, mapping.column)
    if "amount" in at:
        column = frame.columns[at["amount"]]
        if frame.collect_schema()[column].is_float():
            raise FrameError("frame.float_amount", column=column)
