"""Cash contributions of the housing side, and the covers that replace them, year by year."""

from collections.abc import Iterable

from helhedsplan_finance.plan.givers import Source, membership
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.values.money import Kroner

HOUSING: tuple[Source, ...] = ("boligorganisation", "boligafdeling")
ByYear = dict[int, Kroner]


def housing_money(plan: PlanData) -> tuple[Stream, ...]:
    """Return the cash contributions of the housing side, without refused ones."""
    return tuple(stream for stream in plan.streams if set(stream.givers) <= set(HOUSING) and stream.is_money)


def partly_housing(plan: PlanData) -> tuple[Stream, ...]:
    """Return the cash contributions that the housing side gives together with others, its part not published."""
    return tuple(stream for stream in plan.streams if membership(stream.giver, HOUSING) == "some" and stream.is_money)


def own_money(plan: PlanData) -> tuple[Stream, ...]:
    """Return the cash contributions of the boligafdelinger themselves."""
    return tuple(stream for stream in housing_money(plan) if stream.giver == "boligafdeling")


def given_by_year(plan: PlanData, streams: Iterable[Stream]) -> ByYear:
    """Return the sum of some contributions in each year of the plan, as far as it is stated."""
    given = [stream_by_year(stream, plan.period) for stream in streams]
    return {year: sum((by_year.get(year, Kroner()) for by_year in given), Kroner()) for year in plan.period.years}


def covers_by_year(plan: PlanData) -> ByYear:
    """Return the sum of the plan's covers in each year."""
    years = plan.period.years
    return {year: sum((cover.amounts.get(year, Kroner()) for cover in plan.covers), Kroner()) for year in years}
