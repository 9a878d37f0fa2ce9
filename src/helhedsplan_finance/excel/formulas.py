"""A measure as a formula: the same filter and sum that the check uses, as SUMIFS over the workbook's tables.

Only functions that Excel and LibreOffice both know are used, in English and with commas, as the file stores them.
"""

from helhedsplan_finance.rules.model import Measure

SOURCES_TABLE, COSTS_TABLE, CONTROL_TABLE = "tblKilder", "tblBudget", "tblKontrol"
TOTAL_COLUMN = "I alt"

# Ledger column -> column of the table of contributions. The table of costs holds one side only and is not filtered.
_COLUMNS = {"source": "Kilde", "status": "Status", "id": "Id", "kind": "Form"}


def measure_sum(measure: Measure, column: str = TOTAL_COLUMN) -> str:
    """Return the formula, without ``=``, of a measure in one column of its table: a year, or the total."""
    if _is_cost(measure):
        return f"SUM({COSTS_TABLE}[{column}])"
    return _over_sources(measure, f"SUMIFS({SOURCES_TABLE}[{column}],{{criteria}})")


def open_count(measure: Measure) -> str:
    """Return the formula that counts the contributions of a measure whose amount nobody has stated."""
    if _is_cost(measure):
        return f'COUNTIFS({COSTS_TABLE}[Oplyst],"nej")'
    return _over_sources(measure, f'COUNTIFS({SOURCES_TABLE}[Oplyst],"nej",{{criteria}})')


def _is_cost(measure: Measure) -> bool:
    return measure.where.get("side") == ("cost",)


def _over_sources(measure: Measure, shape: str) -> str:
    criteria, several = [], False
    for name, values in measure.where.items():
        if name == "side":
            continue
        several = several or len(values) > 1
        wanted = _text(values[0]) if len(values) == 1 else "{" + ",".join(map(_text, values)) + "}"
        criteria.append(f"{SOURCES_TABLE}[{_COLUMNS[name]}],{wanted}")
    for name, values in measure.without.items():
        criteria += [f"{SOURCES_TABLE}[{_COLUMNS[name]}],{_text('<>' + value)}" for value in values]
    formula = shape.replace("{criteria}", ",".join(criteria))
    return f"SUMPRODUCT({formula})" if several else formula


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
