"""The plan as Python sees it."""

from datetime import date
from fractions import Fraction
from typing import Any

import pydantic
import pytest

from helhedsplan_finance import Boligafdeling, CostLine, Kroner, Period, Plan, PlanError, Stream, Waiver

pytestmark = pytest.mark.daily

YEARS: dict[str, Any] = {"name": "Prøve", "start": date(2022, 1, 1), "end": date(2025, 12, 31)}


def test_a_plan_is_made_in_python_with_plural_names() -> None:
    plan = Plan(
        name="Prøve",
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        streams=[Stream(id="lbf", source="lbf", name="LBF", amount=Kroner(5))],
        costs=[CostLine(id="c", art="løn", quantity={2022: Fraction(1, 2)}, unit_price=Kroner(10))],
        afdelinger=[Boligafdeling(id="a", name="A", lejemaal=3)],
        waivers=[Waiver(rule="x", reason="fordi", by="Rådet", date=date(2022, 1, 1))],
    )
    assert (plan.streams[0].amount, plan.costs[0].quantity, plan.afdelinger[0].lejemaal) == (
        Kroner(5),
        {2022: Fraction(1, 2)},
        3,
    )
    assert plan.period == Period(date(2022, 1, 1), date(2025, 12, 31))


def test_the_rules_date_is_as_of_or_else_the_start() -> None:
    assert Plan(**YEARS).rules_date == date(2022, 1, 1)
    assert Plan(**YEARS, as_of=date(2021, 6, 1)).rules_date == date(2021, 6, 1)


def test_a_plan_is_frozen() -> None:
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        Plan(**YEARS).name = "Andet"  # type: ignore[misc]


def test_ca_in_an_amount_marks_the_stream_approximate() -> None:
    stream = {"id": "k", "source": "kommune", "name": "K"}
    assert Stream.model_validate({**stream, "amount": "ca. 4,5 mio. kr."}).approx
    assert not Stream.model_validate({**stream, "amount": "4,5 mio. kr."}).approx


def test_a_stream_with_neither_amount_nor_amounts_is_open() -> None:
    assert Stream(id="k", source="kommune", name="K").is_open
    assert not Stream(id="k", source="kommune", name="K", amount=Kroner(0)).is_open


@pytest.mark.parametrize("value", [True, "420", 4.0, -1])
def test_a_count_is_a_whole_number_and_nothing_else(value: object) -> None:
    with pytest.raises(PlanError, match="lejemaal"):
        Plan.model_validate({**YEARS, "lejemaal": value})


def test_a_line_too_large_for_any_plan_is_refused() -> None:
    line = CostLine(id="c", art="løn", quantity={2022: Fraction(10**12)}, unit_price=Kroner(10**9))
    with pytest.raises(PlanError, match=r"er større end 10\.000 mia\. kr\., som er det meste her"):
        Plan(**YEARS, costs=[line])
