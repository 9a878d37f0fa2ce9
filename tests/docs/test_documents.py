"""What the documents show is what the program does: docstrings, and what the README says is printed."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

from cli.running import run
from places import ROOT

pytestmark = pytest.mark.daily

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


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = run("demo").stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(Boligsocial helhedsplan Amager.*?)```", readme, re.DOTALL)
    assert shown is not None
    printed_lines, place = stripped(printed), 0
    for excerpt in re.split(r"^…\n", shown[1], flags=re.MULTILINE):
        lines = stripped(excerpt)
        found = [at for at in range(place, len(printed_lines)) if printed_lines[at : at + len(lines)] == lines]
        assert found, excerpt
        place = found[0] + len(lines)


def stripped(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\\", "/").strip("\n").splitlines()]


DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_pictures_and_pages_that_documents_link_to_are_there(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_of_every_document_are_collected(document: Path) -> None:
    patterns = re.findall(r'"([^"]+\.md)"', (ROOT / "conftest.py").read_text(encoding="utf-8"))
    assert any(document.match(pattern) for pattern in patterns)
