"""HiGHS finds the answer; exact arithmetic decides whether it is one.

The solver works with floats. What it returns is rounded to whole units (or, without ``whole``, computed again as the
exact vertex where its limits meet) and checked against every row; an answer that does not hold is refused.
"""

from helhedsplan_finance.calculators.financing.engine import INFINITY, Bounds, Engine, Line, Problem
from helhedsplan_finance.calculators.financing.highs_javascript import JavaScriptHighs
from helhedsplan_finance.calculators.financing.highs_native import NativeHighs
from helhedsplan_finance.calculators.financing.programme import Number, Programme, Row, Terms, Values, Var, value_of
from helhedsplan_finance.calculators.financing.vertex import meeting_point
from helhedsplan_finance.errors import CalculationError, MissingExtraError

_MOST = 10**12  # beyond this the solver's doubles no longer separate one unit from the next
_SECONDS = 20.0  # for one question; plans take milliseconds
_TOLERANCE, _SPACING = 1e-6, 1e-15
_SEEDS = (0, 5, 9)  # the same every time, so that the same question has the same answer
_SURE = 0.01  # further from a whole unit than any error of the solver


class UnboundedError(Exception):
    """The objective has no minimum: nothing limits the answer."""


class Solver:
    """One programme in a solver, for lexicographic objectives: each is minimized within what the earlier left open.

    With ``whole`` every variable is a whole number. Raises :class:`CalculationError` for figures too large for exact
    units or no answer in time, :class:`UnboundedError` for an unbounded answer, and
    :class:`MissingExtraError` where there is no solver.
    """

    def __init__(self, programme: Programme, *, whole: bool) -> None:
        self._whole = whole
        self.programme = programme.copy()
        self._vars = list(programme.upper)
        self._index = {var: number for number, var in enumerate(self._vars)}
        # A row without variables is true or false whatever the answer; the solver need not see it.
        self._possible = all(row.holds({}) for row in programme.rows if not row.terms)
        self._rows = [row for row in programme.rows if row.terms]
        bounds = Bounds(max(_TOLERANCE, self._largest() * _SPACING), _SECONDS)
        # Without variables there is nothing to solve, and HiGHS in JavaScript refuses such a model.
        self._engine = _engine(self._problem(), bounds) if self._vars else None

    def least(self, objective: Terms) -> dict[Var, Number] | None:
        """Return the values that minimize a sum of variables; ``None`` where no values are allowed at all."""
        if not self._possible:
            return None
        if self._engine is None:
            return {}
        self._aim_at(self._engine, objective)
        if not self._whole:
            return self._answer(self._engine, objective)
        # Most of the time the vertex of the relaxation is whole already, and found in a tenth of the time.
        self._engine.relax(True)
        values = self._answer(self._engine, objective)
        if values is None or self._settles(self._engine, objective, values):
            return values
        self._engine.relax(False)
        for seed in _SEEDS:
            # Rarely a search misses an answer that exists, and another one finds it.
            self._engine.seed_with(seed)
            values = self._answer(self._engine, objective)
            if values is not None and self.programme.admits(values):
                return values
        if values is not None:
            raise CalculationError("financing.unsolved")
        return None

    def _aim_at(self, engine: Engine, objective: Terms) -> None:
        costs = [0.0] * len(self._vars)
        for var, factor in objective.items():
            costs[self._index[var]] = float(factor)
        engine.aim_at(costs)

    def _answer(self, engine: Engine, objective: Terms) -> dict[Var, Number] | None:
        """Run the solver and return its values; ``None`` where no values are allowed."""
        status = engine.run()
        if status == "unbounded or infeasible":
            if objective and self.least({}) is None:
                return None
            status = "unbounded"
        if status == "infeasible":
            return None
        if status == "unbounded":
            raise UnboundedError
        if status != "optimal":
            raise CalculationError("financing.unsolved")
        if self._whole:
            return {var: round(value) for var, value in zip(self._vars, engine.values(), strict=True)}
        values = self._vertex(engine)
        if values is None or not self.programme.admits(values):
            raise CalculationError("financing.unsolved")
        return values

    def _settles(self, engine: Engine, objective: Terms, values: Values) -> bool:
        """Return whether the answer of the relaxation, rounded, is allowed and optimal.

        Sums of whole numbers are whole, so one less than a unit above the relaxed optimum is optimal: 7 is where the
        relaxation has 6,4, and 8 need not be.
        """
        relaxed = engine.optimum()
        return value_of(objective, values) - relaxed < 1 - _SURE and self.programme.admits(values)

    def pin(self, objective: Terms, values: Values) -> None:
        """Keep a sum of variables from growing beyond what it is in an answer."""
        if objective:
            self.programme.row(None, objective, None, value_of(objective, values))
            row = self.programme.rows[-1]
            self._rows.append(row)
            if self._engine is not None:
                self._engine.add_row(self._line(row))

    def _vertex(self, engine: Engine) -> dict[Var, Number] | None:
        """Return the vertex that the solver found, exactly: the rows that reach a limit, solved in fractions."""
        columns, rows = engine.basis()
        basic, fixed = [], {}
        for var, state in zip(self._vars, columns, strict=True):
            if state == "basic":
                basic.append(var)
            else:
                fixed[var] = (self.programme.upper[var] or 0) if state == "upper" else 0
        meeting = []
        for row, state in zip(self._rows, rows, strict=True):
            if state != "basic":
                limit = row.high if state == "upper" or row.low is None else row.low
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

    def _line(self, row: Row) -> Line:
        """Return a row in floats, the largest factor being one."""
        scale = max(map(abs, row.terms.values()))
        return Line(
            [self._index[var] for var in row.terms],
            [factor / scale for factor in row.terms.values()],
            -INFINITY if row.low is None else float(row.low / scale),
            INFINITY if row.high is None else float(row.high / scale),
        )

    def _problem(self) -> Problem:
        tops = [self.programme.upper[var] for var in self._vars]
        upper = [INFINITY if top is None else float(top) for top in tops]
        return Problem(upper, [self._line(row) for row in self._rows], self._whole)


def _engine(problem: Problem, bounds: Bounds) -> Engine:
    """Return a problem in the solver that is here: that of Python, else that of the browser."""
    for kind in (NativeHighs, JavaScriptHighs):
        try:
            return kind(problem, bounds)
        except ImportError:
            continue
    raise MissingExtraError("extra.solver")
