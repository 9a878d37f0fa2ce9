"""The stated values of a plan by their places, and rows that several plans add under one id."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from helhedsplan_finance.plan.fields import LONGEST_ID

Path = tuple[str, ...]  # ("name",), ("stream", "kommune"), ("stream", "kommune", "amounts", "2023")
Facts = dict[Path, Any]
MISSING: Any = object()
BY_YEAR = ("amounts", "quantity", "fixed", "rates")
_NAMED_BY = {"waiver": "rule", "beside": "name"}  # rows of the other tables have ids
_REFERS = (("stream", "pays", "cost"), ("cost", "of", "cost"), ("cost", "index", "series"))


def facts_of(data: dict[str, Any]) -> Facts:
    """Return each stated value by its place: ``("stream", "kommune", "amounts", "2023")``; a row is a fact too."""
    facts: Facts = {}
    tables = set(_tables(data))
    for key, value in data.items():
        if key not in tables:
            facts[key,] = value
            continue
        for id_, row in zip(_ids(key, value), value, strict=True):
            facts[key, id_] = True
            for name, inner in row.items():
                if name in BY_YEAR and isinstance(inner, dict):
                    facts.update({(key, id_, name, year): one for year, one in inner.items()})
                else:
                    facts[key, id_, name] = inner
    return facts


def by_row(facts: Facts) -> dict[Path, Facts]:
    """Return the values of each row by its place."""
    rows: dict[Path, Facts] = {}
    for path, value in facts.items():
        if len(path) > 1:
            rows.setdefault(path[:2], {})[path] = value
    return rows


def data_of(facts: Facts, before: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a plan: the rows of the base in their order, then those that were added, by their ids."""
    data: dict[str, Any] = {path[0]: value for path, value in facts.items() if len(path) == 1}
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for path, value in facts.items():
        if len(path) > 1:
            row = tables.setdefault(path[0], {}).setdefault(path[1], {})
            if len(path) == 3:
                row[path[2]] = value
            elif len(path) == 4:
                row.setdefault(path[2], {})[path[3]] = value
    for owner, rows in tables.items():
        first = [id_ for id_ in _ids(owner, before.get(owner, [])) if id_ in rows]
        data[owner] = [rows[id_] for id_ in (*first, *sorted(rows.keys() - set(first)))]
    return data


def keep_apart(base: dict[str, Any], answers: Mapping[str, dict[str, Any]]) -> None:
    """Give rows that answers added under one id ids of their own, unless the rows are equal."""
    for owner in sorted({owner for data in answers.values() for owner in _tables(data)} - set(_NAMED_BY)):
        stated = {row["id"] for row in base.get(owner, ())}
        rows = {name: {row["id"]: row for row in data.get(owner, ())} for name, data in answers.items()}
        taken = stated.union(*rows.values())
        for id_ in sorted(taken - stated):
            contents = {name: text_of(of[id_]) for name, of in rows.items() if id_ in of}
            for content in sorted(set(contents.values()))[1:]:
                free = _free(id_, taken)
                for name, own in contents.items():
                    if own == content:
                        _rename(answers[name], owner, id_, free)


def _free(id_: str, taken: set[str]) -> str:
    """Return an id that is not taken yet, such as ``fond-2``, and take it."""
    number = 2
    while (free := f"{id_[: LONGEST_ID - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    taken.add(free)
    return free


def _rename(data: dict[str, Any], owner: str, old: str, new: str) -> None:
    for row in data[owner]:
        row["id"] = new if row["id"] == old else row["id"]
    for table, key, target in _REFERS:
        for row in data.get(table, ()) if target == owner else ():
            if isinstance(row.get(key), list):
                row[key] = [new if id_ == old else id_ for id_ in row[key]]
            elif row.get(key) == old:
                row[key] = new


def _tables(data: dict[str, Any]) -> Iterator[str]:
    return (key for key, value in data.items() if isinstance(value, list) and value and isinstance(value[0], dict))


def _ids(owner: str, rows: list[dict[str, Any]]) -> list[str]:
    """Return the id of each row; rows without ids are known by their names, numbered where those are equal."""
    names = [row[_NAMED_BY.get(owner, "id")] for row in rows]
    counts = [names[: at + 1].count(name) for at, name in enumerate(names)]
    return [name if count == 1 else f"{name} ({count})" for name, count in zip(names, counts, strict=True)]


def text_of(value: Any) -> str:
    """Return a value as text that is equal for equal values."""
    return "" if value is MISSING else json.dumps(value, ensure_ascii=False, sort_keys=True)
