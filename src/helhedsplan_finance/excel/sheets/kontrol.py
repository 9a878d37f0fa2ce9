"""Kontrol: every rule as a live row, from the same record that the check uses.

A row follows what is typed on the other sheets: its amounts, whether they are stated, and whether the rule applies.
"""

from fractions import Fraction

from helhedsplan_finance.excel.formulas import CONTROL_TABLE
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_ROW, HEADER_ROW, Sheet, cell
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import SOURCES
from helhedsplan_finance.rounding import to_int
from helhedsplan_finance.rules import catalogue
from helhedsplan_finance.rules.check import judge
from helhedsplan_finance.rules.choose import why_not
from helhedsplan_finance.rules.explain import relation_and_bound
from helhedsplan_finance.rules.finding import Finding, result_word
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.model import PLAN, Measure, Outcome, Severity, Value
from helhedsplan_finance.rules.read import HAS
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import say

_KEYS = (
    *("rule", "weight", "where", "bound", "measured", "measured_open", "base", "base_open", "measured_share"),
    *("limit", "margin", "result", "do", "cited"),
)
_MEASURED, _OPEN, _BASE, _BASE_OPEN, _SHARE, _LIMIT, _MARGIN, _RESULT, _DO, _CITED = range(4, 14)
_WIDTHS = {0: 24, 1: 10, 2: 8, 3: 14, _OPEN: 10, _BASE_OPEN: 9, _SHARE: 8, _RESULT: 17, _DO: 34, _CITED: 34}


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each finding: live wherever figures can settle it, in words where they cannot."""
    sheet.head(say("workbook.title_kontrol", layout.lang), say("workbook.unit", layout.lang))
    titles = layout.tables.columns(_KEYS)
    sheet.table(CONTROL_TABLE, titles, len(layout.report.findings))
    sheet.header(HEADER_ROW, titles, range(_MEASURED, _RESULT))
    for row, finding in enumerate(layout.report.findings, start=FIRST_ROW):
        sheet.text(row, 0, finding.title.show(layout.lang))
        # The rule's own weight: a doubt may soften what the result says, and amounts that are typed may lift the doubt.
        weight = finding.limit.rule.severity if finding.limit else finding.severity
        sheet.text(row, 1, say(f"report.severity_{weight}", layout.lang))
        sheet.text(row, 2, say("workbook.where_plan", layout.lang) if finding.where == PLAN else finding.where)
        limit, value = finding.limit, _value(finding)
        if limit is not None and value is not None and _is_sum(limit) and _fits(layout, limit):
            _live(sheet, layout, row, finding, limit, value)
        else:
            _in_words(sheet, layout, row, finding)
    _colour(sheet, layout)
    sheet.finish({column: float(width) for column, width in _WIDTHS.items()})


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
    sheet.text(row, _DO, said + do)
    if finding.source is not None:
        sheet.text(row, _CITED, finding.source.show(layout.lang))
    limit, word = finding.limit, finding.word(layout.lang)
    outside = finding.outcome == "not_applicable" and finding.where != PLAN  # a year in which there is no such rule
    if limit is None or outside or limit.rule.per not in {"plan", "year"} or not _fits(layout, limit):
        sheet.text(row, _RESULT, word, "verdict")
        return
    told = f'"{word}"'
    if finding.outcome == "not_applicable":
        # What the rule would say, should money that it speaks of be typed in.
        would = catalogue.run(limit, layout.plan, layout.facts, layout.report.as_of) if limit.rule.check else iter(())
        first = next(would, None)
        told = f'"{first.word(layout.lang)}"' if first else _word(layout, "unverified", limit.rule.severity)
    sheet.formula(row, _RESULT, f"={_applies(layout, limit, told)}", word, "verdict")


def _applies(layout: Layout, limit: Limit, verdict: str) -> str:
    """Return a verdict's formula, or that the rule does not apply while those that it speaks of give nothing."""
    blank = _word(layout, "not_applicable", "info")
    for name in limit.rule.applies.has:
        if name in SOURCES:
            verdict = f"IF({layout.tables.gives(name)}=0,{blank},{verdict})"
    for measure in limit.needs:
        verdict = f"IF({layout.tables.count(measure)}=0,{blank},{verdict})"
    return verdict


