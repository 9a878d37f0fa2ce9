"""What is found on postings: each with its file and line, nothing corrected."""

from datetime import date
from typing import Any

import pytest

from helhedsplan_finance.calculators.followup.posting_findings import KINDS, posting_findings
from helhedsplan_finance.calculators.followup.postings import Posting, Postings, Remark
from helhedsplan_finance.text import catalogue

pytestmark = pytest.mark.daily

PERIOD = (date(2022, 1, 1), date(2025, 12, 31))
KNOWN: dict[str, Any] = {"period": PERIOD, "as_of": date(2023, 12, 31), "posts": ["løn", "leje"], "streams": ["lbf"]}
PLAIN = Posting(2, "a.csv", date(2023, 5, 1), "løn", None, None, None, "", "", "4711", 100_00)


def found(*postings: Posting, **asked: Any) -> list[tuple[str, str, int | None]]:
    return [(one.kind, one.file, one.line) for one in posting_findings(postings, **{**KNOWN, **asked})]


def said(*postings: Posting, **asked: Any) -> list[str]:
    return [one.show("da") for one in posting_findings(postings, **{**KNOWN, **asked})]


def test_nothing_is_found_on_a_plain_posting_or_where_nothing_is_asked() -> None:
    assert found(PLAIN) == []
    assert posting_findings([PLAIN._replace(date=date(1999, 1, 1), post="x")]) == ()


@pytest.mark.parametrize(
    ("changed", "kind", "sentence"),
    [
        (
            {"date": date(2021, 12, 31)},
            "outside",
            (
                "a.csv, linje 2: 31. december 2021 ligger uden for perioden 1. januar 2022–31. december 2025; "
                "100 kr. regnes mod et budget på 0"
            ),
        ),
        (
            {"date": date(2024, 1, 1)},
            "future",
            "a.csv, linje 2: 1. januar 2024 ligger efter opgørelsesdagen 31. december 2023 (100 kr.)",
        ),
        (
            {"date": None},
            "undated",
            (
                "a.csv, linje 2: posteringen på 100 kr. har ingen dato, så den hører ikke til noget år; "
                "er det en sumlinje?"
            ),
        ),
        ({"post": "lon"}, "unknown_post", "a.csv, linje 2: posten 'lon' er ikke i planen; mente du 'løn'? (100 kr.)"),
        (
            {"post": None, "stream": "lfb"},
            "unknown_stream",
            "a.csv, linje 2: bidraget 'lfb' er ikke i planen; mente du 'lbf'? (100 kr.)",
        ),
    ],
)
def test_a_posting_is_found_with_its_line(changed: dict[str, Any], kind: str, sentence: str) -> None:
    one = PLAIN._replace(**changed)
    assert found(one) == [(kind, "a.csv", 2)]
    assert said(one) == [sentence]


def test_a_posting_of_another_year_is_found_and_the_first_and_last_day_are_inside() -> None:
    days = [PLAIN._replace(line=line, date=day) for line, day in enumerate((*PERIOD, date(2023, 1, 1)), start=2)]
    assert found(*days, as_of=None, year=2023) == [("other_year", "a.csv", 2), ("other_year", "a.csv", 3)]


def test_the_same_voucher_date_and_amount_is_found_in_another_file_too() -> None:
    first = PLAIN._replace(voucher="B7")
    again = first._replace(file="b.csv", line=9, voucher="b7")
    others = [first._replace(line=3, ore=1), first._replace(line=4, date=date(2023, 5, 2)), PLAIN._replace(line=5)]
    others += [
        first._replace(line=6, voucher="B8"),
        PLAIN._replace(line=7),
        first._replace(line=8, post=None, stream="lbf"),
    ]
    for postings in ([first, again, *others], [*others, again, first]):
        assert said(*postings) == [
            "b.csv, linje 9: bilag b7 den 1. maj 2023 på 100 kr. står også i a.csv, linje 2; er den bogført to gange?"
        ]


def test_a_refund_is_fine_and_costs_below_zero_on_the_whole_are_not() -> None:
    refund = PLAIN._replace(line=3, ore=-40_00)
    assert found(PLAIN, refund) == []
    assert said(PLAIN, refund._replace(ore=-240_00)) == [
        "a.csv: udgifterne i filen er tilsammen -140 kr.; er fortegnet vendt om? Det angives i konteringen"
    ]


def test_the_sign_is_asked_of_each_file_and_of_what_is_placed() -> None:
    other = PLAIN._replace(file="b.csv", post=None, stream="lbf", ore=-5)
    unplaced = PLAIN._replace(file="c.csv", post=None, ore=-900_00)
    assert found(PLAIN, other, unplaced) == [("reversed_income", "b.csv", None)]


def test_without_any_known_id_no_other_is_proposed() -> None:
    stream = PLAIN._replace(line=3, post=None, stream="lbf")
    assert said(PLAIN, stream, posts=[], streams=[]) == [
        "a.csv, linje 2: posten 'løn' er ikke i planen, som ingen poster har (100 kr.)",
        "a.csv, linje 3: bidraget 'lbf' er ikke i planen, som ingen bidrag har (100 kr.)",
    ]


def test_a_row_of_text_alone_is_told_of() -> None:
    (one,) = posting_findings(Postings((PLAIN,), remarks=(Remark("a.csv", 12, "Udskrevet"),)))
    assert one.to_dict() == {
        "kind": "remark",
        "file": "a.csv",
        "line": 12,
        "amount_ore": None,
        "message": "linjen har kun teksten 'Udskrevet' og er ingen postering",
    }


def test_each_kind_has_a_sentence() -> None:
    assert {f"finding_{kind}" for kind in KINDS} <= set(catalogue("postings"))
