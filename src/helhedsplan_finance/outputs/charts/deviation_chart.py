"""The waterfall of a follow-up: the original budget, the corrected one, and what the plan is expected to cost."""

from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.outputs.charts.axes import MOST_ROWS, left_out, notes, rows_space
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import listed
from helhedsplan_finance.outputs.charts.waterfall_chart import Step, axis_start, paint_steps
from helhedsplan_finance.outputs.palette import COST, INK
from helhedsplan_finance.text import Message, message
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.money import Kroner


def deviation_steps(found: FollowUpData) -> tuple[Step, ...]:
    """Return the steps of the whole period: the totals, and between them the changes by post."""
    names: dict[str, str | Message] = {line.post: line.name for line in found.lines}
    sums = {post: [0, 0, 0] for post in names}
    for line in found.lines:
        for place, ore in enumerate((line.original, line.corrected, line.expected)):
            sums[line.post][place] += ore
    steps: list[Step] = []
    level = sum(one[0] for one in sums.values())
    steps.append(Step(message("followup.original"), 0, level, INK, whole=True))
    for place, key in ((1, "followup.corrected"), (2, "followup.expected")):
        changes = [(names[post], one[place] - one[place - 1]) for post, one in sums.items()]
        if place == 2 and found.unplaced:
            changes.append((message("followup.unplaced_row", count=len(found.unplaced)), found.unplaced_ore))
        for name, change in changes:
            if change:
                steps.append(Step(name, level, level + change, COST))
                level += change
        steps.append(Step(message(key), 0, level, INK, whole=True))
    return tuple(steps)


def deviation_chart(found: FollowUpData) -> Chart:
    """Return the waterfall of the whole period, by post; a change that comes to zero has no step."""
    steps = deviation_steps(found)
    shown = steps[:MOST_ROWS]
    corrected = next(one.end for one in steps[1:] if one.whole)
    expected = steps[-1].end
    change = expected - corrected
    key = "same" if not change else "more" if change > 0 else "less"
    amounts = {"amount": Kroner.from_ore(abs(change)), "total": Kroner.from_ore(expected)}
    start = axis_start(shown)
    cut = [message("chart.axis_cut", amount=Kroner.from_ore(start))] if start else []
    return Chart(
        "deviation",
        message("chart.follow_up_about", case=found.case, day=found.as_of, nr=found.version),
        message(f"chart.expected_{key}", **amounts),
        listed([(step.name, Deferred(step.label)) for step in steps]),
        rows_space(len(shown), ticks=True),
        lambda ax, lang: paint_steps(ax, shown, lang, start),
        notes("chart.rounded_mio", *cut, *left_out(len(steps))),
    )
