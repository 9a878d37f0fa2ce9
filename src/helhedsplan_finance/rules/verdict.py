"""The exact comparison: a measure against its limit, in whole øre and fractions. No float, no tolerance.

Both sides are multiplied by the denominator of the rate, so that integers alone are compared. Where an amount is not
stated yet, a verdict is given only if it is the same whatever that amount turns out to be.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.rules.measures import Measured
from helhedsplan_finance.rules.model import Relation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison came to.

    ``slack`` is what is left before the limit, times the denominator of ``bound``; negative is past it. For an equality
    it is minus the difference.
    """

    outcome: Literal["passed", "failed", "unverified"]
    measured: Measured
    base: Measured | None
    bound: Fraction
    slack: int | Fraction

    @property
    def limit(self) -> Fraction:
        """The exact limit in the unit of the measure (øre, months or a count)."""
        return self.bound * (self.base.value if self.base is not None else 1)

    @property
    def margin(self) -> int | Fraction:
        """What is left before the limit, in whole øre or exact months; negative is how far past it."""
        if isinstance(self.slack, int):
            return self.slack // self.bound.denominator  # øre are whole on both sides of a limit between two of them
        return self.slack / self.bound.denominator

    @property
    def share(self) -> Fraction | None:
        """The measure as a share of its base; ``None`` where there is no base to be a share of."""
        if self.base is None or not self.base.known or self.base.value <= 0:
            return None
        return Fraction(self.measured.value) / self.base.value


def compare(relation: Relation, measured: Measured, bound: Fraction | int, base: Measured | None = None) -> Verdict:
    """Compare a measure with ``bound`` × ``base``, or with ``bound`` itself where there is no base."""
    bound = Fraction(bound)
    over: int | Fraction = bound.numerator * (base.value if base is not None else 1)
    slack: int | Fraction = over - bound.denominator * measured.value
    if relation == "at least":
        slack = -slack
    elif relation == "equal":
        slack = min(slack, -slack)
    holds = slack >= 0
    outcome: Literal["passed", "failed"] = "passed" if holds else "failed"
    settled = _is_settled(relation, holds, measured, base)
    return Verdict(outcome if settled else "unverified", measured, base, bound, slack)


def _is_settled(relation: Relation, holds: bool, measured: Measured, base: Measured | None) -> bool:
    """Tell whether amounts that are still to be stated can no longer turn the verdict; they only ever add."""
    base_known = base is None or base.known
    match relation:
        case "at most":
            return measured.known if holds else base_known
        case "at least":
            return base_known if holds else measured.known
        case "equal":
            # A plan is held to what it states: with open streams the difference is the gap that is still to be filled.
            return base_known
