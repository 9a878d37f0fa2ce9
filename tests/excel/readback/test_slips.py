"""The slips of a finance officer, each with the words of its answer: what to write instead, or what was taken for what.

All slips that are refused are typed into one workbook and read once, and so are all that are taken.
"""

from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

import build
from asking import notes_of
from excel.books import book_of, changed, refused, rewritten
from excel.hand import part_of, tables, type_into_tables
from helhedsplan_finance import Kroner, Plan, PlanError, changes_between, read_workbook
from helhedsplan_finance.plan.schema import PLAN_FIELDS
from shared import once

pytestmark = pytest.mark.daily

Slip = tuple[str, int, str, Any, str]  # table, row of it from 0, title of the column, what is typed, the answer
TABLES = {name.removeprefix("tbl"): name for name in ("tblKilder", "tblPoster", "tblAfdelinger", "tblForudsaetninger")}
OF_PLAN = {field.key: row for row, field in enumerate(PLAN_FIELDS)}
GIVERS = "lbf (Landsbyggefonden), kommune, boligorganisation, boligafdeling, ekstern"
ARTS = "løn, aktiviteter, lokaler, administration, revision, evaluering, kompetenceudvikling, inventar, øvrige"
NO_AMOUNT = "er ikke et beløb; skriv kroner med cifre, eller lad cellen stå tom, til beløbet er kendt"
NO_DATE = "er ikke en dato; skriv dag, måned og år som dd-mm-åååå"
UNCOUNTED = "summerne i mappen tæller den ikke med, før den er et tal"
FROM_LIST = "vælg det på listen, så mappens formler også kender det"

