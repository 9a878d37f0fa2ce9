"""The rent chart: bars of kroner per dwelling and month, a row per boligafdeling."""

from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.rent.rent_effect import RentEffect
from helhedsplan_finance.outputs.charts.axes import (
    MOST_ROWS,
    Part,
    end_label,
    left_out,
    notes,
    room_for,
    rows_space,
    set_rows,
    span_x,
    stack,
)
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.labels import brief, listed
from helhedsplan_finance.outputs.palette import INK, SOURCE_COLOURS
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.text import Lang, Message, message, numbers, show
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Deferred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Effect = tuple[str | Message, Fraction | None, Fraction | None]  # name, kr. per dwelling and month, share of the rent


def rent_chart(effect: RentEffect) -> Chart:
    """Return bars of the payment per dwelling and month over the whole period, the largest first.

    A boligafdeling without a stated number of dwellings has no bar; a plan without boligafdelinger has the average.
    """
    rows = _rows(effect)
    average = effect.average_kr_per_lejemaal_month
    if average is None:
        title = message("chart.rent_unknown")
    elif not effect.paid.is_own:
        title = message("chart.rent_if", average=_kroner(average))
    elif len({_rounded(month) for _, month, _ in rows}) == 1:
        title = message("chart.rent_one", figure=_kroner(average))
    else:
        name, month, _ = rows[0]
        title = message("chart.rent_most", name=brief(name), figure=_kroner(month), average=_kroner(average))
    shown = rows[:MOST_ROWS]
    return Chart(
        "rent",
        effect.plan.name,
        title,
        listed([(name, _label(month, share)) for name, month, share in rows]),
        rows_space(len(shown)),
        lambda ax, lang: _paint(ax, shown, average, lang),
        notes("chart.rent_note", *_notes(effect), *left_out(len(rows)), projected=has_projected_prices(effect.plan)),
    )


def _rows(effect: RentEffect) -> list[Effect]:
    """Return the rows, the largest payment first; equal payments, as rounded, keep the order of the plan."""
    if not effect.afdelinger:
        return [(message("chart.rent_average"), effect.average_kr_per_lejemaal_month, None)]
    rows: list[Effect] = [
        (one.afdeling.name, one.kr_per_lejemaal_month(), one.share_of_rent())
        for one in effect.afdelinger
        if any(one.months.values())
    ]
    return sorted(rows, key=lambda row: -1 if row[1] is None else _rounded(row[1]), reverse=True)


def _notes(effect: RentEffect) -> list[Message]:
    """Return notes on who opts out, and on an approximate contribution."""
    out = [one.afdeling.name for one in effect.afdelinger if not any(one.months.values())]
    about = [one.name for one in effect.plan.streams if one.approx and one.giver == "boligafdeling" and one.is_money]
    messages = [message("chart.rent_out", names=out)] if out else []
    return messages + ([message("rent.about", names=about)] if about else [])


def _rounded(month: Fraction | None) -> int:
    """Return kroner rounded to whole øre, as shown."""
    return to_int(month * 100) if month is not None else -1


def _kroner(value: Fraction | None) -> Deferred:
    """Return kroner with two decimals, or a dash where unknown."""
    return Deferred(lambda lang: numbers.number(value, lang, 2) if value is not None else "–")


def _label(month: Fraction | None, share: Fraction | None) -> Message:
    """Return the payment per dwelling and month, and its share of the rent."""
    if share is None:
        return message("chart.rent_label", figure=_kroner(month))
    return message(
        "chart.rent_label_share", figure=_kroner(month), share=Deferred(lambda lang: numbers.percent(share, lang, 2))
    )


def _paint(ax: "Axes", rows: list[Effect], average: Fraction | None, lang: Lang) -> None:
    labels = [_label(month, share).show(lang) for _, month, share in rows]
    lengths = [float(month or 0) for _, month, _ in rows]
    reach, per_inch = room_for(ax, max(lengths, default=0.0), labels)
    set_rows(ax, [show(name, lang) for name, _, _ in rows])
    for row, (length, label) in enumerate(zip(lengths, labels, strict=True)):
        stack(ax, row, [Part(length, SOURCE_COLOURS["boligafdeling"])], per_inch)
        end_label(ax, label, length, row)
    if average is not None and len({_rounded(month) for _, month, _ in rows}) > 1:
        ax.axvline(float(average), ymax=0.97, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    span_x(ax, 0, reach)
    ax.set_xticks([])
