"""The memory of a workbook: what was written into it, so that reading it back compares with that.

It holds each formula with its value, the place and the columns of each table, the cells that were filled, the writing
version and the rules that it knew. Rows and columns count from 1, as in the file. The Log stores it as text, packed by
:mod:`.packed_formulas`, compressed, in pieces that a cell has room for; each piece carries a digest of the whole, so
that a memory that was cut or edited is recognised.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from helhedsplan_finance.excel.base.packed_formulas import Packed, Packer, unpacked
from helhedsplan_finance.excel.base.part_counts import MOST_COLUMNS, MOST_ROWS
from helhedsplan_finance.values.nesting import is_too_deep

_FORMAT = 1
_PIECE = 30_000  # characters; a cell holds 32,767
# Of a file from outside: bytes of the text, and formulas and their characters.
_MOST_JSON, _MOST_FORMULAS, _MOST_CHARACTERS = 20_000_000, 400_000, 100_000_000
_HEAD = re.compile(r"helhedsplan-finance (\d{1,6}) (\d{1,3})/(\d{1,3}) ([0-9a-f]{32}) ", re.ASCII)

Place = tuple[int, int]  # a row and a column
Value = float | str


class MemoryLostError(Exception):
    """The memory of a workbook was cut or edited."""


class MemoryUnknownError(Exception):
    """The memory of a workbook has a format of a later version."""


@dataclass(frozen=True, slots=True)
class TableMemory:
    """A table as it was written: its header row, the number of its rows, and each column's title and id."""

    name: str
    header: int
    rows: int
    columns: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class SheetMemory:
    """A sheet as it was written; ``keys`` holds the rule and the place of each row of Kontrol."""

    name: str
    tables: list[TableMemory] = field(default_factory=list)
    formulas: dict[Place, tuple[str, Value]] = field(default_factory=dict)
    filled: dict[int, list[int]] = field(default_factory=dict)  # column -> its filled rows outside tables
    keys: dict[int, tuple[str, str]] = field(default_factory=dict)
    charts: int = 0


@dataclass(slots=True)
class Memory:
    """What was written: by sheet, and by which version with which rules."""

    version: str
    rules: dict[str, list[str]]  # the ids of the rules of each file of rules
    sheets: dict[str, SheetMemory]


def memory_text(memory: Memory) -> list[str]:
    """Return a memory as the texts of cells."""
    packer = Packer()
    sheets = {key: _sheet_data(sheet, packer) for key, sheet in memory.sheets.items()}
    data = {"version": memory.version, "rules": memory.rules, "patterns": packer.patterns, "sheets": sheets}
    packed = zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    whole = base64.b64encode(packed).decode()
    pieces = [whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE)]
    digest = _digest(whole)
    heads = (f"helhedsplan-finance {_FORMAT} {number}/{len(pieces)} {digest} " for number in range(1, len(pieces) + 1))
    return [head + piece for head, piece in zip(heads, pieces, strict=True)]


def memory_in(texts: Iterable[str]) -> Memory | None:
    """Return the memory among the texts of a sheet; ``None`` where there is none.

    Raises :class:`MemoryLostError` for one that was cut or edited, and :class:`MemoryUnknownError` for that of a later
    version.
    """
    heads = {text: head for text in texts if (head := _HEAD.match(text))}
    if not heads:
        return None
    if any(int(head[1]) > _FORMAT for head in heads.values()):
        raise MemoryUnknownError
    pieces = {int(head[2]): text[head.end() :].strip() for text, head in heads.items()}
    counts, digests = ({head[place] for head in heads.values()} for place in (3, 4))
    whole = "".join(pieces[number] for number in sorted(pieces))
    if len(heads) != len(pieces) or counts != {str(len(pieces))} or digests != {_digest(whole)}:
        raise MemoryLostError
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(base64.b64decode(whole, validate=True), _MOST_JSON).decode("utf-8")
        if is_too_deep(text, "json"):
            raise MemoryLostError
        return _memory(json.loads(text))
    except (ValueError, TypeError, LookupError, zlib.error, AttributeError, RecursionError):
        raise MemoryLostError from None


