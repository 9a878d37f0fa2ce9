"""Handing out a pool, whole øre at a time, so that more money never gives anybody less.

A pool of P øre goes to the first P of one fixed row of single øre: the k-th øre of a claim of weight w stands at k / w,
and where two stand at the same place, the smaller id comes first. A larger pool only reaches further along the row.
Largest remainders do not have that property: there a larger pool can take an øre from somebody.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import NamedTuple


class Claim(NamedTuple):
    """What one asks of a pool: a weight, and the most that it may get, in øre. The weight may be any unit."""

    id: str
    weight: int
    most: int


def in_proportion(pool: int, claims: Iterable[Claim]) -> dict[str, int]:
    """Return the øre for each claim, in proportion to the weights as far as nobody gets more than its most.

    Exact: the øre add up to the pool, or to all the claims where the pool is larger. The order of the claims makes no
    difference. A weight of zero gets nothing.
    """
    claims = [claim for claim in claims if claim.weight > 0 and claim.most > 0]
    given = _below(_level(pool, claims), claims)
    left = min(pool, sum(claim.most for claim in claims)) - sum(given.values())
    # Fewer øre than claims are left: one at most is lost to rounding down for each.
    queue = [_next(claim, given[claim.id]) for claim in claims if given[claim.id] < claim.most]
    heapify(queue)
    for _ in range(left):
        _, _, claim = heappop(queue)
        given[claim.id] += 1
        if given[claim.id] < claim.most:
            heappush(queue, _next(claim, given[claim.id]))
    return given


def in_turn(pool: int, claims: Sequence[Claim]) -> dict[str, int]:
    """Return the øre for each claim: each in full, in the order given, until the pool is empty."""
    given = {}
    for claim in claims:
        given[claim.id] = min(pool, claim.most)
        pool -= given[claim.id]
    return given


def _level(pool: int, claims: Sequence[Claim]) -> Fraction:
    """Return how far the row is reached if øre could be divided: there the parts are exactly the pool."""
    full, weights, level = 0, sum(claim.weight for claim in claims), Fraction(0)
    for claim in sorted(claims, key=lambda claim: Fraction(claim.most, claim.weight)):
        level = Fraction(pool - full, weights)
        if level * claim.weight < claim.most:
            return level
        full, weights = full + claim.most, weights - claim.weight
        level = Fraction(claim.most, claim.weight)
    return level


def _below(level: Fraction, claims: Iterable[Claim]) -> dict[str, int]:
    """Return the whole øre of each claim that stand at the level or before it."""
    return {claim.id: min(claim.weight * level.numerator // level.denominator, claim.most) for claim in claims}


def _next(claim: Claim, given: int) -> tuple[Fraction, str, Claim]:
    return Fraction(given + 1, claim.weight), claim.id, claim
