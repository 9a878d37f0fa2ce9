"""What the housing side gives in cash, and what pays in its place, year by year."""

from collections.abc import Iterable

from helhedsplan_finance.plan.givers import Source, membership
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.values.money import Kroner

HOUSING: tuple[Source, ...] = ("boligorganisation", "boligafdeling")
ByYear = dict[int, Kroner]


def housing_money(plan: PlanData) -> tuple[Stream, ...]:
    """Return the housing side's contributions in cash, but for those that were refused."""
    return tuple(one for one in plan.streams if set(one.givers) <= set(HOUSING) and one.is_money)


def partly_housing(plan: PlanData) -> tuple[Stream, ...]:
    """Return the contributions in cash that the housing side gives with others, a part that nobody has published."""
    return tuple(one for one in plan.streams if membership(one.giver, HOUSING) == "some" and one.is_money)


def own_money(plan: PlanData) -> tuple[Stream, ...]:
    """Return those of them that are the boligafdelinger's own."""
    return tuple(one for one in housing_money(plan) if one.giver == "boligafdeling")


def given_by_year(plan: PlanData, streams: Iterable[Stream]) -> ByYear:
    """Return what some contributions give together in each year of the plan, as far as it is stated."""
    given = [stream_by_year(one, plan.period) for one in streams]
    return {year: sum((one.get(year, Kroner()) for one in given), Kroner()) for year in plan.period.years}


def covers_by_year(plan: PlanData) -> ByYear:
    """Return what the plan's own covers pay in each year."""
    return {year: sum((one.amounts.get(year, Kroner()) for one in plan.covers), Kroner()) for year in plan.period.years}
