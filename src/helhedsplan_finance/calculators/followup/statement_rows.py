"""The money of Landsbyggefonden by year and boligafdeling: received, spent, used, and carried to the next year."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from helhedsplan_finance.calculators.followup.case import Use
from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.follow_up_lines import source_of
from helhedsplan_finance.calculators.followup.postings import Posting

LBF = "lbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One boligafdeling, or with ``None`` the plan, in one year; everything is whole øre.

    ``ultimo`` is ``primo`` and what was added less what was used, and the ``primo`` of the next year. More spent than
    received is carried too, below zero.
    """

    afdeling: str | None
    year: int
    primo: int
    received: int
    spent: int
    used: int

    @property
    def added(self) -> int:
        """What was received less what was spent."""
        return self.received - self.spent

    @property
    def ultimo(self) -> int:
        """What is carried to the next year."""
        return self.primo + self.added - self.used


def rows_of(
    budget_of: Callable[[int], Budget], postings: Iterable[Posting], uses: Iterable[Use], last: int
) -> tuple[StatementRow, ...]:
    """Return the rows of every year until ``last``, each boligafdeling in the order of its name; the plan is first.

    A cost counts where Landsbyggefonden pays it: by its own payer, or by the payer of its post in the budget of the
    posting's year. So a later version moves no year that is stated.

    Worked example: 500.000 received and 420.000 spent in 2022, then 300.000 and 350.000, and 20.000 used: 0 + 80.000
    is 80.000 at the end of 2022, and 80.000 - 50.000 - 20.000 = 10.000 at the end of 2023.
    """
    received: dict[tuple[str | None, int], int] = {}
    spent: dict[tuple[str | None, int], int] = {}
    for one in postings:
        if one.date is None or one.date.year > last:
            continue
        key, budget = (one.afdeling or None, one.date.year), budget_of(one.date.year)
        if one.stream is not None:
            if budget.streams.get(one.stream) == LBF:
                received[key] = received.get(key, 0) + one.ore
        elif source_of(one, budget) == LBF:
            spent[key] = spent.get(key, 0) + one.ore
    used: dict[tuple[str | None, int], int] = {}
    for use in uses:
        if use.date.year <= last:
            key = (use.afdeling, use.date.year)
            used[key] = used.get(key, 0) + use.amount.ore
    keys = {*received, *spent, *used}
    afdelinger = sorted({afdeling for afdeling, _ in keys}, key=lambda one: (one is not None, one or "")) or [None]
    first = min([budget_of(last).years[0], *(year for _, year in keys)])
    return tuple(_carried(afdelinger, range(first, last + 1), received, spent, used))


def _carried(
    afdelinger: Iterable[str | None],
    years: range,
    received: dict[tuple[str | None, int], int],
    spent: dict[tuple[str | None, int], int],
    used: dict[tuple[str | None, int], int],
) -> Iterator[StatementRow]:
    for afdeling in afdelinger:
        primo = 0
        for year in years:
            key = (afdeling, year)
            row = StatementRow(
                afdeling=afdeling,
                year=year,
                primo=primo,
                received=received.get(key, 0),
                spent=spent.get(key, 0),
                used=used.get(key, 0),
            )
            yield row
            primo = row.ultimo


def undivided(budget: Budget, postings: Iterable[Posting], year: int) -> int:
    """Return the costs of a year in øre of which nobody says who pays them: no statement of one source has them."""
    return sum(
        one.ore
        for one in postings
        if one.stream is None and one.date is not None and one.date.year == year and source_of(one, budget) is None
    )


def end_of(year: int) -> date:
    """Return the last day of a year."""
    return date(year, 12, 31)
