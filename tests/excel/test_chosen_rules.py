"""A fact of the plan that is changed in its cell leaves the verdicts open only where a rule depends on it."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest

import build
from excel.batches import Converted, batch, typing
from excel.books import book_of, content_of, typed
from excel.cells import read_cells
from excel.recalculate import control_rows, master
from helhedsplan_finance import Plan
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.rules.price_findings import PRICE_YEARS

pytestmark = pytest.mark.deep

STAGE, KOMMUNE = "Forudsætninger!C9", "Forudsætninger!C6"
EKSEMPELPARKEN, AMAGER = "eksempelparken-2022", "amager-2022"  # at "ansøgning"; in a kommune without and with a policy
STAGES = get_args(Stage)

stages = typing("another stage", EKSEMPELPARKEN, *({STAGE: stage} for stage in STAGES))
granted = typing("from a grant", build.published(EKSEMPELPARKEN, stage="tilsagn"), *({STAGE: one} for one in STAGES))


def by_rule(results: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the results of each rule; technical checks are none, and plausible amounts are asked on reading."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for rule, result in results:
        if rule and not rule.startswith(("workbook.", "plausible.")):
            found[rule].append(result)
    return {rule: sorted(found[rule]) for rule in sorted(found)}


@stages.needed
@pytest.mark.parametrize("number", range(len(STAGES)), ids=STAGES)
def test_a_stage_that_is_chosen_in_its_cell_gives_the_verdicts_of_its_plan(number: int, books: list[Converted]) -> None:
    _agrees(books[number])


@granted.needed
@pytest.mark.parametrize("number", range(len(STAGES)), ids=STAGES)
def test_so_does_a_stage_that_is_chosen_in_a_workbook_of_a_granted_plan(number: int, books: list[Converted]) -> None:
    _agrees(books[number])


def _agrees(one: Converted) -> None:
    rows = by_rule((str(row["Id"] or ""), str(row["Resultat"])) for row in control_rows(one.cells))
    findings = Plan.from_excel(one.book).check().findings
    if PRICE_YEARS not in {finding.rule for finding in findings}:  # Kontrol has its row, for years that are typed
        assert rows.pop(PRICE_YEARS) == ["GÆLDER IKKE"]
    assert by_rule((finding.rule, finding.word("da")) for finding in findings) == rows
    assert {row["Resultat"] for row in control_rows(one.cells) if row["Id"] == "workbook.changed"} == {"OK"}
    assert master(one.cells) != "UVERIFICERET"


KOMMUNER: dict[str, str] = {
    "Eksempelby": "OK",
    "Køge Kommune": "OK",
    "København": "UVERIFICERET",
    "Københavns Kommune": "UVERIFICERET",
    "KOEBENHAVN": "UVERIFICERET",
    "Kbh.": "UVERIFICERET",
    "Copenhagen": "UVERIFICERET",
}
kommuner = typing("another kommune", EKSEMPELPARKEN, *({KOMMUNE: name} for name in KOMMUNER))
left = typing("a kommune with a policy left", AMAGER, {KOMMUNE: "Køge"}, {KOMMUNE: None})
named = typing("policies named", build.published(AMAGER, policies=("kommune/koebenhavn",)), {KOMMUNE: "Køge"})


def changed(one: Converted) -> object:
    (result,) = (row["Resultat"] for row in control_rows(one.cells) if row["Id"] == "workbook.changed")
    return result


@kommuner.needed
def test_a_kommune_matters_where_it_has_a_policy_in_any_spelling(books: list[Converted]) -> None:
    assert dict(zip(KOMMUNER, map(changed, books), strict=True)) == KOMMUNER


@left.needed
def test_a_kommune_whose_policy_applied_matters_when_it_is_left(books: list[Converted]) -> None:
    assert list(map(changed, books)) == ["UVERIFICERET"] * 2


KOMMUNES = "kommune.share.max"  # the plan of Amager is beyond the limit of København: it fails as written
TOTAL = {"Forudsætninger!C10": 32_000_000}  # a million without financing, which fails in any kommune
others = typing("a failing policy left", AMAGER, {}, {KOMMUNE: "Køge"}, {KOMMUNE: "Køge"} | TOTAL)


@others.needed
def test_a_rule_that_a_chosen_kommune_may_not_have_is_open_and_decides_nothing_on_the_cover(
    books: list[Converted],
) -> None:
    assert [master(one.cells) for one in books] == ["FEJL", "UVERIFICERET", "FEJL"]
    assert [Plan.from_excel(one.book).check().ok for one in books] == [False, True, False]
    rows = [{row["Id"]: row for row in control_rows(one.cells)} for one in books]
    assert [one[KOMMUNES]["Resultat"] for one in rows] == ["FEJL", "UVERIFICERET", "UVERIFICERET"]
    assert [one["balance.plan"]["Resultat"] for one in rows] == ["OK", "OK", "FEJL"]
    assert [str(one[KOMMUNES]["Hvad gør du"]).partition(",")[0] for one in rows[1:]] == ["Kommune"] * 2


@named.needed
def test_a_kommune_does_not_matter_where_the_policies_are_named(books: list[Converted]) -> None:
    assert list(map(changed, books)) == ["OK"]


OWN = """
layer = "own"

