"""Legal cases as data: a plan, a day, and the expected findings; a finance officer can add one.

A case names its plan by a path relative to its file. Everything else in it is compared with the report.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, PlainValidator, ValidationError, model_validator

from helhedsplan_finance.errors import CaseError, FieldError, PlanFileError
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.fields import Line
from helhedsplan_finance.plan.file import parse_toml
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import Outcome, Severity
from helhedsplan_finance.rules.record_fields import Day, Money, Names, Rate, Record
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.disk import read_text
from helhedsplan_finance.values.money import Kroner

_MOST_PRINTED = 10**12
_EXAMPLES = {
    "name": 'name = "Amager: kommunen er over 12,5 %"',
    "plan": 'plan = "amager-2022.toml"',
    "source": 'source = "Økonomiudvalget, punkt 20"',
    "expect": 'expect."kommune.share.max" = { outcome = "failed" }',
    "says": 'says = "the rules are not for this plan"',
    "case": "[[case]]",
    "outcome": 'outcome = "passed"',
}


PHYSICAL = "plan.physical"  # the finding on a plan that looks like a physical helhedsplan


def _read_printed(value: Any) -> Fraction:
    """Read a figure of a printed table, which TOML has as a float, by its printed decimals."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _MOST_PRINTED:
        return Fraction(str(value))
    raise FieldError("case.not_printed", found=short(value))


Printed = Annotated[Fraction, PlainValidator(_read_printed)]
PrintedRow = Annotated[tuple[Printed, ...], Field(strict=False)]


class Expected(Record):
    """The expected finding of a rule, for the plan or in every year; only stated fields are compared.

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


class Changed(Record):
    """The expected differences between two plans in kroner: both totals, the change, and the change of budget lines."""

    total: Annotated[tuple[Money, Money], Field(strict=False)] | None = None
    change: Money | None = None
    lines: dict[str, Money] = Field(default_factory=dict)


class Wish(Record):
    """The finding expected for a plan that these rules are not for: what it must state, and the id of the finding."""

    says: Line
    finding: Line = PHYSICAL


class Case(Record):
    """A plan on a day under some rules, and the expected results; ``source`` is the source of the expectation.

    ``expect`` is by rule, and applies to every year of a rule by year; ``"egen.aarsloft 2023"`` is a single year.
    ``compare`` has the differences between the plan and ``other``; ``finance`` has the amount found for each
    contribution, and ``kommune_together_at_most`` the sum of those of one source; ``moms`` has the amount that a holder
    keeps of each external contribution, ``kommune_private`` of a private one. A case without a plan is a rounded table
    as printed: ``parts`` by row, ``printed`` sums and ``added`` ones.
    """

    name: Line
    plan: Line | None = None
    other: Line | None = None
    source: Line
    as_of: Day | None = None
    policies: Annotated[Names, Field(strict=False)] = ()
    project_rules: bool = False
    ok: bool | None = None
    expect: dict[str, Expected] = Field(default_factory=dict)
    compare: Changed | None = None
    finance: dict[str, Money] = Field(default_factory=dict)
    moms: dict[str, Money] = Field(default_factory=dict)
    wish: Wish | None = None
    columns: Annotated[Names, Field(strict=False)] = ()
    parts: Annotated[tuple[PrintedRow, ...], Field(strict=False)] = ()
    printed: PrintedRow = ()
    added: PrintedRow = ()

    @model_validator(mode="after")
    def _expects_something(self) -> "Case":
        if self.plan is None and not self.parts:
            raise FieldError("case.no_plan")
        of_a_plan = (self.expect, self.compare, self.finance, self.moms, self.wish, self.ok is not None, self.parts)
        if not any(of_a_plan):
            raise FieldError("case.expects_nothing")
        if self.compare is not None and self.other is None:
            raise FieldError("case.no_other")
        return self


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
    """Yield the differences between a report and the expectations of a case."""
    if case.wish is not None and case.wish.finding not in {finding.rule for finding in report.findings}:
        yield message("case.no_rule", rule=case.wish.finding)
    if case.ok is not None and report.ok is not case.ok:
        yield message("case.differs", rule="report", key="ok", expected=case.ok, found=report.ok)
    for name, expected in case.expect.items():
        rule, _, where = name.partition(" ")
        findings = [finding for finding in report.findings if finding.rule == rule and where in {"", finding.where}]
        if not findings:
            yield message("case.no_rule", rule=name)
        for finding in findings:
            for key, (wanted, found) in _compared(expected, finding).items():
                if wanted != found:
                    yield message("case.differs", rule=name, key=key, expected=_exact(wanted), found=_exact(found))


def table_differences(case: Case) -> Iterator[Message]:
    """Yield the columns of a printed table that do not add up to the sums in ``added``."""
    columns = zip(case.columns, case.added, zip(*case.parts, strict=True), strict=True) if case.parts else ()
    for column, added, parts in columns:
        if sum(parts) != added:
            yield message("case.differs", rule=column, key="added", expected=_exact(added), found=_exact(sum(parts)))


def differs(rule: str, key: str, expected: Any, found: Any) -> Iterator[Message]:
    """Yield a message where ``found`` is not ``expected``."""
    if expected != found:
        yield message("case.differs", rule=rule, key=key, expected=expected, found=found)


def _exact(value: Any) -> Any:
    """Return a share as a fraction; two different shares may be equal in per cent."""
    return str(value) if isinstance(value, Fraction) else value


def _compared(expected: Expected, finding: Finding) -> Mapping[str, tuple[Any, Any]]:
    """Return the expected and the found value of each stated field; a part of a text counts as the text."""
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
        "share": (expected.share, finding.compared.share if finding.compared else None),
        "projected": (expected.projected, finding.projected),
    }
    for key, text in texts.items():
        wanted = getattr(expected, key)
        pairs[key] = (wanted, wanted if wanted is not None and wanted in text else text)
    return {key: pair for key, pair in pairs.items() if pair[0] is not None}
