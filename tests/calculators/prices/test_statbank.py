"""A price series from Statistikbanken, read over HTTP from a server of our own that speaks the published protocol."""

import json
import socket
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.prices.statbank_asking import HASTY, found, refused
from calculators.prices.statbank_server import FakeStatbank, Prepared, statbank
from helhedsplan_finance.calculators.prices.library import read_series
from helhedsplan_finance.calculators.prices.statbank import STATBANK, Bounds, StatbankSeries, find_series
from helhedsplan_finance.calculators.prices.statbank_figures import read_figures
from helhedsplan_finance.calculators.prices.statbank_question import Question
from helhedsplan_finance.calculators.prices.statbank_table import Value, read_table, read_tables
from helhedsplan_finance.calculators.prices.statbank_web import server_name
from helhedsplan_finance.errors import InputError, MissingExtraError, StatbankError

if TYPE_CHECKING:
    from helhedsplan_finance.text import Shown

pytestmark = pytest.mark.daily

LEVELS = {
    2019: Fraction(100),
    2020: Fraction(1014, 10),
    2021: Fraction(10305, 100),
    2022: Fraction(1117, 10),
    2023: Fraction(11425, 100),
}
FIGURES = "HOVED;TID;INDHOLD\r\n1005;2019;100\r\n1005;2020;101,4\r\n"


@pytest.fixture
def bank() -> Iterator[FakeStatbank]:
    with statbank() as running:
        yield running


def test_a_series_is_found_by_the_words_of_its_title_and_its_levels_are_exact(bank: FakeStatbank) -> None:
    series = found(bank, "årsgennemsnit NETTOPRISindeks")
    assert series == StatbankSeries(
        table="NPRIS1",
        title="Nettoprisindeks, årsgennemsnit, Årsgennemsnit",
        unit="Indeks",
        updated=date(2024, 6, 10),
        levels=LEVELS,
        server=bank.address,
    )


def test_the_api_is_asked_as_it_wants_to_be_asked(bank: FakeStatbank) -> None:
    found(bank)
    assert bank.asked == [
        ("GET", "/v1/tables?lang=da&format=JSON&includeInactive=true"),
        ("GET", "/v1/tableinfo/NPRIS1?lang=da&format=JSON"),
        ("POST", "/v1/data"),
    ]
    assert bank.posted == [
        {
            "table": "NPRIS1",
            "format": "CSV",
            "lang": "da",
            "delimiter": "Semicolon",
            "valuePresentation": "Code",
            "variables": [
                {"code": "HOVED", "values": ["1005"]},
                {"code": "Tid", "values": ["2018", "2019", "2020", "2021", "2022", "2023"]},
            ],
        }
    ]
    assert all(agent.startswith("helhedsplan-finance/") for agent in bank.agents)


def test_a_year_without_a_figure_is_left_out(bank: FakeStatbank) -> None:
    assert 2018 not in found(bank).levels


@pytest.mark.parametrize("missing", ["..", "", " "])
def test_two_points_and_an_empty_cell_are_missing(bank: FakeStatbank, missing: str) -> None:
    bank.prepare("data", Prepared(FIGURES.replace("101,4", missing).encode()))
    assert found(bank).levels == {2019: Fraction(100)}


def test_what_is_being_done_is_told(bank: FakeStatbank) -> None:
    told: list[Shown] = []
    found(bank, say=told.append)
    yearly = (
        "bruger den årlige tabel NPRIS1 (Nettoprisindeks, årsgennemsnit; 2018–2023); "
        "de samme tal er også i NPRIS2 (Nettoprisindeks; 2018M01–2024M05), som vælges med --tabel ID"
    )
    assert [one.show("da") for one in told] == ["slår tabeller op i Statistikbanken", yearly, "henter NPRIS1"]


def test_a_table_that_is_named_is_not_looked_up(bank: FakeStatbank) -> None:
    assert found(bank, None, table="npris1") == found(bank)
    assert bank.asked[0] == ("GET", "/v1/tableinfo/npris1?lang=da&format=JSON")


# Which table, and which of its values


@pytest.mark.parametrize("words", [None, "", "  "])
def test_without_words_or_a_table_nothing_is_asked(bank: FakeStatbank, words: str | None) -> None:
    assert refused(bank, words).startswith("skriv ord fra tabellens titel")
    assert bank.asked == []


@pytest.mark.parametrize("table", ["../data", "A B", "", "x" * 41, "A?b=c"])
def test_what_is_no_name_of_a_table_is_not_asked_for(bank: FakeStatbank, table: str) -> None:
    assert "er ikke navnet på en tabel" in refused(bank, table=table)
    assert bank.asked == []


