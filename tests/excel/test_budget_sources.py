"""The sources beside the lines of Budget: what is tied to a line, and what is not. The amounts are worked by hand."""

from pathlib import Path

import pytest

import build
from asking import notes_of
from excel.batches import Converted, typing
from excel.books import book_of
from excel.cells import Cells, read_cells
from helhedsplan_finance import Plan, read_workbook

pytestmark = pytest.mark.daily

_LINES = "Linjerne under hvert indsatsområde"
_TITLES = (
    *(
        "Bundet: Landsbyggefonden",
        "Bundet: Kommunen",
        "Bundet: Boligorganisationer",
        "Bundet: Boligafdelinger",
        "Bundet: Eksterne midler",
    ),
    *("Bundet: Flere sammen", "Ikke bundet", "Linjen i alt"),
)
_BUDGET = 3  # the row of the headings, from 0


def plan() -> Plan:
    """Return a plan of 1.000 kr. for a worker, 500 for rooms and 300 for trips, all in the first year.

    The kommune gives 200 to the worker alone; Landsbyggefonden may not pay rooms or trips, so the worker alone; two
    givers give 90 to the trips together; 50 may be for rooms or trips; 400 for the rooms are refused.
    """
    lines = [
        build.line("løn", 1000, id="medarbejder", activity="Medarbejder", indsatsomraade="Beskæftigelse"),
        build.line("lokaler", 500, id="lokale", activity="Lokale", indsatsomraade="Sammenhængskraft"),
        build.line("aktiviteter", 300, id="ture", activity="Ture", indsatsomraade="Sammenhængskraft"),
    ]
    streams = [
        build.stream("kommune", 200, id="a", name="A", pays=["medarbejder"]),
        build.stream("lbf", 600, id="b", name="B", excludes=["lokaler", "aktiviteter"]),
        build.stream(["kommune", "boligorganisation"], 90, id="c", name="C", pays=["ture"]),
        build.stream("ekstern", 50, id="d", name="D", pays=["lokale", "ture"]),
        build.stream("boligafdeling", 400, id="e", name="E", pays=["lokale"], status="afslag"),
    ]
    return build.plan(*streams, costs=lines)


def beside(found: Path | Cells) -> dict[str, list[object]]:
    """Return what is beside each line, subtotal and rest of the list of lines, by its name and in order."""
    cells = found if isinstance(found, Cells) else read_cells(found)
    rows = cells.rows("Budget", 1)
    heads = list(rows[_BUDGET])
    columns = [heads.index(title) for title in _TITLES]
    start = next(number for number, row in enumerate(rows) if row and row[0] == _LINES)
    return {str(row[0]): [row[column] for column in columns] for row in rows[start + 1 :] if row and row[0]}


def test_a_line_has_what_no_other_line_can_have_by_source_and_the_rest_is_not_tied(tmp_path: Path) -> None:
    found = beside(book_of(plan(), tmp_path))
    assert found["Medarbejder"] == [600, 200, 0, 0, 0, 0, 200, 1000]
    assert found["Lokale"] == [0, 0, 0, 0, 0, 0, 500, 500]
    assert found["Ture"] == [0, 0, 0, 0, 0, 90, 210, 300]
    assert found["Beskæftigelse"] == [600, 200, 0, 0, 0, 0, 200, 1000]
    assert found["Sammenhængskraft"] == [0, 0, 0, 0, 0, 90, 710, 800]


def test_more_than_a_line_costs_is_not_hidden(tmp_path: Path) -> None:
    lines = [build.line("løn", 100, id="x", activity="X"), build.line("lokaler", 100, id="y", activity="Y")]
    found = beside(book_of(build.plan(build.stream("lbf", 130, id="a", pays=["x"]), costs=lines), tmp_path))
    assert found["X"] == [130, 0, 0, 0, 0, 0, -30, 100]


@pytest.mark.parametrize("name", ["eksempelparken-2022", "eksempelhaven-2023"])
def test_each_row_adds_up_to_the_cost_of_its_line(name: str, tmp_path: Path) -> None:
    found = beside(book_of(name, tmp_path))
    ores = [[round(float(str(amount)) * 100) for amount in amounts] for amounts in found.values()]
    assert ores
    assert [sum(row[:-1]) for row in ores] == [row[-1] for row in ores]


def test_the_workbook_is_read_back_without_a_note(tmp_path: Path) -> None:
    book = book_of(plan(), tmp_path)
    assert read_workbook(book).plan == plan()
    assert notes_of(read_workbook(book)) == []


# In row 5 of Kilder is the contribution of the kommune, in row 6 Landsbyggefonden's, in row 8 that of two lines.
moved = typing(
    "moved",
    plan(),
    {},
    {"Kilder!Q5": "Ture"},  # by the name of its activity
    {"Kilder!Q8": "lokale"},
    {"Kilder!P6": "lokaler"},  # Landsbyggefonden may now pay two lines
    {"Poster!C5": "Sammenhængskraft"},
)


@pytest.mark.deep
@moved.needed
def test_what_is_tied_follows_what_is_typed(books: list[Converted]) -> None:
    same, named, alone, two, area = (beside(one.cells) for one in books)
    assert same["Medarbejder"] == [600, 200, 0, 0, 0, 0, 200, 1000]
    assert (named["Medarbejder"], named["Ture"]) == (
        [600, 0, 0, 0, 0, 0, 400, 1000],
        [0, 200, 0, 0, 0, 90, 10, 300],
    )
    assert alone["Lokale"] == [0, 0, 0, 0, 50, 0, 450, 500]
    assert two["Medarbejder"] == [0, 200, 0, 0, 0, 0, 800, 1000]
    assert area["Sammenhængskraft"] == [600, 200, 0, 0, 0, 90, 910, 1800]
