"""The ceilings that a plan states for its contributions, as limits."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.limit import Limit, Standing
from helhedsplan_finance.rules.load import sources
from helhedsplan_finance.rules.record import Measure, Rule, Value
from helhedsplan_finance.text import Template, Words, message

_OWN_WORDS: dict[str, Any] = {"source": "plan", "confidence": "P"}  # not permitted in a file of rules


def ceilings_of(plan: PlanData, total: Measure) -> Iterator[Limit]:
    """Yield a limit for each ``max_share`` and ``max_amount`` of the plan."""
    for stream in plan.streams:
        if stream.max_share is not None or stream.max_amount is not None:
            # The values are validated with the plan, and a name in a plan may be longer than the title of a rule.
            measure = Measure.model_construct(
                name=f"stream.{stream.id}",
                title=message("word.contribution_from", name=stream.name),
                where={"side": ("financing",), "id": (stream.id,)},
                without={"status": ("afslag",)},
            )
            if stream.max_share is not None:
                yield _limit(plan, stream, "max_share", {"rate": stream.max_share}, measure, total)
            if stream.max_amount is not None:
                yield _limit(plan, stream, "max_amount", {"amount": stream.max_amount}, measure)


def _limit(
    plan: PlanData, stream: Stream, key: str, demand: dict[str, Any], measure: Measure, of: Measure | None = None
) -> Limit:
    locator = f"stream '{stream.id}' › {key}"
    value = Value.model_construct(
        first_day=date.min,  # a plan's own statement holds on every day
        last_day=date.max,
        locator=Words(locator, locator),
        verified=plan.rules_date,
        **demand,
        **_OWN_WORDS,
    )
    rule = Rule.model_construct(
        id=f"stream.{stream.id}.{key}",
        title=message("report.ceiling", name=stream.name),
        sentence=Template("report.ceiling_sentence"),
        measure=measure.name,
        relation="at most",
        of=of.name if of is not None else None,
        severity="error",
        values=(value,),
    )
    return Limit(rule, "plan", Standing("in force", value), sources(), measure, of, origin="plan")
