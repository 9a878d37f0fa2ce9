"""A contribution of several givers: verdicts are settled only where they hold for every split. Daily."""

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import Finding, Plan
from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.record import Relation
from helhedsplan_finance.rules.verdict import compare

pytestmark = pytest.mark.daily

MIO = 1_000_000


def plan_of(*given: tuple[Any, Any], total: int = 40 * MIO, **more: Any) -> Plan:
    """Make a plan of four years from sources and amounts; ``None`` is an amount that is not stated."""
    streams = [
        {"id": f"s{number}", "source": source, "name": f"Bidrag {number}"} | ({"amount": amount} if amount else {})
        for number, (source, amount) in enumerate(given)
    ]
    known = {"name": "Delt", "kommune": "Kolding", "start": date(2022, 1, 1), "end": date(2025, 12, 31)}
    return Plan.model_validate({**known, "total": total, "stream": streams, **more})


def finding(plan: Plan, rule: str) -> Finding:
    return next(one for one in plan.check().findings if one.rule == rule)


BOTH = ["kommune", "boligorganisation"]


def test_it_counts_in_full_where_all_its_givers_count() -> None:
    local = finding(plan_of(("lbf", 30 * MIO), (BOTH, 10 * MIO)), "local.share.min")
    assert (local.outcome, local.margin_ore, local.to_dict()["measured"]) == ("passed", 0, "1/4")
    assert "split" not in local.to_dict()


def test_ten_of_forty_may_be_nought_or_a_quarter_of_the_kommune() -> None:
    kommune = finding(plan_of(("lbf", 30 * MIO), (BOTH, 10 * MIO)), "kommune.share.max")
    assert kommune.outcome == "unverified"
    assert kommune.to_dict()["split"] == {  # 12,5 % of 40 mio. is 5 mio.
        "streams": ["s1"],
        "measured": ["0", str(10 * MIO * 100)],
        "margin_ore": [-5 * MIO * 100, 5 * MIO * 100],
    }
    said = kommune.message.show("da")
    assert "mellem 0 kr. og 10 mio. kr. af 40 mio. kr." in said
    assert "mellem 0,0 % og 25,0 %" in said
    assert "det afhænger af fordelingen af Bidrag 1, som ikke er oplyst" in said
    assert "fra 5 mio. kr. for meget til 5 mio. kr. op til grænsen" in said


def test_within_the_limit_at_most_it_is_settled_and_the_margin_is_the_least() -> None:
    plan = plan_of(("lbf", 30 * MIO), ("boligafdeling", 6 * MIO), (BOTH, 4 * MIO))
    kommune = finding(plan, "kommune.share.max")
    assert (kommune.outcome, kommune.margin_ore) == ("passed", 1 * MIO * 100)  # 5 - 4
    assert kommune.to_dict()["split"]["margin_ore"] == [1 * MIO * 100, 5 * MIO * 100]
    assert "uanset hvordan Bidrag 2 er fordelt" in kommune.message.show("da")


def test_beyond_the_limit_at_least_it_is_settled_and_the_breach_is_the_least() -> None:
    plan = plan_of(("lbf", 28 * MIO), ("kommune", 8 * MIO), (BOTH, 4 * MIO), kommune="København")
    kommune = finding(plan, "kommune.share.max")
    assert (kommune.outcome, kommune.severity, kommune.margin_ore) == ("failed", "error", -3 * MIO * 100)  # 5 - 8
    assert kommune.to_dict()["split"]["margin_ore"] == [-7 * MIO * 100, -3 * MIO * 100]
    assert kommune.cure is not None
    assert "3 mio. kr." in kommune.cure.show("da")


def test_a_quarter_with_money_of_others_is_settled_by_no_split() -> None:
    # 30 of 40 from LBF; 10 from boligorganisation and a fond together: local is between 0 and 10, and 10 is needed.
    local = finding(plan_of(("lbf", 30 * MIO), (["boligorganisation", "ekstern"], 10 * MIO)), "local.share.min")
    assert local.outcome == "unverified"
    assert "fra 10 mio. kr. for lidt til 0 kr. mere end krævet" in local.message.show("da")


