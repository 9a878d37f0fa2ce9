"""The styled frame of a ledger: Danish numbers and words, by pandas' Styler.

pandas is always installed here: the styler is reached through one of its frames.
"""

from collections.abc import Callable, Hashable
from html import escape
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pandas as pd

from helhedsplan_finance.errors import MissingExtraError
from helhedsplan_finance.plan.parts import SOURCES
from helhedsplan_finance.text import Lang, say, visible
from helhedsplan_finance.text.escaped_html import NO_MATHS
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

_TITLES = {
    "side": "column.side",
    "id": "column.id",
    "source": "column.source",
    "name": "column.name",
    "kind": "column.form",
    "status": "column.status",
    "indsatsomraade": "column.indsatsomraade",
    "art": "column.art",
    "year": "column.year",
    "ore": "notebook.kroner",
    "projected": "column.projected",
    "costs": "word.costs",
    "financing": "scenario.figure_financing",
    "difference": "scenario.figure_gap",
    "total": "column.total",
}
_WORDS: dict[str, dict[Any, str]] = {
    "side": {"cost": "word.shown_cost", "financing": "word.shown_financing"},
    "kind": {"cash": "word.shown_cash", "in-kind": "word.shown_in_kind"},
    "source": {source: f"source.{source}" for source in SOURCES},
    "projected": {True: "word.shown_yes", False: "word.shown_no"},
}
_ORE = {"ore", "costs", "financing", "difference", "total"}
_UNKNOWN = "–"
_LINE = "1px solid rgba(128,128,128,.35)"
_LOOKS: list[Any] = [  # the colours of the page around it
    {"selector": "", "props": [("border-collapse", "collapse"), ("color", "inherit"), ("font-size", "13px")]},
    {"selector": "th, td", "props": [("text-align", "left"), ("vertical-align", "top"), ("padding", "4px 14px 4px 0")]},
    {"selector": "tr", "props": [("border-bottom", _LINE)]},
]
_FIGURES: Any = [("text-align", "right"), ("font-variant-numeric", "tabular-nums"), ("white-space", "nowrap")]


def ledger_styler(frame: pd.DataFrame, lang: Lang = "da") -> "Styler":
    """Return the Styler of a ledger's frame, or of a table of its accessor.

    The frame is not changed. Columns of øre (``ore``, ``costs``, ``financing``, ``difference``, ``total``, ``…_ore``,
    and those whose heading is a year) are shown in kroner, with two decimals where there are øre; years are plain. A
    missing number is a dash, a missing word blank. Headings and the words of the plan format are translated. Texts are
    escaped.

    Raises :class:`MissingExtraError` without Jinja2, which pandas' Styler requires.
    """
    try:
        import jinja2  # noqa: F401 - pandas would raise its own message
    except ImportError:
        raise MissingExtraError("extra.jinja2") from None
    from pandas.io.formats.style import Styler

    # The same frame gives the same page: pandas would else give the table a random id.
    styler = Styler(_with_corner(frame, lang), uuid=f"{crc32(repr(list(frame.columns)).encode()):08x}", cell_ids=False)
    styler = styler.set_table_attributes(f'lang="{lang}" class="{NO_MATHS}"')
    looks = list(_LOOKS)
    for at, (label, kind) in enumerate(zip(frame.columns, frame.dtypes, strict=True)):
        styler = styler.format(_formatter(label, kind, lang), subset=(slice(None), frame.columns[[at]]), escape="html")
        if _is_number(kind):
            looks.append({"selector": f".col{at}", "props": _FIGURES})
    styler = styler.set_table_styles(looks, overwrite=False)
    styler = styler.format_index(lambda label: _title(label, lang), axis=1, escape="html")
    if isinstance(frame.index, pd.RangeIndex):
        return styler.hide(axis="index")
    name = frame.index.name
    return styler.format_index(lambda label: _label(name, label, lang), axis=0, escape="html")


def _with_corner(frame: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Return the frame with its index name in the corner, escaped: pandas escapes the rest, but not that."""
    name = frame.index.name
    corner = None if name is None or isinstance(frame.index, pd.RangeIndex) else escape(_title(name, lang))
    copy = frame.copy(deep=False)
    copy.index = copy.index.set_names([None] * frame.index.nlevels)
    copy.columns = copy.columns.set_names([corner] * frame.columns.nlevels)
    return copy


def _formatter(label: Hashable, kind: object, lang: Lang) -> Callable[[Any], str]:
    """Return the formatter of a column; its texts arrive escaped."""
    if _is_ore(label) and _is_number(kind):
        return lambda value: _UNKNOWN if pd.isna(value) else Kroner.from_ore(int(value)).figure(lang)
    if _is_number(kind):
        return lambda value: _UNKNOWN if pd.isna(value) else str(value)
    words = _WORDS.get(str(label), {})

    def cell(value: Any) -> str:
        if pd.api.types.is_scalar(value) and pd.isna(value):
            return ""
        key = words.get(value) if isinstance(value, str | bool) else None
        return say(key, lang) if key else value if isinstance(value, str) else escape(visible(value))

    return cell


def _is_ore(label: Hashable) -> bool:
    return isinstance(label, int) or label in _ORE or (isinstance(label, str) and label.endswith("_ore"))


def _is_number(kind: Any) -> bool:
    return bool(pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind))


def _title(label: Hashable, lang: Lang) -> str:
    key = _TITLES.get(label) if isinstance(label, str) else None
    return say(key, lang) if key else str(label)


def _label(name: Hashable, label: Any, lang: Lang) -> str:
    """Return the label of a row: a translated source, the total, or the value itself."""
    if pd.api.types.is_scalar(label) and pd.isna(label):
        return say("report.not_stated", lang)
    key = _WORDS.get(str(name), {}).get(label) or ("column.total" if label == "total" else None)
    return say(key, lang) if key else str(label)
