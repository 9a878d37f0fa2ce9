"""The course over months and quarters of the case on paper, see ``a_case``; the day is 30 June 2025.

The budget of 2025 is 550 (leder 400, cafe 100, lokaler 50): 137,5 a quarter. Spent are 200 in March and 20 in June.
Expected are leder 400, cafe 40 and lokaler 75, so that 200, 20 and 75 are left for six months: 147,5 a quarter.
In 2026 the plan ends on 30 June: 60 on two quarters. In 2023 7,5 are not placed, in May.
"""

import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.followup.a_case import FIRST, a_case, a_plan, posting, postings
from calculators.followup.test_follow_up import FORECASTS, found
from helhedsplan_finance.calculators.followup.course import Stretch, months_of, quarters_of, spread
from helhedsplan_finance.calculators.followup.follow_up import FollowUp, follow_up
from helhedsplan_finance.calculators.followup.full_time import average_full_time
from helhedsplan_finance.values.periods import Period

pytestmark = pytest.mark.daily

T = 100_000  # øre of a thousand kroner


def told(stretches: tuple[Stretch, ...]) -> list[tuple[int, int, int, int]]:
    return [(one.budget, one.spent, one.expected, one.deviation) for one in stretches]


def test_the_quarters_of_the_year_of_the_day() -> None:
    by_hand = [(137.5, 200, 200, 62.5), (137.5, 20, 20, -117.5), (137.5, 0, 147.5, 10), (137.5, 0, 147.5, 10)]
    assert told(quarters_of(found(), 2025)) == [tuple(round(one * T) for one in figures) for figures in by_hand]


def test_a_year_that_has_ended_expects_what_was_spent() -> None:
    # 590 of 2023: 147,5 a quarter. Spent are 410 in March, 120 in April, 7,5 unplaced in May and 50 in December.
    by_hand = [(147.5, 410, 410, 262.5), (147.5, 127.5, 127.5, -20), (147.5, 0, 0, -147.5), (147.5, 50, 50, -97.5)]
    assert told(quarters_of(found(), 2023)) == [tuple(round(one * T) for one in figures) for figures in by_hand]


def test_a_year_of_which_the_plan_has_six_months_falls_on_them() -> None:
    assert told(quarters_of(found(), 2026)) == [(30 * T, 0, 30 * T, 0)] * 2 + [(0, 0, 0, 0)] * 2


def test_the_months_add_up_to_the_years() -> None:
    follow = found()
    months = months_of(follow)
    assert len(months) == 5 * 12
    assert sum(one.budget for one in months) == follow.totals["corrected"] == 2_200 * T
    assert sum(one.spent for one in months) == follow.totals["spent"] == 180_750_000
    assert sum(one.expected for one in months) == sum(one.expected for one in follow.lines) + follow.unplaced_ore


def test_a_year_falls_first_on_its_quarters_and_then_on_their_months() -> None:
    # 100,00 kr.: 25,00 a quarter, and 8,34 + 8,33 + 8,33 within it.
    months = dict(spread(10_000, datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)))
    assert months == {month: 834 if month % 3 == 1 else 833 for month in range(1, 13)}


def test_a_month_begun_counts_by_its_days() -> None:
    # 16 to 30 June is half of it, and July whole: of 3,00 kr. 1,00 and 2,00.
    assert dict(spread(300, datetime.date(2024, 6, 16), datetime.date(2024, 7, 31))) == {6: 100, 7: 200}


def test_a_line_that_states_its_months_falls_on_them() -> None:
    plan = a_plan()
    leader = plan.costs[0].model_copy(update={"start": datetime.date(2025, 10, 1)})
    late = plan.model_copy(update={"costs": (leader, *plan.costs[1:])})
    quarters = quarters_of(follow_up(a_case(FIRST, plan=late), [], "2025-06-30"), 2025)
    # leder is 3/12 of 400, in the last quarter alone; the others have 37,5 in each.
    assert [one.budget for one in quarters] == [3_750_000, 3_750_000, 3_750_000, 13_750_000]


def test_what_is_expected_on_the_last_day_of_a_year_falls_in_its_last_month() -> None:
    follow = follow_up(a_case(), postings(), "2025-12-31")
    (december,) = (one for one in months_of(follow) if (one.year, one.number) == (2025, 12))
    assert (december.spent, december.expected) == (0, 330 * T)  # 550 less the 220 that are spent


def test_a_posting_without_a_date_is_in_no_month() -> None:
    lost = posting("2022-01-01", 30, "cafe", date=None)
    follow = follow_up(a_case(FIRST), [lost], "2025-06-30")
    assert sum(one.spent for one in months_of(follow)) == 0
    assert follow.totals["spent"] == 3_000


@given(
    st.integers(-(10**9), 10**9),
    st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)),
    st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)),
)
def test_a_spread_amount_adds_up(ore: int, one: datetime.date, other: datetime.date) -> None:
    first, last = min(one, other), max(one, other)
    parts = dict(spread(ore, first, last))
    assert sum(parts.values()) == ore
    assert all(first.month <= month <= last.month for month in parts)


def staffed(**stated: Any) -> FollowUp:
    plan = a_plan()
    leader = plan.costs[0].model_copy(update={"unit": "årsværk"})
    return follow_up(
        a_case(plan=plan.model_copy(update={"costs": (leader, *plan.costs[1:])}), **stated), [], "2025-06-30"
    )


def test_full_time_staff_is_averaged_over_the_years_and_money_summed() -> None:
    follow = staffed(**FORECASTS)
    # 1 årsværk in each of four years, and none in the half of 2026: 4 over 4½ years.
    assert follow.to_dict()["full_time"] == {
        "by_year": {"2022": "1", "2023": "1", "2024": "1", "2025": "1", "2026": "0"},
        "average": str(Fraction(8, 9)),
    }
    assert follow.totals["corrected"] == 2_200 * T


def test_a_year_of_which_the_plan_has_a_part_counts_by_its_months() -> None:
    period = Period(datetime.date(2024, 1, 1), datetime.date(2025, 6, 30))
    assert average_full_time({2024: Fraction(1), 2025: Fraction(1, 2)}, period) == 1


def test_a_plan_without_full_time_staff_states_none() -> None:
    assert found().to_dict()["full_time"] is None


def test_the_quarters_are_in_the_data() -> None:
    quarters = found().to_dict()["quarters"]
    assert quarters[2] == {
        "year": 2025,
        "quarter": 3,
        "corrected_ore": 13_750_000,
        "spent_ore": 0,
        "expected_ore": 14_750_000,
        "deviation_ore": 1_000_000,
    }
