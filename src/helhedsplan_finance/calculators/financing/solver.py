"""HiGHS finds the answer; exact arithmetic decides whether it is one.

The solver works with floats. What it returns is rounded to whole units (or, without ``whole``, computed again as the
exact vertex where its limits meet) and checked against every row; an answer that does not hold is refused.
"""

from typing import Any

from helhedsplan_finance.calculators.financing.programme import Number, Programme, Row, Terms, Values, Var, value_of
from helhedsplan_finance.calculators.financing.vertex import meeting_point
from helhedsplan_finance.errors import CalculationError

_MOST = 10**12  # beyond this the solver's doubles no longer separate one unit from the next
_SECONDS = 20.0  # for one question; plans take milliseconds
_TOLERANCE, _SPACING = 1e-6, 1e-15
_SEEDS = (0, 5, 9)  # the same every time, so that the same question has the same answer
_SURE = 0.01  # further from a whole unit than any error of the solver


class UnboundedError(Exception):
    """The objective has no minimum: nothing limits the answer."""


class Solver:
    """One programme in HiGHS, for lexicographic objectives: each is minimized within what the earlier ones left open.

    With ``whole`` every variable is a whole number. Raises :class:`CalculationError` for figures too large for exact
    units or no answer in time, and :class:`UnboundedError` for an unbounded answer.
    """

    def __init__(self, programme: Programme, *, whole: bool) -> None:
        import highspy
        import numpy as np

        class Quiet(highspy.Highs):
            """HiGHS that prints nothing: from 1.16 on it prints a banner before any option can be set."""

            def enableCallbacks(self) -> None:  # noqa: N802 - the solver's own name
                self.setOptionValue("output_flag", False)
                super().enableCallbacks()  # type: ignore[no-untyped-call]

        self._names, self._array = highspy, np.array
        self._whole = whole
        self.programme = programme.copy()
        self._vars = list(programme.upper)
        self._index = {var: number for number, var in enumerate(self._vars)}
        # A row without variables is true or false whatever the answer; the solver need not see it.
        self._possible = all(row.holds({}) for row in programme.rows if not row.terms)
        self._rows = [row for row in programme.rows if row.terms]
        self._highs: Any = Quiet()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("time_limit", _SECONDS),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),  # objectives are whole numbers, so the next better one is 1 away
        ):
            self._highs.setOptionValue(option, value)
        tolerance = max(_TOLERANCE, self._largest() * _SPACING)
        for option in ("primal_feasibility_tolerance", "mip_feasibility_tolerance"):
            self._highs.setOptionValue(option, tolerance)
        self._highs.passModel(self._model())

    def least(self, objective: Terms) -> dict[Var, Number] | None:
        """Return the values that minimize a sum of variables; ``None`` where no values are allowed at all."""
        if not self._possible:
            return None
        self._aim_at(objective)
        if not self._whole:
            return self._answer(objective)
        # Most of the time the vertex of the relaxation is whole already, and found in a tenth of the time.
        self._highs.setOptionValue("solve_relaxation", True)
        values = self._answer(objective)
        if values is None or self._settles(objective, values):
            return values
        self._highs.setOptionValue("solve_relaxation", False)
        for seed in _SEEDS:
            # Rarely a search misses an answer that exists, and another one finds it.
            self._highs.setOptionValue("random_seed", seed)
            values = self._answer(objective)
            if values is not None and self.programme.admits(values):
                return values
        if values is not None:
            raise CalculationError("financing.unsolved")
        return None

    def _aim_at(self, objective: Terms) -> None:
        costs = [0.0] * len(self._vars)
        for var, factor in objective.items():
            costs[self._index[var]] = float(factor)
        count = len(self._vars)
        self._highs.changeColsCost(count, self._array(range(count), dtype="int32"), self._array(costs))

    def _answer(self, objective: Terms) -> dict[Var, Number] | None:
        """Run the solver and return its values; ``None`` where no values are allowed."""
        self._highs.run()
        status, known = self._highs.getModelStatus(), self._names.HighsModelStatus
        if status == known.kUnboundedOrInfeasible:
            if objective and self.least({}) is None:
                return None
            status = known.kUnbounded
        if status == known.kInfeasible:
            return None
        if status == known.kUnbounded:
            raise UnboundedError
        if status not in {known.kOptimal, known.kModelEmpty}:
            raise CalculationError("financing.unsolved")
        if self._whole:
            return self._whole_values()
        values = self._vertex()
        if values is None or not self.programme.admits(values):
            raise CalculationError("financing.unsolved")
        return values

    def _settles(self, objective: Terms, values: Values) -> bool:
        """Return whether the answer of the relaxation, rounded, is allowed and optimal.

        Sums of whole numbers are whole, so one less than a unit above the relaxed optimum is optimal: 7 is where the
        relaxation has 6,4, and 8 need not be.
        """
        relaxed = self._highs.getObjectiveValue()
        return value_of(objective, values) - relaxed < 1 - _SURE and self.programme.admits(values)

    def pin(self, objective: Terms, values: Values) -> None:
        """Keep a sum of variables from growing beyond what it is in an answer."""
        if objective:
            self.programme.row(None, objective, None, value_of(objective, values))
            row = self.programme.rows[-1]
            self._rows.append(row)
            factors, low, high = self._scaled(row)
            columns = self._array([self._index[var] for var in row.terms], dtype="int32")
            self._highs.addRow(low, high, len(columns), columns, self._array(factors))

    def _whole_values(self) -> dict[Var, Number]:
        solution = self._highs.getSolution().col_value
        return {var: round(value) for var, value in zip(self._vars, solution, strict=True)}

    def _vertex(self) -> dict[Var, Number] | None:
        """Return the vertex that the solver found, exactly: the rows that reach a limit, solved in fractions."""
        basis, status = self._highs.getBasis(), self._names.HighsBasisStatus
        basic, fixed = [], {}
        for var, state in zip(self._vars, basis.col_status, strict=True):
            if state == status.kBasic:
                basic.append(var)
            else:
                fixed[var] = (self.programme.upper[var] or 0) if state == status.kUpper else 0
        meeting = []
        for row, state in zip(self._rows, basis.row_status, strict=True):
            if state != status.kBasic:
                limit = row.high if state == status.kUpper or row.low is None else row.low
                if limit is None:
                    return None
                meeting.append((row.terms, limit))
        return meeting_point(basic, meeting, fixed)

    def _largest(self) -> float:
        sides = [(bound, row.scale) for row in self._rows for bound in (row.low, row.high)]
        sides += [(bound, 1) for bound in self.programme.upper.values()]
        largest = max((abs(float(bound / scale)) for bound, scale in sides if bound is not None), default=0.0)
        if largest > _MOST:
            raise CalculationError("financing.too_large")
        return largest

    def _scaled(self, row: Row) -> tuple[list[float], float, float]:
        """Return the factors and limits of a row as floats, the largest factor being one."""
        scale = max(map(abs, row.terms.values()))
        low = -self._names.kHighsInf if row.low is None else float(row.low / scale)
        high = self._names.kHighsInf if row.high is None else float(row.high / scale)
        return [factor / scale for factor in row.terms.values()], low, high

    def _model(self) -> Any:
        model = self._names.HighsLp()
        scaled = [self._scaled(row) for row in self._rows]
        tops = [self.programme.upper[var] for var in self._vars]
        starts = [0]
        for row in self._rows:
            starts.append(starts[-1] + len(row.terms))
        model.num_col_, model.num_row_ = len(self._vars), len(self._rows)
        model.col_cost_ = self._array([0.0] * len(self._vars))
        model.col_lower_ = self._array([0.0] * len(self._vars))
        model.col_upper_ = self._array([self._names.kHighsInf if top is None else float(top) for top in tops])
        model.row_lower_ = self._array([low for _, low, _ in scaled])
        model.row_upper_ = self._array([high for _, _, high in scaled])
        model.a_matrix_.format_ = self._names.MatrixFormat.kRowwise
        model.a_matrix_.start_ = self._array(starts, dtype="int32")
        model.a_matrix_.index_ = self._array(
            [self._index[var] for row in self._rows for var in row.terms], dtype="int32"
        )
        model.a_matrix_.value_ = self._array([factor for factors, _, _ in scaled for factor in factors])
        if self._whole:
            model.integrality_ = [self._names.HighsVarType.kInteger] * len(self._vars)
        return model
