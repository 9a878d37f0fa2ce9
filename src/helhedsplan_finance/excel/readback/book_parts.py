"""The keepers of a workbook's parts beside the cells: sheets and names, texts, formats, tables and comments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from helhedsplan_finance.excel.base.part_counts import place_of
from helhedsplan_finance.excel.base.xstring import unescaped
from helhedsplan_finance.excel.readback.stored_values import Formats, is_true

T = TypeVar("T")
Attributes = dict[str, str]

_MAINS = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # of the strict form
)
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


def in_main(handlers: Mapping[str, T]) -> dict[str, T]:
    """Return handlers by the full names of elements, in either namespace of workbooks."""
    return {f"{namespace} {name}": handler for namespace in _MAINS for name, handler in handlers.items()}


def relation_of(attributes: Attributes) -> str:
    """Return the relationship that an element names; an empty text for none."""
    return next((attributes[name] for name in _RELATIONS if name in attributes), "")


class Part:
    """A keeper of one part: its handlers of elements, and the text of one element after another.

    A text may have several runs, each with its own escapes; those that say how it is pronounced are left out.
    """

    def __init__(self) -> None:
        self.begun = in_main({"t": self._text_begins, "rPh": self._aloud_begins, **self.begins()})
        self.ended = in_main({"t": self._text_ends, "rPh": self._aloud_ends, **self.ends()})
        self._runs: list[str] = []
        self._takes = False
        self._aloud = self._run = 0

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        return {}

    def ends(self) -> dict[str, Callable[[], None]]:
        """Return the handlers of elements that end."""
        return {}

    def text(self, data: str) -> None:
        """Take a run of text, inside an element that holds text."""
        if self._takes:
            self._runs.append(data)

    def open(self) -> None:
        """Take the text from here on."""
        self._runs, self._takes = [], True

    def close(self) -> str:
        """Return the text up to here."""
        text, self._runs, self._takes = "".join(self._runs), [], False
        return text

    def _text_begins(self, _: Attributes) -> None:
        self._takes, self._run = not self._aloud, len(self._runs)

    def _text_ends(self) -> None:
        if self._takes:
            self._runs[self._run :] = [unescaped("".join(self._runs[self._run :]))]
        self._takes = False

    def _aloud_begins(self, _: Attributes) -> None:
        self._aloud += 1

    def _aloud_ends(self) -> None:
        self._aloud -= 1


class ListedSheet(NamedTuple):
    """A sheet as the workbook lists it: its name and its relationship."""

    name: str
    relation: str


class DefinedName(NamedTuple):
    """A defined name: the number of its sheet, ``None`` for one of the whole workbook, and what it points to."""

    name: str
    sheet: int | None
    target: str


class Comment(NamedTuple):
    """The comment on a cell, by row and column, with its author."""

    row: int
    column: int
    author: str
    text: str


class Contents(Part):
    """The list of sheets and of names, and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[ListedSheet] = []
        self.names: list[DefinedName] = []
        self.is_1904 = False
        self._of_name: Attributes = {}

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        return {"workbookPr": self._properties, "sheet": self._sheet, "definedName": self._name_begins}

    def ends(self) -> dict[str, Callable[[], None]]:
        """Return the handlers of elements that end."""
        return {"definedName": self._name_ends}

    def _properties(self, attributes: Attributes) -> None:
        self.is_1904 = is_true(attributes.get("date1904"))

    def _sheet(self, attributes: Attributes) -> None:
        self.sheets.append(ListedSheet(attributes.get("name", ""), relation_of(attributes)))

    def _name_begins(self, attributes: Attributes) -> None:
        self._of_name = attributes
        self.open()

    def _name_ends(self) -> None:
        sheet = self._of_name.get("localSheetId")
        number = int(sheet) if sheet is not None else None
        self.names.append(DefinedName(self._of_name.get("name", ""), number, self.close()))


class Strings(Part):
    """The texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        return {"si": self._item_begins}

    def ends(self) -> dict[str, Callable[[], None]]:
        """Return the handlers of elements that end."""
        return {"si": self._item_ends}

    def _item_begins(self, _: Attributes) -> None:
        self.close()

    def _item_ends(self) -> None:
        self.texts.append(self.close())


class Styles(Part):
    """The formats of numbers, and the format of each style of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.formats = Formats()
        self._is_listed = self._is_of_cells = False

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        return {"numFmts": self._list, "numFmt": self._format, "cellXfs": self._cells, "xf": self._style}

    def ends(self) -> dict[str, Callable[[], None]]:
        """Return the handlers of elements that end."""
        return {"numFmts": self._list_ends, "cellXfs": self._cells_end}

    def _list(self, _: Attributes) -> None:
        self._is_listed = True

    def _list_ends(self) -> None:
        self._is_listed = False

    def _format(self, attributes: Attributes) -> None:
        if self._is_listed:  # a format by condition has one of its own
            self.formats.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _cells(self, _: Attributes) -> None:
        self._is_of_cells = True

    def _cells_end(self) -> None:
        self._is_of_cells = False

    def _style(self, attributes: Attributes) -> None:
        if self._is_of_cells:
            self.formats.of_style.append(attributes.get("numFmtId", "0"))


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table as the file holds it: its name, its corners by row and column, and its sum rows."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    totals: int


class TablePart(Part):
    """One table."""

    def __init__(self) -> None:
        super().__init__()
        self._of_table: Attributes = {}

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        return {"table": self._table}

    def _table(self, attributes: Attributes) -> None:
        self._of_table = attributes

    def stored(self) -> StoredTable | None:
        """Return the table; ``None`` for one without a name or a range."""
        table = self._of_table
        name = table.get("name") or table.get("displayName", "")
        first, _, last = table.get("ref", "").replace("$", "").partition(":")
        corners = place_of(first), place_of(last or first)
        if not name or corners[0] is None or corners[1] is None:
            return None
        return StoredTable(name, corners[0], corners[1], int(table.get("totalsRowCount", 0)))


class Comments(Part):
    """The comments on the cells of a sheet."""

    def __init__(self) -> None:
        super().__init__()
        self._authors: list[str] = []
        self._comments: list[tuple[Attributes, str]] = []
        self._of_comment: Attributes = {}

    def begins(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of elements that begin."""
        return {"author": self._author_begins, "comment": self._comment_begins}

    def ends(self) -> dict[str, Callable[[], None]]:
        """Return the handlers of elements that end."""
        return {"author": self._author_ends, "comment": self._comment_ends}

    def _author_begins(self, _: Attributes) -> None:
        self.open()

    def _author_ends(self) -> None:
        self._authors.append(self.close())

    def _comment_begins(self, attributes: Attributes) -> None:
        self.close()
        self._of_comment = attributes

    def _comment_ends(self) -> None:
        self._comments.append((self._of_comment, self.close()))

    def stored(self) -> list[Comment]:
        """Return the comments with their authors."""
        found = []
        for attributes, text in self._comments:
            author, place = attributes.get("authorId", ""), place_of(attributes.get("ref", ""))
            known = author.isdecimal() and int(author) < len(self._authors)
            if place is not None:
                found.append(Comment(*place, self._authors[int(author)] if known else "", text))
        return found
