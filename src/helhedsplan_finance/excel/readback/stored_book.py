"""A workbook as its file holds it, read in the one pass in which the guard streams it.

Each part is kept by what it is to the workbook: the list of sheets and names, the texts, the formats, the cells of a
sheet, its tables and its comments. Values and shared formulas are made of what is kept when they are asked for.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.part_counts import MOST_COLUMNS, MOST_ROWS, letters_of
from helhedsplan_finance.excel.base.workbook_guard import Keeper, Relations, look_through
from helhedsplan_finance.excel.readback.book_parts import (
    Comment,
    Comments,
    Contents,
    StoredTable,
    Strings,
    Styles,
    TablePart,
)
from helhedsplan_finance.excel.readback.raw_cells import RawCells
from helhedsplan_finance.excel.readback.stored_values import Raw, Shared, Value, Values
from helhedsplan_finance.text import short

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator

_NONE = Raw("n", "0", None, None)


class StoredSheet:
    """A sheet with its filled cells. Rows and columns count from 1, as in the file."""

    def __init__(
        self,
        path: Path,
        name: str,
        kept: RawCells,
        values: Values,
        tables: tuple[StoredTable, ...],
        comments: tuple[Comment, ...],
    ) -> None:
        self.name, self.tables, self.comments = name, tables, comments
        self._path, self._kept, self._values = path, kept, values
        self._translators: dict[str, Translator] = {}

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the row and column of each filled cell, as the file lists them."""
        return iter(self._kept.cells)

    @cached_property
    def last_row(self) -> int:
        """The last row with a filled cell; 1 where there is none."""
        return max((row for row, _ in self._kept.cells), default=1)

    def is_hidden(self, row: int) -> bool:
        """Return whether a row is hidden, by a person or a filter."""
        return row in self._kept.hidden

    def value(self, row: int, column: int) -> Value:
        """Return the stored value of a cell, also of one with a formula."""
        return self._values.of(self._kept.cells.get((row, column), _NONE))

    def unit(self, row: int, column: int) -> str:
        """Return the unit that the format of a cell shows with a number: ``%``, a currency, or nothing."""
        return self._values.formats.unit(self._kept.cells.get((row, column), _NONE).style)

    def formula(self, row: int, column: int) -> str | None:
        """Return the formula of a cell with its equals sign; ``None`` for a cell without one."""
        formula = self._kept.cells.get((row, column), _NONE).formula
        if isinstance(formula, Shared):
            return self._translated(formula.number, row, column)
        return f"={formula}" if formula is not None else None

    def _translated(self, number: str, row: int, column: int) -> str:
        """Return a formula that cells share, as it is in one of them."""
        from openpyxl.formula.translate import Translator

        origin = self._kept.shared.get(number)
        if origin is None:
            return "="
        try:
            if number not in self._translators:
                self._translators[number] = Translator(f"={origin.formula}", _address(origin.row, origin.column))
            return str(self._translators[number].translate_formula(_address(row, column)))
        except Exception as error:  # an unbalanced bracket or quotation mark
            raise PlanFileError("file.cannot_open", file=self._path, why=type(error).__name__) from None


def _address(row: int, column: int) -> str:
    return f"{letters_of(column)}{row}"


class StoredBook:
    """The sheets of a workbook by name, in their order, and its defined names.

    Raises :class:`PlanFileError` for a file that the guard refuses.
    """

    def __init__(self, content: bytes, path: Path) -> None:
        self.path = path
        self._contents, self._strings, self._styles = Contents(), Strings(), Styles()
        self._cells: dict[str, RawCells] = {}  # by part, like the tables and comments
        self._tables: dict[str, TablePart] = {}
        self._comments: dict[str, Comments] = {}
        self._targets: dict[tuple[str, str], str] = {}  # a part and a relationship of it -> part
        self._kinds: dict[str, str] = {}  # part -> what it is to another
        self._workbook = ""
        self._related: dict[tuple[str, str], str] = {}  # a part and a relationship of it -> its kind
        look_through(content, path, self._keep)
        self.names = tuple(self._contents.names)
        self.sheets: dict[str, StoredSheet] = {}
        for sheet in self._sheets():
            self.sheets.setdefault(sheet.name, sheet)
        self.drawn = tuple(self._drawn())

    def _keep(self, relations: Relations, part: str) -> Keeper | None:
        """Return the keeper of a part, by what the part is to the workbook or to a sheet."""
        if not self._kinds:
            self._relate(relations)
        match self._kinds.get(part):
            case "workbook":
                return self._contents
            case "sharedStrings":
                return self._strings
            case "styles":
                return self._styles
            case "worksheet":
                return self._cells.setdefault(part, RawCells(lambda at: self._refuse_far(relations, part, at)))
            case "table":
                return self._tables.setdefault(part, TablePart())
            case "comments":
                return self._comments.setdefault(part, Comments())
            case _:
                return None

    def _relate(self, relations: Relations) -> None:
        self._workbook, self._targets = relations.workbook, dict(relations.targets)
        self._related = dict(relations.kinds)
        self._kinds[relations.workbook] = "workbook"
        for one, kind in relations.kinds.items():
            if one[0] == relations.workbook or kind in {"table", "comments"}:
                self._kinds.setdefault(relations.targets[one], kind)

    def _drawn(self) -> Iterator[tuple[str, str]]:
        """Yield each picture, chart and pivot table by its sheet: a drawing of the sheet holds the first two."""
        names = {
            self._targets.get((self._workbook, listed.relation), ""): listed.name for listed in self._contents.sheets
        }
        led_to: dict[str, str] = {}  # a part -> the first sheet that leads to it
        for (source, _), part in self._targets.items():
            if source in names:
                led_to.setdefault(part, names[source])
        for (source, _), kind in self._related.items():
            sheet = led_to.get(source, names.get(source))
            if kind in {"image", "chart", "pivotTable"} and sheet is not None:
                yield sheet, kind

    def _refuse_far(self, relations: Relations, part: str, place: str) -> NoReturn:
        sheet = relations.sheet_of(part)
        found = {"sheet": sheet, "found": short(place), "rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise PlanFileError("file.far_out", file=self.path, **found)

    def _sheets(self) -> Iterator[StoredSheet]:
        """Yield the sheets of cells; one whose part is missing is none."""
        values = Values(self._strings.texts, self._styles.formats, is_1904=self._contents.is_1904)
        comments = self._comments_by_sheet()
        for listed in self._contents.sheets:
            part = self._targets.get((self._workbook, listed.relation), "")
            if part not in self._cells:
                continue
            kept = self._cells[part]
            related = dict.fromkeys(self._targets.get((part, relation), "") for relation in kept.tables)
            stored = (self._tables[one].stored() for one in related if one in self._tables)
            yield StoredSheet(
                self.path,
                listed.name,
                kept,
                values,
                tuple(table for table in stored if table is not None),
                tuple(comments[part]),
            )

    def _comments_by_sheet(self) -> defaultdict[str, list[Comment]]:
        """Return the comments by the part of their sheet; of several relationships to one part, one counts."""
        found: defaultdict[str, list[Comment]] = defaultdict(list)
        for source, part in dict.fromkeys((source, part) for (source, _), part in self._targets.items()):
            if part in self._comments:
                found[source] += self._comments[part].stored()
        return found
