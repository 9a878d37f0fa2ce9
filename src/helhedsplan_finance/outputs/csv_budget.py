"""A budget by month as a CSV file for import into an accounting system."""

from collections.abc import Sequence
from pathlib import Path

from helhedsplan_finance.calculators.followup.budget_months import BudgetMonth
from helhedsplan_finance.document.csv_text import csv_bytes
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.disk import write_atomically
from helhedsplan_finance.values.money import Kroner

FILE = "budget.csv"
_TITLES = ("id", "post", "source", "konto", "year", "month", "amount")


def write_budget(rows: Sequence[BudgetMonth], folder: str | Path, lang: Lang = "da") -> Path:
    """Write the rows of a budget by month into a folder, and return the path; amounts are in kroner.

    Raises :class:`CalculationError` where there are no rows.
    """
    if not rows:
        raise CalculationError("accounts.nothing")
    titles = [say(f"column.{key}", lang) for key in _TITLES]
    lines = [(row.post, row.name, row.source, row.konto, row.year, row.month, Kroner.from_ore(row.ore)) for row in rows]
    path = Path(folder) / FILE
    write_atomically(path, csv_bytes(titles, lines))
    return path
