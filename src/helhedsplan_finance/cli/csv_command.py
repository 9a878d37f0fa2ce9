"""The command ``csv``: the tables of a plan, and the budget of a plan or a case by month."""

from pathlib import Path
from typing import Annotated

from helhedsplan_finance.api import Case
from helhedsplan_finance.calculators.followup.budget_months import BudgetMonth, without_account
from helhedsplan_finance.calculators.followup.versions import is_case_file
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import Folder, argument, option
from helhedsplan_finance.cli.output import read_plan
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.outputs.csv_budget import FILE
from helhedsplan_finance.text import say


def csv(
    asked: Asked,
    plan: Annotated[Path, argument("cli.plan_or_case", metavar="PLAN|CASE")],
    out: Folder,
    as_of: Annotated[str | None, option("cli.csv_day", "--as-of", metavar="DATE")] = None,
    accounts: Annotated[Path | None, option("cli.csv_accounts", "--accounts", metavar="FILE.toml")] = None,
    book: Annotated[str | None, option("cli.csv_book", "--book", metavar="NAME")] = None,
) -> Result:
    """Write the tables of a plan as CSV, and its budget by month; of a case the budget alone."""
    if is_case_file(plan):
        case = Case.from_file(plan)
        rows = case.budget_by_month(as_of, accounts=accounts, book=book)
        files = case.to_csv(out, as_of=as_of, lang=asked.lang, accounts=accounts, book=book)
    elif as_of is not None:
        raise CalculationError("accounts.day_of_plan")
    else:
        read = read_plan(plan, asked.lang)
        rows = read.budget_by_month(accounts=accounts, book=book)
        files = read.to_csv(out, lang=asked.lang, accounts=accounts, book=book)
    missing = without_account(rows)
    wanted = accounts is not None or len(missing) < len({row.post for row in rows})
    asides = [say("accounts.none_has", asked.lang, file=FILE, posts=missing)] if missing and wanted else []
    return Result(lambda: _data(files, rows, missing), files=files, asides=asides)


def _data(files: list[Path], rows: tuple[BudgetMonth, ...], missing: tuple[str, ...]) -> dict[str, object]:
    named = [str(path) for path in files]
    return {"files": named, "without_account": list(missing)} if rows else {"files": named}
