"""The page for the byråd's budgetopfølgning: the municipal columns, costs positive and income negative."""

from collections.abc import Iterator

from helhedsplan_finance.document.blocks import Block, Document, Heading, Picture, Points, Table, Text
from helhedsplan_finance.document.figure import Unit
from helhedsplan_finance.outputs.charts.spending_chart import spending_chart
from helhedsplan_finance.outputs.pages.case_facts import CaseFacts, six
from helhedsplan_finance.outputs.pages.facts import called
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.text import say

_MOST_POSTS, _MOST_YEARS, _MOST_FOUND = 14, 8, 6
_LONGEST_SAID = 200  # letters
MUNICIPAL = ("original", "corrected", "spent", "expected", "deviation")


def council_follow_up(facts: CaseFacts) -> Page:
    """Return the page for the council: the year by post, the whole period by year, the income, and what deviates."""
    lang, unit, year = facts.lang, facts.unit("tkr"), str(facts.year)
    columns = [f"followup.{key}" for key in MUNICIPAL]
    posts = facts.rows_by(facts.of_year, lambda line: line.name, _MOST_POSTS, facts.year)
    years = facts.rows_by(facts.found.lines, lambda line: str(line.year), _MOST_YEARS, None)
    years.sort(key=lambda row: (not row[0].isdecimal(), row[0]))
    tables = [
        facts.table(
            facts.in_unit(key, unit, year=year),
            say(head, lang),
            columns,
            [(name, six(sums, *MUNICIPAL)) for name, sums in rows],
            unit,
            share=True,
        )
        for key, head, rows in (
            ("page.costs_of_year", "followup.post", posts),
            ("page.costs_of_period", "column.year", years),
        )
    ]
    chart = spending_chart(facts.found)
    blocks: list[Block] = [*tables, *_income(facts, unit), facts.idle, *_said(facts)]
    blocks.append(Picture(chart.render("svg", lang), chart.alt(lang), 72))
    notes = [facts.rounding(unit), say("page.council_signs", lang)]
    blocks.append(Text(" ".join(notes), "note"))
    title = say("page.title_council_follow_up", lang, day=facts.found.as_of)
    return Page("council", Document(lang, title, facts.about, tuple(blocks), facts.foot))


def _income(facts: CaseFacts, unit: Unit) -> Iterator[Table]:
    """Yield what each source gives over the period and has given until the day, negative as income."""
    if not facts.found.received:
        return
    lang = facts.lang
    sums: dict[str, list[int]] = {}
    for one in facts.found.received:
        both = sums.setdefault(one.source, [0, 0])
        both[0] -= one.budget
        both[1] -= one.received
    rows = [(giver_name(source, lang), (budget, got, budget - got)) for source, (budget, got) in sums.items()]
    columns = ("followup.corrected", "followup.received", "followup.not_received")
    yield facts.table(facts.in_unit("page.income", unit), say("followup.giver", lang), columns, rows, unit)


def _said(facts: CaseFacts) -> Iterator[Block]:
    lang = facts.lang
    told = []
    for line in facts.of_year:
        if line.explanation and line.deviation:
            key = "followup.explained" if line.action is None else "followup.explained_and_done"
            words = say(key, lang, name=line.name, text=line.explanation, action=line.action or "")
            told.append(called(words, _LONGEST_SAID))
    told += [one.message.show(lang) for one in facts.found.findings[:_MOST_FOUND]]
    if left := len(facts.found.findings[_MOST_FOUND:]) + len(facts.found.of_postings):
        told.append(say("page.more_to_decide", lang, count=left))
    if told:
        yield Heading(say("followup.explanations", lang))
        yield Points(tuple(told))
