"""The payment of one boligafdeling: per dwelling and month, per m² and year, and as a share of the rent."""

from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.plan.plan import Boligafdeling
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class AfdelingEffect:
    """The payment of one boligafdeling and its effect on the homes; figures that are not known are ``None``.

    ``months`` are those of each year in which it participates. Kroner per dwelling and month, and per m² and year, are
    exact fractions over the months that it pays for: 60.000 kr. from 100 dwellings in 6 months are 100 kr. per dwelling
    and month.
    """

    afdeling: Boligafdeling
    months: dict[int, Fraction]
    by_year: dict[int, Kroner]

    @property
    def total(self) -> Kroner:
        """Payment over all years."""
        return sum(self.by_year.values(), Kroner())

    def kr_per_lejemaal_month(self, year: int | None = None) -> Fraction | None:
        """Return kroner per dwelling and month, in a year or over the whole period; ``None`` without months."""
        return over(self._paid(year), self.afdeling.lejemaal, self._months(year))

    def kr_per_m2_year(self, year: int | None = None) -> Fraction | None:
        """Return kroner per m² and year, in a year or over the whole period."""
        per_month = over(self._paid(year), self.afdeling.m2, self._months(year))
        return per_month * _YEAR if per_month is not None else None

    def share_of_rent(self, year: int | None = None) -> Fraction | None:
        """Return the payment as a share of the stated rent (kr. per m² and year)."""
        rent, paid = self.afdeling.rent_m2, self.kr_per_m2_year(year)
        return paid * ORE_PER_KRONE / rent.ore if paid is not None and rent else None

    def _paid(self, year: int | None) -> Kroner:
        return self.total if year is None else self.by_year.get(year, Kroner())

    def _months(self, year: int | None) -> Fraction:
        return sum(self.months.values(), Fraction(0)) if year is None else self.months.get(year, Fraction(0))


def over(amount: Kroner, count: int | None, months: Fraction) -> Fraction | None:
    """Return kroner per unit and month, for ``count`` units; ``None`` without units or months."""
    return Fraction(amount.ore, ORE_PER_KRONE) / (count * months) if count and months else None
