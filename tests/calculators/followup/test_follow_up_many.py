"""The follow-up of many plans is that of each plan alone, to the øre, on every engine."""

import datetime
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.followup.a_case import a_case
from calculators.portfolio.engines import ENGINES, in_spark
from helhedsplan_finance import FrameError, budget_columns, follow_up_many
from helhedsplan_finance.calculators.followup.follow_up import follow_up
from helhedsplan_finance.calculators.followup.mapping import mapping_in
from helhedsplan_finance.calculators.followup.postings import Posting

pytestmark = pytest.mark.daily

DAY = "2025-06-30"
Key = tuple[Any, ...]
CASES: Any = {"a": SimpleNamespace(versions=a_case()), "b": SimpleNamespace(versions=a_case())}
BUDGETS = budget_columns(CASES, DAY)
TYPES: dict[str, Any] = dict.fromkeys(("plan", "post", "stream", "source", "account"), pl.String)
TYPES |= {"date": pl.Date, "ore": pl.Int64}
BY_HAND: dict[str, list[Any]] = {
    "plan": ["p", "p", "p"],
    "post": ["løn", "løn", "leje"],
    "source": ["lbf", "lbf", None],
    "year": [2023, 2024, 2023],
    "corrected_ore": [100, 50, 30],
}


def frame_of(postings: dict[str, list[Any]], engine: str) -> Any:
    frame = pl.DataFrame(postings, schema={name: TYPES[name] for name in postings})
    return _as(frame, engine, postings)


def _as(frame: pl.DataFrame, engine: str, columns: dict[str, list[Any]]) -> Any:
    if engine == "polars":
        return frame
    if engine == "polars lazily":
        return frame.lazy()
    if engine == "pyarrow":
        return frame.to_arrow()
    if engine == "pandas":
        found = pd.DataFrame(columns)
        kinds = {name: "Int64" if kind == pl.Int64 else "object" for name, kind in frame.schema.items()}
        if "date" in found:
            found["date"] = pd.to_datetime(found["date"])
        return found.astype({name: kind for name, kind in kinds.items() if name != "date"})
    if engine == "spark":
        names: dict[Any, str] = {pl.String: "string", pl.Int64: "bigint", pl.Date: "date"}
        session = in_spark({"plan": [1]}).sparkSession
        listed = ((name, names[kind]) for name, kind in frame.schema.items())
        types = ", ".join(f"{name} {kind}" for name, kind in listed)
        return session.createDataFrame(frame.rows(), types)
    from calculators.portfolio.engines import _NUMBERS, _duckdb

    name = f"given{next(_NUMBERS)}"
    _duckdb().register(f"{name}_arrow", frame.to_arrow())
    _duckdb().execute(f"create or replace table {name} as select * from {name}_arrow")  # noqa: S608 - our own name
    return _duckdb().table(name)


def budgets_of(columns: dict[str, list[Any]], engine: str) -> Any:
    kinds = {name: pl.Int64 if name == "year" or name.endswith("_ore") else pl.String for name in columns}
    return _as(pl.DataFrame(columns, schema=kinds), engine, columns)


