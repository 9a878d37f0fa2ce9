"""A rule as a live row of Kontrol: its sums, its limit, its margin and its verdict, as formulas with their values."""

from fractions import Fraction

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import FACT_NAMES, is_splittable, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.applying import applies, ceiling, stream_number, word
from helhedsplan_finance.excel.sheets.chosen_rules import other_rule
from helhedsplan_finance.excel.sheets.demand import Demand
from helhedsplan_finance.excel.sheets.equal_sums import equal_cure
from helhedsplan_finance.excel.sheets.phrases import literal
from helhedsplan_finance.plan.schema import KILDER, NAMES, word_of
from helhedsplan_finance.rules.approximate import Rounding
from helhedsplan_finance.rules.check import judge
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.finding_figures import relation_and_bound
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.record import PLAN, Measure, Outcome, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import message, say
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.hedges import HedgeWord
from helhedsplan_finance.values.money import Kroner

# The columns of Kontrol, after the rule's title.
WHERE, MEASURED, BASE, SHARE, BOUND, MARGIN, RESULT, DO = range(1, 9)
# What supports them: it is not printed.
LIMIT, CITED, TURNS, WEIGHT, ID, OPEN, SPLIT, BASE_OPEN, HELD = range(9, 18)


def write_live(sheet: Sheet, layout: Layout, row: int, finding: Finding, demand: Demand) -> None:
    """Write the row of a rule that compares sums of the plan.

    An unverified rule has the figures of its last known limit, and no verdict; :mod:`.beside` writes its words.
    """
    limit, value = demand.limit, demand.value
    year = None if finding.where == PLAN else int(finding.where)
    verdict = finding.compared or judge(limit, value, layout.facts, year)
    bound = relation_and_bound(limit, value)
    shown = bound if demand.verified else message("report.was_limit", limit=bound)
    sheet.text(row, BOUND, shown.show(layout.lang))
    _measure(sheet, layout, row, MEASURED, limit.measured, verdict.measured, year)
    if limit.of is not None and verdict.base is not None:
        _measure(sheet, layout, row, BASE, limit.of, verdict.base, year)
    if limit.rule.is_share:
        measured, base = cell(row, MEASURED), cell(row, BASE)
        known = verdict.share is not None and verdict.measured.known
        share: float | str = float(verdict.share) if verdict.share is not None and known else ""
        unknown = f"{base}=0,{cell(row, OPEN)}>0,{cell(row, SPLIT)}>0"
        sheet.formula(row, SHARE, f'=IF(OR({unknown}),"",{measured}/{base})', share, "percent")
    _bounds(sheet, layout, row, finding, demand, verdict)
    result = _result(row, layout, limit, value, year)
    if not demand.verified:
        result = f"={applies(layout, limit, word(layout, 'unverified', limit.rule.severity))}"
    sheet.formula(row, RESULT, result, finding.word(layout.lang), "verdict")
    if demand.verified:
        _do(sheet, layout, row, finding, limit, verdict)
    sheet.text(row, CITED, limit.citation(value).show(layout.lang))
    _turns(sheet, layout, row, finding, limit, verdict)


def _turns(sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, verdict: Verdict) -> None:
    """Write whether the ranges of approximate amounts could turn the verdict, while the figures are unchanged.

    The cell beside it holds the figures in øre of the answer, and the answer. They are no part of the formula, which is
    the same for any figures.
    """
    formulas, frame = layout.formulas, NAMES["total_hedge"]
    hedges, totals = (formulas.column(KILDER, key) for key in ("approx", "total"))
    count, given = f'COUNTIF({hedges},"?*")', f'SUMIFS({totals},{hedges},"?*")'
    figures = "&".join(f'ROUND(SUM({part})*100,0)&"|"' for part in (cell(row, MEASURED), cell(row, BASE), given))
    now, stored = f'{figures}&{count}&"|"&{frame}&"|"', cell(row, HELD)
    sentence = say(_TURNS[finding.rounding], layout.lang) if finding.rounding else ""
    changed = text(say("workbook.may_turn", layout.lang))
    answer = f"RIGHT({stored},LEN({stored})-LEN({now}))"
    same = f"IF(LEFT({stored},LEN({now}))={now},{answer},{changed})"
    sheet.formula(row, TURNS, f'=IF(AND({count}=0,{frame}=""),"",{same})', sentence, "plain")
    sheet.text(row, HELD, _figures_held(layout, limit, verdict) + sentence, "small")


_TURNS: dict[Rounding, str] = {"stands": "workbook.does_not_turn", "could turn": "workbook.could_turn"}


