"""The lines of a follow-up: what a post was to cost in a year, what it cost, and what it is expected to cost.

The expected cost of a year that has ended is what was spent, that of a year to come its corrected budget, and that of
the year of the report follows from a method that stands beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.calculators.followup.case import CaseData, Expected
from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.periods import Period

Method = Literal["forbrug", "budget", "rest", "tempo", "fjoråret", "disponeret", "skøn"]
Key = tuple[str, str | None, int]  # post, source, year


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """A post in a year: øre of the original and the corrected budget, what was spent, and what is expected.

    ``source`` is ``None`` where no giver alone pays the post. ``deviation`` is what is expected less the corrected
    budget: above zero is more spent than budgeted.
    """

    post: str
    name: str
    indsatsomraade: str | None
    art: str | None
    source: str | None
    year: int
    original: int
    corrected: int
    spent: int
    expected: int
    method: Method
    explanation: str | None = None
    action: str | None = None

    @property
    def left(self) -> int:
        """The corrected budget less what was spent; below zero where more was spent."""
        return self.corrected - self.spent

    @property
    def deviation(self) -> int:
        """What is expected less the corrected budget."""
        return self.expected - self.corrected

    @property
    def share(self) -> Fraction | None:
        """The deviation as a share of the corrected budget; ``None`` without one."""
        return Fraction(self.deviation, self.corrected) if self.corrected else None


def lines_of(
    case: CaseData, original: Budget, corrected: Budget, postings: Iterable[Posting], as_of: date
) -> tuple[FollowUpLine, ...]:
    """Return a line for each post, source and year that has a budget or a posting, in the order of the budget."""
    placed = [one for one in postings if one.post is not None]
    sums = [_by_key(original), _by_key(corrected), _spent(placed, corrected)]
    posts = {**original.posts, **corrected.posts}
    order = {post: number for number, post in enumerate(posts)}
    keys = sorted({key for one in sums for key in one}, key=lambda key: (order.get(key[0], len(order)), *map(str, key)))
    said = {(one.post, one.year): one for one in case.explanations}
    stated = {(one.post, one.year): one for one in case.forecasts}
    lines = []
    for post, source, year in keys:
        key = (post, source, year)
        before, now, spent = (one.get(key, 0) for one in sums)
        about = said.get((post, year)) or said.get((post, None))
        forecast = stated.get((post, year))
        if forecast is not None and forecast.amount is not None and source != payer_of(post, corrected):
            forecast = None  # an amount is that of the post as a whole, and counts once
        others = sum(ore for (one, _, of), ore in sums[2].items() if (one, of) == (post, year)) - spent
        pace = _pace_of(placed, corrected, key, as_of)
        expected, method = _expected(now, spent, others, year, as_of, forecast, pace)
        known = posts.get(post)
        lines.append(
            FollowUpLine(
                post=post,
                name=known.name if known is not None else post,
                indsatsomraade=known.indsatsomraade if known is not None else None,
                art=known.art if known is not None else None,
                source=source,
                year=year,
                original=before,
                corrected=now,
                spent=spent,
                expected=expected,
                method=method,
                explanation=about.text if about is not None else None,
                action=about.action if about is not None else None,
            )
        )
    return tuple(lines)


def _by_key(budget: Budget) -> dict[Key, int]:
    return {(post, budget.posts[post].source, year): ore for (post, year), ore in budget.costs.items()}


def source_of(posting: Posting, budget: Budget) -> str | None:
    """Return who pays a posting: its own payer, or that of its post."""
    return posting.source or payer_of(posting.post or "", budget)


def payer_of(post: str, budget: Budget) -> str | None:
    """Return the giver who alone pays a post by the budget; ``None`` where there is none."""
    known = budget.posts.get(post)
    return known.source if known is not None else None


def _spent(postings: Iterable[Posting], budget: Budget) -> dict[Key, int]:
    spent: dict[Key, int] = {}
    for one in postings:
        if one.post is not None and one.date is not None:
            key = (one.post, source_of(one, budget), one.date.year)
            spent[key] = spent.get(key, 0) + one.ore
    return spent


def _pace_of(postings: Iterable[Posting], budget: Budget, key: Key, as_of: date) -> Callable[[Method], Fraction | None]:
    """Return how many times what is spent until the day the whole year costs, by a method; ``None`` if not known."""

    def pace(method: Method) -> Fraction | None:
        if method == "tempo":
            first, last = max(budget.start, date(as_of.year, 1, 1)), min(budget.end, date(as_of.year, 12, 31))
            if not first <= as_of <= last:
                return None
            return Period(first, last).months / Period(first, as_of).months
        same_day = (as_of.month, as_of.day)
        before = [
            one
            for one in postings
            if (one.post, source_of(one, budget)) == key[:2] and one.date is not None and one.date.year == key[2] - 1
        ]
        until = sum(one.ore for one in before if one.date is not None and (one.date.month, one.date.day) <= same_day)
        return Fraction(sum(one.ore for one in before), until) if until else None

    return pace


def _expected(
    budget: int,
    spent: int,
    others: int,
    year: int,
    as_of: date,
    stated: Expected | None,
    pace: Callable[[Method], Fraction | None],
) -> tuple[int, Method]:
    """Return the expected cost of a line's year, and the method that it is by.

    ``others`` is what other payers of the post spent.
    """
    if year < as_of.year:
        return spent, "forbrug"
    amount = stated.amount.ore if stated is not None and stated.amount is not None else 0
    match stated.method if stated is not None else "rest" if year == as_of.year else "budget":
        case "skøn":
            return amount - others, "skøn"
        case "disponeret":
            return spent + amount, "disponeret"
        case "tempo" | "fjoråret" as method if year == as_of.year and (times := pace(method)) is not None:
            return to_int(spent * times), method
        case "budget":
            return budget, "budget"
        case _:
            return max(budget, spent), "rest" if year == as_of.year else "budget"


def summed(lines: Iterable[FollowUpLine], by: Callable[[FollowUpLine], str | None]) -> Mapping[str | None, list[int]]:
    """Return the sums of lines by a word of each: original, corrected, spent, left, expected, deviation."""
    found: dict[str | None, list[int]] = {}
    for line in lines:
        sums = found.setdefault(by(line), [0] * 6)
        figures = (line.original, line.corrected, line.spent, line.left, line.expected, line.deviation)
        for place, ore in enumerate(figures):
            sums[place] += ore
    return found
