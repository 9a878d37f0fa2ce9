"""Read amounts, shares and quantities in Danish form, exactly.

Grammar: a comma is the decimal sign, a point or a space groups thousands; ``mio.``, ``mia.`` and ``t.kr.`` scale; a
leading ``ca.``, ``knap``, ``godt``, ``over``, ``mindst`` or ``op til`` marks a figure that is not exact, and so does a
range (``60-70 mio. kr.``). Ambiguous text is refused with both readings.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from helhedsplan_finance.errors import AmountError

_LONGEST = 64
# Far more than a plan may have; it keeps the arithmetic on untrusted figures bounded.
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
# The words before an approximate figure, and the hedge of each.
_HEDGES = {
    "ca": "ca.",
    "ca.": "ca.",
    "cirka": "ca.",
    "omkring": "omkring",
    "omtrent": "omkring",
    "knap": "knap",
    "godt": "godt",
    "over": "over",
    "mere end": "over",
    "mindst": "mindst",
    "op til": "op til",
}
_WORDS = {
    "en": Fraction(1),
    "én": Fraction(1),
    "et": Fraction(1),
    "halvanden": Fraction(3, 2),
    **{
        word: Fraction(number)
        for number, word in enumerate(
            ("to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"), start=2
        )
    },
}
_HEDGE = rf"(?:(?P<hedge>{'|'.join(sorted(map(re.escape, _HEDGES), key=len, reverse=True))})(?=[\s\d])\s?)?"
_AMOUNT = re.compile(
    rf"{_HEDGE}(?P<kroner>(?:kr\.?|dkk)\s?)?(?P<sign>[-+])?\s?"
    r"(?P<number>\d[\d., ]*)(?P<dash>,-)?\s?(?P<unit>[^\d\s.,/-].*)?",
    re.IGNORECASE | re.ASCII,
)
_IN_WORDS = re.compile(rf"{_HEDGE}(?P<word>{'|'.join(_WORDS)})(?:\s(?P<unit>\S.*))?", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:mellem\s|fra\s)?(?P<low>\d[\d., ]*?)\s?(?P<low_unit>[^\d\s.,–-][^\d–-]*?)?\s?(?:–|-|til|og)\s?"
    r"(?P<high>\d[\d., ]*)\s?(?P<unit>[^\d\s.,-].*)?",
    re.IGNORECASE | re.ASCII,
)
_OTHER_HEDGE = re.compile(r"(?P<hedge>[^\W\d]+(?: [^\W\d]+){0,2}\.?) ?\d.*", re.IGNORECASE)
_LEAST_BARE = 1_000  # a smaller figure with a hedge and without a unit is no amount: "over 33" means millions
_SHARE = re.compile(r"(?P<number>\d[\d., ]*)\s?(?:%|pct\.?|procent)", re.IGNORECASE | re.ASCII)
_RATIO = re.compile(r"(?P<over>\d{1,18})\s?/\s?(?P<under>\d{1,18})", re.ASCII)


class Amount(NamedTuple):
    """An amount read from text: whole øre, and whether the text calls them approximate.

    ``hedge`` is the hedge where it is another than "ca.": ``knap``, ``op til``, or a range as it was written.
    """

    ore: int
    approx: bool
    hedge: str | None = None


def read_amount(text: str) -> Amount:
    """Read an amount such as ``ca. 4,5 mio. kr.``, ``1.234.567,89 kr.``, ``625 t.kr.``, ``1 mia.`` or ``60-70 mio.``.

    A range is read as its middle. Raises :class:`AmountError` for a text that is no amount, that is ambiguous
    (``1,234.56``), that has another unit (``5 EUR``) or that is finer than one øre; the message says what to write
    instead.
    """
    tidy = _tidy(text, "amount.not_amount")
    if is_range(tidy):
        low, high = read_range(text)
        return Amount((low + high + 1) // 2, approx=True, hedge=tidy)
    if found := _IN_WORDS.fullmatch(tidy):
        unit, number, sign = found["unit"], _WORDS[found["word"].casefold()], 1
        if unit is None:
            raise AmountError("amount.no_unit", found=text)
    elif found := _AMOUNT.fullmatch(tidy):
        unit, number = found["unit"], _number(found["number"], text)
        sign = -1 if found["sign"] == "-" else 1
    else:
        raise _no_amount(tidy, text)
    hedge = _HEDGES[found["hedge"].casefold()] if found["hedge"] else None
    bare = unit is None and not (found.re is _AMOUNT and (found["kroner"] or found["dash"]))
    if hedge not in (None, "ca.") and bare and number < _LEAST_BARE:
        raise AmountError("amount.no_unit", found=text)
    ore = sign * _ore(number * _factor(unit or "", text), text)
    return Amount(ore, approx=hedge is not None, hedge=None if hedge == "ca." else hedge)


def is_range(text: str) -> bool:
    """Return whether a text is a range: two figures with a dash between them and a unit behind."""
    return len(text) <= _LONGEST and _RANGE.fullmatch(" ".join(text.split())) is not None


def read_range(text: str) -> tuple[int, int]:
    """Read a range such as ``60-70 mio. kr.`` or ``mellem 1.250 og 1.300 kr.`` as the øre of its two ends.

    Raises :class:`AmountError` for one without a unit, or whose ends do not rise.
    """
    found = _RANGE.fullmatch(_tidy(text, "amount.not_amount"))
    if found is None:
        raise AmountError("amount.not_amount", found=text)
    if found["unit"] is None:
        raise AmountError("amount.no_unit", found=text)
    factor = _factor(found["unit"], text)
    of_low = factor if found["low_unit"] is None else _factor(found["low_unit"], text)
    low, high = _ore(_number(found["low"], text) * of_low, text), _ore(_number(found["high"], text) * factor, text)
    if low >= high:
        raise AmountError("amount.range_order", found=text)
    return low, high


def _ore(kroner: Fraction, text: str) -> int:
    if (kroner * 100).denominator != 1:
        raise AmountError("amount.finer_than_ore", found=text)
    if kroner * 100 > MOST_ORE:
        raise AmountError("amount.too_large", found=text, most=MOST)
    return int(kroner * 100)


def _no_amount(tidy: str, text: str) -> AmountError:
    """Return the error for a text that is no amount; an unknown word before a figure is named."""
    other = _OTHER_HEDGE.fullmatch(tidy)
    if other is not None:
        return AmountError("amount.unknown_hedge", found=text, hedge=other["hedge"])
    return AmountError("amount.not_amount", found=text)


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


def is_share(text: str) -> bool:
    """Return whether a text is a figure with a per cent sign, such as ``67 %``."""
    return len(text) <= _LONGEST and _SHARE.fullmatch(" ".join(text.split())) is not None


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
    """Return why digits, points and commas are no Danish number, and the likely correction."""
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
