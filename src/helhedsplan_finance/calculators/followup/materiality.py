"""Which deviations must be explained, as dated and sourced records: a share, an amount, both or either of them."""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.plan.fields import Id, Line
from helhedsplan_finance.plan.plan import Art
from helhedsplan_finance.rules.record import Citation, Seen, Source
from helhedsplan_finance.rules.record_fields import Bilingual, Day, LimitAmount, Locator, Rate, Record
from helhedsplan_finance.text import short


class MaterialityRecord(Record):
    """A limit of deviations: over a share of the corrected budget, over an amount, or (``needs = "all"``) both.

    With ``needs = "all"`` the amount is a floor, which may be reached. ``always`` are the arts whose every deviation
    counts; ``"total"`` is an overrun of the whole budget.
    """

    id: Id
    title: Bilingual
    share: Rate | None = None
    amount: LimitAmount | None = None
    needs: Literal["any", "all"]
    always: tuple[Literal["total"] | Art, ...] = Field(default=(), strict=False)
    first_day: Day = Field(alias="from")
    source: Line
    locator: Locator | None = None
    confidence: Seen
    verified: Day


class MaterialityFile(Record):
    """The file of limits: the records, and the sources that they name."""

    sources: dict[str, Source] = Field(alias="source")
    records: tuple[MaterialityRecord, ...] = Field(alias="materiality", strict=False)


@dataclass(frozen=True, slots=True)
class Materiality:
    """A limit of deviations with its source."""

    record: MaterialityRecord
    citation: Citation

    def exceeds(self, deviation: int, budget: int, art: str | None = None) -> bool:
        """Return whether a deviation in øre from a line's corrected budget must be explained.

        Worked example: 10 % or 100.000 kr. of a budget of 500.000 kr. is exceeded by 50.000,01 kr., and 10 % and at
        least 5.000 kr. of a budget of 40.000 kr. by 5.000 kr., but not by 4.500 kr.
        """
        if not deviation:
            return False
        if art in self.record.always:
            return True
        size = abs(deviation)
        over_share = self.record.share is not None and Fraction(size) > self.record.share * abs(budget)
        limit = self.record.amount
        if self.record.needs == "all":
            return over_share and (limit is None or size >= limit.ore)
        return over_share or (limit is not None and size > limit.ore)

    def exceeds_in_all(self, deviation: int, budget: int) -> bool:
        """Return whether the deviation of the whole budget must be explained."""
        return ("total" in self.record.always and deviation > 0) or self.exceeds(deviation, budget)


@cache
def _shipped() -> MaterialityFile:
    text = files(__package__).joinpath("materiality.toml").read_text(encoding="utf-8")
    return MaterialityFile.model_validate(tomllib.loads(text))


def materialities() -> tuple[str, ...]:
    """Return the ids of the limits that are shipped, as examples with their source."""
    return tuple(one.id for one in _shipped().records)


def materiality(id_: str) -> Materiality:
    """Return a limit by its id; raises :class:`CalculationError` for an unknown one."""
    shipped = _shipped()
    for record in shipped.records:
        if record.id == id_.casefold():
            return Materiality(record, Citation(shipped.sources[record.source], record.locator, record.confidence))
    raise CalculationError("followup.no_materiality", found=short(id_), nearest=nearest(id_, materialities()))
