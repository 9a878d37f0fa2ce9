"""The figures of the sheet Huslejevirkning, computed as its formulas compute them: in whole øre and whole weights.

The split is that of ``calculators/rent/split.py``, but nothing is refused here: a sheet shows something while it is
being filled in. A test compares the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from helhedsplan_finance.excel.base.layout import Layout
from helhedsplan_finance.plan.home_keys import cuts, months_in, weight
from helhedsplan_finance.plan.home_money import HOUSING, covers_by_year, given_by_year, housing_money, own_money
from helhedsplan_finance.plan.plan import KEYS, Boligafdeling, KeyName
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.values.money import Kroner, split

# A share of the key, or of a key of their own, counts in parts of a whole this small, or smaller where one needs it.
_PARTS = 10**6
EXACT = 2**53  # whole numbers up to here are exact in a spreadsheet


def parts_of(shares: Sequence[Fraction]) -> int:
    """Return how many parts a whole is counted in, so that every share is a whole number of them."""
    return lcm(_PARTS, *(share.denominator for share in shares))


def largest_remainder(amount: int, weights: Sequence[int], order: Sequence[int]) -> list[int]:
    """Split whole øre by whole weights, with the order as keys: the last of ties. Nothing without any weight."""
    if not any(weights):
        return [0] * len(weights)
    parts = split(Kroner.from_ore(amount), dict(zip(order, weights, strict=True)))
    return [parts[place].ore for place in order]


@dataclass(frozen=True)
class RentFigures:
    """What stands on the sheet for a plan, in the rows of its workbook."""

    layout: Layout

    @cached_property
    def slots(self) -> tuple[Boligafdeling | None, ...]:
        """The rows of Afdelinger, those to spare too."""
        return self.layout.rows.afdelinger

    @cached_property
    def months_scale(self) -> int:
        """Into how many parts a month is divided, so that what the plan has of one is a whole number of them."""
        slices = self.layout.plan.period.slices
        return lcm(*(months.denominator for part in slices for months in (part.months, *cuts(part))))

    @cached_property
    def share_scale(self) -> int:
        """Into how many parts a whole is divided for the shares of the key and of a key of their own."""
        own = [one.share for one in self.slots if one is not None and one.share is not None]
        return parts_of([*(self.layout.plan.key or {}).values(), *own])

    @cached_property
    def months(self) -> list[dict[int, int]]:
        """The months of each row and year, in their small parts."""
        period, scale = self.layout.plan.period, self.months_scale
        return [
            {year: int(months * scale) for year, months in months_in(one, period).items()}
            if one is not None
            else dict.fromkeys(period.years, 0)
            for one in self.slots
        ]

    @cached_property
    def order(self) -> list[int]:
        """The place of each row among the ids in their order, for the last of ties; rows to spare come after."""
        ids = sorted(one.id for one in self.slots if one is not None)
        return [ids.index(one.id) + 1 if one is not None else len(ids) + 1 + row for row, one in enumerate(self.slots)]

    @cached_property
    def key(self) -> dict[KeyName, int]:
        """The parts of each thing to share by; nothing stated means the dwellings alone."""
        stated = self.layout.plan.key or {"lejemaal": Fraction(1)}
        return {name: int(stated.get(name, Fraction(0)) * self.share_scale) for name in KEYS}

    @cached_property
    def is_own(self) -> bool:
        """Whether the boligafdelinger have contributions in money of their own, which are then what is shared."""
        return bool(own_money(self.layout.plan))

    @cached_property
    def all_given(self) -> dict[int, Kroner]:
        """What the housing side gives in money in each year, as far as it is stated."""
        return given_by_year(self.layout.plan, housing_money(self.layout.plan))

    @cached_property
    def own_given(self) -> dict[int, Kroner]:
        """What the boligafdelinger give of it."""
        return given_by_year(self.layout.plan, own_money(self.layout.plan))

    @property
    def shared(self) -> dict[int, Kroner]:
        """The contribution that is shared out: the boligafdelinger's own, or else all of it."""
        return self.own_given if self.is_own else self.all_given

    @cached_property
    def covered(self) -> dict[int, Kroner]:
        """What is covered in each year."""
        return covers_by_year(self.layout.plan)

    def paid(self, year: int) -> Kroner:
        """Return what the tenants pay in a year."""
        return self.shared[year] - self.covered[year]

    def is_fixed(self, row: int) -> bool:
        """Tell whether a row pays fixed sums and nothing by the key."""
        one = self.slots[row]
        return one is not None and bool(one.fixed)

    def fixed(self, row: int, year: int) -> Kroner:
        """Return what a row pays as a fixed sum in a year; nothing in a year that it is not in."""
        one = self.slots[row]
        if one is None or not one.fixed or not self.months[row][year]:
            return Kroner()
        return one.fixed.get(year, Kroner())

    def rest(self, year: int) -> Kroner:
        """Return what is left for those who pay by the key."""
        fixed = sum((self.fixed(row, year) for row in range(len(self.slots))), Kroner())
        return max(self.paid(year) - fixed, Kroner())

    @cached_property
    def parts(self) -> dict[int, dict[KeyName, Kroner]]:
        """What is split by each thing to share by, in each year; ties go by the name of the key."""
        order = [sorted(KEYS).index(name) for name in KEYS]
        return {
            year: {
                name: Kroner.from_ore(ore)
                for name, ore in zip(
                    KEYS, largest_remainder(self.rest(year).ore, list(self.key.values()), order), strict=True
                )
            }
            for year in self.layout.years
        }

    def key_weight(self, name: KeyName, row: int) -> int:
        """Return the weight of a row under a key, before its months."""
        one = self.slots[row]
        if one is None or self.is_fixed(row):
            return 0
        return int(weight(name, one) * (self.share_scale if name == "own" else 1))

    def weight(self, name: KeyName, row: int, year: int) -> int:
        """Return the weight of a row under a key in a year."""
        return self.key_weight(name, row) * self.months[row][year]

    @cached_property
    def split(self) -> dict[int, dict[KeyName, list[Kroner]]]:
        """What each row pays of each part, in each year."""
        return {
            year: {
                name: [
                    Kroner.from_ore(ore)
                    for ore in largest_remainder(
                        self.parts[year][name].ore,
                        [self.weight(name, row, year) for row in range(len(self.slots))],
                        self.order,
                    )
                ]
                for name in KEYS
            }
            for year in self.layout.years
        }

    def pays(self, row: int, year: int) -> Kroner:
        """Return what a row pays in a year."""
        return self.fixed(row, year) + sum((self.split[year][name][row] for name in KEYS), Kroner())

    def off(self, year: int) -> Kroner:
        """Return how far what is paid is from what there is to pay, and how far that is below nothing."""
        if not any(self.slots):  # without a list nobody is asked to pay a part
            return max(-self.paid(year), Kroner())
        pays = sum((self.pays(row, year) for row in range(len(self.slots))), Kroner())
        return abs(self.paid(year) - pays) + max(-self.paid(year), Kroner())

    def by_key(self, row: int) -> int:
        """Return 1 where a row pays by the key, 2 where it would if it were in, else 0."""
        one = self.slots[row]
        return 0 if one is None or one.fixed else 2 if one.participates is False else 1

    def inexact(self, year: int) -> int:
        """Return how many splits of a year have a product that a spreadsheet, which holds 53 bits, would round."""
        over_key = (self.rest(year), list(self.key.values()))
        rows = range(len(self.slots))
        over_homes = [(self.parts[year][name], [self.weight(name, row, year) for row in rows]) for name in KEYS]
        return sum(amount.ore * max(weights, default=0) > EXACT for amount, weights in (over_key, *over_homes))

    def months_of(self, row: int) -> Fraction:
        """Return the months that a row is in, over the whole period."""
        return Fraction(sum(self.months[row].values()), self.months_scale)


def rent_measure(*, own: bool) -> Measure:
    """Return the measure of the housing side's cash, or of the boligafdelinger's own."""
    sources = ("boligafdeling",) if own else HOUSING
    where = {"side": ("financing",), "source": sources, "kind": ("cash",)}
    return measures()["financing"].model_copy(update={"where": where})


def over(amount: Kroner, count: int | None, months: Fraction, factor: int = 1) -> float | str:
    """Return kroner per home or m² and month, times a factor; blank where nothing is there to divide by."""
    return float(Fraction(amount.ore * factor, 100) / (count * months)) if count and months else ""


def total(by_year: Mapping[int, Kroner]) -> Kroner:
    """Return the sum of some years."""
    return sum(by_year.values(), Kroner())