def test_an_open_joint_amount_keeps_the_kommune_open_and_the_name_is_told() -> None:
    plan = plan_of(("lbf", 30 * MIO), (BOTH, None))
    assert finding(plan, "kommune.share.max").outcome == "unverified"
    assert "Bidrag 1" in finding(plan, "kommune.share.max").message.show("da")
    assert finding(plan, "local.share.min").outcome == "unverified"


def test_an_approximate_joint_amount_is_held_against_the_end_that_decides() -> None:
    # "ca. 5 mio." lies between 4,5 and 5,5; all of it may be the kommune's, whose limit is 5: that could turn.
    plan = plan_of(("lbf", 30 * MIO), ("boligafdeling", 5 * MIO), (BOTH, "ca. 5 mio. kr."))
    assert finding(plan, "kommune.share.max").rounding == "could turn"
    # "ca. 4 mio." is at most 4,5.
    plan = plan_of(("lbf", 30 * MIO), ("boligafdeling", 6 * MIO), (BOTH, "ca. 4 mio. kr."))
    assert finding(plan, "kommune.share.max").rounding == "stands"


def test_a_rule_that_asks_for_a_giver_applies_where_it_gives_with_others() -> None:
    plan = plan_of((["lbf", "ekstern"], 30 * MIO), ("kommune", 10 * MIO))
    assert finding(plan, "lbf.share.max").outcome == "passed"  # between 0 and 30 of 40, at most 30


small = st.integers(0, 12)
givers = st.sampled_from(
    [["kommune", "boligorganisation"], ["boligorganisation", "ekstern"], ["lbf", "kommune"], ["kommune", "ekstern"]]
)


@given(small, small, small, givers, small, st.integers(1, 30))
def test_a_verdict_is_settled_exactly_where_every_split_agrees(
    lbf: int, kommune: int, bolig: int, joint: list[str], shared: int, total: int
) -> None:
    """Brute force: the same plan with the joint amount split in every way, as plans of single givers."""
    single = [("lbf", lbf), ("kommune", kommune), ("boligorganisation", bolig), ("ekstern", 0)]
    plan = plan_of(*[(who, f"{amount},00 kr.") for who, amount in single], (joint, f"{shared},00 kr."), total=total)
    reports = []
    for part in range(shared + 1):
        split = [(joint[0], f"{part},00 kr."), (joint[1], f"{shared - part},00 kr.")]
        whole = plan_of(*[(who, f"{amount},00 kr.") for who, amount in single], *split, total=total)
        reports.append({one.rule: one for one in whole.check().findings})
    for rule in ("lbf.share.max", "kommune.share.max", "balance.plan", "local.share.min"):
        outcomes = {report[rule].outcome for report in reports}
        told = finding(plan, rule).outcome
        if told in {"passed", "failed"}:
            assert {told} == outcomes
        elif told == "unverified":
            assert len(outcomes) > 1


@pytest.mark.parametrize("relation", ["at most", "at least", "equal"])
def test_every_end_of_measure_and_base_is_looked_at(relation: Relation) -> None:
    for value, more, whole, extra in product(range(4), range(3), range(4), range(3)):
        verdict = compare(relation, Measured(value, undecided=more), Fraction(1, 2), Measured(whole, undecided=extra))
        every = {
            compare(relation, Measured(value + one), Fraction(1, 2), Measured(whole + other)).outcome
            for one in range(more + 1)
            for other in range(extra + 1)
        }
        if verdict.outcome == "unverified":
            # Between two whole øre an equality may be passed over: then it is not said to fail.
            assert len(every) > 1 or relation == "equal"
        else:
            assert {verdict.outcome} == every
