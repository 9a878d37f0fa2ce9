"""The workbooks of all tests that LibreOffice looks at, converted together in as few starts as there are workers.

A test names the batch of books that it needs, ``@published.needed``, and takes what came of them, ``batch``. The first
worker that comes to such a test writes and converts a part of what all selected tests need; another takes the next
part, and each waits for the part that holds its own batch. So LibreOffice starts a few times, not for every test.
"""

import hashlib
import os
import pickle
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import pytest

from excel.books import book_of, typed
from excel.cells import Cells
from excel.recalculate import computed_cells, converted, stripped
from helhedsplan_finance import Plan

Way = Literal["recalculated", "resaved", "printed"]
_SUFFIXES = {"recalculated": "csv", "resaved": "xlsx", "printed": "pdf"}
_PATIENCE = 1800  # seconds, on a machine that has much else to do


@dataclass(frozen=True, eq=False)
class Batch:
    """Books that some tests need, written by a function into a folder of their own, and what is done with them."""

    way: Way
    write: Callable[[Path], Sequence[Path]]
    name: str
    size: int = 1

    @property
    def needed(self) -> pytest.MarkDecorator:
        """Mark a test as one that needs these books."""
        return pytest.mark.books(self)


def batch(way: Way, size: int = 1) -> Callable[[Callable[[Path], Sequence[Path]]], Batch]:
    """Make a batch of a function that writes books; its size decides how the work is shared out."""
    return lambda write: Batch(way, write, f"{write.__module__}.{write.__qualname__}", size)


@dataclass(frozen=True)
class Converted:
    """A workbook, and the file that LibreOffice made of it; for computed cells, the start of their files' names."""

    book: Path
    result: Path

    @property
    def plan(self) -> Plan:
        """Return the made-up plan that the book was written from; this process may make up others."""
        return cast("Plan", pickle.loads(_beside(self.book).read_bytes()))  # noqa: S301 - written by this run

    @property
    def cells(self) -> Cells:
        """Return what LibreOffice computed from the formulas alone."""
        return computed_cells(self.book, self.result.parent, self.result.name)


def _beside(book: Path) -> Path:
    return book.with_suffix(".plan")


def keep(plan: Plan, book: Path) -> Path:
    """Keep a made-up plan beside its book, for :attr:`Converted.plan`; return the book.

    What Hypothesis makes up depends on the modules that are loaded, so the process that looks at the converted books
    may make up other plans than the process that wrote them.
    """
    _beside(book).write_bytes(pickle.dumps(plan))
    return book


class Store:
    """The batches of a run in a folder that its workers share."""

    def __init__(self, folder: Path, batches: Sequence[Batch], parts: int) -> None:
        self._folder = folder
        self._parts: list[list[Batch]] = [[] for _ in range(parts)]
        for one in sorted(batches, key=lambda one: (-one.size, one.name)):
            min(self._parts, key=lambda part: sum(held.size for held in part)).append(one)

    def get(self, wanted: Batch) -> list[Converted]:
        """Return the converted books of a batch, once they are there."""
        (own,) = (number for number, part in enumerate(self._parts) if wanted.name in {one.name for one in part})
        for number in sorted(range(len(self._parts)), key=lambda number: number != own):
            if self._claim(number):
                self._convert(number)
        result, end = self._folder / f"part{own}.done", time.monotonic() + _PATIENCE
        while not result.exists():
            assert time.monotonic() < end, "another worker has not converted the workbooks"
            time.sleep(0.1)
        found = pickle.loads(result.read_bytes())[wanted.name]  # noqa: S301 - written by this run
        if isinstance(found, str):
            pytest.fail(found)
        return list(found)

    def _claim(self, number: int) -> bool:
        try:
            os.close(os.open(self._folder / f"part{number}.claimed", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def _convert(self, number: int) -> None:
        part, folder = self._parts[number], self._folder / f"part{number}"
        done: dict[str, Any] = {}
        try:
            sources: dict[str, Path] = {}
            for one in part:
                done[one.name] = self._written(one, folder, sources)
            for suffix in _SUFFIXES.values():
                if files := [path for path in sources.values() if path.parent.name == suffix]:
                    converted(files, suffix, folder / "done" / suffix)
        except Exception:
            done = {one.name: traceback.format_exc() for one in part}
        half = self._folder / f"part{number}.half"
        half.write_bytes(pickle.dumps(done))
        half.rename(self._folder / f"part{number}.done")

    def _written(self, one: Batch, folder: Path, sources: dict[str, Path]) -> list[Converted] | str:
        """Write a batch's books; one that equals another is converted once."""
        own, suffix = folder / one.name, _SUFFIXES[one.way]
        own.mkdir(parents=True)
        (folder / suffix).mkdir(exist_ok=True)
        results = []
        try:
            for book in one.write(own):
                source = folder / suffix / f"{len(sources)}.xlsx"
                if one.way == "recalculated":
                    stripped(book, source)
                else:
                    source.write_bytes(book.read_bytes())
                key = suffix + hashlib.sha256(source.read_bytes()).hexdigest()
                stem = sources.setdefault(key, source).stem
                done = folder / "done" / suffix
                results.append(Converted(book, done / (stem if suffix == "csv" else f"{stem}.{suffix}")))
        except Exception:
            return traceback.format_exc()
        return results


def typing(name: str, plan: Plan | str, *edits: dict[str, Any], **options: Any) -> Batch:
    """Return the batch of a plan's workbook that is typed into, a book for each edit."""

    def write(folder: Path) -> list[Path]:
        book = book_of(plan, folder, **options)
        return [typed(book, cells, f"typed{number}.xlsx") for number, cells in enumerate(edits)]

    return Batch("recalculated", write, name, len(edits))
