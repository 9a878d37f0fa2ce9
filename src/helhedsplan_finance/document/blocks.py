"""The blocks of a document: headings, sentences, key figures, tables and pictures, in one language.

A result returns its document; each medium has one renderer. A figure keeps its exact value beside the shown one, so
that what is rounded can be compared with the ledger to the øre. Names of a plan are put in as they are: a renderer
escapes them, and shows control characters as what they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from helhedsplan_finance.document.figure import Figure
from helhedsplan_finance.text import Lang

Look = Literal["ok", "fail", "note", "dim"]  # of a result word; a colour never replaces the word
TextLook = Literal["plain", "lead", "note", "doubt"]
_SENTENCE = 24  # letters: longer text is folded


@dataclass(frozen=True, slots=True)
class Word:
    """The word of a verdict, such as "OK" or "FEJL", with its look."""

    word: str
    look: Look

    def __str__(self) -> str:
        return self.word


Cell = str | Word | Figure


def shown(cell: Cell, lang: Lang) -> str:
    """Return a cell as shown."""
    return cell.show(lang) if isinstance(cell, Figure) else str(cell)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the document."""

    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: ordinary, the most important one (``lead``), a note on the figures, or what is not settled.

    ``word`` is a verdict in front of it.
    """

    words: str
    look: TextLook = "plain"
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A named paragraph: a verdict, a title, and the lines below. A ``detail`` is left out where room is short."""

    title: str
    lines: tuple[Text, ...]
    word: Word | None = None
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences as a list; each may have sentences below it."""

    items: tuple[str | tuple[str, tuple[str, ...]], ...]
    look: TextLook = "plain"

    def flat(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each sentence with those below it."""
        for item in self.items:
            yield (item, ()) if isinstance(item, str) else item


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few figures in a row, each with its label."""

    items: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, below each other."""

    rows: tuple[tuple[str, str | Text], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name, its cells, whether it is a sum, and the verdict in front of its name."""

    name: str
    cells: tuple[Cell, ...]
    total: bool = False
    word: Word | None = None
    dim: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a caption that names the unit, the headings (the first above the names), and rows.

    ``word_head`` is the heading of the verdicts in front of the names, where the rows have them. A table that is wider
    than the medium does without the columns ``spare`` (0 is that of the names), and then continues below, with the
    names and the first ``keep`` columns of figures repeated.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    word_head: str = ""
    keep: int = 0
    spare: tuple[int, ...] = ()

    def holds_figures(self, column: int) -> bool:
        """Return whether a column holds figures; the first one holds the names of the rows."""
        return column > 0 and any(isinstance(row.cells[column - 1], Figure) for row in self.rows)

    def is_wide(self, column: int) -> bool:
        """Return whether a column holds sentences, which are folded."""
        texts = [row.cells[column - 1] for row in self.rows] if column else []
        return any(isinstance(cell, str) and len(cell) > _SENTENCE for cell in texts)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with its alt text; ``width`` in per cent of the page."""

    svg: bytes
    alt: str
    width: int = 100


Block = Heading | Text | Entry | Points | KeyFigures | Facts | Table | Picture
Plain = Heading | Text | Points | KeyFigures | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A result in one language: its title, lines below the title, its blocks, and a line at the foot."""

    lang: Lang
    title: str
    about: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str = ""


def fact_text(value: str | Text) -> str:
    """Return the value of a fact as text, its verdict first."""
    if isinstance(value, str):
        return value
    return f"{value.word}. {value.words}" if value.word else value.words


def lowered(blocks: Sequence[Block]) -> Iterator[Plain]:
    """Yield the blocks for a medium without verdicts of its own: as headings, sentences, lists, and plain tables."""
    for block in blocks:
        match block:
            case Text(word=Word() as word):
                yield replace(block, words=f"{word}  {block.words}", word=None)
            case Entry():
                yield Text(f"{block.word}  {block.title}" if block.word else block.title, "lead")
                yield from (line for line in block.lines)
            case Facts():
                facts = tuple(Row(name, (fact_text(value),)) for name, value in block.rows)
                yield Table(block.caption, ("", ""), facts)
            case Points():
                items = [part for one, under in block.flat() for part in (one, *(f"– {line}" for line in under))]
                yield Points(tuple(items), block.look)
            case Table(word_head=head) if head:
                heads = (block.heads[0], head, *block.heads[1:])
                rows = (replace(row, cells=(str(row.word or ""), *row.cells), word=None) for row in block.rows)
                yield replace(block, heads=heads, rows=tuple(rows), word_head="")
            case _:
                yield block
