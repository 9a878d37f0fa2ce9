"""A report as a piece of HTML, for a notebook or a page: a table of findings, each with its words and its source.

Every text is escaped; there are no scripts and nothing is fetched. Colours come with a word, never alone.
"""

from html import escape
from itertools import groupby

from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.model import PLAN
from helhedsplan_finance.text import Lang, Shown, say

_STYLE = (
    "<style>.hhp{border-collapse:collapse;font-size:13px}.hhp caption{text-align:left;font-weight:600;padding:4px 0}"
    ".hhp th,.hhp td{text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid #ccc}"
    ".hhp .n{text-align:right;white-space:nowrap}.hhp b{padding:1px 5px;border:1px solid;border-radius:3px}"
    ".hhp .ok{color:#1b5e20}.hhp .fail{color:#8e0000}.hhp .note{color:#7a4f00}.hhp .dim{color:#555}"
    ".hhp small{color:#555}</style>"
)
_LOOKS = {"passed": "ok", "waived": "note", "unverified": "note", "not_applicable": "dim"}
_FAILED = {"error": "fail", "warning": "note", "info": "dim"}


def report_html(plan: str, day: Shown, state: str, findings: tuple[Finding, ...], lang: Lang) -> str:
    """Return a report as HTML; the years in which a rule holds are one row."""
    heads = ("result", "rule", "measured", "limit", "margin", "what")
    titles = "".join(_head(head, lang) for head in heads)
    rows = "".join(_row(list(same), lang) for _, same in groupby(findings, key=_together))
    caption = _text(say("report.head", lang, plan=plan, day=day))
    told = _text(say(f"report.state_{state}", lang))
    return (
        f'{_STYLE}<table class="hhp" lang="{lang}"><caption>{caption}<br>{told}</caption>'
        f"<thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _head(head: str, lang: Lang) -> str:
    of_figures = ' class="n"' if head in {"measured", "limit", "margin"} else ""
    return f'<th scope="col"{of_figures}>{_text(say(f"report.column_{head}", lang))}</th>'


def _together(finding: Finding) -> tuple[str, str]:
    alone = finding.where if finding.outcome != "passed" else ""
    return finding.rule, alone


def _row(same: list[Finding], lang: Lang) -> str:
    first = same[0]
    look = _FAILED[first.severity] if first.outcome == "failed" else _LOOKS[first.outcome]
    look = "dim" if first.severity == "info" else look
    word = f'<b class="{look}">{_text(first.word(lang))}</b>'
    where = "" if first.where == PLAN else f" ({first.where})"
    if len(same) > 1:
        where = f" ({first.where}–{same[-1].where})"
    title = f"{_text(first.title.show(lang) + where)}<br><small>{_text(first.rule)}</small>"
    measured, limit, margin = ("", "", "") if len(same) > 1 else first.figures(lang)
    cells = "".join(f'<td class="n">{_text(one)}</td>' for one in (measured, limit, margin))
    return f"<tr><td>{word}</td><td>{title}</td>{cells}<td>{_words(same, lang)}</td></tr>"


def _words(same: list[Finding], lang: Lang) -> str:
    """Return what a row has to say: of several years each has its line."""
    first = same[0]
    years = [f"{one.where}: " if len(same) > 1 else "" for one in same]
    parts = [_text(year + one.message.show(lang)) for year, one in zip(years, same, strict=True)]
    if first.cure:
        parts.append(f"<i>{_text(say('report.do', lang))}:</i> {_text(first.cure.show(lang))}")
    if first.source:
        parts.append(f"<small>{_text(first.source.show(lang))}</small>")
    return "<br>".join(parts)


def _text(value: str) -> str:
    return escape(value, quote=True)
