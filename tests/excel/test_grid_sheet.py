"""The sheet of who pays which line: its figures, its live sums, and what it says when the plan has moved on."""

from pathlib import Path

import pytest

import build
from asking import notes_of
from excel.batches import Converted, typing
from excel.books import book_of, typed
from excel.cells import Cells, named, read_cells
from helhedsplan_finance import Kroner, Plan, read_workbook
from helhedsplan_finance.calculators.grid.funding_grid import MOST_CELLS
from places import DATA

pytestmark = pytest.mark.daily

SHEET = "Finansieringsgrid"
FITS = "Fordelingen passer til planens udgifter og bidrag."


def cells(book: Path | Cells) -> dict[str, object]:
    """Return the values of the sheet by cell."""
    found = book if isinstance(book, Cells) else read_cells(book)
    values = named({SHEET: found.values[SHEET]})
    return {place.partition("!")[2]: value for place, value in values.items()}


def said(book: Path | Cells) -> list[str]:
    """Return the texts of the sheet's first printed column: ids are before it."""
    return [str(value) for place, value in cells(book).items() if place.rstrip("0123456789") == "B"]


def test_every_amount_of_the_grid_stands_in_its_cell(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    grid, found = plan.grid(), cells(book_of(plan, tmp_path))
    columns = "EFGHIJK"
    assert [found[f"{column}4"] for column in columns] == [stream.name for stream in plan.streams]
    rows = [(line.id, year) for line in grid.lines for year in plan.period.years]
    for row, (line, year) in enumerate(rows, start=5):
        assert (found[f"A{row}"], found[f"D{row}"]) == (line, year)
        amounts = [Kroner(found.get(f"{column}{row}", 0)) for column in columns]  # type: ignore[arg-type]
        assert amounts == [grid.paid(line, stream.id, year) for stream in plan.streams]
    assert FITS in said(book_of(plan, tmp_path))


def test_money_without_a_line_and_lines_without_money_are_on_the_sheet(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    streams = tuple(one if one.id != "afdelinger" else one.model_copy(update={"amounts": None}) for one in plan.streams)
    book = book_of(plan.model_copy(update={"streams": streams}), tmp_path)
    assert any("'Projektleder' mangler" in text for text in said(book))
    assert FITS in said(book)


a_grid = typing("a_grid", "eksempelparken-2022", {}, {"Kilder!G7": 60_000})


@pytest.mark.deep
@a_grid.needed
def test_a_grid_that_no_longer_fits_says_so(books: list[Converted]) -> None:
    same, moved = books
    assert FITS in said(same.cells)
    assert any(text.startswith("OBS: udgifter eller bidrag er ændret") for text in said(moved.cells))


def test_the_workbook_is_read_back_whatever_was_typed(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    assert notes_of(read_workbook(book)) == []
    # A line and a contribution in rows to spare: the grid does not know them yet, and nobody is told off for it.
    edited = typed(
        book,
        {"Poster!A18": "Ny linje", "Poster!D18": "løn", "Poster!F18": 1000, "Poster!L18": 1, "Kilder!G5": 1_746_000},
    )
    read = read_workbook(edited)
    assert len(read.plan.costs) == 14
    assert not [note for note in notes_of(read) if SHEET in note]


def test_contributions_with_the_same_name_have_titles_of_their_own(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    streams = tuple(
        one.model_copy(update={"name": "Fond"}) if one.id in {"fond", "lbf"} else one for one in plan.streams
    )
    streams = (*streams[:1], streams[1].model_copy(update={"name": "Id"}), *streams[2:])
    found = cells(book_of(plan.model_copy(update={"streams": streams}), tmp_path))
    assert [found[f"{column}4"] for column in "EFK"] == ["Fond (lbf)", "Id (kommune-timer)", "Fond (fond)"]


@pytest.mark.parametrize(
    "lines", [None, 0, pytest.param(2_000, marks=pytest.mark.deep)], ids=["no money", "no lines", "too many lines"]
)
def test_there_is_no_sheet_without_lines_or_money_or_for_more_than_a_page_holds(
    lines: int | None, tmp_path: Path
) -> None:
    plan = build.published("eksempelparken-2022")
    streams = [one.model_copy(update={"pays": ()}) for one in plan.streams]
    streams += [one.model_copy(update={"id": f"{one.id}-2"}) for one in streams]
    many = tuple(plan.costs[0].model_copy(update={"id": f"c{number}"}) for number in range(lines or 0))
    assert lines in {None, 0} or len(many) * len(streams) > MOST_CELLS
    changes = {"streams": ()} if lines is None else {"streams": tuple(streams), "costs": many}
    book = book_of(plan.model_copy(update=changes), tmp_path)
    assert SHEET not in read_cells(book).values
    assert Plan.from_file(DATA / "eksempelparken-2022.toml") == plan
