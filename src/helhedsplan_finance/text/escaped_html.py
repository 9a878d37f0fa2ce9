"""Self-contained HTML fragments: escaped text, tables, and the style sheet of the notebook output.

Text is escaped when it is put into an element, in this module alone; markup has the type :class:`Html`. There are no
scripts and no external resources. The colours are those of the page around it, light or dark, and a colour never
replaces a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from helhedsplan_finance.text import Lang

Look = Literal["ok", "fail", "note", "dim"]

# Text between two "$" is a name or an amount, not a formula; these classes keep MathJax (2 and 3) away from it.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
_VOID = frozenset({"br", "img", "meta"})
# The class is doubled so that the selectors are more specific than a notebook's own rules for tables.
_STYLE = (
    "<style>.hhp{font-size:13px;line-height:1.45;overflow-x:auto}.hhp p,.hhp ul{margin:.4em 0;max-width:60em}"
    ".hhp.hhp table{border-collapse:collapse;border:0;margin:.2em 0 1em;color:inherit;font-size:inherit}"
    ".hhp.hhp caption{caption-side:top;color:inherit;text-align:left;font-weight:600;padding:4px 0}"
    ".hhp.hhp table tr{background:none}"
    ".hhp.hhp table th,.hhp.hhp table td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border:0;"
    "border-bottom:1px solid rgba(128,128,128,.35);white-space:normal;max-width:44em;overflow-wrap:break-word}"
    ".hhp.hhp table tbody th{font-weight:inherit;min-width:8em}.hhp.hhp table thead th{font-weight:600}"
    ".hhp.hhp table thead th,.hhp.hhp table tfoot tr:first-child>*{border-bottom-color:rgba(128,128,128,.7)}"
    ".hhp.hhp table tfoot tr:first-child>*{border-top:1px solid rgba(128,128,128,.7)}"
    ".hhp.hhp table tfoot>tr>*{font-weight:600}"
    ".hhp.hhp table .hhp-n{text-align:right;font-variant-numeric:tabular-nums}"
    ".hhp.hhp table td.hhp-n{white-space:nowrap}"
    ".hhp b.hhp-w{padding:1px 6px;border-radius:3px;white-space:nowrap;font-weight:600;font-size:12px}"
    ".hhp .hhp-ok{background:#1b5e20;color:#fff}.hhp .hhp-fail{background:#8e0000;color:#fff}"
    ".hhp .hhp-note{background:#7a4f00;color:#fff}.hhp .hhp-dim{background:#555;color:#fff}"
    ".hhp small{opacity:.8;font-size:12px}</style>"
)


class Html(str):
    """Markup, which is not escaped again.

    >>> element("p", "a < b", element("br"))
    '<p>a &lt; b<br></p>'
    """

    __slots__ = ()


def text(value: str) -> Html:
    """Return a text as escaped HTML; markup is returned unchanged."""
    return value if isinstance(value, Html) else Html(escape(value, quote=True))


def element(tag: str, *content: str, **attributes: str) -> Html:
    """Return an element with escaped content and attributes; ``class_`` is ``class``, ``x_y`` is ``x-y``."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    written = "".join(f' {name}="{escape(value, quote=True)}"' for name, value in named.items())
    end = "" if tag in _VOID else f"</{tag}>"
    return Html(f"<{tag}{written}>{joined(content)}{end}")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Return the concatenation of texts, each escaped."""
    return Html(text(between).join(map(text, parts)))


def lines(parts: Iterable[str]) -> Html:
    """Return texts as lines of one block."""
    return joined(parts, Html("<br>"))


def items(parts: Sequence[str]) -> Html:
    """Return texts as an unordered list; empty where there are none."""
    return element("ul", *(element("li", part) for part in parts)) if parts else Html()


def word(result: str, look: Look) -> Html:
    """Return a result word on a background colour that is legible on any page."""
    return element("b", result, class_=f"hhp-w hhp-{look}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it holds figures, which are aligned right."""

    title: str
    figures: bool = False


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    foot: Iterable[Sequence[str]] = (),
    names: int | None = 0,
) -> Html:
    """Return a table. Every row has a cell for each column; ``foot`` are the rows of totals.

    ``names`` is the number of the column whose cells are the headings of the rows; ``None`` for none.
    """
    head = element("tr", *(element("th", column.title, scope="col", class_=_figures(column)) for column in columns))
    parts = [element("caption", caption)] if caption else []
    parts += [element("thead", head), element("tbody", *_rows(columns, rows, names))]
    sums = list(_rows(columns, foot, names))
    return element("table", *parts, *([element("tfoot", *sums)] if sums else []))


def facts(rows: Iterable[tuple[str, str]], *, caption: str) -> Html:
    """Return a table of two columns without column headings: names and values."""
    body = (element("tr", element("th", what, scope="row"), element("td", value)) for what, value in rows)
    return element("table", element("caption", caption), element("tbody", *body))


def fragment(lang: Lang, *parts: str) -> Html:
    """Return a self-contained HTML fragment with its language and its style sheet."""
    return element("div", Html(_STYLE), *parts, class_=f"hhp {NO_MATHS}", lang=lang)


def _rows(columns: Sequence[Column], rows: Iterable[Sequence[str]], names: int | None) -> Iterable[Html]:
    for row in rows:
        cells = [
            element("th", cell, scope="row", class_=_figures(column))
            if number == names
            else element("td", cell, class_=_figures(column))
            for number, (column, cell) in enumerate(zip(columns, row, strict=True))
        ]
        yield element("tr", *cells)


def _figures(column: Column) -> str:
    return "hhp-n" if column.figures else ""
