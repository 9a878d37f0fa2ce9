"""The outcome of a search for a financing, as data without an output."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from helhedsplan_finance.calculators.financing.conflict import Bend
from helhedsplan_finance.calculators.financing.objectives import Aim, measured_by
from helhedsplan_finance.calculators.financing.programme import Tag
from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.approximate import Rounding
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Shown
from helhedsplan_finance.values.money import Kroner

Planned_co = TypeVar("Planned_co", bound=PlanData, covariant=True)


@dataclass(frozen=True, slots=True)
class Shared:
    """Contributions that were found up to one limit that they share; how they divide the sum is up to them."""

    tag: Tag
    streams: tuple[str, ...]
    amount: Kroner

    def to_dict(self) -> dict[str, Any]:
        """Return the limit and the sum as JSON data."""
        return {**self.tag.to_dict(), "streams": list(self.streams), "amount_ore": self.amount.ore}


@dataclass(frozen=True, repr=False)
class Found(NoTruth, Generic[Planned_co]):
    """A financing of a plan, or why there is none, as data; :class:`.Financing` documents the fields and shows them."""

    plan: Planned_co
    financed: Planned_co | None
    aims: tuple[Aim, ...]
    largest: bool
    titles: Mapping[str, Shown]
    unverified: tuple[Shown, ...] = ()
    report: Report | None = None
    binding: tuple[Tag, ...] = ()
    together: tuple[Shared, ...] = ()
    doubtful: Kroner | None = None
    worth_by: Callable[[], Mapping[str, Fraction]] = field(default=dict, compare=False)
    conflict: tuple[Tag, ...] = ()
    changes: tuple[Bend, ...] = ()
    smallest_change: Kroner | None = None
    rounding: Rounding | None = None

    @property
    def status(self) -> Literal["optimal", "infeasible"]:
        """Whether a financing was found; if so, none is better by the aims and the rule for ties."""
        return "optimal" if self.financed is not None else "infeasible"

    @property
    def ok(self) -> bool:
        """Whether a financing was found; its ``report`` has the findings of the rules."""
        return self.financed is not None

    @property
    def total(self) -> Kroner | None:
        """Total budget of the plan, as stated or as it was found."""
        return Overview.of(self.plan if self.financed is None else self.financed).total

    @cached_property
    def by_year(self) -> dict[str, dict[int, Kroner]]:
        """Amount of each contribution in each calendar year of the period; empty where there is no financing."""
        if self.financed is None:
            return {}
        period = self.financed.period
        given = {
            stream.id: {} if not stream.counts else stream_by_year(stream, period) for stream in self.financed.streams
        }
        return {id_: {year: years.get(year, Kroner()) for year in period.years} for id_, years in given.items()}

    @cached_property
    def amounts(self) -> dict[str, Kroner]:
        """Amount of each contribution over all years."""
        return {id_: sum(by_year.values(), Kroner()) for id_, by_year in self.by_year.items()}

    @cached_property
    def worth(self) -> Mapping[str, Fraction]:
        """Shadow price of each contribution: the kroner by which one more krone of it improves the aim, exactly.

        The aim is ``measured_by``. Calculated on first access.
        """
        return self.worth_by()

    @property
    def measured_by(self) -> Aim:
        """Aim that ``worth`` is measured in."""
        return measured_by(self.aims, largest=self.largest)
