"""The core runs without numpy, matplotlib, pandas, highspy, rich and typer, as it does in a browser.

One fresh interpreter, in which importing any of them raises, answers; the answers are those of this one, which has
them all.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from defusedxml import ElementTree

import core_script
from places import ROOT

pytestmark = pytest.mark.daily

ALIKE = ("check", "gap", "grid", "rent", "diff", "follow-up", "workbook", "read back", "pages")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The answers without the heavy libraries."""
    folder = tmp_path_factory.mktemp("bare")
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    script = [sys.executable, str(ROOT / "tests" / "core_script.py"), str(folder)]
    subprocess.run(script, check=True, env=os.environ | {"PYTHONPATH": path})
    return json.loads((folder / "answers.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The answers with them."""
    found = core_script.answers(tmp_path_factory.mktemp("full"))
    return json.loads(json.dumps(found, default=str))  # type: ignore[no-any-return]


def test_none_of_them_is_loaded(bare: dict[str, Any]) -> None:
    assert bare["loaded"] == []


@pytest.mark.parametrize("key", ALIKE)
def test_the_answers_are_the_same(key: str, bare: dict[str, Any], full: dict[str, Any]) -> None:
    assert bare[key] == full[key]


def test_the_workbook_reads_back_as_the_plan(bare: dict[str, Any]) -> None:
    assert bare["read back"] is True


def test_every_page_has_its_pictures_drawn_as_svg(bare: dict[str, Any], full: dict[str, Any]) -> None:
    assert len(bare["pictures"]) == len(full["pictures"]) > 0
    for picture in bare["pictures"]:
        assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
        assert "matplotlib" not in picture


def test_financing_says_that_the_solver_is_missing(bare: dict[str, Any], full: dict[str, Any]) -> None:
    assert full["finance"]["status"] == "optimal"
    assert bare["finance"].startswith("HiGHS, som beregner finansieringen, er ikke installeret")
