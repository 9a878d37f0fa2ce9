"""The figures of a table, from Statistikbanken's CSV: index levels by year, exact, and only what was asked for."""

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction

from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.prices.statbank_table import Question
from helhedsplan_finance.text import short

_CONTENT = "INDHOLD"
_MISSING = ".."
# No point: the API groups no thousands, so a point would be a decimal sign to some and a thousand to others.
_FIGURE = re.compile(r"(?P<sign>-)?(?P<whole>\d{1,12})(?:,(?P<decimals>\d{1,9}))?", re.ASCII)


def read_levels(content: bytes, question: Question) -> dict[int, Fraction]:
    """Read the levels by year, ascending; a year whose figure is missing is left out.

    Raises :class:`StatbankError`, with the line, for a row that was not asked for, a year that stands twice, and a
    figure that is no number or not positive.
    """
    levels: dict[int, Fraction] = {}
    seen: set[str] = set()
    for line, row in _rows(content, question):
        year, figure = row[question.time.casefold()], row[_CONTENT.casefold()].strip()
        where = {"table": short(question.table), "line": line}
        if year in seen:
            raise StatbankError("statbank.csv_twice", year=short(year), **where)
        seen.add(year)
        if figure == _MISSING:
            continue
        found = _FIGURE.fullmatch(figure)
        if found is None:
            raise StatbankError("statbank.csv_figure", year=short(year), found=short(figure), **where)
        decimals = found["decimals"] or ""
        level = Fraction(int(found["whole"] + decimals), 10 ** len(decimals))
        if found["sign"] or level == 0:
            raise StatbankError("statbank.csv_level", year=short(year), found=short(figure), **where)
        levels[int(year)] = level
    if not levels:
        raise StatbankError("statbank.csv_empty", table=short(question.table))
    return dict(sorted(levels.items()))


def _rows(content: bytes, question: Question) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of the line, and its cells by the code of the column, for what was asked for and no more."""
    expected = [*question.values, question.time, _CONTENT]
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        header = next(reader, [])
        columns = [name.casefold() for name in header]
        if sorted(columns) != sorted(name.casefold() for name in expected):
            raise StatbankError(
                "statbank.csv_header",
                table=short(question.table),
                found=short(";".join(header)),
                expected=short(";".join(expected)),
            )
        asked = {code.casefold(): value.id.casefold() for code, value in question.values.items()}
        for cells in filter(None, reader):
            row = dict(zip(columns, cells, strict=False))
            right = len(cells) == len(columns) and row[question.time.casefold()] in question.years
            if not right or any(row[code].casefold() != value for code, value in asked.items()):
                found = short(";".join(cells))
                raise StatbankError(
                    "statbank.csv_row",
                    table=short(question.table),
                    line=reader.line_num,
                    found=found,
                    expected=short(";".join(columns).upper()),
                )
            yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error):
        raise StatbankError("statbank.csv_text", table=short(question.table)) from None
