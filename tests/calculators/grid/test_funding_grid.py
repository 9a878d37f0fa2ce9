"""Who pays which line: sums to the øre, nothing where it may not be, and a reason for all that found no place."""

from typing import Any

import pytest
from hypothesis import given

import build
from helhedsplan_finance import CalculationError, FundingGrid, Kroner, Plan
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.rules.measures import Facts
from places import DATA
from said import said
from strategies import plans

pytestmark = pytest.mark.daily

YEAR = "2022"


def small(costs: dict[str, tuple[str, int]], streams: dict[str, dict[str, Any]]) -> Plan:
    """Return a plan of one year; costs are (art, kroner)."""
    return build.plan(
        *({"id": id_, "source": "ekstern", **rest} for id_, rest in streams.items()),
        costs=[build.line(art, kroner, id=id_) for id_, (art, kroner) in costs.items()],
        end="2022-12-31",
    )


def adds_up(plan: Plan) -> None:
    grid = plan.grid()
    rows = grid.rows()
    facts = Facts.of(plan)
    for stream in grid.streams:
        for year in grid.years:
            given_ = stream_by_year(stream, plan.period)
            wanted = sum(one.ore for one in given_.values()) if year is None else given_.get(year, Kroner()).ore
            found = [row["ore"] for row in rows if (row["stream"], row["year"]) == (stream.id, year)]
            assert sum(found) == wanted
    costs = {(row.id, row.year): row.ore for row in facts.ledger.rows if row.side == "cost" and row.ore is not None}
    for line in grid.lines:
        for year in grid.years:
            found = [row["ore"] for row in rows if (row["line"], row["year"]) == (line.id, year)]
            assert sum(found) == costs.get((line.id, year), 0)
    arts = {line.id: line.art for line in plan.costs}
    excluded = {stream.id: stream.excludes for stream in plan.streams}
    assert not [place for place in grid.cells if arts.get(place[0]) in excluded[place[1]]]
    assert all(amount > Kroner() for amount in grid.cells.values())


@pytest.mark.parametrize("file", sorted(path.name for path in DATA.glob("*.toml")))
def test_every_published_plans_grid_adds_up_to_the_ore(file: str) -> None:
    adds_up(Plan.from_file(DATA / file))


@given(plans())
def test_every_made_up_plans_grid_adds_up_to_the_ore(plan: Plan) -> None:
    adds_up(plan)


def test_a_line_is_paid_only_by_those_that_may_pay_it() -> None:
    plan = small(
        {"leder": ("løn", 600), "revision": ("revision", 400)},
        {"fond": {"amount": 300, "excludes": ["løn"]}, "kommune": {"amount": 700}},
    )
    grid = plan.grid()
    # By hand: the fund's 300 can go to revision alone, so the kommune pays all 600 of the pay and 100 of revision.
    assert grid.paid("revision", "fond") == Kroner(300)
    assert grid.paid("leder", "kommune") == Kroner(600)
    assert grid.paid("revision", "kommune") == Kroner(100)
    assert grid.show().splitlines() == [
        "FIKTIV",
        "",
        "Hvem betaler hvad, kr. i alt over årene",
        "Linje     fond  kommune  I alt",
        "──────────────────────────────",
        "leder               600    600",
        "revision   300      100    400",
        "",
        "I alt      300      700  1.000",
        "",
        "  · Alle udgifter er betalt, og alle penge er brugt.",
    ]


def test_an_earmark_keeps_money_to_what_it_is_meant_for() -> None:
    plan = small(
        {"leder": ("løn", 600), "cafe": ("aktiviteter", 400)}, {"timer": {"amount": 500}, "lbf": {"amount": 500}}
    )
    assert plan.grid(earmarks={"timer": ["leder"]}).paid("cafe", "timer") == Kroner()
    assert plan.grid(earmarks={"timer": "løn"}).paid("leder", "timer") == Kroner(500)
    with pytest.raises(CalculationError, match="Mente du leder"):
        plan.grid(earmarks={"timer": ["ledr"]})
    with pytest.raises(CalculationError, match="Mente du timer"):
        plan.grid(earmarks={"timre": ["leder"]})


