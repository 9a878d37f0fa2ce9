"""What is to be remembered of the sheets that were written, for :mod:`.memory`."""

from collections.abc import Iterable, Mapping, Sequence

from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.memory import Memory, SheetMemory, TableMemory
from helhedsplan_finance.excel.base.row_keys import GROUP
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.schema import CONTROL_TABLE
from helhedsplan_finance.rules.record import RuleFile
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.version import __version__

_KEY_OF_RULE = ("rule_id", "where")


def memory_of(sheets: Mapping[str, Sheet], rules: Iterable[RuleFile]) -> Memory:
    """Return the memory of a workbook with these sheets and these rules."""
    known = {file.name: sorted({rule.id for rule in file.rules}) for file in rules}
    return Memory(__version__, known, {key: _sheet(sheet) for key, sheet in sheets.items()})


def _sheet(sheet: Sheet) -> SheetMemory:
    memory = SheetMemory(sheet.name, charts=sheet.charts)
    inside: set[tuple[int, int]] = set()
    for name, (header, columns, rows) in sheet.tables.items():
        titled = tuple(_titled(name, column, sheet.lang) for column in columns)
        memory.tables.append(TableMemory(name, header + 1, rows, titled))
        inside.update((row, column) for row in range(header, header + rows + 1) for column in range(len(columns)))
        if name == CONTROL_TABLE:
            memory.keys = _keys(sheet, header, columns, rows)
    for (row, column), (formula, value) in sheet.formulas.items():
        if (row, column) not in sheet.entered:
            memory.formulas[row + 1, column + 1] = formula, value
    for row, column in sorted(sheet.filled - inside):
        memory.filled.setdefault(column + 1, []).append(row + 1)
    return memory


def _titled(table: str, column: Column | str, lang: Lang) -> tuple[str, str]:
    return (column, "") if isinstance(column, str) else (column.title(lang), column.name_in(table))


def _keys(sheet: Sheet, header: int, columns: Sequence[Column | str], rows: int) -> dict[int, tuple[str, str]]:
    """Return the rule of each row of Kontrol, and where it holds."""
    rule, where = (columns.index(Column(key)) for key in _KEY_OF_RULE)
    below = range(header + 1, header + 1 + rows)
    keys = {row + 1: (sheet.texts.get((row, rule), ""), sheet.texts.get((row, where), "")) for row in below}
    return {row: key for row, key in keys.items() if not key[0].startswith(GROUP)}
