"""What a person wrote into an earlier workbook, written into a new one: beside the same rows, or on an own sheet.

What has no place there (its row is gone, or its table) is listed on the last sheet. Formulas are written if they are
sure to mean the same, others as their values. None of it is remembered as written by the program, so that it is found
again as a person's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.own import Content, Own, Spot
from helhedsplan_finance.excel.base.own_formula import filled_in
from helhedsplan_finance.excel.base.row_keys import ROW_KEYS
from helhedsplan_finance.excel.base.worksheet import Sheet, write_literal
from helhedsplan_finance.text import Lang, say

_WIDTH = 22  # of an own column
_FARTHEST = 200  # columns to the right in which a free cell is looked for
_LONGEST_NAME, _LONGEST_TEXT = 31, 32_000
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Place = tuple[int, int]


@dataclass(slots=True)
class _TableNow:
    """A table of the new workbook: where it is, its columns by id, its rows by key, and the first column beside it."""

    sheet: Sheet
    header: int
    rows: int
    columns: dict[str, int]
    keys: dict[str, int]
    beside: int = 0


def carry(own: Iterable[Own], written: Mapping[str, Sheet], add_sheet: Callable[[str], Any], lang: Lang) -> None:
    """Write what a person wrote into the sheets of a new workbook; ``add_sheet`` adds one of a name."""
    carried = [one for one in own if one.is_carried]
    if carried:
        _Carrier(written, add_sheet, lang).write(carried)


@dataclass
class _Carrier:
    written: Mapping[str, Sheet]
    add_sheet: Callable[[str], Any]
    lang: Lang
    tables: dict[str, _TableNow] = field(init=False)
    taken: defaultdict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))  # by the key of a sheet
    own_sheets: dict[str, Any] = field(default_factory=dict)
    comments: dict[tuple[str, Place], str] = field(default_factory=dict)
    left: list[Own] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tables = {name: _table(sheet, name) for sheet in self.written.values() for name in sheet.tables}
        sheet = next(iter(self.written.values()))
        self.styles = sheet.styles
        self.names = {str(one[0]).casefold() for one in sheet.book.defined_names}
        self.raw_names = {one.name.casefold() for one in self.written.values()}

    def write(self, own: list[Own]) -> None:
        self._make_room(own)
        for one in own:
            if one.spot.name:
                self._on_own_sheet(one)
                continue
            place = self._place(one) if one.spot.sheet in self.written else None  # a sheet may have gone with its data
            if place is None:
                self.left.append(one)
            else:
                self._put(one, self.written[one.spot.sheet], place)
        if self.left:
            self._list_left()

    def _make_room(self, own: list[Own]) -> None:
        """Set the first column beside each table in which all own columns of it are free."""
        most: defaultdict[str, int] = defaultdict(int)
        for one in own:
            most[one.spot.table] = max(most[one.spot.table], one.spot.own_column)
        for name, count in most.items():
            table = self.tables.get(name)
            if table is None or not count:
                continue
            first = max(table.columns.values()) + 1
            rows = range(table.header, table.header + table.rows + 1)
            while any((row, column) in table.sheet.filled for row in rows for column in range(first, first + count)):
                first += 1
            table.beside = first
            table.sheet.raw.set_column(first, first + count - 1, _WIDTH)

    def _place(self, one: Own) -> Place | None:
        """Return the cell for something in the new workbook, by row and column from 0; ``None`` where there is none."""
        spot, sheet = one.spot, self.written[one.spot.sheet]
        table = self.tables.get(spot.table)
        if spot.table and table is None:
            return None
        if table is None:
            return self._free(spot.sheet, sheet, (spot.at[0] - 1, spot.at[1] - 1), one)
        if spot.at != (0, 0):
            below = table.header + table.rows + spot.at[0]
            return self._free(spot.sheet, sheet, (below, spot.at[1] - 1), one)
        row, column = self._row(table, spot), self._column(table, spot)
        return None if row is None or column is None else (row, column)

    def _row(self, table: _TableNow, spot: Spot) -> int | None:
        if not spot.row:
            return table.header
        if spot.row.startswith("#"):
            number = int(spot.row[1:])
            return table.header + number if number <= table.rows else None
        return table.keys.get(spot.row)

    def _column(self, table: _TableNow, spot: Spot) -> int | None:
        if spot.own_column:
            return table.beside + spot.own_column - 1
        return table.columns.get(spot.column)

    def _free(self, key: str, sheet: Sheet, place: Place, one: Own) -> Place | None:
        """Return a place outside tables, or the next free cell to the right of it; a comment needs no free cell."""
        row, first = place
        if one.kind == "comment":
            return place
        spans = [(header, header + rows, len(columns)) for header, columns, rows in sheet.tables.values()]
        for column in range(first, first + _FARTHEST):
            is_in_table = any(top <= row <= last and column < count for top, last, count in spans)
            if not is_in_table and (row, column) not in sheet.filled | self.taken[key]:
                self.taken[key].add((row, column))
                return row, column
        return None

    def _put(self, one: Own, sheet: Sheet, place: Place) -> None:
        if one.kind == "comment":
            self._comment(sheet.raw, one, place)
            return
        sheet.print_too(*place)
        if one.spot.table and not one.spot.row and one.kind == "column":
            write_literal(sheet.raw, *place, _text(one.value), self.styles("header"))
            return
        table = self.tables.get(one.spot.table)
        formula = (
            None
            if table is None or not one.formula
            else filled_in(one.formula, lambda id_: self._cell(table, place[0], id_))
        )
        self._value(sheet.raw, place, one.value, formula, input_=True)

    def _cell(self, table: _TableNow, row: int, kept: str) -> str | None:
        """Return what a kept formula refers to: the cell of a column in a row, a whole column, or a name."""
        if kept.startswith("="):
            return kept[1:] if kept[1:].casefold() in self.names else None
        if "[" in kept:
            return self._whole(kept)
        column = table.beside + int(kept[1:]) - 1 if kept.startswith("+") else table.columns.get(kept)
        return None if column is None else cell(row, column)

    def _whole(self, kept: str) -> str | None:
        name, _, id_ = kept.removesuffix("]").partition("[")
        table = self.tables.get(name)
        if table is None or id_ not in table.columns:
            return None
        _, columns, _ = table.sheet.tables[name]
        held = columns[table.columns[id_]]
        title = held if isinstance(held, str) else held.title(self.lang)
        return f"{name}[{title}]"

    def _named(self, kept: str) -> str | None:
        if kept.startswith("="):
            return kept[1:] if kept[1:].casefold() in self.names else None
        return self._whole(kept)

    def _on_own_sheet(self, one: Own) -> None:
        name = one.spot.name
        if name not in self.own_sheets:
            self.own_sheets[name] = self.add_sheet(self._free_name(name))
        raw, place = self.own_sheets[name], (one.spot.at[0] - 1, one.spot.at[1] - 1)
        if one.kind == "comment":
            self._comment(raw, one, place)
            return
        formula = filled_in(one.formula, self._named) if one.formula else None
        self._value(raw, place, one.value, formula, input_=False)

    def _free_name(self, name: str) -> str:
        tidy = name.translate(_NOT_IN_NAMES).strip()[:_LONGEST_NAME].strip() or "Ark"
        found, number = tidy, 1
        while found.casefold() in {*self.raw_names, "history"}:
            number += 1
            found = f"{tidy[: _LONGEST_NAME - 4]} {number}"
        self.raw_names.add(found.casefold())
        return found

    def _value(self, raw: Any, place: Place, value: Content, formula: str | None, *, input_: bool) -> None:
        text, number, day = ("input", "input_number", "input_date") if input_ else ("plain", "number", "date")
        if formula is not None:
            shown = value if isinstance(value, (str, bool, int, float)) else ""
            raw.write_formula(*place, formula, self.styles(number), shown)
            return
        match value:
            case bool():
                raw.write_boolean(*place, value, self.styles(text))
            case int() | float():
                raw.write_number(*place, value, self.styles(number))
            case date():
                moment = value.replace(tzinfo=None) if isinstance(value, datetime) else value
                raw.write_datetime(*place, moment, self.styles(day))
            case _:
                write_literal(raw, *place, _text(value), self.styles(text))

    def _comment(self, raw: Any, one: Own, place: Place) -> None:
        """Write a comment; of several in one cell, each is a paragraph of one."""
        said = _text(one.value) or one.text
        said = self.comments[raw.name, place] = "\n\n".join(filter(None, (self.comments.get((raw.name, place)), said)))
        raw.write_comment(*place, said[:_LONGEST_TEXT], {"author": one.author[:50]} if one.author else {})

    def _list_left(self) -> None:
        """List what has no place, each with the place that it had."""
        raw = self.add_sheet(self._free_name(say("own.left_name", self.lang)))
        for column, key in enumerate(("own.left_place", "own.left_text")):
            raw.write_string(0, column, say(key, self.lang), self.styles("header"))
        raw.set_column(0, 0, 30)
        raw.set_column(1, 1, 60)
        for row, one in enumerate(self.left, start=1):
            write_literal(raw, row, 0, one.place, self.styles("plain"))
            if isinstance(one.value, str):
                write_literal(raw, row, 1, _text(one.value), self.styles("text"))
            else:
                self._value(raw, (row, 1), one.value, None, input_=False)


def _table(sheet: Sheet, name: str) -> _TableNow:
    header, columns, rows = sheet.tables[name]
    titles = [column if isinstance(column, str) else column.title(sheet.lang) for column in columns]
    ids = {f"?{title}": place for place, title in enumerate(titles)}  # of a workbook that stores no ids
    ids |= {column.name_in(name): place for place, column in enumerate(columns) if not isinstance(column, str)}
    keys: dict[str, int] = {}
    for wanted in ROW_KEYS:
        places = [ids.get(Column(key).name_in(name)) for key in wanted]
        if None not in places:
            for row in range(header + rows, header, -1):
                texts = [sheet.texts.get((row, place or 0), "") for place in places]
                if any(texts):
                    keys["|".join(texts)] = row
            break
    return _TableNow(sheet, header, rows, ids, keys)


def _text(value: Content) -> str:
    return ("" if value is None else str(value))[:_LONGEST_TEXT]
