"""A result as a condition is refused, for ``assert plan.check()`` would pass whatever the report says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import build
from helhedsplan_finance import (
    Chance,
    Kroner,
    Plan,
    PoolRequest,
    Scenario,
    allocate_pool,
    audit,
    compare,
    read_workbook,
    simulate,
)
from places import DATA

pytestmark = pytest.mark.daily


def _amager() -> Plan:
    return Plan.from_file(DATA / "amager-2022.toml")


def _whole(**update: object) -> Plan:
    """Return a plan whose costs of 400 are financed to the krone in 2022."""
    streams = [build.stream("lbf", amounts={"2022": 300}), build.stream("kommune", amounts={"2022": 100})]
    return build.plan(*streams, costs=[build.line("løn", 400)], **update)


def _short() -> Plan:
    streams = [build.stream("lbf", amounts={"2022": 300}), build.stream("kommune", amounts={"2022": 99})]
    return build.plan(*streams, costs=[build.line("løn", 400)])


def _asked() -> PoolRequest:
    return PoolRequest("a", Kroner(200), Kroner(100))


RESULTS: dict[str, tuple[Callable[[], Any], bool]] = {
    "a report of a plan that breaks a rule": (lambda: _amager().check(), False),
    "a report of a plan that holds": (lambda: _whole().check(), True),
    "a rule explained that is broken": (lambda: _amager().check().explain("kommune.share.max"), False),
    "a rule explained that holds": (lambda: _amager().check().explain("lbf.share.max"), True),
    "a financing": (lambda: _whole().finance(), True),
    "a financing that there is not": (lambda: _short().finance(), False),
    "a gap that is closed": (lambda: _whole().gap(), True),
    "a gap that is open": (lambda: _short().gap(), False),
    "a gap that nobody can tell": (lambda: build.plan(build.stream("lbf", 300)).gap(), False),
    "a comparison": (lambda: compare(_whole(), _amager()), False),
    "a comparison that holds": (lambda: compare(_whole(), Scenario("omdøbt", {"name": "B"})), True),
    "an alternative": (lambda: compare(_whole(), _amager()).others[0], False),
    "a simulation without a shortage": (lambda: simulate(_whole(), {}, draws=1), True),
    "a simulation with one": (lambda: simulate(_whole(), {"kommune": Chance("0 %")}, draws=1), False),
    "a grid": (lambda: _whole().grid(), True),
    "a grid with a cost unpaid": (lambda: _short().grid(), False),
    "an audit": (lambda: audit(today=date(2026, 12, 1)), True),
    "a pool that reaches": (lambda: allocate_pool(100, [_asked()], cap="50 %"), True),
    "a pool that does not": (
        lambda: allocate_pool(99, [_asked()], cap="50 %"),
        False,
    ),
}


@pytest.mark.parametrize("case", RESULTS)
def test_a_result_is_asked_for_ok_and_refused_as_a_condition(case: str) -> None:
    make, ok = RESULTS[case]
    result = make()

    with pytest.raises(TypeError, match=r"ask for \.ok"):
        bool(result)
    assert ok == result.ok


def test_a_workbook_that_was_read_is_refused_as_a_condition(tmp_path: Path) -> None:
    _amager().to_excel(tmp_path / "bog.xlsx")

    reading = read_workbook(tmp_path / "bog.xlsx")

    with pytest.raises(TypeError, match=r"ask for \.ok"):
        bool(reading)
    assert reading.ok
