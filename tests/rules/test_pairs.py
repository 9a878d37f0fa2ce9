"""Hours and rooms equal the lines that they pay, in every year; where they do not, or name none, that is a finding."""

from typing import Any

import pytest

from helhedsplan_finance import Plan, PlanError
from helhedsplan_finance.rules.finding import Finding

pytestmark = pytest.mark.daily

HOURS: dict[str, Any] = {
    "id": "timer",
    "source": "kommune",
    "name": "Kommunens timer",
    "kind": "in-kind",
    "pays": ["konsulent"],
    "amounts": {"2022": 270_000, "2023": 270_000},
}
LINES: list[dict[str, Any]] = [
    {
        "id": "konsulent",
        "activity": "Jobkonsulent",
        "art": "løn",
        "quantity": {"2022": "0,5", "2023": "0,5"},
        "unit_price": 540_000,
    },
    {"id": "leder", "art": "løn", "quantity": {"2022": 1}, "unit_price": 600_000},
]


def plan_with(*streams: dict[str, Any], costs: Any = LINES) -> Plan:
    data = {"name": "FIKTIV", "start": "2022-01-01", "end": "2023-12-31", "stream": list(streams), "cost": costs}
    return Plan.model_validate(data)


def pairs_in(plan: Plan) -> Finding:
    (one,) = found_in(plan)
    return one


def found_in(plan: Plan) -> list[Finding]:
    return [one for one in plan.check().findings if one.rule == "in_kind.pays"]


def test_hours_that_equal_their_line_in_every_year_are_in_order() -> None:
    one = pairs_in(plan_with(HOURS))
    assert (one.outcome, one.cure) == ("passed", None)


def test_hours_that_differ_from_their_line_in_a_year_are_a_finding_with_the_year_and_both_figures() -> None:
    one = pairs_in(plan_with({**HOURS, "amounts": {"2022": 270_000, "2023": 250_000}}))
    assert (one.outcome, one.severity) == ("failed", "warning")
    assert one.message.show("da") == (
        "I 2023 er Kommunens timer sat til 250.000 kr., men posterne (Jobkonsulent) koster 270.000 kr.: "
        "en forskel på 20.000 kr."
    )
    assert one.cure is not None
    assert one.cure.show("da") == "ret bidraget eller posten, så de to beløb er ens i hvert år"


def test_two_contributions_of_hours_for_one_line_are_held_against_it_together() -> None:
    half = {"2022": 135_000, "2023": 135_000}
    both = [{**HOURS, "amounts": half}, {**HOURS, "id": "flere", "name": "Flere timer", "amounts": half}]
    assert pairs_in(plan_with(*both)).outcome == "passed"


def test_hours_that_name_no_line_are_told_what_to_write() -> None:
    one = pairs_in(plan_with({**HOURS, "pays": []}))
    assert one.outcome == "failed"
    assert one.cure is not None
    assert "under Dækker poster på Kilder" in one.cure.show("da")


@pytest.mark.parametrize(
    ("stream", "costs", "said"),
    [
        (
            {"pays": ["konsulenten"]},
            LINES,
            (
                "'konsulenten' er ingen budgetlinje; er linjen slettet, så slet den også her, "
                "og ellers skriv en af linjerne, for eksempel 'konsulent'"
            ),
        ),
        ({"excludes": ["løn"]}, LINES, "bidraget dækker linjen 'konsulent', men må ikke betale løn"),
        ({}, [], "planen har ingen budgetlinjer, som bidraget kan dække"),
    ],
)
def test_a_line_that_is_not_there_or_may_not_be_paid_is_refused_at_its_place(
    stream: dict[str, Any], costs: Any, said: str
) -> None:
    with pytest.raises(PlanError) as caught:
        plan_with({**HOURS, **stream}, costs=costs)
    (fault,) = caught.value.faults
    assert (fault.where, said in fault.what.show("da")) == ("stream 1 'timer' › pays", True)
