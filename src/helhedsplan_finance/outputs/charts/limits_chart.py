"""The limits chart: each share as a bar, a line at its limit, and the kroner between them."""

from collections.abc import Iterator
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

_TITLE = 0.9  # inches: the least width of a title, cut


def limits_chart(report: Report, *, most: int = MOST_ROWS) -> Chart:
    """Return a chart with one row per settled rule on a share of the whole plan, binding or not.

    The pale stretch is the allowed range. An unverified rule is drawn against its last known limit,
    dashed and without the range, and labelled so. Beyond ``most`` rules, broken ones are kept first.
    """
    drawn = [one for one in report.listed if _is_share(one)]
    shown = drawn if len(drawn) <= most else sorted(drawn, key=_gravity)
    return Chart(
        "limits",
        report.plan,
        Deferred(partial(_title, drawn, _unsettled(report))),
        listed([(one.title, Deferred(partial(_row_words, one))) for one in drawn]),
        rows_space(min(len(shown), most)),
        lambda ax, lang: _paint(ax, shown[:most], lang),
        notes("chart.limits_note", *_notes(report, drawn, most), projected=report.projected_prices),
    )


def _gravity(finding: Finding) -> tuple[bool, bool, bool]:
    return not finding.binds, not finding.beyond, finding.outcome == "passed"


def _title(drawn: list[Finding], unsettled: list[Finding], lang: Lang) -> str:
    """Return the title: how many limits are broken, by weight: binding, waived or usual practice.

    Unverified ones are counted apart, against their last known limit.
    """
    settled = [one for one in drawn if one.last_known is None]
    known = [one for one in drawn if one.last_known is not None]
    sentences = [_settled_title(settled, unsettled, lang)] if settled or not known else []
    if known:
        beyond = sum(one.beyond for one in known)
        key = "chart.limits_beyond" if beyond else "chart.limits_within"
        sentences.append(say(key, lang, count=beyond, all=len(known)))
    return "; ".join(sentences)


def _settled_title(settled: list[Finding], unsettled: list[Finding], lang: Lang) -> str:
    binding = sum(one.binds for one in settled)
    waived = sum(one.outcome == "waived" for one in settled)
    usual = sum(one.outcome == "failed" for one in settled) - binding
    counts = {"chart.limits_broken": binding, "chart.limits_waived": waived, "chart.limits_usual": usual}
    sentences = [say(key, lang, count=count, all=len(settled)) for key, count in counts.items() if count]
    if sentences:
        return "; ".join(sentences)
    if not settled:
        return say("chart.limits_none", lang)
    key = "chart.limits_hold" if len(settled) > 1 and not unsettled else "chart.limits_known"
    return say(key if len(settled) > 1 else "chart.limit_holds", lang, all=len(settled))


def _unsettled(report: Report) -> list[Finding]:
    """Return the limits, binding or not, that are undecided."""
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
    """Return whether any share of the whole plan has a verdict, or a last known limit."""
    return any(_is_share(one) for one in report.findings)


def _is_share(finding: Finding) -> bool:
    """Return whether a finding is a share with an upper or a lower limit, and has figures."""
    return (
        finding.where == PLAN
        and finding.limit is not None
        and finding.limit.rule.is_share
        and finding.limit.rule.relation != "equal"
        and finding.compared is not None
        and finding.compared.outcome != "unverified"
        and finding.compared.share is not None
    )


def _row_words(finding: Finding, lang: Lang) -> str:
    return " · ".join(_parts(finding, lang))


def _parts(finding: Finding, lang: Lang) -> list[str]:
    """Return the result, the share with its limit, and the margin."""
    measured, limit, _ = finding.figures(lang)
    parts = [finding.word(lang), say("chart.of_limit", lang, measured=measured, limit=limit)]
    margin = finding.margin_ore if finding.last_known is None else finding.last_known.margin_ore
    if finding.compares:
        parts.append(say("chart.comparison", lang))
    elif margin is not None:
        key = "chart.left" if margin >= 0 else "chart.too_little" if _is_floor(finding) else "chart.too_much"
        parts.append(say(key, lang, amount=Kroner.from_ore(abs(margin)).text("kr", lang)))
    return parts


def _row_name(finding: Finding, inches: float, lang: Lang) -> str:
    """Return a rule's title and its figures to fit a row: the title is cut first, then whole figures are dropped."""
    parts = _parts(finding, lang)
    while len(parts) > 1 and width(" · ".join(parts), LABEL) > inches - _TITLE:
        parts.pop()
    figures = " · ".join(parts)
    return f"{cut(finding.title.show(lang), inches - width(f': {figures}', LABEL), LABEL)}: {figures}"


def _paint(ax: "Axes", findings: list[Finding], lang: Lang) -> None:
    shares = [_share(finding) for finding in findings]
    reach = max([1.0, *(share * 1.02 for share, _ in shares)])
    set_rows(ax, [_row_name(finding, wide(ax), lang) for finding in findings])
    for row, (finding, (share, limit)) in enumerate(zip(findings, shares, strict=True)):
        low, high = _allowed(finding, limit, reach)
        verified = finding.last_known is None
        if verified:
            ax.barh(row, high - low, left=low, height=0.44, color=PALEST)
        holds = finding.outcome == "passed" if verified else not finding.beyond
        look = FAILS if finding.binds else HOLDS if holds else DEVIATES
        hatch = "///" if finding.outcome == "waived" else None
        ax.barh(row, share, height=0.26, color=look, hatch=hatch, edgecolor="white")
        style = "solid" if verified else (0, (1.6, 1.1))
        ax.plot([limit, limit], [row - 0.24, row + 0.24], color=INK, linewidth=2.2, linestyle=style)
    span_x(ax, 0, reach)
    ax.set_xticks([])


def _share(finding: Finding) -> tuple[float, float]:
    compared = finding.compared
    return (float(compared.share or 0), float(compared.bound)) if compared is not None else (0.0, 0.0)


def _allowed(finding: Finding, limit: float, reach: float) -> tuple[float, float]:
    """Return the allowed range of the share."""
    return (limit, reach) if _is_floor(finding) else (0.0, limit)


def _is_floor(finding: Finding) -> bool:
    return finding.limit is not None and finding.limit.rule.relation == "at least"
