"""The plan against a last known limit: live words on Kontrol."""

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.applying import word
from helhedsplan_finance.excel.sheets.demand import Demand
from helhedsplan_finance.excel.sheets.live import DO, MARGIN, RESULT
from helhedsplan_finance.excel.sheets.phrases import kroner, literal, slot, with_amount
from helhedsplan_finance.rules.check import judge
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import PLAN, Relation
from helhedsplan_finance.text import say
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner

_PAST: dict[Relation, str] = {
    "at most": "kontrol.last_over",
    "at least": "kontrol.last_under",
    "equal": "kontrol.last_apart",
}
_PAST_BY: dict[Relation, str] = {
    "at most": "kontrol.last_over_by",
    "at least": "kontrol.last_under_by",
    "equal": "kontrol.last_apart_by",
}
_WITHIN_BY: dict[Relation, str] = {
    "at most": "kontrol.last_room_by",
    "at least": "kontrol.last_spare_by",
    "equal": "kontrol.last_within",
}


def write_beside(sheet: Sheet, layout: Layout, row: int, finding: Finding, demand: Demand) -> None:
    """Write whether the plan is within the last known limit, by how much, and until when the limit was known."""
    lang, relation = layout.lang, demand.limit.relation
    money = demand.limit.measured.is_money
    within, past = (_WITHIN_BY[relation], _PAST_BY[relation]) if money else ("kontrol.last_within", _PAST[relation])
    if demand.limit.layer == "practice" and demand.limit.rule.compared is not None:
        past = "kontrol.do_compare"
    until = say("kontrol.last_until", lang, day=demand.value.last_known_day or layout.report.as_of)
    margin = cell(row, MARGIN)
    sentences = [f"{say(key, lang, gap=slot())}{until}" for key in (within, past)]
    inside, outside = (with_amount(one, kroner(margin, lang)) for one in sentences)
    opened = f"{say('kontrol.last_open', lang)}{until}"
    formula = f"IF(COUNT({margin})=0,{literal(opened)},IF({margin}>=0,{inside},{outside}))"
    blank = word(layout, "not_applicable", "info")
    shown = _value(layout, finding, demand, within, past, opened, until)
    sheet.formula(row, DO, f'=IF({cell(row, RESULT)}={blank},"",{formula})', shown, "text")


def _value(layout: Layout, finding: Finding, demand: Demand, within: str, past: str, opened: str, until: str) -> str:
    """Return the value of the formula of a row, for programs that do not recalculate."""
    if finding.outcome == "not_applicable":
        return ""
    year = None if finding.where == PLAN else int(finding.where)
    verdict = finding.compared or judge(demand.limit, demand.value, layout.facts, year)
    if verdict.outcome == "unverified":
        return opened
    gap = Kroner.from_ore(abs(to_int(verdict.margin))).text("kr", layout.lang)
    return f"{say(past if verdict.outcome == 'failed' else within, layout.lang, gap=gap)}{until}"
