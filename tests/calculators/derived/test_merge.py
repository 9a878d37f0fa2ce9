"""Two plans as one: the money of the parts, year by year, and nothing counted twice."""

import copy
import tomllib
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import keys_of
from helhedsplan_finance import CalculationError, Kroner, PeriodError, Plan
from helhedsplan_finance.calculators.derived.merge import Merged, merge
from helhedsplan_finance.plan.file import to_toml
from helhedsplan_finance.text import Sentences
from places import DATA
from said import said
from strategies import plan_data, plans

pytestmark = pytest.mark.daily

Money = Counter[tuple[object, ...]]


def money(*plans: Plan) -> Money:
    """Return what plans come to by side, year, source, form and whether it was refused."""
    sums: Money = Counter()
    for row in (row for plan in plans for row in plan.ledger().rows):
        sums[(row.side, row.year, row.source, row.kind, row.status == "afslag")] += row.ore or 0
    return +sums


def unknown(*plans: Plan) -> Counter[str]:
    return Counter(row.side for plan in plans for row in plan.ledger().rows if row.ore is None)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """Two plans with many givers and lines in common; both have budget lines, or neither."""
    one, other = draw(plan_data()), draw(plan_data())
    for table, keys in (("stream", ("source", "name", "kind", "status")), ("cost", ("art", "unit_price", "activity"))):
        for mine, theirs in zip(one[table], other[table], strict=False):
            if draw(st.booleans()):
                theirs |= {key: mine[key] for key in keys if key in mine}
                for key in set(keys) - set(mine):
                    theirs.pop(key, None)
    if bool(one["cost"]) != bool(other["cost"]):
        one["cost"] = other["cost"] = []
    read: list[Plan] = [Plan.model_validate(data, by_alias=True, by_name=False) for data in (one, other)]
    return read[0], read[1]


@given(pairs())
def test_financing_and_costs_are_those_of_the_parts_year_by_year(pair: tuple[Plan, Plan]) -> None:
    first, second = pair
    merged = merge(first, second).plan
    if first.costs or (first.total is not None and second.total is not None):
        assert money(merged) == money(first, second)
    else:  # a frame that is unknown in one plan is unknown in both together
        assert merged.total is None
        assert {key: ore for key, ore in money(merged).items() if key[0] == "financing"} == {
            key: ore for key, ore in money(first, second).items() if key[0] == "financing"
        }


@given(pairs())
def test_nothing_that_is_open_becomes_known(pair: tuple[Plan, Plan]) -> None:
    merged, apart = unknown(merge(*pair).plan), unknown(*pair)
    assert (merged["cost"] > 0, merged["financing"] > 0) == (apart["cost"] > 0, apart["financing"] > 0)


@given(pairs())
def test_a_merged_plan_is_a_plan_file_like_any_other(pair: tuple[Plan, Plan]) -> None:
    merged = merge(*pair).plan
    assert Plan.model_validate(tomllib.loads(to_toml(merged)), by_alias=True, by_name=False) == merged


@given(pairs())
def test_the_order_of_the_plans_changes_names_and_ids_and_no_sums(pair: tuple[Plan, Plan]) -> None:
    one, other = merge(*pair).plan, merge(*reversed(pair)).plan
    assert money(one) == money(other)
    assert (one.period, one.total, one.lejemaal, one.stage) == (other.period, other.total, other.lejemaal, other.stage)
    assert (len(one.streams), len(one.costs)) == (len(other.streams), len(other.costs))


@given(pairs())
def test_merging_changes_neither_plan_and_puts_its_notes_into_words(pair: tuple[Plan, Plan]) -> None:
    before = copy.deepcopy(pair)
    merged = merge(*pair)
    assert pair == before
    for lang in ("da", "en"):
        told = said(merged, lang)
        points = [" ".join(Sentences((note,)).show(lang).split()) for note in merged.notes]
        assert told.endswith("".join(f" · {point}" for point in points))
        assert "{" not in told


