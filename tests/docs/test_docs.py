"""The documentation: every public name has a place, every rule and source is rendered, and all of it builds."""

import os
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import helhedsplan_finance
from helhedsplan_finance.rules import load
from places import ROOT

pytestmark = pytest.mark.daily

DOCS = ROOT / "docs"


def hook(name: str) -> ModuleType:
    spec = spec_from_file_location(f"docs_hooks_{name}", DOCS / "hooks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rules() -> dict[str, str]:
    pages: dict[str, str] = hook("rule_library").pages()
    return pages


def directives() -> list[str]:
    pages = (DOCS / "reference" / "api").glob("*.md")
    return [one for page in pages for one in re.findall(r"^::: (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)]


def test_every_public_name_stands_in_one_place_of_the_reference() -> None:
    shown = Counter(path.rpartition(".")[2] for path in directives())
    assert {name: shown[name] for name in helhedsplan_finance.__all__} == dict.fromkeys(helhedsplan_finance.__all__, 1)


def test_the_reference_shows_the_very_object_that_the_package_gives() -> None:
    for path in directives():
        module, _, name = path.rpartition(".")
        if name in helhedsplan_finance.__all__:
            assert getattr(import_module(module), name) is getattr(helhedsplan_finance, name)
            assert getattr(helhedsplan_finance, name).__module__ == module, f"{path}: write where it is made"


def test_the_list_of_pages_names_every_public_name() -> None:
    listed = re.findall(r"`(\w+)`", (DOCS / "reference" / "api" / "index.md").read_text(encoding="utf-8"))
    assert set(helhedsplan_finance.__all__) <= set(listed)


def test_every_rule_and_every_value_is_rendered_with_its_source(rules: dict[str, str]) -> None:
    overview = hook("rule_library").overview()
    for file in load.shipped():
        page = rules[f"reference/rules/{file.name.rpartition('/')[2]}.md"]
        for rule in file.rules:
            assert f"## `{rule.id}`" in page
            assert f"[`{rule.id}`]" in overview
            for value in rule.values:
                section = page.split(f"{{ #{rule.id}.{value.from_text} }}")[1].split("\n#")[0]
                assert value.source in section
                assert f"| Confidence | {value.confidence}:" in section
                assert f"| Verified | {value.verified} |" in section
                assert f"| From | {value.from_text} |" in section
                assert str(value.last_day or "open") in section


def test_every_source_is_rendered_with_its_link(rules: dict[str, str]) -> None:
    page = rules["reference/rules/sources.md"]
    for key, source in load.sources().items():
        assert f"`{key}`" in page
        assert source.title in page
        assert source.link is None or f"({source.link})" in page


def test_every_measure_is_rendered(rules: dict[str, str]) -> None:
    assert all(f"`{name}`" in rules["reference/rules/measures.md"] for name in load.measures())


@pytest.mark.parametrize(
    ("page", "rule", "figures"),
    [
        ("lbf", "lbf.share.max", ["højst 75 %", "2011-02-03", "2014-12-31", "2015-03-19", "2018-12-31", "2026-12-31"]),
        ("lbf", "local.share.min", ["mindst 25 %", "2011-02-03", "2026-12-31"]),
        ("practice", "kommune.share.max", ["højst 12,5 %", "2013-12-03", "known until 2026-11-22", "advisory"]),
        ("koebenhavn", "kommune.share.max", ["højst 12,5 %", "2013-12-03", "known until 2026-11-22", "binding"]),
        ("regime", "regime.frame", ["600 mio. kr.", "400 mio. kr.", "440 mio. kr.", "465 mio. kr.", "380 mio. kr."]),
    ],
)
def test_a_rule_is_rendered_with_its_figures_and_dates(
    rules: dict[str, str], page: str, rule: str, figures: list[str]
) -> None:
    section = rules[f"reference/rules/{page}.md"].split(f"## `{rule}`")[1].split("\n## ")[0]
    assert [one for one in figures if one not in section.replace("\xa0", " ")] == []


def test_a_docstring_becomes_markdown() -> None:
    as_markdown = hook("docstrings").as_markdown
    assert as_markdown("Raises :class:`PlanError`; see :meth:`to_dict`.") == (
        "Raises [`PlanError`][helhedsplan_finance.errors.PlanError]; see `to_dict`."
    )
    assert as_markdown("As :func:`.shares.effect.rent_effect`.") == "As `rent_effect`."
    assert as_markdown(">>> 1 + 1\n2\n\nAfter.") == "```pycon\n>>> 1 + 1\n2\n```\n\nAfter."
    assert as_markdown("One line::\n\n    import this\n\nAfter.") == (
        "One line:\n\n```text\nimport this\n```\n\nAfter."
    )


def built(folder: Path) -> Path:
    """Return the site: the one that `make docs` built just now, or else a new one, built without a warning."""
    if "BUILT_SITE" in os.environ:
        return ROOT / os.environ["BUILT_SITE"]
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, [line for line in ran.stderr.splitlines() if "WARNING" in line]) == (0, [])
    return folder


@pytest.mark.deep
def test_it_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    site = built(tmp_path)
    page = unescape((site / "reference" / "rules" / "koebenhavn.html").read_text(encoding="utf-8"))
    assert 'id="kommune.share.max"' in page
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        fetched = re.findall(
            r"<(?:script|img|iframe)[^>]* src=\"?(https?:[^\" >]+)|@import|<link[^>]*stylesheet[^>]*https?:", text
        )
        assert fetched == [], path
        assert not re.search(r":(?:class|meth|func|mod|attr):`|:(?:class|meth|func|mod|attr):<code>", text), path
