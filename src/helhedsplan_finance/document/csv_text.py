"""CSV for Danish Excel: semicolons, decimal commas, UTF-8 with a byte order mark; text stays text."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

from helhedsplan_finance.text import numbers
from helhedsplan_finance.values.disk import write_atomically
from helhedsplan_finance.values.money import Kroner

# A spreadsheet reads text that begins with these as a formula; an apostrophe before it keeps it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: Any, path: str | Path) -> None:
    """Write any frame (pandas, Polars, PyArrow …) as a CSV file for Danish Excel, with its column names as titles.

    Decimals get a comma, dates become ``31-12-2025``, missing values are empty. Text that begins with ``=``, ``+``,
    ``-``, ``@``, a tab or a line's start gets an apostrophe before it, so that no spreadsheet reads a formula.
    Raises :class:`PlanFileError` for a file that cannot be written.
    """
    import narwhals as nw

    frame = nw.from_native(table)
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    write_atomically(Path(path), csv_bytes(eager.columns, eager.iter_rows()))


def csv_bytes(titles: Iterable[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as the bytes of a CSV file for Danish Excel."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([as_text(title) for title in titles])
    writer.writerows([_cell_text(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def as_text(text: str) -> str:
    """Return a text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return as_text(value)
        case bool():
            return "ja" if value else "nej"
        case Kroner():
            return f"{value.kroner:.2f}".replace(".", ",")
        case float() if value != value:  # NaN: missing
            return ""
        case float():
            return f"{value:.15g}".replace(".", ",")
        case int() | Decimal():
            return str(value).replace(".", ",")
        case Fraction():
            return numbers.exact(value, "da").replace(".", "")
        case date():
            return f"{value:%d-%m-%Y}"
        case _:
            return as_text("" if str(value) in {"<NA>", "NaT", "nan"} else str(value))
