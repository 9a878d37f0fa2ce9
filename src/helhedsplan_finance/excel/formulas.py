"""A measure as a formula: the same filter and sum that the check uses, as SUMIFS over the workbook's tables.

Only functions that Excel and LibreOffice both know are used, in English and with commas, as the file stores them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from helhedsplan_finance.rules.model import Measure
from helhedsplan_finance.text import Lang, say

SOURCES_TABLE, COSTS_TABLE, CONTROL_TABLE = "tblKilder", "tblBudget", "tblKontrol"

# Ledger column -> column of the workbook's table. A filter on a column that a table lacks finds nothing there.
_COLUMNS = {
    SOURCES_TABLE: {"source": "source", "status": "status", "kind": "form", "id": "id", "name": "name"},
    COSTS_TABLE: {"art": "art", "indsatsomraade": "indsatsomraade", "id": "id", "name": "activity"},
}
_TABLES = {"cost": COSTS_TABLE, "financing": SOURCES_TABLE}


@dataclass(frozen=True, slots=True)
class Tables:
    """Formulas over the workbook's tables, whose columns are named in the language of the workbook."""

    lang: Lang

    def column(self, key: str) -> str:
        """Return the title of a column, the same wherever it stands."""
        return say(f"column.{key}", self.lang)

    def columns(self, keys: Iterable[str]) -> list[str]:
        """Return the titles of several columns."""
        return [self.column(key) for key in keys]

    def year(self, year: int | None) -> str:
        """Return the title of a year's column, or of the total's."""
        return self.column("total") if year is None else str(year)

    def sum(self, measure: Measure, year: int | None = None) -> str:
        """Return the formula, without ``=``, of a measure in one year, or in all; a count is the same in every year."""
        if measure.take == "count":
            return self.count(measure)
        return _added(self._over(measure, table, "SUM", self.year(year)) for table in self._tables(measure))

    def count(self, measure: Measure) -> str:
        """Return the formula that counts the contributions and budget lines in a measure."""
        return _added(self._over(measure, table, "COUNT", None) for table in self._tables(measure))

    def open_count(self, measure: Measure) -> str:
        """Return the formula that counts the rows of a measure whose amount nobody has stated."""
        no = f"[{self.column('stated')}],{_text(self.column('no'))}"
        if measure.take == "count":
            return "0"
        return _added(self._over(measure, table, "COUNT", None, f"{table}{no}") for table in self._tables(measure))

    def stated_sum(self, measure: Measure, year: int | None = None) -> str:
        """Return the formula of a measure that is blank, and not zero, while a row of it is not stated."""
        return f'IF({self.open_count(measure)}>0,"",{self.sum(measure, year)})'

    def gives(self, source: str) -> str:
        """Return the formula that counts the contributions of a source that were not refused."""
        columns = [f"{SOURCES_TABLE}[{self.column(key)}]" for key in ("source", "status")]
        return f'COUNTIFS({columns[0]},{_text(source)},{columns[1]},"<>afslag")'

    def results(self, word: str, weight: str) -> str:
        """Return the formula that counts the rules with a result, among those of one weight."""
        columns = [f"{CONTROL_TABLE}[{self.column(key)}]" for key in ("result", "weight")]
        return f"COUNTIFS({columns[0]},{_text(word)},{columns[1]},{_text(weight)})"

    def _tables(self, measure: Measure) -> list[str]:
        """Return the tables that may hold rows of a measure."""
        sides = measure.where.get("side", tuple(_TABLES))
        refused = measure.without.get("side", ())
        tables = [table for side, table in _TABLES.items() if side in sides and side not in refused]
        return [table for table in tables if set(measure.where) <= {"side", *_COLUMNS[table]}]

    def _over(self, measure: Measure, table: str, function: str, column: str | None, first: str = "") -> str:
        """Return one table's part of a measure: its rows added up, or counted."""
        # An empty row of the table is nobody's; a count says so, and a sum does not mind.
        own = f'{table}[{self.column("id")}],"<>"' if function == "COUNT" and not first else first
        criteria, several = [own] if own else [], 0
        for name, values in measure.where.items():
            if name != "side":
                several += len(values) > 1
                wanted = _sought(values[0]) if len(values) == 1 else "{" + _list(map(_sought, values), several) + "}"
                criteria.append(f"{table}[{self.column(_COLUMNS[table][name])}],{wanted}")
        for name, values in measure.without.items():
            if name in _COLUMNS[table]:
                place = f"{table}[{self.column(_COLUMNS[table][name])}]"
                criteria += [f"{place},{_text('<>' + _escaped(value))}" for value in values]
        if several > 2:
            raise NotImplementedError("a measure with more than two lists of words has no formula")
        if not criteria:
            return f"SUM({table}[{column}])"
        joined = ",".join(criteria)
        formula = f"SUMIFS({table}[{column}],{joined})" if function == "SUM" else f"COUNTIFS({joined})"
        return f"SUMPRODUCT({formula})" if several else formula


def _added(parts: Iterable[str]) -> str:
    return "+".join(parts) or "0"


def _list(values: Iterable[str], number: int) -> str:
    """Return the words of a list as a row, or the second list as a column, so that every pair of them is looked for."""
    return ("," if number == 1 else ";").join(values)


def difference(part: str, whole: str) -> str:
    """Return the formula of one cell less another, to the øre; blank while the other is."""
    return f'IF(COUNT({whole})=0,"",ROUND({part}-SUM({whole}),2))'


def _sought(value: str) -> str:
    """Return a word as a criterion looks for it, itself and nothing like it."""
    return _text(f"={_escaped(value)}" if value[:1] in "=<>" else _escaped(value))


def _escaped(value: str) -> str:
    return value.replace("~", "~~").replace("*", "~*").replace("?", "~?")


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