@pytest.mark.parametrize("choose", [{"hoved": "årsgennemsnit"}, {"hovedtal": " 1005 "}])
def test_a_choice_is_written_by_code_or_text_in_small_or_capital_letters(
    bank: FakeStatbank, choose: dict[str, str]
) -> None:
    assert found(bank, choose=choose).levels == LEVELS


def test_a_missing_choice_shows_the_values_and_what_to_write(bank: FakeStatbank) -> None:
    assert refused(bank, choose=None) == (
        "NPRIS1 har flere værdier for HOVED: 1005 (Årsgennemsnit), 1010 (Årsstigning); "
        "vælg en, for eksempel --vælg HOVED=1005"
    )


def test_a_variable_with_one_value_is_taken_and_one_that_can_be_left_out_is_left_out(bank: FakeStatbank) -> None:
    series = found(bank, None, table="FPRIS1", choose={"enhed": "100"})
    assert [one["code"] for one in bank.posted[0]["variables"]] == ["ENHED", "TYPE", "Tid"]
    assert series.title == "Forbrugerprisindeks, årsgennemsnit, Indeks"
    assert series.levels[2023] == Fraction(1044, 10)


def test_a_variable_that_can_be_left_out_can_be_chosen_too(bank: FakeStatbank) -> None:
    series = found(bank, None, table="FPRIS1", choose={"enhed": "100", "varegruppe": "Bolig"})
    assert series.title == "Forbrugerprisindeks, årsgennemsnit, Indeks, Bolig"
    assert series.levels[2019] == 200


@pytest.mark.parametrize(
    ("choose", "said"),
    [
        ({"HOVDE": "1005"}, "NPRIS1 har ingen variabel 'HOVDE'; mente du HOVED? Variablerne er: HOVED"),
        (
            {"HOVED": "årsgenemsnit"},
            "HOVED har ingen værdi 'årsgenemsnit'; mente du 'Årsgennemsnit'? Værdierne er: 1005 (Årsgennemsnit), 1010",
        ),
        ({"HOVED": "1005", "hovedtal": "1010"}, "HOVED er valgt to gange; behold den ene --vælg"),
        ({"tid": "2020"}, "tid er tabellens tid; alle perioder hentes, så udelad --vælg tid"),
        (
            {"HOVED": "1010"},
            "HOVED: 1010 (Årsstigning) er en ændring, ikke et prisniveau; vælg et niveau med --vælg: 1005 (Årsg",
        ),
    ],
    ids=["unknown variable", "unknown value", "twice", "time", "a change"],
)
def test_a_choice_that_cannot_be_is_refused(bank: FakeStatbank, choose: dict[str, str], said: str) -> None:
    assert refused(bank, choose=choose).startswith(said)
    assert bank.posted == []


def test_two_values_of_one_name_are_told_apart_by_their_codes(bank: FakeStatbank) -> None:
    assert refused(bank, table="FPRIS1", choose={"ENHED": "100", "VAREGR": "fritid og kultur"}) == (
        "flere værdier af VAREGR hedder 'fritid og kultur': 09 (Fritid og kultur), A09 (Fritid og kultur); "
        "skriv koden i stedet for teksten"
    )


def test_a_table_of_changes_alone_is_refused(bank: FakeStatbank) -> None:
    bank.change("tableinfo", '"Alle husstande"', '"Ændring i pct."', table="FPRIS1")
    assert "vælg en tabel med niveauer (indeks)" in refused(bank, table="FPRIS1", choose={"ENHED": "100"})


def test_a_table_of_time_alone_has_nothing_to_choose(bank: FakeStatbank) -> None:
    description = json.loads(bank.recorded("tableinfo", "NPRIS1").content)
    description["variables"] = description["variables"][1:]
    bank.prepare("tableinfo", Prepared(json.dumps(description).encode()))
    assert refused(bank) == "NPRIS1 har intet at vælge imellem; udelad --vælg HOVED"


