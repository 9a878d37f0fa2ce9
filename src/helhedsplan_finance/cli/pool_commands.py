"""The command ``pool``: a pool of money is shared out among plans."""

from datetime import date
from pathlib import Path
from typing import Annotated

from helhedsplan_finance.api import Plan
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import Save, argument, option
from helhedsplan_finance.cli.output import read_plan, refuse_twice
from helhedsplan_finance.errors import CalculationError, PlanFileError
from helhedsplan_finance.values.days import read_day

_KINDS = {".toml", ".json", ".xlsx"}
_KOEBENHAVN = "kommune/koebenhavn"  # the policy with a pool and a cap of its own


def pool(
    asked: Asked,
    plans: Annotated[list[Path], argument("cli.pool_plans", "PLAN …")],
    size: Annotated[str | None, option("cli.pool_size", "--pool", metavar="AMOUNT")] = None,
    by: Annotated[str, option("cli.pool_by", "--by", words="pool")] = "need",
    cap: Annotated[str | None, option("cli.pool_cap", "--cap", metavar="SHARE")] = None,
    as_of: Annotated[str | None, option("cli.pool_as_of", "--as-of", metavar="DATE")] = None,
    save: Save = None,
) -> Result:
    """Share a pool out among plans."""
    from helhedsplan_finance.calculators.portfolio.pool import PoolRequest, allocate_pool, method_of

    method = method_of(by)
    if method == "priority" and any(one.is_dir() for one in plans):
        raise CalculationError("cli.pool_order")
    files = _files(plans)
    read = {path: read_plan(path, asked.lang, beside=True) for path in files}
    _refuse_same_names(read)
    if size is None or cap is None:
        _refuse_other_kommuner(list(read.values()))
    requests = [PoolRequest.of(plan, priority=place) for place, plan in enumerate(read.values(), 1)]
    day = _day(as_of, list(read.values()))
    found = allocate_pool(size, requests, by=method, cap=cap, as_of=day)
    return Result(lambda: found.to_dict(asked.lang), lambda: found.document(asked.lang), save=save or (), inputs=files)


def _files(plans: list[Path]) -> list[Path]:
    """Return the plan files in their order; those of a folder by name, without the lock files of a spreadsheet."""
    files: list[Path] = []
    for one in plans:
        if one.is_dir():
            inner = [path for path in sorted(one.iterdir()) if path.suffix.lower() in _KINDS]
            inner = [path for path in inner if not path.name.startswith((".", "~$"))]
            if not inner:
                raise PlanFileError("cli.pool_empty", file=one)
            files += inner
        else:
            files.append(one)
    refuse_twice(files)
    return files


def _refuse_same_names(read: dict[Path, Plan]) -> None:
    """Refuse two files of one plan, whose money would count twice."""
    first: dict[str, Path] = {}
    for path, plan in read.items():
        other = first.setdefault(plan.name.casefold(), path)
        if other is not path:
            raise CalculationError("cli.pool_same", name=plan.name, files=[str(other), str(path)])


def _refuse_other_kommuner(plans: list[Plan]) -> None:
    """Refuse the plans of another kommune, where København's own pool and cap would be taken."""
    from helhedsplan_finance.rules.choose import policies_of

    for plan in plans:
        if _KOEBENHAVN not in policies_of(plan.kommune):
            raise CalculationError("cli.pool_other_kommune", name=plan.name)


def _day(as_of: str | None, plans: list[Plan]) -> date | None:
    """Return the day whose rules apply: the given one, or that of the plans where all have the same."""
    if as_of is not None:
        return read_day(as_of)
    days = {plan.rules_date for plan in plans}
    return days.pop() if len(days) == 1 else None
