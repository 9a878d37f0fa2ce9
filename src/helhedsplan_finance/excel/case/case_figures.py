"""The figures of a case as the library computes them: the values beside the formulas of its workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from helhedsplan_finance.calculators.followup.case import Expected, Explanation, Version
from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.follow_up import FollowUp, follow_up
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine, Key, source_of
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.statement_rows import LBF, StatementRow, rows_of
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.values.periods import Period, add_months

SIX = (0, 0, 0, 0, 0, 0)  # original, corrected, spent, left, expected, deviation
Six = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class Figures:
    """A case on a day: its follow-up, its statement, and the helping figures that formulas share."""

    versions: Versions
    postings: Sequence[Posting]
    as_of: date

    @cached_property
    def found(self) -> FollowUp:
        """The follow-up."""
        return follow_up(self.versions, self.postings, self.as_of)

    @cached_property
    def lines(self) -> dict[Key, FollowUpLine]:
        """The lines of the follow-up."""
        return {(one.post, one.source, one.year): one for one in self.found.lines}

    @cached_property
    def budgets(self) -> tuple[Budget, Budget]:
        """The original and the corrected budget."""
        return self.versions.on(self.as_of)

    @cached_property
    def of_year_end(self) -> Budget:
        """The corrected budget at the end of the year of the day."""
        return self.versions.of_year(self.as_of.year)

    def first_approved(self, day: date) -> int:
        """Return the number of the first version that is approved on a day."""
        return next(one.nr for one in self.versions.approved if one.date <= day)

    def plan_of(self, budget: Budget) -> int:
        """Return the number of the version whose plan a budget is made of."""
        return self.versions.built_on(budget.nr)[0]

    def is_in(self, version: Version, budget: Budget) -> bool:
        """Return whether a version is one of those that make a budget."""
        return version.nr in self.versions.built_on(budget.nr)

    def explanation(self, post: str, year: int) -> Explanation | None:
        """Return what is said of a post in a year."""
        return self._explained.get((post, year)) or self._explained.get((post, None))

    def forecast(self, post: str, year: int) -> Expected | None:
        """Return how a post's year is expected to end, where that is stated."""
        return self._stated.get((post, year))

    @cached_property
    def _explained(self) -> dict[tuple[str, int | None], Explanation]:
        return {(one.post, one.year): one for one in self.versions.case.explanations}

    @cached_property
    def _stated(self) -> dict[tuple[str, int], Expected]:
        return {(one.post, one.year): one for one in self.versions.case.forecasts}

    @cached_property
    def spans(self) -> tuple[int, int, int, int, bool]:
        """The months of the year and those until the day, each as days of a number of days; whether the day counts.

        Six months and a half of April are 6 · 30 + 15 = 195 days of 30.
        """
        budget, year = self.budgets[1], self.as_of.year
        first, last = max(budget.start, date(year, 1, 1)), min(budget.end, date(year, 12, 31))
        if not first <= self.as_of <= last:
            return 0, 1, 0, 1, False
        return *_in_days(first, last), *_in_days(first, self.as_of), True

    def last_year(self, key: Key, until: date | None = None) -> int:
        """Return what a line cost in the year before, or until a day of it."""
        post, source, year = key
        last = min(until or date.max, self.as_of)
        return sum(ore for day, ore in self._spent.get((post, source, year - 1), ()) if day <= last)

    @cached_property
    def _spent(self) -> dict[Key, list[tuple[date, int]]]:
        """The days and amounts of the postings of each line."""
        found: dict[Key, list[tuple[date, int]]] = {}
        for one in self.postings:
            if one.post is not None and one.stream is None and one.date is not None:
                key = (one.post, source_of(one, self.budgets[1]), one.date.year)
                found.setdefault(key, []).append((one.date, one.ore))
        return found

    def sums(self, lines: Iterable[FollowUpLine]) -> Six:
        """Return the sums of lines."""
        rows = [(one.original, one.corrected, one.spent, one.left, one.expected, one.deviation) for one in lines]
        first, second, third, fourth, fifth, sixth = (sum(column) for column in zip(SIX, *rows, strict=True))
        return first, second, third, fourth, fifth, sixth

    def where(self, holds: Callable[[FollowUpLine], bool], keys: Iterable[Key] | None = None) -> Six:
        """Return the sums of the lines of some keys, or of all, for which something holds."""
        wanted = self.lines if keys is None else [key for key in keys if key in self.lines]
        return self.sums(self.lines[key] for key in wanted if holds(self.lines[key]))

    def unplaced(self, year: int | None = None) -> Six:
        """Return what is not placed, in a year or in all."""
        ore = sum(
            one.ore for one in self.found.unplaced if year is None or (one.date is not None and one.date.year == year)
        )
        return 0, 0, ore, -ore, ore, ore

    @cached_property
    def statement(self) -> dict[tuple[str | None, int], StatementRow]:
        """The rows of the statement, by boligafdeling and year."""
        dates = [one.date for one in self.postings if one.date is not None]
        dates += [use.date for use in self.versions.case.uses]
        last = max([self.as_of.year, self.of_year_end.end.year, *(day.year for day in dates)])
        last = max([last, *(budget.end.year for budget in self.versions.budgets.values())])
        rows = rows_of(self.versions.of_year, self.postings, self.versions.case.uses, last)
        return {(one.afdeling, one.year): one for one in rows}

    def granted(self) -> int:
        """Return what Landsbyggefonden gives in the budget at the end of the year."""
        return sum(ore for (source, _), ore in self.of_year_end.given.items() if source == LBF)


def _in_days(first: date, last: date) -> tuple[int, int]:
    """Return the months between two days, both included, as days of a number of days."""
    end, months = last + timedelta(days=1), Period(first, last).months
    whole = int(months)
    before, after = add_months(first, whole), add_months(first, whole + 1)
    length = (after - before).days
    return whole * length + (end - before).days, length
