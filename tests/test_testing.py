"""Legal cases as a municipality runs them: a line in a test module, and a report where one does not hold."""

import subprocess
import sys
from pathlib import Path

import pytest

from helhedsplan_finance import CaseError, PlanFileError
from helhedsplan_finance.rules.legal_cases import Case, read_cases
from helhedsplan_finance.testing import check_case, legal_cases
from places import CASES, DATA, POLICY

pytestmark = pytest.mark.daily

GOOD = f"""
[[case]]
name = "Køge holder sit loft"
plan = "{(DATA / "koege-2021.toml").as_posix()}"
source = "Eget papir"
policies = ["{POLICY.as_posix()}"]
ok = false

[case.expect]
"egen.loft" = {{ outcome = "failed", severity = "error", margin = -500_000, cure = "sænk de eksterne midler" }}
"egen.fonde" = {{ outcome = "passed" }}
"""


def cases_in(folder: Path, text: str = GOOD) -> tuple[Case, ...]:
    (folder / "cases.toml").write_text(text, encoding="utf-8")
    return read_cases(folder / "cases.toml")


def test_a_case_that_holds_says_nothing(tmp_path: Path) -> None:
    (case,) = cases_in(tmp_path)
    check_case(case, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"failed"', '"passed"', "egen.loft › outcome: ventet passed, fundet failed"),
        ("-500_000", "-400_000", "egen.loft › margin: ventet -400.000 kr., fundet -500.000 kr."),
        ("ok = false", "ok = true", "report › ok: ventet true, fundet false"),
        ('"egen.fonde"', '"egen.pulje"', "egen.pulje står ikke i rapporten"),
        ("sænk de", "hæv de", "egen.loft › cure: ventet hæv de eksterne midler, fundet sænk de eksterne midler med"),
    ],
)
def test_a_case_that_does_not_hold_says_what_and_shows_the_report(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    (case,) = cases_in(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(AssertionError) as caught:
        check_case(case, tmp_path)
    assert says in str(caught.value)
    assert "Den boligsociale helhedsplan Køge 2021-2025, regler pr. 1. september 2021" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "Eget papir"', "", "case 1: nøglen 'source' mangler"),
        (
            'outcome = "passed"',
            'outcome = "bestået"',
            "egen.fonde › outcome: 'bestået' er ikke en gyldig værdi",
        ),
        ("margin = -500_000", "margin = 1.5", "'1.5' er ikke et helt beløb"),
        ("ok = false", "okay = false", "case 1: ukendt nøgle 'okay'; mente du 'ok'?"),
    ],
)
def test_a_faulty_case_is_refused_with_its_place(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        cases_in(tmp_path, GOOD.replace(old, new, 1))
    assert says in str(caught.value)
    assert "cases.toml" in str(caught.value)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="der er ingen prøver her"):
        legal_cases(tmp_path)


def test_each_case_is_an_item_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    broken = GOOD.replace("Køge holder", "Køge holder ikke").replace('"failed"', '"passed"')
    (tmp_path / "cases" / "cases.toml").write_text(GOOD + broken, encoding="utf-8")
    module = "from helhedsplan_finance.testing import legal_cases\n\ntest_case = legal_cases('cases')\n"
    (tmp_path / "test_politik.py").write_text(module, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--rootdir",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "1 failed, 1 passed" in done.stdout
    assert "egen.loft › outcome: ventet passed, fundet failed" in done.stdout
    assert "De eksterne midler er 2,5 mio. kr.; grænsen er højst 2 mio. kr." in done.stdout


def test_our_own_cases_all_name_their_source() -> None:
    assert all(case.source for file in CASES.glob("*.toml") for case in read_cases(file))


def test_a_case_may_speak_of_a_single_year(tmp_path: Path) -> None:
    text = GOOD + '"egen.aarsloft 2022" = { outcome = "failed", margin = -575_000 }\n'
    text += '"egen.aarsloft 2025" = { outcome = "not_applicable" }\n'
    (case,) = cases_in(tmp_path, text)
    check_case(case, tmp_path)  # 1.775.000 kr. a year against 1,2 mio. kr. in 2022
    (wrong,) = cases_in(tmp_path, text.replace("-575_000", "-575_001"))
    with pytest.raises(AssertionError, match=r"egen\.aarsloft 2022 › margin"):
        check_case(wrong, tmp_path)
