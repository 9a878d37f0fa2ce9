"""The field types of a rule file: text in both languages, rates, days, lists of names.

Each is read strictly; the error says what to write instead.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator

from helhedsplan_finance.errors import FieldError
from helhedsplan_finance.plan.fields import Line, check_text
from helhedsplan_finance.text import Shown, Words, short
from helhedsplan_finance.values.days import read_day
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.read_amounts import read_amount, read_share

ALWAYS = "always"  # the first day of a value by arithmetic in a rule file
_MOST_COUNT = 1_000_000  # more than the dwellings of the whole country


class Record(BaseModel):
    """Base of every record of the rule library: frozen, strict, unknown keys refused.

    Records are compared by value. The hash is that of the record's name alone, so that a look-up is cheap.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)

    def __hash__(self) -> int:
        fields = self.__dict__
        return hash((type(self), fields.get("id") or fields.get("name") or fields.get("first_day")))


def _read_words(value: Any) -> Words:
    if isinstance(value, Words):
        return value
    if isinstance(value, dict) and set(value) == {"da", "en"} and all(isinstance(text, str) for text in value.values()):
        return Words(check_text(value["da"]), check_text(value["en"]))
    raise FieldError("library.not_bilingual", found=short(value))


def _read_either(value: Any) -> Words:
    """Read a quotation, which is the same in both languages, or a text in both."""
    return Words(check_text(value), value) if isinstance(value, str) else _read_words(value)


def _read_rate(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return read_share(value)
    raise FieldError("library.rate_as_text", found=short(value))


def _read_amount(value: Any) -> Kroner:
    if isinstance(value, float):
        raise FieldError("library.amount_as_text", found=short(value))
    if isinstance(value, str) and read_amount(value).approx:
        raise FieldError("library.amount_about", found=short(value))
    return Kroner(value)


def _read_limit(value: Any) -> Kroner:
    amount = _read_amount(value)
    if amount.ore < 0:
        raise FieldError("library.amount_negative", found=short(value))
    return amount


def _read_count(value: Any) -> int:
    if type(value) is int and 0 <= value <= _MOST_COUNT:
        return value
    raise FieldError("library.count_range", found=short(value), most=_MOST_COUNT)


def _read_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return read_day(value)  # raises with the fault of a day such as "2013-06-40"
    raise FieldError("library.not_day", found=short(value))


def _read_from(value: Any) -> date:
    """Read the first day of a value; ``"always"`` for one that follows by arithmetic."""
    return date.min if value == ALWAYS else _read_day(value)


def _read_until(value: Any) -> date | None:
    if value == "open":
        return None
    return _read_day(value)


def _read_published(value: Any) -> date | Words:
    return _read_words(value) if isinstance(value, (dict, Words)) else _read_day(value)


def _read_link(value: Any) -> str:
    if isinstance(value, str) and value.startswith(("https://", "http://")) and not any(map(str.isspace, value)):
        return check_text(value)
    raise FieldError("library.not_link", found=short(value))


Bilingual = Annotated[Shown, PlainValidator(_read_words)]
Locator = Annotated[Shown, PlainValidator(_read_either)]
Rate = Annotated[Fraction, PlainValidator(_read_rate)]
Money = Annotated[Kroner, PlainValidator(_read_amount)]
LimitAmount = Annotated[Kroner, PlainValidator(_read_limit)]
Count = Annotated[int, PlainValidator(_read_count)]
Day = Annotated[date, PlainValidator(_read_day)]
From = Annotated[date, PlainValidator(_read_from)]
Until = Annotated[date | None, PlainValidator(_read_until)]
Published = Annotated[date | Words, PlainValidator(_read_published)]
Link = Annotated[str, PlainValidator(_read_link)]
# A single name needs no brackets.
OneOrMore = BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
Names = Annotated[tuple[Line, ...], OneOrMore]
