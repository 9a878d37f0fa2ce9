"""The tornado chart: a row per input, from the result with a lower value to that with a higher one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.scenario.sensitivity_data import PER_CENT, Number, SensitivityData, Swing
from helhedsplan_finance.outputs.charts.axes import (
    MOST_ROWS,
    beside,
    end_label,
    in_millions,
    left_out,
    mio,
    mio_kr,
    notes,
    rows_space,
    set_rows,
    span_x,
    wide,
)
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import brief, listed
from helhedsplan_finance.outputs.palette import COST, INK
from helhedsplan_finance.text import Lang, message, numbers, show, visible
from helhedsplan_finance.text.shown import Deferred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOWER, _HIGHER = "#B9C0C9", COST
_BRIEF = 6  # characters of a unit beside each figure; a longer one goes to the note


def tornado_chart(sensitivity: SensitivityData) -> Chart:
    """Return the tornado of a sensitivity; inputs without effect are in its table alone."""
    figure = _figures(sensitivity)

    def result(number: Number) -> Deferred:
        return Deferred(lambda lang: figure(number, lang))

    moving = [one for one in sensitivity.rows if one.swing]
    shown = moving[:MOST_ROWS]
    if moving:
        key = "chart.tornado_gap" if sensitivity.result == "gap" else "chart.tornado"
        title = message(key, name=brief(moving[0].name), swing=result(moving[0].swing))
    else:
        title = message("chart.tornado_none")
    pairs = [
        (
            one.name,
            message("chart.swing", low=result(one.low), high=result(one.high)),
        )
        for one in moving
    ]
    return Chart(
        "tornado",
        sensitivity.plan,
        title,
        listed(pairs),
        rows_space(len(shown), ticks=True),
        lambda ax, lang: _paint(ax, shown, sensitivity, lang),
        notes(
            message(
                "chart.tornado_note",
                by=Deferred(lambda lang: numbers.limit_percent(sensitivity.by, lang)),
                base=result(sensitivity.base),
            ),
            *left_out(len(moving)),
            projected=sensitivity.projected_prices,
        ),
    )


def _figures(sensitivity: SensitivityData, *, brief: bool = False) -> Callable[[Number, Lang], str]:
    """Return the formatter of a result with its sign and unit; ``brief`` leaves out a long unit."""
    plain, unit = sensitivity.figure_of(), sensitivity.unit

    def figure(number: Number, lang: Lang) -> str:
        sign = "−" if number < 0 else ""
        if sensitivity.money:
            return f"{sign}{mio_kr(abs(int(number)), lang)}"
        if unit == PER_CENT:
            return f"{sign}{numbers.per_cent(plain(-number if number < 0 else number, lang), lang)}"
        suffix = "" if unit is None or (brief and len(unit) > _BRIEF) else f" {visible(unit)}"
        return f"{sign}{plain(-number if number < 0 else number, lang)}{suffix}"

    return figure


def _paint(ax: "Axes", rows: Sequence[Swing], sensitivity: SensitivityData, lang: Lang) -> None:
    def length(number: Number) -> float:
        return mio(number) if sensitivity.money else float(number)

    base, figure = length(sensitivity.base), _figures(sensitivity, brief=True)
    set_rows(ax, [show(one.name, lang) for one in rows])
    ends = [(min(one.low, one.base, one.high), max(one.low, one.base, one.high)) for one in rows]
    labels = [[figure(end, lang) for end in both] for both in ends]
    for row, (one, both, texts) in enumerate(zip(rows, ends, labels, strict=True)):
        for number, colour in ((one.low, _LOWER), (one.high, _HIGHER)):
            ax.barh(row, length(number) - base, left=base, height=0.42, color=colour)
        end_label(ax, texts[0], length(both[0]), row, left=True)
        end_label(ax, texts[1], length(both[1]), row)
    ax.axvline(base, color=INK, linewidth=1, ymax=0.97)
    _make_room(ax, [length(end) for both in ends for end in both] or [base], labels)
    ax.tick_params(length=0, colors=INK)
    if sensitivity.money:
        in_millions(ax, lang, vertical=False)


def _make_room(ax: "Axes", ends: Sequence[float], labels: Sequence[Sequence[str]]) -> None:
    """Widen the axis for the labels on both sides."""
    low, high = min(ends), max(ends)
    inches = beside([label for both in labels for label in both])
    room = (high - low or 1.0) * inches / max(wide(ax) - 2 * inches, 1.0)
    span_x(ax, low - room, high + room)
