"""The few checks that are no linear limit. Each is a small function that yields findings like any other."""

from collections.abc import Iterator

from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.report import Finding
from helhedsplan_finance.text import Sentences, Words, message


def findings(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    """Yield what the catalogue has to say of a plan; ``rules`` are the ids of the limits that concern it."""
    yield from _unknown_waivers(plan, rules)
    yield from _unindexed_lines(plan)


def _unknown_waivers(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    for number, waiver in enumerate(plan.waivers, start=1):
        if waiver.rule not in rules:
            yield Finding(
                rule="waiver.rule",
                title=Words("Dispensationens regel", "The waiver's rule"),
                severity="warning",
                outcome="failed",
                where=f"waiver {number}",
                message=Sentences((message("report.waiver_unknown", rule=waiver.rule, known=sorted(rules)),)),
            )


def _unindexed_lines(plan: PlanData) -> Iterator[Finding]:
    lines = [line.id for line in plan.costs if line.index is not None]
    if lines:
        yield Finding(
            rule="prices.index",
            title=Words("Fremskrivning af priser", "Indexing of prices"),
            severity="info",
            outcome="unverified",
            message=Sentences((message("report.unindexed", lines=lines),)),
        )
