"""The widths of the columns of a table in a terminal, and its parts where it is wider than the terminal."""

from collections.abc import Iterable, Iterator

from helhedsplan_finance.document.blocks import Table, shown
from helhedsplan_finance.document.figure import Figure
from helhedsplan_finance.text import Lang, visible

Columns = dict[int, int]  # column -> its width; 0 is that of the verdicts, 1 that of the names
_APART = 2
_LONGEST_WORD, _BROKEN, _NARROWEST = 30, 12, 3  # letters; a longer word is broken
_FOLDED = 14  # letters of a heading that is folded over its figures


def texts_of(table: Table, lang: Lang) -> list[list[str]]:
    """Return the texts of a table with its headings first; a row is its verdict, its name and its cells."""
    rows = [[table.word_head, *map(visible, table.heads)]]
    for row in table.rows:
        cells = (shown(cell, lang).replace("−", "-") for cell in row.cells)
        rows.append([str(row.word or ""), *map(visible, (row.name, *cells))])
    return rows


def columns_of(table: Table, texts: list[list[str]], width: int) -> Iterator[Columns]:
    """Yield the columns of each part of a table, with their widths.

    A table that is too wide does without its spare columns, and is then split by its columns of figures.
    """
    count = len(texts[0])
    figures = {at: _figure_width(table, texts, at) for at in range(2, count) if table.holds_figures(at - 1)}
    words = {0: _longest(texts, 0)} if table.word_head else {}
    room = width + _APART - _taken(words.values())
    flexible = [at for at in range(1, count) if at not in figures]
    least = {at: _longest_word(texts, at) for at in flexible}
    if _taken((*figures.values(), *least.values())) > room:
        least = {at: one for at, one in least.items() if at - 1 not in table.spare}
        figures = {at: one for at, one in figures.items() if at - 1 not in table.spare}
    widest = max((one + _APART for one in figures.values()), default=0)
    _narrow(least, room - widest)
    for part in _parts(figures, room - _taken(least.values()), table.keep):
        left = room - _taken(figures[at] for at in part)
        wide = words | {at: figures[at] for at in part} | _shared(texts, least, left)
        yield {at: wide[at] for at in sorted(wide)}


def _narrow(least: Columns, room: int) -> None:
    """Narrow columns of texts that are too many, or have very long words: the widest first, the names last."""
    while _taken(least.values()) > room and max(least.values()) > _NARROWEST:
        others = [at for at, one in least.items() if at > 1 and one > _BROKEN]
        least[max(others or least, key=least.__getitem__)] -= 1


def _taken(widths: Iterable[int]) -> int:
    return sum(one + _APART for one in widths)


def _parts(figures: Columns, room: int, keep: int) -> list[list[int]]:
    """Return the columns of figures by part: as many as fit beside the names."""
    first = list(figures)[:keep]
    parts = [list(first)]
    for at in list(figures)[keep:]:
        if _taken(figures[one] for one in (*parts[-1], at)) > room and len(parts[-1]) > len(first):
            parts.append(list(first))
        parts[-1].append(at)
    return parts


def _shared(texts: list[list[str]], least: Columns, room: int) -> Columns:
    """Return the widths of names and sentences: what they ask for, or a share of the room by that."""
    asked = {at: _longest(texts, at) for at in least}
    if _taken(asked.values()) <= room:
        return asked
    widths = dict(least)
    for at in sorted(least, key=lambda one: asked[one]):
        others = _taken(wide for one, wide in widths.items() if one != at)
        widths[at] = max(least[at], min(asked[at], room - others - _APART))
    return widths


def _longest_word(texts: list[list[str]], at: int) -> int:
    words = (len(word) for row in texts for word in row[at].split())
    return max(1, min(_LONGEST_WORD, max(words, default=0)))


def _longest(texts: list[list[str]], at: int) -> int:
    return max(1, *(len(row[at]) for row in texts))


def _figure_width(table: Table, texts: list[list[str]], at: int) -> int:
    """Return the width of a column of figures: a figure is never folded, a heading and other texts are."""
    cells = [(row.cells[at - 2], line[at]) for row, line in zip(table.rows, texts[1:], strict=True)]
    whole = [len(text) for cell, text in cells if isinstance(cell, Figure) and not cell.words]
    return max(*(min(len(row[at]), max(_FOLDED, _longest_word([row], at))) for row in texts), *whole, 1)
