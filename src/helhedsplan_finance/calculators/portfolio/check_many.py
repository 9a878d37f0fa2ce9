"""The check of many plans: its input, its output, and the steps between, each a column expression.

Definitions and verdicts are those of the check of one plan. A portfolio stays a DataFrame: no plan objects are built.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from itertools import zip_longest
from operator import or_
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.portfolio.conditions import Cases
from helhedsplan_finance.calculators.portfolio.layers import Known, Rules
from helhedsplan_finance.calculators.portfolio.measure_columns import MOST_ROWS, number_of, period_parts
from helhedsplan_finance.calculators.portfolio.plan_frames import FACTS, givers_of, plausible, read_plans, read_rows
from helhedsplan_finance.calculators.portfolio.rules_by_year import from_groups, grouped, in_years, worst
from helhedsplan_finance.calculators.portfolio.sums import SumOf, Sums
from helhedsplan_finance.calculators.portfolio.verdict_columns import FAILED, NOTHING, PASSED, RANKS, Judged, Verdicts
from helhedsplan_finance.errors import FrameError
from helhedsplan_finance.plan.fields import read_as_of
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.choose import Policy
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.rules.record import Measure

if TYPE_CHECKING:
    import narwhals as nw

_MOST_YEARS = 12  # with more, a column for each would cost more than it saves


def check_many(
    rows: Any,
    plans: Any = None,
    *,
    as_of: date | str | None = None,
    policies: Iterable[Policy] = (),
    project_rules: bool = False,
    years: Iterable[int] | None = None,
) -> Any:
    """Check many plans by the rules, and return a row for each plan in the kind of DataFrame that was given.

    ``rows`` are ledger rows (see :class:`Row`) with a column ``plan``: at least ``plan``, ``side``, ``source``,
    ``status``, ``year`` and ``ore`` (whole øre, missing where it is not stated). A rule that filters on a missing
    column, or needs a missing fact, is unverified. ``plans`` may state facts of each plan: ``as_of``, ``start`` and
    ``end`` (dates), ``kommune``, ``stage``, ``stated_total`` (øre), ``lejemaal``, ``boligafdelinger``. ``as_of`` is the
    day whose rules apply to all; without it each plan has its own there. ``policies`` and ``project_rules`` are as for
    one plan. ``years`` are those of the rules by year; by default the ones in the rows, which for a lazy frame takes a
    separate grouping.

    The columns: ``plan``; ``ok``, whether no binding rule failed; ``usable``, false for a plan with a row that a ledger
    cannot have (a misspelt word, an amount above 10^15 øre) or too many rows for 64-bit sums, which is not ``ok`` and
    of which every rule is unverified; where the rows have the column ``projected``, ``projected_prices``, whether an
    amount of the plan rests on a price that is not published; and for each rule its id, with ``_`` for ``.``: the
    outcome, and ``…_margin_ore`` where it is of money. A rule by year gives its worst year. A rule of the whole plan
    without a value in force on some plan's day has ``…_last_known_limit`` too (a share as a fraction, else øre or a
    number, as text), ``…_last_known_margin_ore`` and ``…_last_known_beyond``: the plan against the last known limit,
    missing where one is in force. What only a plan object has is left out: its ceilings, the catalogue, and waivers, so
    that a rule with a dispensation is reported as failed.

    Raises :class:`FrameError` for a frame that lacks a column, has øre as anything but integers, or has no day, and
    what :meth:`Plan.check` raises for rules that cannot be used.
    """
    import narwhals as nw

    as_of = read_as_of(as_of)
    read = read_rows(rows)
    beside = read_plans(plans, read, as_of)
    facts = frozenset(beside.collect_schema().names()) - {"plan"} if beside is not None else frozenset()
    known = Known(frozenset(read.collect_schema().names()), facts, as_of, project_rules, givers_of(read))
    rules = Rules.of(policies, known)
    names = ["plan", "ok", "usable", "projected_prices", *(id_.replace(".", "_") for id_ in rules.by_id)]
    if len(set(names)) < len(names):
        raise FrameError("frame.same_name", name=next(name for name in names if names.count(name) > 1))
    follows = rules.follows_years()
    single_years = _years(read, beside, years, at_any_cost=bool(follows))
    if single_years is None and follows:
        raise FrameError("frame.years", rule=follows[0])
    # Polars groups a stream in a fraction of the memory of a whole frame.
    streams = isinstance(read, nw.DataFrame) and read.implementation.is_polars()
    if streams:
        read, beside = read.lazy(), beside.lazy() if beside is not None else None
    verdicts = Verdicts.of(Cases(rules, known, Sums.of(rules, known)))
    checked = _checked(verdicts, read, beside, single_years)
    return checked.collect(engine="streaming").to_native() if streams else checked.to_native()


def ledger_columns(plans: Mapping[Any, PlanData]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the two tables of :func:`check_many`, as columns for any DataFrame library.

    The first has the ledger rows of every plan, the second a row for each plan, both with the plan's key.
    """
    rows: dict[str, list[Any]] = {"plan": [], **{name: [] for name in Row._fields}}
    facts: dict[str, list[Any]] = {name: [] for name in ("plan", *FACTS)}
    for key, plan in plans.items():
        for row in Ledger.of(plan).rows:
            for name, value in zip(rows, (key, *row), strict=True):
                rows[name].append(value)
        total = plan.total.ore if plan.total is not None else None
        values = (key, plan.rules_date, plan.start, plan.end, plan.kommune, plan.stage, total, *homes(plan))
        for name, value in zip(facts, values, strict=True):
            facts[name].append(value)
    return rows, facts


