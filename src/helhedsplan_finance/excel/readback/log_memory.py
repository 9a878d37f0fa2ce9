"""The memory of the Log: contributions stated as one total, while their years still add up to it."""

import re
from typing import TypeVar

from pydantic import ValidationError

from helhedsplan_finance.errors import InputError
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.plan.schema import OPLYST
from helhedsplan_finance.text import Lang, say

P = TypeVar("P", bound=PlanData)

_WEIGHT = re.compile(r"(\d{4}): ([\d.,]+)", re.ASCII)


def as_stated(book: Book, plan: P, lang: Lang) -> P:
    """Return the plan with each total from the Log whose years on Kilder are unchanged."""
    table = book.tables.get(OPLYST)
    columns = [say(key, lang) for key in ("column.id", "column.stated_total", "column.spread")]
    if table is None or not set(columns) <= set(table.columns):
        return plan
    stated = {}
    for row in table.rows:
        id_, amount, spread = (book.cell(table.sheet, row, table.columns[title]).value for title in columns)
        if id_ is not None and spread is not None:
            stated[str(id_)] = None if amount is None else str(amount), str(spread)
    streams = tuple(
        _stated(plan, stream, *stated[stream.id]) if stream.id in stated else stream for stream in plan.streams
    )
    return with_values(plan, streams=streams)


def _stated(plan: PlanData, stream: Stream, amount: str | None, spread: str) -> Stream:
    weights = dict(_WEIGHT.findall(spread))
    data = {**stream.model_dump(exclude_none=True), "spread": weights or spread}
    if amount is not None:
        data.pop("amounts", None)
        data["amount"] = int(amount) if amount.isdecimal() and len(amount) < 20 else amount
    try:
        candidate = Stream.model_validate(data)
        same = stream_by_year(candidate, plan.period) == stream_by_year(stream, plan.period)
    except (ValidationError, InputError):
        return stream  # the Log was edited; the years on Kilder count
    return candidate if same else stream
