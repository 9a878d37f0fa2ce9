"""The rule library: every record has its source, and a fault is refused with its place."""

from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from helhedsplan_finance import Plan, RuleLibraryError
from helhedsplan_finance.plan.ledger import Row
from helhedsplan_finance.rules import load
from helhedsplan_finance.rules.kommuner import kommuner
from helhedsplan_finance.rules.record import Value
from helhedsplan_finance.text import LANGS
from places import DATA, POLICY

pytestmark = pytest.mark.daily

NAMES = (*load.COMMON, *load.policies())
VALUES = [
    pytest.param(rule.id, value, id=f"{rule.id} from {value.first_day}")
    for name in NAMES
    for rule in load.rule_file(name).rules
    for value in rule.values
]


def test_every_file_of_the_library_is_read() -> None:
    data = files("helhedsplan_finance.rules").joinpath("data")
    there = {one.name.removesuffix(".toml") for one in data.iterdir() if one.name.endswith(".toml")}
    assert there == {"balance", "regime", "lbf", "practice", "measures", "sources"}
    assert load.policies() == ("kommune/koebenhavn",)


@pytest.mark.parametrize(("rule", "value"), VALUES)
def test_every_value_is_sourced_dated_and_verified(rule: str, value: Value) -> None:
    source = load.sources()[value.source]
    assert source.where, rule
    assert all(source.show(lang) for lang in LANGS)
    assert date(2026, 1, 1) <= value.verified


def test_every_source_is_used() -> None:
    used = {kommuner().source} | {
        value.source for name in NAMES for rule in load.rule_file(name).rules for value in rule.values
    }
    assert set(load.sources()) - used == set()
    assert used - set(load.sources()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_two_values_of_a_rule_are_in_force_at_once(name: str) -> None:
    for rule in load.rule_file(name).rules:
        ordered = sorted(rule.values, key=lambda value: value.first_day)
        for one, following in pairwise(ordered):
            assert one.last_day is not None
            assert one.last_day < following.first_day


def test_every_measure_filters_on_columns_of_the_ledger() -> None:
    for measure in load.measures().values():
        assert {*measure.where, *measure.without} <= set(Row._fields)
        assert (measure.fact is None) == bool(measure.where)


def test_the_layer_of_a_file_is_one_of_the_known() -> None:
    assert {file.layer for file in load.shipped()} == {"practice", "regime", "kommune"}


def test_a_fault_in_the_library_itself_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_text", lambda _: 'layer = "practice"\n[[rule]]\nid = "x"')
    with pytest.raises(
        RuleLibraryError, match=r"regelbiblioteket har fejl: made-up: rule 1 'x': nøglen 'title' mangler"
    ):
        load.rule_file.__wrapped__("made-up")


def test_a_library_file_that_is_no_toml_is_ours_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_text", lambda _: "layer = ")
    with pytest.raises(RuleLibraryError, match="made-up: er ikke TOML"):
        load.rule_file.__wrapped__("made-up")


def test_two_policies_of_one_layer_may_not_have_the_same_rule(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(POLICY.read_text(encoding="utf-8"), encoding="utf-8")
    plan = Plan.from_file(DATA / "koege-2021.toml")
    with pytest.raises(RuleLibraryError, match=r"reglen 'kommune.share.max' er i kraft i både .*a\.toml og .*b\.toml"):
        plan.check(policies=[tmp_path / "a.toml", tmp_path / "b.toml"])
