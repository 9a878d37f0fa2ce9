"""Amounts of a file of postings, exact in øre: the decimal sign is stated, and no float decides.

A point, a space or an apostrophe groups thousands where the comma is the decimal sign, and a comma where the point is.
``1.234,50-`` and ``(1.234,50)`` are negative, as some systems write them.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from helhedsplan_finance.errors import AmountError
from helhedsplan_finance.text import short
from helhedsplan_finance.values.read_amounts import MOST, MOST_ORE

DecimalSign = Literal[",", "."]
_LONGEST = 64
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'"


def _pattern(decimal: DecimalSign) -> re.Pattern[str]:
    group = "." if decimal == "," else ","
    return re.compile(
        r"(?:kr\.?|dkk)?\s*(?P<open>\()?(?P<sign>[-+−])?\s?"
        rf"(?P<whole>\d{{1,3}}(?:[{re.escape(group + _SPACES)}]\d{{3}})+|\d+|(?={re.escape(decimal)}\d))"
        rf"(?:{re.escape(decimal)}(?P<part>\d+))?(?P<after>[-−])?(?P<close>\))?\s*(?:kr\.?|dkk)?",
        re.ASCII | re.IGNORECASE,
    )


def _usual(decimal: DecimalSign) -> re.Pattern[str]:
    """Return the pattern of nearly all amounts of an export, which takes a third of the time of the whole one."""
    group = re.escape("." if decimal == "," else ",")
    return re.compile(rf"(-?)(\d{{1,3}}(?:{group}\d{{3}}){{1,4}}|\d{{1,15}}){re.escape(decimal)}(\d\d)", re.ASCII)


def _usual_column(decimal: DecimalSign) -> re.Pattern[str]:
    """Return the pattern of a column of such amounts, each with a line break before it."""
    group = re.escape("." if decimal == "," else ",")
    one = rf"-?+(?:\d{{4,15}}+|\d{{1,3}}+(?:{group}\d{{3}}){{0,4}}+){re.escape(decimal)}\d\d"
    return re.compile(rf"(?:\n{one})*+", re.ASCII)


_USUAL: dict[DecimalSign, re.Pattern[str]] = {",": _usual(","), ".": _usual(".")}
_USUAL_COLUMNS: dict[DecimalSign, re.Pattern[str]] = {",": _usual_column(","), ".": _usual_column(".")}
_PATTERNS: dict[DecimalSign, re.Pattern[str]] = {",": _pattern(","), ".": _pattern(".")}


def amount_reader(decimal: DecimalSign) -> Callable[[Any], int | None]:
    """Return what reads an amount in øre from a text or an exact number; a blank cell is ``None``.

    It raises :class:`AmountError` for what is no amount, or is finer than one øre.
    """
    pattern, name = _PATTERNS[decimal], "comma" if decimal == "," else "point"
    usual, group = _USUAL[decimal].fullmatch, "." if decimal == "," else ","

    def read(value: Any) -> int | None:
        if not isinstance(value, str):
            return _of_number(value)
        if (plain := usual(value)) is not None:
            sign, whole, part = plain.groups()
            return int(f"{sign}{whole.replace(group, '')}{part}")
        text = value.strip()
        if not text:
            return None
        found = pattern.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None or _has_two_signs(found):
            raise AmountError(f"postings.no_amount_{name}", found=short(text))
        part = (found["part"] or "").rstrip("0")
        if len(part) > 2:
            raise AmountError(f"postings.finer_{name}", found=short(text))
        whole = "".join(sign for sign in found["whole"] if sign.isdigit())
        ore = int((whole or "0") + part.ljust(2, "0"))
        return _bounded(-ore if found["after"] or found["open"] or found["sign"] in {"-", "−"} else ore, text)

    return read


def amounts_reader(decimal: DecimalSign) -> Callable[[Sequence[str]], list[int] | None]:
    """Return what reads a column of usual amounts at once; ``None`` for a column with any other text."""
    usual = _USUAL_COLUMNS[decimal].fullmatch

    def read(column: Sequence[str]) -> list[int] | None:
        joined = "\n" + "\n".join(column)
        if usual(joined) is None:
            return None
        found = joined.replace(",", "").replace(".", "").split("\n")[1:]
        return [*map(int, found)] if len(found) == len(column) else None

    return read


def _has_two_signs(found: re.Match[str]) -> bool:
    signs = [found["sign"], found["after"], found["open"]]
    return sum(sign is not None for sign in signs) > 1 or (found["open"] is None) != (found["close"] is None)


def _of_number(value: Any) -> int | None:
    """Return the øre of an exact number of kroner; a float is read by its shortest decimals, as a cell shows it."""
    if value is None or value != value:
        return None
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, Fraction)):
        raise AmountError("postings.no_amount_comma", found=short(value))
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value.adjusted()) > _LONGEST):
        raise AmountError("postings.no_amount_comma", found=short(value))
    ore = Fraction(value) * 100
    if ore.denominator != 1:
        raise AmountError("postings.finer_comma", found=short(value))
    return _bounded(int(ore), value)


def whole_ore(value: Any) -> int | None:
    """Return an amount that is stated in whole øre; a blank cell is ``None``."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if re.fullmatch(r"[-+]?\d{1,20}", text, re.ASCII) is None:
            raise AmountError("postings.no_ore", found=short(text))
        return _bounded(int(text), text)
    if value is None or value != value:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        if isinstance(value, float) and value.is_integer() and abs(value) <= 2**53:  # a frame with a missing value
            return int(value)
        raise AmountError("postings.no_ore", found=short(value))
    return _bounded(int(value), value)


def _bounded(ore: int, found: object) -> int:
    if abs(ore) > MOST_ORE:
        raise AmountError("amount.too_large", found=short(found), most=MOST)
    return ore
