"""A check of the workbook on itself."""

from dataclasses import dataclass

from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check whose formula is zero where all is well; ``measured`` is in kroner, or a number of rows."""

    key: str
    formula: str
    measured: Kroner | float
    unsure: bool = False  # a failed check leaves the verdicts open, rather than wrong
    doubt: str | None = None  # a formula that is above zero where a missing value decides: then the result is unsure
    named: str | None = None  # the defined name of the cell with what was measured
