"""The course of a budget over the months and quarters: what falls in each, what was spent, and what is expected.

No source states when in a year a budget falls. It is spread evenly over the months of the period in the year, or over
those that the line itself states: first over the quarters and then within each, by largest remainder, so that months,
quarters and years add up to the øre. What is still expected of the year of the report falls evenly on the rest of it.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.values.money import Kroner, split

_MONTHS, _IN_QUARTER = 12, 3
Month = tuple[int, int]  # year, month


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A month or a quarter of a year, in whole øre; ``number`` counts from 1."""

    year: int
    number: int
    budget: int
    spent: int
    expected: int

    @property
    def deviation(self) -> int:
        """What is expected less the corrected budget."""
        return self.expected - self.budget


def months_of(found: FollowUpData) -> tuple[Stretch, ...]:
    """Return every month of the years of a follow-up; what is not placed is spent in its month.

    A posting without a date is in no month.
    """
    budget, spent, rest = _budget(found), _spent(found), _rest(found)
    return tuple(
        Stretch(
            year=year,
            number=month,
            budget=budget.get((year, month), 0),
            spent=spent.get((year, month), 0),
            expected=spent.get((year, month), 0) + rest.get((year, month), 0),
        )
        for year in range(found.years[0], found.years[-1] + 1)
        for month in range(1, _MONTHS + 1)
    )


def quarters_of(found: FollowUpData, year: int) -> tuple[Stretch, ...]:
    """Return the four quarters of a year.

    Worked example: a post of 400.000 kr. of which 200.000 kr. are spent in March, on 30 June: the budget is 100.000 kr.
    in each quarter, spent are 200.000 kr. in the first, and the other 200.000 kr. are expected in the last two.
    """
    months = [one for one in months_of(found) if one.year == year]
    return tuple(
        Stretch(
            year=year,
            number=number,
            budget=sum(one.budget for one in within),
            spent=sum(one.spent for one in within),
            expected=sum(one.expected for one in within),
        )
        for number, within in ((at, [one for one in months if _quarter(one.number) == at]) for at in (1, 2, 3, 4))
    )


def _quarter(month: int) -> int:
    return (month - 1) // _IN_QUARTER + 1


def _budget(found: FollowUpData) -> Mapping[Month, int]:
    sums: defaultdict[Month, int] = defaultdict(int)
    for line in found.lines:
        first, last = _span(found, line.post, line.year)
        for month, ore in spread(line.corrected, first, last):
            sums[line.year, month] += ore
    return sums


def _spent(found: FollowUpData) -> Mapping[Month, int]:
    sums: defaultdict[Month, int] = defaultdict(int)
    for one in found.postings:
        if one.date is not None:
            sums[one.date.year, one.date.month] += one.ore
    return sums


def _rest(found: FollowUpData) -> Mapping[Month, int]:
    """Return what is expected and not spent yet: evenly over the rest of the year, else in the month of the day."""
    sums: defaultdict[Month, int] = defaultdict(int)
    tomorrow = found.as_of + timedelta(days=1)
    for line in found.lines:
        first, last = _span(found, line.post, line.year)
        if line.year == found.as_of.year:
            first = max(first, tomorrow)
            if first > last:
                first = last = found.as_of
        for month, ore in spread(line.expected - line.spent, first, last):
            sums[line.year, month] += ore
    return sums


def _span(found: FollowUpData, post: str, year: int) -> tuple[date, date]:
    """Return the days of a year on which a line falls: its own, else those of the period, else the whole year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    known = found.budget.posts.get(post)
    own = known.span if known is not None else (None, None)
    period = found.budget.start, found.budget.end
    for start, end in ((own[0] or period[0], own[1] or period[1]), period):
        if max(start, first) <= min(end, last):
            return max(start, first), min(end, last)
    return first, last


def spread(ore: int, first: date, last: date) -> Iterator[tuple[int, int]]:
    """Yield what of an amount falls in each month between two days of a year: the parts add up to it.

    Worked example: 100,00 kr. over a year is 25,00 kr. a quarter, and 8,34 kr., 8,33 kr. and 8,33 kr. in its months.
    """
    if not ore:
        return
    weights = {month: _part(first, last, month) for month in range(first.month, last.month + 1)}
    quarters = {at: sum(one for month, one in weights.items() if _quarter(month) == at) for at in (1, 2, 3, 4)}
    for at, amount in split(Kroner.from_ore(ore), {at: one for at, one in quarters.items() if one}).items():
        within = {month: one for month, one in weights.items() if _quarter(month) == at}
        yield from ((month, part.ore) for month, part in split(amount, within).items())


def _part(first: date, last: date, month: int) -> Fraction:
    """Return the part of a month that lies between two days of its year."""
    days = monthrange(first.year, month)[1]
    begun = first.day if month == first.month else 1
    ended = last.day if month == last.month else days
    return Fraction(ended - begun + 1, days)
