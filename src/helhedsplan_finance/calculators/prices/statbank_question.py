"""The request to a table of Statistikbanken: one value of each variable, and every period.

Nothing is guessed. Where several values fit, all are shown for the user to choose.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from helhedsplan_finance.calculators.prices.statbank_periods import Period, read_periods
from helhedsplan_finance.calculators.prices.statbank_table import Table, Value, Variable, listed
from helhedsplan_finance.errors import StatbankError, nearest
from helhedsplan_finance.text import Template, short

# The options of a choice, in the table and in an older one.
CHOOSE, CHOOSE_CHAIN = Template("option.name_choose"), Template("option.name_choose_chain")
_MOST_VALUES = 12
# Many tables have an index and its change side by side; a change read as a level would silently corrupt a budget.
_CHANGE = re.compile(r"stigning|ændring|procent|pct\b|%", re.IGNORECASE)
# Codes of a unit for the index, and for its changes on the month and on the year before.
_UNIT, _INDEX, _CHANGES = "ENHED", "100", frozenset(["200", "300"])


@dataclass(frozen=True, slots=True)
class Question:
    """The request to a table: one value of each variable but those left out, and every period.

    ``chosen`` are the values that the user chose, as opposed to the only ones; ``option`` is the option of a choice on
    the command line.
    """

    table: str
    values: Mapping[str, Value]
    chosen: tuple[Value, ...]
    time: str
    periods: tuple[str, ...]
    option: Template = CHOOSE

    def data(self) -> dict[str, object]:
        """Return the request as JSON data for the API."""
        asked = {code: [value.id] for code, value in self.values.items()} | {self.time: list(self.periods)}
        return {
            "table": self.table,
            "format": "CSV",
            "lang": "da",
            "delimiter": "Semicolon",
            "valuePresentation": "Code",
            "variables": [{"code": code, "values": values} for code, values in asked.items()],
        }


def question_of(table: Table, choose: Mapping[str, str], server: str, *, newer: Question | None = None) -> Question:
    """Return the request to a table: the values chosen, the only ones, and every period.

    Of an older table, which is chained to a ``newer`` one, the values requested of the newer one are taken where both
    their code and their text agree; what was chosen there and has no equal here is to be chosen. Raises
    :class:`StatbankError` where a choice is missing, unknown or a change rather than a level, and for a table of other
    periods than years, quarters or months.
    """
    option = CHOOSE if newer is None else CHOOSE_CHAIN
    time = _time_of(table, server)
    chosen = _choices(table, choose, option)
    if newer is not None:
        chosen |= _agreed(table, newer, chosen)
    values: dict[str, Value] = {}
    for variable in table.variables:
        value = chosen.get(variable.id) or _only_value(table, variable, option)
        if value is not None:
            values[variable.id] = _level(variable, value, option)
    return Question(table.id, values, tuple(chosen.values()), time.id, tuple(value.id for value in time.values), option)


def latest_period(table: Table, server: str) -> Period:
    """Return the last period of a table; raises :class:`StatbankError` as :func:`question_of` does."""
    return max(read_periods([value.id for value in _time_of(table, server).values], table.id))


def _time_of(table: Table, server: str) -> Variable:
    times = [one for one in table.variables if one.time]
    if len(times) != 1:
        raise StatbankError("statbank.shape", server=server, where="variables › time", found=len(times))
    read_periods([value.id for value in times[0].values], table.id)
    return times[0]


def _agreed(table: Table, newer: Question, chosen: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values, of variables with several, that agree in code and text with those of a newer table."""
    asked = {code.casefold(): value for code, value in newer.values.items()}
    agreed = {}
    for variable in table.variables:
        wanted = asked.get(variable.id.casefold())
        if variable.time or variable.id in chosen or wanted is None:
            continue
        same = [one for one in variable.values if _key(one) == _key(wanted)]
        if same and len(variable.values) > 1:
            agreed[variable.id] = same[0]
        elif not same and wanted in newer.chosen:
            raise _several(table, variable, CHOOSE_CHAIN)
    return agreed


