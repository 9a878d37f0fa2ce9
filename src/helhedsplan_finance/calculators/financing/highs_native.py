"""HiGHS as it is installed with Python, through ``highspy``."""

from collections.abc import Sequence
from typing import Any

from helhedsplan_finance.calculators.financing.engine import Bounds, Line, Place, Problem, Status


class NativeHighs:
    """One problem in HiGHS; see :class:`.Engine`. Raises ``ImportError`` without ``highspy``."""

    def __init__(self, problem: Problem, bounds: Bounds) -> None:
        import highspy

        class Quiet(highspy.Highs):
            """HiGHS that prints nothing: from 1.16 on it prints a banner before any option can be set."""

            def enableCallbacks(self) -> None:  # noqa: N802 - the solver's own name
                self.setOptionValue("output_flag", False)
                super().enableCallbacks()  # type: ignore[no-untyped-call]

        self._names = highspy
        self._highs: Any = Quiet()  # type: ignore[no-untyped-call]
        for option, value in (("threads", 1), *bounds.options().items()):
            self._highs.setOptionValue(option, value)
        self._highs.passModel(self._model(problem))

    def aim_at(self, costs: Sequence[float]) -> None:
        """Set the objective."""
        self._highs.changeColsCost(len(costs), list(range(len(costs))), list(costs))

    def add_row(self, row: Line) -> None:
        """Add a row."""
        self._highs.addRow(row.low, row.high, len(row.columns), list(row.columns), list(row.factors))

    def relax(self, on: bool) -> None:
        """Solve without the demand for integers, or with it."""
        self._highs.setOptionValue("solve_relaxation", on)

    def seed_with(self, number: int) -> None:
        """Set the seed of the search."""
        self._highs.setOptionValue("random_seed", number)

    def run(self) -> Status:
        """Solve."""
        self._highs.run()
        known = self._names.HighsModelStatus
        statuses: dict[Any, Status] = {
            known.kOptimal: "optimal",
            known.kInfeasible: "infeasible",
            known.kUnbounded: "unbounded",
            known.kUnboundedOrInfeasible: "unbounded or infeasible",
        }
        return statuses.get(self._highs.getModelStatus(), "unsolved")

    def optimum(self) -> float:
        """Return the value of the objective."""
        return float(self._highs.getObjectiveValue())

    def values(self) -> list[float]:
        """Return the value of each column."""
        return list(self._highs.getSolution().col_value)

    def basis(self) -> tuple[list[Place], list[Place]]:
        """Return the place of each column and each row."""
        basis, known = self._highs.getBasis(), self._names.HighsBasisStatus
        places: dict[Any, Place] = {known.kBasic: "basic", known.kUpper: "upper"}
        columns, rows = ([places.get(one, "other") for one in part] for part in (basis.col_status, basis.row_status))
        return columns, rows

    def _model(self, problem: Problem) -> Any:
        model, count = self._names.HighsLp(), len(problem.upper)
        model.num_col_, model.num_row_ = count, len(problem.rows)
        model.col_cost_ = model.col_lower_ = [0.0] * count
        model.col_upper_ = list(problem.upper)
        model.row_lower_ = [row.low for row in problem.rows]
        model.row_upper_ = [row.high for row in problem.rows]
        model.a_matrix_.format_ = self._names.MatrixFormat.kRowwise
        model.a_matrix_.start_ = problem.starts
        model.a_matrix_.index_ = [column for row in problem.rows for column in row.columns]
        model.a_matrix_.value_ = [factor for row in problem.rows for factor in row.factors]
        if problem.whole:
            model.integrality_ = [self._names.HighsVarType.kInteger] * count
        return model
