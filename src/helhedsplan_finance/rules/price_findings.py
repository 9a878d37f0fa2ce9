"""What a plan's price series ask a reader to know: which rates nobody has published, and which are no longer new."""

from collections.abc import Iterator

from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.price_level import is_old
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import message


def of_prices(plan: PlanData) -> Iterator[Finding]:
    """Say which prices rest on a rate that nobody has published, and which series is no longer new."""
    for one in plan.series:
        if one.projected:
            said = message("report.prices_projected", series=one.id, years=[*map(str, one.projected)])
            yield Finding(
                rule="series.projected",
                title=message("report.index_title"),
                severity="info",
                outcome="unverified",
                said=(said,),
            )
        if one.published is None and one.rates.keys() - one.projected:
            yield Finding(
                rule="series.age",
                title=message("report.prices_age_title"),
                severity="info",
                outcome="unverified",
                said=(message("report.prices_undated", series=one.id),),
            )
        if is_old(one, plan.rules_date):
            when = str(one.published) if isinstance(one.published, int) else one.published
            said = message("report.prices_old", series=one.id, published=when, day=plan.rules_date)
            yield Finding(
                rule="series.age",
                title=message("report.prices_age_title"),
                severity="warning",
                outcome="failed",
                said=(said,),
                advice=message("report.prices_renew", series=one.id),
            )
