"""The cost of a budget line as a formula: its months in a year, and a percentage of other lines."""

from helhedsplan_finance.excel.base.formulas import Formulas
from helhedsplan_finance.plan.schema import DATA_TABLE

NO_END = 99_999  # a month beyond that of any year


def months_of(begins: str, ends: str, year: int) -> str:
    """Return the formula of the months of a year from a day to another, cells that may be empty.

    Worked example: from 1 April 2023 to 31 October 2024 is 12 - 3 = 9 months of 2023, and 10 - 0 of 2024.
    """
    return months_between(month_before(begins), month_until(ends), year)


def months_between(before: str, until: str, year: int) -> str:
    """Return the formula of the months of a year after month ``before`` until month ``until``, as cells count them."""
    return f"MAX(0,MIN(12,{until}-{12 * year})-MAX(0,{before}-{12 * year}))"


def month_before(begins: str) -> str:
    """Return the formula of the number of the month before a day, counted from year 0; 0 for an empty cell."""
    return f"IF(COUNT({begins})=0,0,YEAR({begins})*12+MONTH({begins})-1)"


def month_until(ends: str) -> str:
    """Return the formula of the number of the month of a day, counted from year 0; beyond any for an empty cell."""
    return f"IF(COUNT({ends})=0,{NO_END},YEAR({ends})*12+MONTH({ends}))"


def words_of(of: str) -> str:
    """Return the formula of the words of a percentage, with a semicolon on both sides of each.

    ``of`` is a cell with ids, activities and arts with semicolons or commas between.
    """
    return f'";"&SUBSTITUTE(SUBSTITUTE({of},"; ",";"),", ",";")&";"'


def share_of(formulas: Formulas, words: str, year: str, take: str) -> str:
    """Return the formula of the sum in a year of the lines that a percentage is of; ``words`` and ``year`` are cells.

    ``take`` is a column of Data that is empty for contributions, or a condition on one as 1 and 0. SEARCH finds an
    empty text anywhere, so that each word is looked for with its semicolons.
    """
    looked_for = (f'SEARCH(";"&{formulas.column(DATA_TABLE, key)}&";",{words})' for key in ("id", "name", "art"))
    named = "+".join(f"ISNUMBER({one})" for one in looked_for)
    return f"SUMPRODUCT(--({formulas.column(DATA_TABLE, 'year')}={year}),--({named}>0),{take})"
