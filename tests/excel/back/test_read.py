"""A workbook that somebody filled in, back to a plan: the same one, the changed one, or every fault by its cell."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

import build
from asking import notes_of
from excel.books import book_of, changed, refused, rewritten, typed
from helhedsplan_finance import (
    Boligafdeling,
    CostLine,
    Kroner,
    Plan,
    PlanError,
    PlanFileError,
    Stream,
    Waiver,
    changes_between,
    read_workbook,
)
from helhedsplan_finance.text import LANGS
from places import DATA, PUBLISHED
from runs import repeated
from strategies import plans

pytestmark = pytest.mark.daily


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_published_plan_comes_back_the_same(path: Path, lang: Any, tmp_path: Path) -> None:
    plan = Plan.from_file(path)
    read = read_workbook(book_of(plan, tmp_path, lang=lang))
    assert read.plan == plan
    assert read.is_as_written
    assert notes_of(read) == []


@repeated(50, daily=10)
@given(plans())
def test_any_plan_comes_back_the_same(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        read = read_workbook(book_of(plan, Path(folder)))
    assert read.plan == plan
    assert read.is_as_written
    assert notes_of(read) == []


ESCAPES = ("_x000D_", "a_x000a_b", "_x005F_", "_x_", "x005F_", "_x0041__x0042_")


def full_of_escapes() -> Plan:
    """Return a plan whose texts look like the escapes of a workbook's file, as what was pasted may."""
    named = [build.stream("ekstern", 10 + n, id=f"s{n}", name=f"Fond {one}") for n, one in enumerate(ESCAPES)]
    lines = [
        build.line("løn", 10 + n, id=f"c{n}", activity=one, indsatsomraade=f"Område {one}", note=f"{one}\n{one}")
        for n, one in enumerate(ESCAPES)
    ]
    homes = [{"id": f"h{n}", "name": one, "lejemaal": 10} for n, one in enumerate(ESCAPES)]
    return build.plan(*named, costs=lines, name=" ".join(ESCAPES), kommune="Kommune _x000D_", boligafdeling=homes)


def test_text_that_looks_like_an_escape_of_the_file_comes_back_the_same(tmp_path: Path) -> None:
    plan = full_of_escapes()
    read = read_workbook(book_of(plan, tmp_path))
    assert read.plan == plan
    assert read.is_as_written
    assert notes_of(read) == []


def test_the_values_of_formulas_are_written_as_text_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(book_of(full_of_escapes(), tmp_path)) as book:
        sheets = [book.read(one).decode() for one in book.namelist() if one.startswith("xl/worksheets/sheet")]
    written = "".join(sheets)
    assert "_x005F_x000D_" in written
    assert re.findall(r"(?<!_x005F)_x000[Dd]_", written) == []


def test_an_escape_that_excel_wrote_is_the_sign_that_it_stands_for(tmp_path: Path) -> None:
    book = book_of(build.plan(build.stream("lbf", 5), costs=[build.line("løn", 5, note="A@B")]), tmp_path)
    for part in (b"A_x000D_\nB", b"A_x000D_B", b"A_x000A_B"):
        escaped = rewritten(book, "xl/sharedStrings.xml", partial(_put_in, part))
        assert read_workbook(escaped).plan.costs[0].note == "A\nB"


def _put_in(text: bytes, content: bytes) -> bytes:
    return content.replace(b"A@B", text)


def large_plan(costs: int) -> Plan:
    """Return a made-up plan over five calendar years with 19 boligafdelinger."""
    years = (2022, 2023, 2024, 2025, 2026)
    lines = [
        CostLine(
            id=f"post-{number}",
            activity=f"Æblehøst og blåbær {number}",
            indsatsomraade="Sammenhængskraft og medborgerskab",
            art="aktiviteter",
            quantity=dict.fromkeys(years, Fraction(number + 1, 4)),
            unit_price=Kroner(1000 + number),
            price_year=2021,
            moms=number % 2 == 0,
        )
        for number in range(costs)
    ]
    afdelinger = [
        Boligafdeling(
            id=f"afd-{number}", name=f"Ågården {number}", lejemaal=100 + number, m2=8000, share=Fraction(1, 19)
        )
        for number in range(19)
    ]
    stream = Stream(id="lbf", source="lbf", name="Landsbyggefonden", amount=Kroner("19 mio. kr."), approx=True)
    return Plan(
        name="FIKTIV: Sønderbakken",
        start=date(2022, 9, 1),
        end=date(2026, 8, 31),
        streams=[stream],
        costs=lines,
        afdelinger=afdelinger,
    )


