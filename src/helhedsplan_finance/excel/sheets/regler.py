"""Regler og kilder: the rules applied to the plan, their demands, since when, and their sources."""

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.rules import finding_figures, finding_sentences
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.verdict_origin import rule_sentence
from helhedsplan_finance.text import say, show

_KEYS = ("rule", "rule_id", "says", "bound", "valid_from", "valid_until", "whose", "cited", "link")
_FROM, _UNTIL = 4, 5
_WIDTHS = {0: 28.0, 1: 18.0, 2: 46.0, 3: 17.0, _FROM: 12.0, _UNTIL: 12.0, 6: 22.0, 7: 46.0, 8: 14.0}


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each rule, once."""
    lang = layout.lang
    sheet.head(say("sheets.title_regler", lang), say("sheets.unit_regler", lang, day=layout.report.rules_day))
    rules: dict[str, Finding] = {}
    for finding in layout.report.findings:
        if finding.limit is not None:
            rules.setdefault(finding.rule, finding)
    titles = sheet.table("tblRegler", [*map(Column, _KEYS)], len(rules))
    sheet.header(HEADER_ROW, titles, ())
    for row, finding in enumerate(rules.values(), start=FIRST_ROW):
        _rule(sheet, layout, row, finding)
    sheet.finish(_WIDTHS)


def _rule(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    lang, limit = layout.lang, finding.limit
    if limit is None:
        return
    value = finding.value or limit.standing.value
    sheet.text(row, 0, finding.title.show(lang))
    sheet.text(row, 1, finding.rule, "small")
    sheet.text(row, 2, rule_sentence(limit, value, lang))
    sheet.text(row, 6, finding_sentences.layer(limit, lang))
    if value is None:
        sheet.text(row, 3, say("report.word_unverified", lang))
        return
    sheet.text(row, 3, finding_figures.relation_and_bound(limit, value).show(lang))
    if limit.layer != "plan":
        sheet.text(row, _FROM, value.since(lang))
        sheet.text(row, _UNTIL, show(value.last_day, lang) if value.last_day else say("workbook.open_end", lang))
    sheet.text(row, 7, limit.citation(value).show(lang))
    source = limit.sources[value.source]
    if source.link is not None:
        sheet.link(row, 8, source.link, say("workbook.open_link", lang))
