"""The check: what applies, what is doubted, what is waived, what the plan itself demands."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

import build
from asking import finding, findings
from helhedsplan_finance import BindingRuleError, Plan, PlanError, Waiver
from places import DATA
from strategies import plans

pytestmark = pytest.mark.daily


def paid_by(amounts: dict[str, int | str], **stated: Any) -> Plan:
    """Return a plan of 100.000 kr. with an amount from each source."""
    return build.plan(*map(build.stream, amounts, amounts.values()), **{"total": 100_000, **stated})


@pytest.mark.parametrize(
    ("rule", "at", "beyond"),
    [
        (
            "lbf.share.max",
            {"lbf": "75.000", "boligorganisation": "25.000"},
            {"lbf": "75.000,01", "boligorganisation": "24.999,99"},
        ),
        (
            "local.share.min",
            {"lbf": "75.000", "boligorganisation": "25.000"},
            {"lbf": "75.000,01", "boligorganisation": "24.999,99"},
        ),
        (
            "kommune.share.max",
            {"lbf": "75.000", "kommune": "12.500", "boligafdeling": "12.500"},
            {"lbf": "75.000", "kommune": "12.500,01", "boligafdeling": "12.499,99"},
        ),
        ("balance.plan", {"lbf": "75.000", "kommune": "25.000"}, {"lbf": "75.000", "kommune": "24.999,99"}),
    ],
)
def test_exactly_at_the_limit_passes_and_one_ore_beyond_fails(
    rule: str, at: dict[str, int | str], beyond: dict[str, int | str]
) -> None:
    assert (finding(paid_by(at), rule).outcome, finding(paid_by(at), rule).margin_ore) == ("passed", 0)
    assert (finding(paid_by(beyond), rule).outcome, finding(paid_by(beyond), rule).margin_ore) == ("failed", -1)


def test_a_share_one_ore_beyond_is_not_printed_as_the_limit() -> None:
    said = finding(paid_by({"lbf": "75.000,01", "kommune": "24.999,99"}), "lbf.share.max").message.show("da")
    assert "svarende til 75,00001 %; grænsen er højst 75 %" in said


@pytest.mark.parametrize("kommune", ["København", "københavn", "Københavns Kommune", "Koebenhavn"])
def test_the_kommunes_share_binds_in_koebenhavn(kommune: str) -> None:
    plan = paid_by({"lbf": 70_000, "kommune": 30_000}, kommune=kommune)
    told = finding(plan, "kommune.share.max")
    assert (told.outcome, told.severity, plan.check().ok) == ("failed", "error", False)
    assert told.limit is not None
    assert (told.limit.layer, told.limit.replaces) == ("kommune", "practice")


@pytest.mark.parametrize("kommune", ["Køge", None, "Københoved"])
def test_the_kommunes_share_is_a_warning_elsewhere(kommune: str | None) -> None:
    plan = paid_by({"lbf": 70_000, "kommune": 30_000}, kommune=kommune)
    assert finding(plan, "kommune.share.max").severity == "warning"
    assert plan.check().ok


def test_a_plan_may_name_its_policies_itself() -> None:
    assert finding(
        paid_by({"lbf": 70_000, "kommune": 30_000}, policies=["kommune/koebenhavn"]), "kommune.share.max"
    ).binds
    relaxed = paid_by({"lbf": 70_000, "kommune": 30_000}, kommune="København", policies=[])
    assert finding(relaxed, "kommune.share.max").severity == "warning"


def test_a_policy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(PlanError, match="policies: regelsættet 'kommune/ingen' kendes ikke; de kendte er kommune/koeb"):
        paid_by({"lbf": 1}, policies=["kommune/ingen"]).check()


def test_external_money_alone_does_not_settle_the_local_quarter() -> None:
    told = finding(paid_by({"lbf": 75_000, "kommune": 12_500, "ekstern": 12_500}), "local.share.min")
    assert (told.outcome, told.severity) == ("failed", "warning")
    assert "kun nået, hvis eksterne midler tæller som lokale; det er ikke verificeret" in told.message.show("da")


def test_too_little_even_with_external_money_is_an_error() -> None:
    told = finding(paid_by({"lbf": 80_000, "kommune": 12_500, "ekstern": 7_500}), "local.share.min")
    assert (told.outcome, told.severity) == ("failed", "error")


def test_an_open_external_contribution_softens_nothing() -> None:
    streams = [
        build.stream("lbf", 75_000),
        build.stream("kommune", 10_000),
        build.stream("ekstern", name="F"),
    ]
    told = finding(build.plan(*streams, total=100_000), "local.share.min")
    assert (told.outcome, told.severity) == ("failed", "error")
    assert "Endnu åbne bidrag (F) kan ændre, hvor alvorligt det er" in told.message.show("da")


def test_a_refused_contribution_is_no_money() -> None:
    streams = [
        build.stream("lbf", 75_000),
        build.stream("kommune", 25_000, status="afslag"),
    ]
    told = finding(build.plan(*streams, total=100_000), "balance.plan")
    assert (told.outcome, told.margin_ore) == ("failed", -25_000_00)


def test_a_year_out_of_balance_is_a_warning_with_its_year() -> None:
    lines = [build.line("løn", 10, quantity={"2022": 1, "2023": 3})]
    plan = build.plan(build.stream("lbf", 40, spread={"2022": 1, "2023": 1}), costs=lines, total=40)
    years = {one.where: (one.outcome, one.margin_ore) for one in findings(plan, "balance.year")}
    assert years == {
        "2022": ("failed", -10_00),
        "2023": ("failed", -10_00),
        "2024": ("passed", 0),
        "2025": ("passed", 0),
    }
    assert finding(plan, "balance.plan").outcome == "passed"


def test_budget_lines_that_are_not_the_stated_total() -> None:
    lines = [build.line("løn", 99_000)]
    told = finding(paid_by({"lbf": 99_000}, costs=lines), "total.stated")
    assert (told.outcome, told.margin_ore) == ("failed", -1_000_00)
    assert "Budgetlinjerne er 1.000 kr. lavere end den angivne ramme." in told.message.show("da")


def test_a_ceiling_that_the_plan_states_is_a_rule_like_any_other() -> None:
    stream = build.stream("ekstern", 60_000, id="fond", max_amount=50_000, max_share="1/2")
    plan = build.plan(stream, total=100_000)
    by_amount, by_share = finding(plan, "stream.fond.max_amount"), finding(plan, "stream.fond.max_share")
    assert (by_amount.outcome, by_amount.margin_ore) == ("failed", -10_000_00)
    assert (by_share.outcome, by_share.margin_ore) == ("failed", -10_000_00)


def test_a_waiver_is_a_dispensation_that_stays_visible() -> None:
    waiver = Waiver(
        rule="kommune.share.max", reason="Særlig aftale", by="Borgerrepræsentationen", date=date(2021, 12, 16)
    )
    plan = paid_by({"lbf": 70_000, "kommune": 30_000}, kommune="København", waivers=[waiver])
    told = finding(plan, "kommune.share.max")
    assert (told.outcome, plan.check().ok) == ("waived", True)
    assert "Dispensation givet af Borgerrepræsentationen den 16. december 2021: Særlig aftale" in told.message.show(
        "da"
    )


def test_a_waiver_from_a_rule_that_is_not_there_is_pointed_out() -> None:
    waiver = Waiver(rule="komune.share.max", reason="x", by="y", date=date(2021, 12, 16))
    told = finding(paid_by({"lbf": 75_000, "kommune": 25_000}, waivers=[waiver]), "waiver.rule", "waiver 1")
    assert (told.outcome, told.severity, told.where) == ("failed", "warning", "waiver 1")


def test_what_is_stated_and_not_reckoned_with_is_said_out_loud() -> None:
    line = build.line("løn", 1, index="løn", moms=True)
    stream = build.stream("ekstern", 1, id="fond", excludes=["løn"])
    plan = build.plan(stream, costs=[line], total=1)
    told = [finding(plan, rule) for rule in ("prices.index", "cost.moms", "stream.excludes")]
    assert [(one.outcome, one.severity) for one in told] == [("unverified", "info")] * 3
    assert plan.check().state == "holds"  # for information: it does not hold up the binding rules


def test_a_waiver_cannot_waive_that_it_is_unknown() -> None:
    waiver = Waiver(rule="waiver.rule", reason="x", by="y", date=date(2021, 12, 16))
    plan = paid_by({"lbf": 75_000, "kommune": 25_000}, waivers=[waiver])
    assert finding(plan, "waiver.rule", "waiver 1").outcome == "failed"


@pytest.mark.parametrize(
    ("name", "state"), [("amager-2022", "fails"), ("koege-2021", "holds"), ("helsingoer-2018", "unverified")]
)
def test_what_cannot_be_told_counts_neither_as_held_nor_as_broken(name: str, state: str) -> None:
    assert Plan.from_file(DATA / f"{name}.toml").check().state == state


def test_a_value_without_an_end_is_known_until_it_was_last_verified() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    told = {one.rule: one for one in plan.check(as_of=date(2026, 11, 23)).findings}
    assert told["kommune.share.max"].outcome == "unverified"
    assert "Sidst kendt: højst 12,5 %, til og med 22. november 2026" in told["kommune.share.max"].message.show("da")
    assert told["balance.plan"].outcome == "passed"  # arithmetic does not grow old


@pytest.mark.parametrize(("end", "outcome"), [(date(2025, 12, 31), "passed"), (date(2026, 1, 1), "failed")])
def test_a_plan_of_more_than_48_months_is_a_warning(end: date, outcome: str) -> None:
    told = finding(paid_by({"lbf": 75_000, "kommune": 25_000}, end=end), "period.length.max")
    assert (told.outcome, told.severity, told.margin_ore) == (outcome, "warning", None)
    if outcome == "failed":
        assert "Perioden er 48,03 måneder; grænsen er højst 48 måneder." in told.message.show("da")
        assert told.cure is not None


def test_the_cure_is_the_smallest_change_and_it_works() -> None:
    told = finding(Plan.from_file(DATA / "amager-2022.toml"), "kommune.share.max")
    assert told.cure is not None
    assert told.cure.show("da") == "sænk kommunens bidrag med 625.000 kr., eller hæv den samlede ramme med 5 mio. kr."
    assert (
        told.cure.show("en") == "lower the kommune's contribution by DKK 625,000, or raise the total by DKK 5 million"
    )
    lowered = paid_by({"lbf": "19 mio.", "kommune": "3.875.000"}, total=31_000_000, kommune="København")
    raised = paid_by({"lbf": "19 mio.", "kommune": "4,5 mio."}, total=36_000_000, kommune="København")
    assert [finding(plan, "kommune.share.max").margin_ore for plan in (lowered, raised)] == [0, 0]


def test_raise_for_errors_lists_the_binding_rules_that_fail() -> None:
    report = Plan.from_file(DATA / "amager-2022.toml").check()
    with pytest.raises(BindingRuleError, match=r"Kommunens andel i København: Kommunens bidrag er 4,5 mio\. kr\."):
        report.raise_for_errors()
    Plan.from_file(DATA / "koege-2021.toml").check().raise_for_errors()


def test_the_json_form_has_the_keys_that_scripts_rely_on() -> None:
    told = Plan.from_file(DATA / "amager-2022.toml").check().to_dict()
    assert list(told) == ["plan", "as_of", "ok", "state", "counts", "findings"]
    failed = next(one for one in told["findings"] if one["outcome"] == "failed")
    assert failed == {
        "rule": "kommune.share.max",
        "severity": "error",
        "outcome": "failed",
        "where": "plan",
        "measured": "9/62",
        "limit": "1/8",
        "margin_ore": -62_500_000,
        "message": "Kommunens bidrag er 4,5 mio. kr. af 31 mio. kr., svarende til 14,5 %; grænsen er højst 12,5 %. "
        "Det er 625.000 kr. for meget. Nogle beløb er omtrentlige (kommunens bidrag ligger mellem 4.450.000 kr. og "
        "4.550.000 kr.); det vender ikke udfaldet.",
        "cure": "sænk kommunens bidrag med 625.000 kr., eller hæv den samlede ramme med 5 mio. kr.",
        "source": "Københavns Kommune: Faktaark om boligsociale helhedsplaner (omkring 2013), "
        "op til 12,5 % af planens samlede ramme, givet samarbejde med kommunen [officiel tekst set]",
        "rounding": "stands",
    }


@given(plans())
def test_any_plan_can_be_checked_and_shown_in_both_languages(plan: Plan) -> None:
    report = plan.check()
    for lang in ("da", "en"):
        for told in report.to_dict(lang)["findings"]:
            assert told["message"]
            assert "{" not in told["message"].replace(plan.name, "")
    assert report.ok == (not any(one.binds for one in report.findings))
    assert sum(report.counts.values()) == len(report.findings)
