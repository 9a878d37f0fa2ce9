"""Kontrol: every rule as a live row, from the record of the check; and the workbook's own checks.

A row follows the input on the other sheets: the amounts, whether they are stated, and whether the rule applies.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.row_keys import GROUP
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets import own_checks, plan_rows
from helhedsplan_finance.excel.sheets.applying import fits
from helhedsplan_finance.excel.sheets.beside import write_beside
from helhedsplan_finance.excel.sheets.demand import demand_of
from helhedsplan_finance.excel.sheets.in_words import in_words
from helhedsplan_finance.excel.sheets.live import (
    BASE,
    BASE_OPEN,
    BOUND,
    CITED,
    DO,
    HELD,
    ID,
    LIMIT,
    MARGIN,
    MEASURED,
    OPEN,
    RESULT,
    SHARE,
    SPLIT,
    TURNS,
    WEIGHT,
    WHERE,
    shown_bounds,
    write_live,
)
from helhedsplan_finance.excel.sheets.own_check import OwnCheck
from helhedsplan_finance.plan.schema import CONTROL_TABLE
from helhedsplan_finance.rules.check import judge
from helhedsplan_finance.rules.choose import limit_in
from helhedsplan_finance.rules.finding import Finding, result_word
from helhedsplan_finance.rules.home_findings import HOME_RULES
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import PLAN, Layer, Outcome, Severity
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_KEYS = (
    *("rule", "where", "measured", "base", "measured_share", "bound", "margin", "result", "do"),
    *("limit", "cited", "could_turn", "weight", "rule_id", "measured_open", "measured_split", "base_open", "held"),
)
_WIDTHS = {0: 19, ID: 24, WEIGHT: 10, WHERE: 8, BOUND: 15, RESULT: 16, DO: 34, CITED: 90, TURNS: 20, HELD: 60}
_FIGURES = (MEASURED, BASE, SHARE, LIMIT, MARGIN, OPEN, SPLIT, BASE_OPEN)
_LAW: tuple[Layer, ...] = ("practice", "regime")
_POLICY: tuple[Layer, ...] = ("kommune", "own")
_GROUPS = tuple(f"{of}_{weight}" for of in ("law", "policy", "plan") for weight in ("binding", "advisory"))
_TECHNICAL = "technical"


def write(sheet: Sheet, layout: Layout, checks: Sequence[OwnCheck]) -> None:
    """Write a row for each finding under the heading of its group: live where figures can settle it, else in words."""
    groups = _grouped(layout)
    count = sum(1 + len(findings) for findings in groups.values()) + 1 + len(checks)
    sheet.head(say("sheets.title_kontrol", layout.lang), say("sheets.unit", layout.lang))
    titles = sheet.table(CONTROL_TABLE, [*map(Column, _KEYS)], count, filtered=True)
    sheet.header(HEADER_ROW, titles, _FIGURES)
    row = FIRST_ROW
    for group, findings in groups.items():
        _heading(sheet, row, group)
        for place, finding in enumerate(findings, start=row + 1):
            _row(sheet, layout, place, finding)
        row += 1 + len(findings)
    _heading(sheet, row, _TECHNICAL)
    for place, check in enumerate(checks, start=row + 1):
        own_checks.write(sheet, layout, place, check, (ID, WEIGHT, WHERE, MEASURED, RESULT, DO))
    sheet.colour_words((FIRST_ROW, RESULT), (FIRST_ROW + count - 1, RESULT), looks(layout))
    sheet.finish({column: float(width) for column, width in _WIDTHS.items()}, last=DO)


def _heading(sheet: Sheet, row: int, group: str) -> None:
    """Write the heading of a group of rows, across the columns."""
    for column in range(len(_KEYS)):
        sheet.text(row, column, None, "group")
    sheet.text(row, 0, say(f"kontrol.group_{group}", sheet.lang), "group")
    sheet.text(row, ID, f"{GROUP}{group}", "group_id")


def _row(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    _described(sheet, layout, row, finding)
    if finding.rule in plan_rows.PLAN_ROWS:
        plan_rows.write(sheet, layout, row, finding)
        return
    demand = demand_of(layout, finding)
    if demand is not None and _is_sum(demand.limit) and fits(layout, demand.limit):
        write_live(sheet, layout, row, finding, demand)
        if not demand.verified:
            write_beside(sheet, layout, row, finding, demand)
    else:
        in_words(sheet, layout, row, finding)


def _grouped(layout: Layout) -> dict[str, list[Finding]]:
    """Return the findings by group: rules of law and policies, the plan's own checks; binding and advisory apart."""
    groups: dict[str, list[Finding]] = {group: [] for group in _GROUPS}
    for finding in _rows(layout):
        layer = finding.limit.layer if finding.limit is not None else "plan"
        of = "law" if layer in _LAW else "policy" if layer in _POLICY else "plan"
        groups[f"{of}_{'binding' if _weight(finding) == 'error' else 'advisory'}"].append(finding)
    return {group: findings for group, findings in groups.items() if findings}


def _weight(finding: Finding) -> Severity:
    """Return the severity of the rule: a doubt may lower that of the result, and typed amounts may lift the doubt."""
    return finding.limit.rule.severity if finding.limit is not None else finding.severity


def _rows(layout: Layout) -> Iterator[Finding]:
    """Yield a finding for each row: a yearly rule that may apply has a row for each year."""
    for finding in layout.report.findings:
        if finding.rule in HOME_RULES:  # the workbook's own checks cover it, live
            continue
        limit = finding.limit
        waits = finding.outcome == "not_applicable" and finding.where == PLAN
        if limit is None or not waits or limit.rule.per != "year" or not _is_sum(limit) or not fits(layout, limit):
            yield finding
            continue
        for year in layout.years:
            yearly = limit_in(limit, year, project=layout.report.project_rules)
            yield replace(finding, where=str(year), limit=yearly)
    yield from plan_rows.absent(layout)


def tally(layout: Layout) -> Counter[tuple[str, str]]:
    """Return the counts of rows of rules by result and weight, as written.

    Rows past a last known limit are counted again under the result ``"beyond"``.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for finding in _rows(layout):
        weight = _weight(finding)
        counted[finding.word(layout.lang), weight] += 1
        counted["beyond", weight] += finding.last_known is not None and finding.last_known.beyond is True
    return counted


def looks(layout: Layout) -> dict[str, str]:
    """Return the style of each result, by its word."""
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
    sheet.text(row, WEIGHT, say(f"report.severity_{_weight(finding)}", layout.lang))
    sheet.text(row, WHERE, say("workbook.where_plan", layout.lang) if finding.where == PLAN else finding.where)


def _is_sum(limit: Limit) -> bool:
    """Return whether a rule compares sums of the plan, which the workbook's tables hold."""
    return limit.rule.check is None and limit.rule.per in {"plan", "year"}


def shown_figures(layout: Layout, finding: Finding) -> tuple[Kroner | float | str, Kroner | float | str]:
    """Return the limit and the margin in a finding's row; blank where it has none."""
    demand = demand_of(layout, finding)
    if demand is None or not fits(layout, demand.limit):
        return "", ""
    verdict = finding.compared or judge(demand.limit, demand.value, layout.facts)
    return shown_bounds(demand.limit, finding, verdict)