def _checked(verdicts: Verdicts, rows: Any, plans: Any, years: tuple[int, ...] | None) -> Any:
    import narwhals as nw

    cases, sums = verdicts.cases, verdicts.cases.sums
    schema, rows = rows.collect_schema(), rows.with_columns(*sums.rows())
    added = rows.select("plan", *sums.columns(schema, years or ())).group_by("plan")
    frame = added.agg(*sums.added(years or ()))
    if plans is not None:
        frame = frame.join(plans, on="plan", how="left")
    usable = (nw.col("_impossible") == 0) & (nw.col("_rows") <= MOST_ROWS) & plausible(cases.known.facts)
    dated = period_parts() if verdicts.counts_months() else []
    frame = frame.with_columns(usable.alias("usable"), *_days(cases.known), *dated, *sums.counted(), *cases.places())
    by_year = [id_ for id_ in cases.rules.by_id if cases.rules.has(id_, "year")]
    if by_year and years is None:
        frame = frame.join(grouped(verdicts, rows, frame, by_year), on="plan", how="left")
    frame = _with_margins(verdicts, frame, years)
    ids = list(cases.rules.by_id)
    judged = [_judged(verdicts, id_, years, by_year) for id_ in ids]
    binding = [verdicts.is_binding(id_) for id_ in ids]
    parts = [
        (f"_rule{number}_{part}", column)
        for number, one in enumerate(judged)
        for part, column in one.parts()
        if part != "binds" or binding[number] is None
    ]
    known = {number: one for number, id_ in enumerate(ids) if (one := verdicts.last_known(id_)) is not None}
    parts += [
        (f"_known{number}_{part}", column) for number, one in known.items() for part, column in one._asdict().items()
    ]
    marks = ["_projected"] if cases.known.says_projected else []
    named = (column.alias(name) for name, column in parts)
    frame = verdicts.with_shared(frame).select("plan", "usable", *marks, *named)
    if isinstance(frame, nw.DataFrame) and frame.implementation.is_pandas_like():
        names = [f"_rule{number}_left" for number in range(len(ids))]
        frame = _nullable(frame, [*names, *(f"_known{number}_left" for number in known)])
    broken = reduce(or_, map(_broken, range(len(ids)), binding))
    as_enum = frame.implementation.is_polars()
    shown = []
    for number, id_ in enumerate(ids):
        shown += _shown(cases.rules, id_, number, as_enum=as_enum)
        shown += _last_known(cases.rules, id_, number) if number in known else []
    marked = [(nw.col(name) == 1).alias("projected_prices") for name in marks]
    return frame.select("plan", (~broken & nw.col("usable")).alias("ok"), "usable", *marked, *shown)


def _broken(number: int, binding: bool | None) -> "nw.Expr":
    """Return whether a binding rule has failed."""
    import narwhals as nw

    if binding is None:
        return nw.col(f"_rule{number}_binds")
    return nw.col(f"_rule{number}_rank") == FAILED if binding else nw.lit(value=False)


def _days(known: Known) -> list["nw.Expr"]:
    """Return the day whose rules apply to each plan, as the number ``yyyymmdd``; nothing where it is one for all."""
    import narwhals as nw

    if known.day is not None:
        return []
    given = [name for name in ("as_of", "start") if name in known.facts]
    first, last = number_of(nw.col(given[0])), number_of(nw.col(given[-1]))
    return [nw.when(nw.col(given[0]).is_null()).then(last).otherwise(first).alias("_day")]