REFUSED: dict[str, Slip] = {
    "a word for an amount to come": ("Kilder", 0, "2022", "afventer", f"'afventer' {NO_AMOUNT}"),
    "a question mark": ("Kilder", 0, "2023", "?", f"'?' {NO_AMOUNT}"),
    "a share in a year": (
        *("Kilder", 0, "2024", "67 %"),
        "'67 %' er en andel, og her skrives kroner; en andel hører til i 'Andelsloft'",
    ),
    "a dash": (
        *("Kilder", 0, "2025", "-"),
        "'-' kan betyde nul eller ikke kendt; skriv nul, eller lad cellen stå tom",
    ),
    "a word before an amount": (
        *("Kilder", 1, "2022", "ansøgt 250000"),
        "'ansøgt 250000' begynder med 'ansøgt'; skriv beløbet alene, og resten i noten",
    ),
    "a minus": (
        *("Kilder", 1, "2023", -270000),
        "-270000 er negativt; beløb og antal er nul eller mere, og arket siger, om det er udgift eller finansiering",
    ),
    "less than an øre": (
        *("Kilder", 1, "2024", 270000.555),
        "270000,555 er finere end en øre; skriv højst to decimaler",
    ),
    "English thousands": (
        *("Kilder", 1, "2025", "270,000.00"),
        (
            "'270,000.00' kan læses på to måder (komma som tusindtalsskilletegn eller som decimaltegn); "
            "skriv '270.000,00', hvis kommaet skiller tusinder"
        ),
    ),
    "another currency": (
        *("Kilder", 2, "2022", "6.700 euro"),
        "'6.700 euro' har den ukendte enhed 'euro'; brug kr., t.kr. (tusind), mio. kr. eller mia. kr.",
    ),
    "a value that was lost": (
        *("Kilder", 2, "2023", "#REF!"),
        "fejlværdien #REF! kan ikke bruges; skriv selve tallet eller teksten",
    ),
    "a formula into another file": (
        *("Kilder", 2, "2024", "='[Løn 2024.xlsx]Ark1'!B2"),
        "formlen ='[Løn 2024.xlsx]Ark1'!B2 henter fra en anden fil; skriv selve tallet",
    ),
    "a formula of a program that computes nothing": (
        *("Kilder", 3, "2022", "=48000*2"),
        "formlen =48000*2 har ingen gemt værdi; åbn mappen i Excel eller LibreOffice, og gem den igen",
    ),
    "a range in a year": (
        *("Kilder", 3, "2023", "90-100 t.kr."),
        ("'90-100 t.kr.' er et spænd, og rækken har ét forbehold for alle år; skriv 95.000 her og 'ca.' i 'Cirka'"),
    ),
    "a fraction": ("Kilder", 3, "2024", "1/2", f"'1/2' {NO_AMOUNT}"),
    "a source that is misspelt": (
        *("Kilder", 1, "Kilde", "komune"),
        f"'komune' kan ikke stå her; vælg et af: {GIVERS}, eller flere med + imellem",
    ),
    "a fund that can be three": (
        *("Kilder", 4, "Kilde", "fond"),
        ("'fond' kan være flere ting; vælg det, der er ment: lbf (Landsbyggefonden), boligorganisation, ekstern"),
    ),
    "a housing association that can be two": (
        *("Kilder", 5, "Kilde", "Boligforeningen"),
        ("'Boligforeningen' kan være flere ting; vælg det, der er ment: boligorganisation, boligafdeling"),
    ),
    "a form that is none": (
        *("Kilder", 3, "Form", "gratis"),
        "'gratis' kan ikke stå her; vælg et af: kontant, timer og lokaler",
    ),
    "a status that is none": (
        *("Kilder", 3, "Status", "måske"),
        "'måske' kan ikke stå her; vælg et af: søgt, forhåndsgodkendt, tilsagn, udbetalt, afslag",
    ),
    "a hedge that is none": (
        *("Kilder", 4, "Cirka", "næsten"),
        (
            "'næsten' er ikke et forbehold; skriv et af: ca., omkring, knap, godt, over, mindst, op til, "
            "eller et spænd med enhed, det mindste beløb først"
        ),
    ),
    "a half or half a per cent": (
        *("Kilder", 4, "Andelsloft", "0,5"),
        "'0,5' kan være 0,5 % eller 50 %; skriv andelen med procenttegn",
    ),
    "more than all": (
        *("Kilder", 5, "Andelsloft", 700),
        "'700' er ikke en andel mellem 0 % og 100 %; skriv andelen med procenttegn",
    ),
    "an id of another row": (
        *("Kilder", 2, "Id", "lbf"),
        "id 'lbf' står også i Kilder!B5; giv hver række sit eget id, eller lad det stå tomt",
    ),
    "a name that was deleted": (
        *("Kilder", 6, "Navn", None),
        "'Navn' mangler; udfyld cellen, eller ryd hele rækken",
    ),
    "a word for a price": (
        *("Poster", 2, "Enhedspris", "efter aftale"),
        "'efter aftale' er ikke et beløb; skriv kroner med cifre",
    ),
    "a share for a price": (
        *("Poster", 8, "Enhedspris", "5 %"),
        "'5 %' er en andel, og her skrives kroner; en andel hører til i 'Procent'",
    ),
    "a price that is approximate": (
        *("Poster", 1, "Enhedspris", "ca. 520000"),
        (
            "'ca. 520000' er et omtrentligt beløb, og her kan kun stå et præcist; skriv 520.000, og nævn usikkerheden "
            "i planens note på Forudsætninger"
        ),
    ),
    "a quantity with its unit": (
        *("Poster", 3, "Antal 2022", "37 timer"),
        "'37 timer' er ikke et tal; skriv antallet alene, og enheden under 'Enhed'",
    ),
    "a dash for a quantity": (
        *("Poster", 3, "Antal 2023", "–"),
        "'–' kan betyde nul eller ikke kendt; skriv nul, eller lad cellen stå tom",
    ),
    "a kind of cost that is misspelt": (
        *("Poster", 4, "Art", "aktivitetter"),
        f"'aktivitetter' kan ikke stå her; vælg et af: {ARTS}",
    ),
    "neither yes nor no": (
        *("Poster", 5, "Moms", "måske"),
        "'måske' kan ikke stå her; vælg et af: ja, nej",
    ),
    "a year in words": ("Poster", 6, "Prisår", "i år", "'i år' er ikke et tal; skriv tallet alene, med cifre"),
    "half a dwelling": (
        *("Afdelinger", 0, "Lejemål", 420.5),
        "420,5 er ikke et helt tal; skriv det uden decimaler",
    ),
    "an area that is approximate": (
        *("Afdelinger", 1, "Areal m2", "ca. 24180"),
        "'ca. 24180' er ikke et tal; skriv tallet alene, med cifre",
    ),
    "a share for a fixed sum": (
        *("Afdelinger", 1, "Fast beløb 2022", "10 pct."),
        "'10 pct.' er en andel, og her skrives kroner; en andel hører til i 'Egen nøgle'",
    ),
    "a month as text": (
        *("Afdelinger", 0, "Med fra", "marts 2023"),
        "'marts 2023' er en måned, og her skrives en dag; skriv månedens første dag, 01-03-2023",
    ),
    "a day that is none": (
        *("Afdelinger", 1, "Med fra", "31-02-2024"),
        "datoen 31-02-2024 findes ikke: februar 2024 har 29 dage; ret dagen",
    ),
    "a year for a day": ("Afdelinger", 2, "Med til", 2024, f"'2024' {NO_DATE}"),
    "a stage that is none": (
        *("Forudsaetninger", OF_PLAN["stage"], "Værdi", "udkast"),
        "'udkast' kan ikke stå her; vælg et af: overslag, ansøgning, tilsagn, ombudgetteret, afsluttet",
    ),
    "a total to come": ("Forudsaetninger", OF_PLAN["total"], "Værdi", "kommer", f"'kommer' {NO_AMOUNT}"),
}