# The figures


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2020;101,4", "2019;101,4", "NPRIS1, linje 3: 2019 står to gange"),
        ("101,4", "101.4", "NPRIS1, linje 3: tallet for 2020 er '101.4', og det kan ikke læses"),
        ("101,4", "1.101,4", "tallet for 2020 er '1.101,4', og det kan ikke læses"),
        ("101,4", "ca. 101", "tallet for 2020 er 'ca. 101', og det kan ikke læses"),
        ("101,4", "١٠١", "og det kan ikke læses"),
        ("101,4", "9" * 5000, "og det kan ikke læses"),
        ("101,4", "0", "tallet for 2020 er 0, men et prisniveau er større end nul"),
        ("101,4", "0,0", "tallet for 2020 er 0,0, men et prisniveau er større end nul"),
        ("101,4", "-1,5", "tallet for 2020 er -1,5, men et prisniveau er større end nul"),
        ("1005;2020", "1010;2020", "NPRIS1, linje 3: '1010;2020;101,4' er ikke, hvad der blev spurgt om"),
        (";2020;", ";2020M01;", "'1005;2020M01;101,4' er ikke, hvad der blev spurgt om (HOVED;TID;INDHOLD)"),
        (";2020;", ";1999;", "'1005;1999;101,4' er ikke, hvad der blev spurgt om"),
        (";101,4", "", "'1005;2020' er ikke, hvad der blev spurgt om"),
        ("101,4", "101,4;5", "'1005;2020;101,4;5' er ikke, hvad der blev spurgt om"),
        ("HOVED;TID", "TYPE;TID", "overskriften er 'TYPE;TID;INDHOLD', ventet var 'HOVED;Tid;INDHOLD'"),
        (";INDHOLD", "", "overskriften er 'HOVED;TID', ventet var 'HOVED;Tid;INDHOLD'"),
        (FIGURES, "", "overskriften er ''"),
        (FIGURES, "<html>Vedligeholdelse</html>", "overskriften er '<html>Vedligeholdelse</html>'"),
        (FIGURES, "HOVED;TID;INDHOLD\r\n1005;2019;..\r\n", "NPRIS1 har ingen tal for det valgte"),
        ("101,4", '"101,4', "svaret er ikke en tabel i CSV"),
    ],
)
def test_figures_that_are_not_as_expected_are_refused_never_guessed(
    bank: FakeStatbank, old: str, new: str, said: str
) -> None:
    assert old in FIGURES
    bank.prepare("data", Prepared(FIGURES.replace(old, new).encode()))
    assert said in refused(bank)


def test_figures_that_are_not_utf8_are_refused(bank: FakeStatbank) -> None:
    bank.prepare("data", Prepared(b"HOVED;TID;INDHOLD\r\n\xff"))
    assert "svaret er ikke en tabel i CSV" in refused(bank)


@given(st.binary(max_size=60) | st.text(alphabet='12059;,."\r\n\0', max_size=60).map(str.encode))
def test_whatever_bytes_come_they_are_read_or_refused(content: bytes) -> None:
    question = Question("T", {"HOVED": Value(id="1005", text="x")}, (), "Tid", ("2019", "2020", "2021"))
    for read in (
        lambda: read_figures(content, question),
        lambda: read_figures(b"HOVED;TID;INDHOLD\n1005;2019;1\n" + content, question),
        lambda: read_tables(content, "banken"),
        lambda: read_table(content, "banken", "T"),
    ):
        with suppress(StatbankError):
            read()


def test_columns_may_stand_in_another_order_and_years_too(bank: FakeStatbank) -> None:
    bank.prepare("data", Prepared(b"TID;HOVED;INDHOLD\n2020;1005;101,4\n2019;1005;100\n"))
    assert list(found(bank).levels.items()) == [(2019, Fraction(100)), (2020, Fraction(1014, 10))]


def test_the_file_of_a_series_holds_the_same_figures_with_their_source(bank: FakeStatbank) -> None:
    series = found(bank)
    data = tomllib.loads(series.to_toml("nettopris-dst"))
    assert data["source"] == {
        "dst-npris1": {
            "title": "Danmarks Statistik, Statistikbanken: NPRIS1 Nettoprisindeks, årsgennemsnit, Årsgennemsnit",
            "published": date(2024, 6, 10),
            "where": "statistikbanken.dk/NPRIS1",
            "link": "https://www.statistikbanken.dk/NPRIS1",
        }
    }
    (one,) = data["series"]
    assert (one["id"], one["title"]) == ("nettopris-dst", {"da": series.title, "en": series.title})
    assert one["year"][1] == {
        "year": 2020,
        "level": "101,4",
        "source": "dst-npris1",
        "published": date(2024, 6, 10),
    }
    assert [year["level"] for year in one["year"]] == ["100", "101,4", "103,05", "111,7", "114,25"]
    assert {year["year"]: Fraction(year["level"].replace(",", ".")) for year in one["year"]} == series.levels


def test_the_file_of_a_series_is_a_file_that_the_library_reads(bank: FakeStatbank, tmp_path: Path) -> None:
    path = tmp_path / "dst.toml"
    series = found(bank)
    path.write_text(series.to_toml("nettopris-dst"), encoding="utf-8")
    (one,) = read_series(path).series
    assert {year.year: year.level for year in one.years} == series.levels


