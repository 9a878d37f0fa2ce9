"""Where a grant goes furthest: exact to the øre, turned exactly at the break-even, and silent on what nobody knows."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import keys_of
from helhedsplan_finance import AmountError, Kroner, Plan
from helhedsplan_finance.calculators.moms.comparison import compare_placements, placements_of
from helhedsplan_finance.calculators.moms.placement import Placement, Reading
from helhedsplan_finance.errors import FieldError
from places import DATA
from said import said

pytestmark = pytest.mark.daily

DAY = date(2020, 1, 1)
MILLION = Kroner("1 mio. kr.")

grants = st.integers(1, 10**13).map(Kroner.from_ore)
shares = st.fractions(0, 1, max_denominator=1000)
rates = st.fractions(Fraction(1, 1000), 1, max_denominator=1000)


def test_a_private_grant_of_a_million_leaves_825000_at_a_kommune_and_breaks_even_at_875_per_mille() -> None:
    found = compare_placements(MILLION, private=True, on=DAY)
    assert found.kommune == Placement("kommune", Kroner(825_000), Kroner(175_000), Kroner(0), share=Fraction(825, 1000))
    assert found.break_even == Fraction(875, 1000)
    assert found.better is None


@pytest.mark.parametrize(
    ("taxed", "keeps", "better"),
    [
        ("0 %", 1_000_000, "boligorganisation"),
        ("50 %", 900_000, "boligorganisation"),
        ("87,5 %", 825_000, "same"),
        ("100 %", 800_000, "kommune"),
    ],
)
def test_a_boligorganisation_keeps_less_the_more_of_the_spending_bears_moms(
    taxed: str, keeps: int, better: str
) -> None:
    found = compare_placements(MILLION, private=True, taxed=taxed, on=DAY)
    assert found.boligorganisation is not None
    assert (found.boligorganisation.keeps, found.better) == (Kroner(keeps), better)


def test_money_of_the_state_bears_no_fondsmoms() -> None:
    found = compare_placements(MILLION, private=False, taxed="50 %", on=DAY)
    assert found.kommune is not None
    assert (found.kommune.keeps, found.better) == (MILLION, "kommune")
    assert found.break_even == Fraction(0)


@given(grants, st.booleans(), shares, shares, shares)
def test_what_is_kept_and_what_goes_away_are_the_grant_to_the_ore(
    grant: Kroner, private: bool, taxed: Fraction, fondsmoms: Fraction, moms: Fraction
) -> None:
    reading = Reading.of(grant, private=private, taxed=taxed, fondsmoms=fondsmoms, moms=moms)
    assert len(reading.placements) == 2
    for one in reading.placements:
        assert one.keeps + one.fondsmoms + one.moms == grant
        assert min(one.keeps, one.fondsmoms, one.moms) >= Kroner(0)


@given(grants, shares, rates)
def test_a_boligorganisation_buys_what_its_receipts_without_moms_come_to(
    grant: Kroner, taxed: Fraction, moms: Fraction
) -> None:
    found = compare_placements(grant, private=True, taxed=taxed, moms_rate=moms).boligorganisation
    assert found is not None
    # By another way: the taxed receipts are divided by 1 + the rate one by one, the rest counts as it is.
    bought = grant.ore * taxed / (1 + moms) + grant.ore * (1 - taxed)
    assert found.share * grant.ore == bought
    assert abs(found.keeps.ore - bought) <= Fraction(1, 2)


@given(grants, rates, rates, st.fractions(Fraction(1, 10**6), 1))
def test_the_better_holder_turns_exactly_at_the_break_even(
    grant: Kroner, fondsmoms: Fraction, moms: Fraction, step: Fraction
) -> None:
    def better(taxed: Fraction) -> str | None:
        return Reading.of(grant, private=True, taxed=taxed, fondsmoms=fondsmoms, moms=moms).better

    turn = Reading.of(grant, private=True, taxed=None, fondsmoms=fondsmoms, moms=moms).break_even
    assert turn is not None
    if turn <= 1:
        assert better(turn) == "same"
        assert better(turn * (1 - step)) == "boligorganisation"
        assert turn == 1 or better(turn + (1 - turn) * step) == "kommune"
    else:
        assert better(step) == better(Fraction(1)) == "boligorganisation"


def test_a_break_even_above_the_whole_spending_settles_it_without_the_share() -> None:
    found = compare_placements(MILLION, private=True, fondsmoms_rate="30 %")
    assert (found.break_even, found.better, found.boligorganisation) == (Fraction(3, 2), "boligorganisation", None)
    assert "uanset hvor stor en andel af forbruget der er momsbelagt" in said(found)


def test_a_break_even_at_the_whole_spending_leaves_it_open_without_the_share() -> None:
    found = compare_placements(MILLION, private=True, fondsmoms_rate="20 %")
    assert found.break_even == Fraction(1)
    assert found.better is None


def test_without_moms_the_share_is_not_asked_for() -> None:
    found = compare_placements(MILLION, private=True, moms_rate="0 %")
    assert (found.break_even, found.better) == (None, "boligorganisation")
    assert "moms.taxed_missing" not in keys_of(found.warnings)


def test_a_share_that_is_not_stated_leaves_the_boligorganisation_out_and_is_asked_for() -> None:
    found = compare_placements(MILLION, private=True, on=DAY)
    assert found.boligorganisation is None
    assert keys_of(found.warnings) == ["moms.taxed_missing", "moms.assumed", "moms.general_knowledge"]
    assert "Angiv den momsbelagte andel." in said(found)


def test_where_nobody_says_whether_a_grant_is_private_both_readings_are_told() -> None:
    found = compare_placements(MILLION, taxed="60 %", on=DAY)
    assert [one.better for one in found.readings] == ["boligorganisation", "kommune"]
    assert (found.better, found.kommune, found.break_even) == (None, None, None)
    assert found.boligorganisation is not None
    assert keys_of(found.warnings)[0] == "moms.private_missing"
    assert "Privat bevilling: rækker længst hos boligorganisationen, 55.000 kr. mere." in said(found)
    assert "Penge fra stat eller EU: rækker længst hos kommunen, 120.000 kr. mere." in said(found)


def test_readings_that_agree_need_no_choice() -> None:
    assert compare_placements(MILLION, taxed="100 %", on=DAY).better == "kommune"


@pytest.mark.parametrize("private", [True, False, None])
def test_on_a_day_that_nobody_has_verified_the_kommune_is_not_reckoned(private: bool | None) -> None:
    found = compare_placements(MILLION, private=private, taxed="60 %", on=date(2027, 1, 1))
    assert (found.kommune, found.break_even, found.better) == (None, None, None)
    assert keys_of(found.warnings)[0] == "moms.not_after"


def test_a_stated_rate_reckons_on_any_day() -> None:
    found = compare_placements(MILLION, private=True, on=date(2027, 1, 1), fondsmoms_rate="17,5 %", moms_rate="25 %")
    assert found.kommune is not None
    assert found.kommune.keeps == Kroner(825_000)
    assert keys_of(found.notes) == ["moms.stated", "moms.stated"]
    assert "moms.assumed" not in keys_of(found.warnings)


def test_what_is_general_knowledge_is_never_told_as_verified() -> None:
    found = compare_placements(MILLION, private=True, taxed="60 %", on=DAY, moms_rate="25 %")
    assert keys_of(found.warnings) == ["moms.general_knowledge", "moms.lower_taxed"]
    assert "er almindelig viden og ikke slået op" in said(found)
    assert "is general knowledge and not looked up" in said(found, "en")


@pytest.mark.parametrize(
    ("grant", "asked", "error", "why"),
    [
        (-1, {}, AmountError, "bevillingen er -1 kr.; skriv et beløb over 0 kr."),
        (0, {}, AmountError, "bevillingen er 0 kr."),
        ("mange penge", {}, AmountError, "er ikke et beløb"),
        (1, {"taxed": "120 %"}, AmountError, "taxed: '120 %' er ikke mellem 0 % og 100 %"),
        (1, {"taxed": 0.6}, AmountError, "taxed: '0.6' er ikke en andel"),
        (1, {"fondsmoms_rate": 0.175}, AmountError, "fondsmoms_rate: '0.175' er ikke en andel"),
        (1, {"moms_rate": 0.25}, AmountError, "moms_rate: '0.25' er ikke en andel"),
        (1, {"private": "nej"}, FieldError, "'nej' er ikke sandt eller falsk"),
    ],
)
def test_what_cannot_be_compared_is_refused(grant: Any, asked: Any, error: type[Exception], why: str) -> None:
    with pytest.raises(error) as refused:
        compare_placements(grant, **asked)
    assert why in str(refused.value)


def test_the_data_hold_ore_and_exact_shares() -> None:
    data = compare_placements(MILLION, private=True, taxed="1/3", on=DAY).to_dict("en")
    assert list(data) == [
        "grant_ore",
        "day",
        "private",
        "taxed",
        "fondsmoms",
        "moms",
        "readings",
        "better",
        "notes",
        "warnings",
    ]
    assert (data["grant_ore"], data["taxed"], data["day"]) == (100_000_000, "1/3", "2020-01-01")
    (reading,) = data["readings"]
    assert reading["break_even"] == "7/8"
    assert reading["placements"][1] == {
        "holder": "boligorganisation",
        "keeps_ore": 93_333_333,
        "fondsmoms_ore": 0,
        "moms_ore": 6_666_667,
        "share": "14/15",
    }


def test_the_external_contributions_of_a_plan_are_compared_on_the_day_of_its_rules() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    found = placements_of(plan, private=True)
    assert list(found) == ["fond"]
    assert (found["fond"].grant, found["fond"].day) == (Kroner(300_000), date(2021, 6, 1))


def test_a_contribution_that_is_no_cash_is_refused_or_has_no_amount_is_left_out() -> None:
    plan = build.plan(
        build.stream("ekstern", 100, id="timer", kind="in-kind"),
        build.stream("ekstern", 100, id="afslag", status="afslag"),
        build.stream("ekstern", id="aaben"),
        build.stream("ekstern", 0, id="nul"),
        build.stream("kommune", 100),
        build.stream("ekstern", 100, id="fond", status="søgt"),
        start="2020-01-01",
        end="2023-12-31",
    )
    assert list(placements_of(plan)) == ["fond"]


def test_vaerebro_park_gets_825000_of_realdanias_million_through_the_kommune() -> None:
    plan = Plan.from_file(DATA / "vaerebro-2017.toml")
    found = placements_of(plan, private=True, fondsmoms_rate="17,5 %")["realdania"]
    assert found.kommune is not None
    assert (found.kommune.keeps, found.kommune.fondsmoms) == (Kroner(825_000), Kroner(175_000))


def test_for_vaerebro_parks_years_the_rate_is_not_verified() -> None:
    found = placements_of(Plan.from_file(DATA / "vaerebro-2017.toml"), private=True)["realdania"]
    assert found.kommune is None
    assert keys_of(found.warnings)[0] == "moms.not_before"


def test_vaerebro_parks_frame_holds_1600000_without_moms_if_all_of_it_bears_moms() -> None:
    frame = Plan.from_file(DATA / "vaerebro-2017.toml").total
    assert frame is not None
    found = compare_placements(frame, private=False, taxed="100 %").boligorganisation
    assert found is not None
    assert (found.keeps, found.moms) == (Kroner("1,6 mio. kr."), Kroner("0,4 mio. kr."))
