"""The formulas of a case's workbook that several sheets share: ranges of its tables, and conditions on postings.

Amounts are added up in kroner and rounded to the øre, so that no binary remainder of a sum is left.
"""

from helhedsplan_finance.calculators.followup.case import VersionStatus
from helhedsplan_finance.excel.base.case_tables import (
    DAY,
    MOVES,
    PLAN_COSTS,
    PLAN_GIVEN,
    PLAN_POSTS,
    PLAN_STREAMS,
    POSTINGS,
    VERSIONS,
    CaseTable,
)
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.text import Lang, say

# The names of the cells on Beregning that all formulas share.
YEAR, FIRST, FIRST_AT_END = "sagAar", "sagFoerstGodkendt", "sagFoerstGodkendtAarsslut"
ORIGINAL, CORRECTED, AT_END = "sagOprindelig", "sagKorrigeret", "sagAarsslut"
ORIGINAL_PLAN, PLAN, PLAN_AT_END = "sagOprindeligPlan", "sagPlan", "sagPlanAarsslut"
START, END, END_AT_END = "sagFoersteDag", "sagSidsteDag", "sagSidsteDagAarsslut"
MONTHS, MONTH, GONE, GONE_MONTH, COUNTS = "sagMaaneder", "sagMaaned", "sagGaaet", "sagGaaetMaaned", "sagDagIAaret"
APPROVED: VersionStatus = "godkendt"
DEAD: tuple[VersionStatus, ...] = ("afvist", "trukket")
IN_ORIGINAL, IN_CORRECTED, IN_YEAR_END, OF_SOURCE = "in_original", "in_corrected", "in_year_end", "money_of"
BLANK = '""'


def computed(table: CaseTable, key: str) -> int:
    """Return the column of a computed column beside the fields of a table."""
    return len(table.fields) + (IN_ORIGINAL, IN_CORRECTED, IN_YEAR_END, OF_SOURCE).index(key)


def quoted(text: str | None) -> str:
    """Return a text as a formula holds it; no text is an empty one."""
    return '"' + (text or "").replace('"', '""') + '"'


def exactly(text: str | None) -> str:
    """Return the condition of SUMIFS that a cell holds a text, whatever signs are in it; none is an empty cell."""
    if not text:
        return BLANK
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return quoted(f"={text}")


def yes(lang: Lang) -> str:
    """Return the word of a computed cell that holds."""
    return say("word.shown_yes", lang)


def largest(products: str) -> str:
    """Return the largest of some products of ranges; 0 where none holds."""
    return f"SUMPRODUCT(MAX({products}))"


def rounded(sum_: str) -> str:
    """Return a sum of kroner without what is beyond the øre."""
    return f"ROUND({sum_},2)"


def spent(layout: Layout, *conditions: str, what: str = "SUMIFS") -> str:
    """Return the sum, or the count, of the postings of costs under conditions of ``SUMIFS``."""
    stream = f"{layout.column(POSTINGS, 'stream')},{BLANK}"
    # Last: LibreOffice's COUNTIFS looks no further down than its first range is filled.
    return postings(layout, *conditions, stream, what=what)


def postings(layout: Layout, *conditions: str, what: str = "SUMIFS") -> str:
    """Return the sum, or the count, of all postings under conditions."""
    amount = [layout.column(POSTINGS, "ore")] if what == "SUMIFS" else []
    return f"{what}({','.join((*amount, *conditions))})"


def posting(layout: Layout, key: str, condition: str) -> str:
    """Return a condition on a column of postings."""
    return f"{layout.column(POSTINGS, key)},{condition}"


def until(layout: Layout, end: str) -> str:
    """Return the condition that a posting is before a day; one without a date is not."""
    return posting(layout, "date", f'"<"&{end}')


def since(layout: Layout, first: str) -> str:
    """Return the condition that a posting is on a day or later."""
    return posting(layout, "date", f'">="&{first}')


def in_year(layout: Layout, year: str, end: str = "") -> tuple[str, str]:
    """Return the conditions that a posting is of a year, and until the day of the report with its ``end``."""
    next_year = f"DATE({year}+1,1,1)"
    return since(layout, f"DATE({year},1,1)"), until(layout, f"MIN({next_year},{end})" if end else next_year)


