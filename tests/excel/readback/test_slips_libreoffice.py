"""Slips that LibreOffice itself makes of what a person does there, each with the words of its answer.

What is typed goes through LibreOffice's own reading of figures and dates, in Danish: "1-5" is the first of May. All
that is typed and refused goes into one workbook, all that is taken into another; every other edit has a book of its
own. A cell is named by its table, its row and its column, ``{Poster 2 Note}``, and a row by the first two.
"""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl.utils import get_column_letter

import build
from cli.running import run
from excel.books import book_of
from excel.hand import tables
from excel.libreoffice_edits import (
    Edit,
    cells_of,
    copied,
    cut,
    edit,
    sheet_of,
    sorted_by,
    typed,
    unlocked,
)
from excel.readback.test_slips import FROM_LIST, NO_AMOUNT, NO_DATE, OF_PLAN, TABLES, UNCOUNTED
from helhedsplan_finance import PlanError, PlanFileError, changes_between, read_workbook
from places import tool
from shared import once

pytestmark = pytest.mark.deep

SHEETS = {"Forudsaetninger": "Forudsætninger"}  # of a table of another name
COPY = "fra nabocellen, og ret i de gule celler"
NO_QUANTITY = "er ikke et tal; skriv antallet alene, og enheden under 'Enhed'"

Typed = tuple[str, int, str, str, str]  # table, row of it from 0, title of the column, what is typed, the answer

TYPED_AND_REFUSED: dict[str, Typed] = {
    "a time": ("Kilder", 0, "2022", "10:30", "0,4375 er finere end en øre; skriv højst to decimaler"),
    "euro": (
        *("Kilder", 0, "2023", "500 €"),
        "'500 €' har den ukendte enhed '€'; brug kr., t.kr. (tusind), mio. kr. eller mia. kr.",
    ),
    "English thousands": (
        *("Kilder", 0, "2024", "1,500.00"),
        (
            "'1,500.00' kan læses på to måder (komma som tusindtalsskilletegn eller som decimaltegn); "
            "skriv '1.500,00', hvis kommaet skiller tusinder"
        ),
    ),
    "a word to come": ("Kilder", 0, "2025", "afventer", f"'afventer' {NO_AMOUNT}"),
    "a fraction": ("Kilder", 1, "2022", "1/2", f"'1/2' {NO_AMOUNT}"),
    "a division by zero": (
        *("Kilder", 1, "2023", "=1/0"),
        "fejlværdien #DIV/0! kan ikke bruges; skriv selve tallet eller teksten",
    ),
    "a cell that counts itself": (
        *("Kilder", 1, "2024", "={Kilder 1 2024}+1"),
        "fejlværdien #VALUE! kan ikke bruges; skriv selve tallet eller teksten",
    ),
    "a name that is none": (
        *("Kilder", 1, "2025", "=Lønsum"),
        "fejlværdien #NAME? kan ikke bruges; skriv selve tallet eller teksten",
    ),
    "a minus": (
        *("Kilder", 2, "2022", "-5"),
        "-5 er negativt; beløb og antal er nul eller mere, og arket siger, om det er udgift eller finansiering",
    ),
    "a month that is kept as text": ("Kilder", 2, "2023", "i marts", f"'i marts' {NO_AMOUNT}"),
    "a share that is a day": (
        *("Kilder", 2, "Andelsloft", "1-5-2022"),
        (
            "44682 er det tal, som et regneark gemmer for 1. maj 2022; er der skrevet en dato, hører den til i noten: "
            "skriv andelen med procenttegn, eller ryd cellen"
        ),
    ),
    "hours with their unit": ("Poster", 0, "Antal 2022", "37 timer", f"'37 timer' {NO_QUANTITY}"),
    "half of a post": ("Poster", 0, "Antal 2023", "1/2", f"'1/2' {NO_QUANTITY}"),
    "a yes that is a number": ("Poster", 1, "Moms", "1", "'1' kan ikke stå her; vælg et af: ja, nej"),
    "a price year that is a day": (
        *("Poster", 1, "Prisår", "1-5-2022"),
        "44682 er det tal, som et regneark gemmer for 1. maj 2022; skriv årstallet alene",
    ),
    "half a dwelling": ("Afdelinger", 0, "Lejemål", "420,5", "420,5 er ikke et helt tal; skriv det uden decimaler"),
    "a day that is none": (
        *("Afdelinger", 0, "Med fra", "31-2-2024"),
        "datoen 31-2-2024 findes ikke: februar 2024 har 29 dage; ret dagen",
    ),
    "a year for a day": ("Afdelinger", 1, "Med til", "2024", f"'2024' {NO_DATE}"),
}