@pytest.mark.parametrize("costs", [0, 1, 60])
def test_five_years_many_lines_and_nineteen_boligafdelinger(costs: int, tmp_path: Path) -> None:
    plan = large_plan(costs)
    assert Plan.from_excel(book_of(plan, tmp_path)) == plan


def test_what_a_person_changed_is_said_cell_by_cell(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = typed(book_of(plan, tmp_path), {"Kilder!H6": 1_200_000, "Kilder!E6": "tilsagn", "Forudsætninger!C10": 32e6})
    read = read_workbook(book)
    assert [change.show("da") for change in changes_between(plan, read.plan)] == [
        "Forudsætninger › Samlet ramme: 31.000.000 → 32.000.000",
        "Kilder › kommune › Status: (tom) → tilsagn",
        "Kilder › kommune › 2023: 1.125.000 → 1.200.000",
    ]
    assert not read.is_as_written
    assert read.plan.streams[1].amounts == {
        2022: Kroner(1_125_000),
        2023: Kroner(1_200_000),
        2024: Kroner(1_125_000),
        2025: Kroner(1_125_000),
    }
    assert read.plan.streams[0].amount == Kroner("19 mio. kr.")  # nobody touched it, so it is still one total


def test_changes_are_said_in_english_too(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    read = read_workbook(typed(book_of(plan, tmp_path), {"Kilder!H6": 1_200_000}))
    (change,) = changes_between(plan, read.plan)
    assert change.show("en") == "Sources › kommune › 2023: 1,125,000 → 1,200,000"


def test_rows_that_come_and_go_are_changes(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    new = {"A12": "Ny fond", "C12": "ekstern", "G12": 50_000}
    gone = dict.fromkeys(["A11", "B11", "C11", "D11", "E11", "G11", "H11", "I11", "P11"])
    cells = {f"Kilder!{name}": value for name, value in {**new, **gone}.items()}
    header = [cell.value for cell in openpyxl.load_workbook(book_of(plan, tmp_path))["Kilder"][4]]
    assert header[15] == "Må ikke betale"
    read = read_workbook(typed(book_of(plan, tmp_path), cells))
    assert [change.show("da") for change in changes_between(plan, read.plan)] == [
        "Kilder › fond: Fonden Eksempel, 300.000 → fjernet",
        "Kilder › ny-fond: ny → Ny fond, 50.000",
    ]
    assert notes_of(read) == ["Kilder!B12: id var tomt; 'ny-fond' er lavet af navnet"]


def test_a_row_that_was_put_in_is_read_and_named_by_what_it_lacks(tmp_path: Path) -> None:
    def put_in(book: Any) -> None:
        sheet = book["Poster"]
        table = sheet.tables["tblPoster"]
        table.ref = table.ref.replace("23", "24")
        for row in range(24, 7, -1):
            for column in range(1, 20):
                above = sheet.cell(row - 1, column)
                value = above.value
                if above.data_type == "f":
                    value = Translator(value, above.coordinate).translate_formula(row_delta=1)
                sheet.cell(row, column).value = value
        for column in range(1, 20):
            sheet.cell(7, column).value = None
        for column, value in {1: "Festival", 4: "aktiviteter", 6: 10_000, 12: 3}.items():
            sheet.cell(7, column).value = value

    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), put_in))
    (change,) = changes_between(plan, read.plan)
    assert change.show("da") == "Poster › festival: ny → Festival"
    assert [line.id for line in read.plan.costs][:4] == [
        "projektleder",
        "beboerraadgivere",
        "festival",
        "kommunale-timer",
    ]
    assert any(note.startswith("Poster!G7: formlen mangler") for note in notes_of(read))


