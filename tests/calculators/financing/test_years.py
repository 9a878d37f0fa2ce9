"""A budget by year: the money is there in the year of the cost, in the shape that a reader expects."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from calculators.financing.oracle import splits
from helhedsplan_finance import CalculationError, Kroner, Plan, Stream, read_policy
from places import DATA
from said import said

pytestmark = pytest.mark.daily

YEARS = ("2022", "2023")


def budgeted(
    costs: dict[str, dict[str, int]], streams: list[dict[str, Any]], end: str = "2023-12-31", **stated: Any
) -> Plan:
    """Return a plan of 2022 and 2023 with a budget line for each art: art -> year -> kroner."""
    lines = [build.line(art, 1, quantity=quantity) for art, quantity in costs.items()]
    return build.plan(*streams, costs=lines, end=end, **stated)


def kroner(plan: Plan | None) -> dict[str, tuple[int, ...]]:
    assert plan is not None
    years = plan.period.years
    return {one.id: tuple((one.amounts or {})[year].ore // 100 for year in years) for one in plan.streams}


def test_each_year_is_paid_and_an_open_contribution_follows_what_is_missing() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "lbf", "source": "lbf"},
        {"id": "bolig", "source": "boligorganisation"},
        {"id": "kommune", "source": "kommune", "amounts": {"2022": 100, "2023": 0}},
    ]
    found = budgeted({"løn": {"2022": 500, "2023": 300}}, streams).finance()
    # By hand: 800 in all, 600 from LBF; 700 is open, 400 in 2022 and 300 in 2023, and LBF gives 6/7 of each.
    assert kroner(found.financed) == {"lbf": (343, 257), "bolig": (57, 43), "kommune": (100, 0)}
    assert found.financed is not None
    assert not found.financed.check().failed


def test_a_ceiling_of_one_year_is_kept_and_the_other_years_bear_it() -> None:
    streams: list[dict[str, Any]] = [{"id": "lbf", "source": "lbf"}, {"id": "bolig", "source": "boligorganisation"}]
    plan = budgeted({"løn": {"2022": 400, "2023": 400}}, streams)
    assert kroner(plan.finance().financed) == {"lbf": (300, 300), "bolig": (100, 100)}
    found = plan.finance(most={"bolig": {2023: "40 kr."}})
    assert kroner(found.financed) == {"lbf": (240, 360), "bolig": (160, 40)}
    assert {"limit": "stream.bolig.most", "where": "2023"} in found.to_dict()["binding"]


@pytest.mark.parametrize(
    ("most", "told"),
    [({"bolg": {2023: 40}}, "intet bidrag 'bolg'"), ({"bolig": {2030: 40}}, "2030")],
)
def test_a_ceiling_of_what_is_not_there_is_refused(most: dict[str, dict[int, int]], told: str) -> None:
    plan = budgeted({"løn": {"2022": 400}}, [{"id": "bolig", "source": "boligorganisation"}])
    with pytest.raises(CalculationError, match=told):
        plan.finance(most=most)


def test_even_gives_the_same_each_year_as_far_as_the_costs_allow() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "lbf", "source": "lbf"},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    plan = budgeted({"løn": {"2022": 500, "2023": 300}}, streams)
    found = plan.finance(["most-lbf", "even"])
    # 600 and 200, with 500 and 300: an uneven 200 must lie somewhere, and no more than that.
    amounts = kroner(found.financed)
    assert [sum(amounts[id_]) for id_ in ("lbf", "bolig")] == [600, 200]
    assert sum(abs(one[0] - one[1]) for one in amounts.values()) == 200


def test_even_counts_a_year_of_a_few_months_by_its_months() -> None:
    plan = Plan.from_file(DATA / "koege-2021.toml")  # from September 2021 to August 2025
    streams = tuple(one.model_copy(update={"amount": None, "spread": "even"}) for one in plan.streams)
    found = plan.model_copy(update={"streams": streams[:3]}).finance("even")
    months = {2021: 4, 2022: 12, 2023: 12, 2024: 12, 2025: 8}
    assert len({found.by_year["lbf"][year].ore * 12 // (part * 100) for year, part in months.items()}) == 1


def test_even_shares_what_is_uneven_out_among_the_contributions() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "kommune", "source": "kommune", "max_amount": 400},
        {"id": "bolig", "source": "boligorganisation", "max_amount": 400},
    ]
    found = budgeted({"løn": {"2022": 300, "2023": 500}}, streams).finance("even")
    # 100 more in 2023 than the mean: half of it each, rather than all of it on one of them.
    assert kroner(found.financed) == {"kommune": (150, 250), "bolig": (150, 250)}


def test_money_is_not_given_that_no_line_may_be_paid_with() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "fond", "source": "ekstern", "excludes": ["løn"]},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    plan = budgeted({"løn": {"2022": 600}, "aktiviteter": {"2022": 100, "2023": 50}}, streams)
    found = plan.finance("least-housing")
    assert kroner(found.financed) == {"fond": (100, 50), "bolig": (600, 0)}
    assert found.financed is not None
    assert said(found.financed.grid()).endswith(" · Alle udgifter er betalt, og alle penge er brugt.")
    assert {"limit": "stream.fond.excludes", "where": "2022"} in found.to_dict()["binding"]


def test_a_promise_that_no_line_may_be_paid_with_collides_with_it() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "fond", "source": "ekstern", "excludes": ["løn"], "amounts": {"2022": 100}},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    found = budgeted({"løn": {"2022": 100}}, streams).finance()
    assert {tag.id for tag in found.conflict} == {"stream.fond.amounts", "stream.fond.excludes"}
    assert "det, som fond må betale" in said(found)
    assert "Sænk bidraget fra fond med 100 kr. (år for år: 2022 med 100 kr.)." in said(found)


@given(
    st.lists(st.integers(0, 5), min_size=4, max_size=4),
    st.lists(st.sampled_from([(), ("løn",), ("revision",)]), min_size=2, max_size=3),
    st.sampled_from(["least-housing", "least-rent"]),
)
def test_the_best_years_are_the_best_of_all_there_are(costs: list[int], excludes: list[Any], aim: Any) -> None:
    """Two years and two arts against every way to pay them; the money must find its lines by exhaustive search too."""
    sources = ("boligafdeling", "ekstern", "boligorganisation")
    streams: list[dict[str, Any]] = [
        {"id": f"s{number}", "source": sources[number], "excludes": list(arts)} for number, arts in enumerate(excludes)
    ]
    by_art = {"løn": costs[:2], "revision": costs[2:]}
    lines = {art: dict(zip(YEARS, amounts, strict=True)) for art, amounts in by_art.items()}
    found = budgeted(lines, streams).finance(aim)
    housing = {number for number in range(len(streams)) if aim == "least-rent" and number == 0} or {
        number for number in range(len(streams)) if aim == "least-housing" and sources[number] != "ekstern"
    }
    least = 0
    for year in range(2):
        pay, audit = by_art["løn"][year], by_art["revision"][year]
        allowed = [
            amounts for amounts in splits(pay + audit, len(streams)) if finds_lines(amounts, excludes, pay, audit)
        ]
        if not allowed:
            assert found.status == "infeasible"
            return
        least += min(sum(amounts[number] for number in housing) for amounts in allowed)
    assert found.financed is not None
    amounts = kroner(found.financed)
    assert sum(sum(amounts[f"s{number}"]) for number in housing) == least


def finds_lines(amounts: tuple[int, ...], excludes: list[Any], pay: int, audit: int) -> bool:
    """Tell by trying every way whether what each gives can be split between the two lines."""
    ways = [
        range(given_ + 1) if not arts else (range(1) if "løn" in arts else range(given_, given_ + 1))
        for given_, arts in zip(amounts, excludes, strict=True)
    ]
    return any(sum(to_pay) == pay for to_pay in product(*ways)) and sum(amounts) == pay + audit


def test_committed_money_that_misses_its_years_is_left_as_it_is_and_told() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "lbf", "source": "lbf", "amounts": {"2022": 75, "2023": 75}},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    found = budgeted({"løn": {"2022": 50, "2023": 150}}, streams).finance()
    # 25 too much stands in 2022, so all the rest can do is to fill 2023.
    assert kroner(found.financed) == {"lbf": (75, 75), "bolig": (0, 50)}
    assert found.report is not None
    assert {one.rule for one in found.report.failed} == {"balance.year"}


def test_eksempelparken_with_everything_open_is_paid_line_by_line() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    streams = tuple(one.model_copy(update={"amounts": None}) for one in plan.streams)
    found = plan.model_copy(update={"streams": streams}).finance(["least-rent", "least-housing"])
    assert found.financed is not None
    assert found.financed.check().ok
    assert sum(found.amounts.values(), Kroner()) == Kroner(9_884_000)
    assert said(found.financed.grid()).endswith(" · Alle udgifter er betalt, og alle penge er brugt.")


def test_money_that_may_pay_different_arts_is_held_together() -> None:
    """Two contributions that exclude an art each still share the third: Hall's condition, not one of them at a time."""
    streams: list[dict[str, Any]] = [
        {"id": "a", "source": "ekstern", "excludes": ["løn", "revision"]},
        {"id": "b", "source": "ekstern", "excludes": ["løn", "lokaler"]},
        {"id": "c", "source": "ekstern", "excludes": ["løn"]},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    plan = budgeted({"løn": {"2022": 500}, "lokaler": {"2022": 60}, "revision": {"2022": 40}}, streams)
    found = plan.finance("least-housing")
    # What is not wages is 100 in all, whoever of the three pays it; so the housing side pays the 500.
    assert kroner(found.financed)["bolig"] == (500, 0)
    assert found.financed is not None
    assert said(found.financed.grid()).endswith(" · Alle udgifter er betalt, og alle penge er brugt.")


@given(
    st.lists(st.integers(0, 6), min_size=4, max_size=4),
    st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=1, max_size=3),
    st.lists(st.sampled_from([(), ("løn",), ("revision",)]), min_size=3, max_size=3),
    st.booleans(),
)
def test_the_smallest_change_works_year_by_year(
    costs: list[int], amounts: list[list[int]], excludes: list[Any], with_lbf: bool
) -> None:
    sources = ("lbf" if with_lbf else "ekstern", "boligafdeling", "kommune")
    streams: list[dict[str, Any]] = [
        {
            "id": f"s{number}",
            "source": sources[number],
            "excludes": list(excludes[number]),
            "amounts": dict(zip(YEARS, given_, strict=True)),
        }
        for number, given_ in enumerate(amounts)
    ]
    lines = {
        art: dict(zip(YEARS, costs[place : place + 2], strict=True)) for art, place in (("løn", 0), ("revision", 2))
    }
    plan = budgeted(lines, streams)
    found = plan.finance()
    if found.financed is not None:
        return
    assert found.smallest_change is not None
    if any(bend.tag.kind == "rule" for bend in found.changes):
        return
    assert found.smallest_change > Kroner()
    assert found.changes
    changed = {stream.id: stream for stream in plan.streams}
    for bend in found.changes:
        if bend.tag.id.startswith("new."):
            source = bend.tag.id.removeprefix("new.")
            changed[source] = Stream.model_validate({"id": source, "source": source, "name": source})
            continue
        one, year = changed[bend.tag.id.split(".")[1]], int(bend.tag.where)
        by_year = {**(one.amounts or {}), year: (one.amounts or {})[year] + bend.by}
        changed[one.id] = one.model_copy(update={"amounts": by_year})
    assert plan.model_copy(update={"streams": tuple(changed.values())}).finance().status == "optimal"


