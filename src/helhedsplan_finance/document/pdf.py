"""A document as PDF on A4, tagged for screen readers (PDF/UA-1), laid out by Typst.

The same document gives the same bytes. The words and figures go to Typst as data, so nothing of a plan is read as
markup. On one sheet the letters are as large as fits; a longer document is in letters for reading. The typeface is
Libertinus, which Typst carries: open, made for print, with figures of one width; other scripts are in DejaVu.
"""

import json
from collections.abc import Sequence
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from helhedsplan_finance.document.blocks import (
    Document,
    Heading,
    KeyFigures,
    Picture,
    Plain,
    Points,
    Table,
    Text,
    lowered,
    shown,
)
from helhedsplan_finance.errors import CalculationError, MissingExtraError
from helhedsplan_finance.text import Lang, visible

_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # points of the letters
_READING = 10.5  # points of the letters of a document of any number of sheets
_SHEET = 515.0  # points between the margins
_LONGEST_WORD, _PIECE, _LONGEST = 24, 8, 10_000  # letters of a word, of its pieces, of a text
_LETTER, _INSET, _FOLDED = 0.52, 0.9, 11  # of a letter's height; letters of a folded heading
_NAMES, _SENTENCES = 13.0, 1.4  # the least width of names; that of a column of sentences beside them


def pdf_of(document: Document, *, sheets: int | None = None) -> bytes:
    """Return a document as PDF, on at most so many sheets.

    Raises :class:`MissingExtraError` without Typst, and :class:`CalculationError` for more than they can hold.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtraError("extra.pdf") from None
    with as_file(files(__package__).joinpath("layout.typ")) as template, as_file(_fonts()) as folder:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
        blocks = list(lowered(document.blocks))
        data, letters = json.dumps(_data(document, blocks), ensure_ascii=False), _letters_taken(blocks, document.lang)
        for size in _SIZES if sheets is not None else _SIZES[_SIZES.index(_READING) :]:
            if size * (letters + _NAMES) > _SHEET and size != _SIZES[-1]:
                continue  # a table's columns would leave no room for the names of its rows
            inputs = {"page": data, "size": str(size)}
            if sheets is not None:
                taken = typst.query(template, "<sheets>", field="value", one=True, font_paths=fonts, sys_inputs=inputs)
                if json.loads(taken) > sheets:
                    continue
            return typst.compile(template, font_paths=fonts, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
    raise CalculationError("page.too_long", page=document.title)


def _fonts() -> Traversable:
    """Return the folder of DejaVu: that of matplotlib, which has more scripts, else that of the own charts."""
    found = find_spec("matplotlib")
    if found is not None and found.origin is not None:
        return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    return files("helhedsplan_finance").joinpath("outputs", "charts", "fonts")


def _data(document: Document, blocks: Sequence[Plain]) -> dict[str, Any]:
    return {
        "lang": document.lang,
        "title": visible(document.title),
        "about": [_name(line) for line in document.about],
        "foot": document.foot,
        "blocks": [_block(one, document.lang) for one in blocks],
    }


def _block(block: Plain, lang: Lang) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "words": _text(block.words)}
        case Text():
            return {"kind": "plain" if block.look == "doubt" else block.look, "words": _text(block.words)}
        case Points():
            return {"kind": "points", "items": [_text(one) for one, _ in block.flat()]}
        case KeyFigures():
            items = [{"name": name, "figure": figure.in_full(lang)} for name, figure in block.items]
            return {"kind": "key", "items": items}
        case Table():
            return _table(block, lang)
        case Picture():
            return {"kind": "picture", "svg": block.svg.decode("utf-8"), "alt": block.alt, "width": block.width}


def _table(block: Table, lang: Lang) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": _text(block.caption),
        "heads": [_text(head) for head in block.heads],
        "figures": [block.holds_figures(column) for column in range(len(block.heads))],
        "rows": [[_name(row.name), *(_text(shown(cell, lang)) for cell in row.cells)] for row in block.rows],
        "totals": [row.total for row in block.rows],
        "widths": _widths(block, lang),
    }


def _widths(block: Table, lang: Lang) -> list[float]:
    """Return the width of each column: above zero in letters, below zero a share of the rest.

    A long heading is folded, so that a column is as wide as its figures ask for.
    """
    widths = [-1.0]
    for column in range(1, len(block.heads)):
        cells = [shown(row.cells[column - 1], lang) for row in block.rows]
        head = len(block.heads[column])
        fits = min(head, max(_FOLDED, head // 2 + 1))
        longest = max([fits, *map(len, cells)])
        widths.append(-_SENTENCES if block.is_wide(column) else longest * _LETTER + _INSET)
    return widths


def _letters_taken(blocks: Sequence[Plain], lang: Lang) -> float:
    """Return the width in letters of the columns of the widest table, without that of its names."""
    tables = [one for one in blocks if isinstance(one, Table)]
    return max((sum(width for width in _widths(one, lang) if width > 0) for one in tables), default=0.0)


def _text(words: str) -> str:
    return visible(words, _LONGEST)


def _name(words: str) -> str:
    return " ".join(map(_breakable, _text(words).split()))


def _breakable(word: str) -> str:
    """Return a word with invisible break marks where it is too long for a column."""
    parts = [word[at : at + _PIECE] for at in range(0, len(word), _PIECE)]
    return "\N{ZERO WIDTH SPACE}".join(parts) if len(word) > _LONGEST_WORD else word