def _fits(layout: Layout, limit: Limit) -> bool:
    """Tell whether a rule may come to apply in the workbook: who gives can change there, other facts cannot."""
    plan, applies = layout.plan, limit.rule.applies
    ended = limit.rule.clock == "as_of" and limit.standing.state == "not in force"
    if ended or why_not(applies, plan.kommune, plan.stage) is not None:
        return False
    if (
        applies.regime
        and catalogue.regime_of(one.limit for one in layout.report.findings if one.limit) not in applies.regime
    ):
        return False
    return all(name in layout.facts.has for name in applies.has if name in HAS)


def _live(sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, value: Value) -> None:
    year = None if finding.where == PLAN else int(finding.where)
    verdict = finding.verdict or judge(limit, value, layout.facts, year)
    sheet.text(row, 3, relation_and_bound(limit, value).show(layout.lang))
    _measure(sheet, layout, row, _MEASURED, limit.measured, verdict.measured, year)
    if limit.of is not None and verdict.base is not None:
        _measure(sheet, layout, row, _BASE, limit.of, verdict.base, year)
    if limit.rule.is_share:
        measured, base = cell(row, _MEASURED), cell(row, _BASE)
        known = verdict.share is not None and verdict.measured.known
        share: float | str = float(verdict.share) if verdict.share is not None and known else ""
        sheet.formula(row, _SHARE, f'=IF(OR({base}=0,{cell(row, _OPEN)}>0),"",{measured}/{base})', share, "percent")
    _bounds(sheet, layout, row, finding, limit, value, verdict)
    sheet.formula(row, _RESULT, _result(row, layout, limit, year), finding.word(layout.lang), "verdict")
    sheet.text(row, _DO, _what_to_do(layout, limit))
    sheet.text(row, _CITED, limit.citation(value).show(layout.lang))


def _measure(
    sheet: Sheet, layout: Layout, row: int, column: int, measure: Measure, measured: Measured, year: int | None
) -> None:
    if measure.fact is not None and not measured.known:
        sheet.number(row, column + 1, 1)
    elif measure.fact is not None and measure.is_money:
        sheet.amount(row, column, Kroner.from_ore(to_int(measured.value)))
    elif measure.fact is not None:
        sheet.number(row, column, float(measured.value))
    else:
        total, opened = _formulas(layout, measure, year)
        sheet.formula(row, column, f"={total}", _figure(measured.value, measure), _kind(measure))
        sheet.formula(row, column + 1, f"={opened}", float(len(measured.missing)), "number")


def _formulas(layout: Layout, measure: Measure, year: int | None) -> tuple[str, str]:
    """Return the formulas of a measure's sum and of its open rows; a single stream is read from its own row."""
    if not measure.name.startswith("stream."):
        return layout.tables.sum(measure, year), layout.tables.open_count(measure)
    ids = [stream.id for stream in layout.plan.streams]
    row = layout.stream_row(ids.index(measure.where["id"][0]))
    refused = layout.refused(row)
    total = layout.on_kilder(row, layout.total_column)
    return f"IF({refused},0,{total})", f"IF({refused},0,IF({layout.unstated(row)},1,0))"


def _bounds(
    sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, value: Value, verdict: Verdict
) -> None:
    """Write the limit in figures, and the margin; the margin is blank while nothing can be told."""
    measure = limit.measured
    whole = to_int(verdict.limit, "up" if limit.rule.relation == "at least" else "down")
    sheet.formula(
        row,
        _LIMIT,
        _limit(row, limit, value),
        _figure(whole if measure.is_money else verdict.limit, measure),
        _kind(measure),
    )
    blank: tuple[Outcome, ...] = ("unverified", "not_applicable")
    words = ",".join(f"{cell(row, _RESULT)}={_word(layout, outcome, 'info')}" for outcome in blank)
    margin = "" if finding.outcome in blank else _figure(verdict.margin, measure)
    sheet.formula(row, _MARGIN, f'=IF(OR({words}),"",{_margin(row, limit)})', margin, _kind(measure))


