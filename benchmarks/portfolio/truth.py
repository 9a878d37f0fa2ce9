"""The expected verdict of each rule on each plan of the benchmark, computed in 64-bit integers without the library.

The rates and days are written here by hand, from the rules as they ship. A portfolio's sums times 1,000 stay far below
2^63, so nothing wraps.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.portfolio.data import COSTS, DAYS, ENDS, IDS, KOEBENHAVN, NONE, SOURCES, STARTS, STATUSES, Portfolio

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOT_APPLICABLE, PASSED, UNVERIFIED, FAILED = range(4)
OUTCOMES = ("not_applicable", "passed", "unverified", "failed")
NO_MARGIN = np.iinfo(np.int64).min

# The days on which each rule is known.
BALANCE = [("2006-01-12", "9999-12-31")]
REGIMES = [("2011-02-03", "2014-12-31"), ("2015-03-19", "2018-12-31"), ("2019-01-01", "2026-12-31")]
PRACTICE = [("2013-12-03", "2026-11-22")]
PERIODS = [("2014-01-01", "2026-11-22")]


@dataclass(frozen=True, slots=True)
class Sums:
    """Per plan: the øre in each measure, and whether an amount in it is open; refused contributions do not count."""

    ore: dict[str, Any]
    is_open: dict[str, Any]
    has: dict[str, Any]


def sums_of(portfolio: Portfolio) -> Sums:
    """Add up each measure of the rules."""
    kept = portfolio.status != STATUSES.index("afslag")
    stated = np.where(portfolio.is_open[:, :, None], 0, portfolio.ore).sum(2)[:, COSTS:]
    sources = {
        "financing": SOURCES,
        "lbf": ["lbf"],
        "kommune": ["kommune"],
        "housing": ["boligorganisation", "boligafdeling"],
        "ekstern": ["ekstern"],
        "local": ["kommune", "boligorganisation", "boligafdeling"],
        "local_with_ekstern": ["kommune", "boligorganisation", "boligafdeling", "ekstern"],
    }
    inside = {
        name: kept & np.isin(portfolio.source, [SOURCES.index(one) for one in ones]) for name, ones in sources.items()
    }
    for name in ("kommune-kontrakter", "kommune-facilitering"):
        inside[name] = inside["kommune"] & (portfolio.id[:, COSTS:] == IDS.index(name))
    return Sums(
        {"total": portfolio.ore[:, :COSTS].sum((1, 2))}
        | {name: (stated * rows).sum(1) for name, rows in inside.items()},
        {name: (portfolio.is_open[:, COSTS:] & rows).any(1) for name, rows in inside.items()},
        {name: rows.any(1) for name, rows in inside.items()},
    )


def truth(portfolio: Portfolio) -> dict[str, Any]:
    """Return ``ok``, and for each rule its outcome as a place in ``OUTCOMES``, and its margin in øre."""
    sums = sums_of(portfolio)
    total, has = sums.ore["total"], sums.has
    day = _date(portfolio.day, DAYS)
    start, end = _date(portfolio.period, STARTS), _date(portfolio.period, ENDS)
    day = np.where(np.isnat(day), start, day)
    here = (portfolio.kommune >= 0) & (portfolio.kommune < KOEBENHAVN)
    always = np.ones(len(total), bool)

    def at_most(name: str, rate: tuple[int, int], applies: Any, days: "Sequence[tuple[str, str]]") -> tuple[Any, Any]:
        left = (total * rate[0] - sums.ore[name] * rate[1]) // rate[1]
        # An open amount can only add: a sum beyond the limit stays so, and one within it may not.
        return _judged(left, (left >= 0) & sums.is_open[name], applies, _known(day, days))

    def equal(left: Any, applies: Any) -> tuple[Any, Any]:
        return _judged(-abs(left), ~always, applies, _known(day, BALANCE))

    local = (sums.ore["local"] * 4 - total) // 4
    by_year = np.where(portfolio.is_open[:, :, None], 0, portfolio.ore)
    paid = (by_year[:, COSTS:] * (portfolio.status != STATUSES.index("afslag"))[:, :, None]).sum(1)
    rules = {
        "balance_plan": equal(sums.ore["financing"] - total, always),
        "balance_year": equal(abs(paid - by_year[:, :COSTS].sum(1)).max(1), always),
        "kommune_contracts_share": at_most(
            "kommune-kontrakter", (53, 500), here & has["lbf"] & has["kommune-kontrakter"], PRACTICE
        ),
        "kommune_facilitation_share": at_most(
            "kommune-facilitering", (19, 1000), here & has["lbf"] & has["kommune-facilitering"], PRACTICE
        ),
        "kommune_share_max": at_most("kommune", (1, 8), has["lbf"], PRACTICE),
        "lbf_share_max": at_most("lbf", (3, 4), has["lbf"], REGIMES),
        "local_share_min": _judged(local, (local < 0) & sums.is_open["local"], has["lbf"], _known(day, REGIMES)),
        "period_length_max": _judged(_days_left(start, end), ~always, always, _known(day, PERIODS)),
        "total_stated": equal(total - portfolio.stated_total, portfolio.stated_total != NONE),
    }
    found = {"ok": _ok({name: outcome for name, (outcome, _) in rules.items()}, sums, here)}
    for name, (outcome, left) in rules.items():
        found[name] = outcome
        if name != "period_length_max":
            found[f"{name}_margin_ore"] = left
    return found


def _ok(outcomes: dict[str, Any], sums: Sums, here: Any) -> Any:
    failed = {name: outcome == FAILED for name, outcome in outcomes.items()}
    # Whether external money counts as local is not verified; where it would suffice, the rule does not bind.
    milder = sums.ore["local_with_ekstern"] * 4 >= sums.ore["total"]
    binding = failed["balance_plan"] | failed["total_stated"] | failed["lbf_share_max"]
    # Only in København is the kommune's share more than usual practice.
    return ~(binding | (failed["kommune_share_max"] & here) | (failed["local_share_min"] & ~milder))


def _judged(left: Any, is_open: Any, applies: Any, known: Any) -> tuple[Any, Any]:
    outcome = np.where(left >= 0, PASSED, FAILED)
    outcome = np.where(is_open | ~known, UNVERIFIED, outcome)
    outcome = np.where(applies, outcome, NOT_APPLICABLE).astype(np.int8)
    return outcome, np.where((outcome == PASSED) | (outcome == FAILED), left, NO_MARGIN)


def _known(day: Any, spans: "Sequence[tuple[str, str]]") -> Any:
    return np.any([(day >= np.datetime64(first)) & (day <= np.datetime64(last)) for first, last in spans], axis=0)


def _date(places: Any, days: list[str]) -> Any:
    return np.array([*days, "NaT"], "datetime64[D]")[places]


def _days_left(start: Any, end: Any) -> Any:
    """Return how many days are left of the 48 months that are usual; every start here is the first of a month."""
    return ((start.astype("datetime64[M]") + 48).astype("datetime64[D]") - 1 - end).astype(np.int64)


def wide(sums: Sums) -> dict[str, Any]:
    """Return the sums for the peers, with open amounts as zero, since the peers have no missing values."""
    return {name: sums.ore[name] for name in ("total", "lbf", "kommune", "housing", "ekstern")}


def four_rules(sums: dict[str, Any]) -> dict[str, Any]:
    """Return whether the four rules of the peers hold, from the wide sums in whole øre."""
    total, local = sums["total"], sums["kommune"] + sums["housing"]
    return {
        "balance": sums["lbf"] + local + sums["ekstern"] == total,
        "lbf at most 75 %": sums["lbf"] * 4 <= total * 3,
        "local at least 25 %": local * 4 >= total,
        "kommune at most 12.5 %": sums["kommune"] * 8 <= total,
    }


def save(portfolio: Portfolio, folder: "Path") -> None:
    """Write the expected results, and the sums for the peers."""
    np.savez(folder / "truth.npz", **truth(portfolio))
    np.savez(folder / "wide.npz", **wide(sums_of(portfolio)))
