"""Many plans at once give what each gives alone, on every engine; and nothing wraps, and nothing is guessed."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from calculators.portfolio.engines import DAYS, ENGINES, in_pandas, in_polars, in_spark
from calculators.portfolio.random_plans import made_up_plans
from helhedsplan_finance import (
    FrameError,
    Kroner,
    Plan,
    Report,
    RuleLibraryError,
    Stream,
    check_many,
    ledger_columns,
    read_policy,
)
from helhedsplan_finance.calculators.portfolio.verdict_columns import RANKS
from helhedsplan_finance.rules.choose import Policy
from places import DATA, POLICY, PUBLISHED
from runs import IS_DEEP, thorough
from shared import once
from strategies import gathered, plans

pytestmark = pytest.mark.daily

MANY, SOME = 10_000, 500
SPARK_IS_HERE = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


def verdicts(report: Report) -> dict[str, tuple[str, int | None]]:
    """What a report says of the rules that are laid over many plans: by rule the worst outcome and the least margin."""
    told: dict[str, tuple[str, int | None]] = {}
    for one in report.findings:
        if one.limit is None or one.limit.rule.check or one.limit.layer == "plan" or one.limit.rule.per == "pool":
            continue
        if one.limit.rule.per == "byomraade":
            continue
        outcome, least = told.get(one.rule, (one.outcome, None))
        worst = max(outcome, one.outcome, key=RANKS.index)
        margins = [margin for margin in (least, one.margin_ore) if margin is not None]
        told[one.rule] = (worst, min(margins, default=None))
    return told


def last_known(report: Report) -> dict[str, tuple[str | None, int | None, bool | None]]:
    """What a report says of the rules of the whole plan against their last known limits; nothing where one holds."""
    told = {}
    for one in report.findings:
        rule = one.limit.rule if one.limit is not None and one.limit.layer != "plan" else None
        if rule is None or rule.check or rule.per != "plan" or rule.relation == "equal":
            continue
        known = one.last_known.to_dict() if one.last_known is not None else {}
        told[one.rule] = (known.get("limit"), known.get("margin_ore"), known.get("beyond"))
    return told


def rows_of(found: Any) -> Iterator[dict[str, Any]]:
    frame = nw.from_native(found)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    for row in frame.rows(named=True):
        yield {
            name: None if value is None or value is pd.NA or value != value else value for name, value in row.items()
        }


class Said(NamedTuple):
    """What a plan's own report says of the rules that are laid over many plans."""

    verdicts: dict[str, tuple[str, int | None]]
    last_known: dict[str, tuple[str | None, int | None, bool | None]]
    ok: bool


def said(report: Report) -> Said:
    broken = any(one.binds for one in report.findings if one.limit is not None and one.limit.layer != "plan")
    return Said(verdicts(report), last_known(report), not broken)


def differences(found: Any, expected: dict[int, Report]) -> list[str]:
    """Every plan and rule of which a frame says something else than the plan's own report."""
    return compared(found, {key: said(report) for key, report in expected.items()})


def compared(found: Any, expected: dict[int, Said]) -> list[str]:
    return unlike(found, {key: columns_of(alone) for key, alone in expected.items()})


def unlike(found: Any, expected: dict[int, dict[str, Any]]) -> list[str]:
    wrong, rows = [], {row["plan"]: row for row in rows_of(found)}
    for key, columns in expected.items():
        if key not in rows:
            wrong.append(f"plan {key} is missing")
            continue
        row = rows[key]
        for column, told in columns.items():
            if row.get(column) != told:
                wrong.append(f"plan {key}, {column}: {row.get(column)}; alone {told}")
    return wrong + [f"plan {key} is of nobody" for key in rows.keys() - expected.keys()]


