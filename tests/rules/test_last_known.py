"""A rule that nobody has verified for the day: the plan's figures against the last known limit, and no verdict."""

from typing import Any

import pytest

import build
from helhedsplan_finance import BindingRuleError, Finding, Report
from said import said

pytestmark = pytest.mark.daily

# By hand: 75 % of 14.000.000 is 10.500.000, so 12.500.000 is 2.000.000 too much; 25 % is 3.500.000, of which the
# housing organisation's 1.500.000 lacks as much; a kommune may give 12,5 %, which is 1.750.000, and gives nothing.
TODAY = build.of_today()
WITHIN = build.of_today(lbf=10_500_000, boligorganisation=3_500_000)


def found(report: Report, rule: str) -> Finding:
    return next(one for one in report.findings if one.rule == rule)


@pytest.mark.parametrize(
    ("rule", "measured", "known"),
    [
        ("lbf.share.max", "25/28", ("3/4", "2026-12-31", -200_000_000, True)),
        ("local.share.min", "3/28", ("1/4", "2026-12-31", -200_000_000, True)),
        ("kommune.share.max", "0", ("1/8", "2026-11-22", 175_000_000, False)),
        ("period.length.max", "48", ("48", "2026-11-22", None, False)),
    ],
)
def test_an_unverified_rule_has_the_plans_figures_and_the_last_known_limit(
    rule: str, measured: str, known: tuple[Any, ...]
) -> None:
    told = found(TODAY.check(), rule).to_dict()
    assert told["outcome"] == "unverified"
    assert (told["measured"], told["limit"], told["margin_ore"]) == (measured, None, None)
    assert told["last_known"] == dict(zip(("limit", "until", "margin_ore", "beyond"), known, strict=True))


def test_the_words_say_how_far_the_plan_is_from_the_last_known_limit() -> None:
    words = {one.rule: one.message.show("da") for one in TODAY.check().findings}
    assert words["lbf.share.max"] == (
        "Landsbyggefondens bidrag er 12,5 mio. kr. af 14 mio. kr., svarende til 89,3 %. "
        "Det er over den sidst kendte grænse: 2.000.000 kr. for meget. "
        "Ikke verificeret: der er ingen verificeret regel pr. 1. januar 2027. Sidst kendt: højst 75 %, til og med "
        "31. december 2026 (regimet 2019–2026; Helhedsplanen Vejle (efter 1. december 2021))."
    )
    assert "Det er under den sidst kendte grænse: der mangler 2.000.000 kr." in words["local.share.min"]
    assert "Det er inden for den sidst kendte grænse: der er 1.750.000 kr. op til den." in words["kommune.share.max"]


def test_a_table_shows_the_figures_and_says_that_the_limit_is_the_last_known() -> None:
    report = TODAY.check()
    assert found(report, "lbf.share.max").figures("da") == ("89,3 %", "højst 75 % (sidst kendt)", "-2.000.000")
    assert found(report, "period.length.max").figures("en") == ("48 mo.", "at most 48 mo. (last known)", "")


def test_a_plan_past_a_last_known_limit_neither_passes_nor_fails() -> None:
    report = TODAY.check()
    assert (report.ok, report.state, report.failed) == (True, "unverified", ())
    assert [one.rule for one in report.beyond] == ["lbf.share.max", "local.share.min"]
    report.raise_for_errors()
    with pytest.raises(BindingRuleError, match="over den sidst kendte grænse: 2") as caught:
        report.raise_for_errors(unverified=True)
    assert len(caught.value.messages) == 2


def test_exactly_at_the_last_known_limit_is_within_it() -> None:
    report = WITHIN.check()
    assert report.beyond == ()
    report.raise_for_errors(unverified=True)
    assert "præcis på den" in found(report, "lbf.share.max").message.show("da")


def test_one_sentence_counts_the_unverified_and_those_past_the_limit() -> None:
    assert str(TODAY.check().unverified_said) == (
        "4 regler er ikke verificeret for 2027; "
        "2 af dem ligger over den sidst kendte grænse (2 bindende, 0 vejledende)."
    )
    assert str(WITHIN.check().unverified_said) == (
        "4 regler er ikke verificeret for 2027; ingen af dem ligger over den sidst kendte grænse."
    )
    assert said(TODAY.check()).endswith(f" {TODAY.check().unverified_said}")
    assert TODAY.check(project_rules=True).unverified_said is None


def test_an_open_amount_leaves_the_last_known_limit_unsettled() -> None:
    plan = build.plan(
        build.stream("lbf", 10_000_000),
        build.stream("boligorganisation"),
        start="2027-01-01",
        end="2030-12-31",
        total=14_000_000,
    )
    report = plan.check()
    local = found(report, "local.share.min")
    assert local.to_dict()["last_known"] == {
        "limit": "1/4",
        "until": "2026-12-31",
        "margin_ore": None,
        "beyond": None,
    }
    assert "kan først siges, når beløbet er oplyst for boligorganisation" in local.message.show("da")
    assert str(report.unverified_said).endswith("; 1 kan ikke holdes op mod en sidst kendt grænse.")


def test_a_dispensation_keeps_a_rule_from_counting_as_past_its_limit() -> None:
    waiver = {"rule": "lbf.share.max", "by": "Landsbyggefonden", "date": "2026-10-01", "reason": "aftalt"}
    plan = build.plan(
        build.stream("lbf", 12_500_000),
        build.stream("boligorganisation", 1_500_000),
        start="2027-01-01",
        end="2030-12-31",
        total=14_000_000,
        waiver=[waiver],
    )
    assert [one.rule for one in plan.check().beyond] == ["local.share.min"]


def test_a_doubt_softens_what_is_past_the_last_known_limit() -> None:
    plan = build.plan(
        build.stream("lbf", 10_500_000),
        build.stream("boligorganisation", 1_500_000),
        build.stream("ekstern", 2_000_000),
        start="2027-01-01",
        end="2030-12-31",
        total=14_000_000,
    )
    local = found(plan.check(), "local.share.min")
    assert (local.beyond, local.would_bind) == (True, False)
    assert "kun nået, hvis eksterne midler tæller som lokale" in local.message.show("da")


def test_copenhagens_own_limit_is_the_last_known_one_there() -> None:
    plan = build.plan(
        build.stream("lbf", 14_000_000), start="2027-01-01", end="2030-12-31", total=14_000_000, kommune="København"
    )
    told = found(plan.check(), "kommune.share.max")
    assert told.limit is not None
    assert (told.limit.layer, told.severity, told.beyond) == ("kommune", "error", False)
    assert [one.rule for one in plan.check().beyond] == ["lbf.share.max", "local.share.min"]


def test_the_frame_has_the_last_known_limit_in_columns() -> None:
    frame = TODAY.check().to_frame().set_index("rule")
    columns = ["last_known_limit", "last_known_limit_exact", "last_known_margin_ore", "last_known_beyond"]
    assert list(frame.loc["lbf.share.max", columns]) == [0.75, "3/4", -200_000_000, True]
    assert frame.loc["balance.plan", "last_known_beyond"] is not True
    assert frame["last_known_margin_ore"].dtype == "Int64"


def test_a_notebook_shows_the_figures_and_the_count() -> None:
    shown = TODAY.check().to_html()
    assert '<data value="3/4">højst 75 %\nsidst kendt</data>' in shown
    assert "Sidst kendt: højst 75 %, til og med 31. december 2026" in shown
    assert "2 af dem ligger over den sidst kendte grænse" in shown
