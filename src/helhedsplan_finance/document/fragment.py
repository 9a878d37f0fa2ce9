"""A document as a self-contained HTML fragment for a notebook: no scripts, nothing fetched.

The colours are those of the page around it, light or dark, and a colour never replaces a word.
"""

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.html_blocks import HtmlBlocks
from helhedsplan_finance.text import visible
from helhedsplan_finance.text.escaped_html import NO_MATHS, Html, element

# The class is doubled so that the selectors are more specific than a notebook's own rules for tables.
_STYLE = (
    "<style>.hhp{font-size:13px;line-height:1.45;overflow-x:auto}.hhp p,.hhp ul{margin:.4em 0;max-width:60em}"
    ".hhp.hhp table{border-collapse:collapse;border:0;margin:.2em 0 1em;color:inherit;font-size:inherit}"
    ".hhp.hhp caption{caption-side:top;color:inherit;text-align:left;font-weight:600;padding:4px 0}"
    ".hhp.hhp table tr{background:none}"
    ".hhp.hhp table th,.hhp.hhp table td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border:0;"
    "border-bottom:1px solid rgba(128,128,128,.35);white-space:normal;max-width:44em;overflow-wrap:break-word}"
    ".hhp.hhp table tbody th{font-weight:inherit;min-width:8em}.hhp.hhp table thead th{font-weight:600}"
    ".hhp.hhp table thead th,.hhp.hhp table tr.hhp-total>*{border-bottom-color:rgba(128,128,128,.7)}"
    ".hhp.hhp table tr.hhp-total>*{font-weight:600}"
    ".hhp.hhp table .hhp-n{text-align:right;font-variant-numeric:tabular-nums}"
    ".hhp.hhp table td.hhp-n{white-space:nowrap}"
    ".hhp b.hhp-w{padding:1px 6px;border-radius:3px;white-space:nowrap;font-weight:600;font-size:12px}"
    ".hhp .hhp-w.hhp-ok{background:#1b5e20;color:#fff}.hhp .hhp-w.hhp-fail{background:#8e0000;color:#fff}"
    ".hhp .hhp-w.hhp-note{background:#7a4f00;color:#fff}.hhp .hhp-w.hhp-dim{background:#555;color:#fff}"
    ".hhp p.hhp-lead,.hhp h2{font-weight:600;font-size:inherit;margin:.8em 0 .2em}"
    ".hhp p.hhp-note{opacity:.8;font-size:12px}.hhp .hhp-entry p+p{margin-left:1.5em}"
    ".hhp .hhp-key{display:flex;flex-wrap:wrap;gap:.3em 2em}.hhp .hhp-key dd{margin:0;font-weight:600}"
    ".hhp img{max-width:100%;height:auto}</style>"
)


def fragment_of(document: Document) -> Html:
    """Return a document as an HTML fragment with its language and its style sheet."""
    lines = [element("p", visible(line)) for line in document.about if line]
    head = [element("p", element("strong", visible(document.title)))] if document.title else []
    blocks = map(HtmlBlocks(document.lang, "hhp-").block, document.blocks)
    foot = [element("p", visible(document.foot), class_="hhp-note")] if document.foot else []
    return element("div", Html(_STYLE), *head, *lines, *blocks, *foot, class_=f"hhp {NO_MATHS}", lang=document.lang)
