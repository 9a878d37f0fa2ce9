"""Every chart of every plan as a parameter: those that hold most in both runs, the others in the deep run alone."""

from collections.abc import Collection
from typing import Any

import pytest

from helhedsplan_finance import Plan
from outputs.charts.extremes import EXTREMES, nineteen_boligafdelinger, twelve_sources, wide_letters, zeros
from places import DATA, PUBLISHED

EVERY = [Plan.from_file(path) for path in PUBLISHED] + list(EXTREMES)
CHARTS = [(plan, chart) for plan in EVERY for chart in plan.plot.charts()]

_CROWDED = {twelve_sources().name, wide_letters().name}
# What these add to the plans above: shares of nearly nothing, rows of no amount, very many homes, very many years.
_EDGES = {
    (EXTREMES[0].name, "payers"),
    (EXTREMES[0].name, "limits"),
    (zeros().name, "areas"),
    (zeros().name, "rent"),
    (nineteen_boligafdelinger().name, "rent"),
    (EXTREMES[-1].name, "financing"),
}
EDGE_PLANS = {Plan.from_file(DATA / "eksempelparken-2022.toml").name, *(plan.name for plan in EXTREMES)}


def named(plan: Plan) -> str:
    return plan.name[:24]


def swept_charts() -> list[Any]:
    return [
        pytest.param(
            (plan, chart),
            id=f"{chart.key}-{named(plan)}",
            marks=() if plan.name in _CROWDED or (plan.name, chart.key) in _EDGES else pytest.mark.deep,
        )
        for plan, chart in CHARTS
    ]


def swept_plans(plans: Collection[Plan], daily: Collection[str]) -> list[Any]:
    """Return plans as parameters, of which the daily run has those with the names given."""
    return [pytest.param(plan, id=named(plan), marks=() if plan.name in daily else pytest.mark.deep) for plan in plans]
