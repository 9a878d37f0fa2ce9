"""The ceilings that a plan states for its own streams, as limits like any other."""

from collections.abc import Iterator
from datetime import date

from helhedsplan_finance.plan import PlanData, Stream
from helhedsplan_finance.rules.model import Limit, Measure, Rule
from helhedsplan_finance.text import Words, say


def ceilings_of(plan: PlanData, total: Measure) -> Iterator[Limit]:
    """Yield a limit for each ``max_share`` and ``max_amount`` of the plan."""
    for stream in plan.streams:
        measure = Measure(
            title=_in_both("report.contribution", stream),
            where={"side": ("financing",), "id": (stream.id,)},
            without={"status": ("afslag",)},
        )
        if stream.max_share is not None:
            yield Limit(
                _rule(plan, stream, "max_share", {"rate": stream.max_share}, of="total"), measure, total, "plan"
            )
        if stream.max_amount is not None:
            yield Limit(_rule(plan, stream, "max_amount", {"amount": stream.max_amount}), measure, None, "plan")


def _rule(plan: PlanData, stream: Stream, key: str, demand: dict[str, object], of: str | None = None) -> Rule:
    stated = {
        "from": date.min,  # what a plan states of itself holds whenever it is asked
        "until": date.max,
        "source": "plan",
        "locator": f"stream '{stream.id}' › {key}",
        "confidence": "P",
        "verified": plan.rules_date,
    }
    return Rule.model_validate(
        {
            "id": f"stream.{stream.id}.{key}",
            "title": _in_both("report.ceiling", stream),
            "measure": stream.id,
            "relation": "at most",
            "of": of,
            "severity": "error",
            "value": [{**demand, **stated}],
        }
    )


def _in_both(key: str, stream: Stream) -> Words:
    return Words(say(key, "da", name=stream.name), say(key, "en", name=stream.name))
