"""How far each share is from its rule: a bar for what it is, a line at the limit, and the kroner between them."""

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from helhedsplan_finance.charts.axes import notes, rows_space, set_rows
from helhedsplan_finance.charts.chart import Chart
from helhedsplan_finance.charts.words import Listed, Told
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.palette import DEVIATES, FAILS, HOLDS, INK, PALEST
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.model import PLAN
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, Message, message, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def limits_chart(report: Report) -> Chart:
    """Make a row for each rule on a share of the whole plan that could be settled, binding or not.

    The pale stretch is where the share may lie.
    """
    findings = [one for one in report.findings if _is_settled_share(one)]
    projected = [message("chart.projected_rules")] if any(one.projected for one in findings) else []
    return Chart(
        "limits",
        report.plan,
        _title(findings),
        Listed([(one.title, Told(partial(_said, one))) for one in findings]),
        rows_space(len(findings)),
        lambda ax, lang: _paint(ax, findings, lang),
        notes("chart.limits_note", *projected, projected=report.projected_prices),
    )


def _title(findings: list[Finding]) -> Message:
    """Return how many limits are broken, binding ones apart from usual practice, and how many are waived."""
    binding = sum(one.binds for one in findings)
    usual = sum(one.outcome == "failed" for one in findings) - binding
    waived = sum(one.outcome == "waived" for one in findings)
    if not findings:
        return message("chart.limits_none")
    if binding:
        return message(
            "chart.limits_broken" if not usual else "chart.limits_broken_both",
            count=binding,
            all=len(findings),
            usual=usual,
        )
    if usual:
        return message("chart.limits_usual", count=usual, all=len(findings))
    if waived:
        return message("chart.limits_waived", count=waived, all=len(findings))
    return message("chart.limits_hold" if len(findings) > 1 else "chart.limit_holds", all=len(findings))


def has_limits(report: Report) -> bool:
    """Tell whether any share of the whole plan could be held against its rule."""
    return any(_is_settled_share(one) for one in report.findings)


def _is_settled_share(one: Finding) -> bool:
    """Tell whether a finding is a share with a limit on one side, and settled."""
    return (
        one.where == PLAN
        and one.limit is not None
        and one.limit.rule.is_share
        and one.limit.rule.relation != "equal"
        and one.verdict is not None
        and one.verdict.outcome != "unverified"
        and one.verdict.share is not None
    )


def _said(one: Finding, lang: Lang) -> str:
    """Return the result, the share, the limit, and how much is left or too much."""
    measured, limit, _ = one.figures(lang)
    told = [one.word(lang), say("chart.of_limit", lang, measured=measured, limit=limit)]
    margin = one.margin_ore
    if margin is not None:
        key = "chart.left" if margin >= 0 else "chart.too_little" if _is_floor(one) else "chart.too_much"
        told.append(say(key, lang, amount=Kroner.from_ore(abs(margin)).text("kr", lang, 0)))
    return " · ".join(told)


def _paint(ax: "Axes", findings: list[Finding], lang: Lang) -> None:
    shares = [_share(one) for one in findings]
    reach = max([1.0, *(share * 1.02 for share, _ in shares)])
    set_rows(ax, [f"{one.title.show(lang)}: {_said(one, lang)}" for one in findings])
    for row, (one, (share, limit)) in enumerate(zip(findings, shares, strict=True)):
        low, high = _allowed(one, limit, reach)
        ax.barh(row, high - low, left=low, height=0.44, color=PALEST)
        look = FAILS if one.binds else HOLDS if one.outcome == "passed" else DEVIATES
        ax.barh(
            row, share, height=0.26, color=look, hatch="///" if one.outcome == "waived" else None, edgecolor="white"
        )
        ax.plot([limit, limit], [row - 0.24, row + 0.24], color=INK, linewidth=2.2)
    ax.set_xlim(0, reach)
    ax.set_xticks([])


def _share(one: Finding) -> tuple[float, float]:
    share, bound = (one.verdict.share, one.verdict.bound) if one.verdict is not None else (None, Fraction(0))
    return float(share or 0), float(bound)


def _allowed(one: Finding, limit: float, reach: float) -> tuple[float, float]:
    """Return from where to where the share may lie."""
    return (limit, reach) if _is_floor(one) else (0.0, limit)


def _is_floor(one: Finding) -> bool:
    return one.limit is not None and one.limit.rule.relation == "at least"
