"""A public budget before and after tender, post by post: the second version replaces the first.

The amounts are those of the agenda, in kroner; the line for fees is cut off in the stored text and left out of both.

                              skema A      skema B       change
    Grundkøbesum            4.740.000    4.560.000     -180.000
    Øvrige grundudgifter    3.915.000    3.200.000     -715.000
    Entrepriseudgifter     42.995.000   45.316.000    2.321.000
    Omkostninger            9.228.000    8.770.000     -458.000
                           60.878.000   61.846.000      968.000
"""

import datetime

import pytest

from helhedsplan_finance import Case
from places import DATA

pytestmark = pytest.mark.daily

KR = 100
POSTS = {
    "Grundkøbesum": (4_740_000, 4_560_000, -180_000),
    "Øvrige grundudgifter": (3_915_000, 3_200_000, -715_000),
    "Entrepriseudgifter": (42_995_000, 45_316_000, 2_321_000),
    "Omkostninger": (9_228_000, 8_770_000, -458_000),
}


@pytest.fixture
def case() -> Case:
    return Case.from_file(DATA / "sag-holstebro" / "sag.toml")


@pytest.mark.parametrize("name", POSTS)
def test_each_post_is_the_one_of_the_agenda(case: Case, name: str) -> None:
    (line,) = (one for one in case.follow_up("2018-05-15").lines if one.name == name and one.year == 2018)
    was, now, change = (kroner * KR for kroner in POSTS[name])
    assert (line.original, line.corrected, line.corrected - line.original) == (was, now, change)


def test_skema_b_replaces_skema_a_and_is_not_added_to_it(case: Case) -> None:
    totals = case.follow_up("2018-05-15").totals
    assert (totals["original"], totals["corrected"]) == (60_878_000 * KR, 61_846_000 * KR)
    assert totals["corrected"] - totals["original"] == 968_000 * KR


def test_the_day_before_the_meeting_the_corrected_budget_is_the_original(case: Case) -> None:
    original, corrected = case.versions.on(datetime.date(2018, 5, 14))
    assert (original.nr, corrected.nr) == (1, 1)
    assert sum(corrected.costs.values()) == 60_878_000 * KR
