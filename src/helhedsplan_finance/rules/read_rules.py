"""Read a file of rules strictly: every fault is listed with its place, and nothing in the file runs."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, get_args

from pydantic import ValidationError

from helhedsplan_finance.errors import Fault, PolicyError
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.ledger import Side
from helhedsplan_finance.plan.plan import SOURCES, Art, Kind, Status
from helhedsplan_finance.rules.record import Measure, Rule, RuleFile, Source, Value
from helhedsplan_finance.text import message

_EXAMPLES = {
    "id": 'id = "min.regel"',
    "title": 'title = { da = "Kommunens andel", en = "The kommune\'s share" }',
    "sentence": 'sentence = { da = "Kommunen betaler højst {limit}.", en = "The kommune pays at most {limit}." }',
    "severity": 'severity = "warning"',
    "rule": "[[rule]]",
    "value": "[[rule.value]]",
    "from": "from = 2027-01-01",
    "until": 'until = "open"',
    "source": 'source = "egen-politik"',
    "confidence": 'confidence = "A"',
    "verified": "verified = 2026-11-22",
    "published": "published = 2026-11-22",
    "where": 'where = "Byrådet, punkt 7"',
}

# The words that a filter may have, in the columns with a fixed list; any other word would match no row.
DOMAINS: dict[str, tuple[str, ...]] = {
    "side": get_args(Side),
    "source": SOURCES,
    "kind": get_args(Kind),
    "status": get_args(Status),
    "art": get_args(Art),
}

# The values of ``applies.has``, apart from sources and measures.
HAS = ("costs", "stated_total", "lejemaal", "boligafdelinger")


def rule_file(
    data: Mapping[str, Any], name: str, sources: Mapping[str, Source], measures: Mapping[str, Measure]
) -> RuleFile:
    """Return a file of rules from its TOML data; its names refer to its own and the given sources and measures.

    Raises :class:`PolicyError` with every fault.
    """
    try:
        read = RuleFile.model_validate(data)
    except ValidationError as error:
        raise PolicyError(*faults_of(error, data, RuleFile, _EXAMPLES)._replace(file=name)) from None
    own = {key: measure.model_copy(update={"name": key}) for key, measure in read.measures.items()}
    read = read.model_copy(update={"name": name, "measures": own})
    if faults := list(_faults(read, sources, measures)):
        raise PolicyError(faults, file=name)
    return read


def read_sources(data: Mapping[str, Any], name: str) -> dict[str, Source]:
    """Return the shared sources from their TOML data."""
    return {key: _record(Source, source, name, key) for key, source in data.items()}


def read_measures(data: Mapping[str, Any], name: str) -> dict[str, Measure]:
    """Return the shared measures from their TOML data."""
    read = {key: _record(Measure, part, name, key).model_copy(update={"name": key}) for key, part in data.items()}
    if faults := [fault for key, measure in read.items() for fault in _faults_of_measure(measure, key)]:
        raise PolicyError(faults, file=name)
    return read


def _record(kind: Any, data: Any, name: str, key: str) -> Any:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        faults = faults_of(error, data, kind, _EXAMPLES).listed
        placed = [Fault(" › ".join(filter(None, (key, fault.where))), fault.what) for fault in faults]
        raise PolicyError(placed, file=name) from None


def _faults(read: RuleFile, sources: Mapping[str, Source], shared: Mapping[str, Measure]) -> Iterator[Fault]:
    measures = {**read.measures, **shared}
    for key, measure in read.measures.items():
        if key in shared:
            yield Fault(f"measure › {key}", message("library.same_measure", name=key))
        yield from _faults_of_measure(measure, f"measure › {key}")
    for key in read.sources:
        if key in sources:
            yield Fault(f"source › {key}", message("library.same_source", name=key))
    seen: set[str] = set()
    for number, rule in enumerate(read.rules):
        at = f"rule {number + 1} '{rule.id}'"
        if rule.id in seen:
            yield Fault(at, message("library.same_id", id=rule.id))
        seen.add(rule.id)
        yield from _unknown_names(rule, at, {**sources, **read.sources}, measures)
        yield from overlaps(rule.values, at)


def _faults_of_measure(measure: Measure, at: str) -> Iterator[Fault]:
    for key, chosen in (("where", measure.where), ("without", measure.without)):
        for column, words in chosen.items():
            for word in words:
                known = DOMAINS.get(column)
                if known is not None and word not in known:
                    yield Fault(f"{at} › {key} › {column}", message("input.unknown_word", found=word, known=known))


def _unknown_names(
    rule: Rule, at: str, sources: Mapping[str, Source], measures: Mapping[str, Measure]
) -> Iterator[Fault]:
    named = {"measure": rule.measure, "of": rule.of, "doubt › measure": rule.doubt.measure if rule.doubt else None}
    for key, name in named.items():
        if name is not None and name not in measures:
            yield Fault(f"{at} › {key}", message("library.no_measure", name=name, known=tuple(measures)))
    for name in rule.applies.has:
        if name not in {*SOURCES, *HAS, *measures}:
            yield Fault(
                f"{at} › applies › has", message("library.no_fact", name=name, known=(*SOURCES, *HAS, *measures))
            )
    for number, value in enumerate(rule.values):
        if value.source not in sources:
            yield Fault(f"{at} › value {number + 1} › source", message("library.no_source", name=value.source))
    yield from _units_that_differ(rule, at, measures)


def _units_that_differ(rule: Rule, at: str, measures: Mapping[str, Measure]) -> Iterator[Fault]:
    """Yield the values whose unit is not that of the measure, such as kroner for a number of months."""
    measure, of = measures.get(rule.measure or ""), measures.get(rule.of or "")
    if measure is None:
        return
    if of is not None and of.is_money != measure.is_money:
        yield Fault(f"{at} › of", message("library.units", measure=rule.measure, of=rule.of))
    for number, value in enumerate(rule.values):
        if rule.of is None and measure.is_money != (value.amount is not None):
            key = "library.wants_amount" if measure.is_money else "library.wants_count"
            yield Fault(f"{at} › value {number + 1}", message(key, measure=rule.measure))


def overlaps(values: tuple[Value, ...], at: str) -> Iterator[Fault]:
    """Yield the values that are in force at the same time; one without an end overlaps every later one."""
    ordered = sorted(values, key=lambda value: value.first_day)
    for value, following in pairwise(ordered):
        if value.last_day is None or value.last_day >= following.first_day:
            yield Fault(at, message("library.overlap_here", first=value.first_day, second=following.first_day))
