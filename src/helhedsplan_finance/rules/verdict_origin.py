"""The derivation of a verdict: its figures, their rows in the ledger, the version of the rule and its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.rules import finding_sentences
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.measures import in_measure
from helhedsplan_finance.rules.record import PLAN, Measure, Source, Value
from helhedsplan_finance.text import Filled, Lang, Sentences, Shown, message, numbers, say, show
from helhedsplan_finance.text.result import NoTruth, Printed
from helhedsplan_finance.values.money import Kroner

FORMAT, VERSION = "helhedsplan-finance/explanation", 1


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(NoTruth, Printed):
    """The findings of a rule for a plan, with the rows that they are derived from.

    ``str(explanation)`` is Danish text, ``show("en")`` English; :meth:`to_dict` is the versioned JSON form.
    """

    plan: str
    as_of: date
    findings: tuple[Finding, ...]
    ledger: Ledger

    def __repr__(self) -> str:
        return f"<Explanation of {self.findings[0].rule} for {self.plan!r}>"

    @property
    def ok(self) -> bool:
        """Whether the rule does not fail as a binding rule."""
        return not any(finding.binds for finding in self.findings)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - the names that IPython gives
        """Print the text in a notebook or an IPython terminal."""
        printer.text(self.show("da"))

    def show(self, lang: Lang = "da") -> str:
        """Return the explanation as plain text."""
        first = self.findings[0]
        lines = [f"{first.title.show(lang)} · {first.rule}", say("report.head", lang, plan=self.plan, day=self.as_of)]
        if first.limit is not None:
            lines.append(rule_sentence(first.limit, first.value, lang))
        for finding in self.findings:
            lines += ["", *_finding_lines(finding, lang), *self._sums(finding, lang)]
        lines += ["", *_rule_lines(first, lang)]
        return "\n".join(lines)

    def rows(self, measure: Measure, where: str = PLAN) -> list[Row]:
        """Return the rows of the ledger that a measure sums, for the whole plan or for one year."""
        year = None if where == PLAN else int(where)
        inside = [row for row in self.ledger.rows if measure.fact is None and in_measure(measure, row)]
        return [row for row in inside if year is None or row.year in {year, None}]

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the explanation as versioned JSON data."""
        first = self.findings[0]
        return {
            "format": FORMAT,
            "version": VERSION,
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "rule": first.rule,
            "title": first.title.show(lang),
            "sentence": rule_sentence(first.limit, first.value, lang) if first.limit else None,
            "layer": first.limit.layer if first.limit else None,
            "replaces": first.limit.replaces if first.limit else None,
            "value": value_data(first.value, first.limit.sources[first.value.source], lang)
            if first.limit is not None and first.value is not None
            else None,
            "findings": [finding.to_dict(lang) | self._rows_data(finding) for finding in self.findings],
        }

    def _measures(self, finding: Finding) -> Iterator[tuple[str, Measure]]:
        if finding.limit is not None and finding.verdict is not None:
            yield "measured_rows", finding.limit.measured
            if finding.limit.of is not None:
                yield "base_rows", finding.limit.of

    def _rows_data(self, finding: Finding) -> dict[str, Any]:
        return {
            key: [row._asdict() for row in self.rows(measure, finding.where)]
            for key, measure in self._measures(finding)
        }

    def _sums(self, finding: Finding, lang: Lang) -> Iterator[str]:
        if finding.verdict is None or finding.limit is None:
            return
        both = (finding.verdict.measured, finding.verdict.base)
        for (_, measure), measured in zip(self._measures(finding), both, strict=False):
            if measured is not None:
                title = measure.title.show(lang)
                yield f"  {title[:1].upper()}{title[1:]}: {finding_sentences.stated(measure, measured).show(lang)}"
                yield from _row_lines(self.rows(measure, finding.where), lang)
        verdict, of = finding.verdict, finding.limit.of
        if finding.limit.rule.is_share and of is not None and verdict.base is not None and not verdict.base.missing:
            figures = {
                "rate": numbers.limit_percent(verdict.bound, lang),
                "base": finding_sentences.quantity(of, verdict.whole),
                "limit": numbers.exact(verdict.limit / 100, lang),
                "margin": "–" if finding.margin_ore is None else Kroner.from_ore(finding.margin_ore),
            }
            yield f"  {say('report.limit_in_kroner', lang, **figures)}"