@given(plans())
def test_a_plan_with_itself_and_everything_shared_is_that_plans_money(plan: Plan) -> None:
    unframed = plan.model_copy(update={"total": None})
    ids = {one.id for one in plan.streams} | {one.id for one in plan.costs}
    assert money(merge(unframed, unframed, shared=ids).plan) == money(unframed)


@given(plans().filter(lambda plan: bool(plan.costs)), plan_data(), st.booleans())
def test_budget_lines_and_a_bare_frame_do_not_mix(one: Plan, data: dict[str, Any], bare_first: bool) -> None:
    bare: Plan = Plan.model_validate(data | {"cost": []}, by_alias=True, by_name=False)
    with pytest.raises(CalculationError, match="skriv budgetlinjer i begge planer"):
        merge(*((bare, one) if bare_first else (one, bare)))


# --- by hand ----------------------------------------------------------------------------------------------------------

# FIKTIV: only the two Amager plans' sum of 40,6 mio. kr. is published; how it falls on the two is made up.
URBANPLANEN: dict[str, Any] = {
    "name": "FIKTIV: Urbanplanen",
    "kommune": "København",
    "start": "2018-01-01",
    "end": "2021-12-31",
    "total": "24 mio.",
    "stream": [
        {"id": "lbf", "source": "lbf", "name": "Landsbyggefonden", "amount": "18 mio."},
        {"id": "kommune", "source": "kommune", "name": "Københavns Kommune", "amount": "3 mio."},
        {"id": "bolig", "source": "boligorganisation", "name": "3B", "amount": "3 mio."},
    ],
}
AMAGERBRO: dict[str, Any] = {
    "name": "FIKTIV: Amagerbro",
    "kommune": "KØBENHAVN",
    "start": "2019-07-01",
    "end": "2021-12-31",
    "total": "16,6 mio.",
    "stream": [
        {"id": "fond", "source": "lbf", "name": "landsbyggefonden", "amount": "12 mio."},
        {"id": "kommune", "source": "kommune", "name": "Københavns  Kommune", "amount": "2 mio."},
        {"id": "bolig", "source": "boligorganisation", "name": "fsb", "amount": "2,6 mio."},
    ],
}


def fonden(**changed: Any) -> dict[str, Any]:
    return {"id": "s", "source": "ekstern", "name": "Fonden", **changed}


def bare(*streams: dict[str, Any], **changed: Any) -> Plan:
    """Return a plan of 2022 and 2023 with these contributions."""
    return build.plan(*streams, **{"name": "Plan", "end": "2023-12-31", "total": 100, **changed})


def note_keys(merged: Merged[Plan]) -> list[str]:
    return [key.removeprefix("derived.") for key in keys_of(merged.notes)]


def test_two_made_up_halves_of_the_amager_plan() -> None:
    merged = merge(build.plan(**URBANPLANEN), build.plan(**AMAGERBRO))
    plan = merged.plan
    assert (plan.name, plan.kommune, plan.total) == (
        "FIKTIV: Urbanplanen + FIKTIV: Amagerbro",
        "København",
        Kroner("40,6 mio."),
    )
    # 18 mio. over four years is 4,5 a year; 12 mio. over 6 + 12 + 12 months is 2,4, 4,8 and 4,8.
    by_id = {one.id: one.amounts for one in plan.streams}
    assert by_id["lbf"] == {
        2018: Kroner("4,5 mio."),
        2019: Kroner("6,9 mio."),
        2020: Kroner("9,3 mio."),
        2021: Kroner("9,3 mio."),
    }
    # 3 mio. is 0,75 a year; 2 mio. is 0,4, 0,8 and 0,8.
    assert by_id["kommune"] == {
        2018: Kroner("0,75 mio."),
        2019: Kroner("1,15 mio."),
        2020: Kroner("1,55 mio."),
        2021: Kroner("1,55 mio."),
    }
    # The first runs as long as both together, so it stays a total; the second is by year, under a new id.
    assert (plan.streams[2].amount, plan.streams[3].id) == (Kroner("3 mio."), "bolig-2")
    assert by_id["bolig-2"] == {2019: Kroner("0,52 mio."), 2020: Kroner("1,04 mio."), 2021: Kroner("1,04 mio.")}
    assert note_keys(merged) == ["joined", "id_gone", "renamed", "rules_day"]


