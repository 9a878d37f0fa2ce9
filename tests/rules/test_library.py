"""The rule library: every record has its source, and a fault is refused with its place."""

from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from helhedsplan_finance import RuleLibraryError
from helhedsplan_finance.ledger import Row
from helhedsplan_finance.rules import load
from helhedsplan_finance.rules.model import RuleFile, Value
from helhedsplan_finance.text import LANGS

NAMES = ("balance", "lbf", "practice", *load.policies())
VALUES = [
    pytest.param(rule.id, value, id=f"{rule.id} from {value.first_day}")
    for name in NAMES
    for rule in load.rule_file(name).rules
    for value in rule.values
]


def test_every_file_of_the_library_is_read() -> None:
    data = files("helhedsplan_finance.rules").joinpath("data")
    there = {one.name.removesuffix(".toml") for one in data.iterdir() if one.name.endswith(".toml")}
    assert there == {"balance", "lbf", "practice", "measures", "sources"}
    assert load.policies() == ("kommune/koebenhavn",)


@pytest.mark.parametrize(("rule", "value"), VALUES)
def test_every_value_is_sourced_dated_and_verified(rule: str, value: Value) -> None:
    source = load.sources()[value.source]
    assert source.where, rule
    assert all(source.show(lang) for lang in LANGS)
    assert date(2026, 1, 1) <= value.verified


def test_every_source_is_used() -> None:
    used = {value.source for name in NAMES for rule in load.rule_file(name).rules for value in rule.values}
    assert set(load.sources()) == used


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


GOOD_VALUE: dict[str, Any] = {
    "rate": "75 %",
    "from": date(2019, 1, 1),
    "until": "open",
    "source": "plan",
    "confidence": "A",
    "verified": date(2026, 11, 22),
}
GOOD_RULE: dict[str, Any] = {
    "id": "x",
    "title": {"da": "x", "en": "x"},
    "measure": "lbf",
    "relation": "at most",
    "of": "total",
    "severity": "error",
    "value": [GOOD_VALUE],
}


def library_with(monkeypatch: pytest.MonkeyPatch, rule: dict[str, Any]) -> None:
    monkeypatch.setattr(load, "_toml", lambda _: {"layer": "practice", "rule": [rule]})
    load.rule_file.__wrapped__("made-up")


def test_the_good_record_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    load.measures(), load.sources()
    library_with(monkeypatch, GOOD_RULE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mesure": "lbf"}, "made-up › rule › 0 › mesure: kan ikke læses"),
        ({"measure": "lfb"}, "made-up › x: størrelsen 'lfb' kendes ikke"),
        ({"of": "totl"}, "størrelsen 'totl' kendes ikke"),
        ({"relation": "below"}, "rule › 0 › relation"),
        ({"of": None}, "a rate needs 'of'"),
        ({"value": [{**GOOD_VALUE, "source": "nobody"}]}, "kilden 'nobody' står ikke i sources.toml"),
        ({"value": [{**GOOD_VALUE, "rate": 0.75}]}, "write the rate as text"),
        ({"value": [{**GOOD_VALUE, "rate": "0,75"}]}, "er ikke en andel"),
        ({"value": [{**GOOD_VALUE, "until": date(2018, 1, 1)}]}, "until is before from"),
        ({"value": [{key: one for key, one in GOOD_VALUE.items() if key != "until"}]}, "until: kan ikke læses"),
        ({"value": [{**GOOD_VALUE, "count": 3}]}, "write one of rate, amount and count"),
        ({"value": [GOOD_VALUE, GOOD_VALUE]}, "gælder samtidig"),
        ({"value": [GOOD_VALUE, {**GOOD_VALUE, "from": date(2027, 1, 1)}]}, "gælder samtidig"),
        ({"value": []}, "value: kan ikke læses"),
    ],
)
def test_a_faulty_record_is_refused_with_its_place(
    change: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load.measures(), load.sources()
    with pytest.raises(RuleLibraryError) as caught:
        library_with(monkeypatch, GOOD_RULE | change)
    assert message in str(caught.value)


def test_the_layer_of_a_file_is_one_of_the_known() -> None:
    assert {load.rule_file(name).layer for name in NAMES} == {"practice", "regime", "kommune"}
    assert "layer" in RuleFile.model_fields
