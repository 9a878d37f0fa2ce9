"""The differences between two plans: every change by year, the sums to the øre, and the verdicts that turned."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given

import build
from helhedsplan_finance import CalculationError, Diff, Kroner, Plan
from helhedsplan_finance.calculators.scenario.figures import Figures
from helhedsplan_finance.plan.diff import PARTS, Change
from places import POLICY
from runs import repeated
from strategies import plans, rich_plans

pytestmark = pytest.mark.daily

YEARS = ("2022", "2023", "2024", "2025")
# 4 mio. kr., of which Landsbyggefonden pays 3 and the kommune 250.000 kr. a year.
LBF = build.stream("lbf", 3_000_000)
KOMMUNE = build.stream("kommune", amounts=dict.fromkeys(YEARS, 250_000))
MORE = build.stream("kommune", amounts={**dict.fromkeys(YEARS, 250_000), "2023": 350_000})
FIKTIV = build.plan(LBF, KOMMUNE, total=4_000_000)


def amounts(found: Diff) -> list[tuple[str, int | None, int | None, int | None]]:
    """Return the changes of amounts in kroner: place, before, now and difference."""

    def kroner(value: object) -> int | None:
        return int(value.kroner) if isinstance(value, Kroner) else None

    return [
        (one.place("da", PARTS), kroner(one.before), kroner(one.after), kroner(one.difference))
        for one in found.changes
        if one.is_amount
    ]


def sums(found: Diff, of: str) -> list[int | None]:
    """Return one sum in kroner: before, now and difference."""
    whole = found.sum_of(of).whole
    return [None if one is None else int(one.kroner) for one in (whole.before, whole.now, whole.difference)]


def by_year(found: Diff, of: str) -> dict[int, int | None]:
    """Return the difference of one sum by year, in kroner."""
    pairs = found.sum_of(of).by_year
    return {year: None if pair.difference is None else int(pair.difference.kroner) for year, pair in pairs.items()}


def test_a_contribution_raised_100_000_in_one_year() -> None:
    found = FIKTIV.diff(build.plan(LBF, MORE, total=4_000_000))

    assert amounts(found) == [("Bidrag › kommune › 2023", 250_000, 350_000, 100_000)]
    assert sums(found, "total") == [4_000_000, 4_000_000, 0]
    assert sums(found, "financing") == [4_000_000, 4_100_000, 100_000]
    assert sums(found, "gap") == [0, -100_000, -100_000]
    assert sums(found, "kommune") == [1_000_000, 1_100_000, 100_000]
    assert sums(found, "lbf") == [3_000_000, 3_000_000, 0]
    assert by_year(found, "kommune") == {2022: 0, 2023: 100_000, 2024: 0, 2025: 0}


def test_the_verdicts_that_turn_are_named_with_both_results() -> None:
    # 4,1 mio. kr. of financing is not 4 mio. kr. of costs. Every share is of the 4 mio. kr., and holds before and now.
    found = FIKTIV.diff(build.plan(LBF, MORE, total=4_000_000))

    assert [(one.rule, one.words("da")) for one in found.turns] == [("balance.plan", ("OK", "FEJL"))]
    assert found.to_dict()["verdicts"] == [
        {
            "rule": "balance.plan",
            "where": "plan",
            "says": "Finansiering = udgifter: OK → FEJL",
            "before": {"outcome": "passed", "severity": "error"},
            "now": {"outcome": "failed", "severity": "error"},
        }
    ]


def test_what_reads_alike_before_and_now_did_not_turn() -> None:
    park, amager = build.park(), build.published("amager-2022")
    assert [one.show("da") for one in park.diff(amager).turns if len(set(one.words("da"))) == 1] == []


def test_a_policy_of_the_users_own_turns_too() -> None:
    assert FIKTIV.diff(FIKTIV, policies=[POLICY]).before == FIKTIV.check(policies=[POLICY])


def test_a_budget_line_that_is_gone_takes_its_amounts_with_it() -> None:
    salary = build.line("løn", 500_000, quantity={"2022": 1, "2023": "1,5"})
    rooms = build.line("lokaler", 100_000)  # in 2022
    found = build.plan(costs=[salary, rooms]).diff(build.plan(costs=[rooms]))

    assert [(one.kind, one.place("da", PARTS)) for one in found.changes if one.field is None] == [
        ("gone", "Budgetlinje › løn")
    ]
    assert amounts(found) == [
        ("Budgetlinje › løn › 2022", 500_000, 0, -500_000),
        ("Budgetlinje › løn › 2023", 750_000, 0, -750_000),
    ]
    assert sums(found, "løn") == [1_250_000, 0, -1_250_000]
    assert sums(found, "lokaler") == [100_000, 100_000, 0]
    assert sums(found, "total") == [1_350_000, 100_000, -1_250_000]
    assert by_year(found, "total") == {2022: -500_000, 2023: -750_000, 2024: 0, 2025: 0}


def test_a_price_that_rises_is_a_change_and_so_are_the_amounts_of_each_year() -> None:
    before, now = (build.line("løn", price, quantity={"2022": 1, "2024": "0,5"}) for price in (500_000, 520_000))
    found = build.plan(costs=[before]).diff(build.plan(costs=[now]))

    assert amounts(found) == [
        ("Budgetlinje › løn › Enhedspris", 500_000, 520_000, 20_000),
        ("Budgetlinje › løn › 2022", 500_000, 520_000, 20_000),
        ("Budgetlinje › løn › 2024", 250_000, 260_000, 10_000),
    ]


def test_a_rate_that_changes_moves_the_amounts_of_the_lines_that_it_carries() -> None:
    # 100.000 kr. in prices of 2022; in 2023 with 2 % it is 102.000 kr., with 3 % it is 103.000 kr.
    line = build.line("løn", 100_000, quantity={"2022": 1, "2023": 1}, index="priser", price_year=2022)
    before, now = (
        build.plan(costs=[line], series=[{"id": "priser", "rates": {"2023": rate}}]) for rate in ("2 %", "3 %")
    )
    found = before.diff(now)

    assert amounts(found) == [("Budgetlinje › løn › 2023", 102_000, 103_000, 1_000)]
    assert "  · Prisserie › priser › 2023: 2 % → 3 %" in found.show().splitlines()


def test_a_year_of_zero_is_no_change_from_a_year_that_is_not_stated() -> None:
    zero = build.stream("kommune", amounts={"2022": 5, "2023": 0})
    assert build.plan(zero).diff(build.plan(build.stream("kommune", amounts={"2022": 5}))).ok


def test_a_boligafdeling_that_is_added_is_named() -> None:
    home = {"id": "afd-1", "name": "Eksempelparken I", "lejemaal": 420, "m2": 33_600, "rent_m2": 905}
    found = FIKTIV.diff(build.plan(LBF, KOMMUNE, total=4_000_000, boligafdeling=[home]))

    assert [(one.owner, one.id, one.kind) for one in found.changes] == [("boligafdeling", "afd-1", "added")]
    assert "  · Boligafdeling › afd-1: tilføjet (Eksempelparken I)" in found.show().splitlines()


def test_a_contribution_that_is_added_is_zero_before() -> None:
    fund = build.stream("ekstern", amounts={"2024": 50_000})
    found = FIKTIV.diff(build.plan(LBF, KOMMUNE, fund, total=4_000_000))

    assert amounts(found) == [("Bidrag › ekstern › 2024", 0, 50_000, 50_000)]
    assert sums(found, "ekstern") == [0, 50_000, 50_000]
    assert [one["kind"] for one in found.to_dict()["changes"]] == ["added", "added"]


def test_an_amount_that_is_not_stated_is_unknown_and_never_zero() -> None:
    found = FIKTIV.diff(build.plan(LBF, build.stream("kommune"), total=4_000_000))

    assert amounts(found) == [(f"Bidrag › kommune › {year}", 250_000, None, None) for year in YEARS]
    assert sums(found, "kommune") == [1_000_000, None, None]
    assert sums(found, "financing") == [4_000_000, None, None]
    assert sums(found, "lbf") == [3_000_000, 3_000_000, 0]
    assert by_year(found, "kommune") == dict.fromkeys(map(int, YEARS), None)
    rows = [line.split() for line in found.show().splitlines()]
    assert [["Bidrag", "›", "kommune", "›", year, "250.000", "ukendt", "ukendt"] in rows for year in YEARS] == [
        True
    ] * 4


def test_a_total_that_is_not_stated_leaves_the_gap_unknown() -> None:
    found = FIKTIV.diff(build.plan(LBF, KOMMUNE))

    assert sums(found, "total") == [4_000_000, None, None]
    assert sums(found, "gap") == [0, None, None]
    assert by_year(found, "total") == dict.fromkeys(map(int, YEARS), None)


def test_the_arts_of_a_plan_without_budget_lines_are_unknown() -> None:
    found = FIKTIV.diff(build.plan(LBF, KOMMUNE, costs=[build.line("løn", 4_000_000)]))

    assert sums(found, "løn") == [None, 4_000_000, None]
    assert sums(found, "total") == [4_000_000, 4_000_000, 0]


def test_a_refused_contribution_counts_in_no_sum() -> None:
    found = FIKTIV.diff(build.plan(LBF, {**KOMMUNE, "status": "afslag"}, total=4_000_000))

    assert [one.show("da") for one in found.changes] == ["Kilder › kommune › Status: (tom) → afslag"]
    assert sums(found, "kommune") == [1_000_000, 0, -1_000_000]


def test_a_year_outside_the_period_of_a_plan_is_zero_there() -> None:
    later = build.plan(build.stream("lbf", amounts={"2026": 100}), start="2026-01-01", end="2026-12-31")
    found = build.plan(build.stream("lbf", amounts={"2025": 300})).diff(later)

    assert by_year(found, "lbf") == {2022: 0, 2023: 0, 2024: 0, 2025: -300, 2026: 100}
    assert sums(found, "lbf") == [300, 100, -200]


def test_a_row_of_a_cover_is_compared_by_year() -> None:
    home = {"id": "a", "name": "A", "lejemaal": 1, "m2": 1, "rent_m2": 1}
    one, other = (
        build.plan(boligafdeling=[home], cover=[{"id": "fond", "name": "Fond", "amounts": given}])
        for given in ({"2022": 10, "2023": 20}, {"2022": 10, "2024": 5})
    )
    assert amounts(one.diff(other)) == [("Dækning › fond › 2023", 20, 0, -20), ("Dækning › fond › 2024", 0, 5, 5)]


@given(rich_plans())
def test_the_same_plan_differs_in_nothing(plan: Plan) -> None:
    found = plan.diff(plan)

    assert found.ok
    assert (found.changes, found.turns) == ((), ())
    assert found.show("da").splitlines()[-1] == "Der er ingen forskelle."
    assert {pair.difference for one in found.sums for pair in (one.whole, *one.by_year.values())} <= {None, Kroner()}


def mirrored(change: Change) -> Change:
    return Change(change.owner, change.id, change.field, change.year, change.after, change.before)


@repeated(100, daily=8)
@given(plans(), plans())
def test_the_other_way_round_is_the_mirror(one: Plan, other: Plan) -> None:
    there, back = one.diff(other), other.diff(one)

    assert Counter(map(repr, there.changes)) == Counter(repr(mirrored(change)) for change in back.changes)
    assert {(turn.rule, turn.where, turn.words("da")) for turn in there.turns} == {
        (turn.rule, turn.where, turn.words("da")[::-1]) for turn in back.turns
    }
    assert [(pair.key, pair.of, pair.whole.before, pair.whole.now) for pair in there.sums] == [
        (pair.key, pair.of, pair.whole.now, pair.whole.before) for pair in back.sums
    ]
    assert [change.difference for change in there.changes if change.difference is None] == [
        change.difference for change in back.changes if change.difference is None
    ]


@repeated(100, daily=8)
@given(plans(), plans())
def test_the_sums_are_those_of_each_plan_and_sources_add_up_to_the_financing(one: Plan, other: Plan) -> None:
    found = one.diff(other)
    for plan, side in ((one, "before"), (other, "now")):
        figures = Figures.of(plan)
        assert getattr(found.sum_of("total").whole, side) == figures.total
        assert getattr(found.sum_of("financing").whole, side) == figures.financing
        assert getattr(found.sum_of("gap").whole, side) == figures.gap
        years = {year: getattr(pair, side) for year, pair in found.sum_of("financing").by_year.items()}
        assert {year: amount for year, amount in years.items() if year in figures.by_year} == figures.by_year
    financing = found.sum_of("financing").whole.difference
    sources = [pair.whole.difference for pair in found.sums if pair.key == "source"]
    if financing is not None:
        assert sum((by for by in sources if by is not None), Kroner()) == financing
        assert None not in sources


@repeated(100, daily=8)
@given(plans(), plans())
def test_the_years_of_a_sum_add_up_to_it(one: Plan, other: Plan) -> None:
    for pair in one.diff(other).sums:
        years = [of_year.difference for of_year in pair.by_year.values()]
        if pair.whole.difference is not None and None not in years:
            assert sum((by for by in years if by is not None), Kroner()) == pair.whole.difference


def counted(plan: Plan) -> Plan:
    """Return a plan in which nothing is refused, so that every change of an amount is one of a sum."""
    return plan.model_copy(update={"streams": [one.model_copy(update={"status": None}) for one in plan.streams]})


@repeated(100, daily=8)
@given(plans(), plans())
def test_the_changes_by_year_add_up_to_the_sums(one: Plan, other: Plan) -> None:
    found = counted(one).diff(counted(other))
    for owner, of in (("stream", "financing"), ("cost", "total")):
        if owner == "cost" and not (one.costs and other.costs):
            continue  # a total without budget lines is of no line
        for year, pair in found.sum_of(of).by_year.items():
            changed = [
                change.difference
                for change in found.changes
                if (change.owner, change.year) == (owner, year) and change.is_amount
            ]
            if pair.difference is not None:
                assert sum((by for by in changed if by is not None), Kroner()) == pair.difference
                assert None not in changed


@repeated(20, daily=8)
@given(plans(), rich_plans())
def test_any_two_plans_fit_in_80_columns_in_every_form(one: Plan, other: Plan) -> None:
    found = one.diff(other)
    for shown in (found.show("da"), found.show("en")):
        assert max(map(len, shown.splitlines())) <= 80
    json.dumps(found.to_dict("en"))
    assert found.to_html("en").startswith("<div")
    assert len(found.to_frame()) >= len(found.changes)


def test_the_differences_in_words() -> None:
    now = build.plan(LBF, {**MORE, "note": "Byrådet 3. maj"}, total=4_000_000, name="FIKTIV, revideret")

    assert FIKTIV.diff(now).show() == str(FIKTIV.diff(now))
    assert FIKTIV.diff(now).show().splitlines() == [
        "Før: FIKTIV",
        "Nu: FIKTIV, revideret",
        "",
        "  · Planen › Planens navn: FIKTIV → FIKTIV, revideret",
        "  · Bidrag › kommune › Note: (tom) → Byrådet 3. maj",
        "",
        "Ændringer, beløb i kr.",
        "Hvad                         Før       Nu  Forskel",
        "──────────────────────────────────────────────────",
        "Bidrag › kommune › 2023  250.000  350.000  100.000",
        "",
        "Summer i kr.",
        "Hvad                          Før         Nu   Forskel",
        "──────────────────────────────────────────────────────",
        "Samlet ramme            4.000.000  4.000.000         0",
        "Finansiering            4.000.000  4.100.000   100.000",
        "Manglende finansiering          0   -100.000  -100.000",
        "Landsbyggefonden        3.000.000  3.000.000         0",
        "Kommunen                1.000.000  1.100.000   100.000",
        "",
        "Forskel år for år, kr.",
        "Hvad          2022     2023  2024  2025",
        "───────────────────────────────────────",
        "Finansiering     0  100.000     0     0",
        "Kommunen         0  100.000     0     0",
        "",
        "Regler, der skifter udfald",
        "Regel                    Før  Nu",
        "──────────────────────────────────",
        "Finansiering = udgifter  OK   FEJL",
    ]


def test_rules_of_different_days_are_said() -> None:
    earlier = build.plan(LBF, KOMMUNE, total=4_000_000, as_of="2021-06-01")
    assert "Regler: 1. januar 2022 før, 1. juni 2021 nu." in FIKTIV.diff(earlier).show().splitlines()


def test_the_differences_as_data_are_in_ore() -> None:
    data = FIKTIV.diff(build.plan(LBF, MORE, total=4_000_000)).to_dict()

    assert data["changes"] == [
        {
            "what": "stream",
            "id": "kommune",
            "kind": "changed",
            "where": "Bidrag › kommune › 2023",
            "field": "amounts",
            "year": 2023,
            "before": "250.000",
            "now": "350.000",
            "before_ore": 25_000_000,
            "now_ore": 35_000_000,
            "difference_ore": 10_000_000,
        }
    ]
    kommune = next(one for one in data["sums"] if one["of"] == "kommune")
    assert (kommune["before_ore"], kommune["now_ore"], kommune["difference_ore"]) == (
        100_000_000,
        110_000_000,
        10_000_000,
    )
    assert kommune["years"]["2023"] == {"before_ore": 25_000_000, "now_ore": 35_000_000, "difference_ore": 10_000_000}


def test_the_differences_as_a_frame_are_tidy() -> None:
    frame = FIKTIV.diff(build.plan(LBF, MORE, build.stream("ekstern"), total=4_000_000)).to_frame()
    changed = frame[(frame["what"] == "stream") & (frame["id"] == "kommune")]

    assert changed[["field", "year", "before", "now", "difference_ore"]].to_numpy().tolist() == [
        ["amounts", 2023, "250.000", "350.000", 10_000_000]
    ]
    assert {str(frame[name].dtype) for name in ("year", "before_ore", "now_ore", "difference_ore")} == {"Int64"}
    external = frame[(frame["what"] == "source") & (frame["id"] == "ekstern") & frame["year"].isna()]
    assert external["now_ore"].isna().all()
    assert set(frame["kind"]) == {"added", "changed", "sum", "turn"}


def test_the_differences_as_html_escape_what_a_person_wrote() -> None:
    html = FIKTIV.diff(build.plan(LBF, {**MORE, "name": "<b>Kommunen</b>"}, total=4_000_000)).to_html()

    assert "&lt;b&gt;Kommunen&lt;/b&gt;" in html
    assert '<td class="hhp-n"><data value="10000000">100.000</data></td>' in html
    assert '<div class="hhp' in html


def test_the_places_are_in_english_on_request() -> None:
    shown = FIKTIV.diff(build.plan(LBF, MORE, total=4_000_000)).show("en").splitlines()

    assert shown[:2] == ["Before: FIKTIV", "Now: FIKTIV"]
    assert [line.split() for line in (shown[-3], shown[-1])] == [
        ["Rule", "Before", "Now"],
        ["Financing", "=", "costs", "OK", "FAIL"],
    ]


def test_what_is_no_plan_and_a_sum_that_is_not_there_are_refused() -> None:
    wrong: Any = "amager"
    with pytest.raises(CalculationError, match="amager er ikke en plan"):
        FIKTIV.diff(wrong)
    with pytest.raises(CalculationError, match="ingen af planerne har summen løn"):
        FIKTIV.diff(FIKTIV).sum_of("løn")
