"""Which contributions are the housing side's in cash, and what they and the covers are in each year."""

import pytest

import build
from helhedsplan_finance import Kroner, Plan, Stream
from helhedsplan_finance.plan.home_money import (
    covers_by_year,
    given_by_year,
    housing_money,
    own_money,
    partly_housing,
)

pytestmark = pytest.mark.daily

PLAN = build.plan(
    build.stream("boligorganisation", 100),
    build.stream("boligafdeling", amounts={"2022": 50, "2023": 7}),
    {"id": "begge", "name": "begge", "source": ["boligorganisation", "boligafdeling"], "amount": 30},
    {"id": "delt", "name": "delt", "source": ["kommune", "boligorganisation"], "amount": 20},
    build.stream("boligorganisation", 10, id="lokaler", kind="in-kind"),
    build.stream("boligafdeling", 5, id="afslag", status="afslag"),
    build.stream("kommune", 40),
    {"id": "timer", "name": "timer", "source": ["kommune", "boligafdeling"], "amount": 3, "kind": "in-kind"},
    end="2023-12-31",
    cover=[
        {"id": "d", "name": "Dispositionsfond", "amounts": {"2022": 11}},
        {"id": "e", "name": "Reserve", "amounts": {"2022": 2, "2023": 1}},
    ],
)


def ids(streams: tuple[Stream, ...]) -> list[str]:
    assert isinstance(streams, tuple)  # it is gone through more than once
    return [stream.id for stream in streams]


def test_the_housing_sides_cash_is_that_of_givers_who_all_belong_to_it() -> None:
    assert ids(housing_money(PLAN)) == ["boligorganisation", "boligafdeling", "begge"]


def test_money_that_only_some_of_its_givers_pay_over_the_rent_is_apart() -> None:
    assert ids(partly_housing(PLAN)) == ["delt"]


def test_the_boligafdelingers_own_money_is_theirs_alone() -> None:
    assert ids(own_money(PLAN)) == ["boligafdeling"]


def test_contributions_and_covers_are_added_up_by_year() -> None:
    assert given_by_year(PLAN, own_money(PLAN)) == {2022: Kroner(50), 2023: Kroner(7)}
    assert covers_by_year(PLAN) == {2022: Kroner(13), 2023: Kroner(1)}


def test_a_year_in_which_nothing_is_given_is_zero() -> None:
    plan: Plan = build.plan(build.stream("boligafdeling", amounts={"2022": 50}), end="2023-12-31")
    assert given_by_year(plan, own_money(plan)) == {2022: Kroner(50), 2023: Kroner(0)}
    assert covers_by_year(plan) == {2022: Kroner(0), 2023: Kroner(0)}
