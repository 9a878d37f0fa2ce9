"""Figures that are hardly meant: a note each, with the figure and the likely slip, and no false alarm.

Run: ``pytest tests/rules/test_plausible.py``.
"""

from typing import Any

import pytest

import build
from asking import finding, findings
from helhedsplan_finance import Plan
from places import DATA
from said import said

pytestmark = pytest.mark.daily

LBF = build.stream("lbf", 7_500_000)
# Kolding by hand: 523 + 282 = 805 mio. kr. of 544 homes in 78 months: 805.000.000 / 42.432 = 18.971,53 kr.
KOLDING = build.plan(
    build.stream("lbf", "53 mio. kr."),
    build.stream("boligafdeling", "523 mio. kr.", id="a", name="Støttet realkreditlån"),
    build.stream("boligafdeling", "282 mio. kr.", id="b", name="Ustøttet lån"),
    name="Skovparken, fysisk helhedsplan",
    start="2024-07-01",
    end="2030-12-31",
    total="858 mio. kr.",
    lejemaal=544,
)


def told(plan: Plan) -> dict[str, str]:
    return {one.rule: str(one.message) for one in plan.check().findings if one.rule.startswith("plausible.")}


def test_a_plan_in_thousands_is_asked_about_once() -> None:
    plan = build.plan(build.stream("lbf", 12_500), build.stream("boligorganisation", 1_500), total=14_000)
    notes = told(plan)
    assert list(notes) == ["plausible.thousands"]
    assert (
        "Hele planen er på 14.000 kr. Er beløbene skrevet i 1.000 kr.? Så er den på 14 mio. kr." in notes.popitem()[1]
    )


def test_a_plan_in_millions_is_asked_about() -> None:
    plan = build.plan(build.stream("lbf", 12), build.stream("boligorganisation", 2), total=14)
    assert "Er beløbene skrevet i mio. kr.? Så er den på 14 mio. kr." in told(plan)["plausible.thousands"]


def test_two_sides_in_different_units_are_asked_about() -> None:
    plan = build.plan(build.stream("lbf", 14_000), total=14_000_000)
    assert "omkring tusind gange så meget" in told(plan)["plausible.thousands"]


@pytest.mark.parametrize(
    ("stated", "rule", "says"),
    [
        ({"amount": "0,67 kr."}, "plausible.millions", "Kommune er på 0,67 kr. i alt. Er beløbet skrevet i mio. kr.?"),
        ({"amounts": {"2022": 250, "2023": 250}}, "plausible.small", "Kommune er på 250 kr. om året."),
        ({"amounts": {"2022": 250_000, "2023": 250}}, "plausible.small", "Kommune er på 250 kr. om året."),
        ({"amount": 1_000}, "plausible.small", "Kommune er på 250 kr. om året. Er beløbet skrevet i 1.000 kr.?"),
    ],
)
def test_a_contribution_of_next_to_nothing_is_asked_about(stated: dict[str, Any], rule: str, says: str) -> None:
    notes = told(build.plan(LBF, build.stream("kommune", **stated), total=10_000_000))
    assert list(notes) == [rule]
    assert says in notes[rule]


def test_hours_for_aarsvaerk_are_asked_about() -> None:
    line = build.line("løn", 500_000, unit="årsværk", quantity={"2022": 740})
    assert "Løn har 740 årsværk på et år. Er det timer?" in told(build.plan(costs=[line]))["plausible.staff"]


def test_a_rent_effect_beyond_any_social_plan_is_asked_about() -> None:
    assert "18.971,53 kr. pr. bolig om måneden. Er det lån" in told(KOLDING)["plausible.rent"]


def test_a_physical_plan_is_told_that_the_rules_are_for_boligsociale() -> None:
    one = finding(KOLDING, "plan.physical")
    assert "Reglerne her er for boligsociale helhedsplaner" in str(one.message)
    report = KOLDING.check()
    assert (report.ok, report.state) == (True, "unverified")
    assert "Alle bindende regler er overholdt" not in said(KOLDING)


def test_a_note_binds_nobody_and_names_its_basis() -> None:
    (one,) = findings(build.plan(LBF, total=7_500), "plausible.thousands")
    assert (one.severity, one.outcome, one.binds) == ("info", "passed", False)
    assert "bygger på et skøn" in str(one.message)
    assert "t.kr." in str(one.cure)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: str(path.stem))
def test_no_plan_that_was_published_is_asked_about(path: Any) -> None:
    plan = Plan.from_file(path)
    assert told(plan) == {}
    assert findings(plan, "plan.physical") == []


@pytest.mark.parametrize(
    "stated",
    [
        {"amount": 4_000},  # 1.000 kr. a year is small, and may be meant
        {"amounts": {"2022": 900_000, "2023": 1_000}},
        {"amount": 1, "status": "afslag"},
        {},
    ],
)
def test_small_amounts_that_may_be_meant_are_let_be(stated: dict[str, Any]) -> None:
    assert told(build.plan(LBF, build.stream("kommune", **stated), total=10_000_000)) == {}
