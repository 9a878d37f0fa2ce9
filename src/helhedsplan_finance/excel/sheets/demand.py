"""The limit of a row of Kontrol: the value in force, or the last known one where none is verified."""

from dataclasses import dataclass
from datetime import date

from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.limit import Limit, last_before
from helhedsplan_finance.rules.record import PLAN, Value


@dataclass(frozen=True, slots=True)
class Demand:
    """A limit with one of its values; ``verified`` is false for the last known one, which gives no verdict."""

    limit: Limit
    value: Value
    verified: bool = True


def demand_of(layout: Layout, finding: Finding) -> Demand | None:
    """Return the demand of a finding's rule, also where it does not apply to the plan as written."""
    limit = finding.limit
    if limit is None:
        return None
    if finding.value is not None:
        return Demand(limit, finding.value)
    if finding.last_known is not None:
        return Demand(finding.last_known.limit, finding.last_known.value, verified=False)
    if limit.standing.state == "not in force" or (limit.rule.clock == "year" and finding.where == PLAN):
        return None
    if limit.standing.value is not None:
        return Demand(limit, limit.standing.value)
    known = last_before(limit.rule, day_of(layout, finding))
    return Demand(limit, known, verified=False) if known is not None else None


def day_of(layout: Layout, finding: Finding) -> date:
    """Return the day that selects the value of a finding's rule."""
    follows = finding.limit is not None and finding.limit.rule.clock == "year" and finding.where != PLAN
    return date(int(finding.where), 12, 31) if follows else layout.report.as_of
