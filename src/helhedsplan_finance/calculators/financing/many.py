"""The financings of many plans, one after the other, with a progress bar."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from helhedsplan_finance.calculators.financing.answer import Financing
from helhedsplan_finance.calculators.financing.mix import finance
from helhedsplan_finance.document.progress import with_progress
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Lang, say

Planned = TypeVar("Planned", bound=PlanData)


def finance_many(
    plans: Iterable[Planned], *, progress: bool = False, lang: Lang = "da", **asked: Any
) -> Iterator[Financing[Planned]]:
    """Yield the financing of each plan, in the order given; ``asked`` are the arguments of :meth:`Plan.finance`.

    With ``progress`` a bar on standard error counts the plans; it shows an end where ``plans`` has a length.
    """
    counted = with_progress(plans, say("financing.progress", lang)) if progress else plans
    for plan in counted:
        yield finance(plan, **asked)
