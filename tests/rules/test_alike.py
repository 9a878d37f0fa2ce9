"""The same limit from two records is one row that names both, and two findings in the data."""

import pytest

import build
from helhedsplan_finance import Report

pytestmark = pytest.mark.daily


def report(share: str = "75 %", *more: build.Stated) -> Report:
    rest = 25 - sum(one["amount"] for one in more)
    return build.plan(
        build.stream("lbf", 75, max_share=share, name="Landsbyggefonden"),
        build.stream("boligorganisation", rest),
        *more,
        total=100,
    ).check()


def test_the_regimes_limit_and_a_ceiling_of_the_same_are_one_row() -> None:
    found = report()
    both = [one for one in found.listed if one.also]
    assert [(one.rule, one.also) for one in both] == [("lbf.share.max", ("stream.lbf.max_share",))]
    assert both[0].title.show("da") == "Landsbyggefondens andel (også: Loft for Landsbyggefonden)"
    assert "Samme grænse står to steder: Loft for Landsbyggefonden" in both[0].message.show("da")
    assert len(found.listed) == len(found.findings) - 1


def test_the_data_keep_both() -> None:
    ids = [one["rule"] for one in report().to_dict()["findings"]]
    assert {"lbf.share.max", "stream.lbf.max_share"} <= set(ids)
    assert report().explain("stream.lbf.max_share").findings[0].outcome == "passed"


def test_another_rate_or_other_rows_are_another_limit() -> None:
    assert not any(one.also for one in report("80 %").listed)
    two = report("75 %", build.stream("lbf", 0, id="lbf2"))
    assert not any(one.also for one in two.listed)


def test_the_text_names_both_once() -> None:
    # In the table, in the title, and in the note behind it; Markdown has no lines that are broken.
    assert report().to_markdown().count("Loft for Landsbyggefonden") == 3
    assert report().show().count("\nOK  Landsbyggefondens andel (også") == 1
