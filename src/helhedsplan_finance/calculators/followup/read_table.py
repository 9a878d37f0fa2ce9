"""Read the rows of a table as postings: the one reader behind CSV files, workbooks and frames.

A row is its line and its cells: texts, exact numbers or days. The first row is the headings. Faults are collected, each
with its line; a row is a posting, a row left out by the mapping, a remark, or a fault, and never nothing.

Rows are read by column, a block at a time. A block with anything unusual in it, such as a fault, is read row by row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice, repeat
from math import isfinite
from operator import and_, itemgetter
from typing import Any

from helhedsplan_finance.calculators.followup.date_forms import day_reader
from helhedsplan_finance.calculators.followup.file_amounts import amount_reader, amounts_reader, whole_ore
from helhedsplan_finance.calculators.followup.mapping import AccountMapping, Place, Places, Sign
from helhedsplan_finance.calculators.followup.posting_columns import find_columns
from helhedsplan_finance.calculators.followup.postings import Ignored, Posting, Postings, Remark
from helhedsplan_finance.errors import MOST_FAULTS, Fault, FieldError, HelhedsplanError, PostingError
from helhedsplan_finance.text import Message, message, short

MOST_ROWS = 1_000_000
_MOST_COUNTED = 10_000  # faults beside those that are listed, after which the rest is not read
_MOST_REMARKS = 1_000
_BLOCK = 512  # rows; of a larger one more is read twice where there is a fault
_TEXTS = ("post", "stream", "account", "voucher", "text", "source", "afdeling")
_SIGNS: dict[Sign, tuple[int, int]] = {"udgift +": (1, -1), "udgift -": (-1, 1), "begge +": (1, 1)}
Row = tuple[int, Sequence[Any]]


class _Read(dict[Any, Any]):
    """The values of cells that were read before; a file repeats its days and many of its amounts."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        self[cell] = value = self._read(cell)
        return value


class _Rows:
    """The rows of a table that are read so far: postings, rows left out, and remarks."""

    def __init__(self, at: Mapping[str, int], width: int, mapping: AccountMapping, file: str, *, typed: bool) -> None:
        self.found: list[Posting] = []
        self.left_out: dict[tuple[str, str], tuple[int, int]] = {}
        self.remarks: list[Remark] = []
        self._file, self._width, self._typed = file, width, typed
        self._days = _Read(day_reader(mapping.file.date))
        in_ore = "amount" not in at
        self._amount = whole_ore if in_ore else amount_reader(mapping.file.decimal)
        self._all_amounts = None if in_ore else amounts_reader(mapping.file.decimal)
        self._places, self._signs = Places(mapping.accounts), _SIGNS[mapping.file.sign]
        self._of_day, self._of_amount = at["date"], at["ore" if in_ore else "amount"]
        # A column that is not there is the blank cell behind the last one.
        self._of_texts = itemgetter(*(at.get(name, width) for name in _TEXTS))

    def add_block(self, lines: Sequence[int], rows: Sequence[Sequence[Any]]) -> bool:
        """Read rows by column, and return whether that was possible; nothing is kept where it was not."""
        lengths = {*map(len, rows)}
        if self._typed or self._all_amounts is None or len(lengths) > 1 or min(lengths) < self._width:
            return False
        columns = [*zip(*rows, strict=True)]
        if any(cell.strip() for column in columns[self._width :] for cell in column):
            return False
        columns[self._width :] = [("",) * len(rows)]
        amounts = self._all_amounts(columns[self._of_amount])
        if amounts is None:
            return False
        try:
            days = [*map(self._days.__getitem__, columns[self._of_day])]
        except HelhedsplanError:
            return False
        stated, streams, accounts, vouchers, texts, sources, afdelinger = (
            [*map(str.strip, cells)] for cells in self._of_texts(columns)
        )
        places = [*map(self._places.__getitem__, accounts)]
        if any(stated) or any(streams):
            if any(map(and_, map(bool, stated), map(bool, streams))):
                return False
            own = zip(places, stated, streams, strict=True)
            places = [Place(post or None, stream or None) if post or stream else one for one, post, stream in own]
        cost, income = self._signs
        found = map(
            Posting,
            lines,
            repeat(self._file),
            days,
            [one.post for one in places],
            [one.stream for one in places],
            [one or None for one in sources],
            [one or None for one in afdelinger],
            vouchers,
            texts,
            accounts,
            [ore * (cost if one.stream is None else income) for ore, one in zip(amounts, places, strict=True)],
        )
        for posting, place, ore in zip(found, places, amounts, strict=True):
            if place.ignore is None:
                self.found.append(posting)
            else:
                self._leave_out(posting.account, place.ignore, ore)
        return True

    def _leave_out(self, account: str, why: str, ore: int) -> None:
        count, sum_ = self.left_out.get((account, why), (0, 0))
        self.left_out[account, why] = count + 1, sum_ + ore

    def add(self, line: int, row: Sequence[Any]) -> None:
        """Read a row; raises an error of the library, without the line, for one that cannot be read."""
        values = [*row, ""] if len(row) == self._width else self._padded(row)
        ore = self._amount(values[self._of_amount])
        cells = [*map(_text, values)] if self._typed else values
        if ore is None:
            self._without_amount(line, cells)
            return
        day = self._days[values[self._of_day]]
        post, stream, account, voucher, text, source, afdeling = map(str.strip, self._of_texts(cells))
        if not post and not stream:
            place = self._places[account]
            if place.ignore is not None:
                self._leave_out(account, place.ignore, ore)
                return
            post, stream = place.post or "", place.stream or ""
        elif post and stream:
            raise FieldError("postings.both_places", post=short(post), stream=short(stream))
        self.found.append(
            Posting(
                line,
                self._file,
                day,
                post or None,
                stream or None,
                source or None,
                afdeling or None,
                voucher,
                text,
                account,
                ore * self._signs[1 if stream else 0],
            )
        )

    def _padded(self, row: Sequence[Any]) -> list[Any]:
        """Return a row of fewer or more cells than headings with a blank cell behind the last heading."""
        if any(_text(cell).strip() for cell in row[self._width :]):
            raise FieldError("postings.more_cells", found=len(row), headings=self._width)
        return [*row[: self._width], *[""] * (self._width + 1 - min(len(row), self._width))]

    def _without_amount(self, line: int, cells: Sequence[str]) -> None:
        """Keep a row of one text as a remark; a row of more cells lacks its amount."""
        filled = [text for cell in cells if (text := cell.strip())]
        if len(filled) > 1:
            raise FieldError("postings.blank_amount")
        if filled and len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(Remark(self._file, line, short(filled[0])))


