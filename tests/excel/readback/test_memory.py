"""What a workbook remembers: changes are found by it, whatever version reads it, and whatever saved it."""

import json
import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

import pytest
from openpyxl.utils import get_column_letter

import build
from asking import notes_of
from excel.books import book_of, changed, content_of, named, opened, refused, rewritten, typed
from excel.cells import read_cells
from excel.hand import cell_of, part_of, type_cells
from helhedsplan_finance import Plan, PlanError, read_workbook, text
from helhedsplan_finance.excel.base import memory
from helhedsplan_finance.excel.base.memory import Memory, MemoryLostError, MemoryUnknownError, SheetMemory, TableMemory
from helhedsplan_finance.excel.base.packed_formulas import Packer, unpacked
from places import PUBLISHED

pytestmark = pytest.mark.daily
deep = pytest.mark.deep

FULL = "eksempelhaven-2023"  # a plan with every table
LOST = "hukommelse på Log er rettet eller klippet over"


def test_a_memory_comes_back_from_its_texts() -> None:
    sheet = SheetMemory("Ark 'æ'", [TableMemory("tblA", 4, 2, (("År", "hhp_tblA_year"), ("x", "")))])
    sheet.formulas = {(5, 1): ("=SUM(G5:J5)", 1.5), (6, 1): ("=SUM(G6:J6)", ""), (7, 2): ('="12"&0.05&A007', "ja")}
    sheet.filled, sheet.keys = {1: [1, 2, 9], 3: [4]}, {5: ("lbf.share.max", "planen")}
    whole = Memory("9.9", {"lbf": ["a", "b"]}, {"x": sheet})
    assert memory.memory_in(["Log", *reversed(memory.memory_text(whole)), ""]) == whole


