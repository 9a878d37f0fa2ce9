"""An index by year from a table of quarters or months: the exact mean of each year, and a year that is not complete.

The figures are those under ``recorded/``, made up and added by hand.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.prices.statbank_asking import found, refused
from calculators.prices.statbank_server import FakeStatbank, Prepared, statbank
from helhedsplan_finance.calculators.prices.library import read_series
from helhedsplan_finance.calculators.prices.series import PartYear
from helhedsplan_finance.calculators.prices.statbank_periods import Period, read_period, year_levels

pytestmark = pytest.mark.daily

BASKET = {"VAREGR": "000005", "ENHED": "100"}
# The first eight months of 2025 add up to 796,6 and those of 2026 to 820,4; the twelve of 2025 to 1.200,0.
BASKET_2026 = Fraction(8204, 7966) * 100


@pytest.fixture
def bank() -> Iterator[FakeStatbank]:
    with statbank() as running:
        yield running


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", Period(2026)),
        ("2026K1", Period(2026, 1, 4)),
        ("2026Q4", Period(2026, 4, 4)),
        ("2026M08", Period(2026, 8, 12)),
        ("2026M12", Period(2026, 12, 12)),
    ],
)
def test_years_quarters_and_months_are_read(text: str, period: Period) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026K0", "2026K5", "2026M00", "2026M13", "2026M8", "2026m08", "2026K", "2004U27", "1982M12D09", "٢٠٢٦"],
)
def test_other_periods_are_none(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("parts", "written"), [(1, "2026"), (4, "2026K3"), (12, "2026M03")], ids=["year", "quarter", "month"]
)
def test_a_period_is_written_as_it_is_read(parts: int, written: str) -> None:
    period = Period(2026, 1 if parts == 1 else 3, parts)
    assert (str(period), read_period(written)) == (written, period)


# Months


def test_a_year_is_the_exact_mean_of_its_months(bank: FakeStatbank) -> None:
    series = found(bank, None, table="MPRIS1", choose=BASKET)
    assert series.levels == {2025: Fraction(100), 2026: BASKET_2026}
    assert (series.parts, series.title) == (12, "Varekurvindeks (2025=100), I alt uden afgifter, Indeks")


def test_a_year_that_is_not_complete_is_projected_and_one_without_a_year_before_is_left_out(bank: FakeStatbank) -> None:
    series = found(bank, "varekurvindeks", choose=BASKET)
    assert (series.projected, series.left_out) == ({2026: 8}, {2024: 2})
    projected, left_out = (note.show("da") for note in series.notes)
    assert projected == (
        "2026 er ikke et helt år og er fremskrevet: 8 af 12 måneder er offentliggjort, og deres stigning fra de samme "
        "måneder af 2025 er lagt på niveauet for 2025"
    )
    assert (
        left_out == "2024 er udeladt: 2 af 12 måneder er offentliggjort, og 2023 er ikke et helt år at fremskrive fra"
    )


def test_the_file_marks_the_projected_year_and_is_read_back_exactly(bank: FakeStatbank, tmp_path: Path) -> None:
    series = found(bank, None, table="MPRIS1", choose=BASKET)
    text = series.to_toml("kurv")
    data = tomllib.loads(text)
    assert data["source"]["dst-mpris1"]["title"] == (
        "Danmarks Statistik, Statistikbanken: MPRIS1 Varekurvindeks (2025=100), I alt uden afgifter, Indeks; "
        "gennemsnit af årets måneder"
    )
    assert data["series"][0]["year"] == [
        {"year": 2025, "level": "100", "source": "dst-mpris1", "published": date(2026, 9, 10)},
        {
            "year": 2026,
            "level": "58600/569",  # 820.400/7.966, both divided by 14
            "projected": {"months": 8},
            "source": "dst-mpris1",
            "published": date(2026, 9, 10),
        },
    ]
    path = tmp_path / "kurv.toml"
    path.write_text(text, encoding="utf-8")
    (one,) = read_series(path).series
    assert {year.year: year.level for year in one.years} == series.levels
    assert (one.part_years, one.projected) == ({2026: PartYear(months=8)}, (2026,))
    assert one.rates == {2026: Fraction(238, 7966)}  # 23,8 more in eight months that added up to 796,6


def test_a_missing_month_makes_a_year_incomplete(bank: FakeStatbank) -> None:
    rows = bank.data(
        {
            "table": "MPRIS1",
            "variables": [
                {"code": "VAREGR", "values": ["000005"]},
                {"code": "ENHED", "values": ["100"]},
                {"code": "Tid", "values": [f"{year}M{month:02}" for year in (2025, 2026) for month in range(1, 13)]},
            ],
        }
    ).content.decode("utf-8-sig")
    bank.prepare("data", Prepared(rows.replace("2026M08;103,4", "2026M08;..").encode()))
    series = found(bank, None, table="MPRIS1", choose=BASKET)
    # Seven months: 696,2 of 2025 (796,6 less 100,4) and 717,0 of 2026 (820,4 less 103,4).
    assert (series.levels[2026], series.projected) == (Fraction(7170, 6962) * 100, {2026: 7})
    bank.prepare("data", Prepared(rows.replace("2025M03;99,2", "2025M03;").encode()))
    assert refused(bank, None, table="MPRIS1", choose=BASKET) == (
        "MPRIS1 har intet helt år: tallene er fra 2025M01 til 2026M08; "
        "vælg en tabel med flere år, eller kæd en ældre til med --kæd ID"
    )


def test_a_table_without_a_complete_year_is_refused(bank: FakeStatbank) -> None:
    assert refused(bank, table="NPRIS2", choose={}).startswith(
        "NPRIS2 har intet helt år: tallene er fra 2024M04 til 2024M05"
    )


# Quarters


def test_a_year_is_the_exact_mean_of_its_quarters_and_gaps_are_projected(bank: FakeStatbank) -> None:
    series = found(bank, None, table="KPRIS1", choose=None)
    assert series.levels == {
        2022: Fraction(103),  # 100, 102, 104, 106
        2023: Fraction(10609, 100),  # 103 and 107,12 over 100 and 104 is 1,03; "..", and an empty cell
        2024: Fraction(109),  # 108, 108,5, 109, 110,5
        2025: Fraction(1115, 10),  # 110, 111, 112, 113
        2026: Fraction(11373, 100),  # 112,2 and 113,22 over 110 and 111 is 1,02
    }
    assert (series.projected, series.left_out, series.parts) == ({2023: 6, 2026: 6}, {}, 4)
    assert "; gennemsnit af årets kvartaler" in series.to_toml("x")


def test_a_rate_on_either_side_of_a_projected_year_is_projected(bank: FakeStatbank, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(found(bank, None, table="KPRIS1", choose=None).to_toml("x"), encoding="utf-8")
    assert read_series(path).series[0].projected == (2023, 2024, 2026)


def test_quarters_are_read_by_either_letter(bank: FakeStatbank) -> None:
    series = found(bank, "lønkurv", choose=None)
    assert series.levels == {2024: Fraction(1015, 10), 2025: Fraction(10425, 100)}
    rows = (bank.posted[-1], "SEKTOR;TID;INDHOLD\n" + "\n".join(f"1000;2025K{part};104" for part in range(1, 5)))
    assert rows[0]["variables"][1]["values"][0] == "2024Q1"  # asked for as the table writes it
    bank.prepare("data", Prepared(rows[1].encode()))
    assert found(bank, None, table="QPRIS1", choose=None).levels == {2025: Fraction(104)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2025Q4", "2025U40", "QPRIS1 har perioden '2025U40', som hverken er et år, et kvartal eller en måned"),
        ("2025Q4", "2025", "QPRIS1 blander perioder: '2024K1' og '2025'; vælg en tabel med år, kvartaler eller"),
        ("2025Q4", "2025M12", "QPRIS1 blander perioder: '2024K1' og '2025M12'"),
        ("2025Q4", "2025K3", "QPRIS1 har perioden '2025K3' to gange"),
    ],
)
def test_other_periods_are_refused_by_name(bank: FakeStatbank, old: str, new: str, said: str) -> None:
    bank.change("tableinfo", old, new, table="QPRIS1")
    assert refused(bank, None, table="QPRIS1", choose=None).startswith(said)
    assert bank.posted == []


def test_a_quarter_that_stands_twice_in_the_figures_is_refused(bank: FakeStatbank) -> None:
    bank.prepare("data", Prepared(b"SEKTOR;TID;INDHOLD\n1000;2025Q1;104\n1000;2025K1;104\n"))
    assert refused(bank, None, table="QPRIS1", choose=None).startswith("QPRIS1, linje 3: 2025K1 står to gange")


# What is an index, and of what


@pytest.mark.parametrize("unit", ["200", "300"])
def test_a_change_is_refused_by_its_words_or_by_its_code_beside_an_index(bank: FakeStatbank, unit: str) -> None:
    assert "er en ændring, ikke et prisniveau; vælg et niveau med --vælg: 100 (Indeks)" in refused(
        bank, None, table="MPRIS1", choose=BASKET | {"ENHED": unit}
    )


def test_a_code_of_another_meaning_is_no_change(bank: FakeStatbank) -> None:
    bank.change("tableinfo", "Udvikling i forhold til måneden før", "Sæsonkorrigeret indeks", table="MPRIS1")
    bank.prepare("data", Prepared(b"VAREGR;ENHED;TID;INDHOLD\n"))
    assert "har ingen tal for det valgte" in refused(bank, None, table="MPRIS1", choose=BASKET | {"ENHED": "200"})


def test_of_several_values_without_a_total_the_reader_chooses(bank: FakeStatbank) -> None:
    assert refused(bank, None, table="MPRIS1", choose={"ENHED": "100"}) == (
        "MPRIS1 har flere værdier for VAREGR: 000000 (I alt), 000005 (I alt uden afgifter), 010000 (Fødevarer); "
        "vælg en, for eksempel --vælg VAREGR=000000"
    )


@pytest.mark.parametrize("point", ["102.5", "1.025,0"])
def test_a_point_is_never_a_decimal_sign(bank: FakeStatbank, point: str) -> None:
    bank.prepare("data", Prepared(f"SEKTOR;TID;INDHOLD\n1000;2025Q1;{point}\n".encode()))
    assert f"tallet for 2025K1 er '{point}', og det kan ikke læses" in refused(bank, None, table="QPRIS1", choose=None)


# An oracle of its own: sums of whole tenths


@given(st.lists(st.integers(1, 9999), min_size=24, max_size=24), st.integers(1, 11))
def test_any_twelve_months_and_a_part_of_the_next(tenths: list[int], months: int) -> None:
    figures = {
        Period(2025 + place // 12, place % 12 + 1, 12): Fraction(tenth, 10)
        for place, tenth in enumerate(tenths[: 12 + months])
    }
    made = year_levels(figures)
    whole, part, same = sum(tenths[:12]), sum(tenths[12 : 12 + months]), sum(tenths[:months])
    assert made.levels == {2025: Fraction(whole, 120), 2026: Fraction(whole * part, 120 * same)}
    assert (made.projected, made.left_out) == ({2026: months}, {})


def test_the_example_of_the_documents_is_right() -> None:
    quarters = {2025: ("100", "102", "104", "106"), 2026: ("103", "105.06")}
    figures = {Period(year, at + 1, 4): Fraction(one) for year, of in quarters.items() for at, one in enumerate(of)}
    made = year_levels(figures)
    assert (made.levels, made.projected) == ({2025: Fraction(103), 2026: Fraction("106.09")}, {2026: 6})


def test_a_year_after_a_projected_one_is_not_projected_from_it() -> None:
    figures = {Period(2024, part, 4): Fraction(100) for part in range(1, 5)}
    figures |= {Period(2025, 1, 4): Fraction(101), Period(2026, 1, 4): Fraction(102)}
    made = year_levels(figures)
    assert (made.levels, made.projected, made.left_out) == (
        {2024: Fraction(100), 2025: Fraction(101)},
        {2025: 3},
        {2026: 3},
    )
