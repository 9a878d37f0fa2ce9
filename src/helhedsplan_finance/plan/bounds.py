"""The size limits of a plan and its file, for readers, writers and calculators.

Files are untrusted input. Text that is expensive to parse is refused before the parser sees it: a line of a megabyte,
a key of a thousand parts (each part costs ``tomllib`` a copy of all before it), deeply nested tables.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from helhedsplan_finance.errors import Fault, PlanFileError
from helhedsplan_finance.text import message, short
from helhedsplan_finance.values.nesting import DEEPEST, is_too_deep

MOST_ROWS = 5_000  # of one table of a plan, such as its budget lines; a plan with 500 budget lines is large
MOST_KEYS = 500  # of one table; the longest has a year for each of its keys
LONGEST_LINE = 50_000  # characters; the longest text of a plan is far shorter
MOST_PARTS = 16  # of one dotted key; the format has two

_PART = r'(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\')'
_DOTTED = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART})++[ \t]*+(?P<end>[=\]]?)")
_DOT = re.compile(rf"[ \t]*+\.[ \t]*+{_PART}")


def bound_toml(text: str, path: Path) -> None:
    """Check a TOML text for excessive nesting, and its lines and keys for length; raises :class:`PlanFileError`."""
    _bound_lines(text, path)
    if is_too_deep(text, "toml"):
        raise nested(path)
    for found in _DOTTED.finditer(text):
        if found["end"] and found.end() - found.start() > 2 * MOST_PARTS:
            parts = 1 + len(_DOT.findall(found[0]))
            if parts > MOST_PARTS:
                line = text.count("\n", 0, found.start()) + 1
                raise PlanFileError("file.long_key", file=path, line=line, parts=parts, most=MOST_PARTS)


def bound_json(text: str, path: Path) -> None:
    """Check a JSON text for excessive nesting; raises :class:`PlanFileError`."""
    if is_too_deep(text, "json"):
        raise nested(path)


def nested(path: Path) -> PlanFileError:
    """Return the error of a file whose lists and tables are nested too deeply."""
    return PlanFileError("file.nested", file=path, most=DEEPEST)


def _bound_lines(text: str, path: Path) -> None:
    start, number = 0, 1
    while (end := text.find("\n", start)) >= 0 or start < len(text):
        end = len(text) if end < 0 else end
        if end - start > LONGEST_LINE:
            raise PlanFileError("file.long_line", file=path, line=number, most=LONGEST_LINE)
        start, number = end + 1, number + 1


def oversized(data: object) -> Iterator[Fault]:
    """Yield a fault for each table of a plan's data that has too many rows or keys."""
    if not isinstance(data, Mapping):
        return
    yield from _many_keys("", data)
    for table, rows in data.items():
        if isinstance(rows, Mapping):
            yield from _many_keys(short(table), rows)
        if not isinstance(rows, (list, tuple)):
            continue
        if len(rows) > MOST_ROWS:
            yield Fault(short(table), message("input.many_rows", rows=len(rows), most=MOST_ROWS))
            continue
        for number, row in enumerate(rows, start=1):
            if isinstance(row, Mapping):
                at = f"{short(table)} {number}"
                yield from _many_keys(at, row)
                for key, inner in row.items():
                    if isinstance(inner, (Mapping, list, tuple)):
                        yield from _many_keys(f"{at} › {short(key)}", inner)


def _many_keys(where: str, table: "Mapping[object, object] | list[object] | tuple[object, ...]") -> Iterator[Fault]:
    if len(table) > MOST_KEYS:
        yield Fault(where, message("input.many_keys", keys=len(table), most=MOST_KEYS))
