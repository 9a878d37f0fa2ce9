"""Sentences as formulas: words that follow what is typed, with amounts as the workbook's language writes them."""

import re
from collections.abc import Mapping

from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.text import Lang

_LONGEST = 240  # Excel refuses a text of more than 255 letters in a formula
_NAME = re.compile(r"\{(\w+)\}")


def literal(value: str) -> str:
    """Return a text of any length as a formula writes it."""
    parts = [value[start : start + _LONGEST] for start in range(0, len(value), _LONGEST)] or [""]
    return "&".join(map(text, parts))


def with_figures(sentence: str, figures: Mapping[str, str]) -> str:
    """Return a sentence as a formula, with a formula in the place of each of its ``{names}``."""
    parts = enumerate(_NAME.split(sentence))  # text and names by turns
    return "&".join(figures[part] if place % 2 else literal(part) for place, part in parts if part)


def with_amount(sentence: str, amount: str) -> str:
    """Return a sentence as a formula, an amount in the place that :func:`slot` holds."""
    return with_figures(sentence, {"gap": amount})


def slot() -> str:
    """Return what holds the place of an amount in a sentence."""
    return "{gap}"


def kroner(cell: str, lang: Lang) -> str:
    """Return the formula of an amount without its sign, such as ``2.000.000 kr.``; øre only where there are any.

    FIXED writes the thousands as the program's own language has them, so that they are made those of the workbook.
    """
    ore = f"ROUND(ABS({cell})*100,0)"
    thousands, decimal = (".", ",") if lang == "da" else (",", ".")
    whole = f"FIXED(INT({ore}/100),0)"
    for sign in ('","', '"."', "CHAR(160)", '" "', text("'")):
        if sign != text(thousands):
            whole = f"SUBSTITUTE({whole},{sign},{text(thousands)})"
    rest = f'IF(MOD({ore},100)=0,"",{text(decimal)}&RIGHT("0"&MOD({ore},100),2))'
    return f'{whole}&{rest}&" kr."' if lang == "da" else f'"DKK "&{whole}&{rest}'
