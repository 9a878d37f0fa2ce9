"""Compare a plan with the last known limit of a rule that is unverified for the day.

The comparison is no verdict. The rule remains unverified, neither passed nor failed; the figures show the result if the
limit were carried on.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import Severity, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The comparison of a plan with the last known value of a rule.

    ``until`` is the last day on which the value is known to be in force; ``verdict`` has the exact figures;
    ``severity`` is that of a plan past the limit, in the mildest reading that the sources leave open.
    """

    limit: Limit
    value: Value
    until: date
    verdict: Verdict
    severity: Severity

    @property
    def beyond(self) -> bool | None:
        """Whether the plan is past the limit; ``None`` where it depends on an open amount."""
        return None if self.verdict.outcome == "unverified" else self.verdict.outcome == "failed"

    @property
    def margin_ore(self) -> int | None:
        """The margin in øre, negative past the limit; ``None`` where no amount in kroner is compared."""
        margin = self.verdict.margin
        settled = self.beyond is not None and self.limit.measured.is_money
        return margin if settled and isinstance(margin, int) else None

    @property
    def exact(self) -> str:
        """The limit exactly: a share as a fraction, else in øre, months or a plain number."""
        return str(self.value.bound if self.limit.rule.is_share else self.verdict.limit)

    def margin(self, lang: Lang) -> str:
        """Return the margin in kroner as a table shows it; blank where there is none."""
        return "" if self.margin_ore is None else Kroner.from_ore(self.margin_ore).figure(lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON data."""
        known = self.limit.rule.is_share or self.verdict.base is None or self.verdict.base.known
        return {
            "limit": self.exact if known else None,
            "until": self.until.isoformat(),
            "margin_ore": self.margin_ore,
            "beyond": self.beyond,
        }
