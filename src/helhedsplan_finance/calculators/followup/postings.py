"""Postings: what was spent or received, each with the line of the file that it comes from.

A posting is a cost of a budget line (``post``) or money received from a contribution (``stream``). One without either
is not placed, and counts in every total all the same.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, Self


class Posting(NamedTuple):
    """A posting.

    ``line`` counts from 1 in ``file``. ``post`` is the id of a budget line, ``stream`` that of a contribution,
    ``source`` the payer of a cost. ``ore`` is positive for a cost spent, or for money received where ``stream`` is
    set; negative for a refund or a correction. A missing text is empty.
    """

    line: int
    file: str
    date: datetime.date | None
    post: str | None
    stream: str | None
    source: str | None
    afdeling: str | None
    voucher: str
    text: str
    account: str
    ore: int

    @property
    def is_placed(self) -> bool:
        """Whether the posting belongs to a budget line or a contribution."""
        return self.post is not None or self.stream is not None

    @property
    def year(self) -> int | None:
        """The calendar year of the posting; ``None`` without a date."""
        return None if self.date is None else self.date.year


@dataclass(frozen=True, slots=True)
class Ignored:
    """The rows of an account that the mapping leaves out, such as those of the balance: ``ore`` as in the file."""

    file: str
    account: str
    why: str
    count: int
    ore: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A row of a file that is no posting: one cell of text and no amount."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of one or more files, the rows left out, and the rows that are no postings."""

    rows: tuple[Posting, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def joined(cls, files: Iterable[Self]) -> Self:
        """Return the postings of several files as one, in the order of the files."""
        read = tuple(files)
        return cls(
            tuple(row for one in read for row in one.rows),
            tuple(row for one in read for row in one.ignored),
            tuple(row for one in read for row in one.remarks),
        )

    @property
    def unplaced(self) -> tuple[Posting, ...]:
        """The postings that belong to no budget line and no contribution."""
        return tuple(row for row in self.rows if not row.is_placed)


def sums(postings: Iterable[Posting], *by: str) -> dict[tuple[Any, ...], int]:
    """Return the sums of postings in øre by some of their attributes, such as ``"post", "year"``.

    Costs and money received are not told apart unless ``by`` has ``stream``.
    """
    found: defaultdict[Any, int] = defaultdict(int)
    key = attrgetter(*by)
    for one in postings:
        found[key(one)] += one.ore
    return {name if len(by) > 1 else (name,): ore for name, ore in found.items()}
