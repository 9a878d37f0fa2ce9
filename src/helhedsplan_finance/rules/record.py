"""The record of a rule: small, dated, with its source inside. One record drives every output.

A rule limits a measure to at most, at least or exactly a rate of another measure, an amount, or a count. Its values are
dated, and each has its own source. The few rules that are not such limits name a function of the catalogue, which takes
its figures from the same kind of record.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from helhedsplan_finance.errors import FieldError
from helhedsplan_finance.plan.fields import Id, Line
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.rules.record_fields import (
    ALWAYS,
    Bilingual,
    Count,
    Day,
    From,
    LimitAmount,
    Link,
    Locator,
    Names,
    OneOrMore,
    Published,
    Rate,
    Record,
    Until,
)
from helhedsplan_finance.text import LANGS, Lang, Shown, names_in, numbers, say, short, show

Relation = Literal["at most", "at least", "equal"]
Severity = Literal["error", "warning", "info"]
Outcome = Literal["passed", "failed", "waived", "not_applicable", "unverified"]
Layer = Literal["practice", "regime", "kommune", "own", "plan"]
Fact = Literal["months", "stated_total", "lejemaal", "boligafdelinger", "contracts"]
Seen = Literal["A", "B", "D"]
Confidence = Literal[Seen, "P"]  # P: stated by the plan itself, which needs no other source
Check = Literal["regime", "regime_part", "indsatsomraade", "deadline", "lead_time", "unsecured", "in_kind"]
# The scope of a limit: a plan, each of its years, or several plans together, which a single plan cannot decide.
Per = Literal["plan", "year", "byomraade", "pool"]
Column = Literal["side", "id", "source", "name", "kind", "status", "indsatsomraade", "art"]

# The fields from which the functions of the catalogue take their figures.
_FIGURES: dict[Check, tuple[str, ...]] = {
    "regime": ("amount",),
    "regime_part": ("amount", "rate"),
    "indsatsomraade": ("names",),
    "deadline": ("count",),
    "lead_time": ("count",),
    "unsecured": ("amount",),
    "in_kind": ("words",),
}
_MOST_WORDS, _LONGEST_WORD = 20, 200  # the bounds of a formula in a spreadsheet
PLAN = "plan"  # the place of a finding for the whole plan
LAYERS: tuple[Layer, ...] = ("practice", "regime", "kommune", "own", "plan")
# Free text, compared without case in every output, as a spreadsheet does.
FREE_TEXT: frozenset[str] = frozenset({"name", "indsatsomraade"})
MONEY_FACTS: tuple[Fact, ...] = ("stated_total",)

Filter = dict[Column, Annotated[Names, Field(strict=False)]]


class Source(Record):
    """The source of a value: its published title, its date, and where to find it."""

    title: Line
    published: Published
    where: Line
    link: Link | None = None
    en: Line | None = None  # for a title that is a description rather than a name

    def show(self, lang: Lang) -> str:
        """Return the citation in one line."""
        title = self.en if numbers.known(lang) == "en" and self.en else self.title
        return f"{title} ({show(self.published, lang)})"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, the place in it, and the confidence in the value."""

    source: Source
    locator: Shown | None
    confidence: Confidence

    def show(self, lang: Lang) -> str:
        """Return the citation in one line."""
        where = f", {self.locator.show(lang)}" if self.locator else ""
        return f"{self.source.show(lang)}{where} [{say(f'library.confidence_{self.confidence}', lang)}]"


