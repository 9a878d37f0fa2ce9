"""The seam of the solver: the one of Python where it is, else that of JavaScript, else a clear error.

HiGHS in JavaScript is stood in for by an object of the same shape, which hands each call to HiGHS in Python; the tests
of `browser/` ask the real one.
"""

import gc
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import build
from helhedsplan_finance import CalculationError, MissingExtraError, Plan
from helhedsplan_finance.calculators.financing import solver
from helhedsplan_finance.calculators.financing.engine import Bounds, Line, Problem
from helhedsplan_finance.calculators.financing.highs_native import NativeHighs
from helhedsplan_finance.calculators.financing.programme import Programme
from places import PUBLISHED

pytestmark = pytest.mark.daily
pytest.importorskip("highspy")  # which stands in for the solver of JavaScript

STATUSES = {"optimal": 7, "infeasible": 8, "unbounded or infeasible": 9, "unbounded": 10, "unsolved": 15}
PLACES = {"other": 0, "basic": 1, "upper": 2}


def typed(values: list[Any]) -> Any:
    """Return a typed array of JavaScript, as Pyodide shows it."""
    return SimpleNamespace(to_py=lambda: memoryview(bytes(values)) if isinstance(values[0], int) else values)


class Model:
    """A model of the npm package."""

    alive = 0

    def __init__(self) -> None:
        Model.alive += 1
        self.options = SimpleNamespace(set=self._set)
        self._options: dict[str, Any] = {}

    def _set(self, name: str, value: Any) -> None:
        assert name != "threads", "Option 'threads' is not supported"
        self._options[name] = value
        if name == "solve_relaxation":
            self._real.relax(value)

    def passModel(self, data: Mapping[str, Any]) -> None:  # noqa: N802
        matrix, starts = data["matrix"], data["matrix"]["starts"]
        assert (matrix["format"], matrix["numCols"], matrix["numRows"]) == ("csr", data["numCols"], data["numRows"])
        assert data["numCols"] > 0, "an empty model raises"
        rows = [
            Line(matrix["indices"][begin:end], matrix["values"][begin:end], low, high)
            for begin, end, low, high in zip(starts, starts[1:], data["rowLower"], data["rowUpper"], strict=False)
        ]
        bounds = Bounds(self._options["mip_feasibility_tolerance"], self._options["time_limit"])
        self._real = NativeHighs(Problem(data["colUpper"], rows, "integrality" in data), bounds)

    def changeColsCost(self, selection: Mapping[str, Any], costs: list[float]) -> None:  # noqa: N802
        assert dict(selection) == {"kind": "range", "from": 0, "to": len(costs) - 1}
        self._real.aim_at(costs)

    def addRow(self, low: float, high: float, entries: Mapping[str, Any]) -> None:  # noqa: N802
        self._real.add_row(Line(entries["indices"], entries["values"], low, high))

    def run(self) -> None:
        self._status = STATUSES[self._real.run()]

    def getModelStatus(self) -> int:  # noqa: N802
        return self._status

    def getObjectiveValue(self) -> float:  # noqa: N802
        return self._real.optimum()

    def getSolution(self) -> Any:  # noqa: N802
        return SimpleNamespace(colValue=typed(self._real.values()))

    def getBasis(self) -> Any:  # noqa: N802
        columns, rows = self._real.basis()
        return SimpleNamespace(
            colStatus=typed([PLACES[one] for one in columns]),
            rowStatus=typed([PLACES[one] for one in rows]) if rows else SimpleNamespace(to_py=list),
        )

    @staticmethod
    def dispose() -> None:
        Model.alive -= 1


class JsError(Exception):
    """An error of JavaScript."""


def absent(*_: object) -> None:
    raise ImportError("highspy")


@pytest.fixture
def in_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no solver but that of JavaScript."""
    constants = SimpleNamespace(
        modelStatus=SimpleNamespace(optimal=7, infeasible=8, unboundedOrInfeasible=9, unbounded=10),
        basisStatus=SimpleNamespace(lower=0, basic=1, upper=2),
    )
    js = SimpleNamespace(
        highs=SimpleNamespace(createModel=Model, constants=constants), Object=SimpleNamespace(fromEntries=dict)
    )
    ffi = SimpleNamespace(to_js=lambda data, **_: data, JsException=JsError)
    for name, module in (("js", js), ("pyodide", SimpleNamespace(ffi=ffi)), ("pyodide.ffi", ffi)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(solver, "NativeHighs", absent)


def reopened(path: Path) -> Plan:
    """Return a plan where the contributions of Landsbyggefonden and the kommune are open again, if it has a size."""
    plan = Plan.from_file(path)
    open_again = {"lbf", "kommune"} if plan.total is not None or plan.costs else ()
    streams = [
        one.model_copy(update={"amount": None, "amounts": None, "hedge": None}) if one.giver in open_again else one
        for one in plan.streams
    ]
    return plan.model_copy(update={"streams": tuple(streams)})


@pytest.fixture(params=PUBLISHED, ids=lambda path: path.stem)
def plan(request: pytest.FixtureRequest) -> Plan:
    return reopened(request.param)


def test_both_solvers_answer_alike(plan: Plan, request: pytest.FixtureRequest) -> None:
    native = plan.finance().to_dict()
    request.getfixturevalue("in_browser")
    assert plan.finance().to_dict() == native


@pytest.mark.usefixtures("in_browser")
def test_the_models_of_javascript_are_disposed_of() -> None:
    Model.alive = 0
    plan = build.plan(build.stream("lbf"), build.stream("kommune", 25_000), total=100_000)
    assert plan.finance().financed is not None
    gc.collect()
    assert Model.alive == 0


@pytest.mark.usefixtures("in_browser")
def test_an_error_of_javascript_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Model) -> None:
        raise JsError("HighsStatusError")

    monkeypatch.setattr(Model, "run", fail)
    with pytest.raises(CalculationError, match="fandt ikke i tide et svar"):
        build.plan(build.stream("lbf"), build.stream("kommune", 25_000), total=100_000).finance()


def test_a_programme_without_variables_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "NativeHighs", absent)
    true, false = Programme(), Programme()
    true.row(None, {}, 0, 1)
    false.row(None, {}, 1, 2)
    answers = [solver.Solver(one, whole=whole).least({}) for one in (true, false) for whole in (True, False)]
    assert answers == [{}, {}, None, None]


def test_without_a_solver_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "NativeHighs", absent)
    with pytest.raises(MissingExtraError) as caught:
        build.plan(build.stream("lbf"), build.stream("kommune", 25_000), total=100_000).finance()
    assert caught.value.show("da") == (
        "HiGHS, som beregner finansieringen, er ikke installeret; skriv: pip install highspy "
        "(i en browser følger den med siden)"
    )
