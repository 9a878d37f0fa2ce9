"""The published plans, worked out by hand: what each source gives, which limit binds, what one more krone brings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import build
from helhedsplan_finance import CalculationError, Kroner, Plan, Stream, finance_many
from helhedsplan_finance.plan.plan import PlanData
from places import DATA, PLANS
from said import said

pytestmark = pytest.mark.daily


def mio(plan: PlanData | None) -> dict[str, Kroner]:
    assert plan is not None
    return {
        stream.id: sum(stream.amounts.values(), Kroner()) if stream.amounts else stream.amount or Kroner()
        for stream in plan.streams
    }


def opened(plan: Plan, *ids: str, **update: Any) -> Plan:
    """Return a plan with some of its contributions open again."""
    streams = (
        one.model_copy(update={"amount": None, "amounts": None, **update}) if one.id in ids else one
        for one in plan.streams
    )
    return plan.model_copy(update={"streams": tuple(streams)})


def made(*streams: dict[str, Any], total: int | None = None, kommune: str | None = None) -> Plan:
    """Return a plan of 2017–2020 with these contributions."""
    return build.plan(*streams, start="2017-01-01", end="2020-12-31", total=total, kommune=kommune)


def policy_of(folder: Path, *, id: str, title: str, limit: str, value: str) -> Path:  # noqa: A002 - the file's own word
    """Write a made-up policy with one binding rule."""
    words = f'{{ da = "{title}", en = "{title}" }}'
    text = f"""
        source.byraad = {{ title = "Eksempelby Byråd (fiktiv)", published = 2016-01-01, where = "punkt 7" }}
        [[rule]]
        id = "{id}"
        title = {words}
        sentence = {words}
        severity = "error"
        {limit}
        [[rule.value]]
        {value}
        from = 2016-01-01
        until = 2026-12-31
        source = "byraad"
        confidence = "A"
        verified = 2026-11-22
        """
    (folder / "politik.toml").write_text(text, encoding="utf-8")
    return folder / "politik.toml"


@pytest.fixture
def amager() -> Plan:
    return Plan.from_file(DATA / "amager-2022.toml")


def test_silkeborgs_three_amounts_follow_from_the_frame_and_the_shares() -> None:
    # 13.3 mio.: LBF up to 75 %, kommune and housing 12.5 % each. By hand: 9 975 000 and twice 1 662 500.
    plan = made(
        {"id": "lbf", "source": "lbf", "max_share": "75 %"},
        {"id": "kommune", "source": "kommune", "max_share": "12,5 %"},
        {"id": "bolig", "source": "boligorganisation", "max_share": "12,5 %"},
        total=13_300_000,
        kommune="Silkeborg",
    )
    found = plan.finance()
    assert mio(found.financed) == {"lbf": Kroner(9_975_000), "kommune": Kroner(1_662_500), "bolig": Kroner(1_662_500)}
    assert found.financed is not None
    assert found.financed.check().ok
    limits = {(tag.kind, tag.id) for tag in found.binding}
    assert {("limit", "stream.lbf.max_share"), ("limit", "stream.kommune.max_share")} <= limits


@pytest.mark.parametrize("aim", ["least-housing", "least-rent", "least-local", "most-lbf", "even"])
def test_silkeborgs_amounts_are_the_same_whatever_the_aim_for_there_is_one_answer(aim: Any) -> None:
    plan = opened(Plan.from_file(DATA / "silkeborg-2019.toml"), "lbf", "kommune", "boligorganisationer")
    capped = plan.model_copy(
        update={
            "streams": tuple(
                one.model_copy(update={"max_share": Kroner(75 if one.id == "lbf" else 12.5) / Kroner(100)})
                for one in plan.streams
            )
        }
    )
    amounts = list(mio(capped.finance(aim).financed).values())
    assert amounts == [Kroner(9_975_000), Kroner(1_662_500), Kroner(1_662_500)]


def test_a_grant_of_24_million_needs_8_million_of_local_money() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf", "amount": "24 mio."},
        {"id": "kommune", "source": "kommune"},
        {"id": "bolig", "source": "boligorganisation"},
    )
    found = plan.finance("least-local")
    amounts = mio(found.financed)
    assert amounts["kommune"] + amounts["bolig"] == Kroner("8 mio.")
    assert found.total == Kroner("32 mio.")


@pytest.mark.parametrize(("kommune", "housing"), [(5, 3), (1, 7), (8, 0)])
def test_8_million_of_local_money_carries_32_with_24_from_landsbyggefonden(kommune: int, housing: int) -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "amount": kommune * 10**6},
        {"id": "bolig", "source": "boligorganisation", "max_amount": housing * 10**6},
    )
    found = plan.finance(largest=True)
    assert (found.total, mio(found.financed)["lbf"]) == (Kroner("32 mio."), Kroner("24 mio."))
    assert found.worth == {"lbf": 0, "kommune": 3, "bolig": 3}
    assert "1 kr. mere fra en af disse (kommune; bolig) udløser 3 kr. fra Landsbyggefonden." in said(found)
    assert {"lbf.share.max", "local.share.min"} <= {tag.id for tag in found.binding}


def test_in_koebenhavn_housing_money_brings_the_kommunes_with_it() -> None:
    # At most 12.5 % from the kommune: 3 mio. from housing carry 24, of which 18 are LBF's and 3 the kommune's.
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "amount": "5 mio."},
        {"id": "bolig", "source": "boligorganisation", "amount": "3 mio."},
        kommune="København",
    )
    found = plan.finance(largest=True)
    assert mio(found.financed) == {"lbf": Kroner("18 mio."), "kommune": Kroner("3 mio."), "bolig": Kroner("3 mio.")}
    assert found.worth == {"lbf": 0, "kommune": 0, "bolig": 6}


def test_amager_as_published_cannot_be_financed_and_625_000_kr_must_move(amager: Plan) -> None:
    found = amager.finance()
    assert found.status == "infeasible"
    assert found.smallest_change == Kroner(625_000)
    assert {tag.id for tag in found.conflict} == {"kommune.share.max", "stream.kommune.amount"}
    assert {(bend.tag.id, bend.by) for bend in found.changes} == {
        ("stream.lbf.amount", Kroner(625_000)),
        ("stream.kommune.amount", Kroner(-625_000)),
    }


# 12.5 % of 31 mio. is 3 875 000, 625 000 less than the 4.5 mio. stated; and 4.5 mio. is 12.5 % of 36 mio.
WAYS: dict[str, tuple[Callable[[Plan], Any], dict[str, str | int]]] = {
    "Landsbyggefonden gives what the kommune may not": (
        lambda plan: opened(plan, "lbf", "kommune").finance("most-lbf"),
        {"lbf": 19_625_000, "kommune": 3_875_000, "boligorganisationer": "4,5 mio.", "ekstern": "3 mio."},
    ),
    "the housing side gives it": (
        lambda plan: opened(plan, "kommune", "boligorganisationer").finance(),
        {"lbf": "19 mio.", "kommune": 3_875_000, "boligorganisationer": 5_125_000, "ekstern": "3 mio."},
    ),
    "the frame grows until the amount fits": (
        lambda plan: plan.finance(largest=True),
        {"lbf": "24 mio.", "kommune": "4,5 mio.", "boligorganisationer": "4,5 mio.", "ekstern": "3 mio."},
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_amagers_kommune_comes_to_its_limit_in_three_ways(way: str, amager: Plan) -> None:
    ask, wanted = WAYS[way]
    found = ask(amager)
    if way.startswith("Landsbyggefonden"):
        # Most from LBF would spare the kommune altogether; at its limit it gives what it can.
        assert mio(found.financed)["kommune"] <= Kroner(3_875_000)
        held = amager.model_copy(
            update={
                "streams": tuple(
                    one.model_copy(update={"amount": None if one.id == "lbf" else Kroner(3_875_000)})
                    if one.id in {"lbf", "kommune"}
                    else one
                    for one in amager.streams
                )
            }
        )
        found = held.finance()
    assert found.financed is not None
    assert mio(found.financed) == {id_: Kroner(amount) for id_, amount in wanted.items()}
    report = found.financed.check()
    assert report.ok
    (finding,) = (one for one in report.findings if one.rule == "kommune.share.max")
    assert (finding.outcome, finding.margin_ore) == ("passed", 0)


def test_whole_ore_are_used_only_where_whole_kroner_cannot_meet_the_limits() -> None:
    streams: list[dict[str, Any]] = [
        {"id": "lbf", "source": "lbf", "max_share": "75 %"},
        {"id": "kommune", "source": "kommune", "max_share": "12,5 %"},
        {"id": "bolig", "source": "boligorganisation", "max_share": "12,5 %"},
    ]
    # 12.5 % of 1 000 002 kr. is 125 000.25 kr.; of 1 000 001 kr. no whole øre, so the three cannot reach the frame.
    assert mio(made(*streams, total=1_000_002).finance().financed)["kommune"] == Kroner("125.000,25 kr.")
    found = made(*streams, total=1_000_001).finance()
    assert (found.status, found.smallest_change) == ("infeasible", Kroner(1))


def test_without_a_size_there_is_no_question(amager: Plan) -> None:
    open_ = opened(amager, "lbf", "kommune", "boligorganisationer", "ekstern").model_copy(update={"total": None})
    with pytest.raises(CalculationError, match="planens størrelse er ikke oplyst"):
        open_.finance()


def test_an_answer_without_end_is_refused() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "amount": 5},
        {"id": "bolig", "source": "boligorganisation"},
    )
    with pytest.raises(CalculationError, match="den største plan har ingen grænse: skriv et beløbsloft på bolig"):
        plan.finance(largest=True)


@pytest.mark.parametrize("streams", [(), ({"id": "lbf", "source": "lbf", "amount": 5},)])
def test_a_largest_plan_wants_to_know_what_the_local_parties_offer(streams: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(CalculationError, match="ingen lokal part siger"):
        made(*streams).finance(largest=True)


@pytest.mark.parametrize(("total", "status"), [(0, "optimal"), (100, "infeasible")])
def test_a_plan_without_contributions_lacks_all_of_its_frame(total: int, status: str) -> None:
    found = made(total=total).finance()
    assert found.status == status
    assert found.smallest_change == (Kroner(total) if total else None)
    assert [bend.tag.id for bend in found.changes] == (["new.boligorganisation"] if total else [])


def test_an_aim_that_does_not_exist_is_named(amager: Plan) -> None:
    with pytest.raises(CalculationError, match="målet 'billigst' findes ikke"):
        amager.finance("billigst")  # type: ignore[arg-type]


def test_a_limit_met_only_with_external_money_is_a_last_resort() -> None:
    """Whether external money counts as local nobody has verified: it is used so only where nothing else is there."""
    streams: list[dict[str, Any]] = [
        {"id": "lbf", "source": "lbf"},
        {"id": "fond", "source": "ekstern", "amount": 20},
        {"id": "bolig", "source": "boligorganisation"},
    ]
    assert mio(made(*streams, total=100).finance().financed) == {
        "lbf": Kroner(55),
        "fond": Kroner(20),
        "bolig": Kroner(25),
    }
    streams[2]["max_amount"] = 10
    found = made(*streams, total=100).finance()
    assert mio(found.financed) == {"lbf": Kroner(70), "fond": Kroner(20), "bolig": Kroner(10)}
    assert found.report is not None
    assert [one.rule for one in found.report.failed] == ["local.share.min"]


def test_a_rule_with_a_dispensation_does_not_hold_the_plan_back() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf", "amount": 80},
        {"id": "bolig", "source": "boligorganisation"},
        total=100,
    )
    assert plan.finance().status == "infeasible"
    waived = Plan.model_validate(
        plan.model_dump()
        | {
            "waiver": [
                {"rule": rule, "reason": "R", "by": "B", "date": "2016-12-01"}
                for rule in ("lbf.share.max", "local.share.min")
            ]
        }
    )
    assert mio(waived.finance().financed)["bolig"] == Kroner(20)


def test_a_refused_contribution_gives_nothing() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "fond", "source": "ekstern", "status": "afslag"},
        {"id": "bolig", "source": "boligorganisation"},
        total=100,
    )
    found = plan.finance()
    assert found.amounts == {"lbf": Kroner(75), "fond": Kroner(), "bolig": Kroner(25)}
    assert "fond" not in found.worth


def test_many_plans_are_financed_in_their_order(amager: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    plans = [amager, opened(amager, "lbf", "kommune")]
    assert [found.status for found in finance_many(plans)] == ["infeasible", "optimal"]
    assert [found.status for found in finance_many(plans, progress=True, aims="most-lbf")] == ["infeasible", "optimal"]
    assert "Finansierer planer" in capsys.readouterr().err


def test_the_gap_says_what_is_missing_and_who_may_still_give() -> None:
    gap = Plan.from_file(PLANS / "silkeborg-printed.toml").gap()
    assert gap.total == Kroner(5_000)
    assert gap.show() == (
        "Boligsocial helhedsplan Resedavej/Lupinvej, trykte tal\n"
        "\n"
        "Der mangler 5.000 kr.\n"
        "\n"
        "  · Landsbyggefonden kan ikke give mere: grænsen 'Landsbyggefondens andel' er\n"
        "    nået.\n"
        "  · Silkeborg Kommune kan give op til 2.500 kr. mere efter sædvanlig praksis\n"
        "    ('Kommunens andel').\n"
        "  · Boligorganisationerne har intet loft."
    )
    assert gap.to_dict()["room"][1] == {
        "stream": "kommune",
        "more_ore": 250_000,
        "rule": "kommune.share.max",
        "limit": "Kommunens andel",
        "usual_practice": True,
    }


def test_the_gap_is_told_year_by_year() -> None:
    plan = opened(Plan.from_file(DATA / "eksempelparken-2022.toml"), "afdelinger")
    gap = plan.gap()
    assert gap.total == Kroner(600_000)
    assert gap.by_year == dict.fromkeys((2022, 2023, 2024, 2025), Kroner(150_000))
    assert "Fordelt på år (minus er for meget): 2022: 150.000 kr., 2023: 150.000 kr." in said(gap)
    assert mio(plan.finance().financed)["afdelinger"] == Kroner(600_000)
    assert Plan.from_file(DATA / "helsingoer-2018.toml").gap().total is None
    whole = Plan.from_file(DATA / "amager-2022.toml")
    assert said(whole.gap()) == f"{whole.name} Der mangler ingenting: finansieringen er lig med udgifterne."


def test_too_much_money_is_told_too() -> None:
    plan = made({"id": "lbf", "source": "lbf", "amount": 80}, {"id": "k", "source": "kommune", "amount": 30}, total=100)
    assert said(plan.gap()) == "FIKTIV Finansieringen er 10 kr. højere end udgifterne."
    found = plan.finance()
    assert found.smallest_change == Kroner(10)
    assert Stream(id="x", source="lbf", name="X").is_open


def test_a_rule_that_no_amount_can_mend_is_named(tmp_path: Path) -> None:
    policy = policy_of(
        tmp_path,
        id="egen.periode",
        title="Højst tre år",
        limit='measure = "months"\nrelation = "at most"',
        value="count = 36",
    )
    plan = made({"id": "lbf", "source": "lbf"}, {"id": "bolig", "source": "boligorganisation"}, total=100)
    found = plan.finance(policies=[policy])
    assert found.status == "infeasible"
    assert found.to_dict()["conflict"] == [{"rule": "egen.periode", "where": "plan"}]
    assert found.smallest_change is None
    assert found.show() == (
        "FIKTIV\n"
        "Ramme 100 kr.\n"
        "\n"
        "Ingen finansiering overholder alle bindende grænser. Disse kan ikke overholdes\n"
        "samtidig:\n"
        "\n"
        "  · Højst tre år\n"
        "\n"
        "Hvad der skal til\n"
        "  · Intet beløb kan rette det."
    )


def test_external_money_without_a_ceiling_does_not_take_landsbyggefondens_place() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "amount": "5 mio."},
        {"id": "bolig", "source": "boligorganisation", "amount": "3 mio."},
        {"id": "fond", "source": "ekstern"},
    )
    found = plan.finance(largest=True)
    assert mio(found.financed)["lbf"] == Kroner("24 mio.")
    assert mio(found.financed)["fond"] == Kroner()
    fond = plan.streams[3].model_copy(update={"amount": Kroner("3 mio.")})
    offered = plan.model_copy(update={"streams": (*plan.streams[:3], fond)})
    found = offered.finance(largest=True)
    # What is offered is used, and a krone more of it would take one from Landsbyggefonden.
    assert (mio(found.financed)["lbf"], mio(found.financed)["fond"]) == (Kroner("21 mio."), Kroner("3 mio."))
    assert found.worth == {"lbf": 0, "kommune": 3, "bolig": 3, "fond": -1}


def test_the_largest_plan_leans_on_external_money_only_where_there_is_none_without() -> None:
    # In København 3 mio. from the kommune want a frame of 24, of which 25 % is not local without the fund.
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "amount": "3 mio."},
        {"id": "fond", "source": "ekstern", "amount": "3 mio."},
        kommune="København",
    )
    found = plan.finance(largest=True)
    assert mio(found.financed) == {"lbf": Kroner("18 mio."), "kommune": Kroner("3 mio."), "fond": Kroner("3 mio.")}
    assert "Ikke overholdt, men ikke bindende: Lokal medfinansiering." in said(found)
    assert "local.share.min" not in {tag.id for tag in found.binding}


def test_an_amount_that_was_moved_keeps_no_status(amager: Plan) -> None:
    found = amager.finance(largest=True)
    assert found.financed is not None
    assert [one.status for one in found.financed.streams] == [None, None, None, None]
    assert amager.streams[0].status == "forhåndsgodkendt"
    asked = made(
        {"id": "lbf", "source": "lbf", "status": "søgt"}, {"id": "b", "source": "boligorganisation"}, total=100
    )
    found = asked.finance()
    assert found.financed is not None
    assert found.financed.streams[0].status == "søgt"


def test_rules_that_nobody_can_vouch_for_are_named_and_those_carried_on_marked() -> None:
    plan = made({"id": "lbf", "source": "lbf"}, {"id": "kommune", "source": "kommune"}, total=100)
    later = Plan.model_validate(plan.model_dump() | {"start": "2028-01-01", "end": "2031-12-31"})
    found = later.finance()
    # Nothing is known after 2026, so nothing holds Landsbyggefonden back; and that is said.
    assert mio(found.financed) == {"lbf": Kroner(100), "kommune": Kroner()}
    told = "Ikke verificeret og derfor ikke brugt som grænse: Landsbyggefondens andel, Lokal medfinansiering"
    assert told in said(found)
    assert told in said(later.gap())
    assert found.to_dict()["unverified"][0] == "Landsbyggefondens andel"
    carried = later.finance(project_rules=True)
    assert mio(carried.financed) == {"lbf": Kroner(75), "kommune": Kroner(25)}
    assert carried.to_dict()["projected"] is True
    assert "Fremskrevet ud over sidste kendte dag: Landsbyggefondens andel (fremskrevet)" in said(carried)
    assert "Kommunens andel (fremskrevet)" in said(carried)


def test_kroner_stay_whole_though_a_total_spread_by_months_does_not() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "amount": 1_000_000},
        {"id": "bolig", "source": "boligorganisation"},
        total=10_000_001,
    )
    late = Plan.model_validate(plan.model_dump() | {"start": "2019-11-01", "end": "2023-10-31"})
    assert mio(late.finance().financed)["lbf"] == Kroner(7_500_000)


def test_a_stated_total_that_is_not_the_lines_is_in_the_way() -> None:
    line = {"id": "c", "art": "løn", "quantity": {"2017": 1}, "unit_price": "10.000 kr."}
    for total in (9_000, "9.999,50 kr."):
        data = made({"id": "bolig", "source": "boligorganisation"}).model_dump()
        found = Plan.model_validate(data | {"total": total, "cost": [line]}).finance()
        assert [tag.id for tag in found.conflict] == ["total.stated"]
        assert "Ingen ændring af bidragene er nok: Budgetlinjer = angivet ramme er brudt med" in said(found)


def test_a_new_payer_is_of_the_source_that_is_missing(tmp_path: Path) -> None:
    policy = policy_of(
        tmp_path,
        id="egen.afdelinger",
        title="Boligafdelingernes andel",
        limit='measure = "boligafdeling"\nrelation = "at least"\nof = "total"',
        value='rate = "10 %"',
    )
    plan = made({"id": "lbf", "source": "lbf"}, {"id": "bolig", "source": "boligorganisation"}, total=100)
    found = plan.finance(policies=[policy])
    assert [(bend.tag.id, bend.by) for bend in found.changes] == [("new.boligafdeling", Kroner(10))]
    assert "Find 10 kr. fra en ny betaler (Boligafdelinger)." in said(found)


def test_the_gap_counts_what_money_may_not_pay() -> None:
    line = {"id": "c", "art": "løn", "quantity": {"2017": 1}, "unit_price": 100}
    data = made({"id": "fond", "source": "ekstern", "excludes": ["løn"]}).model_dump()
    told = said(Plan.model_validate(data | {"cost": [line]}).gap())
    assert "kan ikke give mere: grænsen 'det, som fond må betale' er nået." in told


def test_the_answer_is_a_frame_too(amager: Plan) -> None:
    frame = amager.finance(largest=True).to_frame()
    assert list(frame.columns) == ["stream", "source", "name", "year", "ore"]
    assert frame["ore"].sum() == Kroner("36 mio.").ore


def test_one_change_is_better_than_two() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "kommune", "source": "kommune", "max_amount": "1 mio."},
        {"id": "bolig", "source": "boligorganisation", "max_amount": "1 mio."},
        total=10_000_000,
        kommune="København",
    )
    # 2.5 mio. must be local. The kommune may give 1.25 at most, so half of what is missing; the housing side all of it.
    found = plan.finance()
    assert found.smallest_change == Kroner(500_000)
    assert [(bend.tag.id, bend.by) for bend in found.changes] == [("stream.bolig.max_amount", Kroner(500_000))]


@pytest.mark.parametrize("kommune", [1, 100_000, 1_700_000, 2_000_000])
def test_the_largest_plan_says_what_a_doubtful_reading_would_allow(kommune: int) -> None:
    plan = made(
        {"id": "lbf", "source": "lbf"},
        {"id": "fond", "source": "ekstern", "amount": 5_000_000},
        {"id": "kommune", "source": "kommune", "amount": kommune},
    )
    # Beyond doubt four times the local money, so never less for more of it; in doubt four times all that is offered.
    found = plan.finance(largest=True)
    assert found.total == Kroner(4 * kommune)
    assert found.doubtful == Kroner(4 * (5_000_000 + kommune))
    assert "Tæller eksterne midler med som lokale (det er ikke verificeret), er den største plan" in said(found)
    assert found.to_dict()["doubtful_total_ore"] == 400 * (5_000_000 + kommune)


def test_what_is_granted_is_lowered_last_and_one_contribution_rather_than_two() -> None:
    plan = made(
        {"id": "a", "source": "boligorganisation", "amount": 60, "status": "tilsagn"},
        {"id": "b", "source": "kommune", "amount": 60},
        {"id": "c", "source": "boligafdeling", "amount": 10},
        total=100,
    )
    assert [(bend.tag.id, bend.by) for bend in plan.finance().changes] == [("stream.b.amount", Kroner(-30))]


def test_a_ceiling_in_per_cent_is_raised_in_per_cent() -> None:
    plan = made(
        {"id": "lbf", "source": "lbf", "max_share": "25 %"},
        {"id": "bolig", "source": "boligafdeling", "amount": 18},
        total=35,
    )
    found = plan.finance()
    # 17 kr. are lacking and 8.75 allowed, so 9 whole kroner more: 17.75 of 35, to the hundredth of a per cent upwards.
    assert "Hæv andelsloftet for lbf til 50,72 %." in said(found)
    raised = plan.streams[0].model_copy(update={"max_share": Kroner("50,72 kr.") / Kroner(100)})
    assert plan.model_copy(update={"streams": (raised, plan.streams[1])}).finance().status == "optimal"


def test_an_id_with_dots_is_not_taken_for_a_shorter_one() -> None:
    plan = made(
        {"id": "a", "source": "boligorganisation", "amount": 30, "max_share": "40 %", "status": "tilsagn"},
        {"id": "a.b", "source": "boligafdeling", "max_share": "50 %"},
        total=100,
    )
    # 30 and 50 of 100: the ceiling of the second is raised by 20, from its own 50 and not from the first one's 40.
    assert "Hæv andelsloftet for a.b til 70 %." in said(plan.finance())


@pytest.mark.parametrize("ceiling", ["500.000,03 kr.", "500.000 kr."])
def test_a_ceiling_is_met_to_its_own_oere(ceiling: str) -> None:
    plan = made(
        {"id": "lbf", "source": "lbf", "max_share": "75 %"},
        {"id": "kommune", "source": "kommune", "max_amount": ceiling},
        {"id": "bolig", "source": "boligorganisation"},
        total=4_000_000,
    )
    found = plan.finance(["least-housing"])
    # LBF gives 75 % of 4 mio., the kommune all that its ceiling allows, the housing side the rest.
    rest = Kroner(1_000_000) - Kroner(ceiling)
    assert found.amounts == {"lbf": Kroner(3_000_000), "kommune": Kroner(ceiling), "bolig": rest}
    assert "stream.kommune.max_amount" in {tag.id for tag in found.binding}
