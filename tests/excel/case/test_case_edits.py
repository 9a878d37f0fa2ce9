"""What a person types and pastes moves every live cell of a case's workbook as it moves the library's own figure."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from calculators.followup.a_case import FIRST, SECOND, a_case, posting, postings
from excel.batches import Converted, batch
from excel.case.case_books import DAY, book_of, paper_case, replaced_case
from excel.case.test_case_readback import assert_same, small_cases
from excel.hand import Typed, tables, type_cells
from excel.recalculate import is_same
from helhedsplan_finance import Case, PlanError
from helhedsplan_finance.api import read_case_book
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.case.case_book import write_case_sheets
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_layout import layout_of

pytestmark = pytest.mark.deep

BOOKS, EDITS, PASTED = 10, 20, 12  # 200 edits, and 120 pasted postings


class Nowhere:
    """A workbook that discards everything: the sheets collect their formulas while it is written."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self


@dataclass
class Hand:
    """A person at a workbook: cells by table, row and title, and the day of the follow-up."""

    random: Random
    cells: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    day: datetime.date = DAY
    filled: dict[str, int] = field(default_factory=dict)
    pairs: list[tuple[str, str | None]] = field(default_factory=list)

    def type(self, table: str, row: int, **values: Any) -> None:
        self.cells |= {(table, row, title.replace("_", " ")): value for title, value in values.items()}

    def new_row(self, table: str) -> int:
        self.filled[table] += 1
        return self.filled[table] - 1

    @property
    def typed(self) -> list[Typed]:
        return [(table, row, title, value) for (table, row, title), value in self.cells.items()]


def cases() -> Iterator[tuple[str, Versions, list[Posting]]]:
    """Yield the cases of the books, by name."""
    for number in range(BOOKS):
        match number % 3:
            case 0:
                yield f"paper{number}", paper_case(), postings()
            case 1:
                yield f"replaced{number}", replaced_case(), postings()
            case _:
                rows = [*postings(), posting("2024-03-03", 17.5, "cafe", source="kommune", afdeling="Afd. 2")]
                rows += [posting("2024-05-01", 1_000, stream="lbf", afdeling="A*")]
                yield f"short{number}", a_case(FIRST, SECOND), rows


def hand_of(number: int, versions: Versions, rows: list[Posting]) -> Hand:
    """Return what a person types into a book; the same number gives the same."""
    hand, case = Hand(Random(number)), versions.case  # noqa: S311
    hand.filled = {
        "tblPosteringer": len(rows),
        "tblVersioner": len(case.versions),
        "tblFlytninger": sum(len(one.moves) + len(one.changes) for one in case.versions),
        "tblForklaringer": len(case.explanations)
        + len({"leder", "cafe", "lokaler"} - {one.post for one in case.explanations}),
        "tblForventninger": len(case.forecasts),
        "tblAnvendelser": len(case.uses),
    }
    hand.pairs = [pair[:2] for pair in layout_of(versions, rows, DAY, "da").pairs]
    for _ in range(PASTED):
        paste(hand)
    edits = [
        edit_status,
        edit_date_of_follow_up,
        add_change,
        add_move,
        explain,
        expect,
        use,
        change_amount,
        clear_posting,
    ]
    for _ in range(EDITS):
        hand.random.choice(edits)(hand, versions, rows)
    return hand


def paste(hand: Hand) -> None:
    random = hand.random
    day = datetime.date(2021, 1, 1) + datetime.timedelta(days=random.randrange(365 * 7))
    row = {
        "Dato": day,
        "Beløb": random.randrange(1, 10**7) / 100,
        "Boligafdeling": random.choice([None, "Afd. 2", "Ny"]),
    }
    match random.randrange(6):
        case 0:
            row["Bidrag"] = random.choice(["lbf", "kommune", "andet"])
        case 1:
            row |= {"Kilde": random.choice([None, "lbf"])}
        case 2:
            row |= {"Post": "ukendt", "Kilde": random.choice([None, "kommune"])}
        case _:
            post, payer = random.choice(hand.pairs)
            # A payer that no line has is among the others, which follow no method of the post: it pays past years.
            payer = "ekstern" if day.year < 2024 and random.random() < 0.3 else payer
            row |= {"Post": post, "Kilde": random.choice([None, payer])}
    hand.type(
        "tblPosteringer", hand.new_row("tblPosteringer"), **{key: one for key, one in row.items() if one is not None}
    )


