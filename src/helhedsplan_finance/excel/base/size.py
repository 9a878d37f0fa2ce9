"""The largest workbook: the bounds of the guard, so that every written workbook can be read back."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from helhedsplan_finance.errors import CalculationError, PlanFileError
from helhedsplan_finance.excel.base.part_counts import MOST_CELLS, MOST_ROWS
from helhedsplan_finance.excel.base.positions import ROOM, Rows
from helhedsplan_finance.excel.base.workbook_guard import MOST_BYTES, MOST_UNPACKED, look_through
from helhedsplan_finance.plan.bounds import MOST_ROWS as MOST_ROWS_OF_A_TABLE
from helhedsplan_finance.plan.plan import KEYS, PlanData
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.text.shown import Deferred

# A smaller file cannot exceed the bounds of the guard in any part; a plan of 60 budget lines has 0.8 MB.
_SURE_BYTES = 2_000_000
# On Huslejevirkning: weight, rest and amount under each element of the key; payment, three effects, months.
_ROWS_OF_A_HOME = 3 * len(KEYS) + 5
_ROWS_ABOVE = 5  # of a sheet: its title and the header of its table


def refuse_many_rows(
    plan: PlanData, path: Path, *, template: bool = False, room: Mapping[str, int] | None = None
) -> None:
    """Refuse a plan whose workbook would have too many rows on a sheet, before it is made."""
    for key, count in (room or {}).items():
        if key not in ROOM:
            raise CalculationError("file.room_unknown", found=short(key), known=ROOM)
        if not 0 < count <= MOST_ROWS_OF_A_TABLE:
            raise CalculationError("file.room_most", found=count, most=MOST_ROWS_OF_A_TABLE)
    rows = Rows.of(plan, template=template, room=room)
    by_sheet = {
        "data": (len(rows.streams) + len(rows.costs)) * len(plan.period.years) + _ROWS_ABOVE,
        "huslejevirkning": _ROWS_OF_A_HOME * len(rows.afdelinger),
    }
    for sheet, count in by_sheet.items():
        if count > MOST_ROWS:
            name = message(f"sheets.name_{sheet}")
            raise _too_large(
                plan, path, message("file.limit_rows", sheet=Deferred(name.show), rows=count, most=MOST_ROWS)
            )


def refuse_unreadable(content: bytes, plan: PlanData, path: Path) -> None:
    """Refuse a finished workbook that the guard would refuse, before it is written to disk."""
    if len(content) > MOST_BYTES:
        raise _too_large(plan, path, message("file.limit_packed", most=MOST_BYTES // 1_000_000))
    with ZipFile(BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) < _SURE_BYTES:
            return
    try:
        look_through(content, path)
    except PlanFileError as error:
        raise _too_large(plan, path, _LIMITS.get(error.message.key, _UNPACKED)) from None


_UNPACKED = message("file.limit_unpacked", most=MOST_UNPACKED // 1_000_000)
_LIMITS = {
    "file.far_out": message("file.limit_any_rows", most=MOST_ROWS),
    "file.many_cells": message("file.limit_cells", most=MOST_CELLS),
}


def _too_large(plan: PlanData, path: Path, limit: Message) -> PlanFileError:
    return PlanFileError(
        "file.large_book",
        file=path,
        lines=len(plan.costs),
        streams=len(plan.streams),
        homes=len(plan.afdelinger),
        years=len(plan.period.years),
        limit=limit,
    )
