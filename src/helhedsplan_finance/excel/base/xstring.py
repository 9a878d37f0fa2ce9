"""Text in the file of a workbook: ``_xHHHH_`` is a character by its code, and is escaped where it is literal.

A text that holds ``_x000D_`` is written ``_x005F_x000D_`` and read back as it was. XlsxWriter escapes the texts of
cells but not the values of formulas; openpyxl reads ``_x005F_`` as an underline and leaves the rest.
"""

import re

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Return a text with its literal escapes escaped."""
    return _LITERAL.sub("_x005F_x", text)


def in_pieces(text: str) -> list[str]:
    """Return a text in pieces of which none holds a literal escape: XlsxWriter escapes those of rich text twice."""
    return re.split("(?<=_)(?=x[0-9A-Fa-f]{4}_)", text)


def unescaped(text: str) -> str:
    """Return a text with each escape resolved once."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def broken_up(text: str) -> str:
    """Return a text for a literal of a formula, where Excel resolves escapes and LibreOffice does not."""
    return _LITERAL.sub('_x"&"', text)
