"""A formula of a person that may be written into another workbook: its columns by their ids, its functions harmless.

``=K5*0,25`` beside row 5 of Kilder is kept as ``={hhp_tblKilder_total}*0.25``; where another workbook has that column
elsewhere, so has the formula. What is not sure to mean the same is kept as its value.
"""

import re
from collections.abc import Callable

# Functions that compute from their arguments alone: none reads a file, an address or the clock.
HARMLESS = frozenset(
    """
    ABS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS
    DATE DAY EDATE EOMONTH EXACT FALSE FIND FLOOR HLOOKUP IF IFERROR INDEX INT ISBLANK ISERROR ISNUMBER
    ISTEXT LARGE LEFT LEN LOOKUP LOWER MATCH MAX MEDIAN MID MIN MOD MONTH N NOT OR POWER PRODUCT PROPER
    RANK RIGHT ROUND ROUNDDOWN ROUNDUP SEARCH SIGN SMALL SQRT STDEV SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS
    SUMPRODUCT TRIM TRUE TRUNC UPPER VALUE VLOOKUP WEEKDAY YEAR
    """.split()  # noqa: SIM905 - a list of words is read more easily
)
_HELD = re.compile(r'"(?:[^"]|"")*"|\{([^{}]+)\}')


def filled_in(formula: str, place: Callable[[str], str | None]) -> str | None:
    """Return a kept formula with the places of its columns; ``None`` where one is not there."""
    missing = False

    def put(found: re.Match[str]) -> str:
        nonlocal missing
        if found[1] is None:
            return found[0]
        there = place(found[1])
        missing = missing or there is None
        return there or ""

    text = _HELD.sub(put, formula)
    return None if missing else text
