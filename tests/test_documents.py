"""What the documents show is what the program does: docstrings, notebooks, and what the README says is printed."""

import contextlib
import doctest
import io
import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helhedsplan_finance.cli.app import build
from places import ROOT

PACKAGE = ROOT / "src" / "helhedsplan_finance"
MODULES = sorted(
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
    for file in PACKAGE.rglob("*.py")
    if file.name not in {"__init__.py", "__main__.py"}
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {}
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert any("assert" in "".join(cell["source"]) for cell in cells)
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(build("da"), ["demo"], env={"COLUMNS": "80", "NO_COLOR": "1"}).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(Boligsocial helhedsplan Amager.*?)```", readme, re.DOTALL)
    assert shown is not None
    assert stripped(shown[1]) == stripped(printed)


def stripped(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\\", "/").strip().splitlines()]


def test_the_pictures_and_pages_that_documents_link_to_are_there() -> None:
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_rules_page_names_every_rule_and_every_source() -> None:
    from helhedsplan_finance.rules import load

    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for name in ("balance", "lbf", "practice", *load.policies()):
        for rule in load.rule_file(name).rules:
            assert f"`{rule.id}`" in page
    assert all(f"`{key}`" in page for key in load.sources())