class Measure(Record):
    """A named sum or count over the ledger, or a fact of the plan.

    ``where`` keeps the rows whose column is one of the values, ``without`` leaves rows out. ``take`` is the ``sum`` of
    their øre, or the ``count`` of the contributions and budget lines (ids) they belong to. A ``fact`` is taken from the
    plan itself: ``months`` is a number of months, ``stated_total`` øre, the others plain numbers.
    """

    name: str = Field(default="", alias="<key>")  # set from the key of the record, never in the file
    title: Bilingual
    where: Filter = Field(default_factory=dict)
    without: Filter = Field(default_factory=dict)
    take: Literal["sum", "count"] = "sum"
    fact: Fact | None = None

    def __hash__(self) -> int:
        # The sheets of a workbook derive dozens of measures from one, all with its name.
        return hash((self.name, *self.where.values()))

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Measure":
        if (self.fact is None) != bool(self.where):
            raise FieldError("library.where_or_fact")
        lists = [words for part in (self.where, self.without) for words in part.values()]
        for words in lists:
            if len({word.casefold() for word in words}) < len(words) or not 1 <= len(words) <= _MOST_WORDS:
                raise FieldError("library.words", found=words, most=_MOST_WORDS)
            if any(len(word) > _LONGEST_WORD for word in words):
                raise FieldError("library.long_word", found=short(max(words, key=len)), most=_LONGEST_WORD)
        if sum(len(words) > 1 for words in self.where.values()) > 2:
            raise FieldError("library.three_lists")
        return self

    @property
    def is_money(self) -> bool:
        """Whether the unit of the measure is øre, rather than months or a plain number."""
        return self.fact in MONEY_FACTS if self.fact is not None else self.take == "sum"


class Value(Record):
    """A dated value of a rule, with its source.

    ``rate`` is a share of the rule's ``of`` measure, ``amount`` a sum of money, ``count`` a plain number; ``names`` and
    ``words`` are for the rules of the catalogue. ``first_day`` is ``date.min`` for a value that holds ``"always"``,
    which only arithmetic does. ``last_day`` is ``None`` for a value that is ``"open"`` in the file: it is known to hold
    until the day of its last verification, and indefinitely only where it follows by arithmetic. ``gap`` is why nothing
    is known between the previous value and this one.
    """

    rate: Rate | None = None
    amount: LimitAmount | None = None
    count: Count | None = None
    names: Annotated[Names, Field(strict=False)] | None = None
    words: Bilingual | None = None
    regime: Line | None = None
    first_day: From = Field(alias="from")
    last_day: Until = Field(alias="until")
    gap: Bilingual | None = None
    source: Line
    locator: Locator | None = None
    confidence: Seen
    verified: Day

    @model_validator(mode="after")
    def _demands_one_thing(self) -> "Value":
        if [self.rate, self.amount, self.count, self.names, self.words].count(None) != 4:
            raise FieldError("library.one_demand")
        if self.last_day is not None and self.last_day < self.first_day:
            raise FieldError("library.until_before_from", first=self.first_day, last=self.last_day)
        if self.first_day == date.min and self.confidence != "D":
            raise FieldError("library.always_by_arithmetic", confidence=self.confidence)
        return self

    @property
    def bound(self) -> Fraction:
        """The figure to compare with: a rate, or a limit in the unit of the measure (øre, or a plain number)."""
        if self.rate is not None:
            return self.rate
        return Fraction(self.amount.ore if self.amount is not None else self.count or 0)

    def holds_on(self, day: date) -> bool:
        """Return whether the value is in force on a day."""
        return self.first_day <= day and (self.last_known_day is None or day <= self.last_known_day)

    @property
    def last_known_day(self) -> date | None:
        """The last day on which the value is known to be in force; ``None`` for one without an end."""
        if self.last_day is None and self.confidence != "D":
            return self.verified
        return self.last_day

    @property
    def from_text(self) -> str:
        """The first day in the form of a rule file."""
        return ALWAYS if self.first_day == date.min else self.first_day.isoformat()

    def since(self, lang: Lang) -> str:
        """Return the first day as text; "always" for arithmetic, which has none."""
        return say("library.always", lang) if self.first_day == date.min else show(self.first_day, lang)

    def show(self, lang: Lang) -> str:
        """Return the figure: ``75 %``, ``4,5 mio. kr.``, ``48``."""
        if self.rate is not None:
            return numbers.limit_percent(self.rate, lang)
        if self.amount is not None:
            return self.amount.show(lang)
        if self.words is not None:
            return self.words.show(lang)
        return ", ".join(self.names) if self.names is not None else str(self.count)


