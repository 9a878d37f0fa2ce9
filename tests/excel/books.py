"""Workbooks for the tests: written from a plan, opened, typed into, and taken apart."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

import build
from asking import refusal
from excel.hand import type_cells
from helhedsplan_finance import Plan, PlanError, PlanFileError, read_workbook


def book_of(plan: Plan | str, folder: Path, name: str = "budget.xlsx", **options: Any) -> Path:
    """Write a plan's workbook; one that this process has written before is written again from memory."""
    path = folder / name
    path.write_bytes(content_of(build.published(plan) if isinstance(plan, str) else plan, **options))
    return path


def content_of(plan: Plan, **options: Any) -> bytes:
    """Return the bytes of a plan's workbook, made once in a process: the same plan gives the same bytes."""
    made = _MADE[plan.name]
    for known, how, content in made:
        if how == options and known == plan:
            return content
    with TemporaryDirectory() as folder:
        plan.to_excel(Path(folder) / "budget.xlsx", **options)
        made.append((plan, options, (Path(folder) / "budget.xlsx").read_bytes()))
    return made[-1][2]


_MADE: defaultdict[str, list[tuple[Plan, dict[str, Any], bytes]]] = defaultdict(list)  # by the plan's name


def changed(book: Path, change: Callable[[Any], None], name: str = "") -> Path:
    """Change a workbook as a person would, and save it under another name."""
    loaded = openpyxl.load_workbook(book)
    change(loaded)
    target = book.with_name(name or f"changed-{book.name}")
    loaded.save(target)
    return target


def type_into(cells: dict[str, Any]) -> Callable[[Any], None]:
    """Return a change that types into cells such as ``Kilder!G6``."""

    def type_in(loaded: Any) -> None:
        for place, value in cells.items():
            sheet, name = place.split("!")
            loaded[sheet][name] = value

    return type_in


def typed(book: Path, cells: dict[str, Any], name: str = "") -> Path:
    """Type into a workbook, and save it under another name."""
    return type_cells(book, cells, book.with_name(name or f"changed-{book.name}"))


def rewritten(book: Path, part: str, change: Callable[[bytes], bytes], name: str = "hostile.xlsx") -> Path:
    """Change one part of a workbook as its bytes."""
    target = book.with_name(name)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, change(content) if info.filename == part else content)
    return target


def named(book: Path, change: Callable[[str], str]) -> Path:
    """Change the list of a workbook's names."""
    return rewritten(book, "xl/workbook.xml", lambda content: change(content.decode()).encode(), f"named-{book.name}")


def without_ids(book: Path) -> Path:
    """Return a workbook as 0.1.0 wrote it: without ids of columns, and without its language."""
    names = r'<definedName name="(?:hhp_[^"]*|planSprog)"[^>]*>[^<]*</definedName>'
    return named(book, lambda content: re.sub(names, "", content))


def refused(book: Path) -> str:
    """Return what is said of a workbook that is refused."""
    return refusal(read_workbook, book, error=(PlanError, PlanFileError)).replace(f"{book}: ", "")


def opened(content: bytes, *, values: bool = False) -> Any:
    """Open a workbook's bytes."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)
