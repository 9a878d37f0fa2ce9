"""Every change between two plans, row by row, with the amounts of each calendar year."""

from collections.abc import Iterator, Mapping

from helhedsplan_finance.plan.diff import PARTS, Change, changes_between
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import PLAN_FIELDS, YEAR_FIELDS, Owner
from helhedsplan_finance.values.money import Kroner

_AMOUNT = YEAR_FIELDS["amounts"]
_NAME = next(field for field in PLAN_FIELDS if field.key == "name")


def row_changes(before: PlanData, now: PlanData) -> Iterator[Change]:
    """Yield the changes row by row: what is stated, then the amounts by year, also of rows that come or go.

    An amount that is not stated is ``None``; a year without an amount is zero.
    """
    found: dict[tuple[Owner, str], list[Change]] = {}
    for change in changes_between(before, now):
        if change.field is not _AMOUNT:
            found.setdefault((change.owner, change.id), []).append(change)
    for change in _amounts_between(before, now):
        found.setdefault((change.owner, change.id), []).append(change)
    owners = list(PARTS)
    for where in sorted(found, key=lambda where: owners.index(where[0])):
        yield from found[where]


def name_change(before: PlanData, now: PlanData) -> tuple[Change, ...]:
    """Return the change of the plan's name, the first of :func:`row_changes`; none where the plans have one name."""
    return () if before.name == now.name else (Change("plan", "", _NAME, None, before.name, now.name),)


def is_of_name(change: Change) -> bool:
    """Return whether a change is that of the plan's name."""
    return change.field is _NAME


def _amounts_between(before: PlanData, now: PlanData) -> Iterator[Change]:
    """Yield the changes of the amounts by year; a row or a year that the other plan does not have is zero there."""
    both = [_amounts(plan) for plan in (before, now)]
    for owner, id_ in dict.fromkeys([*both[0], *both[1]]):
        one, other = (amounts.get((owner, id_), {}) for amounts in both)
        for year in sorted({*one, *other}):
            old, new = (years.get(year, Kroner()) for years in (one, other))
            if old != new:
                yield Change(owner, id_, _AMOUNT, year, old, new)


def _amounts(plan: PlanData) -> dict[tuple[Owner, str], Mapping[int, Kroner | None]]:
    """Return the amounts of each row by year; those of an open contribution are not known in the plan's period."""
    amounts: dict[tuple[Owner, str], Mapping[int, Kroner | None]] = {}
    for stream in plan.streams:
        unknown = dict.fromkeys(plan.period.years)
        amounts["stream", stream.id] = unknown if stream.is_open else stream_by_year(stream, plan.period)
    for line in plan.costs:
        amounts["cost", line.id] = cost_by_year(line, plan)
    for cover in plan.covers:
        amounts["cover", cover.id] = cover.amounts
    return amounts
