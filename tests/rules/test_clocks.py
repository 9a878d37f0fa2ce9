"""Two clocks, three states: the day whose rules apply, the years of the plan, and what is carried on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import build
from asking import finding
from helhedsplan_finance import Finding
from helhedsplan_finance.errors import RuleLibraryError
from helhedsplan_finance.rules.limit import Limit, last_before, standing_on
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Citation, Rule, Source

pytestmark = pytest.mark.daily

AMAGER = build.published("amager-2022")


def on(day: date, rule: str = "lbf.share.max", *, project: bool = False) -> Finding:
    """Return what is found of a rule in the Amager plan, as the rules are on a day."""
    return finding(AMAGER, rule, as_of=day, project_rules=project)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2011, 2, 2), "unverified"),
        (date(2011, 2, 3), "passed"),
        (date(2014, 12, 31), "passed"),
        (date(2015, 1, 1), "unverified"),
        (date(2015, 3, 18), "unverified"),
        (date(2015, 3, 19), "passed"),
        (date(2019, 1, 1), "passed"),
        (date(2026, 12, 31), "passed"),
        (date(2027, 1, 1), "unverified"),
    ],
)
def test_the_day_picks_the_version(day: date, outcome: str) -> None:
    assert on(day).outcome == outcome


@pytest.mark.parametrize(
    ("day", "frame"),
    [
        (date(2006, 5, 17), "600 mio. kr."),
        (date(2008, 1, 1), "400 mio. kr."),
        (date(2012, 1, 1), "440 mio. kr."),
        (date(2016, 1, 1), "465 mio. kr."),
        (date(2022, 1, 1), "380 mio. kr."),
    ],
)
def test_each_regime_has_its_frame(day: date, frame: str) -> None:
    one = on(day, "regime.frame")
    assert (one.outcome, one.severity) == ("passed", "info")
    assert f"Rammen for hele landet er {frame}" in one.message.show("da")


def test_after_2026_no_rule_is_verified_and_the_last_regime_is_named() -> None:
    assert on(date(2027, 1, 1)).message.show("da") == (
        "Landsbyggefondens bidrag er 19 mio. kr. af 31 mio. kr., svarende til 61,3 %. "
        "Det er inden for den sidst kendte grænse: der er 4.250.000 kr. op til den. "
        "Ikke verificeret: der er ingen verificeret regel pr. 1. januar 2027. Sidst kendt: højst 75 %, til og med "
        "31. december 2026 (regimet 2019–2026; Helhedsplanen Vejle (efter 1. december 2021)). "
        "Nogle beløb er omtrentlige (Landsbyggefondens bidrag ligger mellem "
        "18,5 mio. kr. og 19,5 mio. kr.); det vender ikke udfaldet."
    )


def test_a_gap_between_two_regimes_is_explained() -> None:
    assert "Hvorfor: 2015-18-midlerne blev vedtaget af bestyrelsen den 19. marts 2015" in on(
        date(2015, 1, 1)
    ).message.show("da")


@pytest.mark.parametrize(("day", "outcome"), [(date(2007, 5, 5), "unverified"), (date(2028, 1, 1), "passed")])
def test_projection_carries_the_last_value_on_and_never_back(day: date, outcome: str) -> None:
    one = on(day, project=True)
    assert (one.outcome, one.projected) == (outcome, outcome == "passed")


def test_a_projected_verdict_is_marked_wherever_it_is_read() -> None:
    report = AMAGER.check(as_of=date(2028, 1, 1), project_rules=True)
    one = next(one for one in report.findings if one.rule == "lbf.share.max")
    assert one.title.show("da") == "Landsbyggefondens andel (fremskrevet)"
    assert one.message.show("da").endswith(
        "Fremskrevet: reglen er sidst verificeret til og med 31. december 2026 og er her ført videre."
    )
    assert one.to_dict()["projected"] is True
    assert (report.projected, report.to_dict()["projected"]) == (True, True)
    assert "(fremskrevet)" in report.to_html()
    assert report.show("en").splitlines()[0].endswith("rules as of 1 January 2028 (projected)")
    frame = report.to_frame().set_index("rule")
    assert bool(frame.loc["lbf.share.max", "projected"])
    assert not bool(frame.loc["balance.plan", "projected"])
    assert "projected" not in AMAGER.check().to_dict()


def test_without_asking_nothing_is_carried_on() -> None:
    report = AMAGER.check(as_of=date(2028, 1, 1))
    assert not report.projected
    assert report.state == "unverified"


def test_arithmetic_is_not_projected_because_it_does_not_end() -> None:
    assert not on(date(2040, 1, 1), "balance.plan", project=True).projected


def test_years_beyond_the_regime_are_pointed_out() -> None:
    plan = AMAGER.model_copy(update={"start": date(2025, 1, 1), "end": date(2028, 12, 31)})
    one = finding(plan, "regime.frame")
    assert "Planens år 2027, 2028 ligger efter regimets sidste dag, 31. december 2026" in one.message.show("da")


@pytest.mark.parametrize(("granted", "outcome"), [(2013, "passed"), (2010, "unverified"), (2016, "unverified")])
def test_the_deadline_is_that_of_the_money_that_the_plan_is_granted_from(granted: int, outcome: str) -> None:
    plan = AMAGER.model_copy(update={"start": date(2013, 1, 1), "end": date(2014, 12, 31)})
    one = finding(plan, "report.deadline", as_of=date(granted, 6, 1))
    assert one.outcome == outcome
    assert ("senest 30. juni 2014, 30. juni 2015" in one.message.show("da")) is (outcome == "passed")


@pytest.mark.parametrize("day", [date(2011, 6, 1), date(2012, 6, 1), date(2015, 6, 1)])
def test_the_pool_of_koebenhavn_cannot_be_settled_by_one_plan(day: date) -> None:
    for rule in ("kommune.pool", "kommune.pool.topup", "kommune.contracts.max"):
        assert on(day, rule).outcome == "not_applicable"


def test_a_split_of_the_kommunes_money_is_held_against_the_usual_one() -> None:
    lbf, kommune, *rest = AMAGER.streams
    contracts = kommune.model_copy(update={"id": "kommune-kontrakter", "amount": kommune.amount, "approx": False})
    plan = AMAGER.model_copy(update={"streams": (lbf, contracts, *rest)})
    one = finding(plan, "kommune.contracts.share")
    # 10,6 % of 31.000.000 kr. is 3.286.000 kr.
    assert (one.outcome, one.severity, one.margin_ore) == ("failed", "info", -1_214_000_00)
    assert plan.check().counts["failed"] == 2


def rule(*stretches: tuple[date, date | str], **more: Any) -> Rule:
    words = {"da": "Prøve", "en": "Trial"}
    values = [
        {
            "count": number,
            "from": first,
            "until": last,
            "source": "egen",
            "confidence": "A",
            "verified": date(2026, 11, 22),
        }
        for number, (first, last) in enumerate(stretches, start=1)
    ]
    stated = {"id": "x", "title": words, "sentence": words, "measure": "months", "relation": "at most"}
    return Rule.model_validate({**stated, "severity": "error", "value": values, **more})


FIRST = (date(2011, 2, 3), date(2014, 12, 31))
SECOND = (date(2015, 3, 19), date(2018, 12, 31))


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2011, 2, 2), None),
        (date(2011, 2, 3), 1),
        (date(2014, 12, 31), 1),
        (date(2015, 1, 1), None),
        (date(2015, 3, 18), None),
        (date(2015, 3, 19), 2),
        (date(2019, 1, 1), None),
    ],
)
def test_a_value_is_in_force_from_its_first_day_to_its_last(day: date, count: int | None) -> None:
    found = standing_on(rule(FIRST, SECOND), day)
    assert (found.state, found.projected) == ("unverified" if count is None else "in force", False)
    assert (found.value.count if found.value else None) == count


@pytest.mark.parametrize("stretches", [(FIRST, SECOND), (SECOND, FIRST)], ids=["in order", "out of order"])
@pytest.mark.parametrize(
    ("day", "first_day"),
    [
        (date(2011, 2, 2), None),  # before its first known day there is nothing to carry on
        (date(2015, 1, 1), FIRST[0]),
        (date(2015, 3, 18), FIRST[0]),
        (date(2019, 1, 1), SECOND[0]),
        (date(2040, 1, 1), SECOND[0]),
    ],
)
def test_projection_takes_the_latest_value_that_had_begun(
    stretches: tuple[tuple[date, date], ...], day: date, first_day: date | None
) -> None:
    found = standing_on(rule(*stretches), day, project=True)
    assert (found.value.first_day if found.value else None) == first_day
    assert (found.state, found.projected) == (("in force", True) if first_day else ("unverified", False))


def test_a_value_in_force_is_not_projected_though_projection_is_asked_for() -> None:
    assert not standing_on(rule(FIRST, SECOND), date(2016, 1, 1), project=True).projected


def test_a_rule_may_be_known_not_to_hold_beyond_its_values() -> None:
    for project in (False, True):
        found = standing_on(rule(FIRST, outside="not in force"), date(2015, 1, 1), project=project)
        assert (found.state, found.value, found.projected) == ("not in force", None, False)


@pytest.mark.parametrize(
    ("day", "first_day"),
    [
        (date(2011, 2, 2), None),
        (date(2011, 2, 3), FIRST[0]),
        (date(2015, 3, 18), FIRST[0]),
        (date(2030, 1, 1), SECOND[0]),
    ],
)
def test_the_last_value_before_a_day_is_the_latest_that_had_begun(day: date, first_day: date | None) -> None:
    found = last_before(rule(SECOND, FIRST), day)
    assert (found.first_day if found else None) == first_day


def test_two_values_in_force_at_once_are_refused_with_both_days() -> None:
    twice = rule(FIRST, (date(2014, 12, 31), date(2015, 12, 31)))
    assert standing_on(twice, date(2014, 12, 30)).state == "in force"
    with pytest.raises(RuleLibraryError) as caught:
        standing_on(twice, date(2014, 12, 31))
    assert str(caught.value) == (
        "x: værdierne fra 3. februar 2011 og fra 31. december 2014 gælder samtidig; ret 'from' eller 'until'"
    )


def test_a_limit_cites_the_source_of_its_value() -> None:
    own = rule(FIRST)
    source = Source(title="Eget papir", published=date(2020, 1, 1), where="arkivet")
    limit = Limit(own, "own", standing_on(own, FIRST[0]), {"egen": source})
    assert limit.citation(own.values[0]) == Citation(source, None, "A")
    assert (limit.relation, limit.needs, limit.origin) == ("at most", (), "")
    months = measures()["months"]
    assert replace(limit, measure=months).measured == months
