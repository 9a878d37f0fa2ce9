"""Where the formulas of a sheet are that are not where they were written: the rows and columns that hold them now."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from helhedsplan_finance.excel.base.memory import Place, Value
from helhedsplan_finance.excel.readback.formula_forms import FormulaForms
from helhedsplan_finance.excel.readback.moved_cells import Line, found_again, shift_of
from helhedsplan_finance.excel.readback.opened import Cell, Table

Formulas = Mapping[Place, tuple[str, Value]]


def found_outside(
    forms: FormulaForms, key: str, sheet: str, outside: Formulas, down: int, right: int
) -> tuple[dict[int, int], dict[int, int]]:
    """Return where each row and each column with formulas outside tables is now.

    ``down`` and ``right`` are how far the first cell of the sheet has moved.
    """
    written: tuple[defaultdict[int, Line], ...] = (defaultdict(Counter), defaultdict(Counter))
    present: tuple[defaultdict[int, Line], ...] = (defaultdict(Counter), defaultdict(Counter))
    lines: tuple[defaultdict[int, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for at, (formula, _) in outside.items():
        form = forms.written(formula, (key, *at), loose=True)
        for line, other, place, beside in zip(written, lines, at, reversed(at), strict=True):
            line[place][form] += 1
            other[place].append(beside)
    for cell in forms.book.cells(sheet):
        if cell.kind == "f":
            form = forms.present(cell, key, loose=True)
            for line, place in zip(present, (cell.row, cell.column), strict=True):
                line[place][form] += 1

    def is_typed(row: int, column: int) -> bool:
        cell = forms.book.cell(sheet, row, column)
        return cell.kind != "f" and not cell.is_blank

    def in_row(row: int, now: int) -> int:
        return sum(is_typed(now, column + right) for column in lines[0][row])

    def in_column(column: int, now: int) -> int:
        return sum(is_typed(row + down, now) for row in lines[1][column])

    rows = found_again(written[0], present[0], in_row, down)
    columns = found_again(written[1], present[1], in_column, right)
    forms.shift(key, sheet, shift_of(rows, down), shift_of(columns, right))
    return rows, columns


def rearranged(
    forms: FormulaForms, key: str, there: Table, rows: dict[int, int], inside: Formulas, placed: Mapping[Place, int]
) -> dict[int, int]:
    """Return the present rows of a table; those whose formulas are in other rows, by their formulas.

    ``rows`` has each written row with its row if none has moved, ``placed`` the present column of each formula.
    """
    by_row: defaultdict[int, list[Place]] = defaultdict(list)
    for at in placed:
        by_row[at[0]].append(at)

    def is_in(at: Place, row: int) -> bool:
        cell = _cell(forms, there, row, placed[at])
        return cell.value == inside[at][0] or form(at, row) == written[at[0]][at[1]]

    def form(at: Place, row: int) -> str:
        return forms.present(_cell(forms, there, row, placed[at]), key, loose=True)

    written = {
        row: {at[1]: forms.written(inside[at][0], (key, *at), loose=True) for at in by_row[row]} for row in by_row
    }
    astray = [row for row, cells in by_row.items() if 2 * sum(not is_in(at, rows[row]) for at in cells) > len(cells)]
    if not astray:
        return rows
    forms.moved(there.sheet)
    free = {*there.rows} - {now for row, now in rows.items() if row not in astray}
    found: defaultdict[tuple[tuple[int, str], ...], list[int]] = defaultdict(list)
    columns = sorted({at[1]: at for at in placed}.items())
    for row in sorted(free, reverse=True):
        found[tuple((column, held) for column, at in columns if (held := form(at, row)))].append(row)
    moved = dict(rows)
    for row in astray:
        same = found.get(tuple(sorted(written[row].items())))
        if same:
            moved[row] = same.pop()
    return moved


def _cell(forms: FormulaForms, there: Table, row: int, column: int) -> Cell:
    return forms.book.cell(there.sheet, row, column)
