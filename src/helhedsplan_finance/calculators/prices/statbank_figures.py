"""The reader of Statistikbanken's CSV: index levels by period, exact, and only what was requested."""

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction

from helhedsplan_finance.calculators.prices.statbank_periods import Period, read_period
from helhedsplan_finance.calculators.prices.statbank_question import Question
from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.text import short

_CONTENT = "INDHOLD"
_MISSING = ("..", "")
# No point: the API groups no thousands, so a point would be ambiguous between a decimal sign and a thousands separator.
_FIGURE = re.compile(r"(?P<sign>-)?(?P<whole>\d{1,12})(?:,(?P<decimals>\d{1,9}))?", re.ASCII)


def read_figures(content: bytes, question: Question) -> dict[Period, Fraction]:
    """Read the levels by period, ascending; a period whose figure is missing (``..``, or empty) is left out.

    Raises :class:`StatbankError`, with the line, for a row that was not requested, a repeated period, and a figure that
    is no number or not positive.
    """
    figures: dict[Period, Fraction] = {}
    seen: set[Period] = set()
    for line, period, figure in _rows(content, question):
        where = {"table": short(question.table), "line": line, "period": str(period)}
        if period in seen:
            raise StatbankError("statbank.csv_twice", **where)
        seen.add(period)
        if figure in _MISSING:
            continue
        parts = _FIGURE.fullmatch(figure)
        if parts is None:
            raise StatbankError("statbank.csv_figure", found=short(figure), **where)
        decimals = parts["decimals"] or ""
        level = Fraction(int(parts["whole"] + decimals), 10 ** len(decimals))
        if parts["sign"] or level == 0:
            raise StatbankError("statbank.csv_level", found=short(figure), option=question.option, **where)
        figures[period] = level
    if not figures:
        raise StatbankError("statbank.csv_empty", table=short(question.table), option=question.option)
    return dict(sorted(figures.items()))


def _rows(content: bytes, question: Question) -> Iterator[tuple[int, Period, str]]:
    """Yield the line number, period and figure of each row, which must be one that was requested."""
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
        periods = frozenset(map(read_period, question.periods))
        for cells in filter(None, reader):
            row = dict(zip(columns, cells, strict=False))
            period = read_period(row.get(question.time.casefold()))
            right = len(cells) == len(columns) and period in periods
            if period is None or not right or any(row[code].casefold() != value for code, value in asked.items()):
                found = short(";".join(cells))
                raise StatbankError(
                    "statbank.csv_row",
                    table=short(question.table),
                    line=reader.line_num,
                    found=found,
                    expected=short(";".join(columns).upper()),
                )
            yield reader.line_num, period, row[_CONTENT.casefold()].strip()
    except (UnicodeDecodeError, csv.Error):
        raise StatbankError("statbank.csv_text", table=short(question.table)) from None
