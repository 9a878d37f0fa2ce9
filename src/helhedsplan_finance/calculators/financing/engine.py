"""The interface of a solver: one linear or mixed problem in doubles, changed and solved again.

:mod:`.highs_native` and :mod:`.highs_javascript` implement it. What they answer decides nothing: :mod:`.solver` rounds
it to exact figures and checks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Status = Literal["optimal", "infeasible", "unbounded", "unbounded or infeasible", "unsolved"]
Place = Literal["basic", "upper", "other"]  # of a column or row in the basis: at its upper limit, or elsewhere

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a problem: the indices of its columns, their factors, and the limits of the sum."""

    columns: Sequence[int]
    factors: Sequence[float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Problem:
    """Columns from zero to their upper limits, at least one, and the rows over them; ``whole`` makes all integers."""

    upper: Sequence[float]
    rows: Sequence[Line]
    whole: bool

    @property
    def starts(self) -> list[int]:
        """Return where the factors of each row start in the list of all, and its length at the end."""
        starts = [0]
        for row in self.rows:
            starts.append(starts[-1] + len(row.columns))
        return starts


@dataclass(frozen=True, slots=True)
class Bounds:
    """The precision of an answer, and the seconds after which the search for it stops."""

    tolerance: float
    seconds: float

    def options(self) -> dict[str, bool | float]:
        """Return the options of HiGHS, the same in every language."""
        return {
            "output_flag": False,
            "time_limit": self.seconds,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.5,  # objectives are whole numbers, so the next better one is 1 away
            "primal_feasibility_tolerance": self.tolerance,
            "mip_feasibility_tolerance": self.tolerance,
        }


class Engine(Protocol):
    """A problem in a solver, which minimizes."""

    def aim_at(self, costs: Sequence[float]) -> None:
        """Set the objective: one factor for each column."""

    def add_row(self, row: Line) -> None:
        """Add a row below the others."""

    def relax(self, on: bool) -> None:
        """Solve without the demand for integers, or with it again."""

    def seed_with(self, number: int) -> None:
        """Set the seed of the search."""

    def run(self) -> Status:
        """Solve; ``unsolved`` is every other outcome, such as no answer in time."""

    def optimum(self) -> float:
        """Return the value of the objective."""

    def values(self) -> list[float]:
        """Return the value of each column."""

    def basis(self) -> tuple[list[Place], list[Place]]:
        """Return the place of each column and each row, after a problem without integers."""
