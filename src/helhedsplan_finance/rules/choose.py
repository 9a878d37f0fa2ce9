"""Choose the rules that apply: by layer, by day, and by the facts of the plan.

A rule in a later layer replaces the rule with the same id in an earlier one: usual practice, then the regime of the
law, then the kommune's policy, then the user's own. It does so on the days on which it has a value; before its first
day, after its last and in a gap between two of its values, the earlier layer applies. The plan's own ceilings apply in
addition.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from helhedsplan_finance.errors import Fault, PlanError, RuleLibraryError
from helhedsplan_finance.plan.plan import SOURCES, PlanData
from helhedsplan_finance.rules.ceilings import ceilings_of
from helhedsplan_finance.rules.kommuner import fold as fold
from helhedsplan_finance.rules.kommuner import spellings
from helhedsplan_finance.rules.limit import Coming, Limit, Standing, last_before, standing_on
from helhedsplan_finance.rules.load import COMMON, measures, policies, rule_file, sources
from helhedsplan_finance.rules.policy import read_policy
from helhedsplan_finance.rules.read_rules import HAS
from helhedsplan_finance.rules.record import LAYERS, Applies, Measure, Rule, RuleFile, Source, Value
from helhedsplan_finance.text import message

Policy = str | Path | RuleFile


def files_for(plan: PlanData, own: Iterable[Policy] = ()) -> tuple[RuleFile, ...]:
    """Return the files of rules that apply to a plan.

    Those are the common ones, the shipped policies that the plan names, or else those of its kommune, and ``own``: the
    name of a shipped policy, the path of a file, or a result of :func:`read_policy`.
    """
    if plan.policies is None:
        chosen = policies_of(plan.kommune)
    else:
        chosen = plan.policies
        for name in chosen:
            if name not in policies():
                raise PlanError([Fault("policies", message("library.no_policy", name=name, known=policies()))])
    return tuple(dict.fromkeys((*map(rule_file, (*COMMON, *chosen)), *own_files(own))))


def policies_of(kommune: str | None) -> tuple[str, ...]:
    """Return the shipped policies of a kommune."""
    return tuple(name for name in policies() if kommune and is_one_of(kommune, rule_file(name).kommune))


def own_files(own: Iterable[Policy]) -> tuple[RuleFile, ...]:
    """Return the files of some policies, each read where it is a path."""
    given = (own,) if isinstance(own, (str, Path, RuleFile)) else own
    return tuple(map(_policy, given))


def _policy(given: Policy) -> RuleFile:
    if isinstance(given, RuleFile):
        return given
    if str(given) in policies():
        return rule_file(str(given))
    return read_policy(given)


def limits_for(
    plan: PlanData, files: tuple[RuleFile, ...], day: date, *, project: bool = False
) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """Return the limits of some files for a plan on a day, and the ceilings of the plan itself."""
    turns, follows_years = _turns(files)
    # Between two turns the rules do not depend on the day, so many plans share the cached limits.
    since = turns[bisect_right(turns, day) - 1]
    years = plan.period.years if follows_years else ()
    limits = _limits(files, plan.kommune, plan.stage, since, years, project)
    return limits, tuple(ceilings_of(plan, measures()["total"]))


@lru_cache(maxsize=64)
def _turns(files: tuple[RuleFile, ...]) -> tuple[tuple[date, ...], bool]:
    """Return the days on which a value of some rules begins or has ended, and whether a rule has the clock "year"."""
    rules = [rule for file in files for rule in file.rules]
    values = [value for rule in rules for value in rule.values]
    last = [value.last_known_day for value in values]
    ended = {day + timedelta(days=1) for day in last if day is not None and day < date.max}
    turns = {date.min, *(value.first_day for value in values), *ended}
    return tuple(sorted(turns)), any(rule.clock == "year" for rule in rules)


@lru_cache(maxsize=512)
def _limits(
    files: tuple[RuleFile, ...], kommune: str | None, stage: str, day: date, years: tuple[int, ...], project: bool
) -> tuple[Limit, ...]:
    chosen: dict[str, list[Limit]] = {}
    for file in sorted(files, key=lambda file: LAYERS.index(file.layer)):
        for limit in limits_of(file, day, project=project):
            chosen.setdefault(limit.rule.id, []).append(limit)
    places = dict.fromkeys(rule.id for file in files for rule in file.rules)
    asked = _Asked(day, tuple(date(year, 12, 31) for year in years), project)
    return tuple(_the_one(chosen[id_], kommune, stage, asked) for id_ in places)


@lru_cache(maxsize=64)
def _at_hand(file: RuleFile) -> tuple[dict[str, Measure], dict[str, Source]]:
    """Return the measures and the sources that the rules of a file may name."""
    return {**measures(), **file.measures}, {**sources(), **file.sources}


def limits_of(file: RuleFile, day: date, *, project: bool = False) -> Iterator[Limit]:
    """Yield the limits of the rules of a file on a day."""
    named, cited = _at_hand(file)

    def measure(name: str | None) -> Measure | None:
        return named[name] if name is not None else None

    for rule in file.rules:
        yield Limit(
            rule,
            file.layer,
            standing_on(rule, day, project=project),
            cited,
            measure(rule.measure),
            measure(rule.of),
            measure(rule.doubt.measure) if rule.doubt else None,
            tuple(named[name] for name in rule.applies.has if name not in {*SOURCES, *HAS}),
            origin=file.name,
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The day whose rules apply, and the last day of each year, which picks the value of a rule by year."""

    day: date
    ends: tuple[date, ...]
    project: bool

    def standings(self, limit: Limit) -> Iterator[tuple[date, Standing]]:
        """Yield the standing of a rule on each day that picks one of its values."""
        if limit.rule.clock == "as_of" or not self.ends:
            yield self.day, limit.standing
        else:
            yield from ((day, standing_on(limit.rule, day, project=self.project)) for day in self.ends)


