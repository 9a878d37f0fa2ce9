"""Columns are recognised by the ids that a workbook stores, whatever their titles."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import build
from asking import notes_of
from excel.books import book_of, changed, content_of, named, opened, refused, rewritten, without_ids
from excel.hand import part_of, retitle, tables
from excel.recalculate import converted
from helhedsplan_finance import changes_between, read_workbook, text
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.formulas import _title
from helhedsplan_finance.excel.readback import read_workbook as reading
from helhedsplan_finance.excel.readback.table_columns import StoredId, find_columns
from helhedsplan_finance.plan.schema import TABLES, Field
from helhedsplan_finance.text import LANGS, Lang
from places import tool

pytestmark = pytest.mark.daily
deep = pytest.mark.deep

FULL = "eksempelhaven-2023"  # a plan with every table
AWKWARD = 'Kolonne {} \'[é] "q" #'


def titles_of(book: Path, wording: str) -> dict[tuple[str, str], str]:
    """Return another title for each column of each table."""
    every = [(table, title) for table, (_, _, titles) in tables(book).items() for title in titles]
    return {one: wording.format(number) for number, one in enumerate(every)}


def moved(name: str, cell: str) -> Callable[[str], str]:
    """Return a change that points a name to another cell."""
    return lambda content: re.sub(rf'(<definedName name="{name}"[^>]*>)[^<]*', rf"\g<1>{cell}", content)


@pytest.mark.parametrize(
    ("lang", "wording", "formulas"),
    [
        # Two of the eight each day, in which each of the three differs; a workbook of every table takes seconds.
        pytest.param(*one, marks=() if one in {("da", "Kolonne {}", True), ("en", AWKWARD, False)} else deep)
        for one in product(LANGS, ("Kolonne {}", AWKWARD), (True, False))
    ],
)
def test_every_title_may_be_changed(lang: Lang, wording: str, formulas: bool, tmp_path: Path) -> None:
    plan = build.published(FULL)
    book = book_of(plan, tmp_path, lang=lang)
    read = read_workbook(retitle(book, titles_of(book, wording), tmp_path / "titled.xlsx", formulas=formulas))
    assert (read.plan, notes_of(read)) == (plan, [])
    assert read.is_as_written


def test_a_title_may_be_given_the_words_of_another(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = book_of(plan, tmp_path)
    titles = {("tblKilder", "Navn"): "Kilde", ("tblKilder", "Kilde"): "Giver", ("tblKilder", "Note"): "2022"}
    titles[("tblKilder", "2022")] = "Første år"
    read = read_workbook(retitle(book, titles, tmp_path / "titled.xlsx", formulas=True))
    assert (read.plan, notes_of(read)) == (plan, [])


def test_a_changed_formula_is_found_under_a_changed_title(tmp_path: Path) -> None:
    book = book_of("amager-2022", tmp_path)
    titled = retitle(book, {("tblData", "Beløb"): "Kroner"}, tmp_path / "titled.xlsx", formulas=True)

    def half(content: bytes) -> bytes:
        formula = b"<f>(SUMIFS(tblData[Kroner]"
        assert formula in content
        return content.replace(formula, b"<f>0.5*(SUMIFS(tblData[Kroner]", 1)

    (note,) = notes_of(read_workbook(rewritten(titled, part_of(titled, "Forside"), half)))
    assert "formlen er ændret til =0.5*(SUMIFS(tblData[Kroner]" in note


@pytest.fixture
def reworded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Yield what gives every column another title in the catalogue, its words in another order."""
    real = text.catalogue

    def other(family: str) -> dict[str, dict[str, str]]:
        if family != "column":
            return real(family)
        words = {
            name: {lang: re.findall(r"[\w{}]+", entry[lang]) for lang in LANGS} for name, entry in real(family).items()
        }
        return {name: {lang: " ".join([*entry[lang][::-1], "Ny"]) for lang in LANGS} for name, entry in words.items()}

    def change() -> None:
        monkeypatch.setattr(text, "catalogue", other)
        _title.cache_clear()

    yield change
    monkeypatch.undo()
    _title.cache_clear()


