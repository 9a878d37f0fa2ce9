"""A formula in a form that no program changes when it saves a workbook, and that moved rows and columns leave alone.

``tblData[Kr]``, ``Data!$J$5:$J$93`` (where the rows of the table are) and ``TBLDATA[[Kr]]`` are one reference; so are
``FALSE`` and ``FALSE()``, ``75%`` and ``0.75``, ``_xlfn.IFS`` and ``ifs``. Spaces outside texts count for nothing.
"""

import re
from decimal import Decimal
from functools import lru_cache

from helhedsplan_finance.excel.base.part_counts import column_of
from helhedsplan_finance.excel.readback.formula_places import At, Box, Places, span

_IN_BRACKETS = r"(?:'.|[^\[\]'])*"
TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<table>[^\W\d][\w.]*)\[(?P<columns>{_IN_BRACKETS}(?:\[{_IN_BRACKETS}\]{_IN_BRACKETS})*)\]
    |(?P<other>\[\d+\][^,()&+*/<>=^-]*)
    |(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)?(?P<first>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}})
        (?::(?:(?P=sheet))?(?P<last>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}}))?(?![\w(.!])
    |(?P<truth>(?:true|false)\b)(?:\s*\(\s*\))?
    |(?P<word>'(?:[^']|'')+'!|[^\W\d][\w.]*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?P<percent>%?)
    |(?P<nothing>\s+|@)""",
    re.VERBOSE | re.IGNORECASE,
)
_COLUMN = re.compile(rf"\[({_IN_BRACKETS})\]")
_CELL = re.compile(r"\$?([A-Za-z]+)\$?(\d+)")
_PREFIX = re.compile(r"(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)


def canonical(formula: str, at: At, places: Places, *, loose: bool = False) -> str:
    """Return the canonical form of a formula in a cell; a loose one leaves out what moved rows may have changed."""

    def token(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "text" | "other":
                return found[0]
            case "columns":
                return _table(found["table"], found["columns"], places)
            case "first" | "last":
                return places.range_(sheet_in(found), box_of(found["first"], found["last"]), at, loose=loose)
            case "truth":
                return found["truth"].upper()
            case "word":
                return _PREFIX.sub("", found["word"]).upper()
            case "percent":
                return _number(found["number"], percent=bool(found["percent"]))
            case _:
                return ""

    bare = formula.strip().removeprefix("{").removesuffix("}").removeprefix("=")
    return TOKEN.sub(token, bare)


def _table(table: str, columns: str, places: Places) -> str:
    """Return a structured reference with the numbers of its columns instead of their titles."""
    row = columns.startswith("@")
    inner = columns.removeprefix("@")
    items = _COLUMN.findall(inner) if "[" in inner else [inner]
    special = {item.strip().casefold() for item in items if item.startswith("#")}
    titles = [re.sub("'(.)", r"\1", item).strip() for item in items if not item.startswith("#")]
    numbers = [places.column(table, title) or title.casefold() for title in titles if title]
    row = row or "#this row" in special
    rest = "".join(sorted(special - {"#this row", "#data"}))
    return f"{table.upper()}{'@' if row else ''}{rest}[{span(numbers[0], numbers[-1]) if numbers else ''}]"


def sheet_in(found: re.Match[str]) -> str | None:
    """Return the name of the sheet before a range of cells; ``None`` for a range without one."""
    sheet = found["sheet"]
    return None if sheet is None else sheet[:-1].strip("'").replace("''", "'")


@lru_cache(maxsize=4096)
def box_of(first: str, last: str | None) -> Box:
    """Return the rows and columns of a range from one cell to another."""
    corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
    rows = sorted(int(one[2]) for one in corners if one is not None)
    columns = sorted(column_of(one[1].upper()) for one in corners if one is not None)
    return rows[0], columns[0], rows[-1], columns[-1]


def _number(text: str, *, percent: bool) -> str:
    number = Decimal(text) / (100 if percent else 1)
    return format(number.normalize(), "f") if abs(number.adjusted()) < 40 else text
