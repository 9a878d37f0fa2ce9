"""A grant at each holder, by each reading of what is not stated, whatever shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from helhedsplan_finance.calculators.moms.placement import Better, Placement, Reading
from helhedsplan_finance.calculators.moms.rates import RateOn
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.values.money import Kroner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlacementComparisonData:
    """A grant at a kommune and at a boligorganisation; :class:`.PlacementComparison` shows it."""

    grant: Kroner
    day: date | None
    private: bool | None
    taxed: Fraction | None
    fondsmoms: RateOn
    moms: RateOn
    readings: tuple[Reading, ...]

    @property
    def kommune(self) -> Placement | None:
        """Placement at the kommune."""
        return _alike([one.kommune for one in self.readings])

    @property
    def boligorganisation(self) -> Placement | None:
        """Placement at a boligorganisation."""
        return _alike([one.boligorganisation for one in self.readings])

    @property
    def break_even(self) -> Fraction | None:
        """Share of the spending that bears moms at which both keep the same."""
        return _alike([one.break_even for one in self.readings])

    @property
    def better(self) -> Better | None:
        """Holder that keeps more, or ``"same"``."""
        return _alike([one.better for one in self.readings])

    @property
    def notes(self) -> tuple[Message, ...]:
        """Sources of the rates, and the exceptions that are left out."""
        rates = [rate.told() for rate in (self.fondsmoms, self.moms) if rate.share is not None and not rate.assumed]
        may_be_exempt = self.private is not False and not self.fondsmoms.stated and self.fondsmoms.share is not None
        return (*rates, *([message("moms.exempt")] if may_be_exempt else []))

    @property
    def warnings(self) -> tuple[Message, ...]:
        """Points that are not settled, each with the parameter that states it."""
        return tuple(self._unsettled())

    def _unsettled(self) -> Iterator[Message]:
        if self.fondsmoms.share is None:
            yield self.fondsmoms.told()
        if self.private is None:
            yield message("moms.private_missing")
        if self.taxed is None and self.moms.share != 0:
            yield message("moms.taxed_missing")
        if self.moms.share is None or self.moms.assumed:
            yield self.moms.told()
        yield message("moms.general_knowledge")
        if self.taxed and self.boligorganisation is not None:
            yield message("moms.lower_taxed")

    def sentences(self) -> Iterator[Message]:
        """Yield what each placement keeps, and which keeps more."""
        yield from (reading.at_kommune() for reading in self.readings)
        yield self.readings[0].at_boligorganisation()
        for reading in self.readings:
            yield from reading.verdict()


def _alike(values: list[T | None]) -> T | None:
    return values[0] if all(value == values[0] for value in values) else None
