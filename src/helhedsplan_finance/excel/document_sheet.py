"""A document as a worksheet: its sentences as lines, its tables as cells with numbers, ready to print."""

from datetime import datetime
from io import BytesIO
from textwrap import wrap

from xlsxwriter.workbook import Workbook

from helhedsplan_finance.document.blocks import (
    Cell,
    Document,
    Heading,
    KeyFigures,
    Picture,
    Plain,
    Points,
    Table,
    Text,
    TextLook,
    lowered,
)
from helhedsplan_finance.document.figure import MONEY, Figure
from helhedsplan_finance.excel.base.language import in_language
from helhedsplan_finance.excel.base.style import Styles
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.text import say, visible
from helhedsplan_finance.values.money import Kroner

_LETTERS = 110  # of a line of sentences, which runs over the cells beside it
_LONGEST = 10_000
_LOOKS: dict[TextLook, str] = {"plain": "plain", "lead": "strong", "note": "plain", "doubt": "plain"}


def workbook_of(document: Document) -> bytes:
    """Return a document as the bytes of a workbook with one sheet; the same document gives the same bytes."""
    buffer = BytesIO()
    # Text from a plan is literal: no "=" starts a formula, nothing becomes a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, options)
    # A fixed time, so that the file does not depend on when it is written.
    book.set_properties({"title": visible(document.title)[:200], "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    blocks = list(lowered(document.blocks))
    name = say("word.result", document.lang)
    sheet = Sheet(book, book.add_worksheet(name), Styles(book), document.lang, name, _has_ore(blocks))
    _Writer(sheet).write(document, blocks)
    book.close()
    return in_language(buffer.getvalue(), document.lang)


def _has_ore(blocks: list[Plain]) -> bool:
    """Return whether any amount has øre, so that all of them show it."""
    cells = (cell for one in blocks if isinstance(one, Table) for row in one.rows for cell in row.cells)
    money = (cell for cell in cells if isinstance(cell, Figure) and cell.unit in MONEY)
    return any(cell.value is not None and cell.value % 100 for cell in money if cell.unit != "whole")


class _Writer:
    """Writes blocks below each other into a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._row = 0

    def write(self, document: Document, blocks: list[Plain]) -> None:
        """Write a document from the top."""
        self._lines(document.title, "title")
        for line in document.about:
            self._lines(line, "subtitle")
        before: Plain | None = None
        for block in blocks:
            follows = isinstance(before, Text) and isinstance(block, Text) and block.look != "lead"
            self._row += 0 if follows else 1
            self._block(block)
            before = block
        if document.foot:
            self._row += 1
            self._lines(document.foot, "subtitle")
        self._sheet.finish()

    def _block(self, block: Plain) -> None:
        match block:
            case Heading():
                self._lines(block.words, "section")
            case Text():
                self._lines(block.words, _LOOKS[block.look])
            case Points():
                for one, _ in block.flat():
                    self._lines(one, "plain", first="· ")
            case KeyFigures():
                for name, figure in block.items:
                    self._sheet.text(self._row, 0, name)
                    self._cell(1, figure, total=False)
                    self._row += 1
            case Picture():
                self._lines(block.alt, "plain")
            case Table():
                self._table(block)

    def _lines(self, words: str, kind: str, first: str = "") -> None:
        for line in wrap(visible(words, _LONGEST), _LETTERS, initial_indent=first, subsequent_indent=" " * len(first)):
            self._sheet.text(self._row, 0, line, kind)
            self._row += 1

    def _table(self, table: Table) -> None:
        if table.caption:
            self._lines(table.caption, "strong")
        figures = {column for column in range(len(table.heads)) if table.holds_figures(column)}
        if any(table.heads):
            self._sheet.header(self._row, [visible(head) for head in table.heads], figures, freeze=False)
            self._row += 1
        for row in table.rows:
            self._sheet.text(self._row, 0, visible(row.name), "total" if row.total else "text")
            for column, cell in enumerate(row.cells, start=1):
                self._cell(column, cell, total=row.total)
            self._row += 1

    def _cell(self, column: int, cell: Cell, *, total: bool) -> None:
        sheet, row = self._sheet, self._row
        if not isinstance(cell, Figure):
            sheet.text(row, column, visible(str(cell)), "total" if total else "text")
        elif cell.value is None:
            sheet.text(row, column, cell.show(sheet.lang).strip(), "total" if total else "text")
        elif cell.unit in MONEY:
            sheet.amount(row, column, Kroner.from_ore(int(cell.value)), "total_kroner" if total else "kroner")
        elif cell.unit in {"percent", "percent2"}:
            kind = "total_percent" if total else "percent" if cell.unit == "percent" else "small_percent"
            sheet.number(row, column, cell.value, kind)
        else:
            sheet.number(row, column, cell.value, "per_home" if cell.unit == "kr2" else "number")
