"""Render a report as an HTML fragment, for a notebook or a page: a table of findings, each with its source."""

from collections.abc import Sequence
from itertools import groupby

from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import PLAN, Outcome, Severity
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.text.escaped_html import (
    Column,
    Html,
    Look,
    element,
    fragment,
    joined,
    lines,
    table,
    text,
    word,
)

_LOOKS: dict[Outcome, Look] = {"passed": "ok", "waived": "note", "unverified": "note", "not_applicable": "dim"}
_FAILED: dict[Severity, Look] = {"error": "fail", "warning": "note", "info": "dim"}
_FIGURES = {"measured", "limit", "margin"}


def report_html(findings: Sequence[Finding], caption: Sequence[str], lang: Lang) -> str:
    """Return findings as HTML, below a caption; the years in which a rule holds are merged into one row."""
    heads = ("result", "rule", "measured", "limit", "margin", "what")
    columns = [Column(say(f"report.column_{head}", lang), head in _FIGURES) for head in heads]
    rows = [_row(list(same), lang) for _, same in groupby(findings, key=_together)]
    return fragment(lang, table(columns, rows, caption=lines(caption), names=1))


def _together(finding: Finding) -> tuple[str, str]:
    alone = finding.where if finding.outcome != "passed" else ""
    return finding.rule, alone


def _row(same: list[Finding], lang: Lang) -> list[str]:
    first = same[0]
    look = _FAILED[first.severity] if first.outcome == "failed" else _LOOKS[first.outcome]
    look = "dim" if first.severity == "info" else look
    where = "" if first.where == PLAN else f" ({first.where})"
    if len(same) > 1:
        where = f" ({first.where}–{same[-1].where})"
    title = lines([first.title.show(lang) + where, *(element("small", rule) for rule in (first.rule, *first.also))])
    figures = ("", "", "") if len(same) > 1 else first.figures(lang)
    return [word(first.word(lang), look), title, *figures, _words(same, lang)]


def _words(same: list[Finding], lang: Lang) -> Html:
    """Return the text of a row; each of several years has its own line."""
    first = same[0]
    years = [f"{one.where}: " if len(same) > 1 else "" for one in same]
    parts = [text(year + one.message.show(lang)) for year, one in zip(years, same, strict=True)]
    if first.cure:
        parts.append(joined([element("i", f"{say('report.do', lang)}:"), " ", first.cure.show(lang)]))
    if first.source:
        parts.append(element("small", first.source.show(lang)))
    return lines(parts)
