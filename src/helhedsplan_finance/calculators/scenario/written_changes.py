"""Changes of a plan that are written as text, one a line: ``total=24 mio. kr.``, ``fond.amounts.2023=100 t.kr.``."""

from collections.abc import Iterable, Mapping
from typing import Any

from helhedsplan_finance.calculators.scenario.input_names import hint
from helhedsplan_finance.calculators.scenario.overlay import TABLES, keys_of
from helhedsplan_finance.errors import AmountError, CalculationError
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream, rows_of
from helhedsplan_finance.text import short
from helhedsplan_finance.values.read_amounts import read_amount

Place = tuple[str, ...]  # (key of the plan,), or (table, id), (table, id, key) and (table, id, key, year)
_LISTS = {"excludes", "pays", "of", "policies"}
_LONGEST_NUMBER = 18


def read_changes(plan: PlanData, written: Iterable[str]) -> dict[str, Any]:
    """Return the ``changes`` of a :class:`Scenario` that are written as ``KEY=VALUE``.

    ``KEY`` is a key of the plan (``total``), or the id of a row and a key of it (``kommune.amount``), with the name of
    the table before it where rows of two tables have the id (``stream.kommune.amount``), or the row is new. A year
    after the key (``kommune.amounts.2023``) changes that year alone; what is stated for the others is kept, and a
    total is spread first. An empty value removes a row or a value.

    Raises :class:`CalculationError` for what is not written so, a row that the plan does not have, and two changes of
    one value. Unknown keys and invalid values are refused by :meth:`Scenario.on`.
    """
    changes: dict[str, Any] = {}
    places: dict[Place, str] = {}
    for one in written:
        key, sign, value = (part.strip() for part in one.partition("="))
        if not sign or not key:
            raise CalculationError("scenario.set_unreadable", found=short(one))
        place = _place(plan, key, value)
        for other, first in places.items():
            if place[: len(other)] == other or other[: len(place)] == place:
                raise CalculationError("scenario.set_twice", first=short(first), second=short(key))
        places[place] = key
        _set(changes, plan, place, _value(place, value))
    return changes


def _place(plan: PlanData, key: str, value: str) -> Place:
    first, _, rest = key.partition(".")
    if first in TABLES and rest:
        known = [id_ for id_ in _ids(plan, first) if _begins(rest, id_)]
        id_ = max(known, key=len, default=rest.partition(".")[0])
        return _of_row(first, id_, rest, key, value)
    rows = [(table, id_) for table in TABLES for id_ in _ids(plan, table) if _begins(key, id_)]
    if key in keys_of(PlanData) - set(TABLES):
        if rows and key != "total" and _is_amount(value):  # 'kommune' is a key of the plan, and the id of many rows
            raise CalculationError("scenario.set_no_key", key=short(key))
        return (key,)
    longest = max((len(id_) for _, id_ in rows), default=0)
    rows = [(table, id_) for table, id_ in rows if len(id_) == longest]
    if not rows:
        names = [*(keys_of(PlanData) - set(TABLES)), *(id_ for table in TABLES for id_ in _ids(plan, table))]
        raise CalculationError("scenario.set_unknown", found=short(key), hint=hint(key, sorted(names)))
    if len(rows) > 1:
        raise CalculationError(
            "scenario.set_ambiguous", found=short(key), known=[f"{table}.{key}" for table, _ in rows]
        )
    return _of_row(*rows[0], key, key, value)


def _of_row(table: str, id_: str, rest: str, key: str, value: str) -> Place:
    """Return the place in a row, from the part of the key that begins with its id."""
    inner = [part for part in rest[len(id_) + 1 :].split(".") if part]
    if len(inner) > 2:
        raise CalculationError("scenario.set_unreadable", found=short(key))
    if not inner and value:
        raise CalculationError("scenario.set_no_key", key=short(key))
    return (table, id_, *inner)


def _ids(plan: PlanData, table: str) -> list[str]:
    return [row.id for row in rows_of(plan, table)]


def _begins(key: str, id_: str) -> bool:
    return key == id_ or key.startswith(f"{id_}.")


def _is_amount(text: str) -> bool:
    try:
        read_amount(text)
    except AmountError:
        return False
    return True


def _value(place: Place, text: str) -> Any:
    """Return a value as a plan file writes it: a whole number, a list where the key has one, else the text."""
    if not text:
        return None
    key = place[2] if len(place) > 2 else place[0]
    if key in _LISTS or (key == "source" and len(place) > 1 and "," in text):
        return [part.strip() for part in text.split(",")]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else text


def _set(changes: dict[str, Any], plan: PlanData, place: Place, value: Any) -> None:
    match place:
        case (key,):
            changes[key] = value
        case (table, id_):
            changes.setdefault(table, {})[id_] = value
        case (table, id_, key):
            changes.setdefault(table, {}).setdefault(id_, {})[key] = value
        case (table, id_, key, year):
            fields = changes.setdefault(table, {}).setdefault(id_, {})
            by_year = fields.setdefault(key, _stated_by_year(plan, table, id_, key))
            by_year.pop(_year(year), None)
            if value is not None:
                by_year[_year(year)] = value


def _year(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else text


def _stated_by_year(plan: PlanData, table: str, id_: str, key: str) -> dict[Any, Any]:
    """Return what is stated for each year, or the years that a total is spread over."""
    row = next((one for one in rows_of(plan, table) if one.id == id_), None)
    if isinstance(row, Stream) and key == "amounts":
        return dict(stream_by_year(row, plan.period))
    stated = getattr(row, key, None)
    if stated is not None and not isinstance(stated, Mapping):
        raise CalculationError("scenario.set_no_year", key=key, id=short(id_))
    return dict(stated or {})
