"""A budget by month: what each line costs in each month of its years, with its account, for import elsewhere."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.followup.account_table import AccountTable, read_account_table
from helhedsplan_finance.calculators.followup.case_budget import Budget, Post
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.values.money import Kroner, split

if TYPE_CHECKING:
    from pathlib import Path

_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class BudgetMonth:
    """What a budget line costs in a month, in øre; ``source`` is who pays it, where one giver alone does."""

    post: str
    name: str
    source: str | None
    konto: str | None
    year: int
    month: int
    ore: int


def budget_months(
    budget: Budget, accounts: "str | Path | AccountTable | None" = None, book: str | None = None
) -> tuple[BudgetMonth, ...]:
    """Return a budget by line, year and month, in the order of the budget; its months add up to the year's amount.

    A year's amount falls evenly on the months that the line has in the year, the øre that are left over on the first
    ones. A month that the period has a part of counts as that part. A line without a month in a year that it has money
    in, such as one that money was moved to after its end, has the months of the period.

    Worked example: 300.000 kr. of a line from 1 April is 33.333,34 kr. in April, May and June, and 33.333,33 kr. in
    each of the six months after.

    A line without an account has that of ``accounts`` in ``book``. Raises :class:`PostingError` with every fault of the
    table, and :class:`CalculationError` where a book must be chosen.
    """
    if accounts is not None:
        table = accounts if isinstance(accounts, AccountTable) else read_account_table(accounts)
        budget = _with_accounts(budget, table.of_book(book))
    elif book is not None:
        raise CalculationError("accounts.book_alone")
    order = {post: number for number, post in enumerate(budget.posts)}
    keys = sorted(budget.costs, key=lambda key: (order[key[0]], key[1]))
    return tuple(row for post, year in keys for row in _of_year(budget, budget.posts[post], year))


def _of_year(budget: Budget, post: Post, year: int) -> Iterator[BudgetMonth]:
    first, last = post.span[0] or budget.start, post.span[1] or budget.end
    weights = _weights(max(first, budget.start), min(last, budget.end), year) or _weights(
        budget.start, budget.end, year
    )
    for month, amount in split(Kroner.from_ore(budget.costs[post.id, year]), weights).items():
        yield BudgetMonth(post.id, post.name, post.source, post.konto, year, month, amount.ore)


def _weights(first: date, last: date, year: int) -> dict[int, Fraction]:
    """Return the part of each month of a year that lies between two days, both included; none is left out."""
    weights = {}
    for month in _MONTHS:
        days = monthrange(year, month)[1]
        start, end = max(first, date(year, month, 1)), min(last, date(year, month, days))
        if start <= end:
            weights[month] = Fraction((end - start).days + 1, days)
    return weights


def _with_accounts(budget: Budget, accounts: AccountTable) -> Budget:
    """Return a budget whose lines without an account have that of a table."""
    found = accounts.accounts_of(budget.posts)
    posts: Mapping[str, Post] = {
        id_: post if post.konto is not None else replace(post, konto=found.get(id_))
        for id_, post in budget.posts.items()
    }
    return replace(budget, posts=posts)


def without_account(rows: Iterable[BudgetMonth]) -> tuple[str, ...]:
    """Return the ids of the lines without an account, in order."""
    return tuple(dict.fromkeys(row.post for row in rows if row.konto is None))
