"""Propose a mapping of accounts from an export: its form, its columns, its accounts, and what could not be placed.

An account is placed only where it, or its name, is an activity of the plan word for word; the rest is for a person.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from helhedsplan_finance.calculators.followup.date_forms import day_reader
from helhedsplan_finance.calculators.followup.file_amounts import amount_reader
from helhedsplan_finance.calculators.followup.mapping import AccountMapping, AccountPattern, FileForm, Headings, tidy
from helhedsplan_finance.calculators.followup.proposal_document import proposal_document, proposal_toml
from helhedsplan_finance.calculators.followup.proposal_parts import Account, Proposed, Unread
from helhedsplan_finance.calculators.followup.read_postings import csv_rows, decoded, read_file
from helhedsplan_finance.calculators.followup.read_table import Row
from helhedsplan_finance.calculators.followup.sniff import (
    MOST_LINES,
    Headed,
    headed,
    sniff_dates,
    sniff_decimal,
    sniff_encoding,
    sniff_headings,
)
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.errors import HelhedsplanError, PlanFileError
from helhedsplan_finance.text import Lang, message

_SAMPLE = 1_000  # rows by which the form is found
_NOT_IN_A_MAPPING = ("account_name", "ore")


class Proposal(Proposed, NoTruth, Displayed):
    """A proposed mapping: as a document, as data, and as a file to complete."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Proposal for {self.file!r}: {len(self.accounts)} accounts, {len(self.unplaced)} not placed>"

    def document(self, lang: Lang = "da") -> Document:
        """Return the proposal as a document: the form of the file, its columns, its accounts, and what is open."""
        return proposal_document(self, lang)

    def to_toml(self, lang: Lang = "da") -> str:
        """Return the mapping as TOML; an account that is not placed is a comment to fill in."""
        return proposal_toml(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the proposal as JSON data, its mapping with the keys of the file."""
        return {
            "file": self.file,
            "mapping": self.mapping.model_dump(mode="json", by_alias=True, exclude_none=True),
            "accounts": [
                {"account": one.account, "name": one.name, "count": one.count, "amount_ore": one.ore, "post": one.post}
                for one in self.accounts
            ],
            "unplaced": [one.account for one in self.unplaced],
            "unrecognised": list(self.left),
            "unread": [{"line": one.line, "message": one.why.show(lang)} for one in self.unread],
        }


def propose_csv(path: Path, activities: Mapping[str, str]) -> Proposal:
    """Propose a mapping for a CSV file; ``activities`` are the budget lines of a plan, by id.

    Raises :class:`PlanFileError` for a file that cannot be read, or in which no headings are recognised.
    """
    content = read_file(path)
    encoding = sniff_encoding(content)
    text = decoded(content, path, encoding)
    found = sniff_headings(text)
    if found is None:
        raise PlanFileError("postings.no_table", file=path, most=MOST_LINES)
    rows = list(csv_rows(text, found.separator, found.skip, str(path)))[1:]
    return _propose(path, found, rows, activities, {"separator": found.separator, "encoding": encoding})


def propose_table(rows: Sequence[Row], path: Path, activities: Mapping[str, str]) -> Proposal:
    """Propose a mapping for the rows of a sheet; raises as :func:`propose_csv` does."""
    tried = [(number, headed(cells, line - 1)) for number, (line, cells) in enumerate(rows[:MOST_LINES])]
    known = [(number, found) for number, found in tried if found is not None]
    if not known:
        raise PlanFileError("postings.no_table", file=path, most=MOST_LINES)
    number, found = max(known, key=lambda one: len(one[1].columns))
    return _propose(path, found, rows[number + 1 :], activities, {})


def _propose(
    path: Path, found: Headed, rows: Sequence[Row], activities: Mapping[str, str], form: Mapping[str, Any]
) -> Proposal:
    column = _cells_of(rows, found.columns)
    decimal = sniff_decimal(one for one in column("amount")[:_SAMPLE] if isinstance(one, str))
    days = [one.strip() for one in column("date")[:_SAMPLE] if isinstance(one, str) and one.strip()]
    date_form, is_guess = sniff_dates(days)
    counted = _counted(rows, found, decimal, date_form)
    accounts = tuple(_accounts(counted, activities))
    minus = sum(amount < 0 for amount in counted.amounts)
    mapping = AccountMapping(
        file=FileForm(
            **form,
            decimal=decimal,
            date=date_form,
            skip=found.skip,
            sign="udgift -" if 2 * minus > len(counted.amounts) else "udgift +",
        ),
        column=Headings(
            **{key: found.headings[at] for key, at in found.columns.items() if key not in _NOT_IN_A_MAPPING}
        ),
        account=tuple(AccountPattern(account=one.account, cost=one.post) for one in accounts if one.post is not None),
    )
    return Proposal(
        file=str(path),
        mapping=mapping,
        columns={key: found.headings[at] for key, at in found.columns.items()},
        left=tuple(
            heading for at, heading in enumerate(found.headings) if heading and at not in found.columns.values()
        ),
        accounts=accounts,
        minus=minus,
        amounts=len(counted.amounts),
        day_first_guessed=is_guess,
        unread=tuple(counted.unread),
    )


def _cells_of(rows: Sequence[Row], columns: Mapping[str, int]) -> Callable[[str], list[Any]]:
    def of(key: str) -> list[Any]:
        at = columns.get(key)
        return [] if at is None else [cells[at] if at < len(cells) else None for _, cells in rows]

    return of


class _Counted(NamedTuple):
    """The accounts of some rows: the names, the number and the sum of each; all amounts; what cannot be read."""

    names: dict[str, Counter[str]]
    counts: Counter[str]
    sums: Counter[str]
    amounts: list[int]
    unread: list[Unread]


def _counted(rows: Sequence[Row], found: Headed, decimal: Any, date_form: str | None) -> _Counted:
    counted = _Counted({}, Counter(), Counter(), [], [])
    read, read_day = amount_reader(decimal), day_reader(date_form)
    column = _cells_of(rows, found.columns)
    blank = [None] * len(rows)
    keys = ("amount", "date", "account", "account_name", "text")
    columns = [column(key) or blank for key in keys]
    for (line, _), amount, day, account, name, text in zip(rows, *columns, strict=True):
        try:
            ore = read(amount)
            if ore is not None:
                read_day(day)
        except HelhedsplanError as error:
            counted.unread.append(Unread(line, message("postings.at_line", line=line, what=error.message)))
            continue
        if ore is None:
            continue
        id_ = _text(account)
        counted.names.setdefault(id_, Counter())[_text(name) or _text(text)] += 1
        counted.counts[id_] += 1
        counted.sums[id_] += ore
        counted.amounts.append(ore)
    return counted


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _accounts(counted: _Counted, activities: Mapping[str, str]) -> Iterator[Account]:
    """Yield the accounts in their order, each with the budget line whose activity it has word for word."""
    named = Counter(tidy(activity) for activity in activities.values())
    by_activity = {tidy(activity): id_ for id_, activity in activities.items() if named[tidy(activity)] == 1}
    for account in sorted(counted.counts):
        name = counted.names[account].most_common(1)[0][0]
        all_named = {tidy(one) for one in counted.names[account]}
        words = [tidy(account), *(all_named if len(all_named) == 1 else ())]
        post = next((by_activity[word] for word in words if word in by_activity), None)
        yield Account(account, name, counted.counts[account], counted.sums[account], post if account else None)
