"""The value of a cell: an amount, a number, a share, a date or a word, parsed as strictly as a plan file.

Excel holds fifteen digits, which are the value of a number. Text is parsed in Danish form, and a point with one or two
digits after it as the decimal sign of an English program. What is written in another way and can mean one thing only is
taken with a note; what can mean two is refused with both.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from helhedsplan_finance.errors import AmountError, FieldError, PeriodError
from helhedsplan_finance.excel.base.serial_days import DAY_ZERO, serial_of
from helhedsplan_finance.excel.readback.cell_words import read_flag, read_hedge_word, read_word, read_words
from helhedsplan_finance.excel.readback.notes import Taken
from helhedsplan_finance.excel.readback.stored_values import AFTER
from helhedsplan_finance.plan.kinds import BOUNDS, FIRST_DAY, LAST_DAY, CellKind
from helhedsplan_finance.plan.schema import YEAR_FIELDS, Field
from helhedsplan_finance.text import message, short
from helhedsplan_finance.text.shown import Share
from helhedsplan_finance.values.days import read_day
from helhedsplan_finance.values.hedges import ABOUT, HEDGES, HedgeWord, read_hedge
from helhedsplan_finance.values.money import AmountAs, Kroner
from helhedsplan_finance.values.read_amounts import Amount, is_share, read_amount, read_change, read_quantity

_POINT = re.compile(r"\d+\.\d{1,2}|0\.\d+", re.ASCII)
_DASH = re.compile(r"[-–—]+")  # accounts write zero so, and people what they do not know
# The unit of a number of each kind; a text is what the cell shows.
_UNITS: dict[CellKind, str] = {
    **dict.fromkeys(("number", "count", "year", "line", "note"), ""),
    "amount": "kr.",
    **dict.fromkeys(("share", "rate"), "%"),
}
_RATIO = re.compile(r"=(-?\d{1,15})/(\d{1,15})", re.ASCII)


def read_value(value: Any, field: Field, beside: Sequence[Field] = ()) -> Taken:
    """Return the value of a cell for a plan; raises :class:`InputError` with the form to write instead.

    ``beside`` holds the fields of the row: a hedge or a share in an amount has a column of its own.
    """
    if field.kind == "amount":
        return _amount(value, field, beside)
    read = _READERS[field.kind](value, field)
    return read if isinstance(read, Taken) else Taken(read)


def as_shown(value: Any, unit: str, field: Field) -> Any:
    """Return a number that its cell shows in another unit than that of its field as the text that a person sees.

    0.67 in a cell of per cent is 67 %, not 67 øre; 75 in one of kroner is no share.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or field.kind not in _UNITS:
        return value
    if not unit or unit == _UNITS[field.kind]:
        return value
    number = _exact(value, "sheet.not_number") * (100 if unit == "%" else 1)
    return f"{number.normalize():f}".replace(".", ",") + f" {unit.strip(AFTER[0])}"


def is_exact_share(formula: str) -> Fraction | None:
    """Return the share of a formula that is a plain division, such as ``=1/3``."""
    match = _RATIO.fullmatch(formula.replace(" ", ""))
    return Fraction(int(match[1]), int(match[2])) if match and int(match[2]) else None


def _amount(value: Any, field: Field, beside: Sequence[Field]) -> Taken:
    if isinstance(value, str):
        return _amount_in_text(value, field, beside)
    number = _exact(value, _no_amount(field))
    try:
        return Taken(_not_negative(Kroner(number), value))
    except AmountError:
        raise FieldError("sheet.not_ore", found=typed_text(value)) from None


