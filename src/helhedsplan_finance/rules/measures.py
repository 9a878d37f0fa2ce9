"""Ledger -> measures: the named sums that rules speak of. A measure is data; this evaluates it for one plan.

The measures of a set of rules are read off a ledger in one pass by a :class:`Meter`.
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
    """What a measure comes to: øre (or months, or a count), and the ids of the rows whose amount nobody has stated yet.

    With ids in ``missing`` the value is what is known so far, and the full one is that or more. Up to ``undecided``
    may come on top of the value: what is given by several of whom only some count, in the contributions ``shared``.
    """

    value: int | Fraction
    missing: tuple[str, ...] = ()
    undecided: int = 0
    shared: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether every amount in it is stated, and it is known whose it is."""
        return not self.missing and not self.undecided

    @property
    def most(self) -> int | Fraction:
        """The value with all that is undecided."""
        return self.value + self.undecided


def part_in(measure: Measure, row: Row) -> Membership:
    """Return whether all of a row of the ledger is in a measure, none of it, or some: a part that nobody has published.

    Kommune and boligorganisation give 3 mio. together: all of it is in a measure of both, and between 0 and 3 mio. in
    one of the kommune alone.
    """
    told: Membership = "all"
    for column, words in measure.where.items():
        match _has_word(row, column, words):
            case "none":
                return "none"
            case "some":
                told = "some"
    for column, words in measure.without.items():
        match _has_word(row, column, words):
            case "all":
                return "none"
            case "some":
                told = "some"
    return told


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
    """Measures made ready to be read off any ledger in one pass.

    Rows that are alike in every column that a measure filters on are in the same measures; which ones is worked out
    once for each such combination.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = tuple(dict.fromkeys(measure for measure in measures if measure.fact is None))
        columns = sorted({column for one in self.measures for column in (*one.where, *one.without)} | {"side"})
        self._key = itemgetter(*(Row._fields.index(column) for column in columns))
        self._found: dict[Any, tuple[tuple[Measure, Membership], ...]] = {}

    def read(self, ledger: Ledger) -> "Tally":
        """Read every measure off a ledger: rows that are alike are added up first."""
        alike: dict[Any, _Sum] = {}
        key_of = self._key
        for row in ledger.rows:
            key = key_of(row)
            one = alike.get(key)
            if one is None:
                one = alike[key] = _Sum(row)
            one.add(row)
        tally = Tally({measure: _Sum() for measure in self.measures}, {measure: _Sum() for measure in self.measures})
        for key, one in alike.items():
            for measure, part in self._hits(key, one):
                (tally.sums if part == "all" else tally.undecided)[measure].merge(one)
        return tally

    def _hits(self, key: Any, one: "_Sum") -> tuple[tuple[Measure, Membership], ...]:
        """Return the measures that rows which are alike are in, in all or in part."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) > _MOST_REMEMBERED:
                self._found.clear()
            parts = [(measure, part_in(measure, one.first)) for measure in self.measures if one.first]
            found = self._found[key] = tuple((measure, part) for measure, part in parts if part != "none")
        return found


class _Sum:
    """Rows while they are being added up: what they come to by year, their ids, and those without an amount."""

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

    def come_to(self, year: int | None) -> int:
        return sum(self.by_year.values()) if year is None else self.by_year.get(year, 0)

    def merge(self, other: "_Sum") -> None:
        self.ids |= other.ids
        self.missing |= other.missing
        for year, ore in other.by_year.items():
            self.by_year[year] = self.by_year.get(year, 0) + ore


@dataclass(frozen=True, slots=True)
class Tally:
    """What the measures of a meter come to on one ledger, in all and year by year.

    ``undecided`` are the rows of which some part is in a measure, and nobody knows which.
    """

    sums: dict[Measure, _Sum]
    undecided: dict[Measure, _Sum]

    def measured(self, measure: Measure, year: int | None = None) -> Measured:
        """Return what a measure comes to for the whole plan, or for one calendar year."""
        one, other = self.sums[measure], self.undecided[measure]
        if measure.take == "count":
            return Measured(len(one.ids), (), len(other.ids), tuple(sorted(other.ids)))
        value, more = one.come_to(year), other.come_to(year)
        return Measured(value, (*one.missing, *other.missing), more, tuple(sorted(other.ids)) if more else ())

    def has(self, measure: Measure) -> bool:
        """Tell whether any row is in a measure, or some part of one."""
        return bool(self.sums[measure].ids or self.undecided[measure].ids)

    def update(self, other: "Tally") -> None:
        """Take over what another meter has read off the same ledger."""
        self.sums.update(other.sums)
        self.undecided.update(other.undecided)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may ask of one plan: its ledger, what it has, and the facts that are not money in the ledger."""

    ledger: Ledger
    has: frozenset[str]
    years: tuple[int, ...]
    numbers: dict[Fact, int | Fraction]
    tally: Tally = field(default_factory=lambda: Tally({}, {}))

    @classmethod
    def of(cls, plan: PlanData, meter: Meter | None = None) -> "Facts":
        """Gather the facts of a plan, with the measures of a meter read off its ledger."""
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
        """Evaluate several measures in one pass over the ledger, for whoever asks for them one by one afterwards."""
        wanted = [measure for measure in measures if measure not in self.tally.sums]
        self.tally.update(Meter(wanted).read(self.ledger))

    def lines_in(self, measure: Measure) -> int:
        """Count the contributions and budget lines in a measure of money, also those of which only a part is."""
        self.measured(measure)
        return len(self.tally.sums[measure].ids | self.tally.undecided[measure].ids)

    def has_rows(self, measure: Measure) -> bool:
        """Tell whether any row of the ledger is in a measure."""
        self.measured(measure)
        return measure.fact is not None or self.tally.has(measure)


def homes(plan: PlanData) -> tuple[int | None, int | None]:
    """Return the number of dwellings and of boligafdelinger: as stated, or else counted where they are listed."""
    listed = [one.lejemaal for one in plan.afdelinger]
    counted = sum(one or 0 for one in listed) if listed and None not in listed else None
    lejemaal = plan.lejemaal if plan.lejemaal is not None else counted
    return lejemaal, plan.boligafdelinger if plan.boligafdelinger is not None else len(listed) or None