def test_totals_of_one_period_stay_totals() -> None:
    merged = merge(bare(fonden(amount=300)), bare(fonden(amount=500))).plan
    assert [(one.amount, one.amounts) for one in merged.streams] == [(Kroner(800), None)]


def test_a_total_of_nothing_is_a_total_in_any_period() -> None:
    merged = merge(bare(fonden(amount=0)), bare(fonden(amount=0), end="2024-12-31")).plan
    assert [(one.amount, one.amounts) for one in merged.streams] == [(Kroner(0), None)]


def test_totals_whose_rounding_would_move_an_ore_are_written_by_year() -> None:
    # 0,01 kr. in two equal years falls on the first; twice that would fall once on each.
    merged = merge(bare(fonden(amount="0,01 kr.")), bare(fonden(amount="0,01 kr."))).plan
    assert merged.streams[0].amounts == {2022: Kroner("0,02"), 2023: Kroner(0)}


@pytest.mark.parametrize(
    ("other", "note"),
    [
        ({}, "apart"),
        ({"amount": 5, "status": "søgt"}, "apart"),
        ({"amount": 5, "kind": "in-kind"}, "apart"),
        ({"amount": 5, "excludes": ["løn"]}, "apart"),
    ],
)
def test_contributions_that_are_unlike_stay_two_and_it_is_said(other: dict[str, Any], note: str) -> None:
    merged = merge(bare(fonden(amount=5)), bare(fonden(**other)))
    assert [one.id for one in merged.plan.streams] == ["s", "s-2"]
    assert note_keys(merged) == [note, "renamed"]


def test_open_and_open_is_open() -> None:
    merged = merge(bare(fonden()), bare(fonden()))
    assert [one.is_open for one in merged.plan.streams] == [True]
    assert note_keys(merged) == ["joined"]


def test_ceilings_in_kroner_are_added_and_those_that_cannot_be_are_named() -> None:
    both = merge(bare(fonden(amount=5, max_amount=10)), bare(fonden(amount=6, max_amount=20)))
    assert both.plan.streams[0].max_amount == Kroner(30)
    one = merge(bare(fonden(amount=5, max_amount=10, max_share="12,5 %")), bare(fonden(amount=6, max_share="75 %")))
    assert (one.plan.streams[0].max_amount, one.plan.streams[0].max_share) == (None, None)
    assert "kun et loft i den ene plan (10 kr.)" in said(one)
    assert "'Fonden' højst 12,5 %, 'Fonden' højst 75,0 %" in said(one)


def test_rows_that_are_alike_are_counted_twice_unless_they_are_shared() -> None:
    first, second = bare(fonden(amount=5), total=10), bare(fonden(amount=5), total=20)
    twice = merge(first, second)
    assert (twice.plan.streams[0].amount, twice.plan.total, note_keys(twice)) == (
        Kroner(10),
        Kroner(30),
        ["joined", "same_money"],
    )
    once = merge(first, second, shared=["s"])
    assert (once.plan.streams[0].amount, once.plan.total, note_keys(once)) == (Kroner(5), Kroner(25), ["total_shared"])


@pytest.mark.parametrize(
    ("other", "shared", "says"),
    [
        (fonden(amount=6), "s", "ikke enige om amount"),
        (fonden(amount=5), "t", "men er ikke et id i begge planer; det er s"),
        (fonden(amount=5, id="u"), "s", "intet id er i begge planer"),
    ],
)
def test_what_is_shared_must_be_the_same_in_both(other: dict[str, Any], shared: str, says: str) -> None:
    with pytest.raises(CalculationError, match=says):
        merge(bare(fonden(amount=5)), bare(other), shared=[shared])


def test_what_is_shared_is_no_more_than_either_frame() -> None:
    with pytest.raises(CalculationError, match=r"mere end rammen i Plan \(4 kr\.\)"):
        merge(bare(fonden(amount=5)), bare(fonden(amount=5), total=4), shared=["s"])


