"""``case.plot``: the charts of a follow-up, each a method that takes ``ax`` and returns it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.deviation_chart import deviation_chart
from helhedsplan_finance.outputs.charts.spending_chart import course_chart, spending_chart
from helhedsplan_finance.text import Lang, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CHARTS: dict[str, Callable[[FollowUpData], Chart]] = {
    "spending": spending_chart,
    "course": course_chart,
    "deviation": deviation_chart,
}


class FollowUpPlot:
    """The charts of one follow-up. Amounts are drawn in mio. kr.; the title of each chart is its message.

    Without ``ax`` a new figure is made: ``case.plot("2025-06-30").course().figure.savefig("forbrug.png")``.
    """

    def __init__(self, found: FollowUpData) -> None:
        self._found = found

    def spending(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw the budget of the year and what was spent of it, by post."""
        return spending_chart(self._found).draw(ax, lang=lang)

    def course(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw what was spent over the months of the plan against its budget, with the day marked."""
        return course_chart(self._found).draw(ax, lang=lang)

    def deviation(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw the way from the original budget to the corrected one and to what is expected, as a waterfall."""
        return deviation_chart(self._found).draw(ax, lang=lang)

    def chart(self, name: str) -> Chart:
        """Return one undrawn chart: ``spending``, ``course`` or ``deviation``.

        Raises :class:`CalculationError` for another.
        """
        if name not in _CHARTS:
            near = nearest(name, _CHARTS)
            raise CalculationError("chart.unknown", found=short(name), nearest=near, known=list(_CHARTS))
        return _CHARTS[name](self._found)

    def charts(self) -> tuple[Chart, ...]:
        """Return every chart."""
        return tuple(self.chart(name) for name in _CHARTS)
