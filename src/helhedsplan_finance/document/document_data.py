"""A document as data: JSON with exact figures, rows of CSV, and a DataFrame of its tables."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
    lowered,
    shown,
)
from helhedsplan_finance.document.csv_text import csv_bytes
from helhedsplan_finance.document.figure import MONEY, Figure
from helhedsplan_finance.values.frame import NUMBER, WHOLE, frame_of
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import pandas as pd


def data_of(document: Document) -> dict[str, Any]:
    """Return a document as JSON data: money as øre, other figures as exact fractions, ``null`` where unknown."""
    blocks = [_block(one) for one in lowered(document.blocks)]
    return {"title": document.title, "about": list(document.about), "blocks": blocks, "foot": document.foot}


def csv_of(document: Document) -> bytes:
    """Return a document as one CSV file for Danish Excel: its text in the first column, its tables below each other."""
    return csv_bytes([document.title], _csv_rows(document))


def frame_of_tables(document: Document) -> "pd.DataFrame":
    """Return the tables of a document as one DataFrame, a row for each row of a table.

    The columns are ``table`` (its caption), ``row`` (its name), ``total``, ``column``, ``text``, ``ore`` (``Int64``,
    for money), ``number`` (``Float64``, for other figures) and ``exact`` (that number as a fraction). Raises
    :class:`MissingExtraError` without pandas.
    """
    columns = ["table", "row", "total", "column", "text", "ore", "number", "exact"]
    rows = [
        (table.caption, row.name, row.total, head, shown(cell, document.lang), *_typed(cell))
        for table in lowered(document.blocks)
        if isinstance(table, Table)
        for row in table.rows
        for head, cell in zip(table.heads[1:], row.cells, strict=True)
    ]
    return frame_of(rows, columns, {"total": "bool", "ore": WHOLE, "number": NUMBER})


def _typed(cell: Cell) -> tuple[int | None, float | None, str | None]:
    """Return the øre of a cell, or its number and that as a fraction."""
    if not isinstance(cell, Figure) or cell.value is None:
        return None, None, None
    if cell.unit in MONEY:
        return int(cell.value), None, None
    return None, float(cell.value), cell.exact


def _block(block: Plain) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "words": block.words}
        case Text():
            return {"kind": "text", "words": block.words}
        case Points():
            return {"kind": "points", "items": [one for one, _ in block.flat()]}
        case KeyFigures():
            return {"kind": "key", "items": [{"name": name} | _figure(one) for name, one in block.items]}
        case Picture():
            return {"kind": "picture", "alt": block.alt}
        case Table():
            rows = [
                {"name": row.name, "total": row.total, "cells": [_cell(cell) for cell in row.cells]}
                for row in block.rows
            ]
            return {"kind": "table", "caption": block.caption, "heads": list(block.heads), "rows": rows}


def _cell(cell: Cell) -> Any:
    return _figure(cell) if isinstance(cell, Figure) else str(cell)


def _figure(figure: Figure) -> dict[str, Any]:
    key = "ore" if figure.unit in MONEY else "number"
    value: Any = figure.value if key == "ore" or figure.value is None else figure.exact
    return {key: value, "unit": figure.unit}


def _csv_rows(document: Document) -> Iterator[list[Any]]:
    yield from ([line] for line in document.about)
    for block in lowered(document.blocks):
        yield []
        match block:
            case Heading() | Text():
                yield [block.words]
            case Points():
                yield from ([one] for one, _ in block.flat())
            case KeyFigures():
                yield from ([name, _csv_cell(figure)] for name, figure in block.items)
            case Picture():
                yield [block.alt]
            case Table():
                yield from ([block.caption] for _ in [0] if block.caption)
                yield list(block.heads)
                yield from ([row.name, *map(_csv_cell, row.cells)] for row in block.rows)
    yield from ([line] for line in ("", document.foot) if document.foot)


def _csv_cell(cell: Cell) -> str | Kroner | float | None:
    """Return a cell as a spreadsheet reads it; JSON and frames have a number exactly."""
    if not isinstance(cell, Figure):
        return str(cell)
    if cell.value is None:
        return None
    return Kroner.from_ore(int(cell.value)) if cell.unit in MONEY else float(cell.value)