def test_what_is_shared_must_fall_on_the_same_years() -> None:
    with pytest.raises(CalculationError, match="skriv beløbet år for år"):
        merge(bare(fonden(amount=5)), bare(fonden(amount=5), end="2024-12-31"), shared=["s"])


def test_budget_lines_that_are_alike_become_one_and_the_others_are_renamed() -> None:
    line = {"id": "leder", "art": "løn", "quantity": {"2022": 1}, "unit_price": 600_000}
    first = bare(cost=[line, {**line, "id": "fest", "art": "aktiviteter", "unit_price": 100}])
    second = bare(cost=[{**line, "quantity": {"2022": "0,5", "2023": 1}}, {**line, "id": "Fest", "art": "revision"}])
    merged = merge(first, second)
    assert [(one.id, one.art) for one in merged.plan.costs] == [
        ("leder", "løn"),
        ("fest", "aktiviteter"),
        ("Fest-2", "revision"),
    ]
    assert {year: str(number) for year, number in merged.plan.costs[0].quantity.items()} == {2022: "3/2", 2023: "1"}
    assert (merged.plan.total, note_keys(merged)) == (Kroner(200), ["renamed"])


def test_lines_that_would_round_otherwise_together_stay_two() -> None:
    # Half of 0,01 kr. is rounded up to an øre in each plan; together they would be one øre, not two.
    line = {"id": "c", "art": "løn", "quantity": {"2022": "0,5"}, "unit_price": "0,01 kr."}
    merged = merge(bare(cost=[line]), bare(cost=[line]))
    assert [one.id for one in merged.plan.costs] == ["c", "c-2"]
    assert sum(row.ore or 0 for row in merged.plan.ledger().rows if row.side == "cost") == 2


def test_an_indsatsomraade_is_spelt_as_in_the_first_plan() -> None:
    line = {"id": "c", "art": "løn", "quantity": {"2022": 1}, "unit_price": 5, "indsatsomraade": "Beskæftigelse"}
    merged = merge(bare(cost=[line]), bare(cost=[{**line, "indsatsomraade": "beskæftigelse "}]))
    assert [(one.indsatsomraade, one.quantity[2022]) for one in merged.plan.costs] == [("Beskæftigelse", Fraction(2))]
    assert "spelling" in note_keys(merged)


def test_a_boligafdeling_in_both_plans_is_counted_once() -> None:
    first = bare(
        lejemaal=500,
        boligafdeling=[
            {"id": "a", "name": "Parken", "organisation": "3B", "lejemaal": 300, "share": "60 %"},
            {"id": "b", "name": "Haven", "lejemaal": 200, "m2": 14_000},
        ],
    )
    second = bare(
        boligafdeling=[
            {"id": "A", "name": "Parken", "organisation": "3B", "lejemaal": 310, "m2": 21_000},
            {"id": "x", "name": "haven", "lejemaal": 200},
            {"id": "b", "name": "Engen", "organisation": "fsb", "lejemaal": 50},
        ],
    )
    merged = merge(first, second)
    listed = [(one.id, one.name, one.lejemaal, one.m2) for one in merged.plan.afdelinger]
    # "b" stands for Haven in the first plan and for Engen in the second; the id says that they are one.
    assert listed == [("a", "Parken", 300, 21_000), ("b", "Haven", 200, 14_000), ("x", "haven", 200, None)]
    assert (merged.plan.lejemaal, [one.share for one in merged.plan.afdelinger]) == (None, [None] * 3)
    assert note_keys(merged) == ["afdeling_unlike", "afdeling_unlike", "afdeling_apart", "key_dropped"]
    assert "lejemål (300; 310)" in said(merged)


@pytest.mark.parametrize(
    ("first", "second", "lejemaal", "note"),
    [
        ({"lejemaal": 400}, {"lejemaal": 300}, 700, "added_lejemaal"),
        ({"lejemaal": 400}, {}, None, "unknown_lejemaal"),
        ({}, {}, None, None),
        (
            {"boligafdeling": [{"id": "a", "name": "A", "lejemaal": 80}], "boligafdelinger": 1},
            {"lejemaal": 300, "boligafdelinger": 2},
            380,
            "added_lejemaal",
        ),
    ],
)
def test_homes_are_added_and_unknown_ones_stay_unknown(
    first: dict[str, Any], second: dict[str, Any], lejemaal: int | None, note: str | None
) -> None:
    merged = merge(bare(**first), bare(**second))
    assert merged.plan.lejemaal == lejemaal
    assert [key for key in note_keys(merged) if key.endswith("lejemaal")] == ([note] if note else [])


