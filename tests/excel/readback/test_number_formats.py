"""What a cell shows a number as is what it is read as: 0.67 in the format of per cent is 67 %, and no 67 øre."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from excel.books import book_of, changed, refused
from helhedsplan_finance import Kroner, read_workbook

pytestmark = pytest.mark.daily

Typed = tuple[Any, str]  # a value, and the format of its cell
NO_SHARE = "er ikke en andel mellem 0 % og 100 %; skriv andelen med procenttegn"
A_DAY = "er en dato eller et klokkeslæt, og her skrives et tal; vælg talformatet Tal for cellen, og skriv tallet igen"
IN_KRONER = "er en andel, og her skrives kroner; en andel hører til i 'Andelsloft'"
UNDO = "fortryd det, eller kopiér formlen fra nabocellen, og ret i de gule celler"
UNITS = "brug kr., t.kr. (tusind), mio. kr. eller mia. kr."
REFUSED: dict[str, tuple[Any, str, str]] = {
    "Kilder!G5": (0.67, "0%", f"'67 %' {IN_KRONER}"),
    "Kilder!H5": (0.675, "0.00%", f"'67,5 %' {IN_KRONER}"),
    "Kilder!I5": (0.1255, "[Red]0.0 %;-0.0 %", f"'12,55 %' {IN_KRONER}"),
    "Kilder!J5": (67, '0" %"', f"'67 %' {IN_KRONER}"),
    "Kilder!G6": (500_000, "0%", f"'50000000 %' {IN_KRONER}"),
    "Kilder!H6": (500, "[$€-2] #,##0.00", f"'500 €' har den ukendte enhed '€'; {UNITS}"),
    "Kilder!I6": (datetime(2026, 5, 1), "dd-mm-yyyy", f"01-05-2026 {A_DAY}"),  # noqa: DTZ001 - as a workbook has it
    "Kilder!J6": (46143, "[$-406]d. mmmm yyyy", f"01-05-2026 {A_DAY}"),
    "Kilder!N5": (75, '#,##0 "kr."', f"'75 kr.' {NO_SHARE}"),
    "Kilder!N6": (0.75, "[$kr.-406] #,##0.00", f"'0,75 kr.' {NO_SHARE}"),
    "Poster!F5": (0.5, "0%", "'50 %' er en andel, og her skrives kroner; en andel hører til i 'Procent'"),
    "Poster!L5": (0.5, "0%", "'50 %' er ikke et tal; skriv antallet alene, og enheden under 'Enhed'"),
    "Poster!M5": (time(12, 30), "hh:mm", f"12:30 {A_DAY}"),
    "Poster!G6": (0.5, "0%", f"formlen er overskrevet med 0,5; {UNDO}"),
    "Poster!N5": (timedelta(hours=36, minutes=30), "[h]:mm", f"36:30 {A_DAY}"),
}
TAKEN: dict[str, Typed] = {
    "Kilder!G5": (600_000, '#,##0 "kr."'),
    "Kilder!H5": (600_001, "[$kr.-406] #,##0.00"),
    "Kilder!I5": (600_002, "[Red]#,##0 [$DKK]"),
    "Kilder!J5": (600_003, "General"),
    "Kilder!N5": (0.7, "0.0%"),
}


def formatted(book: Path, cells: dict[str, Typed]) -> Path:
    """Return a workbook with values and formats of cells as a person leaves them."""

    def type_in(loaded: Any) -> None:
        for place, (value, number_format) in cells.items():
            sheet, name = place.split("!")
            loaded[sheet][name] = value
            loaded[sheet][name].number_format = number_format

    return changed(book, type_in)


def test_a_number_in_another_unit_is_refused_as_the_text_that_is_shown(tmp_path: Path) -> None:
    cells = {place: (value, number_format) for place, (value, number_format, _) in REFUSED.items()}
    told = refused(formatted(book_of("eksempelparken-2022", tmp_path), cells)).splitlines()
    said = {place: words for place, _, words in (line.partition(": ") for line in told)}
    assert said == {place: words for place, (*_, words) in REFUSED.items()}


def test_a_number_in_the_unit_of_its_field_is_taken(tmp_path: Path) -> None:
    reading = read_workbook(formatted(book_of("eksempelparken-2022", tmp_path), TAKEN))
    lbf = reading.plan.streams[0]
    assert lbf.amounts is not None
    assert list(lbf.amounts.values()) == [Kroner(amount) for amount in (600_000, 600_001, 600_002, 600_003)]
    assert lbf.max_share == Kroner("70") / Kroner("100")
