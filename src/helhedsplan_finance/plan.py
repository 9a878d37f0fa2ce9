"""What a person states: a plan, its contributions, its budget lines and its boligafdelinger.

The models are the plan file (``docs/plan-format.md``): same keys, same values, frozen, unknown keys refused. They hold
what was stated and nothing that follows from it; rows of money are made in :mod:`.ledger`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

from helhedsplan_finance.errors import Fault, PeriodError, PlanError
from helhedsplan_finance.faults import faults_of, place
from helhedsplan_finance.fields import (
    MOST_IN_PLAN,
    MOST_PLAN_ORE,
    Amount,
    AmountByYear,
    ApproxAmount,
    Day,
    Id,
    Line,
    Model,
    Note,
    NumberByYear,
    Share,
    Spread,
)
from helhedsplan_finance.periods import Period
from helhedsplan_finance.reading import read_amount
from helhedsplan_finance.text import message

Source = Literal["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern"]
SOURCES: tuple[Source, ...] = get_args(Source)
Kind = Literal["cash", "in-kind"]
Stage = Literal["overslag", "ansøgning", "tilsagn", "ombudgetteret", "afsluttet"]
Status = Literal["søgt", "forhåndsgodkendt", "tilsagn", "udbetalt", "afslag"]
Art = Literal[
    "løn",
    "aktiviteter",
    "lokaler",
    "administration",
    "revision",
    "evaluering",
    "kompetenceudvikling",
    "inventar",
    "øvrige",
]
Count = Annotated[int, Field(ge=0, le=10**9)]


class Stream(Model):
    """One contribution of one source: a total that is spread over the period, or amounts by calendar year.

    A stream with neither is *open*: it is known who may give, not how much. ``approx`` says that the source of the
    figure calls it approximate; an ``amount`` that is written "ca. …" sets it.
    """

    id: Id
    source: Source
    name: Line
    kind: Kind = "cash"
    amount: ApproxAmount | None = None
    amounts: AmountByYear | None = None
    spread: Spread = "months"
    status: Status | None = None
    approx: bool = False
    excludes: tuple[Art, ...] = Field(default=(), strict=False)
    max_amount: Amount | None = None
    max_share: Share | None = None
    note: Note | None = None

    @model_validator(mode="before")
    @classmethod
    def _mark_approximate(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(amount := data.get("amount"), str) and "approx" not in data:
            try:
                return {**data, "approx": read_amount(amount).approx}
            except ValueError:
                return data  # the amount's own validator says what is wrong, at its own place
        return data

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet how much this source gives."""
        return self.amount is None and self.amounts is None


class CostLine(Model):
    """One budget line: a quantity a year times a price. Amounts are rounded to whole øre in the ledger."""

    id: Id
    indsatsomraade: Line | None = None
    activity: Line | None = None
    art: Art
    quantity: NumberByYear
    unit: Line | None = None
    unit_price: Amount
    price_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    index: Line | None = None
    moms: bool | None = None
    note: Note | None = None


class Boligafdeling(Model):
    """One boligafdeling: dwellings (``lejemaal``), area in m², and rent in kr. per m² and year."""

    id: Id
    name: Line
    organisation: Line | None = None
    lejemaal: Count | None = None
    m2: Count | None = None
    rent_m2: Amount | None = None
    share: Share | None = None


class Waiver(Model):
    """A dispensation from one rule: why, by whom, and when."""

    rule: Line
    reason: Note
    by: Line
    date: Day


class PlanData(Model):
    """A plan as stated. Public code uses :class:`helhedsplan_finance.Plan`, which adds the verbs.

    Raises :class:`PlanError` with every fault and its place.
    """

    # In Python the tables have plural names; a file has the singular ones of the plan format and no others.
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    name: Line
    kommune: Line | None = None
    start: Day
    end: Day
    stage: Stage = "overslag"
    source: Note | None = None
    total: Amount | None = None
    as_of: Day | None = None
    lejemaal: Count | None = None
    boligafdelinger: Count | None = None
    policies: tuple[Line, ...] | None = Field(default=None, strict=False)
    streams: tuple[Stream, ...] = Field(default=(), alias="stream", strict=False)
    costs: tuple[CostLine, ...] = Field(default=(), alias="cost", strict=False)
    afdelinger: tuple[Boligafdeling, ...] = Field(default=(), alias="boligafdeling", strict=False)
    waivers: tuple[Waiver, ...] = Field(default=(), alias="waiver", strict=False)

    @model_validator(mode="wrap")
    @classmethod
    def _list_every_fault(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            plan = handler(data)
        except ValidationError as error:
            raise PlanError(faults_of(error, data, cls)) from None
        if faults := list(_contradictions(plan)):
            raise PlanError(faults)
        return plan

    @property
    def period(self) -> Period:
        """The plan's period with its calendar-year slices."""
        return Period(self.start, self.end)

    @property
    def rules_date(self) -> date:
        """The date whose rules apply: ``as_of``, or else the start."""
        return self.as_of or self.start


def _contradictions(plan: PlanData) -> Iterator[Fault]:
    """Yield what each field allows and the plan as a whole does not."""
    try:
        years = plan.period.years
    except PeriodError as error:
        yield Fault("end", error.message)
        return
    for table in ("stream", "cost", "boligafdeling"):
        yield from _same_ids(plan, table)
    for number, stream in enumerate(plan.streams):
        if stream.amount is not None and stream.amounts is not None:
            yield Fault(_at(plan, "stream", number), message("input.amount_twice"))
        if not isinstance(stream.spread, str):
            yield from _outside(plan, years, stream.spread, "stream", number, "spread")
            if not any(stream.spread.values()):
                yield Fault(_at(plan, "stream", number, "spread"), message("amount.no_weight"))
        yield from _outside(plan, years, stream.amounts or {}, "stream", number, "amounts")
    for number, line in enumerate(plan.costs):
        yield from _outside(plan, years, line.quantity, "cost", number, "quantity")
        if line.unit_price.ore * max(line.quantity.values()) > MOST_PLAN_ORE:
            yield Fault(
                _at(plan, "cost", number), message("amount.too_large", found=line.unit_price, most=MOST_IN_PLAN)
            )


def _same_ids(plan: PlanData, table: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, one in enumerate(rows_of(plan, table)):
        same = one.id.casefold()  # a spreadsheet does not tell A from a
        if same in seen:
            yield Fault(_at(plan, table, number, "id"), message("input.same_id", found=one.id, first=seen[same] + 1))
        seen.setdefault(same, number)


def _outside(plan: PlanData, years: tuple[int, ...], by_year: Any, table: str, *loc: str | int) -> Iterator[Fault]:
    for year in by_year:
        if year not in years:
            yield Fault(
                _at(plan, table, *loc, str(year)),
                message("input.year_outside", year=year, first=years[0], last=years[-1]),
            )


def rows_of(plan: PlanData, table: str) -> tuple[Any, ...]:
    """Return the rows of one table of a plan, by the table's name in a plan file."""
    tables = {"stream": plan.streams, "cost": plan.costs, "boligafdeling": plan.afdelinger, "waiver": plan.waivers}
    return tables[table]


def _at(plan: PlanData, table: str, *loc: str | int) -> str:
    return place((table, *loc), {table: rows_of(plan, table)})
