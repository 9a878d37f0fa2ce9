"""One table of Statistikbanken: which it is, and which of its values are asked for.

Nothing is guessed. Where two tables or values would do, the reader is shown them and chooses.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from helhedsplan_finance.errors import StatbankError, nearest
from helhedsplan_finance.text import Message, message, short

A = TypeVar("A")

TABLE_ID = re.compile(r"\w{1,40}")
_MOST_TABLES, _MOST_VALUES = 10, 12
_YEAR = re.compile(r"\d{4}", re.ASCII)
# Many tables hold an index and its change side by side; the change, read as a level, would ruin a budget silently.
_CHANGE = re.compile(r"stigning|ændring|procent|pct\b|%", re.IGNORECASE)


def _day(value: object) -> object:
    """Read a day as the API writes one; by itself pydantic takes a text of digits for seconds since 1970."""
    return datetime.fromisoformat(value).date() if isinstance(value, str) else value


class _Answer(BaseModel):
    """A part of an answer: strict in what is read, and the rest of it left alone."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Listed(_Answer):
    """A table as the list of tables shows it."""

    id: str
    text: str
    active: bool
    first: str | None = Field(default=None, alias="firstPeriod")
    latest: str | None = Field(default=None, alias="latestPeriod")

    def __str__(self) -> str:
        return f"{short(self.id)} ({short(self.text)}; {short(self.first or '?')}–{short(self.latest or '?')})"


class Value(_Answer):
    """One value of a variable: its code and its text."""

    id: str
    text: str

    def __str__(self) -> str:
        return f"{short(self.id)} ({short(self.text)})" if self.text != self.id else short(self.id)


class Variable(_Answer):
    """What the figures of a table are split by; ``elimination`` says that it may be left out, for the total."""

    id: str
    text: str
    elimination: bool
    time: bool
    values: Annotated[tuple[Value, ...], Field(min_length=1)]


