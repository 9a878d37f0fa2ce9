"""The largest workbook: the bounds of the guard, so that every written workbook can be read back."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.part_counts import MOST_ROWS
from helhedsplan_finance.excel.base.positions import Rows
from helhedsplan_finance.excel.base.workbook_guard import MOST_UNPACKED, look_through
from helhedsplan_finance.plan.plan import KEYS, PlanData

# A smaller file cannot exceed the bounds of the guard in any part; a plan of 60 budget lines has 0.8 MB.
_SURE_BYTES = 2_000_000
# On Huslejevirkning: weight, rest and amount under each element of the key; payment, three effects, months.
_ROWS_OF_A_HOME = 3 * len(KEYS) + 5


def refuse_many_rows(plan: PlanData, path: Path, *, template: bool = False) -> None:
    """Refuse a plan whose workbook would have too many rows on a sheet, before it is made."""
    rows = Rows.of(plan, template=template)
    on_data = (len(rows.streams) + len(rows.costs)) * len(plan.period.years)
    if max(on_data, _ROWS_OF_A_HOME * len(rows.afdelinger)) > MOST_ROWS:
        raise _too_large(plan, path)


def refuse_unreadable(content: bytes, plan: PlanData, path: Path) -> None:
    """Refuse a finished workbook that the guard would refuse, before it is written to disk."""
    with ZipFile(BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) < _SURE_BYTES:
            return
    try:
        look_through(content, path)
    except PlanFileError:
        raise _too_large(plan, path) from None


def _too_large(plan: PlanData, path: Path) -> PlanFileError:
    return PlanFileError(
        "file.large_book",
        file=path,
        lines=len(plan.costs),
        streams=len(plan.streams),
        homes=len(plan.afdelinger),
        years=len(plan.period.years),
        rows=MOST_ROWS,
        most=MOST_UNPACKED // 1_000_000,
    )
