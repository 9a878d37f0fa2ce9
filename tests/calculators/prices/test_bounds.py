"""What no series and no price may be: each is refused where it is stated, and what is old or unknown is said."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import build
from asking import findings
from helhedsplan_finance import (
    CalculationError,
    Kroner,
    Plan,
    PlanError,
    SeriesError,
    lump_line,
    next_period,
    share_line,
    staff_line,
)
from helhedsplan_finance.calculators.prices.library import read_series
from helhedsplan_finance.calculators.prices.statbank_series import StatbankSeries
from helhedsplan_finance.plan.plan import Series

pytestmark = pytest.mark.daily

LINE = {"id": "a", "art": "løn", "quantity": {"2022": 1, "2023": 1}, "unit_price": 100, "price_year": 2022}


def priced(line: dict[str, Any] | None = None, **stated: Any) -> Plan:
    """Return a plan of one budget line in the prices of 2022, carried on by the series x."""
    return build.plan(costs=[{**LINE, "index": "x", **(line or {})}], **stated)


def levels(tmp_path: Path, by_year: dict[int, str], title: str = "FIKTIV") -> Path:
    text = f'[source.s]\ntitle = "FIKTIV"\npublished = 2024-01-01\nwhere = "opdigtet"\n[[series]]\nid = "x"\n{title}\n'
    text = text.replace(f"\n{title}\n", f'\ntitle = {{ da = "{title}", en = "{title}" }}\n')
    for year, level in by_year.items():
        text += f'[[series.year]]\nyear = {year}\nlevel = "{level}"\nsource = "s"\npublished = 2024-01-01\n'
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("by_year", "said"),
    [
        ({2022: "100"}, "indekstallene giver ingen sats: en stigning kræver to år i træk"),
        ({2022: "100", 2024: "104"}, "indekstallene giver ingen sats: en stigning kræver to år i træk"),
        ({2022: "100", 2023: "150"}, "indekstallet for 2023 giver ingen sats, der kan regnes med"),
        ({2022: "123456789,123456789", 2023: "123956789,987654321"}, "indekstallet for 2023 giver ingen sats"),
        ({2022: "0,000000001", 2023: "999999999999999999999"}, "indekstallet for 2023 giver ingen sats"),
    ],
)
def test_index_figures_that_give_no_rate_are_refused_in_their_file(
    by_year: dict[int, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(SeriesError, match=f"series 1 'x'.*{said}"):
        read_series(levels(tmp_path, by_year))


def test_a_title_of_two_lines_is_refused_in_its_file(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="title"):
        read_series(levels(tmp_path, {2022: "100", 2023: "101"}, title=r"a\nb"))


def test_sources_too_long_for_a_plan_are_cut_and_what_was_projected_stands(tmp_path: Path) -> None:
    text = ""
    for year in range(1991, 2022):
        text += f'[source.s{year}]\ntitle = "FIKTIV {"k" * 200}"\npublished = 2021-01-01\nwhere = "opdigtet"\n'
    text += '[[series]]\nid = "x"\ntitle = { da = "FIKTIV", en = "FICTITIOUS" }\n'
    for year in range(1991, 2022):
        text += f'[[series.year]]\nyear = {year}\nsamlet = "1 %"\nsource = "s{year}"\npublished = 2021-01-01\n'
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    line = {"price_year": 1990, "quantity": {"2022": 1}}
    (series,) = priced(line).index_prices(series=path, project=True).plan.series
    assert len(series.source or "") == 4_000
    assert (series.source or "").endswith("…; 2022 fremskrevet med 1 %, det sidst kendte års egen stigning")


@pytest.mark.parametrize("year", ["1985", "0001", "9999"])
def test_years_of_rates_have_bounds(year: str) -> None:
    with pytest.raises(PlanError, match=rf"series 1 'x' › rates › {int(year)}: {int(year)} er for (lille|stort)"):
        priced(series=[{"id": "x", "rates": {year: "3 %", "2023": "1 %"}}])


@pytest.mark.parametrize("when", [date(9999, 12, 31), 9999, 1066])
def test_a_day_that_nothing_is_published_on_is_refused(when: object) -> None:
    with pytest.raises(PlanError, match=r"published: (9999 er for stort|1066 er for lille)"):
        priced(series=[{"id": "x", "rates": {"2023": "1 %"}, "published": when}])


def test_a_price_that_no_plan_can_hold_when_it_is_carried_on_is_refused() -> None:
    rates = {str(year): "49 %" for year in range(1991, 2026)}
    line = {"unit_price": "9.000 mia. kr.", "price_year": 1990, "quantity": {"2025": 1}}
    with pytest.raises(PlanError, match=r"cost 1 'a': .*er større end 10\.000 mia\. kr\."):
        priced(line, series=[{"id": "x", "rates": rates}])


@pytest.mark.parametrize("project", [0.025, Decimal("0.025"), None])
def test_what_is_no_projection_is_refused(project: Any) -> None:
    with pytest.raises(CalculationError, match="kan ikke fremskrive priser; skriv True"):
        priced().index_prices(project=project)


def test_a_rate_of_nothing_is_a_rate() -> None:
    made = priced({"index": "løn"}).index_prices(project=Fraction(0)).plan
    assert [row.ore for row in made.ledger().rows if row.side == "cost"] == [
        100_00,
        102_70,
    ]  # the own rise of 2023 that ships
    carried = priced({"index": "løn", "quantity": {"2024": 1}}).index_prices(project=Fraction(0)).plan
    assert carried.series[0].rates == {2023: Fraction(27, 1000), 2024: Fraction(0)}
    assert carried.series[0].projected == (2024,)


def test_a_series_is_as_old_as_what_it_rests_on() -> None:
    # The budget guidance's løn of 2023 came in 2022; that of 2025 came in 2024 and is not used here.
    made = priced({"index": "løn"}, as_of="2024-03-01").index_prices().plan
    (series,) = made.series
    assert series.published == 2022
    assert "2025" not in (series.source or "")
    (age,) = findings(made, "series.age")
    assert age.outcome == "failed"


def test_a_series_without_a_day_is_not_verified() -> None:
    (age,) = findings(priced(series=[{"id": "x", "rates": {"2023": "1 %"}}]), "series.age")
    assert (age.outcome, age.severity) == ("unverified", "info")
    assert "Det er ikke verificeret, hvornår prisserien x er offentliggjort" in age.message.show("da")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: lump_line("x y", {2022: 5}, "n"), "^id: "),
        (lambda: lump_line("x", {}, "n"), "^quantity: "),
        (lambda: lump_line("x", {2022: -5}, "n"), "^unit_price: "),
        (lambda: staff_line("x", {2022: 0.5}, 1), "^quantity › 2022: "),
    ],
)
def test_a_line_that_no_plan_can_hold_is_refused_in_the_words_of_the_library(make: Any, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        make()


def test_the_parts_of_a_projected_price_say_so_and_a_missing_rate_is_refused() -> None:
    line = staff_line("leder", {2022: 1, 2023: 1}, 100_000, price_year=2022, index="x")
    series = Series.model_validate({"id": "x", "rates": {"2023": "3 %"}, "projected": [2023]})
    parts = share_line(line, {"a": 2, "b": 1}, series=[series])
    assert all((part.note or "").endswith("\nBygger på fremskrevne priser i 2023.") for part in parts.values())
    lacking = Series.model_validate({"id": "x", "rates": {"2024": "3 %"}})
    with pytest.raises(PlanError, match="leder: prisserien 'x' mangler 2023"):
        share_line(line, {"a": 2, "b": 1}, series=[lacking])


def test_the_next_period_begins_at_the_prices_that_the_last_one_ended_at() -> None:
    rates = {"2023": "10 %", "2024": "10 %", "2025": "10 %"}
    quantity = dict.fromkeys(map(str, range(2022, 2026)), 1)
    plan = priced({"quantity": quantity}, series=[{"id": "x", "rates": rates, "projected": [2025]}], total="464,10 kr.")
    # 100, 110, 121 and 133,10 kr. are 464,10; four years at 133,10 are 532,40.
    following = next_period(plan)
    (line,) = following.costs
    assert (line.unit_price, line.price_year, line.index) == (Kroner("133,10"), 2025, "x")
    assert line.note == "Prisen er fra 2025 og bygger på en fremskreven sats."
    assert following.total == Kroner("532,40")


def test_what_is_fetched_of_years_before_all_plans_is_left_out_of_its_file(tmp_path: Path) -> None:
    by_year = {1985: Fraction(50), 1989: Fraction(98), 1990: Fraction(100), 1991: Fraction(102)}
    fetched = StatbankSeries("T1", "FIKTIV", "Indeks", date(2024, 1, 1), by_year, "opdigtet")
    (tmp_path / "t1.toml").write_text(fetched.to_toml("x"), encoding="utf-8")
    (series,) = read_series(tmp_path / "t1.toml").series
    assert series.rates == {1991: Fraction(2, 100)}