def _limit(row: int, limit: Limit, value: Value) -> str:
    """Return the limit in kroner: the rate of the base, to the øre on the side that the rule allows."""
    bound, base = value.bound, cell(row, _BASE)
    if limit.of is None:
        return f"={bound.numerator}/{bound.denominator * (100 if value.amount is not None else 1)}"
    # The inner ROUND takes off what binary arithmetic leaves behind, so that INT sees whole øre as whole.
    ore = f"ROUND({base}*{bound.numerator}/{bound.denominator}*100,4)"
    return f"=-INT(-{ore})/100" if limit.rule.relation == "at least" else f"=INT({ore})/100"


def _margin(row: int, limit: Limit, measure: str = "") -> str:
    """Return the formula of what is left before the limit, for the rule's own measure or the formula of another."""
    measured, bound = measure or cell(row, _MEASURED), cell(row, _LIMIT)
    match limit.relation:
        case "at most":
            return f"ROUND({bound}-{measured},2)"
        case "at least":
            return f"ROUND({measured}-{bound},2)"
        case "equal":
            return f"-ABS(ROUND({measured}-{bound},2))"


def _result(row: int, layout: Layout, limit: Limit, year: int | None) -> str:
    """Return the verdict as the check gives it: also where a rule does not apply, and where amounts are missing."""
    still_open, base_open = f"{cell(row, _OPEN)}>0", f"{cell(row, _BASE_OPEN)}>0"
    severity = limit.rule.severity
    holds, unknown = _word(layout, "passed", severity), _word(layout, "unverified", severity)
    fails = _fails(row, layout, limit, year)
    # What is missing keeps open either the good verdict or the bad one; for an equality, both.
    turns_good, turns_bad = {
        "at most": (still_open, base_open),
        "at least": (base_open, still_open),
        "equal": (base_open, base_open),
    }[limit.relation]
    held, broken = f"IF({turns_good},{unknown},{holds})", f"IF({turns_bad},{unknown},{fails})"
    verdict = f"IF({_margin(row, limit)}>=0,{held},{broken})"
    return f"={_applies(layout, limit, verdict)}"


def _fails(row: int, layout: Layout, limit: Limit, year: int | None) -> str:
    if any(waiver.rule == limit.rule.id for waiver in layout.plan.waivers):
        return _word(layout, "waived", "info")
    fails, doubt = _word(layout, "failed", limit.rule.severity), limit.rule.doubt
    if doubt is None or limit.milder is None:
        return fails
    # The milder reading must hold whatever is still open turns out to be.
    opened = layout.tables.open_count(limit.milder) if limit.relation == "at most" else cell(row, _BASE_OPEN)
    holds = f"AND({_margin(row, limit, layout.tables.sum(limit.milder, year))}>=0,{opened}=0)"
    return f"IF({holds},{_word(layout, 'failed', doubt.severity)},{fails})"


def _word(layout: Layout, outcome: Outcome, severity: Severity) -> str:
    return f'"{result_word(outcome, severity, layout.lang)}"'


def _what_to_do(layout: Layout, limit: Limit) -> str:
    measure, lang = limit.measured.title, layout.lang
    if limit.measured.fact == "months":
        return say("workbook.do_shorten", lang)
    if limit.rule.relation == "equal" and limit.of is not None:
        return say("workbook.do_equal", lang, measure=measure, of=limit.of.title)
    if limit.rule.relation == "at least":
        return say("workbook.do_raise", lang, measure=measure)
    raised = limit.of.title if limit.of is not None else say("workbook.the_limit", lang)
    return say("workbook.do_lower", lang, measure=measure, of=raised)


def _figure(value: int | Fraction, measure: Measure) -> Kroner | float:
    return Kroner.from_ore(to_int(value)) if measure.is_money else to_int(value * 100) / 100


def _kind(measure: Measure) -> str:
    return "kroner" if measure.is_money else "number"


def _colour(sheet: Sheet, layout: Layout) -> None:
    shown = (FIRST_ROW, _RESULT, FIRST_ROW + max(len(layout.report.findings), 1) - 1, _RESULT)
    looks: tuple[tuple[Outcome, Severity, str], ...] = (
        ("passed", "error", "ok"),
        ("failed", "error", "fail"),
        ("failed", "warning", "note"),
        ("unverified", "info", "note"),
        ("waived", "info", "note"),
    )
    for outcome, severity, look in looks:
        wanted = {
            "type": "cell",
            "criteria": "==",
            "value": _word(layout, outcome, severity),
            "format": sheet.styles.verdict(look),
        }
        sheet.raw.conditional_format(*shown, wanted)
