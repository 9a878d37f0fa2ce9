"""The built page in a real browser, opened from the disk: it shows and gives what the library does."""

import base64
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from desk.answers import answer
from helhedsplan_finance import Plan
from helhedsplan_finance.cli.page_server import page_server
from helhedsplan_finance.excel.workbook import workbook_bytes
from places import DATA, ROOT, tool
from shared import once

pytestmark = pytest.mark.deep

MODULES = ROOT / ".venv" / "browser" / "node_modules"
BUILT = ROOT / "browser" / "dist"
SCRIPT = Path(__file__).with_name("page.mjs")
AMAGER = DATA / "amager-2022.toml"
CASE = ("sag.toml", "plan.toml", "posteringer.csv")
HOSTILE: dict[str, bytes] = {
    "tom.toml": b"",
    "billede.png": b"\x89PNG\r\n\x1a\n",
    "ikke-en-mappe.xlsx": b"PK\x03\x04 not a workbook",
    "dybt.json": b"[" * 40 + b"]" * 40,
    "for-dybt.json": b"[" * 400 + b"]" * 400,
    "ikke-toml.toml": b"= = =",
    "latin.toml": "name = 'Blåbærhaven'".encode("latin-1"),
}
LARGE = "stor.toml"


def answers(folder: Path) -> list[str]:
    """Write two answers to the plan of Amager, and return the names of what is opened with them."""
    plan = Plan.from_file(AMAGER)
    for name, number, amount in (("kommunen", 1, 3_875_000), ("fonden", 3, 3_625_000)):
        stated = plan.to_dict()
        stated["stream"][number] |= {"amount": amount}
        Plan.model_validate(stated, by_alias=True, by_name=False).to_excel(folder / f"{name}.xlsx")
    return ["amager-2022.toml", "kommunen.xlsx", "fonden.xlsx"]


def use(folder: Path) -> dict[str, Any]:
    """Return what was seen in one start of Chromium."""
    chromium, node = (tool(name, "REQUIRE_BROWSER") for name in ("chromium", "node"))
    if not (BUILT / "beregner.html").exists() and "REQUIRE_BROWSER" not in os.environ:
        pytest.skip("the page is not built: make browser")
    named = answers(folder)
    for name, content in HOSTILE.items():
        (folder / name).write_bytes(content)
    with (folder / LARGE).open("wb") as file:
        file.truncate(200_000_000)
    for name in CASE:
        (folder / name).write_bytes((DATA / "sag-eksempelgaarden" / name).read_bytes())
    for name in ("amager-2022.toml", "eksempelparken-2022.toml"):
        (folder / name).write_bytes((DATA / name).read_bytes())
    server, address = page_server(BUILT / "beregner", AMAGER)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = {
        "chromium": chromium,
        "modules": str(MODULES),
        "axe": str(MODULES / "axe-core" / "axe.min.js"),
        "one": str(BUILT / "beregner.html"),
        "served": address,
        "files": {one.name: str(one) for one in folder.iterdir()},
        "answers": named,
        "case": list(CASE),
        "hostile": [*HOSTILE, LARGE],
    }
    ran = subprocess.run([node, SCRIPT], input=json.dumps(asked), capture_output=True, text=True, timeout=900)
    server.shutdown()
    server.server_close()
    assert ran.stderr == ""
    assert ran.returncode == 0
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return once(tmp_path_factory, "page", lambda: use(tmp_path_factory.mktemp("page")))


def natively(name: str, content: bytes) -> list[str]:
    found = json.loads(answer("open", "{}", {name: content})[0])["refused"]
    return [f"{one['where']}: {one['what']}" if one["where"] else one["what"] for one in found]


