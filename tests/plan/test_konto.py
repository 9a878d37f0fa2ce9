"""The account of a line and of a contribution: stated by the user, kept everywhere, and printed where one is stated."""

from pathlib import Path
from typing import Any

import pytest

import build
from asking import notes_of
from excel.books import book_of, opened, typed
from helhedsplan_finance import Plan, PlanError, changes_between, merge, read_workbook
from helhedsplan_finance.excel.base.entry import unprinted
from helhedsplan_finance.plan.file import to_toml
from helhedsplan_finance.plan.schema import COST_FIELDS, STREAM_FIELDS
from helhedsplan_finance.text import LANGS

pytestmark = pytest.mark.daily

LBF = build.stream("lbf", 150_000, konto="7406.010")
PAY = build.line("løn", 100_000, id="leder", konto="=4711")
CAFE = build.line("aktiviteter", 50_000, id="cafe")


def plan(*streams: Any, costs: Any = (PAY, CAFE)) -> Plan:
    return build.plan(*(streams or (LBF,)), costs=costs)


def test_an_account_is_a_text_of_the_users_own() -> None:
    read = plan()
    assert [one.konto for one in read.streams] == ["7406.010"]
    assert [one.konto for one in read.costs] == ["=4711", None]
    with pytest.raises(PlanError) as caught:
        plan(costs=[PAY | {"konto": ""}])
    assert [fault.where for fault in caught.value.faults] == ["cost 1 'leder' › konto"]
    with pytest.raises(PlanError):
        plan(costs=[PAY | {"konto": 4711}])  # a number would lose its leading zeros


def test_a_plan_file_keeps_it() -> None:
    text = to_toml(plan())
    assert 'konto = "7406.010"' in text
    assert text.count("konto") == 2  # a line without one has no key


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_comes_back_the_same_and_an_account_typed_in_it_is_read(lang: Any, tmp_path: Path) -> None:
    book = book_of(plan(), tmp_path, lang=lang)
    read = read_workbook(book)
    assert (read.plan, notes_of(read), read.is_as_written) == (plan(), [], True)
    (sheet,) = (one for one in opened(book.read_bytes()) if "tblPoster" in one.tables)
    assert sheet.cell(4, sheet.max_column).value == ("Konto" if lang == "da" else "Account")
    place = sheet.cell(6, sheet.max_column).coordinate
    again = read_workbook(typed(book, {f"{sheet.title}!{place}": "0042"})).plan
    assert [one.konto for one in again.costs] == ["=4711", "0042"]


def test_a_difference_in_it_is_a_change() -> None:
    other = plan(LBF | {"konto": "7406.020"}, costs=[PAY, CAFE | {"konto": "55"}])
    assert [change.show("da") for change in changes_between(plan(), other)] == [
        "Kilder › lbf › Konto: 7406.010 → 7406.020",
        "Poster › cafe › Konto: (tom) → 55",
    ]


def test_what_has_different_accounts_stays_two_in_a_merged_plan() -> None:
    same = merge(plan(), plan()).plan
    assert (len(same.streams), len(same.costs)) == (1, 2)
    other = plan(LBF | {"konto": "7406.020"}, costs=[PAY | {"konto": "4712"}, CAFE])
    merged = merge(plan(), other)
    assert [one.konto for one in merged.plan.streams] == ["7406.010", "7406.020"]
    assert [one.konto for one in merged.plan.costs] == ["=4711", None, "4712"]
    assert "de har ikke samme konto" in " ".join(note.show("da") for note in merged.notes)


def test_its_column_is_printed_where_a_row_has_one() -> None:
    stated = plan()
    for fields, rows in ((STREAM_FIELDS, stated.streams), (COST_FIELDS, stated.costs)):
        (at,) = [place for place, field in enumerate(fields) if field.key == "konto"]
        assert at == len(fields) - 1
        assert at not in unprinted(dict(enumerate(fields)), rows)
        assert at in unprinted(dict(enumerate(fields)), [one.model_copy(update={"konto": None}) for one in rows])