TYPED_AND_TAKEN: dict[str, Typed] = {
    "an amount about": (
        *("Kilder", 0, "2022", "ca. 1745000"),
        (
            "'ca. 1745000' er læst som 1.745.000 kr. med 'ca.' i 'Cirka', som gælder hele rækken; "
            "summerne i mappen tæller det ikke med, før det er et tal"
        ),
    ),
    "a month in an amount": (
        *("Kilder", 0, "2023", "marts 2023"),
        (
            "44.986 er det tal, som et regneark gemmer for 1. marts 2023; er der skrevet en måned eller en dato, "
            "så skriv beløbet"
        ),
    ),
    "a share of which the format of amounts leaves øre": (
        *("Kilder", 0, "2024", "67 %"),
        "0,67 kr. er mindre end én krone; er der skrevet 67 %, så regn andelen ud, og skriv beløbet",
    ),
    "a formula": ("Kilder", 1, "2022", "=1080000/4", "formlen =1080000/4 er læst som 270.000 kr."),
    "a formula that points outside the table": (
        *("Kilder", 1, "2023", "=ZZ99"),
        "formlen =ZZ99 er læst som 0 kr.",
    ),
    "the sum of a whole column": (
        *("Kilder", 1, "2024", "=SUM(A:A)+270000"),
        "formlen =SUM(A:A)+270000 er læst som 270.000 kr.",
    ),
    "per cent without its sign": (
        *("Kilder", 5, "Andelsloft", "50"),
        "50 er læst som 50 %; mappens formler kender det først, når det er skrevet med procenttegn",
    ),
    "the fund by its name": (
        *("Kilder", 0, "Kilde", "Landsbyggefonden"),
        f"'Landsbyggefonden' er læst som lbf (Landsbyggefonden); {FROM_LIST}",
    ),
    "half with a point": ("Poster", 2, "Antal 2022", "0.5", f"teksten '0.5' er læst som 0,5; {UNCOUNTED}"),
    "a sum among the lines": (
        *("Poster", 11, "Aktivitet", "Sum"),
        "'Sum' ligner en sum af andre rækker og tæller med ved siden af dem; slet rækken, hvis den er det",
    ),
}
SAID_NOTHING: list[Typed] = [  # what LibreOffice makes right as it is typed
    ("Kilder", 2, "2022", "50.000,00 kr.", ""),
    ("Afdelinger", 0, "Med fra", "marts 2023", ""),
    ("Afdelinger", 1, "Med fra", "1. marts 2023", ""),
]


class Slip(NamedTuple):
    """What LibreOffice does, and what is said of it: faults if it is refused, else notes; what the plan has else."""

    lines: Sequence[str]
    said: Sequence[str] = ()
    changes: Sequence[str] = ()
    is_refused: bool = False


def in_poster(*lines: str) -> list[str]:
    return [unlocked("Poster"), *lines]


def in_kilder(*lines: str) -> list[str]:
    return [unlocked("Kilder"), *lines]


def quantity_elsewhere(year: int, now: str, *, percent: str = "{Poster 3 Procent}") -> str:
    """Return what is said of the formula of an amount whose quantity is another cell now.

    ``percent`` is the cell of the percentage now. A long formula is shown by its ends, marked here and cut once its
    cells are known.
    """
    shares = ("{Poster 3 Procent}", f"{{Poster 3 Antal {year}}}"), (percent, now)
    was, is_now = (
        f'⟦=IF({share}="",IF(COUNT({{Poster 3 Enhedspris}},{one})<2,"",ROUND()-ROW($A$4)-1)*4+{year - 2020}))⟧'
        for share, one in shares
    )
    return f"{{Poster 3 {year}}}: formlen er ændret til {is_now}; den var {was}: kopiér den {COPY}"


