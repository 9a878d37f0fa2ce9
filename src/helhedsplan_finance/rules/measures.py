"""Ledger -> measures: the named sums that rules speak of. A measure is data; this evaluates it for one plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.ledger import Ledger, Row
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.model import Fact, Measure


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure comes to: øre (or months), and the ids of the rows whose amount nobody has stated yet.

    With ids in ``missing`` the value is what is known so far, and the full one is that or more.
    """

    value: int | Fraction
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether every amount in it is stated."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may ask of one plan: its ledger, what it has, and the facts that are not money in the ledger."""

    ledger: Ledger
    has: frozenset[str]
    years: tuple[int, ...]
    numbers: dict[Fact, int | Fraction]

    @classmethod
    def of(cls, plan: PlanData) -> "Facts":
        """Gather the facts of a plan."""
        has = {stream.source for stream in plan.streams if stream.status != "afslag"}
        numbers: dict[Fact, int | Fraction] = {"months": plan.period.months}
        if plan.total is not None:
            numbers["stated_total"] = plan.total.ore
        known = {"costs": bool(plan.costs), "stated_total": plan.total is not None}
        return cls(
            Ledger.of(plan),
            frozenset(has | {name for name, there in known.items() if there}),
            plan.period.years,
            numbers,
        )


def evaluate(measure: Measure, facts: Facts, year: int | None = None) -> Measured:
    """Evaluate a measure for the whole plan, or for one calendar year."""
    if measure.fact is not None:
        if measure.fact in facts.numbers:
            return Measured(facts.numbers[measure.fact])
        return Measured(0, (measure.fact,))
    rows = [row for row in facts.ledger.rows if in_measure(measure, row)]
    missing = tuple(dict.fromkeys(row.id for row in rows if row.ore is None))
    return Measured(_sum(row for row in rows if year is None or row.year == year), missing)


def in_measure(measure: Measure, row: Row) -> bool:
    """Tell whether a row of the ledger is in a measure."""
    kept = all(getattr(row, column) in values for column, values in measure.where.items())
    return kept and not any(getattr(row, column) in values for column, values in measure.without.items())


def _sum(rows: Iterable[Row]) -> int:
    return sum(row.ore for row in rows if row.ore is not None)
