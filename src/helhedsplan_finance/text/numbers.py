"""Numbers and dates in Danish and British form, from CLDR through Babel.

Babel is loaded on first use. A space inside a figure is an ordinary one, so that printed figures can be searched for.
"""

from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from helhedsplan_finance.text.rounding import to_int

Lang = Literal["da", "en"]

_LOCALES: dict[Lang, str] = {"da": "da_DK", "en": "en_GB"}
_MOST_DECIMALS = 9
_ENOUGH = Context(prec=100)  # digits; the largest amount has twenty


_refusals: list[Callable[[object], Exception]] = []


def refuse_with(refusal: Callable[[object], Exception]) -> None:
    """Register the exception for an unknown language; :mod:`.errors` imports this module, so it cannot be imported."""
    _refusals[:] = [refusal]


def known(lang: Lang) -> Lang:
    """Return a language; raises :class:`LangError` for an unknown one."""
    if lang not in _LOCALES:
        raise _refusals[0](lang)
    return lang


@lru_cache(maxsize=4096)
def number(value: Fraction | Decimal | int, lang: Lang, decimals: int = 0) -> str:
    """Return a number with exactly ``decimals`` decimals, rounded half up."""
    from babel.numbers import format_decimal

    scaled = to_int(Fraction(value) * 10**decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(_ENOUGH):  # the caller's context may have too little precision, or another rounding
        return _plain(format_decimal(decimal_of(scaled, decimals), pattern, locale=_LOCALES[known(lang)]))


def decimal_of(units: int, decimals: int) -> Decimal:
    """Return ``units`` of the last decimal as an exact decimal, independent of the caller's context."""
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -decimals))


def exact(value: Fraction | int, lang: Lang) -> str:
    """Return a number with as many decimals as it needs; a non-terminating one as a fraction such as ``1/3``."""
    for decimals in range(_MOST_DECIMALS + 1):
        if (value * 10**decimals).denominator == 1:
            return number(value, lang, decimals)
    return f"{value.numerator}/{value.denominator}"


def percent(share: Fraction, lang: Lang, decimals: int = 1) -> str:
    """Return a share in per cent: ``61,3 %`` in Danish, ``61.3%`` in English."""
    return per_cent(number(share * 100, lang, decimals), lang)


def limit_percent(share: Fraction, lang: Lang) -> str:
    """Return a share with as many decimals as it needs: ``75 %``, ``12,5 %``."""
    return per_cent(exact(share * 100, lang), lang)


def percent_apart(share: Fraction, limit: Fraction, lang: Lang) -> str:
    """Return ``share`` with enough decimals to differ from ``limit``, so that an excess of one øre is visible."""
    for decimals in range(1, _MOST_DECIMALS + 1):
        if share == limit or to_int(share * 10 ** (decimals + 2)) != limit * 10 ** (decimals + 2):
            return percent(share, lang, decimals)
    return percent(share, lang, _MOST_DECIMALS)


@lru_cache(maxsize=1024)
def long_date(day: date, lang: Lang) -> str:
    """Return ``1. juni 2021`` or ``1 June 2021``."""
    from babel.dates import format_date

    return _plain(format_date(day, "long", locale=_LOCALES[known(lang)]))


def month(first: date, lang: Lang) -> str:
    """Return the month of a day: ``juni 2021``."""
    from babel.dates import format_date

    return _plain(format_date(first, "MMMM y", locale=_LOCALES[known(lang)]))


def per_cent(figure: str, lang: Lang) -> str:
    """Return a figure with the per cent sign of a language."""
    return f"{figure} %" if lang == "da" else f"{figure}%"


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("−", "-")
