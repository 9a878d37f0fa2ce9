"""A generated portfolio for the benchmarks: plans of 20 ledger rows each, as columns of whole øre.

Most plans are exactly at a limit or a single øre beyond it, so that an error of one øre changes a verdict. Each plan
has two budget lines and three contributions over four years; some contributions are refused, and some are still open.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

YEARS = (2022, 2023, 2024, 2025)
ROWS = 20  # of each plan: five lines by four years
COSTS = 2  # the first two lines are costs, the others contributions

SIDES = ["cost", "financing"]
SOURCES = ["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern"]
STATUSES = ["søgt", "forhåndsgodkendt", "tilsagn", "udbetalt", "afslag"]
ARTS = ["løn", "aktiviteter"]
IDS = ["loen", "aktiviteter", "lbf", "kommune", "kommune-kontrakter", "kommune-facilitering", "boligsiden"]
STAGES = ["overslag", "ansøgning", "tilsagn"]
NONE = -1  # no word

KOMMUNER = ["København", "Københavns Kommune", "KOEBENHAVN", "Køge", "Vejle", "Odense"]
KOEBENHAVN = 3  # so many of them are the same kommune, spelt in its ways
# The day whose rules apply: most plans have their start; others are at the edge of a regime, in a gap, or beyond all.
DAYS = ["2021-06-01", "2018-12-31", "2019-01-01", "2015-03-18", "2026-12-31", "2027-01-01"]
# The second ends a day after the four years that are usual.
STARTS = ["2022-01-01", "2022-01-01", "2022-02-01"]
ENDS = ["2025-12-31", "2026-01-01", "2025-12-31"]

# The case that a plan covers, and how often.
SHAPES = {
    "at every limit": 0.25,
    "lbf an øre beyond": 0.125,
    "kommune an øre beyond": 0.125,
    "an øre without a payer": 0.125,
    "an øre in the wrong year": 0.0625,
    "contracts at their share": 0.03125,
    "contracts an øre beyond": 0.03125,
    "facilitation an øre beyond": 0.03125,
    "anything": 0.21875,
}


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The plans as arrays; a word is its place in the list above, an amount is whole øre."""

    ore: Any  # plan × line × year
    is_open: Any  # plan × line: the amount is missing
    source: Any  # plan × contribution
    status: Any  # plan × contribution
    id: Any  # plan × line
    kommune: Any
    day: Any
    period: Any
    stage: Any
    stated_total: Any
    lejemaal: Any


def make(plans: int, seed: int = 2022) -> Portfolio:
    """Return a portfolio of so many plans; the same seed gives the same one."""
    rng = np.random.default_rng(seed)
    shape = rng.choice(len(SHAPES), plans, p=list(SHAPES.values()))
    ore = _amounts(rng, shape)
    source = np.tile(np.array([0, 1, 2], np.int8), (plans, 1))
    source[:, 2] = _some(rng, plans, {2: 0.75, 3: 0.15, 4: 0.1})
    is_open = np.zeros((plans, 5), bool)
    is_open[:, 3:] = rng.random((plans, 2)) < 0.01
    ids = np.tile(np.array([0, 1, 2, 3, 6], np.int8), (plans, 1))
    ids[_is(shape, "contracts at their share", "contracts an øre beyond"), 3] = 4
    ids[_is(shape, "facilitation an øre beyond"), 3] = 5
    kind = _some(rng, plans, {0: 0.7, 1: 0.1, NONE: 0.2})
    return Portfolio(
        ore=ore,
        is_open=is_open,
        source=source,
        status=_some(rng, (plans, 3), {0: 0.2, 1: 0.1, 2: 0.5, 3: 0.1, 4: 0.03, NONE: 0.07}),
        id=ids,
        kommune=_some(rng, plans, {0: 0.3, 1: 0.05, 2: 0.05, 3: 0.2, 4: 0.2, 5: 0.15, NONE: 0.05}),
        day=_some(rng, plans, {NONE: 0.6, 0: 0.2, 1: 0.04, 2: 0.04, 3: 0.04, 4: 0.04, 5: 0.04}),
        period=_some(rng, plans, {0: 0.85, 1: 0.1, 2: 0.05}),
        stage=_some(rng, plans, {0: 0.3, 1: 0.4, 2: 0.3}),
        stated_total=np.where(kind == NONE, NONE, ore[:, :COSTS].sum((1, 2)) + kind),
        lejemaal=rng.integers(200, 5000, plans),
    )


def _some(rng: Any, size: int | tuple[int, ...], chances: dict[int, float]) -> Any:
    return rng.choice(np.array(list(chances), np.int8), size, p=list(chances.values()))


def _is(shape: Any, *names: str) -> Any:
    return np.isin(shape, [list(SHAPES).index(name) for name in names])