@pytest.mark.parametrize(
    ("streams", "told"),
    [
        ({"fond": {"amount": 500, "excludes": ["løn"]}}, "det, som bidraget må betale, koster kun 400 kr."),
        ({"fond": {"amount": 1200}}, "der er 200 kr. mere, end udgifterne koster"),
        ({"fond": {"amount": 900}}, "der er ikke penge nok fra dem, der må betale den (fond)"),
        (
            {"a": {"amount": 300, "excludes": ["løn"]}, "b": {"amount": 300, "excludes": ["løn"]}},
            "det, som bidraget må betale, er betalt af andre, der heller ikke må betale resten",
        ),
        ({"a": {"amount": 300, "excludes": ["løn"]}}, "ingen bidrag med penge må betale den"),
    ],
)
def test_the_reason_is_told_where_money_could_not_land(streams: dict[str, dict[str, Any]], told: str) -> None:
    plan = small({"leder": ("løn", 600), "revision": ("revision", 400)}, streams)
    assert told in said(plan.grid())


def test_a_plan_without_a_frame_says_that_there_is_nothing_to_pay() -> None:
    told = said(Plan.from_file(DATA / "helsingoer-2018.toml").grid())
    assert told.endswith(
        " · 14,7 mio. kr. fra Landsbyggefonden i alt kan ikke fordeles på en budgetlinje: "
        "planen har hverken ramme eller budgetlinjer."
    )
    assert "Uden linje 14.700.000 14.700.000 I alt, også penge uden linje 14.700.000 0 14.700.000 ·" in told


def test_amounts_are_whole_kroner_where_the_plans_are() -> None:
    grid = Plan.from_file(DATA / "eksempelparken-2022.toml").grid()
    assert not [amount for amount in grid.cells.values() if amount.ore % 100]


def test_the_frame_has_the_rows_with_whole_numbers() -> None:
    grid = Plan.from_file(DATA / "eksempelparken-2022.toml").grid()
    frame = grid.to_frame()
    assert list(frame.columns) == ["line", "name", "art", "stream", "source", "year", "ore", "projected"]
    assert frame["ore"].sum() == Kroner(9_884_000).ore
    assert repr(grid).startswith("<FundingGrid of 'FIKTIV")
    assert FundingGrid.of(Plan.from_file(DATA / "eksempelparken-2022.toml")).cells == grid.cells


def test_a_cell_that_is_not_there_is_a_slip() -> None:
    grid = Plan.from_file(DATA / "eksempelparken-2022.toml").grid()
    with pytest.raises(CalculationError, match="Mente du kommune"):
        grid.paid("projektleder", "komune")
    with pytest.raises(CalculationError, match="'2030' står ikke i finansieringsgriddet"):
        grid.paid("projektleder", "lbf", 2030)


def test_hours_and_rooms_pay_their_own_lines_and_leave_nothing_of_them_to_others() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    grid = plan.grid()
    # 0,5 årsværk · 540.000 · 4 years in hours, 12 months · 8.000 · 4 years in rooms: Landsbyggefonden pays none of it.
    assert grid.paid("kommunale-timer", "kommune-timer") == Kroner(1_080_000)
    assert grid.paid("kommunale-timer", "lbf") == Kroner()
    assert grid.paid("lokaler", "boligorganisation-lokaler") == Kroner(384_000)
    assert {one.id for one in grid.streams if grid.paid("lokaler", one.id)} == {"boligorganisation-lokaler"}
    adds_up(plan)


def test_hours_that_name_no_line_are_not_spread_over_the_lines_of_others() -> None:
    plan = small({"leder": ("løn", 100)}, {"timer": {"kind": "in-kind", "amount": 40}, "lbf": {"amount": 60}})
    grid = plan.grid()
    assert grid.paid("leder", "timer") == Kroner()
    assert [(one.id, one.amount) for one in grid.unplaced] == [("timer", Kroner(40))]
    assert [(one.id, one.amount) for one in grid.unpaid] == [("leder", Kroner(40))]
    assert "dækker kun de poster, som bidraget nævner, og det nævner ingen" in said(grid)
    adds_up(plan)


def test_a_frame_without_lines_is_paid_by_hours_like_by_money() -> None:
    streams = [{"id": "timer", "source": "kommune", "name": "T", "kind": "in-kind", "amount": 40}]
    plan = Plan.model_validate(
        {"name": "FIKTIV", "start": "2022-01-01", "end": "2022-12-31", "total": 40, "stream": streams}
    )
    assert plan.grid().paid("total", "timer") == Kroner(40)


def test_cash_may_be_tied_to_a_line_and_pays_no_other() -> None:
    plan = small(
        {"job": ("aktiviteter", 100), "tur": ("aktiviteter", 100)},
        {"fond": {"pays": ["job"], "amount": 80}, "lbf": {"amount": 120}},
    )
    grid = plan.grid()
    assert (grid.paid("job", "fond"), grid.paid("tur", "fond")) == (Kroner(80), Kroner())
    assert (grid.paid("job", "lbf"), grid.paid("tur", "lbf")) == (Kroner(20), Kroner(100))
