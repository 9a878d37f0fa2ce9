"""Audit the rule library: every record cited, dated, without gap or overlap, recently verified, and tested.

The audit reads the files themselves and lists every fault, where a check would stop at the first.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Literal

from helhedsplan_finance.document.blocks import Document, Points
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.errors import Fault, PolicyError
from helhedsplan_finance.plan.bounds import nested
from helhedsplan_finance.plan.toml_faults import toml_fault
from helhedsplan_finance.rules import load, read_rules
from helhedsplan_finance.rules.choose import clash
from helhedsplan_finance.rules.legal_cases import tested_rules
from helhedsplan_finance.rules.policy import policy_text
from helhedsplan_finance.rules.record import Rule, RuleFile, Source, Value
from helhedsplan_finance.text import Lang, Message, message, say, visible
from helhedsplan_finance.values.nesting import is_too_deep
from helhedsplan_finance.values.periods import add_months

Kind = Literal[
    "uncited", "unknown_source", "impossible_date", "gap", "overlap", "stale", "untested", "invalid", "unreadable"
]

# The kind of each fault of the strict reader; any other is an invalid record.
_KINDS: dict[str, Kind] = {
    "library.no_source": "unknown_source",
    "library.overlap_here": "overlap",
    "library.same_id": "overlap",
    "library.until_before_from": "impossible_date",
    "library.not_day": "impossible_date",
    "period.no_date": "impossible_date",
    "toml.not_day": "impossible_date",
    "period.no_such_month": "impossible_date",
    "period.no_such_day": "impossible_date",
}


@dataclass(frozen=True, slots=True)
class AuditFault:
    """A fault in the rule library: its kind, the file, the place in it, and what to do."""

    kind: Kind
    file: str
    fault: Fault

    def show(self, lang: Lang) -> str:
        """Return ``kind  file: place: fault``."""
        # A fault of the TOML text names its file itself.
        file = "" if "file" in self.fault.what.params else f"{visible(self.file)}: "
        return f"{say(f'library.kind_{self.kind}', lang)}  {file}{self.fault.show(lang)}"


@dataclass(frozen=True, slots=True)
class Audit(NoTruth, Displayed):
    """The result of an audit: faults, and the numbers of rules and values. Without ``cases`` tests are not audited."""

    faults: tuple[AuditFault, ...]
    rules: int
    values: int
    cases: bool

    @property
    def ok(self) -> bool:
        """Whether there are no faults."""
        return not self.faults

    def document(self, lang: Lang = "da") -> Document:
        """Return the faults as a document, below the numbers of rules and values."""
        head = say("library.audited", lang, rules=self.rules, values=self.values, faults=len(self.faults))
        about = () if self.cases else (say("library.no_cases", lang),)
        faults = (Points(tuple(fault.show(lang) for fault in self.faults)),) if self.faults else ()
        return Document(lang, head, about, faults)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the audit as JSON data."""
        return {
            "rules": self.rules,
            "values": self.values,
            "faults": [
                {"kind": one.kind, "file": one.file, "where": one.fault.where, "message": one.fault.what.show(lang)}
                for one in self.faults
            ],
        }


def audit(
    *, today: date, months: int = 12, policies: Iterable[str | Path] = (), cases: Iterable[str | Path] | None = None
) -> Audit:
    """Audit the shipped rule library, and additional policies.

    A value that is still in force and was verified more than ``months`` before ``today`` is stale. ``cases`` are
    folders of legal cases; with them, a rule that no case names is untested. With policies, only their rules must be
    tested, else the shipped ones. Raises :class:`PlanFileError` for a file that cannot be read at all.
    """
    own = {str(path): policy_text(Path(path)) for path in policies}
    return audit_texts(load.texts() | own, today=today, months=months, cases=cases, tested=own or None)


