"""What a rule is: a small dated record with its source inside it. One record drives check, explanation and workbook.

A rule says that a measure is at most, at least or exactly a rate of another measure, an amount, or a count. Its values
are dated, and each carries its own source.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from helhedsplan_finance.money import Kroner
from helhedsplan_finance.reading import read_share
from helhedsplan_finance.text import Lang, Words, numbers, say

Relation = Literal["at most", "at least", "equal"]
Severity = Literal["error", "warning", "info"]
Outcome = Literal["passed", "failed", "waived", "not_applicable", "unverified"]
Layer = Literal["practice", "regime", "kommune", "own", "plan"]
Fact = Literal["months", "stated_total"]
Confidence = Literal["A", "B", "D", "P"]  # P: the plan's own words, which need no other source

LAYERS: tuple[Layer, ...] = ("practice", "regime", "kommune", "own", "plan")


class Record(BaseModel):
    """What every record of the rule library shares: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _read_words(value: Any) -> Words:
    if isinstance(value, Words):
        return value
    if isinstance(value, dict) and set(value) == {"da", "en"} and all(isinstance(one, str) for one in value.values()):
        return Words(value["da"], value["en"])
    raise ValueError('write { da = "…", en = "…" }')


def _read_locator(value: Any) -> Words:
    """Read where in the source a value stands: a quotation as it is, or words of ours in both languages."""
    return Words(value, value) if isinstance(value, str) else _read_words(value)


def _read_rate(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return read_share(value)
    raise ValueError('write the rate as text: "75 %" or "1/8"')


def _read_money(value: Any) -> Kroner:
    return Kroner(value)


def _read_until(value: Any) -> date | None:
    if value == "open":
        return None
    if type(value) is date:
        return value
    raise ValueError('write a date or "open"')


Bilingual = Annotated[Words, PlainValidator(_read_words)]
Names = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
Filter = dict[str, Annotated[Names, Field(strict=False)]]


class Source(Record):
    """Where a value was seen: the title as published, its date in words, and where to find it."""

    title: str
    dated: Bilingual
    where: str
    en: str | None = None  # for a title that is a description rather than a name

    def show(self, lang: Lang) -> str:
        """Return the citation in one line."""
        title = self.en if lang == "en" and self.en else self.title
        return f"{title} ({self.dated.show(lang)})"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, the place in it, and how sure the value is: what a reader needs to look it up."""

    source: Source
    locator: Words | None
    confidence: Confidence

    def show(self, lang: Lang) -> str:
        """Return the citation in one line."""
        where = f", {self.locator.show(lang)}" if self.locator else ""
        return f"{self.source.show(lang)}{where} [{say(f'library.confidence_{self.confidence}', lang)}]"


class Measure(Record):
    """A named sum over the ledger, or a fact of the plan.

    ``where`` keeps the rows whose column is one of the values, ``without`` leaves rows out; a ``fact`` is taken from
    the plan itself. Sums are in øre; ``months`` is a number of months.
    """

    title: Bilingual
    where: Filter = {}
    without: Filter = {}
    fact: Fact | None = None


class Value(Record):
    """What a rule demands in one stretch of time, and where that was seen.

    ``rate`` is a share of the rule's ``of`` measure, ``amount`` a sum of money, ``count`` a plain number. ``last_day``
    is ``None`` for a value that the file calls ``"open"``: it is known to hold until the day it was last verified, and
    for good only where it follows by arithmetic.
    """

    rate: Annotated[Fraction, PlainValidator(_read_rate)] | None = None
    amount: Annotated[Kroner, PlainValidator(_read_money)] | None = None
    count: Annotated[int, Field(ge=0)] | None = None
    first_day: date = Field(alias="from")
    last_day: Annotated[date | None, PlainValidator(_read_until)] = Field(alias="until")
    source: str
    locator: Annotated[Words | None, BeforeValidator(_read_locator)] = None
    confidence: Confidence
    verified: date

    @model_validator(mode="after")
    def _demands_one_thing(self) -> "Value":
        if [self.rate, self.amount, self.count].count(None) != 2:
            raise ValueError("write one of rate, amount and count")
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("until is before from")
        return self

    @property
    def bound(self) -> Fraction:
        """The figure to compare with: a rate, or a limit in the unit of the measure (øre, or a plain number)."""
        if self.rate is not None:
            return self.rate
        return Fraction(self.amount.ore if self.amount is not None else self.count or 0)

    def holds_on(self, day: date) -> bool:
        """Tell whether the value is in force on a day."""
        return self.first_day <= day and (self.last_known_day is None or day <= self.last_known_day)

    @property
    def last_known_day(self) -> date | None:
        """The last day on which the value is known to be in force; ``None`` where it cannot cease to be."""
        if self.last_day is None and self.confidence != "D":
            return self.verified
        return self.last_day

    def show(self, lang: Lang) -> str:
        """Return the figure: ``75 %``, ``4,5 mio. kr.``, ``48``."""
        if self.rate is not None:
            return numbers.limit_percent(self.rate, lang)
        return self.amount.show(lang) if self.amount is not None else str(self.count)


class Doubt(Record):
    """A second, milder reading of a rule where the sources leave a question open.

    Where the rule fails and would hold for this measure instead, the finding has this severity and says why.
    """

    measure: str
    severity: Severity
    words: Bilingual


class Applies(Record):
    """The facts of a plan that a rule needs; without them it does not apply, and the report says so."""

    has: Annotated[Names, Field(strict=False)] = ()


class Rule(Record):
    """A limit on a measure. ``of`` is the measure whose rate the limit is; without it, it is an amount or a count."""

    id: str
    title: Bilingual
    measure: str
    relation: Relation
    of: str | None = None
    per: Literal["plan", "year"] = "plan"
    applies: Applies = Applies()
    severity: Severity
    under: Bilingual | None = None  # the sentence for a sum that falls short of what it should equal; {gap}
    over: Bilingual | None = None
    doubt: Doubt | None = None
    values: tuple[Value, ...] = Field(alias="value", strict=False, min_length=1)

    @model_validator(mode="after")
    def _fits_its_values(self) -> "Rule":
        for value in self.values:
            if (value.rate is not None) != (self.of is not None):
                raise ValueError("a rate needs 'of', an amount or count stands alone")
        return self

    @property
    def is_share(self) -> bool:
        """Whether the rule holds a share of another measure against a rate, rather than one sum against another."""
        return self.of is not None and self.relation != "equal"


class RuleFile(Record):
    """One file of rules: its layer, the kommuner that it is the policy of, and its rules."""

    layer: Layer
    kommune: Annotated[Names, Field(strict=False)] = ()
    rules: tuple[Rule, ...] = Field(alias="rule", strict=False, min_length=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule with all that it needs at hand: its measures, its layer, and the layer that it took the place of."""

    rule: Rule
    measure: Measure
    of: Measure | None
    layer: Layer
    replaces: Layer | None = None
    milder: Measure | None = None
