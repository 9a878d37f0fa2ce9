"""The payment of each boligafdeling and the average, whatever shows them."""

from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.calculators.rent.afdeling import AfdelingEffect, over
from helhedsplan_finance.calculators.rent.paid import Paid
from helhedsplan_finance.plan.home_keys import KeyShares
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Message
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner


@dataclass(frozen=True, slots=True, repr=False)
class RentEffectData:
    """The payment of each boligafdeling by a key, and the average; :class:`.RentEffect` shows them."""

    plan: PlanData
    key: KeyShares
    paid: Paid
    afdelinger: tuple[AfdelingEffect, ...]
    lejemaal: int | None
    out: tuple[str, ...]
    notes: tuple[Message, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the plan."""
        return self.plan.period.years

    @property
    def by_year(self) -> dict[int, Kroner]:
        """Sum that the boligafdelinger pay in each year."""
        return self.paid.by_year

    @property
    def total(self) -> Kroner:
        """Sum that the boligafdelinger pay over all years."""
        return sum(self.by_year.values(), Kroner())

    @property
    def average_kr_per_lejemaal_month(self) -> Fraction | None:
        """Kroner per dwelling and month over the whole period, for those that participate; ``None`` if not known."""
        if not self.afdelinger:
            return over(self.total, self.lejemaal, self.plan.period.months)
        payers = [one for one in self.afdelinger if any(one.months.values())]
        if any(one.afdeling.lejemaal is None for one in payers):
            return None
        dwelling_months = sum(
            ((one.afdeling.lejemaal or 0) * sum(one.months.values(), Fraction(0)) for one in payers), Fraction(0)
        )
        return Fraction(self.total.ore, ORE_PER_KRONE) / dwelling_months if dwelling_months else None
