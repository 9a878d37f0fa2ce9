"""The few checks that are no linear limit. Each is a small function that yields findings like any other."""

from collections.abc import Iterator
from difflib import get_close_matches

from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.report import Finding
from helhedsplan_finance.text import Sentences, message


def findings(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    """Yield what the catalogue has to say of a plan; ``rules`` are the ids of the limits that concern it."""
    yield from _unknown_waivers(plan, rules)
    yield from _not_reckoned(plan)


def _unknown_waivers(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    for number, waiver in enumerate(plan.waivers, start=1):
        if waiver.rule not in rules:
            (nearest,) = get_close_matches(waiver.rule, sorted(rules), n=1, cutoff=0)
            yield Finding(
                rule="waiver.rule",
                title=message("report.waiver_title"),
                severity="warning",
                outcome="failed",
                where=f"waiver {number}",
                message=Sentences((message("report.waiver_unknown", rule=waiver.rule, nearest=nearest),)),
            )


def _not_reckoned(plan: PlanData) -> Iterator[Finding]:
    """Say what a plan states that the check does not reckon with, so that silence does not read as approval."""
    indexed = [line.id for line in plan.costs if line.index is not None]
    with_moms = [line.id for line in plan.costs if line.moms is not None]
    earmarked = [stream.name for stream in plan.streams if stream.excludes]
    stated = (
        ("prices.index", "report.index", "report.index_title", indexed),
        ("cost.moms", "report.moms", "report.moms_title", with_moms),
        ("stream.excludes", "report.excludes", "report.excludes_title", earmarked),
    )
    for rule, key, title, names in stated:
        if names:
            words = Sentences((message(key, names=names),))
            yield Finding(rule=rule, title=message(title), severity="info", outcome="unverified", message=words)
