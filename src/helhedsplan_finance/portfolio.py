"""Many plans at once: the rules as columns over ledger rows, in any frame that Narwhals knows; lazy stays lazy.

The definitions are those that one plan is checked by, and so are the verdicts. A portfolio stays a frame: no plan is
made of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from itertools import zip_longest
from operator import or_
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.errors import FrameError
from helhedsplan_finance.ledger import Ledger, Row
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.choose import Policy
from helhedsplan_finance.rules.columns import MOST_ROWS, flag, impossible, number_of, ore_in, rows_of
from helhedsplan_finance.rules.many import NOTHING, RANKS, Many, Sum
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.rules.model import Measure

if TYPE_CHECKING:
    import narwhals as nw

_NEEDED = ("plan", "side", "source", "status", "year", "ore")
_FACTS = ("as_of", "start", "end", "kommune", "stage", "stated_total", "lejemaal", "boligafdelinger")
_PARTS = ("rank", "left", "binds")
_MOST_YEARS = 12  # with more, a column for each would cost more than it saves


def check_many(
    rows: Any,
    plans: Any = None,
    *,
    as_of: date | None = None,
    policies: Iterable[Policy] = (),
    project_rules: bool = False,
    years: Iterable[int] | None = None,
) -> Any:
    """Hold many plans against the rules, and return a row for each plan in the kind of frame that was given.

    ``rows`` are ledger rows (see :class:`Row`) with the column ``plan`` beside them: at least ``plan``, ``side``,
    ``source``, ``status``, ``year`` and ``ore`` (whole øre, missing where nobody has stated it). A rule that filters on
    a column that is not there, or needs a fact that is not, is unverified. ``plans`` may say more of each plan:
    ``as_of``, ``start`` and ``end`` (dates), ``kommune``, ``stage``, ``stated_total`` (øre), ``lejemaal``,
    ``boligafdelinger``. ``as_of`` is the day whose rules apply to all; without it each plan has its own there.
    ``policies`` and ``project_rules`` are as for one plan. ``years`` are those that the rules by year look at; by
    default the ones in the frame, which for a lazy frame takes a grouping of its own.

    The columns: ``plan``; ``ok``, whether no binding rule failed; ``usable``, false for a plan with a row that no
    ledger holds (a word spelt otherwise, an amount above 10^15 øre) or too many rows for 64-bit sums, of which every
    rule is then unverified; and for each rule its id, with ``_`` for ``.``: the outcome, and ``…_margin_ore`` where it
    is of money. A rule by year gives its worst year. What a plan alone knows is left out: its ceilings, the catalogue,
    and waivers, so that a rule with a dispensation stands as failed.

    Raises :class:`FrameError` for a frame that lacks a column, holds øre as anything but integers, or gives no day.
    """
    import narwhals as nw

    read, beside = nw.from_native(rows), None if plans is None else nw.from_native(plans)
    facts = _refuse_unfit(read, beside, as_of)
    many = Many.of(policies, facts, read.collect_schema().names(), as_of, project=project_rules)
    follows = [id_ for id_ in many.by_year if many.follows_years(id_)]
    known = _years(read, years, at_any_cost=bool(follows))
    if known is None and follows:
        raise FrameError("frame.years", rule=follows[0])
    # Polars groups a stream in a fraction of the memory that it takes for a frame at once.
    streams = isinstance(read, nw.DataFrame) and read.implementation.is_polars()
    if streams:
        read, beside = read.lazy(), beside.lazy() if beside is not None else None
    told = _told(many, read, beside, known)
    return told.collect(engine="streaming").to_native() if streams else told.to_native()


def ledger_columns(plans: Mapping[Any, PlanData]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the two tables that :func:`check_many` takes, as columns that any frame library makes a frame of.

    The first has the ledger rows of every plan, the second a row for each plan, both with the plan's key.
    """
    rows: dict[str, list[Any]] = {"plan": [], **{name: [] for name in Row._fields}}
    facts: dict[str, list[Any]] = {name: [] for name in ("plan", *_FACTS)}
    for key, plan in plans.items():
        for row in Ledger.of(plan).rows:
            for name, value in zip(rows, (key, *row), strict=True):
                rows[name].append(value)
        total = plan.total.ore if plan.total is not None else None
        told = (key, plan.rules_date, plan.start, plan.end, plan.kommune, plan.stage, total, *homes(plan))
        for name, value in zip(facts, told, strict=True):
            facts[name].append(value)
    return rows, facts