def read_table(rows: Iterable[Row], mapping: AccountMapping, file: str, *, typed: bool = False) -> Postings:
    """Read the rows of a table; ``typed`` cells may be numbers, days and missing values beside texts.

    Raises :class:`PostingError` with the first faults by line and the number of the others, up to 10,000.
    """
    ahead = iter(rows)
    headings = _headings(ahead, file)
    at, wrong = find_columns(headings, mapping.column)
    if wrong:
        raise PostingError(wrong, file=file)
    read = _Rows(at, len(headings), mapping, file, typed=typed)
    faults, more, number = list[Fault](), 0, 0
    while more < _MOST_COUNTED and (block := list(islice(ahead, min(_BLOCK, MOST_ROWS - number)))):
        number += len(block)
        if read.add_block(*zip(*block, strict=True)):
            continue
        for line, row in block:
            try:
                read.add(line, row)
            except HelhedsplanError as error:
                if len(faults) < MOST_FAULTS:
                    faults.append(_at(line, error.message))
                elif (more := more + 1) == _MOST_COUNTED:
                    break
    if number == MOST_ROWS and (beyond := next(ahead, None)) is not None:
        faults.insert(0, _at(beyond[0], message("postings.many", most=MOST_ROWS)))
    if faults:
        raise PostingError(faults, file=file, more=more)
    ignored = tuple(Ignored(file, account, why, *counted) for (account, why), counted in read.left_out.items())
    return Postings(tuple(read.found), ignored, tuple(read.remarks))


def _at(line: int, what: Message) -> Fault:
    return Fault("", message("postings.at_line", line=line, what=what))


def _headings(rows: Iterator[Row], file: str) -> list[Any]:
    for _, cells in rows:
        if any(_text(cell).strip() for cell in cells):
            last = max(number for number, cell in enumerate(cells) if _text(cell).strip())
            return list(cells[: last + 1])
    raise PostingError([Fault("", message("postings.empty"))], file=file)


def _text(cell: Any) -> str:
    """Return a cell as text; a whole number has no decimals, and a missing value is blank."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, (float, Decimal)) and isfinite(cell) and cell.as_integer_ratio()[1] == 1:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
