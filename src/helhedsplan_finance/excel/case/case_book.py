"""The workbook of a case as a whole: its sheets in order, and the file."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.errors import CalculationError, PlanFileError
from helhedsplan_finance.excel.base.case_tables import MOST_POSTINGS
from helhedsplan_finance.excel.base.language import in_language
from helhedsplan_finance.excel.base.names import anchor
from helhedsplan_finance.excel.base.new_book import NewBook
from helhedsplan_finance.excel.base.style import Styles
from helhedsplan_finance.excel.base.workbook_guard import look_through
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case import (
    aarsopgoerelse,
    aendringer,
    beregning,
    opfoelgning,
    posteringer,
    sag,
    versionsbudget,
)
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_layout import SHEETS, Layout, layout_of
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.disk import write_atomically

_WRITERS = {
    "beregning": beregning.write,
    "sag": sag.write,
    "opfoelgning": opfoelgning.write,
    "posteringer": posteringer.write,
    "aendringer": aendringer.write,
    "aarsopgoerelse": aarsopgoerelse.write,
    "versionsbudget": versionsbudget.write,
}
_ON_REQUEST = ("versionsbudget", "beregning")  # not printed with the whole workbook


def write_case(versions: Versions, postings: Sequence[Posting], as_of: date, path: str | Path, lang: Lang) -> None:
    """Write the workbook of a case atomically.

    Raises :class:`PlanFileError` for a file that cannot be written, and :class:`CalculationError` where no version is
    approved on the day, or a workbook has no room for the postings.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise PlanFileError("file.not_xlsx", file=path)
    content = case_bytes(versions, postings, as_of, lang)
    look_through(content, path)  # what is written can be read
    write_atomically(path, content)


def case_bytes(versions: Versions, postings: Sequence[Posting], as_of: date, lang: Lang = "da") -> bytes:
    """Return the workbook of a case as the bytes of an .xlsx file; the same case gives the same bytes."""
    if len(postings) > MOST_POSTINGS:
        raise CalculationError("casebook.many_postings", found=len(postings), most=MOST_POSTINGS)
    buffer = BytesIO()
    book = NewBook(buffer, versions.case.name, as_of)
    write_case_sheets(book, layout_of(versions, postings, as_of, lang), Figures(versions, tuple(postings), as_of))
    book.close()
    return in_language(buffer.getvalue(), lang)


def write_case_sheets(book: Any, layout: Layout, figures: Figures) -> dict[str, Sheet]:
    """Write every sheet into a workbook, and return them by key."""
    styles, written = Styles(book), {}
    for key in SHEETS:
        name = layout.names[key]
        raw = book.new_sheet(name)
        written[key] = Sheet(book, raw, styles, layout.lang, name, layout.has_ore, plan_name=figures.versions.case.name)
        book.define_name(anchor(key), f"='{name}'!$A$1")
    for key, write in _WRITERS.items():
        write(written[key], layout, figures)
    for key in _ON_REQUEST:
        written[key].print_on_request()
    return written
