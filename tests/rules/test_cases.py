"""The legal cases in ``tests/cases/*.toml``, each an item of its own."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helhedsplan_finance import Finding, Kroner, Plan
from places import CASES


def cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(file.parent, case, id=case["name"])


@pytest.mark.parametrize(("folder", "case"), list(cases()))
def test_case(folder: Path, case: dict[str, Any]) -> None:
    report = Plan.from_file(folder / case["plan"]).check(as_of=case.get("as_of"))
    assert report.ok is case["ok"]
    for rule, expected in case["expect"].items():
        findings = [finding for finding in report.findings if finding.rule == rule]
        assert findings, f"{rule} is not in the report"
        for finding in findings:
            assert {key: told(finding, key, value) for key, value in expected.items()} == expected, rule


def told(finding: Finding, key: str, expected: Any) -> Any:
    """Return what a finding says where a case expects something; a part of a text counts as the text."""
    match key:
        case "margin":
            return None if finding.margin_ore is None else Kroner.from_ore(finding.margin_ore).kroner
        case "share":
            return finding.to_dict()["measured"]
        case "says":
            said = finding.message.show("da")
            return expected if expected in said else said
        case "source":
            cited = finding.source.show("da") if finding.source else ""
            return expected if expected in cited else cited
        case _:
            return getattr(finding, key)
