"""Reading amounts, shares and quantities as Danes write them. Exact, and never a guess.

Grammar: a comma is the decimal sign, a point or a space groups thousands; ``mio.``, ``mia.`` and ``t.kr.`` scale; a
leading ``ca.`` marks an approximate figure. What could be read in two ways is refused with both readings.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from helhedsplan_finance.errors import AmountError

_LONGEST = 64
# Far more than a plan may hold; it keeps hostile figures out of the arithmetic.
MOST = "1.000.000 mia. kr."
MOST_ORE = 10**17

_UNITS = {
    "": 1,
    "t": 1_000,
    "tusind": 1_000,
    "mio": 1_000_000,
    "mill": 1_000_000,
    "million": 1_000_000,
    "millioner": 1_000_000,
    "mia": 1_000_000_000,
    "milliard": 1_000_000_000,
    "milliarder": 1_000_000_000,
}

_WHOLE = r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)"
_NUMBER = re.compile(rf"(?P<whole>{_WHOLE})(?:,(?P<decimals>\d+))?", re.ASCII)
_AMOUNT = re.compile(
    r"(?P<approx>(?:ca\.?|cirka)\s?)?(?:(?:kr\.?|dkk)\s?)?(?P<sign>[-+])?\s?"
    r"(?P<number>\d[\d., ]*)(?P<dash>,-)?\s?(?P<unit>[^\d\s.,-].*)?",
    re.IGNORECASE | re.ASCII,
)
_SHARE = re.compile(r"(?P<number>\d[\d., ]*)\s?(?:%|pct\.?|procent)", re.IGNORECASE | re.ASCII)
_RATIO = re.compile(r"(?P<over>\d{1,18})\s?/\s?(?P<under>\d{1,18})", re.ASCII)


class Amount(NamedTuple):
    """What a text says: whole øre, and whether it calls itself approximate ("ca.")."""

    ore: int
    approx: bool


def read_amount(text: str) -> Amount:
    """Read an amount such as ``ca. 4,5 mio. kr.``, ``1.234.567,89 kr.``, ``625 t.kr.`` or ``1 mia.``.

    Raises :class:`AmountError` for a text that is no amount, that can be read in two ways (``1,234.56``), that has a
    unit of its own (``5 EUR``) or that is finer than one øre; the message says what to write instead.
    """
    found = _AMOUNT.fullmatch(_tidy(text, "amount.not_amount"))
    if found is None:
        raise AmountError("amount.not_amount", found=text)
    factor = _factor(found["unit"] or "", text)
    kroner = _number(found["number"], text) * factor
    if (kroner * 100).denominator != 1:
        raise AmountError("amount.finer_than_ore", found=text)
    ore = int(kroner * 100) * (-1 if found["sign"] == "-" else 1)
    if abs(ore) > MOST_ORE:
        raise AmountError("amount.too_large", found=text, most=MOST)
    return Amount(ore, approx=found["approx"] is not None)


def read_share(text: str) -> Fraction:
    """Read a share such as ``12,5 %``, ``75 pct.`` or ``1/8`` as an exact fraction.

    A bare number is refused, because ``0,5`` could be a half or half a per cent.
    """
    tidy = _tidy(text, "amount.not_share")
    if ratio := _RATIO.fullmatch(tidy):
        if int(ratio["under"]) == 0:
            raise AmountError("amount.not_share", found=text)
        return Fraction(int(ratio["over"]), int(ratio["under"]))
    found = _SHARE.fullmatch(tidy)
    if found is None:
        raise AmountError("amount.not_share", found=text)
    return _number(found["number"], text) / 100


def read_change(text: str) -> Fraction:
    """Read a change such as ``3,1 %``, ``-1,9 %`` or ``1/40``: a share that may have a sign."""
    tidy = _tidy(text, "amount.not_share")
    share = read_share(tidy[1:].lstrip() if tidy.startswith(("+", "-")) else tidy)
    return -share if tidy.startswith("-") else share


def read_quantity(text: str) -> Fraction:
    """Read a bare number such as ``0,5`` or ``1.250``."""
    return _number(_tidy(text, "amount.not_number"), text)


def _tidy(text: str, otherwise: str) -> str:
    if len(text) > _LONGEST:
        raise AmountError(otherwise, found=text[:_LONGEST] + " …")
    return " ".join(text.replace("−", "-").split())  # split() takes no-break spaces too


def _number(digits: str, text: str) -> Fraction:
    digits = digits.strip()
    found = _NUMBER.fullmatch(digits)
    if found is None:
        raise _unclear(digits, text)
    whole = found["whole"].replace(".", "").replace(" ", "")
    decimals = found["decimals"] or ""
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _unclear(digits: str, text: str) -> AmountError:
    """Say why a run of digits, points and commas is no Danish number, and what was probably meant."""
    english = re.fullmatch(r"(\d{1,3}(?:,\d{3})*)(?:\.(\d+))?", digits)
    if english and "," in digits:
        instead = english[1].replace(",", ".") + (f",{english[2]}" if english[2] else "")
        return AmountError("amount.english", found=text, instead=instead)
    if re.fullmatch(r"\d+\.\d+", digits):
        return AmountError("amount.point", found=text, instead=digits.replace(".", ","))
    if re.fullmatch(r"[\d., ]*\d", digits):
        return AmountError("amount.grouping", found=text)
    return AmountError("amount.not_number", found=text)


def _factor(unit: str, text: str) -> int:
    bare = re.sub(r"[.\s]", "", unit.casefold())
    for money in ("kroner", "krone", "kr", "dkk"):
        if bare.endswith(money):
            bare = bare.removesuffix(money)
            break
    if bare not in _UNITS:
        raise AmountError("amount.unit", found=text, unit=unit)
    return _UNITS[bare]
