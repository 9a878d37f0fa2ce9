"""The first and last day of what is there in a part of a plan's period only: whole months within the period."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Protocol

from helhedsplan_finance.text import Message, message


class DayWords(NamedTuple):
    """The keys of the sentences on the days of a row."""

    not_first: str
    not_last: str
    outside: str
    end_before_start: str


OF_RENT = DayWords("rent.not_first", "rent.not_last", "rent.outside", "rent.end_before_start")
OF_LINE = DayWords("line.not_first", "line.not_last", "rent.outside", "line.end_before_start")


class InPart(Protocol):
    """A row of a plan with a first and a last day of its own."""

    @property
    def start(self) -> date | None:
        """The first day; ``None`` for that of the plan."""
        ...

    @property
    def end(self) -> date | None:
        """The last day; ``None`` for that of the plan."""
        ...


def day_faults(row: InPart, start: date, end: date, words: DayWords, *, edges: bool) -> Iterator[tuple[str, Message]]:
    """Yield the faults of a row's days, each with its key; ``words`` are the sentences of the row.

    The first day is the first of a month and the last day the last of one; with ``edges`` they may be those of the
    plan, too.
    """
    if row.start is not None and row.start.day != 1 and not (edges and row.start == start):
        yield "start", message(words.not_first, found=row.start)
    if row.end is not None and not _is_last(row.end) and not (edges and row.end == end):
        yield "end", message(words.not_last, found=row.end)
    if row.start is not None and not start <= row.start <= end:
        yield "start", message(words.outside, found=row.start, start=start, end=end)
    if row.end is not None and not start <= row.end <= end:
        yield "end", message(words.outside, found=row.end, start=start, end=end)
    if row.start is not None and row.end is not None and row.end < row.start:
        yield "end", message(words.end_before_start, start=row.start, end=row.end)


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
