"""What one year has too much of and another lacks is one thing to do, not two that contradict."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import Plan

pytestmark = pytest.mark.daily


def plan_by_year(costs: dict[int, int], given_: dict[int, int]) -> Plan:
    data: dict[str, Any] = {
        "name": "FIKTIV",
        "start": f"{min(costs)}-01-01",
        "end": f"{max(costs)}-12-31",
        "stream": [{"id": "lbf", "source": "lbf", "name": "LBF", "amounts": {str(y): k for y, k in given_.items()}}],
        "cost": [{"id": "c", "art": "løn", "quantity": {str(y): k for y, k in costs.items()}, "unit_price": 1}],
    }
    return Plan.model_validate(data)


def cures(plan: Plan, lang: Any = "da") -> dict[str, str]:
    found = (one for one in plan.check().failed if one.rule == "balance.year")
    return {one.where: one.cure.show(lang) if one.cure else "" for one in found}


def test_unspent_money_is_carried_to_the_year_that_lacks_it() -> None:
    plan = plan_by_year({2018: 900_000, 2019: 1_100_000}, {2018: 1_000_000, 2019: 1_000_000})
    words = "overfør 100.000 kr. fra 2018 til 2019"
    assert cures(plan) == {"2018": words, "2019": words}
    assert set(cures(plan, "en").values()) == {"carry DKK 100,000 over from 2018 to 2019"}


def test_money_of_a_later_year_is_brought_forward() -> None:
    plan = plan_by_year({2018: 1_100_000, 2019: 900_000}, {2018: 1_000_000, 2019: 1_000_000})
    assert set(cures(plan).values()) == {"fremryk 100.000 kr. fra 2019 til 2018"}


def test_what_no_other_year_has_is_still_to_be_found() -> None:
    # 100.000 too much in 2018; 150.000 and 20.000 lacking after it. 2019 takes all of it, and lacks 50.000 still.
    plan = plan_by_year({2018: 900_000, 2019: 650_000, 2020: 520_000}, {2018: 1_000_000, 2019: 500_000, 2020: 500_000})
    assert cures(plan) == {
        "2018": "overfør 100.000 kr. fra 2018 til 2019",
        "2019": "overfør 100.000 kr. fra 2018 til 2019, og hæv finansieringen med 50.000 kr.",
        "2020": "hæv finansieringen med 20.000 kr., eller sænk årets udgifter med 20.000 kr.",
    }


def test_a_year_alone_keeps_its_own_cure() -> None:
    plan = plan_by_year({2018: 900_000, 2019: 500_000}, {2018: 1_000_000, 2019: 500_000})
    assert "overfør" not in cures(plan)["2018"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_doing_what_the_cures_say_leaves_years_off_in_one_direction_alone(years: list[tuple[int, int]]) -> None:
    costs = {2018 + place: cost * 100_000 for place, (cost, _) in enumerate(years)}
    money = {2018 + place: given_ * 100_000 for place, (_, given_) in enumerate(years)}
    found = cures(plan_by_year(costs, money))
    off = {year: money[year] - costs[year] for year in costs}
    for text in {part for cure in found.values() for part in cure.split(", ") if " fra 20" in part}:
        words = text.removeprefix("og ").split()
        amount, spare, lacking = int(text.split(" kr.")[0].split()[-1].replace(".", "")), *map(int, words[-3::2])
        off[spare] -= amount
        off[lacking] += amount
    assert all(one >= 0 for one in off.values()) or all(one <= 0 for one in off.values())