def move_columns(book: Any) -> None:
    """Put the columns of Kilder in another order, as they stand: titles, figures, formulas and all."""
    sheet = book["Kilder"]
    order = [18, 7, 8, 3, 1, 2, 10, 9, 4, 5, 6, 11, 12, 13, 14, 15, 16, 17]
    for row in sheet.iter_rows(min_row=4, max_row=13, max_col=18):
        held = [cell.value for cell in row]
        for cell, number in zip(row, order, strict=True):
            cell.value = held[number - 1]
    table = sheet.tables["tblKilder"]
    for column, cell in zip(table.tableColumns, sheet[4][:18], strict=True):
        column.name = cell.value


def rename_and_move_sheets(book: Any) -> None:
    book["Kilder"].title = "Hvem betaler"
    book["Forudsætninger"].title = "Ark 1"
    book.move_sheet("Hvem betaler", -3)
    for name, defined in list(book.defined_names.items()):
        if "Kilder" in (defined.attr_text or "") or "Forudsætninger" in (defined.attr_text or ""):
            text = defined.attr_text.replace("'Kilder'", "'Hvem betaler'").replace("'Forudsætninger'", "'Ark 1'")
            book.defined_names[name].attr_text = text


@pytest.mark.parametrize("change", [move_columns, rename_and_move_sheets])
def test_neither_sheets_nor_columns_need_to_stand_where_they_were(
    change: Callable[[Any], None], tmp_path: Path
) -> None:
    plan = build.published("amager-2022")
    assert read_workbook(changed(book_of(plan, tmp_path), change)).plan == plan


def test_figures_that_stand_as_text_are_read_and_said(tmp_path: Path) -> None:
    cells = {
        "Kilder!G6": "1125000,00",
        "Kilder!H6": "1125000.0",
        "Kilder!I6": "1.125.000",
        "Kilder!J6": "1,125 mio. kr.",
    }
    plan = build.published("amager-2022")
    read = read_workbook(typed(book_of(plan, tmp_path), cells))
    assert read.plan == plan
    assert notes_of(read)[0] == (
        "Kilder!G6: teksten '1125000,00' er læst som 1.125.000 kr.; summerne i mappen tæller den ikke med, "
        "før den er et tal"
    )
    assert len(notes_of(read)) == 4


