"""The workbook as a whole: its sheets in order, and the file."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.excel.sheets import budget, finansieringsplan, forside, kilder, kontrol
from helhedsplan_finance.excel.style import Styles
from helhedsplan_finance.files import write_atomically
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say

SHEETS = ("forside", "kilder", "budget", "finansieringsplan", "kontrol")


def write_workbook(plan: PlanData, path: str | Path, *, report: Report | None = None, lang: Lang = "da") -> None:
    """Write a plan's workbook whole or not at all; raises :class:`PlanFileError` for a file that cannot be written."""
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise PlanFileError("file.not_xlsx", file=path)
    write_atomically(path, workbook_bytes(plan, report=report, lang=lang))


def workbook_bytes(plan: PlanData, *, report: Report | None = None, lang: Lang = "da") -> bytes:
    """Return a plan's workbook as the bytes of an .xlsx file; the same plan gives the same bytes.

    The rules on it are those of ``report``, by default the plan's own check.
    """
    import xlsxwriter

    held = BytesIO()
    # Text from a plan stays text: nothing that begins with "=" becomes a formula, nothing becomes a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, options)
    # A fixed moment, from the plan, so that the file says nothing of when it was written.
    book.set_properties({"title": plan.name[:200], "created": datetime.combine(plan.rules_date, time())})
    book.set_calc_mode("auto")
    layout, styles = Layout.of(plan, report or check(plan), lang), Styles(book)
    names = {key: say(f"workbook.sheet_{key}", lang) for key in SHEETS}
    # Kontrol shows øre always: there a single one may turn a verdict.
    made = {
        key: Sheet(book, book.add_worksheet(name), styles, lang, ore=layout.has_ore or key == "kontrol")
        for key, name in names.items()
    }
    forside.write(made["forside"], layout, names)
    kilder.write(made["kilder"], layout)
    budget.write(made["budget"], layout)
    finansieringsplan.write(made["finansieringsplan"], layout)
    kontrol.write(made["kontrol"], layout)
    book.close()
    return held.getvalue()
