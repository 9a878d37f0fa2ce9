"""The page's own Python answers as the library does, and nothing that a person opens takes it down."""

import io
import json
import zipfile
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from desk.answers import QUESTIONS, answer
from helhedsplan_finance import Case, Plan
from helhedsplan_finance.excel.workbook import workbook_bytes
from helhedsplan_finance.outputs.pages.page import READERS
from helhedsplan_finance.text import LANGS
from places import DATA, PUBLISHED

pytestmark = pytest.mark.daily

CASE = DATA / "sag-eksempelgaarden"
CASE_FILES = ("sag.toml", "plan.toml", "posteringer.csv")


def ask(question: str, files: dict[str, bytes] | None = None, **asked: Any) -> dict[str, Any]:
    found, made = answer(question, json.dumps(asked), files or {})
    data: dict[str, Any] = json.loads(found)
    return {**data, "made": made}


def opened(path: Path, **asked: Any) -> dict[str, Any]:
    return ask("open", {path.name: path.read_bytes()}, **asked)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGS)
def test_a_plan_is_read_and_checked_as_the_library_does(path: Path, lang: str) -> None:
    found = opened(path, lang=lang)
    plan = Plan.from_file(path)
    assert found["state"] == plan.check().state
    assert found["plan"] == plan.to_dict()
    assert f'lang="{lang}"' in found["check"]


def test_amager_fails_and_the_cure_is_told() -> None:
    found = ask("example")
    assert found["state"] == "fails"
    assert "sænk kommunens bidrag med 625.000 kr." in found["check"]


def test_a_plan_that_was_typed_in_is_a_new_plan() -> None:
    found = ask("new", name="Ny", kommune="", start="2027", years="4", total="12 mio. kr.")
    assert found["plan"] == {"name": "Ny", "start": "2027-01-01", "end": "2030-12-31", "total": 12_000_000}
    assert found["of_years"] == [2027, 2028, 2029, 2030]


@pytest.mark.parametrize("what", ["start", "years"])
@pytest.mark.parametrize("typed", ["", "x", "-1", "20277", "0"])
def test_a_form_that_is_filled_in_wrongly_is_refused_in_words(what: str, typed: str) -> None:
    form: dict[str, Any] = {"name": "Ny", "kommune": "", "start": "2027", "years": "4", "total": ""}
    assert ask("new", **{**form, what: typed})["refused"]


def test_the_workbook_is_the_librarys_own_byte_by_byte() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    assert ask("take", plan=plan.to_dict(), what="workbook")["made"] == {"budget.xlsx": workbook_bytes(plan)}


@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_the_librarys_own(reader: str) -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    (content,) = ask("take", plan=plan.to_dict(), what=reader)["made"].values()
    assert content.decode() == plan.page(reader).to_html()


def test_the_plan_file_and_the_tables_give_the_plan_back(tmp_path: Path) -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    for what in ("toml", "json"):
        ((name, content),) = ask("take", plan=plan.to_dict(), what=what)["made"].items()
        (tmp_path / name).write_bytes(content)
        assert Plan.from_file(tmp_path / name) == plan
    (tables,) = ask("take", plan=plan.to_dict(), what="csv")["made"].values()
    names = {path.name for path in plan.to_csv(tmp_path / "csv")}
    assert set(zipfile.ZipFile(io.BytesIO(tables)).namelist()) == names


def test_the_same_question_gives_the_same_bytes() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml").to_dict()
    assert ask("take", plan=plan, what="csv")["made"] == ask("take", plan=plan, what="csv")["made"]


def test_a_fault_of_a_typed_amount_has_its_place() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml").to_dict()
    plan["stream"][1]["amount"] = "afventer"
    (fault,) = ask("look", plan=plan)["refused"]
    assert fault["where"] == "stream 2 'kommune' › amount"
    assert fault["what"].startswith("'afventer' er ikke et beløb; skriv")


def test_what_can_be_paid_is_what_the_library_finds() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml").to_dict()
    del plan["stream"][0]["amounts"]
    found = ask("finance", plan=plan, aims=["most-lbf"])
    financed = Plan.model_validate(plan, by_alias=True, by_name=False).finance(["most-lbf"]).financed
    assert financed is not None
    assert found["plan"] == financed.to_dict()


def test_a_ceiling_by_year_holds() -> None:
    # The others give 1.080 + 150 + 384 + 470 + 600 + 300 = 2.984 of 9.884 thousand; the fund gives the other 6.900.
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml").to_dict()
    del plan["stream"][0]["amounts"]
    found = ask("finance", plan=plan, most={"lbf": {"2022": "1 mio. kr."}})["plan"]
    by_year = {int(year): amount for year, amount in found["stream"][0]["amounts"].items()}
    assert sum(by_year.values()) == 6_900_000
    assert by_year[2022] <= 1_000_000


