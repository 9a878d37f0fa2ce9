"""A document as a web page: one self-contained file for screen readers, which prints on A4.

Every text is escaped; there are no scripts, nothing is fetched, and a content security policy forbids both.
"""

from math import ceil

from helhedsplan_finance.document.blocks import (
    Block,
    Document,
    Entry,
    Facts,
    Heading,
    KeyFigures,
    Picture,
    Points,
    Table,
    Text,
)
from helhedsplan_finance.document.html_blocks import HtmlBlocks
from helhedsplan_finance.text import visible
from helhedsplan_finance.text.escaped_html import Html, element

_STYLE = """
@page { size: A4; margin: 11mm 13mm }
* { box-sizing: border-box }
html { font-size: 15px }
body { margin: 0; background: #fff; color: #1a1a1a; font: 1rem/1.42 "Segoe UI", "Helvetica Neue", Arial, sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: 1.4rem 1.2rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem; color: #133c8b }
h2 { font-size: 1.08rem; margin: 1rem 0 .3rem; color: #133c8b }
header p { margin: 0; color: #4a4a4a }
header { border-bottom: 3px solid #133c8b; padding-bottom: .5rem; margin-bottom: .7rem }
p { margin: .4rem 0 }
.lead { font-size: 1.1rem; font-weight: 600 }
.note, footer { font-size: .82rem; color: #4a4a4a }
footer { border-top: 1px solid #bbb; margin-top: .8rem; padding-top: .3rem }
ul { margin: .3rem 0; padding-left: 1.2rem }
.entry p { margin: .15rem 0 }
.entry p + p { margin-left: 1.2rem }
.w { padding: 0 .4em; border-radius: 3px; font-size: .85em; white-space: nowrap; color: #fff }
.w.ok { background: #1b5e20 }
.w.fail { background: #8e0000 }
.w.note { background: #7a4f00 }
.w.dim { background: #555 }
.key { display: flex; flex-wrap: wrap; gap: .5rem 1.6rem; margin: .6rem 0; padding: .6rem .8rem; background: #eef2f8 }
.key div { display: flex; flex-direction: column-reverse }
.key dt { font-size: .85rem; color: #333 }
.key dd { margin: 0; font-size: 1.25rem; font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .93rem }
caption { text-align: left; font-weight: 700; padding: .2rem 0 }
th, td { padding: .18rem .6rem .18rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #d9d9d9 }
thead th { border-bottom: 2px solid #1a1a1a; vertical-align: bottom }
tbody th { font-weight: 400; min-width: 11em; overflow-wrap: anywhere }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; padding: .18rem 0 .18rem .6rem }
td.n { white-space: nowrap }
tr.total > * { font-weight: 700; border-top: 1.5px solid #1a1a1a; border-bottom: 0 }
img { display: block; height: auto; margin: .4rem 0 }
@media print {
  body { line-height: 1.26 }
  main { max-width: none; padding: 0 }
  h1 { font-size: 1.7rem }
  h2 { margin: .6rem 0 .15rem }
  header { padding-bottom: .25rem; margin-bottom: .4rem }
  .key { background: none; border: 1px solid #999; padding: .25rem .5rem; margin: .4rem 0 }
  table { margin: .3rem 0 }
  th, td, td.n, th.n { padding-top: .05rem; padding-bottom: .05rem }
  p, ul { margin: .2rem 0 }
  footer { margin-top: .4rem }
  img { max-height: 62mm; max-width: 100%; width: auto !important; margin: .2rem 0 }
  .wide { overflow: visible }
  tr, img, .key { break-inside: avoid }
}
"""


_USUAL, _LINES = 8.2, 62.0  # points of a letter, and the lines that fit a sheet, with a reserve
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"  # no scripts, and nothing fetched


def web_page_of(document: Document) -> str:
    """Return a document as a whole HTML document."""
    head = element(
        "head",
        Html('<meta charset="utf-8">'),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", " – ".join(map(visible, (document.title, *document.about[:1])))),
        Html(f"<style>{_STYLE}@media print {{ html {{ font-size: {_print_size(document)}pt }} }}</style>"),
    )
    top = element(
        "header", element("h1", visible(document.title)), *(element("p", visible(line)) for line in document.about)
    )
    blocks = map(HtmlBlocks(document.lang).block, document.blocks)
    foot = [element("footer", element("p", visible(document.foot)))] if document.foot else []
    body = element("body", element("main", top, *blocks, *foot))
    return f"<!doctype html>\n{element('html', head, body, lang=document.lang)}\n"


def _print_size(document: Document) -> float:
    """Return the size of letters at which a page fits one sheet: larger for a shorter page, never too small to read."""
    return round(_USUAL * min(1.2, max(0.78, _LINES / max(1, sum(map(_lines_of, document.blocks))))), 1)


def _lines_of(block: Block) -> float:
    """Return the approximate number of lines of a block."""
    match block:
        case Heading():
            return 2.0
        case Text():
            return ceil(len(block.words) / 105) + 0.5
        case Entry():
            return 2.0 + sum(ceil(len(one.words) / 105) + 0.3 for one in block.lines)
        case Points():
            return sum(ceil(len(line) / 100) for one, under in block.flat() for line in (one, *under)) + 0.5
        case Facts():
            return 1.5 + 1.15 * len(block.rows)
        case KeyFigures():
            return 3.5
        case Table():
            cells = [[row.name, *(cell for cell in row.cells if isinstance(cell, str))] for row in block.rows]
            return 2.5 + sum(1.15 * max(ceil(len(cell) / 48) for cell in row) for row in cells)
        case Picture():
            return 18.0
