"""What a person wrote into a workbook beside the plan: where it is, what it says, and where it goes in another one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from helhedsplan_finance.text import Lang, message

# An own column beside or in a table, a cell of a person's sheet, a comment, a text beside tables, a note in
# the table of changes on Log; and what only its own program can draw.
OwnKind = Literal["column", "sheet", "comment", "text", "log", "picture", "chart", "pivot"]
CARRIED: frozenset[OwnKind] = frozenset({"column", "sheet", "comment", "text", "log"})
_HELD = re.compile(r"\{\+(\d+)\}")
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

    @property
    def own_column(self) -> int:
        """The number of an own column beside a table; 0 for any other place."""
        return int(self.column[1:]) if self.column.startswith("+") else 0


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


def gathered(answers: Iterable[tuple[str, Iterable[Own]]]) -> tuple[Own, ...]:
    """Return what several persons wrote, by the names of their answers: columns beside one another, sheets by name.

    Where the first answer has two columns beside a table, the second column of the next answer is the fourth.
    """
    found: list[Own] = []
    for name, own in answers:
        before = tuple(found)
        found += [_after(one, name, before) for one in own]
    return tuple(found)


def _after(own: Own, name: str, before: tuple[Own, ...]) -> Own:
    """Return something written in a later answer, moved beside or below what was written before."""
    spot = own.spot
    beside = max((one.spot.own_column for one in before if one.spot.table == spot.table), default=0)
    if spot.own_column:
        spot = replace(spot, column=f"+{spot.own_column + beside}")
    elif own.kind == "log":
        last = max((int(one.spot.row[1:]) for one in before if one.kind == "log"), default=0)
        spot = replace(spot, row=f"#{int(spot.row[1:]) + last}")
    elif spot.name and any(one.spot.name == spot.name for one in before):
        spot = replace(spot, name=f"{spot.name} {name}")
    formula = _HELD.sub(lambda held: f"{{+{int(held[1]) + beside}}}", own.formula)
    return replace(own, spot=spot, formula=formula)
