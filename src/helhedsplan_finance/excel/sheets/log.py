"""Log: what wrote the workbook, from which plan, and room for what was changed since."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import fill
from helhedsplan_finance.excel.base.memory import memory_text
from helhedsplan_finance.excel.base.names import (
    HASH,
    LANGUAGE,
    LOCKED,
    MEMORY,
    OWN_RULES,
    PROJECTED,
    RULES_FOR,
    VERSION,
)
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.remember import memory_of
from helhedsplan_finance.excel.base.row_keys import LOG_TABLE
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.fields import write_amount, write_number
from helhedsplan_finance.plan.file import plan_hash
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.plan.schema import LOCKED_PLAN, OPLYST, Field, word_of
from helhedsplan_finance.rules.choose import files_for
from helhedsplan_finance.rules.load import COMMON, policies
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import say
from helhedsplan_finance.values.version import __version__

NONE = "-"  # no policies at all, as opposed to those of the kommune
_CHANGES = 10
_CHANGE_FIELDS = (Field("log_day", "day", "date"), Field("log_what", "what", "note"), Field("log_why", "why", "note"))
_FIRST = 3


def write(sheet: Sheet, layout: Layout, written: Mapping[str, Sheet]) -> None:
    """Write the version of the library; the totals as stated in the plan; rows for changes; and the memory.

    The memory is of all sheets in ``written``, this one among them, as they are then.
    """
    lang = layout.lang
    sheet.head(say("sheets.title_log", lang), say("sheets.unit_log", lang))
    facts: tuple[tuple[str, str | date | None, str | None], ...] = (
        ("workbook.generator_name", "helhedsplan-finance", None),
        ("workbook.version", __version__, VERSION),
        ("workbook.hash", plan_hash(layout.plan), HASH),
        ("workbook.as_of", layout.report.rules_day.show(lang), None),
        *rules_for(layout.plan),
        ("workbook.projected", word_of("yes" if layout.report.projected else "no", lang), PROJECTED),
        ("kontrol.own_rules", ", ".join(own_rules(layout.report)) or word_of("none", lang), OWN_RULES),
        ("workbook.language", lang, LANGUAGE),
        *((f"column.plan_{key}", getattr(layout.plan, key), LOCKED[key]) for key in LOCKED_PLAN),
    )
    for row, (key, value, name) in enumerate(facts, start=_FIRST):
        sheet.text(row, 0, say(key, lang))
        if isinstance(value, date):
            sheet.day(row, 1, value)
        else:
            sheet.text(row, 1, value, "plain")
        if name is not None:
            sheet.book.define_name(name, f"='{sheet.name}'!$B${row + 1}")
    row = _write_totals(sheet, layout, _FIRST + len(facts) + 2)
    _changes(sheet, layout, row + 2)
    _remember(sheet, layout, row + 2 + _CHANGES + 3, written)
    sheet.finish({0: 30.0, 1: 40.0, 2: 60.0}, portrait=True)


def rules_for(plan: PlanData) -> list[tuple[str, str | date | None, str]]:
    """Return the facts that selected the rules on Kontrol: their titles, values, and cell names."""
    chosen = "" if plan.policies is None else ", ".join(plan.policies) or NONE
    return [
        ("column.plan_kommune", plan.kommune or "", RULES_FOR["kommune"]),
        ("column.plan_stage", plan.stage, RULES_FOR["stage"]),
        ("column.plan_as_of", plan.as_of, RULES_FOR["as_of"]),
        ("column.plan_policies", chosen, RULES_FOR["policies"]),
    ]


def own_rules(report: Report) -> list[str]:
    """Return the files of rules that are not shipped with the library."""
    used = dict.fromkeys(finding.limit.origin for finding in report.findings if finding.limit is not None)
    return [Path(name).name for name in used if name not in {*COMMON, *policies(), "plan"}]


def _write_totals(sheet: Sheet, layout: Layout, header: int) -> int:
    """Write the contributions that the plan states as one total; the years on Kilder count."""
    lang = layout.lang
    sheet.text(header - 1, 0, say("workbook.stated_totals", lang), "section")
    totals = [stream for stream in layout.plan.streams if stream.amount is not None or stream.spread != "months"]
    titles = sheet.table(OPLYST, [*map(Column, ("id", "stated_total", "spread"))], len(totals), header_row=header)
    sheet.header(header, titles, (), freeze=False)
    for row, stream in enumerate(totals, start=header + 1):
        sheet.text(row, 0, stream.id)
        sheet.text(row, 1, str(write_amount(stream.amount)) if stream.amount is not None else None)
        sheet.text(row, 2, spread_text(stream))
    return header + max(len(totals), 1)


def spread_text(stream: Stream) -> str:
    """Return the spread of a total in the plan format: a word, or the weight of each year."""
    if isinstance(stream.spread, str):
        return stream.spread
    return "; ".join(f"{year}: {write_number(weight)}" for year, weight in sorted(stream.spread.items()))


def _changes(sheet: Sheet, layout: Layout, header: int) -> None:
    sheet.text(header - 1, 0, say("workbook.changes", layout.lang), "section")
    titles = sheet.table(LOG_TABLE, columns(_CHANGE_FIELDS), _CHANGES, header_row=header)
    sheet.header(header, titles, (), freeze=False)
    fill(sheet, dict(enumerate(_CHANGE_FIELDS)), header + 1, [None] * _CHANGES)


def _remember(sheet: Sheet, layout: Layout, row: int, written: Mapping[str, Sheet]) -> None:
    """Write what the workbook remembers, each piece of it in a cell that shows as much as fits."""
    sheet.text(row, 0, say("workbook.memory", layout.lang), "section")
    sheet.text(row + 1, 0, say("workbook.memory_note", layout.lang), "plain")
    for place, text in enumerate(memory_text(memory_of(written, files_for(layout.plan))), start=row + 2):
        sheet.text(place, 0, text, "memory")
        if place == row + 2:
            sheet.book.define_name(MEMORY, f"='{sheet.name}'!{cell(place, 0, fixed=True)}")
