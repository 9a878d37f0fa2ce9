"""Find the form of an export from its content: encoding, separator, headings, decimal sign and form of dates."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple

from helhedsplan_finance.calculators.followup.date_forms import KNOWN, day_reader
from helhedsplan_finance.calculators.followup.file_amounts import DecimalSign
from helhedsplan_finance.calculators.followup.mapping import SEPARATORS, Encoding, tidy
from helhedsplan_finance.calculators.followup.posting_columns import known_headings
from helhedsplan_finance.errors import PeriodError

MOST_LINES = 60  # in which the headings are looked for
_LEAST_KNOWN = 2  # headings of a line of headings
_BOMS = (b"\xff\xfe", b"\xfe\xff")
# The bytes of æøåÆØÅ: an old code page has them where the other has marks that no account text uses.
_DANISH_850, _DANISH_1252 = b"\x91\x9b\x86\x92\x9d\x8f", b"\xe6\xf8\xe5\xc6\xd8\xc5"
_DECIMAL = re.compile(r".*\d?([,.])(\d+)[-)]?\s*(?:kr\.?|dkk)?", re.IGNORECASE)
_PLAUSIBLE_YEARS = range(1990, 2100)


class Headed(NamedTuple):
    """A line of headings: the lines before it, the separator, the headings, and their columns by what they hold."""

    skip: int
    separator: str
    headings: tuple[str, ...]
    columns: dict[str, int]


def sniff_encoding(content: bytes) -> Encoding:
    """Return the encoding of a file: UTF-8 where it is valid, else the code page with more Danish letters."""
    if content.startswith(_BOMS):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    old, new = (sum(map(content.count, letters)) for letters in (_each(_DANISH_850), _each(_DANISH_1252)))
    if old > new:
        return "cp850"
    return "iso-8859-1" if any(byte in content for byte in _each(b"\x81\x8d\x8f\x90\x9d")) else "cp1252"


def _each(letters: bytes) -> list[bytes]:
    return [bytes([letter]) for letter in letters]


def sniff_headings(text: str) -> Headed | None:
    """Return the line of headings of a CSV text: the one with most headings that are known; ``None`` without one."""
    lines = StringIO(text, newline="")
    best: Headed | None = None
    for skip, line in zip(range(MOST_LINES), lines, strict=False):
        for separator in SEPARATORS:
            if separator not in line:
                continue
            try:
                headings = next(csv.reader([line], delimiter=separator), [])
            except csv.Error:
                continue
            found = headed(headings, skip, separator)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def headed(headings: Sequence[Any], skip: int, separator: str = "") -> Headed | None:
    """Return a row as headings, if at least two of its cells are known; the likeliest column of each kind."""
    at: dict[str, int] = {}
    for number, heading in enumerate(headings):
        if isinstance(heading, str):
            at.setdefault(tidy(heading), number)
    columns = {}
    for key, words in known_headings().items():
        names = (word for word in (*words["own"], *words["words"]) if word in at)
        if key != "ore" and (name := next(names, None)) is not None:
            columns[key] = at[name]
    if len(columns) < _LEAST_KNOWN or not columns.keys() & {"date", "amount"}:
        return None
    return Headed(skip, separator, tuple(str(heading or "").strip() for heading in headings), columns)


def sniff_decimal(amounts: Iterable[str]) -> DecimalSign:
    """Return the decimal sign of some amounts: the one before one or two last digits more often; else the comma."""
    count: dict[str, int] = {",": 0, ".": 0}
    for amount in amounts:
        found = _DECIMAL.fullmatch(amount.strip())
        if found is not None and len(found[2]) != 3:
            count[found[1]] += 1
    return "." if count["."] > count[","] else ","


def sniff_dates(days: Sequence[str]) -> tuple[str | None, bool]:
    """Return the form that most of some dates have, and whether the day and the month could change places."""
    fits: Mapping[str, int] = {form: _fitting(days, form) for form in KNOWN}
    form = max(KNOWN, key=lambda one: fits[one])
    if not fits[form]:
        return None, False
    turned = form.replace("dd", "?").replace("mm", "dd").replace("?", "mm")
    return form, form.startswith("dd") and _fitting(days, turned) == fits[form]


def _fitting(days: Sequence[str], form: str) -> int:
    read = day_reader(form)

    def fits(day: str) -> bool:
        try:
            found = read(day)
        except PeriodError:
            return False
        return found is not None and found.year in _PLAUSIBLE_YEARS

    return sum(map(fits, days))
