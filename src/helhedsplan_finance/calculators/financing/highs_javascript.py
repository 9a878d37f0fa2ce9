"""HiGHS in JavaScript, the npm package ``highs``, for Python in a browser.

Whoever starts Python loads the package and puts what it returns on ``globalThis.highs``, where Pyodide's ``js`` finds
it. The package has one thread, and its models are outside the reach of the garbage collector: each is disposed of with
its :class:`JavaScriptHighs`.
"""

import weakref
from collections.abc import Callable, Sequence
from typing import Any

from helhedsplan_finance.calculators.financing.engine import Bounds, Line, Place, Problem, Status

_STATUSES: dict[str, Status] = {
    "optimal": "optimal",
    "infeasible": "infeasible",
    "unbounded": "unbounded",
    "unboundedOrInfeasible": "unbounded or infeasible",
}
_INTEGER = 1


class JavaScriptHighs:
    """One problem in HiGHS; see :class:`.Engine`. Raises ``ImportError`` where there is no such package."""

    def __init__(self, problem: Problem, bounds: Bounds) -> None:
        highs, self._handed, self._failure = _bridge()
        known, places = highs.constants.modelStatus, highs.constants.basisStatus
        self._statuses = {getattr(known, name): status for name, status in _STATUSES.items()}
        self._places: dict[int, Place] = {places.basic: "basic", places.upper: "upper"}
        self._model = highs.createModel()
        weakref.finalize(self, self._model.dispose).atexit = False
        for option, value in bounds.options().items():
            self._model.options.set(option, value)
        self._model.passModel(self._handed(_data(problem)))

    def aim_at(self, costs: Sequence[float]) -> None:
        """Set the objective."""
        every = {"kind": "range", "from": 0, "to": len(costs) - 1}
        self._model.changeColsCost(self._handed(every), self._handed(list(costs)))

    def add_row(self, row: Line) -> None:
        """Add a row."""
        entries = {"indices": list(row.columns), "values": list(row.factors)}
        self._model.addRow(row.low, row.high, self._handed(entries))

    def relax(self, on: bool) -> None:
        """Solve without the demand for integers, or with it."""
        self._model.options.set("solve_relaxation", on)

    def seed_with(self, number: int) -> None:
        """Set the seed of the search."""
        self._model.options.set("random_seed", number)

    def run(self) -> Status:
        """Solve."""
        try:
            self._model.run()
        except self._failure:
            return "unsolved"
        return self._statuses.get(self._model.getModelStatus(), "unsolved")

    def optimum(self) -> float:
        """Return the value of the objective."""
        return float(self._model.getObjectiveValue())

    def values(self) -> list[float]:
        """Return the value of each column."""
        return list(self._model.getSolution().colValue.to_py())

    def basis(self) -> tuple[list[Place], list[Place]]:
        """Return the place of each column and each row."""
        basis = self._model.getBasis()
        columns, rows = (
            [self._places.get(one, "other") for one in part.to_py()] for part in (basis.colStatus, basis.rowStatus)
        )
        return columns, rows


def _bridge() -> tuple[Any, Callable[[Any], Any], type[Exception]]:
    """Return the package, the function that hands lists and dicts to JavaScript, and the error of JavaScript."""
    import js
    from pyodide.ffi import JsException, to_js

    highs = getattr(js, "highs", None)
    if highs is None:
        raise ImportError("globalThis.highs")
    return highs, lambda data: to_js(data, dict_converter=js.Object.fromEntries), JsException


def _data(problem: Problem) -> dict[str, Any]:
    count = len(problem.upper)
    data: dict[str, Any] = {
        "numCols": count,
        "numRows": len(problem.rows),
        "colCost": [0.0] * count,
        "colLower": [0.0] * count,
        "colUpper": list(problem.upper),
        "rowLower": [row.low for row in problem.rows],
        "rowUpper": [row.high for row in problem.rows],
        "matrix": {
            "format": "csr",
            "numCols": count,
            "numRows": len(problem.rows),
            "starts": problem.starts,
            "indices": [column for row in problem.rows for column in row.columns],
            "values": [factor for row in problem.rows for factor in row.factors],
        },
    }
    if problem.whole:
        data["integrality"] = [_INTEGER] * count
    return data
