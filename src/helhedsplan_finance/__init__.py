"""Budget, finance and check a Danish boligsocial helhedsplan.

A person states a plan; the library turns it into rows of money, names the sums that matter, holds those sums
against dated and sourced rules, and hands every reader the page they need.

Names are resolved on first use, so ``import helhedsplan_finance`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from helhedsplan_finance.version import __version__ as __version__

if TYPE_CHECKING:
    from helhedsplan_finance.api import Plan as Plan
    from helhedsplan_finance.api import read_workbook as read_workbook
    from helhedsplan_finance.charts.chart import Chart as Chart
    from helhedsplan_finance.charts.plot import Plot as Plot
    from helhedsplan_finance.charts.plot import draw_comparison as draw_comparison
    from helhedsplan_finance.charts.plot import draw_plans as draw_plans
    from helhedsplan_finance.charts.plot import draw_tornado as draw_tornado
    from helhedsplan_finance.cost_lines import lump_line as lump_line
    from helhedsplan_finance.cost_lines import share_line as share_line
    from helhedsplan_finance.cost_lines import staff_line as staff_line
    from helhedsplan_finance.derived.merge import Merged as Merged
    from helhedsplan_finance.derived.merge import merge as merge
    from helhedsplan_finance.derived.next_period import next_period as next_period
    from helhedsplan_finance.errors import AmountError as AmountError
    from helhedsplan_finance.errors import BindingRuleError as BindingRuleError
    from helhedsplan_finance.errors import CalculationError as CalculationError
    from helhedsplan_finance.errors import CaseError as CaseError
    from helhedsplan_finance.errors import FaultyInputError as FaultyInputError
    from helhedsplan_finance.errors import FieldError as FieldError
    from helhedsplan_finance.errors import FrameError as FrameError
    from helhedsplan_finance.errors import HelhedsplanError as HelhedsplanError
    from helhedsplan_finance.errors import InputError as InputError
    from helhedsplan_finance.errors import LangError as LangError
    from helhedsplan_finance.errors import MissingExtraError as MissingExtraError
    from helhedsplan_finance.errors import PeriodError as PeriodError
    from helhedsplan_finance.errors import PlanError as PlanError
    from helhedsplan_finance.errors import PlanFileError as PlanFileError
    from helhedsplan_finance.errors import PolicyError as PolicyError
    from helhedsplan_finance.errors import RuleLibraryError as RuleLibraryError
    from helhedsplan_finance.errors import SeriesError as SeriesError
    from helhedsplan_finance.errors import SplitError as SplitError
    from helhedsplan_finance.errors import StatbankError as StatbankError
    from helhedsplan_finance.errors import UnknownRuleError as UnknownRuleError
    from helhedsplan_finance.excel.changes import Change as Change
    from helhedsplan_finance.excel.changes import changes_between as changes_between
    from helhedsplan_finance.excel.csv_text import write_csv as write_csv
    from helhedsplan_finance.excel.read import Reading as Reading
    from helhedsplan_finance.financing.answer import Financing as Financing
    from helhedsplan_finance.financing.gap import Gap as Gap
    from helhedsplan_finance.financing.many import finance_many as finance_many
    from helhedsplan_finance.funding_grid import FundingGrid as FundingGrid
    from helhedsplan_finance.ledger import Ledger as Ledger
    from helhedsplan_finance.ledger import Row as Row
    from helhedsplan_finance.moms.comparison import PlacementComparison as PlacementComparison
    from helhedsplan_finance.moms.comparison import compare_placements as compare_placements
    from helhedsplan_finance.moms.lines import Restated as Restated
    from helhedsplan_finance.moms.lines import restate_moms as restate_moms
    from helhedsplan_finance.money import Kroner as Kroner
    from helhedsplan_finance.money import exact_parts as exact_parts
    from helhedsplan_finance.money import split as split
    from helhedsplan_finance.pages.page import Page as Page
    from helhedsplan_finance.periods import Period as Period
    from helhedsplan_finance.plan import Beside as Beside
    from helhedsplan_finance.plan import Boligafdeling as Boligafdeling
    from helhedsplan_finance.plan import CostLine as CostLine
    from helhedsplan_finance.plan import Cover as Cover
    from helhedsplan_finance.plan import Series as Series
    from helhedsplan_finance.plan import Stream as Stream
    from helhedsplan_finance.plan import Waiver as Waiver
    from helhedsplan_finance.portfolio.check import check_many as check_many
    from helhedsplan_finance.portfolio.check import ledger_columns as ledger_columns
    from helhedsplan_finance.portfolio.pool import Allocation as Allocation
    from helhedsplan_finance.portfolio.pool import PoolRequest as PoolRequest
    from helhedsplan_finance.portfolio.pool import allocate_pool as allocate_pool
    from helhedsplan_finance.prices.index import Indexed as Indexed
    from helhedsplan_finance.prices.library import read_series as read_series
    from helhedsplan_finance.prices.side_by_side import PriceRow as PriceRow
    from helhedsplan_finance.prices.statbank import StatbankSeries as StatbankSeries
    from helhedsplan_finance.prices.statbank import find_series as find_series
    from helhedsplan_finance.reading import read_share as read_share
    from helhedsplan_finance.rules.audit import audit as audit
    from helhedsplan_finance.rules.explanation import Explanation as Explanation
    from helhedsplan_finance.rules.finding import Finding as Finding
    from helhedsplan_finance.rules.policy import read_policy as read_policy
    from helhedsplan_finance.rules.report import Report as Report
    from helhedsplan_finance.scenario.compare import Comparison as Comparison
    from helhedsplan_finance.scenario.compare import compare as compare
    from helhedsplan_finance.scenario.distributions import Chance as Chance
    from helhedsplan_finance.scenario.distributions import Triangular as Triangular
    from helhedsplan_finance.scenario.distributions import Uniform as Uniform
    from helhedsplan_finance.scenario.fails import source_fails as source_fails
    from helhedsplan_finance.scenario.overlay import Scenario as Scenario
    from helhedsplan_finance.scenario.sensitivity import Sensitivity as Sensitivity
    from helhedsplan_finance.scenario.sensitivity import sensitivity as sensitivity
    from helhedsplan_finance.scenario.simulate import Simulation as Simulation
    from helhedsplan_finance.scenario.simulate import simulate as simulate
    from helhedsplan_finance.shares.afdeling import AfdelingEffect as AfdelingEffect
    from helhedsplan_finance.shares.effect import RentEffect as RentEffect

_HOMES = {
    "AfdelingEffect": "shares.afdeling",
    "allocate_pool": "portfolio.pool",
    "Allocation": "portfolio.pool",
    "AmountError": "errors",
    "audit": "rules.audit",
    "Beside": "plan",
    "BindingRuleError": "errors",
    "Boligafdeling": "plan",
    "CalculationError": "errors",
    "CaseError": "errors",
    "Chance": "scenario.distributions",
    "Change": "excel.changes",
    "changes_between": "excel.changes",
    "Chart": "charts.chart",
    "check_many": "portfolio.check",
    "compare": "scenario.compare",
    "compare_placements": "moms.comparison",
    "Comparison": "scenario.compare",
    "CostLine": "plan",
    "Cover": "plan",
    "draw_comparison": "charts.plot",
    "draw_plans": "charts.plot",
    "draw_tornado": "charts.plot",
    "exact_parts": "money",
    "Explanation": "rules.explanation",
    "FaultyInputError": "errors",
    "FieldError": "errors",
    "finance_many": "financing.many",
    "Financing": "financing.answer",
    "find_series": "prices.statbank",
    "Finding": "rules.finding",
    "FrameError": "errors",
    "FundingGrid": "funding_grid",
    "Gap": "financing.gap",
    "HelhedsplanError": "errors",
    "Indexed": "prices.index",
    "InputError": "errors",
    "Kroner": "money",
    "Ledger": "ledger",
    "ledger_columns": "portfolio.check",
    "lump_line": "cost_lines",
    "merge": "derived.merge",
    "Merged": "derived.merge",
    "LangError": "errors",
    "MissingExtraError": "errors",
    "next_period": "derived.next_period",
    "Page": "pages.page",
    "Period": "periods",
    "PeriodError": "errors",
    "PlacementComparison": "moms.comparison",
    "Plan": "api",
    "PlanError": "errors",
    "PlanFileError": "errors",
    "Plot": "charts.plot",
    "PolicyError": "errors",
    "PoolRequest": "portfolio.pool",
    "PriceRow": "prices.side_by_side",
    "read_policy": "rules.policy",
    "read_series": "prices.library",
    "read_share": "reading",
    "read_workbook": "api",
    "Reading": "excel.read",
    "RentEffect": "shares.effect",
    "Report": "rules.report",
    "restate_moms": "moms.lines",
    "Restated": "moms.lines",
    "Row": "ledger",
    "RuleLibraryError": "errors",
    "Scenario": "scenario.overlay",
    "Sensitivity": "scenario.sensitivity",
    "sensitivity": "scenario.sensitivity",
    "Series": "plan",
    "SeriesError": "errors",
    "share_line": "cost_lines",
    "simulate": "scenario.simulate",
    "Simulation": "scenario.simulate",
    "source_fails": "scenario.fails",
    "split": "money",
    "SplitError": "errors",
    "staff_line": "cost_lines",
    "StatbankError": "errors",
    "StatbankSeries": "prices.statbank",
    "Stream": "plan",
    "Triangular": "scenario.distributions",
    "Uniform": "scenario.distributions",
    "UnknownRuleError": "errors",
    "Waiver": "plan",
    "write_csv": "excel.csv_text",
}

__all__ = [  # noqa: RUF022 - sorted as a reader looks things up: without regard to case
    "AfdelingEffect",
    "allocate_pool",
    "Allocation",
    "AmountError",
    "audit",
    "Beside",
    "BindingRuleError",
    "Boligafdeling",
    "CalculationError",
    "CaseError",
    "Chance",
    "Change",
    "changes_between",
    "Chart",
    "check_many",
    "compare",
    "compare_placements",
    "Comparison",
    "CostLine",
    "Cover",
    "draw_comparison",
    "draw_plans",
    "draw_tornado",
    "exact_parts",
    "Explanation",
    "FaultyInputError",
    "FieldError",
    "finance_many",
    "Financing",
    "find_series",
    "Finding",
    "FrameError",
    "FundingGrid",
    "Gap",
    "HelhedsplanError",
    "Indexed",
    "InputError",
    "Kroner",
    "LangError",
    "Ledger",
    "ledger_columns",
    "lump_line",
    "merge",
    "Merged",
    "MissingExtraError",
    "next_period",
    "Page",
    "Period",
    "PeriodError",
    "PlacementComparison",
    "Plan",
    "PlanError",
    "PlanFileError",
    "Plot",
    "PolicyError",
    "PoolRequest",
    "PriceRow",
    "read_policy",
    "read_series",
    "read_share",
    "read_workbook",
    "Reading",
    "RentEffect",
    "Report",
    "restate_moms",
    "Restated",
    "Row",
    "RuleLibraryError",
    "Scenario",
    "Sensitivity",
    "sensitivity",
    "Series",
    "SeriesError",
    "share_line",
    "simulate",
    "Simulation",
    "source_fails",
    "split",
    "SplitError",
    "staff_line",
    "StatbankError",
    "StatbankSeries",
    "Stream",
    "Triangular",
    "Uniform",
    "UnknownRuleError",
    "Waiver",
    "write_csv",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value  # the next look-up does not come here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