class Doubt(Record):
    """A milder reading of a rule where the sources leave a question open.

    Where the rule fails but would hold for this measure, the finding has this severity and the note ``words``.
    """

    measure: Line
    severity: Severity
    words: Bilingual


class Applies(Record):
    """The facts of a plan that a rule needs; without them it is reported as not applicable.

    ``has`` lists requirements: a source, ``costs``, ``stated_total``, or any measure with a row in it.
    """

    has: Annotated[Names, Field(strict=False)] = ()
    kommune: Annotated[Names, Field(strict=False)] = ()
    stage: Annotated[tuple[Stage, ...], OneOrMore, Field(strict=False)] = ()
    regime: Annotated[Names, Field(strict=False)] = ()


class Rule(Record):
    """A limit on a measure, or the figures of a check in the catalogue.

    ``of`` is the measure of which the limit is a rate; without it, the limit is an amount or a count. ``sentence`` is
    the rule as text, with its figure as ``{limit}``. ``clock`` is the day that picks the value: the day whose rules
    apply, or the last day of each year of the plan. ``outside`` is the standing on a day without a value: unverified,
    or not in force.
    """

    id: Id
    title: Bilingual
    sentence: Bilingual
    measure: Line | None = None
    relation: Relation | None = None
    of: Line | None = None
    check: Check | None = None
    per: Per = "plan"
    clock: Literal["as_of", "year"] = "as_of"
    applies: Applies = Applies()
    severity: Severity
    outside: Literal["unverified", "not in force"] = "unverified"
    under: Bilingual | None = None  # the sentence for a sum below the one that it should equal; {gap}
    over: Bilingual | None = None
    compared: Bilingual | None = None  # for a practice of others: {limit}, the plan's {share}, and the giver {who}
    doubt: Doubt | None = None
    values: tuple[Value, ...] = Field(alias="value", strict=False)

    @model_validator(mode="after")
    def _has_values_and_words_that_fit(self) -> "Rule":
        if not self.values:
            raise FieldError("library.no_values")
        compared = ("limit", "share", "who")
        named = ((self.sentence, ("limit",)), (self.under, ("gap",)), (self.over, ("gap",)), (self.compared, compared))
        for words, known in named:
            for name in (found for lang in LANGS if words for found in names_in(words.show(lang))):
                if name not in known:
                    raise FieldError("library.unknown_name", found=name, known=" | ".join(known))
        if self.compared is not None and not self.is_share:
            raise FieldError("library.compared_share")
        return self

    @model_validator(mode="after")
    def _is_a_limit_or_a_check(self) -> "Rule":
        if self.check is not None:
            if self.measure is not None or self.relation is not None or self.of is not None:
                raise FieldError("library.limit_and_check")
            for value in self.values:
                if all(getattr(value, figure) is None for figure in _FIGURES[self.check]):
                    raise FieldError("library.check_figure", check=self.check, figures=_FIGURES[self.check])
            return self
        if self.measure is None or self.relation is None:
            raise FieldError("library.no_limit")
        for value in self.values:
            if (value.rate is not None) != (self.of is not None):
                raise FieldError("library.rate_and_of")
            if value.names is not None or value.words is not None:
                raise FieldError("library.no_figure")
        if self.clock == "year" and self.per != "year":
            raise FieldError("library.clock_of_year")
        return self

    @property
    def is_share(self) -> bool:
        """Whether the rule compares a share of another measure with a rate, rather than two sums."""
        return self.of is not None and self.relation != "equal"


class RuleFile(Record):
    """A file of rules: its layer, the kommuner whose policy it is, its rules, and its own sources and measures."""

    name: str = Field(default="", alias="<file>")  # its name in messages
    layer: Literal["practice", "regime", "kommune", "own"] = "own"
    kommune: Annotated[Names, Field(strict=False)] = ()
    sources: dict[str, Source] = Field(alias="source", default_factory=dict)
    measures: dict[str, Measure] = Field(alias="measure", default_factory=dict)
    rules: tuple[Rule, ...] = Field(alias="rule", strict=False)

    @model_validator(mode="after")
    def _has_rules(self) -> "RuleFile":
        if not self.rules:
            raise FieldError("library.no_rules")
        return self
