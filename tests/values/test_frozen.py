"""A plan is frozen to the bottom, and a changed copy of it is validated as a new plan is."""

import copy
import json
import pickle
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import build
from helhedsplan_finance import Kroner, Plan, PlanError

pytestmark = pytest.mark.daily


def _plan() -> Plan:
    """Return a plan that has every kind of value by year, and a ceiling of each kind."""
    return build.plan(
        build.stream("lbf", amounts={"2022": 75, "2023": 75}, max_share="80 %", max_amount=200),
        build.stream("kommune", "ca. 50", spread={"2022": 1, "2023": 3}),
        costs=[build.line("løn", 100, price_year=2022, index="løn"), build.line("revision", quantity={"2023": 1})],
        series=[{"id": "løn", "rates": {"2023": "2 %"}, "published": "2026-06-30"}],
        boligafdeling=[{"id": "a", "name": "A", "lejemaal": 10, "fixed": {"2022": 5}}],
        cover=[{"id": "fond", "name": "Fonden", "amounts": {"2022": 5}}],
        waiver=[{"rule": "lbf.share.max", "reason": "x", "by": "LBF", "date": "2022-01-01"}],
        beside=[{"name": "Naboprojekt", "giver": "En fond", "amount": "ca. 5,3 mio. kr."}],
        key={"lejemaal": "60 %", "m2": "40 %"},
        as_of="2022-06-01",
    )


def _pickled(one: Any) -> Any:
    return pickle.loads(pickle.dumps(one))  # noqa: S301 - what was pickled a moment ago


BY_YEAR: dict[str, Callable[[Plan], Any]] = {
    "amounts": lambda plan: plan.streams[0].amounts,
    "spread": lambda plan: plan.streams[1].spread,
    "quantity": lambda plan: plan.costs[0].quantity,
    "rates": lambda plan: plan.series[0].rates,
    "fixed": lambda plan: plan.afdelinger[0].fixed,
    "cover": lambda plan: plan.covers[0].amounts,
    "key": lambda plan: plan.key,
}
CHANGES: dict[str, Callable[[Any], Any]] = {
    "set": lambda one: one.__setitem__(2022, 1),
    "delete": lambda one: one.__delitem__(2022),
    "update": lambda one: one.update({2022: 1}),
    "merge in place": lambda one: one.__ior__({2022: 1}),
    "clear": lambda one: one.clear(),
    "pop": lambda one: one.pop(2022),
    "popitem": lambda one: one.popitem(),
    "setdefault": lambda one: one.setdefault(2024, 1),
}


@pytest.mark.parametrize("where", BY_YEAR)
@pytest.mark.parametrize("change", CHANGES)
def test_what_a_plan_states_by_year_cannot_be_changed(where: str, change: str) -> None:
    plan = _plan()

    with pytest.raises(TypeError, match="frozen"):
        CHANGES[change](BY_YEAR[where](plan))

    assert _plan() == plan


def test_what_a_plan_states_by_year_is_a_dict_all_the_same() -> None:
    amounts = BY_YEAR["amounts"](_plan())

    assert {2022: Kroner(75), 2023: Kroner(75)} == amounts
    assert {2022: Kroner(1), 2023: Kroner(75)} == amounts | {2022: Kroner(1)}


def test_equal_plans_have_equal_hashes() -> None:
    assert len({_plan(), _plan(), build.plan()}) == 2


def test_an_answer_is_frozen_and_has_a_hash_too() -> None:
    plan = build.plan(build.stream("lbf"), build.stream("kommune", 50), costs=[build.line("løn", 100)])
    financed = plan.finance().financed

    assert financed is not None
    assert hash(financed) == hash(plan.finance().financed)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, _pickled])
def test_a_copied_or_pickled_plan_is_the_same(again: Callable[[Plan], Plan]) -> None:
    same = again(_plan())

    assert (_plan(), hash(_plan())) == (same, hash(same))
    with pytest.raises(TypeError, match="frozen"):
        BY_YEAR["amounts"](same)[2022] = 1


def test_reports_of_one_plan_are_equal_with_ceilings_too() -> None:
    report = _plan().check()

    assert _plan().check() == report
    assert report == _pickled(report)


def test_reports_of_plans_with_other_ceilings_are_not_equal() -> None:
    other = _plan().streams[0].model_copy(update={"max_amount": 300})

    assert _plan().check() != _plan().model_copy(update={"streams": (other, _plan().streams[1])}).check()


def test_a_plan_is_dumped_as_json_without_a_warning_and_read_again() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dumped = _plan().model_dump_json()

    assert json.loads(dumped)["start"] == "2022-01-01"
    assert _plan() == Plan.model_validate(json.loads(dumped) | {"stream": json.loads(dumped)["stream"]})


LBF, KOMMUNE = _plan().streams
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "an amount beside amounts": (lambda: LBF.model_copy(update={"amount": 5}), "stream 'lbf'"),
    "no amount": (lambda: LBF.model_copy(update={"max_amount": "mange"}), "mange"),
    "a misspelt key": (lambda: LBF.model_copy(update={"amont": 5}), "amont"),
    "a misspelt key of the plan": (lambda: _plan().model_copy(update={"totl": 5}), "totl"),
    "another source": (lambda: LBF.model_copy(update={"source": "staten"}), "staten"),
    "a total below zero": (lambda: _plan().model_copy(update={"total": -1}), "total"),
    "a year outside": (
        lambda: _plan().model_copy(update={"streams": (LBF.model_copy(update={"amounts": {2031: 5}}),)}),
        "2031",
    ),
    "a shorter period": (lambda: _plan().model_copy(update={"end": "2022-12-31"}), "2023"),
    "an id twice": (lambda: _plan().model_copy(update={"stream": (LBF, LBF)}), "lbf"),
    "a line without a price": (lambda: _plan().costs[0].model_copy(update={"unit_price": None}), "unit_price"),
    "a boligafdeling without a name": (lambda: _plan().afdelinger[0].model_copy(update={"name": " "}), "name"),
    "a cover by no year": (lambda: _plan().covers[0].model_copy(update={"amounts": {}}), "amounts"),
    "a rate of half": (lambda: _plan().series[0].model_copy(update={"rates": {2023: "50 %"}}), "rates"),
    "a waiver of no day": (lambda: _plan().waivers[0].model_copy(update={"date": "2022-02-30"}), "date"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_copy_that_could_not_be_stated_is_refused(case: str) -> None:
    make, named = REFUSED[case]

    with pytest.raises(PlanError) as error:
        make()

    assert named in error.value.show("da")


def test_a_copy_reads_what_it_is_given_as_a_new_plan_does() -> None:
    total = build.plan().model_copy(update={"total": 1, "as_of": "2022-02-01"})
    stream = LBF.model_copy(update={"amount": "ca. 5 mio. kr.", "amounts": None})

    assert build.plan(total=1, as_of="2022-02-01") == total
    assert (Kroner("5 mio."), True) == (stream.amount, stream.approx)


def test_an_amount_stated_anew_is_exact_unless_it_says_otherwise() -> None:
    assert KOMMUNE.approx
    assert not KOMMUNE.model_copy(update={"amount": 60}).approx
    assert KOMMUNE.model_copy(update={"note": "x"}).approx
