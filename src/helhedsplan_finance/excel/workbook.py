"""The workbook as a whole: its sheets in order, and the file."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid
from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.language import in_language
from helhedsplan_finance.excel.base.names import anchor
from helhedsplan_finance.excel.base.new_book import NewBook
from helhedsplan_finance.excel.base.own import Own
from helhedsplan_finance.excel.base.positions import Layout, Rows
from helhedsplan_finance.excel.base.size import refuse_many_rows, refuse_unreadable
from helhedsplan_finance.excel.base.style import Styles
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets import (
    afdelinger,
    budget,
    data,
    finansieringsgrid,
    finansieringsplan,
    fondsmoms,
    forside,
    forudsaetninger,
    huslejevirkning,
    kilder,
    kontrol,
    log,
    poster,
    prisserier,
    regler,
    vejledning,
)
from helhedsplan_finance.excel.sheets.carry_own import carry
from helhedsplan_finance.excel.sheets.own_checks import checks_of
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.disk import write_atomically

SHEETS = (
    *("forside", "vejledning", "forudsaetninger", "kilder", "afdelinger", "poster", "budget", "finansieringsplan"),
    *("finansieringsgrid", "huslejevirkning", "fondsmoms", "prisniveau", "kontrol", "data", "regler", "log"),
)
_ON_REQUEST = ("data", "regler", "log")  # not printed with the whole workbook
_SUFFIX = ".xlsx"


def write_workbook(
    plan: PlanData,
    path: str | Path,
    *,
    report: Report | None = None,
    lang: Lang = "da",
    template: bool = False,
    own: Iterable[Own] = (),
    room: Mapping[str, int] | None = None,
) -> None:
    """Write a plan's workbook atomically.

    Raises :class:`PlanFileError` for a file that cannot be written, or a plan whose workbook could not be read again.
    """
    path = Path(path)
    if path.suffix.lower() != _SUFFIX:
        raise PlanFileError("file.not_xlsx", file=path)
    refuse_many_rows(plan, path, template=template, room=room)
    content = workbook_bytes(plan, report=report, lang=lang, template=template, own=own, room=room)
    refuse_unreadable(content, plan, path)
    write_atomically(path, content)


def workbook_bytes(
    plan: PlanData,
    *,
    report: Report | None = None,
    lang: Lang = "da",
    template: bool = False,
    own: Iterable[Own] = (),
    room: Mapping[str, int] | None = None,
) -> bytes:
    """Return a plan's workbook as the bytes of an .xlsx file; the same plan gives the same bytes.

    Its rules are those of ``report``, by default the plan's own check. A ``template`` has every input sheet, and more
    spare rows. ``own`` is what a person wrote into an earlier workbook, ``room`` the rows that tables have at least.
    """
    buffer = BytesIO()
    book = NewBook(buffer, plan.name, plan.rules_date)
    rows = Rows.of(plan, template=template, room=room)
    grid = FundingGrid.of(plan) if rows.grid else None
    layout = Layout.of(plan, check(plan) if report is None else report, lang, rows, grid)
    written = write_sheets(book, layout, template=template)
    carry(own, written, book.new_sheet, lang)
    book.close()
    return in_language(buffer.getvalue(), lang)


def sheets_of(layout: Layout) -> dict[str, str]:
    """Return the sheets of a plan's workbook in order, each with its name; those without data are left out."""
    there = {
        "afdelinger": bool(layout.rows.afdelinger),
        "poster": bool(layout.rows.costs),
        "budget": bool(layout.rows.costs),
        "finansieringsgrid": layout.rows.grid,
        "huslejevirkning": layout.rows.rent,
        "fondsmoms": layout.rows.external,
        "prisniveau": bool(layout.rows.series),
    }
    return {key: say(f"sheets.name_{key}", layout.lang) for key in SHEETS if there.get(key, True)}


def write_sheets(book: Any, layout: Layout, *, template: bool = False) -> dict[str, Sheet]:
    """Write every sheet into a workbook, and return them by key; those of a template have the name of the plan live."""
    styles, names, checks = Styles(book), sheets_of(layout), checks_of(layout)
    written = {}
    for key, name in names.items():
        # Kontrol always shows øre: one may turn a verdict.
        ore = layout.has_ore or key == "kontrol"
        raw = book.new_sheet(name)
        plan_name = layout.plan.name
        written[key] = Sheet(book, raw, styles, layout.lang, name, ore, plan_name=plan_name, names_live=template)
        book.define_name(anchor(key), f"='{name}'!$A$1")
    forside.write(written["forside"], layout, names, checks)
    vejledning.write(written["vejledning"], layout)
    forudsaetninger.write(written["forudsaetninger"], layout)
    kilder.write(written["kilder"], layout)
    if "afdelinger" in written:
        afdelinger.write(written["afdelinger"], layout)
    if "poster" in written:
        poster.write(written["poster"], layout, budget.area_cells(layout, names["budget"]))
        budget.write(written["budget"], layout)
    finansieringsplan.write(written["finansieringsplan"], layout)
    if layout.grid is not None and "finansieringsgrid" in written:
        finansieringsgrid.write(written["finansieringsgrid"], layout, layout.grid)
    if "huslejevirkning" in written:
        huslejevirkning.write(written["huslejevirkning"], layout)
    if "fondsmoms" in written:
        fondsmoms.write(written["fondsmoms"], layout)
    if "prisniveau" in written:
        prisserier.write_levels(written["prisniveau"], layout)
    kontrol.write(written["kontrol"], layout, checks)
    data.write(written["data"], layout)
    regler.write(written["regler"], layout)
    log.write(written["log"], layout, written)
    for key in _ON_REQUEST:
        written[key].print_on_request()
    return written
