"""The rule library: the TOML files of ``data/``, read strictly, and the limits that concern one plan.

A rule in a later layer takes the place of the rule with the same id in an earlier one: usual practice, then the regime
of the law, then the kommune's policy. What the plan itself states stands beside them.
"""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import TypeVar

from pydantic import ValidationError

from helhedsplan_finance.errors import Fault, PlanError, RuleLibraryError
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.ceilings import ceilings_of
from helhedsplan_finance.rules.model import (
    LAYERS,
    Citation,
    Layer,
    Limit,
    Measure,
    Record,
    Rule,
    RuleFile,
    Source,
    Value,
)
from helhedsplan_finance.text import message

R = TypeVar("R", bound=Record)

_COMMON = ("balance", "lbf", "practice")


@cache
def sources() -> dict[str, Source]:
    """Return every source of the library by its key."""
    return {key: _record(Source, one, f"sources › {key}") for key, one in _toml("sources").items()}


def citation(value: Value) -> Citation:
    """Return where a value was seen."""
    return Citation(sources()[value.source], value.locator, value.confidence)


@cache
def measures() -> dict[str, Measure]:
    """Return every named measure of the library."""
    return {key: _record(Measure, one, f"measures › {key}") for key, one in _toml("measures").items()}


@cache
def rule_file(name: str) -> RuleFile:
    """Return one file of rules, such as ``lbf`` or ``kommune/koebenhavn``, with its sources and measures looked up."""
    read = _record(RuleFile, _toml(name), name)
    seen: set[str] = set()
    for rule in read.rules:
        where = f"{name} › {rule.id}"
        if rule.id in seen:
            raise RuleLibraryError("library.same_id", where=name, id=rule.id)
        seen.add(rule.id)
        _check_names(rule, where)
        _check_dates(rule.values, where)
    return read


@cache
def policies() -> tuple[str, ...]:
    """Return the names of the kommune policies that the library ships."""
    folder = _data().joinpath("kommune")
    names = sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(f"kommune/{name}" for name in names)


def policies_of(plan: PlanData) -> tuple[str, ...]:
    """Return the policies that a plan is held to: those it names, or else those that name its kommune."""
    if plan.policies is not None:
        for name in plan.policies:
            if name not in policies():
                raise PlanError([Fault("policies", message("library.no_policy", name=name, known=policies()))])
        return plan.policies
    if plan.kommune is None:
        return ()
    here = _fold(plan.kommune)
    return tuple(name for name in policies() if here in map(_fold, rule_file(name).kommune))


def limits_for(plan: PlanData) -> tuple[Limit, ...]:
    """Return the limits that concern a plan, each with its layer and the one that it took the place of."""
    in_order = [rule_file(name) for name in (*_COMMON, *policies_of(plan))]
    places = dict.fromkeys(rule.id for one in in_order for rule in one.rules)
    chosen: dict[str, Limit] = {}
    for one in sorted(in_order, key=lambda one: LAYERS.index(one.layer)):
        for rule in one.rules:
            earlier = chosen.get(rule.id)
            if earlier is not None and earlier.layer == one.layer:
                raise RuleLibraryError("library.two_in_layer", id=rule.id, layer=one.layer)
            chosen[rule.id] = _limit(rule, one.layer, earlier.layer if earlier else None)
    return (*(chosen[id_] for id_ in places), *ceilings_of(plan, measures()["total"]))


def _limit(rule: Rule, layer: Layer, replaces: Layer | None) -> Limit:
    named = measures()
    return Limit(
        rule,
        named[rule.measure],
        named[rule.of] if rule.of else None,
        layer,
        replaces,
        named[rule.doubt.measure] if rule.doubt else None,
    )


def _check_names(rule: Rule, where: str) -> None:
    for name in (rule.measure, rule.of, rule.doubt.measure if rule.doubt else None):
        if name is not None and name not in measures():
            raise RuleLibraryError("library.no_measure", where=where, name=name, known=tuple(measures()))
    for value in rule.values:
        if value.source not in sources():
            raise RuleLibraryError("library.no_source", where=where, name=value.source)


def _check_dates(values: tuple[Value, ...], where: str) -> None:
    ordered = sorted(values, key=lambda value: value.first_day)
    for one, following in pairwise(ordered):
        if one.last_day is None or one.last_day >= following.first_day:
            raise RuleLibraryError("library.overlap", where=where, first=one.first_day, second=following.first_day)


def _record(kind: type[R], data: object, where: str) -> R:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        inner = " › ".join(str(part) for part in first["loc"])
        raise RuleLibraryError("library.bad_record", where=f"{where} › {inner}", why=first["msg"]) from None


def _toml(name: str) -> dict[str, object]:
    text = _data().joinpath(f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleLibraryError("library.bad_record", where=f"{name}.toml", why=str(error)) from None


def _data() -> Traversable:
    return files(__package__).joinpath("data")


def _fold(kommune: str) -> str:
    """Return a kommune's name as it is compared: without case, and with æ, ø, å as they are written without them."""
    text = kommune.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "aa").replace("oe", "o")
    return " ".join(unicodedata.normalize("NFC", text).split())