def test_a_total_that_cannot_fall_in_one_year_is_changed_in_that_year_alone() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "fond", "source": "ekstern", "amount": 200, "excludes": ["løn"]},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    found = budgeted({"løn": {"2022": 150, "2023": 50}, "revision": {"2022": 50, "2023": 150}}, streams).finance()
    assert [(bend.tag.id, bend.tag.where, bend.by) for bend in found.changes] == [
        ("stream.fond.amount", "2022", Kroner(-50))
    ]
    assert (
        "Sænk bidraget fra fond med 50 kr.: skriv beløbet år for år, { 2022 = 50, 2023 = 100 }, i stedet for samlet."
        in said(found)
    )


def test_even_is_found_for_months_that_are_no_whole_share_of_a_year() -> None:
    streams = map(build.stream, ("lbf", "kommune", "boligorganisation"))
    plan = build.plan(*streams, start="2021-11-01", end="2023-12-31", total=1_800_000)
    found = plan.finance("even", most={"kommune": {2022: 300_000}})
    months = {2021: 2, 2022: 12, 2023: 12}
    for by_year in found.by_year.values():
        each = [by_year[year].ore / 100 / part for year, part in months.items()]
        assert max(each) - min(each) < 10  # kroner a month


def test_what_is_offered_in_one_year_is_not_there_in_another() -> None:
    plan = build.plan(
        build.stream("lbf"),
        build.stream("kommune", id="k", amounts={"2021": 500_000, "2022": 0}),
        build.stream("boligorganisation", id="b", amounts={"2021": 0, "2022": 100_000}),
        start="2021-01-01",
        end="2022-12-31",
    )
    # At most 300.000 a year from the kommune: 300.000 in 2021 and nothing in 2022, so 400.000 local carry 1.6 mio.
    found = plan.finance(largest=True, most={"k": {2021: 300_000, 2022: 300_000}})
    assert found.total == Kroner(1_600_000)
    assert list(found.by_year["k"].values()) == [Kroner(300_000), Kroner(0)]
    assert list(found.by_year["b"].values()) == [Kroner(0), Kroner(100_000)]


