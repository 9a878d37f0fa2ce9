"""A posting written as CSV in any form and read back is the same; sums know no order, and no division of a posting."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helhedsplan_finance.calculators.followup.mapping import AccountMapping, FileForm, Sign
from helhedsplan_finance.calculators.followup.postings import Posting, Postings, sums
from helhedsplan_finance.calculators.followup.read_postings import decoded, postings_in
from runs import thorough

pytestmark = pytest.mark.daily

HEADINGS = ("dato", "post", "bidrag", "kilde", "afdeling", "bilag", "tekst", "konto", "beløb")
# Letters that every encoding has, and what a CSV file must quote.
LETTERS = "aløæåÅ7;,|\t\"'=- +"
TEXTS = st.text(LETTERS, max_size=8).map(str.strip)
ORE = st.integers(-(10**12), 10**12)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def rows(draw: st.DrawFn) -> list[Posting]:
    """Draw postings of a file, whose first row of data is line 2."""
    found: list[Posting] = []
    for line in range(2, draw(st.integers(1, 8)) + 2):
        place = draw(st.sampled_from([("løn", None), (None, "lbf"), (None, None), ("leje", None)]))
        source, afdeling = draw(TEXTS) or None, draw(TEXTS) or None
        texts = draw(TEXTS), draw(TEXTS), draw(TEXTS)
        found.append(Posting(line, "f.csv", draw(DAYS), *place, source, afdeling, *texts, draw(ORE)))
    return found


def written_amount(ore: int, decimal: str, *, grouped: bool) -> str:
    whole, part = divmod(abs(ore), 100)
    figure = f"{whole:,}" if grouped else str(whole)
    if decimal == ",":
        figure = figure.replace(",", ".")
    return f"{'-' if ore < 0 else ''}{figure}{decimal}{part:02d}"


def written_day(day: date, form: str) -> str:
    year = f"{day.year:04d}"
    return (
        form.replace("yyyy", year)
        .replace("yy", year[2:])
        .replace("mm", f"{day.month:02d}")
        .replace("dd", f"{day.day:02d}")
    )


FORMS = st.builds(
    FileForm,
    separator=st.sampled_from([";", ",", "\t", "|"]),
    decimal=st.sampled_from([",", "."]),
    date=st.sampled_from(["dd-mm-yyyy", "dd/mm/yy", "yyyymmdd", "ddmmyyyy", "yyyy-mm-dd", "mm/dd/yyyy", "dd.mm.yyyy"]),
    skip=st.integers(0, 3),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252", "iso-8859-1", "cp850"]),
    sign=st.sampled_from(["udgift +", "udgift -", "begge +"]),
)
SIGNS: dict[Sign, tuple[int, int]] = {"udgift +": (1, -1), "udgift -": (-1, 1), "begge +": (1, 1)}


def as_csv(postings: Sequence[Posting], form: FileForm, *, grouped: bool) -> bytes:
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=form.separator or ";")
    buffer.write("forspalte\r\n" * form.skip)
    writer.writerow(HEADINGS)
    of_cost, of_stream = SIGNS[form.sign]
    for one in postings:
        ore = one.ore * (of_cost if one.stream is None else of_stream)
        day = written_day(one.date, form.date or "yyyy-mm-dd") if one.date else ""
        ids = (one.post or "", one.stream or "", one.source or "", one.afdeling or "")
        amount = written_amount(ore, form.decimal, grouped=grouped)
        writer.writerow([day, *ids, one.voucher, one.text, one.account, amount])
    return buffer.getvalue().encode(form.encoding)


@thorough
@given(rows(), FORMS, st.booleans())
def test_a_posting_written_in_any_form_and_read_back_is_the_same(
    postings: list[Posting], form: FileForm, grouped: bool
) -> None:
    content = as_csv(postings, form, grouped=grouped)
    text = decoded(content, Path("f.csv"), form.encoding)
    read = postings_in(text, AccountMapping(file=form), "f.csv")
    assert read == Postings(tuple(one._replace(line=one.line + form.skip) for one in postings))


KEYS = st.lists(st.sampled_from(["post", "stream", "source", "afdeling", "year"]), min_size=1, unique=True)


def by_hand(postings: Sequence[Posting], keys: Sequence[str]) -> dict[Any, int]:
    values = {tuple(getattr(one, key) for key in keys) for one in postings}
    return {
        value: sum(one.ore for one in postings if tuple(getattr(one, key) for key in keys) == value) for value in values
    }


@given(rows(), st.randoms(use_true_random=False), KEYS)
def test_the_order_of_postings_does_not_matter(postings: list[Posting], random: Any, keys: list[str]) -> None:
    mixed = list(postings)
    random.shuffle(mixed)
    assert sums(mixed, *keys) == sums(postings, *keys) == by_hand(postings, keys)


@given(st.lists(rows(), min_size=1, max_size=3), st.randoms(use_true_random=False), KEYS)
def test_the_order_of_files_does_not_matter(files: list[list[Posting]], random: Any, keys: list[str]) -> None:
    read = [Postings(tuple(one)) for one in files]
    mixed = list(read)
    random.shuffle(mixed)
    assert sums(Postings.joined(mixed).rows, *keys) == sums(Postings.joined(read).rows, *keys)


@given(rows(), st.data(), KEYS)
def test_splitting_a_posting_in_two_changes_no_sum(
    postings: list[Posting], data: st.DataObject, keys: list[str]
) -> None:
    at = data.draw(st.integers(0, len(postings) - 1))
    part = data.draw(ORE)
    split = [*postings[:at], postings[at]._replace(ore=part), postings[at]._replace(ore=postings[at].ore - part)]
    assert sums([*split, *postings[at + 1 :]], *keys) == sums(postings, *keys)


@given(rows(), FORMS)
def test_splitting_a_row_of_a_file_changes_no_sum(postings: list[Posting], form: FileForm) -> None:
    first = postings[0]
    assume(first.ore not in {0, 1})
    halves = [first._replace(ore=first.ore // 2), first._replace(ore=first.ore - first.ore // 2), *postings[1:]]
    read = [
        postings_in(as_csv(one, form, grouped=True).decode(form.encoding), AccountMapping(file=form), "f.csv")
        for one in (postings, halves)
    ]
    assert sums(read[0].rows, "post", "stream", "year") == sums(read[1].rows, "post", "stream", "year")
