"""Merge findings of the same limit from two records, such as the regime's 75 % and a contribution's ceiling of 75 %.

Both findings remain in the report and in its data; lists of limits show one row, which names both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import in_measure
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.text import message


def listed(findings: Iterable[Finding], ledger: Ledger) -> tuple[Finding, ...]:
    """Return findings for a list, those that compare the same rows with the same limit merged.

    The first keeps its place and its source; its title names the others, and ``also`` has their ids.
    """
    given = tuple(findings)
    alike: dict[Any, list[Finding]] = {}
    for finding in given:
        alike.setdefault(_key(finding), []).append(finding)
    first_of = {id(same[0]): merged for group in alike.values() for merged, same in _merged(group, ledger)}
    return tuple(first_of[id(finding)] for finding in given if id(finding) in first_of)


def _key(finding: Finding) -> Any:
    """Return what two findings must have in common before their rows are compared; unique for other checks."""
    limit, value = finding.limit, finding.value
    if limit is None or value is None or limit.measure is None or finding.verdict is None:
        return id(finding)
    of = _filter(limit.of) if limit.of is not None else None
    figures = (limit.relation, value.bound, finding.verdict.measured, of)
    return finding.where, finding.outcome, finding.severity, limit.rule.is_share, *figures


def _filter(measure: Measure) -> tuple[object, ...]:
    both = (measure.where, measure.without)
    return (
        measure.fact,
        measure.take,
        *(tuple(sorted((key, tuple(words)) for key, words in part.items())) for part in both),
    )


def _merged(alike: list[Finding], ledger: Ledger) -> Iterator[tuple[Finding, list[Finding]]]:
    """Yield a merged finding for each group over the same rows, and with it the findings of the group."""
    if len(alike) == 1:
        yield alike[0], alike
        return
    by_rows: dict[object, list[Finding]] = {}
    for finding in alike:
        by_rows.setdefault(_rows(finding.limit, ledger), []).append(finding)
    yield from ((_one_of(same), same) for same in by_rows.values())


def _rows(limit: Limit | None, ledger: Ledger) -> object:
    """Return the rows of the ledger that a limit sums, or the fact that it compares."""
    if limit is None or limit.measured.fact is not None:
        return limit.measured.fact if limit is not None else None
    return frozenset(place for place, row in enumerate(ledger.rows) if in_measure(limit.measured, row))


def _one_of(same: list[Finding]) -> Finding:
    first, *others = same
    if not others:
        return first
    titles = [one.title for one in others]
    note = message("report.same_limit", titles=titles)
    return replace(
        first,
        title=message("report.title_and", title=first.title, others=titles),
        notes=(*first.notes, note),
        also=tuple(one.rule for one in others),
    )
