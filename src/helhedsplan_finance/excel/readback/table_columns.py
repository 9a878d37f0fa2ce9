"""The columns of a table as this version titles them: found by their stored ids, or else by their titles.

An id is the defined name of a header cell, so that a title may be changed, by a person or by another version. A program
that moves cells but no names leaves stale ids; where the titles tell, they are right.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from helhedsplan_finance.excel.base.column_ids import FORMER_TITLES, Column, column_named
from helhedsplan_finance.text import Lang, say

Place = tuple[str, int, int]  # a sheet, a row and a column
_QUOTED = r"(?:'.|[^\[\]'])"  # a sign of a title in a formula: brackets and quotes have a quote before them
_TITLE = re.compile(rf"\[({_QUOTED}+)\]")
# A text, which holds no reference; or a column, or a range of them, of a table.
_REFERENCE = re.compile(rf'"[^"]*"|\b(tbl\w+)(\[(?:{_QUOTED}*|(?:\[{_QUOTED}*\]|[:, ])*)\])')


@dataclass(frozen=True, slots=True)
class StoredId:
    """A stored id of a table's column: its defined name, and the column it points to, if it points to its header."""

    name: str
    column: Column
    at: int | None


class StoredIds:
    """The ids of columns among the names of a workbook. One that points to several cells points to none."""

    def __init__(self, names: Iterable[tuple[str, Place | None]]) -> None:
        self._cells: defaultdict[str, dict[str, set[Place | None]]] = defaultdict(dict)  # by table and name
        self._columns: dict[str, Column] = {}
        for name, cell in names:
            if (known := column_named(name)) is not None:
                table, self._columns[name] = known
                self._cells[table].setdefault(name, set()).add(cell)

    def places(self) -> dict[str, dict[str, Place]]:
        """Return the one cell that each id points to, by table and defined name."""
        found: dict[str, dict[str, Place]] = {}
        for table, names in self._cells.items():
            cells = {name: next(iter(cells)) for name, cells in names.items() if len(cells) == 1}
            found[table] = {name: cell for name, cell in cells.items() if cell is not None}
        return found

    def of(self, table: str, sheet: str, header: int, columns: Container[int]) -> Iterator[StoredId]:
        """Yield the ids of a table with a header row in some columns of a sheet."""
        for name, cells in self._cells.get(table, {}).items():
            cell = next(iter(cells)) if len(cells) == 1 else None
            at = cell[2] if cell is not None and cell[:2] == (sheet, header) and cell[2] in columns else None
            yield StoredId(name, self._columns[name], at)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by the titles of this version, in the language of the workbook."""

    by_title: dict[str, int] = field(default_factory=dict)
    twice: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()  # the titles of the columns that an id does not identify
    lost: tuple[str, ...] = ()  # the titles of those whose column was not found by its title either
    retitled: Mapping[str, str] = field(default_factory=dict)  # the title in the workbook -> that of this version


def find_columns(headers: Mapping[int, str], ids: Iterable[StoredId], lang: Lang) -> Columns:
    """Return the columns of a table with these titles in the workbook, and these stored ids."""
    by_header: dict[str, int] = {}
    for column, header in headers.items():
        by_header.setdefault(header, column)
    stored = {one.name: (one.column.title(lang), one.at) for one in ids}
    placed = _identified(headers, by_header, stored)
    by_title = {stored[name][0]: column for name, column in placed.items()}
    taken, twice = set(by_title.values()), []
    retitled = {headers[column]: title for title, column in by_title.items() if headers[column] not in ("", title)}
    for at, header in headers.items():
        if at in taken or not header:
            continue
        if header in FORMER_TITLES and (now := say(f"column.{FORMER_TITLES[header]}", lang)) not in by_header:
            by_title.setdefault(now, at)
            retitled[header] = now
            continue
        if header in by_title:
            twice.append(header)
        by_title.setdefault(header, at)
    astray = tuple(dict.fromkeys(title for name, (title, _) in stored.items() if name not in placed))
    lost = tuple(title for title in astray if title not in by_title)
    return Columns(dict(sorted(by_title.items(), key=lambda one: one[1])), tuple(twice), astray, lost, retitled)


def _identified(
    headers: Mapping[int, str], by_header: Mapping[str, int], stored: Mapping[str, tuple[str, int | None]]
) -> dict[str, int]:
    """Return the column of each id that identifies one: no other id does, and its title is not in another column.

    With the titles A, B and C moved to B, C and A, each id has its title in another column: the titles are right. With
    A renamed to B and B to C, no column has the title A, so that the first id is right, and so is the second.
    """
    places = {name: at for name, (_, at) in stored.items() if at is not None}
    claims = Counter([*places.values(), *(stored[name][0] for name in places)])

    def is_sole(name: str, at: int) -> bool:
        return headers[at] == stored[name][0] or claims[at] == claims[stored[name][0]] == 1

    sole = {name: at for name, at in places.items() if is_sole(name, at)}
    elsewhere = {name: by_header.get(stored[name][0], at) for name, at in sole.items()}
    sure = {name: at for name, at in sole.items() if elsewhere[name] == at or headers[at] == stored[name][0]}
    held = set(sure.values())
    return {name: at for name, at in sole.items() if name in sure or elsewhere[name] in held}


def with_titles(formula: str, retitled: Mapping[str, Mapping[str, str]]) -> str:
    """Return a formula with the titles of this version in its references to tables; ``retitled`` is by table."""

    def reference(found: re.Match[str]) -> str:
        titles = retitled.get(found[1] or "")
        return f"{found[1]}{_TITLE.sub(lambda one: title(one, titles), found[2])}" if titles else found[0]

    def title(found: re.Match[str], titles: Mapping[str, str]) -> str:
        shown = re.sub("'(.)", r"\1", found[1])
        return f"[{titles[shown]}]" if shown in titles else found[0]

    return _REFERENCE.sub(reference, formula)