def _key(value: Value) -> tuple[str, str]:
    return value.id.casefold(), value.text.casefold()


def lacking(older: Table, newer: Question) -> list[str]:
    """Return the values chosen in a newer table whose variable an older one does not have."""
    there = {one.id.casefold() for one in older.variables}
    chosen = [(code, value) for code, value in newer.values.items() if value in newer.chosen]
    return [f"{short(code)}={value}" for code, value in chosen if code.casefold() not in there]


def _only_value(table: Table, variable: Variable, option: Template) -> Value | None:
    """Return the value of a variable without a choice; ``None`` for a variable that is left out."""
    if variable.time:
        return None
    if len(variable.values) == 1:
        return variable.values[0]
    if variable.elimination:
        return None
    raise _several(table, variable, option)


def _several(table: Table, variable: Variable, option: Template) -> StatbankError:
    return StatbankError(
        "statbank.choice",
        table=short(table.id),
        variable=short(variable.id),
        values=listed(variable.values, _MOST_VALUES),
        example=short(variable.values[0].id),
        option=option,
    )


def _level(variable: Variable, value: Value, option: Template) -> Value:
    if not _is_change(variable, value):
        return value
    what = {"variable": short(variable.id), "value": str(value)}
    if levels := [one for one in variable.values if not _is_change(variable, one)]:
        raise StatbankError("statbank.change", values=listed(levels, _MOST_VALUES), option=option, **what)
    raise StatbankError("statbank.change_alone", **what)


def _is_change(variable: Variable, value: Value) -> bool:
    """Return whether a value is a change by its text, or by the code of its unit beside that of an index."""
    if _CHANGE.search(value.text):
        return True
    beside = variable.id.casefold() == _UNIT.casefold() and any(one.id == _INDEX for one in variable.values)
    return beside and value.id in _CHANGES and "indeks" not in value.text.casefold()


def _choices(table: Table, choose: Mapping[str, str], option: Template) -> dict[str, Value]:
    chosen: dict[str, Value] = {}
    for name, wanted in choose.items():
        variable = _variable(table, name, option)
        if variable.time:
            raise StatbankError("statbank.choose_time", variable=short(name), option=option)
        if variable.id in chosen:
            raise StatbankError("statbank.choose_twice", variable=short(variable.id), option=option)
        chosen[variable.id] = _value(variable, wanted)
    return chosen


def _variable(table: Table, name: str, option: Template) -> Variable:
    found = _called(table.variables, name)
    if len(found) == 1:
        return found[0]
    known = [one.id for one in table.variables if not one.time]
    if not known:
        raise StatbankError("statbank.nothing_to_choose", table=short(table.id), found=short(name), option=option)
    raise StatbankError(
        "statbank.unknown_variable",
        table=short(table.id),
        found=short(name),
        nearest=short(nearest(name.upper(), known)),
        known=listed(known, _MOST_VALUES),
    )


def _value(variable: Variable, wanted: str) -> Value:
    found = _called(variable.values, wanted)
    if len(found) == 1:
        return found[0]
    what = {"variable": short(variable.id), "found": short(wanted)}
    if found:
        raise StatbankError("statbank.same_value", values=listed(found, _MOST_VALUES), **what)
    names = [name for one in variable.values for name in (one.id, one.text)]
    values = listed(variable.values, _MOST_VALUES)
    raise StatbankError("statbank.unknown_value", nearest=short(nearest(wanted, names)), values=values, **what)


N = TypeVar("N", Variable, Value)


def _called(among: Sequence[N], name: str) -> list[N]:
    """Return those with this code, or else those with this text, whatever the case."""
    wanted = name.strip().casefold()
    by_code = [one for one in among if one.id.casefold() == wanted]
    return by_code or [one for one in among if one.text.casefold() == wanted]
