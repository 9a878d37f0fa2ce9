"""Money that is tied to lines finds a line: a fond cannot pay rooms that are stood for, nor more than its lines."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import CalculationError, Kroner, Plan
from helhedsplan_finance.calculators.financing.earmarks import MOST_SETS, earmarks_of

pytestmark = pytest.mark.daily


def plan_of_year(costs: dict[str, tuple[str, int]], *streams: dict[str, Any]) -> Plan:
    lines = [
        {"id": id_, "art": art, "quantity": {"2022": 1}, "unit_price": kroner} for id_, (art, kroner) in costs.items()
    ]
    given_ = [{"source": "ekstern", "name": one["id"], **one} for one in streams]
    data = {"name": "FIKTIV", "start": "2022-01-01", "end": "2022-12-31", "cost": lines, "stream": given_}
    return Plan.model_validate(data)


def test_a_fond_cannot_pay_rooms_that_are_stood_for() -> None:
    # 500 of activities and 300 of rooms; 300 of rooms are given: a fond that pays no wages has 500 left to pay.
    plan = plan_of_year(
        {"leder": ("løn", 1_000), "tur": ("aktiviteter", 500), "hus": ("lokaler", 300)},
        {"id": "lokaler", "source": "boligorganisation", "kind": "in-kind", "pays": ["hus"], "amount": 300},
        {"id": "fond", "excludes": ["løn"]},
        {"id": "kommune", "source": "kommune"},
    )
    found = plan.finance(["least-local"])
    assert found.amounts["fond"] == Kroner(500)
    assert [one.more for one in plan.gap().room if one.stream.id == "fond"] == [Kroner(500)]


def test_a_tied_contribution_gives_at_most_what_its_lines_cost() -> None:
    plan = plan_of_year(
        {"job": ("aktiviteter", 400), "leder": ("løn", 600)},
        {"id": "fond", "pays": ["job"]},
        {"id": "kommune", "source": "kommune"},
    )
    assert plan.finance(["least-local"]).amounts == {"fond": Kroner(400), "kommune": Kroner(600)}


LINE_SETS = st.lists(
    st.tuples(st.frozensets(st.sampled_from("abc"), min_size=1), st.integers(0, 9)), min_size=1, max_size=4
)


@given(LINE_SETS, st.tuples(*[st.integers(0, 9)] * 3))
def test_money_within_every_earmark_finds_its_lines_by_brute_force(
    tied: list[tuple[frozenset[str], int]], costs: tuple[int, int, int]
) -> None:
    lines = dict(zip("abc", costs, strict=True))
    plan = plan_of_year(
        {id_: ("løn", kroner) for id_, kroner in lines.items()},
        *({"id": f"s{number}", "pays": sorted(may)} for number, (may, _) in enumerate(tied)),
    )
    within = all(
        sum(tied[int(id_[1:])][1] for id_ in one.ids) <= sum(lines[id_] for id_ in one.lines)
        for one in earmarks_of(plan, plan.streams)
    )
    assert within is _can_be_placed(tied, lines)


def _can_be_placed(tied: list[tuple[frozenset[str], int]], lines: dict[str, int]) -> bool:
    """Try every way of handing out one contribution after another; the states are what each line still costs."""
    states = {tuple(lines.values())}
    for may, amount in tied:
        following = set()
        for state in states:
            ranges = [range(min(left, amount) + 1 if id_ in may else 1) for id_, left in zip(lines, state, strict=True)]
            following |= {
                tuple(left - paid for left, paid in zip(state, way, strict=True))
                for way in product(*ranges)
                if sum(way) == amount
            }
        states = following
    return bool(states)


def test_earmarks_that_overlap_without_end_are_refused_with_how_many_there_may_be() -> None:
    costs = {f"c{number}": ("løn", 1) for number in range(MOST_SETS + 2)}
    ids = list(costs)
    tied = [{"id": f"s{number}", "pays": ids[number : number + 2]} for number in range(MOST_SETS + 1)]
    with pytest.raises(CalculationError, match=f"højst {MOST_SETS}"):
        plan_of_year(costs, *tied).finance()


def test_many_contributions_that_are_tied_apart_are_no_trouble() -> None:
    costs = {f"c{number}": ("løn", 1) for number in range(40)}
    plan = plan_of_year(costs, *({"id": f"s{number}", "pays": [f"c{number}"]} for number in range(40)))
    assert len(list(earmarks_of(plan, plan.streams))) == 40
