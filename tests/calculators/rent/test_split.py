"""The split between boligafdelinger: exact, fair, and the same whatever order they stand in."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from helhedsplan_finance import Boligafdeling, CalculationError, Kroner, Period, Plan, RentEffect
from helhedsplan_finance.calculators.rent.split import months_of, split_years
from helhedsplan_finance.plan.home_keys import KeyShares, fixed_in, months_in
from places import DATA
from runs import thorough
from strategies import rich_plans

pytestmark = pytest.mark.daily


def pays(effect: RentEffect) -> dict[str, dict[int, Kroner]]:
    return {one.afdeling.id: one.by_year for one in effect.afdelinger}


@thorough
@given(rich_plans())
def test_every_year_adds_up_to_the_ore(plan: Plan) -> None:
    effect = plan.rent()
    for year, amount in effect.by_year.items():
        assert sum((one.by_year[year] for one in effect.afdelinger), Kroner()) == amount


def test_a_day_of_a_month_that_counts_for_nothing_counts_for_no_less() -> None:
    # From 12 October months end on the 11th: January and February are 2 of the 1,998 months that the plan has in 2017,
    # so 1 March adds nothing, and whoever is in on that day alone has nothing to pay.
    homes = [{"id": "hele", "name": "Hele", "lejemaal": 10}, {"id": "sidst", "name": "Sidst", "lejemaal": 10}]
    homes[1]["start"] = "2017-03-01"
    given_ = build.stream("boligafdeling", amounts={"2016": 100, "2017": 100})
    plan = build.plan(given_, start="2016-10-12", end="2017-03-01", boligafdeling=homes)
    assert months_in(plan.afdelinger[1], plan.period) == {2016: 0, 2017: 0}
    assert pays(plan.rent()) == {
        "hele": {2016: Kroner(100), 2017: Kroner(100)},
        "sidst": {2016: Kroner(0), 2017: Kroner(0)},
    }


@given(st.dates(date(2015, 1, 1), date(2017, 12, 31)), st.integers(0, 900), st.integers(0, 900), st.integers(0, 900))
def test_nobody_is_in_for_less_than_nothing_or_more_than_the_plan(
    start: date, days: int, joins: int, stays: int
) -> None:
    period = Period(start, start + timedelta(days=days))
    first = min(start + timedelta(days=joins), period.end)
    last = min(first + timedelta(days=stays), period.end)
    found = months_in(Boligafdeling(id="a", name="A", lejemaal=1, start=first, end=last), period)
    for part in period.slices:
        assert 0 <= found[part.year] <= part.months


@thorough
@given(rich_plans(), st.integers())
def test_the_order_of_the_boligafdelinger_moves_no_ore(plan: Plan, seed: int) -> None:
    shuffled = list(plan.afdelinger)
    Random(seed).shuffle(shuffled)  # noqa: S311 - any order will do
    assert pays(plan.model_copy(update={"afdelinger": tuple(shuffled)}).rent()) == pays(plan.rent())


def quota(plan: Plan, id_: str, year: int) -> Fraction:
    """Return what a boligafdeling would pay in øre if nothing were rounded: worked out from the words of the rule."""
    effect = plan.rent()
    months = {one.id: months_in(one, plan.period)[year] for one in plan.afdelinger}
    (home,) = (one for one in plan.afdelinger if one.id == id_)
    fixed = {one.id: (one.fixed or {}).get(year, Kroner()) for one in plan.afdelinger if one.fixed and months[one.id]}
    if home.fixed is not None:
        return Fraction(fixed[id_].ore if id_ in fixed else 0)
    rest = effect.by_year[year].ore - sum(one.ore for one in fixed.values())
    exact = Fraction(0)
    for name, share in (plan.key or {"lejemaal": Fraction(1)}).items():
        weights = {
            one.id: months[one.id]
            * (1 if name == "equal" else (one.share if name == "own" else getattr(one, name)) or 0)
            for one in plan.afdelinger
            if one.fixed is None
        }
        exact += rest * share * weights[id_] / sum(weights.values())
    return exact


@thorough
@given(rich_plans())
def test_nobody_is_more_than_an_ore_for_each_split_from_what_is_exact(plan: Plan) -> None:
    keys = len(plan.key or {"lejemaal": 1})
    for one in plan.rent().afdelinger:
        for year, amount in one.by_year.items():
            # An øre for the split over the key, and one for the split over the boligafdelinger, of each part.
            assert abs(amount.ore - quota(plan, one.afdeling.id, year)) < 2 * keys


@thorough
@given(st.lists(st.integers(1, 500), min_size=2, max_size=8), st.integers(1, 10**9))
def test_more_dwellings_never_pay_less(dwellings: list[int], ore: int) -> None:
    homes = [{"id": f"a{place}", "name": "A", "lejemaal": count} for place, count in enumerate(dwellings)]
    plan = Plan.model_validate(
        {
            "name": "P",
            "start": "2022-01-01",
            "end": "2022-12-31",
            "streams": [{"id": "b", "source": "boligafdeling", "name": "B", "amounts": {2022: Kroner.from_ore(ore)}}],
            "afdelinger": homes,
        }
    )
    paid = [one.by_year[2022] for one in plan.rent().afdelinger]
    ordered = sorted(zip(dwellings, paid, strict=True))
    assert [amount for _, amount in ordered] == sorted(paid)


@thorough
@given(rich_plans())
def test_when_a_neighbour_opts_out_nobody_else_pays_less_but_for_rounding(plan: Plan) -> None:
    effect = plan.rent()
    keys = len(effect.key)
    gone = [one.id for one in plan.afdelinger if one.id != "alle"][:1]
    if not gone:
        return
    without = pays(effect.without(*gone))
    for id_, by_year in pays(effect).items():
        if id_ not in gone:
            # One øre may fall otherwise in each part that is split anew.
            assert all(without[id_][year].ore >= amount.ore - 2 * keys for year, amount in by_year.items())
    assert all(not any(amount.ore for amount in without[id_].values()) for id_ in gone)


def test_a_mix_of_keys_worked_by_hand() -> None:
    # 150.000 kr. a year, 60 % by dwellings (420 + 310 + 150 = 880) and 40 % by m² (33.600 + 24.180 + 11.250 = 69.030).
    # 90.000 · 420/880 = 42.954,545…, 31.704,545… and 15.340,909…; rounded down two øre are left: the largest rest is
    # the third's, and of the two that are alike the larger weight's: 42.954,55, 31.704,54 and 15.340,91. 60.000 ·
    # 33.600/69.030 = 29.204,6936, 21.016,9491 and 9.778,3572; two øre are left, for the rests ,0091 and ,0072:
    # 29.204,69, 21.016,95 and 9.778,36.
    effect = build.park().rent(key="lejemaal=60 %, m2=40 %")
    assert {one.afdeling.id: one.by_year[2022].text() for one in effect.afdelinger} == {
        "afd-1": "72.159,24 kr.",
        "afd-2": "52.721,49 kr.",
        "afd-3": "25.119,27 kr.",
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("lejemaal", ["71.590,91 kr.", "52.840,91 kr.", "25.568,18 kr."]),  # 150.000 · 420/880 = 71.590,909…
        ("m2", ["73.011,74 kr.", "52.542,37 kr.", "24.445,89 kr."]),  # 73.011,7340, 52.542,3729 and 24.445,8931
        ("equal", ["50.000 kr.", "50.000 kr.", "50.000 kr."]),
    ],
)
def test_each_key_worked_by_hand(key: str, expected: list[str]) -> None:
    assert [one.by_year[2022].text() for one in build.park().rent(key=key).afdelinger] == expected


def test_a_boligafdeling_that_joins_in_july_pays_for_half_of_the_year() -> None:
    one, two, three = build.park().afdelinger
    joined = build.park(
        afdelinger=(
            one,
            two,
            three.model_copy(
                update={"start": Plan.from_file(DATA / "eksempelparken-2022.toml").start.replace(month=7)}
            ),
        )
    )
    effect = joined.rent()
    # 420 · 12 + 310 · 12 + 150 · 6 = 9.660 dwelling months; 150.000 kr. / 9.660 = 15,528 kr. a month for everybody.
    assert [one.by_year[2022].text() for one in effect.afdelinger] == [
        "78.260,87 kr.",
        "57.763,97 kr.",
        "13.975,16 kr.",
    ]
    assert {round(one.kr_per_lejemaal_month(2022) or 0, 2) for one in effect.afdelinger} == {Fraction(1553, 100)}


def test_a_fixed_sum_is_taken_first_and_the_rest_is_split() -> None:
    one, two, three = build.park().afdelinger
    fixed = three.model_copy(update={"fixed": {2022: Kroner(40_000)}})
    effect = build.park(afdelinger=(one, two, fixed)).rent()
    # 110.000 kr. over 420 + 310 dwellings.
    assert [one.by_year[2022].text() for one in effect.afdelinger] == ["63.287,67 kr.", "46.712,33 kr.", "40.000 kr."]
    assert effect.afdelinger[2].by_year[2023] == Kroner()


def home(id_: str, **more: Any) -> Boligafdeling:
    return Boligafdeling.model_validate({"id": id_, "name": id_, "lejemaal": 10, **more})


def split_2022(amount: Kroner, *homes: Boligafdeling, out: tuple[str, ...] = ()) -> dict[str, Kroner]:
    months = {one.id: {2022: Fraction(0 if one.id in out else 12)} for one in homes}
    found = split_years({2022: amount}, homes, {"lejemaal": Fraction(1)}, months)
    return {id_: by_year[2022] for id_, by_year in found.items()}


def test_a_fixed_sum_is_paid_only_in_a_year_when_the_boligafdeling_is_in() -> None:
    fixed = home("a", fixed={2022: 400})
    assert fixed_in(fixed, 2022, Fraction(12)) == Kroner(400)
    assert fixed_in(fixed, 2022, Fraction(1, 31)) == Kroner(400)
    assert fixed_in(fixed, 2022, Fraction(0)) == Kroner()
    assert fixed_in(fixed, 2023, Fraction(12)) == Kroner()
    assert fixed_in(home("b"), 2022, Fraction(12)) is None
    assert split_2022(Kroner(1_000), fixed, home("b")) == {"a": Kroner(400), "b": Kroner(600)}
    assert split_2022(Kroner(1_000), fixed, home("b"), out=("a",)) == {"a": Kroner(), "b": Kroner(1_000)}


def test_fixed_sums_may_be_all_that_is_to_be_paid_and_not_an_ore_more() -> None:
    one, two = home("a", fixed={2022: 400}), home("b", fixed={2022: "600,01 kr."})
    assert split_2022(Kroner("1.000,01"), one, two) == {"a": Kroner(400), "b": Kroner("600,01")}
    with pytest.raises(CalculationError) as caught:
        split_2022(Kroner(1_000), one, two)
    assert str(caught.value) == (
        "i 2022 giver de faste beløb 1.000,01 kr., men der skal kun betales 1.000 kr.; sænk de faste beløb"
    )


def test_a_year_in_which_nobody_is_left_to_pay_is_refused() -> None:
    one, two = home("a", fixed={2022: 400}), home("b")
    with pytest.raises(CalculationError) as caught:
        split_2022(Kroner(1_000), one, two, out=("b",))
    assert str(caught.value) == (
        "i 2022 er der ingen tilbage til at betale 600 kr.; "
        "lad mindst én boligafdeling være med, eller dæk beløbet på anden vis"
    )


def test_a_part_of_the_key_that_comes_to_nothing_is_paid_by_nobody() -> None:
    # One øre by two halves of a key: dwellings take it, so that nobody is asked for the m² that nobody has.
    homes = (home("a", m2=0), home("b", m2=0))
    months = {one.id: {2022: Fraction(12)} for one in homes}
    key: KeyShares = {"m2": Fraction(1, 2), "lejemaal": Fraction(1, 2)}
    found = split_years({2022: Kroner.from_ore(1)}, homes, key, months)
    assert {id_: by_year[2022].ore for id_, by_year in found.items()} == {"a": 1, "b": 0}


def test_each_year_is_split_by_the_months_of_that_year() -> None:
    plan = {"2022": "2022-07-01", "2023": "2023-06-30"}
    late = home("b", start=plan["2022"], end=plan["2023"])
    period = Period(date(2022, 1, 1), date(2023, 12, 31))
    months = months_of((home("a"), late), period)
    assert months == {"a": {2022: 12, 2023: 12}, "b": {2022: 6, 2023: 6}}
    to_pay = {2022: Kroner(300), 2023: Kroner(600)}
    # Ten dwellings each: 120 and 60 dwelling months, so two thirds and one third.
    assert split_years(to_pay, (home("a"), late), {"lejemaal": Fraction(1)}, months) == {
        "a": {2022: Kroner(200), 2023: Kroner(400)},
        "b": {2022: Kroner(100), 2023: Kroner(200)},
    }


def test_what_is_covered_is_spread_as_the_contribution_is() -> None:
    effect = build.park().rent(covered="100.000,03 kr.")
    assert sum(effect.paid.covered.values(), Kroner()) == Kroner("100.000,03 kr.")
    assert effect.total == Kroner("499.999,97 kr.")
    assert build.park().rent(covered="1/3").total == Kroner(400_000)