def rows_of(result: Any) -> dict[Key, tuple[Any, ...]]:
    read = nw.from_native(result)
    eager = read.collect() if isinstance(read, nw.LazyFrame) else read
    rows = eager.rows(named=True)
    plain = [{name: None if pd.isna(value) else value for name, value in row.items()} for row in rows]
    figures = ("original_ore", "corrected_ore", "spent_ore", "left_ore", "usable")
    return {
        tuple(row[name] for name in ("plan", "post", "source", "year")): tuple(row[name] for name in figures)
        for row in plain
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_every_figure_by_hand(engine: str) -> None:
    """100 for løn in 2023, of which 60 - 10 = 50 are spent; 5 are not placed, 7 without a date, 8 after the day."""
    postings: dict[str, list[Any]] = {
        "plan": ["p"] * 7,
        "date": [datetime.date(2023, 1, 31)] * 4 + [None, datetime.date(2024, 1, 1), datetime.date(2023, 5, 1)],
        "post": ["løn", "løn", None, "leje", "løn", "løn", None],
        "stream": [None] * 6 + ["lbf"],
        "source": [None, "lbf", None, "kommune", None, None, None],
        "ore": [60, -10, 5, 40, 7, 8, 900],
    }
    found = follow_up_many(frame_of(postings, engine), budgets_of(BY_HAND, engine), as_of="2023-12-31")
    assert rows_of(found) == {
        ("p", "løn", "lbf", 2023): (0, 100, 50, 50, True),
        ("p", "løn", "lbf", 2024): (0, 50, 0, 50, True),
        ("p", "leje", None, 2023): (0, 30, 0, 30, True),
        ("p", "leje", "kommune", 2023): (0, 0, 40, -40, True),
        ("p", None, None, 2023): (0, 0, 5, -5, True),
        ("p", "løn", "lbf", None): (0, 0, 7, -7, True),
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lazy_frame_stays_lazy_and_an_engine_its_own(engine: str) -> None:
    postings = frame_of({"plan": ["p"], "date": [None], "post": ["løn"], "ore": [1]}, engine)
    assert type(follow_up_many(postings, budgets_of(BY_HAND, engine))) is type(postings)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_could_exceed_64_bits_or_is_budgeted_twice_has_no_figures(engine: str) -> None:
    twice = {name: [values[0], *values] for name, values in BY_HAND.items()}
    postings: dict[str, list[Any]] = {
        "plan": ["p"] * 2,
        "date": [datetime.date(2024, 1, 1)] * 2,
        "post": ["løn"] * 2,
        "ore": [10**15 + 1, 1],
    }
    found = rows_of(follow_up_many(frame_of(postings, engine), budgets_of(twice, engine)))
    assert {key: row[-1] for key, row in found.items()} == {
        ("p", "løn", "lbf", 2023): False,
        ("p", "løn", "lbf", 2024): False,
        ("p", "leje", None, 2023): True,
    }
    assert found["p", "løn", "lbf", 2024][:4] == (None,) * 4


MAPPING = mapping_in(
    '[file]\nsign = "udgift -"\n[[account]]\naccount = "47*"\ncost = "løn"\n[[account]]\naccount = "4711"\n'
    'ignore = "balance"\n[[account]]\naccount = "8*"\nstream = "lbf"\n',
    "m",
)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_mapping_places_the_accounts_of_a_frame(engine: str) -> None:
    postings: dict[str, list[Any]] = {
        "plan": ["p"] * 6,
        "date": [datetime.date(2023, 1, 1)] * 6,
        "post": [None, None, None, None, "leje", None],
        "account": ["4712", " 4711", "8000", None, "4712", "99"],
        "ore": [-10, -20, 30, -40, -50, -60],
    }
    found = rows_of(follow_up_many(frame_of(postings, engine), budgets_of(BY_HAND, engine), mapping=MAPPING))
    assert {key[1]: row[2] for key, row in found.items() if key[3] == 2023} == {"løn": 10, "leje": 50, None: 100}


DATES = st.dates(datetime.date(2021, 1, 1), datetime.date(2025, 12, 31))
POSTS, PAYERS = st.sampled_from(["leder", "cafe", "lokaler", "ukendt", None]), st.sampled_from(["lbf", "kommune", None])
ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.none() | DATES, POSTS, PAYERS, st.integers(-(10**9), 10**9)), max_size=12
)


def alone(rows: list[Any]) -> dict[Key, tuple[Any, ...]]:
    """Return the rows of each plan's own follow-up, what is not placed among them."""
    found: dict[Key, tuple[Any, ...]] = {}
    key: Key
    for plan, case in CASES.items():
        of_plan = [_posting(row) for row in rows if row[0] == plan]
        told = follow_up(case.versions, of_plan, DAY)
        for line in told.lines:
            key = (plan, line.post, line.source, line.year)
            found[key] = line.original, line.corrected, line.spent, line.left, True
        for one in told.unplaced:
            budget = case.versions.on(datetime.date.fromisoformat(DAY))[1]
            post = budget.posts.get(one.post or "")
            key = (plan, one.post, one.source or (post.source if post else None), one.year)
            spent = found.get(key, (0, 0, 0))[2] + one.ore
            found[key] = 0, 0, spent, -spent, True
    return found


def _posting(row: Any) -> Posting:
    _, day, post, source, ore = row
    return Posting(1, "f", day, post, None, source, None, "", "", "", ore)


def _many(rows: list[Any], engine: str) -> dict[Key, tuple[Any, ...]]:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("plan", "date", "post", "source", "ore"))}
    return rows_of(follow_up_many(frame_of(columns, engine), budgets_of(BUDGETS, engine), as_of=DAY))


@pytest.mark.parametrize("engine", ENGINES)
def test_postings_whose_posts_are_all_blank_are_rows_of_their_own(engine: str) -> None:
    rows = [("a", datetime.date(2022, 1, 1), "", None, 700), ("a", datetime.date(2022, 1, 2), "", None, 50)]
    spent = {key: figures for key, figures in _many(rows, engine).items() if key[1] is None}
    assert spent == {("a", None, None, 2022): (0, 0, 750, -750, True)}


@pytest.mark.parametrize("engine", ENGINES)
@given(ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_many_plans_have_the_figures_of_each_alone(engine: str, rows: list[Any]) -> None:
    assert _many(rows, engine) == alone(rows)


@pytest.mark.deep
@given(ROWS)
@settings(deadline=None, max_examples=15)
def test_spark_has_the_figures_of_each_plan_alone(rows: list[Any]) -> None:
    assert _many(rows, "spark") == alone(rows)


def test_what_is_no_such_frame_is_refused() -> None:
    postings = frame_of({"plan": ["p"], "date": [None], "post": ["løn"], "ore": [1]}, "polars")
    budgets = budgets_of(BY_HAND, "polars")
    with pytest.raises(FrameError, match="ore"):
        follow_up_many(postings.drop("ore"), budgets)
    with pytest.raises(FrameError):
        follow_up_many(postings.with_columns(ore=pl.lit(1.5)), budgets)
    with pytest.raises(FrameError):
        follow_up_many(postings, budgets.lazy())
    with pytest.raises(FrameError):
        follow_up_many([1], budgets)