def _with_margins(verdicts: Verdicts, frame: Any, years: tuple[int, ...] | None) -> Any:
    """Return a frame with the margin of every comparison, for the plan and for each year with columns."""
    import narwhals as nw

    sum_of, most_of = verdicts.cases.sums.sum_of, verdicts.cases.sums.most_of
    steps = [verdicts.margins(sum_of(), most_of(), "", "plan")]
    named = [(f"y{year}", sum_of(f"y{year}"), most_of(f"y{year}")) for year in years or ()]
    steps += [verdicts.margins(least, most, suffix, "year") for suffix, least, most in named]
    if years is None:  # the years of a period in which a plan has no row
        nought = nw.lit(0, nw.Int64)

        def none_of(whole: SumOf) -> SumOf:
            return lambda one: nought if _is_sum(one) else whole(one)

        steps.append(verdicts.margins(none_of(sum_of()), none_of(most_of()), "nought", "year"))
    for together in zip_longest(*steps, fillvalue=()):
        frame = frame.with_columns(*(column for step in together for column in step))
    return frame


def _is_sum(measure: Measure) -> bool:
    """Return whether a measure is a sum of rows, of which a year may have none; others are the same each year."""
    return measure.fact is None and measure.take == "sum"


def _judged(verdicts: Verdicts, id_: str, years: tuple[int, ...] | None, by_year: list[str]) -> Judged:
    """Return the outcome of a rule for each plan; its layers may judge by the plan and by the year."""
    parts = []
    if verdicts.cases.rules.has(id_, "plan"):
        parts.append(verdicts.judged(id_, "plan"))
    if id_ in by_year and years is None:
        parts.append(from_groups(verdicts, id_, by_year.index(id_)))
    elif id_ in by_year and years is not None:
        parts.append(in_years(verdicts, id_, years))
    return parts[0] if len(parts) == 1 else worst(parts)


def _shown(rules: Rules, id_: str, number: int, *, as_enum: bool) -> list["nw.Expr"]:
    """Return a rule's outcome as a word, and its margin where the rule is of money."""
    import narwhals as nw

    name, rank, left = id_.replace(".", "_"), nw.col(f"_rule{number}_rank"), nw.col(f"_rule{number}_left")
    word = nw.lit(RANKS[0])
    for place, outcome in enumerate(RANKS[1:], start=1):
        word = nw.when(rank == place).then(nw.lit(outcome)).otherwise(word)
    if as_enum:  # a word on each of a million rows takes more memory than all the sums
        word = word.cast(nw.Enum(RANKS))
    if not any(held.limit.measured.is_money for held in rules.by_id[id_]):
        return [word.alias(name)]
    return [word.alias(name), nw.when(left != NOTHING).then(left).alias(f"{name}_margin_ore")]


def _last_known(rules: Rules, id_: str, number: int) -> list["nw.Expr"]:
    """Return the last known limit of an unverified rule, the margin to it, and whether the plan is past it."""
    import narwhals as nw

    name = f"{id_.replace('.', '_')}_last_known"
    rank, left = nw.col(f"_known{number}_rank"), nw.col(f"_known{number}_left")
    beyond = nw.when((rank == PASSED) | (rank == FAILED)).then(rank == FAILED)
    columns = [nw.col(f"_known{number}_limit").alias(f"{name}_limit")]
    if any(held.limit.measured.is_money for held in rules.by_id[id_]):
        columns.append(nw.when(left != NOTHING).then(left).alias(f"{name}_margin_ore"))
    return [*columns, beyond.alias(f"{name}_beyond")]


def _nullable(frame: Any, names: list[str]) -> Any:
    """Return a pandas frame with nullable integers; else a missing one would make floats of them all."""
    import narwhals as nw

    return nw.from_native(frame.to_native().astype(dict.fromkeys(names, "Int64")))


def _years(rows: Any, plans: Any, given: Iterable[int] | None, *, at_any_cost: bool) -> tuple[int, ...] | None:
    """Return the years that get columns; ``None`` where they are not known, or too many for a column each.

    They are those of the rows and those of the plans' periods, in which a plan may have no row.
    """
    import narwhals as nw

    if given is not None:
        return tuple(sorted(set(given)))
    if not isinstance(rows, nw.DataFrame):
        return None
    stated = {int(year) for year in rows["year"].drop_nulls().unique().to_list()}
    if plans is not None and {"start", "end"} <= set(plans.columns):
        both = [plans[name].drop_nulls().dt.year() for name in ("start", "end")]
        if all(map(len, both)):
            stated |= set(range(int(both[0].min()), int(both[1].max()) + 1))
    return tuple(sorted(stated)) if at_any_cost or len(stated) <= _MOST_YEARS else None