def test_alternatives_stand_side_by_side_by_their_names() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml").to_dict()
    found = ask(
        "scenario", plan=plan, others=[{"name": "Uden fonden", "plan": {**plan, "stream": plan["stream"][:-1]}}]
    )
    assert "Uden fonden" in found["html"]


def test_a_neighbour_who_opts_out_pays_nothing() -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    apart = ask("rent", plan=plan.to_dict(), without=["afd-1"])
    assert apart["html"] != ask("rent", plan=plan.to_dict())["html"]
    assert [one["id"] for one in opened(DATA / "eksempelparken-2022.toml")["homes"]] == ["afd-1", "afd-2", "afd-3"]


def test_a_case_is_followed_with_the_files_that_it_needs() -> None:
    files = {name: (CASE / name).read_bytes() for name in CASE_FILES}
    assert ask("open", files)["case"]
    found = ask("follow", files, as_of="2025-06-30")
    case = Case.from_file(CASE / "sag.toml").with_postings(CASE / "posteringer.csv")
    assert found["html"] == case.follow_up("2025-06-30").to_html()
    assert found["statement"] == case.statement(2025).to_html()


def test_the_workbook_of_a_case_is_followed_alone(tmp_path: Path) -> None:
    case = Case.from_file(CASE / "sag.toml").with_postings(CASE / "posteringer.csv")
    files = {name: (CASE / name).read_bytes() for name in CASE_FILES}
    ((name, content),) = ask("follow", files, as_of="2025-06-30", book=True)["made"].items()
    case.to_excel(tmp_path / name, as_of="2025-06-30")
    assert content == (tmp_path / name).read_bytes()
    assert ask("open", {name: content})["day"] == "2025-06-30"
    assert ask("follow", {name: content}, as_of="2025-06-30")["html"] == case.follow_up("2025-06-30").to_html()


def test_a_case_without_postings_is_not_followed() -> None:
    files = {name: (CASE / name).read_bytes() for name in CASE_FILES[:2]}
    (refused,) = ask("open", files)["refused"]
    assert refused["what"].startswith("sag.toml er læst, men der er ingen posteringer til den.")


def test_the_accounts_of_a_mapping_are_followed() -> None:
    files = {name: (CASE / name).read_bytes() for name in ("sag.toml", "plan.toml", "finans.csv", "kontering.toml")}
    case = Case.from_file(CASE / "sag.toml").with_postings(CASE / "finans.csv", mapping=CASE / "kontering.toml")
    assert ask("follow", files, as_of="2025-06-30")["html"] == case.follow_up("2025-06-30").to_html()


def test_a_plan_in_brief_has_its_verdict_and_no_pictures() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    brief, whole = (ask("look", plan=plan.to_dict(), brief=brief) for brief in (True, False))
    assert brief == {key: whole[key] for key in brief}
    assert set(whole) - set(brief) == {"check", "details", "lacking", "pictures", "years"}


def test_what_is_not_verified_is_said_beside_the_verdict() -> None:
    found = ask("new", name="Ny", kommune="", start="2027", years="4", total="12 mio. kr.")
    assert found["doubt"].startswith("1 regel er ikke verificeret for 2027")


def test_several_answers_become_one_plan(tmp_path: Path) -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    files = {"plan.toml": (DATA / "amager-2022.toml").read_bytes()}
    for name, number, amount in (("kommunen", 1, 3_875_000), ("fonden", 3, 3_625_000)):
        stated = plan.to_dict()
        stated["stream"][number] |= {"amount": amount}
        Plan.model_validate(stated, by_alias=True, by_name=False).to_excel(tmp_path / f"{name}.xlsx")
        files[f"{name}.xlsx"] = (tmp_path / f"{name}.xlsx").read_bytes()
    found = ask("open", files)
    assert [found["plan"]["stream"][number]["amount"] for number in (1, 3)] == [3_875_000, 3_625_000]
    assert found["state"] == "holds"


HOSTILE = {
    "tom.toml": b"",
    "billede.png": b"\x89PNG\r\n\x1a\n",
    "ikke-en-mappe.xlsx": b"PK\x03\x04 not a workbook",
    "dybt.json": b"[" * 2000 + b"]" * 2000,
    "ikke-toml.toml": b"= = =",
    "latin.toml": "name = 'Blåbærhaven'".encode("latin-1"),
    "../../etc/passwd.toml": b"name = 3",
    "stor.toml": b"#" * 5_000_000,
    "tal.json": b"7",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("lang", LANGS)
def test_what_cannot_be_used_is_refused_in_the_librarys_words(name: str, lang: str) -> None:
    refused = ask("open", {name: HOSTILE[name]}, lang=lang)["refused"]
    assert refused
    assert all(one["what"] for one in refused)
    assert not any("Traceback" in one["what"] or gettempdir() in one["what"] for one in refused)


def test_every_question_is_refused_for_a_plan_that_is_none() -> None:
    for question in sorted(set(QUESTIONS) - {"example", "follow", "new", "open"}):
        assert ask(question, plan={"name": "x"}, what="workbook", others=[])["refused"], question