def test_a_hostile_title_is_made_harmless_on_its_way_into_the_file(bank: FakeStatbank) -> None:
    hostile = '"]\n[[series]]\n\x1b[31mid = "x"\u202e'
    bank.change("tableinfo", '"Nettoprisindeks, årsgennemsnit"', json.dumps(hostile), table="NPRIS1")
    series = found(bank)
    assert series.title.isprintable()
    assert tomllib.loads(series.to_toml("x"))["series"][0]["title"]["da"] == series.title


# The network


def test_a_server_that_is_busy_twice_is_asked_a_third_time(bank: FakeStatbank) -> None:
    for what in ("tables", "tableinfo", "data"):
        bank.prepare(what, Prepared(status=503), Prepared(status=429, headers={"Retry-After": "3600"}))
    assert found(bank).levels == LEVELS
    assert len(bank.asked) == 9


def test_a_server_that_stays_busy_is_given_up(bank: FakeStatbank) -> None:
    bank.prepare("tables", *[Prepared(b"busy", 503, {"Retry-After": "soon"})] * 5)
    assert refused(bank) == (
        "banken svarede med fejl (HTTP 503); prøv igen senere, eller brug en fil med serien: helhedsplan priser "
        "indeks PLAN --serie FIL.toml"
    )
    assert len(bank.asked) == 3


@pytest.mark.parametrize("status", [400, 404, 500])
def test_what_the_api_says_of_a_refusal_is_shown_and_it_is_not_asked_again(bank: FakeStatbank, status: int) -> None:
    said = json.dumps({"errorTypeCode": "EXTRACT", "message": "Der skal vælges\nværdier " + "x" * 900})
    bank.prepare("data", Prepared(said.encode(), status))
    message = refused(bank)
    assert message.startswith(f"banken afviste forespørgslen (HTTP {status}): Der skal vælges værdier xxx")
    assert len(message) < 150
    assert len(bank.posted) == 1


def test_a_table_that_does_not_exist_is_refused_in_the_words_of_the_api(bank: FakeStatbank) -> None:
    assert refused(bank, table="NPRIS7") == "banken afviste forespørgslen (HTTP 404): Tabellen NPRIS7 findes ikke"


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[1]", b'{"message": 5}', b'{"message": ' + b"[" * 33 + b"]" * 33 + b"}"]
)
def test_a_refusal_without_words_shows_its_number(bank: FakeStatbank, content: bytes) -> None:
    bank.prepare("tables", Prepared(content, 404))
    assert refused(bank).startswith("banken svarede med fejl (HTTP 404)")


def test_a_server_that_does_not_answer_in_time_is_left(bank: FakeStatbank) -> None:
    bank.prepare("tables", *[Prepared(wait=30)] * 2)
    assert refused(bank, bounds=Bounds(read=0.05, backoff=0, attempts=2)) == (
        "kan ikke nå banken (intet svar inden for tidsfristen); "
        "prøv igen, eller brug en fil med serien: helhedsplan priser indeks PLAN --serie FIL.toml"
    )
    assert len(bank.asked) == 2


def test_an_answer_that_drips_is_left_when_its_time_is_up(bank: FakeStatbank) -> None:
    bank.prepare("tables", Prepared(b"[" + b" " * 10_000, drip=0.01))
    assert "hele svaret kom ikke inden for" in refused(bank, bounds=Bounds(whole=0.1))
    assert len(bank.asked) == 1


def test_a_head_that_drips_is_left_when_its_time_is_up(bank: FakeStatbank) -> None:
    bank.prepare("tables", Prepared(drip_head=0.01))
    assert "hele svaret kom ikke inden for" in refused(bank, bounds=Bounds(whole=0.2))
    assert len(bank.asked) == 1


def test_an_answer_that_is_broken_off_is_asked_for_again(bank: FakeStatbank) -> None:
    bank.prepare("data", Prepared(FIGURES.encode(), stop_after=30))
    assert found(bank).levels == LEVELS
    bank.prepare("tables", *[Prepared(b"[]", stop_after=1)] * 3)
    assert refused(bank).startswith("kan ikke nå banken (forbindelsen blev afbrudt)")


def test_without_a_connection_one_line_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, but nobody listens
        server = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(StatbankError) as caught:
            find_series("nettoprisindeks", server=server, bounds=HASTY)
    assert caught.value.show("en") == (
        f"cannot reach {server[7:-3]} (no connection); try again, "
        "or use a file with the series: helhedsplan prices index PLAN --series FILE.toml"
    )
    assert isinstance(caught.value, InputError)