def _figures_held(layout: Layout, limit: Limit, verdict: Verdict) -> str:
    """Return the figures of an answer, joined as by the formula beside it."""
    hedged = [stream for stream in layout.plan.streams if stream.caveat is not None]
    given = sum(amount.ore for stream in hedged for amount in layout.given_by(stream).values())
    base = _hundredths(verdict.base.value, limit.of) if verdict.base is not None and limit.of is not None else 0
    frame = layout.plan.total_hedge
    shown = "" if frame is None else HedgeWord(frame).show(layout.lang)
    return f"{_hundredths(verdict.measured.value, limit.measured)}|{base}|{given}|{len(hedged)}|{shown}|"


def _hundredths(value: int | Fraction, measure: Measure) -> int:
    return to_int(value if measure.is_money else value * 100)


_OPEN_OF = {MEASURED: OPEN, BASE: BASE_OPEN}  # the column of the missing amounts of a sum


def _measure(
    sheet: Sheet, layout: Layout, row: int, column: int, measure: Measure, measured: Measured, year: int | None
) -> None:
    typed = layout.formulas.fact(measure.fact) if measure.fact is not None else None
    if measure.fact is not None and typed is None:
        if measured.known:
            sheet.number(row, column, measured.value)
        else:
            sheet.number(row, _OPEN_OF[column], 1)
        return
    if typed is not None:
        total, opened = f"IF(COUNT({typed})=0,0,{typed})", f"IF(COUNT({typed})=0,1,0)"
    else:
        total, opened = _formulas(layout, measure, year)
    sheet.formula(row, column, f"={total}", _figure(measured.value, measure), _kind(measure))
    sheet.formula(row, _OPEN_OF[column], f"={opened}", float(len(measured.missing)), "number")
    if column == MEASURED and is_splittable(measure):
        undecided = _figure(measured.undecided, measure)
        sheet.formula(row, SPLIT, f"={layout.formulas.undecided_sum(measure, year)}", undecided, _kind(measure))


def _formulas(layout: Layout, measure: Measure, year: int | None) -> tuple[str, str]:
    """Return the formulas of a measure's sum and of its open rows; a single contribution is linked to its row."""
    formulas = layout.formulas
    if not measure.name.startswith("stream."):
        return formulas.sum(measure, year), formulas.open_count(measure)
    number = stream_number(layout, measure)
    given, stated, status = (
        formulas.item(KILDER, formulas.title(key), number) for key in ("total", "stated", "status")
    )
    refused, no = f'{status}="afslag"', text(word_of("no", layout.lang))
    return f"IF(OR({refused},COUNT({given})=0),0,{given})", f"IF(AND({stated}={no},NOT({refused})),1,0)"


def _bounds(sheet: Sheet, layout: Layout, row: int, finding: Finding, demand: Demand, verdict: Verdict) -> None:
    """Write the limit in figures, and the margin; the margin is blank while there is no verdict."""
    limit = demand.limit
    shown, left = shown_bounds(limit, finding, verdict)
    sheet.formula(row, LIMIT, f"={_limit(row, layout, limit, demand.value)}", shown, _kind(limit.measured))
    year = None if finding.where == PLAN else int(finding.where)
    worst, best = _ends(row, layout, limit, demand.value, year) or (_margin(row, limit), "")
    margin = f"IF({worst}>=0,{worst},{best})" if best else worst
    blank = [f"{cell(row, RESULT)}={word(layout, outcome, 'info')}" for outcome in _BLANK]
    if not demand.verified:  # the result is always "unverified", so the amounts decide whether there is a margin
        turns_good, turns_bad = _what_turns(row, limit)
        unsettled = f"IF({best}<0,{turns_bad},TRUE)" if best else turns_bad
        blank = [blank[1], f"IF({worst}>=0,{turns_good},{unsettled})"]
    sheet.formula(row, MARGIN, f'=IF(OR({",".join(blank)}),"",{margin})', left, _kind(limit.measured))


