"""The rule library as documents: every rule with its dated values, and one rule with its sources."""

from collections.abc import Iterable, Iterator

from helhedsplan_finance.document.blocks import Block, Document, Entry, Row, Table, Text
from helhedsplan_finance.rules.finding_figures import relation_and_bound
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import Value
from helhedsplan_finance.rules.record_fields import ALWAYS
from helhedsplan_finance.rules.verdict_origin import rule_sentence, value_lines
from helhedsplan_finance.text import Lang, say


def list_document(limits: Iterable[Limit], lang: Lang) -> Document:
    """Return a row for each dated value of each rule."""
    heads = (say(key, lang) for key in ("word.rule", "cli.demand", "cli.in_force", "cli.source_key"))
    rows = (
        _value_row(limit, number, value, lang) for limit in limits for number, value in enumerate(limit.rule.values)
    )
    return Document(lang, "", (), (Table("", tuple(heads), tuple(rows)), Text(say("cli.rules_more", lang), "note")))


def _value_row(limit: Limit, number: int, value: Value, lang: Lang) -> Row:
    weight = say(f"report.severity_{limit.rule.severity}", lang)
    name = f"{limit.rule.id} · {limit.rule.title.show(lang)} · {weight}" if number == 0 else ""
    demand = relation_and_bound(limit, value).show(lang)
    return Row(name, (demand, _span(value, lang), f"{value.source} [{value.confidence}]"))


def _span(value: Value, lang: Lang) -> str:
    known = value.last_known_day
    last = say("cli.without_end", lang) if known is None else known.isoformat()
    last = say("cli.known_until", lang, day=last) if known is not None and value.last_day is None else last
    return f"{value.from_text if value.from_text != ALWAYS else value.since(lang)} – {last}"


def rule_document(same: Iterable[Limit], lang: Lang) -> Document:
    """Return the records of one rule: its sentence, its values by date, and their sources."""
    return Document(lang, "", (), tuple(block for limit in same for block in _records(limit, lang)))


def _records(limit: Limit, lang: Lang) -> Iterator[Block]:
    layer, weight = (say(f"report.layer_{limit.layer}", lang), say(f"report.severity_{limit.rule.severity}", lang))
    yield Text(f"{limit.rule.title.show(lang)} · {limit.rule.id} · {layer} · {weight}", "lead")
    for value in sorted(limit.rule.values, key=lambda value: value.first_day):
        lines = (Text(line) for line in value_lines(value, limit.sources[value.source], lang))
        yield Entry(rule_sentence(limit, value, lang), tuple(lines))