def _told(many: Many, rows: Any, plans: Any, years: tuple[int, ...] | None) -> Any:
    import narwhals as nw

    columns = rows.collect_schema().names()
    sums = (
        rows.with_columns(
            *many.of_rows(years or ()),
            flag(impossible(columns)).alias("_impossible"),
            nw.lit(1, nw.Int64).alias("_rows"),
        )
        .group_by("plan")
        .agg(*many.added(years or ()), nw.col("_impossible").max(), nw.col("_rows").sum())
    )
    if plans is not None:
        sums = sums.join(plans, on="plan", how="left")
    usable = (nw.col("_impossible") == 0) & (nw.col("_rows") <= MOST_ROWS)
    sums = sums.with_columns(usable.alias("usable"), *_days(many), *many.counted())
    if many.by_year and years is None:
        sums = sums.join(_worst_years(many, rows, sums), on="plan", how="left")
    judged = _with_margins(many, sums, years)
    judged = judged.with_columns(*(column for id_ in many.rules for column in _columns(many, id_, years)))
    if isinstance(judged, nw.DataFrame) and judged.implementation.is_pandas_like():
        judged = _nullable(judged, [_named(id_, "left") for id_ in many.rules])
    ok = ~reduce(or_, [nw.col(_named(id_, "binds")) for id_ in many.rules])
    return judged.select("plan", ok.alias("ok"), "usable", *(one for id_ in many.rules for one in _shown(many, id_)))


def _with_margins(many: Many, sums: Any, years: tuple[int, ...] | None) -> Any:
    """Add the margin of every comparison, for the plan and for each year that has columns of its own."""
    import narwhals as nw

    steps = many.margins(_sums(many), "", [id_ for id_ in many.rules if id_ not in many.by_year])
    by_year = [many.margins(_sums(many, f"y{year}"), f"y{year}", many.by_year) for year in years or ()]
    if years is None:  # the years of a period in which a plan has no row
        by_year = [many.margins(lambda _: nw.lit(0, nw.Int64), "nought", many.by_year)]
    for together in zip_longest(steps, *by_year, fillvalue=()):
        sums = sums.with_columns(*(column for step in together for column in step))
    return sums


def _nullable(frame: Any, names: list[str]) -> Any:
    """Make integers of pandas such as can be missing; else one that is would make floats of them all."""
    import narwhals as nw

    return nw.from_native(frame.to_native().astype(dict.fromkeys(names, "Int64")))


def _named(id_: str, part: str) -> str:
    return f"_{id_.replace('.', '_')}__{part}"


def _named_alike(id_: str, found: Iterable["nw.Expr"], *, worst: str = "") -> list["nw.Expr"]:
    return [one.alias(_named(id_, worst + part)) for one, part in zip(found, _PARTS, strict=True)]


def _days(many: Many) -> list["nw.Expr"]:
    """Return the day whose rules apply to each plan, as the number ``yyyymmdd``, where it is not one for all."""
    import narwhals as nw

    if many.day is not None:
        return []
    given = [number_of(nw.col(name)) for name in ("as_of", "start") if name in many.facts]
    return [nw.coalesce(*given).alias("_day")]


def _columns(many: Many, id_: str, years: tuple[int, ...] | None) -> list["nw.Expr"]:
    """Return the rank, the margin and whether it binds, of one rule for each plan."""
    import narwhals as nw

    if id_ not in many.by_year:
        return _named_alike(id_, many.verdict(id_, "", many.day_of(id_, None)))
    if years is None:
        return _named_alike(id_, _with_empty_years(many, id_))
    if not years:
        nothing = nw.lit(0, nw.Int64), nw.lit(NOTHING, nw.Int64), nw.lit(value=False)
        return _named_alike(id_, nothing)
    by_year = [_in_the_plan(many, year, many.verdict(id_, f"y{year}", many.day_of(id_, year))) for year in years]
    ranks, left, binds = zip(*by_year, strict=True)
    return _named_alike(id_, (nw.max_horizontal(*ranks), nw.min_horizontal(*left), reduce(or_, binds)))


def _sums(many: Many, year: str = "") -> Sum:
    """Return where a measure's sum stands: for the plan, for a year, or as a fact of the plan."""
    import narwhals as nw

    def sum_of(measure: Measure) -> "nw.Expr":
        if measure.fact is not None:
            return nw.col(measure.fact)
        return nw.col(f"_s{many.index(measure)}" + (year if measure.take == "sum" else ""))

    return sum_of


def _in_the_plan(many: Many, year: int, found: tuple["nw.Expr", ...]) -> tuple["nw.Expr", ...]:
    """Say nothing of a year that is not the plan's: outside its period, or without a row where that is not known."""
    import narwhals as nw

    if many.has_periods:
        inside = (nw.col("start").dt.year() <= year) & (nw.col("end").dt.year() >= year)
    else:
        inside = nw.col(f"_y{year}") > 0
    empty = nw.lit(0, nw.Int64), nw.lit(NOTHING, nw.Int64), nw.lit(value=False)
    return tuple(nw.when(inside).then(one).otherwise(other) for one, other in zip(found, empty, strict=True))


