"""Escaped HTML: text is escaped when it is put into an element, in this module alone; markup is :class:`Html`."""

from collections.abc import Iterable, Sequence
from html import escape

# Text between two "$" is a name or an amount, not a formula; these classes keep MathJax (2 and 3) away from it.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
_VOID = frozenset({"br", "img", "meta"})


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


def items(parts: Sequence[str]) -> Html:
    """Return texts as an unordered list; empty where there are none."""
    return element("ul", *(element("li", part) for part in parts)) if parts else Html()
