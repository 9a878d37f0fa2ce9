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


_MOST_IDS = 3  # ids that a note lists


@dataclass
class Notes:
    """Faults and notes, each at its cell."""

    faults: list[Fault] = field(default_factory=list)
    more: int = 0  # faults beyond the listed ones, only counted
    notes: list[Fault] = field(default_factory=list)
    made: list[tuple[str, str]] = field(default_factory=list)  # the cell of each id that was made, and the id

    def fault(self, where: str, key: str, /, **found: object) -> None:
        """Add a fault."""
        self.faults.append(Fault(where, message(key, **found)))

    def note(self, where: str, key: str, /, **found: object) -> None:
        """Add a note."""
        self.notes.append(Fault(where, message(key, **found)))

    def note_made(self) -> None:
        """Add one note on the ids that were made, however many they are."""
        if len(self.made) == 1:
            self.note(self.made[0][0], "sheet.id_made", id=self.made[0][1])
        elif self.made:
            ids = [f"'{id_}'" for _, id_ in self.made[:_MOST_IDS]]
            self.note(self.made[0][0], "sheet.ids_made", count=len(self.made), ids=ids)
