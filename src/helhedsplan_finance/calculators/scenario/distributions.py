"""Distributions of uncertain inputs: a contribution that comes or does not, an amount or a factor between bounds.

A distribution holds what was written. Whether that is amounts or factors follows from its input; see
:func:`.simulate`. Everything is converted to whole øre before anything is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.scenario.input_names import Share, share_of
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.text import short
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ores = npt.NDArray[np.int64]

Figure = str | int | Decimal | Fraction | Kroner
Reader = Callable[[object], int]  # from a bound as written to øre

_MOST_PARTS = 10**18  # an integer of 64 bits holds it


@dataclass(frozen=True, slots=True)
class Chance:
    """All of the amount with probability ``p`` (``"80 %"`` or a ``Fraction``), else nothing.

    Raises :class:`AmountError` or :class:`CalculationError` for what is no share from 0 % to 100 %.

    >>> Chance("80 %").probability
    Fraction(4, 5)
    """

    p: Share

    def __post_init__(self) -> None:
        share_of(self.p)

    @property
    def probability(self) -> Fraction:
        """Exact probability."""
        return share_of(self.p)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any value between two bounds, all equally likely: amounts for a contribution, factors for costs."""

    low: Figure
    high: Figure


@dataclass(frozen=True, slots=True)
class Triangular:
    """A value between two bounds, ``mode`` the likeliest: amounts for a contribution, factors for costs."""

    low: Figure
    mode: Figure
    high: Figure


Distribution = Chance | Triangular | Uniform


@dataclass(frozen=True, slots=True)
class Ready:
    """A distribution of whole øre, ready to be drawn from: ``points`` are the amount itself, or its bounds in order."""

    kind: Distribution
    points: tuple[int, ...]

    @property
    def most(self) -> int:
        """Largest amount that can be drawn."""
        return self.points[-1]

    def draw(self, random: "np.random.Generator", draws: int) -> "Ores":
        """Return ``draws`` amounts in whole øre, each rounded to the nearest."""
        import numpy as np

        if isinstance(self.kind, Chance):
            # In whole numbers, so that 1/3 is exact: 0 of 0, 1 and 2, each as likely.
            share = self.kind.probability.limit_denominator(_MOST_PARTS)
            comes = random.integers(0, share.denominator, draws, dtype=np.int64) < share.numerator
            return np.where(comes, np.int64(self.most), np.int64(0))
        if self.points[0] == self.most:
            return np.full(draws, self.most, dtype=np.int64)
        low, high = self.points[0], self.points[-1]
        if isinstance(self.kind, Uniform):
            drawn = random.uniform(low, high, draws)
        else:
            drawn = random.triangular(low, self.points[1], high, draws)
        return np.rint(drawn).astype(np.int64)


def ready(distribution: object, key: str, full: int | None, read: Reader) -> Ready:
    """Read a distribution for the input ``key`` of ``full`` øre, or ``None`` where it is open.

    ``read`` converts a bound to øre. Raises :class:`CalculationError` for bounds that are not in order, a chance of an
    amount that is not stated, and what is no distribution; and what ``read`` raises.
    """
    match distribution:
        case Chance():
            if full is None:
                raise CalculationError("scenario.chance_open", key=short(key))
            return Ready(distribution, (full,))
        case Uniform():
            bounds: tuple[object, ...] = (distribution.low, distribution.high)
        case Triangular():
            bounds = (distribution.low, distribution.mode, distribution.high)
        case _:
            raise CalculationError("scenario.no_distribution", key=short(key), found=short(distribution))
    points = tuple(read(bound) for bound in bounds)
    if list(points) != sorted(points):
        raise CalculationError("scenario.bounds", key=short(key), found=[short(bound) for bound in bounds])
    return Ready(distribution, points)