@pytest.mark.parametrize("rate", ["90 %", "60 %"])
def test_an_advisory_rule_by_year_does_not_change_the_answer(tmp_path: Path, rate: str) -> None:
    # Across five calendar years, 10.000.001 kr. has øre in each; 75 % of it is 7.500.000,75 kr.
    streams: list[dict[str, Any]] = [
        {"id": "lbf", "source": "lbf"},
        build.stream("kommune", 1_000_000),
        {"id": "bolig", "source": "boligorganisation"},
    ]
    plan = build.plan(*streams, start="2022-02-15", end="2026-02-14", total=10_000_001)
    values = (rate, "2020-01-01", "2032-12-31")
    by_year = build.policy(
        tmp_path, values, id_="egen.aar", measure="lbf", of="financing", more='per = "year"', severity="warning"
    )
    advisory = read_policy(by_year)

    found = plan.finance(policies=[advisory])

    alone = plan.finance()
    assert alone.financed is not None
    assert {one.id: one.amount for one in alone.financed.streams} == {
        "lbf": Kroner("7.500.000 kr."),
        "kommune": Kroner("1.000.000 kr."),
        "bolig": Kroner("1.500.001 kr."),
    }
    assert found.financed == alone.financed
    assert found.to_dict() == alone.to_dict()


def test_a_binding_rule_by_year_still_holds_the_money_of_each_year(tmp_path: Path) -> None:
    streams: list[dict[str, Any]] = [{"id": "lbf", "source": "lbf"}, {"id": "bolig", "source": "boligorganisation"}]
    plan = build.plan(*streams, start="2022-01-01", end="2023-12-31", total=1_000)
    values = ("60 %", "2020-01-01", "2032-12-31")
    binding = build.policy(tmp_path, values, id_="egen.aar", measure="lbf", of="financing", more='per = "year"')
    found = plan.finance(policies=[binding])
    assert found.financed is not None
    # 60 % of each year, and so of 1.000 kr.; without the rule Landsbyggefonden gives 750 kr.
    assert {one.id: one.amount for one in found.financed.streams} == {"lbf": Kroner(600), "bolig": Kroner(400)}
