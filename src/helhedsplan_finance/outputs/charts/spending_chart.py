"""The charts of spending: bars of the budget and what was spent by post, and both as lines over the months."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.followup.course import months_of
from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.outputs.charts.axes import (
    MOST_ROWS,
    ROW,
    end_label,
    in_millions,
    left_out,
    mio,
    mio_kr,
    notes,
    room_for,
    rows_space,
    set_rows,
    span_x,
    span_y,
)
from helhedsplan_finance.outputs.charts.chart import Chart, text
from helhedsplan_finance.outputs.charts.labels import listed, whole_percent
from helhedsplan_finance.outputs.charts.space import Space
from helhedsplan_finance.outputs.palette import COST, INK, JOINT, SOURCE_COLOURS
from helhedsplan_finance.text import Lang, Message, message, say, show
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BUDGET, SPENT = JOINT, SOURCE_COLOURS["lbf"]
_THIN = 0.2  # of a row: each of the two bars
_LONGER = ROW * 0.25  # inches: what a row of two bars takes more than one of a single bar
_WIDTH, _HEIGHT = 7.2, 3.2  # inches
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Spending:
    """A post in the year of the day: its corrected budget and what was spent, in øre."""

    name: str | Message
    budget: int
    spent: int

    def words(self, lang: Lang) -> str:
        """Return both figures in words."""
        amounts = {"spent": Kroner.from_ore(self.spent), "budget": Kroner.from_ore(self.budget)}
        return say("chart.spent_of", lang, **amounts)


def spending_of(found: FollowUpData) -> tuple[Spending, ...]:
    """Return the posts of the year of the day in the order of the budget; what is not placed is the last."""
    year = found.as_of.year
    of_year = [line for line in found.lines if line.year == year]
    posts = dict.fromkeys(line.post for line in of_year)
    rows = []
    for post in posts:
        same = [line for line in of_year if line.post == post]
        rows.append(Spending(same[0].name, sum(one.corrected for one in same), sum(one.spent for one in same)))
    unplaced = [one for one in found.unplaced if one.year == year]
    if unplaced:
        name = message("followup.unplaced_row", count=len(unplaced))
        rows.append(Spending(name, 0, found.unplaced_in(year)))
    return tuple(rows)


def spending_chart(found: FollowUpData) -> Chart:
    """Return the bars of the budget of the year and what was spent of it until the day, by post."""
    rows = spending_of(found)
    shown = rows[:MOST_ROWS]
    budget, spent = sum(one.budget for one in rows), sum(one.spent for one in rows)
    return Chart(
        "spending",
        _about(found),
        _title(spent, budget, "chart.in_the_year", year=str(found.as_of.year)),
        listed([(one.name, Deferred(one.words)) for one in rows]),
        rows_space(len(shown), ticks=True, extra=0.3 + _LONGER * len(shown)),
        lambda ax, lang: _paint_bars(ax, shown, lang),
        notes("chart.rounded_mio", *left_out(len(rows))),
    )


def _about(found: FollowUpData) -> Message:
    return message("chart.follow_up_about", case=found.case, day=found.as_of, nr=found.version)


def _title(spent: int, budget: int, of: str, **when: str) -> Message:
    amounts = {"spent": Kroner.from_ore(spent), "budget": Kroner.from_ore(budget), "of": message(of, **when)}
    if budget <= 0:
        return message("chart.spent_without_budget", **amounts)
    return message("chart.spent_share", share=whole_percent(Fraction(spent, budget)), **amounts)


def _paint_bars(ax: "Axes", rows: Sequence[Spending], lang: Lang) -> None:
    """Draw two bars a post: the budget above, what was spent below; a refund above what was spent goes left of zero."""
    figures = [figure for one in rows for figure in (one.budget, one.spent)]
    labels = [mio_kr(figure, lang) for figure in figures]
    reach, per_inch = room_for(ax, max(map(mio, figures), default=0.0), labels)
    low = min([0.0, *map(mio, figures)])
    set_rows(ax, [show(one.name, lang) for one in rows], above=0.3 / ROW)
    for row, one in enumerate(rows):
        for ore, colour, at in ((one.budget, BUDGET, row - 0.1), (one.spent, SPENT, row + 0.14)):
            ax.barh(at, mio(ore), left=0, height=_THIN, color=colour, edgecolor="white", linewidth=0.8)
            end_label(ax, mio_kr(ore, lang), max(mio(ore), 0.0), at)
    span_x(ax, low, reach)
    in_millions(ax, lang, vertical=False)
    _name_bars(ax, per_inch, low, lang)


def _name_bars(ax: "Axes", per_inch: float, low: float, lang: Lang) -> None:
    at = low
    for key, colour in (("followup.corrected", BUDGET), ("followup.spent", SPENT)):
        top = -0.72 - 0.3 / ROW + 0.15
        ax.barh(top, per_inch * 0.18, left=at, height=0.22, color=colour)
        text(ax, say(key, lang), (at + per_inch * 0.25, top), va="center", fontsize=9.5)
        at += per_inch * 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a month: what the budget gives until then, and what was spent; ``None`` after the day. In øre."""

    year: int
    month: int
    budget: int
    spent: int | None


