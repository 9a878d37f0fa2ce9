"""HTML that stands alone: escaped text, tables, and the one style of what a notebook shows. It knows nothing of plans.

Any text that is put into an element is escaped, here and nowhere else; what is HTML already is of the kind
:class:`Html`. There are no scripts and nothing is fetched. The colours are those of the page around it, light or dark,
and a colour comes with a word, never alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from helhedsplan_finance.text import Lang

Look = Literal["ok", "fail", "note", "dim"]

# What stands between "$" is a name or an amount here, and no formula; these classes tell MathJax (2 and 3) so.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
_VOID = frozenset({"br", "img", "meta"})
# The class stands twice so that a notebook's own rules for tables do not go before these.
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
    """Text that is HTML already, and is not escaped again.

    >>> element("p", "a < b", element("br"))
    '<p>a &lt; b<br></p>'
    """

    __slots__ = ()


def text(value: str) -> Html:
    """Return a text as HTML: escaped, unless it is HTML already."""
    return value if isinstance(value, Html) else Html(escape(value, quote=True))


def element(tag: str, *content: str, **attributes: str) -> Html:
    """Return an element; its content and its attributes are escaped: ``class_`` is ``class``, ``x_y`` is ``x-y``."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    told = "".join(f' {name}="{escape(value, quote=True)}"' for name, value in named.items())
    end = "" if tag in _VOID else f"</{tag}>"
    return Html(f"<{tag}{told}>{joined(content)}{end}")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Return several texts as one, each escaped."""
    return Html(text(between).join(map(text, parts)))


def lines(parts: Iterable[str]) -> Html:
    """Return texts as lines below each other."""
    return joined(parts, Html("<br>"))


def items(parts: Sequence[str]) -> Html:
    """Return texts as a list; nothing without any."""
    return element("ul", *(element("li", one) for one in parts)) if parts else Html()


def word(said: str, look: Look) -> Html:
    """Return a result in one word, on a colour of its own that can be read on any page."""
    return element("b", said, class_=f"hhp-w hhp-{look}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it holds figures, which stand to the right."""

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
    """Return a table. Every row has a cell for each column; ``foot`` are the rows of sums.

    ``names`` is the number of the column that says what a row is about, whose cells are headings; ``None`` for none.
    """
    head = element("tr", *(element("th", one.title, scope="col", class_=_figures(one)) for one in columns))
    parts = [element("caption", caption)] if caption else []
    parts += [element("thead", head), element("tbody", *_rows(columns, rows, names))]
    sums = list(_rows(columns, foot, names))
    return element("table", *parts, *([element("tfoot", *sums)] if sums else []))


def facts(rows: Iterable[tuple[str, str]], *, caption: str) -> Html:
    """Return a table of two columns without headings: what, and what it is."""
    told = (element("tr", element("th", what, scope="row"), element("td", value)) for what, value in rows)
    return element("table", element("caption", caption), element("tbody", *told))


def fragment(lang: Lang, *parts: str) -> Html:
    """Return a piece of HTML that stands alone, in its language and with its style."""
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