def _amount_in_text(value: str, field: Field, beside: Sequence[Field]) -> Taken:
    found = short(value)
    if _DASH.fullmatch(value.strip()) and not field.required:
        raise FieldError("sheet.dash", found=found)
    if is_share(value):
        column = next((one for one in beside if one.kind == "share"), None)
        if column is None:
            raise FieldError("sheet.share_nowhere", found=found)
        raise FieldError("sheet.share_here", found=found, column=message(f"column.{column.title}"))
    try:
        read = read_amount(_with_comma(_in_danish(value)))
    except AmountError as error:
        if error.message.key == "amount.not_amount":
            raise FieldError(_no_amount(field), found=found) from None
        if error.message.key == "amount.unknown_hedge":
            raise FieldError("sheet.word_before", found=found, word=error.message.params["hedge"]) from None
        raise
    amount = _not_negative(Kroner.from_ore(read.ore), value)
    return Taken(amount) if not read.approx else _hedged(value, amount, read, field, beside)


def _no_amount(field: Field) -> str:
    return "sheet.required_amount" if field.required else "sheet.not_amount"


def _not_negative(amount: Kroner, value: Any) -> Kroner:
    if amount.ore < 0:
        raise FieldError("sheet.negative", found=typed_text(value))
    return amount


def _hedged(value: str, amount: Kroner, read: Amount, field: Field, beside: Sequence[Field]) -> Taken:
    """Return an amount with its hedge, which has a column of its own; without one, only an exact amount is taken."""
    found, figure = short(value), AmountAs(amount, "figure")
    column = next((message(f"column.{one.title}") for one in beside if one.kind == "hedge"), None)
    if column is None:
        raise FieldError("sheet.not_exact", found=found, instead=figure)
    hedge = read_hedge(read.hedge or ABOUT)
    if hedge not in HEDGES and field.key in YEAR_FIELDS:
        about = HedgeWord(ABOUT)
        raise FieldError("sheet.range_in_year", found=found, instead=figure, hedge=about, column=column)
    shown = AmountAs(amount, "kr")
    note = message("sheet.hedge_read", found=found, value=shown, hedge=HedgeWord(hedge), column=column)
    return Taken(amount, note, hedge)


def _in_danish(text: str) -> str:
    """Return an amount with its English hedge translated to that of the plan format."""
    for word in HEDGES:
        english = f"{HedgeWord(word).show('en')} "
        if text.casefold().startswith(english):
            return f"{word} {text[len(english) :]}"
    return text


def _number(value: Any, field: Field) -> Fraction:
    otherwise = "sheet.not_quantity" if field.key == "quantity" else "sheet.not_number"
    if isinstance(value, str):
        if _DASH.fullmatch(value.strip()):
            raise FieldError("sheet.dash", found=short(value))
        try:
            return read_quantity(_with_comma(value))
        except AmountError as error:
            if error.message.key == "amount.not_number":
                raise FieldError(otherwise, found=short(value)) from None
            raise
    number = Fraction(_exact(value, otherwise))
    if number < 0:
        raise FieldError("sheet.negative", found=typed_text(value))
    return number


def _share(value: Any, _: Field) -> Fraction | Taken:
    """Return a share; a number above one is meant in per cent, since no share is above 100 %."""
    bounds = BOUNDS["share"]
    if isinstance(value, str):
        share = _share_in_text(value, "sheet.not_share")
        if isinstance(share, Taken):
            return share
    else:
        share = Fraction(_exact(value, "sheet.not_share"))
        if bounds.most < share <= 100 * bounds.most:
            return _per_cent(value, share)
    if not bounds.least <= share <= bounds.most:
        _not_a_day_instead(value, "sheet.day_for_share")
        raise FieldError("sheet.not_share", found=typed_text(value))
    return share


def _share_in_text(value: str, otherwise: str) -> Fraction | Taken:
    """Return the share in a text; without a per cent sign, a number above one is meant in per cent."""
    try:
        return is_exact_share(value) or read_change(value)
    except AmountError:
        pass
    try:
        number = read_quantity(_with_comma(value))
    except AmountError:
        raise FieldError(otherwise, found=short(value)) from None
    if number == 0:
        return number
    if number <= 1:
        raise FieldError("sheet.two_shares", found=short(value), small=Share(number / 100), large=Share(number))
    if number > 100:
        raise FieldError(otherwise, found=short(value))
    return _per_cent(value, number)


