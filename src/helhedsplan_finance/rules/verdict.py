"""Compare a measure with its limit exactly, in whole øre and fractions: no float, no tolerance.

Both sides are multiplied by the denominator of the rate, so that only integers are compared. Where an amount is not
stated yet, or the split between several givers is not published, a verdict is given only if it is the same for every
amount and every split.

Worked example: 8 mio. of 60 mio. against at most 12,5 % = 1/8. The slack is 1 × 60 - 8 × 8 = -4 mio., so the rule
fails; the margin is -4 / 8 = -0,5 mio., since the limit is 7,5 mio.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.record import Relation


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a comparison.

    ``slack`` is the distance to the limit times the denominator of ``bound``; negative is past it. For an equality it
    is minus the absolute difference. Where only some givers of a contribution count, ``slack`` is that of the worst
    split for a passed rule and of the best for a failed one; ``value`` and ``whole`` are the measure and the base of
    that split, and ``widest`` is the slack at the other end.
    """

    outcome: Literal["passed", "failed", "unverified"]
    measured: Measured
    base: Measured | None
    bound: Fraction
    slack: int | Fraction
    value: int | Fraction
    whole: int | Fraction
    widest: int | Fraction

    @property
    def limit(self) -> Fraction:
        """The exact limit in the unit of the measure (øre, months or a count)."""
        return self.bound * self.whole

    @property
    def margin(self) -> int | Fraction:
        """The distance to the limit, in whole øre or exact months; negative is past it."""
        return self._margin(self.slack)

    @property
    def margins(self) -> tuple[int | Fraction, int | Fraction] | None:
        """The least and the greatest margin over all splits; ``None`` where they are equal."""
        if self.slack == self.widest:
            return None
        return self._margin(min(self.slack, self.widest)), self._margin(max(self.slack, self.widest))

    @property
    def undecided(self) -> bool:
        """Whether a part of the measure, or of its base, depends on a split that is not published."""
        return bool(self.measured.undecided or (self.base is not None and self.base.undecided))

    @property
    def takes_all(self) -> bool:
        """Whether ``value`` includes all of the undecided amounts."""
        return bool(self.measured.undecided) and self.value == self.measured.most

    @property
    def shared(self) -> tuple[str, ...]:
        """The ids of the contributions on whose split the comparison depends."""
        return tuple(dict.fromkeys((*self.measured.shared, *(self.base.shared if self.base is not None else ()))))

    def _margin(self, slack: int | Fraction) -> int | Fraction:
        if isinstance(slack, int):
            return slack // self.bound.denominator  # øre are whole, also where the limit is not
        return slack / self.bound.denominator

    @property
    def share(self) -> Fraction | None:
        """The measure as a share of its base; ``None`` without a known base."""
        if self.base is None or self.base.missing or self.whole <= 0:
            return None
        return Fraction(self.value) / self.whole


def compare(relation: Relation, measured: Measured, bound: Fraction | int, base: Measured | None = None) -> Verdict:
    """Return the verdict of a measure against ``bound`` × ``base``, or against ``bound`` without a base."""
    bound = Fraction(bound)
    worst = best = stated = _end(relation, bound, measured.value, base.value if base is not None else 1)
    hits = False
    if measured.undecided or (base is not None and base.undecided):
        worst, best, hits = _ends(relation, bound, measured, base)
    outcome: Literal["passed", "failed", "unverified"] = "unverified"
    if worst.slack >= 0 and _stays_good(relation, measured, base):
        outcome = "passed"
    elif best.slack < 0 and not hits and _stays_bad(relation, measured, base):
        outcome = "failed"
    shown = {"passed": worst, "failed": best, "unverified": stated}[outcome]
    widest = worst if shown.slack == best.slack else best
    return Verdict(outcome, measured, base, bound, shown.slack, shown.value, shown.whole, widest.slack)


class _End(NamedTuple):
    """One end of the range of a comparison: the slack, and the measure and the base that it follows from."""

    slack: int | Fraction
    value: int | Fraction
    whole: int | Fraction


def _end(relation: Relation, bound: Fraction, value: int | Fraction, whole: int | Fraction) -> _End:
    slack = bound.numerator * whole - bound.denominator * value
    if relation == "at least":
        slack = -slack
    elif relation == "equal":
        slack = min(slack, -slack)
    return _End(slack, value, whole)


def _ends(relation: Relation, bound: Fraction, measured: Measured, base: Measured | None) -> tuple[_End, _End, bool]:
    """Return the worst and the best end over all splits, and whether a split between them meets an equality.

    Worked example: 3 mio. of kommune and boligorganisation together, the split not published, are between 0 and 3 mio.
    of the kommune. Against "at most 2 mio." the ends are a slack of -1 mio. and one of 2 mio.
    """
    least, most = (base.value, base.most) if base is not None else (1, 1)
    few, many = _end(relation, bound, measured.value, most), _end(relation, bound, measured.most, least)
    if relation == "at most":
        return many, few, False
    if relation == "at least":
        return few, many, False
    worst, best = sorted((few, many))
    below = bound.denominator * few.value < bound.numerator * few.whole
    above = bound.denominator * many.value > bound.numerator * many.whole
    return worst, best, below and above


def _stays_good(relation: Relation, measured: Measured, base: Measured | None) -> bool:
    """Return whether unstated amounts, which are never negative, cannot turn a passed rule into a failed one."""
    if relation == "at most":
        return not measured.missing
    return base is None or not base.missing


def _stays_bad(relation: Relation, measured: Measured, base: Measured | None) -> bool:
    """Return whether unstated amounts cannot turn a failed rule into a passed one.

    An equality fails on stated amounts alone: with open contributions the difference is the gap to be financed.
    """
    if relation == "at least":
        return not measured.missing
    return base is None or not base.missing
