"""The contributions of a plan by how firmly they are promised: three groups, the same in every output.

The statuses of each group are a record (``rules/data/measures.toml``), which the formulas of the workbook share.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from helhedsplan_finance.rules import finding_figures
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, Measured
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.text import Sentences, Shown, message

Promise = Literal["granted", "unsecured", "status_unstated"]  # the names of the measures
PROMISES: tuple[Promise, ...] = get_args(Promise)


@dataclass(frozen=True, slots=True)
class Promised:
    """The sum of the contributions of a group; with ``missing`` in ``sum``, as far as it is stated."""

    group: Promise
    measure: Measure
    sum: Measured

    @property
    def amount(self) -> Shown:
        """The sum as text: an amount, at least an amount, or "not stated"."""
        return finding_figures.stated(self.measure, self.sum)


def promised(facts: Facts) -> tuple[Promised, ...]:
    """Return the three groups: granted or paid, not granted yet, and of no stated status; refusals are in none."""
    named = measures()
    return tuple(Promised(group, named[group], facts.measured(named[group])) for group in PROMISES)


def in_words(facts: Facts) -> Shown:
    """Return the three groups as one sentence."""
    amounts = {promise.group: promise.amount for promise in promised(facts)}
    return Sentences((message("report.promised", **amounts),))


def group_of(status: str | None) -> Promise | None:
    """Return the group of a status; ``None`` for a refusal."""
    if status is None:
        return "status_unstated"
    named = measures()
    return next((group for group in PROMISES[:2] if status in named[group].where.get("status", ())), None)
