"""The parts of a funding grid: a line that is paid, and money or a line that found no place."""

from dataclasses import dataclass

from helhedsplan_finance.text import Message
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line that is paid: a budget line, or the frame of a plan that has none."""

    id: str
    name: str
    art: str | None = None
    indsatsomraade: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Money that found no line, or a line that found no money, with the reason."""

    id: str
    year: int | None
    amount: Kroner
    why: Message
