"""What a person takes away: the workbook, the pages, the tables and the plan file, each made here."""

import io
import zipfile
from pathlib import Path
from typing import Any

from desk.looks import Answer, plan_of
from helhedsplan_finance.excel.workbook import workbook_bytes
from helhedsplan_finance.outputs.pages.make import make_page
from helhedsplan_finance.outputs.pages.page import READERS
from helhedsplan_finance.text import Lang, say

_TIME = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same plan gives the same bytes


def taken(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001 - every question has files
    """Return a plan as a file: ``workbook``, ``toml``, ``json``, ``csv`` (a zip), or the page of a reader."""
    plan, what = plan_of(asked["plan"]), asked["what"]
    if what == "workbook":
        return {}, {f"{say('workbook.file', lang)}.xlsx": workbook_bytes(plan, lang=lang)}
    if what in {"toml", "json"}:
        path = Path(f"plan.{what}")
        plan.to_file(path)
        return {}, {path.name: path.read_bytes()}
    if what == "csv":
        return {}, {"tabeller.zip": _zip(plan.to_csv("tabeller", lang=lang))}
    if what in READERS:
        page = make_page(plan, what, lang=lang, units=asked.get("units") or None)
        return {}, {f"{say(f'page.file_{what}', lang)}.html": page.to_html().encode("utf-8")}
    raise ValueError(what)


def _zip(paths: list[Path]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as stored:
        for path in paths:
            entry = zipfile.ZipInfo(path.name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            stored.writestr(entry, path.read_bytes())
    return buffer.getvalue()