YEARS = range(2022, 2026)
POSTER, KILDER = sheet_of("Poster"), sheet_of("Kilder")
FORMULA_GONE = (
    "formlen mangler, så mappens summer ikke følger med; kopiér den fra en celle i samme kolonne. "
    "Antal celler på arket: 5"
)
GONE = "er slettet; fortryd det, eller hent en tidligere udgave af mappen"
NO_COLUMN = "skriv overskriften igen, eller hent kolonnen fra en ny mappe"
HIDDEN = "rækken er skjult og tæller med; vis den, og se den efter"
NOT_SAME_YEAR = (
    "er ændret til '2026', men kolonnen hører stadig til det gamle år; skriv '2022' igen. Skal planen have andre år, "
    "så ret dens dage i planfilen, og lav mappen på ny med helhedsplan budget"
)

EDITS: dict[str, Slip] = {
    "a line is deleted": Slip(
        in_poster(f"{POSTER}.Rows.removeByIndex({{Poster 3}} - 1, 1)"),
        changes=["Poster › fritidsjob: Fritidsjob → fjernet"],
    ),
    "a line that a contribution covers is deleted": Slip(
        in_poster(f"{POSTER}.Rows.removeByIndex({{Poster 2}} - 1, 1)"),
        [
            (
                "{Kilder 1 Dækker poster}: 'kommunale-timer' er ingen budgetlinje; er linjen slettet, så slet den også "
                "her, og ellers skriv en af linjerne, for eksempel 'kompetencer'"
            )
        ],
        is_refused=True,
    ),
    "a contribution is deleted": Slip(
        in_kilder(f"{KILDER}.Rows.removeByIndex({{Kilder 6}} - 1, 1)"),
        changes=["Kilder › fond: Fonden Eksempel, 300.000 → fjernet"],
    ),
    "an empty row is inserted": Slip(
        in_poster(f"{POSTER}.Rows.insertByIndex({{Poster 2}} - 1, 1)"), [f"{{Poster 2 2022}}: {FORMULA_GONE}"]
    ),
    "a line is inserted": Slip(
        in_poster(
            f"{POSTER}.Rows.insertByIndex({{Poster 2}} - 1, 1)",
            *(typed("Poster", f"{{Poster 2 {title}}}", text) for title, text in (("Aktivitet", "Ny linje"),)),
            *(typed("Poster", f"{{Poster 2 {title}}}", text) for title, text in (("Art", "løn"), ("Antal 2022", "2"))),
            typed("Poster", "{Poster 2 Enhedspris}", "1.000"),
        ),
        [
            "{Poster 2 Id}: id var tomt; 'ny-linje' er lavet af navnet",
            f"{{Poster 2 2022}}: {FORMULA_GONE}",
        ],
        ["Poster › ny-linje: ny → Ny linje"],
    ),
    "the row at the top is deleted": Slip(in_poster(f"{POSTER}.Rows.removeByIndex(0, 1)")),
    "a row is inserted at the top": Slip(in_poster(f"{POSTER}.Rows.insertByIndex(0, 1)")),
    "the row of titles is deleted": Slip(
        in_poster(f"{POSTER}.Rows.removeByIndex({{Poster 0}} - 2, 1)"),
        [
            (
                "overskrifterne over tabellen på arket Poster mangler i række 4; fortryd sletningen, eller hent en "
                "tidligere udgave af mappen"
            )
        ],
        is_refused=True,
    ),
    "the last row of the table is deleted": Slip(in_poster(f"{POSTER}.Rows.removeByIndex({{Poster 18}} - 1, 1)")),
    "the sheet of dwellings is deleted": Slip(
        ['doc.Sheets.removeByName("Afdelinger")'],
        [f"arket Afdelinger {GONE}"],
        is_refused=True,
    ),
    "a column of a year is deleted": Slip(
        in_kilder(f"{cells_of('Kilder', '{Kilder 0 2024}')}.Columns.removeByIndex(0, 1)"),
        [f"Kilder!4: tabellen på Kilder mangler kolonnen '2024'; {NO_COLUMN}"],
        is_refused=True,
    ),
    "the column of notes is deleted": Slip(
        in_poster(f"{cells_of('Poster', '{Poster 0 Note}')}.Columns.removeByIndex(0, 1)"),
        [f"Poster!4: tabellen på Poster mangler kolonnen 'Note'; {NO_COLUMN}"],
        is_refused=True,
    ),
    "a column of one's own is inserted": Slip(
        in_kilder(
            f"{cells_of('Kilder', '{Kilder 0 2022}')}.Columns.insertByIndex(0, 1)",
            typed("Kilder", "{Kilder -1 2022}", "Kontakt"),
            typed("Kilder", "{Kilder 0 2022}", "Økonomi"),
        ),
        ["{Kilder -1 2022}: kolonnen 'Kontakt' hører ikke til planen og er ikke læst"],
    ),
    "a sheet is renamed": Slip([f'{KILDER}.setName("Bidrag")']),
    "a sheet is moved": Slip(['doc.Sheets.moveByName("Kilder", 0)']),
    "a sheet of one's own has merged cells": Slip(
        [
            'doc.Sheets.insertNewByName("Referat", 2)',
            typed("Referat", "A1", "Møde i styregruppen"),
            f"{cells_of('Referat', 'A1:D1')}.merge(True)",
        ]
    ),
    "cells of a table are merged": Slip(
        in_kilder(f"{cells_of('Kilder', '{Kilder 0 Navn}:{Kilder 0 Id}')}.merge(True)"),
        ["Kilder!{Kilder 0 Navn}:{Kilder 0 Id} er flettede celler; ophæv fletningen, og gem filen igen"],
        is_refused=True,
    ),
    "a row with money is hidden": Slip(
        in_kilder(f"{KILDER}.Rows.getByIndex({{Kilder 2}} - 1).IsVisible = False"),
        [f"{{Kilder 2 Navn}}: {HIDDEN}"],
    ),
    "a table is sorted by half": Slip(
        in_kilder(sorted_by("Kilder", "{Kilder 0 Navn}:{Kilder 1 Status}", 0)),
        changes=[
            "Kilder › lbf › Andelsloft: 75 % → (tom)",
            "Kilder › lbf › Dækker poster: ingen → kommunale-timer",
            "Kilder › lbf › 2022: 1.745.000 → 270.000",
            "Kilder › lbf › 2023: 1.665.000 → 270.000",
            "Kilder › lbf › 2024: 1.575.000 → 270.000",
            "Kilder › lbf › 2025: 1.915.000 → 270.000",
            "Kilder › kommune-timer › Andelsloft: (tom) → 75 %",
            "Kilder › kommune-timer › Dækker poster: kommunale-timer → ingen",
            "Kilder › kommune-timer › 2022: 270.000 → 1.745.000",
            "Kilder › kommune-timer › 2023: 270.000 → 1.665.000",
            "Kilder › kommune-timer › 2024: 270.000 → 1.575.000",
            "Kilder › kommune-timer › 2025: 270.000 → 1.915.000",
        ],
    ),
    "a whole table is sorted": Slip(in_poster(sorted_by("Poster", "{Poster 0 Aktivitet}:{Poster 12 Note}", 0))),
    "a line is copied below": Slip(
        in_poster(copied("Poster", "{Poster 0 Aktivitet}:{Poster 0 Note}", "{Poster 13 Aktivitet}")),
        [
            (
                "{Poster 13 Id}: id 'projektleder' står også i Poster!{Poster 0 Id}; "
                "giv hver række sit eget id, eller lad det stå tomt"
            )
        ],
        is_refused=True,
    ),
    "a price is pasted over a formula": Slip(
        in_poster(copied("Poster", "{Poster 1 Enhedspris}", "{Poster 0 2022}")),
        [f"{{Poster 0 2022}}: formlen er overskrevet med 520000; fortryd det, eller kopiér formlen {COPY}"],
        is_refused=True,
    ),
    "a quantity is drawn to the right": Slip(
        [f"{cells_of('Poster', '{Poster 0 Antal 2022}:{Poster 0 Antal 2025}')}.fillAuto(1, 1)"],
        changes=[
            "Poster › projektleder › Antal 2023: 1 → 2",
            "Poster › projektleder › Antal 2024: 1 → 3",
            "Poster › projektleder › Antal 2025: 1 → 4",
        ],
    ),
    "a sum row is pasted among the lines": Slip(
        in_poster(
            typed("Poster", "{Poster 13 Aktivitet}", "I alt"),
            typed("Poster", "{Poster 13 Art}", "øvrige"),
            typed("Poster", "{Poster 13 Enhedspris}", "=SUM({Poster 0 2022}:{Poster 12 2022})"),
            typed("Poster", "{Poster 13 Antal 2022}", "1"),
        ),
        [
            "{Poster 13 Enhedspris}: formlen =SUM({Poster 0 2022}:{Poster 12 2022}) er læst som 2.531.000 kr.",
            (
                "{Poster 13 Aktivitet}: 'I alt' ligner en sum af andre rækker og tæller med ved siden af dem; "
                "slet rækken, hvis den er det"
            ),
            "{Poster 13 Id}: id var tomt; 'i-alt' er lavet af navnet",
        ],
        ["Poster › i-alt: ny → I alt"],
    ),
    "a line is written below the table": Slip(
        in_poster(
            typed("Poster", "{Poster 19 Aktivitet}", "Ny post"), typed("Poster", "{Poster 19 Enhedspris}", "5000")
        ),
        [
            (
                "{Poster 19 Aktivitet}: står under tabellen på Poster, så ingen sum tæller det med; "
                "flyt rækken op i en ledig række"
            )
        ],
        is_refused=True,
    ),
    "quantities are cut and pasted into another row": Slip(
        in_poster(cut("Poster", "{Poster 3 Antal 2022}:{Poster 3 Antal 2025}", "{Poster 13 Antal 2022}")),
        [
            "{Poster 3 Antal 2022}: der er ingen antal; skriv mindst ét års antal, eller ryd hele rækken",
            "{Poster 13 Art}: 'Art' mangler; udfyld cellen, eller ryd hele rækken",
            "{Poster 13 Enhedspris}: 'Enhedspris' mangler; udfyld cellen, eller ryd hele rækken",
            *(quantity_elsewhere(year, f"{{Poster 13 Antal {year}}}") for year in YEARS),
        ],
        is_refused=True,
    ),
    "cells are deleted and the rest moves left": Slip(
        in_poster(f"{POSTER}.removeRange({cells_of('Poster', '{Poster 3 Antal 2022}')}.RangeAddress, 2)"),
        [
            *(
                quantity_elsewhere(year, now, percent="{Poster 3 Antal 2025}")
                for year, now in zip(YEARS, ["#REF!", *(f"{{Poster 3 Antal {year}}}" for year in YEARS)], strict=False)
            )
        ],
        is_refused=True,
    ),
    "cells are deleted and the rest moves up": Slip(
        in_poster(f"{POSTER}.removeRange({cells_of('Poster', '{Poster 3 Enhedspris}')}.RangeAddress, 1)"),
        ["{Poster 12 Enhedspris}: 'Enhedspris' mangler; udfyld cellen, eller ryd hele rækken"],
        is_refused=True,
    ),
    "a sheet of input is deleted": Slip(
        ['doc.Sheets.removeByName("Kilder")'],
        [f"arket Kilder {GONE}"],
        is_refused=True,
    ),
    "the sheet of lines is deleted": Slip(
        ['doc.Sheets.removeByName("Poster")'],
        [f"arket Poster {GONE}"],
        is_refused=True,
    ),
    "a sheet is copied": Slip(['doc.Sheets.copyByName("Kilder", "Kilder gammel", 4)']),
    "a year is typed over another": Slip(
        in_kilder(typed("Kilder", "{Kilder -1 2022}", "2026")),
        [f"{{Kilder -1 2022}}: overskriften '2022' {NOT_SAME_YEAR}"],
        is_refused=True,
    ),
    "a title is put in other words": Slip(in_kilder(typed("Kilder", "{Kilder -1 Navn}", "Bidragyder"))),
    "the table is filtered": Slip(
        in_poster(
            'Choose doc, "Poster", "{Poster -1 Aktivitet}:{Poster 12 Note}"', 'Dispatch doc, "DataFilterAutoFilter"'
        )
    ),
    "a corner of the table is dragged down": Slip(
        [
            "Dim area As New com.sun.star.table.CellRangeAddress",
            'area = doc.DatabaseRanges.getByName("tblPoster").DataArea',
            "area.EndRow = 1048575",
            'doc.DatabaseRanges.getByName("tblPoster").DataArea = area',
        ]
    ),
    "a figure comes from a sheet of one's own": Slip(
        [
            'doc.Sheets.insertNewByName("Løn", 2)',
            typed("Løn", "B2", "125.000"),
            typed("Kilder", "{Kilder 0 2022}", "=$Løn.B2"),
        ],
        ["{Kilder 0 2022}: formlen =Løn!B2 er læst som 125.000 kr."],
        ["Kilder › lbf › 2022: 1.745.000 → 125.000"],
    ),
    "a figure comes from another file": Slip(
        [typed("Kilder", "{Kilder 0 2022}", "='BESIDE'#$Poster.F5")],
        [
            (
                "formlen i Kilder!{Kilder 0 2022} henter fra en anden fil (../books/loen.xlsx); skriv selve tallet, "
                "bryd kæden (Data › Rediger kæder), og gem filen igen"
            )
        ],
        is_refused=True,
    ),
    "the last day is changed": Slip(
        [
            unlocked("Forudsætninger"),
            typed("Forudsætninger", f"{{Forudsaetninger {OF_PLAN['end']} Værdi}}", "31-12-2026"),
        ],
        [
            (
                f"{{Forudsaetninger {OF_PLAN['end']} Værdi}}: 'Sidste dag' er låst, fordi arkene har en kolonne for "
                "hvert år, og er ændret fra 31. december 2025 til 31. december 2026; skriv 31. december 2025 igen. "
                "Skal planen have en anden dag, så ret den i planfilen, og lav mappen på ny med helhedsplan budget"
            )
        ],
        is_refused=True,
    ),
    "a locked cell is typed into": Slip([typed("Kilder", "{Kilder 0 I alt}", "5")]),
    "hours are typed for posts": Slip(
        [typed("Poster", f"{{Poster 0 Antal {year}}}", "1924") for year in YEARS],
        changes=[f"Poster › projektleder › Antal {year}: 1 → 1.924" for year in YEARS],
    ),
}


