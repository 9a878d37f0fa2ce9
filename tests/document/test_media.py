"""One document in every medium: a new result states its document, and each medium has its words and exact figures."""

import json
from collections.abc import Callable
from csv import reader
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich.cells import cell_len

from helhedsplan_finance import Plan, PlanFileError, Scenario, compare, sensitivity, write_result
from helhedsplan_finance.document.blocks import (
    Document,
    Entry,
    Facts,
    Heading,
    KeyFigures,
    Points,
    Row,
    Table,
    Text,
    Word,
)
from helhedsplan_finance.document.figure import Figure, money, share
from helhedsplan_finance.document.markdown import markdown_of
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.document.terminal import text_of
from helhedsplan_finance.excel.document_file import FORMS, write_document
from helhedsplan_finance.text import Lang
from places import DATA
from runs import repeated

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
HAVEN = Plan.from_file(DATA / "eksempelhaven-2023.toml")


@dataclass(frozen=True)
class Small(Displayed):
    """A result of its own, which states nothing but its document."""

    def document(self, lang: Lang = "da") -> Document:
        """Return one block of every kind."""
        table = Table(
            "Beløb i kr.",
            ("Post", "2024", "Andel"),
            (
                Row("Løn & mere", (money(1_234_567_89), share(Fraction(1, 3))), word=Word("OK", "ok")),
                Row("Ukendt", (Figure(None), ""), word=Word("FEJL", "fail")),
                Row("I alt", (money(-50_00), share(Fraction(1))), total=True),
            ),
            word_head="Resultat",
        )
        blocks = (
            Facts((("Periode", "2024"), ("Kontrol", Text("Reglen er brudt.", word=Word("FEJL", "fail"))))),
            Heading("Overskrift"),
            table,
            KeyFigures((("Ramme", money(30_000_000_00, "mio")),)),
            Entry("Titel", (Text("En linje."), Text("En kilde.", "note")), Word("FEJL", "fail")),
            Points(("Et punkt", ("Et til", ("under det",)))),
            Text("Husk < & _det_.", "doubt"),
        )
        return Document(lang, "Et svar", ("om noget",), blocks, "Fod")


SAID: tuple[str, ...] = (
    "Et svar",
    "om noget",
    "Reglen er brudt.",
    "Overskrift",
    "Beløb i kr.",
    "1.234.567,89",
    "33,3 %",
    "30,0",
)
SAID += ("Titel", "En linje.", "En kilde.", "Et punkt", "under det", "Fod", "Ukendt")


def test_the_text_says_everything_in_80_columns() -> None:
    text = Small().show()
    assert str(Small()) == text
    assert all(one in text for one in (*SAID, "Løn & mere", "-50", "FEJL. Reglen er brudt.", "Husk < & _det_."))
    assert max(map(len, text.splitlines())) <= 80


def test_html_says_everything_and_has_exact_figures() -> None:
    html = Small().to_html()
    assert all(one in html for one in (*SAID, "Løn &amp; mere", "Husk &lt; &amp; _det_."))
    assert all(f'<data value="{exact}">' in html for exact in ("123456789", "1/3", "-5000", "3000000000"))
    assert '<b class="hhp-w hhp-fail">FEJL</b>' in html
    assert '<tr class="hhp-total">' in html


def test_markdown_says_everything_and_escapes_it() -> None:
    text = Small().to_markdown()
    assert all(one in text for one in SAID)
    assert "| Løn \\& mere | OK | 1.234.567,89 | 33,3 % |" in text
    assert "Husk \\< \\& \\_det\\_." in text


def test_a_frame_has_the_tables_with_whole_ore_and_exact_shares() -> None:
    frame = Small().to_frame()
    assert list(frame["column"]) == ["", "", "Resultat", "2024", "Andel"] + ["Resultat", "2024", "Andel"] * 2
    paid = frame[(frame["column"] == "2024")]
    assert [None if missing else int(ore) for ore, missing in zip(paid["ore"], paid["ore"].isna(), strict=True)] == [
        123456789,
        None,
        -5000,
    ]
    assert list(frame[frame["column"] == "Andel"]["exact"].dropna()) == ["1/3", "1"]


def test_data_has_every_block_and_unknown_is_null() -> None:
    blocks = Small().to_dict()["blocks"]
    table = next(one for one in blocks if one["kind"] == "table" and one["caption"])
    assert table["rows"][0]["cells"] == ["OK", {"ore": 123456789, "unit": "kr"}, {"number": "1/3", "unit": "percent"}]
    assert table["rows"][1]["cells"][1] == {"ore": None, "unit": "kr"}
    assert {"kind": "text", "words": "En linje."} in blocks