TAKEN: dict[str, Slip] = {
    "an amount about": (
        *("Kilder", 0, "2022", "ca. 1745000"),
        (
            "'ca. 1745000' er læst som 1.745.000 kr. med 'ca.' i 'Cirka', som gælder hele rækken; "
            "summerne i mappen tæller det ikke med, før det er et tal"
        ),
    ),
    "kroner in the cell": (
        *("Kilder", 0, "2023", "1.665.000,00 kr."),
        f"teksten '1.665.000,00 kr.' er læst som 1.665.000 kr.; {UNCOUNTED}",
    ),
    "stray spaces": (
        *("Kilder", 0, "2024", "  1 575 000 "),
        f"teksten '  1 575 000 ' er læst som 1.575.000 kr.; {UNCOUNTED}",
    ),
    "øre with a point": (
        *("Kilder", 0, "2025", "1915000.50"),
        f"teksten '1915000.50' er læst som 1.915.000,50 kr.; {UNCOUNTED}",
    ),
    "thousands with points": (
        *("Kilder", 2, "2022", "50.000"),
        f"teksten '50.000' er læst som 50.000 kr.; {UNCOUNTED}",
    ),
    "thousand kroner": (
        *("Kilder", 2, "2023", "50 t.kr."),
        f"teksten '50 t.kr.' er læst som 50.000 kr.; {UNCOUNTED}",
    ),
    "millions": (
        *("Kilder", 2, "2024", "0,05 mio. kr."),
        f"teksten '0,05 mio. kr.' er læst som 50.000 kr.; {UNCOUNTED}",
    ),
    "a month that a spreadsheet made a number of": (
        *("Kilder", 3, "2022", 44_986),
        (
            "44.986 er det tal, som et regneark gemmer for 1. marts 2023; er der skrevet en måned eller en dato, "
            "så skriv beløbet"
        ),
    ),
    "a share that LibreOffice made a part of a krone of": (
        *("Kilder", 3, "2023", 0.67),
        "0,67 kr. er mindre end én krone; er der skrevet 67 %, så regn andelen ud, og skriv beløbet",
    ),
    "per cent without its sign": (
        *("Kilder", 0, "Andelsloft", 60),
        "60 er læst som 60 %; mappens formler kender det først, når det er skrevet med procenttegn",
    ),
    "per cent as text without its sign": (
        *("Kilder", 2, "Andelsloft", "12,5"),
        "12,5 er læst som 12,5 %; mappens formler kender det først, når det er skrevet med procenttegn",
    ),
    "per cent as text": (
        *("Kilder", 5, "Andelsloft", "75 %"),
        f"teksten '75 %' er læst som 75 %; {UNCOUNTED}",
    ),
    "the fund by its name": (
        *("Kilder", 0, "Kilde", "Landsbyggefonden"),
        f"'Landsbyggefonden' er læst som lbf (Landsbyggefonden); {FROM_LIST}",
    ),
    "the kommune": ("Kilder", 1, "Kilde", "kommunen", f"'kommunen' er læst som kommune; {FROM_LIST}"),
    "the organisation": (
        *("Kilder", 3, "Kilde", "Boligorganisationen"),
        f"'Boligorganisationen' er læst som boligorganisation; {FROM_LIST}",
    ),
    "the homes": ("Kilder", 5, "Kilde", "Afdelingerne", f"'Afdelingerne' er læst som boligafdeling; {FROM_LIST}"),
    "others": ("Kilder", 6, "Kilde", "Eksterne", f"'Eksterne' er læst som ekstern; {FROM_LIST}"),
    "two that give together": (
        *("Kilder", 4, "Kilde", "boligselskabet og afdelingerne"),
        f"'boligselskabet og afdelingerne' er læst som boligorganisation+boligafdeling; {FROM_LIST}",
    ),
    "hours": ("Kilder", 1, "Form", "timer", f"'timer' er læst som timer og lokaler; {FROM_LIST}"),
    "in cash": ("Kilder", 2, "Form", "Kontant tilskud", f"'Kontant tilskud' er læst som kontant; {FROM_LIST}"),
    "applied for": ("Kilder", 0, "Status", "ansøgt", f"'ansøgt' er læst som søgt; {FROM_LIST}"),
    "may not pay": (
        *("Kilder", 6, "Må ikke betale", "lønninger, administration"),
        f"'lønninger, administration' er læst som løn, administration; {FROM_LIST}",
    ),
    "an id that was deleted": ("Kilder", 6, "Id", None, "id var tomt; 'fonden-eksempel' er lavet af navnet"),
    "salaries": ("Poster", 0, "Art", "Lønudgifter", f"'Lønudgifter' er læst som løn; {FROM_LIST}"),
    "sundries": ("Poster", 12, "Art", "diverse", f"'diverse' er læst som øvrige; {FROM_LIST}"),
    "yes in short": ("Poster", 4, "Moms", "j", f"'j' er læst som ja; {FROM_LIST}"),
    "a price as text": (
        *("Poster", 6, "Enhedspris", "25.000 kr"),
        f"teksten '25.000 kr' er læst som 25.000 kr.; {UNCOUNTED}",
    ),
    "half as text": ("Poster", 2, "Antal 2022", "0,5", f"teksten '0,5' er læst som 0,5; {UNCOUNTED}"),
    "a sum among the lines": (
        *("Poster", 11, "Aktivitet", "I alt"),
        "'I alt' ligner en sum af andre rækker og tæller med ved siden af dem; slet rækken, hvis den er det",
    ),
}


