"""Layers: a later one takes the place of an earlier one on the days on which it has a value, and on no other."""

from datetime import date, timedelta
from pathlib import Path

import pytest

import build
from helhedsplan_finance import Finding, Plan, read_policy
from helhedsplan_finance.rules.choose import _limits, files_for, limits_for
from helhedsplan_finance.rules.record import RuleFile
from places import DATA, POLICY

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")


def policy(folder: Path, *values: tuple[str, str, str], **stated: str) -> RuleFile:
    return read_policy(build.policy(folder, *values, **stated))


def told(plan: Plan, own: RuleFile, day: date | None = None, rule: str = "kommune.share.max") -> Finding:
    return next(one for one in plan.check(as_of=day, policies=[own]).findings if one.rule == rule)


def test_a_policy_that_begins_later_leaves_the_earlier_layer_in_its_place(tmp_path: Path) -> None:
    own = policy(tmp_path, ("20 %", "2029-01-01", "2032-12-31"))
    report = AMAGER.check(policies=[own])
    one = told(AMAGER, own)
    # 12,5 % of 31 mio. is 3.875.000; the kommune gives 4,5 mio.
    assert (report.ok, one.outcome, one.margin_ore) == (False, "failed", -62_500_000)
    assert one.limit is not None
    assert (one.limit.layer, one.limit.replaces) == ("kommune", "practice")
    assert one.message.show("da").endswith("Fra 1. januar 2029 gælder i stedet egen politik: højst 20 %.")
    assert one.to_dict()["replaced_by"] == {"layer": "own", "from": "2029-01-01"}


@pytest.mark.parametrize(
    ("day", "layer", "limit", "replaced_by"),
    [
        (date(2020, 12, 31), "kommune", "1/8", "2021-01-01"),
        (date(2021, 1, 1), "own", "1/5", None),
        (date(2021, 12, 31), "own", "1/5", None),
        (date(2022, 1, 1), "kommune", "1/8", "2023-01-01"),
        (date(2022, 12, 31), "kommune", "1/8", "2023-01-01"),
        (date(2023, 1, 1), "own", "1/10", None),
        (date(2024, 1, 1), "kommune", "1/8", None),
    ],
)
def test_a_gap_inside_a_policy_is_filled_by_the_earlier_layer(
    tmp_path: Path, day: date, layer: str, limit: str, replaced_by: str | None
) -> None:
    own = policy(tmp_path, ("20 %", "2021-01-01", "2021-12-31"), ("10 %", "2023-01-01", "2023-12-31"))
    one = told(AMAGER, own, day)
    assert one.limit is not None
    assert (one.limit.layer, one.to_dict()["limit"]) == (layer, limit)
    assert one.to_dict().get("replaced_by") == (replaced_by and {"layer": "own", "from": replaced_by})


def test_the_regime_stands_under_a_policy_that_has_ended(tmp_path: Path) -> None:
    own = policy(tmp_path, ("50 %", "2019-01-01", "2020-12-31"), id_="lbf.share.max", measure="lbf")
    one = told(AMAGER, own, rule="lbf.share.max")
    assert one.limit is not None
    assert (one.limit.layer, one.to_dict()["limit"]) == ("regime", "3/4")


def test_of_layers_that_are_all_unverified_the_one_known_the_longest_is_the_last_known(tmp_path: Path) -> None:
    plan = build.plan(build.stream("lbf", 100), start="2027-01-01", end="2030-12-31", total=100)
    ended = policy(tmp_path, ("50 %", "2019-01-01", "2020-12-31"), id_="lbf.share.max", measure="lbf")
    one = told(plan, ended, rule="lbf.share.max")
    assert one.last_known is not None
    assert (one.last_known.exact, one.last_known.until) == ("3/4", date(2026, 12, 31))
    later = policy(tmp_path, ("50 %", "2029-01-01", "2030-12-31"), id_="lbf.share.max", measure="lbf")
    one = told(plan, later, rule="lbf.share.max")
    assert one.last_known is not None
    assert one.last_known.exact == "3/4"
    assert "Fra 1. januar 2029 gælder i stedet egen politik: højst 50 %" in one.message.show("da")


def test_a_verified_value_goes_before_one_that_is_carried_on(tmp_path: Path) -> None:
    own = policy(tmp_path, ("50 %", "2019-01-01", "2020-12-31"), id_="lbf.share.max", measure="lbf")
    found = AMAGER.check(policies=[own], project_rules=True).findings
    one = next(one for one in found if one.rule == "lbf.share.max")
    assert (one.projected, one.to_dict()["limit"]) == (False, "3/4")


def test_a_rule_by_the_years_own_clock_is_chosen_year_by_year(tmp_path: Path) -> None:
    by_year = 'per = "year"\nclock = "year"'
    own = policy(
        tmp_path,
        ("40 %", "2023-01-01", "2023-12-31"),
        id_="egen.aar",
        measure="lbf",
        of="year_costs",
        more=by_year,
    )
    kommune = read_policy(_kommune_policy(tmp_path))
    plan = build.plan(build.stream("lbf", 100), costs=[build.line("løn", 100)], kommune="Eksempelby")
    found = {
        one.where: (one.limit.layer if one.limit else "", one.to_dict()["limit"])
        for one in plan.check(policies=[kommune, own]).findings
        if one.rule == "egen.aar"
    }
    assert found == {
        "2022": ("kommune", "4/5"),
        "2023": ("own", "2/5"),
        "2024": ("kommune", "4/5"),
        "2025": ("kommune", "4/5"),
    }


def _kommune_policy(folder: Path) -> Path:
    return build.policy(
        folder,
        ("80 %", "2020-01-01", "2026-12-31"),
        id_="egen.aar",
        measure="lbf",
        of="year_costs",
        more='per = "year"\nclock = "year"',
        top='layer = "kommune"\nkommune = "Eksempelby"\n',
        name="kommune",
    )


@pytest.mark.parametrize("project", [False, True])
@pytest.mark.parametrize("own", [(), (POLICY,)], ids=["shipped", "with a clock by year"])
def test_the_limits_shared_between_two_turns_are_those_of_each_day(own: tuple[Path, ...], project: bool) -> None:
    files = files_for(AMAGER, own)
    values = [value for file in files for rule in file.rules for value in rule.values]
    named = {day for value in values for day in (value.first_day, value.last_day, value.verified) if day is not None}
    beside = {day + timedelta(days=off) for day in named - {date.min, date.max} for off in (-1, 0, 1)}
    for day in sorted(beside | {date.min, date.max} | {date(year, 7, 1) for year in range(2000, 2040)}):
        expected = _limits.__wrapped__(files, AMAGER.kommune, AMAGER.stage, day, AMAGER.period.years, project)
        assert expected == limits_for(AMAGER, files, day, project=project)[0], day
