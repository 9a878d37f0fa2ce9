"""Amounts that can be put to a byråd: whole thousands in each year, or the same every year."""

from collections.abc import Iterator
from typing import Literal

from helhedsplan_finance.errors import AmountError, CalculationError
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import short
from helhedsplan_finance.text.choices import choices, chosen
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

Round = Kroner | int | str | Literal["even"]
_LEVEL = ("even",)
_EVEN_STEP = Kroner(1_000)


def read_round(round_to: Round) -> tuple[int, bool]:
    """Return the amount to round to, in øre, and whether each year is to have the same.

    Raises :class:`CalculationError` for what is no whole number of kroner above zero.
    """
    if isinstance(round_to, str) and chosen("round", round_to, _LEVEL):
        return _EVEN_STEP.ore, True
    try:
        step = Kroner(round_to)
    except AmountError:
        raise CalculationError("financing.no_step", found=short(round_to), known=choices("round", _LEVEL)) from None
    if step.ore <= 0 or step.ore % ORE_PER_KRONE:
        raise CalculationError("financing.no_step", found=short(round_to), known=choices("round", _LEVEL))
    return step.ore, False


def rests_of(plan: PlanData, *, largest: bool) -> Iterator[str | None]:
    """Yield which contribution takes the rest: none, Landsbyggefonden's, or else each of the others in turn."""
    yield None
    found = [stream for stream in plan.streams if stream.counts and (stream.is_open or largest)]
    yield from (stream.id for stream in sorted(found, key=lambda stream: stream.giver != "lbf"))