@pytest.mark.parametrize("lang", ["da", pytest.param("en", marks=deep)])
def test_a_workbook_is_read_by_a_version_with_other_titles(
    lang: Lang, reworded: Callable[[], None], tmp_path: Path
) -> None:
    plan = build.published(FULL)
    old = book_of(plan, tmp_path, lang=lang)
    reworded()
    new = tmp_path / "new.xlsx"
    plan.to_excel(new, lang=lang)
    assert not set(tables(new)["tblPoster"][2]) & set(tables(old)["tblPoster"][2]) - {*map(str, plan.period.years)}
    for book in (old, new):
        read = read_workbook(book)
        assert (read.plan, notes_of(read), read.is_as_written) == (plan, [], True)


@pytest.mark.parametrize("lang", [pytest.param("da", marks=deep), "en"])
def test_a_workbook_with_other_titles_is_read_by_this_version(
    lang: Lang, reworded: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan = build.published(FULL)
    reworded()
    plan.to_excel(tmp_path / "new.xlsx", lang=lang)
    monkeypatch.undo()
    _title.cache_clear()
    read = read_workbook(tmp_path / "new.xlsx")
    assert (read.plan, notes_of(read), read.is_as_written) == (plan, [], True)


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_without_ids_is_read_by_its_titles(lang: Lang, tmp_path: Path) -> None:
    plan = build.published(FULL)
    read = read_workbook(without_ids(book_of(plan, tmp_path, lang=lang)))
    assert (read.plan, notes_of(read), read.is_as_written) == (plan, [], True)


def test_a_title_of_a_former_version_is_known(tmp_path: Path) -> None:
    plan = build.published("eksempelparken-2022")
    book = without_ids(book_of(plan, tmp_path, lang="en"))
    read = read_workbook(retitle(book, {("tblPoster", "Moms"): "VAT (moms)"}, tmp_path / "old.xlsx", formulas=True))
    assert (read.plan, notes_of(read)) == (plan, [])


def test_a_workbook_without_ids_and_with_other_titles_is_refused(tmp_path: Path) -> None:
    book = without_ids(book_of("amager-2022", tmp_path))
    told = refused(retitle(book, {("tblKilder", "Kilde"): "Kilden"}, tmp_path / "titled.xlsx", formulas=True))
    assert "Kilder!4: tabellen på Kilder mangler kolonnen 'Kilde'" in told


ASTRAY: dict[str, Callable[[str], str]] = {
    "twice": lambda content: content.replace(
        "</definedNames>", "<definedName name=\"hhp_tblKilder_name\">'Kilder'!$C$4</definedName></definedNames>"
    ),
    "nowhere": moved("hhp_tblKilder_name", "#REF!"),
    "a formula": moved("hhp_tblKilder_name", "SUM('Kilder'!$A$4:$B$4)"),
    "no such sheet": moved("hhp_tblKilder_name", "'Ark 9'!$A$4"),
    "another sheet": moved("hhp_tblKilder_name", "'Poster'!$A$4"),
    "below the header": moved("hhp_tblKilder_name", "'Kilder'!$A$5"),
    "beside the table": moved("hhp_tblKilder_name", "'Kilder'!$AZ$4"),
    "beyond any sheet": moved("hhp_tblKilder_name", "'Kilder'!$XFD$1048576"),
    "on another's column": moved("hhp_tblKilder_name", "'Kilder'!$C$4"),
}
NOTE = (
    "Kilder!4: kolonnernes skjulte navne i tabellen på Kilder passer ikke længere (Navn); "
    "de kolonner er i stedet søgt efter deres overskrift"
)


@pytest.mark.parametrize("change", ASTRAY.values(), ids=ASTRAY)
def test_a_column_whose_id_is_astray_is_found_by_its_title_and_that_is_said(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    plan = build.published("eksempelparken-2022")
    read = read_workbook(named(book_of(plan, tmp_path), change))
    assert (read.plan, notes_of(read)) == (plan, [NOTE])


def test_a_column_whose_id_is_gone_is_found_by_its_title(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    gone = r'<definedName name="hhp_tblKilder_(?:name|y2023)"[^>]*>[^<]*</definedName>'
    read = read_workbook(named(book_of(plan, tmp_path), lambda content: re.sub(gone, "", content)))
    assert (read.plan, notes_of(read)) == (plan, [])


@pytest.mark.parametrize(("id_", "title"), [("name", "Navn"), ("y2023", "2023")])
def test_a_column_with_neither_id_nor_title_is_one_fault(id_: str, title: str, tmp_path: Path) -> None:
    book = named(book_of("amager-2022", tmp_path), moved(f"hhp_tblKilder_{id_}", "#REF!"))
    told = refused(retitle(book, {("tblKilder", title): "Andet"}, tmp_path / "titled.xlsx", formulas=True))
    assert told == (
        f"Kilder!4: tabellen på Kilder mangler kolonnen '{title}'; skriv overskriften igen, "
        "eller hent kolonnen fra en ny mappe"
    )


def with_field(monkeypatch: pytest.MonkeyPatch, field: Field) -> None:
    """Read contributions with one more field, or with another in place of that of the same key."""
    fields = (*(one for one in TABLES[0].fields if one.key != field.key), field)
    monkeypatch.setattr(reading, "TABLES", (replace(TABLES[0], fields=fields), *TABLES[1:]))


def test_a_workbook_of_before_a_column_was_invented_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan, book = build.published("amager-2022"), book_of("amager-2022", tmp_path)
    with_field(monkeypatch, Field("organisation", "organisation", "line", later=True))
    read = read_workbook(book)
    assert (read.plan, notes_of(read)) == (plan, [])
    with_field(monkeypatch, Field("organisation", "organisation", "line"))
    assert "mangler kolonnen 'Organisation'" in refused(book)


def test_a_later_column_that_the_workbook_had_is_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_field(monkeypatch, Field("note", "note", "note", later=True))
    book = named(book_of("amager-2022", tmp_path), moved("hhp_tblKilder_note", "#REF!"))
    told = refused(retitle(book, {("tblKilder", "Note"): "Andet"}, tmp_path / "titled.xlsx", formulas=True))
    assert "mangler kolonnen 'Note'" in told


def test_an_id_that_is_there_twice_with_one_cell_is_one_id(tmp_path: Path) -> None:
    again = '<definedName name="hhp_tblKilder_name">Kilder!$A$4</definedName></definedNames>'
    plan = build.published("amager-2022")
    read = read_workbook(named(book_of(plan, tmp_path), lambda content: content.replace("</definedNames>", again)))
    assert (read.plan, notes_of(read)) == (plan, [])


def test_names_that_this_version_does_not_know_are_no_ids(tmp_path: Path) -> None:
    ids = ("tblKilder_fremtid", "tblKilder_quantity", "tblKilder_name_y2023", "tblUkendt_name", "tblKilder", "")
    more = "".join(f"<definedName name=\"hhp_{id_}\">'Kilder'!$A$4</definedName>" for id_ in ids)
    plan = build.published("amager-2022")
    book = named(book_of(plan, tmp_path), lambda content: content.replace("</definedNames>", f"{more}</definedNames>"))
    read = read_workbook(book)
    assert (read.plan, notes_of(read)) == (plan, [])


def test_an_id_of_another_column_with_the_same_title_takes_nothing(tmp_path: Path) -> None:
    # The column of a rule's id is titled "Id" as well: a name of it in tblKilder could claim another column.
    more = "<definedName name=\"hhp_tblKilder_rule_id\">'Kilder'!$G$4</definedName></definedNames>"
    plan = build.published("amager-2022")
    read = read_workbook(named(book_of(plan, tmp_path), lambda content: content.replace("</definedNames>", more)))
    assert read.plan == plan
    (note,) = notes_of(read)
    assert "(Id)" in note


def test_columns_that_a_program_moved_without_their_names_are_found_by_their_titles(tmp_path: Path) -> None:
    def swap(book: Any) -> None:
        for row in book["Kilder"].iter_rows(min_row=4, max_row=12, min_col=7, max_col=8):
            row[0].value, row[1].value = row[1].value, row[0].value
        names = book["Kilder"].tables["tblKilder"].tableColumns
        names[6].name, names[7].name = names[7].name, names[6].name

    plan = build.published("eksempelparken-2022")
    read = read_workbook(changed(book_of(plan, tmp_path), swap))
    assert changes_between(plan, read.plan) == []
    assert "(2022, 2023)" in notes_of(read)[0]


# The titles of four columns, the columns of the ids of name, id and note, and where each is found; None is astray. A
# title that is in another column is right if cells were moved, and wrong if a person changed it.
ARRANGED = [
    ("Navn Id Note -", "123", (1, 2, 3)),
    ("Giver Id Note -", "123", (1, 2, 3)),
    ("Id Note Navn -", "123", (None, None, None)),
    ("Id Navn Note -", "123", (None, None, 3)),
    ("Id Nr Note -", "123", (1, 2, 3)),
    ("- Navn Id Note", "123", (None, None, None)),
    ("Giver Id Note Navn", "123", (None, 2, 3)),
    ("Navn Id Note -", "113", (1, None, 3)),
    ("Giver Id Note -", "113", (None, None, 3)),
    ("Navn Id Note Note", "123", (1, 2, 3)),
]


@pytest.mark.parametrize(("titles", "places", "expected"), ARRANGED)
def test_an_id_counts_unless_cells_were_moved_without_it(
    titles: str, places: str, expected: tuple[int | None, ...]
) -> None:
    columns = [Column(key) for key in ("name", "id", "note")]
    stored = [StoredId(one.key, one, int(at)) for one, at in zip(columns, places, strict=True)]
    found = find_columns(dict(enumerate(titles.split(" "), start=1)), stored, "da")
    at = (None if one.title("da") in found.astray else found.by_title[one.title("da")] for one in columns)
    assert tuple(at) == expected


def test_a_title_of_two_columns_is_a_fault_unless_ids_tell_them_apart() -> None:
    ids = [StoredId("name", Column("name"), 1), StoredId("note", Column("note"), 2)]
    assert find_columns({1: "Navn", 2: "Navn"}, ids, "da").twice == ()
    assert find_columns({1: "Navn", 2: "Note", 3: "Navn"}, ids, "da").twice == ("Navn",)


def test_a_stated_language_that_is_none_is_seen_from_the_titles(tmp_path: Path) -> None:
    plan = build.published("amager-2022")
    book = named(book_of(plan, tmp_path, lang="en"), moved("planSprog", "'Log'!$B$5"))  # that of the version
    read = read_workbook(book)
    assert (read.plan, notes_of(read)) == (plan, [])


def test_ids_are_hidden_and_never_change() -> None:
    names = opened(content_of(build.published("amager-2022"))).defined_names
    ids = [name for name, defined in names.items() if defined.hidden]
    assert [one for one in names if one.startswith("hhp_") and one not in ids] == []
    assert [one for one in ids if one.startswith("hhp_tblKilder_")] == [
        f"hhp_tblKilder_{id_}"
        for id_ in (
            *(
                "approx",
                "excludes",
                "form",
                "id",
                "konto",
                "max_amount",
                "max_share",
                "name",
                "note",
                "pays",
                "source",
                "stated",
            ),
            *("status", "total", "within", "y2022", "y2023", "y2024", "y2025"),
        )
    ]


def test_ids_are_the_same_in_both_languages() -> None:
    plan = build.published(FULL)
    danish, english = (opened(content_of(plan, lang=lang)).defined_names for lang in LANGS)
    assert [*danish] == [*english]


@deep
@pytest.mark.parametrize("way", [("xlsx",), ("ods", "xlsx")], ids=["xlsx", "ods"])
def test_ids_survive_libreoffice(way: tuple[str, ...], tmp_path: Path) -> None:
    tool("soffice")
    plan = build.published("eksempelparken-2022")
    book = book_of(plan, tmp_path)
    books = [retitle(book, titles_of(book, "Kolonne {}"), tmp_path / "titled.xlsx", formulas=True)]
    for number, to in enumerate(way):
        converted(books, to, tmp_path / str(number))
        books = [tmp_path / str(number) / f"titled.{to}"]
    read = read_workbook(books[0])
    assert read.plan == plan
    assert len([name for name in opened(books[0].read_bytes()).defined_names if name.startswith("hhp_")]) > 100
    assert way != ("xlsx",) or notes_of(read) == []
