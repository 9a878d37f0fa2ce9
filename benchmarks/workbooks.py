"""How long a workbook takes to write and to read back, one and a thousand. Prints tables; asserts nothing.

Run it from the root of the repository with ``python -m benchmarks.workbooks``.
"""

import io
import os
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from benchmarks.timing import milliseconds
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from helhedsplan_finance import Plan, read_workbook
from helhedsplan_finance.excel.base.workbook_guard import look_through
from helhedsplan_finance.excel.workbook import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data"
PLAN = "eksempelparken-2022"
MANY, CORES = 1_000, 2
WRITE_TARGET, READ_TARGET, MANY_TARGET = 60, 100, 30

Grid = dict[str, list[tuple[int, int, object]]]


def cells_of(content: bytes) -> Grid:
    """Return every cell of a workbook, formulas as their text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [
            (row, column, cell.value)
            for row, line in enumerate(sheet.iter_rows(), start=1)
            for column, cell in enumerate(line, start=1)
            if cell.value is not None
        ]
        for sheet in book
    }


def write_plainly(grid: Grid) -> bytes:
    """Write the same cells with openpyxl, without styles, charts, validation or values of formulas."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, cells in grid.items():
        sheet = book.create_sheet(title)
        for row, column, value in cells:
            sheet.cell(row, column).value = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def write_one(job: tuple[str, str]) -> int:
    """Write one workbook in its own process; return its size."""
    plan, path = job
    Plan.from_file(plan).to_excel(path)
    return Path(path).stat().st_size


def many(folder: Path) -> float:
    """Write many workbooks on some cores, with a progress bar; return the seconds."""
    jobs = [(str(DATA / f"{PLAN}.toml"), str(folder / f"{number}.xlsx")) for number in range(MANY)]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    start = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool, Progress(*columns) as progress:
        task = progress.add_task(f"{MANY} workbooks on {CORES} cores", total=MANY)
        for _ in pool.map(write_one, jobs, chunksize=10):
            progress.advance(task)
    return time.perf_counter() - start


def main() -> None:
    """Print the times."""
    plan = Plan.from_file(DATA / f"{PLAN}.toml")
    content = workbook_bytes(plan)
    grid = cells_of(content)
    cells = sum(map(len, grid.values()))
    with tempfile.TemporaryDirectory() as name:
        book = Path(name) / "budget.xlsx"
        book.write_bytes(content)
        steps: dict[str, Callable[[], object]] = {
            "write: the plan's check and its workbook": lambda: workbook_bytes(plan),
            "  beside it: plain openpyxl, the same cells": lambda: write_plainly(grid),
            "read back: guard, cells, plan, every formula": lambda: read_workbook(book),
            "  of which the guard": lambda: look_through(content, book),
            "  beside it: plain openpyxl, load alone": lambda: openpyxl.load_workbook(book),
        }
        print(f"{f'{PLAN}: {cells} cells, {len(grid)} sheets, {len(content) // 1000} kB':<50}{'median':>12}{'min':>12}")
        for title, step in steps.items():
            times = milliseconds(step)
            print(f"  {title:<48}{statistics.median(times):>9.1f} ms{min(times):>9.1f} ms")
        print(f"targets: write at most {WRITE_TARGET} ms, read back at most {READ_TARGET} ms\n")
        seconds = many(Path(name))
    print(
        f"{MANY} workbooks: {seconds:.1f} s ({os.cpu_count()} cores here); target: at most {MANY_TARGET} s on {CORES}"
    )


if __name__ == "__main__":
    main()
