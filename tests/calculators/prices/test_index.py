"""A budget in the prices of its years: by hand, to the øre, and with what nobody has published marked."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import findings, notes_of
from helhedsplan_finance import (
    Kroner,
    Plan,
    PlanError,
    Scenario,
    SeriesError,
    Uniform,
    compare,
    restate_moms,
    sensitivity,
    simulate,
)
from helhedsplan_finance.calculators.prices.library import known_series, read_series, shipped
from helhedsplan_finance.plan.line_costs import Lines, cost_by_year
from said import said
from strategies import rich_plans

pytestmark = pytest.mark.daily

KL = """
[source.kl]
title     = "FIKTIV: KL's skøn"
published = 2022-06-15
where     = "et opdigtet eksempel"

[[series]]
id    = "løn"
title = { da = "FIKTIV: løn", en = "FICTITIOUS: wages" }
{løn}

[[series]]
id    = "priser"
title = { da = "FIKTIV: priser", en = "FICTITIOUS: prices" }
{priser}
"""


def years(**rates: str) -> str:
    return "".join(
        f'[[series.year]]\nyear = {name[1:]}\nsamlet = "{rate}"\nsource = "kl"\npublished = 2022-06-15\n'
        for name, rate in rates.items()
    )


def series_file(tmp_path: Path, løn: str = "", priser: str = "") -> Path:
    path = tmp_path / "kl.toml"
    text = KL.replace("{løn}", løn or years(y2022="2,0 %", y2023="3,1 %", y2024="2,7 %"))
    path.write_text(text.replace("{priser}", priser or years(y2022="1,5 %", y2023="4,0 %", y2024="-0,5 %")), "utf-8")
    return path


def with_costs(*costs: dict[str, Any], **stated: Any) -> Plan:
    """Return a plan of 2022–2024 with these budget lines."""
    return build.plan(costs=costs, **{"end": "2024-12-31", **stated})


PAY = {
    "id": "leder",
    "art": "løn",
    "quantity": {"2022": 1, "2023": "0,5", "2024": 1},
    "unit_price": 560_000,
    "price_year": 2021,
    "index": "løn",
}
RENT = {
    "id": "lokaler",
    "art": "lokaler",
    "quantity": {"2022": 12, "2023": 12, "2024": 12},
    "unit_price": "8.250,50 kr.",
    "price_year": 2022,
    "index": "priser",
}
FIXED = {"id": "revision", "art": "revision", "quantity": {"2024": 1}, "unit_price": 25_000}


def test_two_series_worked_by_hand(tmp_path: Path) -> None:
    indexed = with_costs(PAY, RENT, FIXED).index_prices(series=[series_file(tmp_path)])
    rows = {(row.id, row.year): (row.fixed.text(), row.current.text()) for row in indexed.rows}
    assert rows == {
        # Pay of 2021: 560.000 · 1,02 = 571.200; half of 571.200 · 1,031 = 588.907,20; · 1,027 = 604.807,6944.
        ("leder", 2022): ("560.000 kr.", "571.200 kr."),
        ("leder", 2023): ("280.000 kr.", "294.453,60 kr."),
        ("leder", 2024): ("560.000 kr.", "604.807,69 kr."),
        # A rent of 2022: 12 · 8.250,50 = 99.006; · 1,04 = 102.966,24; · 0,995 = 102.451,4088.
        ("lokaler", 2022): ("99.006 kr.", "99.006 kr."),
        ("lokaler", 2023): ("99.006 kr.", "102.966,24 kr."),
        ("lokaler", 2024): ("99.006 kr.", "102.451,41 kr."),
        ("revision", 2024): ("25.000 kr.", "25.000 kr."),
    }
    assert not any(row.projected for row in indexed.rows)
    # 571.200 + 99.006, 294.453,60 + 102.966,24, and 604.807,69 + 102.451,41 + 25.000.
    by_year = {
        year: Kroner.from_ore(sum(row.ore or 0 for row in indexed.plan.ledger().rows if row.year == year))
        for year in (2022, 2023, 2024)
    }
    assert [amount.text() for amount in by_year.values()] == ["670.206 kr.", "397.419,84 kr.", "732.259,10 kr."]


def test_a_plan_that_was_indexed_needs_no_file_of_series_to_be_read_again(tmp_path: Path) -> None:
    indexed = with_costs(PAY, RENT).index_prices(series=[series_file(tmp_path)]).plan
    indexed.to_file(tmp_path / "plan.toml")
    assert Plan.from_file(tmp_path / "plan.toml") == indexed
    assert Plan.from_file(tmp_path / "plan.toml").ledger() == indexed.ledger()


def test_a_plan_without_series_stands_in_the_prices_that_it_states() -> None:
    plan = with_costs(PAY)
    assert [row.ore for row in plan.ledger().rows if row.side == "cost"] == [56_000_000, 28_000_000, 56_000_000]
    assert [one.rule for one in plan.check().findings if one.rule.startswith("prices.")] == ["prices.index"]


@given(rich_plans(), st.data())
def test_changing_a_series_never_changes_the_years_before(plan: Plan, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(plan.series))
    year = data.draw(st.sampled_from(sorted(one.rates)))
    rates = {**one.rates, year: data.draw(st.fractions(Fraction(-1, 10), Fraction(1, 10), max_denominator=1000))}
    changed = tuple(other.model_copy(update={"rates": rates}) if other is one else other for other in plan.series)
    for line in plan.costs:
        before, after = cost_by_year(line, plan), cost_by_year(line, Lines(plan.costs, changed))
        assert {at: amount for at, amount in before.items() if at < year} == {
            at: amount for at, amount in after.items() if at < year
        }


@given(rich_plans())
def test_a_figure_is_marked_exactly_where_a_projected_rate_is_in_it(plan: Plan) -> None:
    named = {one.id.casefold(): one for one in plan.series}
    marks = {(row.id, row.year): row.projected for row in plan.ledger().rows if row.side == "cost" and row.year}
    for line in plan.costs:
        for year in line.quantity:
            passed = range((line.price_year or year) + 1, year + 1) if line.index else ()
            assert marks[line.id, year] == any(one in named[(line.index or "").casefold()].projected for one in passed)


def test_a_missing_year_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = series_file(tmp_path, years(y2022="2,0 %", y2024="2,7 %"))
    with pytest.raises(PlanError) as refused:
        with_costs(PAY, RENT).index_prices(series=[path])
    assert str(refused.value) == (
        "cost 1 'leder': prisserien 'løn' mangler 2023; skriv satsen på serien ('rates'), giv en fil med den "
        "(--serie), eller fremskriv den med: "
        "helhedsplan priser indeks --fremskriv, eller --sats '2,5 %'"
    )


def test_a_missing_year_is_projected_on_request_and_marked_everywhere(tmp_path: Path) -> None:
    path = series_file(tmp_path, years(y2022="2,0 %", y2023="3,1 %"))
    indexed = with_costs(PAY, FIXED).index_prices(series=[path], project=True)
    (series,) = indexed.plan.series
    assert (series.rates[2024], series.projected) == (Fraction(31, 1000), (2024,))
    assert [(row.id, row.year) for row in indexed.rows if row.projected] == [("leder", 2024)]
    frame = indexed.plan.to_frame()
    assert frame[frame["projected"]][["id", "year"]].to_numpy().tolist() == [["leder", 2024]]
    report = indexed.plan.check()
    marked = {(one.rule, one.where) for one in report.findings if one.projected_prices}
    assert marked == {("balance.plan", "plan"), ("balance.year", "2024")}
    assert "Finansiering = udgifter (fremskrevne priser)" in said(report)
    assert report.to_dict()["projected_prices"] is True
    assert "Prisserien løn er fremskrevet i 2024" in said(report)
    assert "Beløb i 2024 bygger på fremskrevne priser." in said(indexed.plan.grid())
    assert "bygger på fremskrevne priser" in indexed.plan.plot.grid().get_xlabel().replace("\n", " ")


def test_whatever_is_reckoned_from_projected_prices_says_so(tmp_path: Path) -> None:
    lbf = {"id": "lbf", "source": "lbf", "name": "LBF", "amount": 1_000_000}
    path = series_file(tmp_path, years(y2022="2,0 %", y2023="3,1 %"))
    plan = with_costs(PAY, stream=[lbf]).index_prices(series=[path], project=True).plan
    told = "bygger på fremskrevne priser"
    assert told in said(plan.gap())
    assert told in said(sensitivity(plan))
    assert told in said(simulate(plan, {"lbf": Uniform(900_000, 1_100_000)}, draws=100))
    assert told in said(restate_moms(plan, "kommune"))
    assert {(row["year"], row["projected"]) for row in plan.grid().rows()} == {
        (2022, False),
        (2023, False),
        (2024, True),
    }
    assert "FIKTIV (fremskrevne priser)" in said(compare(plan, Scenario("Det samme")))
    compared = compare(plan, Scenario("x")).to_dict()["base"]
    for data in (plan.gap().to_dict(), sensitivity(plan).to_dict(), restate_moms(plan, "kommune").to_dict(), compared):
        assert data["projected_prices"] is True
    opened = plan.model_copy(update={"streams": (plan.streams[0].model_copy(update={"amount": None}),)})
    assert told in said(opened.finance())
    plan.to_csv(tmp_path)
    header, *rows = (tmp_path / "data.csv").read_text("utf-8-sig").splitlines()
    assert header.endswith(";Fremskrevet")
    assert [row.endswith(";ja") for row in rows[:3]] == [False, False, True]
    plan.to_excel(tmp_path / "plan.xlsx")
    cover = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)["Forside"]
    shown = {row[0]: row[1] for row in cover.iter_rows(max_col=2, values_only=True)}
    assert shown["Udgifter på fremskrevne priser"] == pytest.approx(607_163.32)  # 588.907,20 · 1,031


def test_nothing_is_marked_where_every_rate_was_published(tmp_path: Path) -> None:
    plan = with_costs(PAY).index_prices(series=[series_file(tmp_path)]).plan
    assert "fremskrevne" not in said(plan.gap()) + said(plan.check()) + said(plan.grid()) + said(sensitivity(plan))
    assert "projected_prices" not in plan.check().to_dict()


def test_what_is_carried_on_is_the_rise_of_the_year_and_not_its_correction_of_the_past() -> None:
    løn = known_series()["løn"].record
    # 2025 is 0,9 (a correction of earlier years) + 3,2 = 4,1; a year after it rises by 3,2.
    assert løn.carried_on(2026) == (2025, Fraction(32, 1000))
    assert løn.carried_on(2024) == (2023, Fraction(27, 1000))
    assert løn.carried_on(2022) is None


def offer(index: str, *, price_year: int = 2024) -> Plan:
    """Return a plan with an offer of 100.000 kr. that is paid in 2025."""
    line = {"id": "tilbud", "art": "øvrige", "quantity": {"2025": 1}, "unit_price": 100_000}
    return build.plan(costs=[{**line, "price_year": price_year, "index": index}], start="2024-01-01", end="2027-12-31")


@pytest.mark.parametrize(
    ("index", "current"),
    [
        # Nettopris 2025: niveaukorrektion −1,9 % + skøn 1,9 % = samlet 0,0 %. The correction is of an estimate of 2024.
        ("nettopris", "101.900 kr."),
        ("nettopris-samlet", "100.000 kr."),
        # Wages 2025: 0,9 + 3,2 = 4,1.
        ("løn", "103.200 kr."),
        ("løn-samlet", "104.100 kr."),
        ("generel", "102.800 kr."),
        ("generel-samlet", "103.000 kr."),
    ],
)
def test_a_price_of_a_real_year_rises_by_its_own_rise_and_one_that_was_projected_by_samlet(
    index: str, current: str
) -> None:
    indexed = offer(index).index_prices()
    assert [row.current.text() for row in indexed.rows] == [current]
    assert indexed.plan.series[0].id == index


def test_what_was_done_with_a_correction_is_told() -> None:
    assert notes_of(offer("nettopris").index_prices())[0] == (
        "Prisserien nettopris stiger i 2025 med årets egen stigning (skøn) på 1,9 %; niveaukorrektionen på -1,9 % "
        "retter et tidligere skøn og er ikke med. Er linjens pris selv fremskrevet, så skriv "
        'index = "nettopris-samlet" (samlet 0 %).'
    )
    assert notes_of(offer("nettopris-samlet").index_prices())[0].startswith(
        "Prisserien nettopris-samlet stiger i 2025 med samlet 0 %: årets egen stigning (skøn) på 1,9 % og"
    )
    assert offer("nettopris-samlet").index_prices().plan.series[0].title == (
        "Nettoprisindeks, finanslovens pris- og lønforudsætninger: samlet, for beløb der selv er fremskrevet"
    )


def test_a_plan_that_holds_both_is_carried_again_to_the_same_prices(tmp_path: Path) -> None:
    indexed = offer("nettopris-samlet").index_prices().plan
    indexed.to_file(tmp_path / "plan.toml")
    again = Plan.from_file(tmp_path / "plan.toml").index_prices()
    assert [row.current.text() for row in again.rows] == ["100.000 kr."]


def test_a_series_of_a_file_may_say_that_its_amounts_were_projected(tmp_path: Path) -> None:
    parts = 'niveaukorrektion = "-1,0 %"\nskoen = "3,0 %"\n' + years(y2022="2,0 %").partition("year = 2022\n")[2]
    path = series_file(tmp_path, f"[[series.year]]\nyear = 2022\n{parts}")
    line = {**PAY, "quantity": {"2022": 1}}
    assert [row.current.text() for row in with_costs(line).index_prices(series=[path]).rows] == ["576.800 kr."]
    path.write_text(path.read_text("utf-8").replace('id    = "løn"', 'id = "løn"\nrate = "samlet"'), "utf-8")
    assert [row.current.text() for row in with_costs(line).index_prices(series=[path]).rows] == ["571.200 kr."]


def test_a_file_that_no_line_uses_is_named_by_the_series_that_it_holds(tmp_path: Path) -> None:
    parts = 'niveaukorrektion = "-1,0 %"\nskoen = "3,0 %"\n' + years(y2022="2,0 %").partition("year = 2022\n")[2]
    path = series_file(tmp_path, f"[[series.year]]\nyear = 2022\n{parts}")
    (said,) = [one for one in notes_of(offer("generel").index_prices(series=[path])) if str(path) in one]
    assert "løn" in said
    assert "samlet" not in said


def test_a_rate_of_ones_own_may_fill_a_missing_year(tmp_path: Path) -> None:
    path = series_file(tmp_path, years(y2022="2,0 %"))
    (series,) = with_costs(PAY).index_prices(series=[path], project="2,5 %").plan.series
    assert [series.rates[year] for year in (2023, 2024)] == [Fraction(1, 40)] * 2
    assert series.projected == (2023, 2024)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"index": "lon"},
            (
                "cost 1 'leder' › index: ukendt prisserie 'lon'; mente du 'løn'? En serie af jeres egne skrives "
                "i en fil og "
                "gives med --serie"
            ),
        ),
        (
            {"price_year": None},
            (
                "cost 1 'leder': linjen følger prisserien 'løn', men prisåret mangler; skriv det år, prisen er "
                "fra ('price_year')"
            ),
        ),
        (
            {"price_year": 2023},
            (
                "cost 1 'leder' › price_year: linjen har antal i 2022, før prisåret 2023; en pris føres kun frem: sæt "
                "prisåret til 2022 "
                "eller tidligere"
            ),
        ),
    ],
)
def test_a_line_that_cannot_be_carried_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError) as refused:
        with_costs({**PAY, **change}).index_prices(series=[series_file(tmp_path)])
    assert str(refused.value) == said


def test_an_unknown_series_in_a_plan_that_holds_series_is_refused_when_it_is_read() -> None:
    with pytest.raises(PlanError, match="ukendt prisserie 'lønn'; mente du 'løn'"):
        with_costs({**PAY, "index": "lønn"}, series=[{"id": "løn", "rates": {"2022": "2 %"}}])


def test_a_projected_year_without_a_rate_is_refused() -> None:
    with pytest.raises(PlanError, match="2026 er mærket som fremskrevet, men serien har ingen sats for 2026"):
        with_costs(series=[{"id": "løn", "rates": {"2022": "2 %"}, "projected": [2026]}])


def test_an_index_older_than_twelve_months_is_a_warning(tmp_path: Path) -> None:
    path = series_file(tmp_path)  # published on 15 June 2022
    fresh = with_costs(PAY, as_of=date(2023, 6, 15)).index_prices(series=[path])
    assert fresh.notes == ()
    old = with_costs(PAY, as_of=date(2023, 6, 16)).index_prices(series=[path])
    assert notes_of(old) == [
        (
            "Prisserien løn er sidst offentliggjort 15. juni 2022, mere end tolv måneder før 16. juni 2023; hent den "
            "nyeste."
        )
    ]
    (finding,) = findings(old.plan, "series.age")
    assert (finding.severity, finding.outcome) == ("warning", "failed")
    assert old.plan.check().ok == fresh.plan.check().ok


def test_a_series_published_in_a_year_is_counted_from_its_last_day() -> None:
    plan = with_costs(PAY, as_of=date(2023, 12, 31), series=[{"id": "løn", "rates": RATED, "published": 2022}])
    assert "series.age" not in {one.rule for one in plan.check().findings}
    later = plan.model_copy(update={"as_of": date(2024, 1, 1)})
    assert "series.age" in {one.rule for one in later.check().findings}


RATED = {"2022": "2 %", "2023": "2 %", "2024": "2 %"}


def test_the_series_that_ship_are_what_the_guidance_said() -> None:
    told = {
        (one.id, record.year): (record.niveaukorrektion, record.skoen, record.samlet)
        for one in shipped().series
        for record in one.years
    }
    percent = {key: tuple(None if part is None else part * 100 for part in parts) for key, parts in told.items()}
    assert percent == {
        ("løn", 2023): (Fraction("0.2"), Fraction("2.7"), Fraction("2.9")),
        ("løn", 2025): (Fraction("0.9"), Fraction("3.2"), Fraction("4.1")),
        ("nettopris", 2023): (Fraction("4.8"), Fraction("2.2"), Fraction("7.0")),
        ("nettopris", 2025): (Fraction("-1.9"), Fraction("1.9"), Fraction(0)),
        ("generel", 2023): (Fraction("1.6"), Fraction("2.3"), Fraction("3.9")),
        ("generel", 2025): (Fraction("0.2"), Fraction("2.8"), Fraction("3.0")),
    }
    assert all(record.confidence and record.verified for one in shipped().series for record in one.years)


def test_an_index_of_levels_rises_by_what_lies_between_them(tmp_path: Path) -> None:
    levels = "".join(
        f'[[series.year]]\nyear = {year}\nlevel = "{level}"\nsource = "kl"\npublished = 2022-06-15\n'
        for year, level in ((2021, "118,4"), (2022, "120,0"), (2023, "123,6"), (2024, "125,1"))
    )
    path = series_file(tmp_path, levels)
    indexed = with_costs(PAY).index_prices(series=[path])
    assert indexed.plan.series[0].rates[2022] == Fraction(1200, 1184) - 1
    # 560.000 · 120,0/118,4 = 567.567,567…; half of 560.000 · 123,6/118,4 = 292.297,297…; 560.000 · 125,1/118,4.
    assert [row.current.text() for row in indexed.rows] == ["567.567,57 kr.", "292.297,30 kr.", "591.689,19 kr."]


FAULTS = [
    (
        years(y2022="2 %").replace('samlet = "2 %"', 'niveaukorrektion = "1 %"\nskoen = "2 %"\nsamlet = "4 %"'),
        (
            "series 1 'løn' › year 1: niveaukorrektion (1,0 %) + skoen (2,0 %) giver ikke samlet (4,0 %); angiv "
            "alle tre, "
            "så de passer, eller samlet alene"
        ),
    ),
    (
        years(y2022="2 %").replace('samlet = "2 %"', 'samlet = "2 %"\nlevel = "100"'),
        (
            "series 1 'løn' › year 1: angiv enten 'samlet' (stigningen fra året før) eller 'level' (indekstallet), og "
            "ikke begge"
        ),
    ),
    (
        years(y2022="2 %") * 2,
        "series 1 'løn': 2022 står to gange; behold den sidst offentliggjorte",
    ),
    (
        years(y2022="2 %").replace('"kl"', '"xx"'),
        "series 1 'løn' › 2022 › source: kilden 'xx' findes ikke i filen; tilføj [source.xx] (kendte: kl)",
    ),
    (
        years(y2022="75 %"),
        (
            "series 1 'løn' › year 1 › samlet: '75 %' er mere, end et prisniveau ændrer sig på et år; skriv "
            "stigningen fra året før i procent"
        ),
    ),
    (
        years(y2022="2 %").replace("samlet", "samlett"),
        "series 1 'løn' › year 1: ukendt nøgle 'samlett'; mente du 'samlet'?",
    ),
]


@pytest.mark.parametrize(("løn", "said"), FAULTS, ids=range(len(FAULTS)))
def test_a_file_of_series_is_read_strictly(tmp_path: Path, løn: str, said: str) -> None:
    path = series_file(tmp_path, løn)
    with pytest.raises(SeriesError) as refused:
        read_series(path)
    assert str(refused.value) == f"{path}: {said}"


def test_two_series_of_one_id_in_a_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "to.toml"
    path.write_text(series_file(tmp_path).read_text("utf-8").replace('"priser"', '"LØN"'), "utf-8")
    with pytest.raises(SeriesError, match="serien 'LØN' står to gange i filen"):
        read_series(path)


def test_a_file_of_ones_own_takes_the_place_of_the_series_that_ships(tmp_path: Path) -> None:
    known = known_series([series_file(tmp_path)])
    assert (known["løn"].origin, known["nettopris"].origin) == (str(tmp_path / "kl.toml"), "finanslov")


def test_the_plans_own_rates_go_before_those_that_ship_and_a_file_before_both(tmp_path: Path) -> None:
    rates = {"2022": "5 %", "2023": "5 %", "2024": "5 %"}
    plan = with_costs(PAY, series=[{"id": "løn", "rates": rates, "projected": [2024], "source": "Overenskomst"}])
    again = plan.index_prices(project=True)
    assert again.plan.series == plan.series
    assert next(note.show("da") for note in again.notes).startswith("løn: planens egne satser er brugt")
    other = plan.index_prices(series=series_file(tmp_path))
    assert other.plan.series[0].rates[2022] == Fraction(2, 100)
    assert "planens egne satser er erstattet af dem i" in other.notes[0].show("da")


def test_where_a_projected_rate_is_from_is_said(tmp_path: Path) -> None:
    path = series_file(tmp_path, years(y2022="2,0 %"))
    own, carried = (with_costs(PAY).index_prices(series=path, project=how).plan.series[0] for how in ("2,5 %", True))
    assert (own.source or "").endswith("; 2023 fremskrevet med egen sats 2,5 %; 2024 fremskrevet med egen sats 2,5 %")
    assert (carried.source or "").endswith("2024 fremskrevet med 2 %, det sidst kendte års egen stigning")


def test_a_file_whose_series_no_line_follows_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kl.toml"
    path.write_text(series_file(tmp_path).read_text("utf-8").replace('"løn"', '"lønn"'), "utf-8")
    notes = with_costs({**PAY, "price_year": 2022}).index_prices(series=path, project=True).notes
    assert (
        f"Ingen linje følger en serie i {path} (lønn, priser); se efter, om indekset på linjerne er skrevet rigtigt."
        in [note.show("da") for note in notes]
    )
