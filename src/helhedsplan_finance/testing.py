"""Legal cases for pytest: a municipality writes them as TOML, and each runs as a test of its own.

In a test module of one's own, one line is enough::

    from helhedsplan_finance.testing import legal_cases

    test_case = legal_cases("cases", policies=["egne-regler.toml"])

A case that does not hold fails with what was expected and found, and with the report printed below it.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from helhedsplan_finance.api import Plan
from helhedsplan_finance.errors import MissingExtraError
from helhedsplan_finance.rules.cases import Case, case_files, differences, read_cases
from helhedsplan_finance.rules.policy import read_policy


def legal_cases(folder: str | Path, *, policies: Iterable[str | Path] = ()) -> Callable[..., None]:
    """Return a test function with an item for each case in a folder's ``.toml`` files.

    ``policies`` are held beside those that a case names itself. Raises :class:`CaseError` or :class:`PlanFileError` for
    a file that cannot be used, and :class:`MissingExtraError` without pytest.
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
    """Hold one case against the report on its plan; ``AssertionError`` with every difference and the report.

    The plan and the case's own policies are found from ``folder``, where the case's file stands.
    """
    folder = Path(folder)
    own = [folder / name if name.endswith(".toml") else name for name in case.policies]
    plan = Plan.from_file(folder / case.plan)
    report = plan.check(as_of=case.as_of, policies=[*policies, *own], project_rules=case.project_rules)
    found = [one.show("da") for one in differences(case, report)]
    if found:
        raise AssertionError("\n".join([case.name, *found, "", report.show("da")]))