def _amounts(rng: Any, shape: Any) -> Any:
    """Return the øre of each line in each year; a year costs whole tens of kroner, so that every limit is whole øre."""
    plans = len(shape)
    costs = 1000 * rng.integers(125_000, 1_000_000, (plans, 4))
    wages = costs * rng.integers(40, 90, (plans, 1)) // 100 + rng.integers(-49, 50, (plans, 4))
    lbf, kommune = costs // 4 * 3, costs // 8
    contracts = _is(shape, "contracts at their share", "contracts an øre beyond")
    kommune = np.where(contracts[:, None], costs * 53 // 500, kommune)
    kommune = np.where(_is(shape, "facilitation an øre beyond")[:, None], costs * 19 // 1000, kommune)
    housing = costs - lbf - kommune
    anything = _is(shape, "anything")[:, None]
    lbf = np.where(anything, costs * rng.integers(500, 900, (plans, 1)) // 1000 + rng.integers(0, 100, (plans, 4)), lbf)
    kommune = np.where(anything, costs * rng.integers(20, 300, (plans, 1)) // 1000, kommune)
    housing = np.where(anything, np.maximum(costs - lbf - kommune, 0), housing)
    ore = np.stack([wages, costs - wages, lbf, kommune, housing], axis=1)
    ore[:, 2, 0] += _is(shape, "lbf an øre beyond", "an øre in the wrong year")
    ore[:, 2, 1] -= _is(shape, "an øre in the wrong year")
    ore[:, 3, 2] += _is(shape, "kommune an øre beyond", "contracts an øre beyond", "facilitation an øre beyond")
    one_less = ("lbf an øre beyond", "kommune an øre beyond", "an øre without a payer")
    ore[:, 4, 3] -= _is(shape, *one_less, "contracts an øre beyond", "facilitation an øre beyond")
    return ore


def save(portfolio: Portfolio, folder: "Path", *, shuffled: bool) -> None:
    """Write the ledger rows and the facts of the plans as two Arrow files; an Enum is one byte a row."""
    rows, plans = _rows(portfolio), _plans(portfolio)
    if shuffled:
        rows = rows.sample(fraction=1, shuffle=True, seed=1)
    rows.write_ipc(folder / "rows.arrow")
    plans.write_ipc(folder / "plans.arrow")


def _rows(portfolio: Portfolio) -> "pl.DataFrame":
    import polars as pl

    plans = len(portfolio.ore)

    def by_row(by_line: Any) -> Any:
        return np.repeat(np.ascontiguousarray(by_line).reshape(-1), 4)

    def lines(costs: "Sequence[int]", contributions: Any) -> Any:
        first = np.tile(np.array(costs, np.int8), (plans, 1))
        return by_row(np.concatenate([first, contributions], axis=1))

    none = np.full((plans, 3), NONE, np.int8)
    ore = pl.Series(portfolio.ore.reshape(-1))
    return pl.DataFrame(
        {
            "plan": np.repeat(np.arange(plans), ROWS),
            "side": _words(np.tile(np.repeat(np.array([0, 1], np.int8), [8, 12]), plans), SIDES),
            "id": _words(by_row(portfolio.id), IDS),
            "source": _words(lines([NONE, NONE], portfolio.source), SOURCES),
            "status": _words(lines([NONE, NONE], portfolio.status), STATUSES),
            "art": _words(lines([0, 1], none), ARTS),
            "year": np.tile(np.array(YEARS, np.int32), plans * 5),
            "ore": ore.set(pl.Series(by_row(portfolio.is_open)), None),
        }
    )


def _plans(portfolio: Portfolio) -> "pl.DataFrame":
    import polars as pl

    stated = pl.Series(portfolio.stated_total)

    def days(places: Any, listed: list[str]) -> "pl.Series":
        return _words(places, listed, enum=False).str.to_date()

    return pl.DataFrame(
        {
            "plan": np.arange(len(portfolio.ore)),
            "as_of": days(portfolio.day, DAYS),
            "start": days(portfolio.period, STARTS),
            "end": days(portfolio.period, ENDS),
            "kommune": _words(portfolio.kommune, KOMMUNER, enum=False),
            "stage": _words(portfolio.stage, STAGES),
            "stated_total": stated.set(stated == NONE, None),
            "lejemaal": portfolio.lejemaal,
            "boligafdelinger": portfolio.lejemaal // 200,
        }
    )


def _words(places: Any, words: list[str], *, enum: bool = True) -> "pl.Series":
    import polars as pl

    found = pl.Series(words, dtype=pl.Enum(words) if enum else pl.String)
    at = pl.Series(places)
    return found.gather(at.set(at == NONE, None).cast(pl.UInt32))
