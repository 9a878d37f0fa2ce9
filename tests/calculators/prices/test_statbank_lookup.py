"""Which of Statistikbanken's tables holds an index: by the words of its title, and whether it is still kept up."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from calculators.prices.statbank_asking import found, refused
from calculators.prices.statbank_server import FakeStatbank, Prepared, statbank

if TYPE_CHECKING:
    from helhedsplan_finance.text import Shown

pytestmark = pytest.mark.daily

BASKET = {"VAREGR": "000005", "ENHED": "100"}


@pytest.fixture
def bank() -> Iterator[FakeStatbank]:
    with statbank() as running:
        yield running


def test_of_several_tables_the_reader_chooses(bank: FakeStatbank) -> None:
    assert refused(bank, "forbrugerprisindeks") == (
        "flere tabeller passer på 'forbrugerprisindeks': "
        "FPRIS1 (Forbrugerprisindeks, årsgennemsnit; 2019–2023), "
        "FPRIS2 (Forbrugerprisindeks for lejemål, årsgennemsnit; 2019–2023); "
        "vælg en med --tabel ID, eller skriv flere ord af titlen"
    )


def test_a_long_list_of_tables_is_cut_and_counted(bank: FakeStatbank) -> None:
    one = json.loads(bank.recorded("tables").content)[0]
    bank.prepare("tables", Prepared(json.dumps([one | {"id": f"T{number}"} for number in range(14)]).encode()))
    said = refused(bank)
    assert "T9 (" in said
    assert "T10 (" not in said
    assert "og 4 til;" in said


def test_no_table_with_all_the_words_shows_those_that_come_near(bank: FakeStatbank) -> None:
    assert refused(bank, "nettoprisindeks lejemål") == (
        "ingen tabel, der stadig opdateres, har hele 'nettoprisindeks lejemål' i sin titel; nærmest er: "
        "NPRIS1 (Nettoprisindeks, årsgennemsnit; 2018–2023), NPRIS2 (Nettoprisindeks; 2018M01–2024M05), "
        "FPRIS2 (Forbrugerprisindeks for lejemål, årsgennemsnit; 2019–2023); "
        "vælg en med --tabel ID, eller skriv andre ord"
    )


def test_no_table_at_all(bank: FakeStatbank) -> None:
    assert refused(bank, "lakrids") == (
        "ingen tabel, der stadig opdateres, har 'lakrids' i sin titel; "
        "skriv andre ord, eller giv tabellen med --tabel ID"
    )


def test_tables_without_a_period_or_of_weeks_are_left_out(bank: FakeStatbank) -> None:
    listed = json.loads(bank.recorded("tables").content)
    weekly = listed[1] | {"id": "UGE", "firstPeriod": "2004U27", "latestPeriod": "2024U20"}
    bank.prepare("tables", Prepared(json.dumps([listed[-6], weekly]).encode()))
    assert refused(bank, "prisindeks").startswith("ingen tabel, der stadig opdateres, har 'prisindeks' i sin titel")


# The same index by year and by month


def test_the_yearly_table_is_taken_where_it_has_every_complete_year(bank: FakeStatbank) -> None:
    assert found(bank).table == "NPRIS1"  # 2023, and the other is at May 2024


def test_both_are_shown_where_the_monthly_table_has_a_later_complete_year(bank: FakeStatbank) -> None:
    bank.change("tables", "2024M05", "2024M12")
    assert refused(bank) == (
        "flere tabeller passer på 'nettoprisindeks': NPRIS1 (Nettoprisindeks, årsgennemsnit; 2018–2023), "
        "NPRIS2 (Nettoprisindeks; 2018M01–2024M12); vælg en med --tabel ID, eller skriv flere ord af titlen"
    )


def test_both_are_shown_where_the_yearly_table_lacks_the_year_before(bank: FakeStatbank) -> None:
    bank.change("tables", '"latestPeriod": "2023"', '"latestPeriod": "2022"')
    assert refused(bank).startswith("flere tabeller passer på 'nettoprisindeks': NPRIS1")


@pytest.mark.parametrize(
    "title",
    ["Nettoprisindeks for lejemål", "Nettoprisindeks (2015=100)"],
    ids=["of something else", "of another base"],
)
def test_both_are_shown_where_the_titles_say_different_things(bank: FakeStatbank, title: str) -> None:
    bank.change("tables", '"text": "Nettoprisindeks",', f'"text": "{title}",')
    assert refused(bank).startswith("flere tabeller passer på 'nettoprisindeks': NPRIS1")


def test_two_monthly_tables_of_one_index_are_both_shown(bank: FakeStatbank) -> None:
    bank.change("tables", '"latestPeriod": "2023"', '"latestPeriod": "2023M12"')
    assert refused(bank).startswith("flere tabeller passer på 'nettoprisindeks': NPRIS1")


# A table that has ended

HEIR = (
    "MPRIS0 (Varekurvindeks (2015=100)) er afsluttet; den sidste periode er 2025M12. Tabeller med de samme ord, der "
    "stadig opdateres: MPRIS1 (Varekurvindeks (2025=100); 2024M11–2026M08); vælg en, for eksempel --tabel MPRIS1, "
    "og kæd den gamle til, hvis de tidlige år skal med: --kæd MPRIS0"
)
ALONE = (
    "APRIS9 (Årskurv (1990=100)) er afsluttet; den sidste periode er 2025, og ingen tabel, der stadig opdateres, "
    "har de samme ord i sin titel; søg efter en med andre ord"
)


def test_words_find_the_table_that_is_kept_up_not_the_one_that_has_ended(bank: FakeStatbank) -> None:
    assert found(bank, "varekurvindeks", choose=BASKET).table == "MPRIS1"


@pytest.mark.parametrize(
    ("words", "said"), [("varekurvindeks 2015=100", HEIR), ("årskurv", ALONE)], ids=["an heir", "no heir"]
)
def test_a_table_that_has_ended_is_refused_with_those_that_carry_it_on(
    bank: FakeStatbank, words: str, said: str
) -> None:
    assert refused(bank, words) == said
    assert len(bank.asked) == 1


@pytest.mark.parametrize(("table", "said"), [("mpris0", HEIR), ("APRIS9", ALONE)], ids=["an heir", "no heir"])
def test_one_that_is_named_is_refused_too(
    bank: FakeStatbank, table: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_after(monkeypatch)
    assert refused(bank, None, table=table, choose=None) == said
    assert [path.split("/")[2].split("?")[0] for _, path in bank.asked] == ["tableinfo", "tables"]


def test_of_those_that_carry_it_on_the_one_of_the_closest_title_is_first(bank: FakeStatbank) -> None:
    listed = json.loads(bank.recorded("tables").content)
    (one,) = (entry for entry in listed if entry["id"] == "MPRIS1")
    listed.insert(0, one | {"id": "MPRIS2", "text": "Varekurvindeks for husstande, månedlig (2025=100)"})
    bank.prepare("tables", Prepared(json.dumps(listed).encode()))
    said = refused(bank, "varekurvindeks 2015=100")
    assert "MPRIS1 (Varekurvindeks (2025=100); 2024M11–2026M08), MPRIS2 (Varekurvindeks for husstande, månedlig" in said
    assert "vælg en, for eksempel --tabel MPRIS1," in said


def test_the_nearest_title_is_first(bank: FakeStatbank) -> None:
    assert "nærmest er: FPRIS2 (Forbrugerprisindeks for lejemål, årsgennemsnit; 2019–2023), FPRIS1 (" in refused(
        bank, "forbrugerprisindeks lejemål kvadratmeter"
    )


def test_several_that_have_ended_are_listed_with_what_comes_near(bank: FakeStatbank) -> None:
    bank.change("tables", "Årskurv (1990=100)", "Varekurvindeks (1990=100)")
    listed = json.loads(bank.recorded("tables").content)
    for one in listed:
        one["active"] = one["active"] and one["id"] != "MPRIS1"
    bank.prepared["tables"].clear()
    bank.prepare("tables", Prepared(json.dumps(listed).encode()))
    assert refused(bank, "varekurvindeks") == (
        "'varekurvindeks' er kun i titlen på tabeller, der er afsluttet: "
        "MPRIS1 (Varekurvindeks (2025=100); 2024M11–2026M08), MPRIS0 (Varekurvindeks (2015=100); 2023M01–2025M12); "
        "skriv andre ord"
    )
    listed[0]["text"] = "Indeks 100"
    bank.prepare("tables", Prepared(json.dumps(listed).encode()))
    assert refused(bank, "varekurvindeks 100").endswith(
        "nærmest blandt dem, der stadig opdateres, er: NPRIS1 (Indeks 100; 2018–2023); "
        "vælg en med --tabel ID, eller skriv andre ord"
    )


# Whether the list of tables is asked for


class Today(date):
    """A day that the test chooses."""

    @classmethod
    def today(cls) -> "Today":
        return cls(2026, 9, 20)


def on(monkeypatch: pytest.MonkeyPatch, year: int, month: int) -> None:
    """Let it be a day of that month."""
    monkeypatch.setattr(Today, "today", classmethod(lambda cls: cls(year, month, 20)))
    monkeypatch.setattr("helhedsplan_finance.calculators.prices.statbank.date", Today)


def long_after(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, 2029, 1)


@pytest.mark.parametrize(
    ("table", "month", "asked"),
    [
        ("MPRIS1", (2026, 12), 2),  # four months after August
        ("MPRIS1", (2027, 1), 3),
        ("KPRIS1", (2027, 3), 2),  # nine months after the second quarter
        ("KPRIS1", (2027, 4), 3),
    ],
)
def test_the_list_is_asked_for_where_the_last_period_is_long_ago(
    bank: FakeStatbank, table: str, month: tuple[int, int], asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, *month)
    assert found(bank, None, table=table, choose=BASKET if table == "MPRIS1" else None).table == table
    assert len(bank.asked) == asked


def test_a_yearly_table_is_kept_up_for_two_years(bank: FakeStatbank, monkeypatch: pytest.MonkeyPatch) -> None:
    without = json.loads(bank.recorded("tableinfo", "NPRIS1").content)
    del without["active"]
    for month, asked in ((12, 2), (13, 3)):
        bank.asked.clear()
        bank.prepare("tableinfo", Prepared(json.dumps(without).encode()))
        on(monkeypatch, 2025 + month // 13, (month - 1) % 12 + 1)
        assert found(bank, None, table="NPRIS1").levels[2023] == Fraction(11425, 100)
        assert len(bank.asked) == asked


def test_a_table_that_says_itself_that_it_has_ended_is_refused(
    bank: FakeStatbank, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, 2024, 6)
    bank.change("tableinfo", '"active": true', '"active": false', table="NPRIS1")
    assert refused(bank, None, table="NPRIS1").startswith(
        "NPRIS1 (Nettoprisindeks, årsgennemsnit) er afsluttet; den sidste periode er 2023. Tabeller med de samme ord"
    )


def test_a_table_that_the_list_does_not_know_is_read(bank: FakeStatbank, monkeypatch: pytest.MonkeyPatch) -> None:
    long_after(monkeypatch)
    bank.prepare("tables", Prepared(b"[]"))
    told: list[Shown] = []
    series = found(bank, None, table="QPRIS1", choose=None, say=told.append)
    assert series.levels[2024] == Fraction(1015, 10)
    assert [one.show("en") for one in told] == ["fetching QPRIS1", "looking up tables in StatBank"]
