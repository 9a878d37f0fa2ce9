"""A follow-up as data: its lines, the money received, what is not placed, and its findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine
from helhedsplan_finance.calculators.followup.materiality import Materiality
from helhedsplan_finance.calculators.followup.posting_findings import PostingFinding
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome, Severity
from helhedsplan_finance.text import Message


@dataclass(frozen=True, slots=True)
class Received:
    """What a source gives in a year by the corrected budget, and what was received of it until the day, in øre."""

    source: str
    year: int
    budget: int
    received: int


@dataclass(frozen=True, slots=True)
class FollowUpData:
    """A case on a day: accounts against the version of the budget that is in force. Everything is whole øre.

    ``unplaced`` are the postings that no pattern places, or that have no date; they are in every total.
    ``of_postings`` is what is found on single postings, with file and line; ``budget`` is the corrected budget, and
    ``postings`` are the costs until the day, from which the course over the months follows.
    """

    case: str
    version: int
    as_of: date
    years: tuple[int, ...]
    lines: tuple[FollowUpLine, ...]
    received: tuple[Received, ...]
    unplaced: tuple[Posting, ...]
    findings: tuple[Finding, ...]
    of_postings: tuple[PostingFinding, ...] = ()
    materiality: Materiality | None = None
    budget: Budget = field(kw_only=True, repr=False)
    postings: tuple[Posting, ...] = field(kw_only=True, repr=False)

    @property
    def totals(self) -> Mapping[str, int]:
        """The sums of all lines; what is spent includes what is not placed."""
        spent = sum(one.spent for one in self.lines) + self.unplaced_ore
        corrected = sum(one.corrected for one in self.lines)
        return {
            "original": sum(one.original for one in self.lines),
            "corrected": corrected,
            "spent": spent,
            "left": corrected - spent,
        }

    @property
    def unplaced_ore(self) -> int:
        """The sum of what is not placed."""
        return sum(one.ore for one in self.unplaced)

    def unplaced_in(self, year: int) -> int:
        """Return the sum of what is not placed in a year; what has no date is in none."""
        return sum(one.ore for one in self.unplaced if one.year == year)

    @property
    def received_ore(self) -> int:
        """The money received until the day, of all sources."""
        return sum(one.received for one in self.received)


def finding(
    rule: str,
    title: Message,
    said: Message,
    *,
    severity: Severity = "warning",
    outcome: Outcome = "failed",
    where: str = "plan",
) -> Finding:
    """Return a finding of the follow-up, which compares no measures of one plan."""
    return Finding(rule=rule, title=title, severity=severity, outcome=outcome, where=where, said=(said,))
