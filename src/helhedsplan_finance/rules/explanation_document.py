"""The derivation of a verdict as a document: each verdict, its sums and their rows, the rule and its source."""

from collections.abc import Iterator

from helhedsplan_finance.document.blocks import Block, Cell, Document, Entry, Row, Table, Text
from helhedsplan_finance.document.figure import money
from helhedsplan_finance.plan.ledger import Row as LedgerRow
from helhedsplan_finance.rules import finding_figures, finding_sentences
from helhedsplan_finance.rules.explanation_data import ExplanationData
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import PLAN, Value
from helhedsplan_finance.rules.report_document import word_of
from helhedsplan_finance.rules.verdict_origin import rule_sentence, value_lines
from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.values.money import Kroner


def explanation_document(explanation: ExplanationData, lang: Lang) -> Document:
    """Return the findings of a rule with the rows that they are derived from."""
    first = explanation.findings[0]
    about = [say("report.head", lang, plan=explanation.plan, day=explanation.as_of)]
    if first.limit is not None:
        about.append(rule_sentence(first.limit, first.value, lang))
    blocks: list[Block] = []
    for finding in explanation.findings:
        blocks += [_entry(finding, lang), *_sums(explanation, finding, lang)]
    blocks += _rule(first, lang)
    return Document(lang, f"{first.title.show(lang)} · {first.rule}", tuple(about), tuple(blocks))


def _entry(finding: Finding, lang: Lang) -> Entry:
    where = "" if finding.where == PLAN else f"{finding.where}: "
    cure = (Text(f"{say('report.do', lang)}: {finding.cure.show(lang)}"),) if finding.cure else ()
    return Entry(f"{where}{finding.message.show(lang)}", cure, word_of(finding, lang))


def _sums(explanation: ExplanationData, finding: Finding, lang: Lang) -> Iterator[Block]:
    """Yield a table of the rows of each sum, and the limit in kroner."""
    if finding.verdict is None or finding.limit is None:
        return
    both = (finding.verdict.measured, finding.verdict.base)
    for (_, measure), measured in zip(explanation.measures(finding), both, strict=False):
        if measured is not None:
            title = measure.title.show(lang)
            shown = finding_figures.stated(measure, measured).show(lang)
            rows = tuple(_row(row, lang) for row in explanation.rows(measure, finding.where))
            caption = f"{title[:1].upper()}{title[1:]}: {shown}"
            heads = (say("word.post", lang), say("column.year", lang), say("word.kroner", lang))
            yield Table(caption, heads, rows) if rows else Text(caption)
    verdict, of = finding.verdict, finding.limit.of
    if finding.limit.rule.is_share and of is not None and verdict.base is not None and not verdict.base.missing:
        yield Text(_limit_in_kroner(finding, finding.limit, lang))


def _limit_in_kroner(finding: Finding, limit: Limit, lang: Lang) -> str:
    verdict, of = finding.verdict, limit.of
    assert verdict is not None and of is not None  # noqa: S101, PT018 - of a share, as the caller asks
    figures = {
        "rate": numbers.limit_percent(verdict.bound, lang),
        "base": finding_figures.quantity(of, verdict.whole),
        "limit": numbers.exact(verdict.limit / 100, lang),
        "margin": "–" if finding.margin_ore is None else Kroner.from_ore(finding.margin_ore),
    }
    return say("report.limit_in_kroner", lang, **figures)


def _row(row: LedgerRow, lang: Lang) -> Row:
    amount: Cell = say("report.not_stated", lang) if row.ore is None else money(row.ore)
    mark = f" [{say('report.row_projected', lang)}]" if row.projected else ""
    return Row(f"{row.name or row.id} ({row.id}){mark}", (str(row.year or "–"), amount))


def _rule(finding: Finding, lang: Lang) -> Iterator[Text]:
    limit = finding.limit
    if limit is None:
        return
    weight, layer = say(f"report.severity_{limit.rule.severity}", lang), finding_sentences.layer(limit, lang)
    yield Text(f"{say('library.rule', lang)}: {weight}; {layer}")
    value: Value | None = finding.value
    if value is not None:
        yield from (Text(line, "note") for line in value_lines(value, limit.sources[value.source], lang))
