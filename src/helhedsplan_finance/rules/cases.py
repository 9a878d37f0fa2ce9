"""Legal cases as data: a plan, a day, and what each rule is expected to say; a finance officer can add one.

A case names its plan by a path from its own file. Everything else in it is held against the report.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from helhedsplan_finance.errors import CaseError, PlanFileError
from helhedsplan_finance.faults import faults_of
from helhedsplan_finance.fields import Line
from helhedsplan_finance.files import parse_toml, read_text
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.rules.fields import Day, Money, Names, Rate, Record
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.model import Outcome, Severity
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Message, message

_EXAMPLES = {
    "name": 'name = "Amager: kommunen er over 12,5 %"',
    "plan": 'plan = "amager-2022.toml"',
    "source": 'source = "Økonomiudvalget, punkt 20"',
    "expect": 'expect."kommune.share.max" = { outcome = "failed" }',
    "case": "[[case]]",
    "outcome": 'outcome = "passed"',
}


class Expected(Record):
    """What one rule is expected to say, for the plan or in every year: only what is written is held against it.

    ``margin`` is in kroner, ``share`` an exact share; ``says``, ``cure`` and ``cites`` are parts of the Danish text.
    """

    outcome: Outcome
    severity: Severity | None = None
    margin: Money | None = None
    share: Rate | None = None
    says: Line | None = None
    cure: Line | None = None
    cites: Line | None = None
    projected: bool | None = None


class Case(Record):
    """A plan on a day under some rules, and what is expected of it; ``source`` says where the expectation is from.

    ``expect`` is by rule, and holds for every year of a rule by year; ``"egen.aarsloft 2023"`` is a single year.
    """

    name: Line
    plan: Line
    source: Line
    as_of: Day | None = None
    policies: Annotated[Names, Field(strict=False)] = ()
    project_rules: bool = False
    ok: bool | None = None
    expect: dict[str, Expected]


class _CaseFile(Record):
    cases: tuple[Case, ...] = Field(alias="case", strict=False)


def read_cases(path: str | Path) -> tuple[Case, ...]:
    """Read a file of cases; raises :class:`CaseError` with every fault, or :class:`PlanFileError`."""
    path = Path(path)
    data = parse_toml(read_text(path), path)
    try:
        return _CaseFile.model_validate(data).cases
    except ValidationError as error:
        raise CaseError(*faults_of(error, data, _CaseFile, _EXAMPLES)._replace(file=str(path))) from None


def case_files(folder: str | Path) -> list[Path]:
    """Return the files of cases in a folder; raises :class:`PlanFileError` where there are none."""
    found = sorted(Path(folder).glob("*.toml"))
    if not found:
        raise PlanFileError("case.none", folder=folder)
    return found


def tested_rules(folders: Iterable[str | Path]) -> set[str]:
    """Return the ids of the rules that the cases of some folders name."""
    files = [file for folder in folders for file in case_files(folder)]
    return {key.partition(" ")[0] for file in files for case in read_cases(file) for key in case.expect}


def differences(case: Case, report: Report) -> Iterator[Message]:
    """Yield where a report is not what a case expects."""
    if case.ok is not None and report.ok is not case.ok:
        yield message("case.differs", rule="report", key="ok", expected=case.ok, found=report.ok)
    for name, expected in case.expect.items():
        rule, _, where = name.partition(" ")
        findings = [one for one in report.findings if one.rule == rule and where in {"", one.where}]
        if not findings:
            yield message("case.no_rule", rule=name)
        for finding in findings:
            for key, (wanted, found) in _compared(expected, finding).items():
                if wanted != found:
                    yield message("case.differs", rule=name, key=key, expected=_exact(wanted), found=_exact(found))


def _exact(value: Any) -> Any:
    """Return a share as the fraction it is: two that differ may be the same in per cent."""
    return str(value) if isinstance(value, Fraction) else value


def _compared(expected: Expected, finding: Finding) -> Mapping[str, tuple[Any, Any]]:
    """Return what was expected and what was found; a part of a text counts as the text."""
    margin = None if finding.margin_ore is None else Kroner.from_ore(finding.margin_ore)
    texts = {
        "says": finding.message.show("da"),
        "cure": finding.cure.show("da") if finding.cure else "",
        "cites": finding.source.show("da") if finding.source else "",
    }
    pairs: dict[str, tuple[Any, Any]] = {
        "outcome": (expected.outcome, finding.outcome),
        "severity": (expected.severity, finding.severity),
        "margin": (expected.margin, margin),
        "share": (expected.share, finding.verdict.share if finding.verdict else None),
        "projected": (expected.projected, finding.projected),
    }
    for key, text in texts.items():
        wanted = getattr(expected, key)
        pairs[key] = (wanted, wanted if wanted is not None and wanted in text else text)
    return {key: pair for key, pair in pairs.items() if pair[0] is not None}
