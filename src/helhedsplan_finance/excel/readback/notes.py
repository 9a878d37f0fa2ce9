"""Faults, which refuse a workbook, and notes, which do not, collected while it is read."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from helhedsplan_finance.errors import Fault
from helhedsplan_finance.text import Message, message


class Taken(NamedTuple):
    """What a cell is read as: its value for a plan, and the note on one that was written in another way.

    ``hedge`` is that of an approximate amount: it belongs to the row, which has one for all its amounts.
    """

    value: Any
    note: Message | None = None
    hedge: str | None = None


@dataclass
class Notes:
    """Faults and notes, each at its cell."""

    faults: list[Fault] = field(default_factory=list)
    more: int = 0  # faults beyond the listed ones, only counted
    notes: list[Fault] = field(default_factory=list)

    def fault(self, where: str, key: str, /, **found: object) -> None:
        """Add a fault."""
        self.faults.append(Fault(where, message(key, **found)))

    def note(self, where: str, key: str, /, **found: object) -> None:
        """Add a note."""
        self.notes.append(Fault(where, message(key, **found)))
