"""Kontrol: every rule as a live row, from the same record that the check uses; and the workbook's own checks.

A row follows what is typed on the other sheets: its amounts, whether they are stated, and whether the rule applies.
"""

from collections.abc import Iterator
from dataclasses import replace

from helhedsplan_finance.excel.formulas import text
from helhedsplan_finance.excel.grid import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.schema import CONTROL_TABLE, POSTER
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.excel.sheets import own_checks
from helhedsplan_finance.excel.sheets.applying import applies, fits, word
from helhedsplan_finance.excel.sheets.live import (
    BOUND,
    CITED,
    DO,
    HELD,
    ID,
    MEASURED,
    RESULT,
    TURNS,
    WEIGHT,
    WHERE,
    shown_bounds,
    write_live,
)
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.rules import catalogue
from helhedsplan_finance.rules.check import judge
from helhedsplan_finance.rules.finding import Finding, result_word
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.model import PLAN, Outcome, Severity, Value
from helhedsplan_finance.text import say

_KEYS = (
    *("rule", "rule_id", "weight", "where", "bound", "measured", "measured_open", "base", "base_open"),
    *("measured_share", "limit", "margin", "result", "do", "cited", "could_turn", "held"),
)
_WIDTHS = {0: 26, ID: 16, WEIGHT: 10, WHERE: 9, BOUND: 14, RESULT: 17, DO: 44, CITED: 40, TURNS: 20, HELD: 20}


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each finding: live wherever figures can settle it, in words where they cannot."""
    findings = list(_rows(layout))
    checks = own_checks.checks_of(layout)
    sheet.head(say("workbook.title_kontrol", layout.lang), say("workbook.unit", layout.lang))
    titles = layout.formulas.titles(_KEYS)
    sheet.table(CONTROL_TABLE, titles, len(findings) + len(checks), filtered=True)
    sheet.header(HEADER_ROW, titles, range(MEASURED, RESULT))
    for row, finding in enumerate(findings, start=FIRST_ROW):
        _described(sheet, layout, row, finding)
        limit, value = finding.limit, _value(finding)
        if limit is not None and value is not None and _is_sum(limit) and fits(layout, limit):
            write_live(sheet, layout, row, finding, limit, value)
        else:
            _in_words(sheet, layout, row, finding)
    for row, check in enumerate(checks, start=FIRST_ROW + len(findings)):
        own_checks.write(sheet, layout, row, check, (ID, WEIGHT, WHERE, MEASURED, RESULT, DO))
    last = FIRST_ROW + len(findings) + len(checks) - 1
    sheet.colour_words((FIRST_ROW, RESULT), (last, RESULT), looks(layout))
    sheet.finish({column: float(width) for column, width in _WIDTHS.items()})


def _rows(layout: Layout) -> Iterator[Finding]:
    """Yield a finding for each row: a rule of each year that may come to apply has a row for each year."""
    for finding in layout.report.findings:
        limit = finding.limit
        waits = finding.outcome == "not_applicable" and finding.where == PLAN and _value(finding) is not None
        if limit is not None and waits and limit.rule.per == "year" and _is_sum(limit) and fits(layout, limit):
            yield from (replace(finding, where=str(year)) for year in layout.years)
        else:
            yield finding


def looks(layout: Layout) -> dict[str, str]:
    """Return how each result looks, by its word."""
    shown: tuple[tuple[Outcome, Severity, str], ...] = (
        ("passed", "error", "ok"),
        ("failed", "error", "fail"),
        ("failed", "warning", "note"),
        ("unverified", "info", "note"),
        ("waived", "info", "note"),
    )
    return {result_word(outcome, severity, layout.lang): look for outcome, severity, look in shown}


def _described(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    sheet.text(row, 0, finding.title.show(layout.lang))
    sheet.text(row, ID, finding.rule, "small")
    # The rule's own weight: a doubt may soften what the result says, and amounts that are typed may lift the doubt.
    weight = finding.limit.rule.severity if finding.limit else finding.severity
    sheet.text(row, WEIGHT, say(f"report.severity_{weight}", layout.lang))
    sheet.text(row, WHERE, say("workbook.where_plan", layout.lang) if finding.where == PLAN else finding.where)


def _value(finding: Finding) -> Value | None:
    """Return what a rule demands, also where it does not apply to the plan as it was written."""
    if finding.value is not None or finding.limit is None or finding.limit.rule.clock == "year":
        return finding.value
    return finding.limit.standing.value


def _is_sum(limit: Limit) -> bool:
    """Tell whether a rule compares sums of the plan, which the workbook's tables hold."""
    return limit.rule.check is None and limit.rule.per in {"plan", "year"}


def _in_words(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    """Write a finding that no sum can settle; whether its rule applies still follows who gives."""
    said = finding.message.show(layout.lang)
    do = f" {say('report.do', layout.lang)}: {finding.cure.show(layout.lang)}." if finding.cure else ""
    changes = finding.limit is not None and finding.limit.rule.per in {"plan", "year"} and fits(layout, finding.limit)
    changes = changes or finding.rule.startswith(
        ("series.", "plausible.", "plan.physical")
    )  # figures may be typed over
    sheet.text(row, DO, say("workbook.as_it_was", layout.lang, said=said + do) if changes else said + do)
    if finding.source is not None:
        sheet.text(row, CITED, finding.source.show(layout.lang))
    limit, told_now = finding.limit, finding.word(layout.lang)
    outside = finding.outcome == "not_applicable" and finding.where != PLAN  # a year in which there is no such rule
    if limit is None or outside or limit.rule.per not in {"plan", "year"} or not fits(layout, limit):
        sheet.text(row, RESULT, told_now, "verdict")
        return
    told = _areas(layout, limit) if limit.rule.check == "indsatsomraade" else None
    if told is None and finding.outcome == "not_applicable":
        # What the rule would say, should money that it speaks of be typed in.
        would = catalogue.run(limit, layout.plan, layout.facts, layout.report.as_of) if limit.rule.check else iter(())
        first = next(would, None)
        told = text(first.word(layout.lang)) if first else word(layout, "unverified", limit.rule.severity)
    sheet.formula(row, RESULT, f"={applies(layout, limit, told or text(told_now))}", told_now, "verdict")


def _areas(layout: Layout, limit: Limit) -> str | None:
    """Return the verdict's formula: whether every indsatsområde on Poster is one of those that the regime knows."""
    value = limit.standing.value
    if value is None or not value.names or not layout.formulas.has_costs:
        return None
    column = layout.formulas.column(POSTER, "indsatsomraade")
    used = f'SUMPRODUCT(--({column}<>""))'
    known = f"({'+'.join(f'COUNTIF({column},{text(name)})' for name in value.names)})"
    severity = limit.rule.severity
    fails, holds = word(layout, "failed", severity), word(layout, "passed", severity)
    return f"IF({used}=0,{word(layout, 'not_applicable', 'info')},IF({known}<{used},{fails},{holds}))"


def shown_figures(layout: Layout, finding: Finding) -> tuple[Kroner | float | str, Kroner | float | str]:
    """Return the limit and the margin that stand in a finding's row; blank where it has none."""
    limit, value = finding.limit, _value(finding)
    if limit is None or value is None or not fits(layout, limit):
        return "", ""
    return shown_bounds(limit, finding, finding.verdict or judge(limit, value, layout.facts))
