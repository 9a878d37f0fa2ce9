"""The library's own tests pass in Pyodide under Node, apart from a named list with its reasons."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from places import ROOT, tool
from shared import once

pytestmark = pytest.mark.deep

_LINE = re.compile(r"^(FAILED|ERROR) tests/([\w/.]+(?:::\w+)*)")  # without the parameters, which a narrow line cuts off
KNOWN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("in_pyodide.toml").read_text(encoding="utf-8"))


def run(folder: Path) -> str:
    """Return what pytest says in Pyodide, with its short summary of what fails and what cannot be imported."""
    for name in ("node", "npm"):
        tool(name, "REQUIRE_BROWSER")
    subprocess.run([sys.executable, ROOT / "browser" / "assemble.py", folder, "--tests"], check=True, timeout=600)
    rooms = [f"tests/{room}" for room in KNOWN["rooms"]]
    options = ("-q", "--tb=no", "-rfE", "-m", "not deep")
    command = ["node", str(ROOT / "browser" / "run_tests.mjs"), str(folder), *options, *rooms]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=1200)
    return ran.stdout


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    return once(tmp_path_factory, "in-pyodide", lambda: run(tmp_path_factory.mktemp("in-pyodide")))


def named(said: str, word: str) -> set[str]:
    return {found[2] for found in map(_LINE.match, said.splitlines()) if found and found[1] == word}


def known(key: str) -> set[str]:
    return {name for reason in KNOWN["absent"] for name in reason.get(key, [])}


def test_every_test_that_fails_in_pyodide_is_named_with_its_reason(said: str) -> None:
    assert named(said, "FAILED") == known("failed")


def test_every_file_that_pyodide_cannot_import_is_named_with_its_reason(said: str) -> None:
    assert named(said, "ERROR") == known("not_imported")


def test_the_tests_were_run(said: str) -> None:
    (passed,) = re.findall(r"(\d+) passed", said)
    assert int(passed) > 1_500


def test_every_reason_is_stated() -> None:
    assert all(reason["why"] for reason in KNOWN["absent"])
