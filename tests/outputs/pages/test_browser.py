"""The HTML pages in a real browser: axe-core finds nothing to complain of, and each prints on one sheet of A4."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from helhedsplan_finance import Plan
from helhedsplan_finance.outputs.pages.page import CASE_READERS, READERS
from helhedsplan_finance.text import LANGS
from outputs.charts.extremes import EXTREMES, nineteen_boligafdelinger, twelve_sources
from outputs.pages.test_case_pages import page as case_page
from places import DATA, PUBLISHED, ROOT, tool
from shared import once

pytestmark = pytest.mark.deep

MODULES = ROOT / ".venv" / "browser" / "node_modules"
SCRIPT = Path(__file__).with_name("browser.mjs")

CHECKED = [
    *((Plan.from_file(DATA / "eksempelparken-2022.toml"), lang) for lang in LANGS),
    (Plan.from_file(DATA / "amager-2022.toml"), "da"),
    (twelve_sources(), "da"),
    (nineteen_boligafdelinger(), "da"),
]
PRINTED = [*map(Plan.from_file, PUBLISHED), *EXTREMES]

Seen = tuple[dict[str, Any], dict[str, str]]  # what axe-core finds, and what pdfinfo says of a print, by page


def unreadable() -> str:
    page = Plan.from_file(DATA / "amager-2022.toml").page("board").to_html()
    return re.sub(r' alt="[^"]*"', "", page).replace('<html lang="da">', "<html>").replace("#4a4a4a", "#cccccc")


def to_check() -> dict[str, Callable[[], str]]:
    """Return how each page that axe-core looks at is made, by its name."""
    pages: dict[str, Callable[[], str]] = {"unreadable": unreadable}
    for number, (plan, lang) in enumerate(CHECKED):
        for reader in READERS:
            pages[f"{number}-{reader}"] = plan.page(reader, lang=lang).to_html
    for of_case, lang in product(CASE_READERS, LANGS):
        pages[f"case-{of_case}-{lang}"] = case_page(of_case, lang=lang).to_html
    return pages


def to_print() -> dict[str, Callable[[], str]]:
    """Return how each page that is printed is made, by its name."""
    made = {f"{number}-{reader}": plan.page(reader) for number, plan in enumerate(PRINTED) for reader in READERS}
    return {name: page.to_html for name, page in made.items()}


def written(pages: dict[str, Callable[[], str]], folder: Path) -> dict[str, str]:
    """Write pages into files, and return the name of each page by its file."""
    folder.mkdir()
    for name, make in pages.items():
        (folder / f"{name}.html").write_text(make(), encoding="utf-8")
    return {str(folder / f"{name}.html"): name for name in pages}


def look(folder: Path) -> Seen:
    """Return what one start of Chromium gives: what axe-core finds in each page, and what each print is like."""
    chromium, node, pdfinfo = (tool(name, "REQUIRE_BROWSER") for name in ("chromium", "node", "pdfinfo"))
    if not MODULES.exists() and "REQUIRE_BROWSER" not in os.environ:
        pytest.skip("axe-core and playwright-core are not installed: make .venv/.browser")
    checked, printed = written(to_check(), folder / "checked"), written(to_print(), folder / "printed")
    asked = {
        "chromium": chromium,
        "modules": str(MODULES),
        "axe": str(MODULES / "axe-core" / "axe.min.js"),
        "checked": list(checked),
        "printed": list(printed),
    }
    ran = subprocess.run([node, SCRIPT], input=json.dumps(asked), capture_output=True, text=True, timeout=600)
    assert (ran.returncode, ran.stderr) == (0, "")
    found = {checked[file]: one for file, one in json.loads(ran.stdout).items()}
    prints = {
        name: subprocess.run(
            [pdfinfo, Path(file).with_suffix(".pdf")], check=True, capture_output=True, text=True
        ).stdout
        for file, name in printed.items()
    }
    return found, prints


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return once(tmp_path_factory, "browser", lambda: look(tmp_path_factory.mktemp("browser")))


@pytest.mark.parametrize("plan", range(len(CHECKED)), ids=lambda at: f"{CHECKED[at][0].name[:20]}-{CHECKED[at][1]}")
@pytest.mark.parametrize("reader", READERS)
def test_axe_finds_nothing_to_complain_of(plan: int, reader: str, seen: Seen) -> None:
    found = seen[0][f"{plan}-{reader}"]
    assert found["complaints"] == []
    assert found["passes"] >= 20


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("reader", CASE_READERS)
def test_axe_finds_nothing_to_complain_of_on_the_pages_of_a_case(reader: str, lang: str, seen: Seen) -> None:
    found = seen[0][f"case-{reader}-{lang}"]
    assert found["complaints"] == []
    assert found["passes"] >= 20


def test_the_checker_complains_of_a_page_that_cannot_be_read(seen: Seen) -> None:
    complaints = {one[0] for one in seen[0]["unreadable"]["complaints"]}
    assert {"image-alt", "html-has-lang", "color-contrast"} <= complaints


@pytest.mark.parametrize("plan", range(len(PRINTED)), ids=lambda at: PRINTED[at].name[:24])
def test_every_page_prints_on_one_sheet(plan: int, seen: Seen) -> None:
    for reader in READERS:
        about = seen[1][f"{plan}-{reader}"]
        assert re.search(r"Pages: +1\n", about), reader
        assert re.search(r"Page size: +59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", about), reader
