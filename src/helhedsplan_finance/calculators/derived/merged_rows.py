"""Helpers for rows of two plans: names as they are compared, new ids, joined notes, and shared money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import LONGEST_ID, LONGEST_TEXT
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import CostLine, PlanData, Stream
from helhedsplan_finance.text import short
from helhedsplan_finance.values.money import Kroner

ByYear = dict[int, Kroner]


def fold(text: str | None) -> str | None:
    """Return a name as it is compared: case and runs of spaces folded."""
    return None if text is None else " ".join(text.split()).casefold()


class Ids:
    """The ids of one table of two plans, and new ids that neither has for rows of the second."""

    def __init__(self, first: Iterable[Any], second: Iterable[Any]) -> None:
        self.used = {row.id.casefold() for row in first}
        self._taken = self.used | {row.id.casefold() for row in second}

    def free(self, id_: str) -> str:
        """Return the id for a row of the second plan: its own, or where the first has that, with ``-2`` or higher."""
        free, number = id_, 2
        if id_.casefold() in self.used:
            while free.casefold() in self._taken:
                free = f"{id_[: LONGEST_ID - len(str(number)) - 1]}-{number}"
                number += 1
        self.used.add(free.casefold())
        self._taken.add(free.casefold())
        return free


def both_texts(first: str | None, second: str | None) -> str | None:
    """Return two notes as one; the first alone where they are equal, or too long for a plan together."""
    if first is None or second is None or first == second:
        return first or second
    both = f"{first}\n{second}"
    return both if len(both) <= LONGEST_TEXT else first


def add_years(first: ByYear, second: ByYear) -> ByYear:
    """Return the sums of two rows, year by year."""
    return {year: first.get(year, Kroner(0)) + second.get(year, Kroner(0)) for year in sorted({*first, *second})}


@dataclass(frozen=True, slots=True)
class Shared:
    """The folded ids of contributions and of budget lines that are the same money in both plans."""

    streams: frozenset[str]
    costs: frozenset[str]

    @classmethod
    def of(cls, first: PlanData, second: PlanData, ids: Iterable[str]) -> "Shared":
        """Return the shared ids, looked up in both plans.

        Raises :class:`CalculationError` for an id that no row of both has, or rows that are not equal in both.
        """
        wanted = {id_.casefold(): id_ for id_ in ((ids,) if isinstance(ids, str) else ids)}
        streams = _in_both(first.streams, second.streams)
        costs = _in_both(first.costs, second.costs)
        for key, id_ in wanted.items():
            if key not in streams and key not in costs:
                known = sorted({one.id for one, _ in (*streams.values(), *costs.values())})
                if not known:
                    raise CalculationError("derived.nothing_in_both", id=short(id_))
                raise CalculationError("derived.not_in_both", id=short(id_), known=known)
            if key in streams:
                _refuse_unequal(*streams[key])
                mine, theirs = streams[key]
                if stream_by_year(mine, first.period) != stream_by_year(theirs, second.period):
                    raise CalculationError("derived.shared_years", id=mine.id)
            if key in costs:
                _refuse_unequal(*costs[key])
        return cls(frozenset(wanted) & frozenset(streams), frozenset(wanted) & frozenset(costs))

    def counted_once(self, plan: PlanData) -> Kroner:
        """Return the shared part of a plan's total budget: of its lines, or without lines of its contributions."""
        if plan.costs:
            lines = [cost_by_year(one, plan) for one in plan.costs if one.id.casefold() in self.costs]
        else:
            lines = [
                stream_by_year(one, plan.period)
                for one in plan.streams
                if one.id.casefold() in self.streams and one.counts
            ]
        return sum((amount for by_year in lines for amount in by_year.values()), Kroner(0))


def _in_both(first: Sequence[Any], second: Sequence[Any]) -> dict[str, tuple[Any, Any]]:
    theirs = {row.id.casefold(): row for row in second}
    return {key: (row, theirs[key]) for row in first if (key := row.id.casefold()) in theirs}


def _refuse_unequal(mine: Stream | CostLine, theirs: Stream | CostLine) -> None:
    unlike = [
        name for name, value in dict(mine).items() if name not in ("id", "note") and value != getattr(theirs, name)
    ]
    if unlike:
        raise CalculationError("derived.shared_unlike", id=mine.id, names=unlike)
