"""The year's statement of Landsbyggefonden's money, and the final one when the plan is closed."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.followup.case import Use
from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.follow_up_data import finding
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.statement_data import Closing, StatementData
from helhedsplan_finance.calculators.followup.statement_document import statement_document
from helhedsplan_finance.calculators.followup.statement_rows import LBF, StatementRow, end_of, rows_of, undivided
from helhedsplan_finance.calculators.followup.statement_rules import statement_rule
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import Lang, message
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from helhedsplan_finance.rules.record import Outcome


@dataclass(frozen=True, slots=True)
class Statement(StatementData, Displayed, NoTruth):
    """A year's statement, with what every result can do."""

    def document(self, lang: Lang = "da") -> Document:
        """Return the statement as a document."""
        return statement_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the statement as JSON data, in øre."""
        return {
            "case": self.case,
            "version": self.version,
            "year": self.year,
            "rows": [_row_data(row) for row in self.rows],
            "closing": None if self.closing is None else self.closing.to_dict(),
            "findings": [one.to_dict(lang) for one in self.findings],
        }


def _row_data(row: StatementRow) -> dict[str, Any]:
    return {
        "afdeling": row.afdeling,
        "primo_ore": row.primo,
        "received_ore": row.received,
        "spent_ore": row.spent,
        "added_ore": row.added,
        "used_ore": row.used,
        "ultimo_ore": row.ultimo,
    }


def statement(versions: Versions, postings: Iterable[Posting], year: int) -> Statement:
    """Return the statement of a calendar year, by boligafdeling where the postings name one.

    Postings are kept by date: an accounting year of a boligafdeling is no year of the statement. After the last year
    of the plan the final statement is there too. Raises :class:`CalculationError` for a year before the plan, and where
    no version is approved by its end.
    """
    _, budget = versions.on(end_of(year))
    if year < budget.years[0]:
        raise CalculationError("followup.year_before", year=str(year), first=str(budget.years[0]))
    listed = tuple(postings)
    uses = versions.case.uses
    every = rows_of(versions.of_year, listed, uses, year)
    granted_on = budget.start
    is_last = end_of(year) >= budget.end
    summed = range(budget.years[0], year + 1) if is_last else (year,)  # the final figures are those of every year
    undivided_costs = [one for of in summed for one in _of_sources(budget, listed, of)]
    return Statement(
        case=versions.case.name,
        version=budget.nr,
        year=year,
        rows=tuple(row for row in every if row.year == year),
        uses=tuple(use for use in uses if use.date.year == year),
        closing=_closing(budget, every) if is_last else None,
        findings=(*_of_uses(uses, year, granted_on), *undivided_costs, *_deadline(year, granted_on)),
    )


def _closing(budget: Budget, rows: Iterable[StatementRow]) -> Closing:
    listed = tuple(rows)
    return Closing(
        granted=sum(ore for (source, _), ore in budget.given.items() if source == LBF),
        received=sum(row.received for row in listed),
        spent=sum(row.spent for row in listed),
        used=sum(row.used for row in listed),
    )


def _of_uses(uses: Iterable[Use], year: int, granted_on: date) -> Iterator[Finding]:
    """Yield each use of the year without both approvals before it; a rule not known for the grant decides nothing."""
    known = statement_rule("approval")
    for use in uses:
        if use.date.year != year:
            continue
        late = [day for day in (use.kommunalbestyrelse, use.lbf) if day is None or day > use.date]
        if late:
            said = message("followup.use_not_approved", purpose=use.purpose, amount=use.amount, day=use.date)
            outcome: Outcome = "failed" if known.rule.is_known_on(granted_on) else "unverified"
            note = said if outcome == "failed" else message("followup.last_known", said=said, source=known.citation)
            yield finding(
                "followup.use_approved",
                message("followup.use_approved"),
                note,
                outcome=outcome,
                where=use.date.isoformat(),
            )


def _of_sources(budget: Budget, postings: Iterable[Posting], year: int) -> Iterator[Finding]:
    """Yield the costs of the year that no statement of one source can have."""
    ore = undivided(budget, postings, year)
    if ore:
        said = message("followup.undivided", amount=Kroner.from_ore(ore), year=str(year))
        title = message("followup.undivided_title")
        yield finding("followup.undivided", title, said, outcome="unverified", where=str(year))


def _deadline(year: int, granted_on: date) -> Iterator[Finding]:
    """Yield when the statement is due, where it is known, and else when it was last known to be."""
    known = statement_rule("deadline")
    month = known.rule.months or 12
    due = date(year + 1, month, monthrange(year + 1, month)[1])
    is_known = known.rule.is_known_on(granted_on)
    said = message("followup.due" if is_known else "followup.due_unverified", due=due, source=known.citation)
    outcome: Outcome = "passed" if is_known else "unverified"
    yield finding("followup.due", message("followup.due_day"), said, severity="info", outcome=outcome, where=str(year))
