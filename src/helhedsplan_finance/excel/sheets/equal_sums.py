"""What to do about two sums that are to be equal, live: what is lacking or too much, and the years to move it between.

Worked example: with 550 for costs of 500 in 2027 and 450 for 500 in 2028, the row of 2027 says that 50 is too much and
may be moved to 2028, and that of 2028 that 50 is lacking and may be moved from 2027.
"""

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.sheets.phrases import kroner, literal, slot, with_amount
from helhedsplan_finance.plan.schema import CONTROL_TABLE
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import say
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner

_MOST_YEARS = 8  # of a formula that a spreadsheet takes


def equal_cure(
    layout: Layout, row: int, columns: tuple[int, int], finding: Finding, limit: Limit, verdict: Verdict
) -> tuple[str, str]:
    """Return what to do as a formula, and as its value; ``columns`` are those of the sum and of its limit."""
    lang, measured, bound = layout.lang, *(cell(row, column) for column in columns)
    gap, off = f"({measured}-{bound})", verdict.measured.value - verdict.limit
    parts, shown = [], []
    of = limit.of.title if limit.of is not None else say("workbook.the_limit", lang)
    years = _years(layout, finding, gap) if finding.where != PLAN else None
    to_move = _to_move(layout, finding, verdict)
    for side in ("over", "under"):
        amount = say(f"kontrol.do_{side}", lang, gap=slot())
        alone = say(f"kontrol.do_{side}_alone", lang, measure=limit.measured.title, of=of)
        formula, value = literal(alone), alone
        if years is not None:
            moved = say(f"kontrol.do_{side}_move", lang, gap=slot())
            listed = f'SUBSTITUTE("#"&{years},"#, ","")'
            formula = f'IF({years}="",{literal(alone)},{with_amount(moved, listed)})'
            value = moved.replace(slot(), ", ".join(to_move)) if to_move else alone
        parts.append(f"{with_amount(amount, kroner(gap, lang))}&{formula}")
        shown.append(amount.replace(slot(), Kroner.from_ore(abs(to_int(off))).text("kr", lang)) + value)
    return f"IF({gap}>0,{parts[0]},{parts[1]})", shown[0] if off > 0 else shown[1]


def _years(layout: Layout, finding: Finding, gap: str) -> str | None:
    """Return the formula of the years that lack what this one has too much of, or the reverse, each after a comma."""
    if len(layout.years) > _MOST_YEARS:
        return None
    ids, where, measured, limit = (
        layout.formulas.column(CONTROL_TABLE, key) for key in ("rule_id", "where", "measured", "limit")
    )
    terms = []
    for year in layout.years:
        of_year = f"{ids},{text(finding.rule)},{where},{text(str(year))}"
        terms.append(f'IF((SUMIFS({measured},{of_year})-SUMIFS({limit},{of_year}))*{gap}<0,", {year}","")')
    return "&".join(terms)


def _to_move(layout: Layout, finding: Finding, verdict: Verdict) -> list[str]:
    """Return the years with the reverse difference, as written."""
    if len(layout.years) > _MOST_YEARS:
        return []
    own = verdict.measured.value - verdict.limit
    found = []
    for other in layout.report.findings:
        if other.rule == finding.rule and other.verdict is not None and other.where != PLAN:
            off = other.verdict.measured.value - to_int(other.verdict.limit)
            found += [other.where] if off * own < 0 else []
    return found
