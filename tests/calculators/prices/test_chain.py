"""An older table chained to a newer one: by the ratio of the means over the periods that both have, exact.

The figures are those under ``recorded/``, made up and added by hand: of MPRIS1 the fourteen months from November 2024
to the end of 2025 add up to 98,0 + 98,2 + 1.200,0 = 1.396,2, and of MPRIS0 to 112,7 + 112,9 + 1.380,0 = 1.605,6.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import refusal
from calculators.prices import statbank_asking
from calculators.prices.statbank_server import FakeStatbank, statbank
from helhedsplan_finance.calculators.prices.chain import chain
from helhedsplan_finance.calculators.prices.library import read_series
from helhedsplan_finance.calculators.prices.series import Chained
from helhedsplan_finance.calculators.prices.statbank_periods import Period
from helhedsplan_finance.calculators.prices.statbank_series import StatbankSeries
from helhedsplan_finance.errors import StatbankError

pytestmark = pytest.mark.daily

BASKET = {"VAREGR": "000005", "ENHED": "100"}
RATIO = Fraction(13962, 16056)


@pytest.fixture
def bank() -> Iterator[FakeStatbank]:
    with statbank() as running:
        yield running


def found(bank: FakeStatbank, **options: Any) -> StatbankSeries:
    return statbank_asking.found(bank, None, **{"table": "MPRIS1", "choose": BASKET, "chain": "MPRIS0"} | options)


def refused(bank: FakeStatbank, **options: Any) -> str:
    return statbank_asking.refused(bank, None, **{"table": "MPRIS1", "choose": BASKET, "chain": "MPRIS0"} | options)


def test_two_tables_of_months_are_chained_by_the_months_that_both_have(bank: FakeStatbank) -> None:
    series = found(bank)
    assert series.levels == {
        2023: (11 * Fraction(110) + Fraction(1105, 10)) / 12 * RATIO,
        2024: (10 * Fraction(112) * RATIO + Fraction(980, 10) + Fraction(982, 10)) / 12,  # its own last two months
        2025: Fraction(100),
        2026: Fraction(8204, 7966) * 100,
    }
    assert (series.projected, series.left_out) == ({2026: 8}, {})
    assert series.older is not None
    assert series.older.chained == Chained(table="MPRIS0", ratio=RATIO, first="2024M11", last="2025M12", periods=14)
    assert series.older.years == (2023, 2024)


def test_only_what_is_needed_is_asked_for(bank: FakeStatbank) -> None:
    found(bank)
    assert [path.partition("?")[0] for _, path in bank.asked] == [
        "/v1/tableinfo/MPRIS1",
        "/v1/data",
        "/v1/tableinfo/MPRIS0",
        "/v1/data",
    ]


def test_the_reader_is_told_of_the_ratio_and_how_far_it_varies(bank: FakeStatbank) -> None:
    # Of single months it is least in January 2025, 98,4/113,2 = 0,86926, and most in April, 99,6/114,5 = 0,86987.
    (*_, note) = found(bank).notes
    assert note.show("da") == (
        "kædet: MPRIS0 ganget med ca. 0,8696, forholdet mellem de to gennemsnit 2024M11–2025M12 (14 perioder), så den "
        "har samme niveau som MPRIS1; i de enkelte perioder er forholdet fra 0,8693 til 0,8699"
    )


def test_the_file_says_what_is_chained_and_from_where_and_is_read_back(bank: FakeStatbank, tmp_path: Path) -> None:
    series = found(bank)
    text = series.to_toml("kurv")
    data = tomllib.loads(text)
    (one,) = data["series"]
    assert one["chained"] == {
        "table": "MPRIS0",
        "ratio": "2327/2676",
        "first": "2024M11",
        "last": "2025M12",
        "periods": 14,
    }
    assert [year["source"] for year in one["year"]] == ["dst-mpris0", "dst-mpris0", "dst-mpris1", "dst-mpris1"]
    assert data["source"]["dst-mpris0"] == {
        "title": (
            "Danmarks Statistik, Statistikbanken: MPRIS0 Varekurvindeks (2015=100), I alt uden afgifter, Indeks; "
            "kædet: MPRIS0 ganget med ca. 0,8696, forholdet mellem de to gennemsnit 2024M11–2025M12 (14 perioder)"
        ),
        "published": date(2026, 1, 12),
        "where": "statistikbanken.dk/MPRIS0",
        "link": "https://www.statistikbanken.dk/MPRIS0",
    }
    path = tmp_path / "kurv.toml"
    path.write_text(text, encoding="utf-8")
    (read,) = read_series(path).series
    assert {year.year: year.level for year in read.years} == series.levels
    assert series.older is not None
    assert read.chained == series.older.chained


def test_a_yearly_table_is_chained_to_a_monthly_one_by_complete_years(bank: FakeStatbank) -> None:
    series = found(bank, chain="APRIS9")
    # The one complete year of both is 2025: 100 and 90.
    assert series.levels == {
        2022: Fraction(800, 9),
        2023: Fraction(840, 9),
        2024: Fraction(880, 9),
        2025: Fraction(100),
        2026: Fraction(8204, 7966) * 100,
    }
    assert (series.projected, series.left_out) == ({2026: 8}, {})  # the two months of 2024 are not needed
    assert series.older is not None
    assert series.older.chained == Chained(table="APRIS9", ratio=Fraction(10, 9), first="2025", last="2025", periods=1)


def test_a_year_that_only_the_older_table_has_complete_is_taken_from_it() -> None:
    newer = {Period(year, month, 12): Fraction(100) for year in (2024, 2025, 2026) for month in range(1, 13)}
    del newer[Period(2025, 3, 12)]
    older = {Period(year): Fraction(level) for year, level in ((2023, 81), (2024, 90), (2025, 99))}
    joined = chain(newer, older, table="GAMMEL", to="NY")
    # By the one complete year of both, 2024: 100/90. The year 2025 of the newer table has eleven months.
    assert list(joined.years.levels.items()) == [
        (2023, Fraction(90)),
        (2024, Fraction(100)),
        (2025, Fraction(110)),
        (2026, Fraction(100)),
    ]
    assert (joined.years.projected, joined.older) == ({}, (2023, 2025))


# What is chosen of the older table


def test_a_value_of_another_text_is_not_taken_for_the_same(bank: FakeStatbank) -> None:
    food = {"VAREGR": "010000", "ENHED": "100"}
    assert refused(bank, choose=food) == (
        "MPRIS0 har flere værdier for VAREGR: 000000 (I alt), 000005 (I alt uden afgifter), "
        "010000 (Fødevarer og drikkevarer), 020000 (Tobak); vælg en, for eksempel --vælg-kædet VAREGR=000000"
    )
    series = found(bank, choose=food, choose_chain={"VAREGR": "010000"})
    assert series.older is not None
    assert series.older.title == "Varekurvindeks (2015=100), Fødevarer og drikkevarer, Indeks"
    assert series.older.chained.ratio == 2  # 700,5 and 350,25 in every month


def test_a_choice_of_the_older_table_is_checked_like_one_of_the_newer(bank: FakeStatbank) -> None:
    assert "er en ændring, ikke et prisniveau; vælg et niveau med --vælg-kædet: 100" in refused(
        bank, choose_chain={"ENHED": "300"}
    )
    assert refused(bank, choose_chain={"tid": "2024"}).endswith("så udelad --vælg-kædet tid")


def test_what_the_older_table_does_not_have_is_said(bank: FakeStatbank) -> None:
    (*_, note) = found(bank, chain="APRIS9").notes
    assert note.show("da") == (
        "APRIS9 har ikke det valgte VAREGR=000005 (I alt uden afgifter), ENHED=100 (Indeks); "
        "den er kædet til med Årskurv (1990=100)"
    )


def test_the_ratio_is_that_of_the_means_not_the_mean_of_the_ratios() -> None:
    older = {Period(2025, part, 4): Fraction(figure) for part, figure in ((1, 80), (2, 90), (3, 92))}
    newer = {Period(2025, part, 4): Fraction(figure) for part, figure in ((2, "45"), (3, "46.5"), (4, "47"))}
    joined = chain(newer, older, table="GAMMEL", to="NY")
    assert joined.chained.ratio == Fraction(183, 364)  # 45,75 over 91
    assert joined.years.levels == {2025: (80 * Fraction(183, 364) + 45 + Fraction("46.5") + 47) / 4}
    assert (joined.lowest, joined.highest) == (Fraction(45, 90), Fraction(465, 920))


# What cannot be chained


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"chain": "mpris1"}, "MPRIS1 kan ikke kædes til sig selv"),
        ({"chain": "../data"}, "'../data' er ikke navnet på en tabel"),
        ({"chain": None, "choose_chain": {"A": "1"}}, "--vælg-kædet vælger i den tabel, der kædes til"),
        ({"table": "QPRIS1", "choose": None, "chain": "KPRIS1"}, "KPRIS1 (2022K1–2026K2) går længere frem end QPRIS1"),
        ({"table": "KPRIS1", "choose": None, "chain": "QPRIS1"}, "QPRIS1 (2024K1–2025K4) har intet, som KPRIS1"),
    ],
    ids=["itself", "no name", "a choice of nothing", "the newer one", "nothing more"],
)
def test_what_cannot_be_chained_is_refused(bank: FakeStatbank, options: dict[str, Any], said: str) -> None:
    assert refused(bank, **options).startswith(said)


def test_without_a_common_period_there_is_no_ratio() -> None:
    newer = {Period(2026, month, 12): Fraction(100) for month in range(1, 13)}
    older = {Period(2025, month, 12): Fraction(90) for month in range(1, 13)}
    assert refusal(chain, newer, older, table="GAMMEL", to="NY", error=StatbankError) == (
        "GAMMEL (2025M01–2025M12) og NY (2026M01–2026M12) har ingen perioder til fælles, så der er intet forhold at "
        "kæde dem med; vælg en anden tabel med --kæd"
    )


def test_nor_is_there_one_without_a_common_complete_year() -> None:
    newer = {Period(2025, month, 12): Fraction(100) for month in range(2, 13)}
    older = {Period(year): Fraction(90) for year in (2024, 2025)}
    assert refusal(chain, newer, older, table="GAMMEL", to="NY", error=StatbankError).startswith(
        "GAMMEL (2024–2025) og NY (2025M02–2025M12) har ingen perioder til fælles"
    )


# An oracle of its own


@given(
    st.lists(st.integers(500, 2000), min_size=36, max_size=36),
    st.integers(1, 23),
    st.fractions(min_value=Fraction(1, 4), max_value=4, max_denominator=50),
)
def test_an_index_is_chained_to_itself_in_another_base_without_a_trace(
    tenths: list[int], begins: int, base: Fraction
) -> None:
    """Cut one index in two, set the first part to another base, and chain them: the whole index is back."""
    whole = {Period(2023 + at // 12, at % 12 + 1, 12): Fraction(tenth, 10) for at, tenth in enumerate(tenths)}
    newer = dict(list(whole.items())[begins:])
    older = {period: figure * base for period, figure in list(whole.items())[:24]}
    joined = chain(newer, older, table="GAMMEL", to="NY")
    means = {2023 + at: Fraction(sum(tenths[12 * at : 12 * at + 12]), 120) for at in range(3)}
    assert joined.years.levels == means
    assert (joined.chained.ratio, joined.chained.periods) == (1 / base, 24 - begins)
    assert joined.lowest == joined.highest == 1 / base
