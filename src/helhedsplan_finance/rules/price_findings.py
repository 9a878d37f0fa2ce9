"""Findings on the price series of a plan: unpublished rates, and outdated series."""

from collections.abc import Iterator

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.price_level import is_old, published_words
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome, Severity
from helhedsplan_finance.text import Message, message

PRICE_YEARS = "cost.price_year"  # the id of what is found
_MOST_NAMES = 5  # lines that a finding lists


def of_prices(plan: PlanData) -> Iterator[Finding]:
    """Yield the lines whose price year has no effect, the unpublished rates, and series undated or outdated."""
    yield from _of_price_years(plan)
    for series in plan.series:
        if series.projected:
            years = [*map(str, series.projected)]
            yield Finding(
                rule="series.projected",
                title=message("report.index_title"),
                severity="info",
                outcome="unverified",
                said=(message("report.prices_projected", series=series.id, years=years),),
            )
        if series.published is None and series.rates.keys() - series.projected:
            yield _age("info", "unverified", message("report.prices_undated", series=series.id))
        if is_old(series, plan.rules_date):
            published = published_words(series)
            age = message("report.prices_old", series=series.id, published=published, day=plan.rules_date)
            yield _age("warning", "failed", age, message("report.prices_renew", series=series.id))


def _of_price_years(plan: PlanData) -> Iterator[Finding]:
    """Yield whether each line with a price year has an index: without one its price is not carried on.

    Nothing is said of a plan without price years.
    """
    names = [line.activity or line.id for line in plan.costs if line.price_year is not None and line.index is None]
    outcome: Outcome = "failed" if names else "passed"
    said = message("report.price_years_used")
    if names:
        said = message("report.price_year_alone", names=names[:_MOST_NAMES], count=len(names))
    if any(line.price_year is not None for line in plan.costs):
        yield Finding(
            rule=PRICE_YEARS,
            title=message("report.price_years_title"),
            severity="warning",
            outcome=outcome,
            said=(said,),
            advice=message("report.price_year_index") if names else None,
        )


def _age(severity: Severity, outcome: Outcome, age: Message, advice: Message | None = None) -> Finding:
    title = message("report.prices_age_title")
    return Finding(rule="series.age", title=title, severity=severity, outcome=outcome, said=(age,), advice=advice)
