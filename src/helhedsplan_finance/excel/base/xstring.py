"""Text as a workbook's file holds it: ``_xHHHH_`` stands for a sign by its number, and is escaped where it is text.

A text that holds ``_x000D_`` is written ``_x005F_x000D_`` and read back as it was. XlsxWriter escapes the texts of
cells but not the values of formulas; openpyxl reads ``_x005F_`` as an underline and leaves the rest.
"""

import re

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Return a text as it is written, so that nothing in it reads as an escape."""
    return _LITERAL.sub("_x005F_x", text)


def unescaped(text: str) -> str:
    """Return what was written as it was meant; each escape once."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def broken_up(text: str) -> str:
    """Return a text between a formula's quotation marks; Excel reads an escape there and LibreOffice none."""
    return _LITERAL.sub('_x"&"', text)