SAVED_BESIDE = ("a whole table is sorted", "a quantity is drawn to the right")  # in one folder, with one plan's name


class Answer(NamedTuple):
    """What is said of an edited workbook, by cell; and what its plan has else, ``None`` where it is refused."""

    said: list[tuple[str, str]]
    changes: list[str] | None


class Places:
    """The cells of a book by table, row and column."""

    def __init__(self, book: Path) -> None:
        self._tables = tables(book)

    def __call__(self, text: str) -> str:
        """Return a text with the address of each cell, or the number of each row, that it names."""
        placed = re.sub(r"\{(\w+) (-?\d+)(?: ([^}]+))?\}", self._address, text)
        return re.sub("⟦(.*?)⟧", lambda formula: f"{formula[1][:30]} … {formula[1][-20:]}", placed)

    def _address(self, found: re.Match[str]) -> str:
        _, first, columns = self._tables[TABLES[found[1]]]
        return f"{get_column_letter(columns[found[3]]) if found[3] else ''}{first + int(found[2])}"


def cell_named(table: str, row: int, title: str) -> str:
    return f"{{{table} {row} {title}}}"


def with_sheet(said: str) -> str:
    """Return the words of an answer that begins with a cell, with the sheet of the cell before it."""
    found = re.match(r"\{(\w+) ", said)
    return f"{SHEETS.get(found[1], found[1])}!{said}" if found else said


