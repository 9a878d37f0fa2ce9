"""Measures and limits as Narwhals expressions, with the same definitions, for the plans of any frame at once.

Whole øre are compared as integers, as for one plan. Nothing is divided before it is known to divide exactly, and sums
that could exceed 64 bits are excluded before anything is multiplied.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.plan.fields import MOST_PLAN_ORE
from helhedsplan_finance.plan.givers import GIVER_WORDS, Membership, membership
from helhedsplan_finance.rules.read_rules import DOMAINS
from helhedsplan_finance.rules.record import FREE_TEXT, Measure, Relation

if TYPE_CHECKING:
    import narwhals as nw

MOST = 2**63 - 1
# The words of a ledger row, in the columns that have a fixed list.
WORDS: dict[str, tuple[str, ...]] = {**DOMAINS, "source": GIVER_WORDS}
_FEW = 5  # words that are compared one by one faster than looked up in a list
# Not a figure of any rule: an integer in place of a missing day, which would make floats of the column.
_BEFORE_EVERY_RULE = 1800
_PARTS = ("year", "month", "day")
# With more rows a 64-bit sum of the largest amounts of a plan could overflow.
MOST_ROWS = MOST // MOST_PLAN_ORE


def rows_of(measure: Measure, part: Membership = "all", givers: Iterable[str] = GIVER_WORDS) -> "nw.Expr":
    """Return whether all of a row is in a measure, or with ``part="some"`` an unpublished part of it.

    ``givers`` are the words that the column ``source`` may have.
    """
    import narwhals as nw

    kept = []
    for column, words in measure.where.items():
        kept.append(_source_in(words, givers, part) if column == "source" else _has_word(column, words))
    for column, words in measure.without.items():
        # A missing word is none of those to leave out.
        left_out = _left_out(words, givers, part) if column == "source" else _has_word(column, words)
        kept.append(nw.col(column).is_null() | ~left_out)
    inside = reduce(and_, kept)
    return inside & ~rows_of(measure, "all", givers) if part == "some" else inside


def may_be_split(measure: Measure, givers: Iterable[str]) -> bool:
    """Return whether a row with one of some words as its source may be in a measure in part."""
    filters = [filtered.get("source") for filtered in (measure.where, measure.without)]
    return any(membership(word, words) == "some" for words in filters if words for word in givers)


def _source_in(words: tuple[str, ...], givers: Iterable[str], part: Membership) -> "nw.Expr":
    wanted = {"all"} if part == "all" else {"all", "some"}
    return _is_word("source", [word for word in givers if membership(word, words) in wanted])


def _left_out(words: tuple[str, ...], givers: Iterable[str], part: Membership) -> "nw.Expr":
    wanted = {"all", "some"} if part == "all" else {"all"}
    return _is_word("source", [word for word in givers if membership(word, words) in wanted])


def _has_word(column: str, words: Iterable[str]) -> "nw.Expr":
    import narwhals as nw

    if column in FREE_TEXT:
        return nw.col(column).cast(nw.String).str.to_lowercase().is_in([word.lower() for word in words])
    return _is_word(column, list(words))


def _is_word(column: str, words: list[str]) -> "nw.Expr":
    import narwhals as nw

    if not words:
        return nw.col(column).is_null() & ~nw.col(column).is_null()
    if len(words) > _FEW:
        return nw.col(column).is_in(words)
    return reduce(or_, [nw.col(column) == word for word in words])


def ore_in(rows: "nw.Expr") -> "nw.Expr":
    """Return the øre of some rows and zero of the others, to be summed."""
    import narwhals as nw

    return nw.when(rows).then(nw.col("ore")).otherwise(nw.lit(0, nw.Int64))


def flag(rows: "nw.Expr") -> "nw.Expr":
    """Return 1 for some rows and 0 for the others; the maximum is whether there is any."""
    import narwhals as nw

    return nw.when(rows).then(nw.lit(1, nw.Int8)).otherwise(nw.lit(0, nw.Int8))


def impossible(schema: "Mapping[str, Any]") -> "nw.Expr":
    """Return whether a ledger cannot have a row: an unknown word, or an amount beyond what a plan may have.

    A misspelt word would silently be in no sum. A column whose type in ``schema`` excludes other words is not checked.
    """
    import narwhals as nw

    ore, side = nw.col("ore"), nw.col("side")
    wrong = [(ore < 0) | (ore > MOST_PLAN_ORE), side.is_null(), (side == "financing") & nw.col("source").is_null()]
    for name in ("side", "source", "status", "kind"):
        words = WORDS[name]
        if name in schema and not (schema[name] == nw.Enum and set(schema[name].categories) <= set(words)):
            wrong.append(~nw.col(name).is_null() & ~nw.col(name).is_in(list(words)))
    return reduce(or_, wrong)


def slack(relation: Relation, bound: Fraction, measured: "nw.Expr", base: "nw.Expr | None") -> "nw.Expr":
    """Return the room under a limit, times the denominator of the rate; negative exactly where it is broken.

    At most 3/4 of 100 with 80 measured: 3 * 100 - 4 * 80 = -20, which divided by 4 is a margin of -5.
    """
    import narwhals as nw

    over = base * bound.numerator if base is not None else nw.lit(bound.numerator, nw.Int64)
    left = over - measured * bound.denominator
    if relation == "equal":
        return -left.abs()
    return -left if relation == "at least" else left


def fits(bound: Fraction, measured: "nw.Expr", base: "nw.Expr | None") -> "nw.Expr":
    """Return whether a comparison stays within 64 bits."""
    if base is None:
        both, most = [measured], (MOST - bound.numerator) // bound.denominator
    else:
        both, most = [measured, base], MOST // (bound.numerator + bound.denominator)
    return reduce(and_, [(one >= -most) & (one <= most) for one in both])


def floor_div_steps(name: str, by: int) -> list["nw.Expr"]:
    """Return the steps that replace a column by its exact whole quotient, rounded down.

    Some engines divide integers as floats, and some take the sign of a remainder from the dividend. So the remainder is
    made positive first, and the quotient of what is then divisible is corrected by its own exact remainder: -7 by 4 has
    the remainder 1, and -8 by 4 is -2. The steps are separate, so that no engine calculates the same thing many times.
    """
    import narwhals as nw

    value = nw.col(name)
    rough = (value / by).cast(nw.Int64)
    return [
        (value - ((value % by) + by) % by).alias(name),
        (rough + ((value - rough * by) / by).cast(nw.Int64)).alias(name),
    ]


def number_of(day: "nw.Expr") -> "nw.Expr":
    """Return a day as the number ``yyyymmdd``, which every engine compares alike."""
    year, month, number = _parts(day)
    return year * 10_000 + month * 100 + number


def _parts(day: "nw.Expr") -> "tuple[nw.Expr, nw.Expr, nw.Expr]":
    """Return the year, the month and the day; for a missing day, those of a day before every rule."""
    import narwhals as nw

    parts = (day.dt.year(), _BEFORE_EVERY_RULE), (day.dt.month(), 1), (day.dt.day(), 1)
    year, month, number = (
        nw.when(~day.is_null()).then(part).otherwise(nw.lit(instead)).cast(nw.Int64) for part, instead in parts
    )
    return year, month, number


def period_parts() -> list["nw.Expr"]:
    """Return the parts of the first and the last day of a period, under the names that :func:`before_months` reads.

    A length in months uses them many times, and they are calculated once.
    """
    import narwhals as nw

    columns = []
    for name in ("start", "end"):
        for part, column in zip(_PARTS, _parts(nw.col(name)), strict=True):
            columns.append(column.alias(f"_{name}_{part}"))
    return columns


def before_months(months: int) -> "nw.Expr":
    """Return a number whose sign is whether a period ends before, on or after some months from its start.

    Months are counted as in ``values/periods.py``: to the day before the same day, or the last one of a shorter month.
    The parts of the days are columns; see :func:`period_parts`.
    """
    import narwhals as nw

    year, month, day = (nw.col(f"_start_{part}") for part in _PARTS)
    years, rest = divmod(months, 12)
    year = year + years
    if rest:
        turns = flag(month + rest > 12).cast(nw.Int64)
        year, month = year + turns, month + rest - turns * 12
    full = year * 10_000 + month * 100 + nw.min_horizontal(day, _last_day(year, month))
    year, month, day = (nw.col(f"_end_{part}") for part in _PARTS)
    number = year * 10_000 + month * 100 + day
    # 31 December 2025 is followed by 1 January 2026, 30 April by 1 May: 20250430 - 30 + 101 = 20250501.
    turned = nw.when(month == 12).then((year + 1) * 10_000 + 101).otherwise(number - day + 101)
    following = nw.when(day == _last_day(year, month)).then(turned).otherwise(number + 1)
    return full - following


def _last_day(year: "nw.Expr", month: "nw.Expr") -> "nw.Expr":
    import narwhals as nw

    is_leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    short = nw.when(month.is_in([4, 6, 9, 11])).then(nw.lit(30, nw.Int64)).otherwise(nw.lit(31, nw.Int64))
    return nw.when(month == 2).then(flag(is_leap).cast(nw.Int64) + 28).otherwise(short)
