"""The budget of a version: what each line costs and each source gives by year, and what moves and changes make of it.

Everything is whole øre by id and calendar year. A version replaces the budget before it; nothing is added up over
versions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from helhedsplan_finance.calculators.followup.case import Version
from helhedsplan_finance.calculators.followup.full_time import full_time_of
from helhedsplan_finance.errors import MOST_FAULTS, Fault, PlanError, nearest
from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Period

Amounts = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Post:
    """A budget line of a version; ``source`` is who pays it, where one giver alone does.

    ``span`` is the part of the period that the line states, ``full_time`` its årsværk by year, where it is in årsværk;
    ``konto`` is its account in the user's own books.
    """

    id: str
    name: str
    indsatsomraade: str | None
    art: str | None
    source: str | None
    span: tuple[date | None, date | None] = (None, None)
    full_time: Mapping[int, Fraction] | None = None
    konto: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """A version's budget: øre by line and year, and by source and year; a source without a stated amount has none."""

    nr: int
    start: date
    end: date
    posts: Mapping[str, Post]
    costs: Amounts
    given: Amounts
    streams: Mapping[str, str] = field(default_factory=dict)  # a contribution's id -> its source

    @classmethod
    def of(cls, plan: PlanData, nr: int) -> "Budget":
        """Return the budget of a plan file."""
        costs: dict[tuple[str, int], int] = {}
        given: dict[tuple[str, int], int] = {}
        for row in Ledger.of(plan).rows:
            if row.year is None or row.ore is None or not row.counts:
                continue
            side, key = (costs, row.id) if row.side == "cost" else (given, row.source or "")
            side[key, row.year] = side.get((key, row.year), 0) + row.ore
        return cls(
            nr,
            plan.start,
            plan.end,
            {post.id: post for post in _posts(plan)},
            costs,
            given,
            {one.id: one.giver for one in plan.streams if one.counts},
        )

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the period."""
        return Period(self.start, self.end).years


def _posts(plan: PlanData) -> Iterator[Post]:
    counted = [one for one in plan.streams if one.counts]
    alone = counted[0].giver if len({one.giver for one in counted}) == 1 and len(counted[0].givers) == 1 else None
    for line in plan.costs:
        payers = {one.giver for one in counted if line.id in one.pays}
        tied = payers.pop() if len(payers) == 1 else None
        one_giver = tied is not None and "+" not in tied
        source, span = tied if one_giver else alone, (line.start, line.end)
        name, staff = line.activity or line.id, full_time_of(line)
        yield Post(line.id, name, line.indsatsomraade, line.art, source, span, staff, line.konto)
    if not plan.costs:
        yield Post("total", plan.name, None, None, alone)


@dataclass(frozen=True, slots=True)
class Delta:
    """One change of a budget: øre more or less on a line, from a source, in a year."""

    where: str
    post: str | None
    source: str | None
    year: int
    ore: int


def changed(before: Budget, version: Version, at: str) -> Budget:
    """Return the budget that moves and changes make of the one before; ``at`` is the version's place in the file.

    Raises :class:`PlanError` with every move or change that the budget before does not allow.
    """
    after = replace(before, nr=version.nr, end=version.end or before.end)
    faults = list(_end_faults(before, version, at))
    deltas = list(_deltas(after, version, at, faults))
    faults += _unbalanced(version, deltas, at)
    costs, given = dict(before.costs), dict(before.given)
    for delta in deltas:
        for side, key in ((costs, delta.post), (given, delta.source)):
            if key is not None and (side is costs or _moves_source(version, delta)):
                side[key, delta.year] = side.get((key, delta.year), 0) + delta.ore
    faults += _below_zero(before, costs, given, deltas)
    if faults:
        raise PlanError(faults)
    return replace(after, costs=costs, given=given)


def _moves_source(version: Version, delta: Delta) -> bool:
    """Return whether a change is one of a source too: a move within a year leaves the source as it was."""
    return version.kind != "ombudgettering" or delta.post is None


def _end_faults(before: Budget, version: Version, at: str) -> Iterator[Fault]:
    if version.end is not None and version.kind == "forlængelse" and version.end <= before.end:
        yield Fault(f"{at} › end", message("followup.not_longer", found=version.end, before=before.end))


def _deltas(after: Budget, version: Version, at: str, faults: list[Fault]) -> Iterator[Delta]:
    for number, move in enumerate(version.moves, start=1):
        where = f"{at} › move {number}"
        spots = (move.from_, move.to)
        unknown = [
            fault for spot in spots if (fault := _unknown(after, where, spot.cost, spot.year, found=len(faults)))
        ]
        faults += unknown
        if unknown:
            continue
        source = move.source or after.posts[move.from_.cost].source
        if source is None and move.from_.year != move.to.year:
            faults.append(Fault(where, message("followup.whose_money", post=move.from_.cost)))
        yield Delta(where, move.from_.cost, source, move.from_.year, -move.amount.ore)
        yield Delta(where, move.to.cost, source, move.to.year, move.amount.ore)
    for number, change in enumerate(version.changes, start=1):
        where = f"{at} › change {number}"
        fault = _unknown(after, where, change.cost, change.year, found=len(faults))
        if fault is not None:
            faults.append(fault)
        else:
            yield Delta(where, change.cost, change.source, change.year, change.amount.ore)


def _unknown(budget: Budget, where: str, post: str | None, year: int, *, found: int) -> Fault | None:
    if post is not None and post not in budget.posts:
        near = nearest(post, budget.posts) if found < MOST_FAULTS else ""  # slow to find, and only the first are listed
        return Fault(where, message("followup.no_post", found=short(post), nearest=near))
    if year not in budget.years:
        first, last = budget.years[0], budget.years[-1]
        return Fault(where, message("input.year_outside", year=year, first=first, last=last))
    return None


def _unbalanced(version: Version, deltas: Sequence[Delta], at: str) -> Iterator[Fault]:
    """Yield where an ombudgettering or rebudgettering does not come to zero."""
    if version.kind not in {"ombudgettering", "rebudgettering"}:
        return
    sums: dict[tuple[str | None, ...], int] = {}
    for one in deltas:
        key: tuple[str | None, ...]
        key = (one.source, str(one.year)) if version.kind == "ombudgettering" else (one.post, one.source)
        sums[key] = sums.get(key, 0) + one.ore
    for key, ore in sums.items():
        if ore:
            words = [word for word in key if word is not None]
            yield Fault(at, message("followup.not_zero", kind=version.kind, where=words, amount=Kroner.from_ore(ore)))


def _below_zero(before: Budget, costs: Amounts, given: Amounts, deltas: Sequence[Delta]) -> Iterator[Fault]:
    """Yield each line and source that a version takes more from than there is."""
    seen: set[tuple[str, int]] = set()
    for one in deltas:
        for side, had, key in ((costs, before.costs, one.post), (given, before.given, one.source)):
            place = (key or "", one.year)
            if key is None or place in seen or side.get(place, 0) >= 0:
                continue
            seen.add(place)
            has = Kroner.from_ore(had.get(place, 0))
            taken = has - Kroner.from_ore(side[place])
            yield Fault(
                one.where, message("followup.more_than_there_is", post=key, year=str(one.year), has=has, taken=taken)
            )


def notes_of(before: Budget, after: Budget) -> Iterator[Message]:
    """Yield what no rule decides between two budgets: money that changes from one source to another."""
    sources = {source for source, _ in (*before.given, *after.given)}
    moved = {one: _of_source(after, one) - _of_source(before, one) for one in sorted(sources)}
    more = [one for one, ore in moved.items() if ore > 0]
    less = [one for one, ore in moved.items() if ore < 0]
    if more and less:
        yield message("followup.between_sources", less=less, more=more)


def _of_source(budget: Budget, source: str) -> int:
    return sum(ore for (one, _), ore in budget.given.items() if one == source)


def full_time_by_year(budget: Budget) -> dict[int, Fraction] | None:
    """Return the årsværk of a budget in each of its years; ``None`` where no line is in årsværk.

    They are those of the version's plan: a move of money changes no staff.
    """
    staffed = [post.full_time for post in budget.posts.values() if post.full_time is not None]
    if not staffed:
        return None
    return {year: sum((one.get(year, Fraction(0)) for one in staffed), Fraction(0)) for year in budget.years}
