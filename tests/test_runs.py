"""No test is forgotten: each file states its run, and every test is selected by one of the two."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest

from places import ROOT
from tools.mutants import EQUIVALENT, NEAR, PACKAGE, WIDE

pytestmark = pytest.mark.daily

FILES = sorted((ROOT / "tests").rglob("test_*.py"))
RUNS = {"daily", "deep"}


def marks(file: Path) -> set[str]:
    """Return the marks that a file puts on each of its tests."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["pytestmark"]:
            return {one.attr for one in ast.walk(node.value) if isinstance(one, ast.Attribute)}
    return set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT / "tests").as_posix())
def test_a_file_states_the_run_that_it_belongs_to(file: Path) -> None:
    assert len(marks(file) & RUNS) == 1, "write: pytestmark = pytest.mark.daily, or pytest.mark.deep"


def test_the_mutation_run_names_modules_tests_and_lines_that_exist() -> None:
    sources = {name: ROOT / "src" / PACKAGE / f"{name.replace('.', '/')}.py" for name in NEAR}
    named = [*sources.values(), *(ROOT / one for files in (*NEAR.values(), WIDE) for one in files)]
    assert [path for path in named if not path.exists()] == []
    equivalent = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    lines = {name: set(map(str.strip, path.read_text(encoding="utf-8").splitlines())) for name, path in sources.items()}
    assert [one for one in equivalent if one["source"] not in lines[one["module"]]] == []


def expressions() -> tuple[str, str]:
    """Return what `make test` and `make test-deep` select."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    daily, deep = (re.search(rf'^{run}:.*\n.* -m "([^"]+)"$', text, re.MULTILINE) for run in ("test", "test-deep"))
    assert daily is not None
    assert deep is not None
    return daily[1], deep[1]


def test_each_test_is_in_one_run_and_a_property_with_more_examples_in_both() -> None:
    from _pytest.mark.expression import Expression

    daily, deep = (Expression.compile(one) for one in expressions())
    in_runs = {
        marks: tuple(one.evaluate(cast("Any", marks.__contains__)) for one in (daily, deep))
        for marks in map(frozenset, ([], ["daily"], ["deep"], ["daily", "deep"], ["daily", "thorough"]))
    }
    assert in_runs == {
        frozenset(): (True, False),  # the examples of a document, which carry no mark
        frozenset({"daily"}): (True, False),
        frozenset({"deep"}): (False, True),
        frozenset({"daily", "deep"}): (False, True),
        frozenset({"daily", "thorough"}): (True, True),
    }


def test_the_examples_of_readme_and_documents_are_in_the_daily_run() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-m", expressions()[0], "README.md", "docs"]
    collected = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = {line.split("::")[0] for line in collected.splitlines() if "::" in line}
    with_examples = {
        path.relative_to(ROOT).as_posix()
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        if re.search(r"^```python$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert files == with_examples
    assert "README.md" in files


@pytest.mark.parametrize("spread", [[], pytest.param(["-n", "1"], marks=pytest.mark.deep)], ids=["alone", "spread"])
def test_a_daily_run_ends_with_what_it_did_not_look_at(spread: list[str], tmp_path: Path) -> None:
    made = tmp_path / "test_one.py"
    made.write_text("def test_one():\n    pass\n", encoding="utf-8")
    ran = pytest_on(made, *spread, "-m", expressions()[0])
    assert ran.count("Not looked at here: LibreOffice, Chromium, PySpark, mkdocs, the notebooks, untrusted files") == 1
    assert ran.count("`make test-deep` looks at them.") == 1
    assert re.fullmatch(r"1 passed in .*s", ran.splitlines()[-1])


def test_another_run_does_not_say_so(tmp_path: Path) -> None:
    made = tmp_path / "test_one.py"
    made.write_text("import pytest\n\n@pytest.mark.deep\ndef test_one():\n    pass\n", encoding="utf-8")
    assert "Not looked at" not in pytest_on(made, "-m", expressions()[1])


def pytest_on(file: Path, *options: str) -> str:
    """Return what pytest prints of one file with the settings of this project."""
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "conftest", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *settings, *options, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
