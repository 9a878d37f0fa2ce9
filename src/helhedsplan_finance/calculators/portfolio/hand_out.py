"""The division of a pool in whole øre, monotone: a larger pool never gives any claim less.

A pool of P øre goes to the first P of one fixed row of single øre: the k-th øre of a claim of weight w is at k / w, and
of two at the same place, the smaller id comes first. A larger pool only reaches further along the row. For weights 3
and 2 (a and b) the places are 1/3, 2/3, 1 and 1/2, 1: the row is a b a a b, and a pool of 3 gives a 2 and b 1.

Largest remainders are not monotone: 10 øre by weights 6, 6 and 2 are 4, 4 and 2, but 11 øre are 5, 5 and 1.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import NamedTuple


class Claim(NamedTuple):
    """A claim on a pool: a weight in any unit, and the most that it may get, in øre."""

    id: str
    weight: int
    most: int


def in_proportion(pool: int, claims: Iterable[Claim]) -> dict[str, int]:
    """Return the øre of each claim, in proportion to the weights as far as no claim gets more than its most.

    Exact: the øre add up to the pool, or to all the claims where the pool is larger. The order of the claims makes no
    difference. A weight of zero gets nothing.
    """
    claims = [claim for claim in claims if claim.weight > 0 and claim.most > 0]
    given = _below(_level(pool, claims), claims)
    left = min(pool, sum(claim.most for claim in claims)) - sum(given.values())
    # Fewer øre than claims are left: rounding down takes less than one from each.
    queue = [_next(claim, given[claim.id]) for claim in claims if given[claim.id] < claim.most]
    heapify(queue)
    for _ in range(left):
        _, _, claim = heappop(queue)
        given[claim.id] += 1
        if given[claim.id] < claim.most:
            heappush(queue, _next(claim, given[claim.id]))
    return given


def in_turn(pool: int, claims: Sequence[Claim]) -> dict[str, int]:
    """Return the øre of each claim: in full, in the order given, until the pool is empty."""
    given = {}
    for claim in claims:
        given[claim.id] = min(pool, claim.most)
        pool -= given[claim.id]
    return given


def _level(pool: int, claims: Sequence[Claim]) -> Fraction:
    """Return the place in the row that the pool reaches if øre could be divided: the øre per unit of weight.

    A pool of 10 for weights 3 and 2 reaches 10 / 5 = 2. If the first may get at most 3, it is full at 1, and the other
    reaches (10 - 3) / 2 = 3,5.
    """
    full, weights, level = 0, sum(claim.weight for claim in claims), Fraction(0)
    for claim in sorted(claims, key=lambda claim: Fraction(claim.most, claim.weight)):
        level = Fraction(pool - full, weights)
        if level * claim.weight < claim.most:
            return level
        full, weights = full + claim.most, weights - claim.weight
        level = Fraction(claim.most, claim.weight)
    return level


def _below(level: Fraction, claims: Iterable[Claim]) -> dict[str, int]:
    """Return the whole øre of each claim up to the level."""
    return {claim.id: min(claim.weight * level.numerator // level.denominator, claim.most) for claim in claims}


def _next(claim: Claim, given: int) -> tuple[Fraction, str, Claim]:
    return Fraction(given + 1, claim.weight), claim.id, claim
