"""The formats of the workbook: inputs, sums and verdicts look alike on every sheet."""

from typing import Any

from helhedsplan_finance.outputs.palette import INK

# Zero is shown as a figure; a blank cell is a missing value.
KRONER = "#,##0.00"
WHOLE_KRONER = "#,##0"
PERCENT = "0.0%"
SHARE = "0.0##%"
DAY = "dd-mm-yyyy"

HEADER_FILL = "#1F3A5F"
INPUT_FILL = "#FFF9DB"
INPUT_INK = "#0B3D91"
TOTAL_FILL = "#EEF2F7"
VERDICTS = {"ok": ("#DDF2E3", "#0B5A2B"), "fail": ("#FBE0DD", "#8A1C10"), "note": ("#FFF1CC", "#6B4A00")}

_BASE = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_color": "#444444"},
    "section": {"bold": True, "font_size": 12, "bottom": 1},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": HEADER_FILL,
        "text_wrap": True,
        "align": "left",
        "indent": 1,
    },
    "header_right": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": HEADER_FILL,
        "text_wrap": True,
        "align": "right",
    },
    "header_year": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": HEADER_FILL,
        "align": "right",
        "num_format": "0",
    },
    "kroner": {"num_format": WHOLE_KRONER},
    "year": {"num_format": "0"},
    "date": {"num_format": DAY, "align": "left", "indent": 1},
    "plain": {},
    "message": {"bold": True, "font_size": 12},
    "percent": {"num_format": PERCENT},
    # Headlines have no øre; one that may be a difference of øre shows them where the plan has any.
    "whole_left": {"num_format": "#,##0;-#,##0", "align": "left", "indent": 1},
    "kroner_left": {"num_format": WHOLE_KRONER, "align": "left", "indent": 1},
    "percent_left": {"num_format": PERCENT, "align": "left", "indent": 1},
    "number": {},
    "level": {"num_format": "0.000000"},
    "count": {"num_format": "#,##0"},
    "months": {"num_format": "0"},
    "per_home": {"num_format": "#,##0.00"},
    "small_percent": {"num_format": "0.00%"},
    "link": {"font_color": INPUT_INK, "underline": 1},
    "verdict": {"bold": True, "align": "left", "indent": 1},
    "verdict_left": {"bold": True, "align": "left"},
    "small": {"text_wrap": True, "align": "left", "indent": 1, "font_color": "#444444"},
    "memory": {"align": "fill", "font_color": "#444444"},  # never beyond its cell
    "count_left": {"num_format": "#,##0", "align": "left", "indent": 1},
    "key_input": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "text_wrap": True},
    "strong": {"bold": True},
    "strong_wrapped": {"bold": True, "text_wrap": True},
    "flag": {"align": "center"},
    "group": {"bold": True, "bg_color": TOTAL_FILL, "top": 1},
    "group_id": {"bg_color": TOTAL_FILL, "top": 1, "font_color": "#444444", "text_wrap": True},
    "total": {"bold": True, "bg_color": TOTAL_FILL, "top": 1, "text_wrap": True},
    "total_kroner": {"bold": True, "bg_color": TOTAL_FILL, "top": 1, "num_format": WHOLE_KRONER},
    "total_year": {"bold": True, "bg_color": TOTAL_FILL, "top": 1, "num_format": "0"},
    "total_percent": {"bold": True, "bg_color": TOTAL_FILL, "top": 1, "num_format": PERCENT},
    "input": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "text_wrap": True, "align": "left", "indent": 1},
    "input_kroner": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "num_format": WHOLE_KRONER},
    "input_number": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "num_format": "General"},
    "input_count": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "num_format": "#,##0"},
    "input_year": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "num_format": "0", "align": "right"},
    "input_percent": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "num_format": SHARE},
    "input_date": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "num_format": DAY, "align": "left", "indent": 1},
    "signed": {"bottom": 1, "bg_color": "#FFFFFF"},  # a line to sign on
    "master": {"bold": True, "font_size": 14, "text_wrap": True, "border": 1},
}
MONEY = frozenset(kind for kind, look in _KINDS.items() if look.get("num_format") == WHOLE_KRONER)


class Styles:
    """The formats of one workbook, created on first use."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def __call__(self, kind: str, *, ore: bool = False, wrapped: bool = False) -> Any:
        """Return the format of a kind; with ``ore`` amounts have two decimals, and ``wrapped`` text several lines."""
        if (kind, ore, wrapped) not in self._made:
            looks = {**_BASE, **_KINDS[kind]}
            if kind.startswith("input"):
                looks["locked"] = False
            if ore and looks.get("num_format") == WHOLE_KRONER:
                looks["num_format"] = KRONER
            if wrapped:
                looks["text_wrap"] = True
            self._made[kind, ore, wrapped] = self._book.add_format(looks)
        return self._made[kind, ore, wrapped]

    def subtotal(self) -> Any:
        """Return the look of a subtotal in conditional formatting."""
        return self._book.add_format({"bold": True, "bg_color": TOTAL_FILL, "top": 1})

    def verdict(self, kind: str) -> Any:
        """Return the colours of a verdict in conditional formatting."""
        fill, ink = VERDICTS[kind]
        return self._book.add_format({"bg_color": fill, "font_color": ink, "bold": True})
