"""The plan as stated, with its contributions, its budget lines and its boligafdelinger (:mod:`.parts`).

The models are the plan file (``docs/reference/plan-format.md``): same keys, same values, frozen, unknown keys refused.
They hold stated values and no derived ones; rows of money are derived in :mod:`.ledger`.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

from helhedsplan_finance.errors import PlanError
from helhedsplan_finance.plan.bounds import oversized
from helhedsplan_finance.plan.contradictions import contradictions
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.fields import ApproxAmount, Day, Hedge, Line, Model, Note
from helhedsplan_finance.plan.parts import KEYS as KEYS
from helhedsplan_finance.plan.parts import SOURCES as SOURCES
from helhedsplan_finance.plan.parts import Art as Art
from helhedsplan_finance.plan.parts import Beside as Beside
from helhedsplan_finance.plan.parts import Boligafdeling as Boligafdeling
from helhedsplan_finance.plan.parts import CostLine as CostLine
from helhedsplan_finance.plan.parts import Count as Count
from helhedsplan_finance.plan.parts import Cover as Cover
from helhedsplan_finance.plan.parts import Key as Key
from helhedsplan_finance.plan.parts import KeyName as KeyName
from helhedsplan_finance.plan.parts import Kind as Kind
from helhedsplan_finance.plan.parts import Series as Series
from helhedsplan_finance.plan.parts import Source as Source
from helhedsplan_finance.plan.parts import Status as Status
from helhedsplan_finance.plan.parts import Stream as Stream
from helhedsplan_finance.plan.parts import Waiver as Waiver
from helhedsplan_finance.plan.plan_parts import rows_of as rows_of
from helhedsplan_finance.values.hedges import hedge_in
from helhedsplan_finance.values.periods import Period

Stage = Literal["overslag", "ansøgning", "tilsagn", "ombudgetteret", "afsluttet"]


def _with_total_hedge(data: Any) -> Any:
    """Return the fields of a plan with the hedge in the text of its total."""
    if not isinstance(data, dict) or not isinstance(total := data.get("total"), str) or data.get("total_hedge"):
        return data
    with suppress(ValueError):  # the validator of the field raises, with the field's place
        if (hedge := hedge_in(total)) is not None:
            return {**data, "total_hedge": hedge}
    return data


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
    note: Note | None = None
    total: ApproxAmount | None = None
    total_hedge: Hedge | None = None
    as_of: Day | None = None
    lejemaal: Count | None = None
    boligafdelinger: Count | None = None
    policies: tuple[Line, ...] | None = Field(default=None, strict=False)
    key: Key | None = None
    streams: tuple[Stream, ...] = Field(default=(), alias="stream", strict=False)
    costs: tuple[CostLine, ...] = Field(default=(), alias="cost", strict=False)
    series: tuple[Series, ...] = Field(default=(), strict=False)
    afdelinger: tuple[Boligafdeling, ...] = Field(default=(), alias="boligafdeling", strict=False)
    covers: tuple[Cover, ...] = Field(default=(), alias="cover", strict=False)
    waivers: tuple[Waiver, ...] = Field(default=(), alias="waiver", strict=False)
    beside: tuple[Beside, ...] = Field(default=(), strict=False)  # counted nowhere

    @model_validator(mode="wrap")
    @classmethod
    def _list_every_fault(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if faults := list(oversized(data)):
            raise PlanError(faults)
        try:
            plan = handler(_with_total_hedge(data))
        except ValidationError as error:
            raise PlanError(*faults_of(error, data, cls)) from None
        if faults := list(contradictions(plan)):
            raise PlanError(faults)
        return plan

    def _reread(self, new: Mapping[str, Any]) -> set[str]:
        return {"total_hedge"} - new.keys() if "total" in new else set()

    @property
    def period(self) -> Period:
        """The plan's period with its calendar-year slices."""
        return Period(self.start, self.end)

    @property
    def rules_date(self) -> date:
        """The date whose rules apply: ``as_of``, or else the start."""
        return self.as_of or self.start
