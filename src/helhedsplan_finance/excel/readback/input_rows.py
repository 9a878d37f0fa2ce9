"""The input tables of a workbook as the data of a plan; every value keeps its cell."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.names import LOCKED
from helhedsplan_finance.excel.readback.cell_words import is_sum
from helhedsplan_finance.excel.readback.input_cells import cell_value, placeholder
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import MOST_TABLE_ROWS, Book, Cell, Table
from helhedsplan_finance.plan.faults import place
from helhedsplan_finance.plan.schema import (
    FORUDSAETNINGER,
    PLAN_FIELDS,
    TABLES,
    YEAR_FIELDS,
    ByYear,
    Field,
    InputTable,
    title_of,
    year_title,
)
from helhedsplan_finance.text import LANGS, Lang, message, say, short
from helhedsplan_finance.values.hedges import HedgeWord

_MISSING = "?"  # the placeholder of a missing word
_NAMES: dict[str, str] = {"stream": "name", "cost": "activity", "boligafdeling": "name", "cover": "name"}
_REQUIRED = {(table.owner, field.key): field for table in TABLES for field in table.fields if field.required}
_YEAR = re.compile(r"\d{4}", re.ASCII)
# The titles of computed columns.
_COMPUTED = (
    "column.total",
    "column.stated",
    "column.within",
    "column.value_unit",
    "column.covers_for",
    "column.key_name",
    "column.projected",
)


@dataclass
class Row:
    """One filled row of an input table: its number in the table, its data, and the cell of each key."""

    number: int
    data: dict[str, Any]
    cells: dict[tuple[str, ...], str]


@dataclass
class Read:
    """The data of a plan in the form of a plan file, and the cell of each value."""

    data: dict[str, Any]
    cells: dict[tuple[Any, ...], str]
    rows: dict[str, list[int]] = field(default_factory=dict)  # owner -> the number of each filled row in its table

    def add(self, owner: str, rows: list[Row], notes: Notes) -> None:
        """Add the rows of one table; those of the key form one value of the plan."""
        if owner == "key":
            ids = [str(row.data["id"]).casefold() for row in rows]
            for number, row in enumerate(rows):
                if ids[number] in ids[:number]:
                    first = ids.index(ids[number]) + 1
                    notes.fault(row.cells["id",], "input.same_id", found=short(row.data["id"]), first=first)
            weights = {row.data["id"]: row.data["share"] for row in rows if row.data.get("share")}
            if rows:
                self.cells["key",] = rows[0].cells["share",]
            if weights and len(set(ids)) == len(ids) and _MISSING not in ids:  # or one fault would cause another
                self.data["key"] = weights
            return
        self.data[owner] = [row.data for row in rows]
        self.rows[owner] = [row.number for row in rows]
        for number, row in enumerate(rows):
            self.cells |= {(owner, number, *key): cell for key, cell in row.cells.items()}

    def cells_of(self, places: Iterable[str]) -> list[str]:
        """Return the cell of each place in a plan file, or of the nearest enclosing place."""
        return [self.cells.get(key, where) for where, key in self._located(places)]

    def put_aside(self, places: Iterable[str]) -> None:
        """Replace the values at some places by placeholders; the plan is never returned."""
        for number, (_, key) in enumerate(self._located(places)):
            node: Any = self.data
            for step in key[:-1]:
                node = node[step] if isinstance(node, list) else node.get(step, {})
            if not key or not isinstance(node, dict) or key[-1] not in node:
                continue
            if key[-1] == "id":
                node["id"] = f"fejl-{number}"
            elif isinstance(node[key[-1]], str) and not str(key[-1]).endswith("hedge"):
                node[key[-1]] = "?"
            elif (field := _REQUIRED.get((key[0], key[-1]))) is not None:
                node[key[-1]] = _instead_of(field)
            else:
                del node[key[-1]]

    def without_series(self) -> None:
        """Remove the price series, so that faults of the lines that follow them are reported once."""
        self.data.pop("series", None)

    def _located(self, places: Iterable[str]) -> list[tuple[str, tuple[Any, ...]]]:
        """Return each place with its key in the data, or that of the nearest enclosing place."""
        placed = {place(key, self.data): key for key in self.cells}

        def nearest(where: str) -> tuple[Any, ...]:
            while where not in placed and where:
                where = where.rpartition(" › ")[0]
            return placed.get(where, ())

        return [(where, nearest(where)) for where in places]


def read_plan_fields(book: Book, lang: Lang, notes: Notes) -> Read:
    """Read the fields of the plan, each row identified by its id."""
    table = book.tables[FORUDSAETNINGER]
    read = Read({}, {})
    key_column, value_column = (_column(table, say(key, lang), notes) for key in ("column.key", "column.value"))
    if key_column is None or value_column is None:
        return read
    rows = {str(book.cell(table.sheet, row, key_column).value).strip(): row for row in table.rows}
    hedges: dict[str, str] = {}
    for entry in PLAN_FIELDS:
        if entry.key not in rows and entry.later:
            continue
        if entry.key not in rows:
            notes.fault(
                f"{table.sheet}!{table.header}",
                "sheet.no_row",
                table=table.said,
                key=entry.key,
            )
            continue
        cell = book.cell(table.sheet, rows[entry.key], value_column)
        read.cells[entry.key,] = cell.place
        value, _, hedge = cell_value(book, cell, entry, notes, PLAN_FIELDS)
        if hedge is not None:
            hedges[cell.place] = hedge
        if value is not None:
            read.data[entry.key] = _as_locked(book, cell, entry, value, lang, notes)
        elif entry.required:
            notes.fault(cell.place, "sheet.required_plan", title=title_of(entry, lang))
    _set_hedge(read.data, hedges, PLAN_FIELDS, notes)
    for entry in PLAN_FIELDS:
        if entry.required and entry.key not in read.data:
            read.data[entry.key] = _instead(entry, read.data)
    return read


def _set_hedge(data: dict[str, Any], typed: dict[str, str], fields: Sequence[Field], notes: Notes) -> None:
    """Set the hedge of a row from its amounts, by cell; several that differ are a fault, since it has one."""
    if not typed:
        return
    (field,) = (one for one in fields if one.kind == "hedge")
    found = list(dict.fromkeys([*filter(None, [data.get(field.key)]), *typed.values()]))
    if len(found) > 1:
        shown = [*map(HedgeWord, found)]
        notes.fault(next(iter(typed)), "sheet.two_hedges", hedges=shown, column=message(f"column.{field.title}"))
    data[field.key] = found[0]


def _as_locked(book: Book, cell: Cell, field: Field, value: Any, lang: Lang, notes: Notes) -> Any:
    """Return the value of a cell, or what a locked one held when it was written; a changed one is a fault."""
    written = book.anchor(LOCKED[field.key]) if field.key in LOCKED else None
    was = cell_value(book, written, field, Notes()).value if written is not None else None
    if was is None or was == value or any(fault.where == cell.place for fault in notes.faults):
        return value
    notes.fault(cell.place, "sheet.locked", title=title_of(field, lang), found=value, was=was)
    return was


def _instead(field: Field, data: dict[str, Any]) -> Any:
    match field.key:
        case "start":
            return data.get("end", date(2022, 1, 1))
        case "end":
            return date(min(data["start"].year + 3, date.max.year), 12, 31)
        case "stage":
            return field.words[0]
        case _:
            return "?"


def _column(table: Table, title: str, notes: Notes) -> int | None:
    """Return the column with a title; a missing one is a fault, since the table cannot be read without it."""
    if title in table.columns:
        return table.columns[title]
    notes.fault(f"{table.sheet}!{table.header}", "sheet.no_column", table=table.said, title=title)
    return None


def read_table(book: Book, schema: InputTable, lang: Lang, notes: Notes) -> list[Row]:
    """Return the filled rows of an input table."""
    table = book.tables[schema.name]
    if len(table.rows) > MOST_TABLE_ROWS:
        raise PlanFileError("file.long_table", file=book.path, sheet=table.sheet, row=table.last, most=MOST_TABLE_ROWS)
    for title in table.found.twice:
        if title:
            notes.fault(
                f"{table.sheet}!{table.header}",
                "sheet.column_twice",
                table=table.said,
                title=short(title),
            )
    _look_at_header(book, table, schema, lang, notes)
    columns = _columns(table, schema, lang, notes)
    _look_at_the_rest(book, table, columns, schema, notes)
    rows = []
    taken: set[str] = set()
    for number, row in enumerate(table.rows):
        cells = {key: (book.cell(table.sheet, row, column), one) for key, (column, one) in columns.items()}
        if any(not cell.is_blank for cell, _ in cells.values()):
            rows.append(_row(book, schema, number, cells, lang, notes))
            if book.is_hidden(table.sheet, row):
                notes.note(rows[-1].cells[()], "sheet.hidden_row")
            taken.add(str(rows[-1].data.get("id", "")).casefold())
    has_ids = any(entry.unique and not entry.required for entry in schema.fields)
    for filled in rows:
        if has_ids and "id" not in filled.data:
            _make_id(filled, taken, notes)
    return rows


def _look_at_header(book: Book, table: Table, schema: InputTable, lang: Lang, notes: Notes) -> None:
    """Refuse a table without its titles, and add a fault for a year whose title is now another year.

    A column is found by its stored id, also under another title; but figures under a year are meant for that year.
    """
    titles = [title for title, field in schema.titles(lang).items() if not field.later]
    if not any(title in table.columns for title in titles):
        raise PlanFileError("file.no_header", file=book.path, sheet=table.sheet, row=table.header)
    for shown, title in table.found.retitled.items():
        year = _year_in(title, schema.by_year, lang) if schema.by_year is not None else None
        if year is not None and _YEAR.search(shown) and year not in _YEAR.findall(shown):
            cell = book.cell(table.sheet, table.header, table.columns[title])
            notes.fault(cell.place, "sheet.other_year", title=title, found=short(shown))


def _columns(table: Table, schema: InputTable, lang: Lang, notes: Notes) -> dict[tuple[str, ...], tuple[int, Field]]:
    """Return the columns of the fields, and of the years, by their keys in a plan."""
    columns: dict[tuple[str, ...], tuple[int, Field]] = {}
    for title, entry in schema.titles(lang).items():
        if title in table.columns:
            columns[entry.key,] = table.columns[title], entry
        elif not entry.later or title in table.found.lost:
            notes.fault(
                f"{table.sheet}!{table.header}",
                "sheet.no_column",
                table=table.said,
                title=title,
            )
    for title in table.found.lost:
        if schema.by_year is not None and _year_in(title, schema.by_year, lang):
            notes.fault(
                f"{table.sheet}!{table.header}",
                "sheet.no_column",
                table=table.said,
                title=title,
            )
    for year, column in _years(table, schema, lang):
        key = schema.by_year or ""
        columns[key, year] = column, YEAR_FIELDS[key]
    return columns


def _years(table: Table, schema: InputTable, lang: Lang) -> Iterator[tuple[str, int]]:
    if schema.by_year is None:
        return
    for title, column in table.columns.items():
        year = _year_in(title, schema.by_year, lang)
        if year is not None:
            yield year, column


def _year_in(title: str, by_year: ByYear, lang: Lang) -> str | None:
    """Return the year of a title, if it is that of the column of a year."""
    return next((year for year in _YEAR.findall(title) if title == year_title(by_year, year, lang)), None)


def _is_factor(title: str) -> bool:
    return any(title == say("column.factor", lang, year=year) for year in _YEAR.findall(title) for lang in LANGS)


def _look_at_the_rest(
    book: Book,
    table: Table,
    columns: dict[tuple[str, ...], tuple[int, Field]],
    schema: InputTable,
    notes: Notes,
) -> None:
    """Add notes on unknown columns, and faults for values below the table, where no sum includes them."""
    known = {column for column, _ in columns.values()}
    computed = {say(key, one) for key in _COMPUTED for one in LANGS}
    for title, column in table.columns.items():
        is_year = bool(_YEAR.fullmatch(title)) and schema.by_year == "quantity"
        if column in known or title in computed or is_year or _is_factor(title):
            continue
        if any(not book.cell(table.sheet, row, column).is_blank for row in table.rows):
            notes.note(book.cell(table.sheet, table.header, column).place, "sheet.unknown_column", title=short(title))
    is_full = all(any(not book.cell(table.sheet, row, column).is_blank for column in known) for row in table.rows)
    for cells in book.below(table):
        if any(cell.kind != "s" for cell in cells) or len(cells) > 1:
            notes.fault(
                cells[0].place,
                "sheet.outside_full" if is_full else "sheet.outside",
                table=table.said,
            )
        else:
            notes.note(cells[0].place, "sheet.text_below", found=short(cells[0].value))


def _row(
    book: Book,
    schema: InputTable,
    number: int,
    cells: dict[tuple[str, ...], tuple[Cell, Field]],
    lang: Lang,
    notes: Notes,
) -> Row:
    row = Row(number, {}, {key: cell.place for key, (cell, _) in cells.items()})
    row.cells[()] = next(iter(row.cells.values()))
    hedges: dict[str, str] = {}
    for key, (cell, entry) in cells.items():
        value, _, hedge = cell_value(book, cell, entry, notes, schema.fields)
        if hedge is not None:
            hedges[cell.place] = hedge
        if value is None and entry.required and not _is_replaced(entry, cells):
            notes.fault(cell.place, "sheet.required", title=title_of(entry, lang))
            value = _instead_of(entry)
        if value is None:
            continue
        if len(key) == 1:
            row.data[key[0]] = value
        else:
            row.data.setdefault(key[0], {})[key[1]] = value
            row.cells.setdefault((key[0],), cell.place)
    _set_hedge(row.data, hedges, schema.fields, notes)
    for entry in schema.fields:
        # The missing column is the fault.
        if entry.required and (entry.key,) not in cells and not _is_replaced(entry, cells):
            row.data[entry.key] = _instead_of(entry)
        if entry.unless and _is_replaced(entry, cells):  # an invalid one still takes its place: it is the fault
            row.data.setdefault(entry.unless, Fraction(0))
    name = str(row.data.get(_NAMES[schema.owner], "")) if schema.owner in _NAMES else ""
    if is_sum(name):
        notes.note(row.cells[_NAMES[schema.owner],], "sheet.sum_row", found=short(name))
    if schema.by_year == "quantity" and "quantity" not in row.data and not _is_replaced(YEAR_FIELDS["quantity"], cells):
        first = next((cell for key, (cell, _) in cells.items() if len(key) > 1), None)
        if first is not None:
            notes.fault(first.place, "sheet.no_quantity")
            year = next(key[1] for key in cells if len(key) > 1)
            row.data["quantity"] = {year: Fraction(1)}
    return row


def _instead_of(field: Field) -> Any:
    value = placeholder(field)
    return _MISSING if value is None else value


def _is_replaced(entry: Field, cells: dict[tuple[str, ...], tuple[Cell, Field]]) -> bool:
    """Return whether the cell of the field that may take the place of this one is filled in."""
    other = cells.get((entry.unless,))
    return other is not None and not other[0].is_blank


def _make_id(row: Row, taken: set[str], notes: Notes) -> None:
    """Set a unique id made from a row's name."""
    name = str(row.data.get("name") or row.data.get("activity") or row.data.get("art") or "")
    plain = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40] or "ny"
    id_, number = base, 1
    while id_ in taken:
        number += 1
        id_ = f"{base}-{number}"
    taken.add(id_)
    row.data["id"] = id_
    notes.made.append((row.cells.get(("id",), row.cells[()]), id_))
