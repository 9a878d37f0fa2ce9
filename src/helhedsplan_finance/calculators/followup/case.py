"""A case as stated: the versions of a plan's budget, what was decided on each, and what is said of the deviations.

The models are the case file (``docs/reference/case-format.md``): same keys, same values, unknown keys refused. Budgets
are derived from it in :mod:`.versions`.
"""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

from helhedsplan_finance.errors import Fault, PlanError
from helhedsplan_finance.plan.faults import faults_of, place
from helhedsplan_finance.plan.fields import Amount, Day, Id, Line, Model, Note, SignedAmount, Year
from helhedsplan_finance.plan.givers import Source
from helhedsplan_finance.text import message

VersionKind = Literal[
    "overslag",
    "ansøgning",
    "oprindelig",
    "revideret",
    "ombudgettering",
    "rebudgettering",
    "forlængelse",
    "afslutning",
]
VersionStatus = Literal["kladde", "indsendt", "godkendt", "afvist", "trukket"]
Decision = Literal["ja", "nej", "betinget"]
ForecastMethod = Literal["rest", "tempo", "fjoråret", "disponeret", "skøn"]


class _Part(Model):
    """Base of the parts of a case, whose tables have singular names in a file and plural ones in Python."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)


class Approval(_Part):
    """What a body decided on a version, and on which day; ``annex`` names the paper that it decided on."""

    body: Line
    date: Day
    decision: Decision
    condition: Note | None = None
    annex: Line | None = None


class Spot(_Part):
    """A budget line in a year."""

    cost: Id
    year: Year


class Move(_Part):
    """Money moved from a line in a year to a line in a year; ``source`` is whose money it is."""

    from_: Spot = Field(alias="from")
    to: Spot
    amount: Amount
    source: Source | None = None


class AmountChange(_Part):
    """More or less money on a budget line, or from a source, in a year; less is negative."""

    cost: Id | None = None
    source: Source | None = None
    year: Year
    amount: SignedAmount


class Version(_Part):
    """A version of the budget: a plan file, or moves and changes on the version before it.

    ``plan`` is the path of a plan file beside the case file. A version replaces the one before; it never adds to it.
    """

    nr: int = Field(ge=1, le=999)
    kind: VersionKind
    date: Day
    status: VersionStatus = "kladde"
    reason: Note | None = None
    plan: Line | None = None
    end: Day | None = None
    approvals: tuple[Approval, ...] = Field(default=(), alias="approval", strict=False)
    moves: tuple[Move, ...] = Field(default=(), alias="move", strict=False)
    changes: tuple[AmountChange, ...] = Field(default=(), alias="change", strict=False)

    @property
    def is_approved(self) -> bool:
        """Whether it is the budget from its day on."""
        return self.status == "godkendt"


class Explanation(_Part):
    """Why a line deviates, and what is done about it; without a year, for all its years."""

    post: Id
    year: Year | None = None
    text: Note
    action: Note | None = None


class Expected(_Part):
    """How the rest of a line's year is expected: by a method, or as an amount of the whole year.

    ``disponeret`` adds ``amount`` to what is spent; ``skøn`` takes it as the whole year's cost.
    """

    post: Id
    year: Year
    method: ForecastMethod
    amount: Amount | None = None


class Use(_Part):
    """Use of money that was received and not spent: its purpose, and the two approvals that it needs."""

    date: Day
    amount: Amount
    purpose: Line
    afdeling: Id | None = None
    kommunalbestyrelse: Day | None = None
    lbf: Day | None = None


class CaseData(_Part):
    """A case as stated; raises :class:`PlanError` with every fault."""

    name: Line
    materiality: Line | None = None
    note: Note | None = None
    versions: tuple[Version, ...] = Field(alias="version", strict=False, min_length=1)
    explanations: tuple[Explanation, ...] = Field(default=(), alias="explanation", strict=False)
    forecasts: tuple[Expected, ...] = Field(default=(), alias="forecast", strict=False)
    uses: tuple[Use, ...] = Field(default=(), alias="use", strict=False)

    @model_validator(mode="wrap")
    @classmethod
    def _list_every_fault(cls, data: Any, handler: "ModelWrapValidatorHandler[CaseData]") -> "CaseData":
        try:
            case = handler(data)
        except ValidationError as error:
            raise PlanError(*faults_of(error, data, cls, _EXAMPLES)) from None
        if faults := list(_contradictions(case)):
            raise PlanError(faults)
        return case


_EXAMPLES = {
    "name": 'name = "Eksempelparken"',
    "nr": "nr = 1",
    "kind": 'kind = "oprindelig"',
    "date": "date = 2021-12-01",
    "version": "[[version]]",
    "amount": "amount = 100_000",
}


def _contradictions(case: CaseData) -> Iterator[Fault]:
    """Yield what is wrong between the versions; what needs their plans is found when these are read."""
    approved: dict[Any, int] = {}
    for number, version in enumerate(case.versions):
        at = place(("version", number), {"version": case.versions})
        before = case.versions[number - 1] if number else None
        if before is not None and version.nr <= before.nr:
            yield Fault(f"{at} › nr", message("followup.nr_order", found=version.nr, before=before.nr))
        if before is not None and version.date < before.date:
            yield Fault(
                f"{at} › date", message("followup.date_order", found=version.date, nr=before.nr, before=before.date)
            )
        if version.is_approved:
            if version.date in approved:
                yield Fault(f"{at} › date", message("followup.same_day", found=version.date, nr=approved[version.date]))
            approved[version.date] = version.nr
        on_the_one_before = bool(version.moves or version.changes or version.end)
        if before is None and version.plan is None:
            yield Fault(at, message("followup.first_without_plan"))
        elif version.plan is not None and on_the_one_before:
            yield Fault(at, message("followup.plan_and_moves"))
        elif version.plan is None and not on_the_one_before:
            yield Fault(at, message("followup.nothing_in_version"))
        yield from _of_kind(version, at)
    for number, forecast in enumerate(case.forecasts):
        needs = forecast.method in {"disponeret", "skøn"}
        if needs is (forecast.amount is None):
            at = place(("forecast", number), {"forecast": case.forecasts})
            yield Fault(
                at,
                message("followup.forecast_amount" if needs else "followup.forecast_no_amount", method=forecast.method),
            )


def _of_kind(version: Version, at: str) -> Iterator[Fault]:
    """Yield what a version of its kind cannot have."""
    if version.kind == "forlængelse" and version.plan is None and version.end is None:
        yield Fault(at, message("followup.extension_without_end"))
    for number, change in enumerate(version.changes):
        if (change.cost is None) == (change.source is None) and change.cost is None:
            yield Fault(f"{at} › change {number + 1}", message("followup.change_of_nothing"))
    for number, move in enumerate(version.moves):
        where = f"{at} › move {number + 1}"
        if version.kind == "ombudgettering" and move.from_.year != move.to.year:
            yield Fault(where, message("followup.other_year", first=str(move.from_.year), second=str(move.to.year)))
        if version.kind == "rebudgettering":
            if move.from_.cost != move.to.cost:
                yield Fault(where, message("followup.other_post", first=move.from_.cost, second=move.to.cost))
            if move.to.year <= move.from_.year:
                yield Fault(where, message("followup.not_later", first=str(move.from_.year), second=str(move.to.year)))
            if move.from_.year >= version.date.year:
                yield Fault(where, message("followup.not_ended", year=str(move.from_.year), date=version.date))
        if move.from_ == move.to:
            yield Fault(where, message("followup.to_itself", post=move.to.cost, year=str(move.to.year)))
