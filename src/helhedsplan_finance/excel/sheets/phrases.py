"""Sentences as formulas: live words, with amounts in the language of the workbook."""

import re
from collections.abc import Mapping

from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.text import Lang

_LONGEST = 240  # Excel refuses a literal of more than 255 characters
_NAME = re.compile(r"\{(\w+)\}")


def literal(value: str) -> str:
    """Return a text of any length as a literal of a formula."""
    parts = [value[start : start + _LONGEST] for start in range(0, len(value), _LONGEST)] or [""]
    return "&".join(map(text, parts))


def with_figures(sentence: str, figures: Mapping[str, str]) -> str:
    """Return a sentence as a formula, with a formula for each of its ``{names}``."""
    parts = enumerate(_NAME.split(sentence))  # text and names alternate
    return "&".join(figures[part] if place % 2 else literal(part) for place, part in parts if part)


def with_amount(sentence: str, amount: str) -> str:
    """Return a sentence as a formula, with an amount in the place of :func:`slot`."""
    return with_figures(sentence, {"gap": amount})


def slot() -> str:
    """Return the placeholder of an amount in a sentence."""
    return "{gap}"


def kroner(cell: str, lang: Lang) -> str:
    """Return the formula of an amount without its sign, such as ``2.000.000 kr.``; øre only where there are any.

    FIXED writes the thousands separator of the program's locale, which is replaced by that of the workbook.
    """
    ore = f"ROUND(ABS({cell})*100,0)"
    thousands, decimal = (".", ",") if lang == "da" else (",", ".")
    whole = f"FIXED(INT({ore}/100),0)"
    for sign in ('","', '"."', "CHAR(160)", '" "', text("'")):
        if sign != text(thousands):
            whole = f"SUBSTITUTE({whole},{sign},{text(thousands)})"
    rest = f'IF(MOD({ore},100)=0,"",{text(decimal)}&RIGHT("0"&MOD({ore},100),2))'
    return f'{whole}&{rest}&" kr."' if lang == "da" else f'"DKK "&{whole}&{rest}'
