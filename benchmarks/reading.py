"""How long a workbook takes to read back, beside one ``openpyxl.load_workbook`` of it. Prints a table; asserts nothing.

Run it from the root of the repository with ``python -m benchmarks.reading``. The two take turns, so that what else the
machine does slows both; the least CPU time of each counts.
"""

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from benchmarks.timing import REPEATS

from helhedsplan_finance import Plan, read_workbook
from helhedsplan_finance.excel.base.workbook_guard import look_through
from helhedsplan_finance.excel.readback.opened import Book

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data"
TARGET = 1.0


def least(*steps: "Callable[[], object]") -> list[float]:
    """Return the least CPU time of each step in milliseconds, of runs that take turns."""
    times = [[_once(step) for step in steps] for _ in range(REPEATS)]
    return [min(run) for run in zip(*times, strict=True)]


def _once(step: "Callable[[], object]") -> float:
    start = time.process_time()
    step()
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print the times."""
    titles = ("guard", "opened", "read back", "openpyxl", "opened", "read back")
    print(f"{'':<22}{'cells':>7}" + "".join(f"{title:>11}" for title in titles))
    print(f"{'':<22}{'':>7}" + f"{'ms':>11}" * 4 + f"{'ratio':>11}" * 2)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(DATA.glob("*.toml")):
            book = Path(folder) / f"{path.stem}.xlsx"
            Plan.from_file(path).to_excel(book)
            print(_row(book))
    print(f"target: reading back takes at most {TARGET} of one openpyxl load")


def _row(book: Path) -> str:
    content, opened = book.read_bytes(), Book(book)
    cells = sum(1 for sheet in opened.sheets for _ in opened.cells(sheet))
    guard, opening, reading, theirs = least(
        lambda: look_through(content, book),
        lambda: Book(book),
        lambda: read_workbook(book),
        lambda: openpyxl.load_workbook(book),
    )
    shown = "".join(f"{time_:>11.1f}" for time_ in (guard, opening, reading, theirs))
    return f"{book.stem:<22}{cells:>7}{shown}{opening / theirs:>11.2f}{reading / theirs:>11.2f}"


if __name__ == "__main__":
    main()
