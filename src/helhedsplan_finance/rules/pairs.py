"""Match hours and rooms with the lines that they pay; both sides of the budget have the same money."""

from collections.abc import Iterator

from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Message, Shown, message
from helhedsplan_finance.values.money import Kroner

PAIRS = "in_kind.pays"  # the id of what is found


def pair_messages(plan: PlanData) -> tuple[tuple[Shown, ...], Message | None]:
    """Return the differences between hours and rooms and their lines, and the advice; nothing where all match."""
    given = [stream for stream in plan.streams if stream.kind == "in-kind" and stream.counts]
    untied = [stream.name for stream in given if not stream.pays]
    missing: list[Shown] = [message("report.pairs_untied", names=untied)] if untied else []
    groups = _groups([stream for stream in given if stream.pays])
    off = [difference for group in groups for difference in _differences(plan, group)]
    advice = "report.pairs_tie" if untied else "report.pairs_mend" if off else None
    return (*missing, *off), message(advice) if advice else None


def _groups(streams: list[Stream]) -> list[list[Stream]]:
    """Return contributions grouped by the lines that they share, since only the sum of a group can be compared."""
    groups: list[list[Stream]] = []
    for stream in streams:
        alike = [group for group in groups if any(set(member.pays) & set(stream.pays) for member in group)]
        merged = [*(member for group in alike for member in group), stream]
        groups = [*(group for group in groups if group not in alike), merged]
    return groups


def differing(plan: PlanData, group: list[Stream]) -> bool:
    """Return whether contributions that share lines give more or less than those cost in any year."""
    return any(True for _ in _differences(plan, group))


def _differences(plan: PlanData, group: list[Stream]) -> Iterator[Message]:
    """Yield a message for each year in which a group gives more or less than its lines cost."""
    if any(stream.is_open for stream in group):
        return  # an unstated amount cannot differ
    lines = [line for line in plan.costs if any(line.id in stream.pays for stream in group)]
    costs = [cost_by_year(line, plan) for line in lines]
    gives = [stream_by_year(stream, plan.period) for stream in group]
    for year in plan.period.years:
        cost, given = (sum((by_year.get(year, Kroner()) for by_year in side), Kroner()) for side in (costs, gives))
        if cost != given:
            yield message(
                "report.pair_differs",
                names=[stream.name for stream in group],
                lines=[line.activity or line.id for line in lines],
                year=str(year),
                given=given,
                cost=cost,
                gap=abs(given - cost),
            )
