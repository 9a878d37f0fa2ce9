"""The rules that are no linear limit: each says what it found, and takes its figures from its record."""

from datetime import date
from typing import Any

import pytest

import build
from asking import findings
from helhedsplan_finance import Plan

pytestmark = pytest.mark.daily


LBF = build.stream("lbf", 75_000, status="tilsagn")


def granted(*streams: dict[str, Any], **stated: Any) -> Plan:
    """Return a plan of 100.000 kr. that has its grant from Landsbyggefonden."""
    return build.plan(*(streams or [LBF]), **{"total": 100_000, **stated})


def line(number: int, area: str | None) -> dict[str, Any]:
    return build.line("løn", 1, id=f"c{number}", indsatsomraade=area)


def test_an_indsatsomraade_that_is_not_the_regimes_is_pointed_out_with_the_nearest() -> None:
    lines = [line(1, "Beskæftigelse"), line(2, "Tryghed og trivsel"), line(3, None)]
    (one,) = findings(granted(costs=lines), "regime.indsatsomraade")
    assert (one.outcome, one.severity) == ("failed", "warning")
    assert one.message.show("da") == (
        "'Tryghed og trivsel' hører ikke til regimet 2019–2026; de kendte indsatsområder er Uddannelse og livschancer, "
        "Beskæftigelse, Kriminalitetsforebyggelse, Sammenhængskraft og medborgerskab."
    )
    assert one.cure is not None
    assert one.cure.show("da").startswith("skriv 'Uddannelse og livschancer' i stedet for 'Tryghed og trivsel'")


@pytest.mark.parametrize(
    ("year", "area", "outcome"),
    [(2022, "beskæftigelse", "passed"), (2016, "Tryghed og trivsel", "passed"), (2012, "Sundhed", "passed")],
)
def test_the_indsatsomraader_are_those_of_the_plans_regime(year: int, area: str, outcome: str) -> None:
    plan = granted(costs=[line(1, area)], as_of=date(year, 1, 1))
    assert [one.outcome for one in findings(plan, "regime.indsatsomraade")] == [outcome]


def test_what_has_no_final_grant_yet_is_said_with_names() -> None:
    streams = [
        LBF,
        build.stream("kommune", 10_000, name="Kommunen", status="søgt"),
        build.stream("ekstern", name="Fonden"),
        build.stream("ekstern", 5, id="nej", status="afslag"),
    ]
    (one,) = findings(granted(*streams), "amounts.secured")
    assert (one.outcome, one.severity) == ("passed", "info")
    assert one.message.show("da") == (
        "Tilsagn: 75.000 kr. · endnu ikke tilsagn: 10.000 kr. · status ikke oplyst: ikke oplyst. "
        "10.000 kr. har endnu ikke endeligt tilsagn: Kommunen. Status er ikke oplyst for Fonden."
    )
    (secured,) = findings(granted(), "amounts.secured")
    assert (secured.message.show("en"), secured.cure) == ("All contributions have their final grant.", None)


def test_the_share_of_hours_and_rooms_is_said_for_information() -> None:
    hours = build.stream("kommune", 25_000, kind="in-kind")
    (one,) = findings(granted(LBF, hours), "in_kind.share")
    assert one.message.show("da").startswith(
        "Timer og lokaler er 25.000 kr. af en finansiering på 100.000 kr., svarende til 25,0 %."
    )
    assert "en regel om deres værdi er ikke fundet" in one.message.show("da")
    assert [one.outcome for one in findings(granted(), "in_kind.share")] == ["not_applicable"]


@pytest.mark.parametrize(
    ("as_of", "outcome", "says"),
    [
        (None, "passed", "skal arbejdet begynde senest 1. januar 2021"),
        (date(2022, 6, 1), "passed", "skal arbejdet begynde senest 1. januar 2021"),
        (date(2021, 1, 1), "unverified", "Tidligst kendt: 12 måneder, fra 7. april 2021"),
        (date(2021, 6, 1), "failed", "Der er kun 7 måneder fra 1. juni 2021 til start 1. januar 2022"),
    ],
)
def test_the_lead_time_before_the_start(as_of: date | None, outcome: str, says: str) -> None:
    (one,) = findings(granted(as_of=as_of, stage="ansøgning"), "lead.time")
    assert (one.outcome, one.severity) == (outcome, "info")
    assert says in one.message.show("da")


def test_there_is_time_enough() -> None:
    plan = granted(start=date(2024, 1, 1), end=date(2027, 12, 31), as_of=date(2023, 1, 1))
    (one,) = findings(plan, "lead.time")
    assert (one.outcome, "Der er 12 måneder fra 1. januar 2023" in one.message.show("da")) == ("passed", True)


def test_a_granted_plan_has_no_lead_time() -> None:
    (one,) = findings(granted(stage="tilsagn"), "lead.time")
    assert one.message.show("en") == "The rule is for the stage overslag, ansøgning alone."


def test_a_plan_at_the_end_of_the_calendar_is_no_crash() -> None:
    for start, end in ((date(1, 1, 1), date(1, 12, 31)), (date(9990, 1, 1), date(9998, 12, 31))):
        report = granted(start=start, end=end).check(as_of=date(2022, 1, 1), project_rules=True)
        assert report.to_dict()["findings"]


def test_information_is_no_verdict() -> None:
    words = {one.rule: one.word("da") for one in granted().check().findings if one.severity == "info"}
    assert words["regime.frame"] == "INFO"
    assert words["amounts.secured"] == "INFO"


@pytest.mark.parametrize(("kommune", "near"), [("Købehavn", True), ("Kobenhavn", False), ("Køge", False)])
def test_a_kommune_that_is_nearly_one_with_rules_of_its_own_is_said(kommune: str, near: bool) -> None:
    plan = build.plan(kommune=kommune)
    told = findings(plan, "plan.kommune")
    assert bool(told) is near
    if near:
        assert str(told[0].message) == (
            "Kommunen 'Købehavn' ligner København, som har egne regler; med det navn er de ikke med."
        )


def test_nothing_is_said_of_price_years_where_no_line_has_one() -> None:
    assert not findings(build.plan(costs=[build.line("løn", 100)]), "cost.price_year")


@pytest.mark.parametrize(
    ("stated", "outcome", "said"),
    [
        ({"price_year": 2021}, "failed", "Prisår uden indeks (løn; poster: 1): prisen føres ikke frem"),
        ({"price_year": 2021, "index": "løn"}, "passed", "Hver post med et prisår har et indeks."),
    ],
)
def test_a_price_year_needs_an_index(stated: dict[str, Any], outcome: str, said: str) -> None:
    (found,) = findings(build.plan(costs=[build.line("løn", 100, **stated)]), "cost.price_year")
    assert found.outcome == outcome
    assert found.message.show("da").startswith(said)
