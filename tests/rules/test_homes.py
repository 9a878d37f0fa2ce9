"""What keeps boligafdelinger from paying is a finding of the check, the same that the workbook checks of itself."""

from typing import Any

import pytest
from hypothesis import given

import build
from asking import refusal
from helhedsplan_finance import CalculationError, Plan, PlanError
from helhedsplan_finance.rules.finding import Finding
from runs import repeated
from strategies import contested_plans

pytestmark = pytest.mark.daily

HOMES: list[dict[str, Any]] = [
    {"id": "a", "name": "A", "lejemaal": 100, "m2": 8_000},
    {"id": "b", "name": "B", "lejemaal": 300, "m2": 24_000},
]
HOUSING = build.stream("boligafdeling", amounts={"2022": 100_000})


def paying(*streams: Any, homes: Any = HOMES, **stated: Any) -> Plan:
    """Return a plan of one year and 400.000 kr., of which the boligafdelinger give 100.000."""
    given_ = (build.stream("lbf", 300_000), *(streams or (HOUSING,)))
    return build.plan(*given_, total=400_000, end="2022-12-31", boligafdeling=homes, **stated)


def cover(amount: Any) -> list[dict[str, Any]]:
    return [{"id": "d", "name": "Dispositionsfond", "amounts": {"2022": amount}}]


def found(plan: Plan, rule: str) -> list[Finding]:
    return [one for one in plan.check().findings if one.rule == rule]


def told(plan: Plan, rule: str = "rent.paid") -> tuple[str, str]:
    (one,) = found(plan, rule)
    assert one.severity == "error"
    return one.outcome, one.message.show("da")


@pytest.mark.parametrize("homes", [HOMES, []], ids=["listed", "not listed"])
def test_a_cover_of_a_krone_more_than_there_is_breaks_a_binding_check(homes: Any) -> None:
    plan = paying(homes=homes, cover=cover(100_001))
    said = "I 2022 dækkes 100.001 kr., men boligafdelingernes bidrag er kun 100.000 kr.: 1 kr. for meget."
    assert told(plan) == ("failed", said)
    report = plan.check()
    assert (report.ok, report.state, report.to_dict()["ok"]) == (False, "fails", False)
    assert "FEJL  Det, boligafdelingerne skal betale" in report.show("da")


@pytest.mark.parametrize("homes", [HOMES, []], ids=["listed", "not listed"])
def test_a_cover_of_all_there_is_breaks_nothing(homes: Any) -> None:
    plan = paying(homes=homes, cover=cover(100_000))
    assert found(plan, "rent.paid") == []
    assert plan.rent().total.ore == 0


def test_fixed_sums_of_more_than_there_is_are_a_finding() -> None:
    homes = [{**HOMES[0], "fixed": {"2022": "60.000,50 kr."}}, HOMES[1]]
    said = "I 2022 giver de faste beløb 60.000,50 kr., men der skal kun betales 60.000 kr.: 0,50 kr. for meget."
    assert told(paying(homes=homes, cover=cover(40_000))) == ("failed", said)


def test_a_year_that_nobody_is_left_to_pay_for_is_a_finding() -> None:
    homes = [{**one, "participates": False} for one in HOMES]
    said = "I 2022 er der ingen boligafdeling til at betale 100.000 kr. efter nøglen."
    assert told(paying(homes=homes)) == ("failed", said)


def test_a_key_that_lacks_figures_is_unverified_and_names_each_place() -> None:
    homes = [{"id": "a", "name": "A"}, HOMES[1]]
    outcome, said = told(paying(homes=homes), "rent.key")
    assert outcome == "unverified"
    assert said.startswith("Boligafdeling 1 'a' › lejemaal: antallet af lejemål mangler, og der deles efter lejemål;")
    assert paying(homes=homes).check().state == "unverified"


def test_of_many_places_ten_are_named_and_how_many_more() -> None:
    homes = [{"id": f"a{number}", "name": "A"} for number in range(12)]
    (one,) = found(paying(homes=homes), "rent.key")
    assert len(one.said) == 11
    assert one.said[-1].show("da") == "Det samme slags mangler 2 steder mere."


def test_nobody_to_pay_under_a_key_without_figures_is_unverified_and_a_cover_above_all_still_fails() -> None:
    homes = [{"id": "a", "name": "A"}]
    assert told(paying(homes=homes))[0] == "unverified"
    assert told(paying(homes=homes, cover=cover(100_001)))[0] == "failed"


OPEN = build.stream("boligafdeling")
PARTLY = {**build.stream("boligorganisation", 100_000), "source": ["kommune", "boligorganisation"]}


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (OPEN, "Beløbet er ikke oplyst for boligafdeling, så det kan ikke afgøres."),
        (
            PARTLY,
            "Det er ikke oplyst, hvor meget af boligorganisation boligsiden selv betaler, så det kan ikke afgøres.",
        ),
    ],
    ids=["open", "joint"],
)
def test_a_cover_of_what_is_not_stated_is_unverified(stream: Any, said: str) -> None:
    outcome, shown = told(paying(stream, cover=cover(1)))
    assert outcome == "unverified"
    assert shown.endswith(said)


def test_a_plan_that_says_nothing_of_boligafdelinger_has_no_such_finding() -> None:
    plan = build.plan(build.stream("boligafdeling", 100_000), total=100_000)
    assert {one.rule for one in plan.check().findings}.isdisjoint({"rent.paid", "rent.key"})


@repeated(400)
@given(contested_plans())
def test_the_check_finds_fault_where_rent_refuses_a_plan(plan: Plan) -> None:
    rules = {one.rule for one in plan.check().findings} & {"rent.paid", "rent.key"}
    if rules:
        refusal(plan.rent, error=(CalculationError, PlanError))
        return
    cash = [one for one in plan.streams if one.is_money and set(one.givers) <= {"boligorganisation", "boligafdeling"}]
    counted = [one for one in cash if one.source == "boligafdeling"] or cash
    if counted and not any(one.is_open for one in counted):
        plan.rent()  # raises nothing