def _ends(row: int, layout: Layout, limit: Limit, value: Value, year: int | None) -> tuple[str, str] | None:
    """Return the formulas of the worst and the best margin over the splits of joint contributions.

    ``None`` where no split can matter. With 60 from a source alone, 10 jointly with others and at most 65 allowed, the
    worst margin is 65 - (60 + 10) = -5 and the best 65 - 60 = 5, so there is no verdict.
    """
    of = limit.of if limit.of is not None and is_splittable(limit.of) else None
    if of is None and not is_splittable(limit.measured):
        return None
    least, most = cell(row, MEASURED), cell(row, MEASURED)
    if is_splittable(limit.measured):
        most = f"({least}+{cell(row, SPLIT)})"
    low = high = cell(row, LIMIT)
    if of is not None:
        whole = f"({cell(row, BASE)}+{layout.formulas.undecided_sum(of, year)})"
        high = f"({_limit(row, layout, limit, value, whole)})"
    few, many = _margin(row, limit, least, high), _margin(row, limit, most, low)
    if limit.relation == "at most":
        return many, few
    if limit.relation == "at least":
        return few, many
    # For an equality the margins are signed: below, above, or met by some split between them.
    below, above = f"ROUND({high}-{least},2)", f"ROUND({low}-{most},2)"
    best = f"IF(AND({below}>0,{above}<0),0,-MIN(ABS({below}),ABS({above})))"
    return f"-MAX(ABS({below}),ABS({above}))", best


_BLANK: tuple[Outcome, ...] = ("unverified", "not_applicable")


def shown_bounds(limit: Limit, finding: Finding, verdict: Verdict) -> tuple[Kroner | float, Kroner | float | str]:
    """Return the limit in figures and the margin of a live row."""
    measure = limit.measured
    exact = verdict.bound * (verdict.base.value if verdict.base is not None else 1)
    whole = to_int(exact, "up" if limit.rule.relation == "at least" else "down")
    known = finding.last_known is not None and finding.last_known.beyond is not None
    margin = _figure(verdict.margin, measure) if known or finding.outcome not in _BLANK else ""
    return _figure(whole if measure.is_money else exact, measure), margin


def _what_turns(row: int, limit: Limit) -> tuple[str, str]:
    """Return the conditions that leave a good verdict open, and a bad one: for an equality, the same."""
    still_open, base_open = f"{cell(row, OPEN)}>0", f"{cell(row, BASE_OPEN)}>0"
    return {
        "at most": (still_open, base_open),
        "at least": (base_open, still_open),
        "equal": (base_open, base_open),
    }[limit.relation]


def _limit(row: int, layout: Layout, limit: Limit, value: Value, whole: str = "") -> str:
    """Return the limit in kroner: the rate of the base, rounded to an allowed whole øre.

    Of 75 % of 1,000,000.01 kr., 750,000.0075, at most 750,000.00 and at least 750,000.01 is allowed. ``whole`` is the
    formula of another base than that of the row.
    """
    bound, base = value.bound, whole or cell(row, BASE)
    if limit.layer == "plan":
        stated = ceiling(layout, limit)
        return f"INT(ROUND({base}*{stated}*100,4))/100" if limit.rule.is_share else f"SUM({stated})"
    if limit.of is None:
        return f"{bound.numerator}/{bound.denominator * (100 if value.amount is not None else 1)}"
    # The inner ROUND removes the error of binary arithmetic: 75 % of 1.16 kr. would be 86.99999999999999 øre.
    ore = f"ROUND({base}*{bound.numerator}/{bound.denominator}*100,4)"
    return f"-INT(-{ore})/100" if limit.rule.relation == "at least" else f"INT({ore})/100"


def _margin(row: int, limit: Limit, measure: str = "", limit_at: str = "") -> str:
    """Return the formula of the margin, for the row's own measure and limit or other formulas."""
    measured, bound = measure or cell(row, MEASURED), limit_at or cell(row, LIMIT)
    match limit.relation:
        case "at most":
            return f"ROUND({bound}-{measured},2)"
        case "at least":
            return f"ROUND({measured}-{bound},2)"
        case "equal":
            return f"-ABS(ROUND({measured}-{bound},2))"


def _result(row: int, layout: Layout, limit: Limit, value: Value, year: int | None) -> str:
    """Return the formula of the verdict, equal to that of the check: not applicable and missing amounts included."""
    severity = limit.rule.severity
    holds, unknown = word(layout, "passed", severity), word(layout, "unverified", severity)
    fails = _fails(row, layout, limit, year)
    turns_good, turns_bad = _what_turns(row, limit)
    if_holds, if_fails = f"IF({turns_good},{unknown},{holds})", f"IF({turns_bad},{unknown},{fails})"
    ends = _ends(row, layout, limit, value, year)
    if ends is None:
        verdict = f"IF({_margin(row, limit)}>=0,{if_holds},{if_fails})"
    else:
        verdict = f"IF({ends[0]}>=0,{if_holds},IF({ends[1]}<0,{if_fails},{unknown}))"
    other = other_rule(layout, limit)
    return f"={applies(layout, limit, verdict if other is None else f'IF({other},{unknown},{verdict})')}"


