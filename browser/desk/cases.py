"""A case among the files that a person opens: its own file or its workbook, its postings, and a mapping of accounts."""

import tomllib
from datetime import date
from pathlib import Path

from helhedsplan_finance.api import Case, read_case_book
from helhedsplan_finance.errors import CalculationError, Fault, PlanFileError
from helhedsplan_finance.excel.base.case_tables import FORMAT
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.plan.bounds import bound_toml
from helhedsplan_finance.values.disk import read_text

_POSTINGS = {".csv", ".xlsx", ".txt"}


def case_in(files: list[Path]) -> Path | None:
    """Return the case among some files: a TOML file with versions, or a workbook of a case."""
    return next((one for one in files if _is_case(one)), None)


def read_case(files: list[Path]) -> tuple[Case, date | None, tuple[Fault, ...]]:
    """Return a case with its postings, the day to follow it up on, and what its workbook says of the reading.

    The day is that of the workbook, or else of the last posting.
    """
    found = case_in(files)
    if found is None:
        raise CalculationError("browser.no_case")
    day: date | None = None
    notes: tuple[Fault, ...] = ()
    if found.suffix.lower() == ".xlsx":
        reading = read_case_book(found)
        case, day, notes = Case.from_reading(reading), reading.as_of, reading.notes
    else:
        case = Case.from_file(found)
    postings = [one for one in files if one != found and one.suffix.lower() in _POSTINGS]
    mapping = next((one for one in files if "account" in _keys_of(one)), None)
    if postings:
        case = case.with_postings(*postings, mapping=mapping)
    if case.postings is None:
        raise CalculationError("browser.no_postings", case=found.name)
    days = [row.date for row in case.postings.rows if row.date is not None]
    return case, day or max(days, default=None), notes


def _is_case(path: Path) -> bool:
    if path.suffix.lower() != ".xlsx":
        return "version" in _keys_of(path)
    try:
        return Book(path).anchor(FORMAT) is not None
    except PlanFileError:  # what is told when it is read as a budget
        return False


def _keys_of(path: Path) -> set[str]:
    """Return the keys of a TOML file; none where it cannot be read, which is told when it is."""
    if path.suffix.lower() != ".toml":
        return set()
    try:
        text = read_text(path)
        bound_toml(text, path)
        return set(tomllib.loads(text))
    except (PlanFileError, tomllib.TOMLDecodeError, RecursionError):
        return set()