DAY_AFTER = f"{DAY}+1"


def plan_row(layout: Layout, plan: str, post: str) -> str:
    """Return the row of a post in the plan of a version, from 1; 0 where the plan has none."""
    keys = layout.at(PLAN_POSTS).column(len(PLAN_POSTS.fields))
    return f'IFERROR(MATCH({plan}&"|"&{post},{keys},0),0)'


def costs(layout: Layout, plan: str, counted: str, post: str, year: str, what: str = "SUMIFS") -> str:
    """Return the budget of a version: that of its plan, and its moves; conditions such as ``"<>"`` are taken too."""
    column, moved = layout.column, layout.at(MOVES).column(computed(MOVES, counted))
    word = quoted(yes(layout.lang))
    amount, moves = f"{column(PLAN_COSTS, 'amount')},", f"{column(MOVES, 'amount')},"
    if what == "COUNTIFS":
        amount = moves = ""
    stated = (
        f"{column(PLAN_COSTS, 'nr')},{plan},{column(PLAN_COSTS, 'post')},{post},{column(PLAN_COSTS, 'year')},{year}"
    )
    sides = (
        f"{what}({moves}{moved},{word},{column(MOVES, f'{side}_post')},{post},{column(MOVES, f'{side}_year')},{year})"
        for side in ("to", "from")
    )
    sign = "+" if what == "COUNTIFS" else "-"
    return f"{what}({amount}{stated})+{sign.join(sides)}"


def given(layout: Layout, plan: str, counted: str, source: str, year: str = '">0"') -> str:
    """Return what a source gives in a version, in a year or in all."""
    column, moved = layout.column, layout.at(MOVES).column(computed(MOVES, counted))
    whose = layout.at(MOVES).column(computed(MOVES, OF_SOURCE))
    stated = ",".join(
        (
            *(column(PLAN_GIVEN, "amount"), column(PLAN_GIVEN, "nr"), plan),
            *(column(PLAN_GIVEN, "source"), source, column(PLAN_GIVEN, "year"), year),
        )
    )
    moves = f"{column(MOVES, 'amount')},{moved},{quoted(yes(layout.lang))},{whose},{source}"
    sides = (f"SUMIFS({moves},{column(MOVES, f'{side}_year')},{year})" for side in ("to", "from"))
    return f"SUMIFS({stated})+{'-'.join(sides)}"


def received(layout: Layout, plan: str, source: str, *conditions: str) -> str:
    """Return the money received of the contributions of a source in a version, under conditions."""
    column = layout.column
    id_ = posting(layout, "stream", column(PLAN_STREAMS, "id"))
    of_source = f"({column(PLAN_STREAMS, 'nr')}={plan})*({column(PLAN_STREAMS, 'source')}={source})"
    return f"SUMPRODUCT({of_source}*({column(PLAN_STREAMS, 'id')}<>{BLANK})*{postings(layout, id_, *conditions)})"


def versions_on(layout: Layout, day: str) -> str:
    """Return which versions are approved on a day, as a product of ranges."""
    return f"({layout.column(VERSIONS, 'status')}={quoted(APPROVED)})*({layout.column(VERSIONS, 'date')}<={day})"


def has_plan(layout: Layout) -> str:
    """Return which versions have a plan file."""
    return f"({layout.column(VERSIONS, 'plan_start')}<>{BLANK})"


def alive(layout: Layout) -> str:
    """Return which versions are not turned down or withdrawn."""
    status = layout.column(VERSIONS, "status")
    return "*".join(f"({status}<>{quoted(word)})" for word in DEAD)


def last_plan(layout: Layout, day: str, first: str, most: str = "") -> str:
    """Return the last version with a plan that the approved budget on a day is made of.

    With ``most`` it is that of a version. Where no approved one has a plan, it is the last one before the first
    approved version that was not turned down.
    """
    nr, plan = layout.column(VERSIONS, "nr"), has_plan(layout)
    bound = f"*({nr}<={most})" if most else ""
    approved = largest(f"{versions_on(layout, day)}*{plan}{bound}*{nr}")
    before = largest(f"{alive(layout)}*{plan}*({nr}<{first})*{nr}")
    return f"IF({approved}>0,{approved},{before})"
