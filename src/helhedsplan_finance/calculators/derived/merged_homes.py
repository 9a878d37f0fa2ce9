"""The boligafdelinger of two plans as those of one: each is counted once, and so are their totals."""

from fractions import Fraction
from typing import Any

from helhedsplan_finance.calculators.derived.merged_rows import Ids, fold
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.plan import Boligafdeling, Cover, KeyName, PlanData
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.text import Message, message

# What a boligafdeling has agreed on for one plan does not apply to two together.
_OF_ONE_PLAN = ("share", "participates", "start", "end", "fixed")
_FACTS = ("name", "organisation", "lejemaal", "m2", "rent_m2")


def merge_homes(first: PlanData, second: PlanData, notes: list[Message]) -> dict[str, Any]:
    """Return the fields of the merged plan about boligafdelinger: the list, stated totals, the key and covers."""
    return {
        "afdelinger": _afdelinger(first, second, notes),
        "lejemaal": _total(first, second, "lejemaal", notes),
        "boligafdelinger": _total(first, second, "boligafdelinger", notes),
        "key": _key(first, second, notes),
        "covers": _covers(first, second, notes),
    }


def _afdelinger(first: PlanData, second: PlanData, notes: list[Message]) -> list[Boligafdeling]:
    same = _pairs(first.afdelinger, second.afdelinger)
    rows = [_counted_once(one, same[one.id], notes) if one.id in same else one for one in first.afdelinger]
    ids = Ids(first.afdelinger, second.afdelinger)
    twice = {other.id for other in same.values()}
    names = {fold(one.name) for one in first.afdelinger}
    for other in second.afdelinger:
        if other.id in twice:
            continue
        if fold(other.name) in names:
            notes.append(message("derived.afdeling_apart", name=other.name))
        new = ids.free(other.id)
        if new != other.id:
            notes.append(message("derived.renamed", id=other.id, name=other.name, new=new))
        rows.append(with_values(other, id=new))
    bare = [with_values(one, **dict.fromkeys(_OF_ONE_PLAN)) for one in rows]
    if bare != rows:
        notes.append(message("derived.key_dropped"))
    return bare


def _key(first: PlanData, second: PlanData, notes: list[Message]) -> dict[KeyName, Fraction] | None:
    """Return the key that both plans share; ``None`` for two that differ, which must be agreed on anew."""
    if first.key != second.key:
        notes.append(message("derived.keys_differ"))
        return None
    return first.key


def _covers(first: PlanData, second: PlanData, notes: list[Message]) -> list[Cover]:
    ids = Ids(first.covers, second.covers)
    theirs = []
    for one in second.covers:
        new = ids.free(one.id)
        if new != one.id:
            notes.append(message("derived.renamed", id=one.id, name=one.name, new=new))
        theirs.append(with_values(one, id=new))
    return [*first.covers, *theirs]


def _pairs(mine: tuple[Boligafdeling, ...], theirs: tuple[Boligafdeling, ...]) -> dict[str, Boligafdeling]:
    """Return the second plan's row of each boligafdeling in both, by the first plan's id."""
    pairs: dict[str, Boligafdeling] = {}
    left = list(theirs)
    for by_id in (True, False):
        for one in mine:
            if one.id not in pairs:
                alike = (other for other in left if _is_same(one, other, by_id=by_id))
                if (other := next(alike, None)) is not None:
                    pairs[one.id] = other
                    left.remove(other)
    return pairs


def _is_same(one: Boligafdeling, other: Boligafdeling, *, by_id: bool) -> bool:
    if by_id:
        return one.id.casefold() == other.id.casefold()
    return (fold(one.name), fold(one.organisation)) == (fold(other.name), fold(other.organisation))


def _counted_once(one: Boligafdeling, other: Boligafdeling, notes: list[Message]) -> Boligafdeling:
    """Return a boligafdeling as the first plan states it, with the facts that only the second one has."""
    known = {name: (getattr(one, name), getattr(other, name)) for name in _FACTS}
    unlike = [
        message(f"derived.fact_{name}", first=mine, second=theirs)
        for name, (mine, theirs) in known.items()
        if None not in (mine, theirs) and (fold(mine) != fold(theirs) if isinstance(mine, str) else mine != theirs)
    ]
    if unlike:
        notes.append(message("derived.afdeling_unlike", id=one.id, facts=unlike))
    return with_values(one, **{name: theirs for name, (mine, theirs) in known.items() if mine is None})


def _total(first: PlanData, second: PlanData, name: str, notes: list[Message]) -> int | None:
    """Return a total that the merged plan states; ``None`` where its list has it, or it is not known."""
    place = ("lejemaal", "boligafdelinger").index(name)
    known = [homes(plan)[place] for plan in (first, second)]
    if all(plan.afdelinger and _agrees(plan, name, place) for plan in (first, second)):
        return None
    if None in known:
        for number, plan, other in zip(known, (first, second), (second, first), strict=True):
            if number is not None:
                notes.append(message(f"derived.unknown_{name}", known=plan.name, number=number, other=other.name))
        return None
    notes.append(message(f"derived.added_{name}", first=known[0], second=known[1]))
    return sum(number or 0 for number in known)


def _agrees(plan: PlanData, name: str, place: int) -> bool:
    """Return whether a total that a plan states is the one of its list of boligafdelinger."""
    stated = getattr(plan, name)
    unstated = with_values(plan, **{name: None})
    return stated is None or stated == homes(unstated)[place]