def place(book: Path, slip: Slip) -> str:
    table, row, title, _, _ = slip
    sheet, first, columns = tables(book)[TABLES[table]]
    return f"{sheet}!{get_column_letter(columns[title])}{first + row}"


def typed_in(slips: dict[str, Slip], folder: Path) -> Path:
    book = book_of("eksempelparken-2022", folder)
    cells = [(TABLES[table], row, title, value) for table, row, title, value, _ in slips.values()]
    return type_into_tables(book, cells, folder / "slips.xlsx")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return each fault of the refused slips by its cell."""

    def read() -> dict[str, str]:
        book = typed_in(REFUSED, tmp_path_factory.mktemp("refused"))
        with pytest.raises(PlanError) as caught:
            read_workbook(book)
        places = {place(book, slip): name for name, slip in REFUSED.items()}
        return {places.get(fault.where, fault.where): fault.what.show("da") for fault in caught.value.faults}

    return once(tmp_path_factory, "refused_slips", read)


@pytest.mark.parametrize("name", REFUSED)
def test_a_slip_that_is_refused_says_what_to_write(name: str, faults: dict[str, str]) -> None:
    assert faults.get(name) == REFUSED[name][-1]


def test_no_slip_causes_another_fault(faults: dict[str, str]) -> None:
    assert set(faults) == set(REFUSED)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, dict[str, str]]:
    """Return the plan of the slips that are taken, and each note by its cell."""

    def read() -> tuple[Plan, dict[str, str]]:
        book = typed_in(TAKEN, tmp_path_factory.mktemp("taken"))
        reading = read_workbook(book)
        places = {place(book, slip): name for name, slip in TAKEN.items()}
        notes = {places.get(note.where, note.where): note.what.show("da") for note in reading.notes}
        return reading.plan, notes

    return once(tmp_path_factory, "taken_slips", read)


@pytest.mark.parametrize("name", TAKEN)
def test_a_slip_that_is_taken_says_what_for(name: str, taken: tuple[Plan, dict[str, str]]) -> None:
    assert taken[1].get(name) == TAKEN[name][-1]


def test_slips_that_are_taken_change_nothing_that_is_not_noted(taken: tuple[Plan, dict[str, str]]) -> None:
    assert set(taken[1]) == set(TAKEN)
    assert [change.show("da") for change in changes_between(build.published("eksempelparken-2022"), taken[0])] == [
        "Kilder › lbf › Cirka: (tom) → ca.",
        "Kilder › lbf › Andelsloft: 75 % → 60 %",
        "Kilder › lbf › 2025: 1.915.000 → 1.915.000,50",
        "Kilder › kommune › Andelsloft: (tom) → 12,5 %",
        "Kilder › boligorganisation-lokaler › 2022: 96.000 → 44.986",
        "Kilder › boligorganisation-lokaler › 2023: 96.000 → 0,67",
        "Kilder › dispositionsfond › Kilde: boligorganisation → boligorganisation+boligafdeling",
        "Kilder › afdelinger › Andelsloft: (tom) → 75 %",
        "Kilder › fond: Fonden Eksempel, 300.000 → fjernet",
        "Kilder › fonden-eksempel: ny → Fonden Eksempel, 300.000",
        "Poster › lektiecafe › Moms: (tom) → ja",
        "Poster › kompetencer › Aktivitet: Kurser for medarbejdere → I alt",
        "Poster › inventar › Art: inventar → øvrige",
    ]


def slip_of(change: Any, folder: Path) -> list[str]:
    return notes_of(read_workbook(changed(book_of("eksempelparken-2022", folder), change)))


def test_a_hidden_row_counts_and_is_named(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    hidden = rewritten(
        book, part_of(book, "Kilder"), lambda content: content.replace(b'<row r="7" ', b'<row r="7" hidden="1" ')
    )
    assert notes_of(read_workbook(hidden)) == ["Kilder!A7: rækken er skjult og tæller med; vis den, og se den efter"]


def test_merged_cells_on_an_own_sheet_are_let_be(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        sheet = book.create_sheet("Referat")
        sheet["A1"] = "Møde i styregruppen"
        sheet.merge_cells("A1:D1")

    assert slip_of(merge, tmp_path) == []


def test_a_row_pasted_below_the_table_is_refused(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    rows = 100
    below = type_into_tables(
        book, [("tblKilder", rows, "Navn", "Ny fond"), ("tblKilder", rows, "2022", 50_000)], tmp_path / "below.xlsx"
    )
    assert refused(below).startswith(f"Kilder!A{5 + rows}: står under tabellen")


def test_a_table_of_which_half_was_sorted_shows_whose_amounts_changed(tmp_path: Path) -> None:
    def swap(book: Any) -> None:
        sheet = book["Kilder"]
        for first, second in (("A6", "A7"), ("B6", "B7")):
            sheet[first].value, sheet[second].value = sheet[second].value, sheet[first].value

    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), swap))
    shown = [change.show("da") for change in changes_between(plan, read.plan)]
    assert [one for one in shown if "2022" in one or "2025" in one] == [
        "Kilder › kommune-timer › 2022: 270.000 → 50.000",
        "Kilder › kommune-timer › 2025: 270.000 → (tom)",
        "Kilder › kommune › 2022: 50.000 → 270.000",
        "Kilder › kommune › 2025: (tom) → 270.000",
    ]
    assert len(shown) == 14


def test_hours_where_full_time_posts_are_meant_are_asked_about(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    cells = [("tblPoster", 0, f"Antal {year}", 1_924) for year in range(2022, 2026)]
    plan = Plan.from_excel(type_into_tables(book, cells, tmp_path / "hours.xlsx"))
    said = [finding.message.show("da") for finding in plan.check().findings if "årsværk" in finding.message.show("da")]
    assert [one.partition("? ")[0] for one in said] == ["Projektleder har 1.924 årsværk på et år. Er det timer"]


def test_a_contribution_has_one_hedge(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    cells = [("tblKilder", 0, "2022", "ca. 1745000"), ("tblKilder", 0, "2023", "mindst 1665000")]
    assert refused(type_into_tables(book, cells, tmp_path / "hedges.xlsx")) == (
        "Kilder!G5: rækken har flere forbehold (ca., mindst), og der er plads til ét; "
        "skriv tallene alene, og vælg ét i 'Cirka'"
    )


def test_the_hedge_of_the_frame_is_kept_with_it(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    cells = [("tblForudsaetninger", OF_PLAN["total"], "Værdi", "knap 10 mio. kr.")]
    plan = Plan.from_excel(type_into_tables(book, cells, tmp_path / "frame.xlsx"))
    assert (plan.total, plan.total_hedge) == (Kroner("10 mio. kr."), "knap")
