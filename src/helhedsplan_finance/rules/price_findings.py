"""Findings on the price series of a plan: unpublished rates, and outdated series."""

from collections.abc import Iterator

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.price_level import is_old, published_words
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome, Severity
from helhedsplan_finance.text import Message, message


def of_prices(plan: PlanData) -> Iterator[Finding]:
    """Yield the series with unpublished rates, and those that are undated or outdated."""
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


def _age(severity: Severity, outcome: Outcome, age: Message, advice: Message | None = None) -> Finding:
    title = message("report.prices_age_title")
    return Finding(rule="series.age", title=title, severity=severity, outcome=outcome, said=(age,), advice=advice)
