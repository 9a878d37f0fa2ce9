"""Arithmetic has no date: what a budget must add up to holds on every day, also before the first known regime."""

from datetime import date
from typing import Any

import pytest

import build
from calculators.portfolio.engines import in_polars
from helhedsplan_finance import Plan, PolicyError, check_many, ledger_columns, read_policy
from helhedsplan_finance.rules.load import shipped

pytestmark = pytest.mark.daily

UNPAID: dict[str, Any] = {
    "name": "FIKTIV plan fra før det første regime",
    "start": "2005-01-01",
    "end": "2008-12-31",
    "cost": [{"id": "leder", "art": "løn", "quantity": {"2005": 1}, "unit_price": 500_000}],
}


def test_a_cost_that_nobody_pays_breaks_the_balance_of_a_plan_of_2005() -> None:
    report = Plan.model_validate(UNPAID).check()
    broken = {one.rule: one.margin_ore for one in report.findings if one.binds}
    assert broken == {"balance.plan": -50_000_000}
    assert [one.outcome for one in report.findings if (one.rule, one.where) == ("balance.year", "2005")] == ["failed"]


def test_a_cost_that_nobody_pays_is_no_financing_of_a_plan_of_2005() -> None:
    found = Plan.model_validate(UNPAID).finance()
    assert (found.status, found.smallest_change is not None) == ("infeasible", True)


def test_many_plans_at_once_say_so_too() -> None:
    rows, facts = map(in_polars, ledger_columns({1: Plan.model_validate(UNPAID)}))
    assert check_many(rows, facts)["ok"].to_list() == [False]


def test_every_shipped_rule_that_holds_always_is_arithmetic_and_the_balance_is_one_of_them() -> None:
    always = {
        rule.id: value.confidence
        for file in shipped()
        for rule in file.rules
        for value in rule.values
        if value.first_day == date.min
    }
    assert set(always.values()) == {"D"}
    assert {"balance.plan", "balance.year", "total.stated"} <= set(always)


def test_only_arithmetic_may_hold_always(tmp_path: Any) -> None:
    path = build.policy(tmp_path, ("10 %", '"always"', '"open"'))
    with pytest.raises(PolicyError, match=r"kun det, der følger af regning \('confidence = \"D\"'\), gælder altid"):
        read_policy(path)
