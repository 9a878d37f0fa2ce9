"""The files that a person opens: a plan, a workbook, several answers to one plan, or a case with its postings."""

from datetime import date
from pathlib import Path
from typing import Any

from desk.cases import case_in, read_case
from desk.looks import Answer, look_at, plan_of
from helhedsplan_finance.api import Plan, read_workbook
from helhedsplan_finance.calculators.derived.merged_answers import merge_answers
from helhedsplan_finance.document.fragment import fragment_of
from helhedsplan_finance.errors import CalculationError, Fault, PlanFileError
from helhedsplan_finance.plan.examples import EXAMPLE, example_plan
from helhedsplan_finance.plan.file import plan_data
from helhedsplan_finance.plan.foreign_files import foreign_by_name
from helhedsplan_finance.text import Lang

_PLANS = {".toml", ".json"}


def opened(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:
    """Return what some files are: a plan at a glance, or a case whose follow-up is asked for with them.

    Several workbooks are answers to one plan: the plan file among them, or else the plan that is open.
    """
    found = case_in(files)
    if found is not None:
        _, day, notes = read_case(files)
        shown = (day or date.today()).isoformat()  # noqa: DTZ011 - the day of the person who asks
        return {"case": found.name, "day": shown, "notes": _notes(notes, lang)}, {}
    books = [one for one in files if one.suffix.lower() == ".xlsx"]
    plans = [one for one in files if one.suffix.lower() in _PLANS]
    if not books and not plans:
        raise foreign_by_name(files[0]) or PlanFileError("browser.no_plan", file=files[0])
    if len(books) > 1 or (books and plans):
        return _merged(asked, books, plans, lang), {}
    if books:
        reading = read_workbook(books[0])
        return {**look_at(reading.plan, lang), "notes": _notes(reading.notes, lang)}, {}
    if len(plans) > 1:
        raise CalculationError("browser.many_plans", names=[one.name for one in plans])
    return look_at(Plan.from_file(plans[0]), lang), {}


def example(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001
    """Return the published plan of Amager."""
    path = Path(EXAMPLE)
    path.write_bytes(example_plan())
    return look_at(Plan.from_file(path), lang), {}


def _merged(asked: dict[str, Any], books: list[Path], plans: list[Path], lang: Lang) -> dict[str, Any]:
    """Return the answers in one plan, with what two of them say differently."""
    if plans:
        base = Plan.from_file(plans[0])
    elif asked.get("plan"):
        base = plan_of(asked["plan"])
    else:
        raise CalculationError("browser.no_base")
    readings = {one.stem: read_workbook(one) for one in books}
    merged = merge_answers(base, {name: one.plan for name, one in readings.items()}, prefer=asked.get("prefer") or None)
    notes = [note for name, one in readings.items() for note in _notes(one.notes, lang, of=name)]
    told = {"merged": fragment_of(merged.document(lang)), "notes": notes}
    if merged.plan is None:
        return {**told, "base": plan_data(base), "prefer": list(readings)}
    return {**look_at(merged.plan, lang), **told}


def _notes(notes: tuple[Fault, ...], lang: Lang, *, of: str = "") -> list[dict[str, str]]:
    start = f"{of}: " if of else ""
    return [{"where": f"{start}{note.where}", "what": note.what.show(lang)} for note in notes]
