"""The budgets of a case: each version's, the original, and the corrected one on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

from helhedsplan_finance.calculators.followup.case import CaseData, Version
from helhedsplan_finance.calculators.followup.case_budget import Budget, changed, notes_of
from helhedsplan_finance.errors import CalculationError, Fault, PlanError, PlanFileError
from helhedsplan_finance.plan.faults import place
from helhedsplan_finance.plan.file import parse_toml, read_plan
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.disk import read_text

_DEAD = ("afvist", "trukket")  # nothing is built on a version that was turned down or withdrawn


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a case with their budgets, in the order of the case file."""

    case: CaseData
    budgets: Mapping[int, Budget]
    notes: tuple[tuple[int, Message], ...] = ()

    @classmethod
    def of(cls, case: CaseData, plans: Mapping[int, PlanData]) -> "Versions":
        """Return the budgets of a case; ``plans`` are those of its plan files, by the number of the version.

        Raises :class:`PlanError` with every move and change that its budget does not allow.
        """
        return cls.of_budgets(case, {nr: Budget.of(plan, nr) for nr, plan in plans.items()})

    @classmethod
    def of_budgets(cls, case: CaseData, stated: Mapping[int, Budget]) -> "Versions":
        """Return the budgets of a case; ``stated`` are those of its plan files, by the number of the version.

        An approved version builds on the last approved one, another on the last that was not turned down. Raises
        :class:`PlanError` with every move and change that its budget does not allow.
        """
        budgets: dict[int, Budget] = {}
        faults: list[Fault] = []
        notes: list[tuple[int, Message]] = []
        for number, version in enumerate(case.versions):
            at = place(("version", number), {"version": case.versions})
            before = _before(case.versions[:number], version, budgets)
            try:
                if version.nr in stated:
                    budgets[version.nr] = stated[version.nr]
                elif before is not None:
                    budgets[version.nr] = changed(before, version, at)
                else:
                    faults.append(Fault(at, message("followup.built_on_nothing")))
            except PlanError as error:
                faults += error.faults
                budgets[version.nr] = before if before is not None else stated[version.nr]
            if before is not None:
                notes += ((version.nr, note) for note in notes_of(before, budgets[version.nr]))
        if faults:
            raise PlanError(faults)
        return cls(case, budgets, tuple(notes))

    @property
    def approved(self) -> tuple[Version, ...]:
        """The approved versions, in order."""
        return tuple(version for version in self.case.versions if version.is_approved)

    def on(self, day: date) -> tuple[Budget, Budget]:
        """Return the original budget, and the corrected one that is approved on a day.

        An open version touches neither. Raises :class:`CalculationError` where none is approved yet.
        """
        known = [version for version in self.approved if version.date <= day]
        if not known:
            first = self.approved[0].date if self.approved else None
            raise CalculationError(
                "followup.none_approved", day=day, first=first if first is not None else message("word.not_stated")
            )
        original = next((version for version in known if version.kind == "oprindelig"), known[0])
        return self.budgets[original.nr], self.budgets[known[-1].nr]

    def built_on(self, nr: int) -> tuple[int, ...]:
        """Return the numbers of the versions that make the budget of a version: that of its plan first, itself last."""
        number = next(place for place, version in enumerate(self.case.versions) if version.nr == nr)
        version, earlier = self.case.versions[number], self.case.versions[:number]
        before = None if version.plan is not None else _before(earlier, version, self.budgets)
        return (nr,) if before is None else (*self.built_on(before.nr), nr)

    def of_year(self, year: int) -> Budget:
        """Return the corrected budget at the end of a year; before any is approved, the first approved one."""
        end = date(year, 12, 31)
        known = [version for version in self.approved if version.date <= end] or list(self.approved[:1])
        return self.budgets[known[-1].nr]


def _before(earlier: tuple[Version, ...], version: Version, budgets: Mapping[int, Budget]) -> Budget | None:
    """Return the budget that a version changes."""
    alive = [one for one in earlier if one.status not in _DEAD]
    approved = [one for one in alive if one.is_approved]
    basis = approved or alive if version.is_approved else alive
    return budgets.get(basis[-1].nr) if basis else None


def is_case_file(path: str | Path) -> bool:
    """Return whether a file is a case and no plan: TOML with a ``version``; raises :class:`PlanFileError`."""
    path = Path(path)
    return path.suffix.lower() == ".toml" and "version" in parse_toml(read_text(path), path)


def read_case(path: str | Path) -> Versions:
    """Read a case file and the plan files that it names, which lie beside it or below.

    Raises :class:`PlanFileError` for a file that cannot be read, and :class:`PlanError` with every fault of the case.
    """
    path = Path(path)
    if path.suffix.lower() != ".toml":
        raise PlanFileError("followup.not_toml", file=path, found=path.suffix or path.name)
    text = read_text(path)
    try:
        case = CaseData.model_validate(parse_toml(text, path), by_alias=True, by_name=False)
    except PlanError as error:
        raise PlanError(error.faults, file=str(path), more=error.more) from None
    plans: dict[int, PlanData] = {}
    for number, version in enumerate(case.versions):
        if version.plan is None:
            continue
        at = place(("version", number), {"version": case.versions})
        if not _is_beside(version.plan):
            fault = Fault(f"{at} › plan", message("followup.plan_elsewhere", found=short(version.plan)))
            raise PlanError([fault], file=str(path))
        plans[version.nr] = read_plan(path.parent / version.plan, PlanData)
    try:
        return Versions.of(case, plans)
    except PlanError as error:
        raise PlanError(error.faults, file=str(path), more=error.more) from None


def _is_beside(name: str) -> bool:
    """Return whether a path lies in the folder of the case file or below: a case file is untrusted input."""
    both = PurePosixPath(name), PureWindowsPath(name)
    return not any(one.is_absolute() or one.drive or ".." in one.parts for one in both)
