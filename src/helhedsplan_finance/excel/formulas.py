"""A measure as a formula: the same filter and sum that the check uses, as SUMIFS over the workbook's tables.

Only functions that Excel and LibreOffice both know are used, in English and with commas, as the file stores them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from helhedsplan_finance.rules.model import Measure
from helhedsplan_finance.text import Lang, say

SOURCES_TABLE, COSTS_TABLE, CONTROL_TABLE = "tblKilder", "tblBudget", "tblKontrol"

# Ledger column -> column of the table of contributions. The table of costs holds one side only and is not filtered.
_COLUMNS = {"source": "source", "status": "status", "kind": "form"}


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
        """Return the formula, without ``=``, of a measure in one year, or in all."""
        if _is_cost(measure):
            return f"SUM({COSTS_TABLE}[{self.year(year)}])"
        return self._over_sources(measure, f"SUMIFS({SOURCES_TABLE}[{self.year(year)}],{{criteria}})")

    def open_count(self, measure: Measure) -> str:
        """Return the formula that counts the rows of a measure whose amount nobody has stated."""
        no, stated = _text(self.column("no")), self.column("stated")
        if _is_cost(measure):
            return f"COUNTIFS({COSTS_TABLE}[{stated}],{no})"
        return self._over_sources(measure, f"COUNTIFS({SOURCES_TABLE}[{stated}],{no},{{criteria}})")

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

    def _over_sources(self, measure: Measure, shape: str) -> str:
        criteria, several = [], False
        for name, values in measure.where.items():
            if name == "side":
                continue
            several = several or len(values) > 1
            wanted = _text(values[0]) if len(values) == 1 else "{" + ",".join(map(_text, values)) + "}"
            criteria.append(f"{self._place(name)},{wanted}")
        for name, values in measure.without.items():
            criteria += [f"{self._place(name)},{_text('<>' + value)}" for value in values]
        formula = shape.replace("{criteria}", ",".join(criteria))
        return f"SUMPRODUCT({formula})" if several else formula

    def _place(self, ledger_column: str) -> str:
        return f"{SOURCES_TABLE}[{self.column(_COLUMNS[ledger_column])}]"


def difference(part: str, whole: str) -> str:
    """Return the formula of one cell less another, to the øre; blank while the other is."""
    return f'IF(COUNT({whole})=0,"",ROUND({part}-SUM({whole}),2))'


def _is_cost(measure: Measure) -> bool:
    """Tell whether a measure sums over the table of costs, which is summed whole: another filter on it is refused."""
    if measure.where.get("side") != ("cost",):
        return False
    if set(measure.where) != {"side"} or measure.without:
        raise NotImplementedError("a measure over some of the costs has no formula in the workbook yet")
    return True


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
