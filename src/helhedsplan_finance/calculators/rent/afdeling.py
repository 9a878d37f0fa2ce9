"""What one boligafdeling pays, and what that is to its homes: per dwelling and month, per m² and year, of the rent."""

from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.plan.plan import Boligafdeling
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class AfdelingEffect:
    """What one boligafdeling pays and what that is to its homes; figures that nobody can reckon are ``None``.

    ``months`` are those of each year in which it is in. Kroner per dwelling and month, and per m² and year, are exact
    fractions: the amount over the months that it pays for, so a year that is half in counts as half a year of rent.
    """

    afdeling: Boligafdeling
    months: dict[int, Fraction]
    by_year: dict[int, Kroner]

    @property
    def total(self) -> Kroner:
        """What it pays in all."""
        return sum(self.by_year.values(), Kroner())

    def kr_per_lejemaal_month(self, year: int | None = None) -> Fraction | None:
        """Return kroner per dwelling and month, in a year or over the whole period; ``None`` in a year it is not in."""
        return over(self._paid(year), self.afdeling.lejemaal, self._months(year))

    def kr_per_m2_year(self, year: int | None = None) -> Fraction | None:
        """Return kroner per m² and year, in a year or over the whole period."""
        found = over(self._paid(year), self.afdeling.m2, self._months(year))
        return found * _YEAR if found is not None else None

    def share_of_rent(self, year: int | None = None) -> Fraction | None:
        """Return the share of the stated rent (kr. per m² and year) that it is."""
        rent, found = self.afdeling.rent_m2, self.kr_per_m2_year(year)
        return found * ORE_PER_KRONE / rent.ore if found is not None and rent else None

    def _paid(self, year: int | None) -> Kroner:
        return self.total if year is None else self.by_year.get(year, Kroner())

    def _months(self, year: int | None) -> Fraction:
        return sum(self.months.values(), Fraction(0)) if year is None else self.months.get(year, Fraction(0))


def over(amount: Kroner, count: int | None, months: Fraction) -> Fraction | None:
    """Return kroner per one of so many and month; ``None`` where there are none, or no months."""
    return Fraction(amount.ore, ORE_PER_KRONE) / (count * months) if count and months else None