def _per_cent(value: Any, number: Fraction) -> Taken:
    return Taken(number / 100, message("sheet.share_read", found=typed_text(value), value=Share(number / 100)))


def _rate(value: Any, _: Field) -> Fraction | Taken:
    """Return a change of prices; a number that no price level changes by is meant in per cent."""
    if isinstance(value, str):
        return _share_in_text(value, "sheet.not_rate")
    rate, bounds = Fraction(_exact(value, "sheet.not_rate")), BOUNDS["rate"]
    if bounds.least < rate < bounds.most or not bounds.least < rate / 100 < bounds.most:
        return rate
    return _per_cent(value, rate)


def _published(value: Any, field: Field) -> date | int:
    """Return a day, or a year alone."""
    if isinstance(value, int) and FIRST_DAY.year <= value <= LAST_DAY.year:
        return value
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) == 4:
        return int(value)
    return _date(value, field)


def _years(value: Any, _: Field) -> tuple[int, ...]:
    """Return several years."""
    parts = [part for part in re.split(r"[,;\s]+", typed_text(value)) if part]
    if not all(len(part) == 4 and part.isdecimal() for part in parts):
        raise FieldError("sheet.not_years", found=short(value))
    return tuple(map(int, parts))


def _count(value: Any, field: Field) -> int:
    number = _number(value, field)
    if number.denominator != 1:
        raise FieldError("sheet.not_count", found=typed_text(value))
    if field.kind == "year" and number > LAST_DAY.year:
        _not_a_day_instead(value, "sheet.day_for_year")
    return int(number)


def _date(value: Any, field: Field) -> date:
    match value:
        # The number of an earlier day is a month, or a year, in a cell for days, which shows 1900 or 1905.
        case datetime() if value.time().isoformat() == "00:00:00" and serial_of(value.date()) > LAST_DAY.year:
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
    from helhedsplan_finance.excel.readback.not_a_day import not_a_day  # few workbooks have such cells

    raise not_a_day(value, typed_text(value), field)


def _not_a_day_instead(value: Any, key: str) -> None:
    """Raise the error for a figure that a spreadsheet made of a day, as it was typed."""
    from helhedsplan_finance.excel.readback.not_a_day import day_of

    if (day := day_of(value)) is not None:
        raise FieldError(key, found=typed_text(value), day=day)


def _text(value: Any, _: Field) -> str:
    match value:
        case bool():
            return "ja" if value else "nej"
        case float():
            return f"{value:.15g}".replace(".", ",")
        case date():
            return f"{value:%d-%m-%Y}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            hours, seconds = divmod(round(value.total_seconds()), 3600)
            return f"{hours}:{seconds // 60:02}"
        case _:
            return str(value).replace("\r\n", "\n").replace("\r", "\n")  # a line break in Excel


_READERS: dict[CellKind, Callable[[Any, Field], Any]] = {
    "number": _number,
    "share": _share,
    "count": _count,
    "year": _count,
    "date": _date,
    "word": read_word,
    "words": read_words,
    "rate": _rate,
    "published": _published,
    "years": _years,
    "flag": read_flag,
    "hedge": read_hedge_word,
    "line": _text,
    "note": _text,
    "id": _text,
}
AS_TEXT: frozenset[CellKind] = frozenset({"line", "note", "id", "word", "words", "flag", "published", "years", "hedge"})


def _exact(value: Any, otherwise: str) -> Decimal:
    """Return the exact number of the fifteen digits that Excel holds."""
    if isinstance(value, (date, time, timedelta)):
        raise FieldError("sheet.day_here", found=typed_text(value))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FieldError(otherwise, found=short(value))
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def _with_comma(text: str) -> str:
    tidy = text.strip()
    return tidy.replace(".", ",") if _POINT.fullmatch(tidy) else tidy


def typed_text(value: Any) -> str:
    """Return the value of a cell as a person types it: a number with a comma, a day as dd-mm-yyyy."""
    return _text(value, Field("", "", "line")) if not isinstance(value, str) else short(value)
