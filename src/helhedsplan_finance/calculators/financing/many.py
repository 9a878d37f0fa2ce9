"""The financings of many plans, one after the other, with a progress bar."""

from collections.abc import Iterable, Iterator, Sized
from typing import Any, TypeVar

from helhedsplan_finance.calculators.financing.answer import Financing
from helhedsplan_finance.calculators.financing.mix import finance
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Lang, say

Planned = TypeVar("Planned", bound=PlanData)


def finance_many(
    plans: Iterable[Planned], *, progress: bool = False, lang: Lang = "da", **asked: Any
) -> Iterator[Financing[Planned]]:
    """Yield the financing of each plan, in the order given; ``asked`` are the arguments of :meth:`Plan.finance`.

    With ``progress`` a bar on standard error counts the plans; it shows an end where ``plans`` has a length.
    """
    if not progress:
        for plan in plans:
            yield finance(plan, **asked)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        total = len(plans) if isinstance(plans, Sized) else None
        for plan in bar.track(plans, total=total, description=say("financing.progress", lang)):
            yield finance(plan, **asked)
