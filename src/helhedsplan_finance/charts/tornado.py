"""What matters most: a row for each input, from the result with it lower to the result with it higher."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helhedsplan_finance.charts.axes import (
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
from helhedsplan_finance.charts.chart import Chart
from helhedsplan_finance.charts.words import Listed, Told, brief
from helhedsplan_finance.palette import COST, INK
from helhedsplan_finance.scenario.sensitivity import Number, Sensitivity, Swing
from helhedsplan_finance.text import Lang, message, numbers, show

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOWER, _HIGHER = "#B9C0C9", COST


def tornado_chart(sensitivity: Sensitivity) -> Chart:
    """Make the tornado of a sensitivity; the inputs that move nothing are left to its table."""
    moving = [one for one in sensitivity.rows if one.swing]
    shown = moving[:MOST_ROWS]
    if moving:
        key = "chart.tornado_gap" if sensitivity.result == "gap" else "chart.tornado"
        title = message(key, name=brief(moving[0].name), swing=_result(moving[0].swing, sensitivity.money))
    else:
        title = message("chart.tornado_none")
    told = [
        (
            one.name,
            message("chart.swing", low=_result(one.low, sensitivity.money), high=_result(one.high, sensitivity.money)),
        )
        for one in moving
    ]
    return Chart(
        "tornado",
        sensitivity.plan,
        title,
        Listed(told),
        rows_space(len(shown), ticks=True),
        lambda ax, lang: _paint(ax, shown, sensitivity, lang),
        notes(
            message(
                "chart.tornado_note",
                by=Told(lambda lang: numbers.limit_percent(sensitivity.by, lang)),
                base=_result(sensitivity.base, sensitivity.money),
            ),
            *left_out(len(moving)),
            projected=sensitivity.projected_prices,
        ),
    )


def _result(number: Number, money: bool) -> Told:
    """Return a result with its unit, and its sign where it is below zero."""
    return Told(lambda lang: _figure(number, money, lang))


def _figure(number: Number, money: bool, lang: Lang) -> str:
    if not money:
        return numbers.exact(number, lang)
    return f"{'−' if number < 0 else ''}{mio_kr(abs(int(number)), lang)}"


def _paint(ax: "Axes", rows: Sequence[Swing], sensitivity: Sensitivity, lang: Lang) -> None:
    def length(number: Number) -> float:
        return mio(number) if sensitivity.money else float(number)

    base = length(sensitivity.base)
    set_rows(ax, [show(one.name, lang) for one in rows])
    ends = [(min(one.low, one.base, one.high), max(one.low, one.base, one.high)) for one in rows]
    labels = [[_figure(end, sensitivity.money, lang) for end in both] for both in ends]
    for row, (one, both, told) in enumerate(zip(rows, ends, labels, strict=True)):
        for number, colour in ((one.low, _LOWER), (one.high, _HIGHER)):
            ax.barh(row, length(number) - base, left=base, height=0.42, color=colour)
        end_label(ax, told[0], length(both[0]), row, left=True)
        end_label(ax, told[1], length(both[1]), row)
    ax.axvline(base, color=INK, linewidth=1, ymax=0.97)
    _make_room(ax, [length(end) for both in ends for end in both] or [base], labels)
    ax.tick_params(length=0, colors=INK)
    if sensitivity.money:
        in_millions(ax, lang, vertical=False)


def _make_room(ax: "Axes", ends: Sequence[float], labels: Sequence[Sequence[str]]) -> None:
    """Leave room on both sides for the labels."""
    low, high = min(ends), max(ends)
    taken = beside([label for both in labels for label in both])
    room = (high - low or 1.0) * taken / max(wide(ax) - 2 * taken, 1.0)
    span_x(ax, low - room, high + room)