def is_memory(text: str) -> bool:
    """Return whether the text of a cell is a piece of a memory."""
    return _HEAD.match(text) is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _sheet_data(sheet: SheetMemory, packer: Packer) -> dict[str, Any]:
    by_column: dict[int, list[tuple[int, str, Value]]] = {}
    for (row, column), (formula, value) in sheet.formulas.items():
        by_column.setdefault(column, []).append((row, formula, value))
    columns = {column: sorted(by_column[column]) for column in sorted(by_column)}
    return {
        "name": sheet.name,
        "tables": [[one.name, one.header, one.rows, one.columns] for one in sheet.tables],
        "formulas": [
            [column, packer.packed((row, text) for row, text, _ in cells)] for column, cells in columns.items()
        ],
        "values": [[_short(value) for _, _, value in cells] for cells in columns.values()],
        "filled": [[column, _runs(rows)] for column, rows in sorted(sheet.filled.items())],
        "charts": sheet.charts,
        "keys": [[row, *key] for row, key in sheet.keys.items()],
    }


def _memory(data: dict[str, Any]) -> Memory:
    patterns: list[str] = data["patterns"]
    before: dict[int, list[int]] = {}
    sheets = {}
    count = length = 0
    for key, one in data["sheets"].items():
        sheet = SheetMemory(str(one["name"]), charts=int(one.get("charts", 0)))
        for name, header, rows, columns in one["tables"]:
            titles = tuple((str(title), str(id_)) for title, id_ in columns)
            first, _ = _in_sheet(header, len(titles))
            sheet.tables.append(TableMemory(str(name), first, _in_sheet(rows, 1)[0], titles))
        for (column, packed), values in zip(one["formulas"], one["values"], strict=True):
            cells: Packed = packed
            for (row, formula), value in zip(unpacked(cells, patterns, before), values, strict=True):
                count, length = count + 1, length + len(formula)
                if count > _MOST_FORMULAS or length > _MOST_CHARACTERS:
                    raise ValueError
                sheet.formulas[_in_sheet(row, column)] = formula, _value(value)
        sheet.filled = {_in_sheet(1, column)[1]: _rows(runs) for column, runs in one["filled"]}
        sheet.keys = {_in_sheet(row, 1)[0]: (str(rule), str(where)) for row, rule, where in one["keys"]}
        sheets[str(key)] = sheet
    return Memory(str(data["version"]), {str(name): [*map(str, ids)] for name, ids in data["rules"].items()}, sheets)


def _in_sheet(row: int, column: int) -> Place:
    """Return a place within the largest sheet."""
    if not (isinstance(row, int) and isinstance(column, int) and 0 < row <= MOST_ROWS and 0 < column <= MOST_COLUMNS):
        raise ValueError
    return row, column


def _value(value: object) -> Value:
    if not isinstance(value, (int, float, str)):
        raise TypeError
    return value


def _short(value: Value) -> Value:
    """Return a value with a whole number as an integer, which is shorter as text."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _runs(rows: list[int]) -> list[int]:
    """Return rows as runs, each by the rows that it skips and its length: 4, 5, 6, 9 are 3, 3, 2, 1."""
    runs: list[int] = []
    last = 0
    for row in sorted(rows):
        if runs and row == last + 1:
            runs[-1] += 1
        else:
            runs += [row - last - 1, 1]
        last = row
    return runs


def _rows(runs: list[int]) -> list[int]:
    rows: list[int] = []
    last = 0
    for skipped, length in zip(runs[::2], runs[1::2], strict=True):
        if skipped < 0 or length < 1:
            raise ValueError
        first = last + skipped + 1
        _in_sheet(first + length - 1, 1)
        rows += range(first, first + length)
        last += skipped + length
    return rows