def limit_in(limit: Limit, year: int, *, project: bool = False) -> Limit:
    """Return the limit in one year of a plan; a rule with the clock "year" may differ from year to year."""
    if all(layer.rule.clock == "as_of" for layer in (limit, *limit.layers)):
        return limit
    asked = _Asked(date(year, 12, 31), (), project)
    yearly = [layer for layer in limit.layers or (limit,) if layer.rule.per == "year"]
    dated = [
        replace(layer, standing=standing_on(layer.rule, asked.day, project=project))
        if layer.rule.clock == "year"
        else layer
        for layer in yearly
    ]
    there = [layer for layer in dated if layer.standing.state != "not in force"]
    return _first_of(there, asked) if there else dated[-1]


def _the_one(same: list[Limit], kommune: str | None, stage: str, asked: _Asked) -> Limit:
    """Return the limit that applies among those with one id, given from the first layer to the last."""
    there = [limit for limit in same if any(standing.state != "not in force" for _, standing in asked.standings(limit))]
    elsewhere = tuple(limit.rule for limit in there if not concerns(limit.rule, kommune, stage))
    if elsewhere and len(same) > 1:
        same, there = ([replace(limit, elsewhere=elsewhere) for limit in limits] for limits in (same, there))
    layers = [limit for limit in there if limit.rule not in elsewhere]
    return _first_of(layers, asked, tuple(layers)) if layers else same[-1]


def _first_of(layers: list[Limit], asked: _Asked, beside: tuple[Limit, ...] | None = None) -> Limit:
    """Return the last layer with a value in force, or else the one whose last known value ended last.

    ``beside`` is the ``layers`` of the result, by default unchanged.
    """
    chosen = layers[0]
    if len(layers) > 1:
        chosen = max(reversed(layers), key=lambda limit: max(_rank(limit, *at) for at in asked.standings(limit)))
    place = LAYERS.index(chosen.layer)
    for rival in layers:
        if rival is chosen or rival.layer != chosen.layer:
            continue
        if _is_in_force(rival, asked) and _is_in_force(chosen, asked):
            first, second = sorted((rival, chosen), key=layers.index)
            raise RuleLibraryError("library.two_in_layer", id=rival.rule.id, first=first.origin, second=second.origin)
    before = [limit for limit in layers if LAYERS.index(limit.layer) < place]
    later = [limit for limit in layers if LAYERS.index(limit.layer) > place]
    return replace(
        chosen,
        replaces=before[-1].layer if before else None,
        coming=_coming(later, asked.day),
        layers=chosen.layers if beside is None else beside,
    )


def _rank(limit: Limit, day: date, standing: Standing) -> tuple[int, date, int]:
    """Return the rank of a rule on a day: by a value in force, else by the last known day, then by the layer."""
    place = LAYERS.index(limit.layer)
    if standing.value is not None and not standing.projected:
        return 2, date.max, place
    known = last_before(limit.rule, day)
    return (1, known.last_known_day or date.max, place) if known is not None else (0, date.min, place)


def _is_in_force(limit: Limit, asked: _Asked) -> bool:
    return any(standing.value is not None and not standing.projected for _, standing in asked.standings(limit))


def _coming(later: list[Limit], day: date) -> Coming | None:
    """Return the first value of a later layer that begins after a day."""
    ahead = [
        Coming(limit.layer, limit, value) for limit in later for value in limit.rule.values if value.first_day > day
    ]
    return min(ahead, key=lambda coming: coming.value.first_day, default=None)


def clash(rule: Rule, other: Rule, kommuner: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether two rules with one id would be in force for the same plan on the same day.

    ``kommuner`` and ``others`` are the kommuner of each; an empty one means every kommune.
    """
    names = spellings(kommuner), spellings(others)
    if all(names) and not names[0] & names[1]:
        return False
    return any(_meet(a, b) for a in rule.values for b in other.values)


def _meet(value: Value, other: Value) -> bool:
    begins = max(value.first_day, other.first_day)
    return all(part.last_day is None or begins <= part.last_day for part in (value, other))


def concerns(rule: Rule, kommune: str | None, stage: str) -> bool:
    """Return whether a rule is for plans of a kommune and at a stage."""
    return why_not(rule.applies, kommune, stage) is None


def why_not(applies: Applies, kommune: str | None, stage: str) -> str | None:
    """Return the fact that excludes a plan from a rule, ``kommune`` or ``stage``; ``None`` where the rule applies."""
    if applies.kommune and not (kommune and is_one_of(kommune, applies.kommune)):
        return "kommune"
    return "stage" if applies.stage and stage not in applies.stage else None


def is_one_of(kommune: str, names: Iterable[str]) -> bool:
    """Return whether a kommune is one of some, in any spelling."""
    return fold(kommune) in spellings(names)