def points_of(found: FollowUpData) -> tuple[Point, ...]:
    """Return the cumulative budget and spending at the end of each month of the years of the plan."""
    months = months_of(found)
    budget = accumulate(one.budget for one in months)
    spent = accumulate(one.spent for one in months)
    day = (found.as_of.year, found.as_of.month)
    return tuple(
        Point(one.year, one.number, given, used if (one.year, one.number) <= day else None)
        for one, given, used in zip(months, budget, spent, strict=True)
    )


def course_chart(found: FollowUpData) -> Chart:
    """Return the line of what is spent over the months against the line of the budget, with the day marked."""
    points = points_of(found)
    now = [one for one in points if one.spent is not None]
    spent, budget = (now[-1].spent or 0) if now else 0, _until(points, found.as_of)
    data = [
        (
            message("chart.end_of", year=str(one.year)),
            message("chart.spent_of", spent=Kroner.from_ore(one.spent), budget=Kroner.from_ore(one.budget))
            if one.spent is not None
            else message("chart.budget_of", budget=Kroner.from_ore(one.budget)),
        )
        for one in points
        if one.month == _MONTHS
    ]
    today = message("chart.spent_of", spent=Kroner.from_ore(spent), budget=Kroner.from_ore(budget))
    undated = sum(one.ore for one in found.postings if one.date is None)
    lost = [message("chart.undated", amount=Kroner.from_ore(undated))] if undated else []
    return Chart(
        "course",
        _about(found),
        _title(spent, budget, "chart.until_the_day"),
        listed([(found.as_of, today), *data]),
        Space(_WIDTH, _HEIGHT, left=0.75, right=1.75, below=0.3),
        lambda ax, lang: _paint_lines(ax, points, found.as_of, lang),
        notes("chart.course_spread", *lost),
    )


def _until(points: Sequence[Point], day: date) -> int:
    """Return the budget until a day, in øre: a month begun counts by its days."""
    place = _place(points, day)
    whole = [0, *(one.budget for one in points)]
    full = min(floor(place), len(points))
    begun = whole[full + 1] - whole[full] if full < len(points) else 0
    return whole[full] + to_int(begun * (place - full))


def _place(points: Sequence[Point], day: date) -> Fraction:
    """Return how many months of the chart have passed on a day, the day included; at most all of them."""
    months = (day.year - points[0].year) * _MONTHS + day.month - 1 if points else 0
    passed = months + Fraction(day.day, monthrange(day.year, day.month)[1])
    return min(max(passed, Fraction(0)), Fraction(len(points)))


def _paint_lines(ax: "Axes", points: Sequence[Point], day: date, lang: Lang) -> None:
    at = float(_place(points, day))
    known = [mio(one.spent) for one in points if one.spent is not None]
    budget, spent = [0.0, *(mio(one.budget) for one in points)], [0.0, *known]
    low, top = span_y(ax, min([0.0, *spent]), max([*budget, *spent, 0.0]) * 1.12 or 1)
    ax.plot(range(len(budget)), budget, color=COST, linewidth=1.6, linestyle=(0, (5, 2)))
    ax.plot([*range(len(known)), at], spent, color=SPENT, linewidth=2.4)
    ax.plot([at, at], [low, top], color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
    over = spent[-1] > mio(_until(points, day))
    beside = {"textcoords": "offset points", "fontsize": 9.5}
    text(ax, show(day, lang), (at, top), xytext=(-5, -3), ha="right", va="top", **beside)
    in_millions(ax, lang, vertical=True)
    first = points[0].year if points else day.year
    years = sorted({one.year for one in points})
    ax.set_xticks([(year - first) * _MONTHS + _MONTHS / 2 for year in years], [str(year) for year in years])
    span_x(ax, 0, len(points) or 1)
    ax.set_ylabel(say("chart.mio", lang), color=INK)
    planned = f"{say('followup.corrected', lang)}\n{mio_kr(points[-1].budget if points else 0, lang)}"
    text(ax, planned, (len(points), budget[-1]), xytext=(8, 0), va="center", **beside)
    used = next((one.spent for one in reversed(points) if one.spent is not None), 0)
    words = f"{say('followup.spent', lang)}\n{mio_kr(used, lang)}"
    place = (
        {"xytext": (-8, 8), "ha": "right", "va": "bottom"} if over else {"xytext": (8, -6), "ha": "left", "va": "top"}
    )
    text(ax, words, (at, spent[-1]), **place, **beside)
    for x, y, colour in ((len(points), budget[-1], COST), (at, spent[-1], SPENT)):
        ax.scatter([x], [y], s=24, color=colour, zorder=3, clip_on=False)
