"""The table of accounts (``konti.toml``): the user's own account of a budget line, of a source's money or of an art.

It is a text of the user's own in one of three books; the library knows no chart of accounts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError, model_validator

from helhedsplan_finance.calculators.followup.case_budget import Post
from helhedsplan_finance.errors import CalculationError, Fault, FieldError, PlanFileError, PostingError, nearest
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.fields import Id, Line, Model
from helhedsplan_finance.plan.file import parse_toml
from helhedsplan_finance.plan.givers import Source
from helhedsplan_finance.plan.plan import Art
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.disk import read_text

Book = Literal["kommune", "boligafdeling", "fond"]
BOOKS: tuple[Book, ...] = get_args(Book)
MOST_ACCOUNTS = 2_000
_EXAMPLES = {"book": 'book = "kommune"', "konto": 'konto = "…"'}
_HEADER = re.compile(r"\s*\[\[\s*account\s*\]\]")


class Account(Model):
    """The account in a book of what one of ``cost`` (a budget line), ``source`` and ``art`` names."""

    book: Book
    konto: Line
    cost: Id | None = None
    source: Source | None = None
    art: Art | None = None

    @model_validator(mode="after")
    def _is_of_one(self) -> "Account":
        if sum(one is not None for one in (self.cost, self.source, self.art)) != 1:
            raise FieldError("accounts.of_one")
        return self

    @property
    def of(self) -> tuple[str, str]:
        """The kind and the name of what the account is of; ids are compared without case."""
        if self.cost is not None:
            return "cost", self.cost.casefold()
        return ("source", self.source) if self.source is not None else ("art", self.art or "")


class _Stated(Model):
    accounts: tuple[Account, ...] = Field(default=(), alias="account", strict=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """An account of a table: its number, and its line in the file where that is known."""

    account: Account
    number: int
    line: int | None

    def fault(self, key: str, /, **params: object) -> Fault:
        """Return a fault of the account at its place."""
        return _at(f"account {self.number}", self.line, message(key, **params))


@dataclass(frozen=True, slots=True)
class AccountTable:
    """A table of accounts; ``file`` is the name of its file."""

    accounts: tuple[Placed, ...]
    file: str

    def of_book(self, book: str | None) -> "AccountTable":
        """Return the accounts of a book; without a book, those of the only one that the table has.

        Raises :class:`CalculationError` where the table has several books, or has none of the name.
        """
        known = [one for one in BOOKS if one in {one.account.book for one in self.accounts}]
        if book is None:
            if len(known) > 1:
                raise CalculationError("accounts.which_book", books=known)
            return self
        if book not in known:
            raise CalculationError("accounts.no_book", found=short(book), books=known or list(BOOKS))
        return AccountTable(tuple(one for one in self.accounts if one.account.book == book), self.file)

    def accounts_of(self, posts: Mapping[str, Post]) -> dict[str, str]:
        """Return the account of each budget line that has one: its own, else that of its source, else of its art.

        Raises :class:`PostingError`, with the line of each, for accounts of budget lines that there are not.
        """
        stated = {one.account.of: one.account.konto for one in self.accounts}
        known = {id_.casefold() for id_ in posts}
        faults = [
            one.fault("followup.no_line", found=short(cost), nearest=nearest(cost, posts) or "")
            for one in self.accounts
            if (cost := one.account.cost) is not None and cost.casefold() not in known
        ]
        if faults:
            raise PostingError(faults, file=self.file)
        found = {}
        for id_, post in posts.items():
            keys = (("cost", id_.casefold()), ("source", post.source or ""), ("art", post.art or ""))
            konto = next((stated[key] for key in keys if key in stated), None)
            if konto is not None:
                found[id_] = konto
        return found


def read_account_table(path: str | Path) -> AccountTable:
    """Read a table of accounts from a ``.toml`` file.

    Raises :class:`PlanFileError` for a file that cannot be read, and :class:`PostingError`, with every fault and its
    line, for a table that cannot be used, such as one with two accounts of one thing in a book.
    """
    path = Path(path)
    if path.suffix.lower() != ".toml":
        raise PlanFileError("accounts.kind", file=path, found=path.suffix or path.name)
    text = read_text(path)
    data = parse_toml(text, path)
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _HEADER.match(line)]
    if not isinstance(data.get("account"), list) or len(data["account"]) != len(lines):
        lines = []  # not written as tables, so no line is known
    try:
        stated = _Stated.model_validate(data, by_alias=True, by_name=False).accounts
    except ValidationError as error:
        found = faults_of(error, data, _Stated, _EXAMPLES)
        raise PostingError([_with_line(one, lines) for one in found.listed], str(path), found.more) from None
    if len(stated) > MOST_ACCOUNTS:
        many = message("accounts.many", count=len(stated), most=MOST_ACCOUNTS)
        raise PostingError([Fault("account", many)], file=str(path))
    placed = tuple(
        Placed(account, number, lines[number - 1] if lines else None) for number, account in enumerate(stated, start=1)
    )
    if faults := list(_twice(placed)):
        raise PostingError(faults, file=str(path))
    return AccountTable(placed, str(path))


def _with_line(fault: Fault, lines: list[int]) -> Fault:
    """Return a fault of an account with the line on which the account begins."""
    number = re.match(r"account (\d+)", fault.where)
    return _at(fault.where, lines[int(number[1]) - 1] if number and lines else None, fault.what)


def _at(where: str, line: int | None, what: Message) -> Fault:
    return Fault(where, what if line is None else message("postings.at_line", line=line, what=what))


def _twice(accounts: Iterable[Placed]) -> Iterator[Fault]:
    """Yield each account of what has another one in the same book."""
    first: dict[tuple[str, tuple[str, str]], Placed] = {}
    for one in accounts:
        other = first.setdefault((one.account.book, one.account.of), one)
        if other is not one:
            name = one.account.cost or one.account.source or one.account.art
            konto = short(other.account.konto)
            yield one.fault("accounts.twice", name=name, book=one.account.book, konto=konto, number=other.number)
