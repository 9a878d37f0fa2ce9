"""The field types of a plan file: amount, share, quantity, date, year, text.

Each is read strictly, with a message that says what to write instead, and written back without loss.
"""

import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from helhedsplan_finance.errors import AmountError, Fault, FieldError, PeriodError, PlanError
from helhedsplan_finance.plan import json_types
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.kinds import BOUNDS
from helhedsplan_finance.text import numbers
from helhedsplan_finance.text.shown import Month
from helhedsplan_finance.values.days import read_day
from helhedsplan_finance.values.frozen import Frozen
from helhedsplan_finance.values.hedges import ABOUT, read_hedge
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.read_amounts import read_amount, read_change, read_quantity, read_share

LONGEST_TEXT, LONGEST_ID = int(BOUNDS["note"].most), int(BOUNDS["id"].most)
MOST_PLAN_ORE = 100 * int(BOUNDS["amount"].most)
MOST_IN_PLAN = f"{numbers.number(MOST_PLAN_ORE // 10**11, 'da')} mia. kr."
_MOST_NUMBER = int(BOUNDS["number"].most)
_MOST_DIGITS = 15  # the precision of a cell in a spreadsheet
FIRST_YEAR, LAST_YEAR = int(BOUNDS["year"].least), int(BOUNDS["year"].most)
_SHARES, _RATES = BOUNDS["share"], BOUNDS["rate"]


class Model(BaseModel):
    """Base of every part of a plan: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:  # noqa: ARG002
        """Return a copy with some values replaced, all of it validated again.

        Defaults remain defaults. Raises :class:`PlanError` with every fault. ``deep`` has no effect, since no part of a
        plan can be changed.
        """
        if not update:
            return self
        names = {field.alias: name for name, field in type(self).model_fields.items() if field.alias}
        new = {names.get(key, key): value for key, value in update.items()}
        kept = {name: getattr(self, name) for name in self.model_fields_set - new.keys() - self._reread(new)}
        try:
            copy = type(self).model_validate({**kept, **new}, by_alias=False, by_name=True)
        except ValidationError as error:
            raise PlanError(*faults_of(error, {**kept, **new}, type(self))) from None
        if faults := copy._faults():
            raise PlanError(faults)
        return copy

    def _reread(self, new: Mapping[str, Any]) -> set[str]:  # noqa: ARG002 - of a plan, nothing does
        """Return the fields that are derived from the new values."""
        return set()

    def _faults(self) -> list[Fault]:
        """Return the contradictions between valid fields."""
        return []


M = TypeVar("M", bound=Model)


def with_values(part: M, **values: Any) -> M:
    """Return a copy with values that are validated already, without validating it."""
    fixed = {name: Frozen(value) if isinstance(value, dict) else value for name, value in values.items()}
    return BaseModel.model_copy(part, update=fixed)


def _read_money(value: Any) -> Kroner:
    """Read an amount of a plan; a float is refused even where it happens to be exact."""
    if isinstance(value, float):
        if not abs(value) < _MOST_NUMBER:  # not a number falls here too
            raise AmountError("amount.not_amount", found=value)
        raise AmountError("amount.float", found=value, instead=f"{numbers.number(Fraction(value), 'da', 2)} kr.")
    amount = Kroner(value)
    if amount.ore < 0:
        raise AmountError("amount.negative", found=value)
    if amount.ore > MOST_PLAN_ORE:
        raise AmountError("amount.too_large", found=value, most=MOST_IN_PLAN)
    return amount


def _read_exact_money(value: Any) -> Kroner:
    if isinstance(value, str) and read_amount(value).approx:
        raise AmountError("amount.no_approx", found=value, instead=Kroner(value).text())
    return _read_money(value)


def _read_signed_money(value: Any) -> Kroner:
    """Read a change of an amount: less is negative."""
    amount = Kroner(value) if not isinstance(value, float) else None
    if amount is None or amount.ore >= 0:
        return _read_exact_money(value)
    _read_exact_money(-amount)
    return amount


def _read_money_of_year(value: Any) -> Kroner:
    """Read the amount of a contribution in one year; a hedge belongs to the contribution, not to the year."""
    if isinstance(value, str) and (read := read_amount(value)).approx:
        hedge = read.hedge or ABOUT
        raise AmountError("amount.no_hedge_by_year", found=value, instead=Kroner(value).text(), hedge=hedge)
    return _read_money(value)


def write_amount(amount: Kroner) -> int | str:
    """Write whole kroner as an integer, øre as Danish text."""
    return amount.ore // 100 if amount.ore % 100 == 0 else amount.text()


def read_number(value: Any) -> Fraction:
    """Read a number that is not negative, exactly: an integer, a fraction, a Decimal, or text such as ``0,5``."""
    match value:
        case float():
            raise AmountError("amount.float_number", found=value, instead=str(value).replace(".", ","))
        case bool():
            raise AmountError("amount.not_number", found=value)
        case int() | Fraction():
            number = Fraction(value)
        case Decimal() if value.is_finite() and abs(value.adjusted()) < 20:
            number = Fraction(value)
        case str():
            number = read_quantity(value)
        case _:
            raise AmountError("amount.not_number", found=value)
    if number < 0:
        raise AmountError("amount.negative_number", found=value)
    return number


def _read_fraction(value: Any) -> Fraction:
    """Read a quantity or a weight."""
    number = read_number(value)
    if number > _MOST_NUMBER:
        raise AmountError("amount.too_large", found=value, most=numbers.number(_MOST_NUMBER, "da"))
    return number


def _decimals(number: Fraction) -> str:
    power = 0
    while (number * 10**power).denominator != 1:
        power += 1
    sign, digits = "-" if number < 0 else "", str(abs(number * 10**power).numerator).rjust(power + 1, "0")
    return sign + (f"{digits[:-power]},{digits[-power:]}" if power else digits)


def write_number(number: Fraction) -> int | str:
    """Write a whole number as an integer, decimals as Danish text, and a non-terminating number as a fraction."""
    if number.denominator == 1:
        return number.numerator
    return _decimals(number) if has_end(number) else f"{number.numerator}/{number.denominator}"


def _finite(number: Fraction) -> Fraction:
    """Refuse a non-terminating number, such as a third, or one of more digits than a cell of a workbook can hold."""
    if not has_end(number):
        raise AmountError("amount.not_number", found=number)
    if len(_decimals(number).replace(",", "").strip("0")) > _MOST_DIGITS:
        raise AmountError("amount.digits", found=_decimals(number), most=_MOST_DIGITS)
    return number


def has_end(number: Fraction) -> bool:
    """Return whether the decimals of a number terminate."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _read_share_of_plan(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        share = value
    elif isinstance(value, str):
        share = read_share(value)
    else:
        raise AmountError("amount.not_share", found=value)
    if not _SHARES.least <= share <= _SHARES.most:
        raise AmountError("amount.share_range", found=value)
    if share.denominator > _MOST_NUMBER:
        raise AmountError("amount.digits", found=value, most=_MOST_DIGITS)
    return share


