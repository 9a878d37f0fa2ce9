"""Findings on Kontrol that no sum can settle: fixed or live words."""

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.applying import applies, fits, word
from helhedsplan_finance.excel.sheets.demand import day_of
from helhedsplan_finance.excel.sheets.live import BASE, CITED, DO, MEASURED, RESULT, SHARE
from helhedsplan_finance.excel.sheets.phrases import kroner, literal, with_figures
from helhedsplan_finance.plan.schema import DISPENSATIONER, KILDER, NAMES, POSTER, word_of
from helhedsplan_finance.rules import catalogue, finding_sentences
from helhedsplan_finance.rules.choose import why_not
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.promises import PROMISES
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.text import fill, say
from helhedsplan_finance.values.money import Kroner


def in_words(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    """Write a finding that no sum can settle; whether its rule applies still follows the givers."""
    limit = finding.limit
    if finding.source is not None:
        sheet.text(row, CITED, finding.source.show(layout.lang))
    if limit is None:
        _of_the_plan(sheet, layout, row, finding)
        return
    outside = finding.outcome == "not_applicable" and finding.where != PLAN  # a year without such a rule
    if outside or limit.rule.per not in {"plan", "year"} or not fits(layout, limit):
        ended = limit.rule.clock == "as_of" and limit.standing.state == "not in force"
        never = ended and why_not(limit.rule.applies, layout.plan.kommune, layout.plan.stage) is None
        day = layout.report.as_of
        words = say("report.not_in_force", layout.lang, day=day) if never else _words(layout, finding)
        sheet.text(row, DO, words)
        sheet.text(row, RESULT, finding.word(layout.lang), "verdict")
        return
    would = _would(layout, finding, limit)
    result = _areas(layout, limit) if limit.rule.check == "indsatsomraade" else None
    verdict = result or text(would.word(layout.lang))
    sheet.formula(row, RESULT, f"={applies(layout, limit, verdict)}", finding.word(layout.lang), "verdict")
    if limit.standing.value is not None and limit.rule.check == "unsecured":
        _unsecured(sheet, layout, row)
    elif limit.standing.value is not None and limit.rule.check == "in_kind":
        _in_kind(sheet, layout, row, finding, would)
    elif limit.standing.value is not None and limit.rule.check == "indsatsomraade":
        names = limit.standing.value.names or ()
        regime = finding_sentences.regime_name(limit.standing.value)
        known = say("workbook.areas_known", layout.lang, regime=regime, names=names)
        _while_it_applies(sheet, layout, row, finding, known, cures=True)
    else:
        _while_it_applies(sheet, layout, row, finding, _words(layout, would))


def _words(layout: Layout, finding: Finding) -> str:
    """Return the message of a finding with its cure."""
    words = finding.message.show(layout.lang)
    return f"{words} {say('report.do', layout.lang)}: {finding.cure.show(layout.lang)}." if finding.cure else words


def _would(layout: Layout, finding: Finding, limit: Limit) -> Finding:
    """Return the finding of a rule, or the one that it would have once money it is about is typed in."""
    if finding.outcome != "not_applicable":
        return finding
    findings = catalogue.run(limit, layout.plan, layout.facts, layout.report.as_of) if limit.rule.check else iter(())
    first = next(findings, None)
    if first is not None:
        return first
    sentences = tuple(finding_sentences.no_value(limit, day_of(layout, finding)))
    return Finding(
        rule=finding.rule, title=finding.title, severity=limit.rule.severity, outcome="unverified", said=sentences
    )


def _while_it_applies(
    sheet: Sheet, layout: Layout, row: int, finding: Finding, words: str, *, cures: bool = False
) -> None:
    """Write words while the rule applies, or ``cures`` while it fails, and else nothing."""
    result, severity = cell(row, RESULT), finding.limit.rule.severity if finding.limit is not None else finding.severity
    blank = f"{result}={word(layout, 'not_applicable', 'info')}"
    shown = finding.outcome != "not_applicable" and not (cures and finding.outcome == "passed")
    if cures:
        blank = f"OR({blank},{result}={word(layout, 'passed', severity)})"
    sheet.formula(row, DO, f'=IF({blank},"",{literal(words)})', words if shown else "", "text")


def _unsecured(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write the live financing by commitment, in the three groups."""
    lang, formulas, named = layout.lang, layout.formulas, measures()
    figures = {group: Kroner.from_ore(int(layout.facts.measured(named[group]).value)) for group in PROMISES}
    sheet.formula(row, MEASURED, f"={formulas.sum(named['unsecured'])}", figures["unsecured"])
    # An amount ends the sentence, and its Danish unit has a full stop.
    sentence = say("report.promised", lang, **{group: f"{{{group}}}" for group in PROMISES}).removesuffix(".")
    live: dict[str, str] = {group: kroner(formulas.sum(named[group]), lang) for group in PROMISES}
    shown = fill(sentence, {group: amount.text("kr", lang) for group, amount in figures.items()}, lang)
    sheet.formula(row, DO, f"={with_figures(sentence, live)}", shown, "text")


def _in_kind(sheet: Sheet, layout: Layout, row: int, finding: Finding, would: Finding) -> None:
    """Write the live share of hours and rooms in the financing, and what is known of such contributions."""
    formulas, named = layout.formulas, measures()
    part, whole = (layout.facts.measured(named[key]) for key in ("in_kind", "financing"))
    sheet.formula(row, MEASURED, f"={formulas.sum(named['in_kind'])}", Kroner.from_ore(int(part.value)))
    sheet.formula(row, BASE, f"={formulas.sum(named['financing'])}", Kroner.from_ore(int(whole.value)))
    opened = "+".join(formulas.open_count(named[key]) for key in ("in_kind", "financing"))
    known = part.known and whole.known and whole.value
    share = float(part.value / whole.value) if known else ""
    measured, base = cell(row, MEASURED), cell(row, BASE)
    sheet.formula(row, SHARE, f'=IF(OR({base}=0,{opened}>0),"",{measured}/{base})', share, "percent")
    value = would.value
    _while_it_applies(sheet, layout, row, finding, value.show(layout.lang) if value is not None else "")


def _areas(layout: Layout, limit: Limit) -> str | None:
    """Return the formula of the verdict: whether the regime knows every indsatsområde on Poster."""
    value = limit.standing.value
    if value is None or not value.names or not layout.formulas.has_costs:
        return None
    column = layout.formulas.column(POSTER, "indsatsomraade")
    used = f'SUMPRODUCT(--({column}<>""))'
    known = f"({'+'.join(f'COUNTIF({column},{text(name)})' for name in value.names)})"
    severity = limit.rule.severity
    fails, holds = word(layout, "failed", severity), word(layout, "passed", severity)
    return f"IF({used}=0,{word(layout, 'not_applicable', 'info')},IF({known}<{used},{fails},{holds}))"


def _of_the_plan(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    """Write a finding without a rule, shown while the cells that it is about are unchanged."""
    lang, words, result = layout.lang, _words(layout, finding), finding.word(layout.lang)
    holds = _condition(layout, finding)
    key = _GENERAL.get(finding.rule)
    if finding.rule.startswith(("plausible.", "plan.physical")):  # figures may be overwritten
        key = "kontrol.do_plausible"
    if key is not None:
        words = say(key, lang)
    if holds is None:
        sheet.text(row, RESULT, result, "verdict")
        sheet.text(row, DO, words)
        return
    gone = word(layout, "not_applicable", "info")
    sheet.formula(row, RESULT, f"=IF({holds},{text(result)},{gone})", result, "verdict")
    sheet.formula(row, DO, f'=IF({holds},{literal(words)},"")', words, "text")


# The sentence without names, which may change.
_GENERAL = {
    "prices.index": "kontrol.do_index",
    "cost.moms": "kontrol.do_moms",
    "stream.excludes": "kontrol.do_excludes",
    "series.projected": "kontrol.do_series_projected",
    "series.age": "kontrol.do_series_age",
}
_COLUMNS = {"prices.index": (POSTER, "index"), "cost.moms": (POSTER, "moms")}


def _condition(layout: Layout, finding: Finding) -> str | None:
    """Return the condition under which a finding still holds; ``None`` for fixed words."""
    formulas = layout.formulas
    if finding.rule in _COLUMNS:
        table, key = _COLUMNS[finding.rule]
        return f"COUNTA({formulas.column(table, key)})>0"
    if finding.rule == "stream.excludes":  # hours and rooms that name their lines have a row of their own
        excludes, pays, form = (formulas.column(KILDER, key) for key in ("excludes", "pays", "form"))
        hours = text(word_of("in-kind", layout.lang))
        return f'COUNTA({excludes})+SUMPRODUCT(--({pays}<>""),--({form}<>{hours}))>0'
    if finding.rule == "plan.kommune":
        return f'{NAMES["kommune"]}&""={literal(layout.plan.kommune or "")}'
    if finding.rule == "waiver.rule":
        number = int(finding.where.rsplit(" ", 1)[-1])
        rule = layout.plan.waivers[number - 1].rule
        return f'{formulas.item(DISPENSATIONER, formulas.title("waived_rule"), number)}&""={literal(rule)}'
    return None
