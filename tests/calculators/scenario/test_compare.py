"""Plans side by side: the figures, what changed, and whether a finding turned because of the plan or of the rules."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from helhedsplan_finance import CalculationError, Kroner, Plan
from helhedsplan_finance.calculators.scenario.compare import compare
from helhedsplan_finance.calculators.scenario.fails import source_fails
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.document.blocks import Points, Table, Text
from helhedsplan_finance.plan.fields import with_values
from places import DATA, POLICY
from runs import repeated
from said import said
from strategies import plans

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
KOEGE = Plan.from_file(DATA / "koege-2021.toml")
PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")
LESS = Scenario("Kommunen giver 12,5 %", {"stream": {"kommune": {"amount": "3.875.000 kr."}}})


def turned(comparison: Any, cause: str, at: int = 1) -> dict[str, tuple[str, str]]:
    return {one.rule: one.words("da") for one in comparison.alternatives[at].because_of(cause)}


def test_the_figures_of_amager_and_of_what_it_would_be() -> None:
    base, other = (one.figures for one in compare(AMAGER, LESS).alternatives)
    assert (base.total, base.financing, base.gap) == (Kroner("31 mio."), Kroner("31 mio."), Kroner(0))
    assert (other.total, other.financing, other.gap) == (Kroner("31 mio."), Kroner(30_375_000), Kroner(625_000))
    assert (base.shares["kommune"], other.shares["kommune"]) == (Fraction(9, 62), Fraction(1, 8))
    assert base.by_year == dict.fromkeys(range(2022, 2026), Kroner(7_750_000))
    assert other.by_year == dict.fromkeys(range(2022, 2026), Kroner(7_593_750))


@given(plans())
def test_what_is_unknown_is_never_zero_and_what_is_known_adds_up(plan: Plan) -> None:
    figures = compare(plan, Scenario("x")).base.figures
    counted = [one for one in plan.streams if one.status != "afslag"]
    given_ore = sum(
        (one.amount.ore if one.amount else 0) + sum(part.ore for part in (one.amounts or {}).values())
        for one in counted
    )
    still_open = any(one.is_open for one in counted)
    assert figures.financing == (None if still_open else Kroner.from_ore(given_ore))
    assert (figures.total is None) == (not plan.costs and plan.total is None)
    assert (figures.gap is None) == (figures.total is None or still_open)
    for source, amount in figures.by_source.items():
        assert (amount is None) == any(one.is_open and one.giver == source for one in counted)
    if not still_open:
        known = [one for one in (*figures.by_source.values(),) if one is not None]
        assert sum(known, Kroner()).ore == given_ore
        assert sum(one.ore for one in figures.by_year.values() if one is not None) == given_ore


@given(plans())
def test_a_plan_beside_itself_differs_in_nothing(plan: Plan) -> None:
    for other in compare(plan, plan, Scenario("x")).others:
        assert (other.changes, other.turns) == ((), ())


def test_a_finding_that_turns_with_the_plan_is_kept_apart_from_one_that_turns_with_the_rules() -> None:
    both = Scenario("Begge dele", LESS.changes, as_of=date(2012, 1, 1))
    comparison = compare(AMAGER, LESS, Scenario("Andre regler", as_of=date(2012, 1, 1)), both)
    by_plan = {"balance.plan": ("OK", "FEJL"), "kommune.share.max": ("FEJL", "OK")}
    by_rules = ("kommune.share.max", "period.length.max", "lead.time")
    assert (turned(comparison, "plan"), turned(comparison, "rules")) == (by_plan, {})
    assert turned(comparison, "plan", 2) == {}
    assert {rule: turned(comparison, "rules", 2)[rule] for rule in by_rules} == {
        "kommune.share.max": ("FEJL", "UVERIFICERET"),
        "period.length.max": ("OK", "UVERIFICERET"),
        "lead.time": ("INFO", "UVERIFICERET"),
    }
    assert turned(comparison, "plan", 3) == by_plan
    assert turned(comparison, "rules", 3)["kommune.share.max"] == ("OK", "UVERIFICERET")


def test_a_plan_of_its_own_is_held_to_the_rules_of_its_own_date_last() -> None:
    earlier = Scenario("x", {"as_of": "2012-01-01", "name": "Før"}).on(AMAGER)
    comparison = compare(AMAGER, earlier)
    assert [one.report.as_of for one in comparison.alternatives] == [date(2022, 1, 1), date(2012, 1, 1)]
    assert (turned(comparison, "plan"), comparison.others[0].changes) == ({}, ())
    assert turned(comparison, "rules")["kommune.share.max"] == ("FEJL", "UVERIFICERET")


def test_an_alternative_with_the_bases_date_keeps_the_bases_rules() -> None:
    comparison = compare(AMAGER, Scenario("x"), Scenario("Flyttet", shift_years=1), as_of=date(2012, 1, 1))
    assert [one.report.as_of for one in comparison.alternatives] == [date(2012, 1, 1)] * 2 + [date(2023, 1, 1)]
    assert comparison.others[0].turns == ()


def test_policies_are_rules_whether_the_scenario_or_the_plan_file_names_them() -> None:
    own = compare(AMAGER, Scenario("Egen politik", policies=(POLICY,)))
    none = compare(AMAGER, Scenario("Ingen politik", {"policies": []}))
    assert turned(own, "plan") == turned(none, "plan") == {}
    assert turned(own, "rules")
    assert turned(none, "rules") == {"kommune.share.max": ("FEJL", "OBS")}


def test_another_kommune_is_another_plan() -> None:
    comparison = compare(KOEGE, Scenario("I København", {"kommune": "København"}))
    assert turned(comparison, "plan")["kommune.share.max"] == ("OBS", "FEJL")
    assert turned(comparison, "rules") == {}


def test_where_the_word_is_the_same_it_says_whether_the_rule_binds() -> None:
    small = Scenario("Lidt", {"kommune": "Køge", "stream": {"kommune": {"amount": 1}}}).on(AMAGER)
    comparison = compare(small, Scenario("I København", {"kommune": "København"}))
    assert turned(comparison, "plan")["kommune.share.max"] == ("OK (vejledende)", "OK (bindende)")


def test_the_comparison_in_words() -> None:
    shown = compare(AMAGER, LESS).show("da")
    assert max(map(len, shown.splitlines())) <= 80
    assert shown == str(compare(AMAGER, LESS))
    assert shown.splitlines()[:8] == [
        "Alternativer side om side",
        "",
        "  · 0: Boligsocial helhedsplan Amager 2022-2025",
        "  · 1: Kommunen giver 12,5 %",
        "",
        "Beløb i kr.",
        "Hvad                                     0           1",
        "──────────────────────────────────────────────────────",
    ]
    assert "Samlet ramme                    31.000.000  31.000.000" in shown.splitlines()
    lines = shown.splitlines()
    assert lines[lines.index("1: Kommunen giver 12,5 %") :] == [
        "1: Kommunen giver 12,5 %",
        "  · Finansiering falder med 625.000 kr., fra 31 mio. kr. til 30.375.000 kr.",
        "  · Manglende finansiering stiger med 625.000 kr., fra 0 kr. til 625.000 kr.",
        "  · Kommunen falder med 625.000 kr., fra 4,5 mio. kr. til 3.875.000 kr.",
        "  · Finansiering år for år: 2022 -156.250; 2023 -156.250; 2024 -156.250; 2025",
        "    -156.250.",
        "  · Fordi planen er en anden (regler pr. 1. januar 2022):",
        "      Finansiering = udgifter: OK → FEJL",
        "      Kommunens andel i København: FEJL → OK",
        "",
        "  · Bidrag › kommune › Cirka: ca. → (tom)",
        "",
        "Ændringer, beløb i kr.",
        "Hvad                           Før       Nu   Forskel",
        "─────────────────────────────────────────────────────",
        *(f"Bidrag › kommune › {year}  1.125.000  968.750  -156.250" for year in range(2022, 2026)),
    ]


def test_the_first_forty_changes_are_shown_and_the_others_counted() -> None:
    changes = len(PARK.diff(KOEGE).changes) - 1  # the name of the plan is in the heading
    assert changes > 41
    document = compare(PARK, KOEGE).document("da")
    points, table, left = document.blocks[-3:]
    assert isinstance(points, Points)
    assert isinstance(table, Table)
    assert isinstance(left, Text)
    assert len(points.items) + len(table.rows) == 40
    assert left.words == f"… og {changes - 40} til, som ikke er vist her"
    assert "Navn" not in said(compare(AMAGER, with_values(AMAGER, name="Forslag")), "da")


def test_what_is_unknown_is_said_so() -> None:
    comparison = compare(AMAGER, Scenario("Åben", {"total": None, "stream": {"kommune": {"amount": None}}}))
    shown = said(comparison, "en")
    assert "· Total: before DKK 31 million, now not stated." in shown
    assert "· Financing year by year: 2022 unknown;" in shown
    other = comparison.to_dict()["alternatives"][0]
    assert (other["total_ore"], other["gap_ore"], other["sources"]["kommune"]) == (
        None,
        None,
        {"ore": None, "share": None},
    )
    assert other["sources"]["lbf"] == {"ore": 1_900_000_000, "share": None}


@repeated(20, daily=8)
@given(plans(), plans())
def test_any_two_plans_fit_in_80_columns_in_both_languages(one: Plan, other: Plan) -> None:
    comparison = compare(one, other, Scenario("x" * 200, shift_years=1), Scenario("En med mellemrum " * 9))
    for shown in (comparison.show("da"), comparison.show("en")):
        assert max(map(len, shown.splitlines())) <= 80
    json.dumps(comparison.to_dict("en"))


def test_the_figures_as_a_frame() -> None:
    frame = compare(AMAGER, LESS, source_fails(AMAGER, "lbf")).to_frame()
    kommune = frame[(frame["figure"] == "source") & (frame["of"] == "kommune")]
    assert list(kommune["ore"]) == [450_000_000, 387_500_000, 450_000_000]
    assert list(kommune["share"]) == [9 / 62, 0.125, 9 / 62]
    assert list(kommune["share_exact"]) == ["9/62", "1/8", "9/62"]
    assert kommune["share"].min() == 0.125
    assert (str(frame["ore"].dtype), list(kommune["number"])) == ("Int64", [0, 1, 2])
    opened = compare(AMAGER, Scenario("x", {"total": None})).to_frame("en")
    assert opened[opened["title"] == "Total"]["ore"].isna().tolist() == [False, True]
    assert isinstance(opened, pd.DataFrame)


def test_there_is_something_to_compare_with_and_it_is_a_plan_or_a_scenario() -> None:
    with pytest.raises(CalculationError, match="der er intet at sammenligne med"):
        compare(AMAGER)
    wrong: Any = "amager"
    with pytest.raises(CalculationError, match="amager er hverken et scenarie eller en plan"):
        compare(AMAGER, wrong)
