"""The HTML pages in a real browser: axe-core finds nothing to complain of, and each prints on one sheet of A4."""

import html
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from charts.extremes import EXTREMES, nineteen_boligafdelinger, twelve_sources
from helhedsplan_finance import Plan
from helhedsplan_finance.pages.model import READERS
from helhedsplan_finance.text import LANGS
from places import DATA, PUBLISHED, ROOT, tool

pytestmark = pytest.mark.daily

AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,1000",
)
# The page forbids scripts, so the checker stands before the line that does.
RUN = """<script>%s</script><script>addEventListener("load", async () => {
  const found = await axe.run({resultTypes: ["violations", "incomplete"]})
  const told = document.createElement("pre")
  told.id = "told"
  told.textContent = JSON.stringify({
    passes: found.passes.length,
    complaints: [...found.violations, ...found.incomplete].map(one => [one.id, one.nodes.map(node => node.html)]),
  })
  document.body.append(told)
})</script>"""


def browse(folder: Path, *options: str) -> str:
    command = [tool("chromium", "REQUIRE_BROWSER"), *QUIET, f"--user-data-dir={folder / 'profile'}", *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def checked(page: str, folder: Path) -> dict[str, Any]:
    """Return what axe-core says of a page."""
    if not AXE.exists() and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("axe-core is not installed: make .venv/.axe")
    path = folder / "side.html"
    path.write_text(page.replace("<head>", "<head>" + RUN % AXE.read_text(encoding="utf-8"), 1), encoding="utf-8")
    dom = browse(folder, "--virtual-time-budget=20000", "--dump-dom", path.as_uri())
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told


CHECKED = [
    *((Plan.from_file(DATA / "eksempelparken-2022.toml"), lang) for lang in LANGS),
    (Plan.from_file(DATA / "amager-2022.toml"), "da"),
    (twelve_sources(), "da"),
    (nineteen_boligafdelinger(), "da"),
]


@pytest.mark.parametrize("plan", CHECKED, ids=lambda pair: f"{pair[0].name[:20]}-{pair[1]}")
@pytest.mark.parametrize("reader", READERS)
def test_axe_finds_nothing_to_complain_of(plan: tuple[Plan, Any], reader: str, tmp_path: Path) -> None:
    told = checked(plan[0].page(reader, lang=plan[1]).to_html(), tmp_path)
    assert told["complaints"] == []
    assert told["passes"] >= 20


def test_the_checker_complains_of_a_page_that_cannot_be_read(tmp_path: Path) -> None:
    page = Plan.from_file(DATA / "amager-2022.toml").page("board").to_html()
    worse = re.sub(r' alt="[^"]*"', "", page).replace('<html lang="da">', "<html>").replace("#4a4a4a", "#cccccc")
    complaints = {one[0] for one in checked(worse, tmp_path)["complaints"]}
    assert {"image-alt", "html-has-lang", "color-contrast"} <= complaints


@pytest.mark.parametrize("plan", [*map(Plan.from_file, PUBLISHED), *EXTREMES], ids=lambda plan: plan.name[:24])
def test_every_page_prints_on_one_sheet(plan: Plan, tmp_path: Path) -> None:
    pdfinfo = tool("pdfinfo")
    for reader in READERS:
        page, made = tmp_path / f"{reader}.html", tmp_path / f"{reader}.pdf"
        page.write_text(plan.page(reader).to_html(), encoding="utf-8")
        browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri())
        about = subprocess.run([pdfinfo, str(made)], check=True, capture_output=True, text=True).stdout
        assert re.search(r"Pages: +1\n", about), reader
        assert re.search(r"Page size: +59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", about), reader