def audit_texts(
    texts: Mapping[str, str],
    *,
    today: date,
    months: int = 12,
    cases: Iterable[str | Path] | None = None,
    tested: Iterable[str] | None = None,
) -> Audit:
    """Audit files of rules given as text by their names; ``sources`` and ``measures`` replace the shipped ones.

    ``tested`` are the files whose rules the cases must name; by default all.
    """
    faults: list[AuditFault] = []
    parsed = {name: data for name, text in texts.items() if (data := _parsed(name, text, faults)) is not None}
    sources = _shared(read_rules.read_sources, parsed, "sources", load.sources, faults)
    measures = _shared(read_rules.read_measures, parsed, "measures", load.measures, faults)
    files: list[RuleFile] = []
    for name, data in parsed.items():
        if name not in {"sources", "measures"}:
            try:
                files.append(read_rules.rule_file(data, name, sources, measures))
            except PolicyError as error:
                faults += [AuditFault(_kind(fault), name, fault) for fault in error.faults]
    for file in files:
        for number, rule in enumerate(file.rules, start=1):
            for kind, fault in _of_rule(rule, f"rule {number} '{rule.id}'", {**sources, **file.sources}, today, months):
                faults.append(AuditFault(kind, file.name, fault))
    faults += _between_files(files)
    if cases is not None:
        named, meant = tested_rules(cases), set(texts if tested is None else tested)
        faults += [
            AuditFault("untested", file.name, Fault(rule.id, message("library.untested")))
            for file in files
            for rule in file.rules
            if file.name in meant and rule.id not in named
        ]
    rules = [rule for file in files for rule in file.rules]
    return Audit(tuple(faults), len(rules), sum(len(rule.values) for rule in rules), cases is not None)


def _parsed(name: str, text: str, faults: list[AuditFault]) -> dict[str, Any] | None:
    if is_too_deep(text, "toml"):
        faults.append(AuditFault("unreadable", name, Fault("", nested(Path(name)).message)))
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = toml_fault(str(error), text, Path(name))
        kind: Kind = "impossible_date" if fault.message.key == "toml.day" else "unreadable"
        faults.append(AuditFault(kind, name, Fault("", fault.message)))
    except (RecursionError, ValueError):
        faults.append(AuditFault("unreadable", name, Fault("", nested(Path(name)).message)))
    return None


def _shared(reader: Any, parsed: Mapping[str, Any], name: str, otherwise: Any, faults: list[AuditFault]) -> Any:
    try:
        return reader(parsed[name], name) if name in parsed else otherwise()
    except PolicyError as error:
        faults += [AuditFault(_kind(fault), name, fault) for fault in error.faults]
        return otherwise()


def _kind(fault: Fault) -> Kind:
    if fault.what.key == "input.missing":
        return "uncited" if fault.what.params.get("key") == "source" else "invalid"
    return _KINDS.get(fault.what.key, "invalid")


def _of_rule(
    rule: Rule, at: str, sources: Mapping[str, Source], today: date, months: int
) -> Iterator[tuple[Kind, Fault]]:
    ordered = sorted(rule.values, key=lambda value: value.first_day)
    for value, following in pairwise(ordered):
        if value.last_day is not None and following.gap is None:
            between = value.last_day + timedelta(days=1)
            if between < following.first_day:
                last = following.first_day - timedelta(days=1)
                yield "gap", Fault(at, message("library.gap", first=between, last=last))
    for number, value in enumerate(rule.values, start=1):
        where = f"{at} › value {number}"
        for what in _dates(value, sources[value.source], today):
            yield "impossible_date", Fault(where, what)
        still = value.last_day is None or value.last_day >= today
        if still and value.confidence != "D" and add_months(value.verified, months) < today:
            yield "stale", Fault(where, message("library.stale", verified=value.verified, months=months))


def _dates(value: Value, source: Source, today: date) -> Iterator[Message]:
    if value.verified > today:
        yield message("library.verified_ahead", verified=value.verified, today=today)
    if isinstance(source.published, date) and source.published > value.verified:
        yield message("library.published_after", published=source.published, verified=value.verified)


def _between_files(files: list[RuleFile]) -> Iterator[AuditFault]:
    """Yield the rules of two files of one layer that are in force for the same plans at the same time."""
    for one, other in combinations(files, 2):
        if one.layer != other.layer:
            continue
        theirs = {rule.id: rule for rule in other.rules}
        for rule in one.rules:
            same = theirs.get(rule.id)
            if same is not None and clash(rule, same, _kommuner(rule, one), _kommuner(same, other)):
                yield AuditFault(
                    "overlap", other.name, Fault(rule.id, message("library.overlap_between", other=one.name))
                )


def _kommuner(rule: Rule, file: RuleFile) -> tuple[str, ...]:
    return rule.applies.kommune or file.kommune