def typing_in(slips: Iterable[Typed]) -> list[str]:
    return [typed(SHEETS.get(one[0], one[0]), cell_named(*one[:3]), one[3]) for one in slips]


def answer_of(book: Path) -> Answer:
    try:
        read = read_workbook(book)
    except PlanFileError as error:
        return Answer([("", str(error).replace(f"{book}: ", ""))], None)
    except PlanError as error:
        return Answer([(fault.where, fault.what.show("da")) for fault in error.faults], None)
    changes = changes_between(build.published("eksempelparken-2022"), read.plan)
    said = [(note.where, note.what.show("da")) for note in read.notes]
    return Answer(said, [change.show("da") for change in changes])


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Return the answer to each edit by its name, and to what is typed: all of it made in one start of LibreOffice."""
    tool("soffice")

    def make() -> dict[str, Answer]:
        folder = tmp_path_factory.mktemp("libreoffice")
        (folder / "books").mkdir()
        (folder / "stored").mkdir()
        book, beside = (book_of("eksempelparken-2022", folder / "books", name) for name in ("budget.xlsx", "loen.xlsx"))
        put = Places(book)
        lines = {
            **{name: slip.lines for name, slip in EDITS.items()},
            "typed and refused": typing_in(TYPED_AND_REFUSED.values()),
            "typed and taken": typing_in([*TYPED_AND_TAKEN.values(), *SAID_NOTHING]),
        }
        edits = {
            name: Edit(
                book,
                [put(line).replace("BESIDE", beside.as_uri()) for line in each],
                folder / "stored" / f"{number}.xlsx",
            )
            for number, (name, each) in enumerate(lines.items())
        }
        edit(edits.values(), folder)
        found = {name: answer_of(one.stored) for name, one in edits.items()}
        saved = [str(edits[name].stored) for name in SAVED_BESIDE]
        compared = json.loads(run("scenario", str(book), *saved, "--json").stdout)
        return {**found, "of one name": Answer([("", one["name"]) for one in compared["alternatives"]], None)}

    return once(tmp_path_factory, "libreoffice_slips", make)


@pytest.fixture(scope="module")
def put(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return Places(book_of("eksempelparken-2022", tmp_path_factory.mktemp("places")))


def by_slip(answer: Answer, slips: dict[str, Typed], put: Places) -> dict[str, str]:
    """Return the words of each slip that was typed; those about another cell by that."""
    names = {f"{SHEETS.get(one[0], one[0])}!{put(cell_named(*one[:3]))}": name for name, one in slips.items()}
    return {names.get(where, where): words for where, words in answer.said}


@pytest.mark.parametrize("name", TYPED_AND_REFUSED)
def test_what_is_typed_and_refused_says_what_to_write(name: str, answers: dict[str, Answer], put: Places) -> None:
    assert by_slip(answers["typed and refused"], TYPED_AND_REFUSED, put).get(name) == put(TYPED_AND_REFUSED[name][-1])


def test_no_slip_that_is_refused_causes_another_fault(answers: dict[str, Answer], put: Places) -> None:
    assert set(by_slip(answers["typed and refused"], TYPED_AND_REFUSED, put)) == set(TYPED_AND_REFUSED)


@pytest.mark.parametrize("name", TYPED_AND_TAKEN)
def test_what_is_typed_and_taken_says_what_for(name: str, answers: dict[str, Answer], put: Places) -> None:
    assert by_slip(answers["typed and taken"], TYPED_AND_TAKEN, put).get(name) == put(TYPED_AND_TAKEN[name][-1])


def test_what_is_typed_and_taken_changes_the_plan_in_no_other_cell(answers: dict[str, Answer], put: Places) -> None:
    answer = answers["typed and taken"]
    assert set(by_slip(answer, TYPED_AND_TAKEN, put)) == set(TYPED_AND_TAKEN)
    assert answer.changes == [
        "Kilder › lbf › Cirka: (tom) → ca.",
        "Kilder › lbf › 2023: 1.665.000 → 44.986",
        "Kilder › lbf › 2024: 1.575.000 → 0,67",
        "Kilder › kommune-timer › 2023: 270.000 → 0",
        "Kilder › afdelinger › Andelsloft: (tom) → 50 %",
        "Poster › kompetencer › Aktivitet: Kurser for medarbejdere → Sum",
        "Afdelinger › afd-1 › Med fra: (tom) → 01-03-2023",
        "Afdelinger › afd-2 › Med fra: (tom) → 01-03-2023",
    ]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_libreoffice_is_answered_where_it_is(name: str, answers: dict[str, Answer], put: Places) -> None:
    slip, answer = EDITS[name], answers[name]
    assert [": ".join(filter(None, one)) for one in answer.said] == [put(with_sheet(one)) for one in slip.said]
    assert answer.changes == (None if slip.is_refused else [*slip.changes])


def test_two_books_of_one_plan_in_a_folder_are_told_apart_by_their_files(answers: dict[str, Answer]) -> None:
    name, places = build.published("eksempelparken-2022").name, [*EDITS]
    files = [f"{places.index(one)}.xlsx" for one in SAVED_BESIDE]
    assert [said for _, said in answers["of one name"].said] == [f"{name} ({file})" for file in files]
