"""Ledger -> measures: evaluate the named sums of rules for a plan. A measure is data.

A :class:`Meter` evaluates the measures of a set of rules in one pass over a ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from typing import Any

from helhedsplan_finance.plan.givers import Membership, membership
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.record import FREE_TEXT, Fact, Measure

_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of a measure: øre (or months, or a count), and the ids of the rows without a stated amount.

    With ids in ``missing`` the value is a lower bound. Up to ``undecided`` may be added to the value: the contributions
    ``shared`` of several givers of whom only some count.
    """

    value: int | Fraction
    missing: tuple[str, ...] = ()
    undecided: int = 0
    shared: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether every amount in it is stated, and its giver known."""
        return not self.missing and not self.undecided

    @property
    def most(self) -> int | Fraction:
        """The value plus all that is undecided."""
        return self.value + self.undecided


def part_in(measure: Measure, row: Row) -> Membership:
    """Return whether all, none or some of a row of the ledger is in a measure; some is a part that is not published.

    Worked example: kommune and boligorganisation give 3 mio. together. All of it is in a measure of both, and between
    0 and 3 mio. in one of the kommune alone.
    """
    part: Membership = "all"
    for column, words in measure.where.items():
        match _has_word(row, column, words):
            case "none":
                return "none"
            case "some":
                part = "some"
    for column, words in measure.without.items():
        match _has_word(row, column, words):
            case "all":
                return "none"
            case "some":
                part = "some"
    return part


def in_measure(measure: Measure, row: Row) -> bool:
    """Return whether all of a row of the ledger is in a measure."""
    return part_in(measure, row) == "all"


def _has_word(row: Row, column: str, words: tuple[str, ...]) -> Membership:
    found = getattr(row, column)
    if column == "source":
        return membership(found, words)
    if column in FREE_TEXT and found is not None:
        return "all" if found.casefold() in {word.casefold() for word in words} else "none"
    return "all" if found in words else "none"


class Meter:
    """A set of measures to be evaluated in one pass over any ledger.

    Rows that are equal in every column that a measure filters on are in the same measures, which are computed once for
    each such combination.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = tuple(dict.fromkeys(measure for measure in measures if measure.fact is None))
        columns = sorted({column for each in self.measures for column in (*each.where, *each.without)} | {"side"})
        self._key = itemgetter(*(Row._fields.index(column) for column in columns))
        self._found: dict[Any, tuple[tuple[Measure, Membership], ...]] = {}

    def read(self, ledger: Ledger) -> "Tally":
        """Evaluate every measure over a ledger; equal rows are added up first."""
        alike: dict[Any, _Sum] = {}
        key_of = self._key
        for row in ledger.rows:
            key = key_of(row)
            group = alike.get(key)
            if group is None:
                group = alike[key] = _Sum(row)
            group.add(row)
        tally = Tally({measure: _Sum() for measure in self.measures}, {measure: _Sum() for measure in self.measures})
        for key, group in alike.items():
            for measure, part in self._hits(key, group):
                (tally.sums if part == "all" else tally.undecided)[measure].merge(group)
        return tally

    def _hits(self, key: Any, group: "_Sum") -> tuple[tuple[Measure, Membership], ...]:
        """Return the measures that a group of equal rows is in, wholly or in part."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) > _MOST_REMEMBERED:
                self._found.clear()
            parts = [(measure, part_in(measure, group.first)) for measure in self.measures if group.first]
            found = self._found[key] = tuple((measure, part) for measure, part in parts if part != "none")
        return found


class _Sum:
    """The sum of rows by year, their ids, and the ids of those without an amount."""

    __slots__ = ("by_year", "first", "ids", "missing")

    def __init__(self, first: Row | None = None) -> None:
        self.first = first
        self.by_year: dict[int | None, int] = {}
        self.missing: dict[str, None] = {}
        self.ids: set[str] = set()

    def add(self, row: Row) -> None:
        self.ids.add(row.id)
        if row.ore is None:
            self.missing[row.id] = None
        else:
            self.by_year[row.year] = self.by_year.get(row.year, 0) + row.ore

    def total(self, year: int | None) -> int:
        return sum(self.by_year.values()) if year is None else self.by_year.get(year, 0)

    def merge(self, other: "_Sum") -> None:
        self.ids |= other.ids
        self.missing |= other.missing
        for year, ore in other.by_year.items():
            self.by_year[year] = self.by_year.get(year, 0) + ore


@dataclass(frozen=True, slots=True)
class Tally:
    """The values of the measures of a meter for a ledger, in total and by year.

    ``undecided`` are the rows of which an unpublished part is in a measure.
    """

    sums: dict[Measure, _Sum]
    undecided: dict[Measure, _Sum]

    def measured(self, measure: Measure, year: int | None = None) -> Measured:
        """Return the value of a measure for the whole plan, or for one calendar year."""
        sure, unsure = self.sums[measure], self.undecided[measure]
        if measure.take == "count":
            return Measured(len(sure.ids), (), len(unsure.ids), tuple(sorted(unsure.ids)))
        value, more = sure.total(year), unsure.total(year)
        return Measured(value, (*sure.missing, *unsure.missing), more, tuple(sorted(unsure.ids)) if more else ())

    def has(self, measure: Measure) -> bool:
        """Return whether any row is in a measure, wholly or in part."""
        return bool(self.sums[measure].ids or self.undecided[measure].ids)

    def update(self, other: "Tally") -> None:
        """Add the values of another meter for the same ledger."""
        self.sums.update(other.sums)
        self.undecided.update(other.undecided)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a plan that rules use: its ledger, what it has, and the numbers that are not in the ledger."""

    ledger: Ledger
    has: frozenset[str]
    years: tuple[int, ...]
    numbers: dict[Fact, int | Fraction]
    tally: Tally = field(default_factory=lambda: Tally({}, {}))

    @classmethod
    def of(cls, plan: PlanData, meter: Meter | None = None) -> "Facts":
        """Return the facts of a plan, with the measures of a meter evaluated over its ledger."""
        has: set[str] = {giver for stream in plan.streams if stream.counts for giver in stream.givers}
        lejemaal, afdelinger = homes(plan)
        period = plan.period
        stated: dict[Fact, int | Fraction | None] = {
            "months": period.months,
            "lejemaal": lejemaal,
            "boligafdelinger": afdelinger,
            "stated_total": plan.total.ore if plan.total is not None else None,
        }
        numbers = {name: number for name, number in stated.items() if number is not None}
        if plan.costs:
            has.add("costs")
        ledger = Ledger.of(plan)
        tally = (meter or Meter(())).read(ledger)
        return cls(ledger, frozenset(has | numbers.keys()), period.years, numbers, tally)

    def measured(self, measure: Measure, year: int | None = None) -> Measured:
        """Evaluate a measure for the whole plan, or for one calendar year."""
        if measure.fact is not None:
            number = self.numbers.get(measure.fact)
            return Measured(0, (measure.fact,)) if number is None else Measured(number)
        if measure not in self.tally.sums:
            self.tally.update(Meter([measure]).read(self.ledger))
        return self.tally.measured(measure, year)

    def measure_all(self, measures: Iterable[Measure]) -> None:
        """Evaluate several measures in one pass over the ledger, ahead of :meth:`measured`."""
        wanted = [measure for measure in measures if measure not in self.tally.sums]
        self.tally.update(Meter(wanted).read(self.ledger))

    def lines_in(self, measure: Measure) -> int:
        """Return the number of contributions and budget lines in a measure of money, also those partly in it."""
        self.measured(measure)
        return len(self.tally.sums[measure].ids | self.tally.undecided[measure].ids)

    def has_rows(self, measure: Measure) -> bool:
        """Return whether any row of the ledger is in a measure."""
        self.measured(measure)
        return measure.fact is not None or self.tally.has(measure)


def homes(plan: PlanData) -> tuple[int | None, int | None]:
    """Return the numbers of dwellings and of boligafdelinger: as stated, or else counted where they are listed."""
    listed = [home.lejemaal for home in plan.afdelinger]
    counted = sum(number or 0 for number in listed) if listed and None not in listed else None
    lejemaal = plan.lejemaal if plan.lejemaal is not None else counted
    return lejemaal, plan.boligafdelinger if plan.boligafdelinger is not None else len(listed) or None