def _worst_years(many: Many, rows: Any, sums: Any) -> Any:
    """Return the worst year of each rule by year, from a grouping of the rows by plan and year."""
    import narwhals as nw

    numbers = [many.index(measure) for measure in many.yearly]
    year = [ore_in(rows_of(measure)).alias(f"_s{many.index(measure)}y") for measure in many.yearly]
    by_year = rows.filter(~nw.col("year").is_null()).with_columns(*year).group_by("plan", "year")
    summed = by_year.agg(*(nw.col(f"_s{number}y").sum() for number in numbers))
    kept = [name for name in sums.collect_schema().names() if name != "year"]
    joined = summed.join(sums.select(*kept), on="plan", how="inner")
    if many.has_periods:
        joined = joined.filter(
            (nw.col("year") >= nw.col("start").dt.year()) & (nw.col("year") <= nw.col("end").dt.year())
        )
    for step in many.margins(_sums(many, "y"), "y", many.by_year):
        joined = joined.with_columns(*step)
    found = [
        one
        for id_ in many.by_year
        for one in _named_alike(id_, many.verdict(id_, "y", many.day_of(id_, None)), worst="worst_")
    ]
    worst = []
    for id_ in many.by_year:
        rank, left, binds = (_named(id_, f"worst_{part}") for part in _PARTS)
        worst += [nw.col(rank).max(), nw.col(left).min(), nw.col(binds).max()]
    counted = joined.with_columns(*found, nw.lit(1, nw.Int64).alias("_years"))
    return counted.group_by("plan").agg(*worst, nw.col("_years").sum())


def _with_empty_years(many: Many, id_: str) -> tuple["nw.Expr", ...]:
    """Return the worst year of a rule, the years of the period in which a plan has no row among them."""
    import narwhals as nw

    rank, left, binds = (nw.col(_named(id_, f"worst_{part}")) for part in _PARTS)
    found = (
        nw.coalesce(rank, nw.lit(0, nw.Int64)),
        nw.coalesce(left, nw.lit(NOTHING, nw.Int64)),
        nw.coalesce(binds, nw.lit(value=False)),
    )
    if not many.has_periods:
        return found
    there = nw.coalesce(nw.col("_years"), nw.lit(0, nw.Int64))
    lacking = nw.col("end").dt.year() - nw.col("start").dt.year() + 1 > there
    nought = many.verdict(id_, "nought", many.day_of(id_, None))
    both = nw.max_horizontal(found[0], nought[0]), nw.min_horizontal(found[1], nought[1]), found[2] | nought[2]
    return tuple(nw.when(lacking).then(one).otherwise(other) for one, other in zip(both, found, strict=True))


def _shown(many: Many, id_: str) -> list["nw.Expr"]:
    """Return a rule's outcome as a word, and its margin where the rule is of money."""
    import narwhals as nw

    name = id_.replace(".", "_")
    word = nw.lit(RANKS[0])
    for number, outcome in enumerate(RANKS[1:], start=1):
        word = nw.when(nw.col(_named(id_, "rank")) == number).then(nw.lit(outcome)).otherwise(word)
    if not many.rules[id_][0].measured.is_money:
        return [word.alias(name)]
    left = nw.col(_named(id_, "left"))
    return [word.alias(name), nw.when(left != NOTHING).then(left).alias(f"{name}_margin_ore")]


def _years(rows: Any, given: Iterable[int] | None, *, at_any_cost: bool) -> tuple[int, ...] | None:
    """Return the years to look at one by one; ``None`` where they are not known, or too many for a column each."""
    import narwhals as nw

    if given is not None:
        return tuple(sorted(set(given)))
    if not isinstance(rows, nw.DataFrame):
        return None
    found = sorted(int(year) for year in rows["year"].drop_nulls().unique().to_list())
    return tuple(found) if at_any_cost or len(found) <= _MOST_YEARS else None


def _refuse_unfit(rows: Any, plans: Any, as_of: date | None) -> frozenset[str]:
    """Refuse what cannot be checked, and return the facts that are known of each plan."""
    schema = _refuse_missing(rows, _NEEDED)
    for name in ("year", "ore"):
        if not schema[name].is_integer():
            raise FrameError("frame.not_integer", column=name, found=schema[name])
    if plans is None:
        facts: frozenset[str] = frozenset()
    else:
        _refuse_other_kind(rows, plans)
        told = _refuse_missing(plans, ["plan"])
        facts = frozenset(told) & set(_FACTS)
        for name in sorted(facts & {"as_of", "start", "end"}):
            if not told[name].is_temporal():
                raise FrameError("frame.not_date", column=name, found=told[name])
        for name in sorted(facts & {"stated_total", "lejemaal", "boligafdelinger"}):
            if not told[name].is_integer():
                raise FrameError("frame.not_integer", column=name, found=told[name])
    if as_of is None and not facts & {"as_of", "start"}:
        raise FrameError("frame.no_day")
    return facts


def _refuse_missing(frame: Any, names: Iterable[str]) -> Any:
    schema = frame.collect_schema()
    missing = [name for name in names if name not in schema]
    if missing:
        raise FrameError("frame.missing", names=missing, found=list(schema))
    return schema


def _refuse_other_kind(rows: Any, plans: Any) -> None:
    if rows.implementation is not plans.implementation or type(rows) is not type(plans):
        found = [f"{one.implementation} {type(one).__name__}" for one in (rows, plans)]
        raise FrameError("frame.other_kind", rows=found[0], plans=found[1])
