"""By what boligafdelinger share: the key that a plan states, the months of a broken period, and what a key lacks."""

from fractions import Fraction
from typing import Any

import pytest

import build
from helhedsplan_finance.plan.home_keys import KeyWords, cuts, key_faults, stated_key

pytestmark = pytest.mark.daily

OWN = {"own": Fraction(1)}


def faults(*homes: dict[str, Any], key: Any = "own") -> list[tuple[str, str]]:
    named = [{"id": id_, "name": id_.upper(), **home} for id_, home in zip("abc", homes, strict=False)]
    plan = build.plan(boligafdeling=named, key=key)
    return [(fault.where, fault.what.show("da")) for fault in key_faults(plan, stated_key(plan))]


def test_a_plan_that_states_no_key_is_shared_by_dwellings_alone() -> None:
    assert stated_key(build.plan()) == {"lejemaal": Fraction(1)}


@pytest.mark.parametrize(
    ("key", "da", "en"),
    [
        ({"lejemaal": Fraction(1)}, "lejemål", "dwellings"),
        ({"lejemaal": Fraction(3, 5), "m2": Fraction(2, 5)}, "60 % lejemål, 40 % m²", "60% dwellings, 40% m²"),
    ],
)
def test_a_key_is_shown_in_words(key: Any, da: str, en: str) -> None:
    assert (KeyWords(key).show("da"), KeyWords(key).show("en")) == (da, en)


def test_a_period_that_begins_and_ends_inside_a_month_is_cut_at_both_ends() -> None:
    # From 16 January to 15 December are eleven months in twelve calendar months. The one month that is lacking is
    # 15/31 of January, for its first 15 days, and 16/31 of December, for its last 16.
    (part,) = build.plan(start="2022-01-16", end="2022-12-15").period.slices
    assert cuts(part) == (Fraction(15, 31), Fraction(16, 31))


def test_shares_of_200_per_cent_are_too_many_whatever_a_boligafdeling_states_that_opts_out() -> None:
    found = faults({"share": "100 %"}, {"share": "100 %"}, {"participates": False})
    assert [where for where, _ in found] == ["boligafdeling › share"]
    assert "200,0 %" in found[0][1]


def test_shares_of_nothing_are_too_few_whatever_a_boligafdeling_states_that_opts_out() -> None:
    found = faults({"share": "0 %"}, {"participates": False})
    assert [where for where, _ in found] == ["boligafdeling › share"]


def test_the_others_pay_in_proportion_where_the_one_that_opts_out_keeps_its_share() -> None:
    assert faults({"share": "60 %"}, {"share": "40 %", "participates": False}) == []


def test_no_dwellings_are_one_fault_and_a_missing_number_is_another() -> None:
    assert [where for where, _ in faults({"lejemaal": 0}, {}, key="lejemaal")] == [
        "boligafdeling 1 'a' › lejemaal",
        "boligafdeling 2 'b' › lejemaal",
    ]
