"""Charts side by side in axes that share a scale: whichever is drawn last, none is cut off."""

from collections.abc import Callable
from functools import cache
from itertools import permutations

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import build
from helhedsplan_finance import Plan, compare, draw_comparison, draw_plans, draw_tornado, sensitivity

pytestmark = pytest.mark.daily


def _plan(lbf: int, kommune: int, *, afdelinger: int = 2) -> Plan:
    """Return a plan of one year that has what each chart draws."""
    return build.plan(
        build.stream("lbf", amounts={"2022": lbf}),
        build.stream("kommune", amounts={"2022": kommune}),
        build.stream("boligafdeling", amounts={"2022": kommune}),
        costs=[build.line("løn", lbf), build.line("aktiviteter", 2 * kommune, indsatsomraade="Tryghed")],
        end="2022-12-31",
        boligafdeling=[
            {"id": str(at), "name": f"A{at}", "lejemaal": 10, "rent_m2": 900, "m2": 700} for at in range(afdelinger)
        ],
    )


SMALL, LARGE = _plan(3_000_000, 500_000), _plan(90_000_000, 20_000_000, afdelinger=4)
CHARTS: dict[str, Callable[[Plan, Axes], Axes]] = {
    "financing": lambda plan, ax: plan.plot.financing(ax),
    "payers": lambda plan, ax: plan.plot.payers(ax),
    "areas": lambda plan, ax: plan.plot.areas(ax),
    "arts": lambda plan, ax: plan.plot.arts(ax),
    "limits": lambda plan, ax: plan.plot.limits(ax),
    "rent": lambda plan, ax: plan.plot.rent(ax),
    "grid": lambda plan, ax: plan.plot.grid(ax),
    "waterfall": lambda plan, ax: plan.plot.waterfall(SMALL, ax=ax),
    "tornado": lambda plan, ax: draw_tornado(sensitivity(plan), ax),
    "plans": lambda plan, ax: draw_plans([plan, plan], ax),
    "comparison": lambda plan, ax: draw_comparison(compare(SMALL, plan), ax),
}


@cache
def _drawn(chart: str, plans: tuple[Plan, ...], *, shared: bool) -> list[tuple[list[float], list[float]]]:
    """Return how far the two axes of each chart reach, the charts side by side."""
    axes = Figure(figsize=(18, 5)).subplots(1, 2, sharex=shared, sharey=shared)
    for plan, ax in zip(plans, axes, strict=True):
        CHARTS[chart](plan, ax)
    return [(sorted(ax.get_xlim()), sorted(ax.get_ylim())) for ax in axes]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("order", list(permutations([SMALL, LARGE])), ids=["small first", "large first"])
def test_the_larger_limit_holds_in_axes_that_share_it(chart: str, order: tuple[Plan, Plan]) -> None:
    alone = _drawn(chart, (SMALL, LARGE), shared=False)
    widest = [[min(low for low, _ in both), max(high for _, high in both)] for both in zip(*alone, strict=True)]

    for shown in _drawn(chart, order, shared=True):
        assert widest == [pytest.approx(one) for one in shown]


@pytest.mark.parametrize("order", list(permutations([SMALL, LARGE])), ids=["small first", "large first"])
def test_no_bar_of_the_financing_is_cut_off(order: tuple[Plan, Plan]) -> None:
    axes = Figure(figsize=(12, 4)).subplots(1, 2, sharey=True)
    for plan, ax in zip(order, axes, strict=True):
        plan.plot.financing(ax)

    assert all(ax.get_ylim()[1] > 130 for ax in axes)  # 90 + 20 + 20 mio. kr.


def test_axes_that_share_nothing_keep_their_own_limits() -> None:
    small, large = Figure(figsize=(12, 4)).subplots(1, 2)
    SMALL.plot.financing(small)
    LARGE.plot.financing(large)

    assert small.get_ylim()[1] < 5 < 130 < large.get_ylim()[1]
