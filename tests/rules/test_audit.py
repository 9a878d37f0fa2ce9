"""The audit: clean on what ships, and every kind of fault found on a bad sample."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from helhedsplan_finance import PlanFileError, audit
from helhedsplan_finance.rules import load
from helhedsplan_finance.rules.audit import Audit, Kind, audit_texts
from places import CASES, POLICY
from said import said

pytestmark = pytest.mark.daily

BAD = Path(__file__).parent / "bad"
TODAY = date(2026, 11, 22)


def found(*names: str, today: date = TODAY, cases: Path | None = None) -> Audit:
    texts = {name: (BAD / f"{name}.toml").read_text(encoding="utf-8") for name in names}
    return audit_texts(texts, today=today, cases=[cases] if cases else None)


def test_what_ships_is_in_order_and_every_rule_is_tested() -> None:
    clean = audit(today=TODAY, cases=[CASES])
    assert clean.show("da") == f"Gennemgået: {clean.rules} regler, {clean.values} værdier; fejl: 0"
    assert (clean.ok, clean.rules, clean.values) == (True, 20, 34)


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("uncited", "uncited", "rule 1 'x' › value 1: nøglen 'source' mangler"),
        ("unknown-source", "unknown_source", "kilden 'ingen' kendes ikke"),
        ("forty-june", "impossible_date", "forty-june, linje 5: datoen 2013-06-40 findes ikke"),
        ("forty-june-text", "impossible_date", "source › egen › published: datoen 2013-06-40 findes ikke"),
        ("until-before-from", "impossible_date", "'until' (31. december 2018) ligger før 'from' (1. januar 2019)"),
        (
            "verified-ahead",
            "impossible_date",
            "datoen for verificering (1. januar 2030) ligger efter i dag (22. november 2026)",
        ),
        ("published-after", "impossible_date", "kilden er udgivet 1. maj 2026, efter at værdien blev verificeret"),
        ("gap", "gap", "intet gælder fra 1. januar 2019 til 28. februar 2019; tilføj en værdi, eller skriv gap ="),
        ("overlap", "overlap", "værdierne fra 1. januar 2019 og fra 1. juni 2019 gælder samtidig"),
        ("stale", "stale", "sidst verificeret 1. januar 2025, for mere end 12 måneder siden; slå kilden op"),
        ("invalid", "invalid", "ukendt nøgle 'mesure'; mente du 'measure'?"),
        ("unreadable", "unreadable", "linje 2"),
    ],
)
def test_each_kind_of_fault_is_found_with_its_place(name: str, kind: str, says: str) -> None:
    audited = found(name)
    assert [fault.kind for fault in audited.faults] == [kind]
    assert says in audited.faults[0].show("da")
    assert audited.faults[0].file == name
    assert not audited.ok


def test_a_gap_with_its_reason_is_none() -> None:
    assert found("gap-explained").ok


def test_two_files_of_one_layer_overlap() -> None:
    both = found("stale", "published-after", today=date(2025, 6, 1))
    assert [(fault.kind, fault.file) for fault in both.faults if fault.kind == "overlap"] == [
        ("overlap", "published-after")
    ]
    assert "stale har også reglen, i samme lag og samme tid" in said(both)


def test_a_rule_that_no_case_names_is_untested(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(
        '[[case]]\nname = "n"\nplan = "p.toml"\nsource = "s"\n[case.expect]\n"y" = { outcome = "passed" }\n',
        encoding="utf-8",
    )
    (fault,) = found("gap-explained", cases=tmp_path).faults
    assert (fault.kind, fault.fault.where) == ("untested", "x")


def test_every_kind_has_a_sample() -> None:
    kinds = {fault.kind for file in BAD.glob("*.toml") for fault in found(file.stem).faults}
    assert kinds | {"untested"} == set(get_args(Kind))


def test_history_does_not_grow_stale_and_what_is_in_force_does() -> None:
    later = audit(today=date(2028, 1, 1), months=12)
    stale = {fault.fault.where.split("'")[1] for fault in later.faults if fault.kind == "stale"}
    assert "kommune.share.max" in stale
    assert stale & {"lbf.share.max", "report.deadline", "balance.plan"} == set()
    assert audit(today=date(2028, 1, 1), months=24).ok


def test_a_policy_of_ones_own_is_audited_beside_the_library() -> None:
    own = audit(today=TODAY, policies=[POLICY])
    assert own.ok
    assert own.rules == audit(today=TODAY).rules + 5
    with pytest.raises(PlanFileError):
        audit(today=TODAY, policies=["ingen.toml"])


def test_the_audit_as_data() -> None:
    told = found("uncited").to_dict("en")
    assert told["faults"] == [
        {
            "kind": "uncited",
            "file": "uncited",
            "where": "rule 1 'x' › value 1",
            "message": "the key 'source' is missing; write for instance source = \"egen-politik\"",
        }
    ]


def test_every_file_that_ships_is_audited() -> None:
    data = Path(load.__file__).parent / "data"
    there = {file.relative_to(data).with_suffix("").as_posix() for file in data.rglob("*.toml")}
    assert set(load.texts()) == there


def test_the_cases_of_a_policy_are_asked_for_its_own_rules_alone(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(
        '[[case]]\nname = "n"\nplan = "p.toml"\nsource = "s"\n'
        '[case.expect]\n"egen.aarsloft 2022" = { outcome = "passed" }\n',
        encoding="utf-8",
    )
    untested = audit(today=TODAY, policies=[POLICY], cases=[tmp_path]).faults
    assert [fault.fault.where for fault in untested] == ["egen.loft", "egen.fonde", "egen.loen", "kommune.share.max"]
