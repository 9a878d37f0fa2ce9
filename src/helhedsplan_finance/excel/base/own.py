"""What a person wrote into a workbook beside the plan: where it is, what it says, and where it goes in another one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from helhedsplan_finance.text import Lang, message

# An own column beside or in a table, a cell of a person's sheet, a comment, a text beside tables, a note in
# the table of changes on Log; and what only its own program can draw.
OwnKind = Literal["column", "sheet", "comment", "text", "log", "picture", "chart", "pivot"]
CARRIED: frozenset[OwnKind] = frozenset({"column", "sheet", "comment", "text", "log"})
_SHOWN: dict[OwnKind, str] = {
    "column": "own.column",
    "sheet": "own.sheet",
    "comment": "own.comment",
    "text": "own.text",
    "log": "own.log",
    "picture": "own.picture",
    "chart": "own.chart",
    "pivot": "own.pivot",
}
Content = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that another workbook has too: in a table by row and column, or on a sheet.

    ``row`` identifies a row of a table (an id, or a number), ``column`` a column by its id, or one beside the table by
    its number. Without a table, ``at`` is a row and a column of the sheet; below a table, ``at`` counts from its last
    row. A person's sheet has a ``name`` and no key.
    """

    sheet: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    at: tuple[int, int] = (0, 0)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """One thing that a person wrote: its cell in the workbook that was read, its kind and its text."""

    place: str
    kind: OwnKind
    text: str
    spot: Spot
    value: Content = None
    formula: str = ""
    author: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether it can be written into another workbook."""
        return self.kind in CARRIED

    def show(self, lang: Lang = "da") -> str:
        """Return the place, the kind and the text in one line."""
        what = message(_SHOWN[self.kind]).show(lang)
        return f"{self.place}: {what}: {self.text}" if self.text else f"{self.place}: {what}"

    def to_dict(self, lang: Lang = "da") -> dict[str, str]:
        """Return the place, the kind and the text for JSON."""
        return {"where": self.place, "kind": self.kind, "shown": self.show(lang), "text": self.text}
