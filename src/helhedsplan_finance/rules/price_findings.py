"""What a plan's price series ask a reader to know: which rates nobody has published, and which are no longer new."""

from collections.abc import Iterator

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.price_level import is_old, published_words
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome, Severity
from helhedsplan_finance.text import Message, message


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
            yield _age("info", "unverified", message("report.prices_undated", series=one.id))
        if is_old(one, plan.rules_date):
            said = message("report.prices_old", series=one.id, published=published_words(one), day=plan.rules_date)
            yield _age("warning", "failed", said, message("report.prices_renew", series=one.id))


def _age(severity: Severity, outcome: Outcome, said: Message, advice: Message | None = None) -> Finding:
    title = message("report.prices_age_title")
    return Finding(rule="series.age", title=title, severity=severity, outcome=outcome, said=(said,), advice=advice)