def _fails(row: int, layout: Layout, limit: Limit, year: int | None) -> str:
    fails, doubt = word(layout, "failed", limit.rule.severity), limit.rule.doubt
    if doubt is not None and limit.milder is not None:
        # The milder reading must hold for any value of the open amounts.
        opened = layout.formulas.open_count(limit.milder) if limit.relation == "at most" else cell(row, BASE_OPEN)
        milder = layout.formulas.sum(limit.milder, year)
        if limit.relation == "at most" and is_splittable(limit.milder):
            milder = f"({milder}+{layout.formulas.undecided_sum(limit.milder, year)})"
        holds = f"AND({_margin(row, limit, milder)}>=0,{opened}=0)"
        fails = f"IF({holds},{word(layout, 'failed', doubt.severity)},{fails})"
    return f"IF({layout.formulas.waived(limit.rule.id)},{word(layout, 'waived', 'info')},{fails})"


def _do(sheet: Sheet, layout: Layout, row: int, finding: Finding, limit: Limit, verdict: Verdict) -> None:
    """Write the live cure: what is missing while the rule cannot be settled, and nothing while it holds."""
    lang, result = layout.lang, cell(row, RESULT)
    missing = "kontrol.do_state_fact" if limit.measured.fact in FACT_NAMES else "kontrol.do_state"
    cure, state = _what_to_do(layout, limit), say(missing, lang)
    split = say("kontrol.do_split", lang)
    failing, shown = literal(cure), cure
    if limit.relation == "equal" and limit.measured.is_money:
        failing, shown = equal_cure(layout, row, (MEASURED, LIMIT), finding, limit, verdict)
    failing, shown = _doubted(layout, row, finding, limit, (failing, shown))
    if limit.relation == "equal" and limit.measured.fact is None:  # a sum that is too small for want of amounts
        failing = f"IF(AND({cell(row, OPEN)}>0,{cell(row, MEASURED)}<{cell(row, LIMIT)}),{text(state)},{failing})"
        shown = state if verdict.measured.missing and verdict.measured.value < verdict.limit else shown
    is_open = bool(verdict.measured.missing or (verdict.base is not None and verdict.base.missing))
    unsettled = f"IF({cell(row, OPEN)}+SUM({cell(row, BASE_OPEN)})>0,{text(state)},{text(split)})"
    if (other := other_rule(layout, limit)) is not None:
        unsettled = f"IF({other},{literal(say('kontrol.do_changed', lang))},{unsettled})"
    quiet = ",".join(f"{result}={word(layout, outcome, 'info')}" for outcome in ("not_applicable", "waived"))
    passed, unknown = (word(layout, outcome, limit.rule.severity) for outcome in ("passed", "unverified"))
    value = {"failed": shown, "unverified": state if is_open else split}.get(finding.outcome, "")
    formula = f'=IF(OR({result}={passed},{quiet}),"",IF({result}={unknown},{unsettled},{failing}))'
    sheet.formula(row, DO, formula, value, "text")


def _doubted(layout: Layout, row: int, finding: Finding, limit: Limit, cure: tuple[str, str]) -> tuple[str, str]:
    """Return what to do after why a binding rule is a remark alone: it holds in a reading that sources leave open."""
    doubt, (formula, shown) = limit.rule.doubt, cure
    if doubt is None or limit.milder is None or doubt.severity == limit.rule.severity:
        return cure
    why = f"{doubt.words.show(layout.lang)} "
    mild = f"{cell(row, RESULT)}={word(layout, 'failed', doubt.severity)}"
    is_mild = finding.outcome == "failed" and finding.severity == doubt.severity
    return f'IF({mild},{literal(why)},"")&{formula}', why + shown if is_mild else shown


def _what_to_do(layout: Layout, limit: Limit) -> str:
    measure, lang = limit.measured.title, layout.lang
    if limit.layer == "practice" and limit.rule.compared is not None:
        return say("kontrol.do_compare", lang)
    if limit.measured.fact == "months":
        return say("kontrol.do_shorten", lang)
    if limit.rule.relation == "equal" and limit.of is not None:
        return say("kontrol.do_equal", lang, measure=measure, of=limit.of.title)
    if limit.rule.relation == "at least":
        return say("kontrol.do_raise", lang, measure=measure)
    raised = limit.of.title if limit.of is not None else say("workbook.the_limit", lang)
    return say("kontrol.do_lower", lang, measure=measure, of=raised)


def _figure(value: int | Fraction, measure: Measure) -> Kroner | float:
    return Kroner.from_ore(to_int(value)) if measure.is_money else to_int(value * 100) / 100


def _kind(measure: Measure) -> str:
    return "kroner" if measure.is_money else "number"
