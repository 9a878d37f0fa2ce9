"""Whether a rule applies to the plan in the workbook: the givers and the stage can change there, other facts cannot."""

from helhedsplan_finance.excel.base.formulas import Formulas, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.plan.plan import SOURCES
from helhedsplan_finance.plan.schema import KILDER, NAMES
from helhedsplan_finance.rules import catalogue
from helhedsplan_finance.rules.choose import why_not
from helhedsplan_finance.rules.finding import result_word
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.read_rules import HAS
from helhedsplan_finance.rules.record import Measure, Outcome, Severity


def applies(layout: Layout, limit: Limit, verdict: str) -> str:
    """Return the formula of a verdict, or "not applicable" while the plan lacks what the rule needs."""
    blank, formulas = word(layout, "not_applicable", "info"), layout.formulas
    for name in limit.rule.applies.has:
        if (lacking := _without(formulas, name)) is not None:
            verdict = f"IF({lacking},{blank},{verdict})"
    for measure in limit.needs:
        if measure.fact is None:
            verdict = f"IF({formulas.any_count(measure)}=0,{blank},{verdict})"
    if limit.rule.check is not None and limit.rule.applies.stage:
        there = ",".join(f"{NAMES['stage']}={text(stage)}" for stage in limit.rule.applies.stage)
        verdict = f"IF(OR({there}),{verdict},{blank})"
    if limit.layer == "plan":
        verdict = f"IF(COUNT({ceiling(layout, limit)})=0,{blank},{verdict})"
    return verdict


def _without(formulas: Formulas, name: str) -> str | None:
    """Return the condition that a plan lacks what a rule needs."""
    if name in SOURCES:
        return f"{formulas.gives(name)}=0"
    if name == "costs":
        return f"{formulas.lines()}=0" if formulas.has_costs else "TRUE"
    fact = formulas.fact(name) if name in HAS else None
    return f"COUNT({fact})=0" if fact is not None else None


def ceiling(layout: Layout, limit: Limit) -> str:
    """Return the cell of Kilder with a contribution's own ceiling."""
    key = "max_share" if limit.rule.is_share else "max_amount"
    return layout.formulas.item(KILDER, layout.formulas.title(key), stream_number(layout, limit.measured))


def stream_number(layout: Layout, measure: Measure) -> int:
    """Return the row on Kilder, from 1, of the contribution of a measure."""
    ids = [stream.id if stream is not None else None for stream in layout.rows.streams]
    return ids.index(measure.where["id"][0]) + 1


def fits(layout: Layout, limit: Limit) -> bool:
    """Return whether a rule may apply after edits in the workbook.

    The givers can change, and the stage for a check of the catalogue; other facts cannot.
    """
    plan, applies = layout.plan, limit.rule.applies
    ended = limit.rule.clock == "as_of" and limit.standing.state == "not in force"
    excluded = why_not(applies, plan.kommune, plan.stage)
    if ended or (excluded is not None and not (excluded == "stage" and limit.rule.check is not None)):
        return False
    if (
        applies.regime
        and catalogue.regime_of(one.limit for one in layout.report.findings if one.limit) not in applies.regime
    ):
        return False
    return all(name in layout.facts.has for name in applies.has if name in HAS and not _can_come(layout, name))


def _can_come(layout: Layout, name: str) -> bool:
    """Return whether what a plan lacks can be typed into its workbook."""
    return layout.formulas.has_costs if name == "costs" else layout.formulas.fact(name) is not None


def word(layout: Layout, outcome: Outcome, severity: Severity) -> str:
    """Return the word of a result as a literal of a formula."""
    return text(result_word(outcome, severity, layout.lang))
