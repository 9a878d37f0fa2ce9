"""Plain text of at most 80 columns: a table cut into blocks where it is too wide, and lines that wrap."""

import re
from collections.abc import Sequence
from textwrap import wrap

from helhedsplan_finance.text import visible

WIDTH = 80
_LABEL = 30
_APART = 2
# The space between a figure and its unit, where a line may not break.
_UNIT = re.compile(r"(?<=\d) (?=mio\.|kr\.|%)|(?<=mio\.) (?=kr\.)|(?<=DKK) (?=[-\d])|(?<=\d) (?=million)")


def table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], keep: int = 0) -> list[str]:
    """Return the lines of a table: labels to the left, figures to the right.

    ``heads`` are those of the figures. A table that is wider than a line continues below, with the first ``keep``
    columns of figures repeated.
    """
    labels = [cut(label) for label, _ in rows]
    left = max((len(label) for label in labels), default=0)
    columns = [[head, *(cells[at] for _, cells in rows)] for at, head in enumerate(heads)]
    widths = [max(map(len, column)) + _APART for column in columns]
    lines: list[str] = []
    for block in _blocks(widths, WIDTH - left, keep):
        lines += [""] if lines else []
        for at, label in enumerate(["", *labels]):
            cells = "".join(columns[one][at].rjust(widths[one]) for one in block)
            lines.append(f"{label:{left}}{cells}".rstrip())
    return lines


def _blocks(widths: Sequence[int], room: int, keep: int) -> list[list[int]]:
    first = list(range(min(keep, len(widths))))
    blocks = [list(first)]
    for at in range(len(first), len(widths)):
        if sum(widths[one] for one in blocks[-1]) + widths[at] > room and len(blocks[-1]) > len(first):
            blocks.append(list(first))
        blocks[-1].append(at)
    return blocks


def cut(label: str) -> str:
    """Return a label that leaves room for figures beside it."""
    text = visible(label)
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 2].rstrip()} …"


def lines_of(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """Return a text as lines that fit, all but the first indented."""
    begin = indent if first is None else first
    whole = _UNIT.sub("\N{NO-BREAK SPACE}", text)
    lines = wrap(whole, WIDTH, initial_indent=begin, subsequent_indent=indent, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines] or [begin.rstrip()]