def read_rate(value: Any) -> Fraction:
    """Read the yearly change of a price level, such as ``3,1 %`` or ``-1,9 %``; less than half."""
    if isinstance(value, Fraction):
        rate = value
    elif isinstance(value, str):
        try:
            rate = read_change(value)
        except AmountError:
            raise AmountError("amount.not_rate", found=value) from None
    else:
        raise AmountError("amount.not_rate", found=value)
    if not _RATES.least < rate < _RATES.most:
        raise AmountError("amount.rate_range", found=value)
    if rate.denominator > _MOST_NUMBER:
        raise AmountError("amount.digits", found=value, most=_MOST_DIGITS)
    return rate


def write_share(share: Fraction) -> str:
    """Write a share in per cent where its decimals terminate, else as a fraction."""
    return f"{write_number(share * 100)} %" if has_end(share) else f"{share.numerator}/{share.denominator}"


def _read_date(value: Any) -> date:
    if isinstance(value, datetime):
        raise PeriodError("period.no_date", found=str(value))
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise PeriodError("period.no_date", found=value)
    return read_day(value)


def read_as_of(value: "date | str | None") -> date | None:
    """Read the day whose rules apply, as in a plan; raises :class:`PeriodError` for a value that is no day."""
    return None if value is None else _read_date(value)


def read_published(value: Any) -> date | int:
    """Read a date of publication: a day, or the year alone where no more is known."""
    read = _year(value) if isinstance(value, int) and not isinstance(value, bool) else _read_date(value)
    year = read if isinstance(read, int) else read.year
    if year < FIRST_YEAR:
        raise FieldError("input.below", found=str(year), least=str(FIRST_YEAR))
    if year > LAST_YEAR:
        raise FieldError("input.above", found=str(year), most=str(LAST_YEAR))
    return read