[[rule]]
id       = "own.reserve"
title    = { da = "Egen grænse", en = "Own limit" }
sentence = { da = "Planen får højst {limit}.", en = "The plan gets at most {limit}." }
measure  = "total"
relation = "at most"
applies  = { stage = "tilsagn" }
severity = "error"

[[rule.value]]
amount     = 1000000
from       = 2010-01-01
until      = "open"
source     = "kk-ou-2013"
locator    = { da = "prøve", en = "test" }
confidence = "D"
verified   = 2026-11-22
"""


# A rule of one's own in the place of a shipped one, at the stage of a grant alone.
INSTEAD = (
    OWN.replace("own.reserve", "lbf.share.max")
    .replace("amount     = 1000000", 'rate       = "10 %"')
    .replace('measure  = "total"', 'measure  = "lbf"\nof       = "total"')
)


def instead(folder: Path, **stated: Any) -> list[Path]:
    """Return the workbooks of a plan that is checked by :data:`INSTEAD`, one for each stage that is chosen in it."""
    policy = folder / "egen.toml"
    policy.write_text(INSTEAD, encoding="utf-8")
    book = book_of(build.published(EKSEMPELPARKEN, **stated), folder, policies=(policy,))
    return [typed(book, {STAGE: stage}, f"{stage}.xlsx") for stage in STAGES]


@batch("recalculated", size=len(STAGES))
def instead_of_a_shipped_one(folder: Path) -> list[Path]:
    return instead(folder)


@batch("recalculated", size=len(STAGES))
def instead_of_a_shipped_one_from_a_grant(folder: Path) -> list[Path]:
    return instead(folder, stage="tilsagn")


def _agree_or_are_open(books: list[Converted], open_at: set[str]) -> None:
    """Hold that the workbook gives the verdict of the check, or leaves all open where another rule applies."""
    for stage, one in zip(STAGES, books, strict=True):
        checked = Plan.from_excel(one.book).check(policies=(one.book.parent / "egen.toml",))
        (expected,) = (finding.word("da") for finding in checked.findings if finding.rule == "lbf.share.max")
        (shown,) = (row["Resultat"] for row in control_rows(one.cells) if row["Id"] == "lbf.share.max")
        assert changed(one) == ("UVERIFICERET" if stage in open_at else "OK"), stage
        assert stage in open_at or shown == expected, stage


@instead_of_a_shipped_one.needed
def test_a_rule_of_a_person_in_the_place_of_a_shipped_one_at_another_stage_is_seen(books: list[Converted]) -> None:
    _agree_or_are_open(books, {"tilsagn"})


@instead_of_a_shipped_one_from_a_grant.needed
def test_so_is_the_shipped_one_where_that_of_the_person_applies(books: list[Converted]) -> None:
    _agree_or_are_open(books, {*STAGES} - {"tilsagn"})


def test_a_stage_matters_where_an_own_rule_of_a_sum_is_for_some_stages(tmp_path: Path) -> None:
    (tmp_path / "egen.toml").write_text(OWN, encoding="utf-8")
    ours = content_of(build.published(EKSEMPELPARKEN), policies=(tmp_path / "egen.toml",))
    theirs = content_of(build.published(EKSEMPELPARKEN))
    assert ["planFase" in formula for formula in map(_formula, (ours, theirs))] == [True, False]


def _formula(content: bytes) -> str:
    """Return the formula on Kontrol that compares the facts of the plan with those on Log."""
    (formula,) = (one for one in read_cells(content).formulas["Kontrol"].values() if "regelPolitikker" in one)
    return formula
