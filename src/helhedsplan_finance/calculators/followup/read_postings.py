"""Read postings from CSV: by a mapping of accounts, or in our own layout.

Our own layout has the headings dato, post, bidrag, beløb, kilde, afdeling, bilag, tekst and konto, or the English date,
line, contribution, amount, source, afdeling, voucher, text and account; dato and beløb must be there. Costs and money
received are both positive in it. The file is untrusted: its size is bounded, and text that begins with ``=`` is text.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from pathlib import Path

from helhedsplan_finance.calculators.followup.mapping import OWN_LAYOUT, SEPARATORS, AccountMapping, Encoding
from helhedsplan_finance.calculators.followup.postings import Postings
from helhedsplan_finance.calculators.followup.read_table import Row, read_table
from helhedsplan_finance.errors import Fault, PlanFileError, PostingError
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.values.disk import read_bytes

MOST_BYTES = 50_000_000
_LONGEST_LINE, _MOST_LINES = 100_000, 3_000_000  # blank lines are lines too
_NAMED = re.compile(r"sep=([;,\t|])", re.IGNORECASE)  # a line that some spreadsheets write before the headings
_CODECS: dict[Encoding, str] = {"utf-8": "utf-8-sig"}


def read_postings(path: str | Path, mapping: AccountMapping | None = None) -> Postings:
    """Read the postings of a CSV file.

    Raises :class:`PlanFileError` for a file that is missing, larger than 50 MB or in another encoding, and
    :class:`PostingError`, with the faults by line, for one with rows that cannot be read: no posting is left out.
    """
    path, mapping = Path(path), mapping or OWN_LAYOUT
    return postings_in(decoded(read_file(path), path, mapping.file.encoding), mapping, str(path))


def postings_in(text: str, mapping: AccountMapping, file: str) -> Postings:
    """Read the postings of the text of a CSV file; raises :class:`PostingError` as :func:`read_postings` does."""
    return read_table(csv_rows(text, mapping.file.separator, mapping.file.skip, file), mapping, file)


def read_file(path: Path) -> bytes:
    """Read a CSV file of bounded size; its size is asked for before it is read."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # the reading says why
    if size > MOST_BYTES:
        raise PlanFileError("file.large", file=path, most=f"{MOST_BYTES // 1_000_000} MB")
    return read_bytes(path, MOST_BYTES)


def decoded(content: bytes, path: Path, encoding: Encoding) -> str:
    """Return the text of a file; raises :class:`PlanFileError` with the line that is not in the encoding."""
    try:
        return content.decode(_CODECS.get(encoding, encoding))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PlanFileError("postings.encoding", file=path, line=line, encoding=encoding) from None


def csv_rows(text: str, separator: str | None, skip: int, file: str) -> Iterator[Row]:
    """Yield the rows of a CSV text, each with the number of its first line; blank lines are left out.

    Without a separator, it is the one that the first line with text has most of, or that the line ``sep=;`` names.
    """
    lines = _lines(text, file)
    for _ in range(skip):
        next(lines, None)
    if separator is None:
        before_it, heading = [], ""
        for heading in lines:
            before_it.append(heading)
            if heading.strip():
                break
        named = _NAMED.fullmatch(heading.strip("\r\n"))
        separator = named[1] if named else max(SEPARATORS, key=heading.count)
        skip += len(before_it) if named else 0
        lines = lines if named else chain(before_it, lines)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            after = reader.line_num
            if after > before + 1 and any(_holds_a_row(cell, separator) for cell in cells):
                raise _at(skip + before + 1, message("postings.unclosed"), file)
            if cells:
                yield skip + before + 1, cells
            before = after
    except csv.Error:
        raise _at(skip + before + 1, message("postings.unclosed"), file) from None


def _lines(text: str, file: str) -> Iterator[str]:
    """Yield the lines of a text; raises :class:`PostingError` for one longer than any row, and for too many."""
    for number, line in enumerate(StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            raise _at(number, message("postings.long_line", most=_LONGEST_LINE), file)
        if number > _MOST_LINES:
            raise _at(number, message("postings.many", most=_MOST_LINES), file)
        yield line


def _holds_a_row(cell: str, separator: str) -> bool:
    """Return whether a cell has swallowed a row: a line of it holds several separators."""
    return any(line.count(separator) > 1 for line in cell.splitlines()[1:])


def _at(line: int, what: Message, file: str) -> PostingError:
    return PostingError([Fault("", message("postings.at_line", line=line, what=what))], file=file)
