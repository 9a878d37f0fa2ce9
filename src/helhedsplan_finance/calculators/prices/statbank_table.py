"""The readers of Statistikbanken's list of tables and of its description of one, both strict."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.text import Message, message, short

A = TypeVar("A")

TABLE_ID = re.compile(r"\w{1,40}")


def _day(value: object) -> object:
    """Read a day as the API writes it; pydantic alone takes a text of digits for seconds since 1970."""
    return datetime.fromisoformat(value).date() if isinstance(value, str) else value


class _Answer(BaseModel):
    """A part of an answer: strict in the fields that are read, and tolerant of others."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Listed(_Answer):
    """A table in the list of tables."""

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
    """A variable that the figures of a table are split by; with ``elimination`` it may be left out, for the total."""

    id: str
    text: str
    elimination: bool
    time: bool
    values: Annotated[tuple[Value, ...], Field(min_length=1)]


class Table(_Answer):
    """The description of a table; ``updated`` is when its figures were published, ``active`` if it is still updated."""

    id: str
    text: str
    unit: str | None = None
    updated: Annotated[date, BeforeValidator(_day)]
    active: bool | None = None
    variables: tuple[Variable, ...]


def read_tables(content: bytes, server: str) -> list[Listed]:
    """Read the list of tables; raises :class:`StatbankError` for another shape than the published one."""
    return _read(content, TypeAdapter(list[Listed]), server)


def read_table(content: bytes, server: str, table: str) -> Table:
    """Read the description of a table, which must be the one requested; raises :class:`StatbankError`."""
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


def listed(found: Sequence[object], most: int) -> tuple[str | Message, ...]:
    """Return some tables or values for a message: the first ``most``, and how many more there are."""
    shown: list[str | Message] = [str(one) for one in found[:most]]
    if len(found) > most:
        shown.append(message("word.left_out", count=len(found) - most))
    return tuple(shown)
