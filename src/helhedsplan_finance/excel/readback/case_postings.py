"""The postings of a case's workbook: every filled row below the headings, also below the table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from helhedsplan_finance.calculators.followup.date_forms import day_reader
from helhedsplan_finance.calculators.followup.postings import Posting, Postings, Remark
from helhedsplan_finance.errors import MOST_FAULTS
from helhedsplan_finance.excel.base.case_tables import POSTINGS
from helhedsplan_finance.excel.base.serial_days import DAY_ZERO
from helhedsplan_finance.excel.readback.case_rows import CaseRows
from helhedsplan_finance.excel.readback.opened import Cell
from helhedsplan_finance.plan.kinds import FIRST_DAY, LAST_DAY
from helhedsplan_finance.text import short

_READ_DAY, _LAST_SERIAL = day_reader(None), 99_999
_TEXTS = ("post", "stream", "source", "afdeling", "voucher", "text", "account")


class Spelling:
    """Words as the case spells them: formulas do not tell ``Lbf`` from ``lbf``, so neither does the reading."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = {word.casefold(): word for word in known}

    def __call__(self, word: str) -> str | None:
        """Return a word as it was first spelled; ``None`` for an empty one."""
        return self._known.setdefault(word.casefold(), word) if word else None


def read_case_postings(rows: CaseRows, posts: Spelling, streams: Spelling, sources: Spelling) -> Postings:
    """Read the postings; their file is the workbook, and their line the row of its sheet."""
    table, columns = rows.table(POSTINGS), rows.columns(POSTINGS)
    keys = {column: key for key, column in columns.items()}
    by_row: defaultdict[int, dict[str, Cell]] = defaultdict(dict)
    for cell in rows.book.cells(table.sheet):
        if cell.row > table.header and cell.column in keys:
            by_row[cell.row][keys[cell.column]] = cell
    afdelinger, file = Spelling(), str(rows.book.path)
    found, remarks = [], []
    for row in sorted(by_row):
        if len(rows.notes.faults) > MOST_FAULTS:
            rows.notes.more += 1
            continue
        cells = by_row[row]
        if "ore" not in cells:
            if len(cells) == 1:
                (cell,) = cells.values()
                remarks.append(Remark(file, row, short(rows.stored(cell))))
            else:
                rows.notes.fault(next(iter(cells.values())).place, "postings.blank_amount")
            continue
        posting = _posting(rows, cells, row, file, (posts, streams, sources, afdelinger))
        if posting is not None:
            found.append(posting)
    return Postings(tuple(found), (), tuple(remarks))


def _posting(
    rows: CaseRows,
    cells: Mapping[str, Cell],
    row: int,
    file: str,
    spelled: tuple[Spelling, Spelling, Spelling, Spelling],
) -> Posting | None:
    amount = rows.amount(cells["ore"])
    day = rows.read(cells["date"], _day) if "date" in cells else None
    texts = {key: rows.read(cells[key], _text) or "" if key in cells else "" for key in _TEXTS}
    posts, streams, sources, afdelinger = spelled
    if texts["post"] and texts["stream"]:
        found = {"post": short(texts["post"]), "stream": short(texts["stream"])}
        rows.notes.fault(cells["stream"].place, "postings.both_places", **found)
    if amount is None:
        return None
    return Posting(
        row,
        file,
        day,
        posts(texts["post"]),
        streams(texts["stream"]),
        sources(texts["source"]),
        afdelinger(texts["afdeling"]),
        texts["voucher"],
        texts["text"],
        texts["account"],
        amount.ore,
    )


def _day(value: Any) -> date | None:
    """Return a day; a number is one too, where a cell below the table has no format of its own."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        day = DAY_ZERO + timedelta(days=max(0, min(int(value), _LAST_SERIAL)))
        if FIRST_DAY <= day <= LAST_DAY:
            return day
    return _READ_DAY(value)


def _text(value: Any) -> str:
    """Return a cell as text; a whole number has no decimals."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return str(value).strip()