def edit_status(hand: Hand, versions: Versions, _: list[Posting]) -> None:
    number = hand.random.randrange(1, len(versions.case.versions))
    status = hand.random.choice(["kladde", "indsendt", "godkendt", "afvist", "trukket"])
    hand.type("tblVersioner", number, Status=status)


def edit_date_of_follow_up(hand: Hand, *_: Any) -> None:
    hand.day = datetime.date(2024, 1, 1) + datetime.timedelta(days=hand.random.randrange(1000))


def add_version(hand: Hand, kind: str) -> int:
    number = hand.filled["tblVersioner"]
    day = datetime.date(2025, 8, 1) + datetime.timedelta(days=30 * number)
    status = hand.random.choice(["kladde", "godkendt", "godkendt"])
    hand.type(
        "tblVersioner", hand.new_row("tblVersioner"), Version=number + 1, Versionens_slags=kind, Dato=day, Status=status
    )
    return number + 1


def add_change(hand: Hand, versions: Versions, _: list[Posting]) -> None:
    if hand.filled["tblVersioner"] >= len(versions.case.versions) + 5:
        return
    random, nr = hand.random, add_version(hand, "revideret")
    row: dict[str, Any] = {
        "Version": nr,
        "Til_år": random.choice([2023, 2024, 2025]),
        "Beløb": random.randrange(-(10**5), 10**6) / 100,
    }
    row |= {"Til_post": random.choice(["leder", "cafe"])} if random.random() < 0.8 else {}
    row |= {"Kilde": "lbf"} if "Til_post" not in row or random.random() < 0.5 else {}
    hand.type("tblFlytninger", hand.new_row("tblFlytninger"), **row)


def add_move(hand: Hand, versions: Versions, _: list[Posting]) -> None:
    if hand.filled["tblVersioner"] >= len(versions.case.versions) + 5:
        return
    random = hand.random
    kind = random.choice(["ombudgettering", "rebudgettering"])
    nr = add_version(hand, kind)
    row = {
        "Version": nr,
        "Fra_post": "leder",
        "Fra_år": 2024,
        "Beløb": random.randrange(1, 10**6) / 100,
        "Kilde": "lbf",
    }
    row |= {"Til_post": "cafe", "Til_år": 2024} if kind == "ombudgettering" else {"Til_post": "leder", "Til_år": 2025}
    hand.type("tblFlytninger", hand.new_row("tblFlytninger"), **row)


def explain(hand: Hand, *_: Any) -> None:
    random, text = hand.random, f"Forklaring {hand.random.randrange(99)}"
    row: dict[str, Any] = {
        "Post": random.choice(["leder", "cafe"]),
        "Forklaring": text,
        "Handling": random.choice([None, "Ansættelse"]),
    }
    row |= {"År": random.choice([2024, 2025])} if random.random() < 0.7 else {}
    if hand.filled["tblForklaringer"] < 8:
        row = {key: one for key, one in row.items() if one is not None}
        hand.type("tblForklaringer", hand.new_row("tblForklaringer"), **row)


def expect(hand: Hand, *_: Any) -> None:
    random = hand.random
    row: dict[str, Any] = {"Post": random.choice(["leder", "cafe", "lokaler"]), "År": random.choice([2024, 2025, 2026])}
    row["Metode"] = random.choice(["rest", "tempo", "fjoråret", "disponeret", "skøn"])
    row |= {"Beløb": random.randrange(10**7) / 100} if row["Metode"] in {"disponeret", "skøn"} else {}
    if hand.filled["tblForventninger"] < 10:
        hand.type("tblForventninger", hand.new_row("tblForventninger"), **row)


