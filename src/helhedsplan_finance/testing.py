"""Legal cases for pytest, written as TOML; each runs as a test.

A test module needs one line::

    from helhedsplan_finance.testing import legal_cases

    test_case = legal_cases("cases", policies=["egne-regler.toml"])

A case that does not hold fails with the expected and the found values, and the report below them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from helhedsplan_finance.api import Plan
from helhedsplan_finance.calculators.moms.comparison import compare_placements
from helhedsplan_finance.errors import MissingExtraError
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.legal_cases import (
    Case,
    Changed,
    case_files,
    differences,
    differs,
    read_cases,
    table_differences,
)
from helhedsplan_finance.rules.policy import read_policy
from helhedsplan_finance.text import Message
from helhedsplan_finance.values.money import Kroner

_TOGETHER = "_together_at_most"


def legal_cases(folder: str | Path, *, policies: Iterable[str | Path] = ()) -> Callable[..., None]:
    """Return a test function with an item for each case in the ``.toml`` files of a folder.

    ``policies`` apply in addition to those of a case. Raises :class:`CaseError` or :class:`PlanFileError` for a file
    that cannot be used, and :class:`MissingExtraError` without pytest.
    """
    try:
        import pytest
    except ImportError:
        raise MissingExtraError("extra.pytest") from None
    beside = [read_policy(path) for path in policies]
    items = [pytest.param(file, case, id=case.name) for file in case_files(folder) for case in read_cases(file)]

    @pytest.mark.parametrize(("file", "case"), items)
    def test(file: Path, case: Case) -> None:
        check_case(case, file.parent, policies=beside)

    return test


def check_case(case: Case, folder: str | Path, *, policies: Iterable[Any] = ()) -> None:
    """Compare a case with its plan; raises ``AssertionError`` with every difference and the report.

    The paths of the plan and of the case's policies are relative to ``folder``, that of the case's file.
    """
    folder = Path(folder)
    if case.plan is None:
        _refuse(case, table_differences(case))
        return
    own = [folder / name if name.endswith(".toml") else name for name in case.policies]
    used = [*policies, *own]
    plan = Plan.from_file(folder / case.plan)
    report = plan.check(as_of=case.as_of, policies=used, project_rules=case.project_rules)
    different = list(differences(case, report))
    if case.compare is not None and case.other is not None:
        different += _compared(case.compare, plan, Plan.from_file(folder / case.other))
    if case.finance:
        different += _financed(case, plan, plan.finance(policies=used, project_rules=case.project_rules).amounts)
    different += _kept(case, plan)
    _refuse(case, different, report.show("da"))


def _refuse(case: Case, different: Iterable[Message], *beside: str) -> None:
    lines = [difference.show("da") for difference in different]
    if lines:
        raise AssertionError("\n".join([case.name, *lines, "", *beside]))


def _compared(expected: Changed, plan: Plan, other: Plan) -> Iterator[Message]:
    """Yield the totals and lines of two plans whose differences are not as expected."""
    totals = tuple(Overview.of(each).total or Kroner() for each in (plan, other))
    if expected.total is not None:
        yield from differs("compare", "total", expected.total, totals)
    if expected.change is not None:
        yield from differs("compare", "change", expected.change, totals[1] - totals[0])
    before, now = (
        {line.id: sum(cost_by_year(line, each).values(), Kroner()) for line in each.costs} for each in (plan, other)
    )
    for id_, change in expected.lines.items():
        yield from differs(id_, "change", change, now.get(id_, Kroner()) - before.get(id_, Kroner()))


def _financed(case: Case, plan: Plan, amounts: Mapping[str, Kroner]) -> Iterator[Message]:
    """Yield the amounts of a financing that are not as expected; the sum of one source may be less."""
    for name, expected in case.finance.items():
        source = name.removesuffix(_TOGETHER)
        if source == name:
            yield from differs("finance", name, expected, amounts.get(name))
            continue
        found = sum((amounts.get(part.id, Kroner()) for part in plan.streams if part.giver == source), Kroner())
        if found > expected:
            yield from differs("finance", name, expected, found)


def _kept(case: Case, plan: Plan) -> Iterator[Message]:
    """Yield the external contributions of which a holder does not keep the expected amount."""
    for name, expected in case.moms.items():
        holder, _, kind = name.partition("_")
        for stream in plan.streams:
            if stream.giver == "ekstern" and stream.amount is not None:
                answer = compare_placements(stream.amount, private=kind == "private", on=case.as_of)
                (reading,) = answer.readings
                placed = reading.kommune if holder == "kommune" else reading.boligorganisation
                yield from differs(stream.id, name, expected, placed.keeps if placed else None)