def test_formulas_that_were_filled_down_are_one_entry() -> None:
    packer = Packer()
    cells = [(row, f"=IF(COUNT(G{row}:J{row})=0,2023,1.5)") for row in range(5, 400)]
    packed = packer.packed(cells)
    assert len(packed) == 2  # the first row, and those that differ from it by one each
    assert list(unpacked(packed, packer.patterns, {})) == cells


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: texts[1:],
        lambda texts: texts[:-1],
        lambda texts: [texts[0][:-4], *texts[1:]],
        lambda texts: [texts[0].replace(" 1/", " 2/"), *texts[1:]],
        lambda texts: [texts[0][:60] + ("A" if texts[0][60] != "A" else "B") + texts[0][61:], *texts[1:]],
    ],
    ids=["first gone", "last gone", "cut", "renumbered", "one sign"],
)
def test_a_memory_that_was_cut_or_edited_is_recognised(
    change: Callable[[list[str]], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_PIECE", 100)
    texts = memory.memory_text(Memory("9.9", {"lbf": [f"regel.{number}" for number in range(60)]}, {}))
    assert len(texts) > 2
    with pytest.raises(MemoryLostError):
        memory.memory_in(change(texts))


def test_a_memory_of_a_later_format_is_recognised() -> None:
    (only,) = memory.memory_text(Memory("9.9", {}, {}))
    with pytest.raises(MemoryUnknownError):
        memory.memory_in([only.replace("helhedsplan-finance 1 ", "helhedsplan-finance 2 ")])


def cells_of_memory(book: Path) -> dict[str, str]:
    """Return the cells that hold the memory, with their texts."""
    rows = opened(book.read_bytes())["Log"].iter_rows()
    cells = (cell for row in rows for cell in row)
    return {f"Log!{one.coordinate}": one.value for one in cells if str(one.value).startswith("helhedsplan-finance 1 ")}


@pytest.mark.parametrize("value", [None, "x"])
def test_a_workbook_whose_memory_is_gone_is_read_and_that_is_said_once(value: str | None, tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = book_of(plan, tmp_path)
    read = read_workbook(typed(book, dict.fromkeys(cells_of_memory(book), value)))
    assert read.plan == plan
    (note,) = notes_of(read)
    assert "mappen husker ikke, hvad der blev skrevet i den" in note


def test_a_workbook_whose_memory_was_edited_is_read_and_that_is_said_once(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = book_of(plan, tmp_path)
    ((cell, held),) = cells_of_memory(book).items()
    read = read_workbook(typed(book, {cell: held[:-8] + "AAAAAAA=", "Finansieringsplan!H6": 1}))
    assert read.plan == plan
    (note,) = notes_of(read)
    assert LOST in note


def test_a_value_over_a_formula_of_input_is_found_without_the_memory(tmp_path: Path) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    gone = dict.fromkeys(cells_of_memory(book))
    told = refused(typed(book, gone | {"Poster!G5": 700_000, "Kilder!K7": "=1+1", "Poster!H6": None}))
    assert [line.partition(";")[0] for line in told.splitlines()] == [
        "Kilder!K7: formlen er ændret til =1+1",
        "Poster!G5: formlen er overskrevet med 700000",
    ]


def test_a_workbook_of_a_later_version_is_read_with_one_note(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = book_of(plan, tmp_path)
    version = cell_of(book, "planVersion")
    (note,) = notes_of(read_workbook(typed(book, {version: "7.0"})))
    assert note == f"{version}: mappen er skrevet af version 7.0"
    ((cell, held),) = cells_of_memory(book).items()
    later = {version: "7.0", cell: held.replace("helhedsplan-finance 1 ", "helhedsplan-finance 2 ")}
    read = read_workbook(typed(book, later))
    assert read.plan == plan
    (note,) = notes_of(read)
    assert note.startswith(f"{version}: mappen er skrevet af version 7.0, som husker på en anden måde")


def test_rules_that_are_newer_than_the_workbook_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from helhedsplan_finance.excel.sheets import log
    from helhedsplan_finance.rules.choose import files_for

    def earlier(plan: Plan) -> list[Any]:
        return [file.model_copy(update={"rules": file.rules[1:]}) for file in files_for(plan)]

    plan = build.published("amager-2022")
    monkeypatch.setattr(log, "files_for", earlier)
    plan.to_excel(tmp_path / "old.xlsx")
    read = read_workbook(tmp_path / "old.xlsx")
    (note,) = notes_of(read)
    for file in files_for(plan):
        assert file.rules[0].id in note


@pytest.mark.parametrize("words", ["sheets", "workbook", "kontrol", "word", "column"])
def test_another_version_with_other_words_changes_no_formula(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts that one version wrote are in the formulas; another reads the same workbook."""
    plan = build.published("eksempelparken-2022")
    book = book_of(plan, tmp_path)
    real = text.catalogue

    def other(family: str) -> dict[str, dict[str, str]]:
        entries = real(family)
        if family != words:
            return entries
        return {name: {lang: f"{shown} nu" for lang, shown in entry.items()} for name, entry in entries.items()}

    monkeypatch.setattr(text, "catalogue", other)
    read = read_workbook(book)
    assert [note for note in notes_of(read) if "formel" in note or "formler" in note] == []


def test_an_enumeration_with_a_new_word_changes_no_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from helhedsplan_finance.plan import givers

    plan = build.published("eksempelparken-2022")
    book = book_of(plan, tmp_path)
    monkeypatch.setattr(givers, "SOURCES", (*givers.SOURCES, "region"))
    assert notes_of(read_workbook(book)) == []


def formulas_of(book: Path) -> dict[str, list[str]]:
    """Return the cells with formulas by sheet, but for those of shares, which are typed."""
    formulas = read_cells(book).formulas
    return {
        sheet: [f"{get_column_letter(column)}{row}" for (row, column), one in cells.items() if not typed_share(one)]
        for sheet, cells in formulas.items()
    }


def typed_share(formula: str) -> bool:
    return re.fullmatch(r"=\d+/\d+", formula) is not None


def overwritten(plan: Plan, folder: Path, count: int, seed: str) -> None:
    """Type over some formulas of each sheet, each in a workbook of its own, and see that it is a fault."""
    book = book_of(plan, folder)
    chosen = random.Random(seed)  # noqa: S311 - the same cells every time
    cells = [
        (sheet, cell)
        for sheet, all_ in formulas_of(book).items()
        for cell in chosen.sample(all_, min(count, len(all_)))
    ]
    for sheet, cell in cells:
        there = type_cells(book, {f"{sheet}!{cell}": 987_654.5}, folder / "typed.xlsx")
        with pytest.raises(PlanError, match=re.escape(f"{sheet}!{cell}: formlen er overskrevet med")):
            read_workbook(there)


def test_a_value_over_a_formula_is_found_on_every_sheet(tmp_path: Path) -> None:
    overwritten(build.published("eksempelparken-2022"), tmp_path, 1, "daily")


@deep
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_value_over_any_formula_is_found(path: Path, tmp_path: Path) -> None:
    overwritten(Plan.from_file(path), tmp_path, 6, path.stem)


def test_every_formula_of_a_sheet_typed_over_at_once_is_found(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    cells = [f"Finansieringsplan!{cell}" for cell in formulas_of(book)["Finansieringsplan"]]
    told = refused(typed(book, dict.fromkeys(cells, 987_654.5)))
    assert [line.partition(":")[0] for line in told.splitlines() if "overskrevet" in line] != []
    assert told.count("\n") + 1 >= min(len(cells), 50)


SAME: dict[str, tuple[str, Callable[[str], str]]] = {
    "a truth called": ("Kilder", lambda formula: formula.replace("FALSE", "FALSE()")),
    "small letters": ("Kilder", lambda formula: formula.replace("COUNT", "count").replace("SUM(", "sum(")),
    "spaces": ("Poster", lambda formula: formula.replace(",", ", ").replace("=", " = ", 1)),
    "a prefix": ("Poster", lambda formula: formula.replace("IF(", "_xlfn.IF(")),
    "a sheet": ("Kilder", lambda formula: re.sub(r"\b([A-Z]\d+)\b", r"Kilder!$\1", formula)),
    "numbers": ("Poster", lambda formula: formula.replace(",2)", ",200%)").replace("<2", "<2.0")),
}


@pytest.mark.parametrize(("sheet", "change"), SAME.values(), ids=SAME)
def test_what_a_program_writes_in_another_way_is_no_change(
    sheet: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    book = book_of("eksempelparken-2022", tmp_path)
    formulas: list[tuple[str, str]] = []

    def other(found: re.Match[str]) -> str:
        formula = unescape(found[0])
        formulas.append((formula, change(formula)))
        return escape(formulas[-1][1])

    def again(content: bytes) -> bytes:
        return re.sub(r"(?<=<f>)[^<]+", other, content.decode()).encode()

    read = read_workbook(rewritten(book, part_of(book, sheet), again))
    assert any(before != after for before, after in formulas)
    assert notes_of(read) == []


def inserted(sheet: str, row: int, count: int = 1) -> Callable[[Any], None]:
    """Return the insertion of rows as Excel does it: below them all formulas and references move, and tables grow.

    A negative count deletes rows.
    """

    def moved(cell: re.Match[str]) -> str:
        number = int(cell[3])
        return f"{cell[1]}{cell[2]}{number + count if number >= max(row, row - count) else number}"

    def insert(book: Any) -> None:
        there = book[sheet]
        if count > 0:
            there.insert_rows(row, count)
        else:
            there.delete_rows(row, -count)
        own = re.compile(r"(?<![\w!'\[.])(\$?[A-Z]{1,2})(\$?)(\d+)(?![\w(])")
        from_elsewhere = re.compile(rf"((?:'{sheet}'|{sheet})!\$?[A-Z]{{1,2}})(\$?)(\d+)")
        for one in book:
            for cells in one.iter_rows():
                for cell in cells:
                    if cell.data_type == "f" and isinstance(cell.value, str):
                        parts = cell.value.split('"')
                        pattern = own if one is there else from_elsewhere
                        parts[::2] = [pattern.sub(moved, part) for part in parts[::2]]
                        cell.value = '"'.join(parts)
        for table in there.tables.values():
            table.ref = re.sub(r"([A-Z]+)()(\d+)", moved, table.ref)
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
        for defined in book.defined_names.values():
            defined.attr_text = re.sub(rf"((?:'{sheet}'|{sheet})!\$[A-Z]+)(\$)(\d+)", moved, defined.attr_text)

    return insert


@pytest.mark.parametrize(
    ("sheet", "row", "count"),
    [
        *[pytest.param(*one, marks=pytest.mark.deep) for one in (("Budget", 9, 1), ("Finansieringsplan", 3, 2))],
        *[("Forside", 6, 1), ("Huslejevirkning", 60, 3), ("Kontrol", 8, 1)],
    ],
)
def test_rows_that_were_put_in_on_a_computed_sheet_change_no_formula(
    sheet: str, row: int, count: int, tmp_path: Path
) -> None:
    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), inserted(sheet, row, count)))
    assert (read.plan, notes_of(read)) == (plan, [])


def test_a_value_over_a_formula_is_found_below_rows_that_were_put_in(tmp_path: Path) -> None:
    book = changed(book_of("eksempelparken-2022", tmp_path), inserted("Budget", 9))
    assert refused(typed(book, {"Budget!H15": 5})).startswith("Budget!H15: formlen er overskrevet med 5")


def test_rows_that_were_deleted_on_a_computed_sheet_are_said_once(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), inserted("Budget", 7, -1)))
    assert read.plan == plan
    (note,) = notes_of(read)
    assert note.startswith("Budget!C7: formlen mangler; antal celler på arket:")


def test_a_deleted_row_of_input_is_a_line_that_is_gone(tmp_path: Path) -> None:
    plan = build.published("eksempelhaven-2023")
    read = read_workbook(changed(book_of(plan, tmp_path), inserted("Poster", 6, -1)))
    assert [line.id for line in read.plan.costs] == [line.id for line in plan.costs if line != plan.costs[1]]
    assert [note for note in notes_of(read) if "forml" in note] == []


def test_a_current_figure_over_the_formula_of_a_line_is_no_fault(tmp_path: Path) -> None:
    cells = {"Poster!F5": 600_000, "Poster!L5": 1, "Poster!G5": 600_000}
    book = book_of("eksempelparken-2022", tmp_path)
    (note,) = notes_of(read_workbook(typed(book, cells)))
    assert note.startswith("Poster!G5: formlen er overskrevet med sin egen værdi")
    assert refused(typed(book, cells | {"Poster!G5": 600_000.01})).startswith("Poster!G5: formlen er overskrevet med")


def test_rows_of_input_may_be_put_in_and_filled_down(tmp_path: Path) -> None:
    from openpyxl.formula.translate import Translator

    def put_in(book: Any) -> None:
        inserted("Poster", 7)(book)
        sheet = book["Poster"]
        for column in range(1, 20):
            above = sheet.cell(6, column)
            if above.data_type == "f":
                sheet.cell(7, column).value = Translator(above.value, above.coordinate).translate_formula(row_delta=1)
        for name, value in {"A7": "Festival", "B7": "festival", "D7": "aktiviteter", "F7": 10_000, "L7": 3}.items():
            sheet[name] = value

    read = read_workbook(changed(book_of("eksempelparken-2022", tmp_path), put_in))
    assert ([line.id for line in read.plan.costs][2], notes_of(read)) == ("festival", [])


def test_rows_of_input_may_be_sorted(tmp_path: Path) -> None:
    def sort(book: Any) -> None:
        sheet = book["Poster"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=10, max_col=19)]
        for number, values in enumerate(reversed(rows), start=5):
            for column, value in enumerate(values, start=1):
                cell = sheet.cell(number, column)
                if cell.data_type != "f":
                    cell.value = value

    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), sort))
    assert notes_of(read) == []
    assert {line.id for line in read.plan.costs} == {line.id for line in plan.costs}


def test_the_same_plan_gives_the_same_memory(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    plan.to_excel(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == content_of(plan)


def test_a_workbook_without_its_names_still_has_its_memory(tmp_path: Path) -> None:
    book = named(
        book_of("amager-2022", tmp_path),
        lambda content: re.sub(r'<definedName name="planHukommelse".*?</definedName>', "", content),
    )
    assert "overskrevet" in refused(typed(book, {"Finansieringsplan!H6": 1}))


def odd(value: Any, chosen: random.Random) -> Any:
    """Return another value in the place of one, of a kind that the memory may not expect."""
    others: list[Any] = [None, -1, 10**9, 2.5, "x", "", [], [[]], {}, {"a": 1}, True, [value, value]]
    return chosen.choice(others)


def spoilt(node: Any, chosen: random.Random) -> Any:
    """Return JSON with one value of it replaced."""
    if isinstance(node, dict) and node and chosen.random() < 0.95:
        key = chosen.choice(sorted(node))
        return {**node, key: spoilt(node[key], chosen)}
    if isinstance(node, list) and node and chosen.random() < 0.95:
        place = chosen.randrange(len(node))
        return [*node[:place], spoilt(node[place], chosen), *node[place + 1 :]]
    return odd(node, chosen)


def test_a_forged_memory_is_read_or_refused_and_never_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_of("amager-2022", tmp_path)
    ((cell, held),) = cells_of_memory(book).items()
    whole = memory.memory_in([held])
    assert whole is not None
    real, chosen = json.dumps, random.Random(18)  # noqa: S311 - the same forgeries every time

    def forge(data: Any, **options: Any) -> str:
        return real(spoilt(data, chosen), **options)

    for _ in range(40):
        with monkeypatch.context() as patched:
            patched.setattr(json, "dumps", forge)
            (text_,) = memory.memory_text(whole)
        with suppress(PlanError):
            read_workbook(typed(book, {cell: text_}))
