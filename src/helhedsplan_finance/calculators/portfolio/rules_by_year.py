"""Rules by year over many plans: a column for each year, or a grouping by year where the years are not known."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from helhedsplan_finance.calculators.portfolio.measure_columns import ore_in
from helhedsplan_finance.calculators.portfolio.verdict_columns import (
    NOT_APPLICABLE,
    UNVERIFIED,
    Judged,
    Verdicts,
    nothing,
    where,
)


def worst(judged: Iterable[Judged]) -> Judged:
    """Return the gravest of several outcomes, the least margin, and whether any of them binds."""
    import narwhals as nw

    ranks, left, binds = zip(*judged, strict=True)
    return Judged(nw.max_horizontal(*ranks), nw.min_horizontal(*left), reduce(or_, binds))


def in_years(verdicts: Verdicts, id_: str, years: Iterable[int]) -> Judged:
    """Return the worst year of a rule, among years with columns."""
    by_year = (_in_the_plan(verdicts, year, _judged(verdicts, id_, f"y{year}", year)) for year in years)
    return worst([nothing(), *by_year])


def _judged(verdicts: Verdicts, id_: str, suffix: str, year: int | None = None) -> Judged:
    """Return the outcome of a rule in a year, with its rank in a column, since each part of the outcome uses it."""
    one = verdicts.judged(id_, "year", suffix, year)
    return one._replace(rank=verdicts.share(f"_year{list(verdicts.cases.rules.by_id).index(id_)}{suffix}", one.rank, 1))


def _in_the_plan(verdicts: Verdicts, year: int, judged: Judged) -> Judged:
    """Return "not applicable" for a year outside the plan's period, or without a row where that is not known."""
    import narwhals as nw

    if not verdicts.cases.known.has_periods:
        return where(nw.col(f"_y{year}") > 0, judged, nothing(NOT_APPLICABLE))
    start, end = nw.col("start"), nw.col("end")
    inside = verdicts.share(f"_in_{year}", (start.dt.year() <= year) & (end.dt.year() >= year))
    return _unless_undated(verdicts, judged, where(inside, judged, nothing(NOT_APPLICABLE)))


def _unless_undated(verdicts: Verdicts, any_year: Judged, dated: Judged) -> Judged:
    """Return "unverified" for a plan without dates that the rule applies to: its years are not known."""
    import narwhals as nw

    undated = verdicts.share("_undated", nw.col("start").is_null() | nw.col("end").is_null())
    return where(undated & (any_year.rank > NOT_APPLICABLE), nothing(UNVERIFIED), dated)


def grouped(verdicts: Verdicts, rows: Any, sums: Any, ids: list[str]) -> Any:
    """Return the worst year of some rules for each plan, from a grouping of the rows by plan and year.

    ``sums`` are the sums of each plan with its facts. The columns are ``_0_rank``, ``_0_left`` and ``_0_binds`` for the
    first rule, and so on; ``_years`` is how many years have rows.
    """
    import narwhals as nw

    known = verdicts.cases.known
    summed_up = list(verdicts.cases.sums.year_columns("y"))
    year = [ore_in(column).alias(name) for name, column in summed_up]
    by_year = rows.filter(~nw.col("year").is_null()).select("plan", "year", *year).group_by("plan", "year")
    summed = by_year.agg(*(nw.col(name).sum() for name, _ in summed_up))
    joined = summed.join(sums, on="plan", how="inner")
    if known.has_periods:
        inside = (nw.col("year") >= nw.col("start").dt.year()) & (nw.col("year") <= nw.col("end").dt.year())
        joined = joined.filter(inside)
    verdicts = verdicts.afresh()
    both = verdicts.cases.sums.sum_of("y"), verdicts.cases.sums.most_of("y")
    for step in verdicts.margins(*both, "y", "year"):
        joined = joined.with_columns(*step)
    named = {f"_{number}": verdicts.judged(id_, "year", "y") for number, id_ in enumerate(ids)}
    outcomes = [column.alias(f"{name}_{part}") for name, one in named.items() for part, column in one.parts()]
    by_plan = verdicts.with_shared(joined).with_columns(*outcomes, nw.lit(1, nw.Int64).alias("_years")).group_by("plan")
    gravest = [nw.col(f"{name}_{part}").max() for name in named for part in ("rank", "binds")]
    return by_plan.agg(*gravest, *(nw.col(f"{name}_left").min() for name in named), nw.col("_years").sum())


def from_groups(verdicts: Verdicts, id_: str, number: int) -> Judged:
    """Return the worst year of a rule from such a grouping, years of the period without a row included.

    The margins of those have the suffix ``nought``.
    """
    import narwhals as nw

    rank, left, binds = (nw.col(f"_{number}_{part}") for part in Judged._fields)
    bare = nothing(NOT_APPLICABLE)
    of_rows = Judged(nw.coalesce(rank, bare.rank), nw.coalesce(left, bare.left), nw.coalesce(binds, bare.binds))
    if not verdicts.cases.known.has_periods:
        return of_rows
    start, end = nw.col("start"), nw.col("end")
    lacking = end.dt.year() - start.dt.year() + 1 > nw.coalesce(nw.col("_years"), nw.lit(0, nw.Int64))
    nought = _judged(verdicts, id_, "nought")
    return _unless_undated(verdicts, nought, where(lacking, worst([of_rows, nought]), of_rows))
