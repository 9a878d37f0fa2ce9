"""Which rules apply: the layers, the day, and the plan's own facts.

A rule in a later layer takes the place of the rule with the same id in an earlier one: usual practice, then the regime
of the law, then the kommune's policy, then one's own. A rule that is not in force on the day takes nobody's place. What
the plan itself states stands beside them.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from helhedsplan_finance.errors import Fault, PlanError, RuleLibraryError
from helhedsplan_finance.plan import SOURCES, PlanData
from helhedsplan_finance.rules.ceilings import ceilings_of
from helhedsplan_finance.rules.limit import Limit, standing_on
from helhedsplan_finance.rules.load import COMMON, measures, policies, rule_file, sources
from helhedsplan_finance.rules.model import LAYERS, Applies, Measure, Rule, RuleFile, Value
from helhedsplan_finance.rules.policy import read_policy
from helhedsplan_finance.rules.read import HAS
from helhedsplan_finance.text import message

Policy = str | Path | RuleFile


def files_for(plan: PlanData, own: Iterable[Policy] = ()) -> tuple[RuleFile, ...]:
    """Return the files of rules that a plan is held to.

    Those are the common ones, the shipped policies that the plan names, or else those of its kommune, and ``own``: the
    name of a shipped policy, the path of a file, or a policy that was read before.
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
    return tuple(_policy(one) for one in given)


def _policy(given: Policy) -> RuleFile:
    if isinstance(given, RuleFile):
        return given
    if str(given) in policies():
        return rule_file(str(given))
    return read_policy(given)


def limits_for(
    plan: PlanData, files: tuple[RuleFile, ...], day: date, *, project: bool = False
) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """Return the limits of some files that concern a plan on a day, and beside them the ceilings of the plan itself."""
    return _limits(files, plan.kommune, plan.stage, day, project), tuple(ceilings_of(plan, measures()["total"]))


@lru_cache(maxsize=512)
def _limits(
    files: tuple[RuleFile, ...], kommune: str | None, stage: str, day: date, project: bool
) -> tuple[Limit, ...]:
    chosen: dict[str, list[Limit]] = {}
    for file in sorted(files, key=lambda file: LAYERS.index(file.layer)):
        for limit in limits_of(file, day, project=project):
            chosen.setdefault(limit.rule.id, []).append(limit)
    places = dict.fromkeys(rule.id for file in files for rule in file.rules)
    return tuple(_the_one(chosen[id_], kommune, stage) for id_ in places)


def limits_of(file: RuleFile, day: date, *, project: bool = False) -> Iterator[Limit]:
    """Yield the rules of one file as they stand on a day."""
    named, cited = {**measures(), **file.measures}, {**sources(), **file.sources}

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


def _the_one(same: list[Limit], kommune: str | None, stage: str) -> Limit:
    """Choose among the rules with one id, given from the first layer to the last."""
    standing = [one for one in same if one.standing.state != "not in force" and concerns(one.rule, kommune, stage)]
    if not standing:
        return same[-1]
    last = standing[-1]
    before = [one for one in standing if one.layer != last.layer]
    if len(standing) > len(before) + 1:
        first = standing[-2]
        raise RuleLibraryError("library.two_in_layer", id=last.rule.id, first=first.origin, second=last.origin)
    return replace(last, replaces=before[-1].layer) if before else last


def clash(one: Rule, other: Rule, kommuner: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two rules with one id would be in force for the same plan on the same day.

    ``kommuner`` and ``others`` are whom they are for; nobody named is everybody.
    """
    theirs = {*map(fold, kommuner)}, {*map(fold, others)}
    if all(theirs) and not theirs[0] & theirs[1]:
        return False
    return any(_meet(a, b) for a in one.values for b in other.values)


def _meet(one: Value, other: Value) -> bool:
    begins = max(one.first_day, other.first_day)
    return all(value.last_day is None or begins <= value.last_day for value in (one, other))


def concerns(rule: Rule, kommune: str | None, stage: str) -> bool:
    """Tell whether a rule is for plans of a kommune and at a stage."""
    return why_not(rule.applies, kommune, stage) is None


def why_not(applies: Applies, kommune: str | None, stage: str) -> str | None:
    """Return which of the plan's own facts keeps a rule from it: its ``kommune`` or its ``stage``."""
    if applies.kommune and not (kommune and is_one_of(kommune, applies.kommune)):
        return "kommune"
    return "stage" if applies.stage and stage not in applies.stage else None


def is_one_of(kommune: str, names: Iterable[str]) -> bool:
    """Tell whether a kommune is one of some, however its name is written."""
    return fold(kommune) in map(fold, names)


def fold(kommune: str) -> str:
    """Return a kommune's name as it is compared: without case, and with æ, ø, å as they are written without them."""
    text = unicodedata.normalize("NFC", kommune).casefold()
    text = text.replace("æ", "ae").replace("ø", "o").replace("å", "aa").replace("oe", "o")
    return " ".join(text.split())
