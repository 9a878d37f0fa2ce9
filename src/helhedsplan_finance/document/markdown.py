"""A document as Markdown, for an agenda or an issue: text and tables, a picture in words, no markup by accident."""

import re
from collections.abc import Iterable

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
from helhedsplan_finance.text import Lang

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~$&])")
_BULLET = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")  # would start a list


def markdown_of(document: Document) -> str:
    """Return a document as Markdown; every text in it is escaped."""
    parts = [f"# {_text(document.title)}", "  \n".join(map(_text, document.about))]
    parts += [_block(one, document.lang) for one in lowered(document.blocks)]
    return "\n\n".join(filter(None, [*parts, _text(document.foot)])) + "\n"


def _block(block: Plain, lang: Lang) -> str:
    match block:
        case Heading():
            return f"## {_text(block.words)}"
        case Text():
            words = _text(block.words)
            return {"plain": words, "doubt": words, "lead": f"**{words}**", "note": f"*{words}*"}[block.look]
        case Points():
            return "\n".join(f"- {_text(one)}" for one, _ in block.flat())
        case KeyFigures():
            return "\n".join(f"- {_text(name)}: **{_text(figure.in_full(lang))}**" for name, figure in block.items)
        case Table():
            return _table(block, lang)
        case Picture():
            return _text(block.alt)


def _table(block: Table, lang: Lang) -> str:
    figures = [block.holds_figures(column) for column in range(1, len(block.heads))]
    lines = [f"**{_text(block.caption)}**\n"] if block.caption else []
    lines += [
        _line(map(_text, block.heads)),
        _line(["---", *("---:" if number else "---" for number in figures)]),
    ]
    for row in block.rows:
        cells = [_text(row.name), *(_text(shown(cell, lang)) for cell in row.cells)]
        lines.append(_line(f"**{cell}**" if row.total and cell else cell for cell in cells))
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(words: str) -> str:
    escaped = _MARKUP.sub(r"\\\1", " ".join(words.split()))
    return _BULLET.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", escaped))
