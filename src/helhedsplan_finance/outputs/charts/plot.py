"""``plan.plot``: every chart of a plan, each a method that takes ``ax``, returns it, and touches no global style."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid, is_readable
from helhedsplan_finance.calculators.rent.rent_effect import RentEffect, rent_effect
from helhedsplan_finance.calculators.scenario.compare import Comparison, compare
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.calculators.scenario.sensitivity import Sensitivity, sensitivity
from helhedsplan_finance.errors import CalculationError, PlanError, nearest
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.charts.costs_chart import costs_chart
from helhedsplan_finance.outputs.charts.financing_chart import financing_chart
from helhedsplan_finance.outputs.charts.grid_chart import grid_chart
from helhedsplan_finance.outputs.charts.limits_chart import has_limits, limits_chart
from helhedsplan_finance.outputs.charts.payers_chart import payers_chart
from helhedsplan_finance.outputs.charts.plans_chart import comparison_chart, plans_chart
from helhedsplan_finance.outputs.charts.rent_chart import rent_chart
from helhedsplan_finance.outputs.charts.tornado_chart import tornado_chart
from helhedsplan_finance.outputs.charts.waterfall_chart import Of, waterfall_chart
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Plot:
    """The charts of one plan. Amounts are drawn in mio. kr.; the title of each chart is its message.

    Without ``ax`` a new figure is made: ``plan.plot.financing().figure.savefig("finansiering.png")``.
    """

    def __init__(self, plan: PlanData, report: Report | None = None) -> None:
        self._plan, self._given = plan, report

    @cached_property
    def _report(self) -> Report:
        """The check whose limits are drawn: the given one, else the plan's own."""
        return check(self._plan) if self._given is None else self._given

    def financing(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw the financing per calendar year, stacked by source."""
        return financing_chart(self._plan).draw(ax, lang=lang)

    def payers(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw the shares of the financing: a bar of 100 %, and a row per contribution."""
        return payers_chart(self._plan).draw(ax, lang=lang)

    def areas(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw the costs by indsatsområde, the costliest on top."""
        return costs_chart(self._plan).draw(ax, lang=lang)

    def arts(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw the costs by art, the costliest on top."""
        return costs_chart(self._plan, "art").draw(ax, lang=lang)

    def limits(self, ax: "Axes | None" = None, *, report: Report | None = None, lang: Lang = "da") -> "Axes":
        """Draw how far each share is from its rule; ``report`` is a check with other rules."""
        return limits_chart(self._report if report is None else report).draw(ax, lang=lang)

    def rent(self, ax: "Axes | None" = None, *, effect: RentEffect | None = None, lang: Lang = "da") -> "Axes":
        """Draw the monthly payment per dwelling; ``effect`` has another key. Raises as :meth:`Plan.rent`."""
        return rent_chart(rent_effect(self._plan) if effect is None else effect).draw(ax, lang=lang)

    def grid(self, ax: "Axes | None" = None, *, grid: FundingGrid | None = None, lang: Lang = "da") -> "Axes":
        """Draw the funding grid as a heat map, in 1.000 kr.; ``grid`` is one with earmarks."""
        return grid_chart(FundingGrid.of(self._plan) if grid is None else grid).draw(ax, lang=lang)

    def waterfall(self, *versions: PlanData, of: Of = "source", ax: "Axes | None" = None, lang: Lang = "da") -> "Axes":
        """Draw the changes from this plan to its later ``versions`` as a waterfall by source.

        ``of`` follows the costs by ``"indsatsomraade"`` or ``"art"`` instead. Raises :class:`CalculationError` without
        a version.
        """
        return waterfall_chart((self._plan, *versions), of).draw(ax, lang=lang)

    def alternatives(self, *others: Scenario | PlanData, ax: "Axes | None" = None, lang: Lang = "da") -> "Axes":
        """Draw this plan beside scenarios or other plans. Raises as :func:`compare`."""
        return comparison_chart(compare(self._plan, *others)).draw(ax, lang=lang)

    def tornado(self, ax: "Axes | None" = None, *, of: Sensitivity | None = None, lang: Lang = "da") -> "Axes":
        """Draw the sensitivity of what is not financed as a tornado; ``of`` is a sensitivity of another result."""
        return tornado_chart(of or sensitivity(self._plan)).draw(ax, lang=lang)

    def chart(self, name: str) -> Chart:
        """Return one undrawn chart, with its title, its alt text, and its file as bytes.

        ``name`` is ``financing``, ``payers``, ``areas``, ``arts``, ``limits``, ``rent`` or ``grid``. Raises
        :class:`CalculationError` for another.

        >>> from helhedsplan_finance import Plan
        >>> Plan.from_file("data/amager-2022.toml").plot.chart("limits").title.show("da")
        '1 af 3 grænser er overskredet'
        """
        if name not in _CHARTS:
            raise CalculationError(
                "chart.unknown", found=short(name), nearest=nearest(name, _CHARTS), known=list(_CHARTS)
            )
        return _CHARTS[name](self)

    def charts(self) -> tuple[Chart, ...]:
        """Return every chart for which the plan has data."""
        return tuple(self.chart(name) for name in _CHARTS if self._has(name))

    def _has(self, name: str) -> bool:
        plan = self._plan
        match name:
            case "financing":
                return bool(Overview.of(plan).financing)
            case "payers":
                overview = Overview.of(plan)
                return bool(overview.financing or overview.total)
            case "areas":
                return any(line.indsatsomraade for line in plan.costs)
            case "arts":
                return bool(plan.costs)
            case "grid":
                return is_readable(plan)
            case "rent":
                return bool(plan.afdelinger) and _can_be_shared(plan)
            case _:
                return has_limits(self._report)


_CHARTS: dict[str, Callable[[Plot], Chart]] = {
    "financing": lambda plot: financing_chart(plot._plan),
    "payers": lambda plot: payers_chart(plot._plan),
    "areas": lambda plot: costs_chart(plot._plan),
    "arts": lambda plot: costs_chart(plot._plan, "art"),
    "limits": lambda plot: limits_chart(plot._report),
    "rent": lambda plot: rent_chart(rent_effect(plot._plan)),
    "grid": lambda plot: grid_chart(FundingGrid.of(plot._plan)),
}


def _can_be_shared(plan: PlanData) -> bool:
    try:
        rent_effect(plan)
    except (CalculationError, PlanError):
        return False
    return True


def draw_comparison(comparison: Comparison, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
    """Draw a plan and its alternatives side by side in mio. kr., stacked by source, with what is not financed."""
    return comparison_chart(comparison).draw(ax, lang=lang)


def draw_plans(plans: Iterable[PlanData], ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
    """Draw many plans side by side by their shares, the largest first; at most 40."""
    return plans_chart(tuple(plans)).draw(ax, lang=lang)


def draw_tornado(sensitivity: Sensitivity, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
    """Draw a sensitivity as a tornado: a row per input, from the lower result to the higher."""
    return tornado_chart(sensitivity).draw(ax, lang=lang)
