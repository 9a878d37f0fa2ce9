"""A plan as its checks see it: its days, its key and its parts, and the rows of a table by the table's name."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from helhedsplan_finance.plan.parts import (
    Beside,
    Boligafdeling,
    CostLine,
    Cover,
    KeyName,
    Series,
    Stream,
    Waiver,
)
from helhedsplan_finance.values.money import Kroner


class Parts(Protocol):
    """The parts of a plan, with its days and its key."""

    @property
    def start(self) -> date:
        """The first day."""
        ...

    @property
    def end(self) -> date:
        """The last day."""
        ...

    @property
    def total(self) -> Kroner | None:
        """The total budget."""
        ...

    @property
    def total_hedge(self) -> str | None:
        """The hedge of the total budget."""
        ...

    @property
    def key(self) -> dict[KeyName, Fraction] | None:
        """The key that splits between the boligafdelinger."""
        ...

    @property
    def streams(self) -> Sequence[Stream]:
        """The contributions."""
        ...

    @property
    def costs(self) -> Sequence[CostLine]:
        """The budget lines."""
        ...

    @property
    def series(self) -> Sequence[Series]:
        """The price series."""
        ...

    @property
    def afdelinger(self) -> Sequence[Boligafdeling]:
        """The boligafdelinger."""
        ...

    @property
    def covers(self) -> Sequence[Cover]:
        """The covers of the boligafdelinger's payment."""
        ...

    @property
    def waivers(self) -> Sequence[Waiver]:
        """The dispensations."""
        ...

    @property
    def beside(self) -> Sequence[Beside]:
        """The money beside the plan."""
        ...


def rows_of(plan: Parts, table: str) -> Sequence[Any]:
    """Return the rows of one table of a plan, by the table's name in a plan file."""
    tables = {
        "stream": plan.streams,
        "cost": plan.costs,
        "series": plan.series,
        "boligafdeling": plan.afdelinger,
        "cover": plan.covers,
        "waiver": plan.waivers,
        "beside": plan.beside,
    }
    return tables[table]
