"""Every input a little lower and a little higher: exact, and the one that matters most first."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from helhedsplan_finance import AmountError, CalculationError, Kroner, Plan
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.calculators.scenario.sensitivity import sensitivity
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from places import DATA
from said import said
from strategies import plans

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")


def gap(plan: Plan) -> int:
    """Total - financing, added up without the library's measures."""
    costs = sum(amount.ore for line in plan.costs for amount in cost_by_year(line, plan).values())
    given_ore = sum(
        amount.ore
        for stream in plan.streams
        if stream.status != "afslag"
        for amount in stream_by_year(stream, plan.period).values()
    )
    return (costs if plan.costs else plan.total.ore if plan.total else 0) - given_ore


def half_up(ore: int, factor: Fraction) -> Kroner:
    doubled = 2 * ore * factor.numerator + factor.denominator
    return Kroner.from_ore(doubled // (2 * factor.denominator))


def test_on_amager_a_tenth_of_each_amount_is_what_moves() -> None:
    found = sensitivity(AMAGER)
    assert [(one.input, one.low, one.base, one.high, one.swing) for one in found.rows] == [
        ("total", -310_000_000, 0, 310_000_000, 620_000_000),
        ("lbf", 190_000_000, 0, -190_000_000, 380_000_000),
        ("kommune", 45_000_000, 0, -45_000_000, 90_000_000),
        ("boligorganisationer", 45_000_000, 0, -45_000_000, 90_000_000),  # alike: as the plan has them
        ("ekstern", 30_000_000, 0, -30_000_000, 60_000_000),
    ]


@given(plans(), st.fractions(Fraction(1, 50), 1, max_denominator=50))
def test_each_row_is_the_gap_of_a_plan_that_states_the_moved_figure(plan: Plan, by: Fraction) -> None:
    unknown = any(one.is_open and one.status != "afslag" for one in plan.streams)
    if unknown or (not plan.costs and plan.total is None):
        with pytest.raises(CalculationError):
            sensitivity(plan, by=by)
        return
    found = {(one.input): one for one in sensitivity(plan, by=by).rows}
    ids = [one.id for one in plan.streams if not one.is_open] + [one.id for one in plan.costs or ()]
    assert set(found) == {*ids, *(() if plan.costs else ("total",))}
    for stream in plan.streams[:2]:
        if stream.is_open:
            continue
        for result, factor in ((found[stream.id].low, 1 - by), (found[stream.id].high, 1 + by)):
            if stream.amount is not None:
                fields: dict[str, Any] = {"amount": half_up(stream.amount.ore, factor)}
            else:
                fields = {"amounts": {year: half_up(one.ore, factor) for year, one in (stream.amounts or {}).items()}}
            assert result == gap(Scenario("x", {"stream": {stream.id: fields}}).on(plan))
    for line in plan.costs[:1]:
        moved = Scenario("x", {"cost": {line.id: {"unit_price": half_up(build.price_of(line).ore, 1 + by)}}}).on(plan)
        assert (found[line.id].base, found[line.id].high) == (gap(plan), gap(moved))


def test_the_largest_swing_is_first() -> None:
    swings = [one.swing for one in sensitivity(PARK).rows]
    assert swings == sorted(swings, reverse=True)
    assert [one.input for one in sensitivity(PARK).rows][:3] == ["lbf", "beboerraadgivere", "projektleder"]


def test_the_result_may_be_anything_exact_that_a_plan_gives() -> None:
    failing = sensitivity(AMAGER, result=lambda plan: len(plan.check().failed))
    share = sensitivity(
        AMAGER, by="50 %", result=lambda plan: sum(map(amount_of, plan.streams[:1]), Kroner()) / total(plan)
    )
    assert (failing.result, failing.base, failing.rows[0].high) == ("number", 1, 2)
    assert {one.input: one.swing for one in share.rows} == {
        "total": Fraction(38, 31) - Fraction(38, 93),
        "lbf": Fraction(19, 31),
        "kommune": 0,
        "boligorganisationer": 0,
        "ekstern": 0,
    }
    assert share.to_dict()["rows"][0]["high"] == "38/93"
    assert sensitivity(AMAGER, result=total).result == "amount"


def _rent(plan: Plan) -> Fraction:
    average = plan.rent().average_kr_per_lejemaal_month
    assert average is not None
    return average


def test_a_number_is_printed_with_the_decimals_of_danes_and_its_unit() -> None:
    # 600.000 kr. over 880 homes and 48 months are 14,2045…; a tenth less is 12,784…, a tenth more 15,625.
    found = sensitivity(PARK, result=_rent, unit="kr. pr. lejemål om måneden")
    shown = found.show("da")

    assert found.rows[0].base == Fraction(625, 44)
    assert "Resultatet i kr. pr. lejemål om måneden" in shown
    for figure in ("12,78", "14,20", "15,63", "2,84"):
        assert figure in shown + found.to_html("da")
        assert figure.replace(",", ".") in found.show("en")
    assert "/" not in shown
    assert (found.to_dict()["unit"], found.to_dict()["base"]) == ("kr. pr. lejemål om måneden", "625/44")


def test_a_share_is_printed_in_per_cent() -> None:
    # 4,5 of 31 mio. is 14,516… %; of a total that is a tenth lower 16,129… %.
    found = sensitivity(AMAGER, result=lambda plan: amount_of(plan.streams[1]) / total(plan), unit="%")

    assert "Resultatet i %, når ét tal ad gangen" in said(found)
    assert {"14,52", "16,13"} <= set(found.show("da").split())


def test_there_are_decimals_enough_to_tell_what_moves_the_result() -> None:
    found = sensitivity(AMAGER, result=lambda plan: Fraction(total(plan).ore, 10**14))  # 0,000031 and a tenth of it

    assert {"0,000028", "0,000031", "0,000034"} <= set(found.show("da").split())


def amount_of(stream: Any) -> Kroner:
    assert isinstance(stream.amount, Kroner)
    return stream.amount


def total(plan: Plan) -> Kroner:
    assert plan.total is not None
    return plan.total


def test_a_result_that_goes_down_both_ways_swings_by_the_whole_of_it() -> None:
    found = sensitivity(AMAGER, result=lambda plan: -abs(gap(plan)))
    assert (found.rows[0].low, found.rows[0].high, found.rows[0].swing) == (-310_000_000, -310_000_000, 310_000_000)


def test_as_a_frame_and_as_text() -> None:
    frame = sensitivity(AMAGER).to_frame("en")
    assert (list(frame["swing"])[:2], str(frame["low"].dtype)) == ([620_000_000, 380_000_000], "Int64")
    assert list(frame["name"])[:2] == ["Total", "Landsbyggefonden"]
    shares = sensitivity(AMAGER, result=lambda _: Fraction(1, 3)).to_frame()
    assert (list(shares["base"]), list(shares["base_exact"])) == ([1 / 3] * 5, ["1/3"] * 5)
    assert "low_exact" not in frame.columns  # whole øre are exact as they are
    shown = sensitivity(AMAGER).show("da").splitlines()
    assert max(map(len, shown)) <= 80
    assert shown[4:7] == [
        "Det, der ændres                         -10 %  som oplyst       +10 %    udsving",
        "────────────────────────────────────────────────────────────────────────────────",
        "Samlet ramme                       -3.100.000           0   3.100.000  6.200.000",
    ]
    assert str(sensitivity(AMAGER)) == "\n".join(shown)
    assert json.loads(json.dumps(sensitivity(AMAGER).to_dict()))["rows"][1]["low"] == 190_000_000


def test_what_cannot_be_moved_or_worked_out_says_what_to_write() -> None:
    still_open = Scenario("x", {"stream": {"kommune": {"amount": None}}}).on(AMAGER)
    bare = Scenario("x", {"stream": dict.fromkeys(["lbf", "kommune", "boligorganisationer", "ekstern"]), "total": None})
    with pytest.raises(CalculationError, match="kan ikke beregnes, så længe der mangler beløb for kommune; oplys dem"):
        sensitivity(still_open)
    with pytest.raises(CalculationError, match="mangler beløb for total"):
        sensitivity(bare.on(AMAGER))
    with pytest.raises(CalculationError, match="planen har ingen beløb at ændre"):
        sensitivity(bare.on(AMAGER), result=lambda plan: len(plan.streams))
    with pytest.raises(CalculationError, match="'0 %' ændrer ingen tal"):
        sensitivity(AMAGER, by="0 %")
    with pytest.raises(CalculationError, match="'101 %' er ikke mellem 0 % og 100 %"):
        sensitivity(AMAGER, by="101 %")
    by: Any = 0.1
    with pytest.raises(AmountError):
        sensitivity(AMAGER, by=by)


@pytest.mark.parametrize("result", [0.5, None, "1 mio.", True])
def test_a_result_is_never_a_float(result: Any) -> None:
    with pytest.raises(CalculationError, match="det skal være Kroner, et helt tal eller en brøk"):
        sensitivity(AMAGER, result=lambda _: result)


def test_a_result_is_the_same_kind_each_time() -> None:
    def wavering(plan: Plan) -> Kroner | int:
        return 1 if plan is AMAGER else Kroner(1)

    with pytest.raises(CalculationError, match="nogle gange penge og andre gange et tal"):
        sensitivity(AMAGER, result=wavering)
