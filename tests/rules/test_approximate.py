"""Amounts that are not exact: how far they may be off, and whether that could turn a verdict; never a tolerance."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import finding
from helhedsplan_finance import Finding, Kroner, Plan
from helhedsplan_finance.values.hedges import hedge_in, reach_of, step_of

pytestmark = pytest.mark.daily


@pytest.mark.parametrize(
    ("amount", "off"),
    [
        ("4,5 mio.", "50.000"),
        ("19 mio.", "500.000"),
        ("20 mio.", "500.000"),
        ("7,25 mio.", "5.000"),
        ("500.000", "50.000"),
        ("0", "0"),
    ],
)
def test_a_rounded_amount_is_off_by_half_of_its_last_digit(amount: str, off: str) -> None:
    assert step_of(Kroner(amount).ore) == 2 * Kroner(off).ore


def with_kommune(kommune: int | str, *, approx: bool = True, total: str = "31 mio.") -> Plan:
    """Return a plan of København: 19 mio. kr. from Landsbyggefonden, and what the kommune gives."""
    streams = (build.stream("lbf", "19 mio."), build.stream("kommune", kommune, approx=approx))
    return build.plan(*streams, kommune="København", total=total)


@pytest.mark.parametrize(
    ("kommune", "outcome", "rounding"),
    [
        ("4,5 mio.", "failed", "stands"),  # 4,45 is still above 3,875
        ("3,9 mio.", "failed", "could turn"),  # 3,85 would hold
        ("3,8 mio.", "passed", "stands"),  # 3,85 holds too
        ("3,875 mio.", "passed", "could turn"),  # 3,8755 would not
        ("3,925 mio.", "failed", "stands"),  # 3,9245
    ],
)
def test_the_verdict_is_exact_and_says_whether_rounding_could_turn_it(
    kommune: str, outcome: str, rounding: str
) -> None:
    one = finding(with_kommune(kommune), "kommune.share.max")
    assert (one.outcome, one.rounding) == (outcome, rounding)


def test_a_verdict_on_exact_amounts_says_nothing_of_rounding() -> None:
    one = finding(with_kommune("3,9 mio.", approx=False), "kommune.share.max")
    assert (one.rounding, "rounding" in one.to_dict()) == (None, False)


def test_amagers_verdict_stands_in_words() -> None:
    said = finding(build.published("amager-2022"), "kommune.share.max").message.show("da")
    assert "kommunens bidrag ligger mellem 4.450.000 kr. og 4.550.000 kr.); det vender ikke udfaldet." in said


def test_a_period_is_not_rounded_by_an_amount() -> None:
    assert finding(with_kommune("4,5 mio."), "period.length.max").rounding is None


@given(ore=st.integers(1, 10**11), off=st.integers(-(10**8), 10**8))
def test_what_stands_stands_for_every_amount_that_rounds_to_the_stated_one(ore: int, off: int) -> None:
    def outcome(amount: int) -> Any:
        return finding(with_kommune(Kroner.from_ore(amount).text()), "kommune.share.max")

    stated = outcome(ore)
    step = step_of(ore)
    other = ore + off
    if other >= 0 and 2 * abs(off) <= step and stated.rounding == "stands":
        assert outcome(other).outcome == stated.outcome


# Worked out by hand: half of the last stated unit is 0,5 for "30 mio." and 0,05 for "4,5 mio."
RANGES = [
    ("ca. 30 mio. kr.", "29,5 mio.", "30,5 mio."),
    ("omkring 14 mio. kr.", "13,5 mio.", "14,5 mio."),
    ("knap 30 mio. kr.", "29,5 mio.", "30 mio."),
    ("godt syv mio. kr.", "7 mio.", "7,5 mio."),
    ("knap 4,5 mio. kr.", "4,45 mio.", "4,5 mio."),
    ("over 33 mio. kr.", "33 mio.", None),
    ("mindst 8 mio. kr.", "8 mio.", None),
    ("op til 12 mio. kr.", "0", "12 mio."),
    ("60-70 mio. kr.", "60 mio.", "70 mio."),
]


@pytest.mark.parametrize(("written", "low", "high"), RANGES)
def test_a_hedge_says_between_what_amounts_the_real_one_lies(written: str, low: str, high: str | None) -> None:
    ore, hedge = Kroner(written).ore, hedge_in(written)
    down, up = reach_of(ore, hedge)
    assert down is not None
    assert ore + down == Kroner(low).ore
    assert (None if up is None else ore + up) == (None if high is None else Kroner(high).ore)


def hedged_plan(kommune: str, total: str = "31 mio. kr.") -> Plan:
    """Return a plan of København, whose kommune may give at most 12,5 % of 31 mio., which is 3,875 mio."""
    return build.plan(
        build.stream("lbf", "19 mio."), build.stream("kommune", kommune), kommune="København", total=total
    )


def told(plan: Plan, rule: str = "kommune.share.max") -> Finding:
    return finding(plan, rule)


@pytest.mark.parametrize(
    ("kommune", "outcome", "rounding"),
    [
        ("knap 4 mio. kr.", "failed", "could turn"),  # 3,5–4
        ("godt 4 mio. kr.", "failed", "stands"),  # 4–4,5
        ("over 3 mio. kr.", "passed", "could turn"),  # 3 and upwards
        ("over 4 mio. kr.", "failed", "stands"),
        ("mindst 3,875 mio. kr.", "passed", "could turn"),
        ("op til 12 mio. kr.", "failed", "could turn"),  # 0–12
        ("op til 3,8 mio. kr.", "passed", "stands"),
        ("3-4 mio. kr.", "passed", "could turn"),  # the figure is 3,5
        ("4-5 mio. kr.", "failed", "stands"),
        ("3-3,8 mio. kr.", "passed", "stands"),
        ("godt 3,8 mio. kr.", "passed", "stands"),  # 3,8–3,85
        ("knap 3,9 mio. kr.", "failed", "could turn"),  # 3,85–3,9
    ],
)
def test_a_one_sided_or_open_range_turns_a_verdict_where_its_end_does(
    kommune: str, outcome: str, rounding: str
) -> None:
    one = told(hedged_plan(kommune))
    assert (one.outcome, one.rounding) == (outcome, rounding)


@pytest.mark.parametrize(
    ("total", "outcome", "rounding"),
    [
        ("31 mio. kr.", "passed", None),  # 12,5 % is 3,875
        ("knap 31 mio. kr.", "passed", "could turn"),  # 30,5: 3,8125
        ("godt 31 mio. kr.", "passed", "stands"),
        ("ca. 30 mio. kr.", "failed", "could turn"),  # 29,5–30,5: 3,8125 is not enough …
    ],
)
def test_a_total_may_be_approximate_too(total: str, outcome: str, rounding: str | None) -> None:
    one = told(hedged_plan("3,81 mio. kr." if total.startswith("ca.") else "3,85 mio. kr.", total))
    assert (one.outcome, one.rounding) == (outcome, rounding)


def test_an_equality_turns_where_the_ranges_can_meet() -> None:
    def balance(lbf: str) -> tuple[str, str | None]:
        plan = hedged_plan("4 mio. kr.", "30 mio. kr.")
        streams = [{**dict(one), "amount": lbf} if one.id == "lbf" else dict(one) for one in plan.streams]
        one = told(Plan.model_validate({**dict(plan), "streams": streams}), "balance.plan")
        return one.outcome, one.rounding

    assert balance("knap 26 mio. kr.") == ("passed", "could turn")
    assert balance("godt 26 mio. kr.") == ("passed", "could turn")
    assert balance("op til 27 mio. kr.") == ("failed", "could turn")
    assert balance("over 26,5 mio. kr.") == ("failed", "stands")
    assert balance("over 25 mio. kr.") == ("failed", "could turn")


def test_the_range_is_told_in_words() -> None:
    def said(kommune: str, lang: Any = "da") -> str:
        return told(hedged_plan(kommune)).message.show(lang)

    assert "(kommunens bidrag ligger mellem 3,5 mio. kr. og 4 mio. kr.); det kan vende udfaldet." in said(
        "knap 4 mio. kr."
    )
    assert "(kommunens bidrag er 3 mio. kr. eller mere); det kan vende udfaldet." in said("over 3 mio. kr.")
    assert "is DKK 3 million or more); that could turn the verdict." in said("over 3 mio. kr.", "en")


@given(
    written=st.sampled_from([written for written, _, _ in RANGES]),
    parts=st.integers(0, 100),
    limit=st.integers(1, 80),
)
def test_what_stands_stands_for_every_amount_in_the_range(written: str, parts: int, limit: int) -> None:
    def outcome(amount: str) -> Finding:
        return told(hedged_plan(amount, f"{8 * limit} mio. kr."))  # 12,5 % of it is the limit in mio. kr.

    stated = outcome(written)
    down, up = reach_of(Kroner(written).ore, hedge_in(written))
    assert down is not None
    low, high = Kroner(written).ore + down, Kroner(written).ore + (Kroner("100 mio.").ore if up is None else up)
    real = Kroner.from_ore(int(low + (high - low) * parts / 100)).text()
    if stated.rounding == "stands":
        assert outcome(real).outcome == stated.outcome


@pytest.mark.parametrize("written", [written for written, _, _ in RANGES])
@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_hedge_is_kept_and_written_back(written: str, suffix: str, tmp_path: Path) -> None:
    plan = hedged_plan(written, "knap 30 mio. kr.")
    file = tmp_path / f"plan{suffix}"
    plan.to_file(file)
    assert Plan.from_file(file) == plan
    assert '"knap 30 mio. kr."' in file.read_text("utf-8")


def test_a_hedge_of_years_is_said_of_each_year() -> None:
    data = dict(hedged_plan("4 mio. kr."))
    by_year = {2022: Kroner("1 mio."), 2023: Kroner("1 mio."), 2024: Kroner("1 mio."), 2025: Kroner("1 mio.")}
    streams = [
        data["streams"][0],
        {"id": "kommune", "source": "kommune", "name": "K", "amounts": by_year, "hedge": "knap"},
    ]
    one = told(Plan.model_validate({**data, "streams": streams}))
    assert (one.outcome, one.rounding) == ("failed", "could turn")  # four times 0,5–1
    assert "mellem 2 mio. kr. og 4 mio. kr." in one.message.show("da")
