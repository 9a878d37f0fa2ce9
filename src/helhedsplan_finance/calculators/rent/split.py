"""The split between boligafdelinger: the øre that each pays in each year. Every year adds up to what is to be paid.

Fixed sums are taken first. The rest is split by the shares of the key, and each of those parts by the weights of those
that participate, for their months: dwellings × months, m² × months, and so on. Both splits are by largest remainder, so
they do not depend on the order of the boligafdelinger.

Of 100 kr. with a fixed sum of 10 kr. 90 kr. are left. By ``lejemaal``, 100 dwellings in 12 months and 100 in 6 months
weigh 1200 and 600: they pay 60 kr. and 30 kr.
"""

from collections.abc import Mapping
from fractions import Fraction

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.home_keys import KeyShares, fixed_in, months_in, weight
from helhedsplan_finance.plan.plan import Boligafdeling
from helhedsplan_finance.values.money import Kroner, split
from helhedsplan_finance.values.periods import Period

Months = Mapping[str, Mapping[int, Fraction]]


def months_of(afdelinger: tuple[Boligafdeling, ...], period: Period) -> dict[str, dict[int, Fraction]]:
    """Return the months of each year in which each boligafdeling participates."""
    return {one.id: months_in(one, period) for one in afdelinger}


def split_years(
    to_pay: Mapping[int, Kroner], afdelinger: tuple[Boligafdeling, ...], key: KeyShares, months: Months
) -> dict[str, dict[int, Kroner]]:
    """Return what each boligafdeling pays in each year; ``months`` are those in which each participates.

    Raises :class:`CalculationError` for a year in which none is left to pay, or the fixed sums exceed the amount.
    """
    paid: dict[str, dict[int, Kroner]] = {one.id: {} for one in afdelinger}
    for year, amount in to_pay.items():
        for id_, part in _split_year(amount, afdelinger, key, {one: months[one][year] for one in months}, year).items():
            paid[id_][year] = part
    return paid


def _split_year(
    amount: Kroner, afdelinger: tuple[Boligafdeling, ...], key: KeyShares, months: Mapping[str, Fraction], year: int
) -> dict[str, Kroner]:
    paid = {one.id: fixed_in(one, year, months[one.id]) or Kroner() for one in afdelinger}
    rest = amount - sum(paid.values(), Kroner())
    if rest < Kroner():
        raise CalculationError("rent.fixed_too_much", year=year, fixed=amount - rest, amount=amount)
    if not rest:
        return paid
    payers = tuple(one for one in afdelinger if one.fixed is None and months[one.id])
    parts = split(rest, {str(name): share for name, share in key.items()})
    for name in key:
        part = parts[name]
        by_weight = {one.id: weight(name, one) * months[one.id] for one in payers}
        if not part:
            continue
        if not any(by_weight.values()):
            raise CalculationError("rent.nobody_left", year=year, amount=rest)
        for id_, share in split(part, by_weight).items():
            paid[id_] += share
    return paid
