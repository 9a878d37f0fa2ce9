"""A check of the workbook on itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helhedsplan_finance.text import Shown
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check whose formula is zero where all is well; ``measured`` is in kroner, or a number of rows."""

    key: str
    formula: str
    measured: Kroner | float
    unsure: bool = False  # a failed check leaves the verdicts open, rather than wrong
    doubt: str | None = None  # a formula that is above zero where a missing value decides: then the result is unsure
    known: Mapping[str, Shown] = field(default_factory=dict)  # what the sentence on what to do names
    named: str | None = None  # the defined name of the cell with what was measured
    places: Mapping[str, str] = field(default_factory=dict)  # a part of the formula by what it looks at