def test_what_the_plans_do_not_agree_on_is_left_out_and_said() -> None:
    waiver = {"rule": "kommune.share.max", "reason": "R", "by": "B", "date": "2021-12-16"}
    first = bare(
        kommune="København", stage="tilsagn", as_of="2021-06-01", policies=[], source="Første", waiver=[waiver]
    )
    second = bare(kommune="Køge", stage="ansøgning", source="Anden", total="1 mio.")
    merged = merge(first, second, name="Begge")
    plan = merged.plan
    assert (plan.name, plan.kommune, plan.stage, plan.as_of, plan.policies) == ("Begge", None, "ansøgning", None, ())
    assert (plan.source, plan.total, [one.rule for one in plan.waivers]) == (
        "Første\nAnden",
        Kroner("1.000.100 kr."),
        ["kommune.share.max"],
    )
    assert note_keys(merged) == ["kommune", "stage", "as_of", "policies", "waiver_wider"]


def test_policies_of_a_plan_that_names_none_are_those_of_its_kommune() -> None:
    merged = merge(bare(policies=[]), bare(kommune="København"))
    assert merged.plan.policies == ("kommune/koebenhavn",)


def test_the_first_of_two_waivers_of_one_rule_is_kept() -> None:
    waiver = {"rule": "x", "reason": "R", "by": "B", "date": "2021-12-16"}
    merged = merge(bare(waiver=[waiver]), bare(waiver=[{**waiver, "by": "C"}]))
    assert ([one.by for one in merged.plan.waivers], note_keys(merged)) == (["B"], ["waiver_twice"])


def test_the_waiver_of_a_ceiling_follows_the_contribution_to_its_new_id() -> None:
    waiver = {"rule": "stream.s.max_amount", "reason": "R", "by": "B", "date": "2021-12-16"}
    second = bare(fonden(name="En anden", amount=9, max_amount=5), waiver=[waiver])
    merged = merge(bare(fonden(amount=5)), second).plan
    assert [one.rule for one in merged.waivers] == ["stream.s-2.max_amount"]
    assert merged.check().explain("stream.s-2.max_amount").findings[0].outcome == "waived"


def test_approximate_amounts_that_were_added_are_named() -> None:
    merged = merge(bare(fonden(amount="ca. 4,5 mio.")), bare(fonden(amount="1 mio.")))
    assert (merged.plan.streams[0].approx, "rounded" in note_keys(merged)) == (True, True)


def test_a_gap_between_the_plans_is_said_and_more_than_forty_years_refused() -> None:
    merged = merge(bare(fonden(amount=5)), bare(start="2026-01-01", end="2027-12-31"))
    assert note_keys(merged) == ["gap", "rules_day"]
    with pytest.raises(PeriodError):
        merge(bare(), bare(start="2062-01-01", end="2063-12-31"))


def test_there_may_be_nothing_to_look_at() -> None:
    merged = merge(bare(fonden(amount=5)), bare(fonden(amount=5, id="t", name="Andre")), name="Begge")
    assert (merged.show(), merged.show("en")) == (
        "Begge: der er ikke noget særligt at se efter.",
        "Begge: there is nothing in particular to look at.",
    )


def test_the_merged_plan_is_of_the_class_of_the_first() -> None:
    class Own(Plan):
        pass

    own = Own.model_validate(URBANPLANEN, by_alias=True, by_name=False)
    assert type(merge(own, build.plan(**AMAGERBRO)).plan) is Own


def test_only_plans_are_merged() -> None:
    with pytest.raises(CalculationError, match="kun planer"):
        merge(Plan.from_file(DATA / "amager-2022.toml"), "x")  # type: ignore[arg-type]
