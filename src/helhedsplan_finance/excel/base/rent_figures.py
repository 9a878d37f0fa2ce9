"""The values of the formulas of Huslejevirkning, in whole øre and whole weights.

The split is that of ``calculators/rent/split.py``, but nothing is refused here: a sheet
has values while it is being filled in. A test compares the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.plan.home_keys import cuts, months_in, weight
from helhedsplan_finance.plan.home_money import HOUSING, covers_by_year, given_by_year, housing_money, own_money
from helhedsplan_finance.plan.plan import KEYS, Boligafdeling, KeyName
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.values.money import Kroner, split

# The least number of parts that a whole is divided into for shares; more where a share needs it.
_PARTS = 10**6
EXACT = 2**53  # whole numbers up to this one are exact in a spreadsheet


def parts_of(shares: Sequence[Fraction]) -> int:
    """Return the number of parts of a whole in which every share is a whole number."""
    return lcm(_PARTS, *(share.denominator for share in shares))


def largest_remainder(amount: int, weights: Sequence[int], order: Sequence[int]) -> list[int]:
    """Split whole øre by whole weights; ``order`` decides the last of ties. All zero without any weight."""
    if not any(weights):
        return [0] * len(weights)
    parts = split(Kroner.from_ore(amount), dict(zip(order, weights, strict=True)))
    return [parts[place].ore for place in order]


@dataclass(frozen=True)
class RentFigures:
    """The figures of the sheet for a plan, in the rows of its workbook."""

    layout: Layout

    @cached_property
    def slots(self) -> tuple[Boligafdeling | None, ...]:
        """The rows of Afdelinger, spare ones included."""
        return self.layout.rows.afdelinger

    @cached_property
    def months_scale(self) -> int:
        """The number of parts of a month in which the plan's part of any month is a whole number."""
        slices = self.layout.plan.period.slices
        return lcm(*(months.denominator for part in slices for months in (part.months, *cuts(part))))

    @cached_property
    def share_scale(self) -> int:
        """The number of parts of a whole for the shares of the key and of the own shares."""
        own = [one.share for one in self.slots if one is not None and one.share is not None]
        return parts_of([*(self.layout.plan.key or {}).values(), *own])

    @cached_property
    def months(self) -> list[dict[int, int]]:
        """The months of each row and year, in parts of a month."""
        period, scale = self.layout.plan.period, self.months_scale
        return [
            {year: int(months * scale) for year, months in months_in(one, period).items()}
            if one is not None
            else dict.fromkeys(period.years, 0)
            for one in self.slots
        ]

    @cached_property
    def order(self) -> list[int]:
        """The rank of each row by id, for the last of ties; spare rows come after."""
        ids = sorted(one.id for one in self.slots if one is not None)
        return [ids.index(one.id) + 1 if one is not None else len(ids) + 1 + row for row, one in enumerate(self.slots)]

    @cached_property
    def key(self) -> dict[KeyName, int]:
        """The parts of each element of the key; by default the dwellings alone."""
        stated = self.layout.plan.key or {"lejemaal": Fraction(1)}
        return {name: int(stated.get(name, Fraction(0)) * self.share_scale) for name in KEYS}

    @cached_property
    def is_own(self) -> bool:
        """Whether the boligafdelinger give cash of their own, which is then the shared contribution."""
        return bool(own_money(self.layout.plan))

    @cached_property
    def all_given(self) -> dict[int, Kroner]:
        """The cash of the housing side by year, as far as it is stated."""
        return given_by_year(self.layout.plan, housing_money(self.layout.plan))

    @cached_property
    def own_given(self) -> dict[int, Kroner]:
        """The part given by the boligafdelinger."""
        return given_by_year(self.layout.plan, own_money(self.layout.plan))

    @property
    def shared(self) -> dict[int, Kroner]:
        """The shared contribution: that of the boligafdelinger, or else all of it."""
        return self.own_given if self.is_own else self.all_given

    @cached_property
    def covered(self) -> dict[int, Kroner]:
        """The covered amount by year."""
        return covers_by_year(self.layout.plan)

    def paid(self, year: int) -> Kroner:
        """Return the amount paid by the tenants in a year."""
        return self.shared[year] - self.covered[year]

    def is_fixed(self, row: int) -> bool:
        """Return whether a row pays fixed sums and nothing by the key."""
        home = self.slots[row]
        return home is not None and bool(home.fixed)

    def fixed(self, row: int, year: int) -> Kroner:
        """Return the fixed sum of a row in a year; zero in a year in which it is out."""
        home = self.slots[row]
        if home is None or not home.fixed or not self.months[row][year]:
            return Kroner()
        return home.fixed.get(year, Kroner())

    def rest(self, year: int) -> Kroner:
        """Return the amount to be paid by the key."""
        fixed = sum((self.fixed(row, year) for row in range(len(self.slots))), Kroner())
        return max(self.paid(year) - fixed, Kroner())

    @cached_property
    def parts(self) -> dict[int, dict[KeyName, Kroner]]:
        """The amount split by each element of the key, by year; ties go by the name of the element."""
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
        """Return the weight of a row under an element of the key, before its months."""
        home = self.slots[row]
        if home is None or self.is_fixed(row):
            return 0
        return int(weight(name, home) * (self.share_scale if name == "own" else 1))

    def weight(self, name: KeyName, row: int, year: int) -> int:
        """Return the weight of a row under an element of the key in a year."""
        return self.key_weight(name, row) * self.months[row][year]

    @cached_property
    def split(self) -> dict[int, dict[KeyName, list[Kroner]]]:
        """The payment of each row of each part, by year."""
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
        """Return the payment of a row in a year."""
        return self.fixed(row, year) + sum((self.split[year][name][row] for name in KEYS), Kroner())

    def off(self, year: int) -> Kroner:
        """Return the difference between the amounts paid and to be paid, and how far the latter is below zero."""
        if not any(self.slots):  # without a list no boligafdeling pays a part
            return max(-self.paid(year), Kroner())
        pays = sum((self.pays(row, year) for row in range(len(self.slots))), Kroner())
        return abs(self.paid(year) - pays) + max(-self.paid(year), Kroner())

    def by_key(self, row: int) -> int:
        """Return 1 where a row pays by the key, 2 where it would if it took part, else 0."""
        home = self.slots[row]
        return 0 if home is None or home.fixed else 2 if home.participates is False else 1

    def inexact(self, year: int) -> int:
        """Return the number of splits of a year with a product beyond 53 bits, which a spreadsheet rounds."""
        over_key = (self.rest(year), list(self.key.values()))
        rows = range(len(self.slots))
        over_homes = [(self.parts[year][name], [self.weight(name, row, year) for row in rows]) for name in KEYS]
        return sum(amount.ore * max(weights, default=0) > EXACT for amount, weights in (over_key, *over_homes))

    def months_of(self, row: int) -> Fraction:
        """Return the months of a row over the whole period."""
        return Fraction(sum(self.months[row].values()), self.months_scale)


def rent_measure(*, own: bool) -> Measure:
    """Return the measure of the cash of the housing side, or of the boligafdelinger alone."""
    sources = ("boligafdeling",) if own else HOUSING
    where = {"side": ("financing",), "source": sources, "kind": ("cash",)}
    return measures()["financing"].model_copy(update={"where": where})


def over(amount: Kroner, count: int | None, months: Fraction, factor: int = 1) -> float | str:
    """Return kroner per dwelling or m² and month, times a factor; blank without a divisor."""
    return float(Fraction(amount.ore * factor, 100) / (count * months)) if count and months else ""


def total(by_year: Mapping[int, Kroner]) -> Kroner:
    """Return the sum of some years."""
    return sum(by_year.values(), Kroner())