def test_nothing_goes_wrong_that_nobody_is_told_of(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []


def test_the_plan_of_amager_fails_with_its_cure(seen: dict[str, Any]) -> None:
    state, shown = seen["amager"]
    assert state == "Bindende regler er ikke overholdt."
    assert "FEJL" in shown
    assert "sænk kommunens bidrag med 625.000 kr." in shown


def test_the_workbook_is_the_same_bytes_as_without_a_browser(seen: dict[str, Any]) -> None:
    name, content = seen["workbook"]
    assert name == "budget.xlsx"
    assert base64.b64decode(content) == workbook_bytes(Plan.from_file(AMAGER))


def test_the_workbook_is_opened_again(seen: dict[str, Any]) -> None:
    assert seen["reopened"] == ["Bindende regler er ikke overholdt.", Plan.from_file(AMAGER).to_dict()]


def test_a_verdict_turns_as_an_amount_is_typed(seen: dict[str, Any]) -> None:
    assert seen["changed"] == "Alle bindende regler er overholdt."


def test_an_amount_that_is_none_is_said_at_its_cell(seen: dict[str, Any]) -> None:
    said, invalid = seen["fault"]
    assert said.startswith("Beløb i alt, Eksterne midler: 'mange' er ikke et beløb; skriv")
    assert invalid == "true"


def test_no_verdict_of_an_earlier_plan_is_shown_while_a_cell_has_a_fault(seen: dict[str, Any]) -> None:
    state, said = seen["uncomputed"]
    assert state == "Ikke beregnet: ret fejlen under Beløb"
    assert said.startswith("Eksterne midler: 'mange' er ikke et beløb; skriv")


def test_an_amount_by_year_takes_the_place_of_the_total(seen: dict[str, Any]) -> None:
    assert seen["typed"] == ["", None]


def test_the_years_of_a_line_are_quantities_and_a_new_line_has_no_fault(seen: dict[str, Any]) -> None:
    assert seen["added"] == []
    line = seen["line"]
    assert [line[key] for key in ("activity", "unit_price", "quantity")] == [
        "Projektleder",
        620_000,
        {"2022": "1,5", "2023": 1, "2024": 1, "2025": 1},
    ]


def test_the_cursor_is_not_lost_when_the_last_row_is_removed(seen: dict[str, Any]) -> None:
    assert seen["focus"] == "add-cost"


def test_what_another_plan_took_the_place_of_is_had_back_as_it_was_typed(seen: dict[str, Any]) -> None:
    assert (seen["undone"], seen["back"]) == (True, True)


def test_the_financing_is_what_the_solver_finds_without_a_browser(seen: dict[str, Any]) -> None:
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml").to_dict()
    del plan["stream"][0]["amounts"]
    financed = Plan.model_validate(plan, by_alias=True, by_name=False).finance(["most-lbf"]).financed
    assert financed is not None
    assert seen["financed"] == financed.to_dict()


def test_the_rent_of_each_home_is_shown(seen: dict[str, Any]) -> None:
    assert "14,20" in seen["rent"]  # 600.000 kr. / (880 homes x 48 months)


def test_two_answers_become_one_plan(seen: dict[str, Any]) -> None:
    state, plan = seen["merged"]
    assert state == "Alle bindende regler er overholdt."
    assert [plan["stream"][number]["amount"] for number in (1, 3)] == [3_875_000, 3_625_000]


def test_a_case_is_followed(seen: dict[str, Any]) -> None:
    assert "1.807.500" in seen["followed"]  # what is spent until the day, the 7.500 kr. that are not placed among it


def test_the_workbook_of_a_case_is_followed_as_its_files_are(seen: dict[str, Any]) -> None:
    assert seen["casebook"] == seen["followed"]


def test_a_case_without_postings_says_what_to_choose(seen: dict[str, Any]) -> None:
    assert seen["unposted"].startswith("sag.toml er læst, men der er ingen posteringer til den.")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_used_is_refused_in_the_same_words(name: str, seen: dict[str, Any]) -> None:
    assert seen["refused"][name] == natively(name, HOSTILE[name])


def test_a_file_of_200_megabytes_is_refused_as_too_large(seen: dict[str, Any]) -> None:
    assert seen["refused"][LARGE] == natively(LARGE, bytes(5_000_000))


def test_ten_files_at_once_are_refused_in_words(seen: dict[str, Any]) -> None:
    assert seen["ten"]


def test_a_worker_that_dies_is_replaced(seen: dict[str, Any]) -> None:
    assert "er startet igen" in seen["died"]
    assert seen["alive"] == "Bindende regler er ikke overholdt."


def test_nothing_is_sent_and_nothing_is_fetched(seen: dict[str, Any]) -> None:
    assert seen["blocked"] == ["blocked", "blocked"]
    assert seen["outside"] == []


def test_axe_has_no_complaint_of_any_part_in_any_language(seen: dict[str, Any]) -> None:
    assert seen["before"] == seen["begin"] == []
    assert {name: found for name, found in seen["axe"].items() if found} == {}
    assert len(seen["axe"]) == 12


def test_it_is_used_by_the_keyboard_alone(seen: dict[str, Any]) -> None:
    assert seen["keyboard"] == ["tab-look", "tab-amounts", "tab-finance", "tab-take", "tab-look", "tab-take"]


def test_a_draft_is_kept_by_choice_and_wiped(seen: dict[str, Any]) -> None:
    assert seen["draft"] == ["Bindende regler er ikke overholdt.", 0]


def test_nothing_is_wider_than_the_screen_at_any_width(seen: dict[str, Any]) -> None:
    assert {name: found for name, found in seen["widths"].items() if any(found[0]) or found[1]} == {}


def test_a_browser_without_webassembly_is_told_so(seen: dict[str, Any]) -> None:
    assert "WebAssembly mangler" in seen["without"]


def test_storage_that_is_full_or_blocked_stops_nothing(seen: dict[str, Any]) -> None:
    state, said = seen["storage"]
    assert state == "Bindende regler er ikke overholdt."
    assert "Hent planfilen i stedet" in said


def test_the_folder_opens_the_plan_that_it_was_started_with(seen: dict[str, Any]) -> None:
    assert seen["served"] == ["Bindende regler er ikke overholdt.", "Boligsocial helhedsplan Amager 2022-2025"]
