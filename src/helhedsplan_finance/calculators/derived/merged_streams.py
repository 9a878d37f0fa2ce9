"""The contributions of two plans as those of one: those of the same giver are added, the others are kept apart."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from helhedsplan_finance.calculators.derived.merged_rows import ByYear, Ids, Shared, add_years, both_texts, fold
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.values.hedges import added
from helhedsplan_finance.values.periods import Period

Why = Literal["kind", "status", "open", "excludes", "pays", "konto"]


def merge_streams(
    first: PlanData,
    second: PlanData,
    period: Period,
    shared: Shared,
    lines: Mapping[str, str],
    notes: list[Message],
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the contributions of the merged plan as fields, and the new ids of those of the second plan.

    Year by year they add up to those of the parts, to the øre. ``lines`` are the new ids of the second plan's budget
    lines. What to look at is added to ``notes``.
    """
    mine = [one for one in first.streams if one.id.casefold() not in shared.streams]
    theirs = [_tied(one, lines) for one in second.streams if one.id.casefold() not in shared.streams]
    pairs = _pairs(mine, theirs)
    _note_likenesses(mine, theirs, pairs, notes)
    rows, called = [], {}
    for stream in first.streams:
        row = _in_period(stream, first.period, period)
        other = pairs.get(stream.id)
        if other is not None:
            row |= _added(stream, other, (first.period, second.period, period), notes)
            called[other.id] = stream.id
            if other.id.casefold() != stream.id.casefold():
                notes.append(message("derived.id_gone", id=other.id, name=other.name, new=stream.id))
        rows.append(row)
    ids = Ids(first.streams, second.streams)
    paired = {other.id for other in pairs.values()}
    for stream in theirs:
        if stream.id not in paired:
            new = called[stream.id] = ids.free(stream.id)
            if new != stream.id:
                notes.append(message("derived.renamed", id=stream.id, name=stream.name, new=new))
            rows.append(_in_period(stream, second.period, period) | {"id": new})
    _drop_shares(rows, first, second, notes)
    _note_rounded(rows, first, second, notes)
    return rows, called


def _pairs(mine: Iterable[Stream], theirs: Iterable[Stream]) -> dict[str, Stream]:
    """Return the second plan's contribution that each of the first is added to, by the first's id.

    Where a giver has several alike, an equal id comes before the order in the plan.
    """
    pairs: dict[str, Stream] = {}
    left = list(theirs)
    for by_id in (True, False):
        for one in mine:
            if one.id not in pairs:
                fitting = (other for other in left if _giver(one) == _giver(other) and not _why_apart(one, other))
                same = (other for other in fitting if not by_id or one.id.casefold() == other.id.casefold())
                if (other := next(same, None)) is not None:
                    pairs[one.id] = other
                    left.remove(other)
    return pairs


def _tied(stream: Stream, lines: Mapping[str, str]) -> Stream:
    """Return a contribution of the second plan, tied to its lines by their ids in the merged plan."""
    renamed = tuple(lines.get(id_, id_) for id_ in stream.pays)
    return stream if renamed == stream.pays else with_values(stream, pays=renamed)


def _giver(stream: Stream) -> tuple[str, str | None]:
    return stream.giver, fold(stream.name)


def _why_apart(one: Stream, other: Stream) -> list[Why]:
    """Return the differences that keep two contributions of one giver from being added."""
    why: list[Why] = []
    if one.kind != other.kind:
        why.append("kind")
    if one.status != other.status:
        why.append("status")
    if one.is_open != other.is_open:
        why.append("open")
    if set(one.excludes) != set(other.excludes):
        why.append("excludes")
    if set(one.pays) != set(other.pays):
        why.append("pays")
    if one.konto != other.konto:
        why.append("konto")
    return why


def _note_likenesses(mine: list[Stream], theirs: list[Stream], pairs: dict[str, Stream], notes: list[Message]) -> None:
    """Note contributions that were added, those that were not although the name is the same, and equal rows."""
    joined = [one.name for one in mine if one.id in pairs]
    if joined:
        notes.append(message("derived.joined", names=joined))
    paired = {other.id for other in pairs.values()}
    for other in theirs:
        alone = (one for one in mine if one.id not in pairs and other.id not in paired)
        near = next((one for one in alone if _giver(one) == _giver(other) and _why_apart(one, other)), None)
        if near is not None:
            why = [message(f"derived.why_{reason}") for reason in _why_apart(near, other)]
            notes.append(message("derived.apart", name=near.name, why=why))
        if not other.is_open and other in mine:
            notes.append(message("derived.same_money", id=other.id, name=other.name))


def _in_period(stream: Stream, own: Period, merged: Period) -> dict[str, Any]:
    """Return the fields of a contribution; a total that the merged period would spread differently is by year."""
    by_year = stream_by_year(stream, own)
    if stream.amount is None or stream_by_year(stream, merged) == by_year:
        return dict(stream)
    return dict(stream) | _by_year(by_year)


def _by_year(by_year: ByYear) -> dict[str, Any]:
    return {"amount": None, "amounts": by_year, "spread": "months"}


def _added(one: Stream, other: Stream, periods: tuple[Period, Period, Period], notes: list[Message]) -> dict[str, Any]:
    """Return the fields that change where two contributions of one giver are added."""
    max_amount = None
    if one.max_amount is not None and other.max_amount is not None:
        max_amount = one.max_amount + other.max_amount
    elif (dropped := one.max_amount or other.max_amount) is not None:
        notes.append(message("derived.ceiling_dropped", name=one.name, amount=dropped))
    return {
        **_money(one, other, *periods),
        "approx": one.approx or other.approx,
        "hedge": added(one.caveat, other.caveat),
        "max_amount": max_amount,
        "note": both_texts(one.note, other.note),
    }


def _money(one: Stream, other: Stream, own: Period, theirs: Period, merged: Period) -> dict[str, Any]:
    if one.is_open:
        return {}
    by_year = add_years(stream_by_year(one, own), stream_by_year(other, theirs))
    if one.amount is not None and other.amount is not None and one.spread == other.spread:
        whole = with_values(one, amount=one.amount + other.amount)
        # Two totals that are rounded apart may differ by an øre from their sum.
        if stream_by_year(whole, merged) == by_year:
            return {"amount": whole.amount, "amounts": None, "spread": whole.spread}
    return _by_year(by_year)


def _drop_shares(rows: list[dict[str, Any]], first: PlanData, second: PlanData, notes: list[Message]) -> None:
    """Drop the ceilings that are shares of a total budget: that of the merged plan is another one."""
    dropped = [
        message("derived.share_of", name=stream.name, share=stream.max_share)
        for stream in (*first.streams, *second.streams)
        if stream.max_share is not None
    ]
    if dropped:
        once = [one for number, one in enumerate(dropped) if one not in dropped[:number]]
        notes.append(message("derived.shares_dropped", names=once))
    for row in rows:
        row["max_share"] = None


def _note_rounded(rows: list[dict[str, Any]], first: PlanData, second: PlanData, notes: list[Message]) -> None:
    """Note approximate amounts that were added or written by year: their rounding is no longer visible."""
    stated = {stream.amount for plan in (first, second) for stream in plan.streams if stream.approx}
    by_year = [stream.amounts for plan in (first, second) for stream in plan.streams if stream.approx]
    names = [
        row["name"]
        for row in rows
        if row["approx"] and (row["amount"] not in stated if row["amounts"] is None else row["amounts"] not in by_year)
    ]
    if names:
        notes.append(message("derived.rounded", names=names))
