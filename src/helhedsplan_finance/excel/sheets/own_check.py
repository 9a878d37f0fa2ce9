"""One thing that the workbook checks of itself."""

from dataclasses import dataclass

from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check whose formula is zero where all is well; ``measured`` is in kroner, or a number of rows."""

    key: str
    formula: str
    measured: Kroner | float
    unsure: bool = False  # what does not hold leaves the verdicts open, rather than wrong
    doubt: str | None = None  # a formula that is above zero where something not stated decides: then it is unsure
    named: str | None = None  # the defined name of the cell with what was measured
