"""The standing of a rule on a day (in force, not in force, unverified), and the rule with its measures and sources."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from helhedsplan_finance.errors import RuleLibraryError
from helhedsplan_finance.rules.record import Citation, Layer, Measure, Relation, Rule, Source, Value

State = Literal["in force", "not in force", "unverified"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of a rule on a day. ``value`` is the value in force, ``None`` where there is no verified one.

    ``projected`` marks a value that was carried past its last known day on request.
    """

    state: State
    value: Value | None = None
    projected: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """The value of a later layer that will replace a rule, on its first day."""

    layer: Layer
    limit: "Limit"
    value: Value


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule with its measures, its sources, its layer, and the layer that it replaces.

    ``standing`` is that on the day whose rules apply. ``coming`` is the value of a later layer that will replace it;
    ``layers`` are the rules with the same id that concern the plan, from the first layer to the last, ``elsewhere``
    those in force that concern a plan of another kommune or at another stage.
    """

    rule: Rule
    layer: Layer
    standing: Standing
    sources: dict[str, Source]
    measure: Measure | None = None
    of: Measure | None = None
    milder: Measure | None = None
    needs: tuple[Measure, ...] = ()  # the rule does not apply to a plan without a row in one of these
    replaces: Layer | None = None
    origin: str = ""  # the file of the rule
    coming: Coming | None = None
    layers: tuple["Limit", ...] = ()
    elsewhere: tuple[Rule, ...] = ()

    @property
    def measured(self) -> Measure:
        """The measure of a linear limit."""
        assert self.measure is not None, "a check of the catalogue has no measure"  # noqa: S101 - for the type alone
        return self.measure

    @property
    def relation(self) -> Relation:
        """The relation of a linear limit."""
        assert self.rule.relation is not None, "a check of the catalogue has no relation"  # noqa: S101
        return self.rule.relation

    def citation(self, value: Value) -> Citation:
        """Return the citation of a value."""
        return Citation(self.sources[value.source], value.locator, value.confidence)

    def __hash__(self) -> int:
        return hash(self.rule)


def standing_on(rule: Rule, day: date, *, project: bool = False) -> Standing:
    """Return the standing of a rule on a day.

    With ``project``, the last value known before the day is carried to it. Raises :class:`RuleLibraryError` where two
    values are in force at once.
    """
    holding = [value for value in rule.values if value.holds_on(day)]
    if len(holding) > 1:
        first, second = holding[0].first_day, holding[1].first_day
        raise RuleLibraryError("library.overlap", where=rule.id, first=first, second=second)
    if holding:
        return Standing("in force", holding[0])
    if rule.outside == "not in force":
        return Standing("not in force")
    earlier = last_before(rule, day)
    if project and earlier is not None:
        return Standing("in force", earlier, projected=True)
    return Standing("unverified")


def last_before(rule: Rule, day: date) -> Value | None:
    """Return the latest value that began on or before a day, in force or not."""
    begun = [value for value in rule.values if value.first_day <= day]
    return max(begun, key=lambda value: value.first_day, default=None)
