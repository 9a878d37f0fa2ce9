"""The parts of a funding grid: a line to be paid, and an amount that found no place."""

from dataclasses import dataclass

from helhedsplan_finance.text import Message
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line to be paid: a budget line, or the total budget of a plan without lines."""

    id: str
    name: str
    art: str | None = None
    indsatsomraade: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Money without a line, or a line without money, with the reason."""

    id: str
    year: int | None
    amount: Kroner
    why: Message
