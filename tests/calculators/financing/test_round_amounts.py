"""Amounts that can be put to a byråd: whole thousands in each year or the same every year, within every limit."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from cli.running import AMAGER as AMAGER_FILE
from cli.running import run
from helhedsplan_finance import CalculationError, Kroner, Plan, Scenario
from places import DATA
from runs import thorough

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
OPEN = {"stream": {id_: {"amount": None} for id_ in ("lbf", "kommune", "boligorganisationer")}}


def kroner(found: Any, id_: str) -> list[int]:
    """Return what a contribution gives in each year."""
    return [int(amount.kroner) for amount in found.by_year[id_].values()]


@pytest.mark.parametrize("step", [1_000, 10_000, 100_000])
def test_each_open_contribution_is_a_whole_number_of_steps_in_each_year(step: int) -> None:
    plan = Scenario("åben", OPEN).on(AMAGER)
    found = plan.finance(round_to=step)
    assert [amount % step for id_ in ("lbf", "kommune", "boligorganisationer") for amount in kroner(found, id_)] == [
        0
    ] * 12
    assert found.report is not None
    assert found.report.ok
    assert sum(found.amounts.values(), Kroner()) == Kroner("31 mio. kr.")
    # At most 12,5 % of 31 mio. kr. is 3.875.000 kr., rounded down to the step.
    assert found.amounts["kommune"] == Kroner(3_875_000 // step * step)


def test_even_is_the_same_every_year_in_whole_thousands() -> None:
    found = Scenario("åben", OPEN).on(AMAGER).finance(round_to="even")
    assert kroner(found, "kommune") == [968_000] * 4  # 3.875.000 / 4 is 968.750
    assert [len(set(kroner(found, id_))) for id_ in ("lbf", "boligorganisationer")] == [1, 1]


def test_where_the_costs_are_uneven_landsbyggefonden_takes_the_rest() -> None:
    park = Plan.from_file(DATA / "eksempelparken-2022.toml")
    stated = {id_: {"amount": None, "amounts": None} for id_ in ("lbf", "dispositionsfond")}
    found = Scenario("åben", {"stream": stated}).on(park).finance("least-housing", round_to="even")
    assert len(set(kroner(found, "dispositionsfond"))) == 1
    assert kroner(found, "dispositionsfond")[0] % 1_000 == 0
    assert len(set(kroner(found, "lbf"))) > 1
    assert found.report is not None
    assert found.report.ok


def small(total: int, most: int) -> Plan:
    """Return a plan of one year with three open contributions, that of the housing side within a ceiling."""
    streams = build.stream("lbf"), build.stream("kommune"), build.stream("boligorganisation", max_amount=most)
    return build.plan(*streams, kommune="København", end="2022-12-31", total=total)


@thorough
@given(st.integers(4, 30), st.integers(0, 1_200))
def test_no_rounded_answer_has_more_from_landsbyggefonden(hundreds: int, most: int) -> None:
    total = hundreds * 100
    allowed = [
        total - kommune - bolig
        for kommune, bolig in product(range(0, total + 1, 100), range(0, min(most, total) + 1, 100))
        if 0 <= total - kommune - bolig <= total * 0.75 and kommune <= total * 0.125
    ]
    plan = small(total, most)
    if not allowed:
        # A remainder that is no whole hundred may still be possible, else no financing is.
        return
    found = plan.finance(round_to=100)
    assert found.amounts["lbf"] == Kroner(max(allowed))
    assert [int(amount.kroner) % 100 for amount in found.amounts.values()] == [0, 0, 0]


def test_a_financing_that_no_round_amount_can_give_says_so() -> None:
    plan = small(1_000, 130)  # 25 % is 250; the kommune's 125 and the housing side's 125 to 130 are needed
    assert plan.finance().ok
    with pytest.raises(CalculationError, match=r"der er en finansiering, men ingen hvor bidragene er hele 100 kr\."):
        plan.finance(round_to=100)


@pytest.mark.parametrize("found", [0, -5, "1.000,50 kr.", "rundt", 10.5])
def test_what_cannot_be_rounded_to_is_refused(found: Any) -> None:
    with pytest.raises(CalculationError, match="er ikke et beløb at runde til; skriv hele kroner"):
        Scenario("åben", OPEN).on(AMAGER).finance(round_to=found)


def test_the_command_rounds_too(tmp_path: Any) -> None:
    Scenario("åben", OPEN).on(AMAGER).to_file(tmp_path / "plan.toml")
    told = run("finance", str(tmp_path / "plan.toml"), "--round", "10.000 kr.").stdout
    assert "3.870.000" in told
    assert run("finance", AMAGER_FILE, "--round", "rundt").exit_code == 1  # nothing is open, and the plan breaks a rule
