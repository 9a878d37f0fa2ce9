"""The rates of fondsmoms and moms, as dated and sourced records: on a day, or else "not verified"."""

import tomllib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError

from helhedsplan_finance.errors import AmountError, CalculationError, Fault, RuleLibraryError, nearest
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.rules.read_rules import overlaps
from helhedsplan_finance.rules.record import Citation, Source, Value
from helhedsplan_finance.rules.record_fields import Bilingual, Record
from helhedsplan_finance.rules.verdict_origin import value_data
from helhedsplan_finance.text import Lang, Message, Template, message, say, short, visible
from helhedsplan_finance.text.shown import Share
from helhedsplan_finance.values.read_amounts import read_share

RateName = Literal["fondsmoms", "moms"]
NAMES: tuple[RateName, ...] = get_args(RateName)
_FILE = "moms/data"


class RateRecord(Record):
    """One rate with its dated values, each a share with its source."""

    id: RateName
    title: Bilingual
    values: tuple[Value, ...] = Field(alias="value", strict=False)


class RateFile(Record):
    """The file of rates: the records, and the sources that they name."""

    sources: dict[str, Source] = Field(alias="source")
    rates: tuple[RateRecord, ...] = Field(alias="rate", strict=False)


@dataclass(frozen=True, slots=True)
class RateOn:
    """A rate on a day. ``share`` is ``None`` where it is not verified for that day.

    ``value`` and ``source`` are those of its record; both are ``None`` for a rate that the caller states. ``day`` is
    ``None`` where none was given: then the rate is the one that was last verified.
    """

    record: RateRecord
    share: Fraction | None
    day: date | None = None
    value: Value | None = None
    source: Source | None = None

    @property
    def stated(self) -> bool:
        """Whether the caller states the rate, rather than a record."""
        return self.share is not None and self.value is None

    @property
    def assumed(self) -> bool:
        """Whether the rate is an assumption of the arithmetic that was not looked up."""
        return self.value is not None and self.value.confidence == "D"

    @property
    def citation(self) -> Citation | None:
        """Citation of the record, where there is one."""
        if self.value is None or self.source is None:
            return None
        return Citation(self.source, self.value.locator, self.value.confidence)

    def show(self, lang: Lang = "da") -> str:
        """Return ``17,5 %``, or ``ikke verificeret``."""
        return say("moms.unverified", lang) if self.share is None else Share(self.share, brief=True).show(lang)

    def told(self) -> Message:
        """Return where the rate is from, or why there is none."""
        title = self.record.title
        option = Template(f"option.name_{self.record.id}_rate")
        if self.stated:
            return message("moms.stated", title=title, rate=self)
        if self.assumed:
            return message("moms.assumed", title=title, rate=self, option=option)
        if self.value is not None:
            key = "moms.recorded" if self.day is not None else "moms.last_verified"
            return message(key, title=title, rate=self, source=self.citation, verified=self.value.verified)
        begun = [one for one in self.record.values if self.day is not None and one.first_day <= self.day]
        days = {
            "first": min(one.first_day for one in self.record.values),
            "known": max((one.last_known_day or one.verified for one in begun), default=None),
        }
        key = "moms.not_after" if begun else "moms.not_before"
        return message(key, title=title, day=self.day, option=option, **days)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the rate as JSON data; the rate is an exact fraction as text, or null."""
        record = None if self.value is None or self.source is None else value_data(self.value, self.source, lang)
        return {"rate": None if self.share is None else str(self.share), "assumed": self.assumed, "record": record}


def rate_on(name: RateName, day: date | None = None) -> RateOn:
    """Return the rate of ``"fondsmoms"`` or ``"moms"`` on a day, with its citation; without a day, as last verified.

    Outside the dates of every record ``share`` is ``None``. Raises :class:`CalculationError` for an unknown name.
    """
    record = _record(name)
    if day is None:
        value: Value | None = max(record.values, key=lambda one: one.first_day)
    else:
        value = next((one for one in record.values if one.holds_on(day)), None)
    if value is None:
        return RateOn(record, None, day)
    return RateOn(record, value.rate, day, value, _shipped().sources[value.source])


def rate_for(name: RateName, stated: str | Fraction | None, day: date | None) -> RateOn:
    """Return the rate that the caller states, or else that of the record on the day."""
    if stated is None:
        return rate_on(name, day)
    return RateOn(_record(name), share_of(stated, f"{name}_rate"), day)


def share_of(value: object, name: str) -> Fraction:
    """Read a share from 0 % to 100 %: a ``Fraction``, or text such as ``17,5 %`` or ``7/40``; never a float.

    Raises :class:`AmountError` with the ``name`` of the parameter.
    """
    if isinstance(value, str):
        share = read_share(value)
    elif isinstance(value, Fraction):
        share = value
    else:
        raise AmountError("moms.not_share", name=name, found=short(value))
    if not 0 <= share <= 1:
        raise AmountError("moms.share_range", name=name, found=short(value))
    return share


def read_rates(text: str) -> RateFile:
    """Read a file of rates strictly; raises :class:`RuleLibraryError` with every fault."""
    try:
        read = RateFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RuleLibraryError("library.unreadable", file=_FILE, why=visible(error)) from None
    except ValidationError as error:
        raise _faulty(faults_of(error, tomllib.loads(text), RateFile, {}).listed) from None
    faults: list[Fault] = []
    for record in read.rates:
        faults += overlaps(record.values, record.id)
        if not record.values:
            faults.append(Fault(record.id, message("library.no_values")))
        for value in record.values:
            if value.rate is None:
                faults.append(Fault(record.id, message("library.check_figure", check=record.id, figures=["rate"])))
            if value.source not in read.sources:
                faults.append(Fault(record.id, message("library.no_source", name=value.source)))
    ids = [record.id for record in read.rates]
    faults += [Fault("rate", message("library.same_id", id=one)) for one in NAMES if ids.count(one) > 1]
    faults += [Fault("rate", message("moms.no_record", name=one)) for one in NAMES if one not in ids]
    if faults:
        raise _faulty(faults)
    return read


def _faulty(faults: list[Fault]) -> RuleLibraryError:
    return RuleLibraryError("library.faulty", faults="\n".join(one.show("da") for one in faults))


@cache
def _shipped() -> RateFile:
    return read_rates(files(__package__).joinpath("data.toml").read_text(encoding="utf-8"))


def _record(name: str) -> RateRecord:
    for record in _shipped().rates:
        if record.id == name:
            return record
    raise CalculationError("moms.no_rate", found=short(name), nearest=nearest(name, NAMES))
