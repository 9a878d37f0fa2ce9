"""The parts of a proposed mapping: the accounts of an export, what is recognised, and what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from helhedsplan_finance.calculators.followup.mapping import AccountMapping
from helhedsplan_finance.text import Message


@dataclass(frozen=True, slots=True)
class Account:
    """An account of an export: its name, its postings, their sum in øre as in the file, and the proposed post."""

    account: str
    name: str
    count: int
    ore: int
    post: str | None


class Unread(NamedTuple):
    """A row that cannot be read: its line and why."""

    line: int
    why: Message


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed mapping, the accounts of the file, and what is open.

    ``columns`` are the headings by what they hold, ``left`` those that are not recognised. ``minus`` of ``amounts``
    are negative. ``day_first_guessed`` is whether every date can be read with the month first too.
    """

    file: str
    mapping: AccountMapping
    columns: Mapping[str, str]
    left: tuple[str, ...]
    accounts: tuple[Account, ...]
    minus: int
    amounts: int
    day_first_guessed: bool
    unread: tuple[Unread, ...]

    @property
    def unplaced(self) -> tuple[Account, ...]:
        """The accounts that nothing in the plan names."""
        return tuple(one for one in self.accounts if one.post is None)
