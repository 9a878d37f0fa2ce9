"""A financing of amounts that are not exact says whether their ranges could turn the answer.

The daily run: by hand, 75 % of 30 is 22,5 and 25 % is 7,5.
"""

from typing import Any

import pytest

from helhedsplan_finance import Kroner, Plan
from said import said

pytestmark = pytest.mark.daily


def plan_of(local: str, total: str = "30 mio. kr.", **changed: Any) -> Plan:
    """A plan whose Landsbyggefonden is open."""
    streams = [
        {"id": "lbf", "source": "lbf", "name": "LBF"},
        {"id": "b", "source": "boligorganisation", "name": "B", "amount": local},
    ]
    data = {"name": "P", "start": "2022-01-01", "end": "2025-12-31", "total": total, "stream": streams}
    return Plan.model_validate({**data, **changed})


@pytest.mark.parametrize(
    ("local", "total", "status", "rounding"),
    [
        ("7 mio. kr.", "30 mio. kr.", "infeasible", None),
        ("ca. 7 mio. kr.", "30 mio. kr.", "infeasible", "could_turn"),  # 7,5 would do
        ("ca. 6 mio. kr.", "30 mio. kr.", "infeasible", "stands"),  # 6,5 would not
        ("mindst 7 mio. kr.", "30 mio. kr.", "infeasible", "could_turn"),
        ("6-7 mio. kr.", "30 mio. kr.", "infeasible", "stands"),
        ("6-8 mio. kr.", "30 mio. kr.", "infeasible", "could_turn"),
        ("7,5 mio. kr.", "30 mio. kr.", "optimal", None),
        ("ca. 7,5 mio. kr.", "30 mio. kr.", "optimal", "could_turn"),  # 7,45 is less than a quarter
        ("godt 7,5 mio. kr.", "30 mio. kr.", "optimal", "stands"),
        ("knap 8 mio. kr.", "30 mio. kr.", "optimal", "stands"),  # 7,5–8
        ("op til 8 mio. kr.", "30 mio. kr.", "optimal", "could_turn"),
        ("mindst 8 mio. kr.", "30 mio. kr.", "optimal", "could_turn"),  # 31 would be more than the plan costs
        ("8 mio. kr.", "knap 32 mio. kr.", "optimal", "stands"),  # a quarter of 31,5 is 7,875
        ("8 mio. kr.", "godt 32 mio. kr.", "optimal", "could_turn"),  # a quarter of 32,5 is 8,125
        ("7,5 mio. kr.", "ca. 31 mio. kr.", "infeasible", "stands"),  # a quarter of 30,5 is 7,625
        ("7,7 mio. kr.", "ca. 31 mio. kr.", "infeasible", "could_turn"),
    ],
)
def test_the_answer_says_whether_the_range_could_turn_it(
    local: str, total: str, status: str, rounding: str | None
) -> None:
    found = plan_of(local, total).finance().to_dict()
    assert (found["status"], found.get("rounding")) == (status, rounding)


def test_a_plan_with_lines_has_the_range_in_each_year() -> None:
    line = {"id": "c", "art": "løn", "unit_price": 7_500_000, "quantity": {str(y): 1 for y in range(2022, 2026)}}
    assert plan_of("ca. 7,5 mio. kr.", cost=[line]).finance().rounding == "could turn"
    assert plan_of("knap 8 mio. kr.", cost=[line]).finance().rounding == "stands"
    assert plan_of("ca. 7 mio. kr.", cost=[line]).finance().rounding == "could turn"
    assert plan_of("ca. 6 mio. kr.", cost=[line]).finance().rounding == "stands"


def test_the_caveat_is_said_in_words_and_html() -> None:
    none, found = plan_of("ca. 7 mio. kr.").finance(), plan_of("ca. 7,5 mio. kr.").finance()
    caveat = "Nogle beløb er omtrentlige: inden for deres spænd kan der findes en finansiering."
    assert (caveat in said(none), caveat in none.to_html("da")) == (True, True)
    assert "in a part of their ranges there may be no financing" in said(found, "en")


def test_the_plan_that_is_found_keeps_the_hedges() -> None:
    financed = plan_of("knap 8 mio. kr.", "knap 32 mio. kr.").finance().financed
    assert financed is not None
    assert [one.caveat for one in financed.streams] == [None, "knap"]
    assert financed.total_hedge == "knap"


def test_the_gap_has_a_range() -> None:
    gap = plan_of("ca. 7,5 mio. kr.").gap()
    assert gap.ends == (Kroner("22,45 mio."), Kroner("22,55 mio."))
    assert gap.to_dict()["range_ore"] == [2_245_000_000, 2_255_000_000]
    assert "der mangler mellem 22.450.000 kr. og 22.550.000 kr." in said(gap)
    assert "der mangler 23 mio. kr. eller mindre." in said(plan_of("mindst 7 mio. kr.").gap())
    assert "range_ore" not in plan_of("7 mio. kr.").gap().to_dict()
