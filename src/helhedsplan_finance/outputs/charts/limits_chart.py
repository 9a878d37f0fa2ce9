"""How far each share is from its rule: a bar for what it is, a line at the limit, and the kroner between them."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from helhedsplan_finance.outputs.charts.axes import LABEL, MOST_ROWS, notes, rows_space, set_rows, span_x, wide
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import listed
from helhedsplan_finance.outputs.charts.letters import cut, width
from helhedsplan_finance.outputs.palette import DEVIATES, FAILS, HOLDS, INK, PALEST
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, Message, message, say
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TITLE = 0.9  # inches that a title takes at least, cut


def limits_chart(report: Report, *, most: int = MOST_ROWS) -> Chart:
    """Make a row for each rule on a share of the whole plan that could be settled, binding or not.

    The pale stretch is where the share may lie. A rule that nobody has verified is drawn against its last known limit,
    broken and without the stretch, and says so. Of more than ``most`` rules those that are broken are shown first.
    """
    drawn = [one for one in report.listed if _is_share(one)]
    shown = drawn if len(drawn) <= most else sorted(drawn, key=_gravity)
    return Chart(
        "limits",
        report.plan,
        Deferred(partial(_title, drawn, _unsettled(report))),
        listed([(one.title, Deferred(partial(_said, one))) for one in drawn]),
        rows_space(min(len(shown), most)),
        lambda ax, lang: _paint(ax, shown[:most], lang),
        notes("chart.limits_note", *_notes(report, drawn, most), projected=report.projected_prices),
    )


def _gravity(one: Finding) -> tuple[bool, bool, bool]:
    return not one.binds, not one.beyond, one.outcome == "passed"


def _title(drawn: list[Finding], unsettled: list[Finding], lang: Lang) -> str:
    """Return how many limits are broken, which of them binding, waived or usual practice; none is passed over.

    Those that nobody has verified are counted apart, against their last known limit.
    """
    settled = [one for one in drawn if one.last_known is None]
    known = [one for one in drawn if one.last_known is not None]
    told = [_settled_title(settled, unsettled, lang)] if settled or not known else []
    if known:
        beyond = sum(one.beyond for one in known)
        key = "chart.limits_beyond" if beyond else "chart.limits_within"
        told.append(say(key, lang, count=beyond, all=len(known)))
    return "; ".join(told)


def _settled_title(settled: list[Finding], unsettled: list[Finding], lang: Lang) -> str:
    binding = sum(one.binds for one in settled)
    waived = sum(one.outcome == "waived" for one in settled)
    usual = sum(one.outcome == "failed" for one in settled) - binding
    counts = {"chart.limits_broken": binding, "chart.limits_waived": waived, "chart.limits_usual": usual}
    told = [say(key, lang, count=count, all=len(settled)) for key, count in counts.items() if count]
    if told:
        return "; ".join(told)
    if not settled:
        return say("chart.limits_none", lang)
    key = "chart.limits_hold" if len(settled) > 1 and not unsettled else "chart.limits_known"
    return say(key if len(settled) > 1 else "chart.limit_holds", lang, all=len(settled))


def _unsettled(report: Report) -> list[Finding]:
    """Return the limits, binding or not, of which nobody can tell."""
    return [one for one in report.unverified if one.severity != "info"]


def _notes(report: Report, drawn: list[Finding], most: int) -> Iterator[Message]:
    if any(one.last_known is not None for one in drawn):
        yield message("chart.limits_last_known")
    ids = {one.rule for one in drawn}
    if unsettled := {one.rule: one.title for one in _unsettled(report) if one.rule not in ids}:
        yield message("chart.limits_unsettled", names=list(unsettled.values()))
    if turns := [one.title for one in drawn if one.rounding == "could turn"]:
        yield message("chart.could_turn", names=turns)
    if any(one.projected for one in drawn):
        yield message("chart.projected_rules")
    if len(drawn) > most:
        yield message("chart.more", count=len(drawn) - most)


def has_limits(report: Report) -> bool:
    """Tell whether any share of the whole plan could be held against its rule, or its last known limit."""
    return any(_is_share(one) for one in report.findings)


def _is_share(one: Finding) -> bool:
    """Tell whether a finding is a share with a limit on one side that it can be held against."""
    return (
        one.where == PLAN
        and one.limit is not None
        and one.limit.rule.is_share
        and one.limit.rule.relation != "equal"
        and one.compared is not None
        and one.compared.outcome != "unverified"
        and one.compared.share is not None
    )


def _said(one: Finding, lang: Lang) -> str:
    return " · ".join(_parts(one, lang))


def _parts(one: Finding, lang: Lang) -> list[str]:
    """Return the result, the share with its limit, and how much is left or too much."""
    measured, limit, _ = one.figures(lang)
    told = [one.word(lang), say("chart.of_limit", lang, measured=measured, limit=limit)]
    margin = one.margin_ore if one.last_known is None else one.last_known.margin_ore
    if one.compares:
        told.append(say("chart.comparison", lang))
    elif margin is not None:
        key = "chart.left" if margin >= 0 else "chart.too_little" if _is_floor(one) else "chart.too_much"
        told.append(say(key, lang, amount=Kroner.from_ore(abs(margin)).text("kr", lang)))
    return told


def _named(one: Finding, inches: float, lang: Lang) -> str:
    """Return a rule's title and its figures: the title is cut before a figure is, and a figure is left out whole."""
    parts = _parts(one, lang)
    while len(parts) > 1 and width(" · ".join(parts), LABEL) > inches - _TITLE:
        parts.pop()
    told = " · ".join(parts)
    return f"{cut(one.title.show(lang), inches - width(f': {told}', LABEL), LABEL)}: {told}"


def _paint(ax: "Axes", findings: list[Finding], lang: Lang) -> None:
    shares = [_share(one) for one in findings]
    reach = max([1.0, *(share * 1.02 for share, _ in shares)])
    set_rows(ax, [_named(one, wide(ax), lang) for one in findings])
    for row, (one, (share, limit)) in enumerate(zip(findings, shares, strict=True)):
        low, high = _allowed(one, limit, reach)
        verified = one.last_known is None
        if verified:
            ax.barh(row, high - low, left=low, height=0.44, color=PALEST)
        holds = one.outcome == "passed" if verified else not one.beyond
        look = FAILS if one.binds else HOLDS if holds else DEVIATES
        hatch = "///" if one.outcome == "waived" else None
        ax.barh(row, share, height=0.26, color=look, hatch=hatch, edgecolor="white")
        style = "solid" if verified else (0, (1.6, 1.1))
        ax.plot([limit, limit], [row - 0.24, row + 0.24], color=INK, linewidth=2.2, linestyle=style)
    span_x(ax, 0, reach)
    ax.set_xticks([])


def _share(one: Finding) -> tuple[float, float]:
    share, bound = (one.compared.share, one.compared.bound) if one.compared is not None else (None, Fraction(0))
    return float(share or 0), float(bound)


def _allowed(one: Finding, limit: float, reach: float) -> tuple[float, float]:
    """Return from where to where the share may lie."""
    return (limit, reach) if _is_floor(one) else (0.0, limit)


def _is_floor(one: Finding) -> bool:
    return one.limit is not None and one.limit.rule.relation == "at least"
