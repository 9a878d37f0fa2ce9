"""What contributions under one limit may give together, and joint contributions in gap and finance. Daily."""

from datetime import date
from typing import Any

import pytest

from helhedsplan_finance import Plan
from said import said

pytestmark = pytest.mark.daily

MIO_ORE = 100_000_000


def holbaek() -> Plan:
    """Make the plan of Holbæk (Udvalget for Ældre og Sundhed, 2019-10-28, punkt 93): no payer's amount is published."""
    payers = [("lbf", "lbf"), ("k-besk", "kommune"), ("k-boern", "kommune")]
    payers += [("bolig1", "boligorganisation"), ("bolig2", "boligorganisation")]
    return Plan.model_validate(
        {
            "name": "Ladegårdsparken og Vangkvarteret 2020-2024",
            "kommune": "Holbæk",
            "start": date(2020, 1, 1),
            "end": date(2024, 12, 31),
            "total": "32 mio. kr.",
            "stream": [{"id": id_, "source": source, "name": f"Giver {id_}"} for id_, source in payers],
        }
    )


def test_two_committees_of_one_kommune_may_give_four_mio_together_and_not_each() -> None:
    gap = holbaek().gap()
    together = [(one["streams"], one["more_ore"], one["rule"]) for one in gap.to_dict()["together"]]
    assert together == [(["k-besk", "k-boern"], 4 * MIO_ORE, "kommune.share.max")]  # 12,5 % of 32
    told = said(gap)
    assert "give tilsammen 4 mio. kr. mere: Giver k-besk; Giver k-boern." in told
    assert told.count(" 4 mio. kr.") == 1


def test_finance_says_that_the_kommunes_four_mio_are_one_sum() -> None:
    found = holbaek().finance()
    assert found.amounts["lbf"].ore == 24 * MIO_ORE  # 75 % of 32
    assert found.amounts["k-besk"].ore + found.amounts["k-boern"].ore == 4 * MIO_ORE
    told = {one["rule"]: (one["streams"], one["amount_ore"]) for one in found.to_dict()["together"]}
    assert told == {"kommune.share.max": (["k-besk", "k-boern"], 4 * MIO_ORE)}
    assert "giver tilsammen 4 mio. kr. og deler grænsen" in said(found)
    assert "giver tilsammen 4 mio. kr." in found.to_html("da")


def test_one_under_a_limit_shares_it_with_nobody() -> None:
    plan = holbaek()
    alone = plan.model_copy(update={"streams": tuple(one for one in plan.streams if one.id != "k-boern")})
    assert alone.gap().to_dict()["together"] == []
    assert alone.finance().to_dict()["together"] == []


def in_koebenhavn(*streams: dict[str, Any]) -> Plan:
    named = [{"id": f"s{number}", "name": f"Bidrag {number}"} | one for number, one in enumerate(streams)]
    days = {"start": date(2022, 1, 1), "end": date(2025, 12, 31)}
    return Plan.model_validate(
        {"name": "Delt", "kommune": "København", "total": "40 mio. kr.", **days, "stream": named}
    )


BOTH = ["kommune", "boligorganisation"]


def test_all_of_a_joint_contribution_counts_against_a_limit_of_one_of_its_givers() -> None:
    # The kommune's limit is 5 of 40. All of what it gives with the boligorganisation may be its own, so at most 5.
    found = in_koebenhavn({"source": "lbf"}, {"source": BOTH}, {"source": "boligafdeling"}).finance()
    assert [one.ore // MIO_ORE for one in found.amounts.values()] == [30, 5, 5]
    assert "holder, uanset hvordan Bidrag 1 er fordelt" in said(found)
    assert found.report is not None
    assert found.report.ok
    assert not found.report.unknown_limits


def test_the_room_of_a_joint_contribution_holds_for_every_split() -> None:
    plan = in_koebenhavn({"source": "lbf"}, {"source": BOTH, "amount": "3 mio. kr."}, {"source": "kommune"})
    room = {one["stream"]: one["more_ore"] for one in plan.gap().to_dict()["room"]}
    assert room == {"s0": 30 * MIO_ORE, "s1": 2 * MIO_ORE, "s2": 2 * MIO_ORE}  # 5 - 3


def test_a_joint_amount_that_may_break_a_binding_limit_is_no_financing_and_why_is_told() -> None:
    found = in_koebenhavn({"source": "lbf"}, {"source": BOTH, "amount": "10 mio. kr."}).finance()
    assert found.status == "infeasible"
    assert "skal holde, uanset hvordan Bidrag 1 er fordelt" in said(found)
    assert "kommune.share.max" in {tag.id for tag in found.conflict}


def test_a_joint_source_is_its_own_row_of_a_found_financing() -> None:
    found = in_koebenhavn({"source": "lbf"}, {"source": BOTH}, {"source": "boligafdeling"}).finance()
    assert found.financed is not None
    by_source = found.financed.to_frame().helhedsplan.by_source()
    assert by_source["total"].to_dict() == {
        "lbf": 30 * MIO_ORE,
        "boligafdeling": 5 * MIO_ORE,
        "kommune+boligorganisation": 5 * MIO_ORE,
    }