def test_a_formula_in_an_input_cell_counts_with_its_stored_value(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    told = refused(typed(book, {"Kilder!G6": "=4500000/4"}))  # no value is stored beside it
    assert told.startswith("Kilder!G6: formlen =4500000/4 har ingen gemt værdi; åbn mappen i Excel")


def test_every_fault_is_listed_by_its_cell_and_nothing_is_read(tmp_path: Path) -> None:
    cells = {
        "Poster!F12": "ca. 500",
        "Poster!D5": "lønn",
        "Poster!L6": "mange",
        "Kilder!G5": "#REF!",
        "Kilder!C6": None,
        "Kilder!B7": "lbf",
        "Kilder!N8": 7,
        "Afdelinger!D5": 420.5,
        "Forudsætninger!C9": "udkast",
        "Forudsætninger!C5": None,
        "Kilder!A30": "Løs række",
        "Kilder!G30": 5,
    }
    told = refused(typed(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    assert (
        "Poster!F12: 'ca. 500' er et omtrentligt beløb, og her kan kun stå et præcist; skriv 500, og nævn usikkerheden "
        "i planens note på Forudsætninger"
    ) in told
    starts = {
        "Poster!D5": "'lønn' kan ikke stå her; vælg et af: løn, aktiviteter",
        "Poster!L6": "'mange' er ikke et tal; skriv for eksempel 0,5",
        "Kilder!G5": "fejlværdien #REF! kan ikke bruges; skriv selve tallet eller teksten",
        "Kilder!C6": "'Kilde' mangler; udfyld cellen, eller ryd hele rækken",
        "Kilder!B7": "id 'lbf' står også i Kilder!B5",
        "Kilder!N8": "'7' er ikke en andel mellem 0 % og 100 %; skriv for eksempel 12,5 %",
        "Afdelinger!D5": "420,5 er ikke et helt tal; skriv det uden decimaler",
        "Forudsætninger!C9": "'udkast' kan ikke stå her; vælg et af: overslag",
        "Forudsætninger!C5": "'Planens navn' mangler; udfyld cellen",
        "Kilder!A30": "står under tabellen tblKilder, så ingen sum tæller det med",
    }
    for place, words in starts.items():
        assert [line for line in told if line.startswith(f"{place}: {words}")], (place, told)
    assert len(told) == len(starts) + 1


def test_what_no_plan_can_hold_is_listed_with_the_rest(tmp_path: Path) -> None:
    cells = {
        "Kilder!B6": "lbf",
        "Kilder!A7": "to\nlinjer",
        "Kilder!B8": "ikke et id!",
        "Kilder!R9": "skjult\u202etegn",
        "Poster!R6": "måske",
        "Poster!G5": 5,
        "Forudsætninger!C10": 10**15,
    }
    told = refused(typed(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    assert sorted(line.partition(": ")[0] for line in told) == sorted(cells)
    assert "Poster!R6: 'måske' kan ikke stå her; vælg et af: ja, nej" in told


def test_a_formula_that_was_overwritten_is_named_by_its_cell(tmp_path: Path) -> None:
    cells = {"Poster!G5": 700_000, "Finansieringsplan!H6": 1}
    poster, plan = refused(typed(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    assert poster == (
        "Poster!G5: formlen er overskrevet med 700000; fortryd det, eller kopiér formlen fra nabocellen, "
        "og ret i de gule celler"
    )
    assert plan.startswith("Finansieringsplan!H6: formlen er overskrevet med 1; fortryd det")


def test_a_formula_that_was_changed_is_named_by_its_cell(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    read = read_workbook(typed(book, {"Finansieringsplan!K5": "=SUM(G5:J5)+1"}))
    (note,) = notes_of(read)
    assert note.startswith("Finansieringsplan!K5: formlen er ændret til =SUM(G5:J5)+1; den var =SUMIFS(")
    told = refused(typed(book, {"Poster!G5": "=ROUND(F5*L5,2)*1.02"}))
    assert told.startswith("Poster!G5: formlen er ændret til =ROUND(F5*L5,2)*1.02; den var =IF(COUNT(F5,L5)<2")


def test_a_formula_that_gave_way_to_its_own_value_is_said_once(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = typed(book_of(plan, tmp_path), {"Finansieringsplan!K5": 19_000_000, "Finansieringsplan!K6": 4_500_000})
    read = read_workbook(book)
    assert read.plan == plan
    (note,) = notes_of(read)
    assert note.startswith("Finansieringsplan!K5: formlen er overskrevet med sin egen værdi, så cellen følger ikke")
    assert note.endswith("antal celler på arket: 2")


def test_a_third_comes_back_as_a_third(tmp_path: Path) -> None:
    stream = Stream(id="a", source="kommune", name="A", amount=Kroner(5), max_share=Fraction(1, 3))
    plan = Plan(name="P", start=date(2022, 1, 1), end=date(2025, 12, 31), streams=[stream])
    book = book_of(plan, tmp_path)
    assert openpyxl.load_workbook(book)["Kilder"]["N5"].value == "=1/3"
    assert Plan.from_excel(book) == plan


def test_an_id_of_ones_own_is_made_from_the_name_and_is_nobody_elses(tmp_path: Path) -> None:
    cells = {"Kilder!A9": "LBF", "Kilder!C9": "lbf", "Kilder!G9": 5, "Kilder!A10": "Åben Ø!", "Kilder!C10": "ekstern"}
    read = read_workbook(typed(book_of("amager-2022", tmp_path), cells))
    assert [stream.id for stream in read.plan.streams][4:] == ["lbf-2", "aaben-oe"]
    assert read.plan.streams[5].is_open


def test_a_sheet_that_lost_its_table_is_refused(tmp_path: Path) -> None:
    def lose(book: Any) -> None:
        del book["Kilder"].tables["tblKilder"]

    told = refused(changed(book_of("amager-2022", tmp_path), lose))
    assert told == "er ikke en budgetmappe herfra: tabellen tblKilder findes ikke; lav en ny med helhedsplan new"


def test_a_column_that_is_gone_and_one_that_stands_twice(tmp_path: Path) -> None:
    def muddle(book: Any) -> None:
        book["Kilder"]["C4"], book["Kilder"]["E4"] = "Kilden", "Form"
        names = book["Kilder"].tables["tblKilder"].tableColumns
        names[2].name = "Kilden"

    told = refused(changed(book_of("amager-2022", tmp_path), muddle)).splitlines()
    assert "Kilder!4: tabellen tblKilder mangler kolonnen 'Kilde'" in told[1]
    assert any("har to kolonner med overskriften 'Form'" in line for line in told)


def test_a_set_of_rules_that_there_is_not_is_named_at_its_cell(tmp_path: Path) -> None:
    told = refused(typed(book_of("amager-2022", tmp_path), {"Forudsætninger!C14": "kommune/andeby"}))
    assert told.startswith("Forudsætninger!C14: ")
    assert "kommune/andeby" in told


def test_none_at_all_is_something_else_than_nothing_stated(tmp_path: Path) -> None:
    plan = build.published("amager-2022").model_copy(update={"policies": ()})
    book = book_of(plan, tmp_path)
    assert openpyxl.load_workbook(book)["Forudsætninger"]["C14"].value == "ingen"
    assert Plan.from_excel(book).policies == ()


def test_a_workbook_with_projected_rules_reads_without_notes(tmp_path: Path) -> None:
    plan = build.published("amager-2022").model_copy(update={"as_of": date(2028, 1, 1)})
    assert notes_of(read_workbook(book_of(plan, tmp_path, project_rules=True))) == []


def test_a_workbook_with_rules_of_ones_own_says_that_kontrol_was_not_looked_at(tmp_path: Path) -> None:
    from places import POLICY

    (note,) = notes_of(read_workbook(book_of("koege-2021", tmp_path, policies=[POLICY])))
    assert note == "Kontrol: mappen er skrevet med egne regler (egen.toml); formlerne på arket er ikke kontrolleret"


def test_a_workbook_of_another_version_is_read_and_that_is_said(tmp_path: Path) -> None:
    def of_another_version(book: Any) -> None:
        sheet, cell = book.defined_names["planVersion"].attr_text.replace("'", "").split("!")
        book[sheet][cell.replace("$", "")] = "0.0.1"

    (note,) = notes_of(read_workbook(changed(book_of("amager-2022", tmp_path), of_another_version)))
    assert "mappen er skrevet af version 0.0.1" in note


def test_a_plan_is_read_from_a_workbook_wherever_a_plan_is_asked_for(tmp_path: Path) -> None:
    plan = build.published("koege-2021")
    book = book_of(plan, tmp_path)
    assert Plan.from_file(book) == plan
    plan.to_file(tmp_path / "igen.xlsx")
    assert (tmp_path / "igen.xlsx").read_bytes() == book.read_bytes()


def test_a_missing_workbook(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="filen findes ikke"):
        Plan.from_excel(tmp_path / "x.xlsx")


def test_faults_name_the_file(tmp_path: Path) -> None:
    book = typed(book_of("amager-2022", tmp_path), {"Kilder!G6": "x"})
    with pytest.raises(PlanError) as caught:
        Plan.from_excel(book)
    assert str(caught.value) == f"{book}: Kilder!G6: 'x' er ikke et beløb; skriv 500000"


def test_filling_in_a_new_workbook_accuses_nobody_of_changing_formulas(tmp_path: Path) -> None:
    empty = Plan(name="Ny", kommune="København", start=date(2022, 1, 1), end=date(2025, 12, 31))
    cells: dict[str, Any] = {"Kilder!A5": "Fonden", "Kilder!C5": "ekstern", "Kilder!M5": 10, "Kilder!G5": 5_000}
    cells |= {
        "Poster!A5": "Kurser",
        "Poster!C5": "Noget helt andet",
        "Poster!D5": "løn",
        "Poster!F5": 10,
        "Poster!L5": 1,
    }
    read = read_workbook(typed(book_of(empty, tmp_path, template=True), cells))
    assert notes_of(read) == [
        "Kilder!B5: id var tomt; 'fonden' er lavet af navnet",
        "Poster!B5: id var tomt; 'kurser' er lavet af navnet",
    ]
    assert read.plan.costs[0].indsatsomraade == "Noget helt andet"


def test_a_stage_that_was_changed_is_no_changed_formula(tmp_path: Path) -> None:
    read = read_workbook(typed(book_of("amager-2022", tmp_path), {"Forudsætninger!C9": "tilsagn"}))
    assert notes_of(read) == []
    assert read.plan.stage == "tilsagn"


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2016, 5, 1), date(2028, 1, 1)])
def test_another_rules_date_refuses_nothing(day: date, tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022").model_copy(update={"as_of": day})
    read = read_workbook(typed(book_of(plan, tmp_path), {"Forudsætninger!C11": date(2020, 5, 1)}))
    assert (read.plan.as_of, notes_of(read)) == (date(2020, 5, 1), [])


def test_a_date_that_is_none_is_one_fault(tmp_path: Path) -> None:
    cells = {"A21": "local.share.min", "B21": "Prøve", "C21": "Byrådet", "D21": "engang i marts"}
    told = refused(typed(book_of("amager-2022", tmp_path), {f"Forudsætninger!{key}": cells[key] for key in cells}))
    assert told == "Forudsætninger!D21: 'engang i marts' er ikke en dato; skriv for eksempel 31-12-2025"


def test_a_date_that_cannot_be_read_is_the_only_fault(tmp_path: Path) -> None:
    # "ukendt" is no day; nothing is said of another day that nobody wrote, outside the period 2018-2021 or not.
    book = book_of(build.published("eksempelparken-2022").model_copy(update={"lejemaal": None}), tmp_path)
    told = refused(typed(book, {"Afdelinger!M7": "ukendt"}))
    assert told == "Afdelinger!M7: 'ukendt' er ikke en dato; skriv for eksempel 31-12-2025"


@pytest.mark.parametrize("written", ["1. januar 2024", "01-01-2024", "1/1 2024", "den 1. jan. 2024", "2024-01-01"])
def test_a_date_is_read_as_danes_write_it(written: str, tmp_path: Path) -> None:
    read = read_workbook(typed(book_of("eksempelparken-2022", tmp_path), {"Forudsætninger!C11": written}))
    assert read.plan.as_of == date(2024, 1, 1)


def test_a_start_that_cannot_be_read_is_the_only_fault(tmp_path: Path) -> None:
    told = refused(typed(book_of("silkeborg-2019", tmp_path), {"Forudsætninger!C7": "ukendt"}))
    assert told == "Forudsætninger!C7: 'ukendt' er ikke en dato; skriv for eksempel 31-12-2025"


def test_a_hedge_is_written_to_the_workbook_and_read_back(tmp_path: Path) -> None:
    for hedge in ("omkring", "knap", "godt", "over", "mindst", "op til", "18-20 mio. kr."):
        stated = {**dict(build.published("amager-2022").streams[0]), "hedge": hedge}
        plan = Plan.model_validate({**dict(build.published("amager-2022")), "streams": [stated], "total_hedge": "knap"})
        plan = plan.model_copy(update={"note": "Rammen er fra avisen."})
        for lang in LANGS:
            plan.to_excel(tmp_path / "bog.xlsx", lang=lang)
            assert read_workbook(tmp_path / "bog.xlsx").plan == plan


def test_a_hedge_may_be_typed_and_a_range_too(tmp_path: Path) -> None:
    cells = {"Kilder!F5": "18-20 mio. kr.", "Kilder!F6": "mindst", "Forudsætninger!C16": "op til"}
    read = read_workbook(typed(book_of("amager-2022", tmp_path), cells))
    assert [one.caveat for one in read.plan.streams[:2]] == ["18-20 mio. kr.", "mindst"]
    assert read.plan.total_hedge == "op til"


def test_two_waivers_of_one_rule_are_told_apart(tmp_path: Path) -> None:
    one = Waiver(rule="local.share.min", reason="Først", by="Byrådet", date=date(2021, 12, 16))
    plan = build.published("amager-2022").model_copy(update={"waivers": (one, one.model_copy(update={"reason": "Så"}))})
    book = book_of(plan, tmp_path)
    assert Plan.from_excel(book) == plan
    (change,) = changes_between(plan, read_workbook(typed(book, {"Forudsætninger!B21": "Rettet"})).plan)
    assert change.show("da") == "Forudsætninger › local.share.min › Begrundelse: Først → Rettet"


def test_a_rule_that_is_gone_from_kontrol_is_said(tmp_path: Path) -> None:
    (note,) = notes_of(read_workbook(typed(book_of("amager-2022", tmp_path), {"Kontrol!B8": "x"})))
    assert note == "Kontrol: reglerne lbf.share.max har ikke længere deres rækker på arket"


def test_a_figure_over_a_formula_is_a_fault_in_a_workbook_of_another_version_too(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet, cell = book.defined_names["planVersion"].attr_text.replace("'", "").split("!")
        book[sheet][cell.replace("$", "")] = "0.0.1"
        book["Kilder"]["K5"] = 5

    told = refused(changed(book_of("amager-2022", tmp_path), change))
    assert told.startswith("Kilder!K5: formlen er overskrevet med 5")


def test_a_name_that_is_too_long_for_a_formula_is_among_the_others(tmp_path: Path) -> None:
    line = CostLine(id="a", art="løn", indsatsomraade="Å" * 300, quantity={2022: Fraction(1)}, unit_price=Kroner(5))
    plan = build.published("amager-2022").model_copy(update={"costs": (line,), "kommune": "K" * 300})
    book = book_of(plan, tmp_path)
    assert Plan.from_excel(book) == plan
    for sheet in openpyxl.load_workbook(book):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert len(str(cell.value)) < 8_192
                    assert max(map(len, str(cell.value).split('"')[1::2]), default=0) <= 255


@pytest.mark.deep
def test_a_thousand_faults_are_counted_and_the_first_fifty_listed_without_delay(tmp_path: Path) -> None:
    def muddle(book: Any) -> None:
        sheet = book["Kilder"]
        table = sheet.tables["tblKilder"]
        table.ref = table.ref.replace("13", "1504")
        for row in range(5, 1505):
            for column, value in {1: "Samme", 2: "samme", 3: "lbf"}.items():
                sheet.cell(row, column).value = value

    *listed, more = refused(changed(book_of("amager-2022", tmp_path), muddle)).splitlines()
    assert sum("id 'samme' står også i Kilder!B5" in line for line in listed) == 50
    assert more == "og 1449 fejl mere; ret de nævnte først"


def test_a_period_at_the_end_of_time_is_refused_and_no_more(tmp_path: Path) -> None:
    cells = {"Forudsætninger!C7": date(9998, 1, 1), "Forudsætninger!C8": None}
    assert "Forudsætninger!C8: 'Sidste dag' mangler" in refused(typed(book_of("amager-2022", tmp_path), cells))


def test_a_day_that_no_spreadsheet_can_count_comes_back(tmp_path: Path) -> None:
    waiver = Waiver(rule="local.share.min", reason="Før", by="Byrådet", date=date(1850, 1, 1))
    plan = Plan(name="P", start=date(1899, 12, 31), end=date(1900, 2, 28), waivers=[waiver])
    assert Plan.from_excel(book_of(plan, tmp_path)) == plan


def test_what_is_wrong_with_a_price_is_said_once_in_the_words_of_the_workbook(tmp_path: Path) -> None:
    book = book_of("eksempelhaven-2023", tmp_path)
    header = [cell.value for cell in openpyxl.load_workbook(book)["Poster"][4]]
    index, price_year = (get_column_letter(header.index(title) + 1) for title in ("Indeks", "Prisår"))
    cells = {f"Poster!{index}5": "lonn", f"Poster!{price_year}6": None, f"Poster!{price_year}7": 2025}
    told = refused(typed(book, cells)).splitlines()
    assert told == [
        (
            f"Poster!{index}5: der er ingen prisserie 'lonn' på Forudsætninger; mente du 'løn'? "
            "Ret Indeks, eller tilføj serien"
        ),
        "Poster!A6: linjen følger prisserien 'løn', men Prisår er tomt; skriv det år, prisen er fra",
        (
            f"Poster!{price_year}7: linjen har antal i 2023, før prisåret 2025; en pris føres kun frem: "
            "skriv 2023 eller tidligere"
        ),
    ]


def test_a_rate_that_was_taken_away_is_missed_once_for_each_line(tmp_path: Path) -> None:
    book = book_of("eksempelhaven-2023", tmp_path)
    rates = openpyxl.load_workbook(book)["Forudsætninger"]
    (row,) = (cell.row for cell in rates["B"] if cell.value == "løn")
    told = refused(typed(book, {f"Forudsætninger!G{row}": None})).splitlines()
    assert told == [
        f"Poster!A{line}: prisserien 'løn' mangler 2023; skriv satsen under Prisserier på Forudsætninger"
        for line in (5, 6)
    ]


def test_changed_rates_keys_and_covers_are_told_as_a_person_reads_them(tmp_path: Path) -> None:
    base = build.published("eksempelhaven-2023")
    book = book_of(base, tmp_path)
    loaded = openpyxl.load_workbook(book)
    (row,) = (cell.row for cell in loaded["Forudsætninger"]["B"] if cell.value == "løn")
    (key,) = (cell.row for cell in loaded["Afdelinger"]["B"] if cell.value == "m2")
    cells = {f"Forudsætninger!H{row}": 0.05, f"Afdelinger!C{key}": 0.3, f"Afdelinger!C{key + 1}": 0.1}
    plan = Plan.from_excel(typed(book, cells | {"Afdelinger!L5": "nej"}))
    assert [one.show("da") for one in changes_between(base, plan)] == [
        "Afdelinger › Nøgle: 60 % lejemål, 40 % m² → 60 % lejemål, 30 % m², 10 % lige meget hver",
        "Forudsætninger › løn › 2024: 2,7 % → 5 %",
        "Afdelinger › have-1 › Med: (tom) → nej",
    ]


@pytest.mark.parametrize(
    ("row", "id_", "said"), [(0, None, "mangler"), (1, "lejemaal", "id 'lejemaal' bruges allerede af nummer 1")]
)
def test_a_key_without_its_id_or_with_one_twice_is_named_by_its_cell(
    row: int, id_: str | None, said: str, tmp_path: Path
) -> None:
    Plan.from_file(DATA / "eksempelhaven-2023.toml").to_excel(tmp_path / "plan.xlsx")
    loaded = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    sheet = loaded["Afdelinger"]
    first = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == "lejemaal")
    sheet.cell(first + row, 2).value = id_
    loaded.save(tmp_path / "plan.xlsx")
    with pytest.raises(PlanError) as refused:
        Plan.from_excel(tmp_path / "plan.xlsx")
    assert [fault.where.rpartition("!")[2] for fault in refused.value.faults] == [f"B{first + row}"]
    assert said in str(refused.value)


@pytest.mark.deep
def test_two_hundred_boligafdelinger_and_forty_years_are_within_what_a_formula_can_hold(tmp_path: Path) -> None:
    park = Plan.from_file(DATA / "eksempelparken-2022.toml")
    home = park.afdelinger[0]
    many = tuple(home.model_copy(update={"id": f"afd-{number}", "name": f"Afdeling {number}"}) for number in range(200))
    park.model_copy(update={"afdelinger": many}).to_excel(tmp_path / "many.xlsx")
    assert len(Plan.from_excel(tmp_path / "many.xlsx").afdelinger) == 200
    long = Plan.model_validate({**dict(park), "end": date(2061, 12, 31)})
    long.to_excel(tmp_path / "long.xlsx")
    assert Plan.from_excel(tmp_path / "long.xlsx").end == date(2061, 12, 31)
