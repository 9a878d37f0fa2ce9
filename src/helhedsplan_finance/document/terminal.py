"""A document in a terminal, by default of 80 columns: in colour on a screen, as plain text elsewhere.

A table that is wider than the terminal continues below, with the names of its rows repeated.
"""

import re
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

from helhedsplan_finance.document.blocks import (
    Block,
    Document,
    Entry,
    Facts,
    Heading,
    KeyFigures,
    Look,
    Picture,
    Points,
    Table,
    Text,
    TextLook,
    Word,
    fact_text,
)
from helhedsplan_finance.document.columns import Columns, columns_of, texts_of
from helhedsplan_finance.text import Lang, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType
    from rich.text import Text as Styled

WIDTH = 80
_LONGEST, _LEAST = 10_000, 20  # letters of one paragraph, and of a line
_STYLES: dict[Look, str] = {"ok": "green", "fail": "bold red", "note": "bold yellow", "dim": "cyan"}
_LOOKS: dict[TextLook, str] = {"plain": "", "lead": "bold", "note": "dim", "doubt": "yellow"}
# The space between a figure and its unit, where a line may not break.
_MONTHS = "jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec"
_UNIT = re.compile(
    r"(?<=\d) (?=mio\.|kr\.|%|mdr\.|million)|(?<=mio\.) (?=kr\.)|(?<=DKK) (?=[-\d])"
    rf"|(?<=\d\.) (?=(?:{_MONTHS}))|(?<=\d) (?=(?:{_MONTHS}))",
    re.IGNORECASE,
)


def text_of(document: Document, *, brief: bool = False, width: int = WIDTH) -> str:
    """Return a document as plain text; a ``brief`` one leaves out details."""
    from rich.console import Console

    file = StringIO()
    console = Console(file=file, width=width, color_system=None, highlight=False, force_terminal=False, _environ={})
    print_document(document, console, brief=brief)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def print_document(document: Document, console: "Console | None" = None, *, brief: bool = True) -> None:
    """Print a document; by default to stdout, as wide as the terminal."""
    from rich.console import Console

    console = Console(highlight=False) if console is None else console
    before: Block | None = Heading("")
    for number, line in enumerate((document.title, *document.about)):
        if line:
            console.print(_lines(line, console.width, "" if number else "bold"), soft_wrap=True)
            before = None
    for block in document.blocks:
        if isinstance(block, Entry) and block.detail and brief:
            continue
        if not _joins(before, block):
            console.print()
        for part in _block(block, console.width, document.lang):
            console.print(part, soft_wrap=True)
        before = block
    if document.foot:
        console.print()
        console.print(_lines(document.foot, console.width, "dim"), soft_wrap=True)


def _joins(before: Block | None, block: Block) -> bool:
    """Return whether a block follows without an empty line."""
    return isinstance(before, Heading) or (isinstance(before, Text) and isinstance(block, Text))


def _block(block: Block, width: int, lang: Lang) -> "Iterator[RenderableType]":
    match block:
        case Heading():
            yield _lines(block.words, width, "bold")
        case Text():
            style = _LOOKS[block.look]
            yield _lines(block.words, width, style, word=block.word)
        case Entry():
            yield _lines(block.title, width, "", word=block.word)
            yield from (_lines(line.words, width, _LOOKS[line.look], indent=4) for line in block.lines)
        case Points():
            for one, under in block.flat():
                yield _lines(one, width, _LOOKS[block.look], first="  · ", indent=4)
                yield from (_lines(line, width, _LOOKS[block.look], first="      ", indent=8) for line in under)
        case KeyFigures():
            yield from (_lines(f"{name}: {_ascii(one.in_full(lang))}", width) for name, one in block.items)
        case Facts():
            if block.caption:
                yield _lines(block.caption, width, "bold")
            yield from (_fact(name, value, width) for name, value in block.rows)
        case Table():
            if block.caption:
                yield _lines(block.caption, width, "bold")
            yield from _table(block, width, lang)
        case Picture():
            yield _lines(block.alt, width, "dim")


def _fact(name: str, value: str | Text, width: int) -> "Styled":
    return _lines(f"{name}: {fact_text(value)}", width, first="", indent=2)


def _lines(
    words: str, width: int, style: str = "", *, word: Word | None = None, first: str | None = None, indent: int = 0
) -> "Styled":
    """Return a text as lines that fit, all but the first indented; a figure stays with its unit."""
    from rich.text import Text as Styled

    begin = " " * indent if first is None and not word else first or ""
    head = f"{word}  " if word else ""
    whole = _UNIT.sub("\N{NO-BREAK SPACE}", visible(head + words, _LONGEST))
    if first is None and not indent:
        begin = ""
    lines = _wrapped(whole, width, begin, " " * indent)
    text = Styled("\n".join(lines).replace("\N{NO-BREAK SPACE}", " "), style=style)
    if word:
        text.stylize(_STYLES[word.look], 0, len(word.word))
    return text


def _wrapped(text: str, width: int, first: str, others: str) -> list[str]:
    """Return a text as lines that fit; letters of some scripts take two columns."""
    from rich.cells import cell_len

    room = width
    while True:
        lines = wrap(text, room, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)
        over = max((cell_len(line) for line in lines), default=0) - width
        if over <= 0 or room <= len(others) + _LEAST:
            return lines
        room -= over


def _table(table: Table, width: int, lang: Lang) -> "Iterator[RenderableType]":
    """Yield a table, in several parts where its figures do not fit beside the names."""
    texts = texts_of(table, lang)
    for number, columns in enumerate(columns_of(table, texts, width)):
        if number:
            yield ""
        yield _part(table, texts, columns)


def _part(table: Table, texts: list[list[str]], columns: Columns) -> "RenderableType":
    """Return the given columns of a table; ``texts`` are its cells, the verdict and the name first."""
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text as Styled

    drawn = Drawn(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for at, wide in columns.items():
        side: Literal["left", "right"] = "right" if table.holds_figures(at - 1) else "left"
        drawn.add_column(Styled(_folded(texts[0][at], wide)), justify=side, width=wide, overflow="fold")
    figures = [at for at in columns if table.holds_figures(at - 1)]
    after_total = False
    for row, cells in zip(table.rows, texts[1:], strict=True):
        if row.total and not any(cells[at] for at in figures):
            continue  # no sum of these columns
        if row.total and not after_total:
            drawn.add_section()
        after_total = after_total or row.total
        style = "bold" if row.total else "dim" if row.dim else ""
        looks = {0: _STYLES[row.word.look]} if row.word else {}
        drawn.add_row(*(Styled(_folded(cells[at], wide), style=looks.get(at, style)) for at, wide in columns.items()))
    return drawn


def _folded(text: str, width: int) -> str:
    """Return a text in lines of a column; a figure stays with its unit, where the column has room for both."""
    lines = wrap(_UNIT.sub("\N{NO-BREAK SPACE}", text), width, break_on_hyphens=False)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def _ascii(shown: str) -> str:
    return shown.replace("−", "-")