class Table(_Answer):
    """A table's own description; ``updated`` is when its figures were published."""

    id: str
    text: str
    unit: str | None = None
    updated: Annotated[date, BeforeValidator(_day)]
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a table: one value of each variable but those left out, and every year.

    ``chosen`` are the values that the user chose, as opposed to the only ones there are.
    """

    table: str
    values: Mapping[str, Value]
    chosen: tuple[Value, ...]
    time: str
    years: tuple[str, ...]

    def data(self) -> dict[str, object]:
        """Return the question as the API wants it."""
        asked = {code: [value.id] for code, value in self.values.items()} | {self.time: list(self.years)}
        return {
            "table": self.table,
            "format": "CSV",
            "lang": "da",
            "delimiter": "Semicolon",
            "valuePresentation": "Code",
            "variables": [{"code": code, "values": values} for code, values in asked.items()],
        }


def read_tables(content: bytes, server: str) -> list[Listed]:
    """Read the list of tables; raises :class:`StatbankError` for another shape than the published one."""
    return _read(content, TypeAdapter(list[Listed]), server)


def read_table(content: bytes, server: str, table: str) -> Table:
    """Read the description of a table, which must be the one that was asked for; raises :class:`StatbankError`."""
    found = _read(content, TypeAdapter(Table), server)
    if found.id.casefold() != table.casefold() or not TABLE_ID.fullmatch(found.id):
        raise StatbankError("statbank.shape", server=server, where="id", found=short(found.id))
    return found


def _read(content: bytes, kind: TypeAdapter[A], server: str) -> A:
    try:
        return kind.validate_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise StatbankError("statbank.not_json", server=server) from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        if fault["type"] == "json_invalid":
            raise StatbankError("statbank.not_json", server=server) from None
        where = " › ".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
        raise StatbankError(
            "statbank.shape", server=server, where=where or message("statbank.whole"), found=short(fault["input"])
        ) from None


def choose_table(tables: Sequence[Listed], words: str) -> str:
    """Return the id of the one yearly table, still kept up, whose title holds all the words.

    Raises :class:`StatbankError` where there are several or none, with those that come near.
    """
    wanted = words.casefold().split()
    yearly = [one for one in tables if one.active and _YEAR.fullmatch(one.latest or "")]
    held = [(sum(word in one.text.casefold() for word in wanted), one) for one in yearly]
    fit = [one for count, one in held if count == len(wanted)]
    if len(fit) == 1:
        return fit[0].id
    if fit:
        raise StatbankError("statbank.several", words=short(words), found=_listed(fit, _MOST_TABLES))
    if near := [one for count, one in sorted(held, key=lambda pair: -pair[0]) if count]:
        raise StatbankError("statbank.none_but", words=short(words), found=_listed(near, _MOST_TABLES))
    raise StatbankError("statbank.none", words=short(words))


def _listed(found: Sequence[object], most: int) -> tuple[str | Message, ...]:
    shown: list[str | Message] = [str(one) for one in found[:most]]
    if len(found) > most:
        shown.append(message("statbank.more", count=len(found) - most))
    return tuple(shown)


def question_of(table: Table, choose: Mapping[str, str], server: str) -> Question:
    """Return what to ask a table for: the values chosen, the only ones there are, and every year.

    Raises :class:`StatbankError` where a choice is missing, unknown or a change rather than a level, and for a table
    that is not yearly.
    """
    times = [one for one in table.variables if one.time]
    if len(times) != 1:
        raise StatbankError("statbank.shape", server=server, where="variables › time", found=len(times))
    years = tuple(value.id for value in times[0].values)
    for year in years:
        if not _YEAR.fullmatch(year):
            raise StatbankError("statbank.not_yearly", table=short(table.id), found=short(year))
    chosen = _choices(table, choose)
    values: dict[str, Value] = {}
    for variable in table.variables:
        value = chosen.get(variable.id) or _only_value(table, variable)
        if value is not None:
            values[variable.id] = _level(variable, value)
    return Question(table.id, values, tuple(chosen.values()), times[0].id, years)


def _only_value(table: Table, variable: Variable) -> Value | None:
    """Return the value of a variable that nobody chose from; ``None`` for one that is left out."""
    if variable.time:
        return None
    if len(variable.values) == 1:
        return variable.values[0]
    if variable.elimination:
        return None
    raise StatbankError(
        "statbank.choice",
        table=short(table.id),
        variable=short(variable.id),
        values=_listed(variable.values, _MOST_VALUES),
        example=short(variable.values[0].id),
    )


def _level(variable: Variable, value: Value) -> Value:
    if not _CHANGE.search(value.text):
        return value
    levels = [one for one in variable.values if not _CHANGE.search(one.text)]
    if levels:
        found = _listed(levels, _MOST_VALUES)
        raise StatbankError("statbank.change", variable=short(variable.id), value=str(value), values=found)
    raise StatbankError("statbank.change_alone", variable=short(variable.id), value=str(value))


def _choices(table: Table, choose: Mapping[str, str]) -> dict[str, Value]:
    chosen: dict[str, Value] = {}
    for name, wanted in choose.items():
        variable = _variable(table, name)
        if variable.time:
            raise StatbankError("statbank.choose_time", variable=short(name))
        if variable.id in chosen:
            raise StatbankError("statbank.choose_twice", variable=short(variable.id))
        chosen[variable.id] = _value(variable, wanted)
    return chosen


def _variable(table: Table, name: str) -> Variable:
    found = _called(table.variables, name)
    if len(found) == 1:
        return found[0]
    known = [one.id for one in table.variables if not one.time]
    if not known:
        raise StatbankError("statbank.nothing_to_choose", table=short(table.id), found=short(name))
    raise StatbankError(
        "statbank.unknown_variable",
        table=short(table.id),
        found=short(name),
        nearest=short(nearest(name.upper(), known)),
        known=_listed(known, _MOST_VALUES),
    )


def _value(variable: Variable, wanted: str) -> Value:
    found = _called(variable.values, wanted)
    if len(found) == 1:
        return found[0]
    what = {"variable": short(variable.id), "found": short(wanted)}
    if found:
        raise StatbankError("statbank.same_value", values=_listed(found, _MOST_VALUES), **what)
    names = [name for one in variable.values for name in (one.id, one.text)]
    values = _listed(variable.values, _MOST_VALUES)
    raise StatbankError("statbank.unknown_value", nearest=short(nearest(wanted, names)), values=values, **what)


N = TypeVar("N", Variable, Value)


def _called(among: Sequence[N], name: str) -> list[N]:
    """Return those with this code, else those with this text; capitals make no difference."""
    wanted = name.strip().casefold()
    by_code = [one for one in among if one.id.casefold() == wanted]
    return by_code or [one for one in among if one.text.casefold() == wanted]
