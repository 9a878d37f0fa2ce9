"""Log: what wrote the workbook, from which plan, and room for what was changed since."""

from datetime import date
from pathlib import Path

from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import fill
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.fields import write_amount, write_number
from helhedsplan_finance.plan.file import plan_hash
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.plan.schema import OPLYST, Field, word_of
from helhedsplan_finance.rules.load import COMMON, policies
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import say
from helhedsplan_finance.version import __version__

# Defined names for the readback: the plan's fingerprint, the writing version, the rules, and the language.
HASH, VERSION, PROJECTED, OWN_RULES = "planHash", "planVersion", "planFremskrevet", "planEgneRegler"
LANGUAGE = "planSprog"
RULES_FOR = {
    "kommune": "regelKommune",
    "stage": "regelFase",
    "as_of": "regelDato",
    "policies": "regelPolitikker",
}
NONE = "-"  # no policies at all, as opposed to those of the kommune
_CHANGES = 10
_CHANGE_FIELDS = (Field("log_day", "day", "date"), Field("log_what", "what", "note"), Field("log_why", "why", "note"))
_FIRST = 3


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the version of the library; the totals as stated in the plan; and rows for changes."""
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
    titles = sheet.table("tblLog", columns(_CHANGE_FIELDS), _CHANGES, header_row=header)
    sheet.header(header, titles, (), freeze=False)
    fill(sheet, dict(enumerate(_CHANGE_FIELDS)), header + 1, [None] * _CHANGES)
