"""Hours and rooms against the lines that they pay: the same money on both sides of a budget, so the two must match."""

from collections.abc import Iterator

from helhedsplan_finance.plan.ledger import cost_by_year, stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Message, Shown, message
from helhedsplan_finance.values.money import Kroner


def pair_messages(plan: PlanData) -> tuple[tuple[Shown, ...], Message | None]:
    """Return what differs between hours and rooms and their lines, and what to do about it; nothing where all match."""
    given = [one for one in plan.streams if one.kind == "in-kind" and one.counts]
    untied = [one.name for one in given if not one.pays]
    said: list[Shown] = [message("report.pairs_untied", names=untied)] if untied else []
    off = [told for group in _groups([one for one in given if one.pays]) for told in _differences(plan, group)]
    advice = "report.pairs_tie" if untied else "report.pairs_mend" if off else None
    return (*said, *off), message(advice) if advice else None


def _groups(streams: list[Stream]) -> list[list[Stream]]:
    """Return the contributions in groups that pay some of the same lines, so that only their sum can be compared."""
    groups: list[list[Stream]] = []
    for stream in streams:
        alike = [group for group in groups if any(set(one.pays) & set(stream.pays) for one in group)]
        groups = [group for group in groups if group not in alike] + [
            [*(one for group in alike for one in group), stream]
        ]
    return groups


def _differences(plan: PlanData, group: list[Stream]) -> Iterator[Message]:
    """Yield a sentence for each year in which a group gives more or less than its lines cost."""
    if any(one.is_open for one in group):
        return  # what nobody has stated cannot differ
    lines = [line for line in plan.costs if any(line.id in one.pays for one in group)]
    costs = [cost_by_year(line, plan.series) for line in lines]
    gives = [stream_by_year(one, plan.period) for one in group]
    for year in plan.period.years:
        cost, given = (sum((one.get(year, Kroner()) for one in side), Kroner()) for side in (costs, gives))
        if cost != given:
            yield message(
                "report.pair_differs",
                names=[one.name for one in group],
                lines=[line.activity or line.id for line in lines],
                year=str(year),
                given=given,
                cost=cost,
                gap=abs(given - cost),
            )
