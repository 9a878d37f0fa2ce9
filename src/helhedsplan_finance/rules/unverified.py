"""Count the unverified limits in one sentence: their years, and the number that the plan is past.

Binding and advisory limits are counted separately.
"""

from collections.abc import Iterable

from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.text import Message, message


def unverified_said(findings: Iterable[Finding], year: int) -> Message | None:
    """Return the sentence on the unverified limits of some findings; ``year`` is that of the day whose rules apply."""
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    if not rules:
        return None
    years = sorted({_year_of(finding, year) for same in rules.values() for finding in same})
    key = "report.unverified_one" if len(rules) == 1 else "report.unverified_many"
    first = message(key, count=len(rules), years=years)
    unknown = sum(
        all(one.last_known is None or one.last_known.beyond is None for one in same) for same in rules.values()
    )
    second = _beyond(rules, unknown)
    third = (
        message("report.beyond_unknown", count=unknown) if unknown and len(rules) > 1 and second is not None else None
    )
    if third is not None:
        return message("report.counted_three", first=first, second=second, third=third)
    return message("report.counted_two", first=first, second=second or message("report.beyond_unknown", count=unknown))


def _beyond(rules: dict[str, list[Finding]], unknown: int) -> Message | None:
    """Return how many of some rules the plan is past; ``None`` where it is past none and some are unknown."""
    past = [same for same in rules.values() if any(one.beyond for one in same)]
    binding = sum(any(one.would_bind for one in same) for same in past)
    if not past:
        return None if unknown else message("report.beyond_not" if len(rules) == 1 else "report.beyond_none")
    if len(rules) == 1:
        return message("report.beyond_it", weight=message(f"report.severity_{'error' if binding else 'warning'}"))
    key = "report.beyond_one" if len(past) == 1 else "report.beyond_many"
    return message(key, count=len(past), binding=binding, advisory=len(past) - binding)


def _year_of(finding: Finding, year: int) -> int:
    """Return the year for which a limit is not verified."""
    follows = finding.limit is not None and finding.limit.rule.clock == "year" and finding.where != PLAN
    return int(finding.where) if follows else year
