"""The exact comparison: a measure against its limit, in whole øre and fractions. No float, no tolerance.

Both sides are multiplied by the denominator of the rate, so that integers alone are compared. Where an amount is not
stated yet, or several give together and nobody has published what each of them gives, a verdict is given only if it is
the same whatever the amount, or the split, turns out to be.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.record import Relation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison came to.

    ``slack`` is what is left before the limit, times the denominator of ``bound``; negative is past it. For an equality
    it is minus the difference. Where several give together and only some of them count, ``slack`` is what is left
    whatever the split turns out to be, or how far past the limit it is at least; ``value`` and ``whole`` are the
    measure and the base that it was worked out from, and ``widest`` is the slack at the other end.
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
        """What is left before the limit, in whole øre or exact months; negative is how far past it."""
        return self._margin(self.slack)

    @property
    def margins(self) -> tuple[int | Fraction, int | Fraction] | None:
        """The least and the most that is left before the limit, by the split; ``None`` where that is one figure."""
        if self.slack == self.widest:
            return None
        return self._margin(min(self.slack, self.widest)), self._margin(max(self.slack, self.widest))

    @property
    def undecided(self) -> bool:
        """Whether a part of the measure, or of its base, depends on a split that nobody has published."""
        return bool(self.measured.undecided or (self.base is not None and self.base.undecided))

    @property
    def takes_all(self) -> bool:
        """Whether ``value`` counts all of what only a part of is sure to count."""
        return bool(self.measured.undecided) and self.value == self.measured.most

    @property
    def shared(self) -> tuple[str, ...]:
        """The ids of the contributions whose split the comparison depends on."""
        return tuple(dict.fromkeys((*self.measured.shared, *(self.base.shared if self.base is not None else ()))))

    def _margin(self, slack: int | Fraction) -> int | Fraction:
        if isinstance(slack, int):
            return slack // self.bound.denominator  # øre are whole on both sides of a limit between two of them
        return slack / self.bound.denominator

    @property
    def share(self) -> Fraction | None:
        """The measure as a share of its base; ``None`` where there is no base to be a share of."""
        if self.base is None or self.base.missing or self.whole <= 0:
            return None
        return Fraction(self.value) / self.whole


def compare(relation: Relation, measured: Measured, bound: Fraction | int, base: Measured | None = None) -> Verdict:
    """Compare a measure with ``bound`` × ``base``, or with ``bound`` itself where there is no base."""
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
    """One end of what a comparison may come to: the slack, and the measure and the base that it follows from."""

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
    """Return the worst and the best end that a split may lead to, and whether a split between them meets an equality.

    3 mio. of which kommune and boligorganisation have not said who gives what is between 0 and 3 mio. of the kommune's:
    held against "at most 2 mio.", the ends are 1 mio. too much and 2 mio. to spare.
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
    """Return whether amounts that are still to be stated cannot turn a good verdict; they only ever add."""
    if relation == "at most":
        return not measured.missing
    return base is None or not base.missing


def _stays_bad(relation: Relation, measured: Measured, base: Measured | None) -> bool:
    """Return whether amounts that are still to be stated cannot turn a bad verdict.

    A plan is held to what it states: with open contributions the difference is the gap that is still to be filled.
    """
    if relation == "at least":
        return not measured.missing
    return base is None or not base.missing
