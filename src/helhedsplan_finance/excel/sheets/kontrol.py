"""Kontrol: every rule as a live row, from the same record that the check uses; and the workbook's own checks.

A row follows what is typed on the other sheets: its amounts, whether they are stated, and whether the rule applies.
"""

from fractions import Fraction

from helhedsplan_finance.excel.formulas import Formulas, text
from helhedsplan_finance.excel.grid import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.schema import CONTROL_TABLE, KILDER, POSTER, word_of
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.excel.sheets import own_checks
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
    *("rule", "rule_id", "weight", "where", "bound", "measured", "measured_open", "base", "base_open"),
    *("measured_share", "limit", "margin", "result", "do", "cited"),
)
ID, _WEIGHT, WHERE, _BOUND, _MEASURED, _OPEN, _BASE, _BASE_OPEN, _SHARE, _LIMIT, _MARGIN, _RESULT, _DO, _CITED = range(
    1, 15
)
_WIDTHS = {0: 26, ID: 16, _WEIGHT: 10, WHERE: 9, _BOUND: 14, _RESULT: 17, _DO: 44, _CITED: 40}


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each finding: live wherever figures can settle it, in words where they cannot."""
    findings = layout.report.findings
    checks = own_checks.checks_of(layout)
    sheet.head(say("workbook.title_kontrol", layout.lang), say("workbook.unit", layout.lang))
    titles = layout.formulas.titles(_KEYS)
    sheet.table(CONTROL_TABLE, titles, len(findings) + len(checks), filtered=True)
    sheet.header(HEADER_ROW, titles, range(_MEASURED, _RESULT))
    for row, finding in enumerate(findings, start=FIRST_ROW):
        _described(sheet, layout, row, finding)
        limit, value = finding.limit, _value(finding)
        if limit is not None and value is not None and _is_sum(limit) and _fits(layout, limit):
            _live(sheet, layout, row, finding, limit, value)
        else:
            _in_words(sheet, layout, row, finding)
    for row, check in enumerate(checks, start=FIRST_ROW + len(findings)):
        own_checks.write(sheet, layout, row, check, (ID, _WEIGHT, WHERE, _MEASURED, _RESULT, _DO))
    last = FIRST_ROW + len(findings) + len(checks) - 1
    sheet.colour_words((FIRST_ROW, _RESULT), (last, _RESULT), looks(layout))
    sheet.finish({column: float(width) for column, width in _WIDTHS.items()})


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
    sheet.text(row, _WEIGHT, say(f"report.severity_{weight}", layout.lang))
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
    sheet.text(row, _DO, said + do)
    if finding.source is not None:
        sheet.text(row, _CITED, finding.source.show(layout.lang))
    limit, word = finding.limit, finding.word(layout.lang)
    outside = finding.outcome == "not_applicable" and finding.where != PLAN  # a year in which there is no such rule
    if limit is None or outside or limit.rule.per not in {"plan", "year"} or not _fits(layout, limit):
        sheet.text(row, _RESULT, word, "verdict")
        return
    told = _areas(layout, limit) if limit.rule.check == "indsatsomraade" else None
    if told is None and finding.outcome == "not_applicable":
        # What the rule would say, should money that it speaks of be typed in.
        would = catalogue.run(limit, layout.plan, layout.facts, layout.report.as_of) if limit.rule.check else iter(())
        first = next(would, None)
        told = text(first.word(layout.lang)) if first else _word(layout, "unverified", limit.rule.severity)
    sheet.formula(row, _RESULT, f"={_applies(layout, limit, told or text(word))}", word, "verdict")


def _areas(layout: Layout, limit: Limit) -> str | None:
    """Return the verdict's formula: whether every indsatsområde on Poster is one of those that the regime knows."""
    value = limit.standing.value
    if value is None or not value.names or not layout.formulas.has_costs:
        return None
    column = layout.formulas.column(POSTER, "indsatsomraade")
    used = f'SUMPRODUCT(--({column}<>""))'
    known = f"SUMPRODUCT(COUNTIF({column},{{{','.join(map(text, value.names))}}}))"
    severity = limit.rule.severity
    fails, holds = _word(layout, "failed", severity), _word(layout, "passed", severity)
    return f"IF({used}=0,{_word(layout, 'not_applicable', 'info')},IF({known}<{used},{fails},{holds}))"


def _applies(layout: Layout, limit: Limit, verdict: str) -> str:
    """Return a verdict's formula, or that the rule does not apply while what it speaks of is not there."""
    blank, formulas = _word(layout, "not_applicable", "info"), layout.formulas
    for name in limit.rule.applies.has:
        if (nobody := _without(formulas, name)) is not None:
            verdict = f"IF({nobody},{blank},{verdict})"
    for measure in limit.needs:
        if measure.fact is None:
            verdict = f"IF({formulas.count(measure)}=0,{blank},{verdict})"
    if limit.layer == "plan":
        verdict = f"IF(COUNT({_ceiling(layout, limit)})=0,{blank},{verdict})"
    return verdict


def _without(formulas: Formulas, name: str) -> str | None:
    """Return the condition that a plan has nothing of what a rule needs."""
    if name in SOURCES:
        return f"{formulas.gives(name)}=0"
    if name == "costs":
        return f"{formulas.lines()}=0" if formulas.has_costs else "TRUE"
    fact = formulas.fact(name) if name in HAS else None
    return f"COUNT({fact})=0" if fact is not None else None