def rule_sentence(limit: Limit, value: Value | None, lang: Lang) -> str:
    """Return the sentence of a rule with its figure, such as ``Landsbyggefonden betaler højst 75 % …``."""
    bound: Shown = message("report.some_limit") if value is None else finding_sentences.relation_and_bound(limit, value)
    sentence = Sentences((Filled(limit.rule.sentence, {"limit": bound}),)).show(lang)
    return sentence.replace(",.", ".")


def value_data(value: Value, source: Source, lang: Lang) -> dict[str, Any]:
    """Return a dated value with its source as JSON data."""
    demand = {
        "rate": str(value.rate) if value.rate is not None else None,
        "amount_ore": value.amount.ore if value.amount is not None else None,
        "count": value.count,
        "names": list(value.names) if value.names is not None else None,
        "words": value.words.show(lang) if value.words is not None else None,
    }
    return {
        **{key: figure for key, figure in demand.items() if figure is not None},
        "regime": value.regime,
        "from": value.from_text,
        "until": value.last_day.isoformat() if value.last_day is not None else "open",
        "confidence": value.confidence,
        "verified": value.verified.isoformat(),
        "source": {
            "key": value.source,
            "title": source.title,
            "published": show(source.published, lang)
            if not isinstance(source.published, date)
            else str(source.published),
            "where": source.where,
            "link": source.link,
        },
        "locator": value.locator.show(lang) if value.locator is not None else None,
    }


def value_lines(value: Value, source: Source, lang: Lang) -> Iterator[str]:
    """Yield the period and the source of a value as text."""
    if value.last_day != date.max:  # a plan's own statement has no dates
        key = "library.in_force" if value.last_day is not None else "library.in_force_open"
        key = "library.in_force_always" if value.last_known_day is None else key
        key = "library.in_force_arithmetic" if value.first_day == date.min else key
        yield say(key, lang, since=value.first_day, until=value.last_day, verified=value.verified)
    place = f", {value.locator.show(lang)}" if value.locator is not None else ""
    confidence = say(f"library.confidence_{value.confidence}", lang)
    yield f"{say('library.source', lang)}: {source.show(lang)}{place} [{confidence}]"
    yield f"{say('library.place', lang)}: {source.link or source.where}"


def _finding_lines(finding: Finding, lang: Lang) -> Iterator[str]:
    where = "" if finding.where == PLAN else f" {finding.where}"
    yield f"{finding.word(lang)}{where}: {finding.message.show(lang)}"
    if finding.cure:
        yield f"  {say('report.do', lang)}: {finding.cure.show(lang)}"


def _row_lines(rows: list[Row], lang: Lang) -> Iterator[str]:
    amounts = [
        say("report.not_stated", lang) if row.ore is None else Kroner.from_ore(row.ore).figure(lang) for row in rows
    ]
    widest = max((len(amount) for amount in amounts), default=0)
    for row, amount in zip(rows, amounts, strict=True):
        mark = f" [{say('report.row_projected', lang)}]" if row.projected else ""
        yield f"    {row.year or '–':>4}  {amount:>{widest}}  {row.name or row.id} ({row.id}){mark}"


def _rule_lines(finding: Finding, lang: Lang) -> Iterator[str]:
    limit = finding.limit
    if limit is None:
        return
    weight, layer = say(f"report.severity_{limit.rule.severity}", lang), finding_sentences.layer(limit, lang)
    yield f"{say('library.rule', lang)}: {weight}; {layer}"
    if finding.value is not None:
        yield from value_lines(finding.value, limit.sources[finding.value.source], lang)
