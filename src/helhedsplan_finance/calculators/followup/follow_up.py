"""Follow-up: the accounts of a case against its corrected budget on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from helhedsplan_finance.calculators.followup.case_budget import Budget, full_time_by_year
from helhedsplan_finance.calculators.followup.course import Stretch, quarters_of
from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData, Received, finding
from helhedsplan_finance.calculators.followup.follow_up_document import follow_up_document
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine, lines_of
from helhedsplan_finance.calculators.followup.full_time import average_full_time
from helhedsplan_finance.calculators.followup.materiality import Materiality, materiality
from helhedsplan_finance.calculators.followup.posting_findings import PostingFinding
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.plan.fields import read_as_of
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import Lang, message
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Period


@dataclass(frozen=True, slots=True)
class FollowUp(FollowUpData, Displayed, NoTruth):
    """A follow-up, with what every result can do."""

    def document(self, lang: Lang = "da") -> Document:
        """Return the follow-up as a document: the year of the day, the whole period, and what deviates."""
        return follow_up_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the follow-up as JSON data; amounts are øre, a share is an exact fraction as text."""
        return {
            "case": self.case,
            "version": self.version,
            "as_of": self.as_of.isoformat(),
            "lines": [_line_data(line) for line in self.lines],
            "received": [
                {"source": one.source, "year": one.year, "budget_ore": one.budget, "received_ore": one.received}
                for one in self.received
            ],
            "unplaced": [_posting_data(one) for one in self.unplaced],
            "findings": [
                *(one.to_dict(lang) for one in self.findings),
                *(one.to_dict(lang) for one in self.of_postings),
            ],
            "quarters": [_quarter_data(one) for one in quarters_of(self, self.as_of.year)],
            "full_time": _full_time_data(self),
            "totals": {f"{name}_ore": ore for name, ore in self.totals.items()},
        }


def _line_data(line: FollowUpLine) -> dict[str, Any]:
    return {
        "post": line.post,
        "source": line.source,
        "year": line.year,
        "original_ore": line.original,
        "corrected_ore": line.corrected,
        "spent_ore": line.spent,
        "left_ore": line.left,
        "expected_ore": line.expected,
        "method": line.method,
        "deviation_ore": line.deviation,
        "deviation": None if line.share is None else str(line.share),
        "explanation": line.explanation,
        "action": line.action,
    }


def _quarter_data(one: Stretch) -> dict[str, Any]:
    return {
        "year": one.year,
        "quarter": one.number,
        "corrected_ore": one.budget,
        "spent_ore": one.spent,
        "expected_ore": one.expected,
        "deviation_ore": one.deviation,
    }


def _full_time_data(found: FollowUpData) -> dict[str, Any] | None:
    """Return the årsværk of the budget by year, and their average, as exact fractions; ``None`` without any."""
    by_year = full_time_by_year(found.budget)
    if by_year is None:
        return None
    average = average_full_time(by_year, Period(found.budget.start, found.budget.end))
    return {"by_year": {str(year): str(one) for year, one in by_year.items()}, "average": str(average)}


def _posting_data(one: Posting) -> dict[str, Any]:
    return {
        "line": one.line,
        "file": one.file,
        "date": None if one.date is None else one.date.isoformat(),
        "account": one.account,
        "text": one.text,
        "amount_ore": one.ore,
    }


def follow_up(
    versions: Versions,
    postings: Iterable[Posting],
    as_of: "date | str",
    *,
    of_postings: Iterable[PostingFinding] = (),
) -> FollowUp:
    """Return the accounts of a case against the budget that is approved on a day.

    Postings after the day are left out; one outside the period counts in its own year, against a budget of 0.
    ``of_postings`` is what is found on single postings. The deviation is what is expected less the corrected budget, so
    that more spent than budgeted is above zero. Raises :class:`CalculationError` where no version is approved on the
    day, or the case names an unknown limit of deviations.
    """
    day = read_as_of(as_of) or date.max
    original, corrected = versions.on(day)
    until = [one for one in postings if one.date is None or one.date <= day]
    spent = [one for one in until if one.stream is None]
    lines = lines_of(versions.case, original, corrected, spent, day)
    limit = materiality(versions.case.materiality) if versions.case.materiality is not None else None
    return FollowUp(
        case=versions.case.name,
        version=corrected.nr,
        as_of=day,
        years=tuple(sorted({*corrected.years, *(line.year for line in lines)})),
        lines=lines,
        received=tuple(_received(corrected, [one for one in until if one.stream is not None])),
        unplaced=tuple(one for one in spent if one.post is None or one.date is None),
        findings=(*_of_versions(versions, corrected), *_of_deviations(lines, day, limit)),
        of_postings=tuple(of_postings),
        materiality=limit,
        budget=corrected,
        postings=tuple(spent),
    )


def _received(budget: Budget, postings: Iterable[Posting]) -> Iterator[Received]:
    sums: dict[tuple[str, int], int] = {}
    for one in postings:
        if one.date is not None:
            key = (budget.streams.get(one.stream or "", one.stream or ""), one.date.year)
            sums[key] = sums.get(key, 0) + one.ore
    for source, year in sorted({*sums, *budget.given}):
        yield Received(source, year, budget.given.get((source, year), 0), sums.get((source, year), 0))


def _of_versions(versions: Versions, corrected: Budget) -> Iterator[Finding]:
    """Yield what no rule decides: money that an approved version changed from one source to another."""
    for nr, note in versions.notes:
        if nr <= corrected.nr:
            title = message("followup.between_sources_title")
            yield finding("followup.between_sources", title, note, outcome="unverified", where=f"version {nr}")


def _of_deviations(lines: Iterable[FollowUpLine], day: date, limit: Materiality | None) -> Iterator[Finding]:
    """Yield each post of the year, and the year as a whole, that deviates beyond the limit without an explanation."""
    if limit is None:
        return
    of_year = [line for line in lines if line.year == day.year]
    title = message("followup.deviation_title")
    for post in dict.fromkeys(line.post for line in of_year):
        same = [line for line in of_year if line.post == post]
        deviation, budget = sum(line.deviation for line in same), sum(line.corrected for line in same)
        if any(line.explanation for line in same) or not limit.exceeds(deviation, budget, same[0].art):
            continue
        said = message(
            "followup.deviation_beyond",
            name=same[0].name,
            year=str(day.year),
            amount=Kroner.from_ore(deviation),
            limit=limit.record.title,
        )
        yield finding("followup.deviation", title, said, where=f"{post} {day.year}")
    deviation, budget = sum(line.deviation for line in of_year), sum(line.corrected for line in of_year)
    if limit.exceeds_in_all(deviation, budget) and not all(line.explanation for line in of_year if line.deviation):
        said = message(
            "followup.deviation_in_all", year=str(day.year), amount=Kroner.from_ore(deviation), limit=limit.record.title
        )
        yield finding("followup.deviation", title, said, where=str(day.year))
