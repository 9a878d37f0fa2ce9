"""A linear programme in exact figures: variables that are not negative, rows that keep their sums within limits.

It knows nothing of plans. A solver may look for an answer with floats; whether the answer holds is decided here, in
integers and fractions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Literal

Number = int | Fraction
Var = tuple[str, str, int | None]  # its kind, the id that it is of, and the year
Terms = Mapping[Var, Number]
Values = Mapping[Var, Number]


@dataclass(frozen=True, slots=True)
class Tag:
    """The limit that a row expresses: a ``rule``, or a ``limit`` of the plan's own, and the year that it is for.

    ``preferred`` marks a limit that does not bind, and has a slack variable already.
    """

    kind: Literal["rule", "limit"]
    id: str
    where: str
    preferred: bool = field(default=False, compare=False)

    def to_dict(self) -> dict[str, str]:
        """Return the tag as JSON data."""
        return {self.kind: self.id, "where": self.where}


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of variables that is at least ``low`` and at most ``high``; ``None`` leaves a side open.

    A row without a tag defines a variable, or keeps the value of an aim that has been met.
    """

    tag: Tag | None
    terms: Mapping[Var, int]
    low: Number | None
    high: Number | None
    scale: int = 1  # by what the row was multiplied to have whole factors

    def holds(self, values: Values) -> bool:
        """Return whether the row holds, exactly."""
        sum_ = self.sum(values)
        return (self.low is None or self.low <= sum_) and (self.high is None or sum_ <= self.high)

    @property
    def binds(self) -> bool:
        """Whether the row is a limit that only its slack may pass."""
        return self.tag is not None and not self.tag.preferred

    def sum(self, values: Values) -> Number:
        """Return the sum of the variables of the row, each times its factor."""
        return value_of(self.terms, values)


@dataclass
class Programme:
    """Variables with their upper limits (``None`` for none), and the rows over them."""

    upper: dict[Var, Number | None] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def variable(self, var: Var, upper: Number | None = None) -> Var:
        """Add a variable and return it."""
        self.upper[var] = upper
        return var

    def row(self, tag: Tag | None, terms: Terms, low: Number | None = None, high: Number | None = None) -> None:
        """Add a row; without variables it is true or false whatever the values.

        Its factors are made whole: ``lbf - 3/4 total <= 0`` is kept as ``4 lbf - 3 total <= 0`` with ``scale`` 4.
        """
        scale = lcm(*(factor.denominator for factor in terms.values()))
        whole = {var: int(factor * scale) for var, factor in terms.items() if factor}
        lowest, highest = (None if bound is None else _plain(bound * scale) for bound in (low, high))
        self.rows.append(Row(tag, whole, lowest, highest, scale))

    def copy(self, keep: Iterable[Row] | None = None) -> "Programme":
        """Return a programme with the same variables, and all or some of the rows."""
        return Programme(dict(self.upper), list(self.rows if keep is None else keep))

    def admits(self, values: Values) -> bool:
        """Return whether every variable is within its limits and every row holds."""
        within = all(values[var] >= 0 and (top is None or values[var] <= top) for var, top in self.upper.items())
        return within and all(row.holds(values) for row in self.rows)


def value_of(terms: Terms, values: Values) -> Number:
    """Return the sum of some variables, each times its factor."""
    return sum(factor * values[var] for var, factor in terms.items())


def _plain(number: Number) -> Number:
    """Return a whole number as an integer, with which arithmetic is faster."""
    return number.numerator if number.denominator == 1 else number
