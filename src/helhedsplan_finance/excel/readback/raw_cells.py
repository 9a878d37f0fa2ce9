"""The cells of one sheet as the file holds them, kept while the guard streams it.

Kept are cells with a value or a formula, which take two elements at least: the bound on the elements of a workbook
bounds them too. A formula that cells share is kept once.
"""

from collections.abc import Callable
from typing import NamedTuple, NoReturn

from helhedsplan_finance.excel.base.part_counts import MOST_COLUMNS, MOST_ROWS, letters_of, place_of
from helhedsplan_finance.excel.readback.book_parts import Attributes, Part, relation_of
from helhedsplan_finance.excel.readback.stored_values import Raw, Shared, is_true


class Origin(NamedTuple):
    """A formula that cells share, and the cell that it is written for."""

    formula: str
    row: int
    column: int


class RawCells(Part):
    """The filled cells of a sheet by row and column, and the relationships to its tables."""

    def __init__(self, refuse: Callable[[str], NoReturn]) -> None:
        super().__init__()
        self.cells: dict[tuple[int, int], Raw] = {}
        self.shared: dict[str, Origin] = {}
        self.tables: list[str] = []
        self.hidden: set[int] = set()  # rows
        self._refuse = refuse
        self._is_data = False
        self._row = self._column = 0
        self._at: tuple[int, int] | None = None
        self._cell: Attributes = {}
        self._of_formula: Attributes = {}
        self._value: str | None = None
        self._formula: str | Shared | None = None

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        cells = {"row": self._row_begins, "c": self._cell_begins, "v": self._value_begins, "f": self._formula_begins}
        return {**cells, "is": self._value_begins, "sheetData": self._data_begins, "tablePart": self._table}

    def ends(self) -> dict[str, Callable[[], None]]:
        """Return the handlers of elements that end."""
        cells = {"c": self._cell_ends, "v": self._value_ends, "f": self._formula_ends, "is": self._inline_ends}
        return {**cells, "sheetData": self._data_ends}

    def _data_begins(self, _: Attributes) -> None:
        self._is_data = True

    def _data_ends(self) -> None:
        self._is_data = False

    def _table(self, attributes: Attributes) -> None:
        self.tables.append(relation_of(attributes))

    def _row_begins(self, attributes: Attributes) -> None:
        self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        if is_true(attributes.get("hidden")):
            self.hidden.add(self._row)

    def _cell_begins(self, attributes: Attributes) -> None:
        self._at = None
        if not self._is_data:
            return
        address = attributes.get("r")
        at = place_of(address) if address is not None else (self._row, self._column + 1)
        if at is None:
            self._refuse(address or "")
        self._at, self._column = at, at[1]
        self._cell, self._value, self._formula = attributes, None, None

    def _cell_ends(self) -> None:
        if self._at is not None and (self._value or self._formula is not None):
            cell, (row, column) = self._cell, self._at
            if row > MOST_ROWS or column > MOST_COLUMNS:
                self._refuse(f"{letters_of(column)}{row}")
            self.cells[self._at] = Raw(cell.get("t", "n"), cell.get("s", "0"), self._value, self._formula)
        self._at = None

    def _value_begins(self, _: Attributes) -> None:
        self.open()

    def _value_ends(self) -> None:
        value = self.close()
        if self._value is None and self._cell.get("t") != "inlineStr":
            self._value = value

    def _inline_ends(self) -> None:
        value = self.close()
        if self._cell.get("t") == "inlineStr":
            self._value = value

    def _formula_begins(self, attributes: Attributes) -> None:
        self._of_formula = attributes
        self.open()

    def _formula_ends(self) -> None:
        formula, attributes = self.close(), self._of_formula
        if self._at is None or self._formula is not None:
            return
        self._formula = formula
        if attributes.get("t") == "shared":
            number = attributes.get("si", "")
            if formula:
                self.shared.setdefault(number, Origin(formula, *self._at))
            else:
                self._formula = Shared(number)