def columns_of(alone: Said) -> dict[str, Any]:
    """Return what a plan's own report says by the columns that many plans have."""
    told: dict[str, Any] = {"ok": alone.ok, "usable": True}
    for rule, (outcome, margin) in alone.verdicts.items():
        name = rule.replace(".", "_")
        told |= {name: outcome, f"{name}_margin_ore": margin}
    for rule, known in alone.last_known.items():
        name = f"{rule.replace('.', '_')}_last_known"
        told |= {f"{name}_{part}": one for part, one in zip(("limit", "margin_ore", "beyond"), known, strict=True)}
    return told


Alone = tuple[Any, Any, dict[bool, dict[int, Said]]]
Each = tuple[Any, Any, dict[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Each:
    """Return the ledgers and facts of made-up plans, and what is said of each alone by the columns of many plans.

    Each plan's own report is the costly half: every engine and every process is held against the same ones.
    """

    def make() -> Each:
        made = made_up_plans(MANY)
        return *ledger_columns(made), {key: columns_of(said(plan.check())) for key, plan in made.items()}

    return once(tmp_path_factory, "ten-thousand", make)


@pytest.fixture(scope="module")
def five_hundred(tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """Return the ledgers and facts of made-up plans, and what is said of each alone, without and with projection."""

    def make() -> Alone:
        made = made_up_plans(SOME)
        reports = {
            project: {key: said(plan.check(project_rules=project)) for key, plan in made.items()}
            for project in (False, True)
        }
        return *ledger_columns(made), reports

    return once(tmp_path_factory, "five-hundred", make)


# Projection picks another value before anything is added up, so one engine stands for all of them in the daily run.
PROJECTED = [
    *(pytest.param(engine, False, id=engine) for engine in ENGINES),
    pytest.param("polars", True, id="polars projected"),
    *(
        pytest.param(engine, True, id=f"{engine} projected", marks=pytest.mark.deep)
        for engine in ENGINES
        if engine != "polars"
    ),
]
OTHER_ENGINES = [engine for engine in ENGINES if engine not in ("polars", "duckdb")]
projected = pytest.mark.parametrize(("engine", "project"), PROJECTED)


@pytest.mark.deep
@pytest.mark.parametrize("engine", list(ENGINES))
def test_ten_thousand_plans_at_once_are_what_each_is_alone(engine: str, ten_thousand: Each) -> None:
    rows, facts, expected = ten_thousand
    make = ENGINES[engine]
    assert unlike(check_many(make(rows), make(facts)), expected) == []


@projected
def test_five_hundred_plans_at_once_are_what_each_is_alone(engine: str, project: bool, five_hundred: Alone) -> None:
    rows, facts, expected = five_hundred
    make = ENGINES[engine]
    assert compared(check_many(make(rows), make(facts), project_rules=project), expected[project]) == []


@pytest.mark.deep
@pytest.mark.skipif(
    not SPARK_IS_HERE and "REQUIRE_SPARK" not in os.environ, reason="PySpark or Java is not here: not tried on Spark"
)
def test_ten_thousand_plans_on_spark(ten_thousand: Each) -> None:
    rows, facts, expected = ten_thousand
    assert unlike(check_many(in_spark(rows), in_spark(facts)), expected) == []


def test_the_made_up_plans_meet_every_outcome_of_every_rule_and_both_sides_of_a_limit(five_hundred: Alone) -> None:
    told = [one for alone in five_hundred[2][False].values() for one in alone.verdicts.items()]
    outcomes = {(rule, outcome) for rule, (outcome, _) in told}
    for rule in ("balance.plan", "lbf.share.max", "local.share.min", "kommune.share.max"):
        assert {"passed", "failed", "unverified"} <= {outcome for one, outcome in outcomes if one == rule}
    assert {"passed", "failed", "not_applicable"} == {outcome for one, outcome in outcomes if one == "balance.year"}
    close = {margin for _, (_, margin) in told if margin is not None}
    assert {-1, 0, 1} <= close


ANY_KIND = 200 if IS_DEEP else 40


Both = tuple[Any, Any, dict[int, Said]]


@pytest.fixture(scope="module")
def of_any_kind(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Return the ledgers and facts of plans of any kind that the format allows, and what is said of each alone."""

    def make() -> Both:
        # What a plan says of its policies and waivers is not in its ledger.
        made = [plan.model_copy(update={"policies": None, "waivers": ()}) for plan in gathered(plans(), ANY_KIND)]
        return *ledger_columns(dict(enumerate(made))), {key: said(plan.check()) for key, plan in enumerate(made)}

    return once(tmp_path_factory, "of-any-kind", make)


@thorough
@pytest.mark.parametrize("engine", list(ENGINES))
def test_plans_of_any_kind_at_once_are_what_each_is_alone(engine: str, of_any_kind: Both) -> None:
    rows, facts, expected = of_any_kind
    assert compared(check_many(ENGINES[engine](rows), ENGINES[engine](facts)), expected) == []


@pytest.fixture(scope="module")
def under_a_policy(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Return the ledgers and facts of made-up plans of today, and what is said of each under a policy of one's own."""

    def make() -> Both:
        made = {
            key: plan for key, plan in made_up_plans(400).items() if plan.start.year > 2018 and plan.end.year < 2029
        }
        policy = read_policy(POLICY)
        return *ledger_columns(made), {key: said(plan.check(policies=[policy])) for key, plan in made.items()}

    return once(tmp_path_factory, "under-a-policy", make)


@pytest.mark.parametrize("engine", list(ENGINES))
def test_a_policy_of_ones_own_with_counts_and_a_clock_by_year(engine: str, under_a_policy: Both) -> None:
    rows, facts, expected = under_a_policy
    make = ENGINES[engine]
    found = check_many(make(rows), make(facts), policies=[read_policy(POLICY)], years=range(2018, 2030))
    assert compared(found, expected) == []
    for rule in ("egen.aarsloft", "egen.fonde", "egen.loen"):
        assert {"failed", "passed"} <= {one.verdicts[rule][0] for one in expected.values()}


def with_gaps(folder: Path) -> Policy:
    """Read a policy of one's own that has a value for the share of Landsbyggefonden in some years alone."""
    values = (
        ("10 %", "2012-01-01", "2013-12-31"),
        ("50 %", "2017-01-01", "2020-12-31"),
        ("60 %", "2028-01-01", "2029-12-31"),
    )
    return read_policy(build.policy(folder, *values, id_="lbf.share.max", measure="lbf"))


@pytest.fixture(scope="module")
def under_gaps(tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """Return made-up plans, and what is said of each under that policy alone, without and with projection."""

    def make() -> Alone:
        own = with_gaps(tmp_path_factory.mktemp("gaps"))
        made = made_up_plans(400, seed=16)
        told: dict[bool, dict[int, Said]] = {}
        for project in (False, True):
            reports = {key: plan.check(policies=[own], project_rules=project) for key, plan in made.items()}
            found = [one for report in reports.values() for one in report.findings if one.rule == "lbf.share.max"]
            assert {one.limit.layer for one in found if one.limit} == {"own", "regime"}
            told[project] = {key: said(report) for key, report in reports.items()}
        return *ledger_columns(made), told

    return once(tmp_path_factory, "under-gaps", make)


@projected
def test_a_later_layer_takes_the_place_of_an_earlier_one_on_its_own_days(
    engine: str, project: bool, under_gaps: Alone, tmp_path: Path
) -> None:
    rows, facts, expected = under_gaps
    make = ENGINES[engine]
    found = check_many(make(rows), make(facts), policies=[with_gaps(tmp_path)], project_rules=project)
    assert compared(found, expected[project]) == []


@pytest.mark.parametrize(
    "engine", ["polars", "duckdb", *(pytest.param(one, marks=pytest.mark.deep) for one in OTHER_ENGINES)]
)
def test_plans_whose_prices_are_projected_are_marked(engine: str) -> None:
    made = {1: Plan.from_file(DATA / "eksempelhaven-2023.toml"), 2: Plan.from_file(DATA / "amager-2022.toml")}
    rows, facts = (ENGINES[engine](columns) for columns in ledger_columns(made))
    found = check_many(rows, facts)
    assert {row["plan"]: row["projected_prices"] for row in rows_of(found)} == {1: True, 2: False}
    assert differences(found, {key: plan.check() for key, plan in made.items()}) == []


def test_a_mark_may_be_one_or_nought_and_rows_without_it_say_nothing_of_it() -> None:
    rows, facts = (
        in_polars(columns) for columns in ledger_columns({1: Plan.from_file(DATA / "eksempelhaven-2023.toml")})
    )
    told = check_many(rows.with_columns(pl.col("projected").cast(pl.Int8)), facts)
    assert told["projected_prices"].to_list() == [True]
    assert "projected_prices" not in check_many(rows.drop("projected"), facts).columns
    with pytest.raises(FrameError, match="kolonnen 'projected' er String; den skal være sand eller falsk"):
        check_many(rows.with_columns(projected=pl.lit("ja")), facts)


PUBLISHED_PLANS = {number: Plan.from_file(path) for number, path in enumerate(PUBLISHED)}
KOEGE, VAEREBRO, EKSEMPEL = (
    next(plan for plan in PUBLISHED_PLANS.values() if name in plan.name) for name in ("Køge", "Værebro", "Eksempel")
)


def at_once(made: dict[int, Plan], **more: Any) -> Any:
    rows, facts = (in_polars(columns) for columns in ledger_columns(made))
    return check_many(rows, facts, **more)


def test_a_layer_that_judges_by_year_leaves_the_other_plans_to_theirs(tmp_path: Path) -> None:
    # In Køge the share of the kommune is a sum a year, elsewhere a share of the plan.
    text = POLICY.read_text(encoding="utf-8").replace("egen.aarsloft", "kommune.share.max", 1)
    text = text[: text.index("[[rule]]\n# In place of")].replace(
        'per      = "year"', 'per = "year"\napplies = { kommune = "Køge" }'
    )
    path = tmp_path / "koege.toml"
    path.write_text(text, encoding="utf-8")
    expected = {key: plan.check(policies=[path]) for key, plan in PUBLISHED_PLANS.items()}
    assert differences(at_once(PUBLISHED_PLANS, policies=[path]), expected) == []


def test_two_policies_with_one_rule_are_refused_as_for_one_plan(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(POLICY.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(RuleLibraryError, match=r"er i kraft i både .*b\.toml og .*a\.toml|.*a\.toml og .*b\.toml"):
        at_once(PUBLISHED_PLANS, policies=[tmp_path / "a.toml", tmp_path / "b.toml"])


def test_a_policy_that_ships_and_is_given_is_for_every_plan() -> None:
    given = ["kommune/koebenhavn"]
    expected = {key: plan.check(policies=given) for key, plan in PUBLISHED_PLANS.items()}
    assert differences(at_once(PUBLISHED_PLANS, policies=given), expected) == []
    assert not KOEGE.check(policies=given).ok


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame], ids=["polars", "pandas"])
def test_facts_of_which_nobody_says_anything(make: Any) -> None:
    plan = VAEREBRO.model_copy(update={"kommune": None, "lejemaal": None})
    rows, facts = ledger_columns({"v": plan})
    read: Any
    beside: Any
    if make is pd.DataFrame:
        read, beside = in_pandas(rows), pd.DataFrame(facts).astype(dict.fromkeys(DAYS, "datetime64[s]"))
    else:
        read, beside = in_polars(rows | {"plan": [0] * len(rows["plan"])}), pl.DataFrame(facts | {"plan": [0]})
    (row,) = rows_of(check_many(read, beside))
    assert (row["lbf_share_max"], row["balance_plan"], row["total_stated"]) == (
        "not_applicable",
        "passed",
        "not_applicable",
    )


def test_a_plan_without_dates_is_not_judged_by_year() -> None:
    plan = EKSEMPEL
    rows, facts = (in_polars(columns | {"plan": [0] * len(columns["plan"])}) for columns in ledger_columns({0: plan}))
    nobody = facts.with_columns(start=pl.lit(None, pl.Date), end=pl.lit(None, pl.Date))
    for lazily in (False, True):
        given = (rows.lazy(), nobody.lazy()) if lazily else (rows, nobody)
        (row,) = rows_of(check_many(*given))
        assert (row["balance_year"], row["period_length_max"]) == ("unverified", "unverified")


@pytest.mark.parametrize(
    ("rows_are", "plans_are", "message"),
    [
        ({}, {"start": pl.lit("2022-01-01")}, "kolonnen 'start' er String; den skal være datoer"),
        ({}, {"start": pl.lit(1).cast(pl.Duration)}, "kolonnen 'start' er Duration"),
        ({}, {"stated_total": pl.lit(1.5)}, "kolonnen 'stated_total' er Float64"),
        ({}, {"plan": pl.lit("a")}, "kolonnen 'plan' er Int64 i rækkerne og String i planerne"),
    ],
)
def test_facts_of_another_kind_are_refused(rows_are: Any, plans_are: Any, message: str) -> None:
    rows, facts = ledger_columns(made_up_plans(2))
    with pytest.raises(FrameError, match=message):
        check_many(in_polars(rows).with_columns(**rows_are), in_polars(facts).with_columns(**plans_are))


def test_a_plan_that_stands_twice_is_refused() -> None:
    rows, facts = (in_polars(columns) for columns in ledger_columns(made_up_plans(2)))
    with pytest.raises(FrameError, match="en plan står to gange i planerne"):
        check_many(rows, pl.concat([facts, facts]))


def test_words_as_categories_and_narrow_integers_are_the_same() -> None:
    rows, facts = (in_polars(columns) for columns in ledger_columns(made_up_plans(50)))
    words = [pl.col(name).cast(pl.Categorical) for name in ("side", "source", "status")]
    narrow = rows.with_columns(*words, pl.col("year").cast(pl.Int16), pl.col("ore").cast(pl.UInt64))
    beside = facts.with_columns(pl.col("kommune", "stage").cast(pl.Categorical))
    assert check_many(narrow, beside).sort("plan").equals(check_many(rows, facts).sort("plan"))


def test_a_lazy_frame_stays_lazy() -> None:
    rows, facts = ledger_columns(made_up_plans(3))
    assert isinstance(check_many(in_polars(rows).lazy(), in_polars(facts).lazy()), pl.LazyFrame)
    assert isinstance(check_many(in_polars(rows), in_polars(facts)), pl.DataFrame)
    assert isinstance(check_many(in_pandas(rows), in_pandas(facts)), pd.DataFrame)


def test_a_rule_whose_clock_is_the_year_asks_for_the_years_of_a_lazy_frame() -> None:
    rows, facts = ledger_columns(made_up_plans(3))
    with pytest.raises(FrameError, match=r"reglen egen\.aarsloft følger det enkelte år; giv årene"):
        check_many(in_polars(rows).lazy(), in_polars(facts).lazy(), policies=[POLICY])


def at_a_limit(share: tuple[int, int], scale: int, beyond: int, source: str, kommune: str, id_: str) -> Plan:
    """A plan in which one contribution is a share of the total, or some øre beside it; another pays the rest."""
    over, under = share
    part, total = over * scale + beyond, under * scale
    rest = "lbf" if source != "lbf" else "kommune"
    return Plan(
        name="Prøve",
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        kommune=kommune,
        total=Kroner.from_ore(total),
        streams=[
            Stream(id=id_, source=source, name="A", amount=Kroner.from_ore(part)),  # type: ignore[arg-type]
            Stream(id="rest", source=rest, name="B", amount=Kroner.from_ore(total - part)),  # type: ignore[arg-type]
        ],
    )


SHARES = [
    ("lbf.share.max", (3, 4), "lbf", "Køge", "a", 1),
    ("local.share.min", (1, 4), "boligorganisation", "Køge", "a", -1),
    ("kommune.share.max", (1, 8), "kommune", "Køge", "a", 1),
    ("kommune.share.max", (1, 8), "kommune", "København", "a", 1),
    ("kommune.contracts.share", (53, 500), "kommune", "København", "kommune-kontrakter", 1),
    ("kommune.facilitation.share", (19, 1000), "kommune", "København", "kommune-facilitering", 1),
]


@thorough
@pytest.mark.parametrize(("rule", "share", "source", "kommune", "id_", "worse"), SHARES)
@settings(max_examples=5 if IS_DEEP else 1)  # each is a frame of twenty plans or more
@given(scales=st.lists(st.integers(1, 10**12), min_size=10, max_size=40, unique=True))
def test_exactly_at_a_limit_passes_and_one_ore_beyond_fails(
    rule: str, share: tuple[int, int], source: str, kommune: str, id_: str, worse: int, scales: list[int]
) -> None:
    keys = [(scale, beyond) for scale in scales for beyond in (0, worse)]
    made = {key: at_a_limit(share, *keys[key], source, kommune, id_) for key in range(len(keys))}
    expected = {key: ("passed", 0) if keys[key][1] == 0 else ("failed", -1) for key in made}
    assert {key: verdicts(plan.check())[rule] for key, plan in made.items()} == expected
    rows, facts = ledger_columns(made)
    name = rule.replace(".", "_")
    found = rows_of(check_many(in_polars(rows), in_polars(facts)))
    assert {row["plan"]: (row[name], row[f"{name}_margin_ore"]) for row in found} == expected


def ledger(*amounts: tuple[str, str | None, Any], plan: int = 1) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in ("plan", "side", "source", "status", "year", "ore")}
    for side, source, ore in amounts:
        for name, value in zip(columns, (plan, side, source, None, 2022, ore), strict=True):
            columns[name].append(value)
    return columns


MOST = 10**15


@pytest.mark.parametrize("engine", list(ENGINES))
def test_the_largest_amounts_are_exact(engine: str) -> None:
    # 20 rows of 10^15 øre each: the sums are beyond what a float tells apart, and one øre still turns the verdict.
    amounts = [("cost", None, MOST)] * 20 + [("financing", "lbf", MOST)] * 15 + [("financing", "kommune", MOST)] * 4
    exactly = ledger(*amounts, ("financing", "boligorganisation", MOST))
    beyond = ledger(*amounts, ("financing", "boligorganisation", MOST - 1), ("financing", "lbf", 1), plan=2)
    both = {name: [*exactly[name], *beyond[name]] for name in exactly}
    found = {row["plan"]: row for row in rows_of(check_many(ENGINES[engine](both), as_of=date(2022, 1, 1)))}
    told = {
        key: (row["lbf_share_max"], row["lbf_share_max_margin_ore"], row["balance_plan"]) for key, row in found.items()
    }
    assert told == {1: ("passed", 0, "passed"), 2: ("failed", -1, "passed")}


IMPOSSIBLE: dict[str, list[tuple[str, str | None, Any]]] = {
    "too large": [("cost", None, MOST + 1)],
    "negative": [("cost", None, -1)],
    "another side": [("udgift", None, 100)],
    "another source": [("cost", None, 100), ("financing", "Kommune", 100)],
    "no source": [("cost", None, 100), ("financing", None, 100)],
    "too many": [("cost", None, MOST)] * 9224,
}


@cache
def impossible(engine: str) -> dict[int, dict[str, Any]]:
    """Return what is said of plans that no ledger holds, and of one beside them that holds, all in one frame."""
    fine = [("cost", None, 100), ("financing", "lbf", 75), ("financing", "kommune", 25)]
    made = [ledger(*amounts, plan=number) for number, amounts in enumerate((*IMPOSSIBLE.values(), fine))]
    both = {name: [value for one in made for value in one[name]] for name in made[0]}
    return {row["plan"]: row for row in rows_of(check_many(ENGINES[engine](both), as_of=date(2022, 1, 1)))}


@pytest.mark.parametrize("engine", list(ENGINES))
@pytest.mark.parametrize("number", range(len(IMPOSSIBLE)), ids=list(IMPOSSIBLE))
def test_what_no_ledger_holds_is_told_apart_and_never_wraps(engine: str, number: int) -> None:
    row = impossible(engine)[number]
    assert (row["usable"], row["ok"]) == (False, False)
    assert {row["balance_plan"], row["lbf_share_max"], row["local_share_min"]} == {"unverified"}
    assert row["balance_plan_margin_ore"] is None


@pytest.mark.parametrize("engine", list(ENGINES))
def test_a_plan_beside_those_that_no_ledger_holds_is_judged_as_it_would_be_alone(engine: str) -> None:
    row = impossible(engine)[len(IMPOSSIBLE)]
    assert (row["usable"], row["ok"], row["balance_plan"], row["lbf_share_max"]) == (True, True, "passed", "passed")


def test_what_the_frame_does_not_say_is_unverified() -> None:
    rows = ledger(("cost", None, 100), ("financing", "lbf", 75), ("financing", "kommune", 25))
    (row,) = rows_of(check_many(in_polars(rows), as_of=date(2022, 1, 1)))
    assert (row["period_length_max"], row["total_stated"], row["lbf_share_max"]) == (
        "unverified",
        "unverified",
        "passed",
    )
    (later,) = rows_of(check_many(in_polars(rows), as_of=date(2027, 1, 1)))
    assert (later["lbf_share_max"], later["lbf_share_max_margin_ore"], later["ok"]) == ("unverified", None, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ore": [1.0]}, "kolonnen 'ore' er Float64; hele øre og årstal er heltal"),
        ({"year": ["2022"]}, "kolonnen 'year' er String"),
        ({"status": None}, "kolonnerne status mangler; tabellen har plan, side, source, year, ore"),
    ],
)
def test_a_frame_that_cannot_be_checked_is_refused(change: dict[str, Any], message: str) -> None:
    columns = {name: values for name, values in (ledger(("cost", None, 1)) | change).items() if values is not None}
    with pytest.raises(FrameError, match=message):
        check_many(pl.DataFrame(columns), as_of=date(2022, 1, 1))


def test_plans_must_be_the_same_kind_of_frame_and_say_a_day() -> None:
    rows, facts = ledger_columns(made_up_plans(2))
    with pytest.raises(FrameError, match="giv begge i samme slags tabel"):
        check_many(in_polars(rows), in_pandas(facts))
    with pytest.raises(FrameError, match="giv 'as_of', eller planer med kolonnen 'as_of' eller 'start'"):
        check_many(in_polars(rows))


RULE = """
[source.egen]
title = "FIKTIV"
published = 2020-01-01
where = "prøven"

MEASURES
[[rule]]
id = "egen.regel"
title = { da = "R", en = "R" }
sentence = { da = "R {limit}.", en = "R {limit}." }
LIMIT
severity = "error"

[[rule.value]]
VALUE
from = 2020-01-01
until = "open"
source = "egen"
confidence = "A"
verified = 2026-11-22
"""
COUNTED = '[measure.giver]\ntitle = { da = "g", en = "g" }\nwhere = { source = "kommune" }\ntake = "count"\n'
DOUBT = 'doubt = { measure = "lbf", severity = "error", words = { da = "d", en = "d" } }'
NAMED = '[measure.navn]\ntitle = { da = "n", en = "n" }\nwhere = { side = "financing", name = "a" }\n'


def policy_of(folder: Path, limit: str, value: str, measures: str = "") -> Path:
    path = folder / "egen.toml"
    text = RULE.replace("MEASURES", measures).replace("LIMIT", limit).replace("VALUE", value)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("measures", "limit", "value"),
    [
        ("", 'measure = "kommune"\nrelation = "at least"\nper = "year"', "amount = 100_000"),
        ("", 'measure = "kommune"\nrelation = "at least"\nof = "stated_total"\nper = "year"', 'rate = "5 %"'),
        (COUNTED, 'measure = "giver"\nrelation = "at most"', "count = 1"),
        (COUNTED, 'measure = "giver"\nrelation = "at least"\nper = "year"', "count = 1"),
        (NAMED, 'measure = "navn"\nrelation = "at most"', "amount = 100_000"),
        ("", 'measure = "kommune"\nrelation = "at most"\napplies = { has = "lejemaal" }', "amount = 5"),
        ("", 'measure = "kommune"\nrelation = "at most"\napplies = { has = "months" }', "amount = 5"),
        ("", 'measure = "months"\nrelation = "at most"', "count = 1_000_000"),
        ("", f'measure = "kommune"\nrelation = "at most"\n{DOUBT}', "amount = 100_000"),
    ],
)
def test_a_rule_of_any_make_is_the_same_alone_eager_and_lazy(
    measures: str, limit: str, value: str, tmp_path: Path
) -> None:
    path = policy_of(tmp_path, limit, value, measures)
    streams = [
        Stream(id="a", source="kommune", name="A", amounts={2022: Kroner(400_000)}),
        Stream(id="b", source="lbf", name="a b", amount=Kroner(50_000)),
    ]
    one_year = Plan(name="P", start=date(2022, 1, 1), end=date(2025, 12, 31), total=Kroner(1_000_000), streams=streams)
    made = {0: one_year, 1: EKSEMPEL, 2: KOEGE, 3: VAEREBRO}
    expected = {key: one.check(policies=[path]) for key, one in made.items()}
    rows, facts = (in_polars(columns) for columns in ledger_columns(made))
    assert differences(check_many(rows, facts, policies=[path]), expected) == []
    assert differences(check_many(rows.lazy(), facts.lazy(), policies=[path]), expected) == []


def test_a_rule_that_asks_for_a_fact_which_the_frame_lacks_is_unverified(tmp_path: Path) -> None:
    path = policy_of(
        tmp_path, 'measure = "kommune"\nrelation = "at most"\napplies = { has = "lejemaal" }', "amount = 5"
    )
    rows = ledger(("cost", None, 1000), ("financing", "kommune", 1000))
    (row,) = rows_of(check_many(in_polars(rows), as_of=date(2022, 1, 1), policies=[path]))
    assert (row["egen_regel"], row["ok"]) == ("unverified", True)


def test_a_rule_that_would_be_called_like_another_column_is_refused(tmp_path: Path) -> None:
    path = policy_of(tmp_path, 'measure = "lbf"\nrelation = "at most"', "amount = 5")
    path.write_text(path.read_text(encoding="utf-8").replace("egen.regel", "ok"), encoding="utf-8")
    with pytest.raises(FrameError, match="to kolonner i svaret ville hedde 'ok'"):
        check_many(in_polars(ledger(("cost", None, 1))), as_of=date(2022, 1, 1), policies=[path])


@pytest.mark.parametrize("make", [pl.DataFrame, lambda rows: pl.DataFrame(rows).to_arrow()], ids=["polars", "pyarrow"])
def test_a_column_in_which_no_row_says_anything(make: Any) -> None:
    rows = make(ledger(("cost", None, 100), ("financing", "lbf", 100)))  # "status" has no type at all
    (row,) = rows_of(check_many(rows, as_of=date(2022, 1, 1)))
    assert (row["lbf_share_max"], row["balance_plan"]) == ("failed", "passed")


def test_pandas_with_missing_days_and_with_columns_of_arrow() -> None:
    rows, facts = ledger_columns({0: EKSEMPEL, 1: KOEGE})
    beside = in_pandas(facts)
    beside.loc[0, "as_of"] = pd.NaT
    expected = {0: EKSEMPEL.check(as_of=EKSEMPEL.start), 1: KOEGE.check()}
    assert differences(check_many(in_pandas(rows), beside), expected) == []
    arrow = [in_polars(columns).to_pandas(use_pyarrow_extension_array=True) for columns in (rows, facts)]
    assert differences(check_many(*arrow), {0: EKSEMPEL.check(), 1: KOEGE.check()}) == []
