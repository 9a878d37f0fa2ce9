"""A statement as data: the rows of the year, what was used, the final figures, and the findings."""

from dataclasses import dataclass

from helhedsplan_finance.calculators.followup.case import Use
from helhedsplan_finance.calculators.followup.statement_rows import StatementRow
from helhedsplan_finance.rules.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The final statement, in øre: what was granted, received, spent and used, and what is not settled."""

    granted: int
    received: int
    spent: int
    used: int

    @property
    def left(self) -> int:
        """What was received and neither spent nor used: to be carried, repaid or settled; below zero it is owed."""
        return self.received - self.spent - self.used

    @property
    def not_received(self) -> int:
        """What was granted and not received."""
        return self.granted - self.received

    def to_dict(self) -> dict[str, int]:
        """Return the figures as JSON data."""
        return {
            "granted_ore": self.granted,
            "received_ore": self.received,
            "spent_ore": self.spent,
            "used_ore": self.used,
            "unsettled_ore": self.left,
            "not_received_ore": self.not_received,
        }


@dataclass(frozen=True, slots=True)
class StatementData:
    """The statement of a calendar year, by boligafdeling; ``closing`` is there once the plan has ended."""

    case: str
    version: int
    year: int
    rows: tuple[StatementRow, ...]
    uses: tuple[Use, ...]
    closing: Closing | None
    findings: tuple[Finding, ...]
