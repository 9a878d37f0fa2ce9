"""The demo on a real plan: read it, check it, write its workbook, its charts and its pages."""

from importlib.util import find_spec
from pathlib import Path

from helhedsplan_finance.api import Plan
from helhedsplan_finance.outputs.charts.save import save_charts
from helhedsplan_finance.outputs.pages.make import write_pages
from helhedsplan_finance.plan.examples import EXAMPLE, example_plan
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.disk import write_atomically


def run_demo(folder: Path, lang: Lang) -> tuple[Plan, Report, list[Path]]:
    """Run on the Amager plan, into a folder; return the plan, its report, and the written files."""
    copy = folder / EXAMPLE
    write_atomically(copy, example_plan())
    plan = Plan.from_file(copy)
    workbook = folder / f"amager-{say('workbook.file', lang)}.xlsx"
    plan.to_excel(workbook, lang=lang)
    charts = [path for one in save_charts(plan, folder, lang=lang) for path in one.paths]
    return plan, plan.check(), [copy, workbook, *charts, *write_pages(plan, folder, lang=lang, forms=_forms())]


def _forms() -> tuple[str, ...]:
    """Return the file formats of the pages: the defaults, without PDF where Typst, an extra, is not installed."""
    return () if find_spec("typst") is not None else ("html", "md")