@pytest.mark.parametrize("what", ["tableinfo", "data", "tables"])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(bank: FakeStatbank, what: str) -> None:
    bank.prepare(what, Prepared(b" " * 1_000_001))
    assert refused(bank, bounds=Bounds(most_bytes=1_000_000, most_bytes_of_list=1_000_000)) == (
        "banken: svaret er større end 1 MB, så det kan ikke bruges; brug en fil med serien: helhedsplan priser "
        "indeks PLAN --serie FIL.toml"
    )


def test_a_redirect_is_not_followed(bank: FakeStatbank) -> None:
    bank.prepare("data", Prepared(status=302, headers={"Location": "http://127.0.0.1:9/v1/data"}))
    assert refused(bank) == (
        "banken henviser til en anden adresse (http://127.0.0.1:9/v1/data), og den følges ikke; "
        "kontrollér serverens adresse"
    )


@pytest.mark.parametrize(
    "server",
    [
        "http://api.statbank.dk/v1",
        "http://127.0.0.1.example.org/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "api.statbank.dk",
        "",
        "https://",
        "https://api.statbank.dk:x/v1",
        "https://bruger:kode@api.statbank.dk/v1",
        "https://api.statbank.dk/v1?x=1",
        "https://api.statbank.dk/v1#x",
        "https://api.statbank.dk/v1\r\nHost: x",
        "https://[::1/v1",
        "https://api.statbånk.dk/v1",
    ],
)
def test_an_address_that_is_not_safe_is_refused_before_anything_is_sent(server: str) -> None:
    with pytest.raises(StatbankError, match="kan ikke bruges som server") as caught:
        find_series("nettoprisindeks", server=server)
    assert "kode@" not in str(caught.value)


@pytest.mark.parametrize(
    ("server", "name"),
    [
        (STATBANK, "api.statbank.dk"),
        ("https://spejl.example.org:8443/statbank/", "spejl.example.org:8443"),
        ("http://localhost:8080/v1", "localhost:8080"),
        ("http://[::1]:8080/v1", "[::1]:8080"),
    ],
)
def test_a_mirror_may_be_asked_safely_and_one_on_this_machine_plainly(server: str, name: str) -> None:
    assert server_name(server) == name


@pytest.mark.parametrize("content", [b"", b"<html>", b'[{"id": ', b"\xff", b'{"a": NaN'])
def test_what_is_not_json_is_refused(bank: FakeStatbank, content: bytes) -> None:
    bank.prepare("tables", Prepared(content))
    assert refused(bank).startswith("banken: svaret er ikke JSON")


@pytest.mark.parametrize(
    ("what", "old", "new", "said"),
    [
        ("tables", "[\n", '{"a": [\n', "svaret er ikke JSON"),
        ("tables", '"active": true', '"active": "ja"', "1 › active: fandt ja"),
        ("tables", '"id": "NPRIS1"', '"id": 7', "1 › id: fandt 7"),
        ("tableinfo", '"id": "NPRIS1"', '"id": "FPRIS1"', "id: fandt FPRIS1"),
        ("tableinfo", '"updated": "2024-06-10T08:00:00"', '"updated": "i går"', "updated: fandt i går"),
        ("tableinfo", '"updated": "2024-06-10T08:00:00"', '"updated": "5"', "updated: fandt 5"),
        ("tableinfo", '"updated": "2024-06-10T08:00:00"', '"updated": 20240610', "updated: fandt 20240610"),
        ("tableinfo", '"variables"', '"variable"', "variables: fandt {…}"),
        ("tableinfo", '"time": true', '"time": false', "variables › time: fandt 0"),
        ("tableinfo", '"elimination": false', '"elimination": null', "variables › 1 › elimination: fandt null"),
    ],
)
def test_json_of_another_shape_is_refused_with_its_place(
    bank: FakeStatbank, what: str, old: str, new: str, said: str
) -> None:
    bank.change(what, old, new, table="NPRIS1" if what == "tableinfo" else "")
    assert said in refused(bank)


@pytest.mark.parametrize("content", [b"{}", b"5", b"null", b'"tables"'])
def test_json_that_is_no_list_of_tables_is_refused(bank: FakeStatbank, content: bytes) -> None:
    bank.prepare("tables", Prepared(content))
    assert "svaret har en anden form end ventet; hele svaret: fandt" in refused(bank)


def test_without_urllib3_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'helhedsplan-finance\[statbank\]'"):
        find_series("nettoprisindeks")
