"""The value of a cell from what the file holds: a number, a text, a day, a truth or an error.

A number is a day or a time where the format of its style shows one. A number that cannot be read is an error value at
its cell; the others are read.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from helhedsplan_finance.excel.base.xstring import unescaped

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_INDEX = re.compile(r"\d{1,9}", re.ASCII)
_MOST_NUMBER = 10**18
_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook has no zones
_LEAP_DAY = 60  # 29 February 1900, which is a day in Excel alone
_MILLISECONDS = 86_400_000  # of a day

# The numbers of formats that a file need not write down.
_DAY_FORMATS = frozenset({"14", "15", "16", "17", "18", "19", "20", "21", "22", "45", "47"})
_SPAN_FORMATS = frozenset({"46"})
_LITERAL = re.compile(r'"[^"]*"|\[(?!(?:hh?|mm?|ss?)\])[^\]]*\]', re.IGNORECASE)
_OF_A_DAY = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_SPAN = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)

# A unit that a format shows with a number: of per cent, and of a currency, which Excel may write as [$kr.-406].
_PER_CENT_FORMATS, _CURRENCY_FORMATS = frozenset({"9", "10"}), frozenset({"5", "6", "7", "8", "42", "44"})
_SYMBOL, _IN_BRACKETS = re.compile(r"\[\$([^\]-]*)[^\]]*\]"), re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r'"[^"]*"|\\.')
AFTER = '"%"'  # a per cent sign that is text behind the number: 67 is shown as 67 %
_CURRENCY = re.compile(r"kr\b|DKK|EUR|USD|SEK|NOK|[€$£]", re.IGNORECASE)
_KRONER = {"kr", "dkk"}

Shown = Literal["number", "day", "span"]
Value = tuple[Any, str]  # the value, and its kind: n, s, b, e or d


class Shared(NamedTuple):
    """The formula of a cell that shares it with others, by its number on the sheet."""

    number: str


class Raw(NamedTuple):
    """A cell as the file holds it: its type, the number of its style, its value, and its formula without ``=``."""

    type: str
    style: str
    value: str | None
    formula: str | Shared | None


@dataclass
class Formats:
    """The formats of a workbook: their codes by number, and the number of the format of each style."""

    codes: dict[str, str] = field(default_factory=dict)
    of_style: list[str] = field(default_factory=list)

    def shown(self, style: str) -> Shown:
        """Return what a style shows a number as; a span is one of hours, minutes or seconds, such as 36:30."""
        number = self._number(style)
        if number in self.codes:
            return _shown_by(self.codes[number])
        return "span" if number in _SPAN_FORMATS else "day" if number in _DAY_FORMATS else "number"

    def unit(self, style: str) -> str:
        """Return the unit that a style shows with a number: ``%`` or :data:`AFTER`, ``kr.`` or another, or nothing."""
        number = self._number(style)
        if number in self.codes:
            return _unit_by(self.codes[number])
        return "%" if number in _PER_CENT_FORMATS else "kr." if number in _CURRENCY_FORMATS else ""

    def _number(self, style: str) -> str:
        at = int(style) if _INDEX.fullmatch(style) else len(self.of_style)
        return self.of_style[at] if at < len(self.of_style) else "0"


def is_true(value: str | None) -> bool:
    """Return whether an attribute or a value is true."""
    return value in {"1", "true"}


@lru_cache(maxsize=1_000)
def _shown_by(code: str) -> Shown:
    positive = _LITERAL.sub("", code.partition(";")[0])
    return "span" if _SPAN.search(positive) else "day" if _OF_A_DAY.search(positive) else "number"


@lru_cache(maxsize=1_000)
def _unit_by(code: str) -> str:
    positive = _IN_BRACKETS.sub("", _SYMBOL.sub(r" \1 ", code.partition(";")[0]))
    if "%" in positive:
        return "%" if "%" in _QUOTED.sub("", positive) else AFTER
    currency = _CURRENCY.search(positive)
    return "" if currency is None else "kr." if currency[0].casefold() in _KRONER else currency[0]


@dataclass(frozen=True)
class Values:
    """What the values of cells are made with: the texts that cells share, the formats, and the calendar."""

    texts: Sequence[str]
    formats: Formats
    is_1904: bool = False

    def of(self, raw: Raw) -> Value:
        """Return the value of a cell, or the stored value of its formula."""
        text = raw.value or ""
        match raw.type:
            case "n" if text:
                return self._number(text.strip(), self.formats.shown(raw.style))
            case "n":
                return None, "n"
            case "s":
                return self._shared(text)
            case "b":
                return is_true(text.strip()), "b"
            case "e":
                return text, "e"
            case "d":
                return _iso(text.strip())
            case "inlineStr":
                return text or None, "s"
            case _:
                return unescaped(text) or None, "s"

    def _shared(self, number: str) -> Value:
        at = int(number) if _INDEX.fullmatch(number) else len(self.texts)
        return (self.texts[at], "s") if at < len(self.texts) else ("#REF!", "e")

    def _number(self, text: str, shown: Shown) -> Value:
        number = _number(text)
        if number is None:
            return "#VALUE!", "e"
        if shown != "number":
            try:
                return _span(number) if shown == "span" else _day(number, is_1904=self.is_1904), "d"
            except OverflowError:
                return "#VALUE!", "e"
        return (number, "n") if abs(number) < _MOST_NUMBER else ("#NUM!", "e")


def _iso(text: str) -> Value:
    """Return a day, a time or both from their ISO form."""
    for read in (date.fromisoformat, time.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(text.removesuffix("Z")), "d"
    return "#VALUE!", "e"


def _number(text: str) -> int | float | None:
    if _NUMBER.fullmatch(text) is None:
        return None
    number = float(text)
    is_whole = abs(number) < _MOST_NUMBER and not any(sign in text for sign in ".eE")
    return int(text) if is_whole else number


def _span(number: float) -> timedelta:
    span = timedelta(days=number)
    return timedelta(span.days, span.seconds, round(span.microseconds, -3))


def _day(number: float, *, is_1904: bool) -> datetime | time:
    """Return the day and time of a number, to the millisecond; a time alone where it is of day 0."""
    days, part = divmod(number, 1)
    clock = timedelta(milliseconds=round(part * _MILLISECONDS))
    if days == 0 and clock.days == 0:
        return (_DAY_ZERO + clock).time()
    if 0 < number < _LEAP_DAY and not is_1904:
        days += 1
    return (_DAY_ZERO_1904 if is_1904 else _DAY_ZERO) + timedelta(days=days) + clock
