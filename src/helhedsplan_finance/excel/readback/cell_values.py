"""The value of a cell: an amount, a number, a share, a date or a word, parsed as strictly as a plan file.

Excel holds fifteen digits, which are the value of a number. Text is parsed in Danish form, and a point with one or two
digits after it as the decimal sign of an English program.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from helhedsplan_finance.errors import AmountError, FieldError, PeriodError
from helhedsplan_finance.excel.base.serial_days import DAY_ZERO
from helhedsplan_finance.plan.givers import SOURCES, word_of_givers
from helhedsplan_finance.plan.kinds import BOUNDS, FIRST_DAY, LAST_DAY, CellKind
from helhedsplan_finance.plan.schema import Field, ShownWord, known_words, says
from helhedsplan_finance.text import LANGS, message, short
from helhedsplan_finance.values.days import read_day
from helhedsplan_finance.values.hedges import ABOUT, HEDGES, HedgeWord, read_hedge
from helhedsplan_finance.values.money import AmountAs, Kroner
from helhedsplan_finance.values.read_amounts import Amount, read_amount, read_change, read_quantity, read_share

_POINT = re.compile(r"\d+\.\d{1,2}|0\.\d+", re.ASCII)
_RATIO = re.compile(r"=(-?\d{1,15})/(\d{1,15})", re.ASCII)


def read_value(value: Any, field: Field) -> Any:
    """Return the value of a cell for a plan; raises :class:`InputError` with the form to write instead."""
    return _READERS[field.kind](value, field)


def is_exact_share(formula: str) -> Fraction | None:
    """Return the share of a formula that is a plain division, such as ``=1/3``."""
    match = _RATIO.fullmatch(formula.replace(" ", ""))
    return Fraction(int(match[1]), int(match[2])) if match and int(match[2]) else None


def _amount(value: Any, field: Field) -> Kroner:
    if isinstance(value, str):
        try:
            read = read_amount(_with_comma(_in_danish(value)))
        except AmountError as error:
            if error.message.key == "amount.not_amount":
                raise FieldError("sheet.not_amount", found=short(value)) from None
            raise
        if read.approx:
            raise _hedged(value, read, field)
        amount = Kroner.from_ore(read.ore)
    else:
        number = _exact(value, "sheet.not_amount")
        try:
            amount = Kroner(number)
        except AmountError:
            raise FieldError("sheet.not_ore", found=_short(value)) from None
    if amount.ore < 0:
        raise FieldError("sheet.negative", found=_short(value))
    return amount


def _hedged(value: str, read: Amount, field: Field) -> FieldError:
    """Return the error for an amount with a hedge: that of a contribution and of the total budget has its own cell."""
    column = {"amounts": "column.approx", "amount": "column.approx", "total": "column.plan_total_hedge"}.get(field.key)
    figure = AmountAs(Kroner.from_ore(read.ore), "figure")
    if column is None:
        return FieldError("sheet.not_exact", found=short(value), instead=figure)
    hedge = HedgeWord(read_hedge(read.hedge or ABOUT))
    return FieldError("sheet.hedged", found=short(value), instead=figure, hedge=hedge, column=message(column))


def _in_danish(text: str) -> str:
    """Return an amount with its English hedge translated to that of the plan format."""
    for word in HEDGES:
        english = f"{HedgeWord(word).show('en')} "
        if text.casefold().startswith(english):
            return f"{word} {text[len(english) :]}"
    return text


def _hedge(value: Any, field: Field) -> str:
    """Return a hedge in either language, or a range."""
    text = str(value).strip().casefold()
    for word in HEDGES:
        if text in {HedgeWord(word).show(lang).casefold() for lang in LANGS}:
            return word
    try:
        return read_hedge(value)
    except (FieldError, AmountError):
        raise FieldError("amount.not_hedge", found=short(value), known=[*map(HedgeWord, field.words)]) from None


def _number(value: Any, _: Field) -> Fraction:
    if isinstance(value, str):
        try:
            return read_quantity(_with_comma(value))
        except AmountError as error:
            if error.message.key == "amount.not_number":
                raise FieldError("sheet.not_number", found=short(value)) from None
            raise
    number = Fraction(_exact(value, "sheet.not_number"))
    if number < 0:
        raise FieldError("sheet.negative", found=_short(value))
    return number


def _share(value: Any, _: Field) -> Fraction:
    if isinstance(value, str):
        try:
            share = is_exact_share(value) or read_share(value)
        except AmountError:
            raise FieldError("sheet.not_share", found=short(value)) from None
    else:
        share = Fraction(_exact(value, "sheet.not_share"))
    if not BOUNDS["share"].least <= share <= BOUNDS["share"].most:
        raise FieldError("sheet.not_share", found=_short(value))
    return share


def _rate(value: Any, _: Field) -> Fraction:
    if not isinstance(value, str):
        return Fraction(_exact(value, "sheet.not_rate"))
    try:
        return is_exact_share(value) or read_change(value)
    except AmountError:
        raise FieldError("sheet.not_rate", found=short(value)) from None


def _published(value: Any, field: Field) -> date | int:
    """Return a day, or a year alone."""
    if isinstance(value, int) and FIRST_DAY.year <= value <= LAST_DAY.year:
        return value
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) == 4:
        return int(value)
    return _date(value, field)


def _years(value: Any, _: Field) -> tuple[int, ...]:
    """Return several years."""
    parts = [part for part in re.split(r"[,;\s]+", _short(value)) if part]
    if not all(len(part) == 4 and part.isdecimal() for part in parts):
        raise FieldError("sheet.not_years", found=short(value))
    return tuple(map(int, parts))


def _count(value: Any, field: Field) -> int:
    number = _number(value, field)
    if number.denominator != 1:
        raise FieldError("sheet.not_count", found=_short(value))
    return int(number)


def _date(value: Any, _: Field) -> date:
    match value:
        case datetime() if value.time().isoformat() == "00:00:00":
            return value.date()
        case date() if not isinstance(value, datetime):
            return value
        case int() if not isinstance(value, bool):
            day = DAY_ZERO + timedelta(days=max(0, min(value, 99_999)))
            if FIRST_DAY <= day <= LAST_DAY:
                return day
        case str():
            with suppress(PeriodError):
                return read_day(value)
    raise FieldError("sheet.not_date", found=short(value))


def _word(value: Any, field: Field) -> str:
    known = dict(known_words(field))
    text = str(value).strip().casefold()
    word = known.get(_givers(text) if field.key == "source" else text)
    if word is None and field.key == "source":
        raise FieldError("sheet.not_giver", found=short(value), known=SOURCES)
    if word is None:
        raise FieldError("sheet.not_word", found=short(value), known=[*map(ShownWord, field.words)])
    return word


def _givers(text: str) -> str:
    """Return several givers in the order of the sources."""
    parts = [part.strip() for part in re.split(r"[+,;/&]| og | and ", text)]
    return word_of_givers(parts) if all(part in SOURCES for part in parts) else text


def _words(value: Any, field: Field) -> tuple[str, ...]:
    """Return several words; where any are allowed, the word "none" means an empty list."""
    parts = [part.strip() for part in re.split(r"[,;\n]", str(value)) if part.strip()]
    if not field.words:
        return () if len(parts) == 1 and says(parts[0], "none") else tuple(parts)
    return tuple(_word(part, field) for part in parts)


def _flag(value: Any, field: Field) -> bool:
    if isinstance(value, bool) and "yes" in field.words:
        return value
    return _word(value, field) == "yes"


def _text(value: Any, _: Field) -> str:
    match value:
        case bool():
            return "ja" if value else "nej"
        case float():
            return f"{value:.15g}".replace(".", ",")
        case datetime() | date():
            return f"{value:%d-%m-%Y}"
        case _:
            return str(value).replace("\r\n", "\n").replace("\r", "\n")  # a line break in Excel


_READERS: dict[CellKind, Callable[[Any, Field], Any]] = {
    "amount": _amount,
    "number": _number,
    "share": _share,
    "count": _count,
    "year": _count,
    "date": _date,
    "word": _word,
    "words": _words,
    "rate": _rate,
    "published": _published,
    "years": _years,
    "flag": _flag,
    "hedge": _hedge,
    "line": _text,
    "note": _text,
    "id": _text,
}
AS_TEXT: frozenset[CellKind] = frozenset({"line", "note", "id", "word", "words", "flag", "published", "years", "hedge"})


def _exact(value: Any, otherwise: str) -> Decimal:
    """Return the exact number of the fifteen digits that Excel holds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FieldError(otherwise, found=short(value))
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def _with_comma(text: str) -> str:
    tidy = text.strip()
    return tidy.replace(".", ",") if _POINT.fullmatch(tidy) else tidy


def _short(value: Any) -> str:
    return _text(value, Field("", "", "line")) if not isinstance(value, str) else short(value)
