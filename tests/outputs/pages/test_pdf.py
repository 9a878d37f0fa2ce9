"""The pages as PDF: one sheet of A4, tagged, the words and figures of the HTML, and no name read as markup."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helhedsplan_finance import MissingExtraError, Plan
from helhedsplan_finance.outputs.pages.page import READERS
from outputs.charts.extremes import EXTREMES
from outputs.pages.page_reader import Reader, made
from outputs.pages.test_pages import HOSTILE, hostile
from places import DATA, PUBLISHED, tool

pytestmark = pytest.mark.daily

pytest.importorskip("typst")

EVERY = [Plan.from_file(path) for path in PUBLISHED] + list(EXTREMES)
DAILY = {Plan.from_file(DATA / "eksempelparken-2022.toml").name, EXTREMES[1].name}
SWEEP = [pytest.param(plan, marks=() if plan.name in DAILY else pytest.mark.deep) for plan in EVERY]


def output_of(program: str, pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "side.pdf"
    path.write_bytes(pdf)
    command = [program, *options, str(path), *(["-"] if options else [])]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("plan", SWEEP, ids=lambda plan: plan.name[:24])
def test_a_page_is_one_tagged_sheet_with_the_figures_of_the_html(plan: Plan, tmp_path: Path) -> None:
    pdfinfo, pdftotext = tool("pdfinfo"), tool("pdftotext")
    for reader in READERS:
        page = made(plan, reader)
        pdf = page.to_pdf()
        about = output_of(pdfinfo, pdf, tmp_path)
        assert re.search(r"Pages: +1\n", about)
        assert re.search(r"Tagged: +yes\n", about)
        assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", about)
        words = output_of(pdftotext, pdf, tmp_path, "-layout")
        for table in Reader(page.to_html()).tables:
            for row in table.rows:
                shown = [cell.shown for cell in row if cell.exact is not None]
                assert all(figure in words for figure in shown)
                if shown and len(row[0].shown) < 12:
                    line = r" +".join(map(re.escape, [row[0].shown, *shown]))
                    assert re.search(line, words) or not all(cell.exact or cell is row[0] for cell in row), line


def test_the_typeface_is_made_for_print_and_embedded(tmp_path: Path) -> None:
    fonts = output_of(tool("pdffonts"), Plan.from_file(DATA / "amager-2022.toml").page("fund").to_pdf(), tmp_path)
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert {row[0].partition("+")[2] for row in rows} == {
        "LibertinusSerif-Regular-Identity-H",
        "LibertinusSerif-Bold-Identity-H",
    }
    assert {row[5] for row in rows} == {"yes"}  # emb


def test_the_same_page_gives_the_same_bytes() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    assert plan.page("board").to_pdf() == plan.page("board").to_pdf()


def test_a_name_is_never_markup_in_the_pdf(tmp_path: Path) -> None:
    pdftotext = tool("pdftotext")
    words = output_of(pdftotext, hostile().page("fund").to_pdf(), tmp_path, "-raw")
    assert " ".join(HOSTILE.split())[:40] in " ".join(words.split())
    assert "#e [f](g)" in " ".join(words.split())


def test_without_typst_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"helhedsplan-finance\[pdf\]"):
        Plan.from_file(DATA / "amager-2022.toml").page("board").to_pdf()


def test_a_pdf_in_english_says_so(tmp_path: Path) -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    words = output_of(tool("pdftotext"), plan.page("council", lang="en").to_pdf(), tmp_path, "-layout")
    assert "Economy and consequences" in words
    assert shutil.which("pdftotext")
