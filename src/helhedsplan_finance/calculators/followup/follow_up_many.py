"""The follow-up of many plans: postings against corrected budgets, as columns of any frame that Narwhals knows.

The figures are those of the follow-up of one plan, to the øre. Postings are summed before they are joined with the
budgets, so that a frame of millions of postings costs one grouping.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Protocol

from helhedsplan_finance.calculators.followup.mapping import AccountMapping, Place, Places, Sign
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.errors import FrameError
from helhedsplan_finance.plan.column_types import Kind, with_key_of, with_known_kinds
from helhedsplan_finance.plan.fields import MOST_PLAN_ORE, read_as_of

if TYPE_CHECKING:
    import narwhals as nw

_KEYS = ("plan", "post", "source", "year")
_FIGURES = ("original_ore", "corrected_ore", "spent_ore")
_POSTINGS: dict[str, Kind] = {
    "plan": "key",
    "date": "day",
    "post": "words",
    "stream": "words",
    "source": "words",
    "account": "words",
    "ore": "integer",
}
_BUDGETS: dict[str, Kind] = {
    "plan": "key",
    "post": "words",
    "source": "words",
    "year": "integer",
    "original_ore": "integer",
    "corrected_ore": "integer",
}
_COST_SIGNS: dict[Sign, int] = {"udgift +": 1, "udgift -": -1, "begge +": 1}
_MOST_ACCOUNTS = 10_000
_MOST = 2**63 - 1


class HasVersions(Protocol):
    """A case, as far as its budgets are concerned."""

    versions: Versions


def follow_up_many(
    postings: Any, budgets: Any, *, as_of: date | str | None = None, mapping: AccountMapping | None = None
) -> Any:
    """Return what many plans have spent against their budgets, in the kind of frame that was given.

    ``postings`` has the columns ``plan``, ``date`` and ``ore`` (whole øre), and ``post``, ``source`` and ``stream`` as
    far as they are known; with a ``mapping`` its ``account`` places a row that has neither post nor stream, and the
    accounts that the mapping ignores are left out. Money received (``stream``) is not spent. ``budgets`` has ``plan``,
    ``post``, ``source``, ``year``, ``corrected_ore`` and maybe ``original_ore``, as :func:`budget_columns` makes them.
    Postings after ``as_of`` are left out; those without a date are not.

    The result has a row for each ``plan``, ``post``, ``source`` and ``year``: ``original_ore``, ``corrected_ore``,
    ``spent_ore``, ``left_ore`` and ``usable``. A posting without a source is of the one that pays its post. Postings
    without a post, or without a date, are rows of their own, with a missing ``post`` or ``year``. A row is not
    ``usable``, and has no figures, where a budget is there twice, an amount is missing or above 10^15 øre, or a sum
    could exceed 64 bits. A lazy frame stays lazy, but with a mapping its distinct accounts are collected.

    Raises :class:`FrameError` for a frame that lacks a column, or has øre as anything but integers.
    """
    import narwhals as nw

    day = read_as_of(as_of)
    spent, budget = _read(postings, _POSTINGS, ("plan", "date", "ore")), _read(budgets, _BUDGETS, (*_KEYS, _FIGURES[1]))
    if spent.implementation is not budget.implementation or type(spent) is not type(budget):
        found = [f"{one.implementation} {type(one).__name__}" for one in (spent, budget)]
        raise FrameError("frame.other_kind", rows=found[0], plans=found[1])
    budget = with_key_of(budget, spent)
    keys = [frame.collect_schema()["plan"] for frame in (spent, budget)]
    if keys[0] != keys[1]:
        raise FrameError("frame.other_keys", rows=keys[0], plans=keys[1])
    sign = 1
    if mapping is not None:
        spent, sign = _placed(spent, mapping), _COST_SIGNS[mapping.file.sign]
    streams = isinstance(spent, nw.DataFrame) and spent.implementation.is_polars()
    if streams:  # Polars groups a stream in a fraction of the memory of a whole frame
        spent, budget = spent.lazy(), budget.lazy()
    both = nw.concat([_spent(spent, budget, day, sign), _budgeted(budget)], how="vertical")
    result = _compared(both)
    return result.collect(engine="streaming").to_native() if streams else result.to_native()


def budget_columns(cases: Mapping[Any, HasVersions], as_of: date | str) -> dict[str, list[Any]]:
    """Return the original and corrected budgets of cases on a day as columns, for :func:`follow_up_many`.

    The keys of ``cases`` are the column ``plan``. ``corrected_ore`` is missing for what only the original budget has.
    Raises :class:`CalculationError` for a case without an approved version on the day.
    """
    day = read_as_of(as_of) or date.max
    columns: dict[str, list[Any]] = {name: [] for name in (*_KEYS, *_FIGURES[:2])}
    for plan, case in cases.items():
        original, corrected = case.versions.on(day)
        sums: defaultdict[Any, list[int | None]] = defaultdict(lambda: [None, None])
        for place, budget in enumerate((original, corrected)):
            for (post, year), ore in budget.costs.items():
                sums[post, budget.posts[post].source, year][place] = ore
        for (post, source, year), figures in sums.items():
            for name, value in zip(columns, (plan, post, source, year, *figures), strict=True):
                columns[name].append(value)
    return columns


def _read(frame: Any, kinds: Mapping[str, Kind], needed: tuple[str, ...]) -> Any:
    """Return the columns of a frame that are asked for, with types that can be summed and joined."""
    import narwhals as nw

    try:
        read = nw.from_native(frame)
    except TypeError:
        raise FrameError("frame.no_frame", found=type(frame).__name__) from None
    schema = read.collect_schema()
    if missing := [name for name in needed if name not in schema]:
        raise FrameError("frame.missing", names=missing, found=list(schema))
    read = with_known_kinds(read.select(*(name for name in kinds if name in schema)), kinds)
    there = read.collect_schema()
    blank = [nw.lit(None, nw.String()).alias(name) for name in ("post", "source", "stream") if name not in there]
    casts = [nw.col(name).cast(nw.Int64) for name, kind in kinds.items() if kind == "integer" and name in there]
    arrow = read.implementation.is_pyarrow()  # it has two kinds of text, and joins no column of one with the other
    words = [
        nw.col(name).cast(nw.String)
        for name, kind in kinds.items()
        if kind == "words" and name in there and (there[name] != nw.String or arrow)
    ]
    return _nullable(read, kinds).with_columns(*blank, *casts, *words)


def _nullable(frame: Any, names: Iterable[str]) -> Any:
    """Return a pandas frame with its integers and days as types that have missing values; others as they are."""
    import narwhals as nw

    if not isinstance(frame, nw.DataFrame) or not frame.implementation.is_pandas_like():
        return frame
    schema = frame.collect_schema()
    types = {name: "Int64" for name in names if name in schema and schema[name].is_integer()}
    if "date" in names and "date" in schema:
        types["date"] = "datetime64[s]"
    return nw.from_native(frame.to_native().astype(types))


def _with_year(postings: Any) -> Any:
    """Return the postings with the calendar year of their day; pandas has it as a float where a day is missing."""
    import narwhals as nw

    found = postings.with_columns(nw.col("date").dt.year().alias("year"))
    if isinstance(found, nw.DataFrame) and found.implementation.is_pandas_like():
        return nw.from_native(found.to_native().astype({"year": "Int64"}))
    return found.with_columns(nw.col("year").cast(nw.Int64))


def _placed(postings: Any, mapping: AccountMapping) -> Any:
    """Return the postings that no ignored account has, with the post or stream of their account where they lack both.

    The accounts are placed as those of a file are, each once, and told apart in the frame by their texts.
    """
    import narwhals as nw

    if "account" not in postings.collect_schema():
        raise FrameError("frame.missing", names=["account"], found=list(postings.collect_schema()))
    distinct = postings.select("account").unique()
    listed = (distinct.collect() if isinstance(distinct, nw.LazyFrame) else distinct)["account"].to_list()
    texts = [one for one in listed if isinstance(one, str)]
    if len(texts) > _MOST_ACCOUNTS:
        raise FrameError("frame.many_accounts", found=len(texts), most=_MOST_ACCOUNTS)
    places, of_place = Places(mapping.accounts), defaultdict[Place, list[str]](list)
    for text in texts:
        of_place[places[text.strip()]].append(text)
    open_ = _blank("post") & _blank("stream")

    def filled(name: str) -> "nw.Expr":
        found = nw.col(name)
        for place, accounts in of_place.items():
            if (id_ := getattr(place, name)) is not None:
                found = nw.when(open_ & nw.col("account").is_in(accounts)).then(nw.lit(id_)).otherwise(found)
        return found.alias(name)

    ignored = [one for place, accounts in of_place.items() if place.ignore is not None for one in accounts]
    if ignored:
        left_out = open_ & ~nw.col("account").is_null() & nw.col("account").is_in(ignored)
        postings = postings.filter(~left_out)
    return postings.with_columns(filled("post"), filled("stream"))


def _blank(name: str) -> "nw.Expr":
    import narwhals as nw

    return nw.col(name).is_null() | (nw.col(name) == "")


def _without_blanks(name: str) -> "nw.Expr":
    import narwhals as nw

    kept = nw.when(nw.col(name) != "").then(nw.col(name)).otherwise(nw.lit(None, nw.String()))
    return kept.cast(nw.String).alias(name)  # in pandas, a column with nothing left in it is one of floats


def _spent(postings: Any, budgets: Any, day: date | None, sign: int) -> Any:
    """Return what is spent by plan, post, source and year; a missing source is that of the post."""
    import narwhals as nw

    kept = _blank("stream")
    if day is not None:
        kept &= nw.col("date").is_null() | (nw.col("date").cast(nw.Date) <= nw.lit(day))
    ore = nw.col("ore")
    wrong = ore.is_null() | (ore > MOST_PLAN_ORE) | (ore < -MOST_PLAN_ORE)
    rows = _with_year(postings.filter(kept)).select(
        "plan",
        _without_blanks("post"),
        _without_blanks("source"),
        "year",
        nw.when(wrong).then(nw.lit(0, nw.Int64)).otherwise(ore * sign).alias("spent_ore"),
        nw.when(wrong).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)).alias("_wrong"),
    )
    rows = rows.with_columns(nw.col("spent_ore").abs().alias("_size"))
    summed = rows.group_by(*_KEYS).agg(
        nw.col("spent_ore").sum(), nw.col("_wrong").sum(), nw.col("_size").max(), nw.len().alias("_rows")
    )
    stated = budgets.filter(~nw.col("corrected_ore").is_null() & ~nw.col("post").is_null())
    payers = (
        stated.select("plan", "post", nw.col("source").fill_null("").alias("_source"))
        .group_by("plan", "post")
        .agg(nw.col("_source").min().alias("_first"), nw.col("_source").max().alias("_last"))
    )
    joined = summed.join(payers, on=["plan", "post"], how="left")
    one = (nw.col("_first") == nw.col("_last")) & (nw.col("_first") != "")
    alone = nw.when(one).then(nw.col("_first")).otherwise(nw.lit(None, nw.String()))
    source = nw.when(nw.col("source").is_null()).then(alone).otherwise(nw.col("source"))
    return joined.with_columns(source.alias("source")).select(
        *_KEYS,
        *(nw.lit(0, nw.Int64).alias(name) for name in _FIGURES[:2]),
        *(nw.col(name).cast(nw.Int64) for name in ("spent_ore", "_wrong", "_size", "_rows")),
        nw.lit(0, nw.Int64).alias("_budgets"),
    )


def _budgeted(budgets: Any) -> Any:
    import narwhals as nw

    has_original = "original_ore" in budgets.collect_schema()
    original = nw.col("original_ore") if has_original else nw.lit(0, nw.Int64)
    figures = {"original_ore": original.fill_null(0), "corrected_ore": nw.col("corrected_ore").fill_null(0)}
    wrong = reduce(or_, [(one > MOST_PLAN_ORE) | (one < -MOST_PLAN_ORE) for one in figures.values()])
    return budgets.select(
        *_KEYS,
        *(
            nw.when(wrong).then(nw.lit(0, nw.Int64)).otherwise(one).cast(nw.Int64).alias(name)
            for name, one in figures.items()
        ),
        nw.lit(0, nw.Int64).alias("spent_ore"),
        nw.when(wrong).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)).alias("_wrong"),
        nw.lit(0, nw.Int64).alias("_size"),
        nw.lit(0, nw.Int64).alias("_rows"),
        nw.lit(1, nw.Int64).alias("_budgets"),
    )


def _compared(rows: Any) -> Any:
    """Return a row for each key with its figures, missing where they cannot be known."""
    import narwhals as nw

    summed = rows.group_by(*_KEYS).agg(
        *(nw.col(name).sum() for name in (*_FIGURES, "_wrong", "_rows", "_budgets")), nw.col("_size").max()
    )
    # The largest amount times the number of rows, without a product that could itself overflow.
    fits = reduce(or_, [(nw.col("_size") <= 10**k) & (nw.col("_rows") <= _MOST // 10**k // 2) for k in range(9, 16)])
    usable = ((nw.col("_wrong") == 0) & (nw.col("_budgets") <= 1) & fits).alias("usable")
    known = (
        _nullable(summed, _FIGURES)
        .with_columns(usable)
        .with_columns(*(nw.when(nw.col("usable")).then(nw.col(name)).cast(nw.Int64).alias(name) for name in _FIGURES))
    )
    left = (nw.col("corrected_ore") - nw.col("spent_ore")).alias("left_ore")
    return known.with_columns(left).select(*_KEYS, *_FIGURES, "left_ore", "usable")
