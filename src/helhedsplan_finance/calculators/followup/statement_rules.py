"""What is known of the yearly statement, as dated and sourced records."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from helhedsplan_finance.plan.fields import Line
from helhedsplan_finance.rules.record import Citation, Seen, Source
from helhedsplan_finance.rules.record_fields import Bilingual, Day, Locator, Record

RuleId = Literal["approval", "deadline"]


class StatementRule(Record):
    """A rule of the statement: the days of the grants that it is known for, and where it was seen."""

    id: RuleId
    title: Bilingual
    months: int | None = Field(default=None, ge=1, le=24)
    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="until")
    source: Line
    locator: Locator | None = None
    confidence: Seen
    verified: Day

    def is_known_on(self, day: date) -> bool:
        """Return whether the rule is known for a grant of a day."""
        return self.first_day <= day <= self.last_day


class StatementRules(Record):
    """The file of rules: the records, and the sources that they name."""

    sources: dict[str, Source] = Field(alias="source")
    rules: tuple[StatementRule, ...] = Field(alias="rule", strict=False)


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A rule of the statement, and its citation."""

    rule: StatementRule
    citation: Citation


@cache
def statement_rule(id_: RuleId) -> KnownRule:
    """Return a rule of the statement by its id."""
    text = files(__package__).joinpath("statement_rules.toml").read_text(encoding="utf-8")
    shipped = StatementRules.model_validate(tomllib.loads(text))
    (rule,) = (one for one in shipped.rules if one.id == id_)
    return KnownRule(rule, Citation(shipped.sources[rule.source], rule.locator, rule.confidence))
