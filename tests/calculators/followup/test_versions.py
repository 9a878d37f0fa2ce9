"""The versions of a case: each replaces the one before, moves come to zero, and an open version touches nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import refusal
from calculators.followup.a_case import FIFTH, FIRST, FOURTH, SECOND, THIRD, a_case, a_plan, cost_of, move
from helhedsplan_finance import PlanError, PlanFileError
from helhedsplan_finance.calculators.followup.case import CaseData
from helhedsplan_finance.calculators.followup.versions import Versions, read_case

pytestmark = pytest.mark.daily

T = 100_000


def test_the_budget_of_each_version_is_the_one_on_paper() -> None:
    budgets = a_case().budgets
    leder = {nr: [one.costs.get(("leder", year), 0) // T for year in range(2022, 2027)] for nr, one in budgets.items()}
    assert leder == {
        1: [400, 400, 400, 400, 0],
        2: [370, 400, 400, 400, 0],
        3: [370, 400, 400, 400, 0],
        4: [370, 400, 340, 400, 60],
        5: [370, 400, 340, 400, 60],
    }
    lbf = [budgets[4].given.get(("lbf", year), 0) // T for year in range(2022, 2027)]
    assert lbf == [460, 540, 440, 500, 60]
    assert budgets[2].given == budgets[1].given  # within a year the source is as it was
    assert [cost_of(one) // T for one in budgets.values()] == [2_200, 2_200, 2_200, 2_200, 3_199]
    assert budgets[4].end.isoformat() == "2026-06-30"


def test_a_version_with_a_plan_replaces_and_never_adds() -> None:
    second = {"nr": 2, "kind": "revideret", "plan": "ny.toml", "date": "2022-06-01", "status": "godkendt"}
    assert cost_of(a_case(FIRST, second).budgets[2]) == 2_200 * T


def test_nothing_is_built_on_a_version_that_was_turned_down() -> None:
    refused = SECOND | {"status": "afvist"}
    assert a_case(FIRST, refused, THIRD).budgets[3].costs["cafe", 2022] == 60 * T


def test_an_approved_version_is_not_built_on_a_draft() -> None:
    draft = SECOND | {"status": "indsendt"}
    assert a_case(FIRST, draft, THIRD).budgets[3].costs["cafe", 2022] == 60 * T


def version(kind: str, *moves: dict[str, Any], **stated: Any) -> dict[str, Any]:
    return {"nr": 2, "kind": kind, "date": "2023-03-01", "status": "godkendt", "move": list(moves)} | stated


REFUSED: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a number that falls": (
        [FIRST, SECOND | {"nr": 1}],
        "version 2 › nr: version 1 står efter version 1; giv versionerne numre i den rækkefølge, de er lavet",
    ),
    "a date before": (
        [FIRST, SECOND | {"date": "2021-01-01"}],
        "er før version 1 (15. december 2021); en version kan ikke være ældre end den, den afløser",
    ),
    "two on one day": (
        [FIRST, SECOND, THIRD | {"date": "2022-09-01"}],
        "version 2 er også godkendt 1. september 2022; kun én version kan gælde fra en dag",
    ),
    "no plan to begin with": ([SECOND], "den første version skal have en plan; skriv planens fil"),
    "both": ([FIRST, SECOND | {"plan": "x.toml"}], "versionen har både en plan og ændringer"),
    "nothing": ([FIRST, version("revideret")], "versionen ændrer intet"),
    "an extension without a day": (
        [FIRST, version("forlængelse", move("cafe", 2022, "cafe", 2023, 1))],
        "skriv den nye",
    ),
    "an extension backwards": (
        [FIRST, version("forlængelse", end="2025-06-30")],
        "30. juni 2025 er ikke senere end planens slutdag, 31. december 2025",
    ),
    "another year": (
        [FIRST, version("ombudgettering", move("leder", 2022, "cafe", 2023, 1))],
        "version 2 › move 1: en ombudgettering flytter penge inden for ét år, og her flyttes de fra 2022 til 2023",
    ),
    "another post": (
        [FIRST, version("rebudgettering", move("leder", 2022, "cafe", 2023, 1))],
        "en rebudgettering flytter en posts penge til et senere år, og her flyttes de fra leder til cafe",
    ),
    "an earlier year": (
        [FIRST, version("rebudgettering", move("leder", 2022, "leder", 2022, 1))],
        "en rebudgettering flytter penge til et senere år, og 2022 er ikke senere end 2022",
    ),
    "a year that has not ended": (
        [FIRST, version("rebudgettering", move("leder", 2023, "leder", 2024, 1))],
        "2023 er ikke slut 1. marts 2023, så det vides ikke, hvad der er tilbage",
    ),
    "more than there is": (
        [FIRST, version("ombudgettering", move("cafe", 2023, "leder", 2023, 100_001))],
        "version 2 › move 1: cafe har 100.000 kr. i 2023, og her tages 100.001 kr.; tag højst det, der er",
    ),
    "an unknown post": (
        [FIRST, version("ombudgettering", move("caffe", 2023, "leder", 2023, 1))],
        "ingen post hedder caffe i den version, den ændrer; nærmest er cafe",
    ),
    "a year outside": ([FIRST, version("ombudgettering", move("cafe", 2027, "leder", 2027, 1))], "2027"),
    "changes that do not come to zero": (
        [FIRST, version("ombudgettering", change=[{"cost": "cafe", "year": 2023, "amount": 5}])],
        "en ombudgettering skal gå op i nul, og her bliver 2023 ændret med 5 kr. i alt",
    ),
    "from one source to another within an ombudgettering": (
        [
            FIRST,
            version(
                "ombudgettering",
                change=[
                    {"cost": "cafe", "source": "lbf", "year": 2023, "amount": -5},
                    {"cost": "lokaler", "source": "kommune", "year": 2023, "amount": 5},
                ],
            ),
        ],
        "en ombudgettering skal gå op i nul, og her bliver lbf, 2023 ændret med -5 kr. i alt",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_version_can_be_is_refused_by_name(name: str) -> None:
    versions, said = REFUSED[name]
    assert said in refusal(a_case, *versions, error=PlanError)


def test_every_fault_of_a_version_is_listed() -> None:
    wrong = version("ombudgettering", move("caffe", 2023, "leder", 2023, 1), move("cafe", 2023, "leder", 2023, 10**7))
    assert len(refusal(a_case, FIRST, wrong, error=PlanError).splitlines()) == 2


def test_money_between_sources_is_not_verified() -> None:
    change = [{"source": "lbf", "year": 2023, "amount": -5}, {"source": "kommune", "year": 2023, "amount": 5}]
    ((nr, note),) = a_case(FIRST, version("revideret", change=change)).notes
    assert nr == 2
    assert note.show("da").startswith("Versionen giver mindre fra lbf og mere fra kommune.")
    assert "ikke verificeret" in note.show("da")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["leder", "cafe", "lokaler"]),
        st.sampled_from(["leder", "cafe", "lokaler"]),
        st.integers(2022, 2025),
        st.integers(1, 20_000),
    ).filter(lambda one: one[0] != one[1]),
    min_size=1,
    max_size=5,
)


@given(MOVES)
def test_corrected_is_original_and_changes_whatever_is_moved(moves: list[tuple[str, str, int, int]]) -> None:
    made = [move(one, year, other, year, kroner, None) for one, other, year, kroner in moves]
    budgets = a_case(FIRST, version("ombudgettering", *made)).budgets
    expected = dict(budgets[1].costs)
    for one, other, year, kroner in moves:
        expected[one, year] -= 100 * kroner
        expected[other, year] += 100 * kroner
    assert budgets[2].costs == expected
    assert [cost_of(budgets[nr], year) for nr in (1, 2) for year in (2022,)] == [550 * T] * 2
    assert budgets[2].given == budgets[1].given


def written(folder: Path, text: str) -> Path:
    a_plan().to_file(folder / "plan.toml")
    (folder / "sag.toml").write_text(text, encoding="utf-8")
    return folder / "sag.toml"


CASE = """
name = "FIKTIV"
[[version]]
nr = 1
kind = "oprindelig"
plan = "plan.toml"
date = 2021-12-15
status = "godkendt"
reason = "Tilsagn"
[[version.approval]]
body = "Landsbyggefonden"
date = 2021-12-15
decision = "ja"
[[version]]
nr = 2
kind = "rebudgettering"
date = 2023-03-01
status = "godkendt"
[[version.move]]
from = { cost = "cafe", year = 2022 }
to = { cost = "cafe", year = 2023 }
source = "lbf"
amount = 40_000
"""


def test_a_case_file_is_read_with_its_plans(tmp_path: Path) -> None:
    versions = read_case(written(tmp_path, CASE))
    assert isinstance(versions, Versions)
    assert versions.case.versions[0].approvals[0].body == "Landsbyggefonden"
    assert versions.budgets[2].costs["cafe", 2023] == 140 * T


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"plan.toml"', '"../plan.toml"', "version 1 › plan: ../plan.toml ligger ikke ved siden af sagen"),
        ('"plan.toml"', '"/etc/plan.toml"', "ligger ikke ved siden af sagen"),
        ('"plan.toml"', '"C:\\\\plan.toml"', "ligger ikke ved siden af sagen"),
        ('"oprindelig"', '"oprindeligt"', "version 1 › kind: 'oprindeligt' er"),
        ("nr = 2", "nr = 2\nfarve = 1", "version 2: ukendt nøgle 'farve'"),
        ("amount = 40_000", "amount = 40_000.5", "version 2 › move 1 › amount"),
    ],
)
def test_a_case_file_that_cannot_be_used_names_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = written(tmp_path, CASE.replace(old, new))
    told = refusal(read_case, path, error=PlanError)
    assert said in told
    assert str(path) in told


def test_a_plan_file_that_is_missing_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, CASE.replace('"plan.toml"', '"andet.toml"'))
    assert "andet.toml" in refusal(read_case, path, error=PlanFileError)
    assert "en sag er en .toml-fil" in refusal(read_case, tmp_path / "sag.json", error=PlanFileError)


def test_a_forecast_has_the_amount_that_its_method_needs() -> None:
    data = {"name": "FIKTIV", "version": [FIRST, SECOND, THIRD, FOURTH, FIFTH]}
    for method, amount, said in (("skøn", None, "kræver et beløb"), ("tempo", 5, "regnes af tallene")):
        forecast = {"post": "cafe", "year": 2025, "method": method} | ({"amount": amount} if amount else {})
        assert said in refusal(CaseData.model_validate, data | {"forecast": [forecast]}, error=PlanError)


def test_a_change_of_nothing_but_refused_versions_is_a_fault() -> None:
    refused = FIRST | {"status": "afvist"}
    told = refusal(a_case, refused, SECOND, error=PlanError)
    assert "de versioner, der er før, er afvist eller trukket" in told