def test_a_csv_file_has_numbers_that_a_danish_spreadsheet_reads(tmp_path: Path) -> None:
    write_result(Small(), tmp_path / "svar.csv")
    rows = list(reader((tmp_path / "svar.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert ["Løn & mere", "OK", "1234567,89", "0,333333333333333"] in rows
    assert ["Ukendt", "FEJL", "", ""] in rows


def test_a_worksheet_has_numbers_in_kroner(tmp_path: Path) -> None:
    write_result(Small(), tmp_path / "svar.xlsx")
    (sheet,) = load_workbook(tmp_path / "svar.xlsx").worksheets
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert ["Løn & mere", "OK", 1234567.89, pytest.approx(1 / 3)] in rows
    assert ["Ukendt", "FEJL", "–"] in rows
    assert ["I alt", -50, 1] in rows
    assert ["Reglen er brudt."] not in rows
    assert ["Kontrol", "FEJL. Reglen er brudt."] in rows


def test_a_web_page_is_whole_and_names_its_language(tmp_path: Path) -> None:
    write_result(Small(), tmp_path / "svar.html", lang="en")
    page = (tmp_path / "svar.html").read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Et svar – om noget</title>" in page
    assert '<b class="w fail">FEJL</b>' in page


def test_a_pdf_has_the_words_of_the_document(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    write_result(Small(), tmp_path / "svar.pdf")
    assert (tmp_path / "svar.pdf").read_bytes().startswith(b"%PDF-")


def test_json_is_the_data_of_the_result(tmp_path: Path) -> None:
    write_result(AMAGER.check(), tmp_path / "svar.json")
    assert json.loads((tmp_path / "svar.json").read_text("utf-8")) == json.loads(json.dumps(AMAGER.check().to_dict()))


def test_a_form_that_nothing_renders_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"\.docx kan et svar ikke gemmes som; skriv en filtype af \.html, \.md"):
        write_result(Small(), tmp_path / "svar.docx")
    assert list(tmp_path.iterdir()) == []


RESULTS: dict[str, Callable[[], Any]] = {
    "plan": lambda: AMAGER,
    "report": AMAGER.check,
    "explanation": lambda: AMAGER.check().explain("kommune.share.max"),
    "gap": HAVEN.gap,
    "financing": HAVEN.finance,
    "grid": HAVEN.grid,
    "rent": HAVEN.rent,
    "prices": lambda: HAVEN.index_prices(project=True),
    "diff": lambda: AMAGER.diff(HAVEN),
    "comparison": lambda: compare(AMAGER, Scenario("mindre", {"total": "24 mio. kr."})),
    "sensitivity": lambda: sensitivity(AMAGER),
}


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", RESULTS)
def test_every_result_has_the_same_ways_to_be_shown(name: str, lang: Lang) -> None:
    result = RESULTS[name]()
    assert max(map(len, result.show(lang).splitlines())) <= 80
    assert result.to_html(lang).startswith(f'<div class="hhp tex2jax_ignore mathjax_ignore" lang="{lang}">')
    assert result.to_markdown(lang).endswith("\n")
    json.dumps(result.to_dict(lang))
    assert len(result.to_frame(lang).columns) > 1


@pytest.mark.parametrize("form", sorted(set(FORMS) - {".pdf"}))
def test_the_same_result_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_document(AMAGER.check().document(), tmp_path / f"{name}{form}")
    assert (tmp_path / f"a{form}").read_bytes() == (tmp_path / f"b{form}").read_bytes()


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
figures = st.builds(Figure, st.none() | st.integers(-(10**14), 10**14), st.sampled_from(["kr", "whole", "tkr", "mio"]))
cells = st.one_of(texts, figures, st.builds(Figure, st.fractions(-2, 2), st.sampled_from(["percent", "kr2"])))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return a table of any texts and figures; a column is of one kind or mixed."""
    columns = draw(st.integers(1, 9))
    heads = tuple(draw(st.lists(texts, min_size=columns + 1, max_size=columns + 1)))
    rows = st.lists(st.builds(Row, texts, st.tuples(*[cells] * columns), st.booleans()), max_size=4)
    return Table(draw(texts), heads, tuple(draw(rows)))


@repeated(200, daily=40)
@given(tables())
def test_any_table_fits_the_terminal_and_loses_no_figure(table: Table) -> None:
    document = Document("da", "T", (), (table,))
    text = text_of(document)
    assert max(map(cell_len, text.splitlines())) <= 80  # a letter may be two columns wide, or none
    for row in table.rows:
        for cell in row.cells:
            if isinstance(cell, Figure):
                assert cell.show("da").replace("−", "-") in text


@repeated(200, daily=40)
@given(tables())
def test_any_table_in_markdown_has_as_many_cells_in_every_row(table: Table) -> None:
    lines = [line for line in markdown_of(Document("da", "T", (), (table,))).splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {len(table.heads) + 1}


@repeated(40, daily=10)
@given(tables())
def test_any_table_is_read_back_from_a_worksheet_to_the_ore(table: Table) -> None:
    from helhedsplan_finance.excel.document_sheet import workbook_of

    values = list(load_workbook(BytesIO(workbook_of(Document("da", "T", (), (table,))))).worksheets[0].values)
    numbers = [cell for row in values for cell in row[1:] if isinstance(cell, int | float)]
    stated = [
        one.kroner for row in table.rows for one in row.cells if isinstance(one, Figure) and one.value is not None
    ]
    assert [pytest.approx(float(one)) for one in stated if one is not None] == numbers
