"""Kontrol: every rule as a live row, from the same record that the check uses."""

from fractions import Fraction

from helhedsplan_finance.excel.formulas import CONTROL_TABLE, TOTAL_COLUMN, measure_sum, open_count
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_ROW, HEADER_ROW, Sheet, cell
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.rounding import to_int
from helhedsplan_finance.rules.explain import relation_and_bound
from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.model import Limit, Measure, Outcome, Severity, Value
from helhedsplan_finance.rules.report import PLAN, Finding, result_word
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import say

_COLUMNS = [
    "Regel",
    "Hvor",
    "Grænse",
    "Målt",
    "Heraf uoplyst",
    "Af",
    "Af uoplyst",
    "Målt i %",
    "Grænse i tal",
    "Margin",
    "Resultat",
    "Hvad gør man",
    "Kilde",
]
_UNFAILED: tuple[Outcome, Outcome] = ("passed", "unverified")
_MEASURED, _OPEN, _BASE, _BASE_OPEN, _SHARE, _LIMIT, _MARGIN, _RESULT = range(3, 11)


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each finding: live where something was compared, in words where nothing could be."""
    sheet.head(say("workbook.title_kontrol", layout.lang), say("workbook.unit", layout.lang))
    findings = layout.report.findings
    sheet.table(CONTROL_TABLE, _COLUMNS, len(findings))
    sheet.header(HEADER_ROW, _COLUMNS, range(_MEASURED, _RESULT))
    for row, finding in enumerate(findings, start=FIRST_ROW):
        sheet.text(row, 0, finding.title.show(layout.lang))
        sheet.text(row, 1, finding.where)
        sheet.text(row, len(_COLUMNS) - 1, finding.source.show(layout.lang) if finding.source else None)
        if finding.verdict is not None and finding.limit is not None and finding.value is not None:
            _live(sheet, layout, row, finding, finding.limit, finding.value, finding.verdict)
        else:
            sheet.text(row, _RESULT, finding.word(layout.lang), "verdict")
            sheet.text(row, _RESULT + 1, finding.message.show(layout.lang))
    _colour(sheet, layout)
    widths = {0: 24.0, 1: 8.0, 2: 14.0, _OPEN: 9.0, _BASE_OPEN: 9.0, _SHARE: 8.0, _RESULT: 17.0}
    sheet.finish(widths | {_RESULT + 1: 34.0, _RESULT + 2: 30.0})


def _live(
    sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, value: Value, verdict: Verdict
) -> None:
    column = TOTAL_COLUMN if finding.where == PLAN else finding.where
    sheet.text(row, 2, relation_and_bound(limit.rule, value).show(layout.lang))
    _measure(sheet, row, _MEASURED, limit.measure, verdict.measured, column)
    if limit.of is not None and verdict.base is not None:
        _measure(sheet, row, _BASE, limit.of, verdict.base, column)
    if limit.rule.is_share:
        measured, base = cell(row, _MEASURED), cell(row, _BASE)
        share: float | str = float(verdict.share) if verdict.share is not None else ""
        sheet.formula(row, _SHARE, f'=IF({base}=0,"",{measured}/{base})', share, "percent")
    in_months = limit.measure.fact == "months"
    kind = "number" if in_months else "kroner"
    exact = verdict.limit if in_months else to_int(verdict.limit, "up" if limit.rule.relation == "at least" else "down")
    sheet.formula(row, _LIMIT, _limit_formula(row, limit, value), _figure(exact, in_months), kind)
    sheet.formula(row, _MARGIN, _margin_formula(row, limit), _figure(verdict.margin, in_months), kind)
    sheet.formula(row, _RESULT, _result_formula(row, layout, finding, limit), finding.word(layout.lang), "verdict")
    sheet.text(row, _RESULT + 1, _what_to_do(layout, limit))


def _measure(sheet: Sheet, row: int, column: int, measure: Measure, measured: Measured, table_column: str) -> None:
    if measure.fact == "months":
        sheet.number(row, column, float(measured.value))
    elif measure.fact is not None:
        sheet.amount(row, column, Kroner.from_ore(to_int(measured.value)))
    else:
        amount = Kroner.from_ore(to_int(measured.value))
        sheet.formula(row, column, f"={measure_sum(measure, table_column)}", amount)
        sheet.formula(row, column + 1, f"={open_count(measure)}", float(len(measured.missing)), "number")


def _limit_formula(row: int, limit: Limit, value: Value) -> str:
    """Return the limit in kroner: the rate of the base, to the øre on the side that the rule allows."""
    bound, base = value.bound, cell(row, _BASE)
    if limit.of is None:
        return f"={bound.numerator}/{bound.denominator * (100 if value.amount is not None else 1)}"
    # The inner ROUND takes off what binary arithmetic leaves behind, so that INT sees whole øre as whole.
    ore = f"ROUND({base}*{bound.numerator}/{bound.denominator}*100,4)"
    return f"=-INT(-{ore})/100" if limit.rule.relation == "at least" else f"=INT({ore})/100"


def _margin_formula(row: int, limit: Limit) -> str:
    measured, bound = cell(row, _MEASURED), cell(row, _LIMIT)
    match limit.rule.relation:
        case "at most":
            return f"=ROUND({bound}-{measured},2)"
        case "at least":
            return f"=ROUND({measured}-{bound},2)"
        case "equal":
            return f"=-ABS(ROUND({measured}-{bound},2))"


def _result_formula(row: int, layout: Layout, finding: Finding, limit: Limit) -> str:
    """Return the verdict as the check gives it, also where amounts are not stated yet."""
    margin, still_open, base_open = cell(row, _MARGIN), cell(row, _OPEN), cell(row, _BASE_OPEN)
    holds, unknown = (_word(layout, outcome, limit.rule.severity) for outcome in _UNFAILED)
    fails = _fail_formula(row, layout, limit, None if finding.where == PLAN else finding.where)
    match limit.rule.relation:
        case "at most":
            held, broken = f"IF({still_open}>0,{unknown},{holds})", f"IF({base_open}>0,{unknown},{fails})"
        case "at least":
            held, broken = f"IF({base_open}>0,{unknown},{holds})", f"IF({still_open}>0,{unknown},{fails})"
        case "equal":
            return f"=IF({base_open}>0,{unknown},IF({margin}=0,{holds},{fails}))"
    return f"=IF({margin}>=0,{held},{broken})"


def _fail_formula(row: int, layout: Layout, limit: Limit, year: str | None) -> str:
    if any(waiver.rule == limit.rule.id for waiver in layout.plan.waivers):
        return _word(layout, "waived", limit.rule.severity)
    fails, doubt = _word(layout, "failed", limit.rule.severity), limit.rule.doubt
    if doubt is None or limit.milder is None:
        return fails
    milder = f"ROUND({measure_sum(limit.milder, year or TOTAL_COLUMN)}-{cell(row, _LIMIT)},2)"
    return f"IF({milder}>=0,{_word(layout, 'failed', doubt.severity)},{fails})"


def _word(layout: Layout, outcome: Outcome, severity: Severity) -> str:
    return f'"{result_word(outcome, severity, layout.lang)}"'


def _what_to_do(layout: Layout, limit: Limit) -> str:
    measure, lang = limit.measure.title, layout.lang
    if limit.measure.fact == "months":
        return say("workbook.do_shorten", lang)
    if limit.rule.relation == "equal" and limit.of is not None:
        return say("workbook.do_equal", lang, measure=measure, of=limit.of.title)
    if limit.rule.relation == "at least":
        return say("workbook.do_raise", lang, measure=measure)
    raised = limit.of.title if limit.of is not None else say("workbook.the_limit", lang)
    return say("workbook.do_lower", lang, measure=measure, of=raised)


def _figure(value: int | Fraction, in_months: bool) -> Kroner | float:
    return to_int(value * 100) / 100 if in_months else Kroner.from_ore(to_int(value))


def _colour(sheet: Sheet, layout: Layout) -> None:
    shown = (FIRST_ROW, _RESULT, FIRST_ROW + max(len(layout.report.findings), 1) - 1, _RESULT)
    looks: tuple[tuple[Outcome, Severity, str], ...] = (
        ("passed", "info", "ok"),
        ("failed", "error", "fail"),
        ("failed", "warning", "note"),
        ("unverified", "info", "note"),
        ("waived", "info", "note"),
    )
    for outcome, severity, look in looks:
        word = _word(layout, outcome, severity)
        wanted = {"type": "cell", "criteria": "==", "value": word, "format": sheet.styles.verdict(look)}
        sheet.raw.conditional_format(*shown, wanted)