def _ceiling(layout: Layout, limit: Limit) -> str:
    """Return the cell of Kilder in which a contribution's own ceiling stands."""
    key = "max_share" if limit.rule.is_share else "max_amount"
    return layout.formulas.item(KILDER, layout.formulas.title(key), _number(layout, limit.measured))


def _number(layout: Layout, measure: Measure) -> int:
    """Return the place on Kilder of the contribution whose own measure this is, the first being 1."""
    ids = [stream.id if stream is not None else None for stream in layout.rows.streams]
    return ids.index(measure.where["id"][0]) + 1


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
    return all(name in layout.facts.has for name in applies.has if name in HAS and not _can_come(layout, name))


def _can_come(layout: Layout, name: str) -> bool:
    """Tell whether what a plan lacks can be typed into its workbook."""
    return layout.formulas.has_costs if name == "costs" else layout.formulas.fact(name) is not None


def _live(sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, value: Value) -> None:
    year = None if finding.where == PLAN else int(finding.where)
    verdict = finding.verdict or judge(limit, value, layout.facts, year)
    sheet.text(row, _BOUND, relation_and_bound(limit, value).show(layout.lang))
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
    typed = layout.formulas.fact(measure.fact) if measure.fact is not None else None
    if measure.fact is not None and typed is None:
        if measured.known:
            sheet.number(row, column, measured.value)
        else:
            sheet.number(row, column + 1, 1)
        return
    if typed is not None:
        total, opened = f"IF(COUNT({typed})=0,0,{typed})", f"IF(COUNT({typed})=0,1,0)"
    else:
        total, opened = _formulas(layout, measure, year)
    sheet.formula(row, column, f"={total}", _figure(measured.value, measure), _kind(measure))
    sheet.formula(row, column + 1, f"={opened}", float(len(measured.missing)), "number")


def _formulas(layout: Layout, measure: Measure, year: int | None) -> tuple[str, str]:
    """Return the formulas of a measure's sum and of its open rows; a single stream is read from its own row."""
    formulas = layout.formulas
    if not measure.name.startswith("stream."):
        return formulas.sum(measure, year), formulas.open_count(measure)
    number = _number(layout, measure)
    given, stated, status = (
        formulas.item(KILDER, formulas.title(key), number) for key in ("total", "stated", "status")
    )
    refused, no = f'{status}="afslag"', text(word_of("no", layout.lang))
    return f"IF(OR({refused},COUNT({given})=0),0,{given})", f"IF(AND({stated}={no},NOT({refused})),1,0)"


def _bounds(
    sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, value: Value, verdict: Verdict
) -> None:
    """Write the limit in figures, and the margin; the margin is blank while nothing can be told."""
    shown, left = _shown(limit, finding, verdict)
    sheet.formula(row, _LIMIT, _limit(row, layout, limit, value), shown, _kind(limit.measured))
    words = ",".join(f"{cell(row, _RESULT)}={_word(layout, outcome, 'info')}" for outcome in _BLANK)
    sheet.formula(row, _MARGIN, f'=IF(OR({words}),"",{_margin(row, limit)})', left, _kind(limit.measured))


_BLANK: tuple[Outcome, ...] = ("unverified", "not_applicable")


def _shown(limit: Limit, finding: Finding, verdict: Verdict) -> tuple[Kroner | float, Kroner | float | str]:
    measure = limit.measured
    whole = to_int(verdict.limit, "up" if limit.rule.relation == "at least" else "down")
    margin = "" if finding.outcome in _BLANK else _figure(verdict.margin, measure)
    return _figure(whole if measure.is_money else verdict.limit, measure), margin


def shown_figures(layout: Layout, finding: Finding) -> tuple[Kroner | float | str, Kroner | float | str]:
    """Return the limit and the margin that stand in a finding's row; blank where it has none."""
    limit, value = finding.limit, _value(finding)
    if limit is None or value is None or not _fits(layout, limit):
        return "", ""
    return _shown(limit, finding, finding.verdict or judge(limit, value, layout.facts))


def _limit(row: int, layout: Layout, limit: Limit, value: Value) -> str:
    """Return the limit in kroner: the rate of the base, to the øre on the side that the rule allows."""
    bound, base = value.bound, cell(row, _BASE)
    if limit.layer == "plan":
        ceiling = _ceiling(layout, limit)
        return f"=INT(ROUND({base}*{ceiling}*100,4))/100" if limit.rule.is_share else f"=SUM({ceiling})"
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
    fails, doubt = _word(layout, "failed", limit.rule.severity), limit.rule.doubt
    if doubt is not None and limit.milder is not None:
        # The milder reading must hold whatever is still open turns out to be.
        opened = layout.formulas.open_count(limit.milder) if limit.relation == "at most" else cell(row, _BASE_OPEN)
        holds = f"AND({_margin(row, limit, layout.formulas.sum(limit.milder, year))}>=0,{opened}=0)"
        fails = f"IF({holds},{_word(layout, 'failed', doubt.severity)},{fails})"
    return f"IF({layout.formulas.waived(limit.rule.id)},{_word(layout, 'waived', 'info')},{fails})"


def _word(layout: Layout, outcome: Outcome, severity: Severity) -> str:
    return text(result_word(outcome, severity, layout.lang))


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
