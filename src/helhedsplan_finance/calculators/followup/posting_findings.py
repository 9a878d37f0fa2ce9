"""What is found on postings, as values with file and line: nothing is corrected or left out.

A single negative amount is a refund, and fine; costs that are negative on the whole probably have the other sign.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Literal, get_args

from helhedsplan_finance.calculators.followup.postings import Posting, Postings, sums
from helhedsplan_finance.errors import nearest
from helhedsplan_finance.text import Lang, Message, message, say, short
from helhedsplan_finance.values.money import Kroner

Kind = Literal[
    "undated",
    "outside",
    "future",
    "other_year",
    "twice",
    "unknown_post",
    "unknown_stream",
    "reversed",
    "reversed_income",
    "remark",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class PostingFinding:
    """A finding on a posting, or on a file where ``line`` is ``None``; ``ore`` is the amount that it is about."""

    kind: Kind
    file: str
    line: int | None
    ore: int | None
    what: Message

    def show(self, lang: Lang) -> str:
        """Return the finding in ``lang``, its file and line first."""
        if self.line is None:
            return say("postings.found_in", lang, file=self.file, what=self.what)
        return say("postings.found_at", lang, file=self.file, line=self.line, what=self.what)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the finding as JSON data."""
        return {
            "kind": self.kind,
            "file": self.file,
            "line": self.line,
            "amount_ore": self.ore,
            "message": self.what.show(lang),
        }


class _Unknown(dict[str, str | None]):
    """The nearest known id of each unknown one, empty where nothing is known; ``None`` for an id that is known."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__(dict.fromkeys(known))
        self._known = tuple(known)

    def __missing__(self, id_: str) -> str:
        self[id_] = close = nearest(id_, self._known) or ""
        return close


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of each posting; ``None`` is not asked."""

    period: tuple[date, date] | None
    as_of: date | None
    year: int | None
    posts: _Unknown | None
    streams: _Unknown | None


def posting_findings(
    postings: Postings | Iterable[Posting],
    *,
    period: tuple[date, date] | None = None,
    as_of: date | None = None,
    year: int | None = None,
    posts: Collection[str] | None = None,
    streams: Collection[str] | None = None,
) -> tuple[PostingFinding, ...]:
    """Return what is found on postings, by file and line; what is ``None`` is not asked.

    ``period`` is the first and the last day of the plan, ``year`` the one that the postings should be of, ``posts`` and
    ``streams`` the ids that the plan has.
    """
    read = postings if isinstance(postings, Postings) else Postings(tuple(postings))
    unknown = [None if known is None else _Unknown(known) for known in (posts, streams)]
    asked = _Asked(period, as_of, year, *unknown)
    # Most postings share a day, a post and a contribution with others, and nothing is found on those.
    places = {(one.date, one.post, one.stream): one for one in read.rows}
    suspect = {place for place, one in places.items() if any(_of_posting(one, asked))}
    of_suspects = (one for one in read.rows if (one.date, one.post, one.stream) in suspect) if suspect else ()
    found = [finding for one in of_suspects for finding in _of_posting(one, asked)]
    found += _twice(read.rows)
    found += _reversed(read.rows)
    found += [
        PostingFinding("remark", one.file, one.line, None, message("postings.finding_remark", found=one.text))
        for one in read.remarks
    ]
    return tuple(sorted(found, key=lambda one: (one.file, one.line or 0, KINDS.index(one.kind))))


def _of_posting(one: Posting, asked: _Asked) -> Iterator[PostingFinding]:
    day, period = one.date, asked.period
    if day is None:
        yield _finding("undated", one)
    else:
        if period is not None and not period[0] <= day <= period[1]:
            yield _finding("outside", one, day=day, first=period[0], last=period[1])
        if asked.as_of is not None and day > asked.as_of:
            yield _finding("future", one, day=day, as_of=asked.as_of)
        if asked.year is not None and day.year != asked.year:
            yield _finding("other_year", one, day=day, year=str(asked.year))
    if asked.posts is not None and one.post is not None and (near := asked.posts[one.post]) is not None:
        yield _unknown("unknown_post", "no_post", one, one.post, near)
    if asked.streams is not None and one.stream is not None and (near := asked.streams[one.stream]) is not None:
        yield _unknown("unknown_stream", "no_stream", one, one.stream, near)


def _unknown(kind: Kind, instead: str, one: Posting, id_: str, near: str) -> PostingFinding:
    """Return the finding of an unknown id with the nearest known one, or that nothing is known."""
    if near:
        return _finding(kind, one, found=short(id_), nearest=near)
    what = message(f"postings.finding_{instead}", found=short(id_), amount=Kroner.from_ore(one.ore))
    return PostingFinding(kind, one.file, one.line, one.ore, what)


def _finding(kind: Kind, one: Posting, **params: object) -> PostingFinding:
    what = message(f"postings.finding_{kind}", amount=Kroner.from_ore(one.ore), **params)
    return PostingFinding(kind, one.file, one.line, one.ore, what)


def _twice(rows: Sequence[Posting]) -> Iterator[PostingFinding]:
    """Yield each posting whose voucher, date and amount an earlier one has; earlier by file and line."""
    first: dict[tuple[object, ...], Posting] = {}
    for one in sorted((row for row in rows if row.voucher), key=attrgetter("file", "line")):
        key = one.voucher.casefold(), one.date, one.ore, one.stream is None
        earlier = first.setdefault(key, one)
        if earlier is not one and one.date is not None:
            params = {"voucher": short(one.voucher), "day": one.date, "file": earlier.file, "line": earlier.line}
            yield _finding("twice", one, **params)


def _reversed(rows: Iterable[Posting]) -> Iterator[PostingFinding]:
    placed = [row for row in rows if row.is_placed]
    sides: tuple[tuple[Kind, list[Posting]], ...] = (
        ("reversed", [row for row in placed if row.stream is None]),
        ("reversed_income", [row for row in placed if row.stream is not None]),
    )
    for kind, of_side in sides:
        for (file,), ore in sums(of_side, "file").items():
            if ore < 0:
                what = message(f"postings.finding_{kind}", amount=Kroner.from_ore(ore))
                yield PostingFinding(kind, file, None, ore, what)
