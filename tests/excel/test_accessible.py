"""A workbook that everybody can read: alt text, language, header rows, contrast, no merged cells. The file is read."""

import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml import ElementTree

import build
from excel.books import book_of
from helhedsplan_finance import Plan
from helhedsplan_finance.excel.workbook import workbook_bytes
from helhedsplan_finance.outputs.palette import SOURCE_COLOURS, text_on

pytestmark = pytest.mark.daily

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


@pytest.fixture(scope="module", params=["amager-2022", "eksempelparken-2022"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(request.param, tmp_path_factory.mktemp("book"))


@cache
def opened(book: Path) -> Any:
    """Return a workbook as openpyxl opens it; the tests only look at it."""
    return openpyxl.load_workbook(book)


def part(book: Path, name: str) -> str:
    with zipfile.ZipFile(book) as package:
        return package.read(name).decode()


def parts(book: Path, start: str) -> list[str]:
    with zipfile.ZipFile(book) as package:
        return [package.read(name).decode() for name in package.namelist() if name.startswith(start)]


def test_the_document_says_its_language(book: Path) -> None:
    assert "<dc:language>da-DK</dc:language>" in part(book, "docProps/core.xml")
    assert not [chart for chart in parts(book, "xl/charts/chart") if 'lang="en-US"' in chart]


def test_the_english_document_says_so(tmp_path: Path) -> None:
    english = book_of("amager-2022", tmp_path, lang="en")
    assert "<dc:language>en-GB</dc:language>" in part(english, "docProps/core.xml")


def test_every_chart_has_words_for_who_cannot_see_it_with_its_figures(book: Path) -> None:
    drawings = "".join(parts(book, "xl/drawings/drawing"))
    told = re.findall(r'<xdr:cNvPr id="\d+" name="Chart \d+"([^>]*)', drawings)
    assert len(told) == len(parts(book, "xl/charts/chart")) >= 2
    for attributes in told:
        words = re.search(r'descr="([^"]+)"', attributes)
        assert words is not None
        assert re.search(r"\d", words[1])


def test_every_chart_has_a_title(book: Path) -> None:
    for chart in parts(book, "xl/charts/chart"):
        title = ElementTree.fromstring(chart).find("c:chart/c:title", NAMES)
        assert title is not None
        assert title.findall(".//c:v", NAMES) or title.findall(".//a:t", NAMES)


def test_every_axis_of_figures_begins_at_nought(book: Path) -> None:
    for chart in parts(book, "xl/charts/chart"):
        for axis in ElementTree.fromstring(chart).iterfind(".//c:valAx", NAMES):
            least = axis.find("c:scaling/c:min", NAMES)
            assert least is not None
            assert least.get("val") == "0"


def test_the_legend_of_a_bar_that_lies_down_leaves_no_name_out(book: Path) -> None:
    lying = [chart for chart in parts(book, "xl/charts/chart") if '<c:barDir val="bar"/>' in chart]
    assert lying
    assert not [chart for chart in lying if "legendEntry" in chart]


def test_every_table_has_a_header_row_of_titles_that_differ(book: Path) -> None:
    loaded = opened(book)
    tables = [table for sheet in loaded for table in sheet.tables.values()]
    assert len(tables) >= 8
    for table in tables:
        titles = [column.name for column in table.tableColumns]
        assert table.headerRowCount != 0
        assert all(titles)
        assert len({title.casefold() for title in titles}) == len(titles)


def test_no_cell_is_merged_and_no_sheet_hidden(book: Path) -> None:
    for sheet in opened(book):
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not [row for row, one in sheet.row_dimensions.items() if one.hidden]
        assert not [column for column, one in sheet.column_dimensions.items() if one.hidden]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_of(colour: Any, otherwise: str) -> str:
    return str(colour.rgb)[-6:] if colour is not None and isinstance(colour.rgb, str) else otherwise


def test_every_text_stands_out_from_its_background(book: Path) -> None:
    loaded = opened(book)
    seen = set()
    for sheet in loaded:
        for row in sheet.iter_rows():
            for cell in row:
                filled = cell.fill.patternType == "solid"
                paper = colour_of(cell.fill.fgColor, "FFFFFF") if filled else "FFFFFF"
                seen.add((colour_of(cell.font.color, "000000"), paper))
        for ranges in sheet.conditional_formatting:
            for rule in ranges.rules:
                seen.add((colour_of(rule.dxf.font.color, "000000"), colour_of(rule.dxf.fill.bgColor, "FFFFFF")))
    assert len(seen) >= 5
    assert {pair: round(contrast(*pair), 2) for pair in seen if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("source", SOURCE_COLOURS)
def test_a_label_stands_out_from_the_colour_of_its_source(source: Any) -> None:
    colour = SOURCE_COLOURS[source]
    assert contrast(text_on(colour)[1:], colour[1:]) >= 4.5


def test_inputs_are_told_by_more_than_their_colour(book: Path) -> None:
    loaded = opened(book)
    said = {cell.value for row in loaded["Forside"].iter_rows() for cell in row}
    assert {"Indtastning", "Beregnet"} <= said
    open_cells = [cell for cell in loaded["Kilder"][5] if not cell.protection.locked]
    assert open_cells
    assert {cell.fill.fgColor.rgb for cell in open_cells} == {"FFFFF9DB"}


def test_every_sheet_is_protected_without_a_password(book: Path) -> None:
    for sheet in opened(book):
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.autoFilter  # 0 is allowed
        assert not sheet.protection.insertRows


def test_no_formula_is_open_and_every_empty_input_row_is(book: Path) -> None:
    for sheet in opened(book):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.protection.locked, cell
    kilder = opened(book)["Kilder"]
    unlocked = [row[0] for row in kilder.iter_rows(min_row=5) if not row[0].protection.locked]
    assert unlocked[-1].value is None


def test_what_may_be_typed_says_so_in_danish(book: Path) -> None:
    rules = {
        f"{sheet.title}!{rule.sqref}": rule for sheet in opened(book) for rule in sheet.data_validations.dataValidation
    }
    assert len(rules) > 15
    assert [place for place, rule in rules.items() if not rule.error or not rule.errorTitle] == []
    amounts = next(rule for place, rule in rules.items() if place.startswith("Kilder!G5"))
    assert (amounts.type, amounts.formula1) == ("decimal", "0")
    assert amounts.error == "Skriv et beløb i kroner, nul eller mere, kun med cifre."
    assert str(amounts.sqref).endswith(f"G{5 + len(Plan.from_excel(book).streams) + 4}")


def test_the_hash_of_the_plan_and_the_version_stand_on_the_log(book: Path) -> None:
    from helhedsplan_finance import __version__
    from helhedsplan_finance.plan.file import plan_hash

    told = [cell.value for row in opened(book)["Log"].iter_rows() for cell in row]
    assert plan_hash(Plan.from_excel(book)) in told
    assert __version__ in told


def test_two_plans_that_differ_in_an_ore_have_two_hashes() -> None:
    from helhedsplan_finance import Kroner
    from helhedsplan_finance.plan.file import plan_hash

    plan = build.published("amager-2022")
    other = plan.model_copy(update={"total": Kroner("31.000.000,01 kr.")})
    assert plan_hash(plan) != plan_hash(other)
    assert workbook_bytes(plan) != workbook_bytes(other)