def use(hand: Hand, *_: Any) -> None:
    random, day = hand.random, datetime.date(2022, 6, 1) + datetime.timedelta(days=hand.random.randrange(1200))
    row: dict[str, Any] = {"Dato": day, "Beløb": random.randrange(10**6) / 100, "Formål": "Tag"}
    row |= {"Boligafdeling": random.choice(["Ny", "Afd.2"])} if random.random() < 0.5 else {}
    row |= (
        {"Godkendt_af_kommunalbestyrelsen": day, "Godkendt_af_Landsbyggefonden": day} if random.random() < 0.5 else {}
    )
    if hand.filled["tblAnvendelser"] < 8:
        hand.type("tblAnvendelser", hand.new_row("tblAnvendelser"), **row)


def change_amount(hand: Hand, _: Versions, rows: list[Posting]) -> None:
    hand.type("tblPosteringer", hand.random.randrange(len(rows)), Beløb=hand.random.randrange(10**8) / 100)


def clear_posting(hand: Hand, _: Versions, rows: list[Posting]) -> None:
    number = hand.random.randrange(len(rows))
    hand.type("tblPosteringer", number, **dict.fromkeys(("Dato", "Post", "Bidrag", "Beløb", "Kilde", "Boligafdeling")))


WAYS = (
    *(edit_status, edit_date_of_follow_up, add_change, add_move),
    *(explain, expect, use, change_amount, clear_posting),
)


def written(folder: Path) -> list[Path]:
    books = []
    for number, (name, versions, rows) in enumerate(cases()):
        book = book_of(versions, rows, folder, f"{name}.xlsx")
        for attempt in range(50):  # most of what is typed at random is a case; the rest is refused when it is read
            hand = hand_of(1_000 * attempt + number, versions, rows)
            typed = type_cells(book, _cells(book, hand), folder / f"{name}-{attempt}.xlsx")
            try:
                reading = read_case_book(typed)
            except PlanError:
                continue
            if any(one.is_approved and one.date <= hand.day for one in reading.versions.case.versions):
                books.append(typed)
                break
    assert len(books) == BOOKS
    return books


def _cells(book: Path, hand: Hand) -> dict[str, Any]:
    found = tables(book)
    cells: dict[str, Any] = {"Sag!B5": hand.day}
    for table, row, title, value in hand.typed:
        sheet, first, titles = found[table]
        cells[f"{sheet}!{cell(first + row - 1, titles[title] - 1)}"] = value
    return cells


edited_books = batch("recalculated", 12)(written)


@edited_books.needed
def test_every_live_cell_follows_any_edit(books: list[Converted]) -> None:
    found, looked = [], 0
    by_name = {name: (versions, rows) for name, versions, rows in cases()}
    for one in books:
        versions, rows = by_name[one.book.stem.partition("-")[0]]
        reading, computed = read_case_book(one.book), one.cells
        assert reading.as_of is not None
        figures = Figures(reading.versions, reading.postings.rows, reading.as_of)
        sheets = write_case_sheets(Nowhere(), layout_of(versions, rows, DAY, "da"), figures)
        for sheet in sheets.values():
            for (row, column), (formula, value) in sheet.formulas.items():
                looked += 1
                theirs = computed.at(sheet.name, row + 1, column + 1)
                if isinstance(theirs, datetime.datetime):
                    theirs = (theirs.date() - datetime.date(1899, 12, 30)).days
                if not is_same(value, theirs):
                    found.append(
                        f"{one.book.stem} {sheet.name}!{cell(row, column)}: {value!r}, {theirs!r} {formula[:200]}"
                    )
    assert "\n".join(found) == ""
    assert looked > 700 * BOOKS


@settings(max_examples=40)
@given(small_cases())
def test_many_small_cases_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[Versions, list[Posting], datetime.date]
) -> None:
    versions, rows, day = made
    folder = tmp_path_factory.mktemp("cases")
    assert_same(Case.from_file(book_of(versions, rows, folder, day=day)), versions, rows, day)