def is_date(text: str) -> bool:
    """Return whether a text is a day that exists, in the form ``2022-01-31``."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def date_fault(text: str) -> PeriodError:
    """Return the fault of a text that should be a date: no date at all, or a day that does not exist."""
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isascii() and part.isdigit() for part in parts):
        return PeriodError("toml.not_day", found=text[:40])
    year, month = int(parts[0]), int(parts[1])
    if not 1 <= month <= 12:
        return PeriodError("period.no_such_month", found=text, month=parts[1])
    if year == 0:
        return PeriodError("toml.not_day", found=text)
    return PeriodError(
        "period.no_such_day", found=text, month=Month(date(year, month, 1)), days=monthrange(year, month)[1]
    )


def _read_years(value: Any) -> Any:
    """Read the years of ``{ 2022 = … }`` as integers; TOML and JSON have keys of text only."""
    if not isinstance(value, Mapping):
        raise FieldError("input.not_years", found=value)
    if not value:
        raise FieldError("input.no_years")
    return {_year(key): item for key, item in value.items()}


def _read_by_year(value: Any, read: ValidatorFunctionWrapHandler) -> Frozen[int, Any]:
    return Frozen(read(_read_years(value)))


def _read_quantity(value: Any, read: ValidatorFunctionWrapHandler) -> Frozen[int, Any]:
    """Read the quantity by year; a line that is a percentage of others has none, which no file can write."""
    if isinstance(value, Frozen) and not value:
        return value
    return _read_by_year(value, read)


def _year(key: object) -> int:
    text = str(key)
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise FieldError("input.not_year", found=text[:40])
    return int(text)


def check_text(value: str) -> str:
    """Refuse a text that is blank, too long, or has control characters."""
    if not value.strip():
        raise FieldError("input.blank")
    if len(value) > LONGEST_TEXT:
        raise FieldError("input.long", length=len(value), most=LONGEST_TEXT)
    odd = next((sign for sign in value if _is_hidden(sign) and sign not in "\n\t"), None)
    if odd is not None:
        raise FieldError("input.control", code=f"U+{ord(odd):04X}")
    return value


def _is_hidden(sign: str) -> bool:
    """Return whether a character is invisible: a control, one that reverses the text, or one no workbook can hold."""
    turns = unicodedata.bidirectional(sign) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    return turns or unicodedata.category(sign) in {"Cc", "Cs"} or ord(sign) & 0xFFFE == 0xFFFE


def check_line(value: str) -> str:
    """Refuse a text of more than one line."""
    if "\n" in value or "\t" in value:
        raise FieldError("input.one_line")
    return value


def _check_id(value: str) -> str:
    if len(value) > LONGEST_ID or not all(sign.isalnum() or sign in "-_." for sign in value):
        raise FieldError("input.id", found=value[: LONGEST_ID + 1])
    return value


def _write_day(day: date | int) -> str | int:
    return day if isinstance(day, int) else day.isoformat()


# JSON has no dates; TOML has.
_AS_DAY = PlainSerializer(_write_day, when_used="json")
_AS_AMOUNT = PlainSerializer(write_amount, return_type=int | str)

Amount = Annotated[Kroner, PlainValidator(_read_exact_money), _AS_AMOUNT, json_types.AMOUNT]
SignedAmount = Annotated[Kroner, PlainValidator(_read_signed_money), _AS_AMOUNT, json_types.AMOUNT]
ApproxAmount = Annotated[Kroner, PlainValidator(_read_money), _AS_AMOUNT, json_types.HEDGED_AMOUNT]
Number = Annotated[
    Fraction, PlainValidator(_read_fraction), AfterValidator(_finite), PlainSerializer(write_number), json_types.NUMBER
]
Share = Annotated[Fraction, PlainValidator(_read_share_of_plan), PlainSerializer(write_share), json_types.SHARE]
Day = Annotated[date, PlainValidator(_read_date), _AS_DAY, json_types.DAY]
Note = Annotated[str, AfterValidator(check_text), json_types.NOTE]
Line = Annotated[Note, AfterValidator(check_line)]
Id = Annotated[Line, AfterValidator(_check_id), json_types.ID]
ByYear = WrapValidator(_read_by_year)
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Rate = Annotated[Fraction, PlainValidator(read_rate), PlainSerializer(write_share), json_types.RATE]
Published = Annotated[date | int, PlainValidator(read_published), _AS_DAY, json_types.PUBLISHED]
AmountByYear = Annotated[dict[int, Amount], ByYear, json_types.AMOUNT_BY_YEAR]
_OfYear = Annotated[Kroner, PlainValidator(_read_money_of_year), _AS_AMOUNT]
GivenByYear = Annotated[dict[int, _OfYear], ByYear, json_types.AMOUNT_BY_YEAR]
Hedge = Annotated[str, PlainValidator(read_hedge), json_types.HEDGE]
NumberByYear = Annotated[dict[int, Number], ByYear, json_types.NUMBER_BY_YEAR]
Quantity = Annotated[dict[int, Number], WrapValidator(_read_quantity), json_types.NUMBER_BY_YEAR]
RateByYear = Annotated[dict[Year, Rate], ByYear, json_types.RATE_BY_YEAR]
SpreadWord = Literal["months", "even"]
# A tag in < > is for pydantic alone; it is left out of the place in a message.
Spread = Annotated[
    Annotated[SpreadWord, Tag("<word>")] | Annotated[NumberByYear, Tag("<weights>")],
    Discriminator(lambda value: "<word>" if isinstance(value, str) else "<weights>"),
    json_types.SPREAD,
]
