"""The chart of the answer of a command, which ``--save`` writes as a picture; matplotlib is loaded when it is drawn."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.followup.follow_up import FollowUp
    from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid
    from helhedsplan_finance.calculators.rent.rent_effect import RentEffect
    from helhedsplan_finance.calculators.scenario.compare import Comparison
    from helhedsplan_finance.calculators.scenario.sensitivity import Sensitivity
    from helhedsplan_finance.outputs.charts.chart import Chart
    from helhedsplan_finance.plan.plan import PlanData
    from helhedsplan_finance.rules.report import Report


def chart_of_check(report: "Report") -> "Chart":
    """Return the limits of a check."""
    from helhedsplan_finance.outputs.charts.limits_chart import limits_chart

    return limits_chart(report)


def chart_of_diff(before: "PlanData", now: "PlanData") -> "Chart":
    """Return the waterfall from one plan to another."""
    from helhedsplan_finance.outputs.charts.waterfall_chart import waterfall_chart

    return waterfall_chart((before, now))


def chart_of_financing(plan: "PlanData") -> "Chart":
    """Return the financing of a plan by year."""
    from helhedsplan_finance.outputs.charts.financing_chart import financing_chart

    return financing_chart(plan)


def chart_of_follow_up(found: "FollowUp") -> "Chart":
    """Return the budget of the year and what was spent of it, by post."""
    from helhedsplan_finance.outputs.charts.spending_chart import spending_chart

    return spending_chart(found)


def chart_of_grid(grid: "FundingGrid") -> "Chart":
    """Return who pays what as a heat map."""
    from helhedsplan_finance.outputs.charts.grid_chart import grid_chart

    return grid_chart(grid)


def chart_of_rent(effect: "RentEffect") -> "Chart":
    """Return the monthly payment per dwelling."""
    from helhedsplan_finance.outputs.charts.rent_chart import rent_chart

    return rent_chart(effect)


def chart_of_scenario(found: "Comparison") -> "Chart":
    """Return the alternatives side by side."""
    from helhedsplan_finance.outputs.charts.plans_chart import comparison_chart

    return comparison_chart(found)


def chart_of_sensitivity(found: "Sensitivity") -> "Chart":
    """Return the sensitivity as a tornado."""
    from helhedsplan_finance.outputs.charts.tornado_chart import tornado_chart

    return tornado_chart(found)
